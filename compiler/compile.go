// Package compiler turns a pipeline into a state machine, by passes that each
// answer one question: plan.go nests the DAG and says where values cross from
// one map of states to another (live.go), then emit*.go write states, and name
// nothing and order nothing any more. What expressions become is the business
// of compiler/query. Start at Compile.
package compiler

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/compiler/region"
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

	// Limits of the machines; a pipeline that is over them becomes several.
	Limits Limits
}

// A Result is what a pipeline became.
type Result struct {
	Machine *asl.Machine

	// Parts are the machines that Machine runs parts of itself by, in the
	// order of their numbers; none where it fits in one.
	Parts []Part

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
	machine := c.lower()
	if machine == nil {
		return nil, c.diags
	}
	all, items := c.weighAll(machine)
	if over(all, opts.Limits) {
		waits, full := c.waits, opts.Limits.full()
		for range splitAttempts {
			c = c.again()
			c.weights, c.full, c.waits = items, full, waits
			if machine = c.lower(); machine == nil {
				return nil, c.diags
			}
			all, _ = c.weighAll(machine)
			fills := fills(all, opts.Limits)
			if fills <= 1 {
				break
			}
			// What the machines hand each other is known only when they are
			// there: they are filled less by as much as they had too much.
			full = full.times(0.95 / fills)
		}
	}
	c.diags = append(c.waits, c.diags...)
	if c.waits.HasErrors() {
		return nil, c.diags
	}
	if c.checkAll(machine, all); c.diags.HasErrors() {
		return nil, c.diags
	}
	c.noteWells()
	policy := c.policy()
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	return &Result{Machine: machine, Parts: c.children, Policy: policy, SourceMap: c.from}, c.diags
}

// lower writes the machine; nil after an error.
func (c *compile) lower() *asl.Machine {
	if c.weights == nil { // else there are none
		c.checkCycles()
	}
	if c.diags.HasErrors() {
		return nil
	}
	if c.readVerbatims(); c.diags.HasErrors() {
		return nil
	}
	plan := c.plan()
	c.exports()
	if c.diags.HasErrors() {
		return nil
	}
	if c.weights == nil {
		c.bindCalls()
	}
	machine := c.machine(plan)
	if c.diags.HasErrors() {
		return nil
	}
	unshadow(machine)
	for _, part := range c.children {
		unshadow(part.Machine)
	}
	slices.SortFunc(c.children, func(a, b Part) int {
		return cmp.Or(cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return machine
}

// all is the pipeline's machine, and then its parts.
func (c *compile) all(machine *asl.Machine) []Part {
	return append([]Part{{c.p.Name, machine}}, c.children...)
}

// checkAll finds what AWS would not take of machines that weigh as much.
func (c *compile) checkAll(machine *asl.Machine, weights []weight) {
	all := c.all(machine)
	found := make([]hcl.Diagnostics, len(all))
	inParallel(len(all), func(i int) {
		m := all[i].Machine
		found[i] = slices.Concat(c.checkSize(weights[i], all[i].Name), c.checkPayloads(m), c.checkMachine(m))
	})
	for _, diags := range found {
		c.add(diags...)
	}
}

// checkMachine finds what AWS would refuse, which is never the user's mistake.
func (c *compile) checkMachine(m *asl.Machine) (diags hcl.Diagnostics) {
	for _, problem := range validate.Machine(m, validate.Options{Type: c.machineType()}) {
		if problem.Severity != validate.Error {
			continue
		}
		diags = append(diags, diag.Problem{
			Code:  diag.InvalidMachine,
			Range: c.from.at(problem.Path, c.p.Range),
			Detail: fmt.Sprintf("pipectl made a state machine that AWS would refuse, which is a mistake of pipectl: %s: %s (%s). "+
				"Please report it, with the pipeline.", problem.Path, problem.Text, problem.Rule),
		}.Error())
	}
	return diags
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

	waits     hcl.Diagnostics // that were added
	spanWaits []Wait          // those that spans of clusters add, for Nest

	names map[string]bool // of states, taken
	vars  map[string]*variable
	order []*variable
	uses  []use
	from  SourceMap
	wells map[string][]string // by item: see Origin.Well

	succeed  int         // 0 not asked, 1 no, 2 yes: see succeeds
	tracks   bool        // somebody asks for error.task of more than one task
	tasks    []*dsl.Task // that call services
	clusters []*dsl.Cluster
	left     []*clusterNode // see emitLeft
	maps     []*dsl.Each    // distributed ones

	verbatims map[*dsl.Task]*verbatim // of tasks "asl"

	known    *memory
	runsRead int // how often run.* was written

	weights  map[string]weight      // of the items; nil: all fits in one machine
	full     weight                 // what a machine is filled to
	apart    map[region.Region]bool // cut out, to run as machines of their own
	parts    int                    // that are planned
	children []Part
}

func newCompile(p *dsl.Pipeline, opts Options) *compile {
	c := &compile{
		p:     p,
		opts:  opts,
		vars:  map[string]*variable{},
		apart: map[region.Region]bool{},
		known: newMemory(),
	}
	states := 0 // about as many as there will be
	if p != nil {
		c.eachBody(func(b *dsl.Body) { states += 2 * len(b.Items) })
	}
	c.names, c.from = make(map[string]bool, states), make(SourceMap, states)
	return c
}

func (c *compile) add(d ...*hcl.Diagnostic) { c.diags = append(c.diags, d...) }
