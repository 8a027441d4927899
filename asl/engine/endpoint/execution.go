package endpoint

import (
	"context"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// An execution is one that was started here, or by a Task of such a one. It
// does not change but for live, which is there when ready is closed.
type execution struct {
	place     uint64
	arn, name string
	choice    choice
	input     string // as it was given
	trace     string
	start     time.Time
	depth     int // of executions that started each other

	ready chan struct{}
	live  *engine.Live // nil where the engine refused to start it
}

// running gives the engine's side of an execution; nil where there is none.
func (x *execution) running() *engine.Live {
	<-x.ready
	return x.live
}

// execution finds an execution, or the one whose child an ARN names.
func (e *Endpoint) execution(arn string) (*execution, error) {
	a := e.account
	a.mu.Lock()
	x := a.executions[arn]
	if x == nil {
		x = a.inside[arn]
	}
	a.mu.Unlock()
	if x == nil || x.running() == nil {
		return nil, noExecution(arn)
	}
	return x, nil
}

// look gives the execution as it is now. It must have been started.
func (x *execution) look() *engine.Execution {
	live := x.running()
	select {
	case <-live.Done():
		// It does not change any more.
		r, _ := live.Wait()
		return r
	default:
		return live.Snapshot()
	}
}

// find gives the execution, or the child of one of its Map Runs, that has an
// ARN, and the Map Run the child belongs to.
func (x *execution) find(arn string) (*engine.Execution, *engine.MapRun) {
	return child(x.look(), nil, arn)
}

func child(x *engine.Execution, of *engine.MapRun, arn string) (*engine.Execution, *engine.MapRun) {
	if x == nil || x.ARN == arn {
		return x, of
	}
	for _, run := range x.MapRuns {
		for _, inner := range run.Executions {
			if found, of := child(inner, run, arn); found != nil {
				return found, of
			}
		}
	}
	return nil, nil
}

// A launch says what execution to start.
type launch struct {
	of    arn
	name  string // empty: invented
	input string
	trace string
	sync  bool
	depth int
	at    time.Time
}

// mostDepth is how deep executions may start executions. The bound is ours: on
// AWS an execution that starts itself goes on for ever, at a price.
const mostDepth = 100

// launch starts an execution, or finds the one that a request, sent again,
// has started.
func (e *Endpoint) launch(l launch) (*execution, error) {
	input, err := readInput(l.input)
	if err != nil {
		return nil, err
	}
	if l.name != "" {
		if err := checkName(l.name); err != nil {
			return nil, err
		}
	}
	if l.depth > mostDepth {
		return nil, faultf("ExecutionLimitExceeded", "executions start each other more than %d deep", mostDepth)
	}
	x, isNew, err := e.register(l)
	if err != nil || !isNew {
		return x, err
	}
	defer close(x.ready)
	if e.ctx.Err() != nil {
		e.forget(x)
		return nil, errClosing
	}
	x.live, err = engine.Start(e.ctx, x.choice.revision.machine, input, e.options(x, l.sync))
	if err != nil {
		e.forget(x)
		return nil, refusedBy(err)
	}
	return x, nil
}

// register finds what is to run, and takes the execution's name.
func (e *Endpoint) register(l launch) (x *execution, isNew bool, err error) {
	name := l.name
	if name == "" {
		name = e.uuid()
	}
	e.account.mu.Lock()
	c, err := e.choose(l.of)
	if err != nil {
		e.account.mu.Unlock()
		return nil, false, err
	}
	if l.sync && !c.express {
		e.account.mu.Unlock()
		return nil, false, faultf("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
	}
	arn := e.own("execution", c.name+":"+name)
	if c.express {
		arn = e.own("express", c.name+":"+name+":"+e.uuid())
	}
	if old := e.account.executions[arn]; old != nil {
		e.account.mu.Unlock()
		if live := old.running(); live != nil && old.input == l.input && old.choice.arn == c.arn && old.choice.aliasARN == c.aliasARN {
			select {
			case <-live.Done():
			default:
				return old, false, nil
			}
		}
		return nil, false, faultf("ExecutionAlreadyExists", "Execution Already Exists: '%s'", arn)
	}
	defer e.account.mu.Unlock()
	x = &execution{
		place: e.account.next(), arn: arn, name: name, choice: c, input: l.input, trace: l.trace,
		start: l.at, depth: l.depth, ready: make(chan struct{}),
	}
	e.account.executions[arn] = x
	return x, true, nil
}

func (e *Endpoint) forget(x *execution) {
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	delete(e.account.executions, x.arn)
}

// options say how the engine runs an execution.
func (e *Endpoint) options(x *execution, sync bool) engine.Options {
	return engine.Options{
		Task:  e.task(x),
		Store: e.opts.Store,
		Name:  x.name, Machine: x.choice.name,
		MachineARN: x.choice.arn, ExecutionARN: x.arn,
		Role: x.choice.revision.role, Account: e.opts.Account, Region: e.opts.Region,
		Start:     x.start,
		WallClock: e.opts.RealTime,
		Seed:      e.seed(),
		Express:   x.choice.express,
		Sync:      sync,
		Event:     func(of *engine.Execution, event *engine.Event) { e.note(x, of, event) },
	}
}

// note keeps by which ARNs an execution's Map Runs and their children are
// found. It is called while the execution runs.
func (e *Endpoint) note(x *execution, of *engine.Execution, event *engine.Event) {
	var arn string
	switch {
	case event.Type == "MapRunStarted":
		arn = event.MapRun
	case event.Type == "ExecutionStarted" && of.ARN != x.arn:
		arn = of.ARN
	default:
		return
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	e.account.inside[arn] = x
}

// readInput reads the input of an execution or of a state.
func readInput(text string) (asl.Value, error) {
	if len(text) > engine.MaxPayload {
		return nil, invalidInput("the input has more than 262144 bytes")
	}
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return nil, invalidInput(err.Error())
	}
	return v, nil
}

func invalidInput(text string) error {
	return faultf("InvalidExecutionInput", "Invalid State Machine Execution Input: '%s'", text)
}

// wait waits for the end of an execution.
func (e *Endpoint) wait(ctx context.Context, x *execution) (*engine.Execution, error) {
	live := x.running()
	if live == nil {
		return nil, errClosing
	}
	select {
	case <-live.Done():
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r, err := live.Wait()
	if err != nil {
		return nil, errClosing
	}
	return r, nil
}
