package deploy

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
)

// OneOff says what has to be done so that there is a version of a pipeline that is
// run once: to go on where an execution stopped, say. No alias leads to it, and what
// serves stays as it is; with the pipeline's role, its logging and all else that is
// live it runs a definition of its own. parts are those of it, each after those that
// it runs itself; a part is named as those of the pipeline are, and is one that is
// deployed.
//
// A version is published of what a machine is at the moment, so the machine is that
// for a moment, and then again what it was. That is out of the question where the
// machine itself is what serves, which is where there is no alias: there it is a
// version of a machine of its own beside it, OneOffMachine, with the same role,
// logging and tags. Nothing starts that machine itself, so that it stays what was
// published of it last. Parts are started by their versions alone, and so are
// always what they were again.
//
// Deploys keep such a version for as long as one that could be gone back to. They
// remove the machine beside with the last of them, once no execution of it runs,
// for to delete a machine ends what runs of it.
//
// machine is what the version is of; it is empty where there is an obstacle. version
// is its number where there is one already; else zero, and Apply tells the number by
// the EventDone of the Publish of that machine.
func OneOff(l *Live, definition string, parts []Part) (p *Plan, machine string, version int) {
	p = &Plan{
		Place: l.Place, Project: l.Project, Pipeline: l.Pipeline, Against: l.Digest(),
		Token: digest([]any{"once", l.Pipeline, definition, parts}),
	}
	id := ID{Kind: KindMachine, Name: l.Pipeline}
	stop := func(id ID, format string, args ...any) (*Plan, string, int) {
		p.Obstacles = append(p.Obstacles, Obstacle{id, fmt.Sprintf(format, args...)})
		return p, "", 0
	}
	main := l.machine(l.Pipeline)
	versions := l.versions(l.Pipeline)
	switch {
	case main == nil:
		return stop(id, "is not deployed")
	case !l.owns(main):
		return stop(id, "%s", whose(main))
	case len(versions) == 0:
		return stop(id, "has no version: its deploy was cut off")
	}
	if held := l.lock(); held != nil && held.Description != lockNote(p.Token) {
		return stop(held.ID(), "says that a deploy of this pipeline is under way, or was cut off; let that one end, or run it again")
	}
	mark := Mark{Digest: strings.Repeat("0", len(p.Token)), Once: true}
	serving := cmp.Or(l.serving(), versions[0].Number) // the newest, where the machine was changed by hand
	for _, v := range versions {
		if m, _ := ParseMark(v.Description); v.Number == serving {
			mark.Policies = m.Policies
		}
	}
	beside := l.machine(OneOffMachine(l.Pipeline))
	if l.alias() == nil && beside != nil && !l.owns(beside) {
		return stop(beside.ID(), "%s", whose(beside))
	}
	numbers := map[string]int{} // of versions that do already what a part does
	for _, part := range parts {
		m := l.machine(part.Name)
		if m == nil || !l.owns(m) {
			return stop(ID{Kind: KindMachine, Name: part.Name}, "is not deployed, though the sources have it; deploy them first")
		}
		want := *m
		want.Definition = withNumbers(part.Definition, numbers, parts)
		if n := sameAs(l.versions(part.Name), &want); n != 0 {
			numbers[part.Name] = n
			continue
		}
		if n := p.publishOnce(l, m, &want, mark); n != 0 {
			numbers[part.Name] = n
		}
	}
	want := *main
	want.Definition = withNumbers(definition, numbers, parts)
	if l.alias() == nil {
		want.Name, want.Revision, want.Tags = OneOffMachine(l.Pipeline), "", maps.Clone(main.Tags)
		delete(want.Tags, TagDigest)
		delete(want.Tags, TagAlias)
		mark.Newest = versions[0].Number
		version = p.publishBeside(l, beside, &want, mark)
	} else {
		version = p.publishOnce(l, main, &want, mark)
	}
	return p.withLock(l), want.Name, version
}

// publishBeside publishes what the machine beside the pipeline's is to be, unless
// that was: then it gives the number of the version. old is nil where there is no
// such machine.
func (p *Plan) publishBeside(l *Live, old, want *Machine, mark Mark) int {
	if n := sameAs(l.allVersions(want.Name), want); n != 0 {
		return n
	}
	publish := &Publish{Machine: want.Name, Mark: mark}
	switch {
	case old == nil:
		p.Changes = append(p.Changes, &Create{New: want})
	case sameResource(old, want): // one was cut off
		publish.Revision = old.Revision
	default:
		p.Changes = append(p.Changes, &Update{old, want})
	}
	p.Changes = append(p.Changes, publish)
	return 0
}

// publishOnce publishes a machine as it is to be for a moment, unless it was: then it
// gives the number of the version.
func (p *Plan) publishOnce(l *Live, m, want *Machine, mark Mark) int {
	before := l.before(m, want)
	if n := sameAs(l.allVersions(m.Name), want); n != 0 {
		if !sameResource(m, before) {
			p.Changes = append(p.Changes, &Update{m, before})
		}
		return n
	}
	p.Changes = append(p.Changes, &Update{m, want}, &Publish{Machine: m.Name, Mark: mark}, &Update{want, before})
	return 0
}

// before is what a machine was before a one-off that was cut off, or what it is.
func (l *Live) before(m, want *Machine) *Machine {
	versions := l.versions(m.Name)
	if len(versions) == 0 || !sameJSON(m.Definition, want.Definition) || sameAs(versions, m) != 0 {
		return m
	}
	was := *m
	was.Definition = versions[0].Definition
	return &was
}

// sameAs is the number of a version that is what a machine is; zero: there is none.
func sameAs(versions []*Version, m *Machine) int {
	for _, v := range versions {
		if sameVersion(v, m) {
			return v.Number
		}
	}
	return 0
}
