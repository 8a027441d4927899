package diagram

import (
	"fmt"
	"strings"
)

// edge draws an edge as curves that leave and enter vertically.
func (w *svgText) edge(i int) {
	e := w.d.Edges[i]
	from, ok := w.boxes[e.From]
	to, ok2 := w.boxes[e.To]
	if !ok || !ok2 {
		return
	}
	o := w.origin[w.holder(e)]
	var bends []bend
	for _, b := range w.bends[i] {
		bends = append(bends, bend{o.x + b.x, o.y + b.top, o.y + b.bottom})
	}
	start := point{from.centre(), from.y + from.h}
	end := point{to.centre(), to.y}
	switch {
	case e.From == e.To:
		w.loop(i, from)
		return
	case w.back[i] || end.y < start.y:
		w.backEdge(i, from, to, bends)
		return
	}
	const tip = 7
	var path strings.Builder
	fmt.Fprintf(&path, "M%d %d", start.x, start.y)
	at := start
	if floor := w.origin[w.parent[e.From]].y + w.bottom[e.From]; floor > at.y {
		fmt.Fprintf(&path, "V%d", floor)
		at.y = floor
	}
	begin := at
	curve := func(to point) {
		if at.x == to.x {
			fmt.Fprintf(&path, "V%d", to.y)
		} else {
			half := (to.y - at.y) * 11 / 20
			fmt.Fprintf(&path, "C%d %d %d %d %d %d", at.x, at.y+half, to.x, to.y-half, to.x, to.y)
		}
		at = to
	}
	first := end
	for n, b := range bends {
		p := point{b.x, b.top}
		if n == 0 {
			first = p
		}
		curve(p)
		at.y = b.bottom
		fmt.Fprintf(&path, "V%d", at.y)
	}
	round := w.isPoint(e.To)
	if ceiling := w.origin[w.parent[e.To]].y + w.top[e.To]; ceiling > at.y && ceiling < end.y {
		curve(point{end.x, ceiling})
		if len(bends) == 0 {
			first = at
		}
	}
	if round {
		end.y += pointSize / 2
		curve(end)
	} else {
		curve(point{end.x, end.y - tip})
	}
	w.put(`<path class="edge%s" d="%s"/>`, lineClass[e.Line], path.String())
	if !round {
		w.put(`<path class="tip%s" d="M%d %dl4 -8h-8Z"/>`, lineClass[e.Line], end.x, end.y)
	}
	// Nearer to where it leads than to where it leaves from, with others.
	w.labels[i] = placedLabel{begin.x + (first.x-begin.x)*7/10, begin.y + (first.y-begin.y)*6/10 + 4, true}
}

// backEdge draws an edge that leaves on the right, goes up, and enters from the
// right.
func (w *svgText) backEdge(i int, from, to box, bends []bend) {
	const corner = 8
	e := w.d.Edges[i]
	y1, y2 := from.y+from.h/2, to.y+to.h/2
	x1, x2 := from.x+from.w, to.x+to.w
	if len(bends) == 0 {
		// Between a frame and what is in it.
		bends = []bend{{max(x1, x2) + bendGap, y2, y1}}
	}
	if y2 > y1 {
		y1, y2 = y2, y1
		x1, x2 = x2, x1
	}
	first, last := bends[0], bends[len(bends)-1]
	var path strings.Builder
	fmt.Fprintf(&path, "M%d %dH%dQ%d %d %d %d", x1, y1, first.x-corner, first.x, y1, first.x, y1-corner)
	at := point{first.x, y1 - corner}
	for n, b := range bends {
		if n > 0 {
			half := (at.y - b.bottom) / 2
			fmt.Fprintf(&path, "C%d %d %d %d %d %d", at.x, at.y-half, b.x, b.bottom+half, b.x, b.bottom)
		}
		at = point{b.x, b.top}
		if n < len(bends)-1 {
			fmt.Fprintf(&path, "V%d", at.y)
		}
	}
	fmt.Fprintf(&path, "V%dQ%d %d %d %dH%d", y2+corner, last.x, y2, last.x-corner, y2, x2+7)
	w.put(`<path class="edge%s" d="%s"/>`, lineClass[e.Line], path.String())
	w.put(`<path class="tip%s" d="M%d %dl8 -4v8Z"/>`, lineClass[e.Line], x2, y2)
	w.labels[i] = placedLabel{first.x, (first.top+y1)/2 - corner, true}
	if len(bends) > 1 {
		w.labels[i].y = (first.top+bends[1].bottom)/2 + 4
	}
}

// loop draws an edge from a node to itself, at its upper right corner.
func (w *svgText) loop(i int, b box) {
	e := w.d.Edges[i]
	x, y := b.x+b.w, b.y
	w.put(`<path class="edge%s" d="M%d %dh6a8 8 0 0 0 8 -8v-8a8 8 0 0 0 -8 -8h-12a8 8 0 0 0 -8 8v5"/>`, lineClass[e.Line], x, y+12)
	w.put(`<path class="tip%s" d="M%d %dl4 -8h-8Z"/>`, lineClass[e.Line], x-14, y)
	w.labels[i] = placedLabel{x + 16 + textWidth(short(e.Label), noteSize)/2, y - 6, true}
}

// edgeLabel writes an edge's label over everything, on paper of its own.
func (w *svgText) edgeLabel(i int) {
	e := w.d.Edges[i]
	if p := w.labels[i]; p.on && e.Label != "" {
		w.put(`<text class="on-edge" x="%d" y="%d" text-anchor="middle">%s</text>`, p.x, p.y, escape(short(e.Label)))
	}
}

// holder is the innermost cluster that holds both ends of an edge.
func (w *svgText) holder(e Edge) string {
	around := map[string]bool{}
	for id := w.parent[e.From]; id != ""; id = w.parent[id] {
		around[id] = true
	}
	id := w.parent[e.To]
	for id != "" && !around[id] {
		id = w.parent[id]
	}
	return id
}

func (w *svgText) isPoint(id string) bool {
	i, ok := w.nodes[id]
	return ok && w.d.Nodes[i].Shape == Point
}
