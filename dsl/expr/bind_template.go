package expr

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
)

func (b *binder) template(n *hclsyntax.TemplateExpr) Expr {
	var parts []Expr
	for _, p := range n.Parts {
		e := b.bind(p)
		if t, ok := e.(*Template); ok {
			parts = append(parts, t.Parts...)
			continue
		}
		parts = append(parts, b.part(e))
	}
	return concat(parts, n.SrcRange)
}

// part is e as a part of a template: a constant as a string, anything else as
// it is, if it can be one.
func (b *binder) part(e Expr) Expr {
	if v, ok := Static(e); ok {
		if v.IsNull() {
			return b.fail(diag.NullValue, e.Range(), "This value is null, and null cannot be part of a string.")
		}
		s, err := convert.Convert(v, cty.String)
		if err != nil {
			return b.notText(e)
		}
		return &Lit{Val: s, Rng: e.Range()}
	}
	if t := e.Type(); t != cty.DynamicPseudoType && !t.IsPrimitiveType() {
		return b.notText(e)
	}
	return e
}

func (b *binder) notText(e Expr) Expr {
	return b.fail(diag.TypeMismatch, e.Range(), "%s cannot be part of a string: only strings, numbers and booleans can. "+
		"jsonencode(...) and join(...) make a string of it.", capital(describe(e.Type())))
}

// concat is a template of these parts, with constants that stand side by side
// made one.
func concat(parts []Expr, rng hcl.Range) Expr {
	var merged []Expr
	for _, p := range parts {
		l, ok := p.(*Lit)
		if !ok {
			merged = append(merged, p)
			continue
		}
		if l.Val.AsString() == "" {
			continue
		}
		if len(merged) > 0 {
			if last, ok := merged[len(merged)-1].(*Lit); ok {
				merged[len(merged)-1] = &Lit{
					Val: cty.StringVal(last.Val.AsString() + l.Val.AsString()),
					Rng: hcl.RangeBetween(last.Rng, l.Rng),
				}
				continue
			}
		}
		merged = append(merged, l)
	}
	switch {
	case len(merged) == 0:
		return &Lit{Val: cty.StringVal(""), Rng: rng}
	case len(merged) == 1 && merged[0].Type() == cty.String && !Nullable(merged[0]):
		return at(merged[0], rng)
	}
	return &Template{Parts: merged, Rng: rng}
}

func (b *binder) join(n *hclsyntax.TemplateJoinExpr) Expr {
	list := b.bind(n.Tuple)
	if _, bad := list.(*Bad); bad {
		return &Bad{Rng: n.Range()}
	}
	if t, ok := list.(*Tuple); ok {
		parts := make([]Expr, len(t.Elems))
		for i, e := range t.Elems {
			parts[i] = b.part(e)
		}
		return concat(parts, n.Range())
	}
	if f, ok := list.(*For); ok {
		if t := f.Value.Type(); t != cty.DynamicPseudoType && !t.IsPrimitiveType() {
			return b.notText(f.Value)
		}
	}
	return &Join{List: list, Rng: n.Range()}
}
