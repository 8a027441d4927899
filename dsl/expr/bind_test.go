package expr_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// inputs are the names that the expressions of these tests may mention as
// input.NAME.
var inputs = map[string]cty.Type{
	"s":     cty.String,
	"n":     cty.Number,
	"b":     cty.Bool,
	"any":   cty.DynamicPseudoType,
	"list":  cty.List(cty.String),
	"nums":  cty.List(cty.Number),
	"set":   cty.Set(cty.String),
	"map":   cty.Map(cty.String),
	"files": cty.List(cty.Object(map[string]cty.Type{"key": cty.String, "size": cty.Number})),
	"obj": cty.ObjectWithOptionalAttrs(map[string]cty.Type{
		"name": cty.String, "count": cty.Number, "note": cty.String,
	}, []string{"note"}),
	"null": cty.String,
}

var variables = map[string]cty.Value{
	"b":     cty.StringVal("my-bkt"),
	"n":     cty.NumberIntVal(3),
	"t":     cty.True,
	"null":  cty.NullVal(cty.DynamicPseudoType),
	"zones": cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.StringVal("b")}),
	"tags":  cty.ObjectVal(map[string]cty.Value{"team": cty.StringVal("orders"), "cost": cty.NumberIntVal(7)}),
	"list":  cty.ListVal([]cty.Value{cty.StringVal("x"), cty.StringVal("y")}),
}

var scope = &expr.Scope{
	Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		if len(t) > 1 {
			if a, ok := t[1].(hcl.TraverseAttr); ok {
				switch t.RootName() {
				case "var":
					if v, ok := variables[a.Name]; ok {
						return &expr.Lit{Val: v}, 2, nil
					}
				case "input":
					if ty, ok := inputs[a.Name]; ok {
						return &expr.Ref{Source: expr.Input{Name: a.Name}, Typ: ty, Null: a.Name == "null"}, 2, nil
					}
				case "task":
					return &expr.Ref{Source: expr.Output{Task: a.Name}, Typ: inputs["obj"], Loose: true}, 3, nil
				}
			}
		}
		return &expr.Bad{}, len(t), hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Unknown name", Detail: "Unknown name.",
			Subject: t.SourceRange().Ptr()}}
	},
	ReadFile: func(p string) ([]byte, error) {
		switch p {
		case "a.txt":
			return []byte("héllo\n"), nil
		case "a.tpl":
			return []byte("Hi ${upper(name)}%{ for x in xs } ${x}%{ endfor }"), nil
		case "bad.tpl":
			return []byte("Hi ${name"), nil
		}
		return nil, fmt.Errorf("open %s: %w", p, fs.ErrNotExist)
	},
}

func bind(t *testing.T, src string, want cty.Type) (expr.Expr, hcl.Diagnostics) {
	t.Helper()
	e, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("parse %s: %s", src, diags)
	}
	return expr.Bind(e, scope, want)
}

// show writes an expression in a form that tells what Bind made of it.
func show(e expr.Expr) string {
	list := func(es []expr.Expr) string {
		var s []string
		for _, e := range es {
			s = append(s, show(e))
		}
		return strings.Join(s, ", ")
	}
	items := func(its []expr.Item) string {
		var s []string
		for _, it := range its {
			s = append(s, show(it.Key)+": "+show(it.Value))
		}
		return strings.Join(s, ", ")
	}
	switch e := e.(type) {
	case *expr.Lit:
		return strings.ReplaceAll(strings.TrimPrefix(e.Val.GoString(), "cty."), "cty.", "")
	case *expr.Ref:
		switch s := e.Source.(type) {
		case expr.Input:
			return "input." + s.Name
		case expr.Output:
			return "task." + s.Task
		}
	case *expr.Local:
		return "$" + e.Symbol.Name
	case *expr.Attr:
		return show(e.On) + "." + e.Name
	case *expr.Index:
		return show(e.On) + "[" + show(e.Key) + "]"
	case *expr.Splat:
		return "splat(" + show(e.Source) + ", " + show(e.Each) + ")"
	case *expr.Template:
		return "template(" + list(e.Parts) + ")"
	case *expr.Join:
		return "join(" + show(e.List) + ")"
	case *expr.Tuple:
		return "[" + list(e.Elems) + "]"
	case *expr.Object:
		return "{" + items(e.Items) + "}"
	case *expr.Cond:
		return "(" + show(e.If) + " ? " + show(e.Then) + " : " + show(e.Else) + ")"
	case *expr.Unary:
		return e.Op + show(e.X)
	case *expr.Binary:
		return "(" + show(e.Left) + " " + e.Op + " " + show(e.Right) + ")"
	case *expr.Call:
		dots := ""
		if e.Expand {
			dots = "..."
		}
		return e.Func.Name + "(" + list(e.Args) + dots + ")"
	case *expr.Verbatim:
		return "jsonata(" + e.Text + ", {" + items(e.Vars) + "})"
	case *expr.For:
		s := "for("
		if e.KeySymbol != nil {
			s += e.KeySymbol.Name + ", "
		}
		s += e.ValueSymbol.Name + " in " + show(e.Source) + ": "
		if e.Key != nil {
			s += show(e.Key) + " => "
		}
		s += show(e.Value)
		if e.Group {
			s += "..."
		}
		if e.If != nil {
			s += " if " + show(e.If)
		}
		return s + ")"
	case *expr.Convert:
		return "to<" + e.To.FriendlyName() + ">(" + show(e.X) + ")"
	case *expr.Bad:
		return "bad"
	}
	return fmt.Sprintf("%T", e)
}

func messages(diags hcl.Diagnostics) string {
	var s []string
	for _, d := range diags {
		code := ""
		if p := diag.Of(d); p != nil {
			code = string(p.Code) + " "
		}
		s = append(s, fmt.Sprintf("%d-%d %s%s", d.Subject.Start.Byte, d.Subject.End.Byte, code, d.Detail))
	}
	return strings.Join(s, "\n")
}

func TestBind(t *testing.T) {
	tests := []struct{ src, want, typ string }{
		{`"s3://${var.b}/${input.s}"`, `template(StringVal("s3://my-bkt/"), input.s)`, "string"},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatalf("Bind(%s): %s", tt.src, messages(diags))
			}
			if got := show(e); got != tt.want {
				t.Errorf("Bind(%s) = %s, want %s", tt.src, got, tt.want)
			}
			if got := e.Type().FriendlyName(); got != tt.typ {
				t.Errorf("Bind(%s) has type %s, want %s", tt.src, got, tt.typ)
			}
		})
	}
}
