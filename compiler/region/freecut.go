package region

// freeCuts returns the free cuts of a reduction whose items are numbered in an
// order that keeps it: of each, how many items are before it.
//
// A cut into D and U is free when everything in U waits for everything in D. D
// then is a beginning of every row that keeps the order, so one walk along one
// row finds them all. In a reduction the edges of a free cut lead from each sink
// of D to each source of U and there are no others: the walk counts sinks,
// sources, the edges that cross, and those of them that are out of place.
func (s *solver) freeCuts(g *links) []int {
	n := len(g.in.at) - 1
	within := resize(&s.scratch.label, n)   // edges of an item of D that stay in D
	without := resize(&s.scratch.parent, n) // edges to an item of U that come from U
	sources := 0
	for i := range within {
		v := int32(i)
		within[v], without[v] = 0, int32(len(g.in.list(v)))
		if without[v] == 0 {
			sources++
		}
	}
	var (
		sinks      = 0
		crossing   = 0
		fromInside = 0 // crossing edges that do not come from a sink of D
		toInside   = 0 // crossing edges that do not lead to a source of U
		cuts       []int
	)
	// Item v goes from U to D, where all it waits for already is.
	for i := range n - 1 {
		v := int32(i)
		sources--
		sinks++
		for _, u := range g.in.list(v) {
			// u→v, which led to a source of U, no longer crosses.
			crossing--
			within[u]++
			if within[u] == 1 {
				sinks--
				fromInside += len(g.outs.list(u)) - 1
			} else {
				fromInside--
			}
		}
		for _, w := range g.outs.list(v) {
			crossing++
			without[w]--
			if without[w] == 0 {
				sources++
				toInside -= len(g.in.list(w)) - 1
			} else {
				toInside++
			}
		}
		if crossing == sinks*sources && fromInside == 0 && toInside == 0 {
			cuts = append(cuts, i+1)
		}
	}
	return cuts
}
