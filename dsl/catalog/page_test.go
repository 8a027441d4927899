package catalog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// TestPages compares the pages that are written with those that would be.
func TestPages(t *testing.T) {
	const dir = "../../docs/kinds"
	current := make(map[string]bool)
	for _, page := range Pages() {
		current[page.Name] = true
		got, err := os.ReadFile(filepath.Join(dir, page.Name))
		if err != nil {
			t.Errorf("%v: run go generate ./dsl/catalog", err)
			continue
		}
		if string(got) != page.Text {
			t.Errorf("%s is out of date: run go generate ./dsl/catalog", page.Name)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !current[e.Name()] {
			t.Errorf("%s is no page of the catalog: run go generate ./dsl/catalog", e.Name())
		}
	}
}

// TestUnverified shows that a kind whose facts nobody has verified says so.
func TestUnverified(t *testing.T) {
	for _, name := range []string{
		"emr_notebook", "emr_step", "emr_serverless_job", "emr_eks_job", "glue_job", "http",
		"redshift_query", "sagemaker_processing", "sagemaker_training", "sagemaker_transform",
	} {
		k, _ := Lookup(name)
		if !strings.Contains(strings.Join(k.Notes, " "), "unverified") {
			t.Errorf("%s does not say what is unverified", name)
		}
	}
	if !strings.Contains(strings.Join(clusterEMR.Notes, " "), "unverified") {
		t.Error("the EMR cluster does not say what is unverified")
	}
}

func TestTypeName(t *testing.T) {
	for want, typ := range map[string]cty.Type{
		"any":                  cty.NilType,
		"bool":                 cty.Bool,
		"list(map(string))":    cty.List(pairs),
		"set(number)":          cty.Set(cty.Number),
		"object({})":           cty.EmptyObject,
		"tuple([string, any])": cty.Tuple([]cty.Type{cty.String, whatever}),
		"object({ a = optional(string), b = number })": options(map[string]cty.Type{"b": cty.Number, "a?": cty.String}),
	} {
		if got := TypeName(typ); got != want {
			t.Errorf("TypeName = %s, want %s", got, want)
		}
	}
}

// The language's own table of what tasks run on has each compute with all of its
// arguments, a star at those that are required.
func TestLanguageTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range Computes {
		_, row, found := strings.Cut(string(text), "| [`"+c.Name+"`](kinds/compute-"+c.Name+".md) | [`"+c.Kind.Name+"`](kinds/"+c.Kind.Name+".md) |")
		if !found {
			t.Errorf("no row of %s, which becomes %s", c.Name, c.Kind.Name)
			continue
		}
		row, _, _ = strings.Cut(row, "\n")
		for _, a := range c.Args {
			if name := "`" + a.Name + "`"; !strings.Contains(row, name) || strings.Contains(row, name+"*") != a.Required {
				t.Errorf("the row of %s says nothing, or the wrong thing, of %s: %s", c.Name, a.Name, row)
			}
		}
	}
}
