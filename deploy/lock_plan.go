package deploy

import (
	"slices"
	"strings"
)

// lock puts the changes between a begin and an end, where there are any.
func (d *differ) lock() {
	held := d.live.lock()
	if len(d.plan.Changes) == 0 && held == nil {
		return
	}
	at := 0
	lock := &Lock{Machine: d.spec.Pipeline, Token: d.plan.Token, Beside: d.live.alias() == nil, Versions: d.live.besideVersions()}
	if m := d.live.machine(d.spec.Pipeline); m != nil {
		lock.Revision, lock.Digest = m.Revision, m.Tags[TagDigest]
	}
	unlock := &Unlock{Machine: d.spec.Pipeline}
	if len(d.live.versions(d.spec.Pipeline)) > 0 {
		// One that stays, if it can be the one that serves.
		candidates := []int{d.live.serving(), d.numbers[d.spec.Pipeline]}
		for _, v := range d.ranked() {
			candidates = append(candidates, v.Number)
		}
		i := slices.IndexFunc(candidates, func(n int) bool { return d.kept[VersionID(d.spec.Pipeline, n)] })
		lock.Version = candidates[i] // there is one: what is wanted stays, and one besides
	} else if m := d.live.machine(d.spec.Pipeline); d.unpublished != nil {
		d.publishFirst(m)
		at = 1
	} else {
		at = d.lockLate(unlock)
	}
	d.plan.Changes = append(slices.Insert(d.plan.Changes, at, Change(lock)), unlock)
}

// publishFirst is for a machine that has no version, for a deploy was cut off:
// before it is changed, as it may be only with the lock, it is published as it
// is.
func (d *differ) publishFirst(m *Machine) {
	mark, _ := ParseMark(d.unpublished.Description)
	p := &Publish{Machine: m.Name, Mark: mark, Revision: m.Revision}
	if sameResource(m, d.machines[len(d.machines)-1]) {
		// It is as wanted, and so are its parts, which it mentions the versions
		// of.
		d.plan.Changes = slices.DeleteFunc(d.plan.Changes, func(c Change) bool {
			old, ok := c.(*Publish)
			if ok && old.Machine == m.Name {
				p = old
			}
			return ok && old.Machine == m.Name
		})
	}
	d.plan.Changes = slices.Insert(d.plan.Changes, 0, Change(p))
}

// findUnpublished looks for a machine that has no version.
func (d *differ) findUnpublished() {
	m := d.live.machine(d.spec.Pipeline)
	if m == nil || !d.live.owns(m) || len(d.live.versions(m.Name)) > 0 {
		return
	}
	mark := Mark{Digest: strings.Repeat("0", len(d.plan.Token))}
	for _, r := range d.live.Resources {
		if policy, ok := r.(*Policy); ok && d.live.owns(r) && d.live.Place.ARN(ID{Kind: KindRole, Name: policy.Role}) == m.Role {
			mark.Policies = append(mark.Policies, policy.Name)
		}
	}
	d.unpublished = &Version{m.Name, 0, mark.String(), m.Definition, m.Role, m.Logging, m.Tracing}
}

// lockLate is for a first deploy, which can take the lock only once a version is
// published. Before that nothing may be changed that another first deploy may
// have made: it is only made where it is not there. It says where the lock goes.
func (d *differ) lockLate(unlock *Unlock) (at int) {
	var before, after []Change
	early := func(kind Kind) bool { return kind == KindRole || kind == KindLogGroup }
	for i, c := range d.plan.Changes {
		if p, ok := c.(*Publish); ok && p.Machine == d.spec.Pipeline {
			before = append(before, c)
			after = append(after, d.plan.Changes[i+1:]...)
			break
		}
		switch c := c.(type) {
		case *Create:
			g, ok := c.New.(*LogGroup)
			if !ok || g.RetentionDays == 0 {
				before = append(before, c)
				break
			}
			made := *g
			made.RetentionDays = 0
			before, after = append(before, &Create{New: &made}), append(after, &Update{&made, g})
		case *Update, *Retag:
			if early(c.ID().Kind) {
				after = append(after, c)
			} else {
				before = append(before, c)
			}
		default:
			before = append(before, c)
		}
	}
	for _, want := range d.wanted {
		if early(want.ID().Kind) {
			unlock.Check = append(unlock.Check, want)
		}
	}
	d.plan.Changes = append(before, after...)
	return len(before)
}

// lockNote is the description of a lock.
func lockNote(token string) string { return "deploying " + token }
