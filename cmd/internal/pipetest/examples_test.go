package pipetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pipectl/pipectl/dsl"
)

// The tests of the examples pass.
func TestExamples(t *testing.T) {
	root := "../../../examples"
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			t.Run(e.Name(), func(t *testing.T) { passes(t, filepath.Join(root, e.Name())) })
		}
	}
}

// passes loads the project in a directory and runs its tests.
func passes(t *testing.T, dir string) {
	t.Helper()
	fsys := os.DirFS(dir)
	project, diags := dsl.Load(fsys, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	names, err := Files(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	suite, diags := Load(fsys, project, names)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	machines, diags := Compile(suite.Tests)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if len(suite.Tests) == 0 {
		t.Fatal("there are no tests")
	}
	for _, r := range RunTests(context.Background(), suite.Tests, machines) {
		t.Run(r.Test.Name, func(t *testing.T) {
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			if why := unmet[r.Test.Pipeline.Name+": "+r.Test.Name]; why != "" {
				if r.Passed() {
					t.Errorf("it passes now: take it off the list of those that do not, because %s", why)
				}
				t.Skip(why)
			}
			for _, f := range r.Failures {
				t.Errorf("%s: %s\n%v\nwant %s\ngot  %s", f.Range, f.Text, f.Lines, pretty(f.Want), pretty(f.Got))
			}
		})
	}
}

// unmet are tests that do not pass yet, and why. One that passes is taken off.
var unmet = map[string]string{}

// So do those of real pipelines, but for those of unmet.
func TestAcceptance(t *testing.T) {
	root := "../../../../shared/acceptance"
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Skipf("no acceptance pipelines: %v", err)
	}
	for _, e := range entries {
		if e.IsDir() {
			t.Run(e.Name(), func(t *testing.T) {
				passes(t, filepath.Join(root, e.Name()))
			})
		}
	}
}
