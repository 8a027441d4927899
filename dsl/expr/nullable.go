package expr

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Nullable says whether the value may be null, or be a member that is missing
// and reads as null.
func Nullable(e Expr) bool {
	switch e := e.(type) {
	case *Lit:
		return e.Val.IsNull()
	case *Ref:
		return e.Null || e.Typ == cty.DynamicPseudoType
	case *Local:
		return e.Symbol.Null || e.Symbol.Typ == cty.DynamicPseudoType
	case *Attr:
		return e.Typ == cty.DynamicPseudoType || Absent(e)
	case *Index:
		return e.Typ == cty.DynamicPseudoType || ElementNullable(e.On)
	case *Cond:
		return Nullable(e.Then) || Nullable(e.Else)
	case *Call:
		switch e.Func.null {
		case nullNever:
			return false
		case nullAlways:
			return true
		case nullArgument:
			return slices.ContainsFunc(e.Args, Nullable)
		default:
			return e.Typ == cty.DynamicPseudoType || slices.ContainsFunc(e.Args, ElementNullable) ||
				slices.ContainsFunc(e.Args, Nullable)
		}
	case *Convert:
		return Nullable(e.X)
	case *Verbatim, *Bad:
		return true
	case *Splat, *Template, *Join, *Tuple, *Object, *Unary, *Binary, *For:
		return false
	}
	panic("expr: unknown expression")
}

// Absent says whether a member may be missing from the value it is read from,
// and so reads as null.
func Absent(e *Attr) bool {
	switch t := e.On.Type(); {
	case t.IsObjectType():
		return Loose(e.On) || t.HasAttribute(e.Name) && t.AttributeOptional(e.Name) || constructedNull(e.On, e.Name)
	case t.IsMapType():
		return ElementNullable(e.On)
	}
	return false
}

// constructedNull says whether a member of an object that an expression makes
// may be null. For one that it only reads, the type says so.
func constructedNull(e Expr, name string) bool {
	switch e := e.(type) {
	case *Ref, *Local, *Attr, *Index:
		return false
	case *Object:
		for _, it := range slices.Backward(e.Items) {
			if k, ok := Static(it.Key); ok && !k.IsNull() && k.Type() == cty.String && k.AsString() == name {
				return Nullable(it.Value)
			}
		}
	default:
	}
	return ElementNullable(e)
}

// ElementNullable says whether an element of a collection may be null.
func ElementNullable(e Expr) bool {
	switch e := e.(type) {
	case *Lit:
		if !e.Val.CanIterateElements() {
			return false
		}
		for it := e.Val.ElementIterator(); it.Next(); {
			if _, v := it.Element(); v.IsNull() {
				return true
			}
		}
		return false
	case *Tuple:
		return slices.ContainsFunc(e.Elems, Nullable)
	case *Object:
		return slices.ContainsFunc(e.Items, func(it Item) bool { return Nullable(it.Value) })
	case *For:
		return !e.Group && Nullable(e.Value)
	case *Splat:
		return Nullable(e.Each)
	case *Cond:
		return ElementNullable(e.Then) || ElementNullable(e.Else)
	case *Call:
		return !e.Typ.IsPrimitiveType() && (dynamicElements(e.Typ) || slices.ContainsFunc(e.Args, ElementNullable) || slices.ContainsFunc(e.Args, Nullable))
	case *Convert:
		return ElementNullable(e.X)
	case *Ref, *Local, *Attr, *Index:
		if t := e.Type(); t.IsObjectType() {
			return Loose(e) || len(t.OptionalAttributes()) > 0 || dynamicElements(t)
		}
		return dynamicElements(e.Type())
	case *Verbatim, *Bad:
		return true
	case *Template, *Join, *Unary, *Binary:
		return false
	}
	panic("expr: unknown expression")
}

// dynamicElements says whether an element's type is not known.
func dynamicElements(t cty.Type) bool {
	switch {
	case t == cty.DynamicPseudoType:
		return true
	case t.IsCollectionType():
		return t.ElementType() == cty.DynamicPseudoType
	case t.IsTupleType():
		return slices.Contains(t.TupleElementTypes(), cty.DynamicPseudoType)
	case t.IsObjectType():
		for _, a := range t.AttributeTypes() {
			if a == cty.DynamicPseudoType {
				return true
			}
		}
	}
	return false
}

// Loose says whether members of known type, anywhere inside, may be missing
// although the type does not say so.
func Loose(e Expr) bool {
	switch e := e.(type) {
	case *Ref:
		return e.Loose
	case *Local:
		return e.Symbol.Loose
	case *Attr:
		return Loose(e.On)
	case *Index:
		return Loose(e.On)
	case *Cond:
		return lossy(e.Then) || lossy(e.Else)
	case *Call:
		return slices.ContainsFunc(e.Args, lossy)
	case *Convert:
		return lossy(e.X)
	case *Splat:
		return lossy(e.Each)
	case *For:
		return lossy(e.Value)
	case *Tuple:
		return slices.ContainsFunc(e.Elems, lossy)
	case *Object:
		return slices.ContainsFunc(e.Items, func(it Item) bool { return lossy(it.Value) })
	case *Lit, *Template, *Join, *Unary, *Binary, *Verbatim, *Bad:
		return false
	}
	panic("expr: unknown expression")
}

// lossy says whether e is loose, or would be once its type is computed again:
// the types of HCL's results do not say which members are optional.
func lossy(e Expr) bool {
	return Loose(e) || !e.Type().Equals(e.Type().WithoutOptionalAttributesDeep())
}
