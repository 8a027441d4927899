package region

import (
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// Weights are whole microseconds: sums of them are exact, so that equal paths
// compare as equal on every machine. A year at the most keeps the sum over a
// few hundred thousand tasks inside an int64.
const (
	unknownWeight = int64(time.Second / time.Microsecond)
	longestWeight = int64(365 * 24 * time.Hour / time.Microsecond)
)

// weightOf returns how long the method takes a node to be. Hints are rounded to
// the nearest power of 1.5 seconds: a hint that changes by a few percent from
// run to run then moves no cut.
func weightOf(n graph.Node) (int64, bool) {
	if n.Expected <= 0 {
		return unknownWeight, false
	}
	return roundWeight(min(max(int64(n.Expected/time.Microsecond), 1), longestWeight)), true
}

// roundWeight returns the power of 1.5 seconds nearest in ratio, at least a
// microsecond. The powers are found by multiplication alone, which unlike a
// logarithm gives the same bits everywhere.
func roundWeight(w int64) int64 {
	const base = 1.5
	x, p := float64(w), float64(unknownWeight)
	for x*x > p*(p*base) {
		p *= base
	}
	for x*x < p*(p/base) && p > 1 {
		p /= base
	}
	return max(int64(p), 1)
}
