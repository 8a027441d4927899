package deploy

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRollback(t *testing.T) {
	b := newBench(t)
	says := func(text string) Spec { return lake(func(s *Spec) { s.Definition = definition(text, "lake-1") }) }
	for _, text := range []string{"one", "two", "three"} {
		b.deploy(says(text))
	}
	serving := func() int { return b.read().serving() }
	back := func(to int) error {
		return b.carry(context.Background(), func(l *Live) *Plan { return Rollback(l, to) })
	}
	for _, step := range []struct{ to, want int }{{0, 2}, {0, 1}, {3, 3}, {3, 3}, {1, 1}} {
		if err := back(step.to); err != nil {
			t.Fatalf("rollback to %d: %v", step.to, err)
		}
		if got := serving(); got != step.want {
			t.Errorf("rollback to %d: version %d serves, want %d", step.to, got, step.want)
		}
	}
	if err := back(0); err == nil || !strings.Contains(err.Error(), "no version before the one that serves") {
		t.Errorf("before the first: %v", err)
	}
	if err := back(7); err == nil || !strings.Contains(err.Error(), "has no version 7 of ours; there are the versions 1, 2, 3") {
		t.Errorf("to none: %v", err)
	}
	// Deployed again, the last serves again, without another version.
	if diff := cmp.Diff([]string{"begin", "lead alias lake/live to version 3", "end"}, describeAll(Diff(b.read(), says("three")))); diff != "" {
		t.Errorf("plan after a rollback (-want +got):\n%s", diff)
	}
}

// While two versions share what is started, going back is to the one that was
// there first, whatever their shares and numbers.
func TestRollbackOfAShift(t *testing.T) {
	says := func(text string) Spec { return lake(func(s *Spec) { s.Definition = definition(text, "lake-1") }) }
	tests := []struct {
		last   string // what the last of the deploys says
		routes []Route
		want   string
	}{
		{"three", []Route{{2, 90}, {3, 10}}, "2"},
		{"three", []Route{{2, 10}, {3, 90}}, "2"},
		{"one", []Route{{1, 90}, {3, 10}}, "3"},
		{"one", []Route{{1, 10}, {3, 90}}, "3"},
		{"none of these", []Route{{1, 50}, {3, 50}}, "1"}, // changed by hand
	}
	for _, test := range tests {
		b := newBench(t)
		for _, text := range []string{"one", "two", "three"} {
			b.deploy(says(text))
		}
		b.deploy(says(test.last))
		alias := *b.read().alias()
		alias.Routes = test.routes
		if _, err := b.cloud.Update(t.Context(), &alias); err != nil {
			t.Fatal(err)
		}
		want := []string{"begin", "lead alias lake/live to version " + test.want, "end"}
		if diff := cmp.Diff(want, describeAll(Rollback(b.read(), 0))); diff != "" {
			t.Errorf("%s, routes %v (-want +got):\n%s", test.last, test.routes, diff)
		}
	}
}

func TestRollbackIsRefused(t *testing.T) {
	at := func(resources ...Resource) *Live { return NewLive(ireland, "orders", "lake", resources...) }
	b := newBench(t)
	b.deploy(lake())
	b.deploy(lake(second))
	deployed := b.read()
	without := func(id ID) *Live {
		var left []Resource
		for _, r := range deployed.Resources {
			if r.ID() != id {
				left = append(left, r)
			}
		}
		return at(left...)
	}
	with := func(r Resource) *Live { return at(append(without(r.ID()).Resources, r)...) }
	tests := []struct {
		live *Live
		want string
	}{
		{at(), "machine lake is not deployed"},
		{at(&Machine{Name: "lake"}), "machine lake is not pipectl's, and has the name that this needs"},
		{without(ID{KindPolicy, "pipectl-run-eu-west-1-lake", "pipectl-caed4d7e7367"}), "version lake/1 needs policy pipectl-run-eu-west-1-lake/pipectl-caed4d7e7367, which is there no more; deploy its source instead"},
		{without(VersionID("lake-1", 1)), "version lake/1 needs version lake-1/1, which is there no more; deploy its source instead"},
		{without(ID{Kind: KindLogGroup, Name: "/aws/vendedlogs/states/lake"}), "version lake/1 needs log group /aws/vendedlogs/states/lake, which is there no more; deploy its source instead"},
		{
			with(&Alias{Machine: "lake", Name: lockName, Description: "deploying x", Routes: []Route{{1, 100}}}),
			"alias lake/pipectl-deploy says that a deploy of this pipeline is under way, or was cut off; let that one end, or run it again",
		},
	}
	for _, test := range tests {
		p := Rollback(test.live, 0)
		if len(p.Obstacles) == 0 || p.Obstacles[0].Error() != test.want || len(p.Changes) > 0 {
			t.Errorf("obstacles = %v, changes = %v, want %s", p.Obstacles, describeAll(p), test.want)
		}
	}
	if p := Rollback(deployed, 0); len(p.Obstacles) > 0 {
		t.Errorf("the test of the test: %v", p.Obstacles)
	}
}

func TestDestroyLeavesWhatIsOthers(t *testing.T) {
	b := newBench(t, foreign...)
	b.deploy(lake())
	b.deploy(lake(second))
	if err := b.carry(context.Background(), Destroy); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(newBench(t, foreign...).cloud.Resources(), b.cloud.Resources()); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
	if p := Destroy(b.read()); len(p.Changes) > 0 {
		t.Errorf("there is more to destroy: %q", describeAll(p))
	}

	b = newBench(t)
	b.deploy(lake())
	theirs := []Resource{
		&Alias{Machine: "lake", Name: "theirs", Routes: []Route{{1, 100}}},
		&Policy{"pipectl-run-eu-west-1-lake", "theirs", "{}"},
		&Schedule{Group: "pipectl-lake", Name: "theirs"},
		&Version{Machine: "lake", Number: 9},
	}
	var want []string
	for _, r := range theirs {
		b.cloud.put(r.ID(), r)
		want = append(want, r.ID().String()+" is not pipectl's, and would go with what it is in; delete it first")
	}
	var got []string
	for _, o := range Destroy(b.read()).Obstacles {
		got = append(got, o.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("obstacles (-want +got):\n%s", diff)
	}
}

// A deploy that was cut off keeps others out until it goes on, or is broken.
func TestBreak(t *testing.T) {
	b := newBench(t)
	b.deploy(lake())
	dead := false
	b.cloud.Around = func(c Call, do func() error) error {
		if dead = dead || c.Action == "states:UpdateStateMachineAlias"; dead {
			return errKilled
		}
		return do()
	}
	if err := b.try(context.Background(), lake(second)); err == nil {
		t.Fatal("it was not killed")
	}
	b.cloud.Around = b.count
	if s := StatusOf(b.read()); !s.Busy {
		t.Error("the status does not say that a deploy is under way")
	}
	other := lake(func(s *Spec) { s.Schedules = nil })
	if err := b.try(context.Background(), other); err == nil || !strings.Contains(err.Error(), "under way") {
		t.Errorf("another deploy: %v", err)
	}
	if err := b.carry(context.Background(), Break); err != nil {
		t.Fatal(err)
	}
	b.deploy(other)
	if p := Break(b.read()); len(p.Changes) > 0 {
		t.Errorf("there is nothing to break: %q", describeAll(p))
	}
}

func TestStatus(t *testing.T) {
	b := newBench(t)
	if s := StatusOf(b.read()); s.Deployed {
		t.Errorf("nothing is deployed: %+v", s)
	}
	b.deploy(lake())
	b.deploy(lake(second))
	by := *b.read().machine("lake")
	by.Definition = "{}"
	b.cloud.put(by.ID(), &by)
	b.cloud.put(VersionID("lake", 3), &Version{Machine: "lake", Number: 3})
	s := StatusOf(b.read())
	want := []VersionStatus{{Number: 3, Complete: true}, {Number: 2, Weight: 100, Ours: true, Complete: true}, {Number: 1, Ours: true, Complete: true}}
	if diff := cmp.Diff(want, s.Versions); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	if s.Alias != "live" || !s.Edited || s.Busy || len(s.Schedules) != 2 || len(s.Rules) != 2 || len(s.Unmanaged) != 1 || s.Digest == "" {
		t.Errorf("status = %+v", s)
	}
}

func TestSavedPlan(t *testing.T) {
	b := newBench(t)
	b.deploy(lake())
	l := b.read()
	p := Diff(l, lake(second))
	text := Save(l.Place, []Spec{lake(second)}, []*Plan{p})
	saved, err := Open(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := saved.Pipelines[0].Plan(b.read())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, again); diff != "" {
		t.Errorf("the plan is another (-want +got):\n%s", diff)
	}
	b.deploy(lake(func(s *Spec) { s.Schedules = nil }))
	if _, err := saved.Pipelines[0].Plan(b.read()); err == nil || !strings.Contains(err.Error(), "has changed since") {
		t.Errorf("after a change: %v", err)
	}
	other := saved.Pipelines[0]
	other.Against, other.Changes = b.read().Digest(), []string{"begin"}
	if _, err := other.Plan(b.read()); err == nil || !strings.Contains(err.Error(), "another version of pipectl") {
		t.Errorf("of other changes: %v", err)
	}
	for _, bad := range []string{"", "{}", `{"pipectl_plan":2}`, `{"pipectl_plan":1,"more":1}`} {
		if _, err := Open([]byte(bad)); err == nil {
			t.Errorf("Open(%q) has no error", bad)
		}
	}
}

func TestNumbersText(t *testing.T) {
	for want, versions := range map[string][]*Version{
		"there is none":               nil,
		"there is version 1":          {{Number: 1}},
		"there are the versions 1, 7": {{Number: 7}, {Number: 1}},
	} {
		if got := numbersText(versions); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
