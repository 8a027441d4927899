package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// tuple makes a list. In JSONata's constructor only an item that is written as
// a list stays one; a list that comes from elsewhere would be opened.
func (w *writer) tuple(e *expr.Tuple) code {
	cs := make([]code, len(e.Elems))
	for i, x := range e.Elems {
		cs[i] = w.whole(x)
	}
	c := code{typ: e.Typ}
	c.n, c.undef = w.guard(pointers(cs), func() jsonata.Node { return w.listOf(cs) })
	return c
}

func pointers(cs []code) []*code {
	ps := make([]*code, len(cs))
	for i := range cs {
		ps[i] = &cs[i]
	}
	return ps
}

// listOf is the list of these.
func (w *writer) listOf(cs []code) jsonata.Node {
	var items []jsonata.Node
	var parts []jsonata.Node
	flush := func() {
		if len(items) > 0 {
			parts = append(parts, list(items...))
			items = nil
		}
	}
	for _, c := range cs {
		switch _, written := c.n.(*jsonata.Array); {
		case written, c.typ.IsPrimitiveType(), typeName(c.typ) == "object", isNullNode(c.n):
			items = append(items, c.n)
		case typeName(c.typ) == "array" && !c.null:
			items = append(items, list(c.n))
		default:
			flush()
			parts = append(parts, w.call("wrap", cty.DynamicPseudoType, c.n).n)
		}
	}
	flush()
	switch len(parts) {
	case 0:
		return list()
	case 1:
		return parts[0]
	}
	n := parts[0]
	for _, p := range parts[1:] {
		n = builtin("append", n, p)
	}
	return n
}

func isNullNode(n jsonata.Node) bool {
	_, ok := n.(*jsonata.Null)
	return ok
}

func (w *writer) object(e *expr.Object) code {
	items, _ := w.members(e)
	fixed := true
	for _, it := range items {
		if _, ok := it.Key.(*expr.Lit); !ok {
			fixed = false
		}
	}
	var parts []code
	for _, it := range items {
		if w.env.DropNull && isNull(it.Value) {
			continue
		}
		parts = append(parts, w.must(w.str(it.Key)), w.memberValue(it.Value))
	}
	c := code{typ: e.Typ}
	if c.typ == cty.DynamicPseudoType {
		c.typ = cty.Map(cty.DynamicPseudoType) // an object, whatever its members
	}
	c.n, c.undef = w.guard(pointers(parts), func() jsonata.Node {
		var pairs []jsonata.Pair
		for i := 0; i < len(parts); i += 2 {
			pairs = append(pairs, jsonata.Pair{Key: parts[i].n, Value: parts[i+1].n})
		}
		if fixed || len(pairs) < 2 {
			return object(pairs...)
		}
		// Of equal keys the last counts; a constructor would fail for them.
		one := make([]jsonata.Node, len(pairs))
		for i, p := range pairs {
			one[i] = object(p)
		}
		return builtin("merge", list(one...))
	})
	return c
}

// memberValue is the value of a member. A null is left out where it has to be:
// JSONata leaves out what is nothing.
func (w *writer) memberValue(e expr.Expr) code {
	if !w.env.DropNull || !expr.Nullable(e) {
		return w.whole(e)
	}
	c := w.code(e)
	if c.undef {
		c = w.must(c)
	}
	if c.null {
		c.n = w.unlessNull(c.n)
	}
	return c
}
