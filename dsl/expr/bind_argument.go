package expr

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// collect types a call of tolist, toset or tomap by the elements: those of a
// constructor get the one type that they have in common.
func (b *binder) collect(c *Call) {
	of := map[string]func(cty.Type) cty.Type{"tolist": cty.List, "toset": cty.Set, "tomap": cty.Map}[c.Func.Name]
	have := c.Args[0].Type()
	if x := b.argument(c.Args[0], of(cty.DynamicPseudoType)); !x.Type().Equals(have) {
		c.Args[0], c.Typ = x, x.Type()
		return
	}
	if have.IsCollectionType() && have.IsMapType() == (c.Func.Name == "tomap") {
		c.Typ = of(have.ElementType())
	}
}

// concatenated is concat of lists whose elements are all written down: one
// list. Nil where one is not, or where HCL would convert elements.
func concatenated(args []Expr, typ cty.Type, rng hcl.Range) Expr {
	var elems []Expr
	for _, a := range args {
		t := a.Type()
		if typ.IsListType() && !(t.IsListType() && t.ElementType().Equals(typ.ElementType())) {
			return nil
		}
		switch a := a.(type) {
		case *Tuple:
			if t.IsSetType() {
				return nil
			}
			elems = append(elems, a.Elems...)
		case *Lit:
			if !a.Val.IsKnown() || a.Val.IsNull() || !t.IsListType() && !t.IsTupleType() {
				return nil
			}
			for it := a.Val.ElementIterator(); it.Next(); {
				_, v := it.Element()
				elems = append(elems, &Lit{Val: v, Rng: a.Rng})
			}
		default:
			return nil
		}
	}
	if typ.IsListType() {
		return &Tuple{Elems: elems, Typ: typ, Rng: rng}
	}
	return newTuple(elems, rng)
}

// flattened are the elements of a list of lists that are all written down.
func flattened(e Expr) ([]Expr, bool) {
	t, ok := e.(*Tuple)
	if !ok || t.Typ.IsSetType() {
		return nil, false
	}
	var elems []Expr
	for _, x := range t.Elems {
		if x.Type().IsPrimitiveType() {
			elems = append(elems, x)
			continue
		}
		inner, ok := flattened(x)
		if !ok {
			return nil, false
		}
		elems = append(elems, inner...)
	}
	return elems, true
}

// unify gives the arguments of a call the type of its result. Values of any
// type stay what they are.
func (b *binder) unify(c *Call) {
	switch {
	case c.Typ == cty.DynamicPseudoType || c.Typ.IsTupleType():
		return
	case slices.ContainsFunc(c.Args, func(a Expr) bool { return a.Type().HasDynamicTypes() && !isNull(a) }):
		switch {
		case c.Typ.IsListType():
			c.Typ = cty.List(cty.DynamicPseudoType)
		case c.Typ.IsSetType():
			c.Typ = cty.Set(cty.DynamicPseudoType)
		}
		return
	}
	for i, a := range c.Args {
		if x := b.to(a, c.Typ); x != nil {
			c.Args[i] = x
		}
	}
}

func param(f function.Function, i int) *function.Parameter {
	if ps := f.Params(); i < len(ps) {
		return &ps[i]
	}
	return f.VarParam()
}

// argument is an argument with the type of its parameter. Where that is a
// collection of any one type, the type is the one that the elements have in
// common.
func (b *binder) argument(e Expr, want cty.Type) Expr {
	if want.IsCollectionType() && want.ElementType() == cty.DynamicPseudoType {
		var types []cty.Type
		switch t := e.Type(); {
		case t.IsTupleType():
			types = t.TupleElementTypes()
		case t.IsObjectType() && want.IsMapType():
			for _, a := range t.AttributeTypes() {
				types = append(types, a)
			}
		default:
			return e
		}
		if len(types) == 0 {
			return e
		}
		if slices.Contains(types, cty.DynamicPseudoType) {
			return e
		}
		for i := range types {
			types[i] = types[i].WithoutOptionalAttributesDeep()
		}
		one, _ := convert.UnifyUnsafe(types)
		if one == cty.NilType || one == cty.DynamicPseudoType {
			return e
		}
		switch {
		case want.IsListType():
			want = cty.List(one)
		case want.IsSetType():
			want = cty.Set(one)
		default:
			want = cty.Map(one)
		}
	}
	before := len(b.found)
	var c Expr
	switch e := e.(type) {
	case *Tuple:
		c = b.convertTuple(e, want)
	case *Object:
		c = b.convertObject(e, want)
	default:
	}
	if c != nil && len(b.found) == before {
		return c
	}
	b.found = b.found[:before]
	if c := b.to(e, want); c != nil {
		return c
	}
	return e
}
