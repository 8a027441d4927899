package region

import (
	"fmt"
	"math"
	"math/rand"
	"testing"
	"time"

	"github.com/pipectl/pipectl/compiler/graph"
)

func TestExp(t *testing.T) {
	exact := func(n graph.Node) (int64, bool) { return int64(max(1, n.Expected/1000)), true }
	unit := func(n graph.Node) (int64, bool) { return 1000000, false }
	grid := func(base, phase float64) func(n graph.Node) (int64, bool) {
		return func(n graph.Node) (int64, bool) {
			x := math.Log(max(1e-6, n.Expected.Seconds()))/math.Log(base) - phase
			return max(1, int64(1e6*math.Pow(base, math.Round(x)+phase))), true
		}
	}
	gridNo := func(base, phase float64) func(n graph.Node) (int64, bool) {
		return func(n graph.Node) (int64, bool) {
			x := math.Log(max(1e-6, n.Expected.Seconds()))/math.Log(base) - phase
			return max(1, int64(1e6*math.Pow(base, math.Round(x)+phase))), false
		}
	}
	weighs := []func(n graph.Node) (int64, bool){unit, grid(1.5, 0), exact, grid(1.5, 0.33), grid(1.5, 0.67), grid(2, 0), grid(1.5, .5), gridNo(1.5, 0), gridNo(2, 0)}
	names := []string{"unit", "1.5", "exact", "1.5+.33", "1.5+.67", "2", "1.5+.5", "1.5nosplit", "2nosplit"}
	for _, sigma := range []float64{0, 0.1, 0.4} {
		rng := rand.New(rand.NewSource(1))
		sum := map[string]float64{}
		worst := map[string]float64{}
		n := 0
		for _, tr := range loadTraces(t) {
			g := tr.graph(true)
			takes := tr.takes()
			for i := range g.Nodes {
				g.Nodes[i].Expected = time.Duration(float64(takes[i]) * math.Exp(sigma*rng.NormFloat64()))
			}
			hint := make([]time.Duration, len(takes))
			for i := range hint {
				hint[i] = g.Nodes[i].Expected
			}
			o := g.Reduce()
			cp := o.CriticalPath(takes)
			if cp == 0 {
				continue
			}
			real := make([]float64, len(weighs))
			est := make([]float64, len(weighs))
			estR := make([]float64, len(weighs))
			hr := make([]time.Duration, len(hint))
			for i := range hint {
				w, _ := grid(1.5, 0)(g.Nodes[i])
				hr[i] = time.Duration(w * 1000)
			}
			sp := false
			for i, w := range weighs {
				s := newSolver(o, Options{}, w)
				r := s.region(s.solve(s.all(), 0, false))
				if i == 0 {
					a, b := ordered(r, g)
					sp = a == b
				}
				real[i] = float64(Makespan(r, takes)) / float64(cp)
				est[i] = float64(Makespan(r, hint)) / float64(cp)
				estR[i] = float64(Makespan(r, hr)) / float64(cp)
			}
			if sp {
				continue
			}
			n++
			add := func(k string, x float64) { sum[k] += x; worst[k] = max(worst[k], x) }
			for i, k := range names {
				add(k, real[i])
			}
			pick := func(th float64, e []float64, idx ...int) float64 {
				b := idx[0]
				for _, i := range idx[1:] {
					if e[i]*(1+th) < e[b] {
						b = i
					}
				}
				return real[b]
			}
			for _, th := range []float64{0, 0.005, 0.01, 0.02, 0.05} {
				add(fmt.Sprintf("unit|1.5 %v", th), pick(th, est, 0, 1))
				add(fmt.Sprintf("unit|1.5|2 %v", th), pick(th, est, 0, 1, 5))
				add(fmt.Sprintf("unit|1.5 estR %v", th), pick(th, estR, 0, 1))
				add(fmt.Sprintf("unit|1.5|exact %v", th), pick(th, est, 0, 1, 2))
				add(fmt.Sprintf("unit|exact %v", th), pick(th, est, 0, 2))
				add(fmt.Sprintf("1.5|+.5 %v", th), pick(th, est, 1, 6))
				add(fmt.Sprintf("unit|1.5|+.5 %v", th), pick(th, est, 0, 1, 6))
				add(fmt.Sprintf("unit|1.5|1.5no %v", th), pick(th, est, 0, 1, 7))
			}
		}
		t.Logf("sigma %v n=%d", sigma, n)
		for k := range sum {
			t.Logf("  %-20s %.4f max %.3f", k, sum[k]/float64(n), worst[k])
		}
	}
}
