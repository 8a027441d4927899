package expr

import "slices"

// Walk calls f for e and, where f says so, for what is inside, in source
// order.
func Walk(e Expr, f func(Expr) bool) {
	if e == nil || !f(e) {
		return
	}
	for _, c := range children(e) {
		Walk(c, f)
	}
}

// children are the expressions directly inside e, in source order.
func children(e Expr) []Expr {
	switch e := e.(type) {
	case *Lit, *Ref, *Local, *Bad:
		return nil
	case *Attr:
		return []Expr{e.On}
	case *Index:
		return []Expr{e.On, e.Key}
	case *Splat:
		return []Expr{e.Source, e.Each}
	case *Template:
		return e.Parts
	case *Join:
		return []Expr{e.List}
	case *Tuple:
		return e.Elems
	case *Object:
		return itemsOf(e.Items)
	case *Cond:
		return []Expr{e.If, e.Then, e.Else}
	case *Unary:
		return []Expr{e.X}
	case *Binary:
		return []Expr{e.Left, e.Right}
	case *Call:
		return e.Args
	case *Verbatim:
		return itemsOf(e.Vars)
	case *For:
		// As they are written: the source before the rest.
		c := []Expr{e.Source}
		for _, x := range []Expr{e.Key, e.Value, e.If} {
			if x != nil {
				c = append(c, x)
			}
		}
		return c
	case *Convert:
		return []Expr{e.X}
	}
	panic("expr: unknown expression")
}

func itemsOf(items []Item) []Expr {
	c := make([]Expr, 0, 2*len(items))
	for _, it := range items {
		c = append(c, it.Key, it.Value)
	}
	return c
}

// A Mention is a Ref together with the member of it that is read.
type Mention struct {
	Ref *Ref
	// Path are the members that are read of it and of each other, as far
	// as they are known: [x y] for task.a.output.x.y. Empty for the whole
	// value.
	Path []string
}

// Mentions are the references of an expression in source order, one for every
// time a value is mentioned.
func Mentions(e Expr) []Mention {
	var found []Mention
	mentions(e, nil, &found)
	return found
}

func mentions(e Expr, path []string, found *[]Mention) {
	switch e := e.(type) {
	case nil:
		return
	case *Ref:
		p := slices.Clone(path)
		slices.Reverse(p)
		*found = append(*found, Mention{Ref: e, Path: p})
		return
	case *Attr:
		mentions(e.On, append(path, e.Name), found)
		return
	case *Convert:
		mentions(e.X, nil, found)
		return
	default:
	}
	for _, c := range children(e) {
		mentions(c, nil, found)
	}
}

// Refs are the references of an expression in source order.
func Refs(e Expr) []*Ref {
	var refs []*Ref
	for _, m := range Mentions(e) {
		refs = append(refs, m.Ref)
	}
	return refs
}

// HasBad says whether an error was told of something in the expression.
func HasBad(x Expr) bool {
	bad := false
	Walk(x, func(e Expr) bool {
		if _, ok := e.(*Bad); ok {
			bad = true
		}
		return !bad
	})
	return bad
}
