package pipetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A Failure is one thing that is not as a test expects.
type Failure struct {
	Code  diag.Code
	Range hcl.Range // of what was expected

	// Text is sentences: what was expected and what happened.
	Text string

	// Want and Got are values to be compared; nil where Text says it all.
	Want, Got asl.Value

	// Lines are a list of what is missing ("-") and of what is too much
	// ("+"), or what is as expected (" ").
	Lines []string

	Notes []diag.Note
}

// Judge compares what happened with what a test expects.
func (t *Test) Judge(r *Run) []Failure {
	switch {
	case r.Missing != nil:
		return []Failure{r.Missing.failure(t, r.Spans)}
	case r.Contradiction != nil:
		f := Failure{Code: diag.ContradictoryMock, Range: t.Range, Text: r.Contradiction.Text}
		if m := r.Contradiction.Mock; m != nil && m.Range.Filename != "" {
			f.Range = m.Range
		}
		return []Failure{f}
	}
	var out []Failure
	add := func(rng hcl.Range, format string, args ...any) *Failure {
		out = append(out, Failure{Code: diag.UnmetExpectation, Range: rng, Text: fmt.Sprintf(format, args...)})
		return &out[len(out)-1]
	}
	e := t.Expect
	ended := describe(r)
	if w := e.Status; w != nil && w.Value != r.Status() {
		add(w.Range, "The execution was to %s, and it %s.", map[string]string{
			"succeeded": "succeed", "failed": "fail", "timed_out": "time out",
		}[w.Value], ended)
	}
	if w := e.Error; w != nil {
		switch {
		case w.Value == nil && r.Execution.HasError:
			add(w.Range, "No error was expected, and the execution %s.", ended)
		case w.Value != nil && (!r.Execution.HasError || r.Execution.Error != *w.Value):
			add(w.Range, "The error %s was expected, and the execution %s.", *w.Value, ended)
		}
	}
	if w := e.Output; w != nil {
		switch got := r.Execution.Output; {
		case got == nil:
			if e.Status == nil || e.Status.Value == r.Status() {
				add(w.Range, "An output was expected, and the execution %s.", ended)
			}
		case !asl.Equal(w.Value, got):
			f := add(w.Range, "The output of the execution is another one.")
			f.Want, f.Got = asl.Sorted(w.Value), asl.Sorted(got)
		}
	}
	if w := e.Ran; w != nil {
		t.judgeRan(r, w, add)
	}
	if w := e.Skipped; w != nil {
		for _, name := range w.Value {
			if slices.Contains(r.Skipped, name) {
				continue
			}
			what := "was not reached"
			if slices.ContainsFunc(r.Spans, func(s *Span) bool { return s.Name == name }) {
				what = "ran"
			}
			f := add(w.Range, "%q was to be skipped, and it %s.", name, what)
			if len(r.Skipped) > 0 {
				f.Text += " Skipped were: " + strings.Join(r.Skipped, ", ") + "."
			} else {
				f.Text += " Nothing was skipped."
			}
		}
	}
	if w := e.Within; w != nil && r.Duration() > w.Value {
		add(w.Range, "The execution was to take no more than %s, and took %s.", Clock(w.Value), Clock(r.Duration()))
	}
	for _, c := range t.Calls {
		if f := c.judge(r); f != nil {
			out = append(out, *f)
		}
	}
	slices.SortStableFunc(out, func(a, b Failure) int { return cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte) })
	return out
}

// describe says how an execution ended: "failed with X (why)".
func describe(r *Run) string {
	x := r.Execution
	switch r.Status() {
	case "succeeded":
		return "succeeded"
	case "timed_out":
		return "timed out"
	}
	s := "failed"
	if x.HasError {
		s += " with " + x.Error
	}
	if x.Cause != "" {
		s += " (" + strings.Join(strings.Fields(x.Cause), " ") + ")"
	}
	return s
}

// judgeRan compares what ran: the same names as often, and none before one that
// it had to wait for.
func (t *Test) judgeRan(r *Run, w *Expected[[]string], add func(hcl.Range, string, ...any) *Failure) {
	got := r.Ran()
	if lines, same := compareNames(w.Value, got); !same {
		f := add(w.Range, "Other tasks ran than expected:")
		f.Lines = lines
		return
	}
	if first, before, ok := misplaced(r.Machine.names, r.Spans, w.Value); !ok {
		if before == "" {
			add(w.Range, "The tasks ran in no such order.").Lines = prefixed(" ", got)
			return
		}
		add(w.Range, "%q stands before %q, which it has to wait for.", first, before)
	}
}

// compareNames compares two lists as often as each name is in them. The lines
// are the names expected, then those that are too many.
func compareNames(want, got []string) (lines []string, same bool) {
	count := map[string]int{}
	for _, name := range got {
		count[name]++
	}
	same = true
	width := 0
	for _, name := range slices.Concat(want, got) {
		width = max(width, len(name))
	}
	for _, name := range want {
		if count[name] > 0 {
			count[name]--
			lines = append(lines, "    "+name)
			continue
		}
		same = false
		lines = append(lines, fmt.Sprintf("  - %-*s  did not run", width, name))
	}
	for _, name := range got {
		if count[name] > 0 {
			count[name]--
			same = false
			lines = append(lines, fmt.Sprintf("  + %-*s  ran", width, name))
		}
	}
	return lines, same
}

func prefixed(by string, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "   " + by + n
	}
	return out
}

// Clock writes a duration as the language does: "1h30m", "0s".
func Clock(d time.Duration) string {
	if d%time.Second != 0 {
		return d.Round(time.Millisecond).String()
	}
	var s strings.Builder
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / unit.size; n > 0 {
			fmt.Fprintf(&s, "%d%s", n, unit.name)
			d %= unit.size
		}
	}
	if s.Len() == 0 {
		return "0s"
	}
	return s.String()
}
