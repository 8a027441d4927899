package region

import (
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// Options choose how a graph is structured. The zero value is the default.
type Options struct {
	// Method is "best" (or empty), which looks for the barriers that cost
	// least, or "peel", which takes the first level off again and again and
	// looks at no hint: the pipeline takes longer, but an edit of it moves
	// fewer blocks.
	Method string
}

// Structure turns a graph without cycles into nested blocks, and returns the
// waits that it had to add, sorted by the item that waits: at most one an item.
// A graph that is nested blocks already gets no wait. The result depends on the
// order of the items alone: an edge that follows from others changes nothing,
// and neither does the order edges are written in. The region of an empty graph
// is nil.
func Structure(g *graph.Graph, opt Options) (Region, []Added) {
	if len(g.Nodes) == 0 {
		return nil, nil
	}
	o := g.Reduce()
	var r Region
	switch opt.Method {
	case "", "best":
		r = best(o)
	case "peel":
		s := newSolver(o, alike)
		s.peel = true
		r = s.run()
	default:
		panic("region: unknown method " + opt.Method)
	}
	return r, added(r, o)
}

const (
	// hintGain is what a region that follows the hints must gain over one that
	// follows them less to be chosen, in shares of the makespan. Hints are
	// noisy, and a hint that hardly matters shall move no block.
	hintGain = 0.015
	// exactLimit is the number of items up to which regions are compared so. In
	// a larger graph each way to look at it takes too long, and hints are
	// rounded without asking.
	exactLimit = 5_000
	// sliverLimit is the number of items up to which cuts are also chosen by
	// what they cost at once alone.
	sliverLimit = 30
)

// best structures a graph with more and more trust in the hints: as if all items
// were alike, with hints rounded, and with hints as they are. Each time it asks
// whether the region so found is worth it.
func best(o *graph.Order) Region {
	n := len(o.Topo)
	some := false
	takes := make([]time.Duration, n) // in microseconds, so that sums fit
	for v, node := range o.Graph.Nodes {
		w, hinted := exactly(node)
		takes[v] = time.Duration(w)
		some = some || hinted
	}
	if some && n > exactLimit {
		return newSolver(o, roughly).run()
	}
	s := newSolver(o, alike)
	r := s.run()
	if s.barriers == 0 || !some {
		// Without a barrier the region is exact; every way to it gives the same.
		return r
	}
	trials := []*solver{newSolver(o, roughly), newSolver(o, exactly)}
	if n <= sliverLimit {
		s := newSolver(o, exactly)
		s.keptWeight = 0
		trials = append(trials, s)
	}
	span := Makespan(r, takes)
	for _, s := range trials {
		t := s.run()
		if m := Makespan(t, takes); float64(m)*(1+hintGain) < float64(span) {
			r, span = t, m
		}
	}
	return r
}
