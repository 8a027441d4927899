package expr

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Total says whether evaluating an expression is sure to give a value, and no
// error. It is certain of simple expressions only.
func Total(e Expr) bool { return total(e) }

// total says whether evaluating e is sure to give a value, so that leaving it
// out takes no error away. It is certain of simple expressions only.
func total(e Expr) bool {
	if _, ok := Static(e); ok {
		return true
	}
	switch e := e.(type) {
	case *Ref, *Local:
		return true
	case *Attr:
		return e.On.Type().IsObjectType() && !Nullable(e.On) && total(e.On)
	case *Template:
		return !slices.ContainsFunc(e.Parts, func(p Expr) bool { return !total(p) || Nullable(p) || !p.Type().IsPrimitiveType() })
	case *Tuple:
		return !slices.ContainsFunc(e.Elems, func(x Expr) bool { return !total(x) })
	case *Object:
		return !slices.ContainsFunc(e.Items, func(it Item) bool { return !known(it.Key) || !total(it.Value) })
	default:
	}
	return false
}

// settled says whether the result of an operator is known although not every
// operand is: a value that cannot be null is not equal to null. (HCL knows as
// much of a list and a tuple, but those are equal here if their elements are.)
func settled(op string, v cty.Value, operands ...Expr) bool {
	if !v.IsWhollyKnown() {
		return false
	}
	want := cty.DynamicPseudoType
	switch op {
	case "==", "!=":
		if !slices.ContainsFunc(operands, isNull) {
			return false
		}
	case "&&", "||":
		want = cty.Bool
	case "<", "<=", ">", ">=":
		want = cty.Number
	}
	return !slices.ContainsFunc(operands, func(e Expr) bool {
		return !total(e) || want != cty.DynamicPseudoType && (!e.Type().Equals(want) || Nullable(e))
	})
}
