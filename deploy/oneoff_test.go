package deploy

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A version that is run once changes nothing of what serves, nothing goes back to it,
// and deploys remove it after a while.
func TestOneOff(t *testing.T) {
	b := newBench(t, foreign...)
	b.deploy(lake())
	b.deploy(lake(second))
	before := b.read()
	published := 0
	once := func(l *Live) (*Plan, string, int) {
		return OneOff(l, definition("once", "lake-1", "lake-3"), []Part{{"lake-1", definition("part one, new")}, {"lake-3", definition("part three, once")}})
	}
	plan, machine, n := once(before)
	if machine != "lake" || n != 0 || len(plan.Obstacles) > 0 {
		t.Fatalf("version %d, obstacles %v", n, plan.Obstacles)
	}
	want := []string{
		"begin", "update machine lake-3", "publish a version of machine lake-3", "update machine lake-3",
		"update machine lake", "publish a version of machine lake", "update machine lake", "end",
	}
	if diff := cmp.Diff(want, describeAll(plan)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	err := Apply(context.Background(), b.cloud, plan, Options{Clock: b.clock(), Event: func(e Event) {
		if c, ok := e.Change.(*Publish); ok && e.Kind == EventDone && c.Machine == "lake" {
			published = e.Version
		}
	}})
	if err != nil || published != 3 {
		t.Fatalf("version %d is published, %v", published, err)
	}
	after := b.read()
	for _, name := range []string{"lake", "lake-3"} {
		if diff := cmp.Diff(before.machine(name).Definition, after.machine(name).Definition); diff != "" {
			t.Errorf("%s is another (-want +got):\n%s", name, diff)
		}
	}
	if after.serving() != 2 || StatusOf(after).Edited || StatusOf(after).Busy {
		t.Errorf("status = %+v", StatusOf(after))
	}
	if v := StatusOf(after).Versions[0]; v.Number != 3 || !v.Once || !v.Ours {
		t.Errorf("its status is %+v", v)
	}
	v := after.allVersions("lake")[0]
	if v.Number != 3 || !strings.Contains(v.Definition, `"once"`) && !strings.Contains(v.Definition, ":stateMachine:lake-3:2") {
		t.Errorf("version = %+v", v)
	}
	// It is there already.
	if plan, _, n := once(after); n != 3 || len(plan.Changes) > 0 {
		t.Errorf("again: version %d, %v", n, describeAll(plan))
	}
	if got := describeAll(Rollback(after, 0)); got[1] != "lead alias lake/live to version 1" {
		t.Errorf("rollback: %v", got)
	}
	if got := describeAll(Diff(after, lake(second))); len(got) > 0 {
		t.Errorf("the same source: %v", got)
	}
	for i := range DefaultKeep + 1 {
		if b.read().byID[VersionID("lake", 3)] == nil {
			t.Fatalf("it is gone after %d deploys", i)
		}
		b.deploy(lake(second, func(s *Spec) { s.Definition = definition(strings.Repeat("x", i+1), "lake-1", "lake-2") }))
	}
	for _, id := range []ID{VersionID("lake", 3), VersionID("lake-3", 2)} {
		if b.read().byID[id] != nil {
			t.Errorf("%s is still there", id)
		}
	}
}

func TestOneOffIsRefused(t *testing.T) {
	tests := []struct {
		name  string
		specs []Spec
		parts []Part
		want  string
	}{
		{"nothing is deployed", nil, nil, "machine lake is not deployed"},
		{"a part more, beside", []Spec{lake(aliased(""))}, []Part{{"lake-7", "{}"}}, "machine lake-7 is not deployed, though the sources have it; deploy them first"},
		{"a part more", []Spec{lake()}, []Part{{"lake-7", "{}"}}, "machine lake-7 is not deployed, though the sources have it; deploy them first"},
	}
	for _, test := range tests {
		b := newBench(t)
		for _, s := range test.specs {
			b.deploy(s)
		}
		p, _, _ := OneOff(b.read(), definition("once"), test.parts)
		if len(p.Obstacles) != 1 || p.Obstacles[0].Error() != test.want {
			t.Errorf("%s: %v", test.name, p.Obstacles)
		}
	}
}

// onceBeside is a one-off of lake that has a new part.
func onceBeside(l *Live) *Plan {
	p, _, _ := OneOff(l, definition("once", "lake-1", "lake-2"), []Part{{"lake-1", definition("part one, new")}, {"lake-2", definition("part two, once")}})
	return p
}

// Where the machine itself serves it is never another, not for a moment: a machine of
// its own stands beside it, which deploys remove after a while, and destroy.
func TestOneOffBeside(t *testing.T) {
	b := newBench(t, foreign...)
	bare := aliased("")
	b.deploy(lake(bare))
	b.deploy(lake(second, bare))
	before := b.read()
	plan, machine, n := OneOff(before, definition("once", "lake-1", "lake-3"), []Part{{"lake-1", definition("part one, new")}, {"lake-3", definition("part three, once")}})
	if machine != "lake-resume" || n != 0 || len(plan.Obstacles) > 0 {
		t.Fatalf("version %d of %s, obstacles %v", n, machine, plan.Obstacles)
	}
	want := []string{
		"begin", "update machine lake-3", "publish a version of machine lake-3", "update machine lake-3",
		"create machine lake-resume", "publish a version of machine lake-resume", "end",
	}
	if diff := cmp.Diff(want, describeAll(plan)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if err := Apply(context.Background(), b.cloud, plan, Options{Clock: b.clock()}); err != nil {
		t.Fatal(err)
	}
	after := b.read()
	for _, name := range []string{"lake", "lake-1", "lake-2"} {
		if diff := cmp.Diff(before.machine(name), after.machine(name)); diff != "" {
			t.Errorf("%s is another (-want +got):\n%s", name, diff)
		}
	}
	main, beside := after.machine("lake"), after.machine("lake-resume")
	if diff := cmp.Diff(Tags{TagProject: "orders", TagPipeline: "lake", "team": "lake", "cost": "7"}, beside.Tags); diff != "" {
		t.Errorf("its tags (-want +got):\n%s", diff)
	}
	if beside.Role != main.Role || beside.Logging != main.Logging || beside.Tracing != main.Tracing {
		t.Errorf("it runs otherwise: %+v, %+v", beside, main)
	}
	s := StatusOf(after)
	if got := s.Versions[len(s.Versions)-1]; s.Edited || s.Busy || got != (VersionStatus{Number: 1, Ours: true, Complete: true, Once: true, Machine: "lake-resume"}) {
		t.Errorf("status = %+v", s)
	}
	// It is there already; another is another version of the same machine.
	plan, machine, n = OneOff(after, definition("once", "lake-1", "lake-3"), []Part{{"lake-1", definition("part one, new")}, {"lake-3", definition("part three, once")}})
	if machine != "lake-resume" || n != 1 || len(plan.Changes) > 0 {
		t.Errorf("again: version %d of %s, %v", n, machine, describeAll(plan))
	}
	plan, _, _ = OneOff(after, definition("twice"), nil)
	want = []string{"begin", "update machine lake-resume", "publish a version of machine lake-resume", "end"}
	if diff := cmp.Diff(want, describeAll(plan)); diff != "" {
		t.Errorf("plan of another (-want +got):\n%s", diff)
	}
	if got := describeAll(Diff(after, lake(second, bare))); len(got) > 0 {
		t.Errorf("the same source: %v", got)
	}
	if got := describeAll(Rollback(after, 0)); len(got) < 2 || got[1] != "update machine lake" {
		t.Errorf("rollback: %v", got)
	}

	// Deploys keep it, and what it needs, as long as one that could be gone back to.
	edit := func(n int) Spec {
		return lake(second, bare, func(s *Spec) { s.Definition = definition(strings.Repeat("x", n), "lake-1", "lake-2") })
	}
	for i := range DefaultKeep {
		b.deploy(edit(i + 1))
		for _, id := range []ID{VersionID("lake-resume", 1), VersionID("lake-3", 2)} {
			if b.read().byID[id] == nil {
				t.Fatalf("%s is gone after %d deploys", id, i+1)
			}
		}
	}
	// What runs is not ended, nor what was started while a deploy was under way.
	b.cloud.Runs = func(machine string) bool { return machine == "lake-resume" }
	b.deploy(edit(DefaultKeep + 1))
	if l := b.read(); l.byID[VersionID("lake-resume", 1)] == nil || l.byID[VersionID("lake-3", 2)] == nil {
		t.Error("it is gone though it runs")
	}
	asked := 0
	b.cloud.Runs = func(string) bool { asked++; return asked > 1 }
	if err := b.try(context.Background(), edit(DefaultKeep+2)); !IsFault(err, Conflict) || !strings.Contains(err.Error(), "was started since the plan was made") {
		t.Errorf("started meanwhile: %v", err)
	}
	if b.read().machine("lake-resume") == nil {
		t.Error("it was deleted though it runs")
	}
	b.cloud.Runs = nil
	b.deploy(edit(DefaultKeep + 2))
	for _, id := range []ID{{Kind: KindMachine, Name: "lake-resume"}, VersionID("lake-resume", 1), VersionID("lake-3", 2)} {
		if b.read().byID[id] != nil {
			t.Errorf("%s is still there", id)
		}
	}
}

// What was published between the plan of a deploy and its end is not removed by it.
func TestOneOffBesideIsNotTaken(t *testing.T) {
	b := newBench(t)
	one := lake(aliased(""), func(s *Spec) { s.Keep = 1 })
	b.deploy(one)
	if err := b.carry(context.Background(), onceBeside); err != nil {
		t.Fatal(err)
	}
	b.deploy(lake(second, aliased(""), func(s *Spec) { s.Keep = 1 }))
	stale := Diff(b.read(), one)
	if got := strings.Join(describeAll(stale), "; "); !strings.Contains(got, "delete machine lake-resume") {
		t.Fatalf("plan: %s", got)
	}
	if err := b.carry(context.Background(), func(l *Live) *Plan { p, _, _ := OneOff(l, definition("another"), nil); return p }); err != nil {
		t.Fatal(err)
	}
	err := Apply(context.Background(), b.cloud, stale, Options{Clock: b.clock()})
	if !IsFault(err, Conflict) || !strings.Contains(err.Error(), "since the plan was made") {
		t.Errorf("error = %v", err)
	}
	if b.read().byID[VersionID("lake-resume", 2)] == nil {
		t.Error("the version is gone")
	}
}

// A machine of somebody else's that has its name is in the way.
func TestOneOffBesideOfOthers(t *testing.T) {
	b := newBench(t, &Machine{Name: "lake-resume", Definition: "{}", Tags: Tags{"team": "others"}})
	b.deploy(lake(aliased("")))
	p, machine, _ := OneOff(b.read(), definition("once"), nil)
	if len(p.Obstacles) != 1 || machine != "" || !strings.Contains(p.Obstacles[0].Error(), "machine lake-resume is not pipectl's") {
		t.Errorf("obstacles %v", p.Obstacles)
	}
	if err := b.carry(context.Background(), Destroy); err != nil || b.read().machine("lake-resume") == nil {
		t.Errorf("destroyed: %v", err)
	}
}

func TestMarkOfOneOff(t *testing.T) {
	for _, m := range []Mark{
		{Digest: strings.Repeat("0", 64), Once: true},
		{Digest: strings.Repeat("0", 64), Once: true, Newest: 12, Policies: []string{"pipectl-0123456789ab"}},
	} {
		if got, ok := ParseMark(m.String()); !ok || cmp.Diff(m, got) != "" {
			t.Errorf("%q is %+v", m, got)
		}
	}
	for _, text := range []string{"pipectl-once-0 ", "pipectl-once-x ", "pipectl-oncee ", "pipectl-once- ", "pipect "} {
		if m, ok := ParseMark(text + strings.Repeat("0", 64)); ok {
			t.Errorf("%q is %+v", text, m)
		}
	}
	most := Mark{Digest: strings.Repeat("0", 64), Once: true, Newest: 99999}
	for range 20 {
		most.Policies = append(most.Policies, "pipectl-0123456789ab")
	}
	if n := len(most.String()); n > 256 {
		t.Errorf("a description has %d characters", n)
	}
}
