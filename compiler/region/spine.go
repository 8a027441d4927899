package region

import "math/bits"

// A step is one way in which a set falls apart for nothing: into components, or
// at free cuts. One of its pieces is the rest, which later steps take apart.
type step struct {
	// beside are the components other than the rest. When there are any, there
	// is nothing before or behind.
	beside [][]int32
	// before and behind are what free cuts part from the rest, in their order.
	before, behind [][]int32
}

// spine takes all steps that lead from the entered set to one of its items. It
// returns them from the outside in, with the core that is left around that item:
// the item alone, or a connected set without a free cut.
//
// Were the steps taken one at a time, each would look at all that is left, and a
// chain of tasks with a task beside each would take time in the square of its
// length. All of them together take as long as one. Which item leads makes no
// difference to what becomes of the set in the end, so it is drawn, like the pivot
// of a quicksort: then the sets in which an item is looked at halve on the
// average, however deep the steps are nested.
//
// Seen from the item that leads, the others are before it, behind it, or apart.
// Those that are not apart are a row of parts, divided by free cuts of their own,
// and the item is a part by itself. A free cut of the whole goes between two parts
// of the row, and is one as soon as what is apart and has not gone yet is all on
// the same side as the item. What goes beside is a component of what is apart,
// and goes as soon as no part is left that any of it is before or behind. So
// parts go from both ends of the row, then the components that nothing holds
// any more, and again, until nothing goes.
func (s *solver) spine(set []int32) (steps []step, core []int32) {
	n := len(set)
	sc := &s.scratch.spine
	lead := s.draw(n)
	s.look(lead, n)
	parts := s.partsOfRow(n)
	components := s.componentsApart(n)
	sc.before.fill(s, before, n, 0, sc.part[lead], components)
	sc.behind.fill(s, behind, n, parts-1, parts-1-sc.part[lead], components)

	gone := int32(0) // pieces that have gone
	pieceOf := resize(&sc.pieceOf, int(parts+components))
	for i := range pieceOf {
		pieceOf[i] = -1
	}
	ofPart, ofComponent := pieceOf[:parts], pieceOf[parts:]
	goes := func(pieces []int32) {
		for i := range pieces {
			pieces[i] = gone
			gone++
		}
	}
	// A component goes when neither flank holds it.
	held := resize(&sc.held, int(components))
	for i := range held {
		held[i] = 2
	}
	ready := resize(&sc.ready, int(components))[:0]
	release := func(component int32) {
		if held[component]--; held[component] == 0 {
			ready = append(ready, component)
		}
	}
	sc.before.releaseAt(0, release)
	sc.behind.releaseAt(0, release)

	type counts struct{ beside, before, behind int32 }
	var taken []counts
	for {
		if len(ready) > 0 {
			taken = append(taken, counts{beside: int32(len(ready))})
			for _, c := range ready {
				goes(ofComponent[c : c+1])
				sc.before.stops[sc.before.wholly[c]]--
				sc.behind.stops[sc.behind.wholly[c]]--
			}
			ready = ready[:0]
		}
		c := counts{before: sc.before.advance(release), behind: sc.behind.advance(release)}
		if c == (counts{}) {
			break
		}
		taken = append(taken, c)
		goes(ofPart[sc.before.gone-c.before : sc.before.gone])
		goes(ofPart[parts-sc.behind.gone : parts-sc.behind.gone+c.behind])
	}
	if len(taken) == 0 {
		return nil, set
	}

	label := resize(&s.scratch.label, n)
	sizes := make([]int32, gone+1)
	for i := range label {
		l := sc.part[i]
		if sc.side[i] == apart {
			l += parts
		}
		if label[i] = pieceOf[l]; label[i] < 0 {
			label[i] = gone
		}
		sizes[label[i]]++
	}
	pieces := s.divide(set, label, sizes)
	next := func(n int32) (p [][]int32) {
		p, pieces = pieces[:n:n], pieces[n:]
		return p
	}
	for _, c := range taken {
		steps = append(steps, step{beside: next(c.beside), before: next(c.before), behind: next(c.behind)})
	}
	return steps, pieces[0]
}

// draw returns a number below n that has nothing to do with the graph.
func (s *solver) draw(n int) int32 {
	// Knuth's linear congruential generator, whose high bits are the good ones.
	s.drawn = s.drawn*6364136223846793005 + 1442695040888963407
	high, _ := bits.Mul64(s.drawn, uint64(n))
	return int32(high)
}

// A side is where an item is, as seen from the one that leads.
type side uint8

const (
	apart side = iota
	leads
	before
	behind
)

// spineScratch is memory for spine, by local number where nothing else is said.
type spineScratch struct {
	side []side
	// part is, of an item in the row, the number of its part; of one apart, the
	// number of its component.
	part []int32

	row      []int32 // the items in the row
	position []int32 // of an item in the row
	inRow    links   // by position

	last           []bool // of an item of a flank: none of its part is nearer to the item that leads
	before, behind flank
	pieceOf        []int32 // of parts, then of components
	held, ready    []int32 // of a component; components
}

// look fills in the sides.
func (s *solver) look(lead int32, n int) {
	sides := resize(&s.scratch.spine.side, n)
	clear(sides)
	sides[lead] = leads
	for v := lead - 1; v >= 0; v-- {
		for _, w := range s.here.outs.list(v) {
			if sides[w] == leads || sides[w] == before {
				sides[v] = before
				break
			}
		}
	}
	for v := lead + 1; v < int32(n); v++ {
		for _, u := range s.here.in.list(v) {
			if sides[u] == leads || sides[u] == behind {
				sides[v] = behind
				break
			}
		}
	}
	s.scratch.spine.side = sides
}

// partsOfRow divides what is not apart at its free cuts and returns the number
// of parts. No edge of a reduction leads past the item that leads, so the edges
// between items of the row are a reduction too.
func (s *solver) partsOfRow(n int) int32 {
	sc := &s.scratch.spine
	sc.position = resize(&sc.position, n)
	sc.row = resize(&sc.row, n)[:0]
	for i, side := range sc.side {
		sc.position[i] = -1
		if side != apart {
			sc.position[i] = int32(len(sc.row))
			sc.row = append(sc.row, int32(i))
		}
	}
	sc.inRow.restrict(&s.here, sc.row, sc.position)
	sc.part = resize(&sc.part, n)
	part, at := int32(0), 0
	for _, end := range append(s.freeCuts(&sc.inRow), len(sc.row)) {
		for _, v := range sc.row[at:end] {
			sc.part[v] = part
		}
		part, at = part+1, end
	}
	return part
}

// componentsApart numbers the components of what is apart and returns how many
// there are.
func (s *solver) componentsApart(n int) int32 {
	sc := &s.scratch.spine
	for i, side := range sc.side {
		if side == apart {
			sc.part[i] = -1
		}
	}
	components := int32(0)
	stack := resize(&s.scratch.order, n)[:0]
	for i, side := range sc.side {
		if side != apart || sc.part[i] >= 0 {
			continue
		}
		sc.part[i] = components
		for stack = append(stack, int32(i)); len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, next := range [2][]int32{s.here.outs.list(v), s.here.in.list(v)} {
				for _, w := range next {
					if sc.side[w] == apart && sc.part[w] < 0 {
						sc.part[w] = components
						stack = append(stack, w)
					}
				}
			}
		}
		components++
	}
	return components
}
