package diagram

import (
	"slices"
	"strconv"
)

// A Part is a piece of a nested diagram.
//
//sumtype:decl
type Part interface{ part() }

type (
	// A Seq is parts one after another. A Box whose line is dotted is for
	// failures, and what follows it also follows what is before it.
	Seq []Part

	// A Par is parts beside each other: all begin when what is before them
	// has ended, and what is after them begins when all have ended.
	Par []Part

	// A Loose is parts that have no nested form, as those of a graph with a
	// cycle: edges say what comes after what.
	Loose []Part

	// A Box is a cluster with a part in it; Body may be nil.
	Box struct {
		Cluster
		Body Part
	}
)

func (Node) part()  {}
func (Seq) part()   {}
func (Par) part()   {}
func (Loose) part() {}
func (Box) part()   {}

// mostCrossing edges are drawn from the ends of one part to the begins of the
// next; where there would be more, they meet in a point.
const mostCrossing = 4

// New makes a diagram of a nested part: its nodes, its boxes as clusters, and
// an edge wherever one follows another. Extra are edges beyond those.
func New(title string, body Part, extra ...Edge) *Diagram {
	d := &Diagram{Title: title, Body: body}
	d.add(body, "")
	d.Edges = append(d.Edges, extra...)
	return d
}

// add puts a part into a cluster and returns the nodes and clusters with which
// it begins and ends.
func (d *Diagram) add(p Part, in string) (begins, ends []string) {
	switch p := p.(type) {
	case nil:
	case Node:
		p.In = in
		d.Nodes = append(d.Nodes, p)
		return []string{p.ID}, []string{p.ID}
	case Box:
		p.Cluster.In = in
		d.Clusters = append(d.Clusters, p.Cluster)
		d.add(p.Body, p.ID)
		return []string{p.ID}, []string{p.ID}
	case Par:
		for _, q := range p {
			b, e := d.add(q, in)
			begins, ends = append(begins, b...), append(ends, e...)
		}
	case Loose:
		return d.add(Par(p), in)
	case Seq:
		for _, q := range p {
			b, e := d.add(q, in)
			if len(b) == 0 {
				continue // an empty part is passed through
			}
			if begins == nil {
				begins = b
			}
			if failed, ok := q.(Box); ok && failed.Line == Dotted {
				// What runs on failure only is passed by otherwise.
				d.connect(ends, b, in, Dotted)
				ends = append(slices.Clone(ends), e...)
				continue
			}
			d.connect(ends, b, in, Solid)
			ends = e
		}
	}
	return begins, ends
}

// connect draws an edge from each to each, or through a point.
func (d *Diagram) connect(from, to []string, in string, line Line) {
	if len(from) > 1 && len(to) > 1 && len(from)*len(to) > mostCrossing {
		point := Node{ID: "join-" + strconv.Itoa(len(d.Nodes)), Shape: Point, In: in}
		d.Nodes = append(d.Nodes, point)
		d.connect(from, []string{point.ID}, in, line)
		from = []string{point.ID}
	}
	for _, f := range from {
		for _, t := range to {
			d.Edges = append(d.Edges, Edge{From: f, To: t, Line: line})
		}
	}
}
