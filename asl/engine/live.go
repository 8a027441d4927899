package engine

import (
	"context"
	"errors"
	"slices"

	"github.com/pipectl/pipectl/asl"
)

// A Live is an execution that runs in a goroutine of its own. Its methods may
// be called from any goroutine, but not from a TaskFunc of the same execution.
type Live struct {
	w    *world
	done chan struct{}
	err  error
}

// ErrEnded is what is answered to a request about an execution that has ended.
var ErrEnded = errors.New("the execution has ended")

// Start starts a machine and does not wait for its end. The error is as Run's.
func Start(ctx context.Context, m *asl.Machine, input asl.Value, opts Options) (*Live, error) {
	w, err := newWorld(m, input, opts)
	if err != nil {
		return nil, err
	}
	w.inbox = make(chan func())
	l := &Live{w: w, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.err = w.loop(ctx)
	}()
	return l, nil
}

// Done is closed when the execution has ended.
func (l *Live) Done() <-chan struct{} { return l.done }

// Wait waits for the end and gives the execution, and ctx's error of Start if
// that is what ended it.
func (l *Live) Wait() (*Execution, error) {
	<-l.done
	return l.w.root.execution, l.err
}

// Snapshot gives the execution as it is now, with those a distributed Map
// started. What it returns does not change any more, but events are shared and
// must not be written to.
func (l *Live) Snapshot() *Execution {
	l.w.mu.Lock()
	defer l.w.mu.Unlock()
	return l.w.root.execution.clone()
}

func (x *Execution) clone() *Execution {
	if x == nil {
		return nil
	}
	c := *x
	c.Events = slices.Clone(x.Events)
	c.MapRuns = make([]*MapRun, len(x.MapRuns))
	for i, r := range x.MapRuns {
		run := *r
		run.Executions = make([]*Execution, len(r.Executions))
		for j, child := range r.Executions {
			run.Executions[j] = child.clone()
		}
		c.MapRuns[i] = &run
	}
	return &c
}

// Send completes the pending attempt with a token. The error is ErrNoTask, or
// ErrEnded.
func (l *Live) Send(token string, o Outcome) error {
	return l.ask(func() error { return l.w.send(token, o) })
}

// Heartbeat sends a heartbeat of the pending attempt with a token. The error
// is ErrNoTask, or ErrEnded.
func (l *Live) Heartbeat(token string) error {
	return l.ask(func() error { return l.w.heartbeat(token) })
}

// Stop aborts the execution. The error is ErrEnded where it had ended.
func (l *Live) Stop(name, cause string) error {
	return l.ask(func() error {
		f := &failure{name: name, cause: cause, noName: name == "", noCause: cause == ""}
		l.w.root.end(Aborted, nil, f)
		return nil
	})
}

func (l *Live) ask(do func() error) error {
	answer := make(chan error, 1)
	select {
	case l.w.inbox <- func() { answer <- do() }:
		return <-answer
	case <-l.done:
		return ErrEnded
	}
}
