package endpoint

import (
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// launching reads what execution a request starts.
func (r *request) launching() (launch, error) {
	arn := r.text("stateMachineArn", 1, mostARN)
	l := launch{input: "{}"}
	if input, given := r.maybe("input", 0, 0); given {
		l.input = input
	}
	name, named := r.maybe("name", 0, 0)
	l.trace, _ = r.maybe("traceHeader", 0, 256)
	if err := r.fault(); err != nil {
		return l, err
	}
	if named {
		if err := checkName(name); err != nil {
			return l, err
		}
		l.name = name
	}
	var err error
	l.of, err = readARN(arn, "stateMachine")
	return l, err
}

func (e *Endpoint) startExecution(r *request) (asl.Object, error) {
	l, err := r.launching()
	if err != nil {
		return nil, err
	}
	l.at = e.now()
	x, err := e.launch(l)
	if err != nil {
		return nil, err
	}
	var out reply
	out.text("executionArn", x.arn)
	out.at("startDate", x.start)
	return out.object(), nil
}

func (e *Endpoint) startSyncExecution(r *request) (asl.Object, error) {
	l, err := r.launching()
	data := r.word("includedData", "ALL_DATA", "METADATA_ONLY")
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	l.at, l.sync = e.now(), true
	x, err := e.launch(l)
	if err != nil {
		return nil, err
	}
	defer e.forget(x) // nobody can ask for an Express execution
	end, err := e.wait(r.ctx, x)
	if err != nil {
		return nil, err
	}
	return x.syncReply(end, data), nil
}

// syncReply is what StartSyncExecution answers.
func (x *execution) syncReply(end *engine.Execution, data string) asl.Object {
	var out reply
	out.text("executionArn", x.arn)
	out.text("stateMachineArn", x.choice.arn)
	out.text("name", x.name)
	out.at("startDate", end.Start)
	out.at("stopDate", end.End)
	out.text("status", string(end.Status))
	out.failure(end)
	out.payloads(x.input, end, data)
	out.maybe("traceHeader", x.trace)
	out.set("billingDetails", billing(end.End.Sub(end.Start)))
	return out.object()
}

// billing is what AWS would bill of an Express execution's time, in steps of
// 100 ms; the memory is the least step, as nobody knows how much it would be.
func billing(took time.Duration) asl.Object {
	const step = 100 * time.Millisecond
	var out reply
	out.integer("billedMemoryUsedInMB", 64)
	out.integer("billedDurationInMilliseconds", max(step, (took+step-1)/step*step).Milliseconds())
	return out.object()
}

// failure puts the error and cause of an execution.
func (r *reply) failure(x *engine.Execution) {
	if x.HasError {
		r.text("error", x.Error)
	}
	if x.HasCause {
		r.text("cause", x.Cause)
	}
}

// payloads puts an execution's input, as it was given, and its output.
func (r *reply) payloads(input string, x *engine.Execution, data string) {
	included := func(b bool) asl.Object { return asl.Object{{Key: "included", Value: asl.Bool(b)}} }
	if data == "METADATA_ONLY" {
		r.set("inputDetails", included(false))
		r.set("outputDetails", included(false))
		return
	}
	r.text("input", input)
	r.set("inputDetails", included(true))
	if x.Output != nil {
		r.text("output", string(asl.AppendValue(nil, x.Output, -1)))
		r.set("outputDetails", included(true))
	}
}

func (e *Endpoint) stopExecution(r *request) (asl.Object, error) {
	of, err := r.arn("executionArn", "execution")
	name, _ := r.maybe("error", 0, 256)
	cause, _ := r.maybe("cause", 0, mostCause)
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	x, err := e.execution(of.full)
	if err != nil {
		return nil, err
	}
	live := x.running()
	if x.arn != of.full {
		return nil, invalid("%s is a child of a Map Run: stop %s", of.full, x.arn)
	}
	// One that has ended stays as it is.
	if live.Stop(name, cause) == nil {
		<-live.Done()
	}
	var out reply
	out.at("stopDate", x.look().End)
	return out.object(), nil
}

// mostCause is the longest cause (API model).
const mostCause = 32768

// redriveExecution refuses: the engine cannot go on with an execution that has
// ended.
func (e *Endpoint) redriveExecution(r *request) (asl.Object, error) {
	of, err := r.arn("executionArn", "execution")
	r.maybe("clientToken", 1, 64)
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	x, err := e.execution(of.full)
	if err != nil {
		return nil, err
	}
	end, _ := x.find(of.full)
	return nil, faultf("ExecutionNotRedrivable", "%s", notRedrivable(end))
}

// notRedrivable says why an execution cannot be redriven: in AWS's words where
// AWS could not either.
func notRedrivable(x *engine.Execution) string {
	switch x.Status {
	case engine.Running, engine.Succeeded:
		return "Execution is " + string(x.Status) + " and cannot be redriven"
	default:
		return "pipectl local does not redrive executions"
	}
}
