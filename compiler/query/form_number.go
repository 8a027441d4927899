package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func numberForms() map[string]function {
	return map[string]function{
		"abs":      {write: onNumber("abs")},
		"ceil":     {write: onNumber("ceil")},
		"floor":    {write: onNumber("floor")},
		"max":      {write: extreme("max"), partial: true, tries: true},
		"min":      {write: extreme("min"), partial: true, tries: true},
		"parseint": {write: writeParseInt, partial: true, lenient: true},
		"pow":      {write: writePow, partial: true},
		"signum": {partial: true, tries: true, write: func(w *writer, e *expr.Call) code {
			c := w.call("signum", cty.Number, w.number(e, 0))
			c.small = true
			return c
		}},
		"sum": {write: writeSum, partial: true, tries: true},
	}
}

func onNumber(name string) func(*writer, *expr.Call) code {
	return func(w *writer, e *expr.Call) code {
		return code{n: builtin(name, w.number(e, 0)), typ: cty.Number}
	}
}

// extreme is the greatest or the least of numbers. That of an empty list is
// nothing.
func extreme(name string) func(*writer, *expr.Call) code {
	return func(w *writer, e *expr.Call) code {
		var single []jsonata.Node
		args := e.Args
		var rest code
		if e.Expand {
			rest = w.elements(w.must(w.seq(args[len(args)-1])), cty.Number, e)
			args = args[:len(args)-1]
		}
		for i := range args {
			single = append(single, w.number(e, i))
		}
		all := list(single...)
		switch {
		case e.Expand && len(args) == 0:
			all = rest.n
		case e.Expand:
			all = builtin("append", all, rest.n)
		}
		return code{n: builtin(name, all), typ: cty.Number, undef: e.Expand && len(args) == 0, what: name + "(...)"}
	}
}

func writeParseInt(w *writer, e *expr.Call) code {
	if base, ok := fixedInt(e, 1); !ok || base != 10 {
		return w.refuse(e.Args[1], "At run time parseint knows the constant base 10 only.")
	}
	return w.call("int", cty.Number, w.str(e.Args[0]).n)
}

func writePow(w *writer, e *expr.Call) code {
	return code{n: builtin("power", w.number(e, 0), w.number(e, 1)), typ: cty.Number}
}

func writeSum(w *writer, e *expr.Call) code {
	l := w.elements(w.must(w.seq(e.Args[0])), cty.Number, e)
	return w.call("sum", cty.Number, l.n)
}
