package dsl

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

// bindBlock binds a stage, a sequence or a parallel.
func (l *loader) bindBlock(d *pipelineDecl, t *taskDecl) {
	block := t.item.(*Block)
	r := l.reader(t.block)
	l.bindCommon(d, t, r, l.at(d, t))
	r.later("for_each", "concurrency")
	if t.block.Body.Attributes["timeout"] != nil && block.Type != "sequence" {
		r.attr("timeout")
		l.add(diag.Problem{Code: diag.NotForKind, Range: r.nameRange("timeout"), Detail: "A block has no timeout, for the States Language has none: give the tasks inside of it their own."}.Error())
	}
	switch block.Type {
	case "parallel":
		r.all("branch")
		if len(block.Branches) == 0 {
			l.add(diag.Problem{Code: diag.MissingArgument, Range: t.rng, Detail: "A parallel block has at least one branch \"NAME\" { … }."}.Error())
		}
		for i, branch := range block.Branches {
			inner := t.branches[i]
			br := l.reader(inner.block)
			br.attr("output")
			br.all(itemBlocks...)
			br.done()
			l.bindBody(d, inner)
			l.outputType(d, t)
			l.checkReads(d, branch.Body.Output, true)
		}
	default:
		r.attr("output")
		r.all(itemBlocks...)
		if block.Type == "sequence" {
			r.attr("cluster")
			r.attr("timeout")
		}
		l.bindBody(d, t.inner)
		l.outputType(d, t)
		l.checkReads(d, block.Body.Output, true)
	}
	c := block.Base()
	w := &place{l: l, d: d, static: "a retry is known at compile time"}
	for _, b := range r.all("retry") {
		c.Retry = append(c.Retry, w.readRetry(b))
	}
	for i, re := range c.Retry {
		if slices.Contains(re.On, "transient") {
			l.add(diag.Problem{Code: diag.InvalidRetry, Range: re.Range, Detail: "\"transient\" stands for the errors of one service, so only a task can have it. Name the errors, or put the retry on the tasks."}.Error())
		}
		l.checkAnyLast(re.On, i == len(c.Retry)-1, "retry", re.Range)
	}
	l.bindCatches(d, t, r)
	r.done()
}

// bindCatches binds the catch blocks of a task or block.
func (l *loader) bindCatches(d *pipelineDecl, t *taskDecl, r *reader) {
	blocks := r.all("catch")
	c := t.item.Base()
	for i, b := range blocks {
		inner := t.catches[i]
		cr := l.reader(b)
		sw := &place{l: l, d: d, static: "which errors a catch takes is known at compile time"}
		catch := &Catch{Range: b.DefRange()}
		if e := cr.need("on"); e != nil {
			catch.On = sw.texts(e)
			if len(catch.On) == 0 && !hasErrors(l) {
				l.add(diag.Problem{Code: diag.InvalidRetry, Range: e.Range(), Detail: "\"on\" names at least one error, or \"any\"."}.Error())
			}
		}
		switch sw.choice(cr.attr("then"), "fail", "continue", "succeed_pipeline") {
		case "continue":
			catch.Then = ThenContinue
		case "succeed_pipeline":
			catch.Then = ThenSucceed
			if k := t.body.root().kind; k == "on_failure" || k == "finally" {
				l.add(diag.Problem{Code: diag.UnsupportedValue, Range: cr.body.Attributes["then"].Expr.Range(), Detail: fmt.Sprintf("In %s it is decided already how the execution ends, so nothing in it can be \"succeed_pipeline\".", k)}.Error())
			}
		}
		if e := cr.attr("output"); e != nil {
			w := &place{l: l, d: d, inputs: true, outputs: true, body: inner, errors: true}
			catch.Output = w.bind(e, cty.DynamicPseudoType)
			l.checkReads(d, catch.Output, true)
		}
		cr.all(itemBlocks...)
		cr.done()
		l.bindBody(d, inner)
		if len(inner.body.Items) > 0 {
			catch.Body = inner.body
		}
		if slices.Contains(catch.On, "transient") && isBlock(t) {
			l.add(diag.Problem{Code: diag.InvalidRetry, Range: b.DefRange(), Detail: "\"transient\" stands for the errors of one service, so only a task can have it. Name the errors."}.Error())
		}
		l.checkAnyLast(catch.On, i == len(blocks)-1, "catch", b.DefRange())
		c.Catch = append(c.Catch, catch)
	}
}

func isBlock(t *taskDecl) bool {
	_, ok := t.item.(*Block)
	return ok
}

func hasErrors(l *loader) bool { return l.diags.HasErrors() }
