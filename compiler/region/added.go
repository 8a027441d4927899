package region

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// An Added is a wait that the region has and nobody asked for: an item starts
// only after some others, although it depends on none of them, because in
// nested blocks the whole of one part ends before the next begins.
//
// There is at most one an item. The waits of all Added and the edges of the
// graph together imply every wait of the region, and none of them can be left
// out.
type Added struct {
	// Waiter is the item that waits, For the one of those it waits for that is
	// expected to end last; of equals, the one declared first.
	Waiter, For int
	// Also are others it waits for, sorted like For, at most AlsoLimit of them.
	Also []int
	// Count is the number of items it waits for, For included.
	Count int
	// Cost is how long Waiter is kept waiting for For when everything takes
	// what is expected, counted from when all it depends on has ended. An item
	// of unknown time counts as taking none; 0 is no cost, or not known.
	Cost time.Duration
	// Barrier numbers the place of the wait: the waits of one barrier have the
	// same number, counted from 0 in the order of the region.
	Barrier int

	// at and order are what Cause needs. They belong to the region and the
	// graph.
	at    *barrier
	order *graph.Order
	reach *reach
}

// AlsoLimit is the number of items that Added.Also names at most: thousands may
// wait for thousands.
const AlsoLimit = 16

// A barrier is a place in a sequence, with the blocks before and behind it.
// Every item is the last of a block at one barrier at the most, and the first at
// one at the most, which is why the waits of a region can be listed in time
// proportional to it.
type barrier struct{ before, behind Region }

// added returns the waits of a region that the graph does not ask for, sorted
// by waiter.
func added(r Region, o *graph.Order) []Added {
	ends := make([]time.Duration, len(o.Topo))
	var barriers []*barrier
	schedule(r, 0, o.Graph, ends, &barriers)
	list := missing(o, barriers, ends)
	for i := range list {
		a := &list[i]
		var ready time.Duration // when all that Waiter depends on has ended
		for _, u := range o.Preds[a.Waiter] {
			ready = max(ready, ends[u])
		}
		a.Cost = max(0, ends[a.For]-ready)
	}
	slices.SortFunc(list, func(a, b Added) int { return cmp.Compare(a.Waiter, b.Waiter) })
	reach := &reach{above: map[int]graph.Set{}, below: map[int]graph.Set{}}
	for i := range list {
		list[i].reach = reach
	}
	return list
}

// schedule fills in when each item ends if the region starts at a time and
// everything takes what is expected, collects the barriers, and returns when
// the region ends.
func schedule(r Region, start time.Duration, g *graph.Graph, ends []time.Duration, barriers *[]*barrier) time.Duration {
	switch r := r.(type) {
	case *Leaf:
		ends[r.Node] = start + max(0, g.Nodes[r.Node].Expected)
		return ends[r.Node]
	case *Seq:
		for i, p := range r.Parts {
			if i > 0 {
				*barriers = append(*barriers, &barrier{r.Parts[i-1], p})
			}
			start = schedule(p, start, g, ends, barriers)
		}
		return start
	case *Par:
		end := start
		for _, b := range r.Branches {
			end = max(end, schedule(b, start, g, ends, barriers))
		}
		return end
	default:
		panic(fmt.Sprintf("region: unknown region %T", r))
	}
}

// missing returns, for every item behind a barrier, which of the last items
// before it it does not depend on, if any.
//
// As in the reduction, sets of all items would be too much memory, so the items
// waited for are taken a block at a time, those that end last first.
func missing(o *graph.Order, barriers []*barrier, ends []time.Duration) []Added {
	n := len(o.Topo)
	ranked := make([]int, n)
	for v := range ranked {
		ranked[v] = v
	}
	slices.SortFunc(ranked, func(a, b int) int {
		return cmp.Or(cmp.Compare(ends[b], ends[a]), cmp.Compare(a, b))
	})
	rank := make([]int, n)
	for i, v := range ranked {
		rank[v] = i
	}

	const words = 16
	type block [words]uint64
	lasts, firsts := make([][]int, len(barriers)), make([][]int, len(barriers))
	waits := make([]*Added, n)
	for i, b := range barriers {
		lasts[i], firsts[i] = Last(b.before), First(b.behind)
	}
	ancestors := make([]block, n)
	for from := 0; from < n; from += words * 64 {
		in := func(v int) bool { return rank[v] >= from && rank[v] < from+words*64 }
		for _, v := range o.Topo {
			var a block
			for _, u := range o.Preds[v] {
				for w, x := range ancestors[u] {
					a[w] |= x
				}
				if in(u) {
					a[(rank[u]-from)/64] |= 1 << ((rank[u] - from) % 64)
				}
			}
			ancestors[v] = a
		}
		for i, b := range barriers {
			var last block
			some := false
			for _, u := range lasts[i] {
				if in(u) {
					last[(rank[u]-from)/64] |= 1 << ((rank[u] - from) % 64)
					some = true
				}
			}
			if !some {
				continue
			}
			for _, v := range firsts[i] {
				for w, x := range last {
					x &^= ancestors[v][w]
					if x == 0 {
						continue
					}
					if waits[v] == nil {
						waits[v] = &Added{Waiter: v, Barrier: i, at: b, order: o}
					}
					waits[v].count(x, ranked[from+w*64:])
				}
			}
		}
	}

	var list []Added
	number := make(map[int]int) // barriers without a wait have no number
	for i := range barriers {
		for _, v := range firsts[i] {
			if waits[v] == nil {
				continue
			}
			if _, known := number[i]; !known {
				number[i] = len(number)
			}
			waits[v].Barrier = number[i]
			list = append(list, *waits[v])
		}
	}
	return list
}

// count adds the items whose bits are set, bit i standing for items[i].
func (a *Added) count(set uint64, items []int) {
	if a.Count == 0 {
		a.For = items[bits.TrailingZeros64(set)]
		a.Count = 1
		set &= set - 1
	}
	a.Count += bits.OnesCount64(set)
	for ; set != 0 && len(a.Also) < AlsoLimit; set &= set - 1 {
		a.Also = append(a.Also, items[bits.TrailingZeros64(set)])
	}
}
