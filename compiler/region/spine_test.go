package region

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/compiler/graph"
)

// solveByDefinition is solve with steps taken one at a time, and found by what
// they are: a set falls apart into components, else at free cuts.
func (s *solver) solveByDefinition(set []int32, before [][]bool, depth int, inner bool) *tree {
	if len(set) == 1 {
		return s.withTwins(set[0])
	}
	each := func(sets [][]int32, depth int, inner bool) []*tree {
		var trees []*tree
		for _, set := range sets {
			trees = append(trees, s.solveByDefinition(set, before, depth, inner))
		}
		return trees
	}
	if parts := s.componentsByDefinition(set, before); len(parts) > 1 {
		return parOf(each(parts, depth, false))
	}
	if parts := s.freeCutsByDefinition(set, before); len(parts) > 1 {
		return seqOf(each(parts, depth, inner))
	}
	s.barriers++
	s.enter(set)
	set = s.mergeTwins(set)
	var parts [][]int32
	if s.peel {
		parts = s.firstLevel(set)
	} else {
		parts = s.bestCut(set, depth > s.depthLimit)
	}
	s.leave(set)
	t := seqOf(each(parts, depth+1, true))
	if inner {
		return t
	}
	return s.relax(t.kids)
}

// firstLevel puts a barrier after everything that waits for nothing.
func (s *solver) firstLevel(set []int32) [][]int32 {
	label := resize(&s.scratch.label, len(set))
	sizes := []int32{0, 0}
	for i := range label {
		label[i] = int32(min(1, len(s.here.in.list(int32(i)))))
		sizes[label[i]]++
	}
	return s.divide(set, label, sizes)
}

// componentsByDefinition divides a set into those that the order connects.
func (s *solver) componentsByDefinition(set []int32, before [][]bool) (parts [][]int32) {
	node := func(p int32) int { return s.order.Topo[p] }
	for rest := slices.Clone(set); len(rest) > 0; {
		part := rest[:1:1]
		rest = rest[1:]
		for i := 0; i < len(part); i++ {
			near := func(q int32) bool {
				return before[node(q)][node(part[i])] || before[node(part[i])][node(q)]
			}
			for _, q := range rest {
				if near(q) {
					part = append(part, q)
				}
			}
			rest = slices.DeleteFunc(slices.Clone(rest), near)
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	return parts
}

// freeCutsByDefinition divides a set wherever all that comes later waits for all
// that comes before.
func (s *solver) freeCutsByDefinition(set []int32, before [][]bool) (parts [][]int32) {
	node := func(p int32) int { return s.order.Topo[p] }
	begin := 0
	for i := 1; i <= len(set); i++ {
		early, late := set[:i], set[i:]
		waitsForAll := func(q int32) bool {
			return !slices.ContainsFunc(early, func(p int32) bool { return !before[node(p)][node(q)] })
		}
		if free := !slices.ContainsFunc(late, func(q int32) bool { return !waitsForAll(q) }); free {
			parts = append(parts, slices.Clone(set[begin:i]))
			begin = i
		}
	}
	return parts
}

// Taking all steps to an item at once gives what taking one step at a time does,
// whichever item it is.
func TestSpineIsTheSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, 40)
		checkSpine(t, g, rapid.Uint64().Draw(t, "leads"))
	})
}

// So it does in larger graphs and in those that are nested deep.
func TestSpineOfDeepBlocks(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 5))
		n := 40 + rng.IntN(160)
		checkSpine(t, anyGraph(rng, n), seed)
		for _, shape := range deep {
			checkSpine(t, declaredAnyhow(rng, shape.make(rng, n/2)), seed)
		}
	}
}

// checkSpine compares solve with solveByDefinition. The seed chooses which items
// lead.
func checkSpine(t rapid.TB, g *graph.Graph, seed uint64) {
	t.Helper()
	if len(g.Nodes) == 0 {
		return
	}
	before := matrix(g)
	o := g.Reduce()
	for _, peel := range []bool{false, true} {
		slow, fast := newSolver(o, exactly), newSolver(o, exactly)
		slow.peel, fast.peel = peel, peel
		fast.drawn = seed
		want := slow.region(slow.solveByDefinition(slices.Clone(slow.places), before, 0, false))
		got := fast.run()
		if diff := cmp.Diff(Outline(want, g), Outline(got, g)); diff != "" {
			t.Fatalf("peel %t (-want +got):\n%s", peel, diff)
		}
		if slow.barriers != fast.barriers {
			t.Fatalf("peel %t: %d barriers, want %d", peel, fast.barriers, slow.barriers)
		}
	}
}
