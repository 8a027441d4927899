package dsl

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// bindPipelineArg reads pipeline = pipeline.NAME.
func (l *loader) bindPipelineArg(d *pipelineDecl, task *Task, e hclsyntax.Expression) expr.Expr {
	trav, ok := e.(*hclsyntax.ScopeTraversalExpr)
	if ok {
		ok = trav.Traversal.RootName() == "pipeline" && len(trav.Traversal) == 2
	}
	if !ok {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: "The pipeline to run is named as pipeline.NAME, without quotes."}.Error())
		return &expr.Bad{Rng: e.Range()}
	}
	name, _, _ := member(trav.Traversal)
	callee := l.pipelineDecl(name)
	if callee == nil {
		var names []string
		for _, p := range l.pipelines {
			names = append(names, p.Name)
		}
		l.add(diag.Problem{Code: diag.UndeclaredName, Range: e.Range(), Detail: fmt.Sprintf("There is no pipeline named %q.", name) + diag.Suggest(name, names)}.Error())
		return &expr.Bad{Rng: e.Range()}
	}
	task.Pipeline = callee.Pipeline
	// Its type decides how it is called, and may be bound later than this.
	typ, _ := l.peek(callee, callee.block.Body.Attributes["type"])
	callee.Express = typ == "express"
	d.calls = append(d.calls, task)
	return &expr.Lit{Val: cty.StringVal(name), Rng: e.Range()}
}

// checkPipelineCalls checks what pipelines give each other, and that none runs
// itself, however far.
func (l *loader) checkPipelineCalls() {
	for _, d := range l.pipelines {
		for _, t := range d.calls {
			l.checkCallInput(t)
		}
		if chain := l.callCycle(d, d, map[*pipelineDecl]bool{}); chain != nil {
			l.add(diag.Problem{
				Code: diag.PipelineCycle, Range: chain[0].Range, Detail: fmt.Sprintf(
					"The pipeline %q would run itself, so no execution of it could ever end.", d.Name),
				Notes: callNotes(chain[1:]),
			}.Error())
			return
		}
	}
}

func callNotes(chain []*Task) (notes []diag.Note) {
	for _, t := range chain {
		notes = append(notes, diag.Note{Range: t.Range, Text: fmt.Sprintf("and this runs %q", t.Pipeline.Name)})
	}
	return notes
}

func (l *loader) callCycle(from, to *pipelineDecl, seen map[*pipelineDecl]bool) []*Task {
	if seen[from] {
		return nil
	}
	seen[from] = true
	for _, t := range from.calls {
		next := l.pipelineDecl(t.Pipeline.Name)
		if next == to {
			return []*Task{t}
		}
		if rest := l.callCycle(next, to, seen); rest != nil {
			return append([]*Task{t}, rest...)
		}
	}
	return nil
}

// checkCallInput checks the input of a task "pipeline" against the inputs of
// the pipeline that it runs.
func (l *loader) checkCallInput(t *Task) {
	callee := l.pipelineDecl(t.Pipeline.Name)
	given := map[string]bool{}
	switch x := t.Arg("input").(type) {
	case nil:
	case *expr.Object:
		for _, item := range x.Items {
			k, ok := staticValue(item.Key)
			if !ok || k.IsNull() || k.Type() != cty.String {
				return
			}
			name := k.AsString()
			in := callee.inputs[name]
			v, static := staticValue(item.Value)
			switch {
			case in == nil && name == "pipectl":
			case in == nil:
				l.add(unknownInput(callee, name, item.Key.Range()))
			case static:
				_, one := l.inputValues(callee, cty.ObjectVal(map[string]cty.Value{name: v}), item.Value.Range())
				given[name] = one[name]
			default:
				given[name] = true
				l.checkType(in, item.Value)
			}
		}
	case *expr.Lit:
		if !x.Val.IsNull() {
			_, given = l.inputValues(callee, x.Val, x.Rng)
		}
	default:
		return // known when it runs: the pipeline's own checks see it
	}
	for _, in := range callee.Inputs {
		if given != nil && !given[in.Name] && in.Default == nil {
			l.add(diag.Problem{
				Code: diag.UnsuppliedInput, Range: t.Range, Detail: fmt.Sprintf(
					"The pipeline %q requires the input %q, and it is not given. Add it to input = { … }.", callee.Name, in.Name),
				Notes: []diag.Note{{Range: in.Range, Text: fmt.Sprintf("input %q is declared here", in.Name)}},
			}.Error())
		}
	}
}

// catalogDefault binds the default of an argument; nil where it has none worth.
func (l *loader) catalogDefault(d *pipelineDecl, t *taskDecl, a *catalog.Arg) expr.Expr {
	rng := hcl.Range{Filename: "catalog"}
	if t != nil {
		rng = t.rng
	}
	x, diags := expr.Bind(catalogExpr(a.Default), &expr.Scope{Resolve: func(tr hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		if tr.RootName() == "task_name" && t != nil {
			return &expr.Lit{Val: cty.StringVal(t.name), Rng: rng}, 1, nil
		}
		return (&place{l: l, d: d, inputs: true}).resolve(tr)
	}}, cty.DynamicPseudoType)
	if diags.HasErrors() {
		panic("dsl: the default of " + a.Name + " does not bind: " + diags.Error())
	}
	if v, ok := staticValue(x); ok && a.Unit > 0 && v.Type() == cty.String && !v.IsNull() {
		dur, err := ParseDuration(v.AsString())
		if err != nil {
			panic("dsl: the default of " + a.Name + " is no duration")
		}
		return &expr.Lit{Val: cty.NumberIntVal(int64((dur + a.Unit - 1) / a.Unit)), Rng: rng}
	}
	return x
}

// kindArgs are the arguments of a kind of task by its name, a portable one
// too; false where there is none of that name.
func kindArgs(name string) ([]catalog.Arg, bool) {
	if k, ok := catalog.Lookup(name); ok {
		return k.Args, true
	}
	if p, ok := catalog.LookupPortable(name); ok {
		return p.Args, true
	}
	return nil, false
}

// readProjectFile reads a file for file() and its kin: relative to the project
// directory, and never outside of it.
func (l *loader) readProjectFile(name string) ([]byte, error) {
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if path.IsAbs(clean) || clean == ".." || strings.HasPrefix(clean, "../") {
		return nil, errors.New("it is outside of the project directory")
	}
	src, err := readFile(l.fsys, path.Join(l.project.Dir, clean))
	if err != nil {
		return nil, reason(err)
	}
	return src, nil
}

func secondsOf(n int64) time.Duration { return time.Duration(n) * time.Second }
