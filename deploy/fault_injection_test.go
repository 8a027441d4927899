package deploy

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// errKilled is what a killed process sees: nothing. It is no Fault, so nobody
// repeats the call.
var errKilled = errors.New("killed")

// A failure is what happens to one call of a deploy.
type failure struct {
	name string
	// call does the call or not, and says what the caller is told.
	call func(do func() error) error
	// ends: the deploy that sees it ends, even though what failed could be
	// repeated.
	ends bool
	// writes: it makes a difference for calls that write only.
	writes bool
}

var failures = []failure{
	{name: "throttled", call: func(func() error) error { return &Fault{Kind: Throttled, Text: "Rate exceeded"} }},
	{name: "500", call: func(func() error) error { return &Fault{Kind: Unavailable, Text: "InternalFailure"} }},
	{name: "timeout, done", call: func(do func() error) error {
		if err := do(); err != nil {
			return err
		}
		return &Fault{Kind: Unavailable, Text: "deadline exceeded"}
	}, writes: true},
	{name: "conflict", call: func(func() error) error { return &Fault{Kind: Conflict, Text: "ConflictException"} }, writes: true},
	{name: "refused", call: func(func() error) error { return &Fault{Kind: Invalid, Text: "ValidationException"} }, ends: true},
	{name: "denied", call: func(func() error) error { return &Fault{Kind: AccessDenied} }, ends: true},
	{name: "killed before", call: func(func() error) error { return errKilled }, ends: true},
	{name: "killed after", call: func(do func() error) error {
		_ = do()
		return errKilled
	}, ends: true, writes: true},
}

// foreign is what others have in the same account: it must stay as it is.
var foreign = []Resource{
	&Role{Name: "pipectl-run-eu-west-1-lakeside", Trust: "{}", Tags: Tags{TagProject: "orders", TagPipeline: "lakeside"}},
	&Policy{Role: "pipectl-run-eu-west-1-lakeside", Name: "pipectl-0123456789ab", Document: "{}"},
	&Machine{Name: "lakeside", Definition: "{}", Tags: Tags{TagProject: "orders", TagPipeline: "lakeside"}},
	&Machine{Name: "lake-side", Definition: "{}"},
	&Machine{Name: "lake_1", Definition: "{}"},
	&Machine{Name: "lake-99", Definition: "{}", Tags: Tags{"team": "others"}},
	&LogGroup{Name: "/aws/vendedlogs/states/lakeside"},
	&ScheduleGroup{Name: "default"},
	&Schedule{Group: "default", Name: "nightly"},
	&Rule{Bus: "default", Name: "pipectl-lakeside-trigger-late"},
	&Rule{Bus: "default", Name: "pipectl-lake-house", Tags: Tags{TagProject: "houses", TagPipeline: "lake"}},
}

// state is what there is, without what differs between two ways to the same end:
// the revisions of machines, and which numbers their versions got.
func state(m *Memory) []Resource {
	versions := map[string]*Version{}
	for _, r := range m.Resources() {
		if v, ok := r.(*Version); ok {
			versions[fmt.Sprintf("%s:%d", v.Machine, v.Number)] = v
		}
	}
	var unnumbered func(text string) string
	identity := func(name string) string {
		v := versions[name]
		if v == nil {
			return "<none>"
		}
		c := *v
		c.Number, c.Description, c.Definition = 0, "", unnumbered(c.Definition)
		return "<" + digest(c)[:8] + ">"
	}
	unnumbered = func(text string) string {
		return machineARN.ReplaceAllStringFunc(text, func(s string) string {
			name := strings.TrimPrefix(s, ":stateMachine:")
			machine, _, _ := strings.Cut(name, ":")
			return ":stateMachine:" + machine + ":" + identity(name)
		})
	}
	var all []Resource
	seen := map[string]bool{}
	for _, r := range m.Resources() {
		switch r := r.(type) {
		case *Machine:
			c := *r
			c.Revision, c.Definition = "", unnumbered(c.Definition)
			all = append(all, &c)
		case *Version:
			c := *r
			c.Number, c.Description, c.Definition = 0, "", unnumbered(c.Definition)
			if key := c.Machine + digest(c); !seen[key] {
				seen[key] = true
				all = append(all, &c)
			}
		case *Alias:
			c := *r
			c.Description += " " + identity(fmt.Sprintf("%s:%d", r.Machine, r.Routes[0].Version))
			c.Routes = []Route{{0, r.Routes[0].Weight}}
			all = append(all, &c)
		default:
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b Resource) int {
		return strings.Compare(fmt.Sprintf("%T%+v", a, a), fmt.Sprintf("%T%+v", b, b))
	})
	return all
}

// whole checks that what executions are started of is one of the versions that
// may serve, by what its definition says, and that all it needs is there.
func whole(m *Memory, alias string, says ...string) error {
	all := map[ID]Resource{}
	for _, r := range m.Resources() {
		all[r.ID()] = r
	}
	var numbers []int
	if alias != "" {
		a, ok := all[ID{KindAlias, "lake", alias}].(*Alias)
		if !ok {
			return errors.New("nothing serves")
		}
		for _, r := range a.Routes {
			numbers = append(numbers, r.Version)
		}
	}
	check := func(definition, role string, logging Logging) error {
		if !slices.ContainsFunc(says, func(s string) bool { return strings.Contains(definition, `{"Comment":"`+s+`"`) }) {
			return fmt.Errorf("what serves says none of %q: %s", says, definition)
		}
		if strings.Contains(definition, "<version of") {
			return fmt.Errorf("a part has no number: %s", definition)
		}
		if !m.hasRole(role) {
			return fmt.Errorf("there is no role %s", role)
		}
		if !m.hasARN(KindLogGroup, strings.TrimSuffix(logging.Group, ":*")) {
			return fmt.Errorf("there is no log group %s", logging.Group)
		}
		for _, id := range runs(definition, "lake") {
			if all[id] == nil {
				return fmt.Errorf("there is no %s", id)
			}
		}
		action := map[bool]string{true: "glue:StartJobRun", false: "athena:StartQueryExecution"}[strings.Contains(definition, `"Comment":"one"`)]
		for _, r := range all {
			if p, ok := r.(*Policy); ok && strings.HasPrefix(p.Role, "pipectl-run-eu-west-1-lake") && strings.Contains(p.Document, action) {
				return nil
			}
		}
		return fmt.Errorf("it may not %s", action)
	}
	if alias == "" {
		r, ok := all[ID{Kind: KindMachine, Name: "lake"}].(*Machine)
		if !ok {
			return errors.New("nothing serves")
		}
		return check(r.Definition, r.Role, r.Logging)
	}
	for _, n := range numbers {
		v, ok := all[VersionID("lake", n)].(*Version)
		if !ok {
			return fmt.Errorf("version %d serves and is not there", n)
		}
		if err := check(v.Definition, v.Role, v.Logging); err != nil {
			return err
		}
	}
	return nil
}

// unlike is how two lists differ; it looks at how only where they do.
func unlike(want, got []Resource) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got)
}

// strangers are what is there and is not the pipeline's.
func strangers(m *Memory) []Resource {
	var found []Resource
	for _, r := range m.Resources() {
		if slices.ContainsFunc(foreign, func(f Resource) bool { return f.ID() == r.ID() }) {
			found = append(found, r)
		}
	}
	return found
}

// A course is something that is done to an account, of which each call fails once.
type course struct {
	name   string
	before []Spec // deployed without a fault
	do     func(b *bench, ctx context.Context) error
	alias  string
	served []string // what the versions that may serve say; empty: nothing need
	// also is done after before without a fault; nil: nothing is.
	also func(*bench)
}

func deploying(s Spec) func(*bench, context.Context) error {
	return func(b *bench, ctx context.Context) error { return b.try(ctx, s) }
}

func (b *bench) carry(ctx context.Context, plan func(*Live) *Plan) error {
	l, err := Read(ctx, Patient(b.cloud, b.clock(), nil), "orders", "lake")
	if err != nil {
		return err
	}
	return Apply(ctx, b.cloud, plan(l), Options{Clock: b.clock(), Shift: b.shift})
}

func courses() []course {
	shiftingBench := func(s Spec) func(*bench, context.Context) error {
		return func(b *bench, ctx context.Context) error {
			b.shift = Shift{Steps: Canary(10, checkEvery)}
			return b.try(ctx, s)
		}
	}
	var all []course
	for _, alias := range []string{"live", ""} {
		set := aliased(alias)
		all = append(all,
			course{"first" + alias, nil, deploying(lake(set)), alias, nil, nil},
			course{"update" + alias, []Spec{lake(set)}, deploying(lake(second, set)), alias, []string{"one", "two"}, nil},
			course{"back to the source before" + alias, []Spec{lake(set), lake(second, set)}, deploying(lake(set)), alias, []string{"one", "two"}, nil},
			course{"rollback" + alias, []Spec{lake(set), lake(second, set)}, func(b *bench, ctx context.Context) error {
				return b.carry(ctx, func(l *Live) *Plan { return Rollback(l, 1) })
			}, alias, []string{"one", "two"}, nil},
			course{"destroy" + alias, []Spec{lake(set), lake(second, set)}, func(b *bench, ctx context.Context) error {
				return b.carry(ctx, Destroy)
			}, alias, nil, nil},
		)
	}
	once := func(b *bench) {
		if err := b.carry(context.Background(), onceBeside); err != nil {
			b.t.Fatal(err)
		}
	}
	few := func(s *Spec) { s.Keep = 1; s.Alias = "" }
	all = append(all,
		course{"another one-off beside", []Spec{lake(few)}, func(b *bench, ctx context.Context) error {
			return b.carry(ctx, func(l *Live) *Plan { p, _, _ := OneOff(l, definition("another"), nil); return p })
		}, "", []string{"one"}, once},
		course{"destroy a one-off beside", []Spec{lake(few)}, func(b *bench, ctx context.Context) error {
			return b.carry(ctx, Destroy)
		}, "", nil, once},
		course{"remove a one-off beside", []Spec{lake(few)}, deploying(lake(second, few, func(s *Spec) { s.Definition = definition("two", "lake-1") })), "", []string{"one", "two"}, func(b *bench) {
			once(b)
			b.deploy(lake(second, few))
		}},
		course{"canary", []Spec{lake()}, shiftingBench(lake(second)), "live", []string{"one", "two"}, nil},
		course{"keep none", []Spec{lake(), lake(second)}, deploying(lake(func(s *Spec) { s.Keep = 1; s.Definition = definition("two", "lake-1") })), "live", []string{"one", "two"}, nil},
		course{"another alias", []Spec{lake()}, deploying(lake(second, aliased("prod"))), "live", nil, nil},
		course{"one-off", []Spec{lake(), lake(second)}, func(b *bench, ctx context.Context) error {
			return b.carry(ctx, func(l *Live) *Plan {
				p, _, _ := OneOff(l, definition("once", "lake-1", "lake-2"), []Part{{"lake-1", definition("part one, new")}, {"lake-2", definition("part two, once")}})
				return p
			})
		}, "live", []string{"two"}, nil},
		course{"one-off beside", []Spec{lake(aliased("")), lake(second, aliased(""))}, func(b *bench, ctx context.Context) error {
			return b.carry(ctx, onceBeside)
		}, "", []string{"two"}, nil},
		course{"a role of the user's", []Spec{lake()}, deploying(lake(second, func(s *Spec) { s.Role = userRole; s.LogLevel = "OFF" })), "", nil, nil},
	)
	return all
}

const userRole = "arn:aws:iam::123456789012:role/mine"

func TestEveryCallFails(t *testing.T) {
	var cases atomic.Int32
	t.Cleanup(func() { t.Logf("%d faults, each at one call of one deploy", cases.Load()) })
	for _, p := range courses() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			before := newBench(t, foreign...)
			before.cloud.Foreign = userRole
			for _, s := range p.before {
				before.deploy(s)
			}
			if p.also != nil {
				p.also(before)
			}
			prepare := before.copy
			b := prepare()
			var calls []Call
			b.cloud.Around = func(c Call, do func() error) error { calls = append(calls, c); return do() }
			if err := p.do(b, context.Background()); err != nil {
				t.Fatalf("undisturbed: %v", err)
			}
			want, others := state(b.cloud), strangers(NewMemory(ireland, foreign...))

			for _, f := range failures {
				for n, c := range calls {
					if f.writes && !c.Writes {
						continue // as any other
					}
					cases.Add(1)
					b := prepare()
					at, dead, disturbed := 0, false, Call{}
					var unsafe error
					b.cloud.Around = func(c Call, do func() error) error {
						if dead {
							return errKilled
						}
						at++
						var err error
						if at-1 == n {
							disturbed = c
							err = f.call(do)
							dead = errors.Is(err, errKilled)
						} else {
							err = do()
						}
						if c.Writes && len(p.served) > 0 && unsafe == nil {
							if e := whole(b.cloud, p.alias, p.served...); e != nil {
								unsafe = fmt.Errorf("after %s: %w", c, e)
							}
						}
						return err
					}
					err := p.do(b, context.Background())
					if f.ends && err == nil {
						t.Errorf("%s at call %d (%s): the error was swallowed", f.name, n, disturbed)
					}
					if unsafe != nil {
						t.Errorf("%s at call %d (%s): %v", f.name, n, disturbed, unsafe)
					}
					if err == nil {
						if diff := unlike(want, state(b.cloud)); diff != "" {
							t.Errorf("%s at call %d (%s): it succeeded with another end (-want +got):\n%s", f.name, n, disturbed, diff)
						}
					}
					b.cloud.Around = b.count
					if err != nil {
						if err := p.do(b, context.Background()); err != nil {
							t.Errorf("%s at call %d (%s): the second run: %v", f.name, n, disturbed, err)
						}
					}
					if diff := unlike(want, state(b.cloud)); diff != "" {
						t.Errorf("%s at call %d (%s): the second run ends elsewhere (-want +got):\n%s", f.name, n, disturbed, diff)
					}
					if diff := unlike(others, strangers(b.cloud)); diff != "" {
						t.Errorf("%s at call %d (%s): others' things were touched (-want +got):\n%s", f.name, n, disturbed, diff)
					}
					if t.Failed() {
						return
					}
				}
			}
			t.Logf("%d calls", len(calls))
		})
	}
}
