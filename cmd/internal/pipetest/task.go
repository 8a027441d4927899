package pipetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// A running is a machine that runs: who answers its calls.
type running struct {
	m      *Machine
	opts   Options
	stop   context.CancelFunc
	out    *Run
	record *record

	used  []int                // how often each mock has answered
	loops map[string]*loop     // of polled tasks, by name and iteration
	thens map[string]asl.Value // answers to second calls, by name and iteration
	busy  map[string]bool      // tasks that were skipped because their work runs already
	up    []upCluster
}

// task answers a call.
func (r *running) task(c engine.Call) engine.Outcome {
	call := &Call{
		Name: c.State, State: c.State, Whole: true,
		Resource: c.Resource, Arguments: c.Arguments,
		Time: c.Time.Sub(r.record.began),
	}
	r.out.Calls = append(r.out.Calls, call)
	o := r.answer(c, call)
	call.Error = o.Error
	if span := r.record.span(r.record.last); span != nil && call.Whole {
		span.Attempts++
		span.End = max(span.End, call.Time)
	}
	return o
}

func (r *running) answer(c engine.Call, call *Call) engine.Outcome {
	if r.m.names == nil {
		return r.bare(c)
	}
	origin := r.m.source[c.State]
	if t := r.m.names.task(origin.Item); t != nil {
		call.Name = t.Name
		switch {
		case t.Poll != nil && t.Poll.Until == nil && t.Kind.Poll != nil:
			return r.polled(t, origin.Role, c, call)
		case t.Poll != nil && t.Poll.Call != nil:
			return r.looked(t, origin.Role, c, call)
		case origin.Role != "task":
			call.Whole = false
			return r.second(t, c)
		}
		return r.whole(t, c)
	}
	if cl := r.m.names.clusters[origin.Item]; cl != nil {
		call.Name = c.State
		if origin.Role == "create" {
			return r.create(cl, c, call)
		}
		call.Whole = origin.Role == "terminate"
		switch origin.Role {
		case "left":
			return r.left(c)
		case "terminate":
			r.ended(c.Arguments)
		}
		if sameResource(c.Resource, clusterKind.Find.Resource) {
			return engine.Outcome{Output: nothingFound(clusterKind.Find.Answer)}
		}
		return engine.Outcome{}
	}
	// A call of the pipeline itself: it looks for other executions of it.
	call.Whole = false
	if strings.HasSuffix(c.Resource, ":listExecutions") {
		return engine.Outcome{Output: asl.Object{{Key: "Executions", Value: asl.Array{}}}}
	}
	return engine.Outcome{}
}

// pick finds the mock that answers a call, and counts it as used.
func (r *running) pick(name string, request asl.Value) (*Mock, []Passed) {
	var passed []Passed
	for _, wanted := range []string{name, Any} {
		for i, m := range r.opts.Mocks {
			if m.Name != wanted {
				continue
			}
			if m.Times > 0 && r.used[i] >= m.Times {
				passed = append(passed, Passed{m, "it has answered " + times(m.Times)})
				continue
			}
			if why := m.passes(request); why != "" {
				passed = append(passed, Passed{m, why})
				continue
			}
			r.used[i]++
			return m, nil
		}
	}
	return nil, passed
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// passes says why a mock does not answer a request; empty: it does.
func (m *Mock) passes(request asl.Value) string {
	if m.call == nil {
		return ""
	}
	v, diags := newScope(m.project).with(ctyOf(request)).constant(m.call, cty.Bool)
	switch {
	case diags.HasErrors():
		return "its call cannot be worked out: " + strings.TrimSuffix(diags[0].Detail, ".")
	case v.IsNull() || v.False():
		return "its call is false"
	}
	return ""
}

// missing stops the execution at a call that nothing answers.
func (r *running) missing(t *dsl.Task, name string, arguments asl.Value, passed []Passed) engine.Outcome {
	if r.out.Missing == nil && r.out.Contradiction == nil {
		r.out.Missing = &Missing{Name: name, Arguments: arguments, Passed: passed}
		if t != nil {
			r.out.Missing.Kind = t.Kind.Name
			r.out.Missing.Example = stub(t)
		}
	}
	r.stop()
	return engine.Outcome{Takes: time.Hour}
}

// outcome is what a mock says, with an answer that holds its output.
func (m *Mock) outcome(answer asl.Value) engine.Outcome {
	if m.Error != "" {
		return engine.Outcome{Error: m.Error, Cause: m.Cause, Takes: m.Takes}
	}
	return engine.Outcome{Output: answer, Takes: m.Takes}
}

// bare answers for a machine that no pipeline belongs to.
func (r *running) bare(c engine.Call) engine.Outcome {
	m, passed := r.pick(c.State, c.Arguments)
	switch {
	case m != nil:
		return m.outcome(m.Output)
	case r.opts.Stub:
		return engine.Outcome{}
	}
	return r.missing(nil, c.State, c.Arguments, passed)
}

// whole answers the one call of a task, the first of two where its kind makes
// a second.
func (r *running) whole(t *dsl.Task, c engine.Call) engine.Outcome {
	m, passed := r.pick(t.Name, c.Arguments)
	if m == nil && !r.opts.Stub {
		return r.missing(t, t.Name, c.Arguments, passed)
	}
	if m == nil {
		m = &Mock{Name: t.Name, Output: stub(t)}
	}
	answer, more := r.answers(t, orEmpty(m.Output))
	if more != nil {
		r.thens[t.Name+r.record.last.frame.key()] = more
	}
	return m.outcome(answer)
}

// second answers the call that follows a task's own, for more of its result.
func (r *running) second(t *dsl.Task, c engine.Call) engine.Outcome {
	return engine.Outcome{Output: r.thens[t.Name+r.record.last.frame.key()]}
}

// answers are what the service says so that a task's result is as wanted: the
// answer to its call, and to the second one where there is one, else nil.
func (r *running) answers(t *dsl.Task, result asl.Value) (answer, more asl.Value) {
	m := t.Mode
	if m == nil {
		return result, nil
	}
	unwrap := m.Unwrap
	if m.Then != nil && r.hasThen(t) {
		unwrap = m.Then.Unwrap
	}
	s := &solver{}
	s.give(catalogExpr(unwrap), result)
	if m.Fail != "" {
		s.hold(catalogExpr(m.Fail), false)
	}
	if m.Then != nil && r.hasThen(t) {
		return orEmpty(s.result), orEmpty(s.more)
	}
	return orEmpty(s.result), nil
}

// hasThen: the machine has a state for the second call.
func (r *running) hasThen(t *dsl.Task) bool {
	_, ok := r.m.source[t.Name+"-"+t.Mode.Then.State]
	return ok
}

// clusterKind is the only kind of cluster.
var clusterKind = catalog.Clusters[0]

// create answers the creation of a cluster, which needs no mock.
func (r *running) create(cl *dsl.Cluster, c engine.Call, call *Call) engine.Outcome {
	m, _ := r.pick(cl.Name, c.Arguments)
	if m == nil {
		m = &Mock{}
	}
	id := asl.Value(asl.String("j-mock-" + cl.Name))
	if o, ok := m.Output.(asl.Object); ok {
		if v, ok := o.Get("id"); ok {
			id = v
		}
	}
	if m.Error == "" {
		r.created(id, c.Arguments)
	}
	s := &solver{}
	s.give(catalogExpr(clusterKind.Unwrap), id)
	return m.outcome(orEmpty(s.result))
}

// orEmpty is v, or {} where there is none.
func orEmpty(v asl.Value) asl.Value {
	if v == nil {
		return asl.Object{}
	}
	return v
}

// nothingFound is the answer of a call that lists: its lists are empty.
func nothingFound(answer cty.Type) asl.Value {
	out := asl.Object{}
	if answer == cty.NilType || !answer.IsObjectType() {
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(answer.AttributeTypes())) {
		if answer.AttributeType(name).IsListType() {
			out = append(out, asl.Member{Key: name, Value: asl.Array{}})
		}
	}
	return out
}
