package region

import (
	"fmt"

	"github.com/pipectl/pipectl/compiler/graph"
)

// Check proves that a region is a faithful lowering of a graph: it has the
// shape [Region] promises, every node occurs once, and every edge is kept, so
// that what an item waits for has ended when it starts. An edge between two
// branches of a Par is none that a Par keeps. It takes time in proportion to
// the graph.
func Check(r Region, g *graph.Graph) error {
	if err := checkShape(r, g); err != nil {
		return err
	}
	// Two ways to write the items in a row, the second with the branches of
	// every Par backwards, agree on exactly the pairs that the region orders.
	forth, back := places(r, g, false), places(r, g, true)
	for v := range g.Nodes {
		if forth[v] < 0 {
			return fmt.Errorf("%q is not in the region", g.Nodes[v].Name)
		}
	}
	for _, e := range g.Edges {
		a, b := forth[e.From] < forth[e.To], back[e.From] < back[e.To]
		from, to := g.Nodes[e.From].Name, g.Nodes[e.To].Name
		switch {
		case a != b:
			return fmt.Errorf("%q waits for %q, which is in another branch", to, from)
		case !a:
			return fmt.Errorf("%q waits for %q, which runs after it", to, from)
		}
	}
	return nil
}

func checkShape(r Region, g *graph.Graph) error {
	seen := graph.NewSet(len(g.Nodes))
	var check func(r Region) (first int, err error)
	check = func(r Region) (int, error) {
		switch r := r.(type) {
		case nil:
			return 0, fmt.Errorf("a region is empty")
		case *Leaf:
			if r.Node < 0 || r.Node >= len(g.Nodes) {
				return 0, fmt.Errorf("node %d is not in the graph", r.Node)
			}
			if seen.Has(r.Node) {
				return 0, fmt.Errorf("%q is in the region twice", g.Nodes[r.Node].Name)
			}
			seen.Add(r.Node)
			return r.Node, nil
		case *Seq:
			if len(r.Parts) < 2 {
				return 0, fmt.Errorf("a sequence has %d parts", len(r.Parts))
			}
			first := len(g.Nodes)
			for _, p := range r.Parts {
				if _, nested := p.(*Seq); nested {
					return 0, fmt.Errorf("a part of a sequence is a sequence")
				}
				f, err := check(p)
				if err != nil {
					return 0, err
				}
				first = min(first, f)
			}
			return first, nil
		case *Par:
			if len(r.Branches) < 2 {
				return 0, fmt.Errorf("a parallel has %d branches", len(r.Branches))
			}
			first, last := len(g.Nodes), -1
			for _, b := range r.Branches {
				if _, nested := b.(*Par); nested {
					return 0, fmt.Errorf("a branch of a parallel is a parallel")
				}
				f, err := check(b)
				if err != nil {
					return 0, err
				}
				if f < last {
					return 0, fmt.Errorf("the branch of %q stands after that of %q", g.Nodes[f].Name, g.Nodes[last].Name)
				}
				first, last = min(first, f), f
			}
			return first, nil
		default:
			panic(fmt.Sprintf("region: unknown region %T", r))
		}
	}
	if r == nil {
		return nil
	}
	_, err := check(r)
	return err
}

// places returns where each node stands in a row of all, -1 for one that is
// missing; backwards turns round the branches of every Par.
func places(r Region, g *graph.Graph, backwards bool) []int {
	place := make([]int, len(g.Nodes))
	for v := range place {
		place[v] = -1
	}
	next := 0
	var put func(r Region)
	put = func(r Region) {
		switch r := r.(type) {
		case nil:
		case *Leaf:
			place[r.Node] = next
			next++
		case *Seq:
			for _, p := range r.Parts {
				put(p)
			}
		case *Par:
			for i := range r.Branches {
				if backwards {
					i = len(r.Branches) - 1 - i
				}
				put(r.Branches[i])
			}
		default:
			panic(fmt.Sprintf("region: unknown region %T", r))
		}
	}
	put(r)
	return place
}
