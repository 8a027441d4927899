package pipetest

import (
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// What a distributed map reads is what the mock of its name gives, in whatever
// form the objects would be.
func TestMockReader(t *testing.T) {
	m := machineOf(t, `pipeline "p" {
  input "bucket" { type = string }
  map "files" {
    distributed = true
    reader = {
      Resource     = "arn:aws:states:::s3:getObject"
      ReaderConfig = { InputType = "CSV", CSVHeaderLocation = "FIRST_ROW", MaxItems = 2 }
      Arguments    = { Bucket = input.bucket, Key = "files.csv" }
    }
    task "lambda" "load" {
      function = "load"
      payload  = { name = each.value.name }
    }
    output = task.load.output
  }
  output = { got = task.files.output }
}`)
	input := asl.Object{{Key: "bucket", Value: asl.String("b")}}
	row := func(name string) asl.Value { return asl.Object{{Key: "name", Value: asl.String(name)}} }
	load := &Mock{Name: "load", Output: asl.String("done")}
	r := run(t, m, Options{Input: input, Mocks: Mocks{{Name: "files", Output: asl.Array{row("a"), row("b"), row("c")}}, load}})
	if got := string(asl.AppendValue(nil, r.Execution.Output, -1)); got != `{"got":["done","done"]}` {
		t.Errorf("%s: %s", got, r.Execution.Cause)
	}
	if len(r.Spans) != 2 || len(r.Calls) != 2 || r.Spans[0].Name != "load" || r.Spans[0].Element == r.Spans[1].Element {
		t.Errorf("ran %v", r.Ran())
	}
	if name, _ := r.Calls[1].Arguments.(asl.Object).Get("Payload"); !asl.Equal(name, row("b")) {
		t.Errorf("the second call has %v", name)
	}
	r = run(t, m, Options{Input: input, Mocks: Mocks{{Name: "files", Error: "States.ItemReaderFailed", Cause: "gone"}}})
	if r.Execution.Error != "States.ItemReaderFailed" || r.Execution.Cause != "gone" {
		t.Errorf("%s: %s", r.Execution.Error, r.Execution.Cause)
	}
	if r = run(t, m, Options{Input: input}); r.Missing == nil || r.Missing.Name != "files" || r.Missing.Suggestion()[1] != "    output = []" {
		t.Errorf("without a mock: %+v", r.Missing)
	}
	if r = run(t, m, Options{Input: input, Stub: true}); r.Status() != "succeeded" {
		t.Errorf("with a stub: %s", r.Execution.Cause)
	}
	if r = run(t, m, Options{Input: input, Mocks: Mocks{{Name: "files", Output: row("a")}}}); r.Contradiction == nil {
		t.Error("an object stands for a list")
	}
}
