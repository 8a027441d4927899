package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// Sizes of what is drawn, in pixels.
const (
	margin     = 24
	titleSize  = 17
	labelSize  = 13
	noteSize   = 11
	nodeHeight = 46
	nodePlain  = 36 // of a node without a note
	leastWidth = 110
	stripe     = 4 // the coloured edge of a node
	icon       = 22
	pointSize  = 8
)

func nodeSize(n Node) size {
	if n.Shape == Point {
		return size{pointSize, pointSize}
	}
	w := max(textWidth(short(n.label()), labelSize), textWidth(short(n.Note), noteSize)) + 32
	if n.Status != None {
		w += icon
	}
	h := nodeHeight
	if n.Note == "" {
		h = nodePlain
	}
	switch n.Shape {
	case Start, End:
		return size{max(w, 64), 30}
	case Choice:
		return size{max(w+16, leastWidth), h}
	default:
		return size{max(w, leastWidth), h}
	}
}

func clusterWidth(c Cluster) int {
	w := textWidth(short(c.label()), labelSize) + 2*padding
	if c.Note != "" {
		w += textWidth(short(c.Note), noteSize) + 10
	}
	if c.Status != None {
		w += icon
	}
	return w
}

// SVG draws the diagram as a picture that needs nothing else: no font, no
// script, no style sheet. It follows the reader's light or dark scheme.
func (d *Diagram) SVG() string {
	l := newLayout(d)
	s := l.place("")
	top := margin
	if d.Title != "" {
		top += titleSize + 16
		s.w = max(s.w, textWidth(d.Title, titleSize))
	}
	w := &svgText{layout: l, colours: colours(d)}
	w.put(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-label=%s>`,
		s.w+2*margin, s.h+top+margin, attribute(or(d.Title, "diagram")))
	w.put("<style>%s</style>", style)
	w.put(`<rect class="paper" width="100%%" height="100%%"/>`)
	if d.Title != "" {
		w.put(`<text class="title" x="%d" y="%d">%s</text>`, margin, margin+titleSize-3, escape(d.Title))
	}
	w.resolve("", point{margin, top})
	w.frames("")
	for i := range d.Edges {
		w.edge(i)
	}
	for _, n := range d.Nodes {
		w.node(n)
	}
	for i := range d.Edges {
		w.edgeLabel(i)
	}
	w.put("</svg>")
	return w.out.String()
}

type svgText struct {
	*layout
	out     strings.Builder
	colours map[string]int

	// boxes are where nodes and clusters are in the picture.
	boxes map[string]box

	// origin of each cluster's contents.
	origin map[string]point

	labels []placedLabel // by edge
}

type box struct{ x, y, w, h int }

func (b box) centre() int { return b.x + b.w/2 }

type placedLabel struct {
	x, y int
	on   bool
}

func (w *svgText) put(format string, args ...any) { fmt.Fprintf(&w.out, format+"\n", args...) }

// resolve turns places in clusters into places in the picture.
func (w *svgText) resolve(in string, at point) {
	if w.boxes == nil {
		w.boxes, w.origin = map[string]box{}, map[string]point{}
		w.labels = make([]placedLabel, len(w.d.Edges))
	}
	w.origin[in] = at
	for _, n := range w.d.Nodes {
		if n.In == in {
			p, s := w.at[n.ID], w.size[n.ID]
			w.boxes[n.ID] = box{at.x + p.x, at.y + p.y, s.w, s.h}
		}
	}
	for _, c := range w.d.Clusters {
		if c.In == in {
			p, s := w.at[c.ID], w.size[c.ID]
			b := box{at.x + p.x, at.y + p.y, s.w, s.h}
			w.boxes[c.ID] = b
			inner := s.w - 2*padding
			// A frame wider than its contents, for its label, centres them.
			used := w.used(c.ID)
			w.resolve(c.ID, point{b.x + padding + max(0, (inner-used)/2), b.y + header})
		}
	}
}

// used is how wide the contents of a cluster are.
func (w *svgText) used(in string) int {
	right := 0
	for _, n := range w.d.Nodes {
		if n.In == in {
			right = max(right, w.at[n.ID].x+w.size[n.ID].w)
		}
	}
	for _, c := range w.d.Clusters {
		if c.In == in {
			right = max(right, w.at[c.ID].x+w.size[c.ID].w)
		}
	}
	return right
}

// frames draws clusters, those around before those inside.
func (w *svgText) frames(in string) {
	for _, c := range w.d.Clusters {
		if c.In != in {
			continue
		}
		b := w.boxes[c.ID]
		w.put(`<g class="frame%s%s"><title>%s</title>`, lineClass[c.Line], statusClass(c.Status), escape(hover(c.label(), c.Note, c.Status)))
		w.put(`<rect x="%d" y="%d" width="%d" height="%d" rx="10"/>`, b.x, b.y, b.w, b.h)
		note := ""
		if c.Note != "" {
			note = `<tspan class="note" dx="8">` + escape(short(c.Note)) + "</tspan>"
		}
		w.put(`<text class="label" x="%d" y="%d">%s%s</text>`, b.x+14, b.y+22, escape(short(c.label())), note)
		w.icon(c.Status, b.x+b.w-16, b.y+17)
		w.put("</g>")
		w.frames(c.ID)
	}
}

func (w *svgText) node(n Node) {
	b := w.boxes[n.ID]
	if n.Shape == Point {
		w.put(`<circle class="point" cx="%d" cy="%d" r="%d"/>`, b.centre(), b.y+b.h/2, b.w/2)
		return
	}
	w.put(`<g class="node%s"><title>%s</title>`, statusClass(n.Status), escape(hover(n.label(), n.Note, n.Status)))
	textX, anchor := b.x+16, ""
	switch n.Shape {
	case Start, End:
		w.put(`<rect class="body" x="%d" y="%d" width="%d" height="%d" rx="%d"/>`, b.x, b.y, b.w, b.h, b.h/2)
		textX, anchor = b.centre(), ` text-anchor="middle"`
	case Choice:
		const tip = 12
		w.put(`<path class="body" d="M%d %dH%dL%d %dL%d %dH%dL%d %dZ"/>`, b.x+tip, b.y, b.x+b.w-tip, b.x+b.w, b.y+b.h/2,
			b.x+b.w-tip, b.y+b.h, b.x+tip, b.x, b.y+b.h/2)
		textX, anchor = b.centre(), ` text-anchor="middle"`
	default:
		w.put(`<rect class="body" x="%d" y="%d" width="%d" height="%d" rx="7"/>`, b.x, b.y, b.w, b.h)
		if n.Note != "" {
			w.put(`<rect class="stripe c%d" x="%d" y="%d" width="%d" height="%d" rx="2"/>`, w.colours[n.Note], b.x+6, b.y+9, stripe, b.h-18)
		}
	}
	if n.Note == "" {
		w.put(`<text class="label" x="%d" y="%d"%s>%s</text>`, textX, b.y+b.h/2+5, anchor, escape(short(n.label())))
	} else {
		w.put(`<text class="label" x="%d" y="%d"%s>%s</text>`, textX, b.y+b.h/2-3, anchor, escape(short(n.label())))
		w.put(`<text class="note" x="%d" y="%d"%s>%s</text>`, textX, b.y+b.h/2+13, anchor, escape(short(n.Note)))
	}
	w.icon(n.Status, b.x+b.w-16, b.y+b.h/2)
	w.put("</g>")
}

// icon draws a status at a place, so that it can be told without colours.
func (w *svgText) icon(s Status, x, y int) {
	if s == None {
		return
	}
	w.put(`<circle class="mark" cx="%d" cy="%d" r="8"/>`, x, y)
	path := map[Status]string{
		Waiting:   "M-3 0h.1M0 0h.1M3 0h.1",
		Running:   "M-2-4L4 0L-2 4Z",
		Succeeded: "M-3.5 0L-1 3L4-3",
		Caught:    "M0-4V1M0 4v.1",
		Failed:    "M-3-3L3 3M3-3L-3 3",
		Skipped:   "M-3 0H3",
	}[s]
	w.put(`<path class="sign" transform="translate(%d %d)" d="%s"/>`, x, y, path)
}

// colours gives each note, that is each kind, a colour, in order of appearance.
func colours(d *Diagram) map[string]int {
	c := map[string]int{}
	for _, n := range d.Nodes {
		if _, ok := c[n.Note]; !ok && n.Note != "" {
			c[n.Note] = len(c) % palette
		}
	}
	return c
}

func hover(label, note string, s Status) string {
	parts := slices.DeleteFunc([]string{label, note, s.String()}, func(s string) bool { return s == "" })
	return strings.Join(parts, ", ")
}

var lineClass = [...]string{Solid: "", Dashed: " dashed", Dotted: " dotted"}

func statusClass(s Status) string {
	if s == None {
		return ""
	}
	return " " + s.String()
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes text safe in XML, which has no form at all for control
// characters.
func escape(s string) string {
	return escaper.Replace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

func attribute(s string) string { return `"` + escape(s) + `"` }
