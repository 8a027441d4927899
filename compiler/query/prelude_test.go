package query_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/expr"
)

// TestHelpers: each helper parses, in both forms, calls only helpers that there
// are, and is called by the translation of one of curated at least.
func TestHelpers(t *testing.T) {
	called := regexp.MustCompile(`\$_(?:try_)?([a-z]+) := `)
	used := map[string]bool{}
	for _, src := range curated {
		for _, typed := range []bool{true, false} {
			v, ok := translated(src, typed)
			if !ok {
				continue
			}
			for _, m := range called.FindAllStringSubmatch(v, -1) {
				used[m[1]] = true
			}
		}
	}
	for _, name := range query.HelperNames() {
		t.Run(name, func(t *testing.T) {
			for _, n := range []string{name, "try_" + name} {
				text := query.HelperText(n)
				if _, err := jsonata.Parse(text); err != nil {
					t.Errorf("%s: %v\n%s", n, err, text)
				}
				if strings.HasPrefix(n, "try_") && strings.Contains(text, "$error('") {
					t.Errorf("%s fails:\n%s", n, text)
				}
			}
			if !used[name] && !elsewhere[name] {
				t.Error("no expression of curated calls it")
			}
		})
	}
}

// elsewhere are the helpers of functions that only the catalog calls, and that
// of arguments: TestAttributeValues and TestDropNull.
var elsewhere = map[string]bool{"attribute": true, "attributes": true, "plain": true, "plains": true, "prune": true}

// translated is the text of what an expression becomes with or without types.
func translated(src string, typed bool) (string, bool) {
	n, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		panic(diags)
	}
	e, diags := expr.Bind(n, documentScope(typed), cty.DynamicPseudoType)
	if diags.HasErrors() {
		return "", false
	}
	v, diags := query.Value(e, query.Env{Ref: ref})
	return show(v), !diags.HasErrors()
}

// TestForms: a function has a JSONata form unless it is there at compile time
// only.
func TestForms(t *testing.T) {
	has := map[string]bool{"jsonata": true}
	for _, name := range query.FormNames() {
		has[name] = true
	}
	for _, f := range expr.Functions {
		if want := f.Class != expr.CompileTime; has[f.Name] != want {
			t.Errorf("%s is %s, and has a JSONata form: %t", f.Name, f.Class, has[f.Name])
		}
	}
}

// TestAttributeValues runs what dynamo_map and undynamo_map become.
func TestAttributeValues(t *testing.T) {
	const (
		plain = `{"s":"x","n":1.5,"big":12345678901234567,"t":true,"z":null,"l":[[],["a",null]],"o":{"p":{}},"one":[{"a":[1]}]}`
		typed = `{"s":{"S":"x"},"n":{"N":"1.5"},"big":{"N":"12345678901234568"},"t":{"BOOL":true},"z":{"NULL":true},` +
			`"l":{"L":[{"L":[]},{"L":[{"S":"a"},{"NULL":true}]}]},"o":{"M":{"p":{"M":{}}}},"one":{"L":[{"M":{"a":{"L":[{"N":"1"}]}}}]}}`
	)
	catalog := *scope
	catalog.Catalog = true
	tests := []struct{ src, in, want string }{
		{`dynamo_map(input.any)`, plain, typed},
		{`undynamo_map(input.any)`, typed, plain},
		{
			`dynamo_map({ a = input.any, b = [input.any, 1], c = { d = input.any } })`, `"x"`,
			`{"a":{"S":"x"},"b":{"L":[{"S":"x"},{"N":"1"}]},"c":{"M":{"d":{"S":"x"}}}}`,
		},
		{`dynamo_map({ (input.any) = input.any })`, `"x"`, `{"x":{"S":"x"}}`},
		{`dynamo_map(input.any)`, `null`, `null`},
		{`dynamo_map(input.any)`, `{}`, `{}`},
		{`dynamo_map(input.any)`, `[1]`, ``},
		{`undynamo_map(input.any)`, `null`, `null`},
		{
			`undynamo_map(input.any)`, `{"a":{"SS":["x"]},"b":{"NS":["1"]},"c":{"B":"YQ=="},"d":{"BS":[]},"e":{"L":[]}}`,
			`{"a":["x"],"b":[1],"c":"YQ==","d":[],"e":[]}`,
		},
		{`undynamo_map(input.any)`, `{"a":{}}`, ``},
		{`undynamo_map(input.any)`, `{"a":{"S":"x","N":"1"}}`, ``},
		{`undynamo_map(input.any)`, `{"a":{"X":"x"}}`, ``},
		{`undynamo_map(input.any)`, `{"a":"x"}`, ``},
		{`undynamo_map(try(input.any.Item, null))`, `{}`, `null`},
		{`undynamo_map(try(input.any.Item, null))`, `{"Item":{"a":{"S":"x"}}}`, `{"a":"x"}`},
	}
	for _, tt := range tests {
		for _, drop := range []bool{false, true} {
			t.Run(tt.src+" of "+tt.in, func(t *testing.T) {
				n, diags := hclsyntax.ParseExpression([]byte(tt.src), "x.hcl", hcl.InitialPos)
				if diags.HasErrors() {
					t.Fatal(diags)
				}
				e, diags := expr.Bind(n, &catalog, cty.DynamicPseudoType)
				if diags.HasErrors() {
					t.Fatal(diags)
				}
				if drop && strings.Contains(tt.src, "undynamo") {
					return // an answer, not an argument: its nulls are data
				}
				v, diags := query.Value(e, query.Env{Ref: ref, DropNull: drop})
				if diags.HasErrors() {
					t.Fatal(diags)
				}
				var in any
				if err := json.Unmarshal([]byte(tt.in), &in); err != nil {
					t.Fatal(err)
				}
				got, err := run(v, map[string]jsonata.Value{"input_any": toValue(in)}, nil)
				if tt.want == "" {
					if err == nil {
						t.Errorf("gives %s, want an error", jsonText(got))
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				var want any
				if err := json.Unmarshal([]byte(tt.want), &want); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}
