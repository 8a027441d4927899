package region

import (
	"fmt"
	"time"
)

// Makespan returns how long a region takes when each item takes the given time,
// by index, and a state change takes none.
func Makespan(r Region, takes []time.Duration) time.Duration {
	switch r := r.(type) {
	case nil:
		return 0
	case *Leaf:
		return takes[r.Node]
	case *Seq:
		var sum time.Duration
		for _, p := range r.Parts {
			sum += Makespan(p, takes)
		}
		return sum
	case *Par:
		var longest time.Duration
		for _, b := range r.Branches {
			longest = max(longest, Makespan(b, takes))
		}
		return longest
	default:
		panic(fmt.Sprintf("region: unknown region %T", r))
	}
}
