package query_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/expr"
)

// What a text mentions is what is handed in, whatever it is called: as a variable of
// the machine, as a function that the values call, or as a name of the text's own.
func TestVerbatimNames(t *testing.T) {
	tests := []struct{ src, want string }{
		{`jsonata("$x", { x = input.any })`, `{"x":1}`},
		{`jsonata("$input_any", { input_any = input.any.x })`, `1`},
		{`jsonata("[$input_any, $y.x]", { input_any = "own", y = input.any })`, `["own",1]`},
		{`jsonata("[$exists, $string($y)]", { exists = "own", y = input.any.x })`, `["own","1"]`},
		{`jsonata("$map($merge, function($input_any){ $input_any + 1 })", { merge = [1, 2] })`, `[2,3]`},
		{`jsonata("($v_a_b := 5; $a_b + $v_a_b)", { a_b = 1 })`, `6`},
		{`jsonata("($input_any := 5; $input_any + $y.x)", { y = input.any })`, `6`},
		{`jsonata("$l@$a_b.($a_b + 1)", { l = [1, 2] })`, `[2,3]`},
		{`jsonata("$l#$a_b.($a_b)", { l = [7, 7] })`, `[0,1]`},
		{`jsonata("$a_b", { a_b = jsonata("$a_b", { a_b = input.any.x }) })`, `1`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			n, diags := hclsyntax.ParseExpression([]byte(tt.src), "x.hcl", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			e, diags := expr.Bind(n, scope, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			v, diags := query.Value(e, query.Env{Ref: ref})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			got, err := run(v, map[string]jsonata.Value{"input_any": toValue(map[string]any{"x": 1.0})}, nil)
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
