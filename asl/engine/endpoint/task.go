package endpoint

import (
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/asl/engine"
)

// task gives what an execution's Tasks do: a mock answers; else a task of an
// activity waits for a worker, one with .waitForTaskToken for SendTaskSuccess or
// SendTaskFailure, and one that starts an execution, or calls Step Functions in
// another way, does so here. Any other ends the execution, as there is nothing
// that could do its work.
func (e *Endpoint) task(x *execution) engine.TaskFunc {
	mock := e.mock()
	return func(c engine.Call) engine.Outcome {
		if o, ok := mock(c); ok {
			return o
		}
		switch {
		case strings.Contains(c.Resource, ":states:") && strings.Contains(c.Resource, ":activity:"):
			return e.offer(x, c)
		case starts(c):
			return e.startInside(x, c)
		case e.asks(c) != nil:
			return e.ask(x, c)
		case strings.HasSuffix(c.Action, ".waitForTaskToken"):
			return e.await(x, c)
		}
		return unmocked(c)
	}
}

// mock begins the mocks of an execution.
func (e *Endpoint) mock() Mock {
	var mock Mock
	if e.opts.Mock != nil {
		mock = e.opts.Mock()
	}
	if mock == nil {
		mock = func(engine.Call) (engine.Outcome, bool) { return engine.Outcome{}, false }
	}
	return mock
}

// unmocked is how a Task ends that nobody can do. The error is one that no
// Retry and no Catch takes, so that a mock that is forgotten shows.
func unmocked(c engine.Call) engine.Outcome {
	return engine.Outcome{
		Error:   "States.Runtime",
		Cause:   fmt.Sprintf("no mock answers the Task state '%s', and pipectl local calls no service: %s", c.State, c.Resource),
		Refused: true,
	}
}

// await leaves a Task open until somebody sends its token.
func (e *Endpoint) await(x *execution, c engine.Call) engine.Outcome {
	e.expect(x, c)
	if e.opts.Waiting != nil {
		e.opts.Waiting(x.arn, c.State, c.Token)
	}
	return engine.Outcome{Pending: true, Outside: true}
}

// expect keeps whose a token is.
func (e *Endpoint) expect(x *execution, c engine.Call) {
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	e.account.tokens[c.Token] = x
}
