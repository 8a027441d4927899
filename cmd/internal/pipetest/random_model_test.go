package pipetest

import (
	"fmt"
	"slices"

	"github.com/pipectl/pipectl/asl"
)

// What a random pipeline means, by the language alone: nothing of the compiler
// is used here.

// A fate is what becomes of a node.
type fate int

const (
	unreached fate = iota // it hangs on something that failed
	ran
	skipped
	failed // and nothing caught it
	loose  // it may have run or not: beside something that failed
)

// A culprit is a task that fails, with the tasks of catches that run before its
// error goes on.
type culprit struct {
	task  *node
	after []*node
	// succeeds: the pipeline, and nothing takes the error.
	succeeds bool
}

// A model is the fates and values of a pipeline.
type model struct {
	r      *random
	fates  map[*node]fate
	values map[*node]int
	// blame are the tasks that may be the first to fail of a body or node.
	blame map[*node][]culprit
	// hang are what a node has to wait for: of its own body.
	hang map[*node][]*node
	in   map[*node]*node // the block around
}

func newModel(r *random) *model {
	m := &model{
		r: r, fates: map[*node]fate{}, values: map[*node]int{}, blame: map[*node][]culprit{},
		hang: map[*node][]*node{}, in: map[*node]*node{},
	}
	m.place(r.root, nil)
	m.dependencies(r.root)
	return m
}

func (m *model) place(g *graph, around *node) {
	for _, x := range g.nodes {
		m.in[x] = around
		if x.catch != nil && x.catch.task != nil {
			m.in[x.catch.task] = around
		}
		for _, b := range x.bodies {
			m.place(b, x)
		}
	}
}

// dependencies works out what each node of a body waits for: what it, or
// anything inside of it, mentions of that body.
func (m *model) dependencies(g *graph) {
	for _, x := range g.nodes {
		for _, mentioned := range m.mentions(x) {
			if slices.Contains(g.nodes, mentioned) && !slices.Contains(m.hang[x], mentioned) {
				m.hang[x] = append(m.hang[x], mentioned)
			}
		}
		for _, b := range x.bodies {
			m.dependencies(b)
		}
	}
}

func (m *model) mentions(x *node) []*node {
	reads := x.reads
	if x.kind == "value" {
		reads = reads[:min(1, len(reads))] // it gives the first one on
	}
	out := slices.Concat(x.after, reads)
	for _, g := range append(x.cases, x.when) {
		if g != nil && g.on != nil {
			out = append(out, g.on)
		}
	}
	if x.catch != nil && x.catch.task != nil {
		out = append(out, x.catch.task.reads...)
	}
	for _, b := range x.bodies {
		for _, inner := range b.nodes {
			out = append(out, m.mentions(inner)...)
		}
	}
	return out
}

// run works out the fates of a body, and which tasks may be the first to fail;
// none: it goes well.
func (m *model) run(g *graph, sequence bool) (blame []culprit) {
	broken := false // a sequence stops at the first failure
	for _, x := range g.nodes {
		if broken {
			m.set(x, unreached)
			continue
		}
		blame = append(blame, m.node(x)...)
		broken = sequence && m.fates[x] == failed
	}
	return blame
}

func (m *model) leave(b *graph, f fate) {
	for _, x := range b.nodes {
		m.set(x, f)
	}
}

// set gives a node and all in it a fate.
func (m *model) set(x *node, f fate) {
	m.fates[x], m.values[x] = f, -1
	for _, b := range x.bodies {
		for _, inner := range b.nodes {
			m.set(inner, f)
		}
	}
}

func (m *model) node(x *node) (blame []culprit) {
	some, all := false, true
	for _, d := range m.hang[x] {
		switch m.fates[d] {
		case failed, unreached:
			m.set(x, unreached)
			return nil
		case skipped:
			some = true
		case ran:
			all = false
		}
	}
	skip := some
	switch x.runIf {
	case "any_succeeded":
		skip = some && all
	case "all_done":
		skip = false
	}
	if skip || x.when != nil && m.value(x.when.on) <= x.when.over {
		m.set(x, skipped)
		return nil
	}
	m.fates[x], m.values[x] = ran, x.value
	if x.kind == "value" {
		m.values[x] = m.r.input
		if len(x.reads) > 0 {
			m.values[x] = m.value(x.reads[0])
		}
	}
	if x.items >= 0 {
		m.values[x] = x.items
	}
	if x.fails && x.items != 0 {
		blame = []culprit{{task: x}}
	}
	if x.kind == "choice" {
		m.values[x] = -1
	}
	taken := false
	for i, b := range x.bodies {
		switch {
		case x.kind == "choice":
			if taken || x.cases[i] != nil && m.value(x.cases[i].on) <= x.cases[i].over {
				m.leave(b, skipped)
				continue
			}
			taken = true
			m.values[x] = len(b.nodes)
		case x.kind == "map":
			if x.items == 0 {
				m.leave(b, skipped)
				continue
			}
		case i == 0:
			m.values[x] = len(b.nodes)
		}
		blame = append(blame, m.run(b, x.kind == "sequence")...)
	}
	if len(blame) == 0 {
		return nil
	}
	m.blame[x] = blame
	if x.bodies != nil {
		m.loosen(x)
	}
	if blame[0].succeeds {
		m.fates[x] = failed
		return blame
	}
	if c := x.catch; c != nil && c.any {
		if c.task != nil {
			m.fates[c.task] = ran
			later := make([]culprit, len(blame))
			for i, b := range blame {
				later[i] = culprit{task: b.task, after: append(slices.Clone(b.after), c.task)}
			}
			blame = later
		}
		if c.goOn {
			if x.items < 0 {
				m.values[x] = -7
			}
			return nil
		}
	}
	if x.catch != nil && x.catch.succeed {
		blame[0].succeeds = true
	}
	m.fates[x] = failed
	return blame
}

// loosen: what is inside of a block that failed may have been stopped, or not
// have started.
func (m *model) loosen(x *node) {
	for _, b := range x.bodies {
		for _, inner := range b.nodes {
			if m.fates[inner] == ran || m.fates[inner] == skipped || m.fates[inner] == failed {
				m.fates[inner] = loose
			}
			if inner.catch != nil && inner.catch.task != nil && m.fates[inner.catch.task] == ran {
				m.fates[inner.catch.task] = loose
			}
			m.loosen(inner)
		}
	}
}

// times is how often a task runs, if it does.
func (m *model) times(x *node) int {
	n := 1
	for at := x; at != nil; at = m.in[at] {
		if at.items >= 0 {
			n *= at.items
		}
	}
	return n
}

// value is what a node gives, nil being the input; -1 of one that was skipped.
func (m *model) value(x *node) int {
	if x == nil {
		return m.r.input
	}
	return m.values[x]
}

// payload is what a task must have been sent.
func (m *model) payload(x *node, item asl.Value) asl.Value {
	out := asl.Object{{Key: "input", Value: integer(m.r.input)}}
	if item != nil {
		out = append(out, asl.Member{Key: "item", Value: item})
	}
	for _, d := range x.reads {
		out = append(out, asl.Member{Key: d.name, Value: integer(m.value(d))})
	}
	return out
}

// outputs are the values of the nodes of a body.
func (m *model) outputs(g *graph) asl.Value {
	all := asl.Object{}
	for _, x := range g.nodes {
		all = append(all, asl.Member{Key: x.name, Value: integer(m.value(x))})
	}
	return asl.Object{{Key: "v", Value: integer(len(g.nodes))}, {Key: "all", Value: all}}
}

func integer(n int) asl.Value { return asl.Number(fmt.Sprint(n)) }

// each calls f for every node, those of catches too.
func (g *graph) each(f func(x, catchOf *node)) {
	for _, x := range g.nodes {
		f(x, nil)
		if x.catch != nil && x.catch.task != nil {
			f(x.catch.task, x)
		}
		for _, b := range x.bodies {
			b.each(f)
		}
	}
}
