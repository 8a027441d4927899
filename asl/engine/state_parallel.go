package engine

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
)

// parallel runs a Parallel.
func (t *thread) parallel(v *visit, s *asl.Parallel) (step, *failure) {
	return t.attempts(v, s.Retry, s.Catch, func() (step, *failure) {
		in, f := t.parallelInput(v, s)
		if f == nil {
			f = t.checkArguments(v, in)
		}
		if f != nil {
			return step{}, t.evaluationFailed(v, f)
		}
		var result asl.Value
		if v.trace != nil {
			result, f = v.trace.outcome()
		} else {
			t.record(Event{Type: "ParallelStateStarted"})
			result, f = t.branches(v, in)
		}
		if f != nil {
			return step{}, f
		}
		var out asl.Value
		if v.code.jsonata {
			out, f = t.finishJSONata(v, s.Output, s.Assign, result, env{v: v, result: result})
		} else {
			out, f = t.resultOutput(v, s.ResultSelector, s.Assign, s.ResultPath, result)
		}
		if f != nil {
			return step{}, t.evaluationFailed(v, f)
		}
		return step{out, s.Next}, nil
	}, func() { t.record(Event{Type: "ParallelStateFailed"}) })
}

func (t *thread) parallelInput(v *visit, s *asl.Parallel) (asl.Value, *failure) {
	if v.code.jsonata {
		if s.Arguments == nil {
			return v.input, nil
		}
		return t.evaluate(s.Arguments, "Arguments", env{v: v})
	}
	in, f := t.select_(v, s.InputPath, v.input)
	if f != nil {
		return nil, f
	}
	return t.parameters(v, s.Parameters, in)
}

// branches runs all branches to their ends and gives their outputs in order.
// The first failure aborts the others.
func (t *thread) branches(v *visit, in asl.Value) (asl.Value, *failure) {
	outputs := make(asl.Array, len(v.code.branches))
	g := group{t: t, left: len(outputs)}
	for i, p := range v.code.branches {
		child := t.child(v, p, t.cursor)
		g.run(child, in, func(out asl.Value) { outputs[i] = out })
	}
	if f := g.wait(); f != nil {
		return nil, f
	}
	t.note(Event{Type: "ParallelStateSucceeded"})
	return outputs, nil
}

// child makes a thread for a machine inside the state that t is in. Its first
// event follows the one given.
func (t *thread) child(v *visit, p *program, cursor int64) *thread {
	return &thread{
		h: t.h, program: p, scope: &scope{outer: t.scope}, cursor: cursor,
		path: append(slices.Clone(t.path), v.name), index: t.index, item: t.item,
	}
}

// A group is the children that a thread waits for.
type group struct {
	t      *thread
	left   int // children that have not succeeded yet
	failed *thread
	why    *failure
}

// run starts a child. Then is called when it has succeeded.
func (g *group) run(child *thread, in asl.Value, then func(asl.Value)) {
	t := g.t
	t.children = append(t.children, child)
	child.start(in, func(out asl.Value, f *failure) {
		if g.failed != nil {
			return
		}
		if f != nil {
			g.failed, g.why = child, f
			t.poke()
			return
		}
		t.children = slices.DeleteFunc(t.children, func(c *thread) bool { return c == child })
		t.cursor = child.cursor
		g.left--
		then(out)
		if g.left == 0 {
			t.poke()
		}
	})
}

// wait parks the thread until all children have succeeded or one has failed,
// and then aborts what still runs.
func (g *group) wait() *failure {
	t := g.t
	for g.left > 0 && g.failed == nil {
		if f := t.park(); f != nil {
			return f
		}
	}
	if g.failed == nil {
		return nil
	}
	t.cursor = g.failed.cursor
	if g.failed.iteration != "" {
		t.note(Event{Type: "MapIterationFailed", Name: g.failed.iteration, Index: g.failed.index})
		g.failed.iteration = ""
	}
	children := t.children
	t.children = nil
	if _, task := stateOf(g.failed.visit).(*asl.Task); task {
		g.failed.recordAborted(t.cursor)
	}
	for _, child := range children {
		if child != g.failed {
			child.abort(t.cursor)
		}
	}
	return g.why
}

func stateOf(v *visit) asl.State {
	if v == nil {
		return nil
	}
	return v.code.state
}
