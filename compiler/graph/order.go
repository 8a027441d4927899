package graph

import (
	"slices"
	"sync"
	"time"
)

// An Order is what a graph without cycles says about order and nothing more:
// its transitive reduction. An edge that follows from others changes nothing
// in it. It is made by [Graph.Reduce]; nobody may change it.
type Order struct {
	// Graph is what it was made from.
	Graph *Graph
	// Topo is every node, each after all it waits for: sorted by level, and by
	// declaration inside a level.
	Topo []int
	// Level is, for every node, the number of edges on the longest way to it.
	Level []int
	// Preds and Succs are, for every node, its neighbours in the reduction, in
	// the order of Topo.
	Preds, Succs [][]int
	// Edges are those of the reduction as written. Of the edges of one pair the
	// first is kept.
	Edges []Edge

	// written are the edges that leave each node, for Path, which may be asked
	// for many.
	written struct {
		once sync.Once
		out  [][]int32
	}
}

// Reduce leaves out every edge that follows from others and returns what is
// left. The graph must have no cycle: see [Graph.Cycles].
func (g *Graph) Reduce() *Order {
	o := &Order{Graph: g}
	o.Topo, o.Level = g.topological()
	place := make([]int32, len(o.Topo)) // of a node in Topo
	for i, v := range o.Topo {
		place[v] = int32(i)
	}

	// The first edge of every pair, by source and place of the target.
	first := make([][]int32, len(g.Nodes))
	for v, out := range g.adjacency() {
		slices.SortStableFunc(out, func(a, b int32) int {
			return int(place[g.Edges[a].To]) - int(place[g.Edges[b].To])
		})
		first[v] = slices.CompactFunc(out, func(a, b int32) bool { return g.Edges[a].To == g.Edges[b].To })
	}
	implied := g.implied(o.Topo, place, first)

	n := len(g.Nodes)
	o.Preds, o.Succs = make([][]int, n), make([][]int, n)
	kept := make([]bool, len(g.Edges))
	for _, u := range o.Topo {
		for _, i := range first[u] {
			if implied[i] {
				continue
			}
			v := g.Edges[i].To
			kept[i] = true
			o.Succs[u] = append(o.Succs[u], v)
			o.Preds[v] = append(o.Preds[v], u)
		}
	}
	for i, e := range g.Edges {
		if kept[i] {
			o.Edges = append(o.Edges, e)
		}
	}
	return o
}

// topological returns the nodes by level and declaration, and the levels.
func (g *Graph) topological() (topo, level []int) {
	n := len(g.Nodes)
	out := g.adjacency()
	waits := make([]int, n)
	for _, e := range g.Edges {
		waits[e.To]++
	}
	level = make([]int, n)
	topo = make([]int, 0, n)
	for v, w := range waits {
		if w == 0 {
			topo = append(topo, v)
		}
	}
	for i := 0; i < len(topo); i++ {
		u := topo[i]
		for _, e := range out[u] {
			v := g.Edges[e].To
			level[v] = max(level[v], level[u]+1)
			if waits[v]--; waits[v] == 0 {
				topo = append(topo, v)
			}
		}
	}
	if len(topo) < n {
		panic("graph: Reduce of a graph with a cycle")
	}
	slices.SortFunc(topo, func(a, b int) int {
		if level[a] != level[b] {
			return level[a] - level[b]
		}
		return a - b
	})
	return topo, level
}

// implied tells which of the edges in first follow from others.
//
// An edge u→v does when v can be reached from another successor of u, which
// then stands before v in topological order. Whole reachability sets of 20,000
// nodes would take 50 MB, so the targets are taken a block at a time, and the
// sets of one block stay in the processor's cache.
func (g *Graph) implied(topo []int, place []int32, first [][]int32) []bool {
	const words = 16 // of a block: 1024 targets
	implied := make([]bool, len(g.Edges))
	reach := make([][words]uint64, len(topo)) // by place
	for from := 0; from < len(topo); from += words * 64 {
		to := min(from+words*64, len(topo))
		for p := to - 1; p >= 0; p-- {
			var r [words]uint64
			for _, i := range first[topo[p]] {
				q := int(place[g.Edges[i].To])
				if q >= to {
					break
				}
				if q >= from {
					word, bit := (q-from)/64, uint64(1)<<((q-from)%64)
					if r[word]&bit != 0 {
						implied[i] = true
						continue
					}
					r[word] |= bit
				}
				for w, x := range reach[q] {
					r[w] |= x
				}
			}
			reach[p] = r
		}
	}
	return implied
}

// CriticalPath returns how long the tasks take when each takes the given time,
// by index, and starts as soon as all it waits for have ended: what no schedule
// can beat.
func (o *Order) CriticalPath(takes []time.Duration) time.Duration {
	var longest time.Duration
	end := make([]time.Duration, len(o.Topo))
	for _, v := range o.Topo {
		for _, u := range o.Preds[v] {
			end[v] = max(end[v], end[u])
		}
		end[v] += takes[v]
		longest = max(longest, end[v])
	}
	return longest
}
