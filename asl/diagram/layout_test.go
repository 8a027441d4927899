package diagram

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// However nodes, frames and edges are thrown together, what stands beside each
// other does not overlap, and what is in a frame stays in it.
func TestNoOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &Diagram{}
		frames, ids := []string{""}, []string{}
		for i := range rapid.IntRange(0, 4).Draw(t, "clusters") {
			c := Cluster{ID: fmt.Sprint("c", i), In: rapid.SampledFrom(frames).Draw(t, "in")}
			d.Clusters = append(d.Clusters, c)
			frames, ids = append(frames, c.ID), append(ids, c.ID)
		}
		for i := range rapid.IntRange(1, 12).Draw(t, "nodes") {
			n := Node{ID: fmt.Sprint("n", i), In: rapid.SampledFrom(frames).Draw(t, "in"), Note: rapid.SampledFrom([]string{"", "kind"}).Draw(t, "note")}
			d.Nodes, ids = append(d.Nodes, n), append(ids, n.ID)
		}
		for range rapid.IntRange(0, 20).Draw(t, "edges") {
			d.Edges = append(d.Edges, Edge{From: rapid.SampledFrom(ids).Draw(t, "from"), To: rapid.SampledFrom(ids).Draw(t, "to")})
		}
		w := &svgText{layout: newLayout(d)}
		total := w.place("")
		w.resolve("", point{})
		w.boxes[""] = box{0, 0, total.w, total.h}
		for i, a := range ids {
			b, around := w.boxes[a], w.boxes[w.parent[a]]
			if b.x < around.x || b.y < around.y || b.x+b.w > around.x+around.w || b.y+b.h > around.y+around.h {
				t.Fatalf("%s %v is not in %s %v", a, b, w.parent[a], around)
			}
			for _, o := range ids[:i] {
				c := w.boxes[o]
				if w.parent[o] == w.parent[a] && b.x < c.x+c.w && c.x < b.x+b.w && b.y < c.y+c.h && c.y < b.y+b.h {
					t.Fatalf("%s %v and %s %v overlap", a, b, o, c)
				}
			}
		}
	})
}

func TestOrder(t *testing.T) {
	// a and b above, c and d below: a to d and b to c cross until one layer
	// is turned round.
	layers := [][]int{{0, 1}, {2, 3}}
	above := [][]tie{nil, nil, {{1, 1}}, {{0, 1}}}
	below := [][]tie{{{3, 1}}, {{2, 1}}, nil, nil}
	pos := []int{0, 1, 0, 1}
	if got := crossings(layers, below, pos); got != 1 {
		t.Errorf("%d crossings, want 1", got)
	}
	order(layers, above, below, 4)
	for _, layer := range layers {
		for j, m := range layer {
			pos[m] = j
		}
	}
	if got := crossings(layers, below, pos); got != 0 {
		t.Errorf("%d crossings after ordering %v, want 0", got, layers)
	}
}

func TestApart(t *testing.T) {
	tests := []struct{ wish, weight, shift, want []int }{
		{[]int{0, 100}, []int{1, 1}, []int{0, 10}, []int{0, 100}},
		{[]int{50, 50}, []int{1, 1}, []int{0, 10}, []int{45, 55}},
		{[]int{50, 50}, []int{3, 1}, []int{0, 8}, []int{48, 56}},
		{[]int{9, 3, 0}, []int{1, 1, 1}, []int{0, 1, 2}, []int{3, 4, 5}},
		{nil, nil, nil, []int{}},
	}
	for _, test := range tests {
		if got := apart(test.wish, test.weight, test.shift); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("apart(%v, %v, %v) = %v, want %v", test.wish, test.weight, test.shift, got, test.want)
		}
	}
}

func TestTextWidth(t *testing.T) {
	if a, b := textWidth("iiii", 13), textWidth("mmmm", 13); a >= b {
		t.Errorf("iiii is %d wide, mmmm %d", a, b)
	}
	if got := textWidth("世界", 10); got < 20 {
		t.Errorf("two ideographs are %d wide", got)
	}
	if got := short("a123456789b123456789c123456789d123456789"); got != "a123456789b123456789c123456789d1234…" {
		t.Errorf("short is %q", got)
	}
}

func BenchmarkSVG(b *testing.B) {
	var seq Seq
	for i := range 100 {
		var par Par
		for j := range 10 {
			par = append(par, Node{ID: fmt.Sprintf("t%d_%d", i, j), Note: "lambda"})
		}
		seq = append(seq, par)
	}
	d := New("thousand", seq)
	for b.Loop() {
		d.SVG()
	}
}
