package view

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUnified(t *testing.T) {
	seq := func(from, to int) string {
		var b strings.Builder
		for i := from; i <= to; i++ {
			fmt.Fprintln(&b, i)
		}
		return b.String()
	}
	tests := []struct{ name, old, new, want string }{
		{"same", "a\n", "a\n", ""},
		{"changed", seq(1, 9), strings.Replace(seq(1, 9), "5", "five", 1), "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"},
		{"new", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"},
		{"emptied", "a\n", "", "@@ -1 +0,0 @@\n-a\n"},
		{"line end", "a\nb", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"},
		{
			"near", seq(1, 20), strings.NewReplacer("4\n", "four\n", "11\n", "eleven\n").Replace(seq(1, 13)) + seq(14, 20),
			"@@ -1,14 +1,14 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n 8\n 9\n 10\n-11\n+eleven\n 12\n 13\n 14\n",
		},
		{
			"far", seq(1, 20), strings.NewReplacer("4\n", "four\n", "12\n", "twelve\n").Replace(seq(1, 13)) + seq(14, 20),
			"@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n@@ -9,7 +9,7 @@\n 9\n 10\n 11\n-12\n+twelve\n 13\n 14\n 15\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Unified("a/f", "b/f", test.old, test.new)
			want := test.want
			if want != "" {
				want = "--- a/f\n+++ b/f\n" + want
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A difference, applied to the old text, gives the new one; and it is the
// shortest there is.
func TestUnifiedApplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			s := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "\n"}), 0, 40).Draw(t, label), "")
			if rapid.Bool().Draw(t, "open") {
				s = strings.TrimSuffix(s, "\n")
			}
			return s
		}
		old, new := text("old"), text("new")
		diff := Unified("a", "b", old, new)
		if got := patch(t, old, diff); got != new {
			t.Fatalf("applying\n%s\nto %q gives %q, want %q", diff, old, got, new)
		}
		changed := 0
		for _, e := range diffLines(splitLines(old), splitLines(new)) {
			if !e.same() {
				changed++
			}
		}
		if want := distance(splitLines(old), splitLines(new)); changed != want {
			t.Fatalf("%d lines changed from %q to %q, %d would do", changed, old, new, want)
		}
	})
}

// distance is the number of lines to take out and put in, by the plain table.
func distance(a, b []string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			above := row[j]
			if a[i-1] == b[j-1] {
				row[j] = diagonal
			} else {
				row[j] = min(above, row[j-1]) + 1
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

// patch applies a unified difference, strictly.
func patch(t *rapid.T, old, diff string) string {
	lines := splitLines(old)
	var out []string
	at := 0
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		case strings.HasPrefix(line, "@@ -"):
			from, length, _ := strings.Cut(strings.Fields(line)[1][1:], ",")
			n, err := strconv.Atoi(from)
			if err != nil {
				t.Fatalf("hunk %q", line)
			}
			if length != "0" {
				n--
			}
			for ; at < n; at++ {
				out = append(out, lines[at])
			}
		case strings.HasPrefix(line, "\\"):
			out[len(out)-1] = strings.TrimSuffix(out[len(out)-1], "\n")
		case line[0] == '+':
			out = append(out, line[1:])
		default:
			if strings.TrimSuffix(lines[at], "\n") != strings.TrimSuffix(line[1:], "\n") {
				t.Fatalf("line %d is %q, the difference says %q", at, lines[at], line)
			}
			if line[0] == ' ' {
				out = append(out, lines[at])
			} else if strings.HasSuffix(lines[at], "\n") == false {
				out = append(out, "") // what the next line about the newline refers to
			}
			at++
		}
	}
	return strings.Join(append(out, lines[at:]...), "")
}

// Beyond the limit the difference is still right, if not the shortest.
func TestUnifiedLarge(t *testing.T) {
	var a, b strings.Builder
	for i := range 2 * mostEdits {
		fmt.Fprintf(&a, "a%d\n", i)
		fmt.Fprintf(&b, "b%d\n", i)
	}
	edits := diffLines(splitLines("x\n"+a.String()+"y\n"), splitLines("x\n"+b.String()+"y\n"))
	if want := 4*mostEdits + 2; len(edits) != want || !edits[0].same() || !edits[len(edits)-1].same() {
		t.Errorf("%d edits, want %d between two lines that are the same", len(edits), want)
	}
}
