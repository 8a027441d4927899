package query

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// attr reads a member. A path gives the member of an object as it is, a list
// too; of null and of what has no such member it gives nothing.
func (w *writer) attr(e *expr.Attr) code {
	on := w.code(e.On)
	c := code{typ: e.Typ, what: words(e), null: e.Typ == cty.DynamicPseudoType}
	t := e.On.Type()
	switch {
	case w.lenient && t == cty.DynamicPseudoType:
		// A path would look into the elements of a list.
		g := w.call("get", e.Typ, on.n, text(e.Name))
		c.n, c.undef = g.n, true
		return c
	case !t.IsObjectType():
		c.undef = true
		c.null = c.null || expr.Absent(e)
	case !expr.Absent(e):
		c.undef = !on.certain()
	default:
		c.absent, c.null = true, true
		// What is inside of a member that a service left out was left out
		// with it; anywhere else a dot after null is an error.
		if on.undef || on.apart != nil || (on.absent || on.null) && (w.lenient || !expr.Loose(e.On)) {
			c.apart = w.bound(on.n, func(n jsonata.Node) jsonata.Node {
				s := step(n, e.Name)
				there := choose(builtin("exists", s), s, &jsonata.Null{})
				return choose(op(builtin("type", n), "=", text("object")), there, w.fail(onName(e)+" is null"))
			})
		}
	}
	c.n = step(on.n, e.Name)
	return c
}

func onName(e *expr.Attr) string {
	if n := words(e.On); n != "" {
		return n
	}
	return "the value before ." + e.Name
}

// step is x.name.
func step(x jsonata.Node, name string) jsonata.Node {
	if name == "" || strings.Contains(name, "`") {
		return builtin("lookup", x, text(name))
	}
	return &jsonata.Dot{Left: x, Right: &jsonata.Name{Value: name}}
}

func (w *writer) index(e *expr.Index) code {
	t := e.On.Type()
	c := code{typ: e.Typ, what: words(e), null: expr.Nullable(e)}
	switch {
	case t.IsListType() || t.IsTupleType():
		on := w.code(e.On)
		if v, ok := expr.Static(e.Key); ok {
			f, _ := v.AsBigFloat().Float64()
			c.n = pick(on.n, number(f))
			c.undef = !t.IsTupleType() || !on.certain()
			c.null = c.null || on.null
			return c
		}
		on = w.sure(on)
		k := w.num(e.Key)
		if k.small && !k.undef {
			c.n, c.undef = pick(on.n, k.n), true
			return c
		}
		r := w.call("element", e.Typ, on.n, k.n)
		c.n, c.undef = r.n, r.undef
		return c
	case t.IsMapType() || t.IsObjectType():
		on := w.sure(w.code(e.On))
		c.n, c.undef = builtin("lookup", on.n, w.str(e.Key).n), true
		return c
	}
	if v, ok := expr.Static(e.Key); ok && v.Type() == cty.Number && !w.lenient {
		// Of what is no list, index 0 gives the whole.
		f, _ := v.AsBigFloat().Float64()
		c.n, c.undef = pick(w.code(e.On).n, number(f)), true
		return c
	}
	r := w.call("at", e.Typ, w.code(e.On).n, w.code(e.Key).n)
	c.n, c.undef = r.n, r.undef
	return c
}

func (w *writer) splat(e *expr.Splat) code {
	t := e.Source.Type()
	if w.lenient && canFail(e.Each) {
		return w.splatAll(e)
	}
	if typeName(t) == "array" {
		src := w.sure(w.inside(e.Source))
		return w.mapped(src, nil, e.Item, nil, e.Each, nil, e.Typ)
	}
	src := w.inside(e.Source)
	if src.absent {
		src = w.present(src)
	}
	defer w.scope(e.Item, "s", false)()
	name := w.locals[e.Item].name
	each := w.whole(e.Each)
	r := w.call("splat", e.Typ, src.n, lambda(each.n, name))
	r.undef = src.undef && w.lenient
	r.null = false
	return r
}

// splatAll is a splat inside try or can that gives nothing if it would have
// nothing of one of the elements.
func (w *writer) splatAll(e *expr.Splat) code {
	src := w.inside(e.Source)
	if src.absent {
		src = w.present(src)
	}
	defer w.scope(e.Item, "s", false)()
	each := w.orNull(w.code(e.Each))
	r := w.call("every", e.Typ, src.n, lambda(each.n, w.locals[e.Item].name))
	r.null = false
	return r
}

// scope gives a symbol a variable until the function that it returns is
// called.
func (w *writer) scope(s *expr.Symbol, hint string, small bool) func() {
	if s == nil {
		return func() {}
	}
	if s.Name != "" {
		hint = s.Name
	}
	if w.locals == nil {
		w.locals = map[*expr.Symbol]local{}
	}
	name := w.fresh(hint)
	w.locals[s] = local{name: name, small: small}
	return func() {
		delete(w.locals, s)
		delete(w.vars, name)
	}
}
