package compiler_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/internal/golden"
)

// examples compiles each example, again and again, and calls f with each of its
// pipelines.
func examples(t *testing.T, f func(t *testing.T, dir string, p *dsl.Pipeline, r *compiler.Result)) {
	t.Helper()
	sources, err := filepath.Glob("../examples/*/main.pipe.hcl")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, source := range sources {
		dir := filepath.Dir(source)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			project, diags := dsl.Load(os.DirFS(dir), ".", dsl.Options{})
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			for _, p := range project.Pipelines {
				r, diags := compiler.Compile(p, compiler.Options{Strict: true})
				if len(diags) > 0 {
					t.Fatal(diags)
				}
				f(t, dir, p, r)
			}
		})
	}
}

// What is in examples/*/compiled is what the examples compile to.
func TestExamplesAreCompiled(t *testing.T) {
	examples(t, func(t *testing.T, dir string, p *dsl.Pipeline, r *compiler.Result) {
		checkMachine(t, p, r)
		for name, text := range map[string][]byte{
			p.Name + ".asl.json":    r.Machine.AppendJSON(nil),
			p.Name + ".policy.json": catalog.AppendJSON(nil, r.Policy),
		} {
			file := filepath.Join(dir, "compiled", name)
			if golden.Updating() {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, text, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(file)
			if errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s is missing: run pipectl compile %s", file, dir)
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, text) {
				t.Errorf("%s is not current: run pipectl compile %s (-file +now):\n%s", file, dir,
					cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(text), "\n")))
			}
		}
	})
}

// Compiling twenty times gives the same bytes twenty times.
func TestDeterministic(t *testing.T) {
	examples(t, func(t *testing.T, _ string, p *dsl.Pipeline, r *compiler.Result) {
		machine, policy, origins := r.Machine.AppendJSON(nil), catalog.AppendJSON(nil, r.Policy), r.SourceMap.AppendJSON(nil)
		for range 20 {
			again, _ := compiler.Compile(p, compiler.Options{})
			if !bytes.Equal(again.Machine.AppendJSON(nil), machine) {
				t.Fatalf("%s: the machine is another one", p.Name)
			}
			if !bytes.Equal(catalog.AppendJSON(nil, again.Policy), policy) {
				t.Fatalf("%s: the policy is another one", p.Name)
			}
			if !bytes.Equal(again.SourceMap.AppendJSON(nil), origins) {
				t.Fatalf("%s: the source map is another one", p.Name)
			}
		}
	})
}

// A lake of eight tasks takes one state more than its tasks, what polls the
// crawlers, and two Parallels.
func TestServerlessLakeIsSmall(t *testing.T) {
	examples(t, func(t *testing.T, _ string, p *dsl.Pipeline, r *compiler.Result) {
		if p.Name != "serverless_lake" {
			return
		}
		var tasks, parallels int
		more := map[string]bool{}
		var walk func(m *asl.Machine)
		walk = func(m *asl.Machine) {
			for _, e := range m.States {
				origin := r.SourceMap[e.Name]
				par, ok := e.State.(*asl.Parallel)
				switch {
				case ok:
					parallels++
					for _, b := range par.Branches {
						walk(b)
					}
				case origin.Role == "task":
					tasks++
				case !strings.HasPrefix(origin.Item, "catalog_"):
					more[e.Name] = true
				}
			}
		}
		walk(r.Machine)
		if tasks != 8 || parallels != 2 {
			t.Errorf("%d tasks and %d Parallels, want 8 and 2", tasks, parallels)
		}
		if diff := cmp.Diff(map[string]bool{"pipeline-failed": true}, more); diff != "" {
			t.Errorf("other states (-want +got):\n%s", diff)
		}
	})
}
