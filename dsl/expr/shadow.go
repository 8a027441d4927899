package expr

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
)

// To type and to fold a node, HCL itself evaluates a copy of it whose operands
// are their values, or unknown values of their types: the rules are then HCL's
// by construction, and so are the places of its complaints.

// shadow is e as an operand of such a copy.
func shadow(e Expr) hclsyntax.Expression {
	return &hclsyntax.LiteralValueExpr{Val: shadowValue(e), SrcRange: e.Range()}
}

// shadowValue is the value of e, unknown where it is not known.
func shadowValue(e Expr) cty.Value {
	if v, ok := Static(e); ok {
		return v
	}
	t := e.Type().WithoutOptionalAttributesDeep()
	if t == cty.DynamicPseudoType {
		return cty.DynamicVal
	}
	v := cty.UnknownVal(t)
	if !Nullable(e) {
		v = v.RefineNotNull()
	}
	return v
}

// known says whether all are known at compile time.
func known(es ...Expr) bool {
	for _, e := range es {
		if _, ok := Static(e); !ok {
			return false
		}
	}
	return true
}

// Static is the value of an expression whose every part is known at compile
// time.
func Static(e Expr) (cty.Value, bool) {
	if l, ok := e.(*Lit); ok {
		return l.Val, true
	}
	if !constant(e) {
		return cty.NilVal, false // before anything is made
	}
	return static(e)
}

// constant: e consists of constructors and constants.
func constant(e Expr) bool {
	switch e := e.(type) {
	case *Lit:
		return true
	case *Tuple:
		return !slices.ContainsFunc(e.Elems, func(e Expr) bool { return !constant(e) })
	case *Object:
		return !slices.ContainsFunc(e.Items, func(it Item) bool { return !constant(it.Key) || !constant(it.Value) })
	default:
	}
	return false
}

// static is the value of a constant.
func static(e Expr) (cty.Value, bool) {
	switch e := e.(type) {
	case *Lit:
		return e.Val, true
	case *Tuple:
		vals := make([]cty.Value, len(e.Elems))
		for i, x := range e.Elems {
			v, ok := static(x)
			if !ok {
				return cty.NilVal, false
			}
			vals[i] = v
		}
		return as(cty.TupleVal(vals), e.Typ)
	case *Object:
		vals := make(map[string]cty.Value, len(e.Items))
		for _, it := range e.Items {
			k, ok := static(it.Key)
			if !ok || k.IsNull() || k.Type() != cty.String {
				return cty.NilVal, false
			}
			v, ok := static(it.Value)
			if !ok {
				return cty.NilVal, false
			}
			vals[k.AsString()] = v
		}
		return as(cty.ObjectVal(vals), e.Typ)
	default:
	}
	return cty.NilVal, false
}

// as is a constructed value with the type that its constructor was converted
// to, member by member.
func as(v cty.Value, t cty.Type) (cty.Value, bool) {
	if t == cty.DynamicPseudoType || v.Type().Equals(t) {
		return v, true
	}
	c, err := convert.Convert(v, t)
	if err != nil {
		return cty.NilVal, false
	}
	return c, true
}

// doubles rounds every number of a bound expression to the double that an
// execution will see.
func (b *binder) doubles(e Expr) Expr {
	ok := true
	Walk(e, func(e Expr) bool {
		if l, is := e.(*Lit); is {
			ok = b.round(l) && ok
		}
		return true
	})
	if !ok {
		return &Bad{Rng: e.Range()}
	}
	return e
}

// round rounds the numbers in a constant. A whole number that a double does not
// hold is an error, unless it is what the double is written as.
func (b *binder) round(l *Lit) bool {
	if t := l.Val.Type(); t.IsPrimitiveType() && t != cty.Number {
		return true
	}
	ok, same := true, true
	v, err := cty.Transform(l.Val, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() != cty.Number || v.IsNull() || !v.IsKnown() {
			return v, nil
		}
		if i, accuracy := v.AsBigFloat().Int64(); accuracy == big.Exact && i != 0 && -1<<53 <= i && i <= 1<<53 {
			return v, nil // a double holds it
		}
		f, accuracy := v.AsBigFloat().Float64()
		if math.IsInf(f, 0) {
			ok = false
			return v, nil
		}
		d := double(f)
		if v.AsBigFloat().IsInt() && accuracy != big.Exact && !v.RawEquals(d) {
			ok = false
		}
		same = same && v.RawEquals(d)
		return d, nil
	})
	if err != nil || !ok {
		b.hard(diag.InexactNumber, l.Rng, "An execution computes with doubles, which cannot hold this number. Numbers with "+
			"more than 15 digits that are no quantities, such as identifiers, are written as strings.")
		return false
	}
	if !same { // else others may be reading it
		l.Val = v
	}
	return true
}

// double is f with the fewest decimals that tell it from its neighbours.
func double(f float64) cty.Value {
	if f == 0 {
		return cty.Zero // and never a negative one
	}
	return cty.MustParseNumberVal(strconv.FormatFloat(f, 'g', -1, 64))
}

// typeOf is the type of a value that HCL's evaluation gave.
func typeOf(v cty.Value) cty.Type {
	if v == cty.NilVal {
		return cty.DynamicPseudoType
	}
	return v.Type()
}

// eval evaluates a copy made by shadow.
func eval(n hclsyntax.Expression) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Value(nil)
	if v == cty.NilVal {
		v = cty.DynamicVal
	}
	return v, diags
}
