package compiler

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// Values move in variables. A variable that is assigned in a branch is gone
// when the branch ends, so what a later state reads of it has to be handed out:
// the branch's last state puts it into its Output, and the Parallel around
// assigns it again. Which values these are is found here, from who reads what
// and from where: nothing is handed out that nobody reads.

// A scope is one map of states: the machine's, a branch's.
type scope struct {
	parent *scope
	// index of the branch in its Parallel.
	index int
	// exports are handed out by the branch, in order.
	exports []*variable
	// assigns are what Parallels of this map assign again.
	assigns map[*variable]*scope // the branch that it comes out of
	// plain: the Output is not an object of exports but a value of its own.
	plain bool
}

func newScope(parent *scope, index int) *scope {
	return &scope{parent: parent, index: index, assigns: map[*variable]*scope{}}
}

func (s *scope) holds(inner *scope) bool {
	for ; inner != nil; inner = inner.parent {
		if inner == s {
			return true
		}
	}
	return false
}

// A variable holds what a task gave, whether it was skipped, or the id of a
// cluster.
type variable struct {
	name string
	rank int    // in the order in which they are first mentioned
	home *scope // the map whose states assign it first
	// used: somebody reads it. whole: not only members of it.
	used, whole bool
	paths       [][]string
	uses        []int // indices of c.uses
}

// A use is somebody who reads a variable.
type use struct {
	v    *variable
	from *scope
}

func outputVar(task string) string  { return "task_" + task }
func skippedVar(task string) string { return "skipped_" + task }
func clusterVar(name string) string { return "cluster_" + name }
func inputVar(name string) string   { return "input_" + name }
func errorVar(name string) string   { return "error_" + name }
func (c *compile) variable(name string) *variable {
	v := c.vars[name]
	if v == nil {
		v = &variable{name: name, rank: len(c.order)}
		c.vars[name] = v
		c.order = append(c.order, v)
	}
	return v
}

// reads notes what an expression reads, standing in a map of states.
func (c *compile) reads(e expr.Expr, at frame) {
	from := at.scope
	if e == nil {
		return
	}
	for _, m := range expr.Mentions(e) {
		switch s := m.Ref.Source.(type) {
		case expr.Output:
			c.read(outputVar(s.Task), from, m.Path)
		case expr.Skipped:
			c.read(skippedVar(s.Task), from, nil)
		case expr.ClusterID:
			c.read(clusterVar(s.Cluster), from, nil)
		case expr.Each:
			at.each.at(s.Up).note(s.Part)
		case expr.ErrorPart:
			if h := at.handler; h != nil && (s.Part != "task" || h.task == "") {
				h.read = true
			}
			if s.Part == "task" && at.handler != nil && at.handler.task == "" {
				c.tracks = true
			}
		default:
		}
	}
}

func (c *compile) read(name string, from *scope, path []string) {
	v := c.variable(name)
	v.used = true
	if len(path) == 0 {
		v.whole = true
	} else if !slices.ContainsFunc(v.paths, func(p []string) bool { return slices.Equal(p, path) }) {
		v.paths = append(v.paths, path)
	}
	v.uses = append(v.uses, len(c.uses))
	c.uses = append(c.uses, use{v, from})
}

// exports finds what every branch has to hand out.
func (c *compile) exports() {
	for _, u := range c.uses {
		if u.v.home == nil {
			continue // never assigned: it is always skipped, or a constant
		}
		for s := u.v.home; s != nil && !s.holds(u.from); s = s.parent {
			if s.parent.assigns[u.v] != s {
				s.exports = append(s.exports, u.v)
				s.parent.assigns[u.v] = s
			}
		}
	}
	seen := map[*scope]bool{}
	for _, v := range c.order {
		for s := v.home; s != nil && !seen[s]; s = s.parent {
			seen[s] = true
			slices.SortFunc(s.exports, func(a, b *variable) int { return a.rank - b.rank })
		}
	}
}

// A site is a state as the place where expressions are evaluated: what this
// very state gives is in no variable yet.
type site struct {
	own map[*variable]own
}

// An own is a value that a state itself gives.
type own struct {
	node  func() jsonata.Node // in an expression
	value func() asl.Value    // as JSON
	// hidden: no later state reads it.
	hidden bool
}

// get is a variable's value at a site, as JSON.
func (s *site) get(v *variable) asl.Value {
	if s != nil {
		if o, ok := s.own[v]; ok {
			return o.value()
		}
	}
	return asl.Code{Expr: &jsonata.Var{Name: v.name}}
}

func (s *site) node(v *variable) jsonata.Node {
	if s != nil {
		if o, ok := s.own[v]; ok {
			return o.node()
		}
	}
	return &jsonata.Var{Name: v.name}
}

// constantOwn is a value that is the same in both forms.
func nodeOwn(n jsonata.Node) own {
	return own{
		node:  func() jsonata.Node { return n },
		value: func() asl.Value { return asl.Code{Expr: n} },
	}
}

func nullOwn() own {
	return own{
		node:  func() jsonata.Node { return &jsonata.Null{} },
		value: func() asl.Value { return asl.Null{} },
	}
}

func boolOwn(b bool) own {
	return own{
		node:  func() jsonata.Node { return &jsonata.Bool{Value: b} },
		value: func() asl.Value { return asl.Bool(b) },
	}
}
