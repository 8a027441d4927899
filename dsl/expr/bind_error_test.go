package expr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// TestBindErrors shows what is told of each mistake, with its place as byte
// offsets and its code.
func TestBindErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{`concat(input.list...)`, `7-17 PC0130 All arguments must be lists or tuples; got string.`},
		{`try(input.b ? input.obj.nope : 1, 2)`, `24-28 PC0120 There is no member "nope" here. Did you mean "note"?`},
		{`input.files[*].size[0]`, `19-22 PC0122 A number has no elements, so it cannot be indexed.`},
		{`input.obj.name[0]`, `14-17 PC0122 A string has no elements, so it cannot be indexed.`},
		{`regex("(\\d+)-(?P<x>\\d+)", input.s)`, `6-26 PC0130 Invalid regexp pattern: cannot mix both named and unnamed capture groups.`},
		{`concat(input.list...)`, `7-17 PC0130 All arguments must be lists or tuples; got string.`},
		{`try(input.b ? input.obj.nope : 1, 2)`, `24-28 PC0120 There is no member "nope" here. Did you mean "note"?`},
		{`input.files[*].size[0]`, `19-22 PC0122 A number has no elements, so it cannot be indexed.`},
		{`input.obj.name[0]`, `14-17 PC0122 A string has no elements, so it cannot be indexed.`},
		{`regex("(\\d+)-(?P<x>\\d+)", input.s)`, `6-26 PC0130 Invalid regexp pattern: cannot mix both named and unnamed capture groups.`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diff := cmp.Diff(tt.want, messages(diags)); diff != "" {
				t.Errorf("Bind(%s) (-want +got):\n%s", tt.src, diff)
			}
			if !expr.HasBad(e) {
				t.Errorf("Bind(%s) = %s, with nothing bad in it", tt.src, show(e))
			}
		})
	}
}
