package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func stringForms() map[string]function {
	return map[string]function{
		"upper": {write: onString("uppercase")},
		"lower": {write: onString("lowercase")},
		"join":  {write: writeJoin},
	}
}

// onString is a builtin of a string that does the same.
func onString(name string) func(*writer, *expr.Call) code {
	return func(w *writer, e *expr.Call) code {
		s := w.str(e.Args[0])
		return code{n: builtin(name, s.n), typ: cty.String, undef: s.undef}
	}
}

func writeJoin(w *writer, e *expr.Call) code {
	var lists []jsonata.Node
	for _, a := range e.Args[1:] {
		lists = append(lists, w.strings(a))
	}
	all := lists[0]
	for _, l := range lists[1:] {
		all = builtin("append", all, l)
	}
	return code{n: builtin("join", all, w.must(w.str(e.Args[0])).n), typ: cty.String}
}

// strings is e as a list of strings.
func (w *writer) strings(e expr.Expr) jsonata.Node {
	return w.must(w.seq(e)).n
}
