package expr_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// inputs are the names that the expressions of these tests may mention as
// input.NAME.
var inputs = map[string]cty.Type{
	"s":     cty.String,
	"n":     cty.Number,
	"b":     cty.Bool,
	"any":   cty.DynamicPseudoType,
	"list":  cty.List(cty.String),
	"nums":  cty.List(cty.Number),
	"set":   cty.Set(cty.String),
	"map":   cty.Map(cty.String),
	"files": cty.List(cty.Object(map[string]cty.Type{"key": cty.String, "size": cty.Number})),
	"obj": cty.ObjectWithOptionalAttrs(map[string]cty.Type{
		"name": cty.String, "count": cty.Number, "note": cty.String,
	}, []string{"note"}),
	"null": cty.String,
}

var variables = map[string]cty.Value{
	"b":     cty.StringVal("my-bkt"),
	"n":     cty.NumberIntVal(3),
	"t":     cty.True,
	"null":  cty.NullVal(cty.DynamicPseudoType),
	"zones": cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.StringVal("b")}),
	"tags":  cty.ObjectVal(map[string]cty.Value{"team": cty.StringVal("orders"), "cost": cty.NumberIntVal(7)}),
	"list":  cty.ListVal([]cty.Value{cty.StringVal("x"), cty.StringVal("y")}),
}

var scope = &expr.Scope{
	Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		if len(t) > 1 {
			if a, ok := t[1].(hcl.TraverseAttr); ok {
				switch t.RootName() {
				case "var":
					if v, ok := variables[a.Name]; ok {
						return &expr.Lit{Val: v}, 2, nil
					}
				case "input":
					if ty, ok := inputs[a.Name]; ok {
						return &expr.Ref{Source: expr.Input{Name: a.Name}, Typ: ty, Null: a.Name == "null"}, 2, nil
					}
				case "task":
					return &expr.Ref{Source: expr.Output{Task: a.Name}, Typ: inputs["obj"], Loose: true}, 3, nil
				}
			}
		}
		return &expr.Bad{}, len(t), hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Unknown name", Detail: "Unknown name.",
			Subject: t.SourceRange().Ptr(),
		}}
	},
	ReadFile: func(p string) ([]byte, error) {
		switch p {
		case "a.txt":
			return []byte("héllo\n"), nil
		case "a.tpl":
			return []byte("Hi ${upper(name)}%{ for x in xs } ${x}%{ endfor }"), nil
		case "latin1.txt":
			return []byte("h\xe9"), nil
		case "secret":
			return nil, fs.ErrPermission
		case "bad.tpl":
			return []byte("Hi ${name"), nil
		}
		return nil, fmt.Errorf("open %s: %w", p, fs.ErrNotExist)
	},
}

func bind(t *testing.T, src string, want cty.Type) (expr.Expr, hcl.Diagnostics) {
	t.Helper()
	e, diags := hclsyntax.ParseExpression([]byte(src), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("parse %s: %s", src, diags)
	}
	return expr.Bind(e, scope, want)
}

// show writes an expression in a form that tells what Bind made of it.
func show(e expr.Expr) string {
	list := func(es []expr.Expr) string {
		var s []string
		for _, e := range es {
			s = append(s, show(e))
		}
		return strings.Join(s, ", ")
	}
	items := func(its []expr.Item) string {
		var s []string
		for _, it := range its {
			s = append(s, show(it.Key)+": "+show(it.Value))
		}
		return strings.Join(s, ", ")
	}
	switch e := e.(type) {
	case *expr.Lit:
		return strings.ReplaceAll(strings.TrimPrefix(e.Val.GoString(), "cty."), "cty.", "")
	case *expr.Ref:
		switch s := e.Source.(type) {
		case expr.Input:
			return "input." + s.Name
		case expr.Output:
			return "task." + s.Task
		}
	case *expr.Local:
		return "$" + e.Symbol.Name
	case *expr.Attr:
		return show(e.On) + "." + e.Name
	case *expr.Index:
		return show(e.On) + "[" + show(e.Key) + "]"
	case *expr.Splat:
		return "splat(" + show(e.Source) + ", " + show(e.Each) + ")"
	case *expr.Template:
		return "template(" + list(e.Parts) + ")"
	case *expr.Join:
		return "join(" + show(e.List) + ")"
	case *expr.Tuple:
		return "[" + list(e.Elems) + "]"
	case *expr.Object:
		return "{" + items(e.Items) + "}"
	case *expr.Cond:
		return "(" + show(e.If) + " ? " + show(e.Then) + " : " + show(e.Else) + ")"
	case *expr.Unary:
		return e.Op + show(e.X)
	case *expr.Binary:
		return "(" + show(e.Left) + " " + e.Op + " " + show(e.Right) + ")"
	case *expr.Call:
		dots := ""
		if e.Expand {
			dots = "..."
		}
		return e.Func.Name + "(" + list(e.Args) + dots + ")"
	case *expr.Verbatim:
		return "jsonata(" + e.Text + ", {" + items(e.Vars) + "})"
	case *expr.For:
		s := "for("
		if e.KeySymbol != nil {
			s += e.KeySymbol.Name + ", "
		}
		s += e.ValueSymbol.Name + " in " + show(e.Source) + ": "
		if e.Key != nil {
			s += show(e.Key) + " => "
		}
		s += show(e.Value)
		if e.Group {
			s += "..."
		}
		if e.If != nil {
			s += " if " + show(e.If)
		}
		return s + ")"
	case *expr.Convert:
		return "to<" + e.To.FriendlyName() + ">(" + show(e.X) + ")"
	case *expr.Bad:
		return "bad"
	}
	return fmt.Sprintf("%T", e)
}

func messages(diags hcl.Diagnostics) string {
	var s []string
	for _, d := range diags {
		code := ""
		if p := diag.Of(d); p != nil {
			code = string(p.Code) + " "
		}
		s = append(s, fmt.Sprintf("%d-%d %s%s", d.Subject.Start.Byte, d.Subject.End.Byte, code, d.Detail))
	}
	return strings.Join(s, "\n")
}

func TestBind(t *testing.T) {
	tests := []struct{ src, want, typ string }{
		{`1`, `NumberIntVal(1)`, `number`},
		{`-1`, `NumberIntVal(-1)`, `number`},
		{`1.50`, `NumberFloatVal(1.5)`, `number`},
		{`true`, `True`, `bool`},
		{`null`, `NullVal(DynamicPseudoType)`, `dynamic`},
		{`"a\n\"b\"é"`, `StringVal("a\n\"b\"é")`, `string`},
		{`input.s`, `input.s`, `string`},
		{`(input.s)`, `input.s`, `string`},
		{`"${input.n}"`, `input.n`, `number`},
		{`"${input.any}"`, `input.any`, `dynamic`},
		{`"a${"b"}c"`, `StringVal("abc")`, `string`},
		{`"a${"b${input.s}c"}d"`, `template(StringVal("ab"), input.s, StringVal("cd"))`, `string`},
		{`"a${var.b}${input.s}"`, `template(StringVal("amy-bkt"), input.s)`, `string`},
		{`"n=${var.n}, t=${var.t}, ${input.n}"`, `template(StringVal("n=3, t=true, "), input.n)`, `string`},
		{`""`, `StringVal("")`, `string`},
		{`"${""}"`, `StringVal("")`, `string`},
		{`"%{ if input.b }yes%{ else }no%{ endif }"`, `(input.b ? StringVal("yes") : StringVal("no"))`, `string`},
		{`"%{ if input.b }yes%{ endif }!"`, `template((input.b ? StringVal("yes") : StringVal("")), StringVal("!"))`, `string`},
		{`"%{ for x in input.list }${x},%{ endfor }"`, `join(for(x in input.list: template($x, StringVal(","))))`, `string`},
		{`"%{ for i, x in input.list ~} ${i} %{ endfor ~}  !"`, `template(join(for(i, x in input.list: template($i, StringVal(" ")))), StringVal("!"))`, `string`},
		{`"%{ for x in var.zones }${x};%{ endfor }${input.s}"`, `template(StringVal("a;b;"), input.s)`, `string`},
		{`"%{ if var.t }${input.s}%{ else }x%{ endif }"`, `(True ? input.s : StringVal("x"))`, `string`},
		{`"$${x} %%{y}"`, `StringVal("${x} %{y}")`, `string`},
		{"<<EOT\na ${input.s}\n  b\nEOT\n", `template(StringVal("a "), input.s, StringVal("\n  b\n"))`, `string`},
		{"<<-EOT\n    a ${input.s}\n      b\n    EOT\n", `template(StringVal("a "), input.s, StringVal("\n  b\n"))`, `string`},
		{`input.obj.name`, `input.obj.name`, `string`},
		{`input.obj["name"]`, `input.obj.name`, `string`},
		{`input.obj[input.s]`, `input.obj[input.s]`, `dynamic`},
		{`input.map.k`, `input.map.k`, `string`},
		{`input.map["k"]`, `input.map.k`, `string`},
		{`input.map[input.s]`, `input.map[input.s]`, `string`},
		{`input.map[input.n]`, `input.map[to<string>(input.n)]`, `string`},
		{`input.any.a.b`, `input.any.a.b`, `dynamic`},
		{`input.any["a"]`, `input.any.a`, `dynamic`},
		{`input.any[0]`, `input.any[NumberIntVal(0)]`, `dynamic`},
		{`input.any["0"]`, `input.any[StringVal("0")]`, `dynamic`},
		{`input.any[input.any]`, `input.any[input.any]`, `dynamic`},
		{`input.list[0]`, `input.list[NumberIntVal(0)]`, `string`},
		{`input.list["0"]`, `input.list[NumberIntVal(0)]`, `string`},
		{`input.list[var.n]`, `input.list[NumberIntVal(3)]`, `string`},
		{`input.list[input.n]`, `input.list[input.n]`, `string`},
		{`input.list[input.s]`, `input.list[to<number>(input.s)]`, `string`},
		{`input.files[0].key`, `input.files[NumberIntVal(0)].key`, `string`},
		{`var.tags.team`, `StringVal("orders")`, `string`},
		{`var.zones[1]`, `StringVal("b")`, `string`},
		{`var.list[0]`, `StringVal("x")`, `string`},
		{`[1, 2][0]`, `NumberIntVal(1)`, `number`},
		{`["a", input.s][1]`, `input.s`, `string`},
		{`[input.any.x, 1][0]`, `input.any.x`, `dynamic`},
		{`{ a = input.s }.a`, `input.s`, `string`},
		{`{ a = input.s, a = input.n }.a`, `input.n`, `number`},
		{`{ (input.s) = 1 }.a`, `{input.s: NumberIntVal(1)}.a`, `dynamic`},
		{`{ a = [input.s] }.a`, `{StringVal("a"): [input.s]}.a`, `tuple`},
		{`input.files[*].key`, `splat(input.files, $.key)`, `list of string`},
		{`input.files.*.key`, `splat(input.files, $.key)`, `list of string`},
		{`input.any[*].x`, `splat(input.any, $.x)`, `list of dynamic`},
		{`input.null[*]`, `splat(input.null, $)`, `list of string`},
		{`input.s[*]`, `[input.s]`, `tuple`},
		{`input.obj[*].name`, `[input.obj.name]`, `tuple`},
		{`var.zones[*]`, `[StringVal("a"), StringVal("b")]`, `tuple`},
		{`var.tags[*].team`, `[StringVal("orders")]`, `tuple`},
		{`null[*]`, `EmptyTupleVal`, `tuple`},
		{`[input.obj, input.obj][*].name`, `[input.obj.name, input.obj.name]`, `tuple`},
		{`input.files[*]`, `splat(input.files, $)`, `list of object`},
		{`input.set[*]`, `splat(input.set, $)`, `list of string`},
		{`[input.s, 1, null]`, `[input.s, NumberIntVal(1), NullVal(DynamicPseudoType)]`, `tuple`},
		{`[]`, `[]`, `tuple`},
		{`{}`, `{}`, `object`},
		{`{ a = 1, "b c" = input.s, (var.b) = 2, (input.s) = 3 }`, `{StringVal("a"): NumberIntVal(1), StringVal("b c"): input.s, StringVal("my-bkt"): NumberIntVal(2), input.s: NumberIntVal(3)}`, `dynamic`},
		{`{ a: 1 }`, `{StringVal("a"): NumberIntVal(1)}`, `object`},
		{`{ (1) = 2, (true) = 3 }`, `{StringVal("1"): NumberIntVal(2), StringVal("true"): NumberIntVal(3)}`, `object`},
		{`input.b ? "a" : "b"`, `(input.b ? StringVal("a") : StringVal("b"))`, `string`},
		{`input.b ? 1 : "b"`, `(input.b ? StringVal("1") : StringVal("b"))`, `string`},
		{`input.b ? input.s : input.n`, `(input.b ? input.s : to<string>(input.n))`, `string`},
		{`input.b ? input.n : null`, `(input.b ? input.n : NullVal(DynamicPseudoType))`, `number`},
		{`input.b ? null : input.list`, `(input.b ? NullVal(DynamicPseudoType) : input.list)`, `list of string`},
		{`input.b ? [1] : [input.n, 2]`, `(input.b ? ListVal([]Value{NumberIntVal(1)}) : to<list of number>([input.n, NumberIntVal(2)]))`, `list of number`},
		{`input.b ? { a = 1 } : { a = input.s }`, `(input.b ? ObjectVal(map[string]Value{"a":StringVal("1")}) : {StringVal("a"): input.s})`, `object`},
		{`input.b ? input.any : 1`, `(input.b ? input.any : NumberIntVal(1))`, `dynamic`},
		{`input.b ? input.list : []`, `(input.b ? input.list : ListValEmpty(String))`, `list of string`},
		{`input.s ? 1 : 2`, `(input.s ? NumberIntVal(1) : NumberIntVal(2))`, `number`},
		{`var.t ? input.s : input.n`, `(True ? input.s : to<string>(input.n))`, `string`},
		{`true ? input.s : null.a`, `input.s`, `string`},
		{`false ? input.obj.nope : input.s`, `input.s`, `string`},
		{`!input.b`, `!input.b`, `bool`},
		{`!var.t`, `False`, `bool`},
		{`-input.n`, `-input.n`, `number`},
		{`-var.n`, `NumberIntVal(-3)`, `number`},
		{`input.n + 1`, `(input.n + NumberIntVal(1))`, `number`},
		{`1 + 2 * 3`, `NumberIntVal(7)`, `number`},
		{`input.n * 2 - 1`, `((input.n * NumberIntVal(2)) - NumberIntVal(1))`, `number`},
		{`input.n / 2 % 3`, `((input.n / NumberIntVal(2)) % NumberIntVal(3))`, `number`},
		{`input.n == 1`, `(input.n == NumberIntVal(1))`, `bool`},
		{`input.s == null`, `False`, `bool`},
		{`input.null == null`, `(input.null == NullVal(DynamicPseudoType))`, `bool`},
		{`input.any != null`, `(input.any != NullVal(DynamicPseudoType))`, `bool`},
		{`input.obj.note == null`, `(input.obj.note == NullVal(DynamicPseudoType))`, `bool`},
		{`"a${input.s}" != null`, `True`, `bool`},
		{`[input.s] == null`, `False`, `bool`},
		{`input.b && false`, `False`, `bool`},
		{`input.any && false`, `(input.any && False)`, `bool`},
		{`input.n < 1`, `(input.n < NumberIntVal(1))`, `bool`},
		{`input.b || var.t`, `True`, `bool`},
		{`"5" + input.n`, `(StringVal("5") + input.n)`, `number`},
		{`input.s == input.n`, `(input.s == input.n)`, `bool`},
		{`[for x in input.list : x]`, `for(x in input.list: $x)`, `list of string`},
		{`[for x in input.list : upper(x) if x != ""]`, `for(x in input.list: upper($x) if ($x != StringVal("")))`, `list of string`},
		{`[for i, x in input.list : "${i}${x}"]`, `for(i, x in input.list: template($i, $x))`, `list of string`},
		{`[for k, v in input.map : "${k}=${v}"]`, `for(k, v in input.map: template($k, StringVal("="), $v))`, `list of string`},
		{`[for x in input.set : x]`, `for(x in input.set: $x)`, `list of string`},
		{`[for k, x in input.set : k]`, `for(k, x in input.set: $k)`, `list of string`},
		{`[for k, v in input.obj : k]`, `[StringVal("count"), StringVal("name"), StringVal("note")]`, `tuple`},
		{`[for k, v in input.any : v]`, `for(k, v in input.any: $v)`, `list of dynamic`},
		{`[for x in var.zones : "${x}${input.s}"]`, `[template(StringVal("a"), input.s), template(StringVal("b"), input.s)]`, `tuple`},
		{`[for x in var.zones : x if x == "a"]`, `[StringVal("a")]`, `tuple`},
		{`[for x in [input.s, input.n] : x]`, `[input.s, input.n]`, `tuple`},
		{`[for x in [input.s, "b"] : x if x == "b"]`, `for(x in [input.s, StringVal("b")]: $x if ($x == StringVal("b")))`, `list of string`},
		{`[for k, v in { a = input.s, b = input.n } : v]`, `[input.s, input.n]`, `tuple`},
		{`{ for x in input.list : x => 1 }`, `for(x in input.list: $x => NumberIntVal(1))`, `map of number`},
		{`{ for x in input.list : x => x... }`, `for(x in input.list: $x => $x...)`, `map of list of string`},
		{`{ for k, v in input.map : upper(k) => v if v != "" }`, `for(k, v in input.map: upper($k) => $v if ($v != StringVal("")))`, `map of string`},
		{`{ for x in var.zones : x => input.s }`, `{StringVal("a"): input.s, StringVal("b"): input.s}`, `object`},
		{`{ for x in ["a", "a"] : x => input.s... }`, `{StringVal("a"): [input.s, input.s]}`, `object`},
		{`{ for i, x in var.zones : i => x }`, `{StringVal("0"): StringVal("a"), StringVal("1"): StringVal("b")}`, `object`},
		{`[for f in input.files : [for g in input.files : f.key == g.key]]`, `for(f in input.files: for(g in input.files: ($f.key == $g.key)))`, `list of list of bool`},
		{`[for f in input.files : f]`, `for(f in input.files: $f)`, `list of object`},
		{`[for x in [] : x]`, `[]`, `tuple`},
		{`upper("a")`, `StringVal("A")`, `string`},
		{`upper(input.s)`, `upper(input.s)`, `string`},
		{`upper(input.n)`, `upper(to<string>(input.n))`, `string`},
		{`upper(var.b)`, `StringVal("MY-BKT")`, `string`},
		{`max(input.nums...)`, `max(input.nums...)`, `number`},
		{`max([1, 2]...)`, `NumberIntVal(2)`, `number`},
		{`concat(input.list, ["a"])`, `concat(input.list, [StringVal("a")])`, `dynamic`},
		{`coalesce(input.null, "a")`, `coalesce(input.null, StringVal("a"))`, `string`},
		{`coalesce(null, input.n, "a")`, `coalesce(NullVal(String), to<string>(input.n), StringVal("a"))`, `string`},
		{`lookup(input.map, "a", 1)`, `lookup(input.map, StringVal("a"), NumberIntVal(1))`, `string`},
		{`lookup(input.obj, "name", "x")`, `lookup(input.obj, StringVal("name"), StringVal("x"))`, `string`},
		{`lookup(var.tags, "team")`, `StringVal("orders")`, `string`},
		{`merge(input.map, { a = "b" })`, `merge(input.map, {StringVal("a"): StringVal("b")})`, `dynamic`},
		{`keys(input.obj)`, `keys(input.obj)`, `tuple`},
		{`toset(["b", "a", "b"])`, `SetVal([]Value{StringVal("a"), StringVal("b")})`, `set of string`},
		{`toset([input.s, "a"])`, `toset(to<set of string>([input.s, StringVal("a")]))`, `set of string`},
		{`tolist([input.s, 1])`, `tolist([input.s, StringVal("1")])`, `list of string`},
		{`tomap({ a = input.s, b = 1 })`, `tomap({StringVal("a"): input.s, StringVal("b"): StringVal("1")})`, `map of string`},
		{`tonumber(input.s)`, `tonumber(input.s)`, `number`},
		{`tostring(var.n)`, `StringVal("3")`, `string`},
		{`timestamp()`, `timestamp()`, `string`},
		{`uuid()`, `uuid()`, `string`},
		{`file("a.txt")`, `StringVal("héllo\n")`, `string`},
		{`templatefile("a.tpl", { name = "x", xs = [1, 2] })`, `StringVal("Hi X 1 2")`, `string`},
		{`filebase64("a.txt")`, `StringVal("aMOpbGxvCg==")`, `string`},
		{`fileexists("none")`, `False`, `bool`},
		{`filesha256("a.txt")`, `StringVal("b95becd154aa095f76c4ca47a5aeb8350d6dfcb838404edfc9dae06628de938d")`, `string`},
		{`try(input.any.x, "d")`, `try(input.any.x, StringVal("d"))`, `dynamic`},
		{`try(input.obj.nope, "d")`, `StringVal("d")`, `string`},
		{`try(input.s, "d")`, `try(input.s, StringVal("d"))`, `string`},
		{`try(1, input.s)`, `NumberIntVal(1)`, `number`},
		{`try(null.x, tonumber("x"), 3)`, `NumberIntVal(3)`, `number`},
		{`can(input.any.x)`, `can(input.any.x)`, `bool`},
		{`can(input.obj.nope)`, `False`, `bool`},
		{`can(1)`, `True`, `bool`},
		{`jsonata("$sum($rows)", { rows = input.nums })`, `jsonata($sum($rows), {StringVal("rows"): input.nums})`, `dynamic`},
		{`jsonata("$now()")`, `jsonata($now(), {})`, `dynamic`},
		{`jsonata("$x + ${var.n}", { x = input.n })`, `jsonata($x + 3, {StringVal("x"): input.n})`, `dynamic`},
		{`task.x.output.name`, `task.x.name`, `string`},
		{`task.x.output.note`, `task.x.note`, `string`},
		{`flatten([for f in input.files : [f.key]])`, `flatten(for(f in input.files: [$f.key]))`, `dynamic`},
		{`length(input.files) > 0 ? input.files[0].key : "none"`, `((length(input.files) > NumberIntVal(0)) ? input.files[NumberIntVal(0)].key : StringVal("none"))`, `string`},
		{`contains(["a"], input.s)`, `contains([StringVal("a")], input.s)`, `bool`},
		{`setunion(input.set, ["z"])`, `setunion(input.set, [StringVal("z")])`, `set of string`},
		{`range(input.n)`, `range(input.n)`, `list of number`},
		{`jsondecode(input.s).a`, `jsondecode(input.s).a`, `dynamic`},
		{`regex("\\d+", input.s)`, `regex(StringVal("\\d+"), input.s)`, `string`},
		{`format("%s-%d", input.s, input.n)`, `format(StringVal("%s-%d"), input.s, input.n)`, `string`},
		{`sum(input.nums)`, `sum(input.nums)`, `number`},
		{`one(input.list)`, `one(input.list)`, `string`},
		{`element(input.list, 1)`, `element(input.list, NumberIntVal(1))`, `string`},
		{`slice(input.list, 0, 1)`, `slice(input.list, NumberIntVal(0), NumberIntVal(1))`, `list of string`},
		{`reverse(input.list)`, `reverse(input.list)`, `list of string`},
		{`concat(["a"], ["b", input.s])`, `[StringVal("a"), StringVal("b"), input.s]`, `tuple`},
		{`concat(["a"], var.zones)`, `TupleVal([]Value{StringVal("a"), StringVal("a"), StringVal("b")})`, `tuple`},
		{`concat(var.list, [input.s])`, `[StringVal("x"), StringVal("y"), input.s]`, `tuple`},
		{`concat(var.list, tolist([input.s]))`, `concat(ListVal([]Value{StringVal("x"), StringVal("y")}), tolist([input.s]))`, `list of string`},
		{`flatten([["a"], [input.s, ["c"]]])`, `[StringVal("a"), input.s, StringVal("c")]`, `tuple`},
		{`flatten([var.zones, [input.s]])`, `flatten([TupleVal([]Value{StringVal("a"), StringVal("b")}), [input.s]])`, `dynamic`},
		{`keys({ a = input.s })`, `TupleVal([]Value{StringVal("a")})`, `tuple`},
		{`[for k, v in task.x.output : v]`, `[task.x.count, task.x.name, task.x.note]`, `tuple`},
		{`[for k, v in input.obj : v if k == "name"]`, `[input.obj.name]`, `tuple`},
		{`{ for k, v in { a = input.s, (input.s) = 1 } : k => v }`, `for(k, v in {StringVal("a"): input.s, input.s: NumberIntVal(1)}: $k => $v)`, `map of dynamic`},
		{`[for k, v in merge(input.obj, {}) : k]`, `for(k, v in merge(input.obj, {}): $k)`, `list of string`},
		{`input.b ? merge({ a = input.s }, {}).a : "x"`, `(input.b ? merge({StringVal("a"): input.s}, {}).a : StringVal("x"))`, `string`},
		{`[input.null == null, "${input.s}" == null, { a = input.s } == null]`, `[(input.null == NullVal(DynamicPseudoType)), False, False]`, `tuple`},
		{`input.any.b[0].c["d e"]`, `input.any.b[NumberIntVal(0)].c.d e`, `dynamic`},
		{`merge({ a = input.s }, { b = input.n }).a`, `merge({StringVal("a"): input.s}, {StringVal("b"): input.n}).a`, `string`},
		{`merge({ a = input.s }, { a = input.n, c = 1 }).a`, `merge({StringVal("a"): input.s}, {StringVal("a"): input.n, StringVal("c"): NumberIntVal(1)}).a`, `number`},
		{`1e20 / 7`, `NumberIntVal(1.4285714285714287e+19)`, `number`},
		{`timecmp(timestamp(), "2026-01-01T00:00:00Z") > 0`, `(timecmp(timestamp(), StringVal("2026-01-01T00:00:00Z")) > NumberIntVal(0))`, `bool`},
		{`range(3)`, `ListVal([]Value{NumberIntVal(0), NumberIntVal(1), NumberIntVal(2)})`, `list of number`},
		{`[for i in range(3) : "${i}${input.s}"]`, `[template(StringVal("0"), input.s), template(StringVal("1"), input.s), template(StringVal("2"), input.s)]`, `tuple`},
		{`replace(input.s, "/a/", "b")`, `replace(input.s, StringVal("/a/"), StringVal("b"))`, `string`},
		{`"${input.list}"`, `input.list`, `list of string`},
		{`[for f in input.files : f.key if f.key == f]`, `for(f in input.files: $f.key if ($f.key == $f))`, `list of string`},
		{`null[*].x`, `EmptyTupleVal`, `tuple`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatalf("Bind(%s): %s", tt.src, messages(diags))
			}
			if got := show(e); got != tt.want {
				t.Errorf("Bind(%s) = %s, want %s", tt.src, got, tt.want)
			}
			if got := e.Type().FriendlyName(); got != tt.typ {
				t.Errorf("Bind(%s) has type %s, want %s", tt.src, got, tt.typ)
			}
		})
	}
}
