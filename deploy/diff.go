package deploy

import (
	"maps"
	"slices"
)

// Diff says what has to be done so that what is live becomes what a spec asks
// for. It is pure, and the same for the same.
//
// The order of the changes is what makes a plan safe; each may be the last that
// is made:
//
//  1. The lock, so that nobody else deploys the same pipeline. The first deploy
//     takes it as soon as there is a version that an alias can have.
//  2. Roles, their policies and the log group. A policy is never changed: that of
//     the new version comes to stand beside that of the version that serves.
//  3. The machines, parts before those that run them. Each is updated and then
//     published. With an alias nothing of this serves yet; without one, the
//     last update is the moment at which the new version serves.
//  4. The alias: the new version serves.
//  5. Schedules and rules.
//  6. What is not needed any more, by what serves or by a version that is kept
//     to go back to.
//  7. The tags of the machines, which say what was deployed, and the lock's end.
func Diff(l *Live, s Spec) *Plan {
	d := &differ{live: l, spec: &s, plan: &Plan{
		Place: l.Place, Project: s.Project, Pipeline: s.Pipeline, Against: l.Digest(), Token: s.digest(),
	}}
	d.wanted = s.Resources(l.Place)
	d.machines = s.machines(l.Place)
	d.resolve()
	d.findUnpublished()
	d.keep()
	d.obstacles()

	d.dropPolicies()
	for _, kind := range []Kind{KindRole, KindPolicy, KindLogGroup} {
		d.bring(kind)
	}
	d.bringMachines()
	d.bringAlias()
	for _, kind := range []Kind{KindScheduleGroup, KindSchedule, KindRule} {
		d.bring(kind)
	}
	d.remove()
	d.retagMachines()
	d.lock()
	return d.plan
}

// A differ holds what the parts of Diff know of each other.
type differ struct {
	live     *Live
	spec     *Spec
	plan     *Plan
	wanted   []Resource
	machines []*Machine // the wanted ones, parts first

	digests map[string]string // of the content of the wanted machines
	numbers map[string]int    // of versions that do what is wanted, by machine
	kept    map[ID]bool       // versions
	// unpublished is what the first version will be of a machine that has none
	// though it is there; else nil.
	unpublished *Version
	dropped     map[string]bool // policies that have to go before others come
}

func (d *differ) add(c Change) { d.plan.Changes = append(d.plan.Changes, c) }

// resolve finds the versions that do already what the machines should.
func (d *differ) resolve() {
	d.numbers, d.digests = map[string]int{}, digests(d.machines)
	for i, m := range d.machines {
		resolved := *m
		resolved.Definition = withNumbers(m.Definition, d.numbers, d.spec.Parts)
		d.machines[i] = &resolved
		for _, v := range d.live.versions(m.Name) {
			if sameVersion(v, &resolved) {
				d.numbers[m.Name] = v.Number
				break
			}
		}
	}
}

// sameVersion says whether a version is what a machine is.
func sameVersion(v *Version, m *Machine) bool {
	return v.Role == m.Role && v.Logging == m.Logging && v.Tracing == m.Tracing && sameJSON(v.Definition, m.Definition)
}

// mark of a version of a machine that is wanted.
func (d *differ) mark(m *Machine) Mark {
	mark := Mark{Digest: d.digests[m.Name]}
	if d.spec.Role == "" && d.spec.Policy != "" {
		mark.Policies = []string{policyName(d.spec.Policy)}
	}
	return mark
}

// bring makes resources of a kind be there as they are wanted.
func (d *differ) bring(kind Kind) {
	for _, want := range d.wanted {
		id := want.ID()
		if id.Kind != kind {
			continue
		}
		old := d.live.byID[id]
		if old == nil {
			d.add(&Create{New: want, Instead: d.instead(want)})
			continue
		}
		if !sameResource(old, want) {
			d.add(&Update{old, want})
		}
		if t := retag(id, TagsOf(old), TagsOf(want)); t != nil {
			d.add(t)
		}
	}
}

// instead is the policy that a new one takes the place of, or nil.
func (d *differ) instead(want Resource) Resource {
	p, ok := want.(*Policy)
	if !ok {
		return nil
	}
	var last []string // of the version that is newest
	if p.Role == roleName(d.spec.Pipeline, useRun, d.live.Place.Region) {
		if versions := d.live.versions(d.spec.Pipeline); len(versions) > 0 {
			mark, _ := ParseMark(versions[0].Description)
			last = mark.Policies
		}
	}
	for _, r := range d.live.Resources {
		if old, ok := r.(*Policy); ok && old.Role == p.Role && d.live.owns(old) && (last == nil || slices.Contains(last, old.Name)) {
			return old
		}
	}
	return nil
}

// sameResource says whether two resources are the same but for their tags and,
// of JSON texts, the way they are written.
func sameResource(a, b Resource) bool {
	switch a := a.(type) {
	case *Role:
		b, _ := b.(*Role)
		return sameJSON(a.Trust, b.Trust) && a.Boundary == b.Boundary // the description cannot be changed by what Update calls
	case *Policy:
		b, _ := b.(*Policy)
		return sameJSON(a.Document, b.Document)
	case *LogGroup:
		b, _ := b.(*LogGroup)
		return a.RetentionDays == b.RetentionDays
	case *Machine:
		b, _ := b.(*Machine)
		return a.Express == b.Express && a.Role == b.Role && a.Logging == b.Logging && a.Tracing == b.Tracing && sameJSON(a.Definition, b.Definition)
	case *Alias:
		b, _ := b.(*Alias)
		return a.Description == b.Description && slices.Equal(a.Routes, b.Routes)
	case *Schedule:
		b, _ := b.(*Schedule)
		x, y := *a, *b
		x.Input, y.Input = "", ""
		return x == y && sameJSON(a.Input, b.Input)
	case *Rule:
		b, _ := b.(*Rule)
		return a.Description == b.Description && a.Disabled == b.Disabled && sameJSON(a.Pattern, b.Pattern) && slices.Equal(a.Targets, b.Targets)
	case *ScheduleGroup, *Version:
	}
	return true // nothing of them can be changed
}

// retag is how tags become others, or nil.
func retag(id ID, old, want Tags) *Retag {
	t := &Retag{Of: id, Old: old, Set: Tags{}}
	for key, value := range want {
		if was, ok := old[key]; !ok || was != value {
			t.Set[key] = value
		}
	}
	for _, key := range slices.Sorted(maps.Keys(old)) {
		if _, ok := want[key]; !ok {
			t.Remove = append(t.Remove, key)
		}
	}
	if len(t.Set)+len(t.Remove) == 0 {
		return nil
	}
	return t
}

func (d *differ) bringMachines() {
	for _, want := range d.machines {
		old := d.live.machine(want.Name)
		switch {
		case old == nil:
			made := *want
			made.Tags = maps.Clone(want.Tags)
			delete(made.Tags, TagDigest) // it is not whole yet
			d.add(&Create{New: &made})
		case !sameResource(old, want):
			d.add(&Update{old, want})
		}
		if d.numbers[want.Name] == 0 {
			p := &Publish{Machine: want.Name, Mark: d.mark(want)}
			if old != nil {
				p.Revision = old.Revision
			}
			d.add(p)
		}
	}
}

func (d *differ) bringAlias() {
	if d.spec.Alias == "" {
		return
	}
	want := d.spec.WantedAlias()
	old, _ := d.live.byID[want.ID()].(*Alias)
	number := d.numbers[d.spec.Pipeline]
	if old != nil && number != 0 && old.Description == want.Description && slices.Equal(old.Routes, []Route{{number, 100}}) {
		return
	}
	serve := &Serve{Old: old, New: want, Version: number}
	if old != nil {
		serve.Before, serve.After = d.live.served(old), d.machines[len(d.machines)-1].Definition
	}
	d.add(serve)
}

func (d *differ) retagMachines() {
	for _, want := range d.machines {
		old := Tags{}
		if m := d.live.machine(want.Name); m != nil {
			old = m.Tags
		} else {
			maps.Copy(old, want.Tags)
			delete(old, TagDigest)
		}
		if t := retag(want.ID(), old, want.Tags); t != nil {
			d.add(t)
		}
	}
}
