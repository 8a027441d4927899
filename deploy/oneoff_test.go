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
	once := func(l *Live) (*Plan, int) {
		return OneOff(l, definition("once", "lake-1", "lake-3"), []Part{{"lake-1", definition("part one, new")}, {"lake-3", definition("part three, once")}})
	}
	plan, n := once(before)
	if n != 0 || len(plan.Obstacles) > 0 {
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
	if plan, n := once(after); n != 3 || len(plan.Changes) > 0 {
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
		{"no alias", []Spec{lake(aliased(""))}, nil, `machine lake has no alias, so that whatever is published of it serves at once; give the pipeline one, such as alias = "live", and deploy it`},
		{"a part more", []Spec{lake()}, []Part{{"lake-7", "{}"}}, "machine lake-7 is not deployed, though the sources have it; deploy them first"},
	}
	for _, test := range tests {
		b := newBench(t)
		for _, s := range test.specs {
			b.deploy(s)
		}
		p, _ := OneOff(b.read(), definition("once"), test.parts)
		if len(p.Obstacles) != 1 || p.Obstacles[0].Error() != test.want {
			t.Errorf("%s: %v", test.name, p.Obstacles)
		}
	}
}
