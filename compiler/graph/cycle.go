package graph

import "slices"

// Cycles returns the shortest cycle of every strongly connected component that
// has one, as the edges of a walk that ends where it began. A walk begins at the
// node of the cycle that is declared first, and the cycles are sorted by that
// node. Among cycles of one length the choice is always the same. A node that
// waits for itself is a cycle of one edge. The result is nil when there is none.
func (g *Graph) Cycles() [][]Edge {
	out := g.adjacency()
	var cycles [][]Edge
	for _, c := range components(len(g.Nodes), func(v int) []int32 { return out[v] }, g.Edges) {
		if cycle := g.shortestCycle(c, out); cycle != nil {
			cycles = append(cycles, rotate(cycle))
		}
	}
	slices.SortFunc(cycles, func(a, b []Edge) int { return a[0].From - b[0].From })
	return cycles
}

// rotate makes a cycle begin at the node that is declared first.
func rotate(cycle []Edge) []Edge {
	first := 0
	for i, e := range cycle {
		if e.From < cycle[first].From {
			first = i
		}
	}
	return slices.Concat(cycle[first:], cycle[:first])
}

// components returns the strongly connected components, each sorted by index.
// It is Tarjan's algorithm with the stack written out, for a chain of tens of
// thousands of tasks is a legal input.
func components(n int, out func(int) []int32, edges []Edge) [][]int {
	const unseen = -1
	var (
		number = make([]int, n)
		low    = make([]int, n)
		on     = make([]bool, n)
		next   = make([]int, n) // the edge of out(v) to look at next
		path   []int            // the walk being made
		open   []int            // seen, component not yet known
		result [][]int
		count  int
	)
	for v := range number {
		number[v] = unseen
	}
	enter := func(v int) {
		number[v], low[v] = count, count
		count++
		on[v] = true
		path, open = append(path, v), append(open, v)
	}
	for root := range n {
		if number[root] != unseen {
			continue
		}
		enter(root)
		for len(path) > 0 {
			v := path[len(path)-1]
			if next[v] < len(out(v)) {
				w := edges[out(v)[next[v]]].To
				next[v]++
				switch {
				case number[w] == unseen:
					enter(w)
				case on[w]:
					low[v] = min(low[v], number[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				u := path[len(path)-1]
				low[u] = min(low[u], low[v])
			}
			if low[v] != number[v] {
				continue
			}
			at := slices.Index(open, v)
			c := slices.Clone(open[at:])
			open = open[:at]
			for _, w := range c {
				on[w] = false
			}
			slices.Sort(c)
			result = append(result, c)
		}
	}
	return result
}

// shortestCycle returns a shortest cycle inside a strongly connected component,
// or nil for a single node that does not wait for itself.
//
// It asks for the shortest cycle through each node in turn, never looking
// further than the best so far. A node that was asked is taken out, and with it
// every node that then lies on no cycle; so a plain ring, the usual accident,
// is walked once and not once a node.
func (g *Graph) shortestCycle(nodes []int, out [][]int32) []Edge {
	in := make(map[int]bool, len(nodes)) // in the component and not taken out
	for _, v := range nodes {
		in[v] = true
	}
	// What is left of the component; degrees count what is left.
	back := make(map[int][]int, len(nodes))
	outs, ins := make(map[int]int, len(nodes)), make(map[int]int, len(nodes))
	for _, v := range nodes {
		for _, i := range out[v] {
			if w := g.Edges[i].To; in[w] {
				back[w] = append(back[w], v)
				outs[v]++
				ins[w]++
			}
		}
	}
	takeOut := func(v int) {
		gone := []int{v}
		in[v] = false
		for len(gone) > 0 {
			v, gone = gone[len(gone)-1], gone[:len(gone)-1]
			for _, i := range out[v] {
				w := g.Edges[i].To
				if ins[w]--; in[w] && ins[w] == 0 {
					in[w] = false
					gone = append(gone, w)
				}
			}
			for _, u := range back[v] {
				if outs[u]--; in[u] && outs[u] == 0 {
					in[u] = false
					gone = append(gone, u)
				}
			}
		}
	}

	var best []Edge
	for _, v := range nodes {
		if !in[v] {
			continue
		}
		if c := g.cycleThrough(v, in, out, len(best)); c != nil {
			best = c
		}
		if len(best) == 1 {
			break
		}
		takeOut(v)
	}
	return best
}

// cycleThrough returns the shortest cycle through a node among the nodes that
// are in, if it has fewer edges than bound; a bound of 0 is none.
func (g *Graph) cycleThrough(start int, in map[int]bool, out [][]int32, bound int) []Edge {
	came := map[int]int32{} // the edge by which a node was reached first
	frontier := []int{start}
	for length := 1; len(frontier) > 0 && (bound == 0 || length < bound); length++ {
		var next []int
		for _, v := range frontier {
			for _, i := range out[v] {
				w := g.Edges[i].To
				if w == start {
					cycle := []Edge{g.Edges[i]}
					for u := v; u != start; u = g.Edges[came[u]].From {
						cycle = append(cycle, g.Edges[came[u]])
					}
					slices.Reverse(cycle)
					return cycle
				}
				if _, seen := came[w]; !seen && in[w] {
					came[w] = i
					next = append(next, w)
				}
			}
		}
		frontier = next
	}
	return nil
}
