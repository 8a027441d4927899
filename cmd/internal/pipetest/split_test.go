package pipetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A pipeline that is too large for one machine becomes several, which pass the
// same tests: here the limit is set so low that even small ones are cut.
func TestSplitPipelinesPassTheirTests(t *testing.T) {
	split := 0
	for _, root := range []string{"../../../examples", "../../../../shared/acceptance"} {
		entries, err := os.ReadDir(root)
		if err != nil {
			t.Logf("left out: %v", err)
			continue
		}
		for _, e := range entries {
			if !e.IsDir() {
				continue
			}
			fsys := os.DirFS(filepath.Join(root, e.Name()))
			project, diags := dsl.Load(fsys, ".", dsl.Options{})
			if diags.HasErrors() {
				continue // told by the tests of the whole
			}
			names, err := Files(fsys, ".")
			if err != nil {
				t.Fatal(err)
			}
			suite, diags := Load(fsys, project, names)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			t.Run(e.Name(), func(t *testing.T) {
				machines := map[string]*Machine{}
				var tests []*Test
				whole, _ := Compile(suite.Tests)
				for i, r := range RunTests(context.Background(), suite.Tests, whole) {
					test := suite.Tests[i]
					if !r.Passed() {
						continue // told by the tests of the whole
					}
					p := test.Pipeline
					if machines[p.Name] == nil {
						parts := 0
						machines[p.Name], parts = compileSmall(t, p)
						if parts == 0 {
							continue
						}
						split++
					}
					tests = append(tests, test)
				}
				for _, r := range RunTests(context.Background(), tests, machines) {
					for _, f := range r.Failures {
						t.Errorf("%s: %s: %s\n%v\nwant %s\ngot  %s", r.Test.Name, f.Range, f.Text, f.Lines, pretty(f.Want), pretty(f.Got))
					}
					if r.Err != nil {
						t.Errorf("%s: %v", r.Test.Name, r.Err)
					}
				}
			})
		}
	}
	if split < 3 {
		t.Errorf("%d pipelines were cut, want some", split)
	}
	t.Logf("%d pipelines were cut", split)
}

// compileSmall compiles with the lowest limit of those tried that the pipeline
// can be cut to.
func compileSmall(t *testing.T, p *dsl.Pipeline) (*Machine, int) {
	t.Helper()
	whole, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	size := largest(whole)
	for _, percent := range []int{40, 50, 60, 75, 90} {
		r, diags := compiler.Compile(p, compiler.Options{Limits: compiler.Limits{Bytes: size * percent / 100}})
		if r != nil {
			return NewMachine(p, r), len(r.Parts) - len(whole.Parts)
		}
		for _, d := range diags {
			if d.Severity == hcl.DiagError && diag.Of(d).Code != diag.MachineTooLarge {
				t.Fatal(diags)
			}
		}
	}
	return NewMachine(p, whole), 0
}

// largest is the size of the largest machine, in bytes.
func largest(r *compiler.Result) int {
	size := len(r.Machine.AppendCompact(nil))
	for _, part := range r.Parts {
		size = max(size, len(part.Machine.AppendCompact(nil)))
	}
	return size
}
