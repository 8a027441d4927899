package pipetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/resume"
	"github.com/pipectl/pipectl/compiler"
)

// What an execution did not do that goes on from another is not told as if it had.
func TestFollowResumed(t *testing.T) {
	const src = `pipeline "p" {
  task "lambda" "a" {
    function    = "a"
    description = "the first"
  }
  task "value" "v" { value = { id = uuid(), of = task.a.output } }
  map "each" {
    items = ["x", "y"]
    task "lambda" "in" {
      function = "in"
      payload  = [each.value, task.v.output.id]
    }
    task "lambda" "then" {
      when     = task.in.output.go
      function = "then"
    }
  }
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.each]
  }
  task "lambda" "c" {
    function   = "c"
    depends_on = [task.b]
  }
}`
	yes, err := asl.DecodeValue([]byte(`{"Payload":{"go":true}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, sources := range []string{"its own", "those before it"} {
		p, r := compiledOf(t, src)
		failing := func(c engine.Call) engine.Outcome {
			if c.State == "b" || c.State == "then" {
				return engine.Outcome{Error: "Boom"}
			}
			return engine.Outcome{Output: yes}
		}
		before, err := engine.Run(context.Background(), r.Machine, asl.Object{}, engine.Options{Task: failing})
		if err != nil {
			t.Fatal(err)
		}
		if err := resume.Skip(p, resume.Skipped{Task: "b"}); err != nil {
			t.Fatal(err)
		}
		_, plain := compiledOf(t, src)
		result, diags := compiler.Compile(p, compiler.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		plan, err := resume.Machines(p, result, []resume.Past{{Events: before.Events}}, resume.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f := Follow(p, result, nil, nil)
		if sources != "its own" {
			q, _ := compiledOf(t, src)
			f = Follow(q, plain, plan.Machine, nil)
		}
		x, err := engine.Run(context.Background(), plan.Machine, asl.Object{}, engine.Options{
			Event: f.Event, Task: func(engine.Call) engine.Outcome { return engine.Outcome{Output: yes} },
		})
		if err != nil {
			t.Fatal(err)
		}
		run := f.Run(x)
		if x.Status != engine.Succeeded {
			t.Fatalf("it ends with %s: %s", x.Error, x.Cause)
		}
		var took []string
		for _, one := range run.Taken() {
			took = append(took, one.Task)
		}
		for _, test := range []struct {
			what      string
			got, want []string
		}{
			{"ran", run.Ran(), []string{"then", "then", "c"}},
			{"kept", run.Kept(), []string{"a", "v", "in", "in"}},
			{"skipped", run.Skipped, []string{"b"}},
			// How long the others take is known of the execution before.
			{"took a time", took, []string{"then", "then", "c"}},
		} {
			if diff := cmp.Diff(test.want, test.got); diff != "" {
				t.Errorf("by sources of %s: %s (-want +got):\n%s", sources, test.what, diff)
			}
		}
	}
}
