package region

// A flank is the parts of the row that are before the item that leads, or those
// behind it, counted from the outside in; and how the components of what is apart
// stand to them.
type flank struct {
	parts, gone int32

	// Of a component: how many parts, from the first on, all of it is on the
	// inner side of; and how many there are up to the last that any of it is on
	// the inner side of.
	wholly, partly []int32
	// Of a number of parts: the components left that let no more than these go.
	stops []int32
	// The components by partly: of a number of parts the first, and of a
	// component the next, -1 for none.
	first, next []int32
}

// fill prepares the flank on one side. Its parts are so many, beginning with the
// outermost.
func (f *flank) fill(s *solver, on side, n int, outermost, parts, components int32) {
	sc := &s.scratch.spine
	inward, outward := &s.here.outs, &s.here.in
	if on == behind {
		inward, outward = outward, inward
	}
	number := func(v int32) int32 { return max(sc.part[v]-outermost, outermost-sc.part[v]) }

	f.parts, f.gone = parts, 0
	f.wholly, f.partly = resize(&f.wholly, int(components)), resize(&f.partly, int(components))
	for c := range f.wholly {
		f.wholly[c], f.partly[c] = parts, 0
	}
	// The last of every part, those that it ends with on the inner side, and how
	// many they are.
	sc.last = resize(&sc.last, n)
	lasts := resize(&f.stops, int(parts)+1)
	clear(lasts)
	for i, side := range sc.side {
		if side != on {
			continue
		}
		sc.last[i] = true
		for _, w := range inward.list(int32(i)) {
			if sc.side[w] == on && sc.part[w] == sc.part[i] {
				sc.last[i] = false
				break
			}
		}
		if sc.last[i] {
			lasts[number(int32(i))]++
		}
	}
	for i, side := range sc.side {
		if side != apart {
			continue
		}
		// Of what is farther out, the innermost has an edge to the item itself
		// or to one of its component that is farther out. When it is all lasts
		// of a part, the item is on the inner side of that whole part.
		outer, partly, edges := true, int32(0), int32(0)
		for _, u := range outward.list(int32(i)) {
			if sc.side[u] == apart {
				outer = false
				continue
			}
			if p := number(u) + 1; p > partly {
				partly, edges = p, 0
			}
			if number(u)+1 == partly && sc.last[u] {
				edges++
			}
		}
		c := sc.part[i]
		f.partly[c] = max(f.partly[c], partly)
		if outer {
			wholly := partly
			if partly > 0 && edges < lasts[partly-1] {
				wholly--
			}
			f.wholly[c] = min(f.wholly[c], wholly)
		}
	}

	f.stops, f.first = lasts, resize(&f.first, int(parts)+1)
	f.next = resize(&f.next, int(components))
	clear(f.stops)
	for p := range f.first {
		f.first[p] = -1
	}
	for c := range components {
		f.stops[f.wholly[c]]++
		p := f.partly[c]
		f.next[c], f.first[p] = f.first[p], c
	}
}

// advance lets parts go as long as no component stops them, releases the
// components that nothing here holds any more, and returns how many parts went.
func (f *flank) advance(release func(int32)) int32 {
	was := f.gone
	for f.gone < f.parts && f.stops[f.gone] == 0 {
		f.gone++
		f.releaseAt(f.gone, release)
	}
	return f.gone - was
}

// releaseAt releases the components that so many parts held.
func (f *flank) releaseAt(parts int32, release func(int32)) {
	for c := f.first[parts]; c >= 0; c = f.next[c] {
		release(c)
	}
}
