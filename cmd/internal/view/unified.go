package view

import (
	"fmt"
	"strings"
)

// contextLines are shown before and after each change.
const contextLines = 3

// Unified is the difference between two texts as patch(1) reads it: empty when
// they are the same. A name stands for a text that does not exist by being
// "/dev/null".
func Unified(oldName, newName, old, new string) string {
	if old == new {
		return ""
	}
	a, b := splitLines(old), splitLines(new)
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", oldName, newName)
	edits := diffLines(a, b)
	for start := 0; start < len(edits); {
		// A hunk goes on while less than two contexts of equal lines lie
		// between two changes.
		if edits[start].same() {
			start++
			continue
		}
		end, equal := start, 0
		for i := start; i < len(edits) && equal <= 2*contextLines; i++ {
			if edits[i].same() {
				equal++
			} else {
				end, equal = i+1, 0
			}
		}
		writeHunk(&out, a, b, edits[max(0, start-contextLines):min(len(edits), end+contextLines)])
		start = end
	}
	return out.String()
}

// An edit is a line: of both texts, or of one with the other's being -1.
type edit struct{ a, b int }

func (e edit) same() bool { return e.a >= 0 && e.b >= 0 }

func writeHunk(out *strings.Builder, a, b []string, edits []edit) {
	var lines strings.Builder
	fromA, fromB, inA, inB := -1, -1, 0, 0
	for _, e := range edits {
		switch {
		case e.same():
			lines.WriteString(" " + a[e.a])
		case e.a >= 0:
			lines.WriteString("-" + a[e.a])
		default:
			lines.WriteString("+" + b[e.b])
		}
		if e.a >= 0 {
			if fromA < 0 {
				fromA = e.a
			}
			inA++
		}
		if e.b >= 0 {
			if fromB < 0 {
				fromB = e.b
			}
			inB++
		}
		if s := lines.String(); !strings.HasSuffix(s, "\n") {
			lines.WriteString("\n\\ No newline at end of file\n")
		}
	}
	// A side without lines is named by the line before, 0 for an empty text.
	position := func(from, n int) string {
		if n == 1 {
			return fmt.Sprint(from + 1)
		}
		return fmt.Sprintf("%d,%d", max(from+1, 0), n)
	}
	fmt.Fprintf(out, "@@ -%s +%s @@\n%s", position(fromA, inA), position(fromB, inB), lines.String())
}

// splitLines keeps the line ends.
func splitLines(s string) []string {
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// mostEdits is the number of changed lines up to which the least difference is
// looked for; the search takes their square in time and memory. Beyond it
// everything between the common head and tail is one change.
const mostEdits = 2000

// diffLines is the shortest way from one text to the other, by Myers' greedy
// algorithm ("An O(ND) Difference Algorithm", 1986).
func diffLines(a, b []string) []edit {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var edits []edit
	for i := range head {
		edits = append(edits, edit{i, i})
	}
	for _, e := range shortest(a[head:len(a)-tail], b[head:len(b)-tail]) {
		if e.a >= 0 {
			e.a += head
		}
		if e.b >= 0 {
			e.b += head
		}
		edits = append(edits, e)
	}
	for i := tail; i > 0; i-- {
		edits = append(edits, edit{len(a) - i, len(b) - i})
	}
	return edits
}

func shortest(a, b []string) []edit {
	// reach[k] is how far into a one comes on diagonal k (position in a less
	// position in b) with so many changes; trace keeps it for each number.
	limit := min(len(a)+len(b), mostEdits)
	offset := limit + 1
	reach := make([]int, 2*limit+3)
	var trace [][]int
	for changes := 0; changes <= limit; changes++ {
		trace = append(trace, append([]int(nil), reach[offset-changes-1:offset+changes+2]...))
		for k := -changes; k <= changes; k += 2 {
			x := reach[offset+k-1] + 1 // leave out a line of a
			if k == -changes || k < changes && reach[offset+k-1] < reach[offset+k+1] {
				x = reach[offset+k+1] // put in a line of b
			}
			y := x - k
			for x < len(a) && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			reach[offset+k] = x
			if x >= len(a) && y >= len(b) {
				return walkBack(trace, len(a), len(b))
			}
		}
	}
	var edits []edit
	for i := range a {
		edits = append(edits, edit{i, -1})
	}
	for i := range b {
		edits = append(edits, edit{-1, i})
	}
	return edits
}

// walkBack follows the traces from the end to the begin.
func walkBack(trace [][]int, x, y int) []edit {
	var reversed []edit
	for changes := len(trace) - 1; changes >= 0; changes-- {
		reach := func(k int) int { return trace[changes][k+changes+1] }
		k := x - y
		before := k - 1
		if k == -changes || k < changes && reach(k-1) < reach(k+1) {
			before = k + 1
		}
		px := reach(before)
		py := px - before
		if changes == 0 {
			px, py = 0, 0
		}
		for x > px && y > py {
			x, y = x-1, y-1
			reversed = append(reversed, edit{x, y})
		}
		if changes > 0 {
			if x == px {
				y--
				reversed = append(reversed, edit{-1, y})
			} else {
				x--
				reversed = append(reversed, edit{x, -1})
			}
		}
	}
	edits := make([]edit, len(reversed))
	for i, e := range reversed {
		edits[len(reversed)-1-i] = e
	}
	return edits
}
