package deploy

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDeployTwiceWritesOnce(t *testing.T) {
	for _, alias := range []string{"live", ""} {
		b := newBench(t)
		for i, s := range []Spec{lake(aliased(alias)), lake(second, aliased(alias)), lake(aliased(alias))} {
			if calls := b.deploy(s); len(calls) == 0 {
				t.Errorf("alias %q: deploy %d made no call", alias, i)
			}
			if again := b.deploy(s); len(again) > 0 {
				t.Errorf("alias %q: deploy %d again made calls:\n%s", alias, i, strings.Join(again, "\n"))
			}
		}
	}
}

// The calls of a first deploy, and of edits of one thing.
func TestCalls(t *testing.T) {
	small := func(edits ...func(*Spec)) Spec {
		return lake(append([]func(*Spec){func(s *Spec) {
			s.Parts, s.Definition = nil, definition("small")
			s.Triggers, s.Notifies, s.Schedules = nil, nil, s.Schedules[:1]
		}}, edits...)...)
	}
	begin, end := "states:CreateStateMachineAlias alias lake/pipectl-deploy", "states:DeleteStateMachineAlias alias lake/pipectl-deploy"
	tag := "states:TagResource machine lake"
	tests := []struct {
		name string
		edit func(*Spec) // nil: there was nothing before
		want []string
	}{
		{"first", nil, []string{
			"iam:CreateRole role pipectl-run-eu-west-1-lake",
			"iam:CreateRole role pipectl-schedule-eu-west-1-lake",
			"iam:PutRolePolicy policy pipectl-run-eu-west-1-lake/pipectl-caed4d7e7367",
			"iam:PutRolePolicy policy pipectl-schedule-eu-west-1-lake/pipectl-dbd9ac40f827",
			"logs:CreateLogGroup log group /aws/vendedlogs/states/lake",
			"states:CreateStateMachine machine lake",
			"states:PublishStateMachineVersion machine lake",
			begin,
			"logs:PutRetentionPolicy log group /aws/vendedlogs/states/lake",
			"states:CreateStateMachineAlias alias lake/live",
			"scheduler:CreateScheduleGroup schedule group pipectl-lake",
			"scheduler:CreateSchedule schedule pipectl-lake/nightly",
			tag, end,
		}},
		{"a state", func(s *Spec) { s.Definition = definition("changed") }, []string{
			begin,
			"states:UpdateStateMachine machine lake",
			"states:PublishStateMachineVersion machine lake",
			"states:UpdateStateMachineAlias alias lake/live",
			tag, end,
		}},
		{"how the definition is written", func(s *Spec) { s.Definition = strings.ReplaceAll(s.Definition, ",", " ,\n") }, []string{begin, tag, end}},
		{"a permission", func(s *Spec) { s.Policy = policy("sns:Publish") }, []string{
			begin,
			"iam:PutRolePolicy policy pipectl-run-eu-west-1-lake/" + policyName(policy("sns:Publish")),
			tag, end,
		}},
		{"a schedule", func(s *Spec) { s.Schedules = []Timer{{"nightly", "rate(1 day)", "UTC", "{}"}} }, []string{
			begin, "scheduler:UpdateSchedule schedule pipectl-lake/nightly", tag, end,
		}},
		{"no schedule", func(s *Spec) { s.Schedules = nil }, []string{
			begin,
			"scheduler:DeleteSchedule schedule pipectl-lake/nightly",
			"scheduler:DeleteScheduleGroup schedule group pipectl-lake",
			"iam:DeleteRolePolicy policy pipectl-schedule-eu-west-1-lake/pipectl-dbd9ac40f827",
			"iam:DeleteRole role pipectl-schedule-eu-west-1-lake",
			tag, end,
		}},
		{"logs for ever", func(s *Spec) { s.RetentionDays = 0 }, []string{
			begin, "logs:DeleteRetentionPolicy log group /aws/vendedlogs/states/lake", tag, end,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			s := small()
			if test.edit != nil {
				b.deploy(s)
				s = small(test.edit)
			}
			if diff := cmp.Diff(test.want, b.deploy(s)); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// What was written shows only after some calls, and services know of roles only
// after some time.
func TestSlowServices(t *testing.T) {
	for _, lag := range []int{1, 2, 3} {
		b := newBench(t)
		b.cloud.Lag = lag
		ready := map[string]time.Time{}
		b.cloud.Around = func(c Call, do func() error) error {
			switch c.Action {
			case "iam:CreateRole":
				ready[c.ID.Name] = b.now.Add(40 * time.Second)
			case "states:CreateStateMachine":
				if b.now.Before(ready["pipectl-run-eu-west-1-lake"]) {
					return &Fault{Kind: NotReady, Call: c.Action, Text: "is not authorized to assume the provided role"}
				}
			}
			return do()
		}
		var waits []string
		b.tells = func(e Event) {
			if e.Kind == EventRetry {
				waits = append(waits, Describe(e.Change))
			}
		}
		b.deploy(lake())
		if !slices.Contains(waits, "create machine lake-1") {
			t.Errorf("lag %d: nothing waited for the role: %q", lag, waits)
		}
		b.now = b.now.Add(time.Hour)
		for range lag {
			b.read()
		}
		b.cloud.Around = b.count
		if again := b.deploy(lake()); len(again) > 0 {
			t.Errorf("lag %d: deployed again:\n%s", lag, strings.Join(again, "\n"))
		}
		b.deploy(lake(second))
	}
}

// A role that can never be assumed is not waited for longer than two minutes,
// and one that was not touched not at all.
func TestRoleThatIsNeverReady(t *testing.T) {
	b := newBench(t)
	b.deploy(lake())
	never := func(c Call, do func() error) error {
		if c.Action == "states:UpdateStateMachine" {
			return &Fault{Kind: NotReady, Call: c.Action}
		}
		return do()
	}
	b.cloud.Around, b.slept = never, 0
	err := b.try(context.Background(), lake(func(s *Spec) { s.Definition = definition("two"); s.Parts = nil }))
	if !IsFault(err, NotReady) || b.slept != 0 {
		t.Errorf("with an old role: %v after %s, want NotReady at once", err, b.slept)
	}
	b.slept = 0
	err = b.try(context.Background(), lake(second))
	if err == nil || b.slept < time.Minute || b.slept > 3*time.Minute {
		t.Errorf("with a new policy: %v after %s, want about two minutes", err, b.slept)
	}
}

func TestApplyRefuses(t *testing.T) {
	b := newBench(t)
	b.deploy(lake())
	p := Diff(b.read(), lake(second))

	elsewhere := NewMemory(Place{"aws", "us-east-1", "123456789012"})
	if err := Apply(context.Background(), elsewhere, p, Options{Clock: b.clock()}); err == nil || !strings.Contains(err.Error(), "us-east-1") {
		t.Errorf("in another region: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Apply(ctx, b.cloud, p, Options{Clock: b.clock()}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	// Somebody else deploys between the plan and its application.
	b.deploy(lake(func(s *Spec) { s.Schedules = nil }))
	before := b.cloud.Resources()
	err := Apply(context.Background(), b.cloud, p, Options{Clock: b.clock()})
	if !IsFault(err, Conflict) || !strings.Contains(err.Error(), "since the plan was made") {
		t.Errorf("after another deploy: %v", err)
	}
	if diff := cmp.Diff(before, b.cloud.Resources()); diff != "" {
		t.Errorf("it changed something (-before +after):\n%s", diff)
	}
}

func TestDeniedNamesThePermission(t *testing.T) {
	b := newBench(t)
	b.cloud.Around = func(c Call, do func() error) error {
		if c.Action == "states:CreateStateMachine" {
			return &Fault{Kind: AccessDenied, Call: c.Action, Action: "iam:PassRole", ID: c.ID, Text: "not authorized"}
		}
		return do()
	}
	err := b.try(context.Background(), lake())
	want := "create machine lake-1: states:CreateStateMachine: machine lake-1 is not allowed (needs the permission iam:PassRole): not authorized"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}

// What was destroyed a moment ago holds its name for a while.
func TestNameThatIsStillHeld(t *testing.T) {
	b := newBench(t)
	gone := b.now.Add(90 * time.Second)
	b.cloud.Around = func(c Call, do func() error) error {
		if b.now.Before(gone) {
			switch c.Action {
			case "states:CreateStateMachine":
				return &Fault{Kind: Deleting, Call: c.Action, ID: c.ID}
			case "scheduler:CreateScheduleGroup":
				return &Fault{Kind: Exists, Call: c.Action, ID: c.ID}
			case "scheduler:GetScheduleGroup":
				return &Fault{Kind: Deleting, Call: c.Action, ID: c.ID}
			}
		}
		return do()
	}
	b.deploy(lake(func(s *Spec) { s.Parts, s.Definition = nil, definition("one") }))
	if b.now.Before(gone) {
		t.Error("it did not wait")
	}
	// The group alone.
	b = newBench(t)
	b.deploy(lake(func(s *Spec) { s.Schedules = nil }))
	gone = b.now.Add(90 * time.Second)
	b.cloud.Around = func(c Call, do func() error) error {
		switch {
		case !b.now.Before(gone):
		case c.Action == "scheduler:CreateScheduleGroup":
			return &Fault{Kind: Exists, Call: c.Action, ID: c.ID}
		case c.Action == "scheduler:GetScheduleGroup":
			return &Fault{Kind: Deleting, Call: c.Action, ID: c.ID}
		}
		return do()
	}
	b.deploy(lake())
	if len(StatusOf(b.read()).Schedules) != 2 {
		t.Error("the schedules are not there")
	}
}
