package compiler_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// Whatever of a portable task is known, and when, it becomes a task on every
// engine: all arguments constant, all left out that can be, and all computed by
// an execution, where they may be null, and of any type.
func TestPortableArguments(t *testing.T) {
	values := map[string][4]string{
		"script":      {`"s3://acme-code/x.py"`, `"s3://acme-code/x.py"`, `input.text`, `input.any.a`},
		"args":        {`["--a", "1"]`, ``, `["--a", input.text]`, `["--a", input.any]`},
		"conf":        {`{ "spark.x" = "1" }`, ``, `input.map`, `input.any`},
		"class":       {`"com.acme.X"`, ``, `input.text`, `input.any.b`},
		"command":     {`["x"]`, `["x"]`, `input.list`, `input.any`},
		"environment": {`{ A = "1" }`, ``, `input.map`, `{ A = input.any, B = try(input.any.b, null) }`},
	}
	for _, c := range catalog.Computes {
		for i, what := range []string{"constant", "left out", "computed", "of any type"} {
			t.Run(c.Name+" "+what, func(t *testing.T) {
				var args strings.Builder
				for _, a := range c.Runs.Args {
					if a.Ref == "compute" {
						continue
					}
					of, ok := values[a.Name]
					if !ok {
						t.Fatalf("no values for %q", a.Name)
					}
					if of[i] != "" {
						fmt.Fprintf(&args, "    %s = %s\n", a.Name, of[i])
					}
				}
				src := fmt.Sprintf(`%s
pipeline "p" {
  input "any" {}
  input "text" {
    type    = string
    default = null
  }
  input "list" {
    type    = list(string)
    default = null
  }
  input "map" {
    type    = map(string)
    default = null
  }
  task %q "it" {
%s    runs_on = compute.example
  }
}
`, c.Example, c.Runs.Name, args.String())
				r, diags := compiled(src)
				if r == nil || len(diags) > 0 {
					t.Fatalf("%v\n%s", diags, src)
				}
				text := r.Machine.AppendJSON(nil)
				for _, p := range validate.Definition(text, validate.Options{}) {
					if p.Severity == validate.Error {
						t.Errorf("%s\n%s", p, text)
					}
				}
				if want := c.Kind.Modes[0].Resource; !strings.Contains(string(text), want) {
					t.Errorf("it does not call %s:\n%s", want, text)
				}
			})
		}
	}
}
