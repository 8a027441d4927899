package pipetest

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// suiteOf loads a project and its tests; the diagnostics are those of the tests.
func suiteOf(t *testing.T, pipe, tests string) (*Suite, []string) {
	t.Helper()
	fsys := fstest.MapFS{"main.pipe.hcl": {Data: []byte(pipe)}, "main.pipetest.hcl": {Data: []byte(tests)}}
	project, diags := dsl.Load(fsys, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, pipe)
	}
	suite, diags := Load(fsys, project, []string{"main.pipetest.hcl"})
	var found []string
	for _, r := range diag.Reports(diags, suite.Sources) {
		found = append(found, string(r.Code)+": "+r.Detail)
	}
	return suite, found
}

// failuresOf runs the only test of a suite and gives the texts of its failures,
// with the text that each is about.
func failuresOf(t *testing.T, pipe, test string) []string {
	t.Helper()
	suite, found := suiteOf(t, pipe, test)
	if len(found) > 0 {
		t.Fatalf("%v\n%s", found, test)
	}
	machines, diags := Compile(suite.Tests)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out []string
	for _, r := range RunTests(context.Background(), suite.Tests, machines) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		for _, f := range r.Failures {
			about := string(f.Range.SliceBytes(suite.Sources[f.Range.Filename]))
			out = append(out, about+": "+f.Text)
		}
	}
	return out
}

const orders = `
pipeline "orders" {
  input "n" {
    type    = number
    default = 5
  }
  cluster "emr" "lab" {
    release = "emr-7.5.0"
    roles   = { service = "s", instance = "i" }
    primary = { type = "m6g.xlarge" }
    core    = { type = "m6g.xlarge", count = 2 }
    subnets = ["subnet-1"]
  }
  task "lambda" "extract" {
    function = "extract"
    payload  = { n = input.n, tags = ["a", "b"], none = null }
  }
  task "emr_step" "refine" {
    cluster    = cluster.lab
    depends_on = [task.extract]
    command    = ["refine"]
  }
  task "wait" "settle" {
    when       = input.n > 7
    depends_on = [task.refine]
    for        = "1h"
  }
  output = { n = input.n }
}`

func TestJudge(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"all as expected", `
			mock "extract" {}
			mock "refine" {}
			expect {
				status  = "succeeded"
				error   = null
				output  = { n = 5 }
				ran     = ["extract", "lab-create", "refine", "lab-terminate"]
				skipped = ["settle"]
				within  = "0s"
			}
			expect_call "extract" { arguments = { Payload = { tags = ["a", "b"], none = null } } }
			expect_call "lab" { times = 1 }
			expect_call "lab-create" { times = 1 }
			expect_call "lab-terminate" { arguments = { ClusterId = "j-mock-lab" } }
			expect_call "refine" {
				times     = 0
				arguments = { ClusterId = "j-other" }
			}`, nil},
		{
			"status, error and output", `
			mock "extract" {
				error = "Boom"
				cause = "because"
			}
			expect {
				status = "succeeded"
				error  = "Bang"
				output = { n = 5 }
			}`,
			[]string{
				`status = "succeeded": The execution was to succeed, and it failed with Boom (because).`,
				`error  = "Bang": The error Bang was expected, and the execution failed with Boom (because).`,
			},
		},
		{
			"an output of what failed", `
			mock "extract" { error = "Boom" }
			expect { output = {} }`,
			[]string{`output = {}: An output was expected, and the execution failed with Boom.`},
		},
		{
			"no error", `
			mock "extract" { error = "Boom" }
			expect { error = null }`,
			[]string{`error = null: No error was expected, and the execution failed with Boom.`},
		},
		{
			"another output", `
			mock "*" {}
			expect { output = { n = 6 } }`,
			[]string{`output = { n = 6 }: The output of the execution is another one.`},
		},
		{
			"other tasks", `
			mock "*" {}
			expect { ran = ["extract", "settle"] }`,
			[]string{`ran = ["extract", "settle"]: Other tasks ran than expected:`},
		},
		{
			"another order", `
			mock "*" {}
			expect { ran = ["refine", "extract", "lab-create", "lab-terminate"] }`,
			[]string{`ran = ["refine", "extract", "lab-create", "lab-terminate"]: "refine" stands before "extract", which it has to wait for.`},
		},
		{
			"not skipped", `
			input = { n = 8 }
			mock "*" {}
			expect {
				skipped = ["settle", "refine"]
				within  = "59m"
			}`,
			[]string{
				`skipped = ["settle", "refine"]: "settle" was to be skipped, and it ran. Nothing was skipped.`,
				`skipped = ["settle", "refine"]: "refine" was to be skipped, and it ran. Nothing was skipped.`,
				`within  = "59m": The execution was to take no more than 59m, and took 1h.`,
			},
		},
		{
			"not reached", `
			mock "extract" { error = "Boom" }
			expect { skipped = ["settle"] }`,
			[]string{`skipped = ["settle"]: "settle" was to be skipped, and it was not reached. Nothing was skipped.`},
		},
		{
			"calls", `
			mock "*" {}
			expect_call "extract" { arguments = { Payload = { tags = ["a"] } } }
			expect_call "refine" { times = 2 }
			expect_call "lab" {
				times     = 1
				arguments = { Name = "another" }
			}`,
			[]string{
				`arguments = { Payload = { tags = ["a"] } }: "extract" was called once, and never with these arguments.`,
				`times = 2: "refine" was to be called twice, and it was once.`,
				`times     = 1: "lab" was to be called with these arguments once, and it was not.`,
			},
		},
		{
			"no call", `
			mock "extract" { error = "Boom" }
			expect_call "refine" {}
			expect_call "extract" { times = 0 }`,
			[]string{
				`expect_call "refine": "refine" was to be called, and it was not.`,
				`times = 0: "extract" was to be called at no time, and it was once.`,
			},
		},
		{
			"no mock", `
			mock "extract" {
				times = 1
				error = "Lambda.ServiceException"
			}`,
			[]string{`test "no mock": "extract" calls its service, and no mock is left to answer. Write another:`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := failuresOf(t, orders, "test \""+tt.name+"\" {\n  pipeline = \"orders\"\n"+tt.body+"\n}")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What stood before, after or beside what in an execution may be written in any
// order that the pipeline allows, and in no other.
func TestOrder(t *testing.T) {
	pipe := `
pipeline "p" {
  task "lambda" "a" { function = "a" }
  stage "s" {
    depends_on = [task.a]
    task "lambda" "b" { function = "b" }
    task "lambda" "c" {
      function   = "c"
      depends_on = [task.b]
      catch {
        on   = ["any"]
        then = "continue"
        task "lambda" "k" { function = "k" }
      }
    }
  }
  task "lambda" "d" { function = "d" }
  task "lambda" "e" {
    function   = "e"
    depends_on = [task.s]
    for_each   = [1, 2]
  }
  finally {
    task "lambda" "f" { function = "f" }
  }
}`
	tests := []struct{ order, want string }{
		{"a b c k d e e f", ""},
		{"d a b c k e e f", ""},
		{"a b c k e d e f", ""},
		{"b a c k d e e f", `"b" stands before "a", which it has to wait for.`},
		{"a c b k d e e f", `"c" stands before "b", which it has to wait for.`},
		{"a b k c d e e f", `"k" stands before "c", which it has to wait for.`},
		{"a b c e k d e f", "The tasks ran in no such order."},
		{"f a b c k d e e", `"f" stands before "a", which it has to wait for.`},
		{"a b c d k e f e", "The tasks ran in no such order."},
	}
	for _, tt := range tests {
		names := strings.Fields(tt.order)
		got := failuresOf(t, pipe, `test "order" {
  pipeline = "p"
  mock "c" { error = "Boom" }
  mock "*" {}
  expect { ran = ["`+strings.Join(names, `", "`)+`"] }
}`)
		text := strings.Join(got, "; ")
		if _, after, ok := strings.Cut(text, "]: "); ok {
			text = after
		}
		if text != tt.want {
			t.Errorf("%s: %q, want %q", tt.order, text, tt.want)
		}
	}
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", time.Second: "1s", 90 * time.Minute: "1h30m", 49 * time.Hour: "2d1h", 1500 * time.Millisecond: "1.5s",
	} {
		if got := Clock(d); got != want {
			t.Errorf("Clock(%v) = %s, want %s", d, got, want)
		}
	}
}
