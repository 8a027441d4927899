package importer

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
)

// A scope is one map of states on its way into a body: the states in the order
// in which they can follow each other, loops made one node each, and for every
// node the last one that all ways to it go through.
type scope struct {
	m     *importer
	of    *asl.Machine
	nodes map[string]*node
	order []*node // every node after those that lead to it

	// leaving: the scope is a round of a loop, whose states that leave it are
	// ways out; back is told what a round leaves to the next.
	leaving bool
	back    func(env)
}

// A node is a state, or a loop of states.
type node struct {
	name  string
	state asl.State // nil of a loop
	loop  []string  // states of a loop, in the order of the machine
	from  []string  // states of a loop that are entered from outside

	next []string // names of nodes, "" for the end; of a Choice in order
	in   int      // ways in
	idom *node
	rank int  // place in order
	fail bool // all ways from here end in a Fail

	// joins are the nodes with several ways in that come after this one on
	// every way, nearest first.
	joins []*node
}

// newScope orders the states of a machine.
func (m *importer) newScope(of *asl.Machine) *scope {
	s := &scope{m: m, of: of, nodes: map[string]*node{}}
	states := map[string]asl.State{}
	for _, e := range of.States {
		states[e.Name] = e.State
	}
	loops := loopsOf(of, states)
	stands := map[string]string{} // the node that a state is in
	for _, e := range of.States {
		stands[e.Name] = e.Name
	}
	for _, l := range loops {
		for _, name := range l {
			stands[name] = l[0]
		}
	}
	for _, e := range of.States {
		switch {
		case stands[e.Name] == e.Name && s.inLoop(loops, e.Name) == nil:
			n := &node{name: e.Name, state: e.State}
			for _, t := range asl.Nexts(e.State) {
				if to, ok := stands[t]; ok {
					n.next = append(n.next, to)
				}
			}
			s.nodes[e.Name] = n
		case stands[e.Name] == e.Name:
			n := &node{name: e.Name, loop: s.inLoop(loops, e.Name)}
			for _, name := range n.loop {
				for _, t := range asl.Nexts(states[name]) {
					if to := stands[t]; to != "" && to != e.Name && !slices.Contains(n.next, to) {
						n.next = append(n.next, to)
					}
				}
			}
			s.nodes[e.Name] = n
		}
	}
	entries := func(target string) {
		if n := s.nodes[stands[target]]; n != nil && n.loop != nil && !slices.Contains(n.from, target) {
			n.from = append(n.from, target)
		}
	}
	entries(of.StartAt)
	for _, e := range of.States {
		for _, t := range asl.Nexts(e.State) {
			if stands[t] != stands[e.Name] {
				entries(t)
			}
		}
	}
	for _, n := range s.nodes {
		slices.Sort(n.from)
	}
	s.rank(stands[of.StartAt])
	return s
}

func (s *scope) inLoop(loops [][]string, name string) []string {
	for _, l := range loops {
		if slices.Contains(l, name) {
			return l
		}
	}
	return nil
}

// rank puts the nodes that can be reached in order, finds which of them fail
// for sure, and forgets the ways that only an error takes to such.
func (s *scope) rank(start string) {
	done := map[string]bool{}
	var post []*node
	var visit func(name string)
	visit = func(name string) {
		n := s.nodes[name]
		if n == nil || done[name] {
			return
		}
		done[name] = true
		for _, t := range slices.Backward(n.next) {
			visit(t)
		}
		post = append(post, n)
	}
	visit(start)
	for _, n := range post { // what follows a node stands before it
		n.fail = len(n.next) > 0
		for _, t := range n.next {
			n.fail = n.fail && s.nodes[t].fail
		}
		if n.loop == nil {
			if _, ok := n.state.(*asl.Fail); ok {
				n.fail = true
			}
			if flow, ok := flowOf(n.state); ok && flow.End {
				n.fail = false
			}
		} else if s.ends(n) {
			n.fail = false
		}
	}
	// The graph again, as it is without errors, but for those that are
	// handled by going on.
	for _, n := range post {
		n.next = n.next[:0]
		n.next = append(n.next, s.ways(n)...)
	}
	clear(done)
	post = post[:0]
	visit(start)
	slices.Reverse(post)
	s.order = post
	for i, n := range s.order {
		n.rank = i
	}
	for _, n := range s.order {
		for _, t := range n.next {
			if to := s.nodes[t]; to != nil && !to.copied() {
				to.in++
			}
		}
	}
	s.dominate()
}

// ends reports whether a loop has a state that ends the machine well.
func (s *scope) ends(n *node) bool {
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		if flow, ok := flowOf(state); ok && flow.End {
			return true
		}
		if _, ok := state.(*asl.Succeed); ok {
			return true
		}
	}
	return false
}

// copied: a node that stands wherever something leads to it, because it is no
// more than an end.
func (n *node) copied() bool {
	switch n.state.(type) {
	case *asl.Fail, *asl.Succeed:
		return true
	default:
		return false
	}
}

// ways are the nodes that a node goes on to where no error ends it.
func (s *scope) ways(n *node) []string {
	if n.loop != nil {
		return s.exits(n)
	}
	var out []string
	add := func(t string) {
		if to := s.nodeOf(t); to != nil {
			out = append(out, to.name)
		}
	}
	if c, ok := n.state.(*asl.Choice); ok {
		for _, r := range c.Choices {
			add(r.Next)
		}
		if c.Default != "" {
			add(c.Default)
		}
		return out
	}
	flow, _ := flowOf(n.state)
	if flow.Next != "" {
		add(flow.Next)
	}
	for _, k := range catchersOf(n.state) {
		if to := s.nodeOf(k.Next); to != nil && !to.fail && !(flow.Next != "" && k.Next == flow.Next) {
			add(k.Next)
		}
	}
	return out
}

// exits are the nodes that a loop goes on to, in order.
func (s *scope) exits(n *node) []string {
	var out []string
	for _, name := range n.loop {
		state, _ := s.of.State(name)
		for _, t := range asl.Nexts(state) {
			if to := s.nodeOf(t); to != nil && to != n && !slices.Contains(out, to.name) && !leaf(to) {
				out = append(out, to.name)
			}
		}
	}
	return out
}

// leaf: a Fail, which a loop takes along.
func leaf(n *node) bool {
	_, ok := n.state.(*asl.Fail)
	return ok
}

// nodeOf is the node that a state is in.
func (s *scope) nodeOf(name string) *node {
	if n := s.nodes[name]; n != nil {
		return n
	}
	for _, e := range s.of.States { // in the order of the machine
		if n := s.nodes[e.Name]; n != nil && slices.Contains(n.loop, name) {
			return n
		}
	}
	return nil
}

// dominate finds for every node the last one that all ways to it go through.
func (s *scope) dominate() {
	preds := map[*node][]*node{}
	for _, n := range s.order {
		for _, t := range n.next {
			preds[s.nodes[t]] = append(preds[s.nodes[t]], n)
		}
	}
	for _, n := range s.order {
		for _, p := range preds[n] {
			if n.idom == nil {
				n.idom = p
				continue
			}
			a, b := n.idom, p
			for a != b {
				if a.rank > b.rank {
					a = a.idom
				} else {
					b = b.idom
				}
			}
			n.idom = a
		}
		if n.in > 1 && n.idom != nil {
			n.idom.joins = append(n.idom.joins, n)
		}
	}
}

// flowOf is where a state goes on; false for those that have no such field.
func flowOf(s asl.State) (asl.Flow, bool) {
	switch x := s.(type) {
	case *asl.Pass:
		return x.Flow, true
	case *asl.Task:
		return x.Flow, true
	case *asl.Wait:
		return x.Flow, true
	case *asl.Parallel:
		return x.Flow, true
	case *asl.Map:
		return x.Flow, true
	default:
		return asl.Flow{}, false
	}
}

func catchersOf(s asl.State) []asl.Catcher {
	switch x := s.(type) {
	case *asl.Task:
		return x.Catch
	case *asl.Parallel:
		return x.Catch
	case *asl.Map:
		return x.Catch
	default:
		return nil
	}
}

// loopsOf are the sets of states that can come back to themselves, the states of
// each in the order of the machine: Tarjan's strongly connected components.
func loopsOf(of *asl.Machine, states map[string]asl.State) [][]string {
	index, low := map[string]int{}, map[string]int{}
	on := map[string]bool{}
	var stack []string
	var out [][]string
	var visit func(name string)
	visit = func(name string) {
		index[name] = len(index) + 1
		low[name] = index[name]
		stack = append(stack, name)
		on[name] = true
		self := false
		for _, t := range asl.Nexts(states[name]) {
			self = self || t == name
			switch {
			case states[t] == nil:
			case index[t] == 0:
				visit(t)
				low[name] = min(low[name], low[t])
			case on[t]:
				low[name] = min(low[name], index[t])
			}
		}
		if low[name] != index[name] {
			return
		}
		i := slices.Index(stack, name)
		part := stack[i:]
		stack = stack[:i]
		for _, p := range part {
			on[p] = false
		}
		if len(part) == 1 && !self {
			return
		}
		var loop []string
		for _, e := range of.States {
			if slices.Contains(part, e.Name) {
				loop = append(loop, e.Name)
			}
		}
		out = append(out, loop)
	}
	for _, e := range of.States {
		if index[e.Name] == 0 {
			visit(e.Name)
		}
	}
	return out
}
