package diagram

import "slices"

// Distances, in pixels.
const (
	besideGap = 28 // between nodes of a layer
	bendGap   = 18 // between an edge that passes a layer and its neighbours
	layerGap  = 38 // between layers
	labelGap  = 16 // more of it where an edge has a label
	padding   = 20 // inside a frame
	header    = 34 // the line of a frame's label
)

// place gives every member of a cluster its place, and the cluster its size.
func (l *layout) place(in string) size {
	for _, c := range l.d.Clusters {
		if c.In == in {
			s := l.place(c.ID)
			s.w = max(s.w+2*padding, clusterWidth(c))
			s.h += header + padding
			l.size[c.ID] = s
		}
	}
	for _, n := range l.d.Nodes {
		if n.In == in {
			l.size[n.ID] = nodeSize(n)
		}
	}
	c := l.container(in)
	layers, chains := c.bend()
	above, below := l.ties(c, chains)
	order(layers, above, below, len(c.ids))
	beside(layers, chains, len(c.back))
	row := make([]int, len(c.ids))
	for r, layer := range layers {
		for _, m := range layer {
			row[m] = r
		}
	}

	centre := columns(layers, above, below, l.widths(c, chains), c.ids)
	left, right := 0, 0
	for m, id := range c.ids {
		left = min(left, centre[m]-l.size[id].w/2)
	}
	for m, id := range c.ids {
		centre[m] -= left
		right = max(right, centre[m]+(l.size[id].w+1)/2)
	}
	tops, bottoms := l.rows(c, layers, chains, row)
	total := size{w: right}
	for r, layer := range layers {
		for _, m := range layer {
			if id := c.ids[m]; id != "" {
				s := l.size[id]
				// Frames hang from the layer's top, nodes a little below.
				y := tops[r]
				if _, ok := l.nodes[id]; ok {
					y += min((bottoms[r]-tops[r]-s.h)/2, nodeHeight/4)
				}
				l.at[id] = point{centre[m] - s.w/2, y}
				l.top[id], l.bottom[id] = tops[r], bottoms[r]
			}
		}
		total.h = bottoms[r]
	}
	for i, k := range chains {
		back := i >= len(chains)-len(c.back)
		for _, m := range k.members {
			if c.ids[m] == "" {
				l.bends[k.edge] = append(l.bends[k.edge], bend{centre[m], tops[row[m]], bottoms[row[m]]})
			}
		}
		if back {
			l.back[k.edge] = true
			slices.Reverse(l.bends[k.edge])
		}
	}
	return total
}

// widths are how much room members take beside each other: their own, or that
// of the label on an edge to them.
func (l *layout) widths(c *container, chains []chain) []int {
	width := make([]int, len(c.ids))
	for m, id := range c.ids {
		width[m] = l.size[id].w // 0 for a bend
	}
	for _, k := range chains {
		if text := l.d.Edges[k.edge].Label; text != "" && len(k.members) > 1 {
			width[k.members[1]] = max(width[k.members[1]], textWidth(short(text), noteSize)+8)
		}
	}
	return width
}

// rows are the upper and lower ends of the layers.
func (l *layout) rows(c *container, layers [][]int, chains []chain, row []int) (tops, bottoms []int) {
	labelled := make([]bool, len(layers)+1)
	for _, k := range chains {
		if l.d.Edges[k.edge].Label != "" && len(k.members) > 0 {
			labelled[row[k.members[0]]] = true
		}
	}
	y := 0
	for r, layer := range layers {
		height := 0
		for _, m := range layer {
			height = max(height, l.size[c.ids[m]].h)
		}
		tops, bottoms = append(tops, y), append(bottoms, y+height)
		y += height + layerGap
		if labelled[r] {
			y += labelGap
		}
	}
	return tops, bottoms
}

// columns finds the centre of each member: as near as can be to the mean of
// its neighbours, without overlap, in turns from above and from below.
func columns(layers [][]int, above, below [][]tie, width []int, ids []string) []int {
	centre := make([]int, len(width))
	gap := func(a, b int) int {
		g := besideGap
		if ids[a] == "" || ids[b] == "" {
			g = bendGap
		}
		return width[a]/2 + (width[b]+1)/2 + g
	}
	for _, layer := range layers {
		x := 0
		for i, m := range layer {
			if i > 0 {
				x += gap(layer[i-1], m)
			}
			centre[m] = x
		}
		// All layers about one axis: what is even stays so.
		for _, m := range layer {
			centre[m] -= x / 2
		}
	}
	settle := func(layer []int, near ...[][]tie) {
		wish, weight := make([]int, len(layer)), make([]int, len(layer))
		for i, m := range layer {
			sum, n := 0, 0
			for _, side := range near {
				for _, t := range side[m] {
					sum, n = sum+t.pull*centre[t.to], n+t.pull
				}
			}
			if n == 0 {
				wish[i], weight[i] = centre[m], 1
			} else {
				wish[i], weight[i] = floorDiv(2*sum+n, 2*n), n
			}
		}
		shift := make([]int, len(layer))
		for i := 1; i < len(layer); i++ {
			shift[i] = shift[i-1] + gap(layer[i-1], layer[i])
		}
		for i, x := range apart(wish, weight, shift) {
			centre[layer[i]] = x
		}
	}
	for round := 0; round < 4; round++ {
		for r := 1; r < len(layers); r++ {
			settle(layers[r], above)
		}
		for r := len(layers) - 2; r >= 0; r-- {
			settle(layers[r], below)
		}
	}
	for round := 0; round < 24; round++ {
		for r := range layers {
			settle(layers[r], above, below)
		}
	}
	return centre
}

// apart moves numbers as little as possible, by weighted squares, so that each
// is at least shift[i]-shift[i-1] beyond the one before. Less their shifts they
// have to be in ascending order, which is what pooling adjacent violators does.
func apart(wish, weight, shift []int) []int {
	type pool struct{ sum, weight, count int }
	var pools []pool
	mean := func(p pool) int { return floorDiv(p.sum, p.weight) }
	for i := range wish {
		p := pool{(wish[i] - shift[i]) * weight[i], weight[i], 1}
		for len(pools) > 0 && mean(pools[len(pools)-1]) >= mean(p) {
			last := pools[len(pools)-1]
			pools = pools[:len(pools)-1]
			p = pool{p.sum + last.sum, p.weight + last.weight, p.count + last.count}
		}
		pools = append(pools, p)
	}
	out := make([]int, 0, len(wish))
	for _, p := range pools {
		for range p.count {
			out = append(out, mean(p)+shift[len(out)])
		}
	}
	return out
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
