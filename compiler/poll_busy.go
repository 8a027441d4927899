package compiler

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// whenBusy is what happens where the work runs already: "wait", "join", "fail"
// or "skip"; empty for what cannot be found so.
func (l *loop) whenBusy() string {
	k := l.t.Kind.Poll
	if k == nil || k.Busy == "" || l.t.Poll.Call != nil {
		return ""
	}
	if v, ok := expr.Static(l.t.Arg(k.BusyArg)); ok && !v.IsNull() {
		return v.AsString()
	}
	return ""
}

// waitsForOther: the start is tried again until other work has ended.
func (l *loop) waitsForOther() bool { return l.whenBusy() == "wait" }

// busy handles a start that finds the work running already.
func (l *loop) busy(start *asl.Task, wait string, due asl.Object) []asl.Entry {
	how := l.whenBusy()
	if how == "" {
		return nil
	}
	k := l.t.Kind.Poll
	catch := asl.Catcher{ErrorEquals: []string{k.Busy}, Output: asl.Object{}}
	switch how {
	case "join":
		catch.Next, catch.Assign = wait, append(asl.Object{}, due...)
		start.Catch = append(start.Catch, catch)
	case "skip":
		own := map[*variable]own{
			l.c.variable(outputVar(l.t.Name)):  nullOwn(),
			l.c.variable(skippedVar(l.t.Name)): boolOwn(true),
		}
		exit, tail := l.c.exit(l.t.Name+"-skipped", l.t.Name, l.t.Range, l.f, &site{own})
		if len(tail) > 0 {
			l.c.from[exit] = Origin{Item: l.t.Name, Role: "skipped", Range: l.t.Range}
		}
		catch.Next = exit
		if l.f.next != "" {
			catch.Assign = l.c.assign(&site{own})
		}
		start.Catch = append(start.Catch, catch)
		return tail
	case "wait":
		// The crawl that runs is let end, then the work is started: the
		// start is tried again after every wait, as long as the timeout of
		// the whole allows.
		v, _ := expr.Static(l.t.Timeout)
		every, ok := expr.Static(l.t.Poll.Every)
		attempts := int64(dslMaxLooks)
		if ok && v.Type() == cty.Number && every.Type() == cty.Number {
			a, _ := v.AsBigFloat().Int64()
			b, _ := every.AsBigFloat().Int64()
			attempts = min(attempts, max(1, a/max(1, b)))
		}
		start.Retry = append([]asl.Retrier{{
			ErrorEquals:     []string{k.Busy},
			IntervalSeconds: l.c.value(l.t.Poll.Every, l.n.frame, nil, nil),
			MaxAttempts:     number(attempts),
			BackoffRate:     asl.Number("1"),
		}}, start.Retry...)
	}
	return nil
}

// dslMaxLooks is how often a loop may go round before a history is full.
const dslMaxLooks = 2500
