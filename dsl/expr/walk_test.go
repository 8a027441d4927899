package expr_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

func TestMentions(t *testing.T) {
	tests := []struct{ src, want string }{
		{`1`, ``},
		{`input.s`, `input.s`},
		{`input.any.a.b`, `input.any.a.b`},
		{`input.any.a[0].b`, `input.any.a`},
		{`input.any[input.s].b`, `input.any input.s`},
		{`"${input.s}-${input.obj.name}"`, `input.s input.obj.name`},
		{`"%{ for x in input.list }${x}${input.s}%{ endfor }"`, `input.list input.s`},
		{`[input.s, { a = input.n, (input.s) = 1 }]`, `input.s input.n input.s`},
		{`input.b ? input.s : -input.n`, `input.b input.s input.n`},
		{`input.n + 1 == input.n`, `input.n input.n`},
		{`[for k, x in input.map : "${k}${x}${input.s}" if x != input.null]`, `input.map input.s input.null`},
		{`{ for x in input.list : "${x}${input.b}" => input.n }`, `input.list input.b input.n`},
		{`input.files[*].key`, `input.files`},
		{`upper(input.obj.name)`, `input.obj.name`},
		{`tostring(input.n)`, `input.n`},
		{`jsonata("$x", { x = input.any.a })`, `input.any.a`},
		{`try(input.obj.nope, task.t.output.name)`, `task.t.name`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", tt.src, messages(diags))
			}
			var got []string
			mentions := expr.Mentions(e)
			for _, m := range mentions {
				got = append(got, strings.Join(append([]string{show(m.Ref)}, m.Path...), "."))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("Mentions(%s) (-want +got):\n%s", tt.src, diff)
			}
			for i, r := range expr.Refs(e) {
				if r != mentions[i].Ref {
					t.Errorf("Refs(%s)[%d] is not that of its mention", tt.src, i)
				}
			}
		})
	}
}

// TestRanges: every part of an expression stands inside of it, and the whole
// where it is written.
func TestRanges(t *testing.T) {
	for _, src := range []string{
		`{ a = [input.s, -input.n], b = input.b ? "x${input.s}" : upper(input.s), c = input.any[input.n].x[*].y }`,
		`{ for k, v in input.map : k => "%{ for x in input.list }${x}%{ endfor }"... if v != "" }`,
		`[jsonata("$x", { x = input.n + 1 }), input.map[input.n], input.files[*].key, tolist([input.s, 1])]`,
	} {
		e, diags := bind(t, src, cty.DynamicPseudoType)
		if diags.HasErrors() {
			t.Fatalf("%s: %s", src, messages(diags))
		}
		if r := e.Range(); r.Start.Byte != 0 || r.End.Byte != len(src) {
			t.Errorf("%s: the whole is at %s", src, r)
		}
		expr.Walk(e, func(x expr.Expr) bool {
			if r := x.Range(); r.Filename != "x.hcl" || r.End.Byte > len(src) || r.End.Byte <= r.Start.Byte {
				t.Errorf("%s: %s is at %s", src, show(x), r)
			}
			return true
		})
	}
}
