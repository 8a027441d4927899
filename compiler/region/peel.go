package region

import (
	"math"
	"slices"
)

// Peeling puts a barrier after the first level of a set, and another after the
// first level of what is left, until that falls apart for nothing.
//
// What barriers and free cuts leave of a set is the components of its items from
// some level on: behind a free cut everything waits for the longest row before it.
// So one walk from the last level to the first finds all that can be left, and
// the free cuts of each. If the barriers were put one at a time, each would look
// at all that is left, and a ladder would take time in the square of its length.
type peeling struct {
	s     *solver
	set   []int32
	links *links
	level []int32 // of an item, by local number
	rests []rest
}

// A rest is a component of the items from a level on.
type rest struct {
	level int32
	first []int32 // its items on that level, by local number
	kids  []int32 // its components from the next level on, by index
	cuts  *freeCut
}

// A freeCut is one of a rest, by the level that it is before.
type freeCut struct {
	level   int32
	sources int      // items of that level behind it
	next    *freeCut // before a later level; nil: none
}

// peeled brings a set into blocks by a barrier after its first level and after
// that of what is left. What it is given and leaves is as in barrier.
func (s *solver) peeled(set []int32, depth int, inner bool) *tree {
	p := &peeling{s: s, set: slices.Clone(set), links: &s.here}
	whole := p.find()
	s.leave(set)
	if inner {
		return seqOf(p.blocks(whole, depth))
	}
	return p.tree(whole, depth)
}

// find finds all that can be left, and returns the rest that is the whole set.
func (p *peeling) find() int32 {
	n := len(p.set)
	p.level = make([]int32, n)
	var levels [][]int32
	for i := range p.level {
		for _, u := range p.links.in.list(int32(i)) {
			p.level[i] = max(p.level[i], p.level[u]+1)
		}
		if int(p.level[i]) == len(levels) {
			levels = append(levels, nil)
		}
		levels[p.level[i]] = append(levels[p.level[i]], int32(i))
	}

	// Components of the items from a level on, and of each, by representative,
	// the rest that it is.
	parent, is := make([]int32, n), make([]int32, n)
	for i := range parent {
		parent[i], is[i] = int32(i), -1
	}
	var kids [][2]int32         // an item of the level, and a rest it is before
	alone := make([]bool, 0, n) // of a rest: it is part of no other yet
	for l, items := range slices.Backward(levels) {
		kids = kids[:0]
		for _, v := range items {
			for _, w := range p.links.outs.list(v) {
				kids = append(kids, [2]int32{v, is[find(parent, w)]})
			}
		}
		for _, v := range items {
			for _, w := range p.links.outs.list(v) {
				parent[find(parent, w)] = find(parent, v)
			}
		}
		begun := int32(len(p.rests))
		for _, v := range items {
			root := find(parent, v)
			if is[root] < begun {
				is[root] = int32(len(p.rests))
				p.rests = append(p.rests, rest{level: int32(l)})
				alone = append(alone, true)
			}
			r := &p.rests[is[root]]
			r.first = append(r.first, v)
		}
		for _, k := range kids {
			if alone[k[1]] {
				alone[k[1]] = false
				r := &p.rests[is[find(parent, k[0])]]
				r.kids = append(r.kids, k[1])
			}
		}
		for i := range p.rests[begun:] {
			r := &p.rests[begun+int32(i)]
			r.cuts = p.freeCuts(r)
		}
	}
	return int32(len(p.rests)) - 1
}

// freeCuts returns the free cuts of a rest whose kids have theirs. One of its
// only kid is still free when what is new waits for nothing, directly or not,
// that is behind it and not all of that does.
func (p *peeling) freeCuts(r *rest) *freeCut {
	if len(r.kids) == 0 {
		return nil
	}
	nearest := int32(0) // the level of what follows the item for which that is farthest
	for _, v := range r.first {
		nearest = max(nearest, p.nearest(v))
	}
	// waits tells whether all items on a level, so many, wait for those of the
	// first level for which that is the next.
	waits := func(level int32, items int) bool {
		return !slices.ContainsFunc(r.first, func(v int32) bool {
			if p.nearest(v) < level {
				return false
			}
			on := 0
			for _, w := range p.links.outs.list(v) {
				if p.level[w] == level {
					on++
				}
			}
			return on < items
		})
	}
	var cuts *freeCut
	if len(r.kids) == 1 {
		cuts = p.rests[r.kids[0]].cuts
	}
	for cuts != nil && (cuts.level < nearest || cuts.level == nearest && !waits(nearest, cuts.sources)) {
		cuts = cuts.next
	}
	if nearest == r.level+1 {
		sources := 0
		for _, k := range r.kids {
			sources += len(p.rests[k].first)
		}
		if waits(nearest, sources) {
			cuts = &freeCut{level: nearest, sources: sources, next: cuts}
		}
	}
	return cuts
}

// nearest returns the first level of what follows an item.
func (p *peeling) nearest(v int32) int32 {
	level := int32(math.MaxInt32)
	for _, w := range p.links.outs.list(v) {
		level = min(level, p.level[w])
	}
	return level
}

// tree brings a rest into blocks and relaxes them.
func (p *peeling) tree(of int32, depth int) *tree {
	if p.rests[of].cuts == nil {
		return p.s.relax(p.blocks(of, depth))
	}
	parts, kids := p.parts(of)
	return seqOf(append(p.s.solveAll(parts, depth, false), p.beside(kids, depth)))
}

// blocks brings a rest into blocks one after another, not yet relaxed.
func (p *peeling) blocks(of int32, depth int) []*tree {
	var blocks []*tree
	for {
		r := p.rests[of]
		kids := r.kids
		switch {
		case r.cuts != nil:
			var parts [][]int32
			parts, kids = p.parts(of)
			blocks = append(blocks, p.s.solveAll(parts, depth, true)...)
		case len(kids) == 0:
			return append(blocks, p.s.leaf(p.set[r.first[0]]))
		default:
			depth++
			p.s.barriers++
			p.s.deepest = max(p.s.deepest, depth)
			var first []*tree
			for _, v := range r.first {
				first = append(first, p.s.leaf(p.set[v]))
			}
			blocks = append(blocks, parOf(first))
		}
		if len(kids) > 1 {
			return append(blocks, p.beside(kids, depth))
		}
		of = kids[0]
	}
}

// beside brings rests into blocks that run at the same time.
func (p *peeling) beside(rests []int32, depth int) *tree {
	var branches []*tree
	for _, k := range rests {
		branches = append(branches, p.tree(k, depth))
	}
	return parOf(branches)
}

// parts divides a rest at its free cuts: it returns the sets before the last of
// them and the rests behind.
func (p *peeling) parts(of int32) (parts [][]int32, behind []int32) {
	behind = []int32{of}
	for cut := p.rests[of].cuts; cut != nil; cut = cut.next {
		var part []int32
		for p.rests[behind[0]].level < cut.level {
			// Before a free cut what is left is connected.
			r := p.rests[behind[0]]
			for _, v := range r.first {
				part = append(part, p.set[v])
			}
			behind = r.kids
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	return parts, behind
}
