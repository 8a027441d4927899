package deploy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What is needed no more is removed at the end of a deploy. Needed is what is
// wanted, what serves, and what the versions need that are kept to go back to.

// keep finds the versions that stay.
func (d *differ) keep() {
	d.kept = map[ID]bool{}
	d.dropped = map[string]bool{}
	main := d.spec.Pipeline
	for i, v := range d.ranked() {
		if i < d.spec.keep() {
			d.kept[v.ID()] = true
		}
	}
	// Those that are run once stay for as many deploys: they may still run.
	beside := OneOffMachine(main)
	for _, v := range append(d.live.allVersions(main), d.live.allVersions(beside)...) {
		mark, _ := ParseMark(v.Description)
		since := v.Number
		if v.Machine == beside {
			since = mark.Newest
		}
		newer := slices.IndexFunc(d.live.versions(main), func(o *Version) bool { return o.Number <= since })
		if newer < 0 {
			newer = len(d.live.versions(main))
		}
		if mark.Once && newer < d.spec.keep() || v.Machine == beside && d.live.Resuming {
			d.kept[v.ID()] = true
		}
	}
	if n := d.numbers[main]; n != 0 {
		d.kept[VersionID(main, n)] = true
	}
	if d.unpublished != nil {
		d.kept[d.unpublished.ID()] = true
	}
	d.prunePolicies()

	// What others published or lead an alias to stays too, and what runs in it.
	for _, r := range d.live.Resources {
		if v, ok := r.(*Version); ok && (!d.live.owns(v) || d.foreign(v)) {
			d.kept[v.ID()] = true
		}
	}
	for name, n := range d.numbers {
		d.kept[VersionID(name, n)] = true
	}
	// Versions mention only parts, which mention only parts that stand before
	// them, so that looking again ends.
	for grew := true; grew; {
		grew = false
		for _, r := range d.resources() {
			if v, ok := r.(*Version); ok && d.kept[v.ID()] {
				for _, id := range runs(v.Definition, main) {
					if !d.kept[id] && d.live.byID[id] != nil {
						d.kept[id], grew = true, true
					}
				}
			}
		}
	}
}

// resources are those that are live, and the version that the machine is
// published as before it is changed; see publishFirst.
func (d *differ) resources() []Resource {
	if d.unpublished == nil {
		return d.live.Resources
	}
	return append(slices.Clone(d.live.Resources), d.unpublished)
}

// ranked are the versions of the machine that may be gone back to, those that
// serve first, then the newest first; the one that is wanted is not among them.
func (d *differ) ranked() []*Version {
	main := d.spec.Pipeline
	routed := d.live.routed(main)
	all := d.live.versions(main)
	slices.SortStableFunc(all, func(a, b *Version) int {
		return boolRank(routed[b.Number]) - boolRank(routed[a.Number])
	})
	return slices.DeleteFunc(all, func(v *Version) bool { return v.Number == d.numbers[main] })
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// foreign says whether an alias that is not ours leads to a version.
func (d *differ) foreign(v *Version) bool {
	for _, r := range d.live.Resources {
		if a, ok := r.(*Alias); ok && a.Machine == v.Machine && !d.live.owns(a) {
			if slices.ContainsFunc(a.Routes, func(route Route) bool { return route.Version == v.Number }) {
				return true
			}
		}
	}
	return false
}

var machineARN = regexp.MustCompile(`:stateMachine:([A-Za-z0-9_-]+):([0-9]+)\b`)

// runs are the versions of parts that a definition runs.
func runs(definition, pipeline string) []ID {
	var all []ID
	for _, m := range machineARN.FindAllStringSubmatch(definition, -1) {
		if n, err := strconv.Atoi(m[2]); err == nil && partOf(m[1], pipeline) {
			all = append(all, VersionID(m[1], n))
		}
	}
	return all
}

// mostPolicy is how many characters the inline policies of a role may have
// together, blanks not counted. UNVERIFIED: a quota of IAM.
const mostPolicy = 10240

func policySize(document string) int {
	n := 0
	for _, r := range document {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// prunePolicies gives up versions to go back to, the oldest first, where their
// policies do not fit beside that of the new version. Those that serve are not
// given up: then IAM has the last word.
func (d *differ) prunePolicies() {
	if d.spec.Role != "" {
		return
	}
	role := roleName(d.spec.Pipeline, useRun, d.live.Place.Region)
	sizes := map[string]int{}
	for _, r := range d.live.Resources {
		if p, ok := r.(*Policy); ok && p.Role == role {
			sizes[p.Name] = policySize(p.Document)
		}
	}
	want := policyName(d.spec.Policy)
	if sizes[want] != 0 {
		return // it is there: nothing has to make room
	}
	room := mostPolicy - policySize(d.spec.Policy)
	for _, size := range sizes {
		room -= size
	}
	serving := map[string]bool{}
	routed := d.live.routed(d.spec.Pipeline)
	ranked := d.ranked()
	needs := func(v *Version) []string {
		m, _ := ParseMark(v.Description)
		return m.Policies
	}
	for i, v := range ranked {
		if routed[v.Number] || i == 0 {
			for _, policy := range needs(v) {
				serving[policy] = true
			}
		}
	}
	drop := func(policy string) {
		if strings.HasPrefix(policy, policyPrefix) && sizes[policy] > 0 && !serving[policy] && !d.dropped[policy] {
			d.dropped[policy] = true
			room += sizes[policy]
		}
	}
	for _, v := range slices.Backward(ranked) {
		if room >= 0 {
			break
		}
		for _, policy := range needs(v) {
			drop(policy)
		}
	}
	for _, v := range ranked {
		if slices.ContainsFunc(needs(v), func(policy string) bool { return d.dropped[policy] }) {
			delete(d.kept, v.ID())
		}
	}
}

// dropPolicies deletes what makes room for the new version's policy.
func (d *differ) dropPolicies() {
	for _, r := range d.live.Resources {
		if p, ok := r.(*Policy); ok && d.dropped[p.Name] {
			d.add(&Delete{Old: p})
		}
	}
}

// removed is the order in which kinds are removed: what others need goes last.
var removed = []Kind{
	KindRule, KindSchedule, KindScheduleGroup, KindAlias, KindVersion, KindMachine, KindLogGroup, KindPolicy, KindRole,
}

// remove deletes what is ours and needed no more.
func (d *differ) remove() {
	needed := map[ID]bool{}
	for _, r := range d.wanted {
		needed[r.ID()] = true
	}
	// To remove a machine ends what runs of it.
	beside := OneOffMachine(d.spec.Pipeline)
	needed[ID{Kind: KindMachine, Name: beside}] = d.live.Resuming
	for _, r := range d.resources() {
		id := r.ID()
		switch r := r.(type) {
		case *Version:
			if !d.kept[id] {
				continue
			}
			needed[id] = true
			needed[ID{Kind: KindMachine, Name: r.Machine}] = true
			mark, _ := ParseMark(r.Description)
			for _, other := range d.live.Resources {
				switch other := other.(type) {
				case *Role:
					if d.live.Place.ARN(other.ID()) == r.Role {
						needed[other.ID()] = true
					}
				case *LogGroup:
					if r.Logging.Group == d.live.Place.ARN(other.ID())+":*" {
						needed[other.ID()] = true
					}
				case *Policy:
					if slices.Contains(mark.Policies, other.Name) {
						needed[other.ID()] = true
					}
				default:
				}
			}
		case *Alias:
			if id.Name == lockName || id.Name == d.spec.Alias || !d.live.owns(r) {
				needed[id] = true
				needed[ID{Kind: KindMachine, Name: r.Machine}] = true
			}
		case *Schedule:
			if !d.live.owns(r) {
				needed[ID{Kind: KindScheduleGroup, Name: r.Group}] = true
			}
		case *Policy:
			if !d.live.owns(r) {
				needed[ID{Kind: KindRole, Name: r.Role}] = true
			}
		default:
		}
	}
	for _, kind := range removed {
		for _, r := range d.live.Resources {
			id := r.ID()
			if id.Kind != kind || needed[id] || !d.live.owns(r) || kind == KindPolicy && d.dropped[id.Name] {
				continue
			}
			// A machine takes its versions with it.
			if v, ok := r.(*Version); ok && !needed[ID{Kind: KindMachine, Name: v.Machine}] && !d.versionKeeps(v.Machine) {
				continue
			}
			gone := &Delete{Old: r}
			if id.Kind == KindMachine && id.Name == beside {
				gone.Idle, gone.Versions = true, d.live.besideVersions()
			}
			d.add(gone)
		}
	}
}

// versionKeeps says whether some version of a machine stays.
func (d *differ) versionKeeps(machine string) bool {
	for id := range d.kept {
		if id.In == machine {
			return true
		}
	}
	return false
}
