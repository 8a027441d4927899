package compiler

import (
	"fmt"
	"slices"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A loop is a polled task on its way: start, wait, look, check, wait again.
//
// Its states are NAME-start, NAME-wait, NAME-look and NAME-check, and at the
// ends NAME-stop, NAME-timed-out, NAME-failed and NAME-done, as far as each is
// needed. The look's Output is what the check and the task's output read, so
// that the check finds it in its input.
type loop struct {
	c *compile
	n *taskNode
	t *dsl.Task
	f flow

	start, stop *catalog.Call // nil: none
	look        *catalog.Call

	until, fail expr.Expr // over result; fail may be nil
	errorName   string
	cause       func(*locals) jsonata.Node
	unwrap      string

	notYet []string
	wrap   bool // the look's Output has the result as a member: see notYet
}

// emitPoll writes a polled task, in a Parallel where its retry or catch cover
// the whole loop.
func (c *compile) emitPoll(n *taskNode, f flow) (string, []asl.Entry) {
	if n.loop == nil {
		return c.newLoop(n, f).emit()
	}
	t := n.task
	name := c.name(n.name)
	v := c.variable(outputVar(t.Name))
	inner := &taskNode{name: n.name, task: t, frame: n.frame, loop: n.loop}
	inner.frame.scope = n.loop
	fl := flow{end: func(s *site) asl.Value {
		if o, ok := s.own[v]; ok && v.used {
			return o.value()
		}
		return asl.Object{}
	}}
	first, states := c.newLoop(inner, fl).emit()
	p := &asl.Parallel{
		Common:   asl.Common{Comment: t.Description},
		Branches: []*asl.Machine{{StartAt: first, States: states}},
		Retry:    c.retriers(withoutTransient(t.Retry), nil),
	}
	own := map[*variable]own{v: nodeOwn(result(0))}
	if sk := c.variable(skippedVar(t.Name)); sk.home != nil && t.When == nil {
		own[sk] = boolOwn(false)
	}
	extra := c.emitCatches(n.catches, n.frame, f, t, &p.Catch, t.Name)
	c.catchRest(&p.Catch, f.fail, t.Name)
	c.finish(&p.Common, &p.Flow, f, &site{own})
	return name, append([]asl.Entry{c.state(name, t.Name, "", t.Range, p)}, extra...)
}

func withoutTransient(all []dsl.Retry) []dsl.Retry {
	var out []dsl.Retry
	for _, r := range all {
		r.On = slices.DeleteFunc(slices.Clone(r.On), func(s string) bool { return s == "transient" })
		if len(r.On) > 0 {
			out = append(out, r)
		}
	}
	return out
}

func (c *compile) newLoop(n *taskNode, f flow) *loop {
	t := n.task
	l := &loop{c: c, n: n, t: t, f: f}
	if k := t.Kind.Poll; k != nil && t.Poll.Until == nil {
		looked := answers{result: k.Answer()}
		l.start, l.look, l.stop = c.pollStart(t, k), &k.Look, k.Stop
		l.until = c.taskTemplate(t, k.Until, looked, cty.Bool)
		l.fail = c.taskTemplate(t, k.Fail, looked, cty.Bool)
		l.errorName, l.unwrap = k.Error, k.Unwrap
		cause := c.taskTemplate(t, k.Cause, looked, cty.String)
		l.cause = func(at *locals) jsonata.Node { return c.node(cause, n.frame, nil, at) }
		return l
	}
	p := t.Poll
	l.until, l.fail, l.notYet = p.Until, p.Fail, p.Retry
	l.wrap = len(p.Retry) > 0
	l.errorName = "Pipectl.PollFailed"
	l.cause = func(at *locals) jsonata.Node { return call("string", at.result) }
	own := &catalog.Call{Resource: c.taskResource(t), Arguments: t.Mode.Arguments, NoArgs: t.Mode.NoArgs}
	l.unwrap = t.Mode.Unwrap
	if p.Call == nil {
		l.look = own
		return l
	}
	l.start = own
	l.unwrap = ""
	l.look = &catalog.Call{Resource: sdkResource(p.Call)}
	if p.Stop != nil {
		l.stop = &catalog.Call{Resource: sdkResource(p.Stop)}
	}
	return l
}

// pollStart is the call by which a kind's poll begins.
func (c *compile) pollStart(t *dsl.Task, k *catalog.Poll) *catalog.Call {
	if k.StartIf != "" && !c.holds(t, k.StartIf) {
		return k.StartElse
	}
	return &k.Start
}

func sdkResource(a *dsl.APICall) string {
	return "arn:aws:states:::aws-sdk:" + a.Service + ":" + a.Action
}

func (l *loop) name(part string) string { return l.c.name(l.t.Name + "-" + part) }

// comment is the task's description, which a Parallel around the loop has where
// there is one.
func (l *loop) comment() string {
	if l.n.loop != nil {
		return ""
	}
	return l.t.Description
}

func (l *loop) state(name, role string, s asl.State) asl.Entry {
	return l.c.state(name, l.t.Name, role, l.t.Range, s)
}

// emit writes the states of the loop, in the order in which they run.
func (l *loop) emit() (string, []asl.Entry) {
	c, t := l.c, l.t
	origin := Origin{Item: t.Name, Range: t.Range}
	started := l.startedPaths()
	deadline := "deadline_" + t.Name
	wait, look, check := l.name("wait"), l.name("look"), l.name("check")
	transient := c.retriers(onlyTransient(t.Retry), c.transient(t))
	var out []asl.Entry

	// The answer of the look, in the look and in the check.
	raw := &locals{result: states("result"), started: l.startedNode()}
	seen := &locals{result: states("input"), started: l.startedNode()}
	if l.wrap {
		seen.result = states("input", "result")
	}
	own := c.taskOwn(l.n, l.unwrap, seen.result, false)
	if t.Kind.Poll == nil && l.unwrap != "" {
		seen.result = c.unwrapped(t, l.unwrap, seen.result, false, true)
	}

	from := call("millis")
	if l.waitsForOther() {
		// What the start waits for counts: a retry does not enter it again.
		from = call("toMillis", states("context", "State", "EnteredTime"))
	}
	due := asl.Object{{Key: deadline, Value: code(binary("+", from, l.limit()))}}

	// Start.
	first := l.name("start")
	if l.start != nil {
		start := &asl.Task{
			Common:    asl.Common{Comment: l.comment(), Assign: append(asl.Object{}, due...), Output: asl.Object{}},
			Resource:  c.resource(l.start.Resource),
			Arguments: c.callArguments(t, l.start, answers{}, true, l.n.frame, nil),
			Retry:     transient,
			Flow:      asl.Flow{Next: l.afterStart(wait, look)},
		}
		c.limits(start, t, l.n.frame)
		if len(started) > 0 {
			answer := code(trim(states("result"), started))
			start.Assign = append(start.Assign.(asl.Object), asl.Member{Key: "started_" + t.Name, Value: answer})
		}
		out = append(out, l.state(first, "task", start))
		out = append(out, l.busy(start, wait, due)...)
		c.catchRest(&start.Catch, l.f.fail, t.Name)
	} else {
		if t.Poll.Delay > 0 {
			out = append(out, l.state(first, "", &asl.Wait{
				Common: asl.Common{Comment: l.comment(), Assign: due}, Seconds: number(int64(t.Poll.Delay / time.Second)), Flow: asl.Flow{Next: look},
			}))
		} else {
			out = append(out, l.state(first, "", &asl.Pass{
				Common: asl.Common{Comment: l.comment(), Assign: due}, Flow: asl.Flow{Next: look},
			}))
		}
	}
	if l.start != nil && t.Poll.Delay > 0 {
		delay := l.name("delay")
		out[0].State.(*asl.Task).Next = delay
		out = append(out, l.state(delay, "", &asl.Wait{Seconds: number(int64(t.Poll.Delay / time.Second)), Flow: asl.Flow{Next: look}}))
	}

	// Wait, look.
	waiting := l.state(wait, "", &asl.Wait{Seconds: c.value(t.Poll.Every, l.n.frame, nil, nil), Flow: asl.Flow{Next: look}})
	lookArgs := c.callArguments(t, l.look, l.begun(), l.start == nil, l.n.frame, raw)
	if t.Poll.Call != nil {
		root := &argument{object: true}
		if t.Poll.Arguments != nil {
			root.set(nil, t.Poll.Arguments, false, true)
		}
		lookArgs = c.render(root, c.env(l.n.frame, nil, raw))
	}
	looking := &asl.Task{
		Resource:  c.resource(l.look.Resource),
		Arguments: lookArgs,
		Common:    asl.Common{Output: l.lookOutput()},
		Retry:     transient,
		Flow:      asl.Flow{Next: check},
	}
	if l.start == nil {
		c.limits(looking, t, l.n.frame)
	}
	if len(l.notYet) > 0 {
		looking.Catch = append(looking.Catch, asl.Catcher{ErrorEquals: l.notYet, Output: asl.Object{}, Next: check})
	}
	c.catchRest(&looking.Catch, l.f.fail, t.Name)
	role := ""
	if l.start == nil {
		role = "task"
	}
	lookingState := l.state(look, role, looking)

	// Check.
	choice := &asl.Choice{Default: wait}
	exit, tail := c.exit(t.Name+"-done", t.Name, t.Range, l.f, &site{own})
	done := asl.Rule{Condition: asl.Code{Expr: l.guarded(c.ruleAt(l.until, l.n.frame, seen))}, Next: exit}
	if l.f.next != "" {
		done.Output, done.Assign = asl.Object{}, c.assign(&site{own})
	}
	choice.Choices = append(choice.Choices, done)
	var ends []asl.Entry
	if l.fail != nil && !isFalse(l.fail) {
		next, assign, states := c.raise(t.Name+"-failed", t.Name, origin, l.f, errorAt{str(l.errorName), l.cause(seen), t.Name})
		choice.Choices = append(choice.Choices, asl.Rule{Condition: asl.Code{Expr: l.guarded(c.ruleAt(l.fail, l.n.frame, seen))}, Next: next, Assign: assign})
		ends = append(ends, states...)
	}
	timedOut := errorAt{str("States.Timeout"), l.timeoutCause(), t.Name}
	next, assign, states := c.raise(t.Name+"-timed-out", t.Name, origin, l.f, timedOut)
	if l.waitsForOther() {
		// The other work has not ended in time.
		start := out[0].State.(*asl.Task)
		start.Catch = slices.Insert(start.Catch, 0, asl.Catcher{
			ErrorEquals: []string{t.Kind.Poll.Busy}, Output: asl.Object{}, Assign: assign, Next: next,
		})
	}
	late := asl.Rule{Condition: asl.Code{Expr: binary(">=", call("millis"), &jsonata.Var{Name: deadline})}, Next: next, Assign: assign}
	if l.stop != nil {
		stop := l.name("stop")
		stopping := &asl.Task{
			Resource:  c.resource(l.stop.Resource),
			Arguments: l.stopArguments(raw),
			Retry:     transient,
			// The work may have ended by itself just now.
			Catch:  []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Output: asl.Object{}, Assign: assign, Next: next}},
			Common: asl.Common{Output: asl.Object{}, Assign: assign},
			Flow:   asl.Flow{Next: next},
		}
		late.Next, late.Assign = stop, nil
		ends = append(ends, l.state(stop, "", stopping))
	}
	ends = append(ends, states...)
	choice.Choices = append(choice.Choices, late)
	checking := l.state(check, "", choice)
	c.well(t.Name, exit)

	if l.start != nil && t.Poll.Delay == 0 {
		out = append(out, waiting, lookingState, checking)
	} else {
		out = append(out, lookingState, checking, waiting)
	}
	return first, append(append(out, tail...), ends...)
}

func (l *loop) afterStart(wait, look string) string {
	if l.t.Poll.Delay > 0 {
		return look
	}
	return wait
}

// guarded is a condition over a look that may not have had an answer yet.
func (l *loop) guarded(n jsonata.Node) jsonata.Node {
	if !l.wrap {
		return n
	}
	return &jsonata.Cond{If: call("exists", states("input", "result")), Then: n, Else: &jsonata.Bool{Value: false}}
}

func isFalse(e expr.Expr) bool {
	v, ok := expr.Static(e)
	return ok && !v.IsNull() && v.Type() == cty.Bool && v.False()
}

// limit is the timeout in milliseconds.
func (l *loop) limit() jsonata.Node {
	if v, ok := expr.Static(l.t.Timeout); ok && v.Type() == cty.Number {
		f, _ := v.AsBigFloat().Float64()
		return &jsonata.Number{Value: f * 1000}
	}
	return binary("*", l.c.node(l.t.Timeout, l.n.frame, nil, nil), &jsonata.Number{Value: 1000})
}

func (l *loop) timeoutCause() jsonata.Node {
	if v, ok := expr.Static(l.t.Timeout); ok && v.Type() == cty.Number {
		f, _ := v.AsBigFloat().Int64()
		return str(fmt.Sprintf("%s has not ended within %d seconds", l.t.Name, f))
	}
	return str(fmt.Sprintf("%s has not ended within its timeout", l.t.Name))
}

// stopArguments are those of the call that ends the work.
func (l *loop) stopArguments(at *locals) asl.Value {
	if l.t.Poll.Stop != nil {
		root := &argument{object: true}
		if l.t.Poll.StopArguments != nil {
			root.set(nil, l.t.Poll.StopArguments, false, true)
		}
		return l.c.render(root, l.c.env(l.n.frame, nil, at))
	}
	return l.c.callArguments(l.t, l.stop, l.begun(), false, l.n.frame, at)
}
