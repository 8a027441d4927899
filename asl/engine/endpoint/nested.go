package endpoint

import (
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// starts reports whether a call starts an execution: by the integration of Step
// Functions with itself, or by its API.
func starts(c engine.Call) bool {
	action, _, _ := strings.Cut(c.Action, ".")
	switch c.ResourceType {
	case "states":
		return action == "startExecution"
	case "aws-sdk:sfn":
		return action == "startExecution" || c.Action == "startSyncExecution"
	}
	return false
}

// startInside starts the execution that a Task of x asks for.
func (e *Endpoint) startInside(x *execution, c engine.Call) engine.Outcome {
	l, err := x.inner(c)
	if err != nil {
		return e.serviceError(c, err)
	}
	l.sync = c.Action == "startSyncExecution"
	y, err := e.launch(l)
	if err != nil {
		return e.serviceError(c, err)
	}
	var out reply
	out.text("ExecutionArn", y.arn)
	out.set("StartDate", dateText(y.start))
	_, pattern, _ := strings.Cut(c.Action, ".")
	switch {
	case pattern == "waitForTaskToken":
		o := e.await(x, c)
		o.Submitted = out.object()
		return o
	case pattern == "" && !l.sync:
		return engine.Outcome{Output: out.object()}
	}
	if c.Token != "" {
		e.expect(x, c)
	}
	go e.follow(x, y, c.Key(), l.sync, pattern)
	return engine.Outcome{Pending: true, Outside: true, Submitted: out.object()}
}

// inner reads what execution a Task starts, in the virtual time of its own.
func (x *execution) inner(c engine.Call) (launch, error) {
	o, _ := c.Arguments.(asl.Object)
	p := &params{o: o}
	s := p.text("StateMachineArn", 1, mostARN)
	l := launch{input: "{}", depth: x.depth + 1, at: c.Time}
	l.name, _ = p.maybe("Name", 1, 80)
	l.trace, _ = p.maybe("TraceHeader", 0, 256)
	if input := p.get("Input"); input != nil {
		if text, ok := input.(asl.String); ok && c.ResourceType != "states" {
			l.input = string(text)
		} else {
			l.input = string(asl.AppendValue(nil, input, -1))
		}
	}
	if err := p.fault(); err != nil {
		return l, err
	}
	var err error
	l.of, err = readARN(s, "stateMachine")
	return l, err
}

// follow tells a Task of x how the execution y ended that it waits for. Where x
// ends before, y is stopped.
func (e *Endpoint) follow(x, y *execution, key string, sync bool, pattern string) {
	parent, inner := x.running(), y.running()
	if parent == nil {
		return
	}
	select {
	case <-inner.Done():
	case <-parent.Done():
		inner.Stop("", "") //nolint:errcheck // where it has ended, all is well
		return
	}
	end, err := inner.Wait()
	if err != nil {
		return // the endpoint ends, and x with it
	}
	o := engine.Outcome{Output: pascal(y.syncReply(end, "ALL_DATA"))}
	if sync {
		e.forget(y) // nobody can ask for an Express execution
	} else {
		o = y.outcome(end, pattern)
	}
	if !e.opts.RealTime {
		o.Takes = end.End.Sub(end.Start)
	}
	parent.Send(key, o) //nolint:errcheck // where the Task no longer waits, nobody wants to know
}

// outcome is how a Task ends that waited for an execution: with its
// description, in which .sync:2 has the payloads as JSON and not as text.
func (x *execution) outcome(end *engine.Execution, pattern string) engine.Outcome {
	described := pascal(x.describe(end, nil, "ALL_DATA"))
	if end.Status != engine.Succeeded {
		// A cause that quotes a cause that quotes a cause doubles each time.
		cause := compact(described)
		if len(cause) > mostCause {
			cause = strings.ToValidUTF8(cause[:mostCause], "")
		}
		return engine.Outcome{Error: "States.TaskFailed", Cause: cause}
	}
	if pattern == "sync:2" {
		for i, m := range described {
			text, ok := m.Value.(asl.String)
			if !ok || m.Key != "Input" && m.Key != "Output" {
				continue
			}
			if v, err := asl.DecodeValue([]byte(text)); err == nil {
				described[i].Value = v
			}
		}
	}
	return engine.Outcome{Output: described}
}

// serviceError is how a Task ends whose call the service refuses (as recorded
// of StateMachineDoesNotExist).
func (e *Endpoint) serviceError(c engine.Call, err error) engine.Outcome {
	f, ok := err.(*fault) //nolint:errorlint // launch wraps none
	if !ok {
		f = invalid("%v", err)
	}
	prefix, service := "StepFunctions.", "AWSStepFunctions"
	if c.ResourceType != "states" {
		prefix, service = "Sfn.", "Sfn"
	}
	return engine.Outcome{
		Error:   prefix + strings.TrimSuffix(f.code, "Exception") + "Exception",
		Cause:   f.message + " (Service: " + service + "; Status Code: 400; Error Code: " + f.code + "; Request ID: " + e.uuid() + "; Proxy: null)",
		Refused: true,
	}
}
