package expr

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
)

var operators = map[*hclsyntax.Operation]string{
	hclsyntax.OpLogicalOr:          "||",
	hclsyntax.OpLogicalAnd:         "&&",
	hclsyntax.OpLogicalNot:         "!",
	hclsyntax.OpEqual:              "==",
	hclsyntax.OpNotEqual:           "!=",
	hclsyntax.OpGreaterThan:        ">",
	hclsyntax.OpGreaterThanOrEqual: ">=",
	hclsyntax.OpLessThan:           "<",
	hclsyntax.OpLessThanOrEqual:    "<=",
	hclsyntax.OpAdd:                "+",
	hclsyntax.OpSubtract:           "-",
	hclsyntax.OpMultiply:           "*",
	hclsyntax.OpDivide:             "/",
	hclsyntax.OpModulo:             "%",
	hclsyntax.OpNegate:             "-",
}

func (b *binder) unary(n *hclsyntax.UnaryOpExpr) Expr {
	x := b.bind(n.Val)
	v, diags := eval(&hclsyntax.UnaryOpExpr{Op: n.Op, Val: shadow(x), SrcRange: n.SrcRange, SymbolRange: n.SymbolRange})
	if b.report(diag.InvalidOperand, n.SrcRange, diags) {
		return &Bad{Rng: n.SrcRange}
	}
	if known(x) {
		return &Lit{Val: v, Rng: n.SrcRange}
	}
	return &Unary{Op: operators[n.Op], X: x, Rng: n.SrcRange}
}

func (b *binder) binary(n *hclsyntax.BinaryOpExpr) Expr {
	l, r := b.bind(n.LHS), b.bind(n.RHS)
	op := operators[n.Op]
	if b.scope.Catalog && (op == "==" || op == "!=") && (isNull(r) && sure(l) || isNull(l) && sure(r)) {
		return &Lit{Val: cty.BoolVal(op == "!="), Rng: n.SrcRange}
	}
	if b.scope.Catalog && (op == "&&" || op == "||") {
		if e := decided(op, l, r); e != nil {
			return e
		}
	}
	if op == "/" || op == "%" {
		if v, ok := Static(r); ok && v.Type() == cty.Number && !v.IsNull() && v.AsBigFloat().Sign() == 0 {
			return b.fail(diag.InvalidOperand, r.Range(), "A division by zero has no result.")
		}
	}
	if op == "+" && joins(l, r) {
		return b.fail(diag.InvalidOperand, n.SrcRange, "A plus adds numbers. Text is joined inside of quotes: \"${a}${b}\".")
	}
	v, diags := eval(&hclsyntax.BinaryOpExpr{LHS: shadow(l), Op: n.Op, RHS: shadow(r), SrcRange: n.SrcRange})
	if b.report(diag.InvalidOperand, n.SrcRange, diags) {
		return &Bad{Rng: n.SrcRange}
	}
	if known(l, r) || settled(op, v, l, r) {
		return &Lit{Val: v, Rng: n.SrcRange}
	}
	return &Binary{Op: op, Left: l, Right: r, Rng: n.SrcRange}
}

// decided is what is left of "and" or "or" where one side is known: it, or the
// other side. Nil where neither is.
func decided(op string, l, r Expr) Expr {
	for _, side := range [][2]Expr{{l, r}, {r, l}} {
		v, ok := Static(side[0])
		switch {
		case !ok || v.IsNull() || v.Type() != cty.Bool:
		case v.True() == (op == "||"):
			return side[0]
		case side[1].Type() == cty.Bool:
			return side[1]
		}
	}
	return nil
}

// joins says whether a sum is meant to join text: one side is text that is no
// number.
func joins(l, r Expr) bool {
	word := func(e Expr) bool {
		if t, ok := e.(*Template); ok && len(t.Parts) > 1 {
			return true
		}
		v, ok := Static(e)
		if !ok || v.IsNull() || v.Type() != cty.String {
			return false
		}
		_, err := convert.Convert(v, cty.Number)
		return err != nil
	}
	return word(l) || word(r)
}

func (b *binder) cond(n *hclsyntax.ConditionalExpr) Expr {
	c := b.bind(n.Condition)
	x, y := b.branches(c, n)
	if y == nil {
		return x
	}
	v, diags := eval(&hclsyntax.ConditionalExpr{
		Condition: shadow(c), TrueResult: shadow(x), FalseResult: shadow(y), SrcRange: n.SrcRange,
	})
	if b.report(diag.TypeMismatch, n.SrcRange, diags) {
		return &Bad{Rng: n.SrcRange}
	}
	if t := c.Type(); t != cty.DynamicPseudoType && convert.GetConversionUnsafe(t, cty.Bool) == nil && !t.Equals(cty.Bool) {
		return b.fail(diag.TypeMismatch, c.Range(), "A condition is a bool, not %s.", describe(t))
	}
	if known(c, x, y) {
		return &Lit{Val: v, Rng: n.SrcRange}
	}
	typ := cty.DynamicPseudoType
	xt, yt := x.Type(), y.Type()
	if xt.IsSetType() && !yt.IsSetType() && madeHere(y) || yt.IsSetType() && !xt.IsSetType() && madeHere(x) {
		// HCL takes what was made of tuples for a set then, and a
		// list for a list: too fine a difference to build on.
		return b.hard(diag.TypeMismatch, hcl.RangeBetween(x.Range(), y.Range()), "One result is a list and the other a set. "+
			"toset(...) or tolist(...) around one of them makes them alike.")
	}
	switch {
	case isNull(x):
		typ = yt
	case isNull(y):
		typ = xt
	case xt.Equals(yt):
		typ = xt
	case xt == cty.DynamicPseudoType || yt == cty.DynamicPseudoType:
	default:
		typ, _ = convert.UnifyUnsafe([]cty.Type{xt.WithoutOptionalAttributesDeep(), yt.WithoutOptionalAttributesDeep()})
		if typ == cty.NilType {
			typ = cty.DynamicPseudoType
		}
		if cx := b.to(x, typ); cx != nil {
			x = cx
		}
		if cy := b.to(y, typ); cy != nil {
			y = cy
		}
	}
	return &Cond{If: c, Then: x, Else: y, Typ: typ, Rng: n.SrcRange}
}

// madeHere says whether a list is made of a constructor, a for expression or by
// a function whose result has as many elements as its arguments.
func madeHere(e Expr) bool {
	made := false
	Walk(e, func(e Expr) bool {
		switch e := e.(type) {
		case *For, *Tuple:
			made = true
		case *Call:
			made = made || e.Typ == cty.DynamicPseudoType
		default:
		}
		return !made
	})
	return made
}

// branches are the two results of a conditional. With a condition that is
// known, what is wrong with the other result is no error, as in HCL; y is nil
// when there is such, and x the whole.
func (b *binder) branches(c Expr, n *hclsyntax.ConditionalExpr) (x, y Expr) {
	if b.scope.Catalog {
		if v, ok := Static(c); ok && !v.IsNull() && v.Type() == cty.Bool {
			if v.True() {
				return b.bind(n.TrueResult), nil
			}
			return b.bind(n.FalseResult), nil
		}
	}
	before := len(b.found)
	v, ok := Static(c)
	if !ok || v.IsNull() {
		return b.bindPerhaps(n.TrueResult), b.bindPerhaps(n.FalseResult)
	}
	x = b.bind(n.TrueResult)
	mid := len(b.found)
	y = b.bind(n.FalseResult)
	if v, err := convert.Convert(v, cty.Bool); err != nil {
		return x, y
	} else if v.True() {
		if b.forgive(mid, len(b.found)) {
			return x, nil
		}
	} else if b.forgive(before, mid) {
		return y, nil
	}
	return x, y
}

// forgive takes back the errors of evaluation among those found from one
// position to another, and says whether there were any and no others.
func (b *binder) forgive(from, to int) bool {
	soft := 0
	for _, f := range b.found[from:to] {
		if !f.hard {
			soft++
		}
	}
	if soft == 0 || soft < to-from {
		return false
	}
	b.found = slices.Delete(b.found, from, to)
	return true
}

// sure says whether an argument is a value for sure, and not null. A constructor
// is one even where a member of it fails, which then fails where it is read.
// What a service answers never is.
func sure(e Expr) bool {
	switch e := e.(type) {
	case *Bad:
		return false
	case *Attr:
		return sure(e.On) && !Nullable(e)
	case *Ref:
		switch e.Source.(type) {
		case Result, Started:
			return false
		default:
		}
	default:
	}
	return !Nullable(e)
}

// isNull says whether e is the constant null.
func isNull(e Expr) bool {
	l, ok := e.(*Lit)
	return ok && l.Val.IsNull()
}
