package compiler_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// goldenKinds are the archives of testdata/compile that show kinds of task.
func goldenKinds(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../testdata/compile/kind_*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

// Every kind of task has all that a kind has: a page, a golden with its machine
// for each way to wait, its policy and a run in the engine, and a wrong pipeline
// that shows what is told of a mistake. Its example is compiled by another test.
func TestKindsAreWhole(t *testing.T) {
	archives := goldenKinds(t)
	var wrong strings.Builder
	files, err := filepath.Glob("../testdata/errors/*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`# ERROR: `).Match(text) {
			wrong.Write(text)
		}
	}
	has := func(archive, kind string) bool { return strings.Contains(archive, `task "`+kind+`" `) }
	for _, name := range catalog.Names() {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat("../docs/kinds/" + name + ".md"); err != nil {
				t.Error(err)
			}
			if !has(wrong.String(), name) {
				t.Error("no testdata/errors/*.hcl shows a mistake in it")
			}
			k, ok := catalog.Lookup(name)
			if !ok {
				return // a portable one becomes another kind, and its tests are by engine
			}
			if k.Doc == "" || k.Example == "" {
				t.Error("it has no doc or no example")
			}
			var own strings.Builder
			for _, a := range archives {
				if has(a, name) {
					own.WriteString(a)
				}
			}
			if own.Len() == 0 {
				t.Fatal("no testdata/compile/kind_*.txtar has a task of it")
			}
			if !strings.Contains(own.String(), "\n-- out/run.run.txt --\n") && !regexp.MustCompile(`\n-- out/[a-z_.]+\.run\.txt --\n`).MatchString(own.String()) {
				t.Error("no golden of it runs")
			}
			if dsl.Calls(k) && !strings.Contains(own.String(), "policy.json --\n") {
				t.Error("no golden of it shows the policy")
			}
			for _, resource := range resources(k) {
				if !strings.Contains(own.String(), `"Resource": "`+resource+`"`) {
					t.Errorf("no golden of it calls %s", resource)
				}
			}
		})
	}
}

// resources are those of all calls of a kind that the catalog itself names.
func resources(k *catalog.Kind) []string {
	var out []string
	add := func(calls ...catalog.Call) {
		for _, c := range calls {
			if !strings.Contains(c.Resource, "{") && !slices.Contains(out, c.Resource) {
				out = append(out, c.Resource)
			}
		}
	}
	for _, m := range k.Modes {
		add(m.Call)
		if m.Then != nil {
			add(m.Then.Call)
		}
	}
	if p := k.Poll; p != nil {
		add(p.Start, p.Look)
		for _, c := range []*catalog.Call{p.StartElse, p.Stop} {
			if c != nil {
				add(*c)
			}
		}
	}
	return out
}
