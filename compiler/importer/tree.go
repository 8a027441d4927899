package importer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A way is one that leaves a part of a scope: to a node that stands outside of
// the part, or, where to is empty, to the end.
type way struct {
	to   string
	when value // nil: it is the only one
	env  env
}

// tree writes a node and all that can only be reached through it into a body, in
// the order of the flow graph's dominators: what several ways come together at is
// written after the node that they part at, so that every state is written once,
// however the machine jumps forward.
func (s *scope) tree(b *body, n *node, e env) []way {
	for {
		ways := s.emit(b, n, e)
		if s.leaving && len(ways) == 1 && ways[0].to == n.name {
			return ways // out of the loop
		}
		for _, j := range n.joins {
			ways = s.join(b, j, ways)
		}
		if len(ways) != 1 || ways[0].to == "" {
			return ways
		}
		next := s.nodes[ways[0].to]
		if next.in > 1 && !next.copied() {
			return ways
		}
		n, e = next, ways[0].env
	}
}

// follow writes what a way leads to, where nothing else leads there.
func (s *scope) follow(b *body, to string, e env) []way {
	n := s.nodeOf(to)
	if n == nil || n.in > 1 && !n.copied() {
		name := ""
		if n != nil {
			name = n.name
		}
		return []way{{to: name, env: e}}
	}
	return s.tree(b, n, e)
}

// join writes a node that ways come together at, for those that lead there.
func (s *scope) join(b *body, n *node, ways []way) []way {
	i := slices.IndexFunc(ways, func(w way) bool { return w.to == n.name })
	if i < 0 {
		return ways
	}
	if len(ways) == 1 {
		return s.tree(b, n, ways[0].env)
	}
	w := ways[i]
	rest := slices.Delete(slices.Clone(ways), i, i+1)
	return s.branch(b, n.name+" next", []fork{
		{label: n.name, when: w.when, write: func(in *body) []way { return s.tree(in, n, w.env) }},
		{write: func(*body) []way { return rest }},
	})
}

// A fork is a way that a branch may take.
type fork struct {
	label string
	note  string
	when  value // nil: where no other holds
	write func(*body) []way
}

// branch writes a choice.
func (s *scope) branch(b *body, state string, forks []fork) []way {
	it := s.m.item(state, "")
	it.block = "choice"
	b.add(it)
	var all [][]way
	for _, f := range forks {
		in := &body{owner: it, when: f.when, label: "default", note: f.note}
		if f.when != nil {
			in.label = it.caseName(f.label)
		}
		it.bodies = append(it.bodies, in)
		all = append(all, f.write(in))
	}
	for i, ways := range all {
		it.bodies[i].fails = len(ways) == 0
	}
	return s.combine(b, it, all)
}

func (it *item) caseName(state string) string {
	name := snake(strings.TrimPrefix(strings.TrimPrefix(state, "leave: "), "again: "))
	if name == "default" {
		name = "default_case"
	}
	out := name
	for i := 2; slices.ContainsFunc(it.bodies, func(b *body) bool { return b.label == out }); i++ {
		out = name + "_" + strconv.Itoa(i)
	}
	return out
}

// combine are the ways out of an item: those that lead to the same node are one.
func (s *scope) combine(b *body, it *item, all [][]way) []way {
	var targets []string
	several := false
	for _, ways := range all {
		several = several || len(ways) > 1
		for _, w := range ways {
			if !slices.Contains(targets, w.to) {
				targets = append(targets, w.to)
			}
		}
	}
	var out []way
	for _, t := range targets {
		var envs []*env
		for _, ways := range all {
			var e *env
			for i := range ways {
				if ways[i].to == t {
					e = &ways[i].env
					if len(ways) > 1 && ways[i].when != nil {
						only := e.where(ways[i].when)
						e = &only
					}
				}
			}
			envs = append(envs, e)
		}
		out = append(out, way{to: t, env: merge(it, envs)})
	}
	if len(out) < 2 {
		if len(out) == 1 && len(it.bodies) > 0 && it.idle() && !it.needed(out[0].env) {
			b.remove(it)
		}
		return out
	}
	if !several && it.block == "choice" {
		for i := range out {
			var cases []asl.Value
			for j, ways := range all {
				if len(ways) == 1 && ways[0].to == out[i].to {
					cases = append(cases, asl.String(it.bodies[j].label))
				}
			}
			taken := ref{root: root{what: rootText, text: ""}, path: nil}
			taken.root = root{what: rootCase, item: it}
			if len(cases) == 1 {
				out[i].when = &operation{"==", taken, constant{cases[0]}}
			} else {
				out[i].when = call("contains", constant{asl.Array(cases)}, taken)
			}
		}
		return out
	}
	next := make([]value, len(all))
	for i, ways := range all {
		for j, w := range slices.Backward(ways) {
			if j == len(ways)-1 {
				next[i] = text(w.to)
			} else {
				next[i] = &conditional{w.when, text(w.to), next[i]}
			}
		}
	}
	goes := &phi{item: it, alts: next, hint: "next"}
	for i := range out {
		out[i].when = &operation{"==", goes, text(out[i].to)}
	}
	return out
}

// where is an environment whose values are only there on a way.
func (e *env) where(when value) env {
	out := *e
	out.input = whereTaken(when, e.input)
	out.vars = slices.Clone(e.vars)
	for i := range out.vars {
		out.vars[i].v = whereTaken(when, out.vars[i].v)
	}
	return out
}

// idle: nothing happens in a choice, whatever it takes.
func (it *item) idle() bool {
	for _, b := range it.bodies {
		if len(b.items) > 0 || b.fails {
			return false
		}
	}
	return it.block == "choice"
}

// needed reports whether an environment has values that an item decides.
func (it *item) needed(e env) bool {
	found := false
	look := func(v value) {
		visit(v, func(v value) {
			if p, ok := v.(*phi); ok && p.item == it {
				found = true
			}
		})
	}
	look(e.input)
	for _, v := range e.vars {
		look(v.v)
	}
	return found
}

func (b *body) remove(it *item) {
	b.items = slices.DeleteFunc(b.items, func(x *item) bool { return x == it })
	b.last = it.after
}

// merge is what there is after an item that has several ways out; nil of envs
// are those that lead elsewhere.
func merge(it *item, envs []*env) env {
	var first *env
	for _, e := range envs {
		if e != nil {
			first = e
			break
		}
	}
	out := env{item: first.item, index: first.index, key: first.key}
	alts := make([]value, len(envs))
	for i, e := range envs {
		if e != nil {
			alts[i] = e.input
		}
	}
	out.input = newPhi(it, alts)
	for _, e := range envs {
		if e == nil {
			continue
		}
		for _, v := range e.vars {
			if slices.ContainsFunc(out.vars, func(o named) bool { return o.name == v.name }) {
				continue
			}
			alts := make([]value, len(envs))
			for i, e := range envs {
				if e == nil {
					continue
				}
				alts[i] = absent
				for _, o := range e.vars {
					if o.name == v.name {
						alts[i] = o.v
					}
				}
			}
			p := newPhi(it, alts)
			if p, ok := p.(*phi); ok {
				p.hint = v.name
			}
			out.vars = append(out.vars, named{v.name, p})
		}
	}
	return out
}
