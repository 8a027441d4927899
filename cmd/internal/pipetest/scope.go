package pipetest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A scope is what the expressions of a test can mention: the project's
// variables and locals, and in call the request.
type scope struct {
	vars, locals map[string]cty.Value
	request      *cty.Value
}

func newScope(p *dsl.Project) *scope {
	return &scope{vars: p.Variables(), locals: p.Locals()}
}

// with is the scope of a call, once a request is there.
func (s *scope) with(request cty.Value) *scope {
	c := *s
	c.request = &request
	return &c
}

func (s *scope) bind(e hclsyntax.Expression, want cty.Type) (expr.Expr, hcl.Diagnostics) {
	return expr.Bind(e, &expr.Scope{Resolve: s.resolve}, want)
}

func (s *scope) resolve(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
	root := t.RootName()
	rng := t.SourceRange()
	bad := func(code diag.Code, detail string) (expr.Expr, int, hcl.Diagnostics) {
		return &expr.Bad{Rng: rng}, len(t), hcl.Diagnostics{diag.Problem{Code: code, Range: rng, Detail: detail}.Error()}
	}
	values := s.vars
	switch root {
	case "request":
		if s.request == nil {
			return bad(diag.NotKnownHere, `"request" is what a call sends. It is known in the argument "call" of a mock only.`)
		}
		return &expr.Lit{Val: *s.request, Rng: t[0].SourceRange()}, 1, nil
	case "var":
	case "local":
		values = s.locals
	default:
		return bad(diag.UndeclaredName, fmt.Sprintf("%q means nothing in a test. Its expressions can mention var.NAME, local.NAME "+
			"and, in the argument \"call\" of a mock, request; text stands in quotes.", root))
	}
	step, ok := t[min(1, len(t)-1)].(hcl.TraverseAttr)
	if !ok {
		return bad(diag.PartialReference, fmt.Sprintf("A name stands after %q: %s.NAME.", root, root))
	}
	v, ok := values[step.Name]
	if !ok {
		what := "variable"
		if root == "local" {
			what = "local of the project known at compile time"
		}
		return bad(diag.UndeclaredVariable, fmt.Sprintf("There is no %s named %q.", what, step.Name)+
			diag.Suggest(step.Name, slices.Sorted(maps.Keys(values))))
	}
	return &expr.Lit{Val: v, Rng: rng}, 2, nil
}

// value is the value of an expression as JSON, with its nulls and in the order
// in which it is written; nil after errors.
func (s *scope) value(e hclsyntax.Expression) (asl.Value, hcl.Diagnostics) {
	x, diags := s.bind(e, cty.DynamicPseudoType)
	if diags.HasErrors() {
		return nil, diags
	}
	if _, ok := expr.Static(x); !ok {
		return nil, append(diags, notConstant(e))
	}
	v, more := query.Value(x, query.Env{})
	return v, append(diags, more...)
}

// constant is the value of an expression in a type.
func (s *scope) constant(e hclsyntax.Expression, typ cty.Type) (cty.Value, hcl.Diagnostics) {
	x, diags := s.bind(e, typ)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	v, ok := expr.Static(x)
	if !ok {
		return cty.NilVal, append(diags, notConstant(e))
	}
	return v, diags
}

func notConstant(e hclsyntax.Expression) *hcl.Diagnostic {
	return diag.Problem{
		Code:   diag.NotConstant,
		Range:  e.Range(),
		Detail: "This has another value every time, and a test is to do the same every time. Write the value down.",
	}.Error()
}

// ctyOf is a JSON value as HCL's expressions see it.
func ctyOf(v asl.Value) cty.Value {
	switch v := v.(type) {
	case asl.Bool:
		return cty.BoolVal(bool(v))
	case asl.Number:
		n, err := cty.ParseNumberVal(string(v))
		if err != nil {
			return cty.NullVal(cty.Number) // beyond what HCL can count
		}
		return n
	case asl.String:
		return cty.StringVal(string(v))
	case asl.Array:
		items := make([]cty.Value, len(v))
		for i, x := range v {
			items[i] = ctyOf(x)
		}
		return cty.TupleVal(items)
	case asl.Object:
		members := make(map[string]cty.Value, len(v))
		for _, m := range v {
			members[m.Key] = ctyOf(m.Value)
		}
		return cty.ObjectVal(members)
	default:
	}
	return cty.NullVal(cty.DynamicPseudoType)
}
