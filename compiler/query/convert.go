package query

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// convert gives c another type, as HCL converts. Null stays null. e is what is
// converted, for what is told when that cannot be.
func (w *writer) convert(c code, to cty.Type, e expr.Expr) code {
	from := c.typ
	if same(from, to) {
		c.typ = to
		return c
	}
	if c.absent {
		c = w.present(c)
	}
	if c.null {
		// Nothing has to stay nothing, so what follows cannot look at
		// null alone.
		c = w.must(c)
		undef := false
		c.n = w.bound(c.n, func(n jsonata.Node) jsonata.Node {
			v := w.convertValue(code{n: n, typ: from, what: c.what}, to, e)
			undef = v.undef
			return choose(op(n, "=", &jsonata.Null{}), &jsonata.Null{}, v.n)
		})
		return code{n: c.n, typ: to, null: true, undef: undef || c.undef, what: c.what}
	}
	v := w.convertValue(c, to, e)
	v.null = v.null || c.null
	v.what = c.what
	return v
}

// same says whether values of two types are the same JSON, or conversion only
// tells the compiler something.
func same(from, to cty.Type) bool {
	switch {
	case to == cty.DynamicPseudoType || from.Equals(to):
		return true
	case from == cty.DynamicPseudoType:
		return false
	case to.IsListType() || to.IsTupleType():
		switch {
		case from.IsListType() || from.IsSetType():
			return to.IsListType() && same(from.ElementType(), to.ElementType())
		case from.IsTupleType() && to.IsListType():
			return !slices.ContainsFunc(from.TupleElementTypes(), func(t cty.Type) bool { return !same(t, to.ElementType()) })
		case from.IsTupleType() && to.IsTupleType():
			f, t := from.TupleElementTypes(), to.TupleElementTypes()
			return slices.EqualFunc(f, t, same)
		}
	case to.IsSetType():
		return from.IsSetType() && same(from.ElementType(), to.ElementType())
	case to.IsMapType():
		switch {
		case from.IsMapType():
			return same(from.ElementType(), to.ElementType())
		case from.IsObjectType():
			for _, t := range from.AttributeTypes() {
				if !same(t, to.ElementType()) {
					return false
				}
			}
			return true
		}
	case to.IsObjectType() && from.IsObjectType():
		for name, t := range from.AttributeTypes() {
			if !to.HasAttribute(name) || !same(t, to.AttributeType(name)) {
				return false
			}
		}
		return true
	}
	return false
}

// convertValue converts a value that is not null.
func (w *writer) convertValue(c code, to cty.Type, e expr.Expr) code {
	switch {
	case same(c.typ, to):
		c.typ = to
		return c
	case to == cty.String:
		return w.strOf(c, e)
	case to == cty.Number:
		return w.numOf(c, e)
	case to == cty.Bool:
		return w.boolOf(c, e)
	case to.IsListType():
		return w.convertList(c, to, e)
	case to.IsSetType():
		return w.convertSet(c, to, e)
	case to.IsMapType():
		return w.convertMap(c, to, e)
	case to.IsObjectType():
		return w.convertObject(c, to, e)
	}
	return w.refuse(e, "This value would have to be converted at run time in a way that JSONata does not have.")
}

// elements converts each element of a list.
func (w *writer) elements(c code, to cty.Type, e expr.Expr) code {
	from := elementType(c.typ)
	if c.typ.IsTupleType() {
		from = cty.DynamicPseudoType
	}
	if same(from, to) {
		return c
	}
	name := w.fresh("x")
	lenient := w.lenient
	w.lenient = false
	v := w.convert(code{n: variable(name), typ: from, null: from == cty.DynamicPseudoType}, to, e)
	w.lenient = lenient
	if lenient {
		return w.refuse(e, "Inside try and can, the elements of a list cannot be converted at run time.")
	}
	c.n = mapping(v, builtin("map", c.n, lambda(v.n, name)))
	return c
}

func (w *writer) convertList(c code, to cty.Type, e expr.Expr) code {
	switch {
	case c.typ == cty.DynamicPseudoType:
		c = w.call("list", cty.List(cty.DynamicPseudoType), c.n)
	case typeName(c.typ) != "array":
		return w.refuse(e, "This value is no list.")
	}
	c = w.elements(c, to.ElementType(), e)
	c.typ, c.null = to, false
	return c
}

// convertSet makes a set: at run time a list of different elements, in the
// order that HCL's sets have.
func (w *writer) convertSet(c code, to cty.Type, e expr.Expr) code {
	t := to.ElementType()
	if have := elementType(c.typ); t == cty.DynamicPseudoType && !c.typ.IsTupleType() {
		t = have
	}
	if t != cty.String && t != cty.Number && t != cty.DynamicPseudoType {
		return w.refuse(e, "At run time sets are of strings or numbers. distinct(...) gives each element of a list once.")
	}
	to = cty.Set(t)
	if t == cty.DynamicPseudoType {
		l := w.convertList(c, cty.List(t), e)
		r := w.call("set", to, l.n)
		r.null, r.undef = false, l.undef
		return r
	}
	c = w.convertList(c, cty.List(to.ElementType()), e)
	return code{n: builtin("sort", builtin("distinct", c.n)), typ: to, undef: c.undef}
}

func (w *writer) convertMap(c code, to cty.Type, e expr.Expr) code {
	elem := to.ElementType()
	switch {
	case c.typ == cty.DynamicPseudoType:
		c = w.call("obj", cty.Map(cty.DynamicPseudoType), c.n)
	case c.typ.IsObjectType():
		return w.rebuilt(c, cty.Object(c.typ.WithoutOptionalAttributesDeep().AttributeTypes()), func(string) cty.Type { return elem }, to, e)
	case typeName(c.typ) != "object":
		return w.refuse(e, "This value is no map.")
	}
	if same(elementType(c.typ), elem) {
		c.typ, c.null = to, false
		return c
	}
	if w.lenient {
		return w.refuse(e, "Inside try and can, the elements of a map cannot be converted at run time.")
	}
	v, k := w.fresh("x"), w.fresh("k")
	from := elementType(c.typ)
	x := w.convert(code{n: variable(v), typ: from, null: from == cty.DynamicPseudoType}, elem, e)
	c.n = builtin("merge", list(builtin("each", c.n, lambda(object(jsonata.Pair{Key: variable(k), Value: x.n}), v, k))))
	c.typ, c.null = to, false
	return c
}

func (w *writer) convertObject(c code, to cty.Type, e expr.Expr) code {
	switch {
	case c.typ == cty.DynamicPseudoType:
		c = w.call("obj", cty.Map(cty.DynamicPseudoType), c.n)
	case typeName(c.typ) != "object":
		return w.refuse(e, "This value is no object.")
	}
	return w.rebuilt(c, to, to.AttributeType, to, e)
}

// rebuilt is an object of the members that a type has, each converted.
func (w *writer) rebuilt(c code, has cty.Type, member func(string) cty.Type, to cty.Type, e expr.Expr) code {
	if w.lenient {
		return w.refuse(e, "Inside try and can, an object cannot be converted at run time.")
	}
	from := c.typ
	loose := expr.Loose(unconverted(e))
	n := w.bound(c.n, func(n jsonata.Node) jsonata.Node {
		var pairs []jsonata.Pair
		for _, name := range slices.Sorted(maps.Keys(has.AttributeTypes())) {
			m := code{n: step(n, name), typ: cty.DynamicPseudoType, null: true, what: name}
			switch {
			case from.IsObjectType() && from.HasAttribute(name):
				m.typ = from.AttributeType(name)
				m.absent = from.AttributeOptional(name) || loose
				m.null = m.absent || m.typ == cty.DynamicPseudoType
			case from.IsObjectType():
				continue
			default:
				m.typ = elementType(from)
				m.absent, m.undef = to.IsObjectType() && to.AttributeOptional(name), true
				if m.absent {
					m.undef = false
				}
			}
			v := w.must(w.convert(m, member(name), e))
			if w.env.DropNull && v.null {
				v.n = w.unlessNull(v.n)
			}
			pairs = append(pairs, jsonata.Pair{Key: text(name), Value: v.n})
		}
		return object(pairs...)
	})
	return code{n: n, typ: to}
}
