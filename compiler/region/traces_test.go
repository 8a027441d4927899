package region

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
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

// graph returns the trace's graph, with a hint for each task made of what it
// took, or without hints.
func (t trace) graph(hint func(time.Duration) time.Duration) *graph.Graph {
	g := newGraph(len(t.Seconds), t.Edges...)
	if hint != nil {
		for i, d := range t.takes() {
			g.Nodes[i].Expected = hint(d)
		}
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

// A column is how a table's lowerings are told what the tasks take.
type column struct {
	name string
	// hint returns the hint for a task that takes d, 0 for none.
	hint func(rng *rand.Rand, d time.Duration) time.Duration
}

func noisy(sigma float64) func(*rand.Rand, time.Duration) time.Duration {
	return func(rng *rand.Rand, d time.Duration) time.Duration {
		return time.Duration(float64(d) * math.Exp(sigma*rng.NormFloat64()))
	}
}

var columns = []column{
	{"no hints", func(*rand.Rand, time.Duration) time.Duration { return 0 }},
	{"hints ±40 %", noisy(0.4)},
	{"hints ±10 %", noisy(0.1)},
	{"exact hints", noisy(0)},
}

var lowerings = []struct {
	name  string
	lower func(*graph.Graph) Region
}{
	{"level barriers", levels},
	{"peel", func(g *graph.Graph) Region { r, _ := Structure(g, Options{Method: "peel"}); return r }},
	{"best", func(g *graph.Graph) Region { r, _ := Structure(g, Options{}); return r }},
}

// TestMakespanOfTraces prints the table of docs/lowering.md: how long the
// regions of the measured workflows take, to the critical path.
func TestMakespanOfTraces(t *testing.T) {
	ratios := map[string][]float64{} // by kind, lowering and column
	key := func(kind, lowering, column string) string { return kind + "/" + lowering + "/" + column }
	count := map[string]int{}
	for _, tr := range loadTraces(t) {
		takes := tr.takes()
		critical := tr.graph(nil).Reduce().CriticalPath(takes)
		if critical == 0 {
			t.Fatalf("%s takes no time", tr.Name)
		}
		r, waits := Structure(tr.graph(nil), Options{})
		kind := "not nested blocks"
		if len(waits) == 0 {
			kind = "nested blocks"
			if got := Makespan(r, takes); got != critical {
				t.Errorf("%s: nested blocks, yet it takes %s and its critical path %s", tr.Name, got, critical)
			}
		}
		count[kind]++
		for _, c := range columns {
			rng := rand.New(rand.NewPCG(uint64(len(takes)), 7))
			g := tr.graph(func(d time.Duration) time.Duration { return c.hint(rng, d) })
			for _, l := range lowerings {
				r := l.lower(g)
				if err := Check(r, g); err != nil {
					t.Fatalf("%s, %s, %s: %v", tr.Name, l.name, c.name, err)
				}
				k := key(kind, l.name, c.name)
				ratios[k] = append(ratios[k], float64(Makespan(r, takes))/float64(critical))
			}
		}
	}

	for _, kind := range []string{"not nested blocks", "nested blocks"} {
		line := fmt.Sprintf("%-24s", fmt.Sprintf("%s (%d)", kind, count[kind]))
		for _, c := range columns {
			line += fmt.Sprintf(" | %-29s", c.name)
		}
		t.Log(line)
		for _, l := range lowerings {
			line := fmt.Sprintf("%-24s", l.name)
			for _, c := range columns {
				v := ratios[key(kind, l.name, c.name)]
				line += fmt.Sprintf(" | %.4f / %.3f / %.3f / %.3f", mean(v), quantile(v, .5), quantile(v, .9), quantile(v, 1))
			}
			t.Log(line)
		}
	}
	t.Log("(mean / median / 90th percentile / maximum of makespan over critical path)")

	for _, goal := range []struct {
		column string
		most   float64
	}{{"no hints", 1.030}, {"exact hints", 1.006}} {
		if got := mean(ratios[key("not nested blocks", "best", goal.column)]); got > goal.most {
			t.Errorf("with %s the mean is %.4f of the critical path, want at most %.3f", goal.column, got, goal.most)
		}
	}
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func quantile(v []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[min(len(s)-1, int(q*float64(len(s))))]
}

// TestStability changes one edge of each measured workflow at random, again and
// again, and counts the lines of the outline that are added or removed, to all
// lines. Edits between arbitrary tasks are harsher than those people make.
func TestStability(t *testing.T) {
	const edits = 6
	for _, method := range methods {
		rng := rand.New(rand.NewPCG(5, 6))
		shares := map[string][]float64{}
		for _, tr := range loadTraces(t) {
			if len(tr.Seconds) > 400 {
				continue // comparing outlines takes the square of their lines
			}
			g := tr.graph(nil)
			r, _ := Structure(g, Options{Method: method})
			was := strings.Split(Outline(r, g), "\n")
			for i := range edits {
				h := &graph.Graph{Nodes: g.Nodes, Edges: slices.Clone(g.Edges)}
				what := "add an edge"
				if i%2 == 0 {
					what = "remove an edge"
					at := rng.IntN(len(h.Edges))
					h.Edges = slices.Delete(h.Edges, at, at+1)
				} else {
					topo := g.Reduce().Topo
					u, v := rng.IntN(len(topo)), rng.IntN(len(topo))
					if u == v {
						continue
					}
					h.Edges = append(h.Edges, graph.Edge{From: topo[min(u, v)], To: topo[max(u, v)]})
				}
				r, _ := Structure(h, Options{Method: method})
				is := strings.Split(Outline(r, h), "\n")
				share := float64(linesChanged(was, is)) / float64(len(was))
				shares[what] = append(shares[what], share)
				shares["any edit"] = append(shares["any edit"], share)
			}
		}
		for _, what := range []string{"add an edge", "remove an edge", "any edit"} {
			v := shares[what]
			t.Logf("%s, %-14s (%d): lines changed: median %.1f %%, 75th percentile %.1f %%, 90th %.1f %%",
				method, what, len(v), 100*quantile(v, .5), 100*quantile(v, .75), 100*quantile(v, .9))
		}
		if got := quantile(shares["any edit"], .5); got > 0.05 {
			t.Errorf("%s: an edit of one edge changes %.1f %% of the lines in the median, want at most 5 %%", method, 100*got)
		}
	}
}

// TestStabilityOfHints changes every hint of each measured workflow by a few
// percent, as measuring again does.
func TestStabilityOfHints(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	var shares []float64
	same := 0
	for _, tr := range loadTraces(t) {
		if len(tr.Seconds) > 400 {
			continue
		}
		once := tr.graph(func(d time.Duration) time.Duration { return d })
		again := tr.graph(func(d time.Duration) time.Duration { return noisy(0.05)(rng, d) })
		r, _ := Structure(once, Options{})
		s, _ := Structure(again, Options{})
		was, is := strings.Split(Outline(r, once), "\n"), strings.Split(Outline(s, again), "\n")
		n := linesChanged(was, is)
		if n == 0 {
			same++
		}
		shares = append(shares, float64(n)/float64(len(was)))
	}
	t.Logf("hints ±5 %%: %d of %d outlines stay the same; lines changed: mean %.1f %%, 90th percentile %.1f %%", same, len(shares), 100*mean(shares), 100*quantile(shares, .9))
	if same*10 < len(shares)*8 {
		t.Errorf("hints that change by 5 %% leave %d of %d outlines alone, want 80 %%", same, len(shares))
	}
}

// linesChanged counts the lines to remove and to add to make a into b.
func linesChanged(a, b []string) int {
	row := make([]int, len(b)+1) // the longest common part of what was seen of both
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j], above)
			}
			diagonal = above
		}
	}
	return len(a) + len(b) - 2*row[len(b)]
}
