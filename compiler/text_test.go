package compiler_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// A variable of a branch that is handed out has another name in the branch; what a
// text in jsonata() calls by that name stays the text's.
func TestTextsInBranches(t *testing.T) {
	result, diags := compiled(`
pipeline "p" {
  input "n" { type = number }
  task "lambda" "a" {
    function = "a"
    payload  = { n = input.n }
  }
  task "lambda" "b" {
    function = "b"
    payload  = jsonata("{'own': $task_a, 'more': $x}", { task_a = "own", x = task.a.output })
  }
  task "lambda" "c" { function = "c" }
  task "lambda" "d" {
    function   = "d"
    payload    = { a = task.a.output, c = task.c.output }
    depends_on = [task.b]
  }
}`)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	got := map[string]string{}
	x, err := engine.Run(context.Background(), result.Machine, asl.Object{{Key: "n", Value: asl.Number("1")}}, engine.Options{Task: func(c engine.Call) engine.Outcome {
		args, _ := c.Arguments.(asl.Object)
		payload, _ := args.Get("Payload")
		got[c.State] = string(asl.AppendValue(nil, payload, -1))
		return engine.Outcome{Output: asl.Object{{Key: "Payload", Value: asl.String("of " + c.State)}}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if x.Status != "SUCCEEDED" {
		t.Fatalf("it ended %s: %s %s", x.Status, x.Error, x.Cause)
	}
	want := map[string]string{
		"a": `{"n":1}`, "b": `{"own":"own","more":"of a"}`, "c": "null", "d": `{"a":"of a","c":"of c"}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("payloads (-want +got):\n%s", diff)
	}
}
