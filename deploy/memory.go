package deploy

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A Memory is a Client whose account is in memory: for tests, and to try a plan
// out. It refuses what AWS refuses of the things a deploy depends on: that names
// are taken, that what is referred to is there, that a revision is the current
// one. It judges no definitions.
//
// It answers at once and what it was told shows at once, but for Lag.
type Memory struct {
	// At is the account and region.
	At Place

	// Around, unless nil, is called for every call of a service that a method
	// makes, and decides whether it happens: by calling do, or not, and by
	// what it returns. This is where faults come in.
	Around func(c Call, do func() error) error

	// Lag is how many calls long what was written does not show in what Read
	// and List give.
	Lag int

	// Sick is what Health gives; nil: nothing runs and nothing rings.
	Sick func(Watch) Health

	// Runs is what Running gives of a machine that is there; nil: nothing runs.
	Runs func(machine string) bool

	// Foreign is the ARN of a role that can be assumed though it is not here;
	// empty: there is none.
	Foreign string

	mu      sync.Mutex
	there   map[ID]Resource
	numbers map[string]int // the last version of each machine
	changes map[ID]change
	calls   int
	updates int
	marks   map[string]int // version by machine and revision
}

// A Call is one call of a service.
type Call struct {
	Action string // as IAM writes it
	ID     ID
	Writes bool
}

// String is for logs of tests: "states:UpdateStateMachine machine daily".
func (c Call) String() string { return strings.TrimRight(c.Action+" "+c.ID.String(), " ") }

// A change is what was there before something was written, and when that was.
type change struct {
	before Resource // nil: nothing
	call   int
}

// NewMemory makes an account that holds resources; nobody may change them after.
func NewMemory(at Place, resources ...Resource) *Memory {
	m := &Memory{At: at, there: map[ID]Resource{}, numbers: map[string]int{}, changes: map[ID]change{}, marks: map[string]int{}}
	for _, r := range resources {
		m.there[r.ID()] = r
		if v, ok := r.(*Version); ok {
			m.numbers[v.Machine] = max(m.numbers[v.Machine], v.Number)
		}
	}
	return m
}

// Resources are those that are there, sorted by ID.
func (m *Memory) Resources() []Resource {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Resource
	for _, id := range slices.SortedFunc(maps.Keys(m.there), ID.Compare) {
		all = append(all, m.there[id])
	}
	return all
}

// call makes one call of a service.
func (m *Memory) call(ctx context.Context, c Call, do func() error) error {
	locked := func() error {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.calls++
		err := do()
		if f, ok := err.(*Fault); ok && f.Call == "" { //nolint:errorlint // do's own
			f.Call, f.ID = c.Action, c.ID
		}
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.Around != nil {
		return m.Around(c, locked)
	}
	return locked()
}

// put writes a resource, or removes it where r is nil.
func (m *Memory) put(id ID, r Resource) {
	m.changes[id] = change{m.there[id], m.calls}
	if r == nil {
		delete(m.there, id)
	} else {
		m.there[id] = r
	}
}

// seen is a resource as a reader sees it, or nil.
func (m *Memory) seen(id ID) Resource {
	if c, ok := m.changes[id]; ok && m.calls-c.call <= m.Lag {
		return c.before
	}
	return m.there[id]
}

// Place says At.
func (m *Memory) Place(ctx context.Context) (Place, error) {
	return m.At, m.call(ctx, Call{Action: "sts:GetCallerIdentity"}, func() error { return nil })
}

// List as Client says.
func (m *Memory) List(ctx context.Context, of ID) ([]ID, error) {
	var ids []ID
	err := m.call(ctx, Call{Action: listActions[of.Kind], ID: of}, func() error {
		all := maps.Clone(m.there)
		for id, c := range m.changes {
			all[id] = c.before
		}
		for id := range all {
			in := id.In == of.In || of.Kind == KindRule && of.In == ""
			if id.Kind == of.Kind && in && strings.HasPrefix(id.Name, of.Name) && m.seen(id) != nil {
				ids = append(ids, id)
			}
		}
		return nil
	})
	slices.SortFunc(ids, ID.Compare)
	return ids, err
}

// Read as Client says.
func (m *Memory) Read(ctx context.Context, id ID) (Resource, error) {
	var r Resource
	err := m.call(ctx, Call{Action: readActions[id.Kind], ID: id}, func() error {
		if r = m.seen(id); r == nil {
			return &Fault{Kind: NotFound}
		}
		return nil
	})
	return r, err
}

// Tag as Client says.
func (m *Memory) Tag(ctx context.Context, id ID, set Tags, remove []string) error {
	tag := func(action string, change func(Tags)) error {
		return m.call(ctx, Call{action, id, true}, func() error {
			r := m.there[id]
			if r == nil {
				return &Fault{Kind: NotFound}
			}
			tags := maps.Clone(TagsOf(r))
			if tags == nil {
				tags = Tags{}
			}
			change(tags)
			m.put(id, withTags(r, tags))
			return nil
		})
	}
	if len(set) > 0 {
		if err := tag(tagActions[id.Kind], func(tags Tags) { maps.Copy(tags, set) }); err != nil {
			return err
		}
	}
	if len(remove) > 0 {
		return tag(strings.Replace(tagActions[id.Kind], ":Tag", ":Untag", 1), func(tags Tags) {
			for _, key := range remove {
				delete(tags, key)
			}
		})
	}
	return nil
}

// Publish as Client says.
func (m *Memory) Publish(ctx context.Context, machine, revision, description string) (int, error) {
	id, number := ID{Kind: KindMachine, Name: machine}, 0
	err := m.call(ctx, Call{"states:PublishStateMachineVersion", id, true}, func() error {
		r, ok := m.there[id].(*Machine)
		if !ok {
			return &Fault{Kind: NotFound}
		}
		if r.Revision != revision {
			return &Fault{Kind: Conflict, Text: "the revision is another"}
		}
		mark := machine + " " + revision
		if number, ok = m.marks[mark]; ok && m.there[VersionID(machine, number)] != nil {
			return nil
		}
		m.numbers[machine]++
		number = m.numbers[machine]
		m.marks[mark] = number
		v := &Version{machine, number, description, r.Definition, r.Role, r.Logging, r.Tracing}
		m.put(v.ID(), v)
		return nil
	})
	return number, err
}

// Validate finds what is no JSON.
func (m *Memory) Validate(ctx context.Context, of *Machine) ([]Finding, error) {
	var found []Finding
	err := m.call(ctx, Call{Action: "states:ValidateStateMachineDefinition", ID: of.ID()}, func() error {
		if !json.Valid([]byte(of.Definition)) {
			found = []Finding{{Error: true, Code: "INVALID_JSON_DESCRIPTION", Text: "the definition is no JSON"}}
		}
		return nil
	})
	return found, err
}

// Running asks Runs.
func (m *Memory) Running(ctx context.Context, machine string) (runs bool, err error) {
	id := ID{Kind: KindMachine, Name: machine}
	err = m.call(ctx, Call{Action: "states:ListExecutions", ID: id}, func() error {
		if m.seen(id) == nil {
			return &Fault{Kind: NotFound}
		}
		runs = m.Runs != nil && m.Runs(machine)
		return nil
	})
	return runs, err
}

// Health asks Sick.
func (m *Memory) Health(ctx context.Context, w Watch) (Health, error) {
	h := Health{Counted: w.Machine != ""}
	call := Call{Action: "states:ListExecutions", ID: VersionID(w.Machine, w.Version)}
	if w.Machine == "" {
		call = Call{Action: "cloudwatch:DescribeAlarms"}
	}
	err := m.call(ctx, call, func() error {
		if m.Sick != nil {
			h = m.Sick(w)
		}
		return nil
	})
	return h, err
}

// The calls that Memory makes. Some are one of several that deploy/aws makes.
var (
	listActions = map[Kind]string{
		KindRole: "iam:ListRoles", KindPolicy: "iam:ListRolePolicies", KindLogGroup: "logs:DescribeLogGroups",
		KindMachine: "states:ListStateMachines", KindVersion: "states:ListStateMachineVersions", KindAlias: "states:ListStateMachineAliases",
		KindScheduleGroup: "scheduler:ListScheduleGroups", KindSchedule: "scheduler:ListSchedules", KindRule: "events:ListRules",
	}
	readActions = map[Kind]string{
		KindRole: "iam:GetRole", KindPolicy: "iam:GetRolePolicy", KindLogGroup: "logs:DescribeLogGroups",
		KindMachine: "states:DescribeStateMachine", KindVersion: "states:DescribeStateMachine", KindAlias: "states:DescribeStateMachineAlias",
		KindScheduleGroup: "scheduler:GetScheduleGroup", KindSchedule: "scheduler:GetSchedule", KindRule: "events:DescribeRule",
	}
	tagActions = map[Kind]string{
		KindRole: "iam:TagRole", KindLogGroup: "logs:TagResource", KindMachine: "states:TagResource",
		KindScheduleGroup: "scheduler:TagResource", KindRule: "events:TagResource",
	}
)

// revise gives the machine a revision of its own.
func (m *Memory) revise() string {
	m.updates++
	return fmt.Sprintf("%08d-0000-4000-8000-000000000000", m.updates)
}
