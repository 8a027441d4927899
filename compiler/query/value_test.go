package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/expr"
)

// inputs are what the expressions of these tests may mention as input.NAME.
var inputs = map[string]cty.Type{
	"s":     cty.String,
	"d":     cty.String,
	"n":     cty.Number,
	"b":     cty.Bool,
	"any":   cty.DynamicPseudoType,
	"list":  cty.List(cty.String),
	"nums":  cty.List(cty.Number),
	"lists": cty.List(cty.List(cty.Number)),
	"set":   cty.Set(cty.String),
	"map":   cty.Map(cty.String),
	"files": cty.List(cty.Object(map[string]cty.Type{"key": cty.String, "size": cty.Number})),
	"obj": cty.ObjectWithOptionalAttrs(map[string]cty.Type{
		"name": cty.String, "count": cty.Number, "note": cty.String,
	}, []string{"note"}),
	"maybe": cty.String,
}

// outputs are what they may mention as task.NAME.output.
var outputs = map[string]cty.Type{
	"run": cty.Object(map[string]cty.Type{
		"Id": cty.String, "Status": cty.String, "Count": cty.Number,
		"Detail": cty.Object(map[string]cty.Type{"Path": cty.String}),
		"Items":  cty.List(cty.Object(map[string]cty.Type{"Name": cty.String})),
	}),
	"any": cty.DynamicPseudoType,
}

var variables = map[string]cty.Value{
	"b":    cty.StringVal("b"),
	"n":    cty.NumberIntVal(3),
	"null": cty.NullVal(cty.DynamicPseudoType),
	"code": cty.StringVal("{% $x %}"),
}

var scope = &expr.Scope{
	Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		name := t[1].(hcl.TraverseAttr).Name
		switch t.RootName() {
		case "var":
			return &expr.Lit{Val: variables[name]}, 2, nil
		case "input":
			return &expr.Ref{Source: expr.Input{Name: name}, Typ: inputs[name], Null: name == "maybe"}, 2, nil
		case "task":
			return &expr.Ref{Source: expr.Output{Task: name}, Typ: outputs[name], Loose: true}, 3, nil
		}
		panic(t.RootName())
	},
}

func ref(r *expr.Ref) jsonata.Node {
	switch s := r.Source.(type) {
	case expr.Input:
		return &jsonata.Var{Name: "input_" + s.Name}
	case expr.Output:
		return &jsonata.Var{Name: "task_" + s.Task}
	}
	panic(fmt.Sprintf("%T", r.Source))
}

func bind(t *testing.T, src string, want cty.Type) expr.Expr {
	t.Helper()
	n, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("parse %s: %s", src, diags)
	}
	e, diags := expr.Bind(n, scope, want)
	if diags.HasErrors() {
		t.Fatalf("bind %s: %s", src, diags)
	}
	return e
}

// show is a value of a state machine in the form of its text.
func show(v asl.Value) string {
	switch v := v.(type) {
	case asl.Null:
		return "null"
	case asl.Bool:
		return fmt.Sprint(bool(v))
	case asl.Number:
		return string(v)
	case asl.String:
		return fmt.Sprintf("%q", string(v))
	case asl.Array:
		var s []string
		for _, x := range v {
			s = append(s, show(x))
		}
		return "[" + strings.Join(s, ", ") + "]"
	case asl.Object:
		var s []string
		for _, m := range v {
			s = append(s, m.Key+": "+show(m.Value))
		}
		return "{" + strings.Join(s, ", ") + "}"
	case asl.Code:
		return "{% " + jsonata.Print(v.Expr) + " %}"
	}
	return "nothing"
}

func TestValue(t *testing.T) {
	tests := []struct{ src, want string }{
		{`"s3://${var.b}/${input.d}"`, `{% 's3://b/' & $input_d %}`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			v, diags := query.Value(bind(t, tt.src, cty.DynamicPseudoType), query.Env{Ref: ref})
			if diags.HasErrors() {
				t.Fatalf("Value(%s): %s", tt.src, diags)
			}
			if got := show(v); got != tt.want {
				t.Errorf("Value(%s) =\n     %s\nwant %s", tt.src, got, tt.want)
			}
		})
	}
}
