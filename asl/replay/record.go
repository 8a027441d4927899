package replay

import (
	"regexp"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// A Record is what a history tells of each state.
type Record struct {
	visits map[place]*visit
	// begun are, of each Parallel, the events with which its branches began the
	// last time: what was before that is of an attempt that counts no more.
	begun map[place]int64
	// first are the Parallels that states are the first of a branch of.
	first map[string]string
	// iterations are the numbers of those of each Map that began.
	iterations map[place]map[int]bool
}

// A place is a state in an iteration; the key is "" outside of Maps, else the
// numbers of the iterations, the outermost first: "2/0".
type place struct{ key, state string }

// A visit is what happened to a state the last time that it was entered.
type visit struct {
	last int64 // event
	// attempt are the Parallels around it, see Record.begun.
	attempt *attempt

	result   asl.Value // of the last call that succeeded, in any visit; nil: none
	resource string    // of that, as the history has it: "glue:startJobRun.sync"
	failed   bool      // the last that happened in it was a failure
	called   bool      // something was called, or an expression failed

	exit *engine.Event // nil: it was not left
	next string        // the state entered then in the same map; empty: none

	execution string // ARN of what its call started; empty: nothing
}

// An attempt is one of a Parallel, in others.
type attempt struct {
	outer *attempt
	of    place // not known before its first state is entered, where it is not the first
	frame *frame
	event int64
}

// A frame is an iteration, in others; nil is outside of Maps.
type frame struct {
	outer   *frame
	attempt *attempt // that the Map is in
	state   string   // of the Map
	key     string
}

// A spot is where an event happens.
type spot struct {
	state   string
	frame   *frame
	attempt *attempt
}

func (f *frame) String() string {
	if f == nil {
		return ""
	}
	return f.key
}

// Read reads a history: the events of one execution, in their order, from the
// first on.
func Read(events []*engine.Event) *Record {
	r := &Record{visits: map[place]*visit{}, begun: map[place]int64{}, first: map[string]string{}, iterations: map[place]map[int]bool{}}
	spots := make([]spot, len(events))
	for i, e := range events {
		var s spot
		if e.Previous > 0 && int(e.Previous) <= i {
			s = spots[e.Previous-1]
		}
		spots[i] = r.event(s, e, events[:i])
	}
	return r
}

// event notes an event, which follows one of earlier ones, at a spot.
func (r *Record) event(s spot, e *engine.Event, earlier []*engine.Event) spot {
	name := Original(e.Name)
	before := "" // the type of the event that it follows
	if e.Previous > 0 && int(e.Previous) <= len(earlier) {
		before = earlier[e.Previous-1].Type
	}
	switch {
	case strings.HasSuffix(e.Type, "StateEntered"):
		if before == "ParallelStateStarted" {
			s = r.branch(s, name)
		} else if strings.HasSuffix(before, "StateExited") {
			r.visit(s).next = name
		}
		s.state = name
		if asked(e) {
			break
		}
		v := r.visit(s)
		*v = visit{result: v.result, resource: v.resource, execution: v.execution, attempt: s.attempt, last: e.ID}
	case strings.HasSuffix(e.Type, "StateExited"):
		s = s.outOf(name)
		if asked(e) {
			break
		}
		v := r.visit(s)
		v.exit, v.last = e, e.ID
		v.failed = v.failed || strings.HasSuffix(before, "StateFailed")
	case e.Type == "ParallelStateStarted":
		// Where it follows no state that was entered, some Parallel around is
		// tried again: which one, its first state tells.
		next := &attempt{outer: s.attempt, event: e.ID, frame: s.frame}
		if before == "ParallelStateEntered" {
			next.of = place{s.frame.String(), s.state}
			r.begun[next.of] = e.ID
		}
		s.attempt = next
	case e.Type == "MapIterationStarted":
		s = s.outOf(e.Name) // where the one before it has made room
		of := place{s.frame.String(), e.Name}
		if r.iterations[of] == nil {
			r.iterations[of] = map[int]bool{}
		}
		r.iterations[of][e.Index] = true
		s.frame = &frame{s.frame, s.attempt, e.Name, inner(s.frame.String(), e.Index)}
		s.state = ""
	case isCall(e.Type) && (s.state != "" || e.Name != ""):
		if e.Name != "" {
			s.state = e.Name // an EvaluationFailed, which follows what was before the state
		}
		v := r.visit(s)
		v.last, v.called = e.ID, true
		happened(v, e)
	}
	return s
}

// branch is where the first state of a branch of a Parallel stands.
func (r *Record) branch(s spot, state string) spot {
	now := s.attempt
	if now.of.state != "" {
		r.first[state] = now.of.state
		s.frame = now.frame
		return s
	}
	parallel := r.first[state]
	for a := now.outer; a != nil; a = a.outer {
		if a.of.state == parallel {
			now.outer, now.of, now.frame = a.outer, a.of, a.frame
			r.begun[now.of] = now.event
			break
		}
	}
	s.frame = now.frame
	return s
}

// ours are the names of states that Write puts beside one in a Map: an execution that
// went on where another stopped can stop as well.
var ours = regexp.MustCompile(`-replay(ed)?(-[0-9]+)?$`)

// Original is the state that one of ours stands for, or the state itself.
func Original(state string) string { return ours.ReplaceAllString(state, "") }

// asked says whether an event is of a Choice of ours, which only asks whether the state
// that it stands in front of is replayed.
func asked(e *engine.Event) bool {
	return Original(e.Name) != e.Name && strings.HasPrefix(e.Type, "ChoiceState")
}

// isCall says whether an event is of a call, or of an expression.
func isCall(kind string) bool {
	for _, of := range []string{"Task", "LambdaFunction", "Activity"} {
		if strings.HasPrefix(kind, of) && !strings.HasPrefix(kind, "TaskState") {
			return true
		}
	}
	return kind == "EvaluationFailed"
}

// happened notes what became of a call.
func happened(v *visit, e *engine.Event) {
	switch {
	case e.Type == "TaskSubmitted":
		v.execution = executionOf(e.Output)
	case e.Type == "TaskSucceeded":
		v.result, v.resource = e.Output, e.ResourceType+":"+e.Resource
		v.failed = false
	case e.Type == "LambdaFunctionSucceeded", e.Type == "ActivitySucceeded":
		v.result, v.resource = e.Output, ""
		v.failed = false
	case strings.HasSuffix(e.Type, "Failed"), strings.HasSuffix(e.Type, "TimedOut"):
		v.failed = true
	case strings.HasSuffix(e.Type, "Scheduled"):
		v.failed = false
	}
}

// outOf is where a state stands that is left: outside of the iterations and the
// attempts that the last event in it was in.
func (s spot) outOf(state string) spot {
	for f := s.frame; f != nil; f = f.outer {
		if f.state == state {
			s.frame, s.attempt = f.outer, f.attempt
			break
		}
	}
	for a := s.attempt; a != nil; a = a.outer {
		if a.of.state == state {
			s.attempt = a.outer
			break
		}
	}
	s.state = state
	return s
}

func (r *Record) visit(s spot) *visit {
	at := place{s.frame.String(), s.state}
	v := r.visits[at]
	if v == nil {
		v = &visit{attempt: s.attempt}
		r.visits[at] = v
	}
	return v
}

// executionOf is the ARN of the execution that a Task says it has started.
func executionOf(output asl.Value) string {
	o, _ := output.(asl.Object)
	v, _ := o.Get("ExecutionArn")
	arn, _ := v.(asl.String)
	return string(arn)
}

// current says whether a visit is of attempts that still count.
func (r *Record) current(v *visit) bool {
	for a := v.attempt; a != nil; a = a.outer {
		if r.begun[a.of] != a.event {
			return false
		}
	}
	return true
}

// Execution is the ARN of the execution that a state outside of Maps has started
// last; empty where it has started none.
func (r *Record) Execution(state string) string {
	if v := r.visits[place{"", state}]; v != nil {
		return v.execution
	}
	return ""
}
