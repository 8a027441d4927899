package expr_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// TestNullable: task.x.output is loose, input.null may be null and
// input.obj.note may be missing.
func TestNullable(t *testing.T) {
	tests := []struct {
		src             string
		value, elements bool
	}{
		{`null`, true, false},
		{`"a"`, false, false},
		{`[1, null]`, false, true},
		{`[1]`, false, false},
		{`var.tags`, false, false},
		{`input.s`, false, false},
		{`input.null`, true, false},
		{`input.any`, true, true},
		{`input.any.x`, true, true},
		{`input.obj`, false, true},
		{`input.obj.name`, false, false},
		{`input.obj.note`, true, false},
		{`input.obj[input.s]`, true, true},
		{`input.map.k`, false, false},
		{`input.map[input.s]`, false, false},
		{`input.list`, false, false},
		{`input.list[0]`, false, false},
		{`input.files[0].key`, false, false},
		{`task.x.output`, false, true},
		{`task.x.output.name`, true, false},
		{`[task.x.output.name]`, false, true},
		{`[task.x.output.name][0]`, true, false},
		{`{ a = task.x.output.name }`, false, true},
		{`{ a = task.x.output.name }.a`, true, false},
		{`{ a = input.s, (input.s) = 1 }.a`, true, true},
		{`merge({ a = input.s }, { b = input.null }).b`, true, false},
		{`merge({ a = input.s }, { b = input.n }).b`, false, false},
		{`"${input.s}!"`, false, false},
		{`"%{ for x in input.list }${x}%{ endfor }"`, false, false},
		{`input.b ? input.null : "a"`, true, false},
		{`input.b ? [input.null] : input.list`, false, true},
		{`input.b ? "a" : "b"`, false, false},
		{`!input.b`, false, false},
		{`input.n + 1`, false, false},
		{`upper(input.s)`, false, false},
		{`tostring(input.null)`, true, false},
		{`tostring(input.n)`, false, false},
		{`one(input.list)`, true, false},
		{`element(input.list, 0)`, false, false},
		{`element([input.null], input.n)`, true, true},
		{`jsondecode(input.s)`, true, true},
		{`try(input.null, "a")`, true, false},
		{`concat(input.list, input.list)`, false, false},
		{`concat(input.list, tolist([input.null]))`, false, true},
		{`[for x in input.list : x]`, false, false},
		{`[for x in input.list : input.null]`, false, true},
		{`{ for x in input.list : x => input.null... }`, false, false},
		{`input.files[*].key`, false, false},
		{`input.any[*].x`, false, true},
		{`jsonata("1")`, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", tt.src, messages(diags))
			}
			if got := expr.Nullable(e); got != tt.value {
				t.Errorf("Nullable(%s) = %t", tt.src, got)
			}
			if got := expr.ElementNullable(e); got != tt.elements {
				t.Errorf("ElementNullable(%s) = %t", tt.src, got)
			}
		})
	}
}

func TestLoose(t *testing.T) {
	tests := []struct {
		src  string
		want bool
	}{
		{`input.any`, false},
		{`input.obj`, false},
		{`task.x.output`, true},
		{`task.x.output.name`, true},
		{`[task.x.output]`, true},
		{`[input.obj]`, true}, // once HCL has computed a type of it
		{`[input.s]`, false},
		{`{ a = task.x.output }`, true},
		{`{ a = input.s }`, false},
		{`[task.x.output][input.n]`, true},
		{`input.b ? task.x.output : input.obj`, true},
		{`input.b ? input.s : "x"`, false},
		{`merge(task.x.output, {})`, true},
		{`[for x in [task.x.output, task.y.output] : x if x.name != ""]`, true},
		{`[for x in input.files : x]`, false},
		{`[task.x.output][*]`, true},
		{`input.files[*]`, false},
		{`"${task.x.output.name}!"`, false},
		{`jsonata("1")`, false},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", tt.src, messages(diags))
			}
			if got := expr.Loose(e); got != tt.want {
				t.Errorf("Loose(%s) = %t", tt.src, got)
			}
		})
	}
}
