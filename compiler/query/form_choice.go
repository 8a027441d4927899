package query

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func choiceForms() map[string]function {
	return map[string]function{
		"try":      {write: writeTry, nulls: true, any: true, lenient: true},
		"can":      {write: writeCan, nulls: true, any: true, lenient: true},
		"coalesce": {write: writeCoalesce, partial: true, nulls: true, any: true, lenient: true},
	}
}

// tried is e in lenient mode: it gives nothing where HCL fails, and what HCL
// gives otherwise.
func (w *writer) tried(e expr.Expr) code {
	outer := w.lenient
	w.lenient = true
	c := w.code(e)
	w.lenient = outer
	return c
}

// orNull is c as a value of try's: what was left out is null.
func (w *writer) orNull(c code) code {
	if c.absent && !c.undef {
		// A node apart was written in lenient mode: it gives nothing where
		// it fails.
		fails := c.apart != nil
		c = w.present(c)
		c.undef = c.undef || fails
	}
	return c
}

// writeTry is the first alternative that is there. The last one fails as it
// would alone.
func writeTry(w *writer, e *expr.Call) code {
	args := e.Args
	var cs []code
	for i, a := range args {
		if i < len(args)-1 || w.lenient {
			c := w.orNull(w.tried(a))
			cs = append(cs, c)
			if !c.undef {
				break // the rest is never asked
			}
			continue
		}
		c := w.code(a)
		if c.absent {
			c = w.present(c)
		}
		cs = append(cs, c)
	}
	last := cs[len(cs)-1]
	r := code{n: last.n, typ: e.Typ, undef: last.undef, null: last.null, small: last.small}
	for i := len(cs) - 2; i >= 0; i-- {
		rest := r.n
		r.n = w.bound(cs[i].n, func(n jsonata.Node) jsonata.Node { return choose(builtin("exists", n), n, rest) })
		r.null = r.null || cs[i].null
		r.small = r.small && cs[i].small
	}
	return r
}

func writeCan(w *writer, e *expr.Call) code {
	if c, ok := e.Args[0].(*expr.Call); ok && c.Func.Name == "regex" && !canFail(c.Args[1]) && !expr.Nullable(c.Args[1]) {
		// Whether a text has a form: this is how conditions ask.
		if src, ok := fixed(c, 0); ok {
			p, ok := w.pattern(c, 0, src)
			if !ok {
				return code{}
			}
			return code{n: builtin("contains", w.text(c, 1), p.node), typ: cty.Bool}
		}
	}
	c := w.orNull(w.tried(e.Args[0]))
	if !c.undef {
		return code{n: &jsonata.Bool{Value: true}, typ: cty.Bool}
	}
	return code{n: builtin("exists", c.n), typ: cty.Bool}
}

// writeCoalesce is the first argument that is neither null nor, as a string,
// empty. A member of a value that is null, or that was left out, counts as
// null.
func writeCoalesce(w *writer, e *expr.Call) code {
	cs := make([]code, len(e.Args))
	var others []*code
	for i, a := range e.Args {
		if mayBeSkipped(a) {
			cs[i] = w.tried(a)
			continue
		}
		cs[i] = w.must(w.code(a))
		others = append(others, &cs[i])
	}
	r := code{typ: e.Typ}
	r.n, r.undef = w.guard(others, func() jsonata.Node {
		n := w.fail("every argument of coalesce is null or empty")
		for i, c := range slices.Backward(cs) {
			if i == len(cs)-1 && c.certain() && (c.typ == cty.Number || c.typ == cty.Bool || notEmpty(e.Args[i])) {
				n = c.n
				continue
			}
			rest := n
			n = w.bound(c.n, func(x jsonata.Node) jsonata.Node { return choose(c.counts(x), x, rest) })
		}
		return n
	})
	r.undef = r.undef || w.lenient
	return r
}

// mayBeSkipped says whether what is missing in a path counts as null: a path into
// the output of a task that may not have run.
func mayBeSkipped(e expr.Expr) bool {
	switch e := e.(type) {
	case *expr.Ref:
		return e.Null || e.Loose
	case *expr.Attr:
		return mayBeSkipped(e.On)
	case *expr.Convert:
		return mayBeSkipped(e.X)
	default:
	}
	return false
}

func notEmpty(e expr.Expr) bool {
	v, ok := expr.Static(e)
	return ok && !v.IsNull() && (v.Type() != cty.String || v.AsString() != "")
}

// counts is the test whether x, which c is, is a value that coalesce takes.
func (c code) counts(x jsonata.Node) jsonata.Node {
	there := op(x, "!=", &jsonata.Null{}) // of nothing it is false as well
	switch {
	case c.typ == cty.String && c.certain():
		return op(x, "!=", text(""))
	case c.typ != cty.String && c.typ != cty.DynamicPseudoType:
		if c.certain() {
			return &jsonata.Bool{Value: true}
		}
		return there
	}
	return op(there, "and", op(x, "!=", text("")))
}
