package dsl

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// text reads an optional compile-time string.
func (w *place) text(e hclsyntax.Expression) string {
	if e == nil {
		return ""
	}
	v := w.constant(e, cty.String)
	if v == cty.DynamicVal || v.IsNull() {
		return ""
	}
	return v.AsString()
}

func (w *place) flag(e hclsyntax.Expression) bool {
	if e == nil {
		return false
	}
	v := w.constant(e, cty.Bool)
	return v != cty.DynamicVal && !v.IsNull() && v.True()
}

func (w *place) optionalDuration(e hclsyntax.Expression) time.Duration {
	if e == nil {
		return 0
	}
	d, _ := w.duration(e)
	return d
}

// choice reads a compile-time string that is one of a few; "" after an error
// or when it is left out.
func (w *place) choice(e hclsyntax.Expression, allowed ...string) string {
	if e == nil {
		return ""
	}
	s := w.text(e)
	if s == "" || slices.Contains(allowed, s) {
		return s
	}
	w.l.add(diag.Problem{
		Code:   diag.UnsupportedValue,
		Range:  e.Range(),
		Detail: fmt.Sprintf("%q is none of the values possible here.", s) + suggestOrList(s, allowed, "Possible are"),
	}.Error())
	return ""
}

// texts reads a compile-time list of strings; false after an error.
func (w *place) texts(e hclsyntax.Expression) ([]string, bool) {
	v := w.constant(e, cty.List(cty.String))
	if v == cty.DynamicVal {
		return nil, false
	}
	if v.IsNull() {
		return nil, true
	}
	var out []string
	for _, x := range v.AsValueSlice() {
		if !x.IsNull() {
			out = append(out, x.AsString())
		}
	}
	return out, true
}

func (w *place) tags(e hclsyntax.Expression) []Tag {
	if e == nil {
		return nil
	}
	v := w.constant(e, cty.Map(cty.String))
	if v == cty.DynamicVal || v.IsNull() {
		return nil
	}
	var out []Tag
	for k, x := range v.AsValueMap() {
		if !x.IsNull() {
			out = append(out, Tag{k, x.AsString()})
		}
	}
	slices.SortFunc(out, func(a, b Tag) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// staticValue is expr.Static, and false for a value after an error.
func staticValue(x expr.Expr) (cty.Value, bool) {
	v, ok := expr.Static(x)
	return v, ok && v != cty.DynamicVal
}

// hasBad says whether an error was told of something in the expression.
func hasBad(x expr.Expr) bool { return expr.HasBad(x) }
