package engine

import (
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A history is an execution while it runs: its record, its main thread and its
// limits. A distributed Map begins one for each of its children.
type history struct {
	w         *world
	execution *Execution
	program   *program
	main      *thread
	express   bool
	variables int     // bytes of all variables that are alive
	events    []Event // made ahead, for add
	ended     func(*history)

	context          [2]asl.Member // see contextMembers
	queriedExecution any           // the first of them as a JSONata value; nil until it is asked for
}

// newHistory makes an execution that has not started. Ended is called at its
// end; it may be nil.
func (w *world) newHistory(x *Execution, p *program, ended func(*history)) *history {
	h := &history{w: w, execution: x, program: p, ended: ended, express: w.opts.Express}
	h.main = &thread{h: h, program: p, scope: &scope{}, index: -1}
	return h
}

// start begins the execution now.
func (h *history) start() {
	x := h.execution
	x.Status = Running
	x.Start = h.w.now
	h.add(Event{Type: "ExecutionStarted", Input: x.Input, Role: x.Role})
	h.limitTime(h.program.machine)
	h.main.start(x.Input, func(out asl.Value, f *failure) {
		switch {
		case f == nil:
			h.end(Succeeded, out, nil)
		default:
			h.end(Failed, nil, f)
		}
	})
}

// limitTime puts the end of the time that the execution may take on the agenda.
func (h *history) limitTime(m *asl.Machine) {
	longest := int64(maxStandard)
	if h.express {
		longest = maxExpress
	}
	if n, ok := integerOf(m.TimeoutSeconds); ok && n > 0 && n < longest {
		longest = n
	}
	h.w.at(h.w.now.Add(time.Duration(longest)*time.Second), func() {
		if h.execution.Status == Running {
			h.end(TimedOut, nil, &failure{name: errTimeout, noCause: true})
		}
	})
}

// end ends the execution; what still runs of it is killed.
func (h *history) end(status Status, out asl.Value, f *failure) {
	x := h.execution
	if x.Status != Running {
		return
	}
	h.kill()
	var e Event
	switch status {
	case Succeeded:
		e.Type, e.Output = "ExecutionSucceeded", out
		e.Previous = h.main.cursor
		x.Output = out
	case Failed:
		e.Type = "ExecutionFailed"
		e.Previous = h.main.cursor
	// What ends an execution from outside follows no event, and the states
	// that ran are not in the history again (recorded for StopExecution).
	case TimedOut:
		e.Type = "ExecutionTimedOut"
	case Aborted:
		e.Type = "ExecutionAborted"
	default:
	}
	if f != nil {
		x.Error, x.HasError, x.Cause, x.HasCause = f.name, !f.noName, f.cause, !f.noCause
		e.Error, e.HasError, e.Cause, e.HasCause = x.Error, x.HasError, x.Cause, x.HasCause
	}
	x.Status = status
	x.End = h.w.now
	h.add(e)
	if h.ended != nil {
		h.ended(h)
	}
}

// kill ends what may still run, without a record.
func (h *history) kill() {
	if h.main.co != nil {
		h.main.kill()
	}
}

// add records an event and gives its id. Where there is room for the last one
// only, any other is dropped: full tells the thread that made it.
func (h *history) add(e Event) int64 {
	x := h.execution
	if !strings.HasPrefix(e.Type, "Execution") && h.full() != nil {
		return e.Previous
	}
	if len(h.events) == 0 {
		h.events = make([]Event, min(max(len(x.Events)/4, 4), 64))
	}
	recorded := &h.events[0]
	h.events = h.events[1:]
	*recorded = e
	recorded.ID = int64(len(x.Events)) + 1
	recorded.Time = h.w.now
	x.Events = append(x.Events, recorded)
	h.w.events++
	if h.w.opts.Event != nil {
		h.w.opts.Event(x, recorded)
	}
	return recorded.ID
}

// full tells whether the history has no room for another event but the last,
// and the failure that the execution then ends with. Asked before each step.
func (h *history) full() *failure {
	w, most := h.w, MaxEvents
	if h.express || w.opts.Unlimited {
		most = maxExpressEvents
	}
	cause := ""
	switch {
	case w.kept > maxKept:
		cause = "The values in the histories exceed what this engine keeps (" + string(integer(maxKept)) + " bytes)."
	case w.events >= maxEndlessEvents:
		cause = "The histories exceed what this engine keeps (" + string(integer(maxEndlessEvents)) + " events)."
	case w.crowded:
		cause = "More branches, iterations and executions run at a time than this engine keeps (" + string(integer(maxThreads)) + ")."
	case len(h.execution.Events) >= most-1: // the last place is for the event that ends the execution
		cause = "The execution reached the maximum number of history events (" + string(integer(int64(most))) + ")."
	default:
		return nil
	}
	return &failure{name: errRuntime, ends: true, cause: cause}
}
