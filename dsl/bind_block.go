package dsl

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

// bindBlock binds a stage, a sequence, a parallel, a choice or a map.
func (l *loader) bindBlock(d *pipelineDecl, t *taskDecl) {
	block := t.item.(*Block)
	r := l.reader(t.block)
	l.bindCommon(d, t, r, l.at(d, t))
	if t.block.Type != "parallel" && t.block.Type != "choice" {
		l.bindEach(d, t, r)
	} else if e := r.refused("for_each"); e != nil {
		l.add(diag.Problem{Code: diag.NotForKind, Range: r.nameRange("for_each"), Detail: fmt.Sprintf("A %s cannot run once per element. Put it in a stage with for_each, or in a map.", t.block.Type)}.Error())
		r.refused("concurrency")
	}
	if block.Type != "sequence" && r.refused("timeout") != nil {
		l.add(diag.Problem{Code: diag.NotForKind, Range: r.nameRange("timeout"), Detail: "A block has no timeout, for the States Language has none: give the tasks inside of it their own."}.Error())
	}
	switch block.Type {
	case "choice":
		l.bindChoice(d, t, block, r)
	case "parallel":
		r.all("branch")
		if r.refused("output") != nil {
			l.add(diag.Problem{Code: diag.UnknownArgument, Range: r.nameRange("output"), Detail: "A parallel block has no output of its own: it is an object of its branches' outputs."}.Error())
		}
		if loose := r.all(itemBlocks...); len(loose) > 0 {
			l.add(diag.Problem{Code: diag.UnknownBlock, Range: loose[0].TypeRange, Detail: fmt.Sprintf("A block %q stands inside of a branch here: branch \"NAME\" { … }.", loose[0].Type)}.Error())
		} else if len(block.Branches) == 0 && !r.tried("branch") {
			l.add(diag.Problem{Code: diag.MissingArgument, Range: t.rng, Detail: "A parallel block has at least one branch \"NAME\" { … }."}.Error())
		}
		for _, inner := range t.branches {
			br := l.reader(inner.block)
			br.attr("output")
			br.all(itemBlocks...)
			br.done()
			l.bindBody(d, inner)
		}
		l.outputType(d, t)
	default:
		r.attr("output")
		r.all(itemBlocks...)
		if block.Type == "sequence" {
			r.attr("cluster")
			r.attr("timeout")
		}
		l.bindBody(d, t.inner)
		l.outputType(d, t)
	}
	c := block.Base()
	c.Retry = l.readRetries(d, r.all("retry"))
	for _, re := range c.Retry {
		if slices.Contains(re.On, "transient") {
			l.add(diag.Problem{Code: diag.InvalidRetry, Range: re.Range, Detail: "\"transient\" stands for the errors of one service, so only a task can have it. Name the errors, or put the retry on the tasks."}.Error())
		}
	}
	l.bindCatches(d, t, r)
	r.done()
	l.refuseInDistributed(t, c.Each)
}

// bindChoice binds the cases of a choice.
func (l *loader) bindChoice(d *pipelineDecl, t *taskDecl, block *Block, r *reader) {
	r.all("case", "default")
	if r.refused("output") != nil {
		l.add(diag.Problem{Code: diag.UnknownArgument, Range: r.nameRange("output"), Detail: "A choice has no output of its own: it is the case that ran and what that gave. Give the cases an output."}.Error())
	}
	if loose := r.all(itemBlocks...); len(loose) > 0 {
		l.add(diag.Problem{Code: diag.UnknownBlock, Range: loose[0].TypeRange, Detail: fmt.Sprintf("A block %q stands inside of a case here: case \"NAME\" { when = … }.", loose[0].Type)}.Error())
	} else if (len(block.Branches) == 0 || block.Branches[0].Name == "default") && !r.tried("case") {
		l.add(diag.Problem{Code: diag.MissingArgument, Range: t.rng, Detail: "A choice has at least one case \"NAME\" { when = … }."}.Error())
	}
	for i, inner := range t.branches {
		br := l.reader(inner.block)
		if inner.block.Type == "default" {
			if br.refused("when") != nil {
				l.add(diag.Problem{Code: diag.UnknownArgument, Range: br.nameRange("when"), Detail: "The default runs when no case does, so it has no condition. Make it a case \"NAME\" to give it one."}.Error())
			}
		} else if e := br.need("when"); e != nil {
			block.Branches[i].When = l.at(d, t).bind(e, cty.Bool)
		}
		br.attr("output")
		br.all(itemBlocks...)
		br.done()
		l.bindBody(d, inner)
	}
	l.outputType(d, t)
}

// bindCatches binds the catch blocks of a task or block.
func (l *loader) bindCatches(d *pipelineDecl, t *taskDecl, r *reader) {
	blocks := r.all("catch")
	c := t.item.Base()
	for i, b := range blocks {
		inner := t.catches[i]
		l.labels(b)
		cr := l.reader(b)
		sw := &place{l: l, d: d, static: "which errors a catch takes is known at compile time"}
		catch := &Catch{Range: b.DefRange()}
		if e := cr.need("on"); e != nil {
			catch.On = sw.errorNames(e)
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
			catch.Output = l.inCatch(d, inner).bind(e, cty.DynamicPseudoType)
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
		l.checkAnyLast(catch.On, i == len(blocks)-1, "catch", b)
		c.Catch = append(c.Catch, catch)
	}
}

func isBlock(t *taskDecl) bool {
	_, ok := t.item.(*Block)
	return ok
}
