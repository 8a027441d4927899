package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// Every example is deployed from nothing, has nothing to do the second time, shows
// one state when one task is edited, and is destroyed without a trace.
func TestDeployExamples(t *testing.T) {
	examples, err := filepath.Glob("../../../examples/*/main.pipe.hcl")
	if err != nil || len(examples) < 5 {
		t.Fatalf("%d examples: %v", len(examples), err)
	}
	for _, file := range examples {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			archive, err := txtar.ParseFile("../../../testdata/deploy/" + name + ".txtar")
			if err != nil {
				t.Fatal(err)
			}
			edit := ""
			for _, f := range archive.Files {
				if f.Name == "edit" {
					edit = strings.TrimSpace(string(f.Data))
				}
			}
			from, to, ok := strings.Cut(edit, "\n")
			edited := strings.Replace(string(text), from, to, 1)
			if !ok || edited == string(text) {
				t.Fatalf("the edit of %s changes nothing: %q", archive.Files[0].Name, edit)
			}

			a := newHere(t, string(text))
			h := []string{a.dir, "--project", "examples"}
			a.says(append([]string{"deploy", "--yes"}, h...)...)
			if n := len(a.writes()); n < 5 {
				t.Errorf("the first deploy makes %d calls that write", n)
			}
			a.server.Forget()
			if again := a.says(append([]string{"deploy", "--yes"}, h...)...); !strings.HasSuffix(again, "\nNo changes.\n") {
				t.Errorf("the second time it says\n%s", again)
			}
			a.says(append([]string{"plan", "--exit-code"}, h...)...)
			if more := a.writes(); len(more) > 0 {
				t.Errorf("the second time it calls %v", more)
			}

			a.write(edited)
			var plan struct {
				Create, Update, Delete int
				Pipelines              []struct {
					Changes []struct {
						Kind   string
						States []struct{ Action string }
						Diff   string
					}
				}
			}
			var out bytes.Buffer
			if code := a.run(Streams{Out: &out, Err: &out}, append([]string{"plan", "--format", "json", "--exit-code"}, h...)...); code != ExitPending {
				t.Errorf("a plan of an edit ends with %d\n%s", code, &out)
			}
			if err := json.Unmarshal(out.Bytes(), &plan); err != nil {
				t.Fatalf("%v\n%s", err, &out)
			}
			states, machines := 0, 0
			for _, p := range plan.Pipelines {
				for _, c := range p.Changes {
					states += len(c.States)
					if c.Kind == "machine" {
						machines++
					}
					if c.Diff != "" {
						t.Errorf("more changes than states: %s", c.Diff)
					}
				}
			}
			if states != 1 || machines != 1 {
				t.Errorf("an edit of one task changes %d states of %d machines\n%s", states, machines, &out)
			}
			a.deploy(h[1:]...)
			a.says(append([]string{"destroy", "--yes"}, h...)...)
			if left := a.says(append([]string{"status"}, h...)...); strings.Count(left, "is not deployed") != strings.Count(left, "account") || strings.Contains(left, "pipectl's") {
				t.Errorf("what is left:\n%s", left)
			}
		})
	}
}
