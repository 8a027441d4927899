package query

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func setForms() map[string]function {
	return map[string]function{
		"setintersection": {write: sets(true, func(a, b jsonata.Node) jsonata.Node { return keeping(a, op(variable("l_e"), "in", b)) })},
		"setsubtract": {write: sets(true, func(a, b jsonata.Node) jsonata.Node {
			return keeping(a, builtin("not", op(variable("l_e"), "in", b)))
		})},
		"setunion": {write: sets(false, func(a, b jsonata.Node) jsonata.Node {
			return builtin("sort", builtin("distinct", builtin("append", a, b)))
		})},
	}
}

// keeping is the elements of a set, variable l_e, for which a test holds.
func keeping(set, test jsonata.Node) jsonata.Node {
	return list(builtin("filter", set, lambda(test, "l_e")))
}

// sets is a function of sets, one after another. The first is made one, sorted
// and with no element twice, where it decides the order of the result; of the
// others neither order nor repetition counts.
func sets(firstDecides bool, f func(a, b jsonata.Node) jsonata.Node) func(*writer, *expr.Call) code {
	return func(w *writer, e *expr.Call) code {
		t := elementType(e.Typ)
		if slices.ContainsFunc(e.Args, func(a expr.Expr) bool { return a.Type().HasDynamicTypes() }) {
			t = cty.DynamicPseudoType // and nothing is converted
		}
		if t != cty.String && t != cty.Number && t != cty.DynamicPseudoType || e.Expand {
			return w.refuse(e, "At run time sets are of strings or numbers, and each is an argument of its own. distinct(...) gives each "+
				"element of any list once.")
		}
		arg := func(i int) jsonata.Node {
			if a := unconverted(e.Args[i]); (i > 0 || !firstDecides && len(e.Args) > 1) && t != cty.DynamicPseudoType && same(a.Type(), cty.List(t)) {
				return w.sure(w.code(a)).n
			}
			return w.sure(w.convert(w.code(e.Args[i]), cty.Set(t), e.Args[i])).n
		}
		n := arg(0)
		for i := range e.Args[1:] {
			n = f(n, arg(i+1))
		}
		return code{n: n, typ: e.Typ}
	}
}

// unconverted is an expression without a conversion around it.
func unconverted(e expr.Expr) expr.Expr {
	if c, ok := e.(*expr.Convert); ok {
		return c.X
	}
	return e
}
