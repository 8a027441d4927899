package region

import (
	"cmp"
	"math"
	"slices"
)

// keptWeight is what it is worth, in lengthenings of the critical path, that
// all pairs of items can still run at the same time behind a barrier. Between
// 0.3 and 1 it hardly matters. Without it near-free cuts win that cut off a
// sliver and serialise the rest, which does no harm to a few dozen items only.
const keptWeight = 0.6

// A cut is a barrier considered: in one of the rows, after so many items.
type cut struct {
	score  int64 // the less the better
	kept   int64 // pairs of items that can still run at the same time
	off    int   // distance from the middle, in half items
	row, n int

	begin item // the first item behind it
}

// An item of a row is a local number with its key.
type item struct {
	key int64
	v   int32
}

func (a item) compare(b item) int {
	switch {
	case a.key < b.key:
		return -1
	case a.key > b.key:
		return 1
	}
	return int(a.v) - int(b.v)
}

func (c cut) compare(d cut) int {
	return cmp.Or(cmp.Compare(c.score, d.score), cmp.Compare(c.kept, d.kept), cmp.Compare(c.off, d.off),
		cmp.Compare(c.row, d.row), cmp.Compare(c.n, d.n))
}

// cutScratch is memory for bestCut, by local number where nothing else is said.
type cutScratch struct {
	untilEnd, fromStart []int64 // the longest path to an item and from it, itself included
	items               []item  // the row
	parent, size        []int32
	ended, begun        []int64 // by position: how long D takes, how long U takes
	apart               []int64 // by position: pairs in different components of D or of U
}

// bestCut puts a barrier where it costs least, and returns both sides.
//
// The set is connected and has no free cut, so every lowering of it is a
// sequence, and the question is only which items come first. The candidates are
// the beginnings of three rows that keep the order: by the earliest end, by the
// latest start, and by both. What a cut costs now is how much longer the two
// sides take after one another than the critical path; what it may cost later is
// judged by how many pairs of items remain free of each other.
//
// Items of equal key are not parted, for an order of equals would be an accident
// of declaration, unless the user has given the time of each. balanced asks for
// a cut in the middle half, whatever it costs.
func (s *solver) bestCut(set []int32, balanced bool) [][]int32 {
	n := len(set)
	sc := &s.scratch.cut
	critical := s.longestPaths(set)
	label := resize(&s.scratch.label, n)

	everyHint := true
	for _, p := range set {
		everyHint = everyHint && s.hinted[p]
	}
	from, to := 1, n-1
	if balanced {
		from, to = max(1, n/4), min(n-1, n-n/4)
	}
	best, found := cut{}, false
	consider := func(partEquals bool) {
		for row := range rows {
			sc.sortRow(row, n)
			s.weighRow(n)
			for i := from; i <= to; i++ {
				if !partEquals && sc.items[i].key == sc.items[i-1].key {
					continue
				}
				stretch := float64(sc.ended[i]+sc.begun[i]) / float64(critical)
				kept := float64(s.keptWeight * (float64(sc.apart[i]) / (float64(n) * float64(n))))
				c := cut{
					score: int64(math.Round((stretch - kept) * 1e12)),
					kept:  sc.apart[i],
					off:   max(2*i-n, n-2*i),
					row:   row,
					n:     i,
					begin: sc.items[i],
				}
				if found && c.compare(best) >= 0 {
					continue
				}
				best, found = c, true
			}
		}
	}
	consider(everyHint)
	if !found {
		consider(true)
	}

	for v := range n {
		label[v] = 0
		if (item{sc.key(best.row, v), int32(v)}).compare(best.begin) >= 0 {
			label[v] = 1
		}
	}
	return s.divide(set, label, []int32{int32(best.n), int32(n - best.n)})
}

const rows = 3

// key returns what an item is sorted by in a row. Along an edge each key grows
// by at least the weight of an item, so a row keeps the order.
func (sc *cutScratch) key(row, v int) int64 {
	switch row {
	case 0:
		return sc.untilEnd[v]
	case 1:
		return -sc.fromStart[v]
	default:
		return sc.untilEnd[v] - sc.fromStart[v]
	}
}

// sortRow fills in the items of a row.
func (sc *cutScratch) sortRow(row, n int) {
	sc.items = resize(&sc.items, n)
	for v := range n {
		sc.items[v] = item{sc.key(row, v), int32(v)}
	}
	slices.SortFunc(sc.items, item.compare)
}

// longestPaths fills in the longest path to and from each item and returns the
// longest of all.
func (s *solver) longestPaths(set []int32) int64 {
	sc := &s.scratch.cut
	n := len(set)
	sc.untilEnd, sc.fromStart = resize(&sc.untilEnd, n), resize(&sc.fromStart, n)
	critical := int64(0)
	for i, p := range set {
		longest := int64(0)
		for _, u := range s.here.in.list(int32(i)) {
			longest = max(longest, sc.untilEnd[u])
		}
		sc.untilEnd[i] = longest + s.weight[p]
		critical = max(critical, sc.untilEnd[i])
	}
	for i := n - 1; i >= 0; i-- {
		longest := int64(0)
		for _, w := range s.here.outs.list(int32(i)) {
			longest = max(longest, sc.fromStart[w])
		}
		sc.fromStart[i] = longest + s.weight[set[i]]
	}
	return critical
}

// weighRow fills in, for every position of the row, how long both sides of a
// cut there take and how many pairs stay in different components of a side.
func (s *solver) weighRow(n int) {
	sc := &s.scratch.cut
	sc.parent, sc.size = resize(&sc.parent, n), resize(&sc.size, n)
	sc.ended, sc.begun = resize(&sc.ended, n+1), resize(&sc.begun, n+1)
	sc.apart = resize(&sc.apart, n+1)

	sc.ended[0] = 0
	s.startUnion(n)
	together := int64(0) // the sum of the squares of the components' sizes
	for i, it := range sc.items {
		v := it.v
		sc.ended[i+1] = max(sc.ended[i], sc.untilEnd[v])
		together += s.union(v, s.here.in.list(v))
		sc.apart[i+1] = int64(i+1)*int64(i+1) - together
	}
	sc.begun[n] = 0
	s.startUnion(n)
	together = 0
	for i := n - 1; i >= 0; i-- {
		v := sc.items[i].v
		sc.begun[i] = max(sc.begun[i+1], sc.fromStart[v])
		together += s.union(v, s.here.outs.list(v))
		sc.apart[i] += int64(n-i)*int64(n-i) - together
	}
}

// startUnion forgets all components.
func (s *solver) startUnion(n int) {
	sc := &s.scratch.cut
	for v := range n {
		sc.parent[v], sc.size[v] = int32(v), 1
	}
}

// union adds an item that is connected with others that are there already, and
// returns by how much the sum of the squares of the components' sizes grows.
func (s *solver) union(v int32, others []int32) int64 {
	sc := &s.scratch.cut
	grown := int64(1)
	for _, w := range others {
		a, b := find(sc.parent, v), find(sc.parent, w)
		if a == b {
			continue
		}
		if sc.size[a] < sc.size[b] {
			a, b = b, a
		}
		grown += 2 * int64(sc.size[a]) * int64(sc.size[b])
		sc.parent[b] = a
		sc.size[a] += sc.size[b]
	}
	return grown
}

// find returns the representative of an item's component.
func find(parent []int32, v int32) int32 {
	for parent[v] != v {
		parent[v] = parent[parent[v]]
		v = parent[v]
	}
	return v
}
