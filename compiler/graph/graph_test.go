package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"
)

// parse reads a graph written as edges of one-letter nodes: "ab bc". A node is
// declared where it is first mentioned in order, edge i stands on line i+1.
func parse(order, edges string) *Graph {
	g := &Graph{}
	index := map[byte]int{}
	for i := range len(order) {
		index[order[i]] = i
		g.Nodes = append(g.Nodes, Node{Name: order[i : i+1]})
	}
	for i, e := range strings.Fields(edges) {
		g.Edges = append(g.Edges, Edge{
			From: index[e[0]], To: index[e[1]],
			Why:   fmt.Sprintf("refers to task.%c.output", e[0]),
			Range: hcl.Range{Filename: "main.pipe.hcl", Start: hcl.Pos{Line: i + 1}},
		})
	}
	return g
}

// show writes edges as parse reads them, each with its line.
func show(g *Graph, edges []Edge) string {
	var words []string
	for _, e := range edges {
		words = append(words, fmt.Sprintf("%s%s:%d", g.Nodes[e.From].Name, g.Nodes[e.To].Name, e.Range.Start.Line))
	}
	return strings.Join(words, " ")
}

func TestCycles(t *testing.T) {
	tests := []struct {
		name, order, edges string
		want               []string
	}{
		{"no nodes", "", "", nil},
		{"none", "abcd", "ab ac bd cd", nil},
		{"itself", "ab", "ab bb", []string{"bb:2"}},
		{"two", "ab", "ab ba", []string{"ab:1 ba:2"}},
		{"begins at the first declared", "abc", "bc ca ab", []string{"ab:3 bc:1 ca:2"}},
		{"the first reason of a pair", "ab", "ab ab ba ba", []string{"ab:1 ba:3"}},
		{"the shortest of a component", "abcde", "ab bc cd de ea cb", []string{"bc:2 cb:6"}},
		{"itself is shortest", "abc", "ab bc ca cc", []string{"cc:4"}},
		{"one a component", "abcdef", "ab ba ef fe bc cd", []string{"ab:1 ba:2", "ef:3 fe:4"}},
		{"equal length: the first declared", "abcd", "cd dc bc cb ab ba", []string{"ab:5 ba:6"}},
		{"a tail in and a tail out", "abcde", "ab bc cd db de", []string{"bc:2 cd:3 db:4"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := parse(test.order, test.edges)
			var got []string
			for _, c := range g.Cycles() {
				got = append(got, show(g, c))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Cycles(%s) (-want +got):\n%s", test.edges, diff)
			}
		})
	}
}

// A ring of many tasks is found without walking it once a task.
func TestCyclesOfLongRing(t *testing.T) {
	const n = 50_000
	g := &Graph{Nodes: make([]Node, n)}
	for v := range n {
		g.Edges = append(g.Edges, Edge{From: v, To: (v + 1) % n})
	}
	cycles := g.Cycles()
	if len(cycles) != 1 || len(cycles[0]) != n || cycles[0][0].From != 0 {
		t.Fatalf("%d cycles, want one of %d edges from node 0", len(cycles), n)
	}
}

// draw makes a graph whose edges go forward in a hidden order of the nodes, or
// anywhere.
func draw(t *rapid.T, acyclic bool) *Graph {
	n := rapid.IntRange(0, 12).Draw(t, "nodes")
	g := &Graph{Nodes: make([]Node, n)}
	if n == 0 {
		return g
	}
	hidden := rapid.Permutation(seq(n)).Draw(t, "order")
	for i := range rapid.IntRange(0, 3*n).Draw(t, "edges") {
		u, v := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
		if acyclic {
			if u == v {
				continue
			}
			u, v = hidden[min(u, v)], hidden[max(u, v)]
		}
		g.Edges = append(g.Edges, Edge{From: u, To: v, Why: fmt.Sprint("reason ", i)})
	}
	return g
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// reachable returns, by definition, the length of the shortest way of at least
// one edge between any two nodes; a large number for none.
func reachable(g *Graph) [][]int {
	const never = 1 << 20
	n := len(g.Nodes)
	d := make([][]int, n)
	for u := range d {
		d[u] = make([]int, n)
		for v := range d[u] {
			d[u][v] = never
		}
	}
	for _, e := range g.Edges {
		d[e.From][e.To] = 1
	}
	for w := range n {
		for u := range n {
			for v := range n {
				d[u][v] = min(d[u][v], d[u][w]+d[w][v])
			}
		}
	}
	return d
}

func TestCyclesAreShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t, false)
		d := reachable(g)
		inCycle := map[int]bool{}
		for _, c := range g.Cycles() {
			shortest := len(g.Nodes) + 1
			for v := range g.Nodes {
				if d[c[0].From][v] <= len(g.Nodes) && d[v][c[0].From] <= len(g.Nodes) || v == c[0].From {
					inCycle[v] = true
					shortest = min(shortest, d[v][v])
				}
			}
			if len(c) != shortest {
				t.Fatalf("cycle of %d edges, the component has one of %d", len(c), shortest)
			}
			for i, e := range c {
				if next := c[(i+1)%len(c)]; e.To != next.From {
					t.Fatalf("edge to %d is followed by one from %d", e.To, next.From)
				}
				if e.From < c[0].From {
					t.Fatalf("cycle begins at %d and not at %d", c[0].From, e.From)
				}
			}
		}
		for v := range g.Nodes {
			if d[v][v] <= len(g.Nodes) != inCycle[v] {
				t.Fatalf("node %d: on a cycle %t, in a component that was reported %t", v, d[v][v] <= len(g.Nodes), inCycle[v])
			}
		}
	})
}

func TestReduce(t *testing.T) {
	tests := []struct{ name, order, edges, topo, want string }{
		{"empty", "", "", "", ""},
		{"chain with a shortcut", "abc", "ab ac bc", "abc", "ab:1 bc:3"},
		{"shortcut over two", "abcd", "ad ab bc cd ac", "abcd", "ab:2 bc:3 cd:4"},
		{"first reason of a pair", "ab", "ab ab", "ab", "ab:1"},
		{"declared backwards", "cba", "ab bc", "abc", "ab:1 bc:2"},
		{"level before declaration", "dabc", "ad bc", "abdc", "ad:1 bc:2"},
		{"diamond keeps all", "abcd", "ab ac bd cd ad", "abcd", "ab:1 ac:2 bd:3 cd:4"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := parse(test.order, test.edges)
			o := g.Reduce()
			topo := ""
			for _, v := range o.Topo {
				topo += g.Nodes[v].Name
			}
			if topo != test.topo {
				t.Errorf("Topo = %s, want %s", topo, test.topo)
			}
			if got := show(g, o.Edges); got != test.want {
				t.Errorf("Edges = %s, want %s", got, test.want)
			}
		})
	}
}

func TestReduceRefusesCycle(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Reduce of a cycle returned")
		}
	}()
	parse("ab", "ab ba").Reduce()
}

// The reduction orders the same pairs as the graph, no edge of it follows from
// the others, and the questions of reachability answer by definition.
func TestReduceKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t, true)
		o := g.Reduce()
		n := len(g.Nodes)
		d := reachable(g)
		reduced := reachable(&Graph{Nodes: g.Nodes, Edges: o.Edges})
		for u := range n {
			below, above := o.Descendants(u), o.Ancestors(u)
			for v := range n {
				before := d[u][v] <= n
				if before != (reduced[u][v] <= n) {
					t.Fatalf("%d before %d: %t, and %t in the reduction", u, v, before, !before)
				}
				if o.Before(u, v) != before || below.Has(v) != before {
					t.Fatalf("Before(%d, %d) = %t, Descendants has it %t, want %t", u, v, o.Before(u, v), below.Has(v), before)
				}
				if above.Has(v) != (d[v][u] <= n) {
					t.Fatalf("Ancestors(%d) has %d: %t, want %t", u, v, above.Has(v), !above.Has(v))
				}
				path := o.Path(u, v)
				if (path != nil) != before || before && len(path) != d[u][v] {
					t.Fatalf("Path(%d, %d) has %d edges, want %d", u, v, len(path), d[u][v])
				}
				for i, e := range path {
					if i == 0 && e.From != u || i > 0 && e.From != path[i-1].To || i == len(path)-1 && e.To != v {
						t.Fatalf("Path(%d, %d) = %v is no path", u, v, path)
					}
				}
			}
		}
		for i := range o.Edges {
			without := append(append([]Edge{}, o.Edges[:i]...), o.Edges[i+1:]...)
			e := o.Edges[i]
			if reachable(&Graph{Nodes: g.Nodes, Edges: without})[e.From][e.To] <= n {
				t.Fatalf("edge %d→%d follows from the others", e.From, e.To)
			}
		}
		place := make([]int, n)
		for i, v := range o.Topo {
			place[v] = i
		}
		for _, e := range g.Edges {
			if place[e.From] >= place[e.To] || o.Level[e.From] >= o.Level[e.To] {
				t.Fatalf("Topo or Level against the edge %d→%d", e.From, e.To)
			}
		}
	})
}

// More nodes than one block of the reduction holds.
func TestReduceLargeGraph(t *testing.T) {
	const n = 5000
	g := &Graph{Nodes: make([]Node, n)}
	for v := 1; v < n; v++ {
		g.Edges = append(g.Edges, Edge{From: v - 1, To: v})
		for _, back := range []int{2, 1000, 2500} {
			if v >= back {
				g.Edges = append(g.Edges, Edge{From: v - back, To: v, Why: "follows"})
			}
		}
	}
	o := g.Reduce()
	if len(o.Edges) != n-1 {
		t.Errorf("%d edges are left of a chain of %d", len(o.Edges), n)
	}
	for _, e := range o.Edges {
		if e.To != e.From+1 {
			t.Fatalf("edge %d→%d is left", e.From, e.To)
		}
	}
	if !o.Before(0, n-1) || o.Before(n-1, 0) || o.Before(7, 7) {
		t.Error("Before does not follow the chain")
	}
}

func TestCriticalPath(t *testing.T) {
	g := parse("abcde", "ac ad bd de")
	takes := []time.Duration{1, 5, 10, 2, 3}
	if got := g.Reduce().CriticalPath(takes); got != 11 {
		t.Errorf("CriticalPath = %d, want 11 (a, c)", got)
	}
	takes[4] = 5
	if got := g.Reduce().CriticalPath(takes); got != 12 {
		t.Errorf("CriticalPath = %d, want 12 (b, d, e)", got)
	}
}

func TestPathPrefersWhatTheUserWrote(t *testing.T) {
	g := parse("abc", "ab bc ac")
	o := g.Reduce()
	if got := show(g, o.Path(0, 2)); got != "ac:3" {
		t.Errorf("Path = %s, want the edge that follows from the others, ac:3", got)
	}
	if got := o.Path(2, 0); got != nil {
		t.Errorf("Path against the order = %v, want nil", got)
	}
}

func TestSet(t *testing.T) {
	s := NewSet(130, 0, 64, 129)
	u := NewSet(130, 64, 100)
	if diff := cmp.Diff([]int{0, 64, 129}, s.Nodes()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{64}, s.And(u).Nodes()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, 64, 100, 129}, s.Or(u).Nodes()); diff != "" {
		t.Error(diff)
	}
	if s.Len() != 3 || s.Has(100) || !s.Has(129) {
		t.Error("the operands changed, or Len or Has is wrong")
	}
}

func BenchmarkReduce(b *testing.B) {
	for _, n := range []int{1_000, 20_000} {
		b.Run(fmt.Sprintf("tasks=%d", n), func(b *testing.B) {
			g := &Graph{Nodes: make([]Node, n)}
			for v := 1; v < n; v++ {
				g.Edges = append(g.Edges, Edge{From: v * 7 % v, To: v}, Edge{From: v - 1 - v%min(v, 50), To: v})
			}
			for b.Loop() {
				g.Reduce()
			}
		})
	}
}
