package region

import "slices"

// A tree is a region while it is being made: over places in topological order
// instead of nodes, and with what the method asks of it again and again.
type tree struct {
	kind kind
	// place is that of a leaf.
	place int32
	// kids are the parts of a sequence or the branches of a parallel.
	kids []*tree
	// span is how long it takes, by the weights.
	span int64
	// size is the number of leaves.
	size int
	// levels is how many parallels stand in one another.
	levels int
	// first is the node in it that is declared first.
	first int
	// border is the places in it with an edge of the reduction out of it; nil as
	// long as nobody asked. See findBorder.
	border []exit
}

// An exit is a place with the number of edges from or to it that lead out of a
// tree.
type exit struct{ place, edges int32 }

type kind uint8

const (
	leafTree kind = iota
	seqTree
	parTree
)

func (s *solver) leaf(place int32) *tree {
	return &tree{
		kind: leafTree, place: place, span: s.expected[place], size: 1,
		first: s.order.Topo[place], border: s.exits[place : place+1],
	}
}

// seqOf puts trees after one another.
func seqOf(parts []*tree) *tree {
	t := join(seqTree, parts)
	if t.kind == seqTree {
		for _, k := range t.kids {
			t.span += k.span
		}
	}
	return t
}

// parOf puts trees beside one another.
func parOf(branches []*tree) *tree {
	t := join(parTree, branches)
	if t.kind == parTree {
		for _, k := range t.kids {
			t.span = max(t.span, k.span)
		}
		t.levels++
		slices.SortFunc(t.kids, func(a, b *tree) int { return a.first - b.first })
	}
	return t
}

// join makes a tree of the kind, with the kids of those that are of the same
// kind in their place; of one tree, that tree. The span is left to the caller.
func join(k kind, trees []*tree) *tree {
	if len(trees) == 1 {
		return trees[0]
	}
	n := 0
	for _, t := range trees {
		n += max(1, len(t.kidsOf(k)))
	}
	j := &tree{kind: k, kids: make([]*tree, 0, n), first: trees[0].first}
	for _, t := range trees {
		if t.kind == k {
			j.kids = append(j.kids, t.kids...)
		} else {
			j.kids = append(j.kids, t)
		}
		j.size += t.size
		j.first = min(j.first, t.first)
	}
	for _, t := range j.kids {
		j.levels = max(j.levels, t.levels)
	}
	return j
}

// leaves appends the places of the leaves of a tree.
func (t *tree) leaves(places []int32) []int32 {
	if t.kind == leafTree {
		return append(places, t.place)
	}
	for _, k := range t.kids {
		places = k.leaves(places)
	}
	return places
}

// kidsOf returns the kids of a tree of that kind, nil for one of another.
func (t *tree) kidsOf(k kind) []*tree {
	if t.kind != k {
		return nil
	}
	return t.kids
}

// branches returns what runs at the same time at the top of a tree: the kids of
// a parallel, else the tree itself.
func (t *tree) branches() []*tree {
	if t.kind == parTree {
		return t.kids
	}
	return []*tree{t}
}

// region returns the tree over nodes.
func (s *solver) region(t *tree) Region {
	if t.kind == leafTree {
		return &Leaf{Node: s.order.Topo[t.place]}
	}
	kids := make([]Region, len(t.kids))
	for i, k := range t.kids {
		kids[i] = s.region(k)
	}
	if t.kind == seqTree {
		return &Seq{Parts: kids}
	}
	return &Par{Branches: kids}
}
