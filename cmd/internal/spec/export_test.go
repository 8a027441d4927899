package spec

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/export"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/internal/exporttest"
)

// What is exported of every example, and of every pipeline of the acceptance data,
// whole and cut into parts, for one place and for any, makes what a deploy makes.
func TestExamplesExport(t *testing.T) {
	exported := 0
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
			for _, known := range []deploy.Place{{}, ireland} {
				project, diags := dsl.Load(os.DirFS(filepath.Join(root, e.Name())), ".", dsl.Options{Region: known.Region, Account: known.Account})
				if diags.HasErrors() {
					continue // told by the tests of what reads it
				}
				var modules []deploy.Spec
				var all []deploy.Resource
				for _, p := range project.Pipelines {
					whole, diags := compiler.Compile(p, compiler.Options{})
					if diags.HasErrors() {
						continue
					}
					exported++
					s, wanted := templates(t, p, whole, known)
					modules, all = append(modules, s), append(all, wanted...)
					size := len(whole.Machine.AppendCompact(nil))
					if cut, diags := compiler.Compile(p, compiler.Options{Limits: compiler.Limits{Bytes: size * 6 / 10}}); !diags.HasErrors() && len(cut.Parts) > 0 {
						exported++
						s, wanted := templates(t, p, cut, known)
						module(t, []deploy.Spec{s}, wanted, known)
					}
				}
				module(t, modules, all, known)
			}
		}
	}
	t.Logf("%d exported", exported)
	if exported < 10 {
		t.Errorf("%d exported, want some", exported)
	}
}

// templates exports a pipeline to CloudFormation and SAM, and gives its spec and
// what a deploy makes of it.
func templates(t *testing.T, p *dsl.Pipeline, r *compiler.Result, known deploy.Place) (deploy.Spec, []deploy.Resource) {
	t.Helper()
	at := export.Place(known)
	s, err := Of("examples", p, r, at)
	if err != nil {
		t.Fatal(err)
	}
	deployed, err := Of("examples", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	wanted := exporttest.Wanted(deployed, ireland)
	one, err := export.CloudFormation(s, at)
	if err != nil {
		t.Fatal(err)
	}
	sam, err := export.SAM(s, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range [][]export.File{{one}, sam} {
		got, err := exporttest.Template(files[0].Text, byName(files[1:]), ireland)
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		for _, r := range got {
			if a, ok := r.(*deploy.Alias); ok {
				a.Description = "Kept by pipectl" // which SAM cannot say
			}
		}
		if diff := exporttest.Compare(wanted, got, known == ireland); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.Name, diff)
		}
	}
	return s, wanted
}

// module exports pipelines to Terraform.
func module(t *testing.T, specs []deploy.Spec, wanted []deploy.Resource, known deploy.Place) {
	t.Helper()
	files, err := export.Terraform(specs, export.Place(known))
	if err != nil {
		t.Fatal(err)
	}
	got, err := exporttest.Module(byName(files), ireland)
	if err != nil {
		t.Fatal(err)
	}
	if diff := exporttest.Compare(wanted, got, known == ireland); diff != "" {
		t.Errorf("module (-want +got):\n%s", diff)
	}
}

func byName(files []export.File) map[string][]byte {
	all := map[string][]byte{}
	for _, f := range files {
		all[f.Name] = f.Text
	}
	return all
}
