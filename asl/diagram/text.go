package diagram

import "strings"

// Text draws the diagram as a tree for logs: what is nested, nested; what is
// not, each node with what it comes after.
func (d *Diagram) Text() string {
	loose := map[string]bool{}
	if d.Body != nil {
		findLoose(d.Body, false, loose)
	}
	t := treeText{after: map[string][]string{}}
	names := d.names()
	handlers := map[string]bool{} // frames that say themselves what they are for
	for _, c := range d.Clusters {
		handlers[c.ID] = c.Line == Dotted
	}
	for _, e := range d.Edges {
		if names[e.From] == "" {
			continue // a point
		}
		switch {
		case e.Line == Solid && (d.Body == nil || loose[e.To]):
			t.after[e.To] = append(t.after[e.To], "after "+names[e.From]+label(e))
		case e.Line == Dashed:
			t.after[e.To] = append(t.after[e.To], "also waits for "+names[e.From]+label(e))
		case e.Line == Dotted && (d.Body == nil || !handlers[e.To]):
			t.after[e.To] = append(t.after[e.To], "when "+names[e.From]+" fails"+label(e))
		}
	}
	if d.Title != "" {
		t.out.WriteString(d.Title + "\n")
	}
	body := d.Body
	if body == nil {
		body = d.listed("")
	}
	t.children(body, "")
	return t.out.String()
}

// findLoose notes the nodes and clusters that are part of a Loose. In tells
// whether p is.
func findLoose(p Part, in bool, loose map[string]bool) {
	all := func(parts []Part, in bool) {
		for _, q := range parts {
			findLoose(q, in, loose)
		}
	}
	switch p := p.(type) {
	case nil:
	case Node:
		loose[p.ID] = in
	case Box:
		loose[p.ID] = in
		findLoose(p.Body, false, loose)
	case Seq:
		all(p, in)
	case Par:
		all(p, in)
	case Loose:
		all(p, true)
	}
}

func label(e Edge) string {
	if e.Label == "" {
		return ""
	}
	return " [" + short(e.Label) + "]"
}

func (d *Diagram) names() map[string]string {
	names := map[string]string{}
	for _, c := range d.Clusters {
		names[c.ID] = c.label()
	}
	for _, n := range d.Nodes {
		names[n.ID] = n.label()
	}
	return names
}

// listed is what a cluster holds, in the order of the edges.
func (d *Diagram) listed(in string) Part {
	var seq Seq
	l := newLayout(d)
	for _, layer := range l.container(in).layers() {
		for _, id := range layer {
			if i, ok := l.nodes[id]; ok {
				seq = append(seq, d.Nodes[i])
			} else if i, ok := l.clusters[id]; ok {
				seq = append(seq, Box{Cluster: d.Clusters[i], Body: d.listed(id)})
			}
		}
	}
	return seq
}

type treeText struct {
	out   strings.Builder
	after map[string][]string // notes on nodes and clusters
}

// children writes what is in a part, one branch of the tree each.
func (t *treeText) children(p Part, indent string) {
	var parts []Part
	switch p := p.(type) {
	case nil:
		return
	case Seq:
		parts = flat(p)
	case Loose:
		parts = flat(Seq(p))
	case Par:
		parts = p
	case Node, Box:
		parts = []Part{p}
	}
	for i, q := range parts {
		branch, deeper := "├── ", "│   "
		if i == len(parts)-1 {
			branch, deeper = "└── ", "    "
		}
		t.out.WriteString(indent + branch)
		switch q := q.(type) {
		case Node:
			t.line(q.ID, q.label(), q.Note, q.Status)
		case Box:
			t.line(q.ID, q.label(), q.Note, q.Status)
			t.children(q.Body, indent+deeper)
		case Par:
			t.out.WriteString("in parallel\n")
			t.children(q, indent+deeper)
		case Seq:
			t.out.WriteString("in sequence\n")
			t.children(q, indent+deeper)
		case Loose:
			t.out.WriteString("not nested\n")
			t.children(q, indent+deeper)
		}
	}
}

// flat leaves out what would be branches without leaves or of one leaf.
func flat(s Seq) []Part {
	var parts []Part
	for _, p := range s {
		switch q := p.(type) {
		case Seq:
			parts = append(parts, flat(q)...)
		case Loose:
			parts = append(parts, flat(Seq(q))...)
		case Par:
			if len(q) > 1 {
				parts = append(parts, q)
			} else {
				parts = append(parts, flat(Seq(q))...)
			}
		case Node:
			if q.Shape != Point {
				parts = append(parts, q)
			}
		case Box:
			parts = append(parts, q)
		}
	}
	return parts
}

func (t *treeText) line(id, label, note string, s Status) {
	t.out.WriteString(label)
	if note != "" {
		t.out.WriteString(" (" + note + ")")
	}
	if s != None {
		t.out.WriteString(": " + s.String())
	}
	for _, a := range t.after[id] {
		t.out.WriteString(", " + a)
	}
	t.out.WriteByte('\n')
}
