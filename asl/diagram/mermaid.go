package diagram

import (
	"fmt"
	"strconv"
	"strings"
)

// Mermaid writes the diagram as a Mermaid flowchart, which code hosts draw in
// Markdown.
func (d *Diagram) Mermaid() string {
	w := &mermaidText{d: d, ids: map[string]string{}, taken: map[string]bool{}}
	if d.Title != "" {
		w.put("---\ntitle: %s\n---", strconv.Quote(d.Title))
	}
	w.put("flowchart TD")
	w.cluster("", "  ")
	arrows := [...]string{Solid: "-->", Dashed: "-.->", Dotted: "-.->"}
	var dashed, dotted []string
	for i, e := range d.Edges {
		label := ""
		if e.Label != "" {
			label = "|" + quoteMermaid(e.Label) + "|"
		}
		w.put("  %s %s%s %s", w.id(e.From), arrows[e.Line], label, w.id(e.To))
		switch e.Line {
		case Solid:
		case Dashed:
			dashed = append(dashed, strconv.Itoa(i))
		case Dotted:
			dotted = append(dotted, strconv.Itoa(i))
		}
	}
	if dashed != nil {
		w.put("  linkStyle %s stroke:#c27803", strings.Join(dashed, ","))
	}
	if dotted != nil {
		w.put("  linkStyle %s stroke:#c81e1e", strings.Join(dotted, ","))
	}
	w.classes()
	return w.out.String()
}

type mermaidText struct {
	d     *Diagram
	out   strings.Builder
	ids   map[string]string // ours to Mermaid's
	taken map[string]bool
}

func (w *mermaidText) put(format string, args ...any) { fmt.Fprintf(&w.out, format+"\n", args...) }

// id is an ID in Mermaid's alphabet. The prefix keeps it from being one of its
// keywords ("end").
func (w *mermaidText) id(id string) string {
	if m, ok := w.ids[id]; ok {
		return m
	}
	m := "n_" + strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			return r
		}
		return '_'
	}, id)
	for w.taken[m] {
		m += "_"
	}
	w.ids[id], w.taken[m] = m, true
	return m
}

func (w *mermaidText) cluster(in, indent string) {
	for _, n := range w.d.Nodes {
		if n.In != in {
			continue
		}
		text := n.label()
		if n.Note != "" {
			text += "\n" + n.Note
		}
		text = quoteMermaid(text)
		switch n.Shape {
		case Rounded:
			text = "(" + text + ")"
		case Choice:
			text = "{" + text + "}"
		case Start, End:
			text = "([" + text + "])"
		case Point:
			text = `(( ))`
		}
		w.put("%s%s%s", indent, w.id(n.ID), text)
	}
	for _, c := range w.d.Clusters {
		if c.In != in {
			continue
		}
		text := c.label()
		if c.Note != "" {
			text += " (" + c.Note + ")"
		}
		w.put("%ssubgraph %s[%s]", indent, w.id(c.ID), quoteMermaid(text))
		w.cluster(c.ID, indent+"  ")
		w.put("%send", indent)
	}
}

// classes colours the nodes that have a status.
func (w *mermaidText) classes() {
	for s := Waiting; s <= Skipped; s++ {
		var ids []string
		for _, c := range w.d.Clusters {
			if c.Status == s {
				ids = append(ids, w.id(c.ID))
			}
		}
		for _, n := range w.d.Nodes {
			if n.Status == s {
				ids = append(ids, w.id(n.ID))
			}
		}
		if ids != nil {
			w.put("  classDef %s fill:%s,color:#111", s, dotColours[s])
			w.put("  class %s %s", strings.Join(ids, ","), s)
		}
	}
}

func quoteMermaid(s string) string {
	return `"` + strings.NewReplacer(`"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "\n", "<br/>", "\r", "").Replace(s) + `"`
}
