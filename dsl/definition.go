package dsl

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A Definition is what a task "asl" takes as it is.
type Definition struct {
	// Text is its JSON, as it was given or made of an object.
	Text []byte

	// Alone is the type of a state that stands alone ("Task"); empty for a
	// machine, and where the text says neither.
	Alone string

	syntax hclsyntax.Expression
}

// At is where in the source a value of the definition stands, by its JSON
// pointer tokens: the innermost there is.
func (d *Definition) At(tokens []string) hcl.Range {
	e := d.syntax
	for {
		switch x := e.(type) {
		case *hclsyntax.ParenthesesExpr:
			e = x.Expression
			continue
		case *hclsyntax.FunctionCallExpr:
			if x.Name != "jsonencode" || len(x.Args) != 1 {
				return e.Range()
			}
			e = x.Args[0]
			continue
		case *hclsyntax.TemplateExpr:
			return e.Range()
		}
		if len(tokens) == 0 {
			return e.Range()
		}
		next := element(e, tokens[0])
		if next == nil {
			return e.Range()
		}
		e, tokens = next, tokens[1:]
	}
}

// element is a member or an element of a constructor, or nil.
func element(e hclsyntax.Expression, token string) hclsyntax.Expression {
	switch x := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		for _, item := range x.Items {
			v, diags := item.KeyExpr.Value(nil)
			if !diags.HasErrors() && v.Type() == cty.String && !v.IsNull() && v.IsKnown() && v.AsString() == token {
				return item.ValueExpr
			}
		}
	case *hclsyntax.TupleConsExpr:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(x.Exprs) {
			return x.Exprs[i]
		}
	}
	return nil
}
