package diag

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// mostLines of a snippet are shown, the first and the last of them.
	mostLines = 6

	// mostWidth of a line is shown, in characters, around what is wrong in
	// it; generated files have lines of any length.
	mostWidth = 160

	tab = "    "
)

// The escape sequences of colours.
const (
	red       = "\x1b[1;31m"
	yellow    = "\x1b[1;33m"
	bold      = "\x1b[1m"
	dim       = "\x1b[2m"
	underline = "\x1b[4m"
	plain     = "\x1b[0m"
)

// WriteText writes reports for people, with an empty line after each. With
// colour it marks the severity and, in the snippets, what is wrong.
func WriteText(w io.Writer, reports []Report, colour bool) error {
	t := text{colour: colour}
	for _, r := range reports {
		t.report(r)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

type text struct {
	strings.Builder
	colour bool
}

// in writes s in a colour.
func (t *text) in(colour, s string) {
	if t.colour && s != "" {
		s = colour + s + plain
	}
	t.WriteString(s)
}

func (t *text) report(r Report) {
	if r.Severity == "warning" {
		t.in(yellow, "Warning:")
	} else {
		t.in(red, "Error:")
	}
	t.WriteByte(' ')
	t.in(bold, r.Title)
	if r.Code != "" {
		t.in(dim, " ["+string(r.Code)+"]")
	}
	t.WriteString("\n\n")
	if r.Place != nil {
		t.WriteString("  on " + r.Place.where())
		if r.In != "" {
			t.WriteString(", in " + r.In)
		}
		if len(r.Snippet) > 0 {
			t.WriteByte(':')
		}
		t.WriteByte('\n')
		t.snippet(r.Snippet)
		t.WriteByte('\n')
	}
	t.WriteString(strings.TrimSpace(r.Detail) + "\n")
	if len(r.Notes) > 0 {
		t.WriteByte('\n')
	}
	for _, n := range r.Notes {
		t.WriteString("  " + n.Place.where() + ": " + n.Text + "\n")
	}
	t.WriteByte('\n')
}

// where is "daily.pipe.hcl line 14", or the file alone where the place is no
// line of it.
func (p Place) where() string {
	if p.Start.Line < 1 {
		return p.File
	}
	return fmt.Sprintf("%s line %d", p.File, p.Start.Line)
}

// snippet writes the lines, with their numbers, in one column.
func (t *text) snippet(lines []Line) {
	if len(lines) == 0 {
		return
	}
	width := len(strconv.Itoa(lines[len(lines)-1].Number))
	for i, l := range lines {
		if len(lines) > mostLines && i >= mostLines-1 && i < len(lines)-1 {
			if i == mostLines-1 {
				fmt.Fprintf(t, "  %*s\n", width+1, "...")
			}
			continue
		}
		t.in(dim, fmt.Sprintf("  %*d:", width, l.Number))
		before, wrong, after := l.cut()
		if before+wrong+after != "" {
			t.WriteByte(' ')
		}
		t.WriteString(before)
		t.in(underline, wrong)
		t.WriteString(after + "\n")
	}
}

// cut splits a line where its wrong part begins and ends, with tabs widened
// and, of a long line, only what is near that part.
func (l Line) cut() (before, wrong, after string) {
	from, to := min(l.From, len(l.Text)), min(l.To, len(l.Text))
	before, wrong, after = show(l.Text[:from]), show(l.Text[from:to]), strings.TrimRight(show(l.Text[to:]), " ")
	// What is wrong goes first, then what stands before it, then the rest.
	wrong = head(wrong, mostWidth)
	left := mostWidth - utf8.RuneCountInString(wrong)
	if n := utf8.RuneCountInString(after); n < left/2 {
		before = tail(before, left-n)
	} else {
		before = tail(before, left/2)
	}
	after = head(after, left-utf8.RuneCountInString(before))
	return before, wrong, after
}

// show makes text safe for a terminal: tabs become spaces, and what would
// move the cursor or change colours, a question mark in a box.
func show(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (0x80 <= r && r < 0xa0) || (0x202a <= r && r <= 0x202e) || (0x2066 <= r && r <= 0x2069) {
			return utf8.RuneError
		}
		return r
	}, strings.ReplaceAll(s, "\t", tab))
}

// head and tail keep at most n characters of a text's beginning or end.
func head(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:max(n-3, 0)]) + "..."
}

func tail(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return "..." + string(r[len(r)-max(n-3, 0):])
}
