package query_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// The documents that generated expressions read: input.NAME of these types.
var documentTypes = map[string]cty.Type{
	"s": cty.String, "t": cty.String, "digits": cty.String, "time": cty.String, "json": cty.String,
	"n": cty.Number, "m": cty.Number, "p": cty.Number, "i": cty.Number,
	"b": cty.Bool, "c": cty.Bool,
	"ls": cty.List(cty.String), "ln": cty.List(cty.Number), "lb": cty.List(cty.Bool), "ll": cty.List(cty.List(cty.Number)),
	"lo": cty.List(element), "st": cty.Set(cty.String), "sn": cty.Set(cty.Number),
	"ms": cty.Map(cty.String), "mn": cty.Map(cty.Number), "ml": cty.Map(cty.List(cty.String)),
	"o": cty.ObjectWithOptionalAttrs(map[string]cty.Type{
		"name": cty.String, "count": cty.Number, "flag": cty.Bool, "list": cty.List(cty.String), "opt": cty.String, "optn": cty.Number,
		"inner": cty.Object(map[string]cty.Type{"x": cty.Number, "y": cty.String}),
	}, []string{"opt", "optn"}),
	"q": cty.String, // may be null
}

var element = cty.Object(map[string]cty.Type{
	"k": cty.String, "v": cty.Number, "on": cty.Bool, "tags": cty.List(cty.String),
})

var documentNames = []string{
	"s", "t", "digits", "time", "json", "n", "m", "p", "i", "b", "c", "ls", "ln", "lb", "ll", "lo", "st", "sn", "ms", "mn", "ml", "o", "q",
}

// A generator makes documents and expressions.
type generator struct {
	*rand.Rand
	loops []loopVar
}

// A loopVar is a name that a for expression around the place defines.
type loopVar struct {
	name string
	kind kind
}

// A kind is what a production gives.
type kind int

const (
	str kind = iota
	num
	boolean
	strs
	nums
	objs
	obj
	kinds
)

func pickOne[T any](g *generator, xs ...T) T { return xs[g.IntN(len(xs))] }

var someStrings = []string{
	"", "a", "b", "abc", "Hello World", "  pad ", "x,y,z", "s3://lake/raw/", "it's", `say "hi"`, "1", "007", "true", "é", "日本", "a\nb\n", "<&>",
	"k1", "k2", "FAILED", "raw/2026/01/05/part-7.csv", "{% x %}", "a/b", "-", "$1",
}

func (g *generator) someString() string { return pickOne(g, someStrings...) }

func (g *generator) someNumber() float64 {
	switch g.IntN(6) {
	case 0:
		return float64(g.IntN(3))
	case 1:
		return float64(g.IntN(2000) - 1000)
	case 2:
		return float64(g.IntN(8)) + pickOne(g, 0.25, 0.5, 0.75)
	case 3:
		return float64(g.IntN(1 << 16))
	case 4:
		return -float64(1+g.IntN(50)) / 4
	}
	return float64(g.IntN(10))
}

// document is a random value for every name.
func (g *generator) document() map[string]cty.Value {
	doc := map[string]cty.Value{}
	for _, name := range documentNames {
		doc[name] = g.random(documentTypes[name])
	}
	doc["i"] = cty.NumberIntVal(int64(g.IntN(4)))
	doc["p"] = cty.NumberFloatVal(pickOne(g, 0, 1, 2, 4, 0.5, -8))
	doc["digits"] = cty.StringVal(pickOne(g, "0", "5", "-12", "+3", "1.5", "1e3", "x", "", "12345678901"))
	doc["time"] = cty.StringVal(pickOne(g, "2026-01-05T02:03:04Z", "1999-12-31T23:59:59Z", "2024-02-29T12:00:00.5Z", "2026-07-04T00:30:00+02:00", "now"))
	doc["json"] = cty.StringVal(pickOne(g, `{"a":[1,2],"b":null}`, `[]`, `"x"`, `1.5`, `{`, `[[1]]`, `null`))
	if g.IntN(3) == 0 {
		doc["q"] = cty.NullVal(cty.String)
	}
	return doc
}

func (g *generator) random(t cty.Type) cty.Value {
	switch {
	case t == cty.String:
		return cty.StringVal(g.someString())
	case t == cty.Number:
		return cty.NumberFloatVal(g.someNumber())
	case t == cty.Bool:
		return cty.BoolVal(g.IntN(2) == 0)
	case t.IsListType() || t.IsSetType():
		var vs []cty.Value
		for range pickOne(g, 0, 1, 1, 2, 3, 5) {
			vs = append(vs, g.random(t.ElementType()))
		}
		switch {
		case len(vs) == 0 && t.IsListType():
			return cty.ListValEmpty(t.ElementType())
		case len(vs) == 0:
			return cty.SetValEmpty(t.ElementType())
		case t.IsSetType():
			return cty.SetVal(vs)
		}
		return cty.ListVal(vs)
	case t.IsMapType():
		vs := map[string]cty.Value{}
		for range pickOne(g, 0, 1, 2, 3) {
			vs[pickOne(g, "k1", "k2", "a", "b", "name", "é", "x y")] = g.random(t.ElementType())
		}
		if len(vs) == 0 {
			return cty.MapValEmpty(t.ElementType())
		}
		return cty.MapVal(vs)
	}
	vs := map[string]cty.Value{}
	for _, name := range sortedKeys(t.AttributeTypes()) {
		if t.AttributeOptional(name) && g.IntN(2) == 0 {
			vs[name] = cty.NullVal(t.AttributeType(name))
			continue
		}
		vs[name] = g.random(t.AttributeType(name))
	}
	return cty.ObjectVal(vs)
}

// expression is a random expression of any kind.
func (g *generator) expression() string {
	g.loops = nil
	return g.gen(kind(g.IntN(int(kinds))), 1+g.IntN(4))
}

// gen is an expression that gives a kind; now and then another one, to be
// refused or converted.
func (g *generator) gen(k kind, depth int) string {
	if g.IntN(40) == 0 {
		k = kind(g.IntN(int(kinds)))
	}
	if depth <= 0 || g.IntN(6) == 0 {
		return g.leaf(k)
	}
	depth--
	switch k {
	case str:
		return g.str(depth)
	case num:
		return g.num(depth)
	case boolean:
		return g.bool(depth)
	case strs:
		return g.strs(depth)
	case nums:
		return g.nums(depth)
	case objs:
		return g.objs(depth)
	}
	return g.obj(depth)
}

func quote(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "${", "$${", "%{", "%%{")
	return `"` + r.Replace(s) + `"`
}

func (g *generator) leaf(k kind) string {
	for _, l := range g.loops {
		if l.kind == k && g.IntN(2) == 0 {
			return l.name
		}
	}
	switch k {
	case str:
		return pickOne(g, quote(g.someString()), "input.s", "input.t", "input.o.name", "input.o.inner.y", "input.q", "input.o.opt", "input.digits", `input.ms["k1"]`, "input.lo[0].k")
	case num:
		return pickOne(g, fmt.Sprint(g.IntN(10)), "2.5", "input.n", "input.m", "input.i", "input.o.count", "input.o.inner.x", "input.lo[0].v", "input.ln[1]", "input.o.optn")
	case boolean:
		return pickOne(g, "true", "false", "input.b", "input.c", "input.o.flag", "input.lo[1].on")
	case strs:
		return pickOne(g, "input.ls", "input.o.list", "input.st", `["a", "b"]`, "[]", "input.lo[*].k", "input.lo[0].tags", "[input.s, input.t]")
	case nums:
		return pickOne(g, "input.ln", "[1, 2, 3]", "[input.n]", "input.lo.*.v", "input.sn", "input.ll[0]")
	case objs:
		return "input.lo"
	}
	return pickOne(g, "input.o", "input.ms", "input.mn", "{}", `{ a = 1, b = "x" }`, "{ (input.s) = input.n }", "input.o.inner")
}

func (g *generator) str(d int) string {
	s := func() string { return g.gen(str, d) }
	switch g.IntN(30) {
	case 0, 1, 2:
		return `"` + pickOne(g, "a", "x-", "") + "${" + s() + "}" + pickOne(g, "/", "") + "${" + g.gen(pickOne(g, str, num, boolean), d) + `}"`
	case 3:
		return fmt.Sprintf("%s(%s)", pickOne(g, "upper", "lower", "trimspace", "chomp", "basename", "strrev", "urlencode", "base64encode", "tostring"), s())
	case 4:
		return fmt.Sprintf("(%s ? %s : %s)", g.gen(boolean, d), s(), g.gen(pickOne(g, str, str, num), d))
	case 5:
		return fmt.Sprintf("join(%s, %s)", pickOne(g, `","`, `""`, s()), g.gen(strs, d))
	case 6:
		return fmt.Sprintf("replace(%s, %s, %s)", s(), pickOne(g, `"a"`, `"/[aeiou]/"`, `"/(\\w)(\\d)/"`, `"/"`), pickOne(g, `"_"`, `"$2-$1"`, `"$$"`))
	case 7:
		return fmt.Sprintf("substr(%s, %d, %d)", s(), g.IntN(5)-2, g.IntN(5)-1)
	case 8:
		return fmt.Sprintf("%s(%s, %s)", pickOne(g, "trimprefix", "trimsuffix"), s(), pickOne(g, quote(g.someString()), s()))
	case 9:
		return fmt.Sprintf("trim(%s, %s)", s(), pickOne(g, `" "`, `"ab/"`, `"-]^\\"`))
	case 10:
		return fmt.Sprintf("format(%s, %s, %s)", pickOne(g, `"%s-%d"`, `"%5s|%05d"`, `"%q %d"`, `"%-4s|%x"`, `"%[1]s %[2]s"`), s(), g.gen(num, d))
	case 11:
		return "tostring(" + g.gen(pickOne(g, num, boolean, str), d) + ")"
	case 12:
		return "jsonencode(" + g.gen(kind(g.IntN(int(kinds))), d) + ")"
	case 13:
		return fmt.Sprintf("coalesce(%s, %s, %s)", g.leaf(str), s(), quote("z"))
	case 14:
		return fmt.Sprintf("try(%s, %s)", pickOne(g, "input.o.nope", "input.ms.k2", "input.o.opt", "input.ls[2]", g.gen(str, d)), s())
	case 15:
		return fmt.Sprintf("lookup(%s, %s, %s)", pickOne(g, "input.ms", "input.o"), pickOne(g, `"k1"`, `"name"`, s()), quote("dflt"))
	case 16:
		return fmt.Sprintf("%s[%s]", g.gen(strs, d), pickOne(g, "0", "1", "input.i", g.gen(num, d)))
	case 17:
		return fmt.Sprintf("element(%s, %s)", g.gen(strs, d), g.gen(num, d))
	case 18:
		return "\"%{ if " + g.gen(boolean, d) + " }yes ${" + s() + "}%{ else }no%{ endif }\""
	case 19:
		v := g.push(str)
		defer g.pop()
		return `"%{ for ` + v + " in " + g.leaf(strs) + " ~} ${" + s() + `};%{ endfor }"`
	case 20:
		return fmt.Sprintf("regex(%s, %s)", pickOne(g, `"[a-z]+"`, `"\\d+"`, `"^.{2}"`, `"(?i)HELLO\\s"`), s())
	case 21:
		return fmt.Sprintf("formatdate(%s, %s)", pickOne(g, `"YYYY-MM-DD"`, `"DD MMM YYYY hh:mm:ss ZZZ"`, `"EEEE, D/M/YY HH:mm aa"`, `"'day' EEE h"`), pickOne(g, "input.time", `"2026-01-05T15:04:05Z"`))
	case 22:
		return fmt.Sprintf(`timeadd(input.time, "%s")`, pickOne(g, "1h", "-36h", "90s"))
	case 23:
		return fmt.Sprintf("indent(2, %s)", s())
	case 24:
		return fmt.Sprintf("one(slice(%s, 0, 1))", g.gen(strs, d))
	case 25:
		return fmt.Sprintf(`format("%s", %s)`, pickOne(g, "%.2f", "%6.1f", "%t", "%03d"), g.gen(pickOne(g, num, num, boolean), d))
	case 26:
		return "base64decode(base64encode(" + s() + "))"
	}
	return g.leaf(str)
}

func (g *generator) num(d int) string {
	n := func() string { return g.gen(num, d) }
	switch g.IntN(20) {
	case 0, 1, 2, 3:
		return fmt.Sprintf("(%s %s %s)", n(), pickOne(g, "+", "-", "*", "+"), n())
	case 18:
		// By powers of two: what else is left of a quotient has too many
		// digits for texts to be compared.
		return fmt.Sprintf("(%s / %s)", n(), pickOne(g, "2", "input.p", "0.5"))
	case 4:
		return "length(" + g.gen(pickOne(g, str, strs, nums, obj, objs), d) + ")"
	case 5:
		return fmt.Sprintf("%s(%s)", pickOne(g, "abs", "ceil", "floor", "signum"), n())
	case 6:
		return fmt.Sprintf("%s(%s, %s)", pickOne(g, "max", "min"), n(), n())
	case 7:
		return fmt.Sprintf("%s(%s...)", pickOne(g, "max", "min"), g.gen(nums, d))
	case 8:
		return "sum(" + g.gen(nums, d) + ")"
	case 9:
		return fmt.Sprintf("(%s ? %s : %s)", g.gen(boolean, d), n(), n())
	case 10:
		return "tonumber(" + pickOne(g, "input.digits", n(), g.gen(str, d)) + ")"
	case 11:
		return fmt.Sprintf("index(%s, %s)", g.gen(strs, d), g.gen(str, d))
	case 12:
		return fmt.Sprintf("element(%s, %s)", g.gen(nums, d), n())
	case 13:
		return "-" + g.leaf(num)
	case 14:
		return "try(" + pickOne(g, "tonumber(input.digits)", `input.mn["k1"]`, "input.lo[1].v", n()) + ", " + n() + ")"
	case 17:
		// Of leaves only: what a rounded quotient leaves over is noise.
		return fmt.Sprintf("(%s %% %s)", g.leaf(num), g.leaf(num))
	case 15:
		return "parseint(input.digits, 10)"
	case 16:
		return fmt.Sprintf("pow(%s, %d)", g.leaf(num), g.IntN(3))
	}
	return g.leaf(num)
}

func (g *generator) bool(d int) string {
	switch g.IntN(16) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", g.gen(num, d), pickOne(g, "<", "<=", ">", ">="), g.gen(num, d))
	case 3, 4:
		k := pickOne(g, str, num, boolean)
		return fmt.Sprintf("(%s %s %s)", g.gen(k, d), pickOne(g, "==", "!="), g.gen(k, d))
	case 5, 6:
		return fmt.Sprintf("(%s %s %s)", g.gen(boolean, d), pickOne(g, "&&", "||"), g.gen(boolean, d))
	case 7:
		return "!" + g.leaf(boolean)
	case 8:
		return fmt.Sprintf("contains(%s, %s)", g.gen(strs, d), g.gen(str, d))
	case 9:
		return fmt.Sprintf("%s(%s, %s)", pickOne(g, "startswith", "endswith", "strcontains"), g.gen(str, d), pickOne(g, quote(g.someString()), g.gen(str, d)))
	case 10:
		return "can(" + pickOne(g, "input.o.nope", "input.ls[1]", "tonumber(input.digits)", "input.ms.k1", "input.lo[0].k", g.gen(str, d)) + ")"
	case 11:
		v := g.push(num)
		defer g.pop()
		return fmt.Sprintf("%s([for %s in %s : %s])", pickOne(g, "alltrue", "anytrue"), v, g.leaf(nums), g.gen(boolean, d))
	case 12:
		return fmt.Sprintf("(%s == null)", pickOne(g, "input.q", "input.o.opt", "input.s"))
	case 13:
		return "tobool(" + pickOne(g, "input.b", `"true"`, g.gen(str, d)) + ")"
	case 14:
		return fmt.Sprintf("(input.o == %s)", pickOne(g, "input.o", "input.o"))
	}
	return g.leaf(boolean)
}

func (g *generator) push(k kind) string {
	name := fmt.Sprintf("x%d", len(g.loops))
	g.loops = append(g.loops, loopVar{name, k})
	return name
}

func (g *generator) pop() { g.loops = g.loops[:len(g.loops)-1] }

func (g *generator) list(k, elem kind, d int) string {
	items := []string{}
	switch g.IntN(9) {
	case 0:
		for range g.IntN(4) {
			items = append(items, g.gen(elem, d))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case 1, 2:
		from := pickOne(g, str, num)
		src := map[kind]kind{str: strs, num: nums}[from]
		coll := g.gen(src, d)
		v := g.push(from)
		defer g.pop()
		head := v
		if g.IntN(3) == 0 {
			head = "_i, " + v
		}
		s := fmt.Sprintf("[for %s in %s : %s", head, coll, g.gen(elem, d))
		if g.IntN(2) == 0 {
			s += " if " + g.gen(boolean, d)
		}
		return s + "]"
	case 3:
		return fmt.Sprintf("concat(%s, %s)", g.gen(k, d), g.gen(k, d))
	case 4:
		return fmt.Sprintf("%s(%s)", pickOne(g, "reverse", "distinct", "tolist"), g.gen(k, d))
	case 5:
		return fmt.Sprintf("slice(%s, %d, %s)", g.gen(k, d), g.IntN(2), pickOne(g, "1", "2", "input.i"))
	case 6:
		return fmt.Sprintf("(%s ? %s : %s)", g.gen(boolean, d), g.gen(k, d), g.gen(k, d))
	case 7:
		return fmt.Sprintf("coalescelist(%s, %s)", g.gen(k, d), g.gen(k, d))
	}
	return g.leaf(k)
}

func (g *generator) strs(d int) string {
	switch g.IntN(16) {
	case 0:
		return fmt.Sprintf("split(%s, %s)", pickOne(g, `","`, `"/"`, g.gen(str, d)), g.gen(str, d))
	case 1:
		return "sort(" + g.gen(strs, d) + ")"
	case 2:
		return "compact(" + g.gen(strs, d) + ")"
	case 3:
		return "keys(" + g.gen(obj, d) + ")"
	case 4:
		return "values(input.ms)"
	case 5:
		return fmt.Sprintf("%s(%s, %s)", pickOne(g, "setunion", "setintersection", "setsubtract"), g.gen(strs, d), g.gen(strs, d))
	case 6:
		return "toset(" + g.gen(strs, d) + ")"
	case 7:
		return "flatten(" + pickOne(g, "input.lo[*].tags", "[input.ls, [input.ls]]", "values(input.ml)") + ")"
	case 8:
		return fmt.Sprintf("formatlist(%s, %s)", pickOne(g, `"<%s>"`, `"%s/%s"`, `"%q"`), pickOne(g, "input.ls", "input.ls, input.s"))
	case 9:
		return fmt.Sprintf("regexall(%s, %s)", pickOne(g, `"[a-z]+"`, `"\\d"`, `"(\\w)(\\w)"`), g.gen(str, d))
	case 10:
		v := g.push(str)
		defer g.pop()
		return fmt.Sprintf("[for k, %s in input.ms : %s]", v, g.gen(str, d))
	case 11:
		return "[for e in input.lo : " + pickOne(g, "e.k", `"${e.k}-${e.v}"`, "upper(e.k)", "e.tags[0]") + pickOne(g, "", " if e.on", " if e.v > 2") + "]"
	case 12:
		return "chunklist(" + g.gen(strs, d) + ", 2)"
	}
	return g.list(strs, str, d)
}

func (g *generator) nums(d int) string {
	switch g.IntN(10) {
	case 0:
		return fmt.Sprintf("range(%s)", pickOne(g, "input.i", "3", "1, 4", "0, 10, 3", "input.i, 0", "5, 1, -2"))
	case 1:
		return "flatten(input.ll)"
	case 2:
		return "[for l in input.ll : length(l)]"
	case 3:
		return "values(input.mn)"
	case 4:
		return "[for i, v in " + g.leaf(nums) + " : i * v]"
	}
	return g.list(nums, num, d)
}

func (g *generator) objs(d int) string {
	switch g.IntN(6) {
	case 0:
		return "[for e in input.lo : { k = e.k, n = " + g.gen(num, d) + " }]"
	case 1:
		return "[for e in input.lo : e if e.on]"
	case 2:
		return "[for l in input.ll : l]"
	case 3:
		return "[for l in input.ll : [for x in l : x + 1]]"
	case 4:
		return "[" + g.gen(obj, d) + ", " + g.gen(obj, d) + "]"
	}
	return "input.lo"
}

func (g *generator) obj(d int) string {
	switch g.IntN(9) {
	case 0, 1:
		return fmt.Sprintf("{ a = %s, b = %s }", g.gen(kind(g.IntN(int(kinds))), d), g.gen(kind(g.IntN(int(kinds))), d))
	case 2:
		return fmt.Sprintf("merge(%s, %s)", g.gen(obj, d), g.gen(obj, d))
	case 3:
		return "{ for k, v in " + pickOne(g, "input.ms", "input.mn", "input.o") + " : " + pickOne(g, "k", "upper(k)", `"${k}-x"`) + " => " + pickOne(g, "v", "[v]", `"${k}"`) + " }"
	case 4:
		return "{ for e in input.lo : e.k => " + pickOne(g, "e.v", "e.v...", "e.tags...", "e") + pickOne(g, "", " if e.on") + " }"
	case 5:
		return fmt.Sprintf("zipmap(%s, %s)", g.gen(strs, d), g.gen(pickOne(g, nums, strs), d))
	case 6:
		return fmt.Sprintf("{ (%s) = %s, x = %s }", g.gen(str, d), g.gen(num, d), g.gen(str, d))
	case 7:
		return "jsondecode(" + pickOne(g, "input.json", "jsonencode("+g.gen(obj, d)+")") + ")"
	}
	return g.leaf(obj)
}
