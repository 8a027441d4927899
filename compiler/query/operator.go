package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func (w *writer) unary(e *expr.Unary) code {
	if e.Op == "!" {
		c := w.bool(e.X)
		return code{n: builtin("not", c.n), typ: cty.Bool, undef: c.undef}
	}
	c := w.operand(e.X)
	return code{n: &jsonata.Negate{X: c.n}, typ: cty.Number, undef: c.undef, small: c.small}
}

// allowed refuses an operation that may fail inside try or can: JSONata has no
// way to catch an error.
func (w *writer) allowed(e expr.Expr) bool {
	if !w.lenient || !canFail(e) {
		return true
	}
	const only = "Inside try and can, only paths, indices, conversions and some functions may fail at run time. "
	switch e.(type) {
	case *expr.For:
		w.refuse(e, only+"Put try around what the for expression goes through, or inside of it: "+
			"[for x in try(input.a, []) : try(x.b, null)].")
	case *expr.Call:
		w.refuse(e, only+"Put try around the arguments of the function.")
	default:
		w.refuse(e, only+"Put try around the operands: try(a, 0) + try(b, 0).")
	}
	return false
}

func (w *writer) binary(e *expr.Binary) code {
	switch e.Op {
	case "+", "-", "*":
		l, r := w.operand(e.Left), w.operand(e.Right)
		return code{n: op(l.n, e.Op, r.n), typ: cty.Number, undef: l.undef || r.undef}
	case "/", "%":
		l, r := w.operand(e.Left), w.operand(e.Right)
		if v, ok := expr.Static(e.Right); ok && v.Type() == cty.Number {
			return code{n: op(l.n, e.Op, r.n), typ: cty.Number, undef: l.undef}
		}
		name := "div"
		if e.Op == "%" {
			name = "mod"
		}
		c := w.call(name, cty.Number, l.n, r.n)
		c.undef = c.undef || l.undef || r.undef
		return c
	case "<", "<=", ">", ">=":
		l, r := w.operand(e.Left), w.operand(e.Right)
		return code{n: op(l.n, e.Op, r.n), typ: cty.Bool, undef: l.undef || r.undef}
	case "&&":
		return w.shortcut(w.bool(e.Left), "and", w.bool(e.Right))
	case "||":
		return w.shortcut(w.bool(e.Left), "or", w.bool(e.Right))
	case "==", "!=":
		return w.equal(e)
	}
	panic("query: unknown operator " + e.Op)
}

// equal compares. To JSONata nothing is neither equal nor unequal to anything,
// so a member that was left out, which means null, can be compared as it is by
// = to what is not null, and by != to null; the contrary is the opposite of
// these.
func (w *writer) equal(e *expr.Binary) code {
	l, r := w.code(e.Left), w.code(e.Right)
	left, right := l.leftOut(), r.leftOut()
	var does string
	switch {
	case left && r.certain(), right && l.certain():
		does = "="
	case left && isNullNode(r.n), right && isNullNode(l.n):
		does = "!="
	}
	if does != "" {
		n := op(l.n, does, r.n)
		if (e.Op == "==") != (does == "=") {
			n = builtin("not", n)
		}
		return code{n: n, typ: cty.Bool}
	}
	o := "="
	if e.Op == "!=" {
		o = "!="
	}
	return w.logical(w.must(l), o, w.must(r))
}

// logical is an operation that takes nothing for a value.
func (w *writer) logical(l code, o string, r code) code {
	c := code{typ: cty.Bool}
	l, r = w.must(l), w.must(r)
	c.n, c.undef = w.guard([]*code{&l, &r}, func() jsonata.Node { return op(l.n, o, r.n) })
	return c
}

// notNull is the x of a condition x != null, else nil.
func (w *writer) notNull(e expr.Expr) jsonata.Node {
	b, ok := e.(*expr.Binary)
	if !ok || b.Op != "!=" || !isNull(b.Right) {
		return nil
	}
	return w.code(b.Left).n
}

// shortcut is and, or or: what is on the right counts only if the left decides
// nothing, inside try as well.
func (w *writer) shortcut(l code, o string, r code) code {
	if !w.lenient || !r.undef {
		return w.logical(l, o, r)
	}
	n, _ := w.guard([]*code{&l}, func() jsonata.Node {
		if o == "or" {
			return choose(l.n, &jsonata.Bool{Value: true}, r.n)
		}
		return choose(l.n, r.n, &jsonata.Bool{})
	})
	return code{n: n, typ: cty.Bool, undef: true}
}

func (w *writer) cond(e *expr.Cond) code {
	if chosen := w.chosen(e); chosen != nil {
		return w.code(chosen)
	}
	c := w.must(w.bool(e.If))
	x, y := w.code(e.Then), w.code(e.Else)
	if n := w.notNull(e.If); n != nil && x.absent && x.apart == nil && jsonata.Print(n) == jsonata.Print(x.n) {
		x.absent, x.null = false, false // the condition saw to that
	}
	if x.absent != y.absent && (x.undef || y.undef) {
		x, y = w.must(x), w.must(y)
	}
	n, undef := w.guard([]*code{&c}, func() jsonata.Node { return choose(c.n, x.n, y.n) })
	return code{
		n: n, typ: e.Typ, undef: undef || x.undef || y.undef, absent: x.absent || y.absent,
		null: x.null || y.null, small: x.small && y.small,
	}
}
