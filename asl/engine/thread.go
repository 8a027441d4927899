package engine

import (
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A thread runs the states of one States map: the machine's, a branch's or an
// iteration's. It is a coroutine: while its state waits, it is parked, and the
// agenda resumes it.
type thread struct {
	h       *history
	program *program
	scope   *scope

	// cursor is the id of the event that the thread's next one follows.
	cursor int64

	path  []string  // names of the states it stands in
	index int       // of the innermost iteration, or -1
	item  asl.Value // the context's Map member, or nil

	// iteration is the name of the Map whose inline iteration this is.
	iteration string

	visit    *visit     // the state that runs, or that failed
	children []*thread  // its branches or iterations that run
	mapRun   *MapRun    // the Map Run that it waits for, or nil
	runs     []*history // child executions of that, by number; nil unless one runs

	co    *coroutine // nil before start and after the end
	parks uint64     // so that a wake-up that comes too late is told by it
}

// A visit is one stay in a state.
type visit struct {
	code      *code
	name      string
	input     asl.Value
	entered   int64 // id of the Entered event
	before    int64 // the one before it
	enteredAt time.Time
	attempt   int    // how often it was tried again
	token     string // of a Task that is completed by callback

	// assigned are the variables that were set, for the Exited event.
	assigned asl.Object

	// context is the context object, nil until it is asked for.
	context asl.Object

	queried any // the input as a JSONata value, nil until it is asked for

	// result is the one that was asked for last, and queriedResult that as a
	// JSONata value.
	result        asl.Value
	queriedResult any

	bytes int // see made; of one attempt

	trace *trace // for TestState; nil otherwise
}

// A step is where a state goes on, and with what.
type step struct {
	output asl.Value
	next   string // empty: the thread ends
}

// start makes the thread run from now on. Done is called at its end, unless it
// is killed.
func (t *thread) start(input asl.Value, done func(asl.Value, *failure)) {
	w := t.h.w
	w.threads++
	w.crowded = w.crowded || w.threads > maxThreads
	t.co = newCoroutine(func() {
		out, f := t.run(input)
		if f != nil && f.aborted {
			return
		}
		t.co = nil
		w.threads--
		t.h.drop(t.scope)
		done(out, f)
	})
	t.h.w.wake(t.h.w.now, t)
}

// run runs states until one ends the machine or fails.
func (t *thread) run(input asl.Value) (asl.Value, *failure) {
	name := t.program.startAt
	for {
		if f := t.h.full(); f != nil {
			return nil, f
		}
		c := t.program.states[name]
		v := &visit{code: c, name: name, input: input, enteredAt: t.h.w.now, before: t.cursor}
		t.visit = v
		v.entered = t.record(Event{Type: kind(c.state) + "StateEntered", Name: name, Input: input})
		s, f := t.execute(v)
		if f == nil {
			f = t.h.full()
		}
		if f != nil {
			return nil, f
		}
		t.record(Event{Type: kind(c.state) + "StateExited", Name: name, Output: s.output, Assigned: v.assigned})
		t.visit = nil
		if s.next == "" {
			return s.output, nil
		}
		input, name = s.output, s.next
		if f := t.giveWay(); f != nil {
			return nil, f
		}
	}
}

// execute runs one state.
func (t *thread) execute(v *visit) (step, *failure) {
	var s step
	var f *failure
	switch state := v.code.state.(type) {
	case *asl.Pass:
		s, f = t.pass(v, state)
	case *asl.Task:
		s, f = t.task(v, state)
	case *asl.Choice:
		s, f = t.choose(v, state)
	case *asl.Wait:
		s, f = t.wait(v, state)
	case *asl.Succeed:
		s, f = t.succeed(v, state)
	case *asl.Fail:
		f = t.fail(v, state)
	case *asl.Parallel:
		s, f = t.parallel(v, state)
	case *asl.Map:
		s, f = t.mapItems(v, state)
	default:
		panic("engine: unknown state")
	}
	return s, f
}

func kind(s asl.State) string {
	switch s.(type) {
	case *asl.Pass:
		return "Pass"
	case *asl.Task:
		return "Task"
	case *asl.Choice:
		return "Choice"
	case *asl.Wait:
		return "Wait"
	case *asl.Succeed:
		return "Succeed"
	case *asl.Fail:
		return "Fail"
	case *asl.Parallel:
		return "Parallel"
	case *asl.Map:
		return "Map"
	}
	panic("engine: unknown state")
}

// record adds an event after the thread's last one and moves on to it.
func (t *thread) record(e Event) int64 {
	e.Previous = t.cursor
	t.cursor = t.h.add(e)
	return t.cursor
}

// note adds an event after the thread's last one and does not move on: the
// service's history has such leaves where iterations end.
func (t *thread) note(e Event) int64 {
	e.Previous = t.cursor
	return t.h.add(e)
}

// poke resumes the thread as soon as what is due now has been done.
func (t *thread) poke() { t.h.w.wake(t.h.w.now, t) }

// park stops the thread until somebody pokes it.
func (t *thread) park() *failure {
	t.parks++
	return t.yield()
}

// sleepUntil parks the thread until a time, or until it is poked.
func (t *thread) sleepUntil(at time.Time) *failure {
	t.parks++
	t.h.w.wake(at, t)
	return t.yield()
}

func (t *thread) yield() *failure {
	if !t.co.park() {
		return abortion
	}
	return nil
}

// giveWay lets everything else that is due now go first.
func (t *thread) giveWay() *failure {
	w := t.h.w
	w.steps++
	if (len(w.due) == 0 || w.due[0].at.After(w.now)) && w.steps%64 != 0 {
		// Nothing else is due. Once in a while the loop has to see its context.
		return nil
	}
	return t.sleepUntil(w.now)
}

// abort records that the state that runs, and those inside it, are aborted,
// and kills the thread. The events follow the one given, as the service has it:
// that is where another branch's failure left its Parallel.
func (t *thread) abort(previous int64) {
	t.recordAborted(previous)
	t.kill()
}

func (t *thread) recordAborted(previous int64) {
	if t.iteration != "" {
		t.h.add(Event{Type: "MapIterationAborted", Previous: previous, Name: t.iteration, Index: t.index})
	}
	if t.visit == nil {
		return
	}
	if t.mapRun != nil {
		t.h.add(Event{Type: "MapRunAborted", Previous: previous})
	}
	switch t.visit.code.state.(type) {
	case *asl.Task, *asl.Wait, *asl.Map, *asl.Parallel:
		t.h.add(Event{Type: kind(t.visit.code.state) + "StateAborted", Previous: previous})
	default:
	}
	for _, child := range t.children {
		child.recordAborted(previous)
	}
}

// kill ends the thread and all that it waits for, without a record in its own
// history.
func (t *thread) kill() {
	for _, child := range t.children {
		child.kill()
	}
	t.children = nil
	runs := t.runs
	t.runs = nil
	for _, run := range runs {
		if run != nil {
			run.ended = nil // nobody waits for it any more
			run.end(Aborted, nil, nil)
		}
	}
	if t.mapRun != nil {
		t.mapRun.Status, t.mapRun.End = Aborted, t.h.w.now
		t.mapRun = nil
	}
	if co := t.co; co != nil {
		t.co = nil
		t.h.w.threads--
		co.kill()
		t.h.drop(t.scope)
	}
}
