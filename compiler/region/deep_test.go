package region

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/pipectl/pipectl/compiler/graph"
)

// A shape makes a graph. exact says that no wait has to be added to it.
type shape struct {
	name  string
	exact bool
	make  func(rng *rand.Rand, n int) *graph.Graph
}

// deep are shapes whose blocks are nested as deep as they are long, or nearly,
// so that steps taken one at a time would take time in the square of that.
var deep = []shape{
	{"comb", true, func(_ *rand.Rand, n int) *graph.Graph { return comb(n) }},
	{"gathered comb", true, func(_ *rand.Rand, n int) *graph.Graph { return gatheredComb(n) }},
	{"onion", true, func(_ *rand.Rand, n int) *graph.Graph { return onion(n) }},
	{"tree", true, chainedTree},
	{"comb of Ns", false, func(_ *rand.Rand, n int) *graph.Graph { return combOfNs(n) }},
	{"chain of Ns", false, func(_ *rand.Rand, n int) *graph.Graph { return chainOfNs(n) }},
	{"crossed bypasses", false, func(_ *rand.Rand, n int) *graph.Graph { return crossedBypasses(n) }},
	{"tied combs", false, tiedCombs},
	{"nested Ns", false, func(_ *rand.Rand, n int) *graph.Graph { return nestedNs(n) }},
}

// gatheredComb returns a comb with a last task that waits for all.
func gatheredComb(n int) *graph.Graph {
	g := comb(n)
	for v := range n - 1 {
		if last := v%2 == 1 || v+2 >= n-1; last {
			g.Edges = append(g.Edges, graph.Edge{From: v, To: n - 1})
		}
	}
	return g
}

// onion returns layers around each other: a first and a last task, and between
// them another task beside the layers inside.
func onion(n int) *graph.Graph {
	var edges [][2]int
	for v := 0; v+2 < n; v += 3 {
		edges = append(edges, [2]int{v, v + 1}, [2]int{v + 1, v + 2})
		if v+5 < n {
			edges = append(edges, [2]int{v, v + 3}, [2]int{v + 5, v + 2})
		}
	}
	return newGraph(n, edges...)
}

// chainedTree returns a tree each of whose tasks waits for one of the last few.
func chainedTree(rng *rand.Rand, n int) *graph.Graph {
	var edges [][2]int
	for v := 1; v < n; v++ {
		edges = append(edges, [2]int{max(0, v-1-rng.IntN(5)), v})
	}
	return newGraph(n, edges...)
}

// combOfNs returns a comb with four tasks in the shape of an N for each tooth.
func combOfNs(n int) *graph.Graph {
	var edges [][2]int
	for v := 0; v+4 < n; v += 5 {
		edges = append(edges, [2]int{v, v + 1}, [2]int{v, v + 2}, [2]int{v + 1, v + 3}, [2]int{v + 1, v + 4}, [2]int{v + 2, v + 4})
		if v+5 < n {
			edges = append(edges, [2]int{v, v + 5})
		}
	}
	return newGraph(n, edges...)
}

// chainOfNs returns Ns of which each begins after the last task of the one
// before.
func chainOfNs(n int) *graph.Graph {
	var edges [][2]int
	for v := 0; v+3 < n; v += 4 {
		edges = append(edges, [2]int{v, v + 2}, [2]int{v, v + 3}, [2]int{v + 1, v + 3})
		if v+4 < n {
			edges = append(edges, [2]int{v + 3, v + 4})
		}
	}
	return newGraph(n, edges...)
}

// crossedBypasses returns a chain and for every task of its first half one that
// leads from it to the task as far behind the middle.
func crossedBypasses(n int) *graph.Graph {
	half := n / 3
	var edges [][2]int
	for v := 1; v < 2*half; v++ {
		edges = append(edges, [2]int{v - 1, v})
	}
	for v := range half {
		edges = append(edges, [2]int{v, 2*half + v}, [2]int{2*half + v, half + v})
	}
	return newGraph(n, edges...)
}

// tiedCombs returns two combs, a few tasks of the second of which wait for one
// of the first.
func tiedCombs(rng *rand.Rand, n int) *graph.Graph {
	half := n / 2
	var edges [][2]int
	for v := 2; v < half; v++ {
		spine := (v - 1) / 2 * 2
		edges = append(edges, [2]int{spine, v}, [2]int{half + spine, half + v})
	}
	for range min(half, 3) {
		v := rng.IntN(half)
		edges = append(edges, [2]int{v, half + min(half-1, v+rng.IntN(50))})
	}
	return newGraph(n, edges...)
}

// nestedNs returns an N one of whose four tasks is an N, and so on.
func nestedNs(n int) *graph.Graph {
	var edges [][2]int
	for v := 0; v+2 < n; v += 3 {
		edges = append(edges, [2]int{v, v + 2}, [2]int{v + 1, v + 2})
		if v+4 < n {
			edges = append(edges, [2]int{v, v + 3}, [2]int{v, v + 4})
		}
	}
	return newGraph(n, edges...)
}

// However deep the blocks are nested, every item is looked at a few times the
// logarithm of their number.
func TestDeepBlocksAreNoMoreWork(t *testing.T) {
	solvers := []struct {
		name  string
		hints bool
		peel  bool
	}{{"no hints", false, false}, {"hints", true, false}, {"peel", false, true}}
	for _, shape := range append(slices.Clone(deep), shape{"ladder", false, func(_ *rand.Rand, n int) *graph.Graph { return ladder(n) }}) {
		for _, solver := range solvers {
			rng := rand.New(rand.NewPCG(1, 2))
			g := shape.make(rng, 5_000)
			n := len(g.Nodes)
			if solver.hints {
				hinted(rng, g)
			}
			s := newSolver(g.Reduce(), roughly)
			s.peel = solver.peel
			r := s.run()
			if err := Check(r, g); err != nil {
				t.Errorf("%s, %s: %v", shape.name, solver.name, err)
			}
			if shape.exact && s.barriers > 0 {
				t.Errorf("%s, %s: %d barriers in nested blocks", shape.name, solver.name, s.barriers)
			}
			t.Logf("%s, %s: each item looked at %d times", shape.name, solver.name, s.looked/n)
			if most := 4 * bits.Len(uint(n)); s.looked > most*n {
				t.Errorf("%s, %s: each item looked at %d times, want at most %d", shape.name, solver.name, s.looked/n, most)
			}
		}
	}
}
