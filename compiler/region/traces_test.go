package region

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

// A trace is one real execution of a scientific workflow: what each task took
// and what it waited for.
type trace struct {
	Name    string
	Family  string
	Seconds []float64
	Edges   [][2]int
}

// takes returns what each task took.
func (t trace) takes() []time.Duration {
	d := make([]time.Duration, len(t.Seconds))
	for i, s := range t.Seconds {
		d[i] = time.Duration(math.Round(s * float64(time.Second)))
	}
	return d
}

// graph returns the trace's graph, with what each task took as its hint or
// without hints.
func (t trace) graph(hints bool) *graph.Graph {
	g := &graph.Graph{}
	for i, d := range t.takes() {
		n := graph.Node{Name: fmt.Sprintf("t%d", i)}
		if hints {
			n.Expected = d
		}
		g.Nodes = append(g.Nodes, n)
	}
	for _, e := range t.Edges {
		g.Edges = append(g.Edges, graph.Edge{From: e[0], To: e[1], Why: "depends_on"})
	}
	return g
}

// loadTraces reads the measured workflows, which live beside the project.
func loadTraces(tb testing.TB) []trace {
	f, err := os.Open("../../../shared/workflows/traces.jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skip("the measured workflows are not here")
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var traces []trace
	in := bufio.NewScanner(f)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var t trace
		if err := json.Unmarshal(in.Bytes(), &t); err != nil {
			tb.Fatal(err)
		}
		traces = append(traces, t)
	}
	if err := in.Err(); err != nil {
		tb.Fatal(err)
	}
	return traces
}

// levels returns the lowering that everybody writes by hand: one barrier after
// every level.
func levels(g *graph.Graph) Region {
	o := g.Reduce()
	var parts []Region
	for i := 0; i < len(o.Topo); {
		var level []Region
		l := o.Level[o.Topo[i]]
		for ; i < len(o.Topo) && o.Level[o.Topo[i]] == l; i++ {
			level = append(level, &Leaf{Node: o.Topo[i]})
		}
		if len(level) == 1 {
			parts = append(parts, level[0])
		} else {
			parts = append(parts, &Par{Branches: level})
		}
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	return &Seq{Parts: parts}
}

func TestProto(t *testing.T) {
	stats := map[string][]float64{}
	for _, tr := range loadTraces(t) {
		g := tr.graph(false)
		takes := tr.takes()
		cp := float64(g.Reduce().CriticalPath(takes))
		if cp == 0 {
			t.Log("zero", tr.Name)
			continue
		}
		r, _ := Structure(g, Options{})
		if err := Check(r, g); err != nil {
			t.Fatal(tr.Name, err)
		}
		pairs, gp := ordered(r, g)
		kind := "nsp"
		if pairs == gp {
			kind = "sp"
		}
		add := func(what string, r Region) {
			stats[kind+" "+what] = append(stats[kind+" "+what], float64(Makespan(r, takes))/cp)
		}
		add("unknown", r)
		r, _ = Structure(g, Options{Method: "peel"})
		add("peel", r)
		h := tr.graph(true)
		r, _ = Structure(h, Options{})
		if err := Check(r, g); err != nil {
			t.Fatal(tr.Name, err)
		}
		add("exact", r)
		add("levels", levels(g))
	}
	var keys []string
	for k := range stats {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		v := stats[k]
		slices.Sort(v)
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		t.Logf("%-14s n=%d mean %.4f med %.4f p90 %.4f max %.4f", k, len(v), sum/float64(len(v)), v[len(v)/2], v[len(v)*9/10], v[len(v)-1])
	}
}

// ordered counts the pairs ordered by the region and by the graph.
func ordered(r Region, g *graph.Graph) (int, int) {
	a, b := places(r, g, false), places(r, g, true)
	n := 0
	for u := range a {
		for v := range a {
			if a[u] < a[v] && b[u] < b[v] {
				n++
			}
		}
	}
	o := g.Reduce()
	m := 0
	for u := range a {
		m += o.Descendants(u).Len()
	}
	return n, m
}
