package pipetest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// A Follower tells of an execution that runs elsewhere what Machine.Run tells of
// one that it runs itself, by the events of its history.
type Follower struct {
	m      *Machine
	record *record
	open   map[spot]*Called // calls of states that have not been left
	calls  []*Called
	// decided are Choices that were left by which a task may have failed.
	decided map[exit]decision
}

// An exit is an event by which a state was left.
type exit struct {
	x  *engine.Execution
	id int64
}

// A decision is where a Choice says whether a task that is polled has failed: which
// the history tells by no event of its own.
type decision struct {
	span  *Span
	state string
	event *engine.Event
}

// A Called is a call of a service that a task, or a cluster, has made: the events that
// tell of it, nil for those that did not come.
type Called struct {
	Span *Span
	// Scheduled says what was called, Submitted what began by it, and Ended how it
	// ended.
	Scheduled, Submitted, Ended *engine.Event
}

// Follow makes a follower of executions of a pipeline, or of one execution and
// those of its parts. watch, unless nil, is told what happens while events come.
// The result is left as it is.
//
// What runs may have been deployed from other sources: definition is the machine
// as it is there, nil for the one in the result. Tasks of states that the sources
// do not know go by the names of these.
func Follow(p *dsl.Pipeline, r *compiler.Result, definition *asl.Machine, watch func(Moment)) *Follower {
	m := &Machine{Name: p.Name, machine: r.Machine, source: r.SourceMap, names: newIndex(p), depths: map[string]int{}, marks: map[string]replay.Mark{}, parts: map[string]*asl.Machine{}}
	for _, part := range r.Parts {
		m.parts[part.Name] = part.Machine
	}
	m.nest(m.machine, 0)
	if definition != nil {
		m.foreign = true
		m.nest(definition, 0)
	}
	return &Follower{m: m, record: newRecord(m, once(watch)), open: map[spot]*Called{}, decided: map[exit]decision{}}
}

// FollowBare makes a follower of executions of a machine that no sources are there
// of: its Tasks go by the names of their states.
func FollowBare(name string, machine *asl.Machine, watch func(Moment)) *Follower {
	m := &Machine{Name: name, machine: machine, depths: map[string]int{}, marks: map[string]replay.Mark{}}
	m.nest(machine, 0)
	return &Follower{m: m, record: newRecord(m, once(watch)), open: map[spot]*Called{}, decided: map[exit]decision{}}
}

// once tells of an end once: a task of several states, one in another, ends with each of
// these.
func once(watch func(Moment)) func(Moment) {
	if watch == nil {
		return nil
	}
	ended := map[*Span]bool{}
	return func(m Moment) {
		if m.What == "end" && ended[m.Span] {
			return
		}
		ended[m.Span] = m.What == "end"
		watch(m)
	}
}

// nest notes how deep in Maps states are.
func (m *Machine) nest(machine *asl.Machine, depth int) {
	for _, e := range machine.States {
		m.depths[e.Name] = depth
		if mark := replay.MarkOf(e.State.Base().Comment); mark != replay.None {
			m.marks[e.Name] = mark
		}
		switch s := e.State.(type) {
		case *asl.Parallel:
			for _, b := range s.Branches {
				m.nest(b, depth)
			}
		case *asl.Map:
			m.nest(s.Processor, depth+1)
		case *asl.Task:
			if part := m.parts[m.source[e.Name].Item]; part != nil && m.source[e.Name].Role == "part" {
				m.nest(part, depth)
			}
		default:
		}
	}
}

// original is the state that one stands for which is not in the sources, as they are
// written where an execution goes on; or the state itself.
func (m *Machine) original(state string) string {
	if m.marks[state] == replay.None {
		return state
	}
	return replay.Original(state)
}

// Inner says whether a state runs a part of the pipeline, so that what the
// execution does which it starts is part of what is followed.
func (f *Follower) Inner(state string) bool { return f.m.source[state].Role == "part" }

// Event is told each event of each execution, after it was added to the events of
// that: those of one in order.
func (f *Follower) Event(x *engine.Execution, e *engine.Event) {
	f.judge(x, e)
	f.record.event(x, e)
	at := f.record.last
	span := f.record.span(at)
	if span == nil {
		return
	}
	if e.Type == "ChoiceStateExited" && len(f.m.source[at.state].Well) > 0 {
		f.decided[exit{x, e.ID}] = decision{span, at.state, e}
	}
	at.timeout = 0
	switch kind := e.Type; {
	case strings.HasSuffix(kind, "Scheduled"):
		if f.m.source == nil || f.m.source[at.state].Role == "task" || f.m.verbatim(at.state) {
			span.Attempts++
		}
		call := &Called{Span: span, Scheduled: e}
		f.open[at] = call
		f.calls = append(f.calls, call)
	case strings.HasSuffix(kind, "Submitted"):
		if call := f.open[at]; call != nil {
			call.Submitted = e
		}
	case isEnd(kind):
		if call := f.open[at]; call != nil {
			call.Ended = e
		}
	}
}

// judge notes that a task has failed, where a Choice has led to what says so.
func (f *Follower) judge(x *engine.Execution, e *engine.Event) {
	d, ok := f.decided[exit{x, e.Previous}]
	if !ok || !strings.HasSuffix(e.Type, "StateEntered") {
		return
	}
	delete(f.decided, exit{x, e.Previous})
	origin, next := f.m.source[d.state], f.m.source[e.Name]
	name, cause := errorOf(d.event.Assigned)
	switch {
	case slices.Contains(origin.Well, e.Name):
		return
	case e.Name == origin.Item+"-stop":
		name = "States.Timeout"
	case e.Type == "FailStateEntered":
		name, cause = f.m.failure(e.Name)
	case next.Item == origin.Item:
		return // it looks again
	}
	at := d.event.Time.Sub(f.record.start(x))
	d.span.Failures = append(d.span.Failures, Failed{at, name, cause})
	f.record.tell(Moment{Time: at, What: "fail", Span: d.span, Error: name})
}

// errorOf is the error among variables that were set.
func errorOf(assigned asl.Object) (name, cause string) {
	for _, m := range assigned {
		o, _ := m.Value.(asl.Object)
		if v, ok := o.Get("Error"); ok {
			text, _ := v.(asl.String)
			why, _ := o.Get("Cause")
			because, _ := why.(asl.String)
			return string(text), string(because)
		}
	}
	return "", ""
}

// failure is the error of a Fail state, as far as it is constant.
func (m *Machine) failure(state string) (name, cause string) {
	machines := []*asl.Machine{m.machine}
	for _, part := range m.parts {
		machines = append(machines, part) // in any order: names are of one
	}
	constant := func(v asl.Value) string {
		switch v := v.(type) {
		case asl.String:
			return string(v)
		case asl.Code:
			if s, ok := v.Expr.(*jsonata.String); ok {
				return s.Value
			}
		default:
		}
		return ""
	}
	for _, of := range machines {
		asl.Walk(of, func(_, n string, s asl.State) {
			if fail, ok := s.(*asl.Fail); ok && n == state {
				name, cause = constant(fail.Error), constant(fail.Cause)
			}
		})
	}
	return name, cause
}

// isEnd says whether an event ends a call.
func isEnd(kind string) bool {
	call, ok := strings.CutPrefix(kind, "Task")
	if !ok {
		if call, ok = strings.CutPrefix(kind, "LambdaFunction"); !ok {
			return false
		}
	}
	return call == "Succeeded" || call == "Failed" || call == "TimedOut"
}

// Calls are all calls so far, in the order in which they were made. A caller does not
// change them.
func (f *Follower) Calls() []*Called { return f.calls }

// verbatim says whether a state is one of a task "asl", all of whose calls are the
// task's own.
func (m *Machine) verbatim(state string) bool {
	t := m.task(state)
	return t != nil && t.Kind.Verbatim
}

// Run is what happened so far, in the execution as a whole.
func (f *Follower) Run(x *engine.Execution) *Run {
	out := &Run{Machine: f.m, Execution: x, Spans: slices.Clone(f.record.spans)}
	// Histories of executions inside come later than what followed them.
	slices.SortStableFunc(out.Spans, func(a, b *Span) int { return cmp.Compare(a.Start, b.Start) })
	if f.m.names != nil {
		out.Skipped = f.m.skipped(f.record, nil, out.marked(replay.Skipped)...)
	}
	return out
}

// Where says where a task or a cluster stands in the sources, by its name in a
// span; ok is false where they do not have it.
func (r *Run) Where(span *Span) (file string, line int, ok bool) {
	name, _, _ := strings.Cut(span.Name, "-")
	x := r.Machine.names
	if x == nil {
		return "", 0, false
	}
	if t := x.task(name); t != nil {
		return t.Range.Filename, t.Range.Start.Line, true
	}
	if c := x.clusters[name]; c != nil {
		return c.Range.Filename, c.Range.Start.Line, true
	}
	return "", 0, false
}

// Failed are the spans whose last attempt failed, whatever was made of it.
func (r *Run) Failed() []*Span {
	var out []*Span
	for _, s := range r.Spans {
		if len(s.Failures) > 0 && len(s.Failures) >= s.Attempts {
			out = append(out, s)
		}
	}
	return out
}
