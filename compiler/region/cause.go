package region

import (
	"slices"
	"sync"

	"github.com/pipectl/pipectl/compiler/graph"
)

// A Cause is four items that no nested blocks order just as they are written:
// Both depends on Shared and on Own, One depends on Shared and not on Own, and
// else none of the four depends on another. (Drawn, it is the letter N.) Some
// wait must be added for every such four, and orders without any are nested
// blocks.
type Cause struct {
	Shared, Own, One, Both int
	// The three dependencies.
	OneOnShared, BothOnShared, BothOnOwn Link
}

// A Link says that To depends on From, and why.
type Link struct {
	From, To int
	// Path is the edges as written that lead from the one to the other; mostly
	// it is a single one.
	Path []graph.Edge
}

// Cause returns four items that the wait helps to bring into blocks. Waiter is
// one of them, and one it waits for: For when that is possible, else one of
// Also. It returns false when there is none among these; then the wait serves
// other items of the barrier. It takes time in proportion to the graph, some
// times over, for the first wait of a region, and less for each one more.
func (a Added) Cause() (Cause, bool) {
	n := &fours{order: a.order, reach: a.reach, in: graph.NewSet(len(a.order.Topo))}
	for _, r := range []Region{a.at.before, a.at.behind} {
		for v := range Nodes(r) {
			n.in.Add(v)
		}
	}
	for _, u := range slices.Concat([]int{a.For}, a.Also) {
		if c, found := n.of(u, a.Waiter); found {
			c.OneOnShared = n.link(c.Shared, c.One)
			c.BothOnShared = n.link(c.Shared, c.Both)
			c.BothOnOwn = n.link(c.Own, c.Both)
			return c, true
		}
	}
	return Cause{}, false
}

// fours looks for a Cause among the items of two neighbouring blocks. Everything
// between two such items is in the blocks as well.
type fours struct {
	order *graph.Order
	reach *reach
	in    graph.Set
}

// A reach remembers what lies above and below the items that were asked about:
// the waits of one region ask about the same ones again and again.
type reach struct {
	mu           sync.Mutex
	above, below map[int]graph.Set
}

func (r *reach) of(v int, known map[int]graph.Set, find func(...int) graph.Set) graph.Set {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := known[v]
	if !ok {
		s = find(v)
		known[v] = s
	}
	return s
}

func (n *fours) link(from, to int) Link {
	return Link{From: from, To: to, Path: n.order.Path(from, to)}
}

// of returns four items of which u and v, neither of which depends on the
// other, are two. The first form found counts, the one easiest to understand
// first: v must come after u because it stands beside something that does.
func (n *fours) of(u, v int) (Cause, bool) {
	for _, form := range []func(u, v int) (Cause, bool){n.ownAndOne, n.sharedAndOwn, n.oneAndBoth} {
		if c, found := form(u, v); found {
			return c, true
		}
		if c, found := form(v, u); found {
			return c, true
		}
	}
	return Cause{}, false
}

// ownAndOne looks for four items in which u is Own and v is One.
func (n *fours) ownAndOne(u, v int) (Cause, bool) {
	shared := minus(n.above(v), n.above(u))
	boths := minus(n.below(u), n.below(v))
	// The nearest of each: a short path makes a short message.
	for _, a := range n.nearest(v, n.order.Preds, shared) {
		if found := boths.And(n.below(a)); found.Len() > 0 {
			return Cause{Shared: a, Own: u, One: v, Both: n.nearest(u, n.order.Succs, found)[0]}, true
		}
	}
	return Cause{}, false
}

// sharedAndOwn looks for four items in which u is Shared and v is Own.
func (n *fours) sharedAndOwn(u, v int) (Cause, bool) {
	ones := minus(n.below(u), n.below(v))
	for _, d := range n.nearest(v, n.order.Succs, n.below(u).And(n.below(v))) {
		if found := minus(ones, n.above(d)); found.Len() > 0 {
			return Cause{Shared: u, Own: v, One: n.nearest(u, n.order.Succs, found)[0], Both: d}, true
		}
	}
	return Cause{}, false
}

// oneAndBoth looks for four items in which u is One and v is Both.
func (n *fours) oneAndBoth(u, v int) (Cause, bool) {
	owns := minus(n.above(v), n.above(u))
	for _, a := range n.nearest(u, n.order.Preds, n.above(u).And(n.above(v))) {
		if found := minus(owns, n.below(a)); found.Len() > 0 {
			return Cause{Shared: a, Own: n.nearest(v, n.order.Preds, found)[0], One: u, Both: v}, true
		}
	}
	return Cause{}, false
}

// above returns what an item depends on, inside the blocks.
func (n *fours) above(v int) graph.Set {
	return n.reach.of(v, n.reach.above, n.order.Ancestors).And(n.in)
}

// below returns what depends on an item, inside the blocks.
func (n *fours) below(v int) graph.Set {
	return n.reach.of(v, n.reach.below, n.order.Descendants).And(n.in)
}

func minus(s, t graph.Set) graph.Set {
	r := slices.Clone(s)
	for i, w := range t {
		r[i] &^= w
	}
	return r
}

// nearest returns the members of a set by their distance from an item.
func (n *fours) nearest(from int, next [][]int, set graph.Set) []int {
	seen := graph.NewSet(len(n.order.Topo), from)
	var found []int
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, w := range next[queue[0]] {
			if seen.Has(w) || !n.in.Has(w) {
				continue
			}
			seen.Add(w)
			queue = append(queue, w)
			if set.Has(w) {
				found = append(found, w)
			}
		}
	}
	return found
}
