package query

import (
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/pipectl/pipectl/dsl/expr"
)

// rfc3339 is JSONata's picture of a time in UTC as HCL's functions write it.
const rfc3339 = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z"

func timeForms() map[string]function {
	return map[string]function{
		"formatdate": {write: writeFormatDate, partial: true, tries: true},
		"timeadd":    {write: writeTimeAdd, partial: true, tries: true},
		"timecmp": {partial: true, write: func(w *writer, e *expr.Call) code {
			a := w.call("time", cty.Number, w.text(e, 0)).n
			b := w.call("time", cty.Number, w.text(e, 1)).n
			c := w.call("signum", cty.Number, op(a, "-", b))
			c.small = true
			return c
		}},
		"timestamp": {write: func(*writer, *expr.Call) code { return code{n: builtin("now", text(rfc3339)), typ: cty.String} }},
		"uuid":      {write: func(*writer, *expr.Call) code { return code{n: builtin("uuid"), typ: cty.String} }},
	}
}

func writeTimeAdd(w *writer, e *expr.Call) code {
	s, ok := fixed(e, 1)
	if !ok {
		return w.refuse(e.Args[1], "At run time the duration of timeadd has to be a constant.")
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return w.refuse(e.Args[1], "%q is no duration such as \"90m\".", s)
	}
	if d%time.Millisecond != 0 {
		return w.refuse(e.Args[1], "At run time times are counted in milliseconds.")
	}
	o, ms := "+", float64(d.Milliseconds())
	if ms < 0 {
		o, ms = "-", -ms
	}
	t := w.call("utc", cty.Number, w.text(e, 0)).n
	return code{n: builtin("fromMillis", op(t, o, number(ms)), text(rfc3339)), typ: cty.String}
}

func writeFormatDate(w *writer, e *expr.Call) code {
	spec, ok := fixed(e, 0)
	if !ok {
		return w.refuse(e.Args[0], "At run time the specification of formatdate has to be a constant.")
	}
	// The rules are HCL's, so it is asked.
	if _, err := stdlib.FormatDate(cty.StringVal(spec), cty.StringVal("2026-01-05T02:00:00Z")); err != nil {
		return w.refuse(e.Args[0], "This is no specification of formatdate: %s.", err)
	}
	t := w.call("utc", cty.Number, w.text(e, 1)).n
	return code{n: builtin("fromMillis", t, text(picture(spec))), typ: cty.String}
}

// pictures are the parts of a date format in JSONata, for times in UTC.
var pictures = map[string]string{
	"YYYY": "[Y0001]", "YY": "[Y01]",
	"MMMM": "[MNn]", "MMM": "[MNn,3-3]", "MM": "[M01]", "M": "[M1]",
	"DD": "[D01]", "D": "[D1]",
	"EEEE": "[FNn]", "EEE": "[FNn,3-3]",
	"hh": "[H01]", "h": "[H1]", "HH": "[h01]", "H": "[h1]",
	"AA": "[PN]", "aa": "[Pn]",
	"mm": "[m01]", "m": "[m1]", "ss": "[s01]", "s": "[s1]",
	"Z": "Z", "ZZZ": "UTC", "ZZZZ": "+0000", "ZZZZZ": "+00:00",
}

// picture is a date format, which HCL takes, as JSONata's picture.
func picture(spec string) string {
	var b strings.Builder
	literal := func(s string) {
		b.WriteString(strings.NewReplacer("[", "[[", "]", "]]").Replace(s))
	}
	for i := 0; i < len(spec); {
		c := spec[i]
		switch {
		case c == '\'':
			// Up to the quote that is not doubled.
			j := i + 1
			var s strings.Builder
			for j < len(spec) {
				if spec[j] == '\'' {
					if j+1 < len(spec) && spec[j+1] == '\'' {
						s.WriteByte('\'')
						j += 2
						continue
					}
					break
				}
				s.WriteByte(spec[j])
				j++
			}
			if j == i+1 {
				s.WriteByte('\'') // '' alone
			}
			literal(s.String())
			i = j + 1
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			j := i
			for j < len(spec) && spec[j] == c {
				j++
			}
			b.WriteString(pictures[spec[i:j]])
			i = j
		default:
			literal(spec[i : i+1])
			i++
		}
	}
	return b.String()
}
