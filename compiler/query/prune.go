package query

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// Leaving out members that are null (Env.DropNull) is done where an object is
// made. What comes from elsewhere goes through the helper prune.

// inside translates an expression whose value is not part of the result, so
// that nulls in it count.
func (w *writer) inside(e expr.Expr) code {
	outer := w.env.DropNull
	w.env.DropNull = false
	defer func() { w.env.DropNull = outer }()
	return w.code(e)
}

// makes says whether an expression makes its result of the values of parts,
// which then look after their nulls themselves.
func makes(e expr.Expr) bool {
	switch e := e.(type) {
	case *expr.Tuple, *expr.Object, *expr.Cond, *expr.For, *expr.Splat, *expr.Convert:
		return true
	case *expr.Call:
		return e.Func.Name == "try" || e.Func.Name == "coalesce"
	default:
	}
	return false
}

// pruned is c, which e gave, without members that are null.
func (w *writer) pruned(c code, e expr.Expr) code {
	if !mayHoldNull(e) {
		return c
	}
	c.n = w.call("prune", c.typ, c.n).n
	if c.apart != nil {
		c.apart = w.call("prune", c.typ, c.apart).n
	}
	return c
}

// mayHoldNull says whether a member of an object in the value of e may be null.
func mayHoldNull(e expr.Expr) bool {
	switch e := e.(type) {
	case *expr.Object:
		return slices.ContainsFunc(e.Items, func(it expr.Item) bool { return expr.Nullable(it.Value) || mayHoldNull(it.Value) })
	case *expr.Tuple:
		return slices.ContainsFunc(e.Elems, mayHoldNull)
	case *expr.Call:
		switch {
		case e.Func.Name == "dynamo_map" || e.Func.Name == "dynamo_value":
			return false // there is a form for null
		case e.Func.Name == "merge" && !e.Expand:
			return slices.ContainsFunc(e.Args, mayHoldNull)
		}
		return !e.Typ.IsPrimitiveType() && (open(e.Typ) || slices.ContainsFunc(e.Args, mayHoldNull))
	default:
	}
	return open(e.Type())
}

// open says whether members of values of a type may be null.
func open(t cty.Type) bool {
	switch {
	case t == cty.DynamicPseudoType:
		return true
	case t.IsCollectionType():
		return open(t.ElementType())
	case t.IsTupleType():
		for _, e := range t.TupleElementTypes() {
			if open(e) {
				return true
			}
		}
	case t.IsObjectType():
		for name, a := range t.AttributeTypes() {
			if t.AttributeOptional(name) || open(a) {
				return true
			}
		}
	}
	return false
}

// unlessNull is the value of a member, nothing where it is null: JSONata leaves
// out members that are nothing.
func (w *writer) unlessNull(n jsonata.Node) jsonata.Node {
	return w.bound(n, func(n jsonata.Node) jsonata.Node { return choose(op(n, "!=", &jsonata.Null{}), n, nil) })
}
