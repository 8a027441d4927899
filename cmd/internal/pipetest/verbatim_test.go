package pipetest

import (
	"slices"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
)

const verbatims = `pipeline "p" {
  input "day" { type = string }
  task "asl" "alone" {
    input      = { day = input.day }
    definition = {
      Type      = "Task"
      Resource  = "arn:aws:states:::sqs:sendMessage"
      Arguments = { QueueUrl = "https://q", MessageBody = "{% $states.input.day %}" }
    }
    timeout = "1h"
  }
  task "asl" "shaped" {
    depends_on = [task.alone]
    input      = { day = input.day }
    definition = {
      Type      = "Task"
      Resource  = "arn:aws:states:::sqs:sendMessage"
      Arguments = { QueueUrl = "https://q", MessageBody = "{% $states.input.day %}" }
      Output    = "{% $states.result.MessageId %}"
      Retry     = [{ ErrorEquals = ["States.ALL"] }]
    }
    timeout = "1h"
  }
  task "asl" "machine" {
    for_each   = ["a", "b"]
    depends_on = [task.shaped]
    input      = { name = each.value }
    definition = {
      StartAt = "First"
      States = {
        First  = { Type = "Task", Resource = "arn:aws:states:::lambda:invoke", Arguments = { FunctionName = "f" }, Next = "Second" }
        Second = { Type = "Wait", Seconds = 3600, End = true }
      }
    }
    retry {
      on       = ["Bad"]
      attempts = 2
    }
    catch {
      on     = ["Worse"]
      then   = "continue"
      output = "caught"
    }
  }
  output = { alone = task.alone.output, shaped = task.shaped.output, machine = task.machine.output }
}`

// A task "asl" is one call, whatever is in it: its mock gives what the task
// gives, and what stands in the definition for errors and time does not count.
func TestVerbatim(t *testing.T) {
	input := asl.Object{{Key: "day", Value: asl.String("d")}}
	m := machineOf(t, verbatims)
	r := run(t, m, Options{Input: input, Mocks: Mocks{
		{Name: "alone", Output: asl.String("1")},
		{Name: "shaped", Output: asl.String("2")},
		{Name: "machine", Error: "Bad", Times: 1},
		{Name: "machine", Output: asl.String("3"), Times: 1, Takes: time.Minute},
		{Name: "machine", Error: "Worse"},
	}})
	if r.Status() != "succeeded" {
		t.Fatalf("%s: %s", r.Execution.Error, r.Execution.Cause)
	}
	got := string(asl.AppendValue(nil, r.Execution.Output, -1))
	if want := `{"alone":"1","shaped":"2","machine":["3","caught"]}`; got != want && got != `{"alone":"1","shaped":"2","machine":["caught","3"]}` {
		t.Errorf("the output is %s, want %s", got, want)
	}
	if want := []string{"alone", "shaped", "machine", "machine"}; !slices.Equal(r.Ran(), want) {
		t.Errorf("ran %v, want %v", r.Ran(), want)
	}
	for _, c := range r.Calls {
		text := string(asl.AppendValue(nil, c.Arguments, -1))
		want := map[string][]string{
			"alone":   {`{"MessageBody":"d","QueueUrl":"https://q"}`},
			"shaped":  {`{"MessageBody":"d","QueueUrl":"https://q"}`},
			"machine": {`{"name":"a"}`, `{"name":"b"}`},
		}[c.Name]
		if !c.Whole || !slices.Contains(want, text) {
			t.Errorf("%s was called with %s, want %v", c.Name, text, want)
		}
	}
	if len(r.Calls) != 5 {
		t.Errorf("%d calls, want 5: three tasks, one of them twice, and a retry", len(r.Calls))
	}
	if d := r.Duration(); d > 2*time.Minute {
		t.Errorf("it took %s: the machine's own Wait is part of the mock", d)
	}
}

// The errors of a mock are the task's own, and its timeout counts.
func TestVerbatimFails(t *testing.T) {
	input := asl.Object{{Key: "day", Value: asl.String("d")}}
	for _, name := range []string{"alone", "shaped"} {
		m := machineOf(t, verbatims)
		r := run(t, m, Options{Input: input, Mocks: Mocks{{Name: name, Error: "Odd", Cause: "why"}, {Name: Any}}})
		if x := r.Execution; x.Error != "Odd" || x.Cause != "why" {
			t.Errorf("%s: %s: %s", name, x.Error, x.Cause)
		}
		if n := len(r.Spans); r.Spans[n-1].Name != name || r.Spans[n-1].Attempts != 1 {
			t.Errorf("%s: ran %v, the last in %d attempts", name, r.Ran(), r.Spans[n-1].Attempts)
		}
		m = machineOf(t, verbatims)
		r = run(t, m, Options{Input: input, Mocks: Mocks{{Name: name, Takes: 2 * time.Hour}, {Name: Any}}})
		if r.Execution.Error != "States.Timeout" {
			t.Errorf("%s takes longer than its timeout: %s", name, r.Execution.Error)
		}
	}
}
