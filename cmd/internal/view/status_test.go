package view

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones, on machines that have none

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

func TestStatuses(t *testing.T) {
	ran := time.Date(2026, 7, 1, 2, 0, 0, 0, time.UTC)
	arn := "arn:aws:states:eu-west-2:123456789012:stateMachine:orders"
	statuses := []Live{
		{Status: deploy.Status{Pipeline: "none", Place: london, Unmanaged: []deploy.ID{{Kind: deploy.KindMachine, Name: "none"}}}},
		{Status: deploy.Status{
			Pipeline: "orders", Place: london, Deployed: true, Digest: "d", Alias: "live",
			Versions: []deploy.VersionStatus{{Number: 4}, {Number: 3, Weight: 10, Ours: true, Complete: true}, {Number: 2, Weight: 90, Ours: true, Complete: true}, {Number: 1, Ours: true}},
			Schedules: []*deploy.Schedule{
				{Name: "nightly", Expression: "cron(0 2 * * ? *)", Timezone: "Europe/London"},
				{Name: "off", Expression: "cron(0 2 * * ? *)", Timezone: "UTC", Disabled: true},
				{Name: "often", Expression: "rate(1 hour)", Timezone: "UTC"},
			},
			Rules:     []*deploy.Rule{{Bus: "default", Name: "late"}, {Bus: "shop", Name: "ordered", Disabled: true}},
			Unmanaged: []deploy.ID{deploy.VersionID("orders", 4)},
		}, Executions: []operate.Execution{
			{ARN: "x2", Name: "by-hand", Machine: arn, Status: "RUNNING", Start: ran.Add(9 * time.Hour)},
			{ARN: "x1", Name: "night", Machine: arn, Version: arn + ":2", Alias: arn + ":live", Status: "FAILED", Start: ran, End: ran.Add(90 * time.Second), Redrives: 1},
		}},
		{Status: deploy.Status{Pipeline: "cut", Place: london, Deployed: true, Digest: "d", Busy: true, Edited: true}},
		{Status: deploy.Status{Pipeline: "exported", Place: london, Deployed: true, Edited: true, Versions: []deploy.VersionStatus{{Number: 1, Weight: 100}}}},
	}
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	var text strings.Builder
	if err := Statuses(&text, "text", statuses, now); err != nil {
		t.Fatal(err)
	}
	want := `none in eu-west-2, account 123456789012
  is not deployed
  (machine none is not pipectl's)

orders in eu-west-2, account 123456789012
  alias live
  version 4, not pipectl's
  version 3, takes 10 %
  version 2, takes 90 %
  version 1, cannot be gone back to
  schedule nightly: cron(0 2 * * ? *) in Europe/London, next 2026-07-02T02:00:00+01:00
  schedule off: cron(0 2 * * ? *) in UTC, switched off
  schedule often: rate(1 hour) in UTC
  rule late
  rule ordered of shop, switched off
  last executions:
    2026-07-01T11:00:00Z  by-hand  running          1h
    2026-07-01T02:00:00Z  night    failed           1m30s, version 2, went on 1 times
  (version orders/4 is not pipectl's)

cut in eu-west-2, account 123456789012
  ! a deploy is under way, or was cut off
  ! the machine is none of its versions: it was changed by hand, or a deploy was cut off

exported in eu-west-2, account 123456789012
  ! no deploy of pipectl's has ended: the first was cut off, or another tool deploys it
  version 1, takes 100 %, not pipectl's
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	var out strings.Builder
	if err := Statuses(&out, "json", statuses, now); err != nil {
		t.Fatal(err)
	}
	var got struct{ Pipelines []pipelineStatus }
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if s := got.Pipelines[1]; s.Schedules[0].Next != "2026-07-02T02:00:00+01:00" || s.Schedules[1].Next != "" || s.Versions[1].Weight != 10 || len(s.Rules) != 2 {
		t.Errorf("json = %+v", s)
	}
	if strings.Contains(out.String(), "null") {
		t.Errorf("a list is null:\n%s", out.String())
	}
}

// What is told of a canary whose first call is throttled.
func TestDeploying(t *testing.T) {
	a := newAccount(t)
	s := deploy.Spec{Project: "shop", Pipeline: "orders", Definition: simple, LogLevel: "OFF", Role: "r", Alias: "live"}
	a.cloud.Foreign = "r"
	a.apply(a.plan(s))
	s.Definition = strings.Replace(simple, "Pass", "Wait", 1)
	p := a.plan(s)
	throttled := false
	a.cloud.Around = func(c deploy.Call, do func() error) error {
		if c.Action == "states:UpdateStateMachine" && !throttled {
			throttled = true
			return &deploy.Fault{Kind: deploy.Throttled, Call: c.Action, ID: c.ID, Text: "Rate exceeded"}
		}
		return do()
	}
	now := time.Time{}
	var out strings.Builder
	err := deploy.Apply(context.Background(), a.cloud, p, deploy.Options{
		Clock: deploy.Clock{
			Now:   func() time.Time { return now },
			Sleep: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil },
		},
		Event: Deploying(&out, "orders"),
		Shift: deploy.Shift{Steps: deploy.Canary(10, 10*time.Minute)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `orders: update machine orders: states:UpdateStateMachine: machine orders had too many calls: Rate exceeded; again in 1s
orders: update machine orders
orders: publish a version of machine orders: version 2
orders: version 1 takes 90 %, version 2 takes 10 %, for 10m0s
orders: lead alias orders/live to the new version
orders: tag machine orders
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if got := deployLine(deploy.Event{Kind: deploy.EventFailed, Change: p.Changes[0], Err: errors.New("x")}); got != "" {
		t.Errorf("a failure is told twice: %q", got)
	}
}
