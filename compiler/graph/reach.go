package graph

import (
	"math/bits"
	"slices"
)

// A Set is a set of nodes. The sets of one order can be compared and combined
// with each other. A set belongs to who asked for it.
type Set []uint64

// NewSet returns the set of the given nodes of a graph with n of them.
func NewSet(n int, nodes ...int) Set {
	s := make(Set, (n+63)/64)
	for _, v := range nodes {
		s.Add(v)
	}
	return s
}

// Has reports whether the set contains a node.
func (s Set) Has(v int) bool { return s[v/64]&(1<<(v%64)) != 0 }

// Add puts a node into the set.
func (s Set) Add(v int) { s[v/64] |= 1 << (v % 64) }

// Len returns the number of nodes.
func (s Set) Len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Nodes returns the nodes in the order of declaration.
func (s Set) Nodes() []int {
	nodes := make([]int, 0, s.Len())
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			nodes = append(nodes, i*64+bits.TrailingZeros64(w))
		}
	}
	return nodes
}

// And returns the nodes that are in both sets.
func (s Set) And(t Set) Set {
	r := slices.Clone(s)
	for i, w := range t {
		r[i] &= w
	}
	return r
}

// Or returns the nodes that are in one of the sets.
func (s Set) Or(t Set) Set {
	r := slices.Clone(s)
	for i, w := range t {
		r[i] |= w
	}
	return r
}

// Before reports whether v waits for u, directly or through others. No node
// is before itself. It takes time in proportion to the graph between their
// levels; to ask many times about one node use [Order.Descendants] or
// [Order.Ancestors].
func (o *Order) Before(u, v int) bool {
	if o.Level[u] >= o.Level[v] {
		return false
	}
	seen := NewSet(len(o.Topo), u)
	stack := []int{u}
	for len(stack) > 0 {
		u, stack = stack[len(stack)-1], stack[:len(stack)-1]
		for _, w := range o.Succs[u] {
			if w == v {
				return true
			}
			if o.Level[w] < o.Level[v] && !seen.Has(w) {
				seen.Add(w)
				stack = append(stack, w)
			}
		}
	}
	return false
}

// Descendants returns what waits for any of the nodes, directly or through
// others; a node itself only if it waits for another of them.
func (o *Order) Descendants(nodes ...int) Set { return o.closure(o.Succs, nodes) }

// Ancestors returns what any of the nodes waits for, directly or through
// others; a node itself only if another of them waits for it.
func (o *Order) Ancestors(nodes ...int) Set { return o.closure(o.Preds, nodes) }

func (o *Order) closure(next [][]int, nodes []int) Set {
	s := NewSet(len(o.Topo))
	stack := slices.Clone(nodes)
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, w := range next[v] {
			if !s.Has(w) {
				s.Add(w)
				stack = append(stack, w)
			}
		}
	}
	return s
}

// Path returns a shortest chain of edges as written that makes v wait for u, nil
// when nothing does. An edge that was left out by the reduction counts: the
// user who wrote it finds it the best explanation.
func (o *Order) Path(u, v int) []Edge {
	g := o.Graph
	o.written.once.Do(func() { o.written.out = g.adjacency() })
	out := o.written.out
	came := make([]int32, len(g.Nodes))
	seen := NewSet(len(g.Nodes), u)
	for queue := []int{u}; len(queue) > 0; queue = queue[1:] {
		for _, i := range out[queue[0]] {
			w := g.Edges[i].To
			if seen.Has(w) || o.Level[w] > o.Level[v] {
				continue
			}
			seen.Add(w)
			came[w] = i
			if w != v {
				queue = append(queue, w)
				continue
			}
			var path []Edge
			for ; w != u; w = g.Edges[came[w]].From {
				path = append(path, g.Edges[came[w]])
			}
			slices.Reverse(path)
			return path
		}
	}
	return nil
}
