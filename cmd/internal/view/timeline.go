package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
)

// Timeline is what happened in an execution as lines for people: each task that
// started, when by the virtual clock, and how it ended; what was skipped; the
// end.
func Timeline(r *pipetest.Run) string {
	var rows [][2]string // when and what
	width := 0
	for _, s := range r.Spans {
		name, _ := element(s)
		width = max(width, len(name))
	}
	width = min(width, 40)
	for _, s := range r.Spans {
		name, in := element(s)
		what := fmt.Sprintf("%-*s  %s", width, name, outcome(r, s))
		if in != "" {
			what += " (" + in + ")"
		}
		rows = append(rows, [2]string{pipetest.Clock(s.Start), what})
	}
	// Those whose output was given have lines of their own.
	skipped := slices.DeleteFunc(slices.Clone(r.Skipped), func(name string) bool {
		return slices.ContainsFunc(r.Spans, func(s *pipetest.Span) bool { return s.Name == name && s.Mark == replay.Skipped })
	})
	if len(skipped) > 0 {
		rows = append(rows, [2]string{"", "skipped: " + strings.Join(skipped, ", ")})
	}
	rows = append(rows, [2]string{pipetest.Clock(r.Duration()), ending(r)})
	column := 0
	for _, row := range rows {
		column = max(column, len(row[0]))
	}
	var out strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&out, "  %*s  %s\n", column, row[0], row[1])
	}
	return out.String()
}

// element is the name of what ran, with its place in a for_each of its own, and
// the elements around that it ran for.
func element(s *pipetest.Span) (name, in string) {
	around, last := "", s.Element
	if i := strings.LastIndexByte(last, '/'); i >= 0 {
		around, last = last[:i], last[i+1:]
	}
	if strings.HasPrefix(last, s.Name+"[") {
		return last, around
	}
	return s.Name, s.Element
}

// ending is the last line: how the execution ended.
func ending(r *pipetest.Run) string {
	x := r.Execution
	switch {
	case r.Missing != nil:
		return fmt.Sprintf("no mock answers %s, and the execution was stopped", r.Missing.Name)
	case r.Contradiction != nil:
		return fmt.Sprintf("the mock of %s contradicts itself, and the execution was stopped", r.Contradiction.Name)
	case r.Status() == "succeeded":
		return "the execution succeeded"
	case r.Status() == "timed_out":
		return "the execution timed out"
	case r.Status() == "running":
		return "the execution goes on"
	}
	text := "the execution failed"
	if r.Status() == "aborted" {
		text = "the execution was aborted"
	}
	if x.HasError {
		text += ": " + x.Error
	}
	if x.Cause != "" {
		text += " (" + oneLine(x.Cause) + ")"
	}
	return text
}

// outcome is how a task ended.
func outcome(r *pipetest.Run, s *pipetest.Span) string {
	text := ""
	switch s.Mark {
	case replay.Kept:
		return "not done again"
	case replay.Skipped:
		return "skipped, its output was given"
	case replay.None:
	}
	failed := len(s.Failures) > 0 && len(s.Failures) >= s.Attempts
	switch {
	case r.Fails(s):
		return "fails the pipeline"
	case failed:
		last := s.Failures[len(s.Failures)-1]
		text = "failed: " + last.Error
		if last.Cause != "" {
			text += " (" + oneLine(last.Cause) + ")"
		}
		if len(s.Failures) > 1 {
			text += fmt.Sprintf(", %d attempts", len(s.Failures))
		}
	case !s.Done && len(s.Failures) > 0:
		text = "stopped, after " + s.Failures[len(s.Failures)-1].Error
	case !s.Done:
		text = "stopped"
	case len(s.Failures) > 0:
		text = fmt.Sprintf("succeeded at attempt %d, after %s", len(s.Failures)+1, s.Failures[len(s.Failures)-1].Error)
	default:
		text = "succeeded"
	}
	if d := s.End - s.Start; d > 0 && s.Done || d >= time.Second {
		text += ", took " + pipetest.Clock(d)
	}
	return text
}

// oneLine is a text as one line that is not too long: what it begins with, and
// more of what it ends with, where AWS says why an expression failed.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const begin, end = 80, 120
	if r := []rune(s); len(r) > begin+end {
		return string(r[:begin]) + " ... " + string(r[len(r)-end:])
	}
	return s
}
