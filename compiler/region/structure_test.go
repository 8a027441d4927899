package region

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler/graph"
)

// parse reads a graph written as edges of one-letter nodes, "ac bc", with the
// nodes declared in the order given; edge i is written on line i+1. A node may
// be followed by what it takes, in minutes: "a5bc".
func parse(order, edges string) *graph.Graph {
	g := &graph.Graph{}
	index := map[byte]int{}
	for i := range len(order) {
		if c := order[i]; c >= '0' && c <= '9' {
			n := &g.Nodes[len(g.Nodes)-1]
			n.Expected = n.Expected*10 + time.Duration(c-'0')*time.Minute
			continue
		}
		index[order[i]] = len(g.Nodes)
		g.Nodes = append(g.Nodes, graph.Node{Name: order[i : i+1]})
	}
	for i, e := range strings.Fields(edges) {
		g.Edges = append(g.Edges, graph.Edge{
			From: index[e[0]], To: index[e[1]],
			Why:   fmt.Sprintf("refers to task.%c.output", e[0]),
			Range: hcl.Range{Filename: "main.pipe.hcl", Start: hcl.Pos{Line: i + 1}},
		})
	}
	return g
}

// short writes a region in one line: "a (b | c d) e".
func short(r Region, g *graph.Graph) string {
	join := func(rs []Region, sep string) string {
		var s []string
		for _, r := range rs {
			s = append(s, short(r, g))
		}
		return strings.Join(s, sep)
	}
	switch r := r.(type) {
	case *Leaf:
		return g.Nodes[r.Node].Name
	case *Seq:
		return join(r.Parts, " ")
	case *Par:
		return "(" + join(r.Branches, " | ") + ")"
	}
	return ""
}

// shortAdded writes waits in one line: "c after b" and the lines of the cause.
func shortAdded(waits []Added, g *graph.Graph) string {
	name := func(v int) string { return g.Nodes[v].Name }
	var all []string
	for _, a := range waits {
		s := name(a.Waiter) + " after " + name(a.For)
		for _, u := range a.Also {
			s += "," + name(u)
		}
		if more := a.Count - 1 - len(a.Also); more > 0 {
			s += fmt.Sprintf(" and %d more", more)
		}
		if a.Cost > 0 {
			s += " costs " + a.Cost.String()
		}
		if c, found := a.Cause(); found {
			s += ":"
			for _, l := range []Link{c.OneOnShared, c.BothOnShared, c.BothOnOwn} {
				s += " " + name(l.To) + "<" + name(l.From)
				for _, e := range l.Path {
					s += fmt.Sprintf("@%d", e.Range.Start.Line)
				}
			}
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func TestStructure(t *testing.T) {
	tests := []struct {
		name, order, edges string
		want, added        string
	}{
		{"empty", "", "", "", ""},
		{"one", "a", "", "a", ""},
		{"two apart", "ab", "", "(a | b)", ""},
		{"chain", "abc", "ab bc", "a b c", ""},
		{"chain declared backwards", "cba", "ab bc", "a b c", ""},
		{"an edge that follows", "abc", "ab bc ac", "a b c", ""},
		{"diamond", "abcd", "ab ac bd cd", "a (b | c) d", ""},
		{"branches by declaration", "adcb", "ab ac bd", "a (b d | c)", ""},
		{"two chains", "abcd", "ab cd", "(a b | c d)", ""},
		{"join of many", "abcd", "ad bd cd", "(a | b | c) d", ""},
		{"complete two by two", "abcd", "ac ad bc bd", "(a | b) (c | d)", ""},
		{"nested", "abcdefg", "ab bc bd ce de af eg fg", "a (b (c | d) e | f) g", ""},
		{
			"N without hints: the barrier in the middle", "abcd", "ac ad bd",
			"(a | b) (c | d)", "c after b: c<a@1 d<a@2 d<b@3",
		},
		{
			"N, b and c long: the two run beside each other", "a1b5c9d5", "ac ad bd",
			"a (b d | c)", "b after a costs 1m0s: c<a@1 d<a@2 d<b@3",
		},
		{
			"N, a and b long: the last one waits", "a5b9c5d1", "ac ad bd",
			"(a c | b) d", "d after c costs 1m0s: c<a@1 d<a@2 d<b@3",
		},
		{
			"N, a short and d long: c waits, and nobody for c", "a1b9c5d9", "ac ad bd",
			"(a | b) (c | d)", "c after b costs 8m0s: c<a@1 d<a@2 d<b@3",
		},
		{
			"N with hints that gain just more than 1.5 percent", "z6300a1b99c99d1", "za zb ac ad bd",
			"z a (b d | c)", "b after a costs 1m0s: c<a@3 d<a@4 d<b@5",
		},
		{
			"N with hints that gain just less", "z6400a1b99c99d1", "za zb ac ad bd",
			"z (a | b) (c | d)", "c after b costs 1h38m0s: c<a@3 d<a@4 d<b@5",
		},
		{
			"N with a chain in it", "abecd", "ac ce ad bd",
			"a (b d | c e)", "b after a: c<a@1 d<a@3 d<b@4",
		},
		{
			"W", "abcde", "ac bc bd ce",
			"(a | b) (c e | d)", "d after a: d<b@3 c<b@2 c<a@1",
		},
		{
			"twins stay together", "abcdef", "ae be ce af bf cf df",
			"(a | b | c | d) (e | f)", "e after d: e<a@1 f<a@4 f<d@7",
		},
		{
			"ladder", "abcdef", "ab cd ef ac ce bd df",
			"a (b | c) (d | e) f", "e after b: e<c@5 d<c@2 d<b@6",
		},
		{
			"a cause by way of others", "abcdxy", "ax xc ay yd bd",
			"a ((b | y) d | x c)", "b after a: x<a@1 d<a@3@4 d<b@5",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := parse(test.order, test.edges)
			r, waits := Structure(g, Options{})
			if err := Check(r, g); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(test.want, short(r, g)); diff != "" {
				t.Errorf("region (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.added, shortAdded(waits, g)); diff != "" {
				t.Errorf("added (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStructurePeel(t *testing.T) {
	tests := []struct{ name, order, edges, want, added string }{
		{"nested blocks stay", "abcdefg", "ab bc bd ce de af eg fg", "a (b (c | d) e | f) g", ""},
		{
			"no look at hints", "a1b5c9d5", "ac ad bd",
			"(a | b) (c | d)", "c after b costs 4m0s: c<a@1 d<a@2 d<b@3",
		},
		{
			"level by level, then relaxed", "abcdef", "ac ad bd ce df",
			"(a | b) (c e | d f)", "c after b: c<a@1 d<a@2 d<b@3",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := parse(test.order, test.edges)
			r, waits := Structure(g, Options{Method: "peel"})
			if err := Check(r, g); err != nil {
				t.Error(err)
			}
			if got := short(r, g); got != test.want {
				t.Errorf("region = %s, want %s", got, test.want)
			}
			if got := shortAdded(waits, g); got != test.added {
				t.Errorf("added = %s, want %s", got, test.added)
			}
		})
	}
}

func TestStructureUnknownMethod(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Structure by an unknown method returned")
		}
	}()
	Structure(parse("ab", "ab"), Options{Method: "guess"})
}

// Many wait for many: every waiter is told the latest it waits for, a few
// others, and how many there are.
func TestAddedOfWideBarrier(t *testing.T) {
	const wide = 40
	var edges [][2]int
	for i := range wide {
		for j := range wide {
			if i != j {
				edges = append(edges, [2]int{i, wide + j})
			}
		}
	}
	edges = append(edges, [2]int{0, wide})
	for i := range 20 { // the second half of the waiters lacks twenty more
		edges = append(edges, [2]int{i, wide + i})
	}
	g := newGraph(2*wide, edges...)
	for i := range wide {
		g.Nodes[i].Expected = time.Duration(i+1) * time.Minute
	}
	r, waits := Structure(g, Options{})
	if err := Check(r, g); err != nil {
		t.Fatal(err)
	}
	for _, a := range waits {
		if a.Barrier != 0 {
			t.Errorf("wait of %d is at barrier %d, want the only one, 0", a.Waiter, a.Barrier)
		}
		if a.For != a.Waiter-wide || a.Count != 1 || len(a.Also) != 0 {
			t.Errorf("%d waits for %d and %d others, want its opposite alone", a.Waiter, a.For, a.Count-1)
		}
	}
	if len(waits) != wide-20 {
		t.Errorf("%d items wait, want %d", len(waits), wide-20)
	}

	// One item behind the barrier depends on one before it: it waits for 39.
	edges = nil
	for i := range wide {
		edges = append(edges, [2]int{i, wide})
	}
	edges = append(edges, [2]int{7, wide + 1})
	g = newGraph(wide+2, edges...)
	r = &Seq{Parts: []Region{levels(newGraph(wide)), &Par{Branches: []Region{&Leaf{Node: wide}, &Leaf{Node: wide + 1}}}}}
	for i := range wide {
		g.Nodes[i].Expected = time.Duration(i%20+1) * time.Minute
	}
	waits = added(r, g.Reduce())
	if len(waits) != 1 {
		t.Fatalf("%d items wait, want 1", len(waits))
	}
	a := waits[0]
	if a.Waiter != wide+1 || a.For != 19 || a.Count != wide-1 || a.Cost != 12*time.Minute {
		t.Errorf("%d waits for %d and %d others at %s, want %d, 19 (the first of the longest), %d, 12m", a.Waiter, a.For, a.Count-1, a.Cost, wide+1, wide-2)
	}
	want := []int{39, 18, 38, 17, 37, 16, 36, 15, 35, 14, 34, 13, 33, 12, 32, 11}
	if diff := cmp.Diff(want, a.Also); diff != "" {
		t.Errorf("Also (-want +got):\n%s", diff)
	}
}
