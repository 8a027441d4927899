package compiler_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

// compiled compiles the last pipeline of a source, and gives all diagnostics.
func compiled(src string) (*compiler.Result, hcl.Diagnostics) {
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() || len(project.Pipelines) == 0 {
		return nil, diags
	}
	result, more := compiler.Compile(project.Pipelines[len(project.Pipelines)-1], compiler.Options{})
	return result, append(diags, more...)
}

// Every example of a kind's page compiles as it stands, without a warning, to a
// machine that AWS takes.
func TestExamplesOfKinds(t *testing.T) {
	check := func(name, src string) {
		t.Run(name, func(t *testing.T) {
			result, diags := compiled(src)
			if len(diags) > 0 {
				t.Fatalf("%v\n%s", diags, src)
			}
			for _, p := range validate.Definition(result.Machine.AppendJSON(nil), validate.Options{}) {
				if p.Severity == validate.Error {
					t.Errorf("%s: %s", p.Path, p.Text)
				}
			}
		})
	}
	for _, k := range catalog.All {
		check(k.Name, fmt.Sprintf("%s\npipeline \"example\" {\n%s\n}\n", k.Beside, k.Example))
	}
	for _, c := range catalog.Clusters {
		name := strings.Split(c.Example, `"`)[3]
		check("cluster "+c.Name, fmt.Sprintf(`pipeline "example" {
%s
task "emr_step" "use" {
  cluster = cluster.%s
  command = ["ls"]
}
}
`, c.Example, name))
	}
}

// Every example of a code yields that code, once, and no other, from one end of
// pipectl to the other.
func TestExamplesOfCodes(t *testing.T) {
	for _, e := range diag.Codes {
		if e.Example == "" {
			continue
		}
		t.Run(string(e.Code)+" "+e.Name, func(t *testing.T) {
			_, diags := compiled(e.Example)
			if len(diags) != 1 || diag.Of(diags[0]) == nil || diag.Of(diags[0]).Code != e.Code {
				t.Errorf("got %v", diags)
			}
		})
	}
}
