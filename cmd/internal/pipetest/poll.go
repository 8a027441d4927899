package pipetest

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A loop is one attempt of a polled task on its way: the mock that stands for
// it, and when the work began.
type loop struct {
	mock  *Mock
	began time.Time
	// told: a look has said how the work ended.
	told bool
}

// builtIn: the task is polled in the way of its kind, and not of the user's.
func builtIn(t *dsl.Task) bool { return t.Poll != nil && t.Poll.Until == nil && t.Kind.Poll != nil }

// polled answers the calls of a kind that is polled: start, look, stop. The
// mock is picked at the start. As the waits between looks take no time here, a
// look takes all the time that is left, so that the work ends when the mock
// says, or times out just then.
func (r *running) polled(t *dsl.Task, role string, c engine.Call, call *Call) engine.Outcome {
	k := t.Kind.Poll
	key := t.Name + r.record.last.frame.key()
	switch {
	case role == "task":
		return r.begin(t, key, c)
	case k.Stop != nil && sameResource(c.Resource, k.Stop.Resource):
		call.Whole = false
		return engine.Outcome{}
	}
	call.Whole = false
	l := r.loops[key]
	if l == nil { // what ran already was joined: nobody has said how it ends
		m, out := r.mockFor(t, c)
		if m == nil {
			return out
		}
		l = &loop{mock: m, began: c.Time}
		r.loops[key] = l
		if span := r.record.span(r.record.last); span != nil {
			span.Attempts++ // the work that is joined
		}
	}
	left := l.mock.Takes - c.Time.Sub(l.began)
	if limit, known := timeout(t); known && l.mock.Takes >= limit {
		late := l.began.Add(limit)
		r.record.fails(late.Sub(r.record.began), "States.Timeout", "")
		return engine.Outcome{Takes: late.Sub(c.Time)} // and it still runs
	} else if every := every(t); !known && left > every {
		return engine.Outcome{Takes: every}
	}
	if l.told {
		return r.contradict(t, l.mock)
	}
	l.told = true
	s := &solver{}
	if l.mock.Error != "" {
		r.record.fails(c.Time.Add(max(left, 0)).Sub(r.record.began), k.Error, l.mock.Cause)
		s.hold(catalogExpr(k.Fail), true)
		if l.mock.Cause != "" {
			s.explain(catalogExpr(k.Cause), l.mock.Cause)
		}
	} else {
		s.give(catalogExpr(unwrapOf(t)), orEmpty(l.mock.Output))
		s.hold(catalogExpr(k.Until), true)
	}
	return engine.Outcome{Output: orEmpty(s.result), Takes: max(left, 0)}
}

func unwrapOf(t *dsl.Task) string {
	if t.Kind.Poll.Unwrap == "" {
		return "result"
	}
	return t.Kind.Poll.Unwrap
}

// begin answers the start of polled work.
func (r *running) begin(t *dsl.Task, key string, c engine.Call) engine.Outcome {
	k := t.Kind.Poll
	delete(r.loops, key)
	m, out := r.mockFor(t, c)
	if m == nil {
		return out
	}
	limit, known := timeout(t)
	late := known && m.Takes >= limit
	if m.Error != "" && m.Error != k.Error && !late {
		if m.Error == k.Busy && k.Busy != "" && argument(t, k.BusyArg) == "skip" {
			r.busy[t.Name] = true
		}
		return engine.Outcome{Error: m.Error, Cause: m.Cause, Takes: m.Takes}
	}
	r.loops[key] = &loop{mock: m, began: c.Time}
	answer := k.Start.Answer
	if answer == cty.NilType {
		answer = cty.EmptyObject
	}
	return engine.Outcome{Output: example(answer, t.Name)}
}

// looked answers the calls of a poll of the user's that starts the work by
// another call than it looks by. A mock is one look; what started the work is
// only answered by one whose call holds for it, and else with an answer of ours
// that has what is read of it.
func (r *running) looked(t *dsl.Task, role string, c engine.Call, call *Call) engine.Outcome {
	if role == "task" {
		for i, m := range r.opts.Mocks {
			if m.Name == t.Name && m.call != nil && (m.Times == 0 || r.used[i] < m.Times) && m.passes(c.Arguments) == "" {
				r.used[i]++
				return m.outcome(orEmpty(m.Output))
			}
		}
		return engine.Outcome{Output: startedExample(t)}
	}
	if s := t.Poll.Stop; s != nil && sameResource(c.Resource, "arn:aws:states:::aws-sdk:"+s.Service+":"+s.Action) {
		call.Whole = false
		return engine.Outcome{}
	}
	m, out := r.mockFor(t, c)
	if m == nil {
		return out
	}
	return m.outcome(orEmpty(m.Output))
}

// mockFor is the mock that answers, or one of an example; nil with the outcome
// of a call that nothing answers.
func (r *running) mockFor(t *dsl.Task, c engine.Call) (*Mock, engine.Outcome) {
	m, passed := r.pick(t.Name, c.Arguments)
	switch {
	case m != nil:
		return m, engine.Outcome{}
	case r.opts.Stub:
		return &Mock{Name: t.Name, Output: stub(t)}, engine.Outcome{}
	}
	return nil, r.missing(t, t.Name, c.Arguments, passed)
}

// contradict stops the execution at a mock whose output says that the work goes
// on although it has ended: it would be looked at for ever.
func (r *running) contradict(t *dsl.Task, m *Mock) engine.Outcome {
	k := t.Kind.Poll
	if r.out.Contradiction == nil && r.out.Missing == nil {
		r.out.Contradiction = &Contradiction{Mock: m, Name: t.Name, Text: fmt.Sprintf(
			"The output of the mock says that the work has not ended: neither %s nor %s. Leave these members out of it, "+
				"or say that it failed with error = %q.", k.Until, k.Fail, k.Error)}
	}
	r.stop()
	return engine.Outcome{Takes: time.Hour}
}

// timeout is that of the task, where it is known before an execution.
func timeout(t *dsl.Task) (time.Duration, bool) { return seconds(t.Timeout) }

// every is how long the task waits between two looks, as far as that is known.
func every(t *dsl.Task) time.Duration {
	if d, ok := seconds(t.Poll.Every); ok && d > 0 {
		return d
	}
	return t.Kind.Poll.Every
}

func seconds(e expr.Expr) (time.Duration, bool) {
	if e == nil {
		return 0, false
	}
	v, ok := expr.Static(e)
	if !ok || v.IsNull() || v.Type() != cty.Number {
		return 0, false
	}
	f, _ := v.AsBigFloat().Float64()
	return time.Duration(math.Round(f)) * time.Second, true
}

// argument is the value of an argument that is a text known before an
// execution, or "".
func argument(t *dsl.Task, name string) string {
	e := t.Arg(name)
	if e == nil {
		return ""
	}
	v, ok := expr.Static(e)
	if !ok || v.IsNull() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

// sameResource compares resources, whatever partition they are in.
func sameResource(a, b string) bool {
	_, a, _ = strings.Cut(a, ":states:")
	_, b, _ = strings.Cut(b, ":states:")
	return a == b
}
