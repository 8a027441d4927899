package diagram

import (
	"fmt"
	"strings"
)

// DOT writes the diagram for Graphviz.
func (d *Diagram) DOT() string {
	w := &dotText{d: d}
	w.put("digraph %s {", quoteDOT(or(d.Title, "diagram")))
	w.put("  graph [compound=true, fontname=\"Helvetica\", fontsize=12, color=\"#9aa4b2\", style=\"rounded\"]")
	w.put("  node [shape=box, style=\"rounded,filled\", fillcolor=\"white\", color=\"#9aa4b2\", fontname=\"Helvetica\", fontsize=12]")
	w.put("  edge [color=\"#5b6675\", fontname=\"Helvetica\", fontsize=10]")
	w.cluster("", "  ")
	for _, e := range d.Edges {
		var attrs []string
		from, to := e.From, e.To
		// Graphviz draws edges between nodes only, and cuts them at frames.
		if d.isCluster(from) {
			attrs = append(attrs, "ltail="+quoteDOT("cluster_"+from))
			from = anchor(from)
		}
		if d.isCluster(to) {
			attrs = append(attrs, "lhead="+quoteDOT("cluster_"+to))
			to = anchor(to)
		}
		if e.Label != "" {
			attrs = append(attrs, "label="+quoteDOT(e.Label))
		}
		switch e.Line {
		case Solid:
		case Dashed:
			attrs = append(attrs, "style=dashed", `color="#c27803"`)
		case Dotted:
			attrs = append(attrs, "style=dotted", `color="#c81e1e"`)
		}
		w.put("  %s -> %s%s", quoteDOT(from), quoteDOT(to), attributes(attrs))
	}
	w.put("}")
	return w.out.String()
}

type dotText struct {
	d   *Diagram
	out strings.Builder
}

func (w *dotText) put(format string, args ...any) { fmt.Fprintf(&w.out, format+"\n", args...) }

// cluster writes what is in a cluster, nodes first.
func (w *dotText) cluster(in, indent string) {
	for _, n := range w.d.Nodes {
		if n.In != in {
			continue
		}
		attrs := []string{"label=" + quoteDOT(strings.TrimSuffix(n.label()+"\n"+n.Note, "\n"))}
		switch n.Shape {
		case Rounded:
		case Choice:
			attrs = append(attrs, "shape=diamond", "style=filled")
		case Start, End:
			attrs = append(attrs, "shape=oval")
		case Point:
			attrs = []string{"shape=point"}
		}
		if c := dotColours[n.Status]; c != "" {
			attrs = append(attrs, fmt.Sprintf("fillcolor=%q", c), "tooltip="+quoteDOT(n.Status.String()))
		}
		w.put("%s%s%s", indent, quoteDOT(n.ID), attributes(attrs))
	}
	for _, c := range w.d.Clusters {
		if c.In != in {
			continue
		}
		w.put("%ssubgraph %s {", indent, quoteDOT("cluster_"+c.ID))
		text := c.label()
		if c.Note != "" {
			text += " (" + c.Note + ")"
		}
		w.put("%s  label=%s", indent, quoteDOT(text))
		switch c.Line {
		case Solid:
		case Dashed:
			w.put("%s  style=\"rounded,dashed\"", indent)
		case Dotted:
			w.put("%s  style=\"rounded,dotted\"", indent)
		}
		if colour := dotColours[c.Status]; colour != "" {
			w.put("%s  bgcolor=%q", indent, colour)
		}
		w.put("%s  %s [style=invis, shape=point, width=0, height=0]", indent, quoteDOT(anchor(c.ID)))
		w.cluster(c.ID, indent+"  ")
		w.put("%s}", indent)
	}
}

var dotColours = [...]string{
	None: "", Waiting: "#eef1f5", Running: "#dbeafe", Succeeded: "#dcfce7",
	Caught: "#fef3c7", Failed: "#fee2e2", Skipped: "#eef1f5",
}

// anchor is the unseen node in a cluster that edges of the cluster go to.
func anchor(cluster string) string { return "anchor of " + cluster }

func (d *Diagram) isCluster(id string) bool {
	for _, c := range d.Clusters {
		if c.ID == id {
			return true
		}
	}
	return false
}

func attributes(attrs []string) string {
	if len(attrs) == 0 {
		return ""
	}
	return " [" + strings.Join(attrs, ", ") + "]"
}

func quoteDOT(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", "").Replace(s) + `"`
}
