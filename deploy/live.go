package deploy

import (
	"context"
	"fmt"
	"slices"
)

// A Live is what there is of a pipeline: all resources that have a name which
// those of the pipeline may have, whoever's they are.
type Live struct {
	Place     Place
	Project   string
	Pipeline  string
	Resources []Resource // sorted by ID

	// Resuming: executions run of the machine beside the pipeline's; see OneOff.
	Resuming bool

	byID map[ID]Resource
}

// NewLive puts resources together; it is for tests. Read is what reads them.
func NewLive(at Place, project, pipeline string, resources ...Resource) *Live {
	l := &Live{Place: at, Project: project, Pipeline: pipeline, Resources: slices.Clone(resources), byID: map[ID]Resource{}}
	slices.SortFunc(l.Resources, func(a, b Resource) int { return a.ID().Compare(b.ID()) })
	for _, r := range resources {
		l.byID[r.ID()] = r
	}
	return l
}

// Read reads what there is of a pipeline of a project. It writes nothing. What is
// being deleted counts as not there. What is read belongs together: where a
// deploy begins or ends in between it is read again, and after some attempts
// that is a Fault of kind Conflict.
func Read(ctx context.Context, c Client, project, pipeline string) (*Live, error) {
	at, err := c.Place(ctx)
	if err != nil {
		return nil, fmt.Errorf("find out the account: %w", err)
	}
	before, err := fence(ctx, c, pipeline)
	for range 5 {
		if err != nil {
			return nil, err
		}
		var l *Live
		if l, err = readOnce(ctx, c, at, project, pipeline); err != nil {
			return nil, err
		}
		var after [3]string
		if after, err = fence(ctx, c, pipeline); err == nil && after == before {
			return l, nil
		}
		before = after
	}
	if err != nil {
		return nil, err
	}
	return nil, &Fault{Kind: Conflict, ID: ID{Kind: KindMachine, Name: pipeline}, Text: "it is deployed again and again while it is read"}
}

// fence is what is different after a deploy, and while there is one.
func fence(ctx context.Context, c Client, pipeline string) (f [3]string, err error) {
	id := ID{Kind: KindMachine, Name: pipeline}
	r, err := c.Read(ctx, id)
	if IsFault(err, NotFound, Deleting) {
		return f, nil
	} else if err != nil {
		return f, fmt.Errorf("read %s: %w", id, err)
	}
	if m, ok := r.(*Machine); ok {
		f[0], f[1] = m.Revision, "digest "+m.Tags[TagDigest] // not as where there is none
	}
	id = ID{Kind: KindAlias, In: pipeline, Name: lockName}
	r, err = c.Read(ctx, id)
	if lock, ok := r.(*Alias); ok && err == nil {
		f[2] = lock.Description
	} else if !IsFault(err, NotFound, Deleting) {
		return f, fmt.Errorf("read %s: %w", id, err)
	}
	return f, nil
}

func readOnce(ctx context.Context, c Client, at Place, project, pipeline string) (*Live, error) {
	var all []Resource
	// one reads what may be there.
	one := func(id ID) (Resource, error) {
		r, err := c.Read(ctx, id)
		switch {
		case IsFault(err, NotFound, Deleting):
			return nil, nil
		case err != nil:
			return nil, fmt.Errorf("read %s: %w", id, err)
		}
		all = append(all, r)
		return r, nil
	}
	// every reads what a list has.
	every := func(of ID, want func(ID) bool) ([]Resource, error) {
		ids, err := c.List(ctx, of)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", of, err)
		}
		var found []Resource
		for _, id := range ids {
			if want != nil && !want(id) {
				continue
			}
			r, err := one(id)
			if err != nil {
				return nil, err
			}
			if r != nil {
				found = append(found, r)
			}
		}
		return found, nil
	}

	for _, use := range []string{useRun, useSchedule, useEvent} {
		role, err := one(ID{Kind: KindRole, Name: roleName(pipeline, use, at.Region)})
		if err != nil {
			return nil, err
		}
		if role == nil || !owned(role, project, pipeline) {
			continue
		}
		if _, err := every(ID{Kind: KindPolicy, In: role.ID().Name}, nil); err != nil {
			return nil, err
		}
	}
	if _, err := one(ID{Kind: KindLogGroup, Name: logGroupName(pipeline)}); err != nil {
		return nil, err
	}
	machines, err := every(ID{Kind: KindMachine, Name: pipeline}, func(id ID) bool {
		return id.Name == pipeline || id.Name == OneOffMachine(pipeline) || partOf(id.Name, pipeline)
	})
	if err != nil {
		return nil, err
	}
	resuming := false
	for _, m := range machines {
		if !owned(m, project, pipeline) {
			continue
		}
		if name := m.ID().Name; name == OneOffMachine(pipeline) {
			resuming, err = c.Running(ctx, name)
			if err != nil && !IsFault(err, NotFound, Deleting) {
				return nil, fmt.Errorf("ask what runs of %s: %w", m.ID(), err)
			}
		}
		for _, kind := range []Kind{KindVersion, KindAlias} {
			if _, err := every(ID{Kind: kind, In: m.ID().Name}, nil); err != nil {
				return nil, err
			}
		}
	}
	group, err := one(ID{Kind: KindScheduleGroup, Name: scheduleGroupName(pipeline)})
	if err != nil {
		return nil, err
	}
	if group != nil {
		if _, err := every(ID{Kind: KindSchedule, In: group.ID().Name}, nil); err != nil {
			return nil, err
		}
	}
	if _, err := every(ID{Kind: KindRule, Name: rulePrefix(pipeline)}, nil); err != nil {
		return nil, err
	}
	l := NewLive(at, project, pipeline, all...)
	l.Resuming = resuming
	return l, nil
}

// Digest of all there is: a plan holds for the state it was made of only.
func (l *Live) Digest() string {
	return digest(struct {
		Place     Place
		Resources []Resource
		Resuming  bool `json:",omitempty"`
	}{l.Place, l.Resources, l.Resuming})
}

// owns says whether a resource is the pipeline's: by its tags, or by those of
// what it is in.
func (l *Live) owns(r Resource) bool {
	switch r := r.(type) {
	case *Policy:
		return l.ownsIn(KindRole, r.Role) && len(r.Name) > len(policyPrefix) && r.Name[:len(policyPrefix)] == policyPrefix
	case *Version:
		_, ours := ParseMark(r.Description)
		return ours && l.ownsIn(KindMachine, r.Machine)
	case *Alias:
		recorded := l.machine(r.Machine) != nil && l.machine(r.Machine).Tags[TagAlias] == r.Name
		return l.ownsIn(KindMachine, r.Machine) && (r.Name == lockName || recorded || r.Description == aliasNote)
	case *Schedule:
		return l.ownsIn(KindScheduleGroup, r.Group) && r.Description == aliasNote
	default:
		return owned(r, l.Project, l.Pipeline)
	}
}

func (l *Live) ownsIn(kind Kind, name string) bool {
	in := l.byID[ID{Kind: kind, Name: name}]
	return in != nil && owned(in, l.Project, l.Pipeline)
}

// machine of a name, or nil.
func (l *Live) machine(name string) *Machine {
	m, _ := l.byID[ID{Kind: KindMachine, Name: name}].(*Machine)
	return m
}

// versions of a machine that are ours, the newest first, without those that are run
// once.
func (l *Live) versions(machine string) []*Version {
	return slices.DeleteFunc(l.allVersions(machine), (*Version).once)
}

// allVersions of a machine that are ours, the newest first.
func (l *Live) allVersions(machine string) []*Version {
	var all []*Version
	for _, r := range l.Resources {
		if v, ok := r.(*Version); ok && v.Machine == machine && l.owns(v) {
			all = append(all, v)
		}
	}
	slices.Reverse(all)
	return all
}

// once says whether a version is one of those that are run once.
func (v *Version) once() bool {
	m, _ := ParseMark(v.Description)
	return m.Once
}

// routed are the versions of a machine that aliases, whoever's, lead to; also the
// lock, which leads to the version that served when the deploy began.
func (l *Live) routed(machine string) map[int]bool {
	of := map[int]bool{}
	for _, r := range l.Resources {
		if a, ok := r.(*Alias); ok && a.Machine == machine {
			for _, route := range a.Routes {
				of[route.Version] = true
			}
		}
	}
	return of
}

// lock is the alias that a deploy under way holds, or nil.
func (l *Live) lock() *Alias {
	a, _ := l.byID[ID{Kind: KindAlias, In: l.Pipeline, Name: lockName}].(*Alias)
	return a
}
