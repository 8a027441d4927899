package compiler_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// verbatimOf compiles a pipeline that runs a definition between tasks of its own.
func verbatimOf(t *testing.T, definition string) (*compiler.Result, []*diag.Problem) {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"d.asl.json": {Data: []byte(definition)}, "main.pipe.hcl": {Data: []byte(`pipeline "p" {
  task "lambda" "before" { function = "before" }
  task "asl" "it" {
    input      = { n = task.before.output, list = [1, 2] }
    definition = file("d.asl.json")
    catch {
      on   = ["any"]
      then = "continue"
    }
  }
  task "lambda" "after" {
    function = "after"
    payload  = { it = try(task.it.output.a, null), n = task.before.output }
  }
  on_failure {
    task "lambda" "tell" {
      function = "tell"
      payload  = error.task
    }
  }
}`)}}, ".", dsl.Options{})
	if !diags.HasErrors() {
		r, more := compiler.Compile(project.Pipelines[0], compiler.Options{})
		diags = append(diags, more...)
		if !diags.HasErrors() {
			return r, problems(diags)
		}
	}
	return nil, problems(diags)
}

func problems(diags hcl.Diagnostics) []*diag.Problem {
	var out []*diag.Problem
	for _, d := range diags {
		out = append(out, diag.Of(d))
	}
	return out
}

// FuzzVerbatim compiles any definition: what is not refused as the user's mistake
// makes a machine that AWS takes.
func FuzzVerbatim(f *testing.F) {
	for _, seed := range []string{
		`{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f", "Payload": "{% $states.input %}"}}`,
		`{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% $merge([$states.input, {'FunctionName': $states.input.n[0]}]) %}", "Next": "x"}`,
		`{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {}, "Output": "{% $states.result %}", "Assign": {"task_before": 1}}`,
		`{"Type": "Pass", "Output": {"a": "{% $states.context.Execution.Id %}"}, "Assign": {"x": "{% $uuid() %}"}}`,
		`{"Type": "Wait", "Seconds": "{% $states.input.n %}"}`,
		`{"Type": "Succeed"}`, `{"Type": "Fail", "Error": "E"}`, `{"Type": "Choice"}`, `{}`, `[]`, `1`, `{"States": {}}`, `{"States": 1}`, `{"Type": 1}`,
		`{"Type": "Map", "Items": "{% $states.input.list %}", "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}}`,
		`{"Type": "Map", "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Arguments": {"Bucket": "b"}}, "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}}`,
		`{"Type": "Parallel", "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"v": 1}, "Next": "B"}, "B": {"Type": "Pass", "Output": "{% $v %}", "End": true}}}]}`,
		`{"QueryLanguage": "JSONata", "Version": "1.0", "StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.n > 1 %}", "Next": "B"}], "Default": "C"}, "B": {"Type": "Succeed"}, "C": {"Type": "Fail"}}}`,
		`{"StartAt": "it", "States": {"it": {"Type": "Pass", "End": true}}}`,
		`{"StartAt": "a-b", "States": {"a-b": {"Type": "Pass", "End": true}}}`,
		`{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, definition string) {
		if len(definition) > 1<<12 {
			t.Skip("it would only be slow")
		}
		r, found := verbatimOf(t, definition)
		for _, p := range found {
			if p == nil || p.Code == diag.InvalidMachine {
				t.Fatalf("%+v\n%s", p, definition)
			}
		}
		if r == nil {
			return
		}
		text := r.Machine.AppendJSON(nil)
		for _, p := range validate.Definition(text, validate.Options{}) {
			if p.Severity == validate.Error {
				t.Errorf("%s\n%s\n%s", p, definition, text)
			}
		}
		if again, _ := verbatimOf(t, definition); again == nil || string(again.Machine.AppendJSON(nil)) != string(text) {
			t.Errorf("compiled again it is another machine:\n%s", definition)
		}
	})
}

// What a Task alone reads of its input is put in its place where it means the
// same; where it might not, the input is that of a Parallel.
func TestInPlace(t *testing.T) {
	tests := []struct{ arguments, want string }{
		{`{"X": "{% $states.input.n %}"}`, `"X": "{% $task_before %}"`},
		{`{"X": "{% $states.input.list %}"}`, `"X": "{% [1, 2] %}"`},
		{`{"X": "{% $states.input.other %}"}`, `"X": "{% {'n': $task_before, 'list': [1, 2]}.other %}"`},
		{`{"X": "{% $states.context.Execution.Id %}"}`, `"X": "{% $states.context.Execution.Id %}"`},
		{`{"X": "plain", "Y": [1, {"Z": "{% $states.input.n & '' %}"}]}`, `"Z": "{% $task_before & '' %}"`},
		{`{"X": "{% $states.input.n[0] %}"}`, `{'n': $task_before, 'list': [1, 2]}.n[0]`},
		{`{"X": "{% $states[0].input %}"}`, `"Type": "Parallel"`},
		{`{"X": "{% $lookup($states, 'input') %}"}`, `"Type": "Parallel"`},
		{`{"X": "{% ($states := {'input': 1}; $states.input) %}"}`, `"Type": "Parallel"`},
		{`{"X": "{% ($task_before := 1; $task_before & $states.input.n) %}"}`, `"Type": "Parallel"`},
		{`{"X": "{% $map([1], function($task_before){$states.input.n}) %}"}`, `"Type": "Parallel"`},
		{`{"X": "{% ($y := 1; $y & $states.input.n) %}"}`, `"X": "{% ($y := 1; $y & $task_before) %}"`},
	}
	for _, test := range tests {
		r, found := verbatimOf(t, `{"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "Arguments": `+test.arguments+`}`)
		if r == nil {
			t.Errorf("%s: %+v", test.arguments, found)
			continue
		}
		if text := string(r.Machine.AppendJSON(nil)); !strings.Contains(text, test.want) {
			t.Errorf("%s does not become %s:\n%s", test.arguments, test.want, text)
		}
	}
}

// A pipeline that is cut into parts keeps its definitions whole, each in one of
// them, under the names of their states.
func TestVerbatimSplit(t *testing.T) {
	var src strings.Builder
	src.WriteString("pipeline \"p\" {\n  input \"n\" { type = number }\n")
	for i := range 12 {
		fmt.Fprintf(&src, `  task "asl" "m%d" {
    %s
    input = { n = input.n, before = %s }
    definition = {
      StartAt = "Look%d"
      States = {
        Look%d = {
          Type = "Task", Resource = "arn:aws:states:::lambda:invoke", Next = "Keep%d"
          Arguments = { FunctionName = "f", Payload = "{%% $states.input %%}" }
        }
        Keep%d = { Type = "Pass", Assign = { v = "{%% $states.input %%}" }, Output = "{%% $states.input.Payload %%}", End = true }
      }
    }
  }
`, i, map[bool]string{true: "", false: fmt.Sprintf("depends_on = [task.m%d]", i-1)}[i == 0],
			map[bool]string{true: "null", false: fmt.Sprintf("task.m%d.output", max(i-1, 0))}[i == 0], i, i, i, i)
	}
	src.WriteString("}\n")
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src.String())}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	r, diags := compiler.Compile(project.Pipelines[0], compiler.Options{Limits: compiler.Limits{Bytes: 5500}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if len(r.Parts) == 0 {
		t.Fatal("it was not cut")
	}
	seen := map[string]int{}
	for _, m := range append([]*asl.Machine{r.Machine}, machines(r.Parts)...) {
		for _, p := range validate.Definition(m.AppendJSON(nil), validate.Options{}) {
			if p.Severity == validate.Error {
				t.Error(p)
			}
		}
		asl.Walk(m, func(_, name string, _ asl.State) { seen[name]++ })
	}
	for i := range 12 {
		for _, name := range []string{fmt.Sprintf("m%d", i), fmt.Sprintf("Look%d", i), fmt.Sprintf("Keep%d", i)} {
			if seen[name] != 1 {
				t.Errorf("there are %d states %q", seen[name], name)
			}
			if r.SourceMap[name].Item != fmt.Sprintf("m%d", i) {
				t.Errorf("%q comes from %+v", name, r.SourceMap[name])
			}
		}
	}
}

func machines(parts []compiler.Part) []*asl.Machine {
	var out []*asl.Machine
	for _, p := range parts {
		out = append(out, p.Machine)
	}
	return out
}
