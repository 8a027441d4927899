package catalog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestExamples reads the examples as a task block each, of known arguments.
func TestExamples(t *testing.T) {
	check := func(src, block, kind string, args []Arg, more []string, required []string) {
		t.Helper()
		file, diags := hclsyntax.ParseConfig([]byte(src), "example", hcl.InitialPos)
		if diags.HasErrors() {
			t.Errorf("%s: %v", kind, diags)
			return
		}
		body := file.Body.(*hclsyntax.Body)
		if len(body.Attributes) != 0 || len(body.Blocks) != 1 || body.Blocks[0].Type != block ||
			len(body.Blocks[0].Labels) != 2 || body.Blocks[0].Labels[0] != kind {
			t.Errorf("%s: the example is no %s block of the kind", kind, block)
			return
		}
		checkAttributes(t, kind, body.Blocks[0].Body, args, more)
		for _, name := range required {
			if body.Blocks[0].Body.Attributes[name] == nil {
				t.Errorf("%s: the example lacks %s", kind, name)
			}
		}
	}
	for _, k := range All {
		var required []string
		for _, a := range k.Args {
			if a.Required && a.When == "" {
				required = append(required, a.Name)
			}
		}
		check(k.Example, "task", k.Name, k.Args, metaArguments, required)
		if k.Beside != "" {
			if _, diags := hclsyntax.ParseConfig([]byte(k.Beside), "beside", hcl.InitialPos); diags.HasErrors() {
				t.Errorf("%s: %v", k.Name, diags)
			}
		}
	}
	for _, c := range Clusters {
		check(c.Example, "cluster", c.Name, c.Args, nil, c.RequiredToCreate)
	}
}

func checkAttributes(t *testing.T, kind string, body *hclsyntax.Body, args []Arg, more []string) {
	t.Helper()
	for _, name := range sortedKeys(body.Attributes) {
		if _, ok := findArg(args, name); !ok && !slices.Contains(more, name) {
			t.Errorf("%s: no argument %q", kind, name)
		}
	}
	for _, b := range body.Blocks {
		if !slices.Contains(metaBlocks, b.Type) {
			t.Errorf("%s: no block %q", kind, b.Type)
		}
	}
}

// TestAcceptanceArguments reads the shared acceptance pipelines: every argument
// of a task or cluster in them is one of its kind.
func TestAcceptanceArguments(t *testing.T) {
	paths, err := filepath.Glob("../../../shared/acceptance/*/*.pipe.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("no ../shared/acceptance beside the project")
	}
	kinds := make(map[string]int)
	var walk func(body *hclsyntax.Body)
	walk = func(body *hclsyntax.Body) {
		for _, b := range body.Blocks {
			if len(b.Labels) == 2 && b.Type == "task" {
				if k, ok := Lookup(b.Labels[0]); ok {
					kinds[k.Name]++
					checkAttributes(t, k.Name+" "+b.Labels[1], b.Body, k.Args, metaArguments)
				}
			}
			if len(b.Labels) == 2 && b.Type == "cluster" {
				if c, ok := LookupCluster(b.Labels[0]); ok {
					kinds["cluster "+c.Name]++
					checkAttributes(t, c.Name, b.Body, c.Args, nil)
				}
			}
			walk(b.Body)
		}
	}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, diags := hclsyntax.ParseConfig(src, path, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		walk(file.Body.(*hclsyntax.Body))
	}
	for _, name := range sortedKeys(kinds) {
		t.Logf("%s: %d", name, kinds[name])
	}
	if kinds["glue_job"] == 0 || kinds["cluster emr"] == 0 {
		t.Errorf("found only %v", kinds)
	}
}

// TestManagedRules compares the names of the rules with those in the facts: a
// rule of a wrong name is noticed by nobody before the machine is deployed.
func TestManagedRules(t *testing.T) {
	facts, err := os.ReadFile("../../../shared/reference/aws-facts.md")
	if err != nil {
		t.Skip("no ../shared/reference beside the project")
	}
	var allows []Allow
	for _, k := range All {
		allows = append(allows, k.Allows()...)
	}
	for _, w := range waits {
		allows = append(allows, w.Allow...)
	}
	rules := 0
	for _, a := range allows {
		_, rule, found := strings.Cut(a.Resource, ":rule/")
		if !found {
			continue
		}
		rules++
		// The facts abbreviate the second of two rules that begin alike.
		short := strings.TrimPrefix(rule, "StepFunctionsGetEventForCodeBuild")
		if !strings.Contains(string(facts), rule) && !strings.Contains(string(facts), "…"+short) {
			t.Errorf("no rule %s in the facts", rule)
		}
	}
	if rules < 15 {
		t.Errorf("only %d rules", rules)
	}
}
