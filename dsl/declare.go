package dsl

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

var topBlocks = []string{"pipectl", "variable", "locals", "compute", "cluster", "pipeline"}

// declare notes every name of the project, so that order means nothing.
func (l *loader) declare(bodies []*hclsyntax.Body) {
	for _, body := range bodies {
		r := &reader{l: l, body: body, rng: body.SrcRange, blocks: slices.Clone(topBlocks)}
		r.done()
		for _, b := range body.Blocks {
			switch b.Type {
			case "pipectl":
				l.settings(b)
			case "variable":
				l.declareVariable(b)
			case "locals":
				l.declareLocals(b, l.project.locals)
			case "compute":
				l.declareCompute(b)
			case "cluster":
				l.declareTopCluster(b)
			case "pipeline":
				l.declarePipeline(b)
			}
		}
	}
}

func (l *loader) declareVariable(b *hclsyntax.Block) {
	if !l.labels(b, "NAME") {
		for _, name := range b.Labels { // mentions of it are no errors
			l.project.variables[name] = cmp.Or(l.project.variables[name], &variable{name: name, rng: b.DefRange(), value: cty.DynamicVal, typ: cty.DynamicPseudoType})
		}
		return
	}
	name := b.Labels[0]
	if old := l.project.variables[name]; old != nil {
		l.add(duplicate(name, b.DefRange(), old.rng, "A variable is declared once."))
		return
	}
	v := &variable{name: name, rng: b.DefRange(), value: cty.DynamicVal, typ: cty.DynamicPseudoType}
	if a := b.Body.Attributes["type"]; a != nil {
		v.typ, _ = l.typeConstraint(a.Expr)
	}
	l.project.variables[name] = v
	l.varBlocks = append(l.varBlocks, b)
}

func (l *loader) declareLocals(b *hclsyntax.Block, into map[string]*local) {
	if !l.labels(b) {
		return
	}
	for _, inner := range b.Body.Blocks {
		l.add(diag.Problem{
			Code: diag.UnknownBlock, Range: inner.TypeRange,
			Detail: "A locals block holds lines name = value, and no blocks.",
		}.Error())
	}
	for _, a := range sortedAttrs(b.Body) {
		l.checkName(a.Name, a.NameRange)
		if old := into[a.Name]; old != nil {
			l.add(duplicate(a.Name, a.NameRange, old.rng, "A local is declared once."))
			continue
		}
		into[a.Name] = &local{name: a.Name, expr: a.Expr, rng: a.NameRange}
	}
}

func (l *loader) declarePipeline(b *hclsyntax.Block) {
	if !l.labels(b, "NAME") {
		return
	}
	name := b.Labels[0]
	if name == "name" || name == "status" {
		l.add(diag.Problem{
			Code: diag.InvalidName, Range: b.LabelRanges[0],
			Detail: fmt.Sprintf("No pipeline can be called %q, for pipeline.%s means something else.", name, name),
		}.Error())
		return
	}
	if old := l.pipelineDecl(name); old != nil {
		l.add(duplicate(name, b.DefRange(), old.Range, "Each pipeline has a name of its own."))
		return
	}
	d := &pipelineDecl{
		Pipeline: &Pipeline{Name: name, Range: b.DefRange(), Project: l.project, Region: l.opts.Region, Account: l.opts.Account},
		block:    b,
		locals:   map[string]*local{},
		inputs:   map[string]*inputDecl{},
		tasks:    map[string]*taskDecl{},
		defaults: map[string]*defaults{},
	}
	l.pipelines = append(l.pipelines, d)
	l.project.Pipelines = append(l.project.Pipelines, d.Pipeline)

	for _, c := range l.clusterDecls {
		d.tasks[c.decl.name] = c.decl
	}
	root := &bodyDecl{body: &Body{Range: b.DefRange()}}
	d.Body, d.root = root.body, root
	for _, inner := range b.Body.Blocks {
		switch inner.Type {
		case "locals":
			l.declareLocals(inner, d.locals)
		case "input":
			l.declareInput(d, inner)
		case "cluster":
			l.declareCluster(d, inner)
		case "on_failure":
			d.onFailure = l.declareHandler(d, inner, d.onFailure)
		case "finally":
			d.finally = l.declareHandler(d, inner, d.finally)
		}
	}
	l.declareItems(d, root, b.Body)
}

func (l *loader) pipelineDecl(name string) *pipelineDecl {
	for _, d := range l.pipelines {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// declareHandler notes the tasks of on_failure or finally.
func (l *loader) declareHandler(d *pipelineDecl, b *hclsyntax.Block, old *bodyDecl) *bodyDecl {
	if !l.labels(b) || old != nil {
		return old // more than one is reported where the block is read
	}
	body := &bodyDecl{body: &Body{Range: b.DefRange()}, kind: b.Type}
	l.declareItems(d, body, b.Body)
	return body
}

var itemBlocks = []string{"task", "stage", "sequence", "parallel", "choice", "map"}

// declareItems notes the tasks and blocks of one body, and those inside them.
func (l *loader) declareItems(d *pipelineDecl, body *bodyDecl, src *hclsyntax.Body) {
	for _, b := range src.Blocks {
		labels := []string{"NAME"}
		switch {
		case b.Type == "task":
			labels = []string{"KIND", "NAME"}
		case !slices.Contains(itemBlocks, b.Type):
			continue
		}
		if !l.labels(b, labels...) {
			d.refuse(b, body)
			continue
		}
		t := l.declareItem(d, body, b, b.Labels[len(b.Labels)-1])
		switch b.Type {
		case "task":
			t.item = &Task{Result: cty.DynamicPseudoType}
			l.declareCatches(d, t)
		case "stage", "sequence", "map":
			block := &Block{Type: b.Type, Body: &Body{Range: b.DefRange()}}
			t.item = block
			t.inner = &bodyDecl{body: block.Body, parent: body, owner: t}
			l.declareItems(d, t.inner, b.Body)
			l.declareCatches(d, t)
		case "parallel", "choice":
			block := &Block{Type: b.Type}
			t.item = block
			l.declareBranches(d, t, block)
			l.declareCatches(d, t)
		}
	}
}

func (l *loader) declareItem(d *pipelineDecl, body *bodyDecl, b *hclsyntax.Block, name string) *taskDecl {
	t := &taskDecl{name: name, block: b, rng: b.DefRange(), body: body}
	l.declareName(d, t)
	body.decls = append(body.decls, t)
	t.index = len(d.order)
	d.order = append(d.order, t)
	return t
}

// declareBranches notes the branches of a parallel or the cases of a choice, and
// what is in them.
func (l *loader) declareBranches(d *pipelineDecl, t *taskDecl, block *Block) {
	seen := map[string]*hclsyntax.Block{}
	add := func(b *hclsyntax.Block, name string) (*Branch, *bodyDecl) {
		seen[name] = b
		branch := &Branch{Name: name, Body: &Body{Range: b.DefRange()}}
		inner := &bodyDecl{body: branch.Body, parent: t.body, owner: t, block: b}
		l.declareItems(d, inner, b.Body)
		return branch, inner
	}
	what, every := "branch", "The branches of a block have names of their own."
	if block.Type == "choice" {
		what, every = "case", "The cases of a choice have names of their own."
	}
	var last *Branch
	var lastBody *bodyDecl
	for _, b := range t.block.Body.Blocks {
		switch {
		case b.Type == "default" && block.Type == "choice":
			switch {
			case !l.labels(b):
			case lastBody != nil:
				l.add(diag.Problem{
					Code: diag.DuplicateName, Range: b.DefRange(), Detail: "A choice has one default at most: what runs when no case does.",
					Notes: []diag.Note{{Range: lastBody.block.DefRange(), Text: "the first one is here"}},
				}.Error())
			default:
				last, lastBody = add(b, "default")
			}
		case b.Type == what && l.labels(b, "NAME"):
			name := b.Labels[0]
			if old := seen[name]; old != nil && old.Type == what {
				l.add(duplicate(name, b.DefRange(), old.DefRange(), every))
				continue
			}
			if name == "default" && what == "case" {
				l.add(diag.Problem{Code: diag.InvalidName, Range: b.LabelRanges[0], Detail: "No case is called \"default\": what runs when no case does is a block default { … } without a name."}.Error())
				continue
			}
			branch, inner := add(b, name)
			block.Branches = append(block.Branches, branch)
			t.branches = append(t.branches, inner)
		}
	}
	if last != nil { // wherever it stands, it is the last to be tried
		block.Branches = append(block.Branches, last)
		t.branches = append(t.branches, lastBody)
	}
}

// declareCatches notes the tasks of the catch blocks of a task or block.
func (l *loader) declareCatches(d *pipelineDecl, t *taskDecl) {
	for _, b := range t.block.Body.Blocks {
		if b.Type != "catch" {
			continue
		}
		inner := &bodyDecl{body: &Body{Range: b.DefRange()}, parent: t.body, owner: t, kind: "catch", block: b}
		t.catches = append(t.catches, inner)
		l.declareItems(d, inner, b.Body)
	}
}
