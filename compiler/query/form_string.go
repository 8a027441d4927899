package query

import (
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func stringForms() map[string]function {
	return map[string]function{
		"basename":    {write: onString(func(w *writer, s jsonata.Node) code { return w.call("basename", cty.String, s) })},
		"chomp":       {write: onString(replacing(`[\r\n]+$`))},
		"endswith":    {write: writeEndsWith},
		"indent":      {write: writeIndent},
		"join":        {write: writeJoin},
		"lower":       {write: onString(plain("lowercase"))},
		"split":       {write: writeSplit, partial: true, tries: true},
		"startswith":  {write: writeStartsWith},
		"strcontains": {write: writeStrContains},
		"strrev":      {write: onString(func(w *writer, s jsonata.Node) code { return w.call("strrev", cty.String, s) })},
		"substr":      {write: writeSubstr, partial: true, tries: true},
		"trim":        {write: writeTrim},
		"trimprefix":  {write: writeTrimPrefix},
		"trimspace":   {write: onString(replacing(`^\s+|\s+$`))},
		"trimsuffix":  {write: writeTrimSuffix},
		"upper":       {write: onString(plain("uppercase"))},
	}
}

// text is an argument as a string that is there.
func (w *writer) text(e *expr.Call, i int) jsonata.Node { return w.must(w.str(e.Args[i])).n }

// number is an argument as a number that is there.
func (w *writer) number(e *expr.Call, i int) jsonata.Node { return w.must(w.num(e.Args[i])).n }

// fixed is an argument that is a constant string.
func fixed(e *expr.Call, i int) (string, bool) {
	v, ok := expr.Static(e.Args[i])
	if !ok || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// fixedInt is an argument that is a constant whole number.
func fixedInt(e *expr.Call, i int) (int, bool) {
	v, ok := expr.Static(e.Args[i])
	if !ok || v.IsNull() || v.Type() != cty.Number || !v.AsBigFloat().IsInt() {
		return 0, false
	}
	n, _ := v.AsBigFloat().Int64()
	return int(n), true
}

// onString is a function of one string.
func onString(f func(*writer, jsonata.Node) code) func(*writer, *expr.Call) code {
	return func(w *writer, e *expr.Call) code {
		s := w.str(e.Args[0])
		c := f(w, w.must(s).n)
		c.typ = cty.String
		return c
	}
}

// plain is a builtin of one argument.
func plain(name string) func(*writer, jsonata.Node) code {
	return func(_ *writer, s jsonata.Node) code { return code{n: builtin(name, s)} }
}

// replacing removes what a regular expression matches.
func replacing(pattern string) func(*writer, jsonata.Node) code {
	return func(_ *writer, s jsonata.Node) code { return code{n: without(s, pattern)} }
}

func without(s jsonata.Node, pattern string) jsonata.Node {
	return builtin("replace", s, &jsonata.Regex{Pattern: pattern}, text(""))
}

func runes(s string) float64 { return float64(utf8.RuneCountInString(s)) }

func writeStartsWith(w *writer, e *expr.Call) code {
	s := w.text(e, 0)
	if p, ok := fixed(e, 1); ok {
		return code{n: op(builtin("substring", s, number(0), number(runes(p))), "=", text(p)), typ: cty.Bool}
	}
	return w.call("starts", cty.Bool, s, w.text(e, 1))
}

func writeEndsWith(w *writer, e *expr.Call) code {
	s := w.text(e, 0)
	if p, ok := fixed(e, 1); ok && p != "" {
		return code{n: op(builtin("substring", s, number(-runes(p))), "=", text(p)), typ: cty.Bool}
	}
	return w.call("ends", cty.Bool, s, w.text(e, 1))
}

func writeTrimPrefix(w *writer, e *expr.Call) code {
	s := w.text(e, 0)
	p, ok := fixed(e, 1)
	if !ok {
		return w.call("trimprefix", cty.String, s, w.text(e, 1))
	}
	return code{typ: cty.String, n: w.bound(s, func(s jsonata.Node) jsonata.Node {
		has := op(builtin("substring", s, number(0), number(runes(p))), "=", text(p))
		return choose(has, builtin("substring", s, number(runes(p))), s)
	})}
}

func writeTrimSuffix(w *writer, e *expr.Call) code {
	s := w.text(e, 0)
	p, ok := fixed(e, 1)
	if !ok || p == "" {
		return w.call("trimsuffix", cty.String, s, w.text(e, 1))
	}
	return code{typ: cty.String, n: w.bound(s, func(s jsonata.Node) jsonata.Node {
		has := op(builtin("substring", s, number(-runes(p))), "=", text(p))
		rest := builtin("substring", s, number(0), op(builtin("length", s), "-", number(runes(p))))
		return choose(has, rest, s)
	})}
}

func writeStrContains(w *writer, e *expr.Call) code {
	return code{n: builtin("contains", w.text(e, 0), w.text(e, 1)), typ: cty.Bool}
}

func writeIndent(w *writer, e *expr.Call) code {
	n, ok := fixedInt(e, 0)
	if !ok || n < 0 {
		return w.refuse(e.Args[0], "The number of spaces of indent has to be a whole number known at compile time.")
	}
	return code{n: builtin("replace", w.text(e, 1), text("\n"), text("\n"+strings.Repeat(" ", n))), typ: cty.String}
}

func writeJoin(w *writer, e *expr.Call) code {
	var lists []jsonata.Node
	if e.Expand {
		return w.refuse(e, "join takes its lists one by one at run time. flatten(...) makes one of them.")
	}
	for _, a := range e.Args[1:] {
		lists = append(lists, w.must(w.seq(a)).n)
	}
	if len(lists) == 0 {
		return code{n: text(""), typ: cty.String}
	}
	all := lists[0]
	for _, l := range lists[1:] {
		all = builtin("append", all, l)
	}
	return code{n: builtin("join", all, w.text(e, 0)), typ: cty.String}
}

func writeSplit(w *writer, e *expr.Call) code {
	t := cty.List(cty.String)
	switch sep, ok := fixed(e, 0); {
	case !ok:
		return w.call("split", t, w.text(e, 1), w.text(e, 0))
	case sep == "":
		return w.refuse(e.Args[0], "At run time a string cannot be split into its characters. substr(...) takes one of them.")
	default:
		return code{n: builtin("split", w.text(e, 1), text(sep)), typ: t}
	}
}

func writeSubstr(w *writer, e *expr.Call) code {
	from, okFrom := fixedInt(e, 1)
	n, okLen := fixedInt(e, 2)
	s := w.text(e, 0)
	switch {
	case !okFrom || !okLen:
		return w.call("substr", cty.String, s, w.number(e, 1), w.number(e, 2))
	case n < 0, from < 0 && n == 0: // HCL gives the rest then too
		return code{n: builtin("substring", s, number(float64(from))), typ: cty.String}
	}
	return code{n: builtin("substring", s, number(float64(from)), number(float64(n))), typ: cty.String}
}

func writeTrim(w *writer, e *expr.Call) code {
	cut, ok := fixed(e, 1)
	if !ok {
		return w.refuse(e.Args[1], "The characters that trim takes away have to be known at compile time. trimprefix and trimsuffix take any text.")
	}
	s := w.text(e, 0)
	if cut == "" {
		return code{n: s, typ: cty.String}
	}
	var class strings.Builder
	for _, r := range cut {
		if r == '\\' {
			class.WriteString(`\x5c`) // before a bracket it would hide it
			continue
		}
		if r < utf8.RuneSelf && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == ' ' || r < ' ') {
			class.WriteByte('\\')
		}
		class.WriteRune(r)
	}
	return code{n: without(s, "^["+class.String()+"]+|["+class.String()+"]+$"), typ: cty.String}
}
