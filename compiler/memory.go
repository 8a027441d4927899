package compiler

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler/graph"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A memory is what is the same wherever a pipeline is cut into parts, so that it
// is found out once.
type memory struct {
	general map[boundTemplate]expr.Expr
	nests   map[dsl.Item]*nest     // by the first item of a body without spans
	bound   map[callSite]expr.Expr // what calls send, before it is written; see bindCalls
	calls   map[callSite]asl.Value
}

func newMemory() *memory {
	return &memory{
		general: map[boundTemplate]expr.Expr{},
		nests:   map[dsl.Item]*nest{},
		bound:   map[callSite]expr.Expr{},
		calls:   map[callSite]asl.Value{},
	}
}

// again is the compile of the same pipeline from the start.
func (c *compile) again() *compile {
	next := newCompile(c.p, c.opts)
	next.known = c.known
	return next
}

// A boundTemplate is a general one, bound in a pipeline.
type boundTemplate struct {
	src  string
	want cty.Type // a primitive one, or any
	answers
}

// A nest is a body as a graph, and nested.
type nest struct {
	graph  *graph.Graph
	parts  []part
	region region.Region
	added  []region.Added
}

// A callSite is where a task makes a call.
type callSite struct {
	task  *dsl.Task
	call  *catalog.Call
	apart bool // from the pipeline's execution
}
