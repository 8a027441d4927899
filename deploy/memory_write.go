package deploy

import (
	"context"
	"slices"
)

// Create as Client says.
func (m *Memory) Create(ctx context.Context, r Resource) error {
	id := r.ID()
	// fresh puts it where nothing is yet. same says whether what is there
	// already is as good.
	fresh := func(action string, r Resource, check func() *Fault, same func(old Resource) bool) error {
		return m.call(ctx, Call{action, id, true}, func() error {
			if old := m.there[id]; old != nil {
				if same != nil && same(old) {
					return nil
				}
				return &Fault{Kind: Exists}
			}
			if check != nil {
				if f := check(); f != nil {
					return f
				}
			}
			m.put(id, r)
			return nil
		})
	}
	switch r := r.(type) {
	case *Role:
		return fresh("iam:CreateRole", r, nil, nil)
	case *LogGroup:
		kept := *r
		kept.RetentionDays = 0
		if err := fresh("logs:CreateLogGroup", &kept, nil, nil); err != nil || r.RetentionDays == 0 {
			return err
		}
		_, err := m.Update(ctx, r)
		return err
	case *Machine:
		made := *r
		made.Revision = ""
		return fresh("states:CreateStateMachine", &made, func() *Fault { return m.checkMachine(r) }, func(old Resource) bool {
			o, _ := old.(*Machine)
			return o.Definition == r.Definition && o.Express == r.Express && o.Logging == r.Logging && o.Tracing == r.Tracing
		})
	case *Alias:
		return fresh("states:CreateStateMachineAlias", r, func() *Fault { return m.checkAlias(r) }, func(old Resource) bool {
			o, _ := old.(*Alias)
			return o.Description == r.Description && slices.Equal(o.Routes, r.Routes)
		})
	case *ScheduleGroup:
		return fresh("scheduler:CreateScheduleGroup", r, nil, nil)
	case *Schedule:
		return fresh("scheduler:CreateSchedule", r, func() *Fault { return m.checkSchedule(r) }, nil)
	case *Rule:
		return m.putRule(ctx, r)
	case *Policy:
		_, err := m.Update(ctx, r)
		return err
	case *Version:
	}
	panic("deploy: versions are published, not created")
}

// Update as Client says.
func (m *Memory) Update(ctx context.Context, r Resource) (string, error) {
	id, revision := r.ID(), ""
	change := func(action string, to func(old Resource) (Resource, *Fault)) error {
		return m.call(ctx, Call{action, id, true}, func() error {
			old := m.there[id]
			if old == nil && id.Kind != KindPolicy {
				return &Fault{Kind: NotFound}
			}
			made, f := to(old)
			if f != nil {
				return f
			}
			m.put(id, made)
			return nil
		})
	}
	var err error
	switch r := r.(type) {
	case *Role:
		err = change("iam:UpdateAssumeRolePolicy", func(old Resource) (Resource, *Fault) {
			made := *old.(*Role)
			made.Trust, made.Boundary = r.Trust, r.Boundary
			return &made, nil
		})
	case *Policy:
		err = change("iam:PutRolePolicy", func(Resource) (Resource, *Fault) {
			if m.there[ID{Kind: KindRole, Name: r.Role}] == nil {
				return nil, &Fault{Kind: NotFound}
			}
			return r, nil
		})
	case *LogGroup:
		action := "logs:PutRetentionPolicy"
		if r.RetentionDays == 0 {
			action = "logs:DeleteRetentionPolicy"
		}
		err = change(action, func(old Resource) (Resource, *Fault) {
			made := *old.(*LogGroup)
			made.RetentionDays = r.RetentionDays
			return &made, nil
		})
	case *Machine:
		err = change("states:UpdateStateMachine", func(old Resource) (Resource, *Fault) {
			o, _ := old.(*Machine)
			made := *r
			made.Tags, made.Express, made.Revision = o.Tags, o.Express, m.revise()
			revision = made.Revision
			return &made, m.checkMachine(r)
		})
	case *Alias:
		err = change("states:UpdateStateMachineAlias", func(Resource) (Resource, *Fault) { return r, m.checkAlias(r) })
	case *Schedule:
		err = change("scheduler:UpdateSchedule", func(Resource) (Resource, *Fault) { return r, m.checkSchedule(r) })
	case *Rule:
		err = m.putRule(ctx, r)
	case *ScheduleGroup, *Version:
		panic("deploy: a " + string(id.Kind) + " cannot be updated")
	}
	return revision, err
}

// putRule makes a rule, which has no target then, or changes one, but for its
// tags, and gives it its targets.
func (m *Memory) putRule(ctx context.Context, r *Rule) error {
	id := r.ID()
	err := m.call(ctx, Call{"events:PutRule", id, true}, func() error {
		made := *r
		made.Targets = nil
		if old, ok := m.there[id].(*Rule); ok {
			made.Targets, made.Tags = old.Targets, old.Tags
		}
		m.put(id, &made)
		return nil
	})
	if err != nil || len(r.Targets) == 0 {
		return err
	}
	return m.call(ctx, Call{"events:PutTargets", id, true}, func() error {
		old, ok := m.there[id].(*Rule)
		if !ok {
			return &Fault{Kind: NotFound}
		}
		made := *old
		made.Targets = r.Targets
		m.put(id, &made)
		return nil
	})
}

// Delete as Client says.
func (m *Memory) Delete(ctx context.Context, id ID) error {
	action := map[Kind]string{
		KindRole: "iam:DeleteRole", KindPolicy: "iam:DeleteRolePolicy", KindLogGroup: "logs:DeleteLogGroup",
		KindMachine: "states:DeleteStateMachine", KindVersion: "states:DeleteStateMachineVersion", KindAlias: "states:DeleteStateMachineAlias",
		KindScheduleGroup: "scheduler:DeleteScheduleGroup", KindSchedule: "scheduler:DeleteSchedule", KindRule: "events:DeleteRule",
	}[id.Kind]
	if rule, ok := m.there[id].(*Rule); ok && len(rule.Targets) > 0 {
		if _, err := m.removeTargets(ctx, id); err != nil {
			return err
		}
	}
	return m.call(ctx, Call{action, id, true}, func() error {
		if m.there[id] == nil {
			return &Fault{Kind: NotFound}
		}
		for other, r := range m.there {
			if f := blocks(id, r); f != nil {
				return f
			}
			if id.Kind == KindMachine && (other.Kind == KindVersion || other.Kind == KindAlias) && other.In == id.Name ||
				id.Kind == KindScheduleGroup && other.Kind == KindSchedule && other.In == id.Name {
				m.put(other, nil)
			}
		}
		m.put(id, nil)
		return nil
	})
}

func (m *Memory) removeTargets(ctx context.Context, id ID) (string, error) {
	return "", m.call(ctx, Call{"events:RemoveTargets", id, true}, func() error {
		old, ok := m.there[id].(*Rule)
		if !ok {
			return &Fault{Kind: NotFound}
		}
		made := *old
		made.Targets = nil
		m.put(id, &made)
		return nil
	})
}

// blocks says whether a resource keeps another from being deleted.
func blocks(id ID, by Resource) *Fault {
	switch r := by.(type) {
	case *Policy:
		if id.Kind == KindRole && r.Role == id.Name {
			return &Fault{Kind: Conflict, Text: "it has policies"}
		}
	case *Alias:
		for _, route := range r.Routes {
			if VersionID(r.Machine, route.Version) == id {
				return &Fault{Kind: Conflict, Text: "the alias " + r.Name + " has it"}
			}
		}
	default:
	}
	return nil
}

// checkMachine says what keeps a machine from being made: Step Functions tries
// its role, and the log group by it.
func (m *Memory) checkMachine(r *Machine) *Fault {
	if !m.hasRole(r.Role) {
		return &Fault{Kind: NotReady, Text: "the role cannot be assumed: " + r.Role}
	}
	if r.Logging.Group != "" && !m.hasARN(KindLogGroup, r.Logging.Group[:len(r.Logging.Group)-len(":*")]) {
		return &Fault{Kind: NotReady, Text: "the log destination is not there: " + r.Logging.Group}
	}
	return nil
}

func (m *Memory) checkAlias(r *Alias) *Fault {
	sum := 0
	for _, route := range r.Routes {
		if m.there[VersionID(r.Machine, route.Version)] == nil {
			return &Fault{Kind: NotFound, Text: "there is no version " + VersionID(r.Machine, route.Version).Name}
		}
		sum += route.Weight
	}
	if sum != 100 || len(r.Routes) > 2 {
		return &Fault{Kind: Invalid, Text: "the weights of one or two versions add up to 100"}
	}
	return nil
}

func (m *Memory) checkSchedule(r *Schedule) *Fault {
	if m.there[ID{Kind: KindScheduleGroup, Name: r.Group}] == nil {
		return &Fault{Kind: NotFound, Text: "there is no group " + r.Group}
	}
	if !m.hasRole(r.Role) {
		return &Fault{Kind: NotReady, Text: "the role cannot be assumed: " + r.Role}
	}
	return nil
}

// hasRole says whether a role can be assumed: it is there, or is none of ours to
// know of.
func (m *Memory) hasRole(arn string) bool {
	return m.hasARN(KindRole, arn) || arn == m.Foreign
}

func (m *Memory) hasARN(kind Kind, arn string) bool {
	for id := range m.there {
		if id.Kind == kind && m.At.ARN(id) == arn {
			return true
		}
	}
	return false
}
