package compiler

import (
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// An eachNode is a task or block that runs once per element: a Map.
type eachNode struct {
	item  dsl.Item
	frame frame // around the Map
	each  *element
	scope *scope // the map of states of one element
	inner node
}

func (*eachNode) node() {}

// An element is what a Map runs for, as the place of each.*.
type element struct {
	name string // of the task or block
	of   *dsl.Each
	up   *element // the each around it; nil: none

	// value, key and index: somebody mentions it.
	value, key, index bool
	// pairs: the items of the Map are {key, value}, since the keys are
	// needed; see emitEach.
	pairs bool
}

func eachVar(name string) string { return "each_" + name }

// planEach begins a Map: it gives the frame of one element.
func (c *compile) planEach(item dsl.Item, f frame) (*eachNode, frame) {
	base := item.Base()
	n := &eachNode{item: item, frame: f, each: &element{name: base.Name, of: base.Each, up: f.each}}
	n.scope = newScope(f.scope, 0)
	n.scope.plain = true
	inner := f
	inner.scope, inner.each = n.scope, n.each
	inner.apart = f.apart || base.Each.Distributed
	for _, e := range []expr.Expr{base.Each.Items, base.Each.Concurrency, base.Each.Tolerate, base.Each.Reader, base.Each.Writer} {
		c.reads(e, f)
	}
	// What it gives is put together of the elements' outputs.
	v := c.variable(outputVar(base.Name))
	v.whole = true
	v.used = v.used || !base.Each.Collects() // by who reads what is written
	return n, inner
}

// at is the element of each.parent…, so many times.
func (e *element) at(up int) *element {
	for ; up > 0; up-- {
		e = e.up
	}
	return e
}

// note notes that a part of the element is mentioned.
func (e *element) note(part string) {
	switch part {
	case "value":
		e.value = true
	case "key":
		e.key = true
	case "index":
		e.index = true
	}
}
