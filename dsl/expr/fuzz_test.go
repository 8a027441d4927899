package expr_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// FuzzBind binds any text that parses: it never panics, gives an expression,
// and has a diagnostic, inside of the text, if and only if that has a Bad.
func FuzzBind(f *testing.F) {
	for _, src := range []string{
		`"s3://${var.b}/${input.s}"`, `input.any.a["b"][0][*].c`, `[for k, v in input.map : "${k}${v}" if v != ""]`,
		`{ for x in input.list : x => upper(x)... }`, `try(input.obj.nope, tonumber(input.s), 1)`, `can(regex("^a", input.s))`,
		`input.b ? { a = 1 } : null`, `"%{ for x in input.list ~} ${x} %{ endfor ~}"`, `jsonata("$x", { x = input.n })`,
		`max(input.nums...)`, `[input.s, input.n][input.n]`, `{ (input.s) = 1, a = var.null }.a`, "<<-EOT\n  a ${input.s}\n  EOT\n",
		`templatefile("a.tpl", { name = "x", xs = [] })`, `setunion(input.set, ["a"])`, `1e400 / 0`, `toset([{ a = input.any }])[*].a`,
		`cidrsubnets("10.0.0.0/8", 4, 4)`, `merge({ a = null }, input.obj)`, `-"5" + "x"`, `format("%s%", input.s)`, `range(0, 1, 0.0001)`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 400 {
			return // HCL's parser is recursive, and so is what follows
		}
		n, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			return
		}
		e, diags := expr.Bind(n, scope, cty.DynamicPseudoType)
		if e == nil {
			t.Fatal("nil")
		}
		if expr.HasBad(e) != diags.HasErrors() {
			t.Errorf("%s: %s", show(e), messages(diags))
		}
		for _, d := range diags {
			if d.Subject == nil || d.Subject.End.Byte > len(src) {
				t.Errorf("%s is at %v", d.Detail, d.Subject)
			}
			if d.Detail == "" {
				t.Error("a diagnostic says nothing")
			}
		}
		expr.Mentions(e)
		expr.Nullable(e)
		expr.ElementNullable(e)
		expr.Loose(e)
	})
}
