package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
)

// Moments gives a function that writes what happens in an execution, a line each,
// for those who read it in a log: what has ended, and what failed.
func Moments(w io.Writer) func(pipetest.Moment) {
	return func(m pipetest.Moment) {
		name, in := element(m.Span)
		if in != "" {
			name += " (" + in + ")"
		}
		switch {
		case m.Span.Mark != replay.None: // the report says so
		case m.What == "end":
			fmt.Fprintf(w, "%8s  %s ended\n", pipetest.Clock(m.Time), harmless(name))
		case m.What == "fail":
			fmt.Fprintf(w, "%8s  %s: %s\n", pipetest.Clock(m.Time), harmless(name), harmless(m.Error))
		}
	}
}

// Places says where in the sources the tasks stand that failed, each once, in the
// order in which they started; nothing where none did.
func Places(r *pipetest.Run) string {
	var out strings.Builder
	told := map[string]bool{}
	for _, s := range r.Failed() {
		file, line, ok := r.Where(s)
		if !ok || told[s.Name] {
			continue
		}
		told[s.Name] = true
		fmt.Fprintf(&out, "  %s is on %s line %d\n", s.Name, file, line)
	}
	return out.String()
}
