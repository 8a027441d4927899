package dsl

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A taskDecl is a task, a block or a cluster that is declared and maybe not
// bound yet.
type taskDecl struct {
	name  string
	block *hclsyntax.Block
	rng   hcl.Range
	index int       // in the order of declaration
	body  *bodyDecl // in which it stands; nil for a cluster

	item    Item // *Task or *Block; nil for a cluster
	cluster *Cluster
	inner   *bodyDecl // of a stage or a sequence

	// The output's type, found out when it is first asked for.
	outState int // 0 not asked, 1 being found out, 2 known
	outType  cty.Type
	outLoose bool
	outNull  bool      // its own value may be null
	outExpr  expr.Expr // the bound output argument, or nil

	eachState int // 0 not asked, 1 asked
	eachType  eachType

	skip          int         // 0 not asked, 1 being found out, 2 no, 3 yes
	mentions      []*taskDecl // see loader.mentioned
	mentionsKnown bool
	runIf         RunIf // see loader.runIf
	runIfKnown    bool

	// kind is that of a task, found out when it is first asked for; of a
	// portable task the one that it becomes on compute. See kindOf.
	kind    *catalog.Kind
	compute *computeDecl

	bad        bool   // it was refused; mentions of it say nothing more
	incomplete bool   // an argument that it needs is missing: told
	await      string // of a task: "completion", "callback" or "none"

	catches  []*bodyDecl
	branches []*bodyDecl
}

// A bodyDecl is a body under construction: which names can be seen in it.
type bodyDecl struct {
	body   *Body
	parent *bodyDecl // nil for the pipeline's own, on_failure and finally
	owner  *taskDecl // the block, or for a catch the task, that it belongs to
	decls  []*taskDecl
	kind   string           // "", "catch", "on_failure", "finally"
	block  *hclsyntax.Block // of a branch or a catch
}

// within says whether b is outer or lies inside it.
func (b *bodyDecl) within(outer *bodyDecl) bool {
	for ; b != nil; b = b.parent {
		if b == outer {
			return true
		}
	}
	return false
}

// declareName puts a name into the pipeline's namespace.
func (l *loader) declareName(d *pipelineDecl, t *taskDecl) {
	if old := d.tasks[t.name]; old != nil {
		l.add(duplicate(t.name, t.rng, old.rng, "Tasks, blocks and clusters of a pipeline share one namespace: give one of the two another name."))
		return
	}
	d.tasks[t.name] = t
}

func duplicate(name string, rng, first hcl.Range, why string) *hcl.Diagnostic {
	return diag.Problem{
		Code:   diag.DuplicateName,
		Range:  rng,
		Detail: fmt.Sprintf("The name %q is taken already. %s", name, why),
		Notes:  []diag.Note{{Range: first, Text: fmt.Sprintf("%q is declared here first", name)}},
	}.Error()
}

// refuse puts the name of a block that was refused into the namespace, so that
// mentions of it are no errors.
func (d *pipelineDecl) refuse(b *hclsyntax.Block, body *bodyDecl) {
	if n := len(b.Labels); n > 0 && d.tasks[b.Labels[n-1]] == nil {
		d.tasks[b.Labels[n-1]] = &taskDecl{name: b.Labels[n-1], block: b, rng: b.DefRange(), body: body, bad: true}
	}
}

// taskNames are all names of tasks and blocks that can be seen from a body.
func (d *pipelineDecl) taskNames(from *bodyDecl) []string {
	var out []string
	for name, t := range d.tasks {
		if t.body != nil && !t.bad && from.within(t.body) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
