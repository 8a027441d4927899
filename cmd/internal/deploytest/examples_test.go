package deploytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
	"github.com/pipectl/pipectl/internal/golden"
)

// files are the sources of an example.
func files(t *testing.T, example string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	paths, err := filepath.Glob(filepath.Join("../../../examples", example, "*.pipe.hcl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d sources of the example %s: %v", len(paths), example, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		fsys[filepath.Base(path)] = &fstest.MapFile{Data: text}
	}
	return fsys
}

// account for an example: with the roles and the event buses that its pipelines
// name as there already.
func accountFor(t *testing.T, all []deploy.Spec) *account {
	t.Helper()
	var buses []string
	for _, s := range all {
		for _, trigger := range s.Triggers {
			if trigger.Bus != "" && trigger.Bus != "default" {
				buses = append(buses, trigger.Bus)
			}
		}
	}
	a := newAccount(t, awstest.Options{Buses: buses})
	for _, s := range all {
		if name, ok := strings.CutPrefix(s.Role, virginia.ARN(deploy.ID{Kind: deploy.KindRole})); ok {
			role := &deploy.Role{Name: name, Trust: `{"Statement":[{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}`}
			must(a.client().Create(t.Context(), role))
			must(a.client().Create(t.Context(), &deploy.Policy{Role: name, Name: "logs", Document: `{"Statement":[{"Effect":"Allow","Action":"logs:CreateLogDelivery","Resource":"*"}]}`}))
		}
	}
	return a
}

// Each archive names an example and an edit of one line of it. From nothing all
// is made, deployed again nothing is called that writes, the edit calls what it
// needs, and what is destroyed is gone.
func TestExamples(t *testing.T) {
	tested := map[string]bool{}
	golden.Run(t, "../../../testdata/deploy/*.txtar", func(t *testing.T, archive *golden.Archive) {
		tested[archive.Name] = true
		fsys := files(t, archive.Name)
		all := specs(t, fsys)
		a := accountFor(t, all)
		before := a.everything()

		var calls []awstest.Call
		for _, s := range all {
			calls = append(calls, a.deploy(s)...)
			checkDefinitions(t, a, s)
		}
		archive.Output("out/first", []byte(transcript(calls, writes)))

		for _, s := range all {
			if again := transcript(a.deploy(s), writes); again != "" {
				t.Errorf("deployed again, %s makes calls that write:\n%s", s.Pipeline, again)
			}
		}

		from, to, ok := strings.Cut(strings.TrimSpace(string(archive.Input("edit"))), "\n")
		file := fsys["main.pipe.hcl"]
		if edited := strings.Replace(string(file.Data), from, to, 1); !ok || edited == string(file.Data) {
			t.Fatalf("the edit changes nothing: %q to %q", from, to)
		} else {
			fsys["main.pipe.hcl"] = &fstest.MapFile{Data: []byte(edited)}
		}
		calls = nil
		for _, s := range specs(t, fsys) {
			calls = append(calls, a.deploy(s)...)
			checkDefinitions(t, a, s)
		}
		archive.Output("out/edit", []byte(transcript(calls, writes)))

		for _, s := range all {
			a.destroy(s.Pipeline)
		}
		if diff := cmp.Diff(before, a.everything()); diff != "" {
			t.Errorf("what is left when all is destroyed (-want +got):\n%s", diff)
		}
	})

	examples, err := os.ReadDir("../../../examples")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		if e.IsDir() && !tested[e.Name()] {
			t.Errorf("testdata/deploy has no archive of the example %s", e.Name())
		}
	}
}

// checkDefinitions says whether what serves is what was compiled.
func checkDefinitions(t *testing.T, a *account, s deploy.Spec) {
	t.Helper()
	r, err := a.client().Read(t.Context(), deploy.ID{Kind: deploy.KindMachine, Name: s.Pipeline})
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := r.(*deploy.Machine); len(s.Parts) == 0 && m.Definition != s.Definition {
		t.Errorf("the definition of %s is another:\n%s", s.Pipeline, cmp.Diff(s.Definition, m.Definition))
	}
}
