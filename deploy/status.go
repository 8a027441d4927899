package deploy

import "slices"

// A Status is what is live of a pipeline, for people to look at.
type Status struct {
	Pipeline string
	Place    Place
	// Deployed is false where there is no machine of ours; then the rest is
	// empty, but for Unmanaged.
	Deployed bool
	// Express machines have no list of their executions.
	Express bool
	// Digest of what was last deployed whole; empty where the first deploy
	// was cut off.
	Digest string
	// Busy: a deploy is under way, or was cut off.
	Busy bool
	// Alias is empty where the machine itself serves.
	Alias string
	// Versions are those of the machine, and then those of the one beside it that
	// OneOff publishes, of each the newest first.
	Versions []VersionStatus
	// Edited: the machine itself is not what one of its versions is, so it was
	// changed by hand, or a deploy was cut off.
	Edited    bool
	Schedules []*Schedule
	Rules     []*Rule
	// Unmanaged are resources that are there by the names of the pipeline's,
	// or in what is the pipeline's, and are not ours.
	Unmanaged []ID
	// Others as in Plan.
	Others map[ID]string
}

// A VersionStatus is what is known of a version.
type VersionStatus struct {
	Number int
	// Weight is the share of executions that it takes, in percent.
	Weight int
	// Ours: deploys made it.
	Ours bool
	// Complete: all that it needs is there, so that it can be gone back to.
	Complete bool
	// Once: it was made to be run once, see OneOff; nothing goes back to it.
	Once bool
	// Machine is the one beside the pipeline's that it is a version of; empty:
	// it is one of the pipeline's.
	Machine string
}

// StatusOf puts together what is live.
func StatusOf(l *Live) Status {
	s := Status{Pipeline: l.Pipeline, Place: l.Place}
	for _, r := range l.Resources {
		if !l.owns(r) {
			s.Unmanaged = append(s.Unmanaged, r.ID())
		}
	}
	s.Others = l.others(s.Unmanaged)
	m := l.machine(l.Pipeline)
	if m == nil || !l.owns(m) {
		return s
	}
	s.Express = m.Express
	s.Deployed, s.Digest, s.Busy = true, m.Tags[TagDigest], l.lock() != nil
	weights := map[int]int{}
	if a := l.alias(); a != nil {
		s.Alias = a.Name
		for _, r := range a.Routes {
			weights[r.Version] = r.Weight
		}
	} else if n := l.serving(); n != 0 {
		weights[n] = 100
	}
	quiet := func(ID, string, ...any) *Plan { return nil }
	for _, r := range slices.Backward(l.Resources) {
		if v, ok := r.(*Version); ok && v.Machine == m.Name {
			s.Versions = append(s.Versions, VersionStatus{v.Number, weights[v.Number], l.owns(v), l.complete(v, quiet), v.once(), ""})
		}
	}
	for _, v := range l.allVersions(OneOffMachine(l.Pipeline)) {
		s.Versions = append(s.Versions, VersionStatus{v.Number, 0, true, l.complete(v, quiet), v.once(), v.Machine})
	}
	s.Edited = !slices.ContainsFunc(l.versions(m.Name), func(v *Version) bool { return sameVersion(v, m) })
	for _, r := range l.Resources {
		switch r := r.(type) {
		case *Schedule:
			if l.owns(r) {
				s.Schedules = append(s.Schedules, r)
			}
		case *Rule:
			if l.owns(r) {
				s.Rules = append(s.Rules, r)
			}
		default:
		}
	}
	return s
}
