package dsl

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// maxLooks is how often a poll can look in a standard pipeline before the
// execution's history is full: a look is nine events, of 25,000.
const maxLooks = 2500

// bindPoll binds a poll block, and gives a polled task its defaults.
func (l *loader) bindPoll(d *pipelineDecl, t *taskDecl, task *Task, r *reader) {
	b := r.one("poll")
	own := task.Kind.Name == "aws" || task.Kind.Name == "lambda"
	if b == nil {
		if task.Poll != nil {
			task.Poll.Every = &expr.Lit{Val: cty.NumberIntVal(int64(task.Kind.Poll.Every.Seconds())), Rng: t.rng}
			l.limitPoll(d, t, task)
		}
		return
	}
	if task.Poll == nil && !own {
		what := fmt.Sprintf("A task %q waits by itself; ", task.Kind.Name)
		if task.Kind.Poll != nil {
			what = "With this \"await\" nothing is waited for; "
		}
		l.add(diag.Problem{Code: diag.NotForKind, Range: b.DefRange(), Detail: what + "\"poll\" is for aws, lambda, and kinds whose service cannot wait."}.Error())
		return
	}
	pr := l.reader(b)
	w := l.at(d, t)
	sw := &place{l: l, d: d, static: "this is known at compile time"}
	p := &Poll{}
	if e := pr.attr("every"); e != nil {
		p.Every = w.seconds(e)
	} else if task.Poll != nil {
		p.Every = &expr.Lit{Val: cty.NumberIntVal(int64(task.Kind.Poll.Every.Seconds())), Rng: t.rng}
	} else {
		p.Every = &expr.Lit{Val: cty.NumberIntVal(30), Rng: t.rng}
	}
	p.Delay = sw.optionalDuration(pr.attr("delay"))
	if task.Poll == nil {
		l.bindOwnPoll(d, t, task, pr, p)
	} else {
		for _, n := range []string{"until", "fail", "retry", "call", "arguments", "stop_call", "stop_arguments"} {
			if a := b.Body.Attributes[n]; a != nil {
				pr.attr(n)
				l.add(diag.Problem{Code: diag.NotForKind, Range: a.NameRange, Detail: fmt.Sprintf(
					"A task %q knows by itself how to look and when its work has ended, so its poll sets \"every\" and \"delay\" only.", task.Kind.Name)}.Error())
			}
		}
	}
	pr.done()
	task.Poll = p
	l.limitPoll(d, t, task)
}

// bindOwnPoll binds a poll that the user writes, of a task aws or lambda.
func (l *loader) bindOwnPoll(d *pipelineDecl, t *taskDecl, task *Task, pr *reader, p *Poll) {
	switch a := t.block.Body.Attributes["await"]; {
	case t.await == "callback":
		l.add(diag.Problem{Code: diag.ConflictingArguments, Range: pr.rng, Detail: "A task either waits for a callback or polls."}.Error())
	case t.await == "completion" && task.Kind.Name == "aws" && a != nil:
		l.add(diag.Problem{Code: diag.ConflictingArguments, Range: pr.rng, Detail: "A task either waits by an integration of AWS's, with await = \"completion\", or polls."}.Error())
	}
	sw := &place{l: l, d: d, static: "the call of a poll is known at compile time"}
	w := l.at(d, t)
	if e := pr.attr("call"); e != nil {
		p.Call = l.parseCall(sw.text(e), e.Range())
		started, _ := l.startedType(d, t)
		w.started = &started
	}
	if e := pr.attr("arguments"); e != nil {
		if p.Call == nil && pr.body.Attributes["call"] == nil {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: pr.nameRange("arguments"), Detail: "Without a \"call\" of its own a poll makes the task's call again, with the task's arguments."}.Error())
		}
		p.Arguments = w.bind(e, cty.DynamicPseudoType)
		l.checkAPIArguments(p.Call, p.Arguments, "arguments", e.Range())
	}
	l.checkPollCall(p.Call, p.Arguments, pr, "arguments")
	typ, loose := l.resultType(d, t)
	rw := *w
	rw.result, rw.loose = &typ, loose
	if e := pr.need("until"); e != nil {
		p.Until = rw.bind(e, cty.Bool)
	} else {
		p.Until = &expr.Bad{Rng: pr.rng}
	}
	if e := pr.attr("fail"); e != nil {
		p.Fail = rw.bind(e, cty.Bool)
	}
	if e := pr.attr("retry"); e != nil {
		p.Retry, _ = sw.texts(e)
	}
	if e := pr.attr("stop_call"); e != nil {
		p.Stop = l.parseCall(sw.text(e), e.Range())
	}
	if e := pr.attr("stop_arguments"); e != nil {
		if pr.body.Attributes["stop_call"] == nil {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: pr.nameRange("stop_arguments"), Detail: "\"stop_arguments\" means nothing without \"stop_call\"."}.Error())
		}
		p.StopArguments = w.bind(e, cty.DynamicPseudoType)
		l.checkAPIArguments(p.Stop, p.StopArguments, "stop_arguments", e.Range())
	}
	l.checkPollCall(p.Stop, p.StopArguments, pr, "stop_arguments")
}

// limitPoll gives a polled task its timeout, and checks that its looks fit into
// an execution's history.
func (l *loader) limitPoll(d *pipelineDecl, t *taskDecl, task *Task) {
	every, known := seconds(task.Poll.Every)
	if known && every < 1 {
		l.add(diag.Problem{Code: diag.InvalidDuration, Range: task.Poll.Every.Range(), Detail: "Between two looks there is at least one second."}.Error())
		return
	}
	if task.Timeout == nil {
		limit := int64(12 * 3600)
		if inExpress(d, t) {
			limit = 5 * 60
		}
		if known && every > 0 {
			limit = min(limit, maxLooks*every)
		}
		task.Timeout = &expr.Lit{Val: cty.NumberIntVal(limit), Rng: t.rng}
		return
	}
	if limit, ok := seconds(task.Timeout); ok && known && !inExpress(d, t) && limit > maxLooks*every {
		l.add(diag.Problem{Code: diag.PollTooLong, Range: task.Timeout.Range(), Detail: fmt.Sprintf(
			"With a look every %d seconds this timeout allows %d looks, and after %d the execution's history is full. Look less often, or wait at most %d seconds.",
			every, limit/every, maxLooks, maxLooks*every)}.Error())
	}
}
