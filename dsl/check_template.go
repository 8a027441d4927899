package dsl

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

// foreignTemplate is a name of ours in the templates of other tools: Jinja and
// its kin, shells and JSONata. A dollar sign before a brace is HCL's own, and
// gone where there is text.
var foreignTemplate = regexp.MustCompile(`\{\{-?\s*((?:input|var|local|task|run|each)\.[A-Za-z_][A-Za-z0-9_.]*)\s*-?\}\}|(?:^|[^$\w])\$((?:input|var|local|task|run|each)\.[A-Za-z_][A-Za-z0-9_.]*)`)

// checkTemplates warns of text that names a value without putting it in. The text of
// jsonata() is JSONata, where a dollar sign is right.
func (w *place) checkTemplates(e hcl.Expression) {
	n, ok := e.(hclsyntax.Expression)
	if !ok {
		return
	}
	hclsyntax.Walk(n, &textWalker{l: w.l}) //nolint:errcheck // it only visits
}

type textWalker struct {
	l        *loader
	verbatim int // calls of jsonata around
}

// Enter looks at one node before what is in it.
func (t *textWalker) Enter(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case *hclsyntax.FunctionCallExpr:
		if n.Name == "jsonata" {
			t.verbatim++
		}
	case *hclsyntax.LiteralValueExpr:
		if t.verbatim > 0 || n.Val.IsNull() || n.Val.Type() != cty.String {
			break
		}
		text := n.Val.AsString()
		if !strings.Contains(text, "$") && !strings.Contains(text, "{{") || strings.Contains(text, "{%") {
			break // the last is JSONata of a machine written by hand
		}
		if m := foreignTemplate.FindStringSubmatch(text); m != nil {
			name, whole := strings.TrimRight(m[1]+m[2], "."), strings.TrimSpace(m[0])
			if m[2] != "" {
				whole = "$" + name
			}
			t.l.add(diag.Problem{Code: diag.ForeignTemplate, Range: n.SrcRange, Detail: fmt.Sprintf(
				"%q is taken as it stands here. ${%s} puts the value in.", whole, name)}.Warning())
		}
	}
	return nil
}

// Exit looks at one node after what is in it.
func (t *textWalker) Exit(n hclsyntax.Node) hcl.Diagnostics {
	if c, ok := n.(*hclsyntax.FunctionCallExpr); ok && c.Name == "jsonata" {
		t.verbatim--
	}
	return nil
}
