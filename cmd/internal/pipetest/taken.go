package pipetest

import (
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl/replay"
)

// A Taken is how long a task took, once.
type Taken struct {
	Task     string
	Duration time.Duration
}

// Taken are how long the tasks took that were done and ended well: one that runs for elements of its
// own as a whole, from the first that starts to the last that ends; one inside of a map
// for each element.
func (r *Run) Taken() []Taken {
	type whole struct{ task, around string }
	begin, end := map[whole]time.Duration{}, map[whole]time.Duration{}
	var order []whole
	bad := map[whole]bool{}
	for _, s := range r.Spans {
		if strings.Contains(s.Name, "-") {
			continue // a cluster
		}
		w := whole{s.Name, s.Element}
		if i := strings.LastIndexByte(s.Element, '/'); strings.HasPrefix(s.Element[i+1:], s.Name+"[") {
			w.around = s.Element[:max(i, 0)]
		}
		if _, known := begin[w]; !known {
			begin[w] = s.Start
			order = append(order, w)
		}
		begin[w], end[w] = min(begin[w], s.Start), max(end[w], s.End)
		failed := len(s.Failures) > 0 && len(s.Failures) >= s.Attempts
		bad[w] = bad[w] || !s.Done || failed || s.Mark != replay.None
	}
	var out []Taken
	for _, w := range order {
		if !bad[w] {
			out = append(out, Taken{w.task, end[w] - begin[w]})
		}
	}
	return out
}
