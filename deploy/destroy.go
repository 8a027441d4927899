package deploy

// Destroy says what has to be done so that nothing is left of what deploys of a
// pipeline made. What starts executions goes first, what they need last. What
// others put into what is ours is an obstacle: it would go with it.
func Destroy(l *Live) *Plan {
	p := &Plan{
		Place: l.Place, Project: l.Project, Pipeline: l.Pipeline, Against: l.Digest(),
		Token: digest([]any{"destroy", l.Pipeline}),
	}
	lock := l.lock()
	if lock != nil && lock.Description != lockNote(p.Token) {
		p.Obstacles = append(p.Obstacles, Obstacle{lock.ID(), "says that a deploy of this pipeline is under way, or was cut off; let that one end, or run it again"})
	}
	for _, r := range l.Resources {
		if l.owns(r) {
			continue
		}
		inside := false
		switch r := r.(type) {
		case *Policy:
			inside = l.ownsIn(KindRole, r.Role)
		case *Version:
			inside = l.ownsIn(KindMachine, r.Machine)
		case *Alias:
			inside = l.ownsIn(KindMachine, r.Machine)
		case *Schedule:
			inside = l.ownsIn(KindScheduleGroup, r.Group)
		default:
		}
		if inside {
			p.Obstacles = append(p.Obstacles, Obstacle{r.ID(), "is not pipectl's, and would go with what it is in; delete it first"})
		} else {
			p.Unmanaged = append(p.Unmanaged, r.ID())
		}
	}
	p.Others = l.others(p.Unmanaged)
	for _, kind := range removed {
		for _, r := range l.Resources {
			id := r.ID()
			// Versions go with their machines, and so does the lock, which
			// holds until then.
			if id.Kind != kind || kind == KindVersion || id.Name == lockName && kind == KindAlias || !l.owns(r) {
				continue
			}
			if kind == KindMachine && id.Name == l.Pipeline {
				continue
			}
			p.Changes = append(p.Changes, &Delete{Old: r})
		}
		// The machine itself after its parts, which nobody can find without.
		if m := l.machine(l.Pipeline); kind == KindMachine && m != nil && l.owns(m) {
			p.Changes = append(p.Changes, &Delete{Old: m})
		}
	}
	if m := l.machine(l.Pipeline); m != nil && l.owns(m) {
		if versions := l.versions(l.Pipeline); len(versions) > 0 {
			begin := &Lock{Machine: m.Name, Token: p.Token, Version: versions[0].Number, Revision: m.Revision, Digest: m.Tags[TagDigest], Beside: l.alias() == nil, Versions: l.besideVersions()}
			p.Changes = append([]Change{begin}, p.Changes...)
		}
	}
	return p
}
