package deploy

import (
	"fmt"
	"slices"
	"strings"
)

// Rollback says what has to be done so that an earlier version serves again:
// the one with a number, or, where it is zero, the newest before the one that
// serves now, and, where two share what is started, the one of them that was there
// first. Schedules and rules have no versions, and stay.
//
// A pipeline with an alias has the alias led back. Where the machine itself
// serves, it is updated to what the version was, and published again.
func Rollback(l *Live, to int) *Plan {
	p := &Plan{
		Place: l.Place, Project: l.Project, Pipeline: l.Pipeline, Against: l.Digest(),
		Token: rollbackToken(l.Pipeline, to),
	}
	id := ID{Kind: KindMachine, Name: l.Pipeline}
	stop := func(id ID, format string, args ...any) *Plan {
		p.Obstacles = append(p.Obstacles, Obstacle{id, fmt.Sprintf(format, args...)})
		return p
	}
	main := l.machine(l.Pipeline)
	switch {
	case main == nil:
		return stop(id, "is not deployed")
	case !l.owns(main):
		return stop(id, "%s", whose(main))
	}
	alias := l.alias()
	serving := l.newest()
	versions := l.versions(l.Pipeline)
	if held := l.lock(); held != nil {
		// One that was cut off goes on to where it went, which may serve by now.
		i := slices.IndexFunc(versions, func(v *Version) bool {
			return (to == 0 || to == v.Number) && held.Description == lockNote(rollbackToken(l.Pipeline, v.Number))
		})
		if i < 0 {
			return stop(held.ID(), "says that a deploy of this pipeline is under way, or was cut off; let that one end, or run it again")
		}
		to = versions[i].Number
	}
	if alias != nil && to == 0 && len(alias.Routes) > 1 {
		i := slices.IndexFunc(alias.Routes, func(r Route) bool { return r.Version != serving })
		to = alias.Routes[i].Version
	}
	var target *Version
	for _, v := range versions {
		if to != 0 && v.Number == to || to == 0 && v.Number < serving {
			target = v
			break
		}
	}
	switch {
	case target == nil && to == 0:
		return stop(id, "has no version before the one that serves")
	case target == nil:
		return stop(id, "has no version %d of ours; %s", to, numbersText(versions))
	}
	p.Token = rollbackToken(l.Pipeline, target.Number)
	if !l.complete(target, stop) {
		return p
	}
	if alias != nil {
		if slices.Equal(alias.Routes, []Route{{target.Number, 100}}) {
			return p.withLock(l)
		}
		p.Changes = append(p.Changes, &Serve{
			Old: alias, New: &Alias{Machine: alias.Machine, Name: alias.Name, Description: alias.Description}, Version: target.Number,
			Before: l.served(alias), After: target.Definition,
		})
		return p.withLock(l)
	}
	want := *main
	want.Definition, want.Role, want.Logging, want.Tracing = target.Definition, target.Role, target.Logging, target.Tracing
	if !sameResource(main, &want) {
		mark, _ := ParseMark(target.Description)
		p.Changes = append(p.Changes, &Update{main, &want}, &Publish{Machine: main.Name, Mark: mark})
	}
	return p.withLock(l)
}

func rollbackToken(pipeline string, to int) string { return digest([]any{"rollback", pipeline, to}) }

// withLock puts the changes of a plan for a pipeline that is deployed between a
// begin and an end.
func (p *Plan) withLock(l *Live) *Plan {
	versions := l.versions(l.Pipeline)
	if len(versions) == 0 || len(p.Changes) == 0 && l.lock() == nil {
		return p
	}
	m := l.machine(l.Pipeline)
	lock := &Lock{Machine: m.Name, Token: p.Token, Version: versions[0].Number, Revision: m.Revision, Digest: m.Tags[TagDigest], Beside: l.alias() == nil, Versions: l.besideVersions()}
	p.Changes = append(append([]Change{lock}, p.Changes...), &Unlock{Machine: m.Name})
	return p
}

// alias is the one that serves, by the record in the machine's tags; or nil.
func (l *Live) alias() *Alias {
	m := l.machine(l.Pipeline)
	if m == nil || m.Tags[TagAlias] == "" {
		return nil
	}
	a, _ := l.byID[ID{Kind: KindAlias, In: l.Pipeline, Name: m.Tags[TagAlias]}].(*Alias)
	return a
}

// newest is the version that a deploy last led to, or zero where that is none.
func (l *Live) newest() int {
	a := l.alias()
	if a == nil || len(a.Routes) < 2 {
		return l.serving()
	}
	// The machine itself is what was deployed last.
	for _, v := range l.versions(l.Pipeline) {
		if sameVersion(v, l.machine(l.Pipeline)) {
			if slices.ContainsFunc(a.Routes, func(r Route) bool { return r.Version == v.Number }) {
				return v.Number
			}
		}
	}
	return a.Routes[len(a.Routes)-1].Version
}

// serving is the version that takes most of what is started, or zero where the
// machine as it is now is not one of the versions.
func (l *Live) serving() int {
	if a := l.alias(); a != nil {
		return a.most()
	}
	for _, v := range l.versions(l.Pipeline) {
		if sameVersion(v, l.machine(l.Pipeline)) {
			return v.Number
		}
	}
	return 0
}

// most is the version that takes most of what an alias starts.
func (a *Alias) most() int {
	return slices.MaxFunc(a.Routes, func(a, b Route) int { return a.Weight - b.Weight }).Version
}

// served is the definition of the version that takes most of what an alias starts;
// empty where it is not there.
func (l *Live) served(a *Alias) string {
	if len(a.Routes) == 0 {
		return ""
	}
	v, ok := l.byID[VersionID(a.Machine, a.most())].(*Version)
	if !ok {
		return ""
	}
	return v.Definition
}

// complete checks that what a version needs is still there.
func (l *Live) complete(v *Version, stop func(ID, string, ...any) *Plan) bool {
	ok := true
	missing := func(id ID) {
		if l.byID[id] == nil {
			stop(v.ID(), "needs %s, which is there no more; deploy its source instead", id)
			ok = false
		}
	}
	role := roleName(l.Pipeline, useRun, l.Place.Region)
	if l.Place.ARN(ID{Kind: KindRole, Name: role}) == v.Role {
		missing(ID{Kind: KindRole, Name: role})
		mark, _ := ParseMark(v.Description)
		for _, policy := range mark.Policies {
			missing(ID{Kind: KindPolicy, In: role, Name: policy})
		}
	}
	if v.Logging.Group != "" && v.Logging.Group == l.Place.ARN(ID{Kind: KindLogGroup, Name: logGroupName(l.Pipeline)})+":*" {
		missing(ID{Kind: KindLogGroup, Name: logGroupName(l.Pipeline)})
	}
	for _, id := range runs(v.Definition, l.Pipeline) {
		missing(id)
	}
	return ok
}

// numbersText says which versions there are, the oldest first.
func numbersText(versions []*Version) string {
	var numbers []string
	for _, v := range slices.Backward(versions) {
		numbers = append(numbers, fmt.Sprint(v.Number))
	}
	switch len(numbers) {
	case 0:
		return "there is none"
	case 1:
		return "there is version " + numbers[0]
	}
	return "there are the versions " + strings.Join(numbers, ", ")
}
