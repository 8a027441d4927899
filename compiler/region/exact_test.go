package region

import (
	"math/bits"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// optimum searches for the shortest makespan of all regions of a small graph.
//
// A set that is not connected is best run in parallel; a connected one must be
// cut after one of its ideals (the sets that contain all that their members wait
// for), so the search is over ideals, with one memory of what each set takes.
type optimum struct {
	above, below []uint32 // of a node, as sets
	takes        []time.Duration
	known        map[uint32]time.Duration
}

func newOptimum(g *graph.Graph) *optimum {
	o := &optimum{known: map[uint32]time.Duration{}}
	for u, row := range matrix(g) {
		o.takes = append(o.takes, g.Nodes[u].Expected)
		o.above, o.below = append(o.above, 0), append(o.below, 0)
		for v, before := range row {
			if before {
				o.below[u] |= 1 << v
			}
		}
	}
	for u := range o.below {
		for v := range o.below {
			if o.below[u]&(1<<v) != 0 {
				o.above[v] |= 1 << u
			}
		}
	}
	return o
}

// critical returns the longest chain in a set.
func (o *optimum) critical(set uint32) time.Duration {
	end := make(map[int]time.Duration)
	var longest time.Duration
	var visit func(v int) time.Duration
	visit = func(v int) time.Duration {
		if t, known := end[v]; known {
			return t
		}
		var ready time.Duration
		for rest := o.above[v] & set; rest != 0; rest &= rest - 1 {
			ready = max(ready, visit(bits.TrailingZeros32(rest)))
		}
		end[v] = ready + o.takes[v]
		return end[v]
	}
	for rest := set; rest != 0; rest &= rest - 1 {
		longest = max(longest, visit(bits.TrailingZeros32(rest)))
	}
	return longest
}

// component returns the part of a set that its first node is connected with.
func (o *optimum) component(set uint32) uint32 {
	c := set & -set
	for {
		grown := c
		for rest := c; rest != 0; rest &= rest - 1 {
			v := bits.TrailingZeros32(rest)
			grown |= (o.above[v] | o.below[v]) & set
		}
		if grown == c {
			return c
		}
		c = grown
	}
}

func (o *optimum) of(set uint32) time.Duration {
	if bits.OnesCount32(set) <= 1 {
		if set == 0 {
			return 0
		}
		return o.takes[bits.TrailingZeros32(set)]
	}
	if t, known := o.known[set]; known {
		return t
	}
	var best time.Duration
	if c := o.component(set); c != set {
		best = max(o.of(c), o.of(set&^c))
	} else {
		best = -1
		bound := o.critical(set)
		o.ideals(set, 0, set, func(d uint32) bool {
			u := set &^ d
			if d == 0 || u == 0 || best >= 0 && o.critical(d)+o.critical(u) >= best {
				return true
			}
			if t := o.of(d) + o.of(u); best < 0 || t < best {
				best = t
			}
			return best > bound // nothing beats the longest chain
		})
	}
	o.known[set] = best
	return best
}

// ideals calls f with every ideal of a set that contains d and else only nodes
// of free, until f returns false.
func (o *optimum) ideals(set, d, free uint32, f func(uint32) bool) bool {
	for rest := free; rest != 0; rest &= rest - 1 {
		v := bits.TrailingZeros32(rest)
		if o.above[v]&set&^d != 0 {
			continue
		}
		// With v, and then without v and all that waits for it.
		free &^= 1 << v
		if !o.ideals(set, d|1<<v, free, f) {
			return false
		}
		free &^= o.below[v]
		return o.ideals(set, d, free, f)
	}
	return f(d)
}

// On small graphs with exact hints the region is compared with the best of all.
func TestDistanceToOptimum(t *testing.T) {
	const graphs = 500
	rng := rand.New(rand.NewPCG(8, 14))
	var ratio, levelRatio, criticalRatio float64
	worst, hit, exact := 1.0, 0, 0
	for range graphs {
		n := 8 + rng.IntN(7)
		g := hinted(rng, sparse(rng, n, 0.8+1.2*rng.Float64()))
		o := newOptimum(g)
		takes := o.takes
		all := uint32(1)<<n - 1
		least := o.of(all)
		r, waits := Structure(g, Options{})
		got := Makespan(r, takes)
		if got < least {
			t.Fatalf("the search finds %s, the region takes %s:\n%s", least, got, Outline(r, g))
		}
		if len(waits) == 0 {
			exact++
		}
		if got == least {
			hit++
		}
		x := float64(got) / float64(least)
		worst = max(worst, x)
		ratio += x / graphs
		levelRatio += float64(Makespan(levels(g), takes)) / float64(least) / graphs
		criticalRatio += float64(least) / float64(g.Reduce().CriticalPath(takes)) / graphs
	}
	t.Logf("%d graphs of 8 to 14 tasks, %d of them nested blocks already: mean %.4f of the optimum, worst %.3f, optimal in %.0f %%; level barriers %.4f; optimum to critical path %.4f",
		graphs, exact, ratio, worst, 100*float64(hit)/graphs, levelRatio, criticalRatio)
	if ratio > 1.004 {
		t.Errorf("mean makespan %.4f of the optimum, want at most 1.004", ratio)
	}
}

// The search itself, where the answer is known.
func TestOptimumOfN(t *testing.T) {
	g := parse("a1b2c2d1", "ac ad bd")
	if got := newOptimum(g).of(15); got != 4*time.Minute {
		t.Errorf("N takes %s at least, want 4m0s", got)
	}
	g = parse("a1b2d1e1f1", "ae ef ad bd") // c as a chain that can be divided
	if got := newOptimum(g).of(31); got != 3*time.Minute {
		t.Errorf("N with a divided chain takes %s at least, want 3m0s", got)
	}
}
