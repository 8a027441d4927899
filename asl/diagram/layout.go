package diagram

import "slices"

// The layout is the usual one for directed graphs, done once for each cluster
// from the inside out, a cluster being one big node in the cluster around it:
//
//  1. Edges are lifted to the members of the cluster that holds both ends, and
//     those that lead back are left out (layers).
//  2. Each member gets a layer: one more than the latest member before it.
//  3. An edge that passes layers gets an unseen member in each (a bend), so
//     that it has a way of its own through them.
//  4. The members of a layer are ordered so that few edges cross (order).
//  5. They are placed as near as possible to what they are joined to, without
//     overlap (place).
//
// All numbers are whole pixels, and all ties are broken by the order in which
// the diagram names things, so that the same diagram gives the same bytes on
// every machine.

// A layout is a diagram on its way to coordinates.
type layout struct {
	d        *Diagram
	nodes    map[string]int // ID to index in d.Nodes
	clusters map[string]int
	parent   map[string]string
	size     map[string]size

	// at is the place of the upper left corner of a member in its cluster,
	// below the cluster's header.
	at map[string]point

	// top and bottom are those of a member's layer, in its cluster: between
	// them edges go straight up and down.
	top, bottom map[string]int

	// bends are the places an edge goes through, in the cluster that holds
	// it; those of an edge that leads back from its begin up to its end.
	bends map[int][]bend
	back  map[int]bool
}

type size struct{ w, h int }

type point struct{ x, y int }

// A bend is a vertical piece of an edge through a layer.
type bend struct{ x, top, bottom int }

func newLayout(d *Diagram) *layout {
	l := &layout{
		d:        d,
		nodes:    map[string]int{},
		clusters: map[string]int{},
		parent:   map[string]string{},
		size:     map[string]size{},
		at:       map[string]point{},
		top:      map[string]int{},
		bottom:   map[string]int{},
		bends:    map[int][]bend{},
		back:     map[int]bool{},
	}
	for i, n := range d.Nodes {
		l.nodes[n.ID], l.parent[n.ID] = i, n.In
	}
	for i, c := range d.Clusters {
		l.clusters[c.ID], l.parent[c.ID] = i, c.In
	}
	return l
}

// A container is one cluster's members, and the edges between them.
type container struct {
	ids   []string // of the members; "" for a bend
	index map[string]int
	links []link // forward only
	back  []link // those that lead back
}

// A link is an edge between two members. Edge is its index in d.Edges.
type link struct{ from, to, edge int }

// container collects the members of a cluster.
func (l *layout) container(in string) *container {
	c := &container{index: map[string]int{}}
	add := func(id string) {
		c.index[id] = len(c.ids)
		c.ids = append(c.ids, id)
	}
	for _, n := range l.d.Nodes {
		if n.In == in {
			add(n.ID)
		}
	}
	for _, k := range l.d.Clusters {
		if k.In == in {
			add(k.ID)
		}
	}
	var links []link
	for i, e := range l.d.Edges {
		from, ok := l.member(c, e.From)
		to, ok2 := l.member(c, e.To)
		if ok && ok2 && from != to {
			links = append(links, link{from, to, i})
		}
	}
	c.split(links)
	return c
}

// member is the member of a container that an ID is or lies in.
func (l *layout) member(c *container, id string) (int, bool) {
	for depth := 0; depth <= len(l.clusters); depth++ {
		if i, ok := c.index[id]; ok {
			return i, true
		}
		up, ok := l.parent[id]
		if !ok || up == "" {
			return 0, false
		}
		id = up
	}
	return 0, false
}

// split sets apart the links that lead back, as a walk from the first member
// on finds them.
func (c *container) split(links []link) {
	out := make([][]link, len(c.ids))
	for _, k := range links {
		out[k.from] = append(out[k.from], k)
	}
	const (
		unseen = iota
		open
		done
	)
	state := make([]int, len(c.ids))
	back := map[int]bool{}
	// A stack of our own: a diagram may be as deep as it likes.
	type frame struct{ member, next int }
	walk := func(root int) {
		stack := []frame{{root, 0}}
		state[root] = open
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(out[f.member]) {
				state[f.member] = done
				stack = stack[:len(stack)-1]
				continue
			}
			k := out[f.member][f.next]
			f.next++
			switch state[k.to] {
			case open:
				back[k.edge] = true
			case unseen:
				state[k.to] = open
				stack = append(stack, frame{k.to, 0})
			}
		}
	}
	entered := make([]bool, len(c.ids))
	for _, k := range links {
		entered[k.to] = true
	}
	for m := range c.ids {
		if !entered[m] {
			walk(m)
		}
	}
	for m := range c.ids {
		if state[m] == unseen {
			walk(m)
		}
	}
	for _, k := range links {
		if back[k.edge] {
			c.back = append(c.back, k)
		} else {
			c.links = append(c.links, k)
		}
	}
}

// ranks gives each member its layer, from 0.
func (c *container) ranks() []int {
	rank := make([]int, len(c.ids))
	waits := make([]int, len(c.ids))
	out := make([][]int, len(c.ids))
	for _, k := range c.links {
		waits[k.to]++
		out[k.from] = append(out[k.from], k.to)
	}
	var ready []int
	for m, n := range waits {
		if n == 0 {
			ready = append(ready, m)
		}
	}
	for len(ready) > 0 {
		m := ready[0]
		ready = ready[1:]
		for _, t := range out[m] {
			rank[t] = max(rank[t], rank[m]+1)
			if waits[t]--; waits[t] == 0 {
				ready = append(ready, t)
			}
		}
	}
	return rank
}

// layers are the members' IDs by layer, in the diagram's order.
func (c *container) layers() [][]string {
	var layers [][]string
	rank := c.ranks()
	for m, id := range c.ids {
		for len(layers) <= rank[m] {
			layers = append(layers, nil)
		}
		layers[rank[m]] = append(layers[rank[m]], id)
	}
	return layers
}

// A chain is the way of a link through the layers: the members it goes through
// from top to bottom. Those of a link that leads back are bends only, one in
// the layer of each of its ends too, beside it.
type chain struct {
	link
	members []int
}

// mostBends is how many bends a picture may have. Beyond it long edges are
// drawn straight through: nobody could follow them anyway.
const mostBends = 100_000

// bend puts unseen members where links pass layers.
func (c *container) bend() (layers [][]int, chains []chain) {
	rank := c.ranks()
	put := func(m, r int) {
		for len(layers) <= r {
			layers = append(layers, nil)
		}
		layers[r] = append(layers[r], m)
	}
	for m := range c.ids {
		put(m, rank[m])
	}
	members := len(c.ids)
	through := func(from, to int) []int {
		var bends []int
		for r := from; r <= to && len(c.ids)-members < mostBends; r++ {
			c.ids = append(c.ids, "")
			put(len(c.ids)-1, r)
			bends = append(bends, len(c.ids)-1)
		}
		return bends
	}
	for _, k := range c.links {
		bends := through(rank[k.from]+1, rank[k.to]-1)
		if len(bends) != rank[k.to]-rank[k.from]-1 {
			continue // not joined to anything in the layers it passes
		}
		chains = append(chains, chain{k, slices.Concat([]int{k.from}, bends, []int{k.to})})
	}
	for _, k := range c.back {
		chains = append(chains, chain{k, through(rank[k.to], rank[k.from])})
	}
	return layers, chains
}

// beside moves the ends of the chains that lead back next to the members that
// they belong to.
func beside(layers [][]int, chains []chain, back int) {
	move := func(layer []int, bend, member int) []int {
		layer = slices.DeleteFunc(layer, func(m int) bool { return m == bend })
		return slices.Insert(layer, slices.Index(layer, member)+1, bend)
	}
	row := func(member int) int {
		return slices.IndexFunc(layers, func(layer []int) bool { return slices.Contains(layer, member) })
	}
	for _, k := range chains[len(chains)-back:] {
		if len(k.members) == 0 {
			continue
		}
		top, bottom := row(k.to), row(k.from)
		layers[top] = move(layers[top], k.members[0], k.to)
		layers[bottom] = move(layers[bottom], k.members[len(k.members)-1], k.from)
	}
}

// A tie is a member of a neighbouring layer, and how strongly it pulls.
type tie struct{ to, pull int }

// ties are those of each member to the layers above and below. What always
// happens pulls more than what is for failures or was put there by us, and the
// pieces of a long edge pull most, so that it is straight. The pull is the same
// from both ends, or the picture would drift to a side.
func (l *layout) ties(c *container, chains []chain) (above, below [][]tie) {
	above, below = make([][]tie, len(c.ids)), make([][]tie, len(c.ids))
	for _, k := range chains {
		for i := 1; i < len(k.members); i++ {
			m, o := k.members[i-1], k.members[i]
			pull := 1
			switch {
			case c.ids[m] == "" && c.ids[o] == "":
				pull = 40
			case l.d.Edges[k.edge].Line == Solid:
				pull = 12
			}
			below[m], above[o] = append(below[m], tie{o, pull}), append(above[o], tie{m, pull})
		}
	}
	return above, below
}

// order sorts each layer so that few edges cross: every member goes where the
// mean of its neighbours is, layer by layer, down and up, and the best order
// seen is kept.
func order(layers [][]int, above, below [][]tie, n int) {
	pos := make([]int, n)
	number := func(layer []int) {
		for i, m := range layer {
			pos[m] = i
		}
	}
	for _, layer := range layers {
		number(layer)
	}
	best, least := clone(layers), crossings(layers, below, pos)
	sortLayer := func(layer []int, near [][]tie) {
		// Fractions are compared by cross multiplication; a member without
		// neighbours stays where it is.
		mean := func(m int) (sum, n int) {
			for _, t := range near[m] {
				sum += pos[t.to]
			}
			if len(near[m]) == 0 {
				return pos[m], 1
			}
			return sum, len(near[m])
		}
		slices.SortStableFunc(layer, func(a, b int) int {
			sa, na := mean(a)
			sb, nb := mean(b)
			return sa*nb - sb*na
		})
		number(layer)
	}
	for round := 0; round < 8 && least > 0; round++ {
		if round%2 == 0 {
			for r := 1; r < len(layers); r++ {
				sortLayer(layers[r], above)
			}
		} else {
			for r := len(layers) - 2; r >= 0; r-- {
				sortLayer(layers[r], below)
			}
		}
		if c := crossings(layers, below, pos); c < least {
			best, least = clone(layers), c
		}
	}
	for r := range layers {
		copy(layers[r], best[r])
	}
}

func clone(layers [][]int) [][]int {
	out := make([][]int, len(layers))
	for i := range layers {
		out[i] = slices.Clone(layers[i])
	}
	return out
}

// crossings counts the pairs of edges between neighbouring layers that cross.
func crossings(layers [][]int, below [][]tie, pos []int) int {
	count := 0
	for r := 0; r+1 < len(layers); r++ {
		// Ends in the order of the begins; each inversion is a crossing,
		// counted with a tree of partial sums.
		tree := make([]int, len(layers[r+1])+1)
		for _, m := range layers[r] {
			ends := make([]int, 0, len(below[m]))
			for _, t := range below[m] {
				ends = append(ends, pos[t.to])
			}
			for _, e := range ends {
				for i := len(tree) - 1; i > 0; i -= i & -i {
					count += tree[i]
				}
				for i := e + 1; i > 0; i -= i & -i {
					count -= tree[i]
				}
			}
			for _, e := range ends {
				for i := e + 1; i < len(tree); i += i & -i {
					tree[i]++
				}
			}
		}
	}
	return count
}
