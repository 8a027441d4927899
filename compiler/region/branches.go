package region

// branches are those of all blocks of a sequence, in its order, as the nodes of
// a graph: an edge of the reduction between two items is one between their
// branches.
type branches struct {
	trees []*tree
	block []int     // of a branch
	begin []int     // of a block, the first branch; one more at the end
	preds [][]int32 // branches that a branch has an edge from, each once

	// Components of the run being looked at.
	parent []int32
	// Of a component, by its representative: the blocks counted so far.
	sum []componentSum
}

// componentSum adds up one component over the blocks of a run.
type componentSum struct {
	block   int   // the block that span and size are of
	span    int64 // the longest branch in it
	spans   int64 // the blocks before
	size    int64 // items of all blocks
	squares int64 // of the number of items of each block before
	here    int64 // items in this block
}

func (s *solver) newBranches(blocks []*tree) *branches {
	b := &branches{begin: make([]int, 0, len(blocks)+1)}
	for i, t := range blocks {
		b.begin = append(b.begin, len(b.trees))
		for _, u := range t.branches() {
			b.trees = append(b.trees, u)
			b.block = append(b.block, i)
		}
	}
	b.begin = append(b.begin, len(b.trees))

	// s.local is -1 everywhere between two sets; here it holds the branch.
	var items []int32
	ends := make([]int, len(b.trees))
	for i, t := range b.trees {
		items = t.appendPlaces(items)
		ends[i] = len(items)
	}
	at := 0
	for i, end := range ends {
		for ; at < end; at++ {
			s.local[items[at]] = int32(i)
		}
	}
	b.preds = make([][]int32, len(b.trees))
	seen := make([]int32, len(b.trees)) // the last branch an edge from it led to, plus one
	at = 0
	for i, end := range ends {
		for ; at < end; at++ {
			for _, q := range s.preds.list(items[at]) {
				u := s.local[q]
				if u >= 0 && int(u) != i && seen[u] != int32(i+1) {
					seen[u] = int32(i + 1)
					b.preds[i] = append(b.preds[i], u)
				}
			}
		}
	}
	s.leave(items)
	b.parent = make([]int32, len(b.trees))
	b.sum = make([]componentSum, len(b.trees))
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

// addBlock connects the branches of a block with those of the run before it and
// returns by how much the number of components grows.
func (b *branches) addBlock(i, from int) int {
	grown := 0
	for u := b.begin[i]; u < b.begin[i+1]; u++ {
		b.parent[u] = int32(u)
		grown++
		for _, w := range b.preds[u] {
			if b.block[w] < from {
				continue
			}
			x, y := find(b.parent, int32(u)), find(b.parent, w)
			if x != y {
				// The lower number stays, so that components are in the order
				// of the sequence.
				b.parent[max(x, y)] = min(x, y)
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
	whole.block = from
	for u := b.begin[from]; u < b.begin[to]; u++ {
		b.sum[u] = componentSum{block: from}
	}
	for u := b.begin[from]; u < b.begin[to]; u++ {
		whole.add(b.trees[u], b.block[u])
		b.sum[find(b.parent, int32(u))].add(b.trees[u], b.block[u])
	}
	span, pairs := whole.totals()
	longest := int64(0)
	for u := b.begin[from]; u < b.begin[to]; u++ {
		if find(b.parent, int32(u)) != int32(u) {
			continue
		}
		s, p := b.sum[u].totals()
		longest = max(longest, s)
		pairs -= p
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
