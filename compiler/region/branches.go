package region

// branches are those of all blocks of a sequence as the nodes of a graph: an
// edge of the reduction between two items is one between their branches.
type branches struct {
	trees []*tree
	preds [][]int32 // branches that a branch has an edge from; some may repeat
	into  []int32   // the branch that one was made part of, itself if none

	// The sequence being looked at and the block of a branch in it.
	sequence int
	seen     []int // of a branch, the sequence it was last in
	block    []int

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

// connect finds the edges between branches that from now on are parts of one
// tree. It returns, for every branch, those it has an edge from, and the items
// that still have an edge to somewhere outside: the border of the tree. An edge
// is looked at here once and never again, for an item without an edge outside
// its tree is in no border; so sequences nested deeply cost no more than others.
func (s *solver) connect(trees []*tree) (preds [][]int32, border []int32) {
	// s.local is -1 everywhere between two sets; here it holds the branch.
	for i, t := range trees {
		for _, p := range t.border {
			s.local[p] = int32(i)
		}
	}
	preds = make([][]int32, len(trees))
	for i, t := range trees {
		for _, p := range t.border {
			for _, q := range s.preds.list(p) {
				u := s.local[q]
				if u < 0 || int(u) == i {
					continue
				}
				s.open[p]--
				s.open[q]--
				if n := len(preds[i]); n == 0 || preds[i][n-1] != u {
					preds[i] = append(preds[i], u)
				}
			}
		}
	}
	for _, t := range trees {
		s.leave(t.border)
		for _, p := range t.border {
			if s.open[p] > 0 {
				border = append(border, p)
			}
		}
	}
	return preds, border
}

// add makes room for one more branch and returns its number.
func (b *branches) add(t *tree) int32 {
	u := int32(len(b.trees))
	b.trees = append(b.trees, t)
	b.into = append(b.into, u)
	b.seen = append(b.seen, 0)
	b.block = append(b.block, 0)
	b.parent = append(b.parent, u)
	b.sum = append(b.sum, componentSum{})
	return u
}

// merge makes one branch of all those of some blocks, which have become a tree.
func (b *branches) merge(blocks [][]int32, t *tree) int32 {
	m := b.add(t)
	var preds []int32
	for _, block := range blocks {
		for _, u := range block {
			preds = append(preds, b.preds[u]...)
			b.into[u] = m
		}
	}
	b.preds = append(b.preds, preds)
	return m
}

// look makes a sequence of blocks the one that is looked at.
func (b *branches) look(blocks [][]int32) {
	b.sequence++
	for i, block := range blocks {
		for _, u := range block {
			b.seen[u], b.block[u] = b.sequence, i
		}
	}
}

// gainsFrom returns the gain of every run that begins at a block and has at
// least two, up to a block; the zero gain for one that does not fall apart.
func (b *branches) gainsFrom(blocks [][]int32, from, to int) []gain {
	var gains []gain
	components := 0
	for i := from; i < to; i++ {
		components += b.addBlock(blocks[i], from)
		if i == from {
			continue
		}
		var g gain
		if components > 1 {
			g = b.gain(blocks[from : i+1])
		}
		gains = append(gains, g)
	}
	return gains
}

// addBlock connects the branches of a block with those of the run before it,
// which begins at from, and returns by how much the number of components grows.
func (b *branches) addBlock(block []int32, from int) int {
	grown := 0
	for _, u := range block {
		b.parent[u] = u
		grown++
		for _, w := range b.preds[u] {
			w = find(b.into, w)
			if w == u || b.seen[w] != b.sequence || b.block[w] < from {
				continue
			}
			if x, y := find(b.parent, u), find(b.parent, w); x != y {
				b.parent[x] = y
				grown--
			}
		}
	}
	return grown
}

// gain returns what a run gains by falling apart into the current components.
func (b *branches) gain(run [][]int32) gain {
	var whole componentSum // over all branches
	for _, block := range run {
		for _, u := range block {
			b.sum[u] = componentSum{}
		}
	}
	for i, block := range run {
		for _, u := range block {
			whole.add(b.trees[u], i)
			b.sum[find(b.parent, u)].add(b.trees[u], i)
		}
	}
	span, pairs := whole.totals()
	longest := int64(0)
	for _, block := range run {
		for _, u := range block {
			if find(b.parent, u) == u {
				s, p := b.sum[u].totals()
				longest = max(longest, s)
				pairs -= p
			}
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

// split returns the components of a run that begins at from, each as its blocks.
func (b *branches) split(run [][]int32, from int) [][][]int32 {
	for _, block := range run {
		b.addBlock(block, from)
	}
	var parts [][][]int32
	index := make(map[int32]int) // of a component in parts, by representative; never ranged over
	var last []int               // of a part, the block of the run it was last met in
	for i, block := range run {
		for _, u := range block {
			root := find(b.parent, u)
			c, known := index[root]
			if !known {
				c = len(parts)
				index[root] = c
				parts, last = append(parts, nil), append(last, -1)
			}
			if last[c] != i {
				last[c] = i
				parts[c] = append(parts[c], nil)
			}
			at := len(parts[c]) - 1
			parts[c][at] = append(parts[c][at], u)
		}
	}
	return parts
}
