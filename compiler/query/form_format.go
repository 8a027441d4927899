package query

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func formatForms() map[string]function {
	return map[string]function{
		"format":     {write: writeFormat, partial: true},
		"formatlist": {write: writeFormatList, partial: true},
	}
}

// A verb is a part of a specification: text, or how to write an argument.
type verb struct {
	text                   string
	mode                   byte // 0: text alone
	arg                    int
	minus, zero            bool
	width, precision       int
	hasWidth, hasPrecision bool
}

var verbSyntax = regexp.MustCompile(`^%([-0+# ]*)(?:\[(\d+)\])?(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z%])`)

// parseFormat reads a specification and says how many arguments it takes.
func parseFormat(s string) ([]verb, int, error) {
	var verbs []verb
	next, most := 0, 0
	for s != "" {
		i := strings.IndexByte(s, '%')
		if i < 0 {
			return append(verbs, verb{text: s}), most, nil
		}
		if i > 0 {
			verbs = append(verbs, verb{text: s[:i]})
		}
		s = s[i:]
		m := verbSyntax.FindStringSubmatch(s)
		if m == nil {
			return nil, 0, fmt.Errorf("%q is no verb", s)
		}
		raw := m[0]
		s = s[len(raw):]
		if m[6] == "%" {
			verbs = append(verbs, verb{text: "%"})
			continue
		}
		v := verb{mode: m[6][0], arg: next, minus: strings.Contains(m[1], "-"), zero: strings.Contains(m[1], "0")}
		if n := m[2] + m[5]; n != "" {
			k, err := strconv.Atoi(n)
			if err != nil || k < 1 {
				return nil, 0, fmt.Errorf("%q names no argument", raw)
			}
			v.arg = k - 1
		}
		next = v.arg + 1
		most = max(most, next)
		v.width, _ = strconv.Atoi(m[3])
		v.hasWidth = m[3] != ""
		v.precision, _ = strconv.Atoi(m[4])
		v.hasPrecision = strings.Contains(raw, ".")
		switch {
		case strings.ContainsAny(m[1], "+# "):
			return nil, 0, fmt.Errorf("%q has flags, which have no JSONata form", raw)
		case !strings.ContainsRune("sdxqtvf", rune(v.mode)):
			return nil, 0, fmt.Errorf("%q has no JSONata form; there are %%s, %%d, %%x, %%q, %%t and %%f", raw)
		case v.hasPrecision && v.mode != 'f':
			return nil, 0, fmt.Errorf("%q has a precision, which only %%f has at run time", raw)
		case v.zero && v.minus, v.zero && strings.IndexByte("sqtv", v.mode) >= 0, v.hasWidth && strings.IndexByte("qt", v.mode) >= 0,
			v.hasWidth && v.mode == 'v':
			return nil, 0, fmt.Errorf("%q has a width, which has no JSONata form there", raw)
		}
		verbs = append(verbs, v)
	}
	return verbs, most, nil
}

// verbs reads the specification of a call.
func (w *writer) verbs(e *expr.Call) ([]verb, bool) {
	spec, ok := fixed(e, 0)
	if !ok || e.Expand {
		w.refuse(e.Args[0], "At run time the specification of %s has to be a constant, and its values arguments of their own. "+
			"A template, \"${a}-${b}\", puts any values together.", e.Func.Name)
		return nil, false
	}
	verbs, most, err := parseFormat(spec)
	if err != nil {
		w.refuse(e.Args[0], "%s.", err)
		return nil, false
	}
	if most != len(e.Args)-1 {
		w.refuse(e.Args[0], "The specification takes %d values, and there are %d.", most, len(e.Args)-1)
		return nil, false
	}
	return verbs, true
}

func writeFormat(w *writer, e *expr.Call) code {
	verbs, ok := w.verbs(e)
	if !ok {
		return code{}
	}
	return w.formatted(verbs, func(i int) (code, expr.Expr) { return w.code(e.Args[i+1]), e.Args[i+1] })
}

// formatted puts verbs together, with the arguments that arg gives.
func (w *writer) formatted(verbs []verb, arg func(int) (code, expr.Expr)) code {
	var parts []jsonata.Node
	for _, v := range verbs {
		if v.mode == 0 {
			parts = append(parts, text(v.text))
			continue
		}
		c, e := arg(v.arg)
		parts = append(parts, w.verb(v, c, e))
	}
	switch {
	case len(parts) == 0:
		return code{n: text(""), typ: cty.String}
	case len(parts) > longest:
		return code{n: builtin("join", list(parts...)), typ: cty.String}
	}
	n := parts[0]
	for _, p := range parts[1:] {
		n = op(n, "&", p)
	}
	return code{n: n, typ: cty.String}
}

// verb is one argument as a verb writes it: a string.
func (w *writer) verb(v verb, c code, e expr.Expr) jsonata.Node {
	var n jsonata.Node
	switch v.mode {
	case 's':
		n = w.must(w.strOf(c, e)).n
	case 'v':
		if c.typ != cty.String && c.typ != cty.Bool || !c.certain() {
			return w.refuse(e, "%%v has a form at run time for what is known to be a string or a bool. %%s writes numbers as templates do.").n
		}
		n = w.strOf(c, e).n
	case 'q':
		n = w.call("quote", cty.String, w.must(w.strOf(c, e)).n).n
	case 't':
		n = builtin("string", w.must(w.boolOf(c, e)).n)
	case 'd':
		n = w.call("whole", cty.String, w.must(w.numOf(c, e)).n).n
	case 'x':
		n = w.call("hex", cty.String, w.must(w.numOf(c, e)).n).n
	case 'f':
		n = w.fixedPoint(v, w.must(w.numOf(c, e)).n)
	}
	switch {
	case v.zero && v.hasWidth:
		return w.call("zpad", cty.String, n, number(float64(v.width))).n
	case v.minus && v.hasWidth:
		return builtin("pad", n, number(float64(v.width)))
	case v.hasWidth:
		return builtin("pad", n, number(float64(-v.width)))
	}
	return n
}

// fixedPoint is a number with so many decimals.
func (w *writer) fixedPoint(v verb, n jsonata.Node) jsonata.Node {
	decimals := 6
	if v.hasPrecision {
		decimals = v.precision
	}
	picture := "0"
	if decimals > 0 {
		picture += "." + strings.Repeat("0", decimals)
	}
	return builtin("formatNumber", n, text(picture))
}

// writeFormatList formats element by element. Values that are no lists are the
// same for all elements.
func writeFormatList(w *writer, e *expr.Call) code {
	verbs, ok := w.verbs(e)
	if !ok {
		return code{}
	}
	var lists []int
	for i, a := range e.Args[1:] {
		switch t := a.Type(); {
		case t == cty.DynamicPseudoType:
			return w.refuse(a, "At run time formatlist has to know which of its values are lists. A for expression with format(...) does the same.")
		case typeName(t) == "array":
			lists = append(lists, i)
		}
	}
	if len(lists) != 1 {
		return w.refuse(e, "At run time formatlist goes through one list. A for expression with format(...) goes through several.")
	}
	src := w.sure(w.code(e.Args[lists[0]+1]))
	x := w.fresh("x")
	elem := elementType(src.typ)
	body := w.formatted(verbs, func(i int) (code, expr.Expr) {
		a := e.Args[i+1]
		if i == lists[0] {
			return code{n: variable(x), typ: elem, null: elem == cty.DynamicPseudoType}, a
		}
		return w.code(a), a
	})
	return code{n: list(builtin("map", src.n, lambda(body.n, x))), typ: cty.List(cty.String)}
}
