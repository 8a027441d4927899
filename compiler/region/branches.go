package region

import "slices"

// branches are those of all blocks of a sequence, in its order, as the nodes of
// a graph: an edge of the reduction between two items is one between their
// branches.
type branches struct {
	trees []*tree
	begin []int     // of a block, the first branch; one more at the end
	block []int     // of a branch
	preds [][]int32 // branches that a branch has an edge from; some may repeat

	// Components of the run being looked at.
	parent []int32
	sum    []componentSum // of a component, by its representative
}

// componentSum adds up one component over the blocks of a run.
type componentSum struct {
	block   int   // the block that span and here are of
	span    int64 // the longest branch in it
	spans   int64 // of the blocks before
	here    int64 // items in this block
	size    int64 // items of the blocks before
	squares int64 // of the number of items in each of them
}

// between calls f with every edge of the reduction between two of the trees: the
// number of the tree that waits and of the one it waits for.
func (s *solver) between(trees []*tree, f func(t, u int32)) {
	for _, t := range trees {
		s.findBorder(t)
	}
	s.label(trees)
	for i, t := range trees {
		for _, e := range t.border {
			for _, q := range s.all.in.list(e.place) {
				if u := s.local[q]; u >= 0 && int(u) != i {
					f(int32(i), u)
				}
			}
		}
	}
	s.unlabel(trees)
}

// label notes of the places in the borders of trees which tree that is. It uses
// s.local, which is -1 everywhere between two sets.
func (s *solver) label(trees []*tree) {
	for i, t := range trees {
		for _, e := range t.border {
			s.local[e.place] = int32(i)
		}
	}
}

func (s *solver) unlabel(trees []*tree) {
	for _, t := range trees {
		for _, e := range t.border {
			s.local[e.place] = -1
		}
	}
}

// findBorder fills in the border of a tree if it is not known yet: from those of
// what it is made of where any of them is known, so that it does not look at all
// items once for every tree around them.
func (s *solver) findBorder(t *tree) {
	if t.border != nil {
		return
	}
	var parts []*tree
	if branches := branchesOf(t.kids); slices.ContainsFunc(branches, func(b *tree) bool { return b.kind != leafTree && b.border != nil }) {
		parts = branches
		for _, b := range parts {
			s.findBorder(b)
		}
	} else {
		for _, p := range t.leaves(make([]int32, 0, t.size)) {
			parts = append(parts, s.leaf(p))
		}
	}
	s.label(parts)
	t.border = []exit{}
	for i, b := range parts {
		for _, e := range b.border {
			for _, near := range [2][]int32{s.all.in.list(e.place), s.all.outs.list(e.place)} {
				for _, q := range near {
					if u := s.local[q]; u >= 0 && int(u) != i {
						e.edges--
					}
				}
			}
			if e.edges > 0 {
				t.border = append(t.border, e)
			}
		}
	}
	s.unlabel(parts)
}

// branchesOf returns the branches of all blocks.
func branchesOf(blocks []*tree) []*tree {
	var trees []*tree
	for _, t := range blocks {
		trees = append(trees, t.branches()...)
	}
	return trees
}

func (s *solver) newBranches(blocks []*tree) *branches {
	b := &branches{trees: branchesOf(blocks)}
	for i, t := range blocks {
		b.begin = append(b.begin, len(b.block))
		for range t.branches() {
			b.block = append(b.block, i)
		}
	}
	n := len(b.trees)
	b.begin = append(b.begin, n)
	b.preds = make([][]int32, n)
	s.between(b.trees, func(t, u int32) {
		if k := len(b.preds[t]); k == 0 || b.preds[t][k-1] != u {
			b.preds[t] = append(b.preds[t], u)
		}
	})
	b.parent = make([]int32, n)
	b.sum = make([]componentSum, n)
	return b
}

// gainsFrom returns the gain of every run that begins at a block and has at
// least two, up to a block; the zero gain for one that does not fall apart.
func (b *branches) gainsFrom(from, to int) []gain {
	var gains []gain
	components := 0
	for i := from; i < to; i++ {
		components += b.addBlock(i, from)
		if i == from {
			continue
		}
		var g gain
		if components > 1 {
			g = b.gain(from, i+1)
		}
		gains = append(gains, g)
	}
	return gains
}

// addBlock connects the branches of a block with those of the run before it,
// which begins at from, and returns by how much the number of components grows.
func (b *branches) addBlock(i, from int) int {
	grown := 0
	for u := b.begin[i]; u < b.begin[i+1]; u++ {
		b.parent[u] = int32(u)
		grown++
		for _, w := range b.preds[u] {
			if b.block[w] < from {
				continue
			}
			if x, y := find(b.parent, int32(u)), find(b.parent, w); x != y {
				b.parent[x] = y
				grown--
			}
		}
	}
	return grown
}

// gain returns what the run of blocks gains by falling apart into the current
// components.
func (b *branches) gain(from, to int) gain {
	var whole componentSum // over all branches
	first, end := b.begin[from], b.begin[to]
	clear(b.sum[first:end])
	for u := first; u < end; u++ {
		whole.add(b.trees[u], b.block[u])
		b.sum[find(b.parent, int32(u))].add(b.trees[u], b.block[u])
	}
	span, pairs := whole.totals()
	longest := int64(0)
	for u := first; u < end; u++ {
		if b.parent[u] == int32(u) {
			s, p := b.sum[u].totals()
			longest = max(longest, s)
			pairs -= p
		}
	}
	return gain{span: span - longest, pairs: pairs}
}

func (c *componentSum) add(t *tree, block int) {
	if block != c.block {
		c.close()
		c.block = block
	}
	c.span = max(c.span, t.span)
	c.here += int64(t.size)
}

// close counts the current block.
func (c *componentSum) close() {
	c.spans += c.span
	c.size += c.here
	c.squares += c.here * c.here
	c.span, c.here = 0, 0
}

// totals returns how long the blocks take one after another and how many pairs
// of items in different blocks there are.
func (c *componentSum) totals() (span, pairs int64) {
	c.close()
	return c.spans, (c.size*c.size - c.squares) / 2
}

// split returns the components of a run, each as its blocks.
func (b *branches) split(from, to int) [][]*tree {
	for i := from; i < to; i++ {
		b.addBlock(i, from)
	}
	var parts [][]*tree
	index := make(map[int32]int) // of a component in parts, by representative; never ranged over
	for i := from; i < to; i++ {
		beside := make(map[int][]*tree) // by part; never ranged over
		var order []int
		for u := b.begin[i]; u < b.begin[i+1]; u++ {
			root := find(b.parent, int32(u))
			c, known := index[root]
			if !known {
				c = len(parts)
				index[root] = c
				parts = append(parts, nil)
			}
			if beside[c] == nil {
				order = append(order, c)
			}
			beside[c] = append(beside[c], b.trees[u])
		}
		for _, c := range order {
			parts[c] = append(parts[c], parOf(beside[c]))
		}
	}
	return parts
}
