package query

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func sortedAttributes(t cty.Type) []string { return slices.Sorted(maps.Keys(t.AttributeTypes())) }

func collectionForms() map[string]function {
	return map[string]function{
		"alltrue": {write: writeAllTrue},
		"anytrue": {write: func(w *writer, e *expr.Call) code {
			return code{n: op(&jsonata.Bool{Value: true}, "in", w.list(e, 0)), typ: cty.Bool}
		}},
		"chunklist":    {write: func(w *writer, e *expr.Call) code { return w.call("chunks", e.Typ, w.list(e, 0), w.number(e, 1)) }, partial: true, tries: true},
		"coalescelist": {write: writeCoalesceList, partial: true, tries: true, nulls: true},
		"compact":      {write: writeCompact},
		"concat":       {write: writeConcat},
		"contains":     {write: writeContains, nulls: true, any: true},
		"distinct":     {write: func(w *writer, e *expr.Call) code { return code{n: builtin("distinct", w.list(e, 0)), typ: e.Typ} }},
		"element":      {write: writeElement, partial: true, tries: true},
		"flatten":      {write: writeFlatten},
		"index": {partial: true, tries: true, any: true, write: func(w *writer, e *expr.Call) code {
			c := w.call("index", cty.Number, w.list(e, 0), w.given(e, 1))
			c.small = true
			return c
		}},
		"keys":    {write: writeKeys},
		"length":  {write: writeLength, lenient: true},
		"lookup":  {write: writeLookup, partial: true, nulls: true, any: true, lenient: true},
		"merge":   {write: writeMerge, nulls: true},
		"one":     {write: func(w *writer, e *expr.Call) code { c := w.call("one", e.Typ, w.list(e, 0)); c.null = true; return c }, partial: true, tries: true},
		"range":   {write: writeRange, partial: true, tries: true},
		"reverse": {write: func(w *writer, e *expr.Call) code { return code{n: builtin("reverse", w.list(e, 0)), typ: e.Typ} }},
		"slice": {partial: true, tries: true, write: func(w *writer, e *expr.Call) code {
			return w.call("slice", e.Typ, w.list(e, 0), w.number(e, 1), w.number(e, 2))
		}},
		"sort":   {write: func(w *writer, e *expr.Call) code { return code{n: builtin("sort", w.list(e, 0)), typ: e.Typ} }},
		"values": {write: writeValues},
		"zipmap": {partial: true, tries: true, write: func(w *writer, e *expr.Call) code {
			return w.call("zip", e.Typ, w.list(e, 0), w.list(e, 1))
		}},
	}
}

// list is an argument as a list that is there.
func (w *writer) list(e *expr.Call, i int) jsonata.Node { return w.must(w.seq(e.Args[i])).n }

// given is an argument of any type that must not be null.
func (w *writer) given(e *expr.Call, i int) jsonata.Node {
	c := w.code(e.Args[i])
	if c.typ == cty.DynamicPseudoType {
		return w.must(c).n
	}
	return w.sure(c).n
}

// writeAllTrue looks for a false element. Where one may be null, that is no
// true one either.
func writeAllTrue(w *writer, e *expr.Call) code {
	l := w.list(e, 0)
	if elementType(e.Args[0].Type()) == cty.Bool && !expr.ElementNullable(e.Args[0]) {
		return code{n: builtin("not", op(&jsonata.Bool{}, "in", l)), typ: cty.Bool}
	}
	return w.call("all", cty.Bool, l)
}

func writeCoalesceList(w *writer, e *expr.Call) code {
	if e.Expand {
		return w.refuse(e, "At run time coalescelist takes its lists one by one.")
	}
	n := w.fail("every list of coalescelist is empty")
	for i, a := range slices.Backward(e.Args) {
		c := w.must(w.code(a))
		if t, ok := c.n.(*jsonata.Array); ok && i == len(e.Args)-1 && len(t.Items) > 0 && !opens(c) {
			n = c.n
			continue
		}
		if c.typ == cty.DynamicPseudoType {
			c = w.call("list", e.Typ, c.n)
		}
		rest := n
		n = w.bound(c.n, func(x jsonata.Node) jsonata.Node {
			test := op(builtin("count", x), ">", number(0))
			if c.null {
				test = op(op(x, "!=", &jsonata.Null{}), "and", test)
			}
			return choose(test, x, rest)
		})
	}
	return code{n: n, typ: e.Typ}
}

// opens says whether items of a constructor are lists that it may open, so that
// it may be empty although it has items.
func opens(c code) bool {
	return !c.typ.IsTupleType() && !elementType(c.typ).IsPrimitiveType() ||
		c.typ.IsTupleType() && !ofPrimitives(c.typ)
}

func writeCompact(w *writer, e *expr.Call) code {
	x := w.fresh("x")
	test := op(op(variable(x), "!=", text("")), "and", op(variable(x), "!=", &jsonata.Null{}))
	return code{n: list(builtin("filter", w.list(e, 0), lambda(test, x))), typ: e.Typ}
}

func writeConcat(w *writer, e *expr.Call) code {
	if e.Expand {
		if len(e.Args) > 1 {
			return w.refuse(e, "At run time concat takes either lists or one list of lists with \"...\".")
		}
		return w.call("concat", e.Typ, w.list(e, 0))
	}
	n := w.list(e, 0)
	for i := range e.Args[1:] {
		n = builtin("append", n, w.list(e, i+1))
	}
	return code{n: n, typ: e.Typ}
}

// writeContains uses in, which compares what are no lists and no objects. What
// was left out is in no list, unless null is.
func writeContains(w *writer, e *expr.Call) code {
	l, v := w.list(e, 0), w.code(e.Args[1])
	if !v.leftOut() || expr.ElementNullable(e.Args[0]) {
		v = w.must(v)
	}
	if e.Args[1].Type().IsPrimitiveType() || ofPrimitives(e.Args[0].Type()) {
		return code{n: op(v.n, "in", l), typ: cty.Bool}
	}
	return w.call("contains", cty.Bool, l, w.must(v).n)
}

// ofPrimitives says whether the elements of a list are known to be neither
// lists nor objects.
func ofPrimitives(t cty.Type) bool {
	if t.IsTupleType() {
		return !slices.ContainsFunc(t.TupleElementTypes(), func(t cty.Type) bool { return !t.IsPrimitiveType() })
	}
	return elementType(t).IsPrimitiveType()
}

func writeElement(w *writer, e *expr.Call) code {
	c := w.call("round", e.Typ, w.list(e, 0), w.number(e, 1))
	c.null = expr.Nullable(e)
	return c
}

func writeFlatten(w *writer, e *expr.Call) code {
	c := w.call("flatten", e.Typ, w.list(e, 0))
	if e.Typ == cty.DynamicPseudoType {
		c.typ = cty.List(cty.DynamicPseudoType)
	}
	c.null = false
	return c
}

// writeKeys takes the keys of an object from its type: that of a value from
// outside says those that count.
func writeKeys(w *writer, e *expr.Call) code {
	t := e.Args[0].Type()
	if t.IsObjectType() {
		var names []jsonata.Node
		for _, name := range sortedAttributes(t) {
			names = append(names, text(name))
		}
		return code{n: list(names...), typ: cty.List(cty.String)}
	}
	c := w.call("keys", cty.List(cty.String), w.must(w.dict(e.Args[0])).n)
	return c
}

func writeValues(w *writer, e *expr.Call) code {
	a := e.Args[0]
	if t := a.Type(); t.IsObjectType() {
		src := w.sure(w.code(a))
		n := w.bound(src.n, func(n jsonata.Node) jsonata.Node {
			var cs []code
			for _, name := range sortedAttributes(t) {
				m := &expr.Attr{On: a, Name: name, Typ: t.AttributeType(name), Rng: a.Range()}
				cs = append(cs, w.must(code{
					n: step(n, name), typ: m.Typ, absent: expr.Absent(m), null: m.Typ == cty.DynamicPseudoType || expr.Nullable(m), what: words(m),
				}))
			}
			return w.listOf(cs)
		})
		return code{n: n, typ: e.Typ}
	}
	return code{n: w.call("values", e.Typ, w.must(w.dict(a)).n).n, typ: e.Typ}
}

func writeLength(w *writer, e *expr.Call) code {
	c := w.code(e.Args[0])
	r := code{typ: cty.Number, small: true}
	switch t := c.typ; {
	case t == cty.String:
		c = w.sure(c)
		r.n, r.undef = builtin("length", c.n), c.undef
	case typeName(t) == "array":
		c = w.sure(c)
		if w.lenient && c.undef {
			// The count of nothing is 0.
			c = w.call("list", t, c.n)
			r.n, r.undef = w.guard([]*code{&c}, func() jsonata.Node { return builtin("count", c.n) })
			return r
		}
		r.n = builtin("count", c.n)
	case t.IsObjectType():
		r.n = number(float64(len(t.AttributeTypes())))
	default:
		l := w.call("length", cty.Number, c.n)
		r.n, r.undef = l.n, l.undef
	}
	return r
}

func writeLookup(w *writer, e *expr.Call) code {
	if e.Expand {
		return w.refuse(e, "At run time lookup takes its arguments one by one.")
	}
	m := e.Args[0]
	t := m.Type()
	if key, ok := fixed(e, 1); ok && t.IsObjectType() {
		if t.HasAttribute(key) {
			return w.code(&expr.Attr{On: m, Name: key, Typ: t.AttributeType(key), Rng: e.Rng})
		}
		return w.code(e.Args[2])
	}
	key := w.str(e.Args[1])
	on := w.dict(m)
	c := code{typ: e.Typ, null: expr.Nullable(e), what: "lookup(...)"}
	if len(e.Args) < 3 {
		c.n, c.undef = builtin("lookup", on.n, key.n), true
		return c
	}
	or := w.must(w.convert(w.code(e.Args[2]), e.Typ, e.Args[2]))
	c.undef = on.undef || key.undef || or.undef
	c.n = w.bound(builtin("lookup", on.n, key.n), func(n jsonata.Node) jsonata.Node {
		return choose(builtin("exists", n), n, or.n)
	})
	if w.lenient && (on.undef || key.undef) {
		return w.refuse(e, "Inside try and can, the map and the key of lookup must not fail at run time. Put try around them.")
	}
	return c
}

// merged are the arguments of merge, with those of merges among them in their
// place.
func merged(args []expr.Expr) []expr.Expr {
	var all []expr.Expr
	for _, a := range args {
		if c, ok := a.(*expr.Call); ok && c.Func.Name == "merge" && !c.Expand {
			all = append(all, merged(c.Args)...)
			continue
		}
		all = append(all, a)
	}
	return all
}

func writeMerge(w *writer, e *expr.Call) code {
	c := code{typ: e.Typ}
	if c.typ == cty.DynamicPseudoType {
		c.typ = cty.Map(cty.DynamicPseudoType)
	}
	if e.Expand {
		if len(e.Args) > 1 {
			return w.refuse(e, "At run time merge takes either maps or one list of maps with \"...\".")
		}
		c.n = builtin("merge", w.list(e, 0))
		return c
	}
	var maps []jsonata.Node
	for _, a := range merged(e.Args) {
		m := w.whole(a)
		switch {
		case m.typ == cty.DynamicPseudoType:
			m = w.call("map", c.typ, m.n)
		case m.null:
			m.n = w.bound(m.n, func(n jsonata.Node) jsonata.Node {
				return choose(op(n, "=", &jsonata.Null{}), object(), n)
			})
		default:
			m = w.filled(m)
		}
		maps = append(maps, m.n)
	}
	c.n = builtin("merge", list(maps...))
	return c
}

func writeRange(w *writer, e *expr.Call) code {
	if e.Expand {
		return w.refuse(e, "At run time range takes its arguments one by one.")
	}
	t := cty.List(cty.Number)
	switch len(e.Args) {
	case 1:
		return w.call("upto", t, number(0), w.number(e, 0))
	case 2:
		return w.call("upto", t, w.number(e, 0), w.number(e, 1))
	}
	return w.call("range", t, w.number(e, 0), w.number(e, 1), w.number(e, 2))
}
