package view

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// statements are how the statements of a policy change, a line each: actions that
// are allowed on something as well, and those that are no more.
func statements(old, new string) []string {
	before, after := allowances(old), allowances(new)
	var notes []string
	add := func(mark string, a allowance, actions []string) {
		if len(actions) > 0 {
			notes = append(notes, mark+" "+a.effect+" "+strings.Join(actions, ", ")+" on "+a.on)
		}
	}
	for _, a := range after {
		add("+", a, without(a.actions, before, a))
	}
	for _, a := range before {
		add("-", a, without(a.actions, after, a))
	}
	return notes
}

// An allowance is what a policy says of the same things under the same condition.
type allowance struct {
	effect, on string
	actions    []string
}

// without are the actions that none of others has on the same.
func without(actions []string, others []allowance, of allowance) []string {
	return slices.DeleteFunc(slices.Clone(actions), func(action string) bool {
		return slices.ContainsFunc(others, func(o allowance) bool {
			return o.effect == of.effect && o.on == of.on && slices.Contains(o.actions, action)
		})
	})
}

// allowances are the statements of a policy; those of the same things are one.
func allowances(document string) []allowance {
	v, err := asl.DecodeValue([]byte(document))
	if err != nil {
		return nil
	}
	list, _ := asl.Lookup(v, "/Statement")
	all, ok := list.(asl.Array)
	if !ok && list != nil {
		all = asl.Array{list} // one alone need be no list
	}
	var out []allowance
	for _, s := range all {
		member := func(key string) asl.Value { v, _ := asl.Lookup(s, "/"+key); return v }
		a := allowance{strings.ToLower(strings.Join(words(member("Effect")), "")), strings.Join(words(member("Resource")), ", "), words(member("Action"))}
		if c := member("Condition"); c != nil {
			a.on += " if " + string(asl.AppendValue(nil, c, -1))
		}
		if i := slices.IndexFunc(out, func(o allowance) bool { return o.effect == a.effect && o.on == a.on }); i >= 0 {
			out[i].actions = append(out[i].actions, a.actions...)
		} else {
			out = append(out, a)
		}
	}
	return out
}

// words are a string, or the strings of a list.
func words(v asl.Value) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case asl.String:
		return []string{string(v)}
	case asl.Array:
		var all []string
		for _, e := range v {
			all = append(all, words(e)...)
		}
		return all
	default:
		return []string{string(asl.AppendValue(nil, v, -1))}
	}
}
