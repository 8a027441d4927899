package dsl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// An Each says over what a task or block runs, once per element: for_each, or
// the items of a map.
type Each struct {
	// Items are a list, a set or a map, or any value that has to be one of
	// them when the pipeline runs; nil where Reader is given.
	Items expr.Expr

	// Element is the type of each.value.
	Element cty.Type

	// Concurrency is how many elements run at once at most; nil: what the
	// service allows.
	Concurrency expr.Expr

	// Distributed: each element, or each batch of them, runs in an
	// execution of its own. What follows is for these only.
	Distributed bool
	Express     bool // those executions are express
	// Batch is how many elements one execution takes; zero: one, which is
	// then each.value itself and not a list.
	Batch int
	// Tolerate is a number of elements, or a string such as "5%", that may
	// fail; nil: none.
	Tolerate expr.Expr
	// Label is part of the names of the executions.
	Label string
	// Reader and Writer are objects as ASL has them; nil when left out.
	Reader, Writer expr.Expr

	Range hcl.Range // of what says over what
}

// Keyed says whether the elements are those of a map, so that the outputs are a
// map too, where Collects holds. known is false where that is seen only when the
// pipeline runs. Of batches no keys are left.
func (e *Each) Keyed() (keyed, known bool) {
	if e.Items == nil || e.Batch > 0 {
		return false, true
	}
	switch t := e.Items.Type(); {
	case t == cty.DynamicPseudoType:
		return false, false
	case t.IsMapType(), t.IsObjectType():
		return true, true
	}
	return false, true
}

// Collects says whether the output is put together of the elements' outputs; with
// a Writer it says where those are.
func (e *Each) Collects() bool { return e.Writer == nil }
