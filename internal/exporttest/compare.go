package exporttest

import (
	"math/big"
	"regexp"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// Wanted are the resources that a deploy makes of a spec in a place, the alias
// among them, as an export says them: without the digest, which says what a deploy
// has finished.
func Wanted(s deploy.Spec, at deploy.Place) []deploy.Resource {
	all := s.Resources(at)
	for i, r := range all {
		if m, ok := r.(*deploy.Machine); ok {
			c := *m
			c.Tags = deploy.Tags{}
			for k, v := range m.Tags {
				if k != deploy.TagDigest {
					c.Tags[k] = v
				}
			}
			all[i] = &c
		}
	}
	if a := s.WantedAlias(); a != nil {
		all = append(all, a)
	}
	return all
}

// Compare says in what resources differ that an export makes from those that are
// wanted; empty: in nothing but the form of JSON. Where the export was not made for
// one place, the names of policies are not compared that have a hash of the place
// in them.
func Compare(want, got []deploy.Resource, placed bool) string {
	return cmp.Diff(comparable(want, placed), comparable(got, placed))
}

var hashed = regexp.MustCompile(`^pipectl-[0-9a-f]{12}$`)

func comparable(all []deploy.Resource, placed bool) []deploy.Resource {
	var out []deploy.Resource
	for _, r := range all {
		switch r := r.(type) {
		case *deploy.Role:
			c := *r
			c.Trust = canonical(r.Trust)
			out = append(out, &c)
		case *deploy.Policy:
			c := *r
			c.Document = canonical(r.Document)
			if !placed && hashed.MatchString(r.Name) {
				c.Name = "pipectl-…"
			}
			out = append(out, &c)
		case *deploy.Machine:
			c := *r
			c.Definition = canonical(r.Definition)
			out = append(out, &c)
		case *deploy.Schedule:
			c := *r
			c.Input = canonical(r.Input)
			out = append(out, &c)
		case *deploy.Rule:
			c := *r
			c.Pattern = canonical(r.Pattern)
			out = append(out, &c)
		case *deploy.LogGroup, *deploy.Version, *deploy.Alias, *deploy.ScheduleGroup:
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b deploy.Resource) int { return a.ID().Compare(b.ID()) })
	return out
}

func canonical(text string) string {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return text + ": " + err.Error()
	}
	return string(asl.AppendValue(nil, numbered(asl.Sorted(v)), -1))
}

// numbered is a value with each number written in one way.
func numbered(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.Number:
		if n, ok := new(big.Rat).SetString(string(v)); ok {
			return asl.Number(n.RatString())
		}
		return v
	case asl.Array:
		out := asl.Array{}
		for _, e := range v {
			out = append(out, numbered(e))
		}
		return out
	case asl.Object:
		out := asl.Object{}
		for _, m := range v {
			out = append(out, asl.Member{Key: m.Key, Value: numbered(m.Value)})
		}
		return out
	default:
		return v
	}
}
