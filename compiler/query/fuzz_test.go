package query_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/expr"
)

// FuzzValue translates any expression that binds: it never panics, and what it
// gives without diagnostics is JSONata that compiles.
func FuzzValue(f *testing.F) {
	for _, src := range curated {
		f.Add(src, true, false)
	}
	for _, src := range []string{
		`regex("[^]a\\-z](?:b|c){2,3}$", input.s)`, `replace(input.s, "/a(b)c/", "$$${1}$")`, `format("%-5s%%%05d%[1]q", input.s, input.n)`,
		`formatdate("'it''s' [EEEE] hh:mm aa Z", input.time)`, `trim(input.s, "^]-\\/")`, `input.ms["\u0060"]`, `jsonata("$x.y[0]", { x = input.o })`,
		`{ ("a%}b") = "{% ${input.s} %}" }`, `try(input.o.inner[input.s][0].x, -input.ln[0] * 2, "\u2028")`,
	} {
		f.Add(src, false, true)
	}
	f.Fuzz(func(t *testing.T, src string, typed, drop bool) {
		if len(src) > 300 {
			return // what is nested hundreds deep is refused before
		}
		n, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			return
		}
		e, diags := expr.Bind(n, anyDocument(typed), cty.DynamicPseudoType)
		if diags.HasErrors() {
			return
		}
		env := query.Env{Ref: ref, DropNull: drop}
		v, diags := query.Value(e, env)
		if diags.HasErrors() {
			return
		}
		compiles(t, v)
		if n, diags := query.Node(e, env); !diags.HasErrors() {
			compiles(t, asl.Code{Expr: n})
		}
		if n, diags := query.Condition(e, env); !diags.HasErrors() {
			compiles(t, asl.Code{Expr: n})
		}
	})
}

// anyDocument is documentScope for names that may be anything.
func anyDocument(typed bool) *expr.Scope {
	inner := documentScope(typed)
	return &expr.Scope{Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		if len(t) > 1 && t.RootName() == "input" {
			if a, ok := t[1].(hcl.TraverseAttr); ok {
				if _, ok := documentTypes[a.Name]; ok {
					return inner.Resolve(t)
				}
			}
		}
		return &expr.Bad{}, len(t), hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Unknown name", Subject: t.SourceRange().Ptr()}}
	}}
}

func compiles(t *testing.T, v asl.Value) {
	t.Helper()
	switch v := v.(type) {
	case asl.Array:
		for _, x := range v {
			compiles(t, x)
		}
	case asl.Object:
		for _, m := range v {
			compiles(t, m.Value)
		}
	case asl.Code:
		text := jsonata.Print(v.Expr)
		if _, err := jsonata.CompileString(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
