package query

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// canFail says whether evaluating e may end in an error: whether try has
// anything to do with it.
func canFail(e expr.Expr) bool {
	if _, ok := expr.Static(e); ok {
		return false
	}
	switch e := e.(type) {
	case *expr.Lit, *expr.Ref, *expr.Local:
		return false
	case *expr.Attr:
		return !e.On.Type().IsObjectType() || expr.Nullable(e.On) || canFail(e.On)
	case *expr.Index:
		_, fixed := expr.Static(e.Key)
		return !fixed || !e.On.Type().IsTupleType() || expr.Nullable(e.On) || canFail(e.On)
	case *expr.Splat:
		return typeName(e.Source.Type()) == "array" && expr.Nullable(e.Source) || canFail(e.Source) || canFail(e.Each)
	case *expr.Template:
		return slices.ContainsFunc(e.Parts, mayNotConvert)
	case *expr.Join:
		if f, ok := e.List.(*expr.For); ok {
			return canFail(e.List) || mayNotConvert(f.Value)
		}
		return true
	case *expr.Tuple:
		return slices.ContainsFunc(e.Elems, canFail)
	case *expr.Object:
		return slices.ContainsFunc(e.Items, func(it expr.Item) bool { return mayNotConvert(it.Key) || canFail(it.Value) })
	case *expr.Cond:
		return mayNotBe(e.If, cty.Bool) || canFail(e.Then) || canFail(e.Else)
	case *expr.Unary:
		return mayNotBe(e.X, e.Type())
	case *expr.Binary:
		switch e.Op {
		case "==", "!=":
			return canFail(e.Left) || canFail(e.Right)
		case "&&", "||":
			return mayNotBe(e.Left, cty.Bool) || mayNotBe(e.Right, cty.Bool)
		case "/", "%":
			if _, fixed := expr.Static(e.Right); !fixed {
				return true
			}
		}
		return mayNotBe(e.Left, cty.Number) || mayNotBe(e.Right, cty.Number)
	case *expr.Call:
		f, _ := form(e.Func.Name)
		return f.partial || slices.ContainsFunc(e.Args, func(a expr.Expr) bool {
			return canFail(a) || !f.nulls && expr.Nullable(a) || !f.any && a.Type() == cty.DynamicPseudoType
		})
	case *expr.For:
		return e.Source.Type() == cty.DynamicPseudoType || expr.Nullable(e.Source) || canFail(e.Source) || canFail(e.Value) ||
			e.Key != nil && (!e.Group || mayNotConvert(e.Key)) || e.If != nil && mayNotBe(e.If, cty.Bool)
	case *expr.Convert:
		if canFail(e.X) || e.X.Type() == cty.DynamicPseudoType {
			return true
		}
		return !(e.To == cty.String && e.X.Type().IsPrimitiveType())
	case *expr.Verbatim, *expr.Bad:
		return true
	}
	panic("query: unknown expression")
}

// mayNotConvert says whether e may not be there to be made a string.
func mayNotConvert(e expr.Expr) bool {
	return canFail(e) || expr.Nullable(e) || !e.Type().IsPrimitiveType()
}

// mayNotBe says whether e may not be of a type.
func mayNotBe(e expr.Expr, t cty.Type) bool {
	return canFail(e) || expr.Nullable(e) || !e.Type().Equals(t)
}

// guard builds a node of parts that may be nothing. It gives nothing itself if
// one of them does, where JSONata would leave the part out.
func (w *writer) guard(parts []*code, build func() jsonata.Node) (n jsonata.Node, undef bool) {
	if !w.lenient {
		return build(), false
	}
	b := &jsonata.Block{}
	var all jsonata.Node
	for _, p := range parts {
		if !p.undef {
			continue
		}
		name := w.fresh("x")
		b.Exprs = append(b.Exprs, &jsonata.Assign{Var: name, Value: p.n})
		p.n, p.undef = variable(name), false
		if there := builtin("exists", p.n); all == nil {
			all = there
		} else {
			all = op(all, "and", there)
		}
	}
	if all == nil {
		return build(), false
	}
	b.Exprs = append(b.Exprs, choose(all, build(), nil))
	return b, true
}
