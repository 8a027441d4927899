package importer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A loop that hands nothing from one round to the next is a stage that fails
// where the loop would begin anew, and is retried on that error. It is, where a
// round that begins with what the round before left does the same, and leaves the
// same, as the first.

// againError is the error of a round that is not the last.
const againError = "Again"

// atEnd is what a round calls the end of the machine.
const atEnd = "leave: the end"

// again writes a loop as a stage that is retried; false where it cannot be.
func (s *scope) again(b *body, n *node, e env) ([]way, bool) {
	if len(n.from) != 1 || s.m.levels[n.name] > levelKind {
		return nil, false
	}
	of, leaves := s.round(n)
	it := s.m.item(n.name+" again", "")
	first := s.m.tryRound(it, of, e)
	drop := func() ([]way, bool) {
		for _, x := range s.m.items {
			if x == it || x.inside(it) {
				s.m.unname(x)
				x.in = nil
			}
		}
		return nil, false
	}
	if first == nil || len(first.back) == 0 || len(first.ways) == 0 {
		return drop()
	}
	for _, back := range first.back {
		trial := s.m.item(n.name+" again", "")
		next := s.m.tryRound(trial, of, back)
		same := next != nil && s.sameRound(first, next)
		for _, x := range s.m.items {
			if x == trial || x.inside(trial) {
				s.m.unname(x)
			}
		}
		s.m.items = slices.DeleteFunc(s.m.items, func(x *item) bool { return x == trial || x.inside(trial) })
		if !same {
			return drop()
		}
	}
	it.block = "stage"
	it.bodies = []*body{first.body}
	it.retry = []retrier{{on: []string{againError}, attempts: asl.Number("10000"), interval: asl.Number("1"), backoff: asl.Number("1")}}
	b.add(it)
	for i := range first.ways {
		first.ways[i].to = leaves[first.ways[i].to]
	}
	s.m.note("the states from %q on, which come back to themselves, are a stage that is retried: each round begins a second later", n.name)
	ways := s.combine(b, it, [][]way{first.ways})
	if len(ways) == 1 {
		return ways, true
	}
	var forks []fork
	for i, w := range ways {
		f := fork{label: w.to, when: w.when, write: func(in *body) []way {
			if w.to == "" {
				return []way{{env: w.env}}
			}
			return s.follow(in, w.to, w.env)
		}}
		if i == len(ways)-1 {
			f.when = nil
		}
		forks = append(forks, f)
	}
	return s.branch(b, n.name+" left", forks), true
}

// round is a loop's states as a machine without the loop: where it would begin
// anew it ends in a state of a name that no other has, and where it leaves in
// others, by their names.
func (s *scope) round(n *node) (*asl.Machine, map[string]string) {
	m := &asl.Machine{StartAt: n.from[0]}
	rename := map[string]string{}
	for _, name := range n.loop {
		rename[name] = name
	}
	leaves := map[string]string{}
	anew := "again: " + n.from[0]
	var added []asl.Entry
	ends := false
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		if flow, ok := flowOf(state); ok && flow.End && !ends {
			ends = true
			leaves[atEnd] = ""
			added = append(added, asl.Entry{Name: atEnd, State: &asl.Pass{Flow: asl.Flow{End: true}}})
		}
		for _, t := range asl.Nexts(state) {
			to := s.nodeOf(t)
			switch {
			case to == nil || to == n || rename[t] != "":
			case leaf(to):
				rename[t] = t
				added = append(added, asl.Entry{Name: t, State: to.state})
			default:
				rename[t] = "leave: " + t
				leaves[rename[t]] = to.name
				added = append(added, asl.Entry{Name: rename[t], State: &asl.Pass{Flow: asl.Flow{End: true}}})
			}
		}
	}
	rename[n.from[0]] = anew
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		m.States = append(m.States, asl.Entry{Name: name, State: endsAt(s.m.renamedNexts(state, rename), atEnd)})
	}
	m.States = append(m.States, added...)
	m.States = append(m.States, asl.Entry{Name: anew, State: &asl.Fail{Error: asl.String(againError)}})
	return m, leaves
}

// A roundOf is one round of a loop.
type roundOf struct {
	body *body
	ways []way // to the states that the loop leaves by
	back []env // what a round leaves to the next
}

// tryRound writes a round into an item; nil where it has no structure.
func (m *importer) tryRound(it *item, of *asl.Machine, e env) *roundOf {
	out := &roundOf{body: &body{owner: it}}
	in := m.newScope(of)
	in.leaving = true
	in.back = func(e env) { out.back = append(out.back, e) }
	start := in.nodeOf(of.StartAt)
	if start == nil {
		return nil
	}
	out.ways = in.tree(out.body, start, e)
	return out
}

// sameRound reports whether two rounds do the same and leave the same.
func (s *scope) sameRound(a, b *roundOf) bool {
	if treeKey(a.body) != treeKey(b.body) || len(a.ways) != len(b.ways) {
		return false
	}
	for i := range a.ways {
		if a.ways[i].to != b.ways[i].to || envKey(a.ways[i].env) != envKey(b.ways[i].env) {
			return false
		}
	}
	return true
}

func envKey(e env) string {
	var b strings.Builder
	stateKey(&b, e.input)
	for _, v := range e.vars {
		b.WriteString(v.name + "=")
		stateKey(&b, v.v)
	}
	return b.String()
}

// treeKey is what items do, told by the states they come from.
func treeKey(b *body) string {
	var out strings.Builder
	var walk func(b *body)
	walk = func(b *body) {
		out.WriteString("{" + b.label)
		stateKey(&out, b.when)
		for _, it := range b.items {
			out.WriteString("[" + it.state + " " + it.kind + it.block)
			for _, a := range it.attrs {
				out.WriteString(a.name + "=")
				stateKey(&out, a.v)
			}
			if it.poll != nil {
				stateKey(&out, it.poll.until)
			}
			if it.gives != nil {
				stateKey(&out, it.gives)
			}
			for _, in := range it.bodies {
				walk(in)
			}
			for _, k := range it.catches {
				out.WriteString(strings.Join(k.on, ",") + k.then)
				walk(k.body)
			}
			out.WriteString("]")
		}
		out.WriteString("}")
	}
	walk(b)
	return out.String()
}

// stateKey is keyOf with items told by their states.
func stateKey(b *strings.Builder, v value) {
	w := keyWriter{b: b, id: func(it *item) string { return strconv.Quote(it.state + " " + it.kind + it.block) }}
	w.write(v)
}
