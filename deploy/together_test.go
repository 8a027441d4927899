package deploy

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Two deploys of different sources at once, their calls interleaved in many
// ways: what is there at the end is all of one or all of the other.
func TestTwoDeploysAtOnce(t *testing.T) {
	one, two := lake(), lake(second)
	alone := func(first *Spec, s Spec) []Resource {
		b := newBench(t)
		if first != nil {
			b.deploy(*first)
		}
		b.deploy(s)
		return state(b.cloud)
	}
	third := lake(func(s *Spec) { s.Definition = definition("three"); s.Parts = nil; s.Schedules = s.Schedules[:1] })
	same := lake(func(s *Spec) { s.Schedules = s.Schedules[:1] }) // the same machine
	bare := lake(aliased(""))
	tests := []struct {
		name   string
		before *Spec
		a, b   Spec
	}{
		{"from nothing", nil, one, two},
		{"of one", &one, two, third},
		{"of schedules only", &one, same, lake(func(s *Spec) { s.Schedules = s.Schedules[1:] })},
		{"the same", &one, two, two},
		{"from nothing, without an alias", nil, lake(aliased("")), lake(second, aliased(""))},
		{"without an alias", &bare, lake(second, aliased("")), lake(func(s *Spec) { s.Alias, s.Parts, s.Definition = "", nil, definition("three") })},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wantA, wantB := alone(test.before, test.a), alone(test.before, test.b)
			won := map[string]int{}
			for seed := range uint64(200) {
				b := newBench(t)
				if test.before != nil {
					b.deploy(*test.before)
				}
				errA, errB := interleave(b, seed, test.a, test.b)
				for _, err := range []error{errA, errB} {
					if err != nil && !IsFault(err, Conflict) && !isObstacle(err) {
						t.Fatalf("seed %d: %v", seed, err)
					}
				}
				// Who lost runs again where nobody won, as a person would.
				if errA != nil && errB != nil {
					won["neither"]++
					if err := b.try(context.Background(), test.a); err != nil {
						if err = b.try(context.Background(), test.b); err != nil {
							t.Fatalf("seed %d: neither can go on: %v", seed, err)
						}
						errB = nil
					} else {
						errA = nil
					}
				}
				got := state(b.cloud)
				diffA, diffB := unlike(wantA, got), unlike(wantB, got)
				switch {
				case errA == nil && errB == nil: // one after the other
					won["both"]++
					diffA, diffB = contents(wantA, got), contents(wantB, got)
				case errA == nil:
					won["a"]++
					diffB = "lost"
					if diffA != "" {
						diffA = contents(wantA, got)
					}
				default:
					won["b"]++
					diffA = "lost"
					if diffB != "" {
						diffB = contents(wantB, got)
					}
				}
				if diffA != "" && diffB != "" {
					t.Fatalf("seed %d: a mix of both (errors %v, %v): from a:\n%s\nfrom b:\n%s", seed, errA, errB, diffA, diffB)
				}
			}
			t.Log(won)
		})
	}
}

// One that goes on beside the pipeline, and another or a deploy, at once: what was
// published by one that succeeded is there, with all that it needs.
func TestOneOffAtOnce(t *testing.T) {
	few := func(s *Spec) { s.Keep = 1; s.Alias = "" }
	once := func(says string) func(*Live) *Plan {
		return func(l *Live) *Plan {
			p, _, _ := OneOff(l, definition(says, "lake-1", "lake-2"), []Part{{"lake-1", definition("part one")}, {"lake-2", definition("part two", "lake-1")}})
			return p
		}
	}
	others := map[string]func(*Live) *Plan{
		"another":  once("another"),
		"the same": once("once"),
		"a deploy": func(l *Live) *Plan {
			return Diff(l, lake(second, few, func(s *Spec) { s.Definition = definition("two", "lake-1") }))
		},
	}
	for name, other := range others {
		t.Run(name, func(t *testing.T) {
			won := map[string]int{}
			for seed := range uint64(200) {
				b := newBench(t)
				b.deploy(lake(few))
				if err := b.carry(context.Background(), once("old")); err != nil {
					t.Fatal(err)
				}
				b.deploy(lake(second, few))
				errA, errB := interleaved(b, seed, once("once"), other)
				for _, err := range []error{errA, errB} {
					if err != nil && !IsFault(err, Conflict) && !isObstacle(err) {
						t.Fatalf("seed %d: %v", seed, err)
					}
				}
				if err := whole(b.cloud, "", "one", "two"); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				won[fmt.Sprint(errA == nil, errB == nil)]++
				l := b.read()
				if l.lock() != nil {
					t.Fatalf("seed %d: the lock is left", seed)
				}
				if errA != nil {
					continue
				}
				found := false
				for _, v := range l.allVersions("lake-resume") {
					if strings.Contains(v.Definition, `"Comment":"once"`) {
						found = l.complete(v, func(ID, string, ...any) *Plan { return nil })
					}
				}
				if !found {
					t.Fatalf("seed %d: what was published is gone, or what it needs (%v, %v)", seed, errA, errB)
				}
			}
			t.Log(won)
		})
	}
}

func isObstacle(err error) bool {
	_, ok := err.(Obstacle)
	if ok {
		return true
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if !isObstacle(e) {
				return false
			}
		}
		return true
	}
	return false
}

// contents compares what serves and starts, and leaves out what is kept to go
// back to, which depends on who came first: versions, the policies and machines
// that they need.
func contents(want, got []Resource) string {
	only := func(all []Resource) []Resource {
		var out []Resource
		for _, r := range all {
			switch r := r.(type) {
			case *Alias, *Schedule, *Rule, *LogGroup, *ScheduleGroup:
				out = append(out, r)
			case *Machine:
				if r.Name == "lake" {
					out = append(out, r)
				}
			default:
			}
		}
		return out
	}
	return unlike(only(want), only(got))
}

// interleave runs two deploys, of whose calls one at a time goes on.
func interleave(b *bench, seed uint64, specs ...Spec) (errA, errB error) {
	var plans []func(*Live) *Plan
	for _, s := range specs {
		plans = append(plans, func(l *Live) *Plan { return Diff(l, s) })
	}
	return interleaved(b, seed, plans...)
}

// interleaved is the same of any plans for lake.
func interleaved(b *bench, seed uint64, plans ...func(*Live) *Plan) (errA, errB error) {
	type turn struct {
		who   int
		end   error
		again chan bool
	}
	asks := make(chan turn)
	for i, plan := range plans {
		go func() {
			mine := *b
			cloud := &gated{b.cloud, func() {
				ask := turn{who: i, again: make(chan bool)}
				asks <- ask
				<-ask.again
			}}
			l, err := Read(context.Background(), Patient(cloud, mine.clock(), nil), "orders", "lake")
			if err == nil {
				err = Apply(context.Background(), cloud, plan(l), Options{Clock: mine.clock()})
			}
			asks <- turn{who: i, end: err}
		}()
	}
	random := rand.New(rand.NewPCG(seed, 1))
	waiting := map[int]turn{}
	who, run := 0, 0
	errs := map[int]error{}
	for len(errs) < len(plans) {
		for len(waiting)+len(errs) < len(plans) {
			if ask := <-asks; ask.again == nil {
				errs[ask.who] = ask.end
			} else {
				waiting[ask.who] = ask
			}
		}
		if len(waiting) == 0 {
			break
		}
		// Runs of calls of one, so that one is sometimes far ahead.
		if run--; run < 0 || errs[who] != nil {
			who, run = random.IntN(len(plans)), random.IntN(1<<random.IntN(8))
		}
		if ask, ok := waiting[who]; ok {
			delete(waiting, who)
			ask.again <- true
		} else {
			run = 0
		}
	}
	return errs[0], errs[1]
}

// gated asks before each call.
type gated struct {
	Client
	before func()
}

func (g *gated) List(ctx context.Context, of ID) ([]ID, error) {
	g.before()
	return g.Client.List(ctx, of)
}

func (g *gated) Read(ctx context.Context, id ID) (Resource, error) {
	g.before()
	return g.Client.Read(ctx, id)
}

func (g *gated) Create(ctx context.Context, r Resource) error {
	g.before()
	return g.Client.Create(ctx, r)
}

func (g *gated) Update(ctx context.Context, r Resource) (string, error) {
	g.before()
	return g.Client.Update(ctx, r)
}

func (g *gated) Delete(ctx context.Context, id ID) error { g.before(); return g.Client.Delete(ctx, id) }

func (g *gated) Tag(ctx context.Context, id ID, set Tags, remove []string) error {
	g.before()
	return g.Client.Tag(ctx, id, set, remove)
}

func (g *gated) Publish(ctx context.Context, machine, revision, description string) (int, error) {
	g.before()
	return g.Client.Publish(ctx, machine, revision, description)
}
