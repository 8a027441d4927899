package jsonata

// Walk calls f for n and, where f says true, for what is below it, in the
// order of the source. Nodes that are left out, such as the Else of a Cond,
// are not visited.
func Walk(n Node, f func(Node) bool) {
	if n == nil || !f(n) {
		return
	}
	switch n := n.(type) {
	case *String, *Number, *Bool, *Null, *Regex, *Var, *Name, *Wildcard, *Descendant, *Parent, *Placeholder:
	case *Dot:
		Walk(n.Left, f)
		Walk(n.Right, f)
	case *Filter:
		Walk(n.X, f)
		Walk(n.Pred, f)
	case *KeepArray:
		Walk(n.X, f)
	case *Group:
		Walk(n.X, f)
		walkPairs(n.Pairs, f)
	case *Sort:
		Walk(n.X, f)
		for _, t := range n.Terms {
			Walk(t.X, f)
		}
	case *Focus:
		Walk(n.X, f)
	case *Index:
		Walk(n.X, f)
	case *Array:
		walkAll(n.Items, f)
	case *Range:
		Walk(n.From, f)
		Walk(n.To, f)
	case *Object:
		walkPairs(n.Pairs, f)
	case *Negate:
		Walk(n.X, f)
	case *Binary:
		Walk(n.Left, f)
		Walk(n.Right, f)
	case *Cond:
		Walk(n.If, f)
		Walk(n.Then, f)
		Walk(n.Else, f)
	case *Assign:
		Walk(n.Value, f)
	case *Block:
		walkAll(n.Exprs, f)
	case *Lambda:
		Walk(n.Body, f)
	case *Call:
		Walk(n.Func, f)
		walkAll(n.Args, f)
	case *Apply:
		Walk(n.Left, f)
		Walk(n.Right, f)
	case *Transform:
		Walk(n.Pattern, f)
		Walk(n.Update, f)
		Walk(n.Delete, f)
	default:
		panic("jsonata: a kind of node is unknown to Walk")
	}
}

func walkAll(ns []Node, f func(Node) bool) {
	for _, n := range ns {
		Walk(n, f)
	}
}

func walkPairs(ps []Pair, f func(Node) bool) {
	for _, p := range ps {
		Walk(p.Key, f)
		Walk(p.Value, f)
	}
}
