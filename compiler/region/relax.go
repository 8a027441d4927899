package region

import "slices"

// relaxWindow bounds how many neighbouring blocks of a sequence are looked at
// together. A run longer than this that could be relaxed as a whole only, and
// in no part, stays as it is.
const relaxWindow = 48

// mostLevels is how many parallels relaxing puts into one another at most. What
// is nested deeper is hard to read, and its text is mostly indentation; the waits
// that are left in such a graph are few among many.
const mostLevels = 12

// relax makes a sequence of blocks, without the waits it does not need: where
// neighbouring blocks hold items that no edge connects, these run in parallel. A
// wait that is taken away makes nothing slower, whatever the tasks take in the
// end. When no two or more neighbouring blocks of any sequence fall apart, no
// smaller set of waits orders the graph.
//
// Every branch of a block is connected in the graph and relaxed already. So all
// that is to be known is which branches an edge connects, and a branch goes to
// one side as a whole.
func (s *solver) relax(blocks []*tree) *tree {
	// The runs that would nest too deep, by their first block; never ranged over.
	refused := make(map[*tree][][]*tree)
	for {
		// A sequence that lost what ran beside it may have to give way to its
		// new neighbours in parts.
		t := seqOf(blocks)
		if t.kind != seqTree {
			return t
		}
		blocks = t.kids
		runs := s.apart(blocks)
		if len(runs) == 0 {
			return t
		}
		var next []*tree
		at, done := 0, false
		for _, r := range runs {
			// What is in a run is relaxed too, and in that again runs may be
			// refused: tried anew each time, they would be so exponentially often.
			run := blocks[r.from:r.to]
			if slices.ContainsFunc(refused[run[0]], func(known []*tree) bool { return slices.Equal(known, run) }) {
				continue
			}
			beside := make([]*tree, len(r.parts))
			for i, part := range r.parts {
				beside[i] = s.relaxedPart(part)
			}
			if p := parOf(beside); p.levels <= mostLevels {
				next = append(append(next, blocks[at:r.from]...), p)
				at, done = r.to, true
			} else {
				refused[run[0]] = append(refused[run[0]], run)
			}
		}
		if !done {
			return t
		}
		blocks = append(next, blocks[at:]...)
	}
}

// relaxedPart makes a branch of blocks.
func (s *solver) relaxedPart(blocks []*tree) *tree {
	if len(blocks) == 1 {
		return blocks[0]
	}
	return s.relax(blocks)
}

// A run is neighbouring blocks of a sequence that fall apart.
type run struct {
	from, to int
	parts    [][]*tree // the blocks of each part
}

// A gain is what it is worth to let a run fall apart: the time by the weights,
// and, of equal times, the number of pairs that no longer wait.
type gain struct{ span, pairs int64 }

func (g gain) plus(h gain) gain { return gain{g.span + h.span, g.pairs + h.pairs} }

func (g gain) less(h gain) bool {
	return g.span < h.span || g.span == h.span && g.pairs < h.pairs
}

// apart returns the runs of a sequence to take apart, from left to right: of all
// choices that do not overlap the one that gains most.
func (s *solver) apart(blocks []*tree) []run {
	n := len(blocks)
	b := s.newBranches(blocks)
	gains := make([][]gain, n) // by begin, then length less 2
	for i := range n {
		gains[i] = b.gainsFrom(i, min(n, i+relaxWindow))
	}
	best := make([]gain, n+1) // of the blocks before an index
	taken := make([]int, n+1) // where the last run of that choice begins, -1 for none
	for to := 1; to <= n; to++ {
		best[to], taken[to] = best[to-1], -1
		for from := max(0, to-relaxWindow); from <= to-2; from++ {
			g := gains[from][to-from-2]
			if g == (gain{}) {
				continue
			}
			if g = g.plus(best[from]); best[to].less(g) {
				best[to], taken[to] = g, from
			}
		}
	}
	var runs []run
	for to := n; to > 0; {
		from := taken[to]
		if from < 0 {
			to--
			continue
		}
		runs = append(runs, run{from: from, to: to, parts: b.split(from, to)})
		to = from
	}
	slices.Reverse(runs)
	return runs
}
