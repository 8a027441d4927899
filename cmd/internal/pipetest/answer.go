package pipetest

import (
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// The catalog says how a task's result is found in the answer of the service,
// and how the answer tells whether the work has ended. A solver goes the other
// way: it makes an answer of which these expressions give what is wanted. It
// need not know any expression there could be, only those of the catalog; a
// test goes through them all.

// bound are expressions of the catalog by their text.
var bound sync.Map

// catalogExpr binds an expression of the catalog, in which everything is a
// reference: Result, Started for more, and an Input for anything else. Empty is
// result itself.
func catalogExpr(src string) expr.Expr {
	if src == "" {
		src = "result"
	}
	if e, ok := bound.Load(src); ok {
		return e.(expr.Expr)
	}
	syntax, diags := hclsyntax.ParseExpression([]byte(src), "", hcl.InitialPos)
	if diags.HasErrors() {
		panic("pipetest: an expression of the catalog: " + diags.Error())
	}
	e, _ := expr.Bind(syntax, &expr.Scope{Catalog: true, Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		ref := &expr.Ref{Source: expr.Input{Name: t.RootName()}, Typ: cty.DynamicPseudoType}
		switch t.RootName() {
		case "result":
			ref.Source = expr.Result{}
		case "more":
			ref.Source = expr.Started{}
		}
		return ref, 1, nil
	}}, cty.DynamicPseudoType)
	bound.Store(src, e)
	return e
}

// A solver holds the answers made so far, that to a task's call and that to the
// second one.
type solver struct {
	result, more asl.Value
	// local is the element of a list that is being made, in a for.
	symbol *expr.Symbol
	local  asl.Value
}

// give makes an expression have a value.
func (s *solver) give(e expr.Expr, v asl.Value) {
	switch e := e.(type) {
	case *expr.Ref, *expr.Attr, *expr.Local:
		s.put(e, v, true)
	case *expr.Index:
		if key, ok := expr.Static(e.Key); ok && key.Type() == cty.String {
			s.put(e, v, true)
		}
	case *expr.Convert:
		s.give(e.X, v)
	case *expr.Cond:
		s.give(e.Then, v)
	case *expr.Call:
		s.giveCall(e, v)
	case *expr.For:
		s.giveFor(e, v)
	default:
	}
}

func (s *solver) giveCall(e *expr.Call, v asl.Value) {
	switch e.Func.Name {
	case "try", "coalesce":
		if _, null := v.(asl.Null); null && e.Func.Name == "try" && len(e.Args) > 1 {
			return // what is missing is null
		}
		s.give(e.Args[0], v)
	case "jsondecode":
		s.give(e.Args[0], asl.String(asl.AppendValue(nil, v, -1)))
	case "undynamo_map":
		if o, ok := v.(asl.Object); ok {
			s.give(e.Args[0], attributes(o))
		}
	case "merge":
		s.giveMerge(e, v)
	}
}

// giveMerge gives the members that the second argument names to that, and the
// others to the first.
func (s *solver) giveMerge(e *expr.Call, v asl.Value) {
	o, ok := v.(asl.Object)
	if !ok || len(e.Args) != 2 {
		return
	}
	last, ok := e.Args[1].(*expr.Object)
	if !ok {
		return
	}
	rest := asl.Object{}
	type given struct {
		to expr.Expr
		v  asl.Value
	}
	var more []given
	for _, m := range o {
		to := expr.Expr(nil)
		for _, item := range last.Items {
			if key, ok := expr.Static(item.Key); ok && key.AsString() == m.Key {
				to = item.Value
			}
		}
		if to == nil {
			rest = append(rest, m)
			continue
		}
		more = append(more, given{to, m.Value})
	}
	s.give(e.Args[0], rest)
	for _, g := range more {
		s.give(g.to, g.v)
	}
	if len(more) == 0 {
		for _, item := range last.Items {
			s.give(item.Value, asl.Array{})
		}
	}
}

// giveFor makes the list that a for goes over. Where it leaves out the first of
// them, one more stands in front.
func (s *solver) giveFor(e *expr.For, v asl.Value) {
	items, ok := v.(asl.Array)
	if !ok {
		return
	}
	list := make(asl.Array, 0, len(items)+1)
	for _, item := range items {
		inner := &solver{symbol: e.ValueSymbol}
		inner.give(e.Value, item)
		list = append(list, orEmpty(inner.local))
	}
	if e.If != nil && len(list) > 0 && !s.keepsFirst(e.If) {
		list = append(asl.Array{list[0]}, list...)
	}
	s.give(e.Source, list)
}

// keepsFirst says whether the condition of a for holds for the element 0: the
// terms of an "or" that look at the answers alone decide.
func (s *solver) keepsFirst(e expr.Expr) bool {
	b, ok := e.(*expr.Binary)
	if !ok {
		return true
	}
	switch b.Op {
	case "||":
		return s.keepsFirst(b.Left) || s.keepsFirst(b.Right)
	case "==", "!=":
		lit, ok := expr.Static(b.Right)
		if !ok || lit.Type() != cty.String {
			return false
		}
		have, _ := s.get(b.Left).(asl.String)
		return (string(have) == lit.AsString()) == (b.Op == "==")
	}
	return false // i > 0
}

// hold makes a condition true or false, by what is not given yet.
func (s *solver) hold(e expr.Expr, want bool) {
	switch e := e.(type) {
	case *expr.Convert:
		s.hold(e.X, want)
	case *expr.Unary:
		s.hold(e.X, !want)
	case *expr.Call:
		if e.Func.Name == "try" || e.Func.Name == "coalesce" {
			s.hold(e.Args[0], want)
		}
		if e.Func.Name == "contains" && want {
			if list, ok := e.Args[0].(*expr.Tuple); ok && len(list.Elems) > 0 {
				s.put(e.Args[1], literal(list.Elems[0]), false)
			}
		}
	case *expr.Binary:
		switch {
		case e.Op == "&&" && want, e.Op == "||" && !want:
			s.hold(e.Left, want)
			s.hold(e.Right, want)
		case e.Op == "||":
			// Of several bad ends the one that says so is taken.
			if mentionsFailed(e.Right) && !mentionsFailed(e.Left) {
				s.hold(e.Right, want)
			} else {
				s.hold(e.Left, want)
			}
		case e.Op == "&&":
			s.hold(e.Left, want)
		case e.Op == "==" && want, e.Op == "!=" && !want:
			s.put(e.Left, literal(e.Right), false)
		case e.Op == "!=":
			s.put(e.Left, other(e.Right), false)
		case e.Op == ">=" || e.Op == ">" || e.Op == "<" || e.Op == "<=":
			s.put(e.Left, beside(e, want), false)
		}
	default:
	}
}

// explain makes the text that a bad end is explained by: the first that counts
// where it is there.
func (s *solver) explain(e expr.Expr, text string) {
	switch e := e.(type) {
	case *expr.Cond:
		s.explain(e.Then, text)
	case *expr.Convert:
		s.explain(e.X, text)
	default:
		s.give(e, asl.String(text))
	}
}

func mentionsFailed(e expr.Expr) bool {
	found := false
	expr.Walk(e, func(e expr.Expr) bool {
		if lit, ok := e.(*expr.Lit); ok && lit.Val.Type() == cty.String && !lit.Val.IsNull() {
			found = found || strings.HasPrefix(strings.ToUpper(lit.Val.AsString()), "FAIL")
		}
		return true
	})
	return found
}
