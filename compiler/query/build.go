package query

import "github.com/pipectl/pipectl/asl/jsonata"

// Short forms of the nodes that translations are made of.

func number(f float64) jsonata.Node { return &jsonata.Number{Value: f} }

func text(s string) jsonata.Node { return &jsonata.String{Value: s} }

func variable(name string) jsonata.Node { return &jsonata.Var{Name: name} }

// builtin calls a function of JSONata's own.
func builtin(name string, args ...jsonata.Node) jsonata.Node {
	return &jsonata.Call{Func: variable(name), Args: args}
}

func op(l jsonata.Node, o string, r jsonata.Node) jsonata.Node {
	return &jsonata.Binary{Op: o, Left: l, Right: r}
}

func choose(c, x, y jsonata.Node) jsonata.Node { return &jsonata.Cond{If: c, Then: x, Else: y} }

func lambda(body jsonata.Node, params ...string) jsonata.Node {
	return &jsonata.Lambda{Params: params, Body: body}
}

func list(items ...jsonata.Node) jsonata.Node { return &jsonata.Array{Items: items} }

func object(pairs ...jsonata.Pair) jsonata.Node { return &jsonata.Object{Pairs: pairs} }

// pick is x[pred]. It binds to the last step of a path, as it is written.
func pick(x, pred jsonata.Node) jsonata.Node {
	if d, ok := x.(*jsonata.Dot); ok {
		return &jsonata.Dot{Left: d.Left, Right: pick(d.Right, pred)}
	}
	return &jsonata.Filter{X: x, Pred: pred}
}

// exactly makes a list of what $map or $filter gave: they give the bare
// element for one, and nothing for none.
func exactly(n jsonata.Node) jsonata.Node {
	return builtin("append", list(), &jsonata.KeepArray{X: n})
}

// mapping is the list of what $map or $filter gave of values like v.
func mapping(v code, n jsonata.Node) jsonata.Node {
	if flat(v) {
		return list(n)
	}
	return exactly(n)
}

// simple says whether a node only reads, so that it may be written twice.
func simple(n jsonata.Node) bool {
	switch n := n.(type) {
	case *jsonata.Var, *jsonata.Name, *jsonata.String, *jsonata.Number, *jsonata.Bool, *jsonata.Null:
		return true
	case *jsonata.Dot:
		return simple(n.Left) && simple(n.Right)
	case *jsonata.Filter:
		return simple(n.X) && simple(n.Pred)
	default:
	}
	return false
}

// bound gives f a node that may be written several times: n itself where it is
// simple, else a variable that is set to it first.
func (w *writer) bound(n jsonata.Node, f func(jsonata.Node) jsonata.Node) jsonata.Node {
	if simple(n) {
		return f(n)
	}
	name := w.fresh("x")
	return &jsonata.Block{Exprs: []jsonata.Node{
		&jsonata.Assign{Var: name, Value: n},
		f(variable(name)),
	}}
}

// fresh is the name of a new variable.
func (w *writer) fresh(hint string) string {
	base := "l_"
	for _, r := range hint {
		if r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			base += string(r)
		} else {
			base += "_"
		}
	}
	if w.vars == nil {
		w.vars = map[string]bool{}
	}
	name := base
	for i := 2; w.vars[name]; i++ {
		name = base + "_" + itoa(i)
	}
	w.vars[name] = true
	return name
}
