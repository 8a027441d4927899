package region

import (
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// A weigh says how long the method takes an item to be, in microseconds, and
// whether the user said so. Weights are whole numbers so that sums are exact
// and equal paths compare as equal on every machine. A year at the most keeps
// the sum over a few hundred thousand items inside an int64.
type weigh func(graph.Node) (weight int64, hinted bool)

const (
	second        = int64(time.Second / time.Microsecond)
	unknownWeight = second
	longestWeight = int64(365 * 24 * time.Hour / time.Microsecond)
)

// alike takes all items to be equally long.
func alike(graph.Node) (int64, bool) { return unknownWeight, false }

// exactly takes every hint as it is. An item without one counts a second: who
// gives a few hints gives them to the items that take long.
func exactly(n graph.Node) (int64, bool) {
	if n.Expected <= 0 {
		return unknownWeight, false
	}
	return min(max(int64(n.Expected/time.Microsecond), 1), longestWeight), true
}

// roughly rounds every hint to the nearest power of 1.5 seconds, so that one
// that changes a little from run to run moves few cuts.
func roughly(n graph.Node) (int64, bool) {
	w, hinted := exactly(n)
	if !hinted {
		return w, false
	}
	return roundWeight(w), true
}

// roundWeight returns the power of 1.5 seconds nearest in ratio, at least a
// microsecond. The powers are found by multiplication alone, which unlike a
// logarithm gives the same bits everywhere.
func roundWeight(w int64) int64 {
	const base = 1.5
	x, p := float64(w), float64(second)
	for x*x > p*(p*base) {
		p *= base
	}
	for x*x < p*(p/base) && p > 1 {
		p /= base
	}
	return max(int64(p), 1)
}
