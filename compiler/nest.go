package compiler

import (
	"github.com/pipectl/pipectl/compiler/graph"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
)

// A Wait is one that nobody asked for, by the names of items. Where all of a
// cluster's work waits it is the first of its items, where all of it is waited
// for the last.
type Wait struct{ Waiter, For string }

// Nest nests the items of a body of a pipeline as Compile does, for those who
// draw it: the leaves of the region are indexes of b.Items. It is nil where the
// body is empty or the items wait for each other in a circle.
func Nest(p *dsl.Pipeline, b *dsl.Body, opts Options) (region.Region, []Wait) {
	c := newCompile(p, opts)
	if len(b.Items) == 0 || len(itemGraph(b.Items).Cycles()) > 0 {
		return nil, nil
	}
	at := make(map[dsl.Item]int, len(b.Items))
	for i, item := range b.Items {
		at[item] = i
	}
	var spans []*span
	if b == p.Body {
		spans = c.spans(b.Items)
	}
	var waits []Wait
	var nest func(items []dsl.Item, spans []*span) region.Region
	nest = func(items []dsl.Item, spans []*span) region.Region {
		g, parts := partGraph(items, spans)
		r, added := region.Structure(g, region.Options{Method: opts.Lowering})
		for _, a := range added {
			waits = append(waits, Wait{Waiter: parts[a.Waiter].end(0), For: parts[a.For].end(-1)})
		}
		return replaceLeaves(r, func(i int) region.Region {
			if s := parts[i].span; s != nil {
				return nest(s.sorted(), s.inner)
			}
			return &region.Leaf{Node: at[parts[i].item]}
		})
	}
	r := nest(b.Items, spans)
	c.tellSpans(b.Items, spans, "")
	return r, append(waits, c.spanWaits...)
}

// end is the name of an item, or of the first (0) or the last (-1) of a span.
func (p part) end(i int) string {
	if p.span == nil {
		return p.name()
	}
	items := p.span.sorted()
	if i < 0 {
		i = len(items) - 1
	}
	return items[i].Base().Name
}

func replaceLeaves(r region.Region, of func(int) region.Region) region.Region {
	switch r := r.(type) {
	case *region.Leaf:
		return of(r.Node)
	case *region.Seq:
		out := &region.Seq{}
		for _, p := range r.Parts {
			out.Parts = append(out.Parts, replaceLeaves(p, of))
		}
		return out
	case *region.Par:
		out := &region.Par{}
		for _, b := range r.Branches {
			out.Branches = append(out.Branches, replaceLeaves(b, of))
		}
		return out
	}
	return nil
}

// partGraph is the graph of the items of a body, those of a cluster's span as
// one.
func partGraph(items []dsl.Item, spans []*span) (*graph.Graph, []part) {
	parts, place := contract(items, spans)
	g := &graph.Graph{}
	for _, p := range parts {
		g.Nodes = append(g.Nodes, graph.Node{Name: p.name(), Range: p.rng(), Expected: p.expected()})
	}
	for _, item := range items {
		to, ok := place[item]
		if !ok {
			continue
		}
		for _, d := range item.Base().Deps {
			from, ok := place[d.On]
			if ok && from != to {
				g.Edges = append(g.Edges, graph.Edge{From: from, To: to, Why: d.Why, Range: d.Range})
			}
		}
	}
	return g, parts
}
