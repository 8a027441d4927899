package deploytest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/internal/awstest"
)

// wide is a pipeline that is cut into machines which run each other; version is
// in all of them. Without an alias the machine itself serves.
func wide(t testing.TB, tasks int, version, alias string) deploy.Spec {
	t.Helper()
	var text strings.Builder
	text.WriteString("pipeline \"lake\" {\n" + alias + "  logging { level = \"off\" }\n")
	for n := range tasks {
		fmt.Fprintf(&text, "  task \"lambda\" \"t%d\" { function = \"t%d-%s\" }\n", n, n, version)
	}
	text.WriteString("}\n")
	loaded, diags := dsl.Load(source(text.String()), ".", dsl.Options{Region: virginia.Region, Account: virginia.Account})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	r, diags := compiler.Compile(loaded.Pipelines[0], compiler.Options{Limits: compiler.Limits{Bytes: 8000}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	s, err := spec.Of(project, loaded.Pipelines[0], r, virginia)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// served is what executions run now: the definition, in which what it does stands
// for the version of a part.
func served(a *account, alias string) string {
	for _, text := range a.everything() {
		if rest, ok := strings.CutPrefix(text, "alias lake/live "); ok && alias != "" {
			return rest
		}
		if rest, ok := strings.CutPrefix(text, "machine lake "); ok && alias == "" {
			before, _, _ := strings.Cut(rest, "map[") // its tags are written later
			return before
		}
	}
	return "nothing"
}

// A failure of calls of a deploy of a pipeline that is cut into parts, from more
// parts to fewer and back: what serves is all of the old or all of the new, with
// its own parts, and the same once more leads to where it leads without failures.
func TestFaultsOfParts(t *testing.T) {
	kinds := []string{"answer lost", "conflict", "killed after"}
	enumerated := 0
	for _, alias := range []string{"  alias = \"live\"\n", ""} {
		few, many := wide(t, 24, "old", alias), wide(t, 40, "new", alias)
		if len(few.Parts) == 0 || len(many.Parts) <= len(few.Parts) {
			t.Fatalf("%d parts and %d", len(few.Parts), len(many.Parts))
		}
		for _, scenario := range []struct {
			name     string
			from, to deploy.Spec
		}{{"more parts", few, many}, {"fewer parts", many, few}} {
			start := func(t testing.TB) *account {
				a := newAccount(t, awstest.Options{})
				a.deploy(scenario.from)
				a.server.Forget()
				return a
			}
			calm := start(t)
			before := served(calm, alias)
			calls := calm.deploy(scenario.to)
			want, after := calm.everything(), served(calm, alias)
			if before == after || before == "nothing" {
				t.Fatalf("before it serves %q, after it %q", before, after)
			}
			for _, f := range failures {
				if !slices.Contains(kinds, f.name) {
					continue
				}
				for n, c := range calls {
					if !c.Writes() || testing.Short() && (n+len(f.name))%5 != 0 {
						continue
					}
					enumerated++
					t.Run(fmt.Sprintf("alias %v/%s/%s/%d %s", alias != "", scenario.name, f.name, n, c.Action()), func(t *testing.T) {
						t.Parallel()
						a := start(t)
						ctx, kill := context.WithCancel(t.Context())
						defer kill()
						count := 0
						a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
							if count++; count != n+1 {
								return nil
							}
							return f.of(c, kill)
						})
						err := a.try(ctx, scenario.to, deploy.Shift{})
						a.server.Meddle(nil)
						if f.survives && err != nil {
							t.Errorf("it fails: %v", err)
						}
						if got := served(a, alias); got != before && got != after {
							t.Errorf("what serves is neither the old nor the new, whole:\n%s", got)
						}
						if err := a.try(t.Context(), scenario.to, deploy.Shift{}); err != nil {
							t.Fatalf("the same once more fails: %v", err)
						}
						if diff := cmp.Diff(want, a.everything()); diff != "" {
							t.Errorf("after the same once more, what is there (-want +got):\n%s", diff)
						}
					})
				}
			}
		}
	}
	t.Logf("%d failures", enumerated)
}
