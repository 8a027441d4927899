package operate

import (
	"math"
	"slices"
	"time"
)

// A Taken is how long a task took in an execution.
type Taken struct {
	Task     string
	Duration time.Duration
}

// Medians are the medians of how long tasks took, in seconds, by task: rounded to a
// tenth, and to whole ones from a minute on, for a hint says no more, and one that
// stays the same changes no file.
func Medians(all []Taken) map[string]float64 {
	by := map[string][]time.Duration{}
	for _, t := range all {
		by[t.Task] = append(by[t.Task], t.Duration)
	}
	out := make(map[string]float64, len(by))
	for task, took := range by { // each on its own
		slices.Sort(took)
		middle := took[len(took)/2]
		if len(took)%2 == 0 {
			middle = (took[len(took)/2-1] + middle) / 2
		}
		seconds := middle.Seconds()
		if seconds < 60 {
			seconds = math.Round(seconds*10) / 10
		} else {
			seconds = math.Round(seconds)
		}
		out[task] = seconds
	}
	return out
}
