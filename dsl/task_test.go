package dsl_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

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
		{"a call in the models", `task "aws" "x" {
  call      = "sqs:getQueueUrl"
  arguments = { QueueName = "q" }
}`, "object{QueueUrl: string}"},
		{"a call of a service that is in none", `task "aws" "x" { call = "ivs:listChannels" }`, "dynamic"},
		{"returns instead of the model", `task "aws" "x" {
  call      = "sqs:getQueueUrl"
  arguments = { QueueName = "q" }
  returns   = object({ n = number })
}`, "object{n: number}"},
		{"the look of a poll", `task "aws" "x" {
  call      = "glue:startCrawler"
  arguments = { Name = "c" }
  poll {
    call      = "stepfunctions:describeMapRun"
    arguments = { MapRunArn = "a" }
    until     = result.Status == "SUCCEEDED"
  }
  output = { n = result.ItemCounts.Total, started = started }
}`, "object{n: number, started: object{}}"},
		{"a worker's answer", `task "aws" "x" {
  call      = "sqs:sendMessage"
  arguments = { QueueUrl = "https://sqs.eu-west-1.amazonaws.com/1/q", MessageBody = { token = task_token } }
  await     = "callback"
  timeout   = "1h"
}`, "dynamic"},
		{"the work's answer", `task "aws" "x" {
  call      = "glue:startJobRun"
  arguments = { JobName = "j" }
  await     = "completion"
  output    = { id = result.Id, seconds = result.ExecutionTime }
}`, "object{id: string, seconds: number}"},
		{"the answer of work that no kind waits for", `task "aws" "x" {
  call      = "eks:createCluster"
  arguments = { Name = "c", RoleArn = "arn:aws:iam::123456789012:role/r", ResourcesVpcConfig = {} }
  await     = "completion"
}`, "dynamic"},
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
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    poll {
      until = result.ContentLength >= 0
      fail  = result.ContentLength > 1000
      retry = ["S3.NoSuchKeyException"]
    }
    timeout = "6h"
  }
  task "aws" "two" {
    call      = "glue:startDataQualityRulesetEvaluationRun"
    arguments = { Role = "dq", RulesetNames = ["r"], DataSource = { GlueTable = { DatabaseName = "d", TableName = "t" } } }
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
