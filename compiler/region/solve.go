package region

import (
	"math/bits"
	"slices"

	"github.com/pipectl/pipectl/compiler/graph"
)

// The method, from the top down. A set of items is brought into blocks by the
// first of these that fits:
//
//  1. One item is a leaf.
//  2. Parts that no edge connects run in parallel. This costs nothing.
//  3. A free cut (freecut.go) divides the set in two so that everything in the
//     second part waits for everything in the first. They run in sequence, and
//     this costs nothing either.
//  4. What is left is connected and has no free cut: some item has to wait for
//     more than it asked for. Twins, items that wait for the same and are waited
//     for by the same, become one from here on (twins.go), which costs nothing.
//     Then one barrier is put where it is cheapest (bestcut.go), and both sides
//     are brought into blocks by themselves. At last the sequence is relaxed
//     (relax.go): a barrier that a later one made needless is taken away.
//
// Steps 2 and 3 may follow each other thousands of times, each time with little
// less than the time before, so they are not taken one by one: spine.go
// takes all that lead to one item at once.
//
// Everything here works on places, the indexes into Order.Topo, because sets
// of places sorted by number are in topological order.
type solver struct {
	order *graph.Order
	// peel puts every barrier after the first level.
	peel bool
	// keptWeight is that of bestCut.
	keptWeight float64
	// barriers counts those put so far, deepest how many of them are on top of
	// each other at the most, and looked the items of all sets looked at.
	barriers, deepest, looked int
	// depthLimit is the number of barriers on top of each other from which on
	// only balanced ones are put, so that the depth stays logarithmic. Best cuts
	// that are so many are slivers, and serialise more than they keep apart.
	depthLimit int

	all links // the whole reduction

	expected []int64 // how long the item at a place takes
	places   []int32 // all, each at its own index
	exits    []exit  // of each place alone

	// Of the item at a place and all twins merged into it: the longest time,
	// whether the user gave them all, and the next of them, -1 after the last.
	weight []int64
	hinted []bool
	twin   []int32

	// The set being looked at, whose items have local numbers in its order.
	local   []int32 // of a place, -1 outside
	here    links
	scratch scratch

	// drawn is the number draw gave last. It goes through the same numbers in
	// every run.
	drawn uint64
}

// scratch is memory that every step uses anew.
type scratch struct {
	label, parent, order []int32
	spine                spineScratch
	cut                  cutScratch
}

// An adjacency is lists of neighbours laid end to end, in ascending order.
type adjacency struct{ at, of []int32 }

// links are the edges of a graph: of each item, those it leads to and those that
// lead to it.
type links struct{ outs, in adjacency }

func (a *adjacency) list(v int32) []int32 { return a.of[a.at[v]:a.at[v+1]] }

// newSolver returns a solver of best cuts.
func newSolver(o *graph.Order, weight weigh) *solver {
	n := len(o.Topo)
	s := &solver{
		order:      o,
		keptWeight: keptWeight,
		depthLimit: 2 * bits.Len(uint(n)),
		expected:   make([]int64, n),
		places:     make([]int32, n),
		exits:      make([]exit, n),
		hinted:     make([]bool, n),
		twin:       make([]int32, n),
		local:      make([]int32, n),
	}
	place := make([]int32, n)
	for p, v := range o.Topo {
		place[v] = int32(p)
		s.expected[p], s.hinted[p] = weight(o.Graph.Nodes[v])
		s.places[p] = int32(p)
		s.exits[p] = exit{place: int32(p), edges: int32(len(o.Preds[v]) + len(o.Succs[v]))}
		s.twin[p] = -1
		s.local[p] = -1
	}
	s.weight = slices.Clone(s.expected)
	lay := func(lists [][]int) adjacency {
		a := adjacency{at: make([]int32, 0, n+1), of: make([]int32, 0, len(o.Edges))}
		for _, v := range o.Topo {
			a.at = append(a.at, int32(len(a.of)))
			for _, w := range lists[v] {
				a.of = append(a.of, place[w])
			}
		}
		a.at = append(a.at, int32(len(a.of)))
		return a
	}
	s.all = links{outs: lay(o.Succs), in: lay(o.Preds)}
	return s
}

// run structures the whole graph.
func (s *solver) run() Region {
	return s.region(s.solve(slices.Clone(s.places), 0, false))
}

// solve brings a set into blocks. The set is sorted and is used up: its memory
// is divided among its parts. depth is the number of barriers already put around
// it. inner tells that the set is a side of a barrier, so that the whole
// sequence around it is yet to be relaxed.
func (s *solver) solve(set []int32, depth int, inner bool) *tree {
	if len(set) == 1 {
		return s.withTwins(set[0])
	}
	s.enter(set)
	steps, core := s.spine(set)
	// What is in a branch is relaxed by itself, not with the sequence around the
	// set.
	open := 0
	for open < len(steps) && len(steps[open].beside) == 0 {
		open++
	}
	if len(core) < len(set) {
		s.leave(set)
		s.enter(core)
	}
	var t *tree
	if len(core) > 1 {
		t = s.barrier(core, depth, inner && open == len(steps))
	} else {
		s.leave(core)
		t = s.withTwins(core[0])
	}
	for i, st := range slices.Backward(steps) {
		if len(st.beside) > 0 {
			t = parOf(append(s.solveAll(st.beside, depth, false), t))
			continue
		}
		// No run of blocks across a free cut ever falls apart, so a sequence of
		// them need not be relaxed.
		parts := append(s.solveAll(st.before, depth, inner && i < open), t)
		t = seqOf(append(parts, s.solveAll(st.behind, depth, inner && i < open)...))
	}
	return t
}

// barrier puts a barrier into the entered set and brings both sides into blocks.
// What it is given and leaves is as in solve.
func (s *solver) barrier(set []int32, depth int, inner bool) *tree {
	if s.peel {
		return s.peeled(set, depth, inner)
	}
	s.barriers++
	s.deepest = max(s.deepest, depth+1)
	set = s.mergeTwins(set)
	parts := s.bestCut(set, depth > s.depthLimit)
	s.leave(set)
	t := seqOf(s.solveAll(parts, depth+1, true))
	if inner {
		return t
	}
	return s.relax(t.kids)
}

func (s *solver) solveAll(sets [][]int32, depth int, inner bool) []*tree {
	trees := make([]*tree, len(sets))
	for i, set := range sets {
		trees[i] = s.solve(set, depth, inner)
	}
	return trees
}

// withTwins returns the item at a place beside all its twins.
func (s *solver) withTwins(p int32) *tree {
	var items []*tree
	for q := p; q >= 0; q = s.twin[q] {
		items = append(items, s.leaf(q))
	}
	return parOf(items)
}

// enter makes a set the one that is looked at.
func (s *solver) enter(set []int32) {
	for i, p := range set {
		s.local[p] = int32(i)
	}
	s.here.restrict(&s.all, set, s.local)
	s.looked += len(set)
}

// leave ends what enter began.
func (s *solver) leave(set []int32) {
	for _, p := range set {
		s.local[p] = -1
	}
}

// restrict makes g the part of whole between members of a set.
func (g *links) restrict(whole *links, set, local []int32) {
	g.outs.restrict(&whole.outs, set, local)
	g.in.restrict(&whole.in, set, local)
}

// restrict makes a the part of whole between members of a set.
func (a *adjacency) restrict(whole *adjacency, set, local []int32) {
	a.at, a.of = a.at[:0], a.of[:0]
	for _, p := range set {
		a.at = append(a.at, int32(len(a.of)))
		for _, q := range whole.list(p) {
			if l := local[q]; l >= 0 {
				a.of = append(a.of, l)
			}
		}
	}
	a.at = append(a.at, int32(len(a.of)))
}

// divide sorts a set in place by the label of each member, keeping the order
// inside a label, and returns the parts.
func (s *solver) divide(set, label, sizes []int32) [][]int32 {
	copied := resize(&s.scratch.parent, len(set))
	copy(copied, set)
	parts := make([][]int32, len(sizes))
	rest := set
	for c, size := range sizes {
		parts[c], rest = rest[:0:size], rest[size:]
	}
	for i, p := range copied {
		parts[label[i]] = append(parts[label[i]], p)
	}
	return parts
}

// resize returns memory for n values of any content.
func resize[T any](p *[]T, n int) []T {
	if cap(*p) < n {
		*p = make([]T, n+n/2)
	}
	return (*p)[:n]
}
