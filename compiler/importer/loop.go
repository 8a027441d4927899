package importer

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// emitLoop writes states that come back to themselves: as a poll where they are
// one, else as they are, in a machine of their own that ends where they are left.
func (s *scope) emitLoop(b *body, n *node, e env) []way {
	if ways, ok := s.poll(b, n, e); ok {
		return ways
	}
	if ways, ok := s.again(b, n, e); ok {
		return ways
	}
	m := &asl.Machine{StartAt: n.from[0]}
	if len(n.from) > 1 {
		// Which state is entered would have to be told; the node before
		// says nothing of that.
		panic(unstructured{"the states " + n.name + " and others are entered at several places"})
	}
	exits := s.exits(n)
	vars := map[string]bool{}
	ends := false
	leaves := map[string]string{} // state outside, by the Pass that leaves to it
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		m.States = append(m.States, asl.Entry{Name: name, State: state})
		for _, v := range assignedBy(state) {
			vars[v] = true
		}
		if flow, ok := flowOf(state); ok && flow.End {
			ends = true
		}
	}
	var names []string
	for v := range vars {
		names = append(names, v)
	}
	slices.Sort(names)
	for _, x := range n.loop {
		state, _ := s.of.State(x)
		for _, t := range asl.Nexts(state) {
			to := s.nodeOf(t)
			switch {
			case to == nil || to == n || leaves[t] != "":
			case leaf(to):
				leaves[t] = t
				m.States = append(m.States, asl.Entry{Name: t, State: to.state})
			default:
				leaves[t] = "to " + t
			}
		}
	}
	if _, ok := s.succeedIn(n); ok {
		ends = true
	}
	several := len(exits) > 1 || ends && len(exits) > 0
	wrap := func(to string) asl.Value {
		if !several && len(names) == 0 {
			return nil
		}
		o := &jsonata.Object{}
		if several {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str("next"), Value: str(to)})
		}
		o.Pairs = append(o.Pairs, jsonata.Pair{Key: str("value"), Value: dot(variable("states"), "input")})
		for _, v := range names {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str("var_" + v), Value: variable(v)})
		}
		return asl.Code{Expr: o}
	}
	rename := map[string]string{}
	for _, name := range n.loop {
		rename[name] = name
	}
	if ends {
		m.States = append(m.States, asl.Entry{Name: n.name + " end", State: &asl.Pass{Common: asl.Common{Output: wrap("")}, Flow: asl.Flow{End: true}}})
	}
	var sorted []string
	for t := range leaves {
		sorted = append(sorted, t)
	}
	slices.Sort(sorted)
	for _, t := range sorted {
		rename[t] = leaves[t]
		if leaves[t] != t {
			m.States = append(m.States, asl.Entry{Name: leaves[t], State: &asl.Pass{Common: asl.Common{Output: wrap(s.nodeOf(t).name)}, Flow: asl.Flow{End: true}}})
		}
	}
	for i, entry := range m.States {
		if !slices.Contains(n.loop, entry.Name) {
			continue
		}
		state := s.m.renamedNexts(entry.State, rename)
		if ends {
			state = endsAt(state, n.name+" end")
		}
		m.States[i].State = state
	}
	it := s.m.item(n.name, "asl")
	in := &inputs{m: s.m, env: e}
	def := s.m.machineText(m, e, in)
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		it.verbatim += 1 + inner(state)
	}
	if in.whole != nil {
		it.set("input", in.whole)
	} else {
		it.set("input", &object{members: in.members})
	}
	it.set("definition", constant{def})
	b.add(it)
	s.m.note("the states from %q on, which come back to themselves, stay as task \"asl\"", n.name)
	out := e
	var result value = outputOf(it)
	if wrap("") == nil {
		out.input = result
	} else {
		out.input, _ = member(result, "value")
		for _, v := range names {
			x, _ := member(result, "var_"+v)
			out.vars = slices.DeleteFunc(slices.Clone(out.vars), func(o named) bool { return o.name == v })
			out.vars = append(out.vars, named{v, x})
		}
	}
	if !several {
		if len(exits) == 0 {
			if !ends {
				return nil
			}
			return []way{{env: out}}
		}
		return []way{{to: exits[0], env: out}}
	}
	next, _ := member(result, "next")
	targets := slices.Clone(exits)
	if ends {
		targets = append(targets, "")
	}
	var forks []fork
	for i, t := range targets {
		f := fork{label: t, write: func(in *body) []way {
			if t == "" {
				return []way{{env: out}}
			}
			return s.follow(in, t, out)
		}}
		if i < len(targets)-1 {
			f.when = &operation{"==", next, text(t)}
		}
		forks = append(forks, f)
	}
	return s.branch(b, n.name+" left", forks)
}

// unstructured is thrown where a machine has no structure.
type unstructured struct{ why string }

// succeedIn finds a Succeed that a loop has, which cannot be: it goes nowhere.
func (s *scope) succeedIn(n *node) (string, bool) {
	for _, name := range n.loop {
		if state, ok := s.of.State(name); ok {
			if _, ok := state.(*asl.Succeed); ok {
				return name, true
			}
		}
	}
	return "", false
}

// inner counts the states inside of a state.
func inner(s asl.State) int {
	n := 0
	switch x := s.(type) {
	case *asl.Parallel:
		for _, b := range x.Branches {
			n += countStates(b)
		}
	case *asl.Map:
		n += countStates(x.Processor)
	default:
	}
	return n
}

// endsAt is a state that goes on to another where it ended.
func endsAt(s asl.State, next string) asl.State {
	to := func(f asl.Flow) asl.Flow {
		if f.End {
			return asl.Flow{Next: next}
		}
		return f
	}
	switch x := s.(type) {
	case *asl.Pass:
		c := *x
		c.Flow = to(x.Flow)
		return &c
	case *asl.Wait:
		c := *x
		c.Flow = to(x.Flow)
		return &c
	case *asl.Task:
		c := *x
		c.Flow = to(x.Flow)
		return &c
	case *asl.Parallel:
		c := *x
		c.Flow = to(x.Flow)
		return &c
	case *asl.Map:
		c := *x
		c.Flow = to(x.Flow)
		return &c
	default:
		return s
	}
}

// assignedBy are the variables that a state assigns, in order.
func assignedBy(s asl.State) []string {
	var out []string
	add := func(v asl.Value) {
		o, _ := v.(asl.Object)
		for _, m := range o {
			if !slices.Contains(out, m.Key) {
				out = append(out, m.Key)
			}
		}
	}
	add(s.Base().Assign)
	for _, k := range catchersOf(s) {
		add(k.Assign)
	}
	if c, ok := s.(*asl.Choice); ok {
		for _, r := range c.Choices {
			add(r.Assign)
		}
	}
	return out
}
