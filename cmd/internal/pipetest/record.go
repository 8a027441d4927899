package pipetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/replay"
)

// A record follows the history of an execution: in which iteration an event
// happens, of which state and of which task. The history itself says it only
// by the chain of events.
type record struct {
	m     *Machine
	watch func(Moment)

	of     map[*engine.Execution][]spot // by id of the event
	last   spot                         // of the event recorded last
	began  time.Time                    // of the first execution
	spans  []*Span
	open   map[string]*Span    // by name and iteration
	states map[string][]string // iterations in which a state was visited

	// What ends by the next event, if that is no other state of its own.
	ending map[*engine.Event]ended
	order  []*engine.Event
}

// A spot is where an event happens.
type spot struct {
	frame *frame
	state string
	// timeout of the call that was scheduled last, in seconds; 0: none.
	timeout int64
}

// A frame is an iteration of a Map, inside another; nil is none.
type frame struct {
	outer *frame
	name  string
	index int
	depth int // how many there are, this one counted
}

func (f *frame) key() string {
	if f == nil {
		return ""
	}
	return f.outer.key() + fmt.Sprintf("/%s[%d]", f.name, f.index)
}

// cut gives the frame at a depth, or f where it is not as deep.
func (f *frame) cut(depth int) *frame {
	for f != nil && f.depth > depth {
		f = f.outer
	}
	return f
}

func (f *frame) in(name string, index int) *frame {
	depth := 1
	if f != nil {
		depth = f.depth + 1
	}
	return &frame{f, name, index, depth}
}

// A Span is one run of a task, of one element of it, or of the creation or the
// end of a cluster.
type Span struct {
	// Name as in ran.
	Name string

	// Element says of which element: "regions[0]"; empty outside of maps.
	Element string

	// Start and End since the start of the execution.
	Start, End time.Duration

	// Attempts counts the calls that stand for it as a whole, at least 1 of
	// a task that calls a service.
	Attempts int

	// Failures are the errors of its attempts, in order.
	Failures []Failed

	// Done: it has ended, well or with an error that was dealt with; else it
	// was stopped, or its error was not.
	Done bool

	// Mark says why it was not done, though there is an output of it; None: it was.
	Mark replay.Mark

	frame *frame
}

// A Failed is an attempt that failed.
type Failed struct {
	Time         time.Duration
	Error, Cause string
}

// A Moment is something that happens in an execution.
type Moment struct {
	Time time.Duration // since its start
	// What is "start", "end", or "fail" for an attempt.
	What  string
	Span  *Span
	Error string
}

func newRecord(m *Machine, watch func(Moment)) *record {
	return &record{m: m, watch: watch, of: map[*engine.Execution][]spot{}, open: map[string]*Span{}, states: map[string][]string{}, ending: map[*engine.Event]ended{}}
}

// event is told every event of every execution.
func (r *record) event(x *engine.Execution, e *engine.Event) {
	if r.watch != nil {
		r.settle(x, e)
	}
	spots := r.of[x]
	var s spot
	if e.Previous > 0 && int(e.Previous) <= len(spots) {
		s = spots[e.Previous-1]
	}
	switch {
	case strings.HasSuffix(e.Type, "StateEntered"):
		if len(spots) == 1 && s.frame == nil && r.m.depths[e.Name] > 0 {
			// A child of a distributed Map: which one is not said.
			for range r.m.depths[e.Name] {
				s.frame = s.frame.in(x.Name, len(r.of))
			}
		}
		s = spot{frame: s.frame.cut(r.m.depths[e.Name]), state: e.Name}
		r.entered(s, e, x)
	case e.Type == "MapIterationStarted":
		s.frame = s.frame.cut(r.m.depths[e.Name]).in(e.Name, e.Index)
		s.state = e.Name
	case strings.HasSuffix(e.Type, "StateExited"):
		s = spot{frame: s.frame.cut(r.m.depths[e.Name]), state: e.Name}
		r.exited(s, e, x)
	case strings.HasSuffix(e.Type, "Scheduled"):
		s.timeout = e.Timeout
	case e.Type == "TaskFailed", e.Type == "TaskTimedOut",
		e.Type == "LambdaFunctionFailed", e.Type == "LambdaFunctionTimedOut",
		e.Type == "ActivityFailed", e.Type == "ActivityTimedOut":
		r.failed(s, e, x)
	}
	r.of[x] = append(spots, s)
	r.last = s
}

// name is what a state stands for in ran, and what it belongs to; empty where
// it stands for nothing.
func (r *record) name(state string) (name, item string) {
	o, ok := r.m.source[r.m.original(state)]
	if !ok {
		if r.m.source == nil || r.m.foreign {
			return state, state
		}
		return "", ""
	}
	switch o.Role {
	case "task":
		return o.Item, o.Item
	case "create", "terminate":
		return o.Item + "-" + o.Role, o.Item + "-" + o.Role
	}
	if r.m.names.task(o.Item) != nil {
		return "", o.Item
	}
	return "", ""
}

func (r *record) entered(s spot, e *engine.Event, x *engine.Execution) {
	key := s.frame.key()
	state := r.m.original(s.state)
	r.states[state] = append(r.states[state], key)
	name, _ := r.name(s.state)
	if _, known := r.m.source[state]; name == "" || !known && e.Type != "TaskStateEntered" {
		return
	}
	if r.open[name+key] != nil {
		return // tried again, or looked at again
	}
	at := e.Time.Sub(r.start(x))
	span := &Span{Name: name, Element: strings.TrimPrefix(key, "/"), Start: at, End: at, Mark: r.m.marks[s.state], frame: s.frame}
	r.spans = append(r.spans, span)
	r.open[name+key] = span
	r.tell(Moment{Time: at, What: "start", Span: span})
}

// span is that of the task or cluster that a state belongs to, or nil.
func (r *record) span(s spot) *Span {
	_, item := r.name(s.state)
	if item == "" {
		return nil
	}
	return r.open[item+s.frame.key()]
}

func (r *record) exited(s spot, e *engine.Event, x *engine.Execution) {
	span := r.span(s)
	if span == nil {
		return
	}
	span.End = max(span.End, e.Time.Sub(r.start(x)))
	span.Done = true
	// A polled task has several states: it has ended when the next is none of
	// its own, which the event after this one tells, or when time goes on.
	if r.watch != nil {
		r.ending[e] = ended{span, s}
		r.order = append(r.order, e)
	}
}

// settle tells the ends of tasks that e shows, all of them at the end of an
// execution.
func (r *record) settle(x *engine.Execution, e *engine.Event) {
	if len(r.order) == 0 {
		return
	}
	over := strings.HasPrefix(e.Type, "Execution")
	left := r.order[:0]
	for _, exit := range r.order {
		at := r.ending[exit]
		next := e.Previous == exit.ID && int(exit.ID) <= len(x.Events) && x.Events[exit.ID-1] == exit
		if !over && !next && !e.Time.After(exit.Time) {
			left = append(left, exit)
			continue
		}
		delete(r.ending, exit)
		if next && strings.HasSuffix(e.Type, "StateEntered") && r.span(spot{frame: at.frame, state: e.Name}) == at.span {
			continue // it goes on
		}
		r.tell(Moment{Time: at.span.End, What: "end", Span: at.span})
	}
	r.order = left
}

// An ended is a span one of whose states has ended.
type ended struct {
	span *Span
	spot
}

func (r *record) failed(s spot, e *engine.Event, x *engine.Execution) {
	span := r.span(s)
	if span == nil {
		return
	}
	span.End = max(span.End, e.Time.Sub(r.start(x)))
	span.Done = false
	span.Failures = append(span.Failures, Failed{span.End, e.Error, e.Cause})
	r.tell(Moment{Time: span.End, What: "fail", Span: span, Error: e.Error})
}

// fails notes that the attempt of the task whose call is being answered fails at
// a time, which the history tells by no event of its own.
func (r *record) fails(at time.Duration, name, cause string) {
	if span := r.span(r.last); span != nil {
		span.Failures = append(span.Failures, Failed{at, name, cause})
		r.tell(Moment{Time: at, What: "fail", Span: span, Error: name})
	}
}

func (r *record) tell(m Moment) {
	if r.watch != nil {
		r.watch(m)
	}
}

// start is when the execution as a whole started: a child of a distributed Map
// counts from there too.
func (r *record) start(x *engine.Execution) time.Time {
	if r.began.IsZero() {
		r.began = x.Start
	}
	return r.began
}
