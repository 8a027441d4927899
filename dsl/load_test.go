package dsl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// pipeline loads a right project of one pipeline.
func pipeline(t testing.TB, src string) *dsl.Pipeline {
	t.Helper()
	return pipelineOf(t, map[string]string{"main.pipe.hcl": src}, dsl.Options{})
}

func pipelineOf(t testing.TB, files map[string]string, opts dsl.Options) *dsl.Pipeline {
	t.Helper()
	project, diags := loadFiles(files, opts)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return project.Pipelines[0]
}

// item finds a task or block, however deep.
func item(t testing.TB, p *dsl.Pipeline, name string) dsl.Item {
	t.Helper()
	var found dsl.Item
	var visit func(b *dsl.Body)
	visit = func(b *dsl.Body) {
		if b == nil {
			return
		}
		for _, it := range b.Items {
			if it.Base().Name == name {
				found = it
			}
			for _, c := range it.Base().Catch {
				visit(c.Body)
			}
			if block, ok := it.(*dsl.Block); ok {
				visit(block.Body)
				for _, br := range block.Branches {
					visit(br.Body)
				}
			}
		}
	}
	visit(p.Body)
	visit(p.OnFailure)
	visit(p.Finally)
	if found == nil {
		t.Fatalf("no item %q", name)
	}
	return found
}

func task(t testing.TB, p *dsl.Pipeline, name string) *dsl.Task {
	t.Helper()
	return item(t, p, name).(*dsl.Task)
}

// text is a compile-time value as it would be written.
func text(x expr.Expr) string {
	if x == nil {
		return "nil"
	}
	v, ok := expr.Static(x)
	if !ok {
		return "run time"
	}
	return valueText(v)
}

func valueText(v cty.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.Type() == cty.String:
		return fmt.Sprintf("%q", v.AsString())
	case v.Type() == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case v.Type() == cty.Bool:
		return fmt.Sprint(v.True())
	}
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		key, val := it.Element()
		if v.Type().IsObjectType() || v.Type().IsMapType() {
			parts = append(parts, key.AsString()+"="+valueText(val))
		} else {
			parts = append(parts, valueText(val))
		}
	}
	if v.Type().IsObjectType() || v.Type().IsMapType() {
		return "{" + strings.Join(parts, " ") + "}"
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func TestPipelineSettings(t *testing.T) {
	p := pipeline(t, `
variable "team" { default = "orders" }
pipeline "nightly" {
  description = "What ${var.team} need"
  timeout     = "1h30m"
  tags        = { team = var.team, cost = "low", none = null }
  role        = "arn:aws:iam::123456789012:role/deploy"
  alias       = "live"
  tracing     = true
  logging {
    level          = "all"
    include_data   = true
    retention_days = 30
  }
  input "day" {
    type        = string
    description = "YYYY-MM-DD"
  }
  schedule "a" {
    cron     = "0  2 * *   ? *"
    timezone = "Europe/London"
    input    = { day = "2026-01-01", pipectl = {} }
  }
  schedule "b" {
    rate  = "2 hours"
    input = { day = "x" }
  }
  schedule "c" {
    at    = "2026-01-01T00:00:00"
    input = { day = "x" }
  }
  trigger "s3_object" "late" {
    bucket = "b"
    prefix = "p/"
    suffix = ".csv"
    input  = { day = trigger.detail.object.key }
  }
  trigger "event" "odd" {
    bus     = "orders"
    pattern = { source = ["x"] }
    input   = { day = "fixed" }
  }
  notify "sns" "dead" { topic = "t" }
  notify "sns" "done" {
    on    = ["succeeded"]
    topic = "u"
  }
}
`)
	type settings struct {
		Description, Role, Alias string
		Timeout                  time.Duration
		Tags                     []dsl.Tag
		Tracing                  bool
		Logging                  dsl.Logging
		Schedules, Triggers      []string
		Notifies                 []string
	}
	got := settings{p.Description, p.Role, p.Alias, p.Timeout, p.Tags, p.Tracing, p.Logging, nil, nil, nil}
	for _, s := range p.Schedules {
		got.Schedules = append(got.Schedules, strings.Join([]string{s.Name, s.Expression, s.Timezone, valueText(s.Input)}, "; "))
	}
	for _, tr := range p.Triggers {
		s := strings.Join([]string{tr.Type, tr.Name, tr.Bus, tr.Bucket, tr.Prefix, tr.Suffix, valueText(tr.Pattern)}, "; ")
		for _, in := range tr.Input {
			s += "; " + in.Name + "=" + text(in.Value)
		}
		got.Triggers = append(got.Triggers, s)
	}
	for _, n := range p.Notifies {
		got.Notifies = append(got.Notifies, fmt.Sprint(n.Type, n.Name, n.On, n.Topic))
	}
	want := settings{
		Description: "What orders need", Role: "arn:aws:iam::123456789012:role/deploy", Alias: "live", Timeout: 90 * time.Minute,
		Tags: []dsl.Tag{{Key: "cost", Value: "low"}, {Key: "team", Value: "orders"}}, Tracing: true,
		Logging: dsl.Logging{Level: "all", IncludeData: true, RetentionDays: 30},
		Schedules: []string{
			`a; cron(0 2 * * ? *); Europe/London; {day="2026-01-01"}`, `b; rate(2 hours); UTC; {day="x"}`, `c; at(2026-01-01T00:00:00); UTC; {day="x"}`,
		},
		Triggers: []string{`s3_object; late; ; b; p/; .csv; null; day=run time`, `event; odd; orders; ; ; ; {source=["x"]}; day="fixed"`},
		Notifies: []string{"snsdead[failed timed_out aborted]t", "snsdone[succeeded]u"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What is left out has the value that the language says.
func TestPipelineDefaults(t *testing.T) {
	p := pipeline(t, `pipeline "p" {}`)
	if p.Role != "managed" || p.Express || p.Timeout != 0 || p.Logging != (dsl.Logging{Level: "error"}) || p.Body.Output != nil || p.OnFailure != nil || p.Finally != nil {
		t.Errorf("%+v", p)
	}
}

func TestInputs(t *testing.T) {
	p := pipeline(t, `pipeline "p" {
  input "any" {}
  input "optional" {
    type    = string
    default = null
  }
  input "converted" {
    type    = list(string)
    default = [1, 2]
  }
  input "members" {
    type    = object({ a = string, b = optional(number, "5"), c = optional(string) })
    default = { a = "x" }
  }
  input "deep" {
    type = map(list(object({ a = optional(bool, true) })))
    validation {
      condition     = length(input.deep) > 0
      error_message = "deep must not be empty."
    }
  }
  input "later" { default = run.scheduled_date }
  output = input.members.b
}`)
	var got []string
	for _, in := range p.Inputs {
		got = append(got, fmt.Sprintf("%s %#v default %s nullable %v validations %d", in.Name, in.Type, text(in.Default), in.Nullable, len(in.Validations)))
	}
	want := []string{
		`any cty.DynamicPseudoType default nil nullable false validations 0`,
		`optional cty.String default null nullable true validations 0`,
		`converted cty.List(cty.String) default ["1" "2"] nullable false validations 0`,
		`members cty.ObjectWithOptionalAttrs(map[string]cty.Type{"a":cty.String, "b":cty.Number, "c":cty.String}, []string{"c"}) default {a="x" b=5 c=null} nullable false validations 0`,
		`deep cty.Map(cty.List(cty.Object(map[string]cty.Type{"a":cty.Bool}))) default nil nullable false validations 1`,
		`later cty.DynamicPseudoType default run time nullable false validations 0`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if m := p.Inputs[3].Members; len(m.Members) != 1 || m.Members[0].Name != "b" {
		t.Errorf("defaults of members: %+v", m)
	}
	if got := p.Body.Output.Type(); got != cty.Number {
		t.Errorf("input.members.b is of type %#v", got)
	}
	if got := p.Inputs[4].Validations[0].Message; got != "deep must not be empty." {
		t.Errorf("message %q", got)
	}
}

// Edges come from mentions and from depends_on, wherever they stand.
func TestDependencies(t *testing.T) {
	const tasks = `
  task "lambda" "a" { function = "a" }
  task "lambda" "b" { function = "b" }
`
	tests := []struct{ name, body, of, want string }{
		{"none", ``, "b", ""},
		{"a mention", `task "lambda" "c" {
  function = "c"
  payload  = task.a.output.x
}`, "c", "a: mentions task.a.output"},
		{"skipped", `task "lambda" "c" {
  function = "c"
  when     = !task.a.skipped
}`, "c", "a: mentions task.a.skipped"},
		{"depends_on", `task "lambda" "c" {
  function   = "c"
  depends_on = [task.b, task.a]
}`, "c", "b: lists it in depends_on, a: lists it in depends_on"},
		{"by a local", `locals { x = task.a.output }
task "lambda" "c" {
  function = "c"
  payload  = local.x
}`, "c", "a: mentions task.a.output"},
		{"by the output", `task "lambda" "c" {
  function = "c"
  output   = [result, task.b.output]
}`, "c", "b: mentions task.b.output"},
		{"by a catch", `task "lambda" "c" {
  function = "c"
  catch {
    on     = ["any"]
    then   = "continue"
    output = task.a.output
  }
}`, "c", "a: mentions task.a.output"},
		{"inside of a block", `stage "c" {
  task "lambda" "d" {
    function = "d"
    payload  = task.a.output
  }
}`, "c", "a: mentions task.a.output"},
		{"between tasks of a block", `stage "c" {
  task "lambda" "d" { function = "d" }
  task "lambda" "e" {
    function = "e"
    payload  = [task.d.output, task.b.output]
  }
}`, "e", "d: mentions task.d.output"},
		{"order of a sequence", `sequence "c" {
  task "lambda" "d" { function = "d" }
  stage "e" {
    task "lambda" "g" { function = "g" }
  }
  task "lambda" "f" { function = "f" }
}`, "f", "e: stands below it in a sequence (order)"},
		{"inside of a branch", `parallel "c" {
  branch "x" {
    task "lambda" "d" { function = "d" }
    output = [task.d.output, task.a.output]
  }
}`, "c", "a: mentions task.a.output"},
		{"by a cluster", `cluster "emr" "lab" {
  release = "emr-7.5.0"
  roles   = { service = "s", instance = "i" }
  primary = { type = "m6g.xlarge" }
  core    = { type = "m6g.xlarge" }
  use     = task.a.output
}
task "emr_step" "c" {
  cluster = cluster.lab
  command = ["ls"]
}`, "c", "a: mentions task.a.output"},
		{"by a poll", `task "aws" "c" {
  call = "s3:headObject"
  poll { until = task.b.output == result.ETag }
}`, "c", "b: mentions task.b.output"},
		{"in quotes", `task "lambda" "c" {
  function = "c"
  payload  = { x = "n=${task.a.output}", y = [for v in task.b.output : v] }
}`, "c", "a: mentions task.a.output, b: mentions task.b.output"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pipeline(t, "pipeline \"p\" {\n"+tasks+tt.body+"\n}\n")
			var got []string
			for _, d := range item(t, p, tt.of).Base().Deps {
				s := d.On.Base().Name + ": " + d.Why
				if d.Order {
					s += " (order)"
				}
				if !slices.Contains(got, s) {
					got = append(got, s)
				}
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("%q waits for %q, want %q", tt.of, s, tt.want)
			}
		})
	}
}

// Skipping goes on along edges, as section 7 of the language says.
func TestMaySkip(t *testing.T) {
	p := pipeline(t, `pipeline "p" {
  input "full" { type = bool }
  task "lambda" "never" { function = "f" }
  task "lambda" "when" {
    function = "f"
    when     = input.full
  }
  task "lambda" "after" {
    function   = "f"
    depends_on = [task.when]
  }
  task "lambda" "all_done" {
    function   = "f"
    depends_on = [task.after]
    run_if     = "all_done"
  }
  task "lambda" "any_succeeded" {
    function   = "f"
    depends_on = [task.after, task.never]
    run_if     = "any_succeeded"
  }
  task "lambda" "far" {
    function   = "f"
    depends_on = [task.all_done]
  }
  task "glue_crawler" "busy" {
    crawler    = "c"
    if_running = "skip"
  }
  stage "block" {
    task "lambda" "inside" {
      function = "f"
      payload  = task.busy.output
    }
    task "lambda" "alone" { function = "f" }
  }
  sequence "order" {
    task "lambda" "first" {
      function = "f"
      when     = input.full
    }
    task "lambda" "second" { function = "f" }
    task "lambda" "third" {
      function   = "f"
      depends_on = [task.first]
    }
  }
  finally {
    task "lambda" "last" {
      function = "f"
      when     = pipeline.status == "failed"
    }
  }
}`)
	want := map[string]bool{
		"never": false, "when": true, "after": true, "all_done": false, "any_succeeded": true, "far": false, "busy": true,
		"block": true, "inside": false, "alone": false, "order": false, "first": true, "second": false, "third": true, "last": true,
	}
	for name, may := range want {
		if got := item(t, p, name).Base().MaySkip; got != may {
			t.Errorf("%q may be skipped: %v, want %v", name, got, may)
		}
	}
}

// Retries are a task's own, its kind's, those of all, and the built-in one.
func TestRetries(t *testing.T) {
	p := pipeline(t, `pipeline "p" {
  defaults {
    retry {
      on       = ["timeout", "Boom"]
      attempts = 1
    }
  }
  defaults "glue_job" {
    retry {
      on        = ["Boom", "transient"]
      interval  = "10s"
      max_delay = "1m"
      backoff   = 1.5
    }
  }
  task "lambda" "plain" { function = "f" }
  task "glue_job" "kind" { job = "j" }
  task "lambda" "off" {
    function = "f"
    retry {
      on       = ["transient"]
      attempts = 0
    }
  }
  task "lambda" "any" {
    function = "f"
    retry {
      on     = ["any"]
      jitter = true
    }
  }
  stage "block" {
    task "lambda" "in" { function = "f" }
    retry { on = ["Boom"] }
  }
}`)
	const builtIn = "[transient] 3 2s 2 0s true"
	want := map[string][]string{
		"plain": {"[timeout Boom] 1 1s 2 0s false", builtIn},
		"kind":  {"[Boom transient] 3 10s 1.5 1m0s false", "[timeout] 1 1s 2 0s false"},
		"off":   {"[transient] 0 1s 2 0s false", "[timeout Boom] 1 1s 2 0s false"},
		"any":   {"[any] 3 1s 2 0s true"},
		"block": {"[Boom] 3 1s 2 0s false"},
	}
	for name, want := range want {
		var got []string
		for _, r := range item(t, p, name).Base().Retry {
			got = append(got, fmt.Sprint(r.On, r.Attempts, r.Interval, r.Backoff, r.MaxDelay, r.Jitter))
		}
		for i := range got {
			got[i] = strings.Join(strings.Fields(strings.ReplaceAll(got[i], "]", "] ")), " ")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A task's own setting wins, then the sequence's around it, then its kind's
// defaults, then the defaults.
func TestInheritance(t *testing.T) {
	p := pipeline(t, `pipeline "p" {
  defaults {
    timeout   = "1h"
    heartbeat = "1m"
    role      = "arn:aws:iam::123456789012:role/all"
  }
  defaults "glue_job" {
    timeout = "2h"
    workers = { type = "G.1X", count = 2 }
  }
  task "lambda" "all" { function = "f" }
  task "glue_job" "kind" { job = "j" }
  task "lambda" "waits" {
    function = "f"
    await    = "callback"
    payload  = task_token
  }
  sequence "s" {
    timeout = "3h"
    task "glue_job" "around" { job = "j" }
    task "glue_job" "own" {
      job     = "j"
      timeout = 60
      role    = "arn:aws:iam::123456789012:role/own"
    }
    task "wait" "quiet" { for = "1m" }
  }
  finally {
    task "lambda" "end" { function = "f" }
  }
}`)
	for _, tt := range []struct{ name, timeout, heartbeat, role string }{
		{"all", "3600", "nil", `"arn:aws:iam::123456789012:role/all"`},
		{"kind", "7200", "nil", `"arn:aws:iam::123456789012:role/all"`},
		{"waits", "3600", "60", `"arn:aws:iam::123456789012:role/all"`},
		{"around", "10800", "nil", `"arn:aws:iam::123456789012:role/all"`},
		{"own", "60", "nil", `"arn:aws:iam::123456789012:role/own"`},
		{"quiet", "nil", "nil", "nil"},
		{"end", "3600", "nil", `"arn:aws:iam::123456789012:role/all"`},
	} {
		task := task(t, p, tt.name)
		if got := []string{text(task.Timeout), text(task.Heartbeat), text(task.Role)}; !slices.Equal(got, []string{tt.timeout, tt.heartbeat, tt.role}) {
			t.Errorf("%s has %v, want %v", tt.name, got, tt)
		}
	}
	if got := text(task(t, p, "kind").Arg("workers")); got != `{count=2 type="G.1X"}` {
		t.Errorf("workers %s", got)
	}
}

// What a task gives has the type that the catalog, returns or output say.
func TestOutputTypes(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"lambda", `task "lambda" "x" { function = "f" }`, "dynamic"},
		{"returns", `task "lambda" "x" {
  function = "f"
  returns  = list(number)
}`, "list of number"},
		{"output", `task "lambda" "x" {
  function = "f"
  returns  = object({ n = number })
  output   = { twice = result.n * 2, s = "n=${result.n}" }
}`, "object{s: string, twice: number}"},
		{"value", `task "value" "x" { value = { a = 1, b = [true] } }`, "object{a: number, b: tuple[bool]}"},
		{"without rows", `task "athena_query" "x" { query = "select 1" }`, "object"},
		{"with rows", `task "athena_query" "x" {
  query = "select 1"
  rows  = true
}`, "object with rows list of list of string"},
		{"wait", `task "wait" "x" { for = "1m" }`, "dynamic"},
		{"not awaited", `task "glue_job" "x" {
  job   = "j"
  await = "none"
}`, "object{JobName: string, JobRunId: string}"},
		{"stage", `stage "x" {
  task "lambda" "y" {
    function = "f"
    returns  = string
  }
  output = [task.y.output]
}`, "tuple[string]"},
		{"stage without output", `stage "x" {
  task "lambda" "y" { function = "f" }
}`, "object{}"},
		{"parallel", `parallel "x" {
  branch "a" { output = 1 }
  branch "b" {}
}`, "object{a: number, b: object{}}"},
		{"catch of the same type", `task "lambda" "x" {
  function = "f"
  returns  = object({ n = number })
  catch {
    on     = ["any"]
    then   = "continue"
    output = { n = 0 }
  }
}`, "object{n: number}"},
		{"catch of another type", `task "lambda" "x" {
  function = "f"
  returns  = object({ n = number, m = string })
  catch {
    on     = ["any"]
    then   = "continue"
    output = { n = "none" }
  }
}`, "dynamic"},
		{"catch with a member of another type", `task "lambda" "x" {
  function = "f"
  returns  = object({ n = number, m = string })
  catch {
    on     = ["any"]
    then   = "continue"
    output = { n = "none", m = "" }
  }
}`, "object{m: string, n: dynamic}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pipeline(t, "pipeline \"p\" {\n"+tt.body+"\noutput = task.x.output\n}\n")
			typ := p.Body.Output.Type()
			got := typeText(typ)
			switch tt.want {
			case "object":
				if !typ.IsObjectType() || typ.HasAttribute("rows") || !typ.HasAttribute("QueryExecutionId") {
					t.Errorf("got %s", got)
				}
			case "object with rows list of list of string":
				if !typ.HasAttribute("rows") || !typ.AttributeType("rows").Equals(cty.List(cty.List(cty.String))) {
					t.Errorf("got %s", got)
				}
			default:
				if got != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
			}
		})
	}
}

func typeText(t cty.Type) string {
	switch {
	case t.IsObjectType():
		var parts []string
		for name, of := range t.AttributeTypes() {
			parts = append(parts, name+": "+typeText(of))
		}
		slices.Sort(parts)
		return "object{" + strings.Join(parts, ", ") + "}"
	case t.IsTupleType():
		var parts []string
		for _, of := range t.TupleElementTypes() {
			parts = append(parts, typeText(of))
		}
		return "tuple[" + strings.Join(parts, ", ") + "]"
	}
	return t.FriendlyName()
}

// A polled task has a time between looks and a timeout, given or not.
func TestPolls(t *testing.T) {
	p := pipeline(t, `pipeline "p" {
  task "glue_crawler" "crawl" { crawler = "c" }
  task "redshift_query" "query" {
    sql       = "select 1"
    workgroup = "w"
    database  = "d"
    poll {
      every = "1m"
      delay = "2m"
    }
  }
  task "aws" "own" {
    call = "s3:headObject"
    poll {
      until = result.ContentLength >= 0
      fail  = result.ContentLength > 1000
      retry = ["S3.NoSuchKeyException"]
    }
    timeout = "6h"
  }
  task "aws" "two" {
    call = "glue:startDataQualityRulesetEvaluationRun"
    poll {
      every          = 5
      call           = "glue:getDataQualityRulesetEvaluationRun"
      arguments      = { RunId = started.RunId }
      until          = result.Status == "SUCCEEDED"
      stop_call      = "glue:cancelDataQualityRulesetEvaluationRun"
      stop_arguments = { RunId = started.RunId }
    }
    output = { id = started.RunId, status = result.Status }
  }
}`)
	want := map[string]string{
		"crawl": "30 0s 43200 false false false []",
		"query": "60 2m0s 43200 false false false []",
		"own":   "30 0s 21600 false true false [S3.NoSuchKeyException]",
		"two":   "5 0s 12500 true false true []",
	}
	for name, want := range want {
		task := task(t, p, name)
		l := task.Poll
		got := fmt.Sprintln(text(l.Every), l.Delay, text(task.Timeout), l.Call != nil, l.Fail != nil, l.Stop != nil, l.Retry)
		if got = strings.TrimSpace(got); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// The region and the account are known once they are pinned.
func TestAccount(t *testing.T) {
	const src = `pipeline "p" { output = "${aws.partition}/${aws.region}/${aws.account_id}" }`
	for _, tt := range []struct{ region, account, want string }{
		{"", "", "run time"},
		{"eu-west-1", "", "run time"},
		{"eu-west-1", "123456789012", `"aws/eu-west-1/123456789012"`},
		{"cn-north-1", "1", `"aws-cn/cn-north-1/1"`},
		{"us-gov-west-1", "1", `"aws-us-gov/us-gov-west-1/1"`},
	} {
		p := pipelineOf(t, map[string]string{"a.pipe.hcl": src}, dsl.Options{Region: tt.region, Account: tt.account})
		if got := text(p.Body.Output); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.region, tt.account, got, tt.want)
		}
		if p.Region != tt.region || p.Account != tt.account {
			t.Errorf("pinned to %q, %q", p.Region, p.Account)
		}
	}
}

// All sources of a directory are one project; order means nothing.
func TestFilesAreOneProject(t *testing.T) {
	files := map[string]string{
		"b.pipe.hcl":      "\xef\xbb\xbfpipeline \"second\" {\n  task \"pipeline\" \"t\" {\n    pipeline = pipeline.first\n    input    = { n = var.n }\n  }\n}\n",
		"a.pipe.hcl":      "pipeline \"first\" {\n  input \"n\" { type = number }\n  output = local.twice\n}\n",
		"z.pipe.hcl":      "variable \"n\" { default = 3 }\nlocals { twice = var.n * 2 }\n",
		".pipe.hcl":       "nonsense",
		"other.hcl":       "nonsense",
		"x.pipetest.hcl":  "nonsense",
		"sub/c.pipe.hcl":  "nonsense",
		"env/dev.pipe.md": "nonsense",
	}
	project, diags := loadFiles(files, dsl.Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var names []string
	for _, p := range project.Pipelines {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"first", "second"}) {
		t.Errorf("pipelines %v", names)
	}
	if got := text(project.Pipeline("first").Body.Output); got != "6" {
		t.Errorf("output %s", got)
	}
	if project.Pipeline("third") != nil {
		t.Error("there is no third")
	}
	if got := task(t, project.Pipeline("second"), "t").Pipeline; got != project.Pipeline("first") {
		t.Errorf("the task runs %v", got)
	}
	one, diags := loadFiles(files, dsl.Options{Files: []string{"z.pipe.hcl"}})
	if len(diags) > 0 || len(one.Pipelines) != 0 || len(one.Sources) != 1 {
		t.Errorf("one file: %v, %d pipelines", diags, len(one.Pipelines))
	}
}

// brokenFS fails in ways that files do.
type brokenFS struct{ fs.FS }

func (b brokenFS) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "secret") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	f, err := b.FS.Open(name)
	if err == nil && strings.HasPrefix(name, "torn") {
		return torn{f}, nil
	}
	return f, err
}

type torn struct{ fs.File }

func (torn) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

func TestUnreadable(t *testing.T) {
	deep := strings.Repeat("[", 10000) + strings.Repeat("]", 10000)
	tests := []struct {
		name, file, src string
		code            diag.Code
		detail          string
	}{
		{"forbidden", "secret.pipe.hcl", "", diag.UnreadableFile, `"secret.pipe.hcl" cannot be read: permission denied.`},
		{"an error while it is read", "torn.pipe.hcl", "x", diag.UnreadableFile, `"torn.pipe.hcl" cannot be read: input/output error.`},
		{"not UTF-8", "a.pipe.hcl", "locals {\n  a = \"\xff\"\n}\n", diag.NotUTF8, `Byte 16 of "a.pipe.hcl" is no UTF-8. Save the file as UTF-8.`},
		{"too large", "a.pipe.hcl", strings.Repeat("# large\n", 2<<20), diag.FileTooLarge, `"a.pipe.hcl" has more than 8 MB, which no pipeline needs. Split it, or keep data out of *.pipe.hcl files.`},
		{"too deep", "a.pipe.hcl", "locals { a = " + deep + " }\n", diag.NestedTooDeeply, ""},
		{"empty directory", "a.txt", "", diag.NoSources, "There is no file *.pipe.hcl in \".\". `pipectl init` writes a working example to start from."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := brokenFS{fstest.MapFS{tt.file: {Data: []byte(tt.src)}}}
			project, diags := dsl.Load(fsys, ".", dsl.Options{})
			if project == nil || len(diags) != 1 {
				t.Fatalf("%v", diags)
			}
			if got := diag.Of(diags[0]); got == nil || got.Code != tt.code || tt.detail != "" && diags[0].Detail != tt.detail {
				t.Errorf("got %v", diags)
			}
		})
	}
	if _, diags := dsl.Load(fstest.MapFS{}, "none", dsl.Options{}); len(diags) != 1 || !strings.Contains(diags[0].Detail, `"none" cannot be read`) {
		t.Errorf("a directory that is not there: %v", diags)
	}
	if _, diags := dsl.Load(fstest.MapFS{"d.pipe.hcl/x": {}}, ".", dsl.Options{}); len(diags) != 1 || !strings.Contains(diags[0].Detail, "it is a directory") {
		t.Errorf("a directory of a source's name: %v", diags)
	}
}

// A file with errors of its own tells those alone, not what follows from them.
func TestBrokenFileAlone(t *testing.T) {
	_, diags := loadFiles(map[string]string{
		"a.pipe.hcl": "variable \"n\" {\n  default = \n}\n",
		"b.pipe.hcl": "pipeline \"p\" { output = var.n + var.m }\n",
	}, dsl.Options{})
	if len(diags) != 1 || diags[0].Subject.Filename != "a.pipe.hcl" {
		t.Errorf("got %v", diags)
	}
}

// Diagnostics are in source order, each once, whatever is bound first.
func TestOrderOfDiagnostics(t *testing.T) {
	_, diags := loadFiles(map[string]string{
		"b.pipe.hcl": "locals { wrong = upper(run.day) }\n",
		"a.pipe.hcl": "pipeline \"p\" {\n  output = [local.wrong, local.wrong, input.y]\n  task \"lambda\" \"a\" {\n    function = local.wrong\n    payload  = input.x\n  }\n}\n",
	}, dsl.Options{})
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s:%d", d.Subject.Filename, d.Subject.Start.Line))
	}
	if want := []string{"a.pipe.hcl:2", "a.pipe.hcl:5", "b.pipe.hcl:1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v\n%v", got, want, diags)
	}
}

func TestCheckSyntax(t *testing.T) {
	for src, code := range map[string]diag.Code{
		"locals { a = 1 }\n":                  "",
		"pipeline \"p\" { nobody = knows }\n": "",
		"locals { a = }\n":                    diag.InvalidSyntax,
		"\xfe":                                diag.NotUTF8,
		"a = " + strings.Repeat("(", 9000) + "\n\n": diag.NestedTooDeeply,
	} {
		diags := dsl.CheckSyntax("x.pipe.hcl", []byte(src))
		switch {
		case code == "" && len(diags) > 0, code != "" && (len(diags) != 1 || diag.Of(diags[0]).Code != code):
			t.Errorf("%.30q: %v, want %q", src, diags, code)
		}
	}
}

func TestRead(t *testing.T) {
	fsys := brokenFS{fstest.MapFS{"a": {Data: []byte("\xef\xbb\xbfx = 1\n")}, "secret": {}}}
	if src, diags := dsl.Read(fsys, "a"); string(src) != "x = 1\n" || diags != nil {
		t.Errorf("%q, %v", src, diags)
	}
	if _, diags := dsl.Read(fsys, "secret"); !diags.HasErrors() {
		t.Error("a file that cannot be read is read")
	}
}
