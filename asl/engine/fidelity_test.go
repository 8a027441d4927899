package engine

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A fidelity counts how many recorded cases agree, by category.
type fidelity struct{ rows map[string]*fidelityRow }

// A fidelityRow counts the cases of a category and those that agree in all of
// what was recorded of it: result, calls, history.
type fidelityRow struct{ results, calls, histories share }

type share struct{ right, all int }

func (s *share) count(recorded bool, diffs []string) {
	if recorded {
		s.all++
		if len(diffs) == 0 {
			s.right++
		}
	}
}

func (s share) String() string {
	if s.all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", s.right, s.all, 100*float64(s.right)/float64(s.all))
}

func newFidelity() *fidelity { return &fidelity{map[string]*fidelityRow{}} }

func (f *fidelity) add(c *recordedCase, m misses) {
	for _, name := range []string{c.Category, "**all**"} {
		r := f.rows[name]
		if r == nil {
			r = new(fidelityRow)
			f.rows[name] = r
		}
		r.results.count(true, m.result)
		r.calls.count(len(c.Mocks) > 0, m.calls)
		r.histories.count(c.History != nil, m.history)
	}
}

// table is the counts as Markdown.
func (f *fidelity) table() string {
	var s strings.Builder
	s.WriteString("| category | status, output, error and cause | calls of tasks | event history |\n|---|---|---|---|\n")
	names := slices.Sorted(maps.Keys(f.rows))
	for _, name := range append(names[1:], names[0]) { // the sum last
		r := f.rows[name]
		fmt.Fprintf(&s, "| %s | %s | %s | %s |\n", name, r.results, r.calls, r.histories)
	}
	return s.String()
}

// enough fails the test where too few cases agree.
func (f *fidelity) enough(t *testing.T) {
	all := f.rows["**all**"]
	if all.results.right*100 < 99*all.results.all {
		t.Errorf("%s results agree, fewer than 99%%", all.results)
	}
	if all.histories.right*100 < 97*all.histories.all {
		t.Errorf("%s histories agree, fewer than 97%%", all.histories)
	}
}

// knownMisses are the cases that are known to differ, and why. A case that is
// listed and agrees is an error too.
type knownMisses struct {
	file  string
	why   map[string]string // by name and what misses
	lines [][3]string       // what misses, name and why, as in the file
	seen  map[string]bool
}

func readKnownMisses(t testing.TB, file string) *knownMisses {
	k := &knownMisses{file: file, why: map[string]string{}, seen: map[string]bool{}}
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, rest, _ := strings.Cut(line, " ")
		name, why, ok := strings.Cut(rest, " | ")
		if !ok {
			t.Fatalf("%s: no reason in %q", file, line)
		}
		for what := range strings.SplitSeq(what, ",") {
			key := what + " " + name
			if _, twice := k.why[key]; twice {
				t.Fatalf("%s lists %s twice", file, key)
			}
			k.why[key] = why
		}
		k.lines = append(k.lines, [3]string{what, name, why})
	}
	return k
}

// list names the misses as Markdown, in the order of the file.
func (k *knownMisses) list(file string) string {
	var s strings.Builder
	fmt.Fprintf(&s, "Known misses (`asl/engine/testdata/%s`):\n\n", file)
	for _, l := range k.lines {
		fmt.Fprintf(&s, "* `%s`: %s – %s\n", l[1], strings.ReplaceAll(l[0], ",", " and "), l[2])
	}
	return s.String()
}

func (k *knownMisses) check(t testing.TB, name, what string, diffs []string) {
	key := what + " " + name
	_, known := k.why[key]
	k.seen[key] = true
	switch {
	case known && len(diffs) == 0:
		t.Errorf("%s is listed in %s, and agrees", key, k.file)
	case !known && len(diffs) > 0:
		t.Errorf("%s\n\t%s", key, strings.Join(diffs, "\n\t"))
	}
}

func (k *knownMisses) unused(t testing.TB) {
	for _, key := range slices.Sorted(maps.Keys(k.why)) {
		if !k.seen[key] {
			t.Errorf("%s lists %s, which is no case", k.file, key)
		}
	}
}

const fidelityDoc = "../../docs/fidelity.md"

// checkFidelityDoc compares a part of docs/fidelity.md, between <!-- name -->
// and <!-- /name -->, with what was measured. PIPECTL_UPDATE=1 writes it.
func checkFidelityDoc(t *testing.T, name, want string) {
	t.Helper()
	data, err := os.ReadFile(fidelityDoc)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), "<!-- "+name+" -->\n")
	got, after, closed := strings.Cut(rest, "<!-- /"+name+" -->")
	if !ok || !closed {
		t.Fatalf("%s has no part named %s", fidelityDoc, name)
	}
	want = "\n" + want + "\n"
	if os.Getenv("PIPECTL_UPDATE") != "" {
		text := before + "<!-- " + name + " -->\n" + want + "<!-- /" + name + " -->" + after
		if err := os.WriteFile(fidelityDoc, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s is not current, PIPECTL_UPDATE=1 writes it (-want +got):\n%s", fidelityDoc, d)
	}
}
