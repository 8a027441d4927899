package dsl_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

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

// Text that names a value in the way of another tool is warned of, and only
// that.
func TestForeignTemplates(t *testing.T) {
	tests := map[string]bool{
		`"{{ input.day }}"`: true, `"{{input.day}}"`: true, `"x $input.day"`: true, `"a/$task.x.output/b"`: true, `upper("$var.x")`: true,
		`"${input.day}"`: false, `"$${input.day}"`: false, `"{{ ds }}"`: false, `"$1"`: false, `"$inputs.day"`: false, `"$$input.day"`: false,
		`"{{ params.day }}"`: false, `jsonata("$input.day", { input = 1 })`: false, `"{% $input.day %}"`: false, `"my$input.day"`: false,
	}
	for src, want := range tests {
		_, diags := load("pipeline \"p\" {\n  input \"day\" { type = string }\n  output = " + src + "\n}\n")
		if got := len(diags) == 1 && diag.Of(diags[0]).Code == diag.ForeignTemplate && !diags.HasErrors(); got != want || !want && len(diags) > 0 {
			t.Errorf("%s: %v, want a warning: %v", src, diags, want)
		}
	}
}
