package expr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

func typeOf(t *testing.T, src string) cty.Type {
	t.Helper()
	n, diags := hclsyntax.ParseExpression([]byte(src), "type", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	typ, diags := typeexpr.TypeConstraint(n)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return typ
}

// TestBindWants binds expressions where a type is asked for. A constructor is
// converted member by member, so that a mistake is told of where it stands.
func TestBindWants(t *testing.T) {
	const spec = `object({ name = string, size = optional(number), tags = optional(list(string)) })`
	tests := []struct{ src, typ, want string }{
		{`1`, `string`, `StringVal("1")`},
		{`null`, `string`, `NullVal(String)`},
		{`"5"`, `number`, `NumberIntVal(5)`},
		{`input.s`, `any`, `input.s`},
		{`input.s`, `string`, `input.s`},
		{`input.n`, `string`, `to<string>(input.n)`},
		{`input.any`, `list(string)`, `to<list of string>(input.any)`},
		{`"a${input.n}"`, `string`, `template(StringVal("a"), input.n)`},
		{`[1, input.n]`, `list(string)`, `[StringVal("1"), to<string>(input.n)]`},
		{`[input.s]`, `set(string)`, `[input.s]`},
		{`[input.s, "a"]`, `set(string)`, `to<set of string>([input.s, StringVal("a")])`},
		{`["b", "a", "b"]`, `set(string)`, `SetVal([]Value{StringVal("a"), StringVal("b")})`},
		{`[1, input.s]`, `tuple([string, string])`, `[StringVal("1"), input.s]`},
		{`{ a = 1, b = input.n }`, `map(string)`, `{StringVal("a"): StringVal("1"), StringVal("b"): to<string>(input.n)}`},
		{`{ (input.s) = 1 }`, `map(string)`, `{input.s: StringVal("1")}`},
		{`{ (input.s) = 1 }`, spec, `to<object>({input.s: NumberIntVal(1)})`},
		{`{ name = 1 }`, spec, `{StringVal("name"): StringVal("1")}`},
		{`{ name = input.s, tags = [input.n] }`, spec, `{StringVal("name"): input.s, StringVal("tags"): [to<string>(input.n)]}`},
		{
			`input.b ? { name = input.s } : { name = "b" }`, spec,
			`(input.b ? {StringVal("name"): input.s} : {StringVal("name"): StringVal("b")})`,
		},
		{`input.b ? 1 : input.n`, `string`, `to<string>((input.b ? NumberIntVal(1) : input.n))`},
		{`var.tags`, `map(string)`, `MapVal(map[string]Value{"cost":StringVal("7"), "team":StringVal("orders")})`},
		{`input.obj`, `object({ name = string, count = number, note = string })`, `input.obj`},
		{`input.obj`, `map(string)`, `to<map of string>(input.obj)`},
		{`input.map`, spec, `to<object>(input.map)`},

		{`[1]`, `string`, `0-3 PC0124 This must be a string, not a list.`},
		{`input.list`, `string`, `0-10 PC0124 This must be a string, not a list of strings.`},
		{`"x"`, `number`, `0-3 PC0124 This must be a number, and "x" is none.`},
		{`{}`, spec, `0-2 PC0120 The member "name" is required here.`},
		{`{ nam = 1 }`, spec, `2-5 PC0121 No member "nam" is known here. Did you mean "name"?`},
		{`{ name = "a", zzz = 1 }`, spec, `14-17 PC0121 No member "zzz" is known here. The members are "name", "size" and "tags".`},
		{`{ name = "a", size = "big" }`, spec, `21-26 PC0124 This must be a number, and "big" is none.`},
		{`{ name = "a", tags = ["b", [1]] }`, spec, `27-30 PC0124 This must be a string, not a list.`},
		{`var.tags`, spec, `0-8 PC0121 No member "cost" is known here. The members are "name", "size" and "tags".` +
			"\n" + `0-8 PC0121 No member "team" is known here. The members are "name", "size" and "tags".`},
		{`var.zones`, `list(number)`, `0-9 PC0124 This must be a list of numbers, but in [0]: a number is required.`},
		{`{ a = { b = "x" } }`, `map(map(number))`, `12-15 PC0124 This must be a number, and "x" is none.`},
		{`var.tags`, `map(number)`, `0-8 PC0124 This must be a map of numbers, but in ["team"]: a number is required.`},
		{`var.tags`, `object({ team = number, cost = number })`, `0-8 PC0124 This must be an object, but in .team: a number is required.`},
		{`[1, 2]`, `tuple([number])`, `0-6 PC0124 This must be a list, but tuple required.`},
		{`input.set`, `list(list(string))`, `0-9 PC0124 This must be a list of lists of strings, not a set of strings.`},
		{`input.nosuch`, `string`, `0-12 Unknown name.`},
	}
	for _, tt := range tests {
		t.Run(tt.src+" as "+tt.typ, func(t *testing.T) {
			e, diags := bind(t, tt.src, typeOf(t, tt.typ))
			got := messages(diags)
			if !diags.HasErrors() {
				got = show(e)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Bind(%s, %s) (-want +got):\n%s", tt.src, tt.typ, diff)
			}
		})
	}
}
