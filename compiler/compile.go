// Package compiler turns a pipeline into a state machine, by passes that each
// answer one question: plan.go nests the DAG and says where values cross from
// one map of states to another (live.go), then emit*.go write states, and name
// nothing and order nothing any more. What expressions become is the business
// of compiler/query. Start at Compile.
package compiler

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

// Options change how a pipeline is lowered. The zero value is the default.
type Options struct {
	// Strict makes an added wait an error.
	Strict bool

	// Lowering is "best" (or empty) or "peel": see region.Options.
	Lowering string
}

// A Result is what a pipeline became.
type Result struct {
	Machine *asl.Machine

	// Policy is what the machine's role needs to be allowed, in stable
	// order.
	Policy []catalog.Statement

	// SourceMap says where each state comes from.
	SourceMap SourceMap
}

// Compile turns a pipeline that was loaded without errors into a machine. The
// result is nil after errors.
func Compile(p *dsl.Pipeline, opts Options) (*Result, hcl.Diagnostics) {
	c := newCompile(p, opts)
	if c.checkCycles(); c.diags.HasErrors() {
		return nil, c.diags
	}
	plan := c.plan()
	c.exports()
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	machine := c.machine(plan)
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	unshadow(machine)
	for _, problem := range validate.Machine(machine, validate.Options{Type: c.machineType()}) {
		if problem.Severity != validate.Error {
			continue
		}
		c.diags = append(c.diags, diag.Problem{
			Code:  diag.InvalidMachine,
			Range: c.from.at(problem.Path, p.Range),
			Detail: fmt.Sprintf("pipectl made a state machine that AWS would refuse, which is a mistake of pipectl: %s: %s (%s). "+
				"Please report it, with the pipeline.", problem.Path, problem.Text, problem.Rule),
		}.Error())
	}
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	return &Result{Machine: machine, Policy: c.policy(), SourceMap: c.from}, c.diags
}

func (c *compile) machineType() string {
	if c.p.Express {
		return "EXPRESS"
	}
	return "STANDARD"
}

// A compile is a pipeline on its way.
type compile struct {
	p     *dsl.Pipeline
	opts  Options
	diags hcl.Diagnostics

	names map[string]bool // of states, taken
	vars  map[string]*variable
	order []*variable
	uses  []use
	from  SourceMap

	succeed  int         // 0 not asked, 1 no, 2 yes: see succeeds
	tracks   bool        // somebody asks for error.task of more than one task
	tasks    []*dsl.Task // that call services
	clusters []*dsl.Cluster
	maps     []*dsl.Common // distributed ones
}

func newCompile(p *dsl.Pipeline, opts Options) *compile {
	return &compile{
		p:     p,
		opts:  opts,
		names: map[string]bool{},
		vars:  map[string]*variable{},
		from:  SourceMap{},
	}
}

func (c *compile) add(d ...*hcl.Diagnostic) { c.diags = append(c.diags, d...) }
