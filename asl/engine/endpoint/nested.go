package endpoint

import (
	"math"
	"strconv"
	"strings"
	"time"

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
	if l.sync {
		return e.during(y)
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
	case pattern == "":
		return engine.Outcome{Output: out.object()}
	}
	e.expect(x, c)
	go e.follow(x, y, c, pattern)
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
func (e *Endpoint) follow(x, y *execution, c engine.Call, pattern string) {
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
	o := y.outcome(end, pattern)
	o.Takes = e.took(end)
	parent.Send(c.Token, o) //nolint:errcheck // where the Task no longer waits, nobody wants to know
}

// during waits for an Express execution, as its caller does: the call has no
// token by which it could be told later. An Express execution waits for nobody.
func (e *Endpoint) during(y *execution) engine.Outcome {
	defer e.forget(y)
	end, err := e.wait(e.ctx, y)
	if err != nil {
		return engine.Outcome{Error: "Sfn.SfnException", Cause: err.Error()}
	}
	return engine.Outcome{Output: pascal(y.syncReply(end, "ALL_DATA")), Takes: e.took(end)}
}

// took is how long a Task takes that waited for an execution: in real time that
// has passed already.
func (e *Endpoint) took(end *engine.Execution) time.Duration {
	if e.opts.RealTime {
		return 0
	}
	return end.End.Sub(end.Start)
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

// pascal spells the members of an answer as Tasks see them, with a capital.
// Dates become texts.
func pascal(o asl.Object) asl.Object {
	out := make(asl.Object, 0, len(o))
	for _, m := range o {
		key, v := strings.ToUpper(m.Key[:1])+m.Key[1:], m.Value
		switch x := v.(type) {
		case asl.Object:
			v = pascal(x)
		case asl.Number:
			if seconds, err := strconv.ParseFloat(string(x), 64); err == nil && strings.HasSuffix(key, "Date") {
				v = dateText(time.UnixMilli(int64(math.Round(seconds * 1000))))
			}
		default:
		}
		out = append(out, asl.Member{Key: key, Value: v})
	}
	return out
}

func dateText(t time.Time) asl.String {
	return asl.String(t.UTC().Format("2006-01-02T15:04:05.000Z"))
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
