package pipetest

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// machineOf compiles the pipeline "p" of a source.
func machineOf(t *testing.T, src string) *Machine {
	t.Helper()
	return machineIn(t, src, dsl.Options{})
}

func machineIn(t *testing.T, src string, opts dsl.Options) *Machine {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", opts)
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, src)
	}
	p := project.Pipeline("p")
	r, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, src)
	}
	return NewMachine(p, r)
}

func projectOf(t *testing.T, src string) *dsl.Project {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, src)
	}
	return project
}

// run runs a machine that can be run.
func run(t *testing.T, m *Machine, opts Options) *Run {
	t.Helper()
	r, err := m.Run(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every kind that calls a service is mocked as one thing: what the mock gives is
// what others read of the task, an error is the task's, and an example made up
// ends the task well.
func TestKinds(t *testing.T) {
	for _, k := range catalog.All {
		if !dsl.Calls(k) {
			continue
		}
		t.Run(k.Name, func(t *testing.T) {
			example, reshaped, _ := strings.Cut(k.Example, "\n  output ")
			if reshaped != "" {
				example += "\n}"
			}
			_, rest, _ := strings.Cut(example, `" "`)
			name, _, _ := strings.Cut(rest, `"`)
			src := k.Beside + "\npipeline \"p\" {\n" + example + "\noutput = { got = task." + name + ".output }\n}"
			m := machineOf(t, src)
			task := m.names.task(name)
			if task == nil {
				t.Fatalf("no task %q in %s", name, src)
			}
			result := stub(task)
			r := run(t, m, Options{Mocks: Mocks{{Name: name, Output: result}}})
			if r.Status() != "succeeded" {
				t.Fatalf("with a mock: %+v\n%s", r.Execution.Cause, src)
			}
			if got, _ := r.Execution.Output.(asl.Object).Get("got"); !asl.Equal(got, result) {
				t.Errorf("the task gives %s, the mock %s", pretty(got), pretty(result))
			}
			if len(r.Spans) != 1 || r.Spans[0].Name != name || r.Spans[0].Attempts != 1 {
				t.Errorf("ran %v", r.Ran())
			}

			errors := []string{"States.TaskFailed"}
			if k.Poll != nil {
				errors = append(errors, k.Poll.Error)
			}
			for _, e := range errors {
				r = run(t, m, Options{Mocks: Mocks{{Name: name, Error: e, Cause: "because"}}})
				if x := r.Execution; r.Status() != "failed" || x.Error != e || x.Cause != "because" {
					t.Errorf("with the error %s: %s, %s: %s", e, r.Status(), x.Error, x.Cause)
				}
			}

			r = run(t, m, Options{Stub: true})
			if r.Status() != "succeeded" {
				t.Errorf("with a stub: %s: %s", r.Execution.Error, r.Execution.Cause)
			}
			r = run(t, m, Options{})
			if r.Missing == nil || r.Missing.Name != name || r.Missing.Kind != k.Name {
				t.Errorf("without a mock: %+v", r.Missing)
			}
		})
	}
}

// The rows of a query come from a second call, which a mock need not know.
func TestSecondCall(t *testing.T) {
	src := `pipeline "p" {
  task "athena_query" "count" {
    query    = "SELECT 1"
    database = "lake"
    rows     = true
  }
  output = { rows = task.count.output.rows, id = task.count.output.QueryExecutionId }
}`
	rows := func(all ...string) asl.Value {
		var out asl.Array
		for _, r := range all {
			out = append(out, asl.Array{asl.String(r), asl.Null{}})
		}
		return out
	}
	for _, statement := range []string{"DML", "DDL", ""} {
		m := machineOf(t, src)
		mock := asl.Object{{Key: "QueryExecutionId", Value: asl.String("q-1")}, {Key: "rows", Value: rows("a", "b")}}
		if statement != "" {
			mock = append(mock, asl.Member{Key: "StatementType", Value: asl.String(statement)})
		}
		r := run(t, m, Options{Mocks: Mocks{{Name: "count", Output: mock}}})
		got, _ := r.Execution.Output.(asl.Object).Get("rows")
		if !asl.Equal(got, rows("a", "b")) {
			t.Errorf("of a statement %q the rows are %v: %s", statement, pretty(got), r.Execution.Cause)
		}
		if len(r.Calls) != 2 || !r.Calls[0].Whole || r.Calls[1].Whole {
			t.Errorf("calls: %v", r.Calls)
		}
		m = machineOf(t, src)
		r = run(t, m, Options{Mocks: Mocks{{Name: "count"}}})
		if got, _ := r.Execution.Output.(asl.Object).Get("rows"); !asl.Equal(got, asl.Array{}) {
			t.Errorf("without rows there are %v", pretty(got))
		}
	}
}
