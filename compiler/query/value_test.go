package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/expr"
)

// inputs are what the expressions of these tests may mention as input.NAME.
var inputs = map[string]cty.Type{
	"s":     cty.String,
	"d":     cty.String,
	"n":     cty.Number,
	"b":     cty.Bool,
	"any":   cty.DynamicPseudoType,
	"list":  cty.List(cty.String),
	"nums":  cty.List(cty.Number),
	"lists": cty.List(cty.List(cty.Number)),
	"set":   cty.Set(cty.String),
	"map":   cty.Map(cty.String),
	"files": cty.List(cty.Object(map[string]cty.Type{"key": cty.String, "size": cty.Number})),
	"obj": cty.ObjectWithOptionalAttrs(map[string]cty.Type{
		"name": cty.String, "count": cty.Number, "note": cty.String,
	}, []string{"note"}),
	"maybe": cty.String,
}

// outputs are what they may mention as task.NAME.output.
var outputs = map[string]cty.Type{
	"run": cty.Object(map[string]cty.Type{
		"Id": cty.String, "Status": cty.String, "Count": cty.Number,
		"Detail": cty.Object(map[string]cty.Type{"Path": cty.String}),
		"Items":  cty.List(cty.Object(map[string]cty.Type{"Name": cty.String})),
	}),
	"any": cty.DynamicPseudoType,
}

var variables = map[string]cty.Value{
	"b":    cty.StringVal("b"),
	"n":    cty.NumberIntVal(3),
	"null": cty.NullVal(cty.DynamicPseudoType),
	"code": cty.StringVal("{% $x %}"),
}

var scope = &expr.Scope{
	Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		name := t[1].(hcl.TraverseAttr).Name
		switch t.RootName() {
		case "var":
			return &expr.Lit{Val: variables[name]}, 2, nil
		case "input":
			return &expr.Ref{Source: expr.Input{Name: name}, Typ: inputs[name], Null: name == "maybe"}, 2, nil
		case "task":
			return &expr.Ref{Source: expr.Output{Task: name}, Typ: outputs[name], Loose: true}, 3, nil
		}
		panic(t.RootName())
	},
}

func ref(r *expr.Ref) jsonata.Node {
	switch s := r.Source.(type) {
	case expr.Input:
		return &jsonata.Var{Name: "input_" + s.Name}
	case expr.Output:
		return &jsonata.Var{Name: "task_" + s.Task}
	}
	panic(fmt.Sprintf("%T", r.Source))
}

func bind(t *testing.T, src string, want cty.Type) expr.Expr {
	t.Helper()
	n, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("parse %s: %s", src, diags)
	}
	e, diags := expr.Bind(n, scope, want)
	if diags.HasErrors() {
		t.Fatalf("bind %s: %s", src, diags)
	}
	return e
}

// show is a value of a state machine in the form of its text.
func show(v asl.Value) string {
	switch v := v.(type) {
	case asl.Null:
		return "null"
	case asl.Bool:
		return fmt.Sprint(bool(v))
	case asl.Number:
		return string(v)
	case asl.String:
		return fmt.Sprintf("%q", string(v))
	case asl.Array:
		var s []string
		for _, x := range v {
			s = append(s, show(x))
		}
		return "[" + strings.Join(s, ", ") + "]"
	case asl.Object:
		var s []string
		for _, m := range v {
			s = append(s, m.Key+": "+show(m.Value))
		}
		return "{" + strings.Join(s, ", ") + "}"
	case asl.Code:
		return "{% " + jsonata.Print(v.Expr) + " %}"
	}
	return "nothing"
}

// brief is show without the helpers that expressions define first: "…" stands
// for them.
func brief(v asl.Value) string {
	switch v := v.(type) {
	case asl.Array:
		var s []string
		for _, x := range v {
			s = append(s, brief(x))
		}
		return "[" + strings.Join(s, ", ") + "]"
	case asl.Object:
		var s []string
		for _, m := range v {
			s = append(s, m.Key+": "+brief(m.Value))
		}
		return "{" + strings.Join(s, ", ") + "}"
	case asl.Code:
		b, ok := v.Expr.(*jsonata.Block)
		if !ok {
			break
		}
		n := 0
		for n < len(b.Exprs) {
			a, ok := b.Exprs[n].(*jsonata.Assign)
			if !ok || !strings.HasPrefix(a.Var, "_") {
				break
			}
			n++
		}
		if n > 0 {
			return "{% …; " + strings.TrimSuffix(strings.TrimPrefix(jsonata.Print(&jsonata.Block{Exprs: b.Exprs[n:]}), "("), ")") + " %}"
		}
	}
	return show(v)
}

// TestValue shows what each form and each function becomes. That it means the
// same is the matter of TestDifferential.
func TestValue(t *testing.T) {
	tests := []struct{ src, want string }{
		{`null`, `null`},
		{`"{% x %}"`, `{% '{% x \u0025}' %}`},
		{`var.code`, `{% '{% $x \u0025}' %}`},
		{`[1, -2.5, 1e21, 1e-7, true, null, "a"]`, `[1, -2.5, 1e+21, 1e-07, true, null, "a"]`},
		{`{ a = null, b = { c = input.s } }`, `{a: null, b: {c: {% $input_s %}}}`},
		{`"s3://${var.b}/${input.d}"`, `{% 's3://b/' & $input_d %}`},
		{`"a${input.s}b"`, `{% 'a' & $input_s & 'b' %}`},
		{`"${input.b}-${input.s}"`, `{% $input_b & '-' & $input_s %}`},
		{`"${input.n}"`, `{% $input_n %}`},
		{`"n=${input.n}"`, `{% …; 'n=' & $_digits($input_n) %}`},
		{`"${input.any}!"`, `{% …; $_str($input_any) & '!' %}`},
		{`"${task.run.output.Status}!"`, `{% ($type($task_run.Status) = 'string' ? $task_run.Status : $error('task.run.output.Status is null')) & '!' %}`},
		{`"it's ${input.s}\n"`, `{% 'it\u0027s ' & $input_s & '\n' %}`},
		{`"%{ for f in input.files }${f.key};%{ endfor }"`, `{% $join([$map($input_files, function($l_f){$l_f.key & ';'})]) %}`},
		{`"%{ for n in input.nums }${n};%{ endfor }"`, `{% …; $join([$map($input_nums, function($l_n){$_digits($l_n) & ';'})]) %}`},
		{`"%{ for x in input.any }${x}%{ endfor }"`, `{% …; $join($_each($input_any, function($l_x){$_str($l_x)})) %}`},
		{`"%{ if input.b }yes%{ else }no%{ endif }"`, `{% $input_b ? 'yes' : 'no' %}`},
		{`input.obj.name`, `{% $input_obj.name %}`},
		{`input.obj.note`, `{% $exists($input_obj.note) ? $input_obj.note : null %}`},
		{`input.obj["name"]`, `{% $input_obj.name %}`},
		{`input.obj[input.s]`, `{% $lookup($input_obj, $input_s) %}`},
		{`input.map.k`, `{% $input_map.k %}`},
		{`input.map["a b"]`, "{% $input_map.`a b` %}"},
		{"input.map[\"`\"]", "{% $lookup($input_map, '`') %}"},
		{`input.map[""]`, `{% $lookup($input_map, '') %}`},
		{`input.map[input.n]`, `{% …; $lookup($input_map, $_digits($input_n)) %}`},
		{`input.any["true"]`, "{% $input_any.`true` %}"},
		{`input.any[0].x`, `{% $input_any[0].x %}`},
		{`input.any[input.s]`, `{% …; $_at($input_any, $input_s) %}`},
		{`input.any["0"]`, `{% …; $_at($input_any, '0') %}`},
		{`input.lists[0][1]`, `{% $input_lists[0][1] %}`},
		{`input.list[length(input.list) - 1]`, `{% …; $_element($input_list, $count($input_list) - 1) %}`},
		{`input.list[input.n]`, `{% …; $_element($input_list, $input_n) %}`},
		{`[for i, x in input.list : input.nums[i]]`, `{% [$map($input_list, function($l_x, $l_i){$exists($input_nums[$l_i]) ? $input_nums[$l_i] : $error('a value is missing')})] %}`},
		{`[1, input.n, 3][2]`, `3`},
		{`[1, input.n, 3][input.n]`, `{% …; $_element([1, $input_n, 3], $input_n) %}`},
		{`task.run.output`, `{% $task_run %}`},
		{`task.run.output.Status`, `{% $exists($task_run.Status) ? $task_run.Status : null %}`},
		{`task.run.output.Detail.Path`, `{% $exists($task_run.Detail.Path) ? $task_run.Detail.Path : null %}`},
		{`task.run.output.Items[0].Name`, `{% $type($task_run.Items[0]) = 'object' ? $exists($task_run.Items[0].Name) ? $task_run.Items[0].Name : null : $error('task.run.output.Items[0] is null') %}`},
		{`task.run.output.Items`, `{% $exists($task_run.Items) ? $task_run.Items : null %}`},
		{`task.any.output.x.y`, `{% $task_any.x.y %}`},
		{`input.files[*]`, `{% $input_files %}`},
		{`input.files[*].size`, `{% [$input_files.size] %}`},
		{`input.files.*.key`, `{% [$input_files.key] %}`},
		{`input.lists[*]`, `{% $input_lists %}`},
		{`input.lists[*][0]`, `{% [$map($input_lists, function($l_s){$exists($l_s[0]) ? $l_s[0] : $error('a value is missing')})] %}`},
		{`input.maybe[*]`, `{% …; $_splat($input_maybe, function($l_s){$l_s}) %}`},
		{`input.any[*].x`, `{% …; $_splat($input_any, function($l_s){$exists($l_s.x) ? $l_s.x : $error('a value is missing')}) %}`},
		{`task.run.output.Items[*].Name`, `{% [$map($type($task_run.Items) = 'array' ? $task_run.Items : $error('task.run.output.Items is null'), function($l_s){$exists($l_s.Name) ? $l_s.Name : null})] %}`},
		{`-input.n * (input.n + 1)`, `{% -$input_n * ($input_n + 1) %}`},
		{`input.n - (input.n - 1)`, `{% $input_n - ($input_n - 1) %}`},
		{`(input.n + 1) * 2 / 4 % 3`, `{% ($input_n + 1) * 2 / 4 % 3 %}`},
		{`input.n / input.n`, `{% …; $_div($input_n, $input_n) %}`},
		{`input.n % input.n`, `{% …; $_mod($input_n, $input_n) %}`},
		{`input.any + 1`, `{% …; $_num($input_any) + 1 %}`},
		{`task.run.output.Count > 3`, `{% $task_run.Count > 3 %}`},
		{`input.b && !input.b || input.b`, `{% $input_b and $not($input_b) or $input_b %}`},
		{`input.any && input.b`, `{% …; $_bool($input_any) and $input_b %}`},
		{`input.s == "a" ? 1 : 2`, `{% $input_s = 'a' ? 1 : 2 %}`},
		{`input.s == input.n`, `{% $input_s = $input_n %}`},
		{`input.list == ["a"]`, `{% $input_list = ['a'] %}`},
		{`input.s == null`, `false`},
		{`input.maybe == null`, `{% $input_maybe = null %}`},
		{`input.maybe != null`, `{% $input_maybe != null %}`},
		{`input.maybe == "a" || input.maybe == null`, `{% $input_maybe = 'a' or $input_maybe = null %}`},
		{`input.obj.note == null`, `{% $not($input_obj.note != null) %}`},
		{`input.obj.note != null`, `{% $input_obj.note != null %}`},
		{`task.run.output.Status == "OK"`, `{% $task_run.Status = 'OK' %}`},
		{`task.run.output.Status != "OK"`, `{% $not($task_run.Status = 'OK') %}`},
		{`task.run.output.Status == null`, `{% $not($task_run.Status != null) %}`},
		{`task.run.output.Status == task.run.output.Id`, `{% ($exists($task_run.Status) ? $task_run.Status : null) = ($exists($task_run.Id) ? $task_run.Id : null) %}`},
		{`task.any.output.x == "a"`, `{% ($exists($task_any.x) ? $task_any.x : $error('task.any.output.x is missing')) = 'a' %}`},
		{`input.b ? input.s : input.n`, `{% …; $input_b ? $input_s : $_digits($input_n) %}`},
		{`input.b ? input.maybe : null`, `{% $input_b ? $input_maybe : null %}`},
		{`input.b ? task.run.output.Status : "x"`, `{% ($l_x := $input_b ? $task_run.Status : 'x'; $exists($l_x) ? $l_x : null) %}`},
		{`input.b ? task.run.output.Status : input.map.k`, `{% $input_b ? $exists($task_run.Status) ? $task_run.Status : null : $exists($input_map.k) ? $input_map.k : $error('input.map.k is missing') %}`},
		{`input.b ? [input.s] : []`, `{% $input_b ? [$input_s] : [] %}`},
		{`var.n == 3 ? input.s : input.n`, `{% $input_s %}`},
		{`[input.list, input.any, [input.s]]`, `[{% $input_list %}, {% $input_any %}, [{% $input_s %}]]`},
		{`[[input.s], input.list][input.n]`, `{% …; $_element([[$input_s], [$input_list]], $input_n) %}`},
		{`[input.any, input.maybe, input.s][input.n]`, `{% …; $_element($append($_wrap($input_any), [$input_maybe, $input_s]), $input_n) %}`},
		{`[for l in input.lists : l]`, `{% $input_lists %}`},
		{`[for x in input.list : x]`, `{% $input_list %}`},
		{`[for l in input.lists : [l] if length(l) > 1]`, `{% $append([], $map($input_lists, function($l_l){$count($l_l) > 1 ? [[$l_l]]})[]) %}`},
		{`[for i, x in input.list : { i = i, x = x }]`, `{% [$map($input_list, function($l_x, $l_i){{'i': $l_i, 'x': $l_x}})] %}`},
		{`[for k, v in input.map : "${k}=${v}"]`, `{% …; $_entries($input_map, function($l_v, $l_k){$l_k & '=' & $l_v}) %}`},
		{`[for k, x in input.set : k]`, `{% [$map($input_set, function($l_x){($l_k := $l_x; $l_k)})] %}`},
		{`[for k, v in input.any : v]`, `{% …; $_each($input_any, function($l_v, $l_k){$l_v}) %}`},
		{`[for x in input.list : x if input.b]`, `{% [$map($input_list, function($l_x){$input_b ? $l_x})] %}`},
		{`[for f in input.files : f.key if f.size > 0]`, `{% [$map($input_files, function($l_f){$l_f.size > 0 ? $l_f.key})] %}`},
		{`[for f in input.files : { k = f.key, v = input.maybe }]`, `{% [$map($input_files, function($l_f){{'k': $l_f.key, 'v': $input_maybe}})] %}`},
		{`[for k, v in { a = input.s, b = input.n } : "${k}=${v}"]`, `[{% 'a=' & $input_s %}, {% …; 'b=' & $_digits($input_n) %}]`},
		{`[for a in input.list : [for b in input.list : "${a}${b}"]]`, `{% $append([], $map($input_list, function($l_a){[$map($input_list, function($l_b){$l_a & $l_b})]})[]) %}`},
		{`{ for f in input.files : f.key => f.size }`, `{% …; $_unique([$map($input_files, function($l_f){{$l_f.key: $l_f.size}})]) %}`},
		{`{ for k, v in input.map : upper(k) => v }`, `{% …; $_unique($_entries($input_map, function($l_v, $l_k){{$uppercase($l_k): $l_v}})) %}`},
		{`{ for x in input.list : x => x... }`, `{% …; $_group([$map($input_list, function($l_x){{$l_x: $l_x}})]) %}`},
		{`{ for k, x in input.set : k => x... }`, `{% …; $_group([$map($input_set, function($l_x){($l_k := $l_x; {$l_k: $l_x})})]) %}`},
		{`{ for k, v in input.any : k => v... if v != null }`, `{% …; $_group($_each($input_any, function($l_v, $l_k){$l_v != null ? {$_str($l_k): $l_v}})) %}`},
		{`{ (input.s) = 1 }`, `{% {$input_s: 1} %}`},
		{`{ (input.s) = 1, b = 2 }`, `{% $merge([{$input_s: 1}, {'b': 2}]) %}`},
		{`{ a = 1, a = input.s }`, `{a: {% $input_s %}}`},
		{`try(input.any.a.b, input.maybe, "c")`, `{% …; $l_x := $_get($_get($input_any, 'a'), 'b'); $exists($l_x) ? $l_x : $input_maybe %}`},
		{`try(task.run.output.Status, "x")`, `{% $exists($task_run.Status) ? $task_run.Status : null %}`},
		{`try(input.s, "x")`, `{% $input_s %}`},
		{`try(input.list[0] + 1, 0)`, `{% …; $l_x := $_try_num($input_list[0]) + 1; $exists($l_x) ? $l_x : 0 %}`},
		{`try(input.list[0], "none")`, `{% $exists($input_list[0]) ? $input_list[0] : 'none' %}`},
		{`try(-input.list[0], !input.any.x, "c")`, `{% …; $l_x_2 := -$_try_num($input_list[0]); $exists($l_x_2) ? $l_x_2 : ($l_x := $not($_try_bool($_get($input_any, 'x'))); $exists($l_x) ? $l_x : 'c') %}`},
		{`try("${input.any.x}/${input.list[0]}", "none")`, `{% …; $l_x_3 := ($l_x := $_try_str($_get($input_any, 'x')); $l_x_2 := $input_list[0]; $exists($l_x) and $exists($l_x_2) ? $l_x & '/' & $l_x_2); $exists($l_x_3) ? $l_x_3 : 'none' %}`},
		{`try([input.any.x, 1], [])`, `{% …; $l_x_2 := ($l_x := $_get($input_any, 'x'); $exists($l_x) ? $append($_wrap($l_x), [1])); $exists($l_x_2) ? $l_x_2 : [] %}`},
		{`try({ a = input.any.x }, {})`, `{% …; $l_x_2 := ($l_x := $_get($input_any, 'x'); $exists($l_x) ? {'a': $l_x}); $exists($l_x_2) ? $l_x_2 : {} %}`},
		{`try({ (input.any.x) = 1, b = 2 }, {})`, `{% …; $l_x_2 := ($l_x := $_try_str($_get($input_any, 'x')); $exists($l_x) ? $merge([{$l_x: 1}, {'b': 2}])); $exists($l_x_2) ? $l_x_2 : {} %}`},
		{`try(input.any.x == 1 && input.b, false)`, `{% …; $l_x_3 := ($l_x_2 := ($l_x := $_get($input_any, 'x'); $exists($l_x) ? $l_x = 1); $exists($l_x_2) ? $l_x_2 and $input_b); $exists($l_x_3) ? $l_x_3 : false %}`},
		{`try(input.any.x ? 1 : 2, 3)`, `{% …; $l_x_2 := ($l_x := $_try_bool($_get($input_any, 'x')); $exists($l_x) ? $l_x ? 1 : 2); $exists($l_x_2) ? $l_x_2 : 3 %}`},
		{`try(input.any[input.s], 3)`, `{% …; $l_x := $_try_at($input_any, $input_s); $exists($l_x) ? $l_x : 3 %}`},
		{`try(input.any.x / 2, 3)`, `{% …; $l_x := $_try_num($_get($input_any, 'x')) / 2; $exists($l_x) ? $l_x : 3 %}`},
		{`try(upper(input.any.x), "")`, `{% …; $l_x_2 := ($l_x := $_try_str($_get($input_any, 'x')); $exists($l_x) ? $uppercase($l_x)); $exists($l_x_2) ? $l_x_2 : '' %}`},
		{`try(length(input.any.x), 0)`, `{% …; $l_x := $_try_length($_get($input_any, 'x')); $exists($l_x) ? $l_x : 0 %}`},
		{`try(length(input.list[0]), 0)`, `{% ($l_x := $length($input_list[0]); $exists($l_x) ? $l_x : 0) %}`},
		{`try(length(input.lists[0]), 0)`, `{% …; $l_x_2 := ($l_x := $_try_list($input_lists[0]); $exists($l_x) ? $count($l_x)); $exists($l_x_2) ? $l_x_2 : 0 %}`},
		{`try(tonumber(input.s), 0)`, `{% …; $l_x := $_try_num($input_s); $exists($l_x) ? $l_x : 0 %}`},
		{`try(tolist(input.any.x), [])`, `{% …; $l_x_2 := ($l_x := $_get($input_any, 'x'); $l_x = null ? null : $_try_list($l_x)); $exists($l_x_2) ? $l_x_2 : [] %}`},
		{`try(toset(input.any.x), [])`, `{% …; $l_x_2 := ($l_x := $_get($input_any, 'x'); $l_x = null ? null : $_set($_try_list($l_x))); $exists($l_x_2) ? $l_x_2 : [] %}`},
		{`try(lookup(input.map, "a"), "b")`, `{% ($l_x := $lookup($input_map, 'a'); $exists($l_x) ? $l_x : 'b') %}`},
		{`try(lookup(input.map, "a", "c"), "b")`, `{% ($l_x := $lookup($input_map, 'a'); $exists($l_x) ? $l_x : 'c') %}`},
		{`try(coalesce(input.maybe, input.any.x), "b")`, `{% …; $l_x_2 := ($l_x := $_get($input_any, 'x'); $exists($l_x) ? $input_maybe != null and $input_maybe != '' ? $input_maybe : $l_x != null and $l_x != '' ? $l_x); $exists($l_x_2) ? $l_x_2 : 'b' %}`},
		{`try(input.any.x[*].y, [])`, `{% …; $l_x := $_try_every($_get($input_any, 'x'), function($l_s){$_get($l_s, 'y')}); $exists($l_x) ? $l_x : [] %}`},
		{`try(contains(input.lists[0], 1), false)`, `{% ($l_x_2 := ($l_x := $input_lists[0]; $exists($l_x) ? 1 in $l_x); $exists($l_x_2) ? $l_x_2 : false) %}`},
		{`try(max(input.any.x, 1), 1)`, `{% …; $l_x_2 := ($l_x := $_try_num($_get($input_any, 'x')); $exists($l_x) ? $max([$l_x, 1])); $exists($l_x_2) ? $l_x_2 : 1 %}`},
		{`try(jsonata("$x"), 1)`, `{% $exists($x) ? $x : 1 %}`},
		{`can(input.any.x)`, `{% …; $exists($_get($input_any, 'x')) %}`},
		{`can(tonumber(input.s))`, `{% …; $exists($_try_num($input_s)) %}`},
		{`can(regex("^a", input.s))`, `{% $contains($input_s, /^a/) %}`},
		{`can(regex("^a", input.any))`, `{% …; $exists(($l_x := $_try_str($input_any); $exists($l_x) ? $match($l_x, /^a/, 1).match)) %}`},
		{`can(input.s)`, `true`},
		{`jsonata("$sum($x)", { x = input.nums })`, `{% ($x := $input_nums; $sum($x)) %}`},
		{`jsonata("$now()")`, `{% $now() %}`},
		{`lookup(input.obj, "name", "x")`, `{% $input_obj.name %}`},
		{`lookup(input.obj, "nope", "x")`, `{% 'x' %}`},
		{`lookup(input.any, "a", null)`, `{% …; $l_x := $lookup($_obj($input_any), 'a'); $exists($l_x) ? $l_x : null %}`},
		{`lookup(input.map, input.s)`, `{% $lookup($input_map, $input_s) %}`},
		{`lookup(input.map, "a", "none")`, `{% ($l_x := $lookup($input_map, 'a'); $exists($l_x) ? $l_x : 'none') %}`},
		{`merge({ a = 1 }, input.maybe == null ? null : { b = 2 })`, `{% $merge([{'a': 1}, ($l_x := $input_maybe = null ? null : {'b': 2}; $l_x = null ? {} : $l_x)]) %}`},
		{`merge([input.map, input.map]...)`, `{% $merge([$input_map, $input_map]) %}`},
		{`merge(input.map, { a = "b" })`, `{% $merge([$input_map, {'a': 'b'}]) %}`},
		{`merge(merge(input.map, { a = "b" }), { c = "d" })`, `{% $merge([$input_map, {'a': 'b'}, {'c': 'd'}]) %}`},
		{`tonumber(input.any) > 0`, `{% …; $_num($input_any) > 0 %}`},
		{`merge(input.any, input.obj)`, `{% …; $merge([$_map($input_any), {'count': $input_obj.count, 'name': $input_obj.name, 'note': $exists($input_obj.note) ? $input_obj.note : null}]) %}`},
		{`concat(input.lists...)`, `{% …; $_concat($input_lists) %}`},
		{`concat(input.list, input.nums)`, `{% …; $append($input_list, [$map($input_nums, function($l_x){$_digits($l_x)})]) %}`},
		{`max(input.nums...)`, `{% $max($input_nums) %}`},
		{`max(1, input.nums...)`, `{% $max($append([1], $input_nums)) %}`},
		{`min(input.n, 2)`, `{% $min([$input_n, 2]) %}`},
		{`coalesce(input.maybe, "x")`, `{% $input_maybe != null and $input_maybe != '' ? $input_maybe : 'x' %}`},
		{`coalesce(task.run.output.Status, "x")`, `{% $task_run.Status != null and $task_run.Status != '' ? $task_run.Status : 'x' %}`},
		{`coalesce(input.any, input.s)`, `{% $input_any != null and $input_any != '' ? $input_any : $input_s != '' ? $input_s : $error('every argument of coalesce is null or empty') %}`},
		{`coalesce(input.n, 1)`, `{% true ? $input_n : 1 %}`},
		{`coalescelist(input.list, ["a"])`, `{% $count($input_list) > 0 ? $input_list : ['a'] %}`},
		{`coalescelist(input.any, input.list)`, `{% …; $l_x := $_list($input_any); $l_x != null and $count($l_x) > 0 ? $l_x : $count($input_list) > 0 ? $input_list : $error('every list of coalescelist is empty') %}`},
		{`tostring(input.any)`, `{% …; $input_any = null ? null : $_str($input_any) %}`},
		{`tostring(input.n)`, `{% …; $_digits($input_n) %}`},
		{`tostring(input.b)`, `{% $string($input_b) %}`},
		{`tostring(input.maybe)`, `{% $input_maybe %}`},
		{`tonumber(input.s)`, `{% …; $_num($input_s) %}`},
		{`tobool(input.any)`, `{% …; $input_any = null ? null : $_bool($input_any) %}`},
		{`tolist(input.any)`, `{% …; $input_any = null ? null : $_list($input_any) %}`},
		{`tolist(input.set)`, `{% $input_set %}`},
		{`tomap(input.obj)`, `{% …; {'count': $_digits($input_obj.count), 'name': $input_obj.name, 'note': $exists($input_obj.note) ? $input_obj.note : null} %}`},
		{`tomap(input.any)`, `{% …; $input_any = null ? null : $_obj($input_any) %}`},
		{`toset(input.nums)`, `{% $sort($distinct($input_nums)) %}`},
		{`toset(input.any)`, `{% …; $input_any = null ? null : $_set($_list($input_any)) %}`},
		{`setunion(input.list, ["a"])`, `{% $sort($distinct($append($input_list, ['a']))) %}`},
		{`setintersection(input.set, input.list)`, `{% [$filter($input_set, function($l_e){$l_e in $input_list})] %}`},
		{`setsubtract(input.set, input.any)`, `{% …; [$filter($input_set, function($l_e){$not($l_e in ($l_x := $input_any = null ? null : $_set($_list($input_any)); $type($l_x) = 'array' ? $l_x : $error('input.any is null')))})] %}`},
		{`format("%s-%03d|%-5s|%q|%x|%t|%.2f|%%|%5s", input.s, input.n, input.s, input.s, input.n, input.b, input.n, input.s)`, `{% …; $input_s & '-' & $_zpad($_whole($input_n), 3) & '|' & $pad($input_s, 5) & '|' & $_quote($input_s) & '|' & $_hex($input_n) & '|' & $string($input_b) & '|' & $formatNumber($input_n, '0.00') & '|' & '%' & '|' & $pad($input_s, -5) %}`},
		{`format("%v%f%.0f%[1]v", input.s, input.n, input.n)`, `{% $input_s & $formatNumber($input_n, '0.000000') & $formatNumber($input_n, '0') & $input_s %}`},
		{`format("")`, `""`},
		{`formatlist("%s/%s", input.s, input.list)`, `{% [$map($input_list, function($l_x){$input_s & '/' & $l_x})] %}`},
		{`formatlist("%d", input.nums)`, `{% …; [$map($input_nums, function($l_x){$_whole($l_x)})] %}`},
		{`regex("(a)(b)", input.s)`, `{% $match($input_s, /(a)(b)/, 1).groups %}`},
		{`regex("(?i)[^/\\\\.a-z\\s]+/\\S.\\d[]x]", input.s)`, `{% $match($input_s, /[^\/\x5c.a-z\t\n\f\r ]+\/[^\t\n\f\r ][^\n]\d[\]x]/i, 1).match %}`},
		{`regexall("a|b", input.s)`, `{% [$match($input_s, /a|b/).match] %}`},
		{`regexall("(a)(b)", input.s)`, `{% $append([], $map($match($input_s, /(a)(b)/), function($l_m){$l_m.groups})[]) %}`},
		{`replace(input.s, "a", input.s)`, `{% $replace($input_s, 'a', $input_s) %}`},
		{`replace(input.s, "/(a)b/", "$1$$$${1}c$")`, `{% $replace($input_s, /(a)b/, '$1$$$1c$$') %}`},
		{`replace(input.s, "/(a)b/", "$2${"$"}{1$")`, `{% $replace($input_s, /(a)b/, '$${1$$') %}`},
		{`replace(input.s, input.s, "x")`, `{% …; $_replace($input_s, $input_s, 'x') %}`},
		{`trim(input.s, "-]^\\")`, `{% $replace($input_s, /^[\-\]\^\x5c]+|[\-\]\^\x5c]+$/, '') %}`},
		{`trim(input.s, "")`, `{% $input_s %}`},
		{`trimprefix(input.s, input.s)`, `{% …; $_trimprefix($input_s, $input_s) %}`},
		{`trimprefix(input.s, "a/")`, `{% $substring($input_s, 0, 2) = 'a/' ? $substring($input_s, 2) : $input_s %}`},
		{`trimsuffix(input.s, ".csv")`, `{% $substring($input_s, -4) = '.csv' ? $substring($input_s, 0, $length($input_s) - 4) : $input_s %}`},
		{`trimsuffix(input.s, "")`, `{% …; $_trimsuffix($input_s, '') %}`},
		{`startswith(input.s, "s3://")`, `{% $substring($input_s, 0, 5) = 's3://' %}`},
		{`startswith(input.s, input.s)`, `{% …; $_starts($input_s, $input_s) %}`},
		{`endswith(input.s, ".csv")`, `{% $substring($input_s, -4) = '.csv' %}`},
		{`endswith(input.s, "")`, `{% …; $_ends($input_s, '') %}`},
		{`strcontains(input.s, "a")`, `{% $contains($input_s, 'a') %}`},
		{`substr(input.s, 1, -1)`, `{% $substring($input_s, 1) %}`},
		{`substr(input.s, -1, 0)`, `{% $substring($input_s, -1) %}`},
		{`substr(input.s, -3, 2)`, `{% $substring($input_s, -3, 2) %}`},
		{`substr(input.s, input.n, 2)`, `{% …; $_substr($input_s, $input_n, 2) %}`},
		{`split(",", input.s)`, `{% $split($input_s, ',') %}`},
		{`split(input.s, input.s)`, `{% …; $_split($input_s, $input_s) %}`},
		{`join(",", input.nums)`, `{% …; $join([$map($input_nums, function($l_x){$_digits($l_x)})], ',') %}`},
		{`join("/", input.list, ["a"])`, `{% $join($append($input_list, ['a']), '/') %}`},
		{`indent(2, input.s)`, `{% $replace($input_s, '\n', '\n  ') %}`},
		{`chomp(input.s)`, `{% $replace($input_s, /[\r\n]+$/, '') %}`},
		{`trimspace(input.s)`, `{% $replace($input_s, /^\s+|\s+$/, '') %}`},
		{`basename(input.s)`, `{% …; $_basename($input_s) %}`},
		{`strrev(input.s)`, `{% …; $_strrev($input_s) %}`},
		{`upper(input.any)`, `{% …; $uppercase($_str($input_any)) %}`},
		{`lower(input.n)`, `{% …; $lowercase($_digits($input_n)) %}`},
		{`formatdate("DD MMM YYYY 'at' hh:mm", input.d)`, `{% …; $fromMillis($_utc($input_d), '[D01] [MNn,3-3] [Y0001] at [H01]:[m01]') %}`},
		{`formatdate("''[YY]", input.d)`, `{% …; $fromMillis($_utc($input_d), '\u0027[[[Y01]]]') %}`},
		{`timeadd(input.d, "-24h")`, `{% …; $fromMillis($_utc($input_d) - 86400000, '[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z') %}`},
		{`timecmp(input.d, timestamp())`, `{% …; $_signum($_time($input_d) - $_time($now('[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z'))) %}`},
		{`timestamp()`, `{% $now('[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z') %}`},
		{`uuid()`, `{% $uuid() %}`},
		{`md5(input.s)`, `{% $hash($input_s, 'MD5') %}`},
		{`sha1(input.s)`, `{% $hash($input_s, 'SHA-1') %}`},
		{`sha256(input.s)`, `{% $hash($input_s, 'SHA-256') %}`},
		{`sha512(input.s)`, `{% $hash($input_s, 'SHA-512') %}`},
		{`base64encode(input.s)`, `{% …; $_base($input_s) %}`},
		{`base64decode(input.s)`, `{% …; $_unbase($input_s) %}`},
		{`urlencode(input.s)`, `{% …; $_url($input_s) %}`},
		{`jsondecode(input.s).a`, `{% $parse($input_s).a %}`},
		{`jsonencode([input.obj])`, `{% …; $_json(($l_x := [$input_obj]; [{'count': $l_x[0].count, 'name': $l_x[0].name, 'note': $exists($l_x[0].note) ? $l_x[0].note : null}])) %}`},
		{`jsonencode(input.maybe)`, `{% …; $_json($input_maybe) %}`},
		{`jsonencode({ a = input.any })`, `{% …; $_json({'a': $input_any}) %}`},
		{`parseint(input.s, 10)`, `{% …; $_int($input_s) %}`},
		{`abs(input.n)`, `{% $abs($input_n) %}`},
		{`ceil(input.n)`, `{% $ceil($input_n) %}`},
		{`floor(input.n)`, `{% $floor($input_n) %}`},
		{`signum(input.n)`, `{% …; $_signum($input_n) %}`},
		{`pow(input.n, 2)`, `{% $power($input_n, 2) %}`},
		{`sum(input.nums)`, `{% …; $_sum($input_nums) %}`},
		{`sum([input.n, input.s])`, `{% …; $_sum([$map([$input_n, $input_s], function($l_x){$l_x = null ? null : $_num($l_x)})]) %}`},
		{`range(input.n)`, `{% …; $_upto(0, $input_n) %}`},
		{`range(1, input.n)`, `{% …; $_upto(1, $input_n) %}`},
		{`range(1, input.n, 2)`, `{% …; $_range(1, $input_n, 2) %}`},
		{`one(input.list)`, `{% …; $_one($input_list) %}`},
		{`index(input.list, "a")`, `{% …; $_index($input_list, 'a') %}`},
		{`element(input.list, 1)`, `{% …; $_round($input_list, 1) %}`},
		{`slice(input.list, 1, 2)`, `{% …; $_slice($input_list, 1, 2) %}`},
		{`chunklist(input.list, 2)`, `{% …; $_chunks($input_list, 2) %}`},
		{`zipmap(input.list, input.nums)`, `{% …; $_zip($input_list, $input_nums) %}`},
		{`values(input.obj)`, `{% [$input_obj.count, $input_obj.name, $exists($input_obj.note) ? $input_obj.note : null] %}`},
		{`values(input.map)`, `{% …; $_values($input_map) %}`},
		{`keys(input.obj)`, `{% ['count', 'name', 'note'] %}`},
		{`keys(input.map)`, `{% …; $_keys($input_map) %}`},
		{`keys(input.any)`, `{% …; $_keys($_obj($input_any)) %}`},
		{`distinct(input.list)`, `{% $distinct($input_list) %}`},
		{`compact(input.list)`, `{% [$filter($input_list, function($l_x){$l_x != '' and $l_x != null})] %}`},
		{`compact([input.maybe, ""])`, `{% [$filter([$input_maybe, ''], function($l_x){$l_x != '' and $l_x != null})] %}`},
		{`sort(input.list)`, `{% $sort($input_list) %}`},
		{`reverse(input.list)`, `{% $reverse($input_list) %}`},
		{`flatten(input.lists)`, `{% …; $_flatten($input_lists) %}`},
		{`alltrue([for f in input.files : f.size > 0])`, `{% $not(false in [$map($input_files, function($l_f){$l_f.size > 0})]) %}`},
		{`alltrue(input.any)`, `{% …; $_all(($l_x_2 := $input_any = null ? null : [$map($_list($input_any), function($l_x){$l_x = null ? null : $_bool($l_x)})]; $type($l_x_2) = 'array' ? $l_x_2 : $error('input.any is null'))) %}`},
		{`anytrue([for f in input.files : f.size > 0])`, `{% true in [$map($input_files, function($l_f){$l_f.size > 0})] %}`},
		{`contains(["a", "b"], input.s)`, `{% $input_s in ['a', 'b'] %}`},
		{`contains(["a", "b"], input.any)`, `{% $input_any in ['a', 'b'] %}`},
		{`contains(["a"], task.run.output.Status)`, `{% $task_run.Status in ['a'] %}`},
		{`contains([input.maybe], task.run.output.Status)`, `{% ($exists($task_run.Status) ? $task_run.Status : null) in [$input_maybe] %}`},
		{`contains(input.lists, [1])`, `{% …; $_contains($input_lists, [1]) %}`},
		{`contains(input.any, input.s)`, `{% …; $input_s in $_list($input_any) %}`},
		{`length(input.s)`, `{% $length($input_s) %}`},
		{`length(input.list)`, `{% $count($input_list) %}`},
		{`length(input.map)`, `{% …; $_length($input_map) %}`},
		{`length(input.obj)`, `{% 3 %}`},
		{`length(input.any)`, `{% …; $_length($input_any) %}`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			v, diags := query.Value(bind(t, tt.src, cty.DynamicPseudoType), query.Env{Ref: ref})
			if diags.HasErrors() {
				t.Fatalf("Value(%s): %s", tt.src, diags)
			}
			if got := brief(v); got != tt.want {
				t.Errorf("Value(%s) =\n     %s\nwant %s", tt.src, got, tt.want)
			}
		})
	}
}

// TestDropNull shows what is left out of the arguments of a call.
func TestDropNull(t *testing.T) {
	tests := []struct{ src, want string }{
		{`null`, `null`},
		{`{ a = null, b = { c = null, d = input.s }, e = [null] }`, `{b: {d: {% $input_s %}}, e: [null]}`},
		{`{ a = input.maybe, b = input.s }`, `{% {'a': $input_maybe != null ? $input_maybe, 'b': $input_s} %}`},
		{`{ a = input.obj.note }`, `{% {'a': $input_obj.note != null ? $input_obj.note} %}`},
		{`{ a = task.run.output.Status }`, `{% {'a': $task_run.Status != null ? $task_run.Status} %}`},
		{`{ a = task.any.output.x }`, `{% …; {'a': ($l_x_2 := ($l_x := $_prune($task_any.x); $exists($l_x) ? $l_x : $error('task.any.output.x is missing')); $l_x_2 != null ? $l_x_2)} %}`},
		{`{ a = input.any }`, `{% …; {'a': ($l_x := $_prune($input_any); $l_x != null ? $l_x)} %}`},
		{`{ a = input.b ? null : input.s }`, `{% {'a': ($l_x := $input_b ? null : $input_s; $l_x != null ? $l_x)} %}`},
		{`{ a = input.b ? { c = null, d = input.maybe } : null }`, `{% {'a': ($l_x := $input_b ? {'d': $input_maybe != null ? $input_maybe} : null; $l_x != null ? $l_x)} %}`},
		{`{ a = input.obj }`, `{a: {% …; $_prune($input_obj) %}}`},
		{`{ a = [input.any, input.maybe] }`, `{a: [{% …; $_prune($input_any) %}, {% $input_maybe %}]}`},
		{`{ (input.s) = input.maybe, b = 1 }`, `{% $merge([{$input_s: $input_maybe != null ? $input_maybe}, {'b': 1}]) %}`},
		{`input.any`, `{% …; $_prune($input_any) %}`},
		{`input.maybe`, `{% $input_maybe %}`},
		{`[for f in input.files : { k = f.key, v = input.maybe }]`, `{% [$map($input_files, function($l_f){{'k': $l_f.key, 'v': $input_maybe != null ? $input_maybe}})] %}`},
		{`[for o in [{ a = null, b = input.maybe }] : { x = o.a, y = o.b }]`, `[{% {'y': $input_maybe != null ? $input_maybe} %}]`},
		{`{ for k, v in input.map : k => { v = input.maybe } }`, `{% …; $_unique($_entries($input_map, function($l_v, $l_k){{$l_k: {'v': $input_maybe != null ? $input_maybe}}})) %}`},
		{`merge({ a = 1 }, { a = null, b = input.maybe })`, `{% …; $_prune($merge([{'a': 1}, {'a': null, 'b': $input_maybe}])) %}`},
		{`merge(input.map, { b = "x" })`, `{% $merge([$input_map, {'b': 'x'}]) %}`},
		{`merge(input.map, { b = [input.any] })`, `{% …; $_prune($merge([$input_map, {'b': $_wrap($input_any)}])) %}`},
		{`concat([{ a = input.maybe }], input.lists)`, `{% …; $_prune($append([{'a': $input_maybe}], $input_lists)) %}`},
		{`jsonencode({ a = input.s, b = null })`, `{% …; $_json({'a': $input_s, 'b': null}) %}`},
		{`{ a = { b = null, c = input.s } == input.obj }`, `{a: {% {'b': null, 'c': $input_s} = $input_obj %}}`},
		{`try(input.any.x, { a = null })`, `{% …; $l_x := $_prune($_get($input_any, 'x')); $exists($l_x) ? $l_x : {} %}`},
		{`coalesce(input.any, { a = null })`, `{% …; $l_x := $_prune($input_any); $l_x != null and $l_x != '' ? $l_x : {} %}`},
		{`lookup(input.map, "a", "b")`, `{% ($l_x := $lookup($input_map, 'a'); $exists($l_x) ? $l_x : 'b') %}`},
		{`jsonata("$x", { x = { a = input.maybe } })`, `{% …; $_prune(($x := {'a': $input_maybe}; $x)) %}`},
		{`"${input.s}${{ a = null } == null}"`, `{% $input_s & 'false' %}`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			v, diags := query.Value(bind(t, tt.src, cty.DynamicPseudoType), query.Env{Ref: ref, DropNull: true})
			if diags.HasErrors() {
				t.Fatalf("Value(%s): %s", tt.src, diags)
			}
			if got := brief(v); got != tt.want {
				t.Errorf("Value(%s) =\n     %s\nwant %s", tt.src, got, tt.want)
			}
		})
	}
}
