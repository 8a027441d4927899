package compiler

import (
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// An argument is a part of a call's arguments under construction: an object of
// members, or a leaf.
type argument struct {
	members []*argument // of an object, in order
	object  bool
	key     string
	leaf    expr.Expr
	under   expr.Expr // an object that only an execution knows, and that the members go over; nil: none
	keep    bool      // the user's own data, with its nulls
	needed  bool      // it is never null in a call that can go well
}

// set puts a value at a path, objects merged deeply and the rest replaced.
func (a *argument) set(path []string, leaf expr.Expr, keep, needed bool) {
	if len(path) == 0 {
		if o, ok := leaf.(*expr.Object); ok && staticKeys(o) {
			a.open()
			for _, item := range o.Items {
				key, _ := expr.Static(item.Key)
				a.set([]string{key.AsString()}, item.Value, keep, false)
			}
			return
		}
		if v, ok := expr.Static(leaf); ok && !v.IsNull() && v.Type().IsObjectType() {
			a.open()
			for it := v.ElementIterator(); it.Next(); {
				k, x := it.Element()
				a.set([]string{k.AsString()}, &expr.Lit{Val: x, Rng: leaf.Range()}, keep, false)
			}
			return
		}
		a.object, a.members, a.under = false, nil, nil
		a.leaf, a.keep, a.needed = leaf, keep, needed
		return
	}
	a.open()
	i := slices.IndexFunc(a.members, func(m *argument) bool { return m.key == path[0] })
	if i < 0 {
		a.members = append(a.members, &argument{key: path[0]})
		i = len(a.members) - 1
	}
	a.members[i].set(path[1:], leaf, keep, needed)
}

// open makes an object of an argument, for members to be set in. What it was is
// left under them where it may be an object too.
func (a *argument) open() {
	if a.object {
		return
	}
	if a.leaf != nil && mapType(a.leaf.Type()) && !isNullLit(a.leaf) {
		a.under = a.leaf
	}
	a.object, a.leaf, a.members = true, nil, nil
}

func staticKeys(o *expr.Object) bool {
	for _, item := range o.Items {
		if _, ok := expr.Static(item.Key); !ok {
			return false
		}
	}
	return true
}

// render writes the arguments. Members that are null are left out; where that
// is only known when the call is made, the object around them is an expression.
func (c *compile) render(a *argument, env query.Env) asl.Value {
	if !a.object {
		e := env
		e.DropNull = !a.keep
		v, diags := query.Value(a.leaf, e)
		c.add(diags...)
		if x, ok := v.(asl.Code); ok && a.needed {
			return code(bare(x.Expr))
		}
		return v
	}
	if a.under != nil {
		return c.renderOver(a, env)
	}
	var sure asl.Object
	var maybe []*argument
	for _, m := range a.members {
		switch {
		case m.object:
			v := c.render(m, env)
			if o, ok := v.(asl.Object); ok && len(o) == 0 && len(m.members) > 0 {
				continue // all that was in it is left out
			}
			sure = append(sure, asl.Member{Key: m.key, Value: v})
		case !m.keep && isNullLit(m.leaf):
		case !m.keep && !m.needed && expr.Nullable(m.leaf):
			maybe = append(maybe, m)
		default:
			sure = append(sure, asl.Member{Key: m.key, Value: c.render(m, env)})
		}
	}
	if len(maybe) == 0 {
		if sure == nil {
			return asl.Object{}
		}
		return sure
	}
	parts := &jsonata.Array{}
	if len(sure) > 0 {
		parts.Items = append(parts.Items, nodeOf(sure))
	}
	for _, m := range maybe {
		// Whether it is null is asked of the value as it is; what is sent
		// has its nulls left out.
		x := unconverted(m.leaf)
		test, _ := query.Node(x, env)
		test = present(bare(test))
		if x.Type() == cty.DynamicPseudoType {
			// A member that is missing from any value is an error.
			test, _ = query.Condition(&expr.Binary{Op: "!=", Left: x, Right: &expr.Lit{Val: cty.NullVal(cty.DynamicPseudoType)}, Rng: x.Range()}, env)
		}
		e := env
		e.DropNull = true
		n, diags := query.Node(m.leaf, e)
		c.add(diags...)
		n = bare(n)
		parts.Items = append(parts.Items, &jsonata.Cond{
			If:   test,
			Then: &jsonata.Object{Pairs: []jsonata.Pair{{Key: str(m.key), Value: n}}},
		})
	}
	return asl.Code{Expr: call("merge", parts)}
}

// renderOver writes members that go over an object which only an execution
// knows, deeply.
func (c *compile) renderOver(a *argument, env query.Env) asl.Value {
	under := a.under
	over := &argument{object: true, keep: a.keep, needed: a.needed}
	for _, m := range a.members {
		if m.object && m.under == nil {
			inner := *m
			inner.keep = a.keep
			inner.under = c.template("try(under["+strconv.Quote(m.key)+"], null)", func(name string) expr.Expr {
				if name == "under" {
					return under
				}
				return nil
			}, cty.DynamicPseudoType)
			m = &inner
		}
		over.members = append(over.members, m)
	}
	e := env
	e.DropNull = !a.keep
	n, diags := query.Node(under, e)
	c.add(diags...)
	v := &jsonata.Var{Name: "under"}
	return asl.Code{Expr: &jsonata.Block{Exprs: []jsonata.Node{
		&jsonata.Assign{Var: v.Name, Value: n},
		call("merge", &jsonata.Array{Items: []jsonata.Node{
			&jsonata.Cond{If: binary("=", call("type", v), str("object")), Then: v}, nodeOf(c.render(over, env)),
		}}),
	}}}
}

// unconverted is an expression without a conversion around it, which leaves
// null as it is.
func unconverted(e expr.Expr) expr.Expr {
	switch x := e.(type) {
	case *expr.Convert:
		return unconverted(x.X)
	case *expr.Call:
		if x.Func.Name == "dynamo_map" {
			return unconverted(x.Args[0])
		}
	default:
	}
	return e
}

func isNullLit(e expr.Expr) bool {
	v, ok := expr.Static(e)
	return ok && v.IsNull()
}

// callArguments are the arguments of a call that a task in a frame makes.
func (c *compile) callArguments(t *dsl.Task, k *catalog.Call, a answers, params bool, f frame, l *locals) asl.Value {
	site := callSite{t, k, f.apart}
	if v := c.known.calls[site]; v != nil {
		return v
	}
	found, told := len(c.diags), c.runsRead
	v := c.boundCall(t, k, a, params, f, l)
	if f.each != nil || f.handler != nil || len(c.diags) > found {
		return v
	}
	c.known.calls[site] = v
	if c.runsRead == told {
		site.apart = !site.apart
		c.known.calls[site] = v
	}
	return v
}

func (c *compile) boundCall(t *dsl.Task, k *catalog.Call, a answers, params bool, f frame, l *locals) asl.Value {
	root := &argument{object: true}
	if !k.NoArgs {
		for _, a := range t.Args {
			if a.ASL != "" {
				root.set(strings.Split(a.ASL, "."), a.Value, a.Keep, a.Required)
			}
		}
	}
	if k.Arguments != "" {
		site := callSite{task: t, call: k}
		x := c.known.bound[site]
		if x == nil {
			x = c.taskTemplate(t, k.Arguments, a, cty.DynamicPseudoType)
		}
		delete(c.known.bound, site) // what is written of it is remembered
		keep := slices.ContainsFunc(t.Args, func(a dsl.Arg) bool { return a.Name == k.Arguments && a.Keep })
		root.set(nil, x, keep, true)
		for _, name := range k.Keep {
			if v := memberOfObject(x, name); v != nil {
				root.set([]string{name}, v, true, true)
			}
		}
	}
	if params && t.Parameters != nil {
		root.set(nil, t.Parameters, false, true)
	}
	return c.render(root, c.env(f, nil, l))
}

// memberOfObject is a member of an object, or nil where it is not known.
func memberOfObject(x expr.Expr, name string) expr.Expr {
	if v, ok := expr.Static(x); ok {
		if v.IsNull() || !v.Type().IsObjectType() || !v.Type().HasAttribute(name) {
			return nil
		}
		return &expr.Lit{Val: v.GetAttr(name), Rng: x.Range()}
	}
	if o, ok := x.(*expr.Object); ok && staticKeys(o) {
		for _, item := range slices.Backward(o.Items) {
			if k, _ := expr.Static(item.Key); k.AsString() == name {
				return item.Value
			}
		}
	}
	return nil
}
