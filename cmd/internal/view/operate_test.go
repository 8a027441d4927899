package view

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
)

// printed is what a function writes, which has to be JSON where that is asked for.
func printed(t *testing.T, isJSON bool, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	if isJSON && !json.Valid(b.Bytes()) {
		t.Errorf("no JSON:\n%s", &b)
	}
	return b.String()
}

var begin = time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)

func TestExecutions(t *testing.T) {
	all := []operate.Execution{
		{ARN: "arn:x:one", Name: "one\x1b[31m", Version: "a:m:7", Alias: "a:m:live", Status: engine.TimedOut, Start: begin, End: begin.Add(90 * time.Second), Redrives: 2},
		{ARN: "arn:x:longer", Name: "longer", Status: engine.Running, Start: begin},
	}
	now := begin.Add(time.Hour)
	want := "2026-01-05T02:00:00Z  one [31m  timed out        1m30s, version 7, went on 2 times\n" +
		"2026-01-05T02:00:00Z  longer    running          1h\n"
	if diff := cmp.Diff(want, printed(t, false, func(b *bytes.Buffer) error { return Executions(b, "text", all, now) })); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	got := printed(t, true, func(b *bytes.Buffer) error { return Executions(b, "json", all, now) })
	for _, want := range []string{`"status": "timed_out"`, `"seconds": 90`, `"alias": "live"`, `"redrives": 2`, `"seconds": 3600`} {
		if !strings.Contains(got, want) {
			t.Errorf("JSON lacks %s:\n%s", want, got)
		}
	}
	if got := printed(t, true, func(b *bytes.Buffer) error { return Executions(b, "json", nil, now) }); !strings.Contains(got, `"executions": []`) {
		t.Errorf("none: %s", got)
	}
}

func TestBackfill(t *testing.T) {
	tick := func(day int, status engine.Status, found bool, end time.Time) operate.Ticked {
		at := begin.AddDate(0, 0, day)
		return operate.Ticked{Tick: operate.Tick{Time: at, Name: at.Format("fill-0102")}, Status: status, Found: found, Start: begin, End: end}
	}
	later := begin.Add(2 * time.Minute)
	all := []operate.Ticked{
		tick(0, engine.Running, false, time.Time{}), tick(1, engine.Running, true, time.Time{}), tick(2, engine.Succeeded, true, later),
		tick(3, engine.TimedOut, false, later), tick(4, "", false, time.Time{}),
	}
	var told bytes.Buffer
	tell := Backfilling(&told)
	for _, x := range all[:4] {
		tell(x)
	}
	want := "2026-01-05T02:00:00Z  fill-0105: started\n2026-01-06T02:00:00Z  fill-0106: runs already\n" +
		"2026-01-07T02:00:00Z  fill-0107: succeeded, took 2m before\n2026-01-08T02:00:00Z  fill-0108: timed out, took 2m\n"
	if diff := cmp.Diff(want, told.String()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	got := printed(t, false, func(b *bytes.Buffer) error { return Backfill(b, "text", all) })
	if want := "1 succeeded, 1 timed out, 2 running, 1 not started\n"; !strings.HasSuffix(got, want) || !strings.Contains(got, "fill-0109  not started\n") {
		t.Errorf("text:\n%s", got)
	}
	if got := printed(t, true, func(b *bytes.Buffer) error { return Backfill(b, "json", all) }); !strings.Contains(got, `"status": "timed_out"`) {
		t.Errorf("JSON:\n%s", got)
	}
	if got := printed(t, false, func(b *bytes.Buffer) error { return Backfill(b, "text", nil) }); got != "there is no such time\n" {
		t.Errorf("none: %s", got)
	}
}

// followed is an execution of a pipeline whose only task fails.
func followed(t *testing.T, watch func(pipetest.Moment)) (*pipetest.Run, *pipetest.Follower) {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(
		"pipeline \"p\" {\n  map \"m\" {\n    items = [1]\n    task \"lambda\" \"load\" { function = \"load\" }\n  }\n}")}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	r, diags := compiler.Compile(project.Pipelines[0], compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	f := pipetest.Follow(project.Pipelines[0], r, nil, watch)
	x, err := engine.Run(context.Background(), r.Machine, asl.Object{}, engine.Options{Event: f.Event, Task: func(engine.Call) engine.Outcome {
		return engine.Outcome{Error: "Boom", Cause: "a\tb", Takes: time.Second}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return f.Run(x), f
}

func TestMomentsAndPlaces(t *testing.T) {
	var told bytes.Buffer
	tell := Moments(&told)
	r, _ := followed(t, tell)
	tell(pipetest.Moment{Time: time.Minute, What: "end", Span: &pipetest.Span{Name: "x\a"}})
	if diff := cmp.Diff("      1s  load (m[0]): Boom\n      1m  x  ended\n", told.String()); diff != "" {
		t.Errorf("moments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("  load is on main.pipe.hcl line 4\n", Places(r)); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	for status, want := range map[engine.Status]string{engine.Running: "the execution goes on", engine.Aborted: "the execution was aborted: Boom"} {
		r.Execution.Status = status
		if !strings.Contains(Timeline(r), want) {
			t.Errorf("%s: %s", status, Timeline(r))
		}
	}
}

func TestLogs(t *testing.T) {
	r, f := followed(t, nil)
	tasks := []TaskLogs{
		{Span: f.Calls()[0].Span, Logs: []operate.Log{
			{Name: "/aws/lambda/load", Cut: 3, Lines: []operate.LogLine{{Time: begin, Text: "one\x1b[2J\n"}, {Text: "two"}}},
			{Name: "/none", Err: errors.New("is not there")},
			{Name: "/empty"},
		}},
		{Span: &pipetest.Span{Name: "inner"}, Inner: "arn:inner"},
		{Span: &pipetest.Span{Name: "query"}},
	}
	want := `load (m[0]), main.pipe.hcl line 4
  Boom: a b
  /aws/lambda/load
    (3 lines before these)
    2026-01-05T02:00:00Z  one [2J
    two
  /none
    (is not there)
  /empty
    (nothing)

inner
  It started an execution of its own: pipectl logs arn:inner

query
  The service that it calls keeps no log of it.
`
	if diff := cmp.Diff(want, printed(t, false, func(b *bytes.Buffer) error { return Logs(b, "text", r, tasks) })); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	got := printed(t, true, func(b *bytes.Buffer) error { return Logs(b, "json", r, tasks) })
	for _, want := range []string{`"element": "m[0]"`, `"left_out": 3`, `"problem": "is not there"`, `"execution": "arn:inner"`, `"lines": []`} {
		if !strings.Contains(got, want) {
			t.Errorf("JSON lacks %s:\n%s", want, got)
		}
	}
}
