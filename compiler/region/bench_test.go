package region

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pipectl/pipectl/compiler/graph"
)

// BenchmarkStructure measures the whole way from graph to region and waits, on
// graphs like those people write and on shapes chosen to be hard. The goal is
// 20,000 tasks within half a second.
func BenchmarkStructure(b *testing.B) {
	type family struct {
		name string
		make func(*rand.Rand, int) *graph.Graph
	}
	families := []family{
		{"warehouse", warehouse},
		{"layered", layered},
		{"sparse", func(r *rand.Rand, n int) *graph.Graph { return sparse(r, n, 1.2) }},
		{"band", band},
		{"ladder", func(_ *rand.Rand, n int) *graph.Graph { return ladder(n) }},
		{"zigzag", func(_ *rand.Rand, n int) *graph.Graph { return zigzag(n) }},
		{"chain", func(_ *rand.Rand, n int) *graph.Graph { return chain(n) }},
	}
	for _, d := range deep {
		families = append(families, family{d.name, d.make})
	}
	for _, f := range families {
		for _, n := range []int{100, 1_000, 10_000, 20_000} {
			for _, hints := range []bool{false, true} {
				rng := rand.New(rand.NewPCG(1, 2))
				g := f.make(rng, n)
				if hints {
					hinted(rng, g)
				}
				b.Run(fmt.Sprintf("graph=%s/tasks=%d/hints=%t", f.name, n, hints), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						Structure(g, Options{})
					}
				})
			}
			g := f.make(rand.New(rand.NewPCG(1, 2)), n)
			b.Run(fmt.Sprintf("graph=%s/tasks=%d/peel", f.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Structure(g, Options{Method: "peel"})
				}
			})
		}
	}
}
