package region

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/compiler/graph"
)

// drawGraph makes a graph without cycles of up to so many nodes, with or
// without hints, whose nodes are declared in any order: half of the time edge by
// edge, which shrinks well, and half of the time of a family, which is larger.
func drawGraph(t *rapid.T, most int) *graph.Graph {
	if rapid.Bool().Draw(t, "of a family") {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		return anyGraph(rng, rng.IntN(most+1))
	}
	n := rapid.IntRange(0, most).Draw(t, "nodes")
	g := newGraph(n)
	if n == 0 {
		return g
	}
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i
	}
	hidden := rapid.Permutation(ids).Draw(t, "order")
	for range rapid.IntRange(0, 2*n).Draw(t, "edges") {
		u, v := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
		if u != v {
			g.Edges = append(g.Edges, graph.Edge{From: hidden[min(u, v)], To: hidden[max(u, v)]})
		}
	}
	if rapid.Bool().Draw(t, "hints") {
		for i := range g.Nodes {
			g.Nodes[i].Expected = time.Duration(rapid.IntRange(0, 20).Draw(t, "expected")) * time.Minute
		}
	}
	return g
}

// matrix tells which pairs a graph orders.
func matrix(g *graph.Graph) [][]bool {
	o := g.Reduce()
	m := make([][]bool, len(g.Nodes))
	for u := range m {
		m[u] = make([]bool, len(g.Nodes))
		for _, v := range o.Descendants(u).Nodes() {
			m[u][v] = true
		}
	}
	return m
}

// regionMatrix tells which pairs a region orders.
func regionMatrix(r Region, g *graph.Graph) [][]bool {
	a, b := places(r, g, false), places(r, g, true)
	m := make([][]bool, len(a))
	for u := range m {
		m[u] = make([]bool, len(a))
		for v := range m {
			m[u][v] = a[u] < a[v] && b[u] < b[v]
		}
	}
	return m
}

// connected reports whether the nodes are connected by edges among themselves,
// in the order and not only in the reduction.
func connected(nodes []int, before [][]bool) bool {
	seen := map[int]bool{nodes[0]: true}
	for stack := []int{nodes[0]}; len(stack) > 0; {
		u := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, v := range nodes {
			if !seen[v] && (before[u][v] || before[v][u]) {
				seen[v] = true
				stack = append(stack, v)
			}
		}
	}
	return len(seen) == len(nodes)
}

// minimal returns an error when a region has a wait that could be taken away:
// when a branch, or some neighbouring parts of a sequence, hold items that
// nothing connects.
func minimal(r Region, before [][]bool) error {
	nodes := func(rs ...Region) []int {
		var all []int
		for _, r := range rs {
			all = slices.AppendSeq(all, Nodes(r))
		}
		return all
	}
	switch r := r.(type) {
	case *Seq:
		for i := range r.Parts {
			for j := i + 2; j <= min(len(r.Parts), i+relaxWindow); j++ {
				if run := nodes(r.Parts[i:j]...); !connected(run, before) {
					return fmt.Errorf("parts %d to %d of a sequence, items %v, fall apart", i, j-1, run)
				}
			}
			if err := minimal(r.Parts[i], before); err != nil {
				return err
			}
		}
	case *Par:
		for _, b := range r.Branches {
			if !connected(nodes(b), before) {
				return fmt.Errorf("the branch of items %v falls apart", nodes(b))
			}
			if err := minimal(b, before); err != nil {
				return err
			}
		}
	}
	return nil
}

var methods = []string{"best", "peel"}

func TestStructureIsFaithfulAndMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 40)
		before := matrix(g)
		for _, method := range methods {
			r, waits := Structure(g, Options{Method: method})
			if err := Check(r, g); err != nil {
				t.Fatalf("%s: %v\n%s", method, err, Outline(r, g))
			}
			if err := minimal(r, before); err != nil {
				t.Fatalf("%s: %v\n%s", method, err, Outline(r, g))
			}
			again, waitsAgain := Structure(g, Options{Method: method})
			if diff := cmp.Diff(r, again); diff != "" {
				t.Fatalf("%s: the second run differs: %s", method, diff)
			}
			if len(waits) != len(waitsAgain) {
				t.Fatalf("%s: %d waits, then %d", method, len(waits), len(waitsAgain))
			}
		}
	})
}

// Some mistakes need barriers dozens deep to show.
func TestStructureOfLargeGraphs(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 9))
		n := 120 + rng.IntN(900)
		g := anyGraph(rng, n)
		o := g.Reduce()
		sliver := newSolver(o, exactly)
		sliver.keptWeight = 0
		peel := newSolver(o, alike)
		peel.peel = true
		for name, s := range map[string]*solver{
			"alike": newSolver(o, alike), "roughly": newSolver(o, roughly), "exactly": newSolver(o, exactly),
			"sliver": sliver, "peel": peel,
		} {
			r := s.run()
			if err := Check(r, g); err != nil {
				t.Errorf("seed %d, %d nodes, %s: %v", seed, n, name, err)
			}
			if n < 240 {
				if err := minimal(r, matrix(g)); err != nil {
					t.Errorf("seed %d, %d nodes, %s: %v", seed, n, name, err)
				}
			}
		}
	}
}

// The waits and the graph together imply the order of the region, and no wait
// can be left out.
func TestAddedIsTheLeastList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 14)
		r, waits := Structure(g, Options{Method: rapid.SampledFrom(methods).Draw(t, "method")})
		want := regionMatrix(r, g)
		asked := matrix(g)
		var pairs [][2]int
		last := -1
		for _, a := range waits {
			if a.Waiter <= last {
				t.Fatalf("%d comes after %d", a.Waiter, last)
			}
			last = a.Waiter
			if a.Count != 1+len(a.Also) {
				t.Fatalf("%d waits for %d, lists %d", a.Waiter, a.Count, 1+len(a.Also))
			}
			for _, u := range append([]int{a.For}, a.Also...) {
				if asked[u][a.Waiter] {
					t.Fatalf("the wait of %d for %d was asked for", a.Waiter, u)
				}
				pairs = append(pairs, [2]int{u, a.Waiter})
			}
		}
		with := func(skip int) [][]bool {
			h := &graph.Graph{Nodes: g.Nodes, Edges: slices.Clone(g.Edges)}
			for i, p := range pairs {
				if i != skip {
					h.Edges = append(h.Edges, graph.Edge{From: p[0], To: p[1]})
				}
			}
			return matrix(h)
		}
		if diff := cmp.Diff(want, with(-1)); diff != "" {
			t.Fatalf("the waits do not make the region: %s", diff)
		}
		for i, p := range pairs {
			if with(i)[p[0]][p[1]] {
				t.Fatalf("the wait of %d for %d follows from the others", p[1], p[0])
			}
		}
	})
}

// A cause is four items in the shape of an N, two of which the wait orders.
func TestCause(t *testing.T) {
	found, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 20)
		before := matrix(g)
		_, waits := Structure(g, Options{Method: rapid.SampledFrom(methods).Draw(t, "method")})
		for _, a := range waits {
			all++
			c, ok := a.Cause()
			if !ok {
				continue
			}
			found++
			for _, l := range []struct {
				link     Link
				from, to int
			}{{c.OneOnShared, c.Shared, c.One}, {c.BothOnShared, c.Shared, c.Both}, {c.BothOnOwn, c.Own, c.Both}} {
				p := l.link.Path
				if l.link.From != l.from || l.link.To != l.to || len(p) == 0 || p[0].From != l.from || p[len(p)-1].To != l.to {
					t.Fatalf("%+v is no link from %d to %d", l.link, l.from, l.to)
				}
			}
			for _, p := range [][2]int{{c.Shared, c.Own}, {c.Own, c.One}, {c.One, c.Both}} {
				if before[p[0]][p[1]] || before[p[1]][p[0]] || p[0] == p[1] {
					t.Fatalf("%d and %d of the cause %+v depend on each other", p[0], p[1], c)
				}
			}
			four := []int{c.Shared, c.Own, c.One, c.Both}
			if !slices.Contains(four, a.Waiter) || !slices.ContainsFunc(append([]int{a.For}, a.Also...), func(u int) bool { return slices.Contains(four, u) }) {
				t.Fatalf("the cause %v has nothing to do with %d waiting for %d, %v", four, a.Waiter, a.For, a.Also)
			}
		}
	})
	t.Logf("%d of %d waits have a cause", found, all)
	if found*100 < all*90 {
		t.Errorf("%d of %d waits have a cause", found, all)
	}
}

// drawRegion makes a random region over nodes of a graph, with the graph that
// it lowers exactly.
func drawRegion(t *rapid.T, g *graph.Graph, depth int, kind string) (first, last []int) {
	if depth == 0 || kind == "leaf" {
		v := len(g.Nodes)
		g.Nodes = append(g.Nodes, graph.Node{Name: fmt.Sprintf("t%d", v)})
		return []int{v}, []int{v}
	}
	for i := range rapid.IntRange(2, 4).Draw(t, "parts") {
		inner := rapid.SampledFrom([]string{"leaf", map[string]string{"seq": "par", "par": "seq"}[kind]}).Draw(t, "kind")
		f, l := drawRegion(t, g, depth-1, inner)
		if kind == "par" {
			first, last = append(first, f...), append(last, l...)
			continue
		}
		if i == 0 {
			first = f
		}
		for _, u := range last {
			for _, v := range f {
				g.Edges = append(g.Edges, graph.Edge{From: u, To: v})
			}
		}
		last = l
	}
	return first, last
}

// What is nested blocks already gets no wait, whatever else is written of its
// order and whatever the hints.
func TestStructureRecoversBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &graph.Graph{}
		drawRegion(t, g, rapid.IntRange(0, 4).Draw(t, "depth"), rapid.SampledFrom([]string{"seq", "par"}).Draw(t, "kind"))
		before := matrix(g)
		for range rapid.IntRange(0, 5).Draw(t, "implied") {
			u, v := rapid.IntRange(0, len(g.Nodes)-1).Draw(t, "from"), rapid.IntRange(0, len(g.Nodes)-1).Draw(t, "to")
			if before[u][v] {
				g.Edges = append(g.Edges, graph.Edge{From: u, To: v})
			}
		}
		for i := range g.Nodes {
			g.Nodes[i].Expected = time.Duration(rapid.IntRange(0, 5).Draw(t, "expected")) * time.Hour
		}
		for _, method := range methods {
			r, waits := Structure(g, Options{Method: method})
			if len(waits) > 0 {
				t.Fatalf("%s: %d waits added:\n%s", method, len(waits), Outline(r, g))
			}
			if diff := cmp.Diff(before, regionMatrix(r, g)); diff != "" {
				t.Fatalf("%s: %s", method, diff)
			}
		}
	})
}

// Only the order counts: neither edges that follow from others nor the order in
// which edges are written change the region.
func TestStructureLooksAtTheOrderAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 25)
		r, _ := Structure(g, Options{})
		h := &graph.Graph{Nodes: g.Nodes, Edges: slices.Clone(g.Edges)}
		for u, row := range matrix(g) {
			for v, before := range row {
				if before && rapid.IntRange(0, 3).Draw(t, "add") == 0 {
					h.Edges = append(h.Edges, graph.Edge{From: u, To: v})
				}
			}
		}
		if len(h.Edges) > 0 {
			h.Edges = rapid.Permutation(h.Edges).Draw(t, "written")
		}
		again, _ := Structure(h, Options{})
		if diff := cmp.Diff(r, again); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// tree turns a region back into a tree of the solver, to relax it.
func (s *solver) tree(r Region, place []int32) *tree {
	switch r := r.(type) {
	case *Leaf:
		return s.leaf(place[r.Node])
	case *Seq:
		var parts []*tree
		for _, p := range r.Parts {
			parts = append(parts, s.tree(p, place))
		}
		return seqOf(parts)
	case *Par:
		var branches []*tree
		for _, b := range r.Branches {
			branches = append(branches, s.tree(b, place))
		}
		return parOf(branches)
	}
	return nil
}

// Relaxing level barriers takes waits away, adds none, and so is never slower,
// whatever the items take.
func TestRelaxIsNeverSlower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 30)
		if len(g.Nodes) == 0 {
			return
		}
		before := levels(g)
		o := g.Reduce()
		s := newSolver(o, exactly)
		place := make([]int32, len(o.Topo))
		for i, v := range o.Topo {
			place[v] = int32(i)
		}
		tree := s.tree(before, place)
		if tree.kind != seqTree {
			return
		}
		after := s.region(s.relax(tree.kids))
		if err := Check(after, g); err != nil {
			t.Fatal(err)
		}
		was := regionMatrix(before, g)
		for u, row := range regionMatrix(after, g) {
			for v, ordered := range row {
				if ordered && !was[u][v] {
					t.Fatalf("relaxing made %d wait for %d", v, u)
				}
			}
		}
		rng := rand.New(rand.NewPCG(uint64(len(g.Edges)), 1))
		for range 5 {
			takes := make([]time.Duration, len(g.Nodes))
			for i := range takes {
				takes[i] = time.Duration(rng.ExpFloat64() * float64(time.Hour))
			}
			if a, b := Makespan(before, takes), Makespan(after, takes); b > a {
				t.Fatalf("relaxed takes %s, before it took %s", b, a)
			}
		}
	})
}

// Barriers on top of each other are bounded, however thin the best cuts are.
func TestDepthStaysLogarithmic(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, g := range []*graph.Graph{
		ladder(2000), zigzag(2000), band(rng, 2000), layered(rng, 2000),
		hinted(rng, ladder(2000)), hinted(rng, zigzag(2000)), hinted(rng, layered(rng, 2000)),
	} {
		o := g.Reduce()
		s := newSolver(o, exactly)
		s.depthLimit = 2 // from here on only balanced cuts
		r := s.run()
		if err := Check(r, g); err != nil {
			t.Fatal(err)
		}
		if most := 2 + 30; s.deepest > most {
			t.Errorf("%d barriers on top of each other, want at most %d", s.deepest, most)
		}
	}
}

// FuzzStructure takes bytes as edges, two a pair, and hints.
func FuzzStructure(f *testing.F) {
	f.Add(uint8(4), []byte{0, 2, 0, 3, 1, 3}, []byte{1, 5, 9, 5})
	f.Add(uint8(6), []byte{0, 2, 1, 2, 1, 3, 2, 4, 3, 5}, []byte(nil))
	f.Add(uint8(1), []byte{0, 0}, []byte{255})
	f.Add(uint8(0), []byte(nil), []byte(nil))
	f.Add(uint8(40), []byte{0, 39, 1, 38, 2, 37, 0, 38, 1, 37}, []byte{0, 1})
	f.Fuzz(func(t *testing.T, n uint8, edges, hints []byte) {
		n %= 64 // larger ones only make it slow
		g := newGraph(int(n))
		for i := 0; i+1 < len(edges) && n > 0; i += 2 {
			u, v := int(edges[i]%n), int(edges[i+1]%n)
			if u != v {
				g.Edges = append(g.Edges, graph.Edge{From: min(u, v), To: max(u, v)})
			}
		}
		for i, h := range hints {
			if i < len(g.Nodes) {
				// From none and nanoseconds to centuries.
				g.Nodes[i].Expected = time.Duration(h&15) << (4 * (h >> 4))
			}
		}
		for _, method := range methods {
			r, waits := Structure(g, Options{Method: method})
			if err := Check(r, g); err != nil {
				t.Fatalf("%s: %v\n%s", method, err, Outline(r, g))
			}
			exact := cmp.Equal(matrix(g), regionMatrix(r, g))
			if exact != (len(waits) == 0) {
				t.Fatalf("%s: %d waits, exact: %t\n%s", method, len(waits), exact, Outline(r, g))
			}
			for _, a := range waits {
				a.Cause()
			}
		}
	})
}
