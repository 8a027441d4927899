package view

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
)

// A Progress is the one line of a terminal that says what an execution is at:
// the virtual clock, what runs, and what was tried again. A nil one shows
// nothing.
type Progress struct {
	w       io.Writer
	running []*pipetest.Span
	ended   int
	retried string
	width   int // of the line that is shown
}

// NewProgress makes a progress on a terminal.
func NewProgress(w io.Writer) *Progress { return &Progress{w: w} }

// Show shows a moment. Errors of the terminal are no errors of the execution.
func (p *Progress) Show(m pipetest.Moment) {
	switch m.What {
	case "start":
		p.running = append(p.running, m.Span)
	case "end":
		p.running = slices.DeleteFunc(p.running, func(s *pipetest.Span) bool { return s == m.Span })
		p.ended++
	case "fail":
		p.retried = fmt.Sprintf("; %s: %s", m.Span.Name, m.Error)
	}
	var names []string
	for _, s := range p.running {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	const most = 4
	if len(names) > most {
		names = append(names[:most], fmt.Sprintf("%d more", len(names)-most))
	}
	line := fmt.Sprintf("%8s  %d done", pipetest.Clock(m.Time), p.ended)
	if len(names) > 0 {
		line += ", at " + strings.Join(names, ", ")
	}
	line = head(line+p.retried, 78)
	fmt.Fprintf(p.w, "\r%-*s", p.width, line)
	p.width = len(line)
}

// Clear takes the line away.
func (p *Progress) Clear() {
	if p != nil && p.width > 0 {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.width))
		p.width = 0
	}
}

func head(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-3]) + "..."
	}
	return s
}
