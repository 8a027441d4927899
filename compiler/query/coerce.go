package query

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func itoa(i int) string { return strconv.Itoa(i) }

// fail ends the execution in strict mode and gives nothing in lenient mode.
func (w *writer) fail(message string) jsonata.Node {
	if w.lenient {
		return nil // no else: nothing
	}
	return builtin("error", text(message))
}

func (c code) name() string {
	if c.what == "" {
		return "a value"
	}
	return c.what
}

// must gives c where nothing would be taken for a value: an error instead.
func (w *writer) must(c code) code {
	if c.absent {
		c = w.present(c)
	}
	if !c.undef || w.lenient {
		return c
	}
	c.undef = false
	c.n = w.bound(c.n, func(n jsonata.Node) jsonata.Node {
		return choose(builtin("exists", n), n, w.fail(c.name()+" is missing"))
	})
	return c
}

// present makes null of a member that a service left out.
func (w *writer) present(c code) code {
	switch {
	case !c.absent:
		return c
	case c.apart != nil:
		c.n, c.apart = c.apart, nil
		c.absent, c.null, c.undef = false, true, w.lenient
		return c
	}
	c.n = w.bound(c.n, func(n jsonata.Node) jsonata.Node {
		return choose(builtin("exists", n), n, &jsonata.Null{})
	})
	c.absent, c.null = false, true
	return c
}

// whole is e as a value that is not nothing; it may be null.
func (w *writer) whole(e expr.Expr) code { return w.must(w.code(e)) }

// typeNames are what $type says of values of a type.
func typeName(t cty.Type) string {
	switch {
	case t == cty.String:
		return "string"
	case t == cty.Number:
		return "number"
	case t == cty.Bool:
		return "boolean"
	case t.IsListType() || t.IsSetType() || t.IsTupleType():
		return "array"
	case t.IsMapType() || t.IsObjectType():
		return "object"
	}
	return ""
}

// sure is c of a type that is known, neither nothing nor null.
func (w *writer) sure(c code) code {
	if c.certain() {
		return c
	}
	if w.lenient && !c.absent && !c.null {
		return c
	}
	if !c.absent && !c.null {
		return w.must(c)
	}
	c.n = w.bound(c.n, func(n jsonata.Node) jsonata.Node {
		return choose(op(builtin("type", n), "=", text(typeName(c.typ))), n, w.fail(c.name()+" is null"))
	})
	c.undef, c.absent, c.null = w.lenient, false, false
	return c
}

// coerced is e without a conversion around it to the very type that is asked
// for: the conversion that follows does the same and refuses null as well.
func coerced(e expr.Expr, to cty.Type) expr.Expr {
	switch c := e.(type) {
	case *expr.Convert:
		if c.To.Equals(to) && c.X.Type() == cty.DynamicPseudoType {
			return c.X
		}
	case *expr.Call:
		if !c.Expand && conversions[c.Func.Name] == to && c.Args[0].Type() == cty.DynamicPseudoType {
			return c.Args[0]
		}
	default:
	}
	return e
}

// conversions are the functions that do what a conversion does.
var conversions = map[string]cty.Type{"tostring": cty.String, "tonumber": cty.Number, "tobool": cty.Bool}

// str is e as a string, never null.
func (w *writer) str(e expr.Expr) code { return w.strOf(w.code(coerced(e, cty.String)), e) }

func (w *writer) strOf(c code, e expr.Expr) code {
	switch c.typ {
	case cty.String:
		return w.sure(c)
	case cty.Number:
		if c.small && c.certain() {
			return code{n: builtin("string", c.n), typ: cty.String}
		}
		if c.certain() {
			return w.call("digits", cty.String, c.n)
		}
	case cty.Bool:
		if c.certain() {
			return code{n: builtin("string", c.n), typ: cty.String}
		}
	case cty.DynamicPseudoType:
	default:
		return w.refuse(e, "This value cannot be made a string.")
	}
	return w.call("str", cty.String, c.n)
}

// num is e as a number, never null.
func (w *writer) num(e expr.Expr) code { return w.numOf(w.code(coerced(e, cty.Number)), e) }

func (w *writer) numOf(c code, e expr.Expr) code {
	switch c.typ {
	case cty.Number:
		return w.sure(c)
	case cty.String, cty.DynamicPseudoType:
		return w.call("num", cty.Number, c.n)
	}
	return w.refuse(e, "This value cannot be made a number.")
}

// operand is e as a number where JSONata itself fails for null, and gives
// nothing for nothing.
func (w *writer) operand(e expr.Expr) code {
	c := w.code(coerced(e, cty.Number))
	if c.typ == cty.Number && !w.lenient {
		c.undef = c.undef || c.absent || c.null
		c.absent, c.null = false, false
		return c
	}
	return w.numOf(c, e)
}

// bool is e as a bool, never null and never nothing.
func (w *writer) bool(e expr.Expr) code { return w.boolOf(w.code(coerced(e, cty.Bool)), e) }

func (w *writer) boolOf(c code, e expr.Expr) code {
	switch c.typ {
	case cty.Bool:
		return w.sure(c)
	case cty.String, cty.DynamicPseudoType:
		return w.call("bool", cty.Bool, c.n)
	}
	return w.refuse(e, "This value cannot be made a bool.")
}

// seq is e as a list, never null.
func (w *writer) seq(e expr.Expr) code {
	c := w.code(e)
	switch {
	case typeName(c.typ) == "array":
		return w.sure(c)
	case c.typ == cty.DynamicPseudoType:
		r := w.call("list", cty.List(cty.DynamicPseudoType), c.n)
		return r
	}
	return w.refuse(e, "This value is no list.")
}

// dict is e as an object or a map, never null.
func (w *writer) dict(e expr.Expr) code {
	c := w.code(e)
	switch {
	case typeName(c.typ) == "object":
		return w.sure(c)
	case c.typ == cty.DynamicPseudoType:
		return w.call("obj", cty.Map(cty.DynamicPseudoType), c.n)
	}
	return w.refuse(e, "This value is neither an object nor a map.")
}
