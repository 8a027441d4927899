package compiler_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// What cannot be nested exactly is nested so that the tasks that take long are
// not held up: the hints decide which of two waits is added.
func TestHintsDecideTheWait(t *testing.T) {
	const source = `
pipeline "p" {
  task "lambda" "a" { function = "a" }
  stage "b" {
    task "lambda" "b1" { function = "b" }
    task "lambda" "b2" {
      function   = "b"
      depends_on = [task.b1]
    }
  }
  task "lambda" "c" {
    function   = "c"
    depends_on = [task.a]
  }
  task "lambda" "d" {
    function   = "d"
    depends_on = [task.a, task.b]
  }
}`
	for _, tt := range []struct{ name, hints, want string }{
		{"a is slow: c waits for b", `{"a": 600, "b1": 1, "b2": 1, "c": 600, "d": 1}`, `"c" waits for "b"`},
		{"b is slow: it waits for a", `{"a": 1, "b1": 300, "b2": 300, "c": 600, "d": 1}`, `"b" waits for "a"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{"main.pipe.hcl": {Data: []byte(source)}, "p.hints.json": {Data: []byte(tt.hints)}}
			project, diags := dsl.Load(fsys, ".", dsl.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			_, diags = compiler.Compile(project.Pipelines[0], compiler.Options{})
			if len(diags) != 1 || !strings.Contains(diags[0].Detail, tt.want) {
				t.Errorf("%v, want one warning that %s", diags, tt.want)
			}
		})
	}
}
