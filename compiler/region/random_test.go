package region

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// newGraph returns a graph of n nodes t0, t1, … with the given edges.
func newGraph(n int, edges ...[2]int) *graph.Graph {
	g := &graph.Graph{}
	for i := range n {
		g.Nodes = append(g.Nodes, graph.Node{Name: fmt.Sprintf("t%d", i)})
	}
	for _, e := range edges {
		g.Edges = append(g.Edges, graph.Edge{From: e[0], To: e[1], Why: fmt.Sprintf("refers to task.t%d.output", e[0])})
	}
	return g
}

// warehouse returns a graph like those of tables built from tables: few
// sources, each task from one to three recent ones, many ends.
func warehouse(rng *rand.Rand, n int) *graph.Graph {
	var edges [][2]int
	for v := max(1, n/8); v < n; v++ {
		for range 1 + rng.IntN(2)*rng.IntN(3) {
			edges = append(edges, [2]int{int(float64(v) * math.Pow(rng.Float64(), 0.7)), v})
		}
	}
	return newGraph(n, edges...)
}

// layered returns a graph of layers, each task from one to three of the layer
// before.
func layered(rng *rand.Rand, n int) *graph.Graph {
	width := max(2, int(math.Sqrt(float64(n))))
	var edges [][2]int
	for v := width; v < n; v++ {
		layer := v / width * width
		for range 1 + rng.IntN(3) {
			edges = append(edges, [2]int{layer - width + rng.IntN(width), v})
		}
	}
	return newGraph(n, edges...)
}

// sparse returns a graph with as many edges a task as given, anywhere.
func sparse(rng *rand.Rand, n int, perTask float64) *graph.Graph {
	var edges [][2]int
	for range int(perTask * float64(n)) {
		u, v := rng.IntN(n), rng.IntN(n)
		if u != v {
			edges = append(edges, [2]int{min(u, v), max(u, v)})
		}
	}
	return newGraph(n, edges...)
}

// chain returns tasks that run one after another.
func chain(n int) *graph.Graph {
	var edges [][2]int
	for v := 1; v < n; v++ {
		edges = append(edges, [2]int{v - 1, v})
	}
	return newGraph(n, edges...)
}

// comb returns a chain with one task beside each of its own: a load and its
// notification, again and again.
func comb(n int) *graph.Graph {
	var edges [][2]int
	for v := 2; v < n; v++ {
		edges = append(edges, [2]int{(v - 1) / 2 * 2, v})
	}
	return newGraph(n, edges...)
}

// ladder returns two chains with a rung from one to the other at every step.
func ladder(n int) *graph.Graph {
	var edges [][2]int
	for v := 2; v < n; v++ {
		edges = append(edges, [2]int{v - 2, v})
		if v%2 == 1 {
			edges = append(edges, [2]int{v - 1, v})
		}
	}
	return newGraph(n, edges...)
}

// zigzag returns a fence: every second task waits for its two neighbours.
func zigzag(n int) *graph.Graph {
	var edges [][2]int
	for v := 1; v < n; v += 2 {
		edges = append(edges, [2]int{v - 1, v})
		if v+1 < n {
			edges = append(edges, [2]int{v + 1, v})
		}
	}
	return newGraph(n, edges...)
}

// band returns a graph in which each task waits for one or two a few before it.
func band(rng *rand.Rand, n int) *graph.Graph {
	var edges [][2]int
	for v := 1; v < n; v++ {
		for range 2 {
			edges = append(edges, [2]int{max(0, v-1-rng.IntN(8)), v})
		}
	}
	return newGraph(n, edges...)
}

// hinted gives every task of a graph a time, spread as those of real tasks are.
func hinted(rng *rand.Rand, g *graph.Graph) *graph.Graph {
	for i := range g.Nodes {
		g.Nodes[i].Expected = time.Duration(math.Exp(rng.NormFloat64()*1.2+4) * float64(time.Second))
	}
	return g
}

// anyGraph returns a graph of n nodes of one of the families, with hints or
// without, its nodes declared in any order.
func anyGraph(rng *rand.Rand, n int) *graph.Graph {
	if n < 2 {
		return newGraph(n)
	}
	var g *graph.Graph
	switch rng.IntN(5) {
	case 0:
		g = warehouse(rng, n)
	case 1:
		g = layered(rng, n)
	case 2:
		g = sparse(rng, n, 0.5+2*rng.Float64())
	case 3:
		g = band(rng, n)
	case 4:
		g = ladder(n)
	}
	declaredAnyhow(rng, g)
	if rng.IntN(2) == 0 {
		hinted(rng, g)
	}
	return g
}

// declaredAnyhow changes the order in which the nodes of a graph are declared.
func declaredAnyhow(rng *rand.Rand, g *graph.Graph) *graph.Graph {
	declared := rng.Perm(len(g.Nodes))
	for i, e := range g.Edges {
		g.Edges[i].From, g.Edges[i].To = declared[e.From], declared[e.To]
	}
	return g
}
