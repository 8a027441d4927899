// Package query turns bound expressions into what an execution evaluates:
// JSONata as a tree, inside plain JSON as far as the value is known. If HCL
// yields a value for an expression, so does the JSONata; if HCL fails, the
// JSONata fails; what cannot be had so is refused with a diagnostic. It knows
// no states: where values live at run time is asked of an Env.
//
// Start at Value. A node of an expression becomes a code, which is a JSONata
// node and what is known of its value: file code.go.
package query

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// An Env is what an expression is evaluated in.
type Env struct {
	// Ref says where the value of a reference is at run time. The node is
	// cheap to evaluate and may stand in an expression any number of times.
	Ref func(*expr.Ref) jsonata.Node

	// DropNull leaves out members of objects that are null, at run time
	// too: for the arguments of calls. Without it nulls are kept, as in the
	// user's own data. It concerns the objects of the result, not those
	// that an expression only compares or makes text of, and of values from
	// elsewhere those whose type does not rule out a null. A null that is
	// the whole value stays.
	DropNull bool
}

// Value is the value of an expression in a state machine whose query language
// is JSONata: plain JSON with code only where something is not known.
//
// Where the expression has no exact translation there are diagnostics, and the
// value is to be left alone.
func Value(e expr.Expr, env Env) (asl.Value, hcl.Diagnostics) {
	w := &writer{env: env}
	v := w.value(e)
	return v, w.diags
}

// Node is an expression as JSONata, to be part of a larger one. Helpers that
// it needs are defined in it, so it may be a block.
func Node(e expr.Expr, env Env) (jsonata.Node, hcl.Diagnostics) {
	w := &writer{env: env}
	n := w.node(e)
	return n, w.diags
}

// Condition is an expression as JSONata where a bool is asked for and nothing
// else will do: a Condition of a Choice.
func Condition(e expr.Expr, env Env) (jsonata.Node, hcl.Diagnostics) {
	w := &writer{env: env}
	c := w.bool(e)
	return w.finish(c.n), w.diags
}

// Rule is a Condition that is a Choice's whole condition: there nothing, and
// what is no bool, is an error by itself.
func Rule(e expr.Expr, env Env) (jsonata.Node, hcl.Diagnostics) {
	if e.Type() != cty.Bool {
		return Condition(e, env)
	}
	w := &writer{env: env}
	c := w.code(e)
	return w.finish(c.n), w.diags
}

// node is e as an expression of its own.
func (w *writer) node(e expr.Expr) jsonata.Node {
	outer := w.helpers
	w.helpers = nil
	c := w.code(e)
	if c.absent {
		c = w.present(c)
	}
	n := w.finish(c.n)
	w.helpers = outer
	return n
}
