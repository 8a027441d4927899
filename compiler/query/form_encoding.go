package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func encodingForms() map[string]function {
	helper := func(name string) func(*writer, *expr.Call) code {
		return onString(func(w *writer, s jsonata.Node) code { return w.call(name, cty.String, s) })
	}
	hash := func(algorithm string) function {
		return function{write: onString(func(_ *writer, s jsonata.Node) code {
			return code{n: builtin("hash", s, text(algorithm))}
		})}
	}
	return map[string]function{
		"base64decode": {write: helper("unbase"), partial: true, tries: true},
		"base64encode": {write: helper("base"), partial: true, tries: true},
		"jsondecode": {partial: true, write: func(w *writer, e *expr.Call) code {
			return code{n: builtin("parse", w.text(e, 0)), typ: cty.DynamicPseudoType, null: true, what: "jsondecode(...)"}
		}},
		"jsonencode": {any: true, nulls: true, write: func(w *writer, e *expr.Call) code {
			return w.call("json", cty.String, w.filled(w.whole(e.Args[0])).n)
		}},
		"md5":       hash("MD5"),
		"sha1":      hash("SHA-1"),
		"sha256":    hash("SHA-256"),
		"sha512":    hash("SHA-512"),
		"urlencode": {write: helper("url")},
	}
}

// filled is a value whose optional members that are missing are null, as HCL
// sees them: where the members of an object count one by one. What a service
// left out stays out, if its type does not say optional: those types are large,
// and nobody wants all of it.
func (w *writer) filled(c code) code {
	if c.typ.Equals(c.typ.WithoutOptionalAttributesDeep()) {
		return c
	}
	t := c.typ
	c.n = w.bound(c.n, func(n jsonata.Node) jsonata.Node {
		f := w.fill(n, t)
		if c.null {
			f = choose(op(n, "=", &jsonata.Null{}), &jsonata.Null{}, f)
		}
		return f
	})
	return c
}

func (w *writer) fill(n jsonata.Node, t cty.Type) jsonata.Node {
	switch {
	case t.Equals(t.WithoutOptionalAttributesDeep()):
		return n
	case t.IsObjectType():
		var pairs []jsonata.Pair
		for _, name := range sortedAttributes(t) {
			m := step(n, name)
			v := w.fill(m, t.AttributeType(name))
			if t.AttributeOptional(name) {
				there := builtin("exists", m)
				if v != m {
					there = op(builtin("type", m), "=", text(typeName(t.AttributeType(name))))
				}
				v = choose(there, v, &jsonata.Null{})
			}
			pairs = append(pairs, jsonata.Pair{Key: text(name), Value: v})
		}
		return object(pairs...)
	case t.IsTupleType():
		var cs []code
		for i, e := range t.TupleElementTypes() {
			cs = append(cs, code{n: w.fill(pick(n, number(float64(i))), e), typ: e})
		}
		return w.listOf(cs)
	case t.IsListType() || t.IsSetType():
		x := w.fresh("x")
		return exactly(builtin("map", n, lambda(w.fill(variable(x), t.ElementType()), x)))
	case t.IsMapType():
		x, k := w.fresh("x"), w.fresh("k")
		one := object(jsonata.Pair{Key: variable(k), Value: w.fill(variable(x), t.ElementType())})
		return builtin("merge", list(builtin("each", n, lambda(one, x, k))))
	}
	return n
}
