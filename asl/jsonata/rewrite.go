package jsonata

// Rewrite copies an expression, asking f for every node, from the outside in:
// where f gives a node, that stands in the copy as it is; where it gives nil,
// the copy of what is there. What f gives may be shared between copies.
func Rewrite(n Node, f func(Node) Node) Node {
	if n == nil {
		return nil
	}
	if r := f(n); r != nil {
		return r
	}
	again := func(n Node) Node { return Rewrite(n, f) }
	all := func(list []Node) []Node {
		var out []Node
		for _, x := range list {
			out = append(out, again(x))
		}
		return out
	}
	pairs := func(list []Pair) []Pair {
		var out []Pair
		for _, p := range list {
			out = append(out, Pair{again(p.Key), again(p.Value)})
		}
		return out
	}
	switch n := n.(type) {
	case *String, *Number, *Bool, *Null, *Regex, *Var, *Name, *Wildcard, *Descendant, *Parent, *Placeholder:
		return n
	case *Dot:
		return &Dot{again(n.Left), again(n.Right)}
	case *Filter:
		return &Filter{again(n.X), again(n.Pred)}
	case *KeepArray:
		return &KeepArray{again(n.X)}
	case *Group:
		return &Group{again(n.X), pairs(n.Pairs)}
	case *Sort:
		s := &Sort{X: again(n.X)}
		for _, t := range n.Terms {
			s.Terms = append(s.Terms, SortTerm{again(t.X), t.Descending})
		}
		return s
	case *Focus:
		return &Focus{again(n.X), n.Var}
	case *Index:
		return &Index{again(n.X), n.Var}
	case *Array:
		return &Array{all(n.Items)}
	case *Range:
		return &Range{again(n.From), again(n.To)}
	case *Object:
		return &Object{pairs(n.Pairs)}
	case *Negate:
		return &Negate{again(n.X)}
	case *Binary:
		return &Binary{n.Op, again(n.Left), again(n.Right)}
	case *Cond:
		return &Cond{again(n.If), again(n.Then), again(n.Else)}
	case *Assign:
		return &Assign{n.Var, again(n.Value)}
	case *Block:
		return &Block{all(n.Exprs)}
	case *Lambda:
		return &Lambda{n.Params, n.Signature, again(n.Body)}
	case *Call:
		return &Call{again(n.Func), all(n.Args)}
	case *Apply:
		return &Apply{again(n.Left), again(n.Right)}
	case *Transform:
		return &Transform{again(n.Pattern), again(n.Update), again(n.Delete)}
	}
	panic("jsonata: a kind of node is unknown to Rewrite")
}

// Free gives the variables that an expression reads and does not bind itself, in
// the order in which they are first mentioned: built-in functions among them,
// and without "" and "$", which are the context and the input.
func Free(n Node) []string {
	var out []string
	seen := map[string]bool{"": true, "$": true}
	var visit func(n Node, bound *freeScope)
	visit = func(n Node, bound *freeScope) {
		Walk(n, func(x Node) bool {
			switch x := x.(type) {
			case *Var:
				if !seen[x.Name] && !bound.has(x.Name) {
					seen[x.Name] = true
					out = append(out, x.Name)
				}
			case *Lambda:
				visit(x.Body, &freeScope{append(assigned(x.Body), x.Params...), bound})
				return false
			case *Block:
				inner := &freeScope{assigned(x), bound}
				for _, e := range x.Exprs {
					visit(e, inner)
				}
				return false
			default:
			}
			return true
		})
	}
	visit(n, &freeScope{assigned(n), nil})
	return out
}

type freeScope struct {
	names []string
	outer *freeScope
}

func (b *freeScope) has(name string) bool {
	for ; b != nil; b = b.outer {
		for _, n := range b.names {
			if n == name {
				return true
			}
		}
	}
	return false
}

// assigned are the variables bound in a block, or in an expression as a whole,
// but not those of the blocks and lambdas inside. A function may read one that
// is bound after it, so the order says nothing.
func assigned(n Node) []string {
	var out []string
	Walk(n, func(x Node) bool {
		switch x := x.(type) {
		case *Assign:
			out = append(out, x.Var)
		case *Focus:
			out = append(out, x.Var)
		case *Index:
			out = append(out, x.Var)
		case *Lambda:
			return false
		case *Block:
			return x == n
		default:
		}
		return true
	})
	return out
}
