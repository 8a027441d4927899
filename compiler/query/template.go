package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// longest is the most parts that are put together by &: each one is a level of
// nesting, of which AWS allows about a hundred.
const longest = 40

func (w *writer) template(e *expr.Template) code {
	parts := make([]code, len(e.Parts))
	guarded := make([]*code, len(e.Parts))
	for i, p := range e.Parts {
		parts[i] = w.part(p, len(e.Parts))
		guarded[i] = &parts[i]
	}
	c := code{typ: cty.String}
	c.n, c.undef = w.guard(guarded, func() jsonata.Node {
		if len(parts) > longest {
			var items []jsonata.Node
			for _, p := range parts {
				items = append(items, p.n)
			}
			return builtin("join", list(items...))
		}
		n := parts[0].n
		for _, p := range parts[1:] {
			n = op(n, "&", p.n)
		}
		return n
	})
	return c
}

// part is a part of a template of n parts. Between others, JSONata makes a
// string of a number of few digits and of a bool as HCL does.
func (w *writer) part(e expr.Expr, n int) code {
	if n > 1 && n <= longest {
		before := len(w.helpers)
		if c := w.code(coerced(e, cty.String)); c.certain() && (c.typ == cty.Bool || c.typ == cty.Number && c.small) {
			return c
		}
		w.helpers = w.helpers[:before]
	}
	return w.must(w.str(e))
}

func (w *writer) join(e *expr.Join) code {
	l := w.code(e.List)
	if f, ok := e.List.(*expr.For); ok && f.Value.Type() == cty.String {
		return code{n: builtin("join", l.n), typ: cty.String}
	}
	name := w.fresh("x")
	item := w.strOf(code{n: variable(name), typ: elementType(e.List.Type()), null: true}, e)
	return code{n: builtin("join", list(builtin("map", l.n, lambda(item.n, name)))), typ: cty.String}
}

func elementType(t cty.Type) cty.Type {
	if t.IsCollectionType() {
		return t.ElementType()
	}
	return cty.DynamicPseudoType
}
