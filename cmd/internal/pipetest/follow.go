package pipetest

import (
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
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
	m := &Machine{Name: p.Name, machine: r.Machine, source: r.SourceMap, names: newIndex(p), depths: map[string]int{}, parts: map[string]*asl.Machine{}}
	for _, part := range r.Parts {
		m.parts[part.Name] = part.Machine
	}
	m.nest(m.machine, 0)
	if definition != nil {
		m.foreign = true
		m.nest(definition, 0)
	}
	return &Follower{m: m, record: newRecord(m, watch), open: map[spot]*Called{}}
}

// FollowBare makes a follower of executions of a machine that no sources are there
// of: its Tasks go by the names of their states.
func FollowBare(name string, machine *asl.Machine, watch func(Moment)) *Follower {
	m := &Machine{Name: name, machine: machine, depths: map[string]int{}}
	m.nest(machine, 0)
	return &Follower{m: m, record: newRecord(m, watch), open: map[spot]*Called{}}
}

// nest notes how deep in Maps states are.
func (m *Machine) nest(machine *asl.Machine, depth int) {
	for _, e := range machine.States {
		m.depths[e.Name] = depth
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

// Inner says whether a state runs a part of the pipeline, so that what the
// execution does which it starts is part of what is followed.
func (f *Follower) Inner(state string) bool { return f.m.source[state].Role == "part" }

// Event is told each event of each execution, after it was added to the events of
// that: those of one in order.
func (f *Follower) Event(x *engine.Execution, e *engine.Event) {
	f.record.event(x, e)
	at := f.record.last
	span := f.record.span(at)
	if span == nil {
		return
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
	out := &Run{Machine: f.m, Execution: x, Spans: f.record.spans}
	if f.m.names != nil {
		out.Skipped = f.m.skipped(f.record, nil)
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
