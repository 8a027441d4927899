package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// maxCause is the longest cause of a failed execution, in bytes. Source: the
// API's limit of what an execution's description holds.
const maxCause = 32768

// A nested execution is that of another machine, which a Task starts and waits
// for. It runs in the same world, so that time is the same for both.

// The resources that start an execution and wait for it. The answer of the
// second has input and output as JSON, that of the first as text.
const (
	nestedText = "states:::states:startExecution.sync"
	nestedJSON = "states:::states:startExecution.sync:2"
)

// nested starts the execution that a call asks for, where its machine is known;
// the attempt is completed when the execution ends. stop ends one that nobody
// waits for any more.
func (t *thread) nested(a *attempt, v *visit, s *asl.Task, c call) (o Outcome, stop func(), ok bool) {
	w := t.h.w
	_, resource, _ := strings.Cut(strings.TrimPrefix(s.Resource, "arn:"), ":") // without the partition
	if w.opts.Machines == nil || resource != nestedText && resource != nestedJSON {
		return Outcome{}, nil, false
	}
	arguments, _ := c.arguments.(asl.Object)
	arn := member(arguments, "StateMachineArn")
	m := w.opts.Machines(arn)
	if m == nil {
		return Outcome{}, nil, false
	}
	refused := func(name, cause string) (Outcome, func(), bool) {
		return Outcome{Error: name, Cause: cause, Refused: true}, func() {}, true
	}
	if len(t.path) > maxNesting {
		return refused("StepFunctions.ExecutionLimitExceededException", "executions are nested more than "+string(integer(maxNesting))+" deep")
	}
	p := w.programs[m]
	if p == nil {
		var err error
		if p, err = compileMachine(m, nil, 0); err != nil {
			return refused("StepFunctions.InvalidDefinitionException", err.Error())
		}
		w.programs[m] = p
	}
	input, _ := arguments.Get("Input")
	if input == nil {
		input = asl.Object{}
	}
	name := cmp.Or(member(arguments, "Name"), w.uuid())
	machine := arn[strings.LastIndexByte(arn, ':')+1:]
	x := &Execution{
		ARN:  strings.Replace(arn, ":stateMachine:", ":execution:", 1) + ":" + name,
		Name: name, MachineARN: arn, Machine: machine, Role: t.h.execution.Role, Input: input,
	}
	h := w.newHistory(x, p, func(h *history) { a.complete(h.answer(resource == nestedJSON)) })
	h.express = false
	h.main.path = append(slices.Clone(t.path), v.name)
	t.runs = []*history{h}
	h.start()
	o = Outcome{Pending: true, Submitted: asl.Object{
		{Key: "ExecutionArn", Value: asl.String(x.ARN)},
		{Key: "StartDate", Value: timestamp(x.Start)},
	}}
	return o, func() {
		t.runs = nil
		h.ended = nil
		h.end(Aborted, nil, nil)
	}, true
}

// answer describes an execution that has ended, as Step Functions answers the
// Task that waited for it.
func (h *history) answer(decoded bool) Outcome {
	x := h.execution
	data := func(v asl.Value) asl.Value {
		if decoded {
			return v
		}
		return asl.String(text(v))
	}
	included := asl.Object{{Key: "Included", Value: asl.Bool(true)}}
	start, stop := timestamp(x.Start), timestamp(x.End)
	if x.Status == Succeeded {
		return Outcome{Output: asl.Object{
			{Key: "ExecutionArn", Value: asl.String(x.ARN)},
			{Key: "Input", Value: data(x.Input)},
			{Key: "InputDetails", Value: included},
			{Key: "Name", Value: asl.String(x.Name)},
			{Key: "Output", Value: data(x.Output)},
			{Key: "OutputDetails", Value: included},
			{Key: "StartDate", Value: start},
			{Key: "StateMachineArn", Value: asl.String(x.MachineARN)},
			{Key: "Status", Value: asl.String(x.Status)},
			{Key: "StopDate", Value: stop},
		}}
	}
	var cause asl.Object
	if x.HasCause {
		cause = append(cause, asl.Member{Key: "Cause", Value: asl.String(x.Cause)})
	}
	if x.HasError {
		cause = append(cause, asl.Member{Key: "Error", Value: asl.String(x.Error)})
	}
	cause = append(cause,
		asl.Member{Key: "ExecutionArn", Value: asl.String(x.ARN)},
		asl.Member{Key: "Input", Value: asl.String(text(x.Input))},
		asl.Member{Key: "InputDetails", Value: included},
		asl.Member{Key: "Name", Value: asl.String(x.Name)},
		asl.Member{Key: "StartDate", Value: start},
		asl.Member{Key: "StateMachineArn", Value: asl.String(x.MachineARN)},
		asl.Member{Key: "Status", Value: asl.String(x.Status)},
		asl.Member{Key: "StopDate", Value: stop},
	)
	all := string(text(cause))
	return Outcome{Error: "States.TaskFailed", Cause: all[:min(len(all), maxCause)]}
}

// member is a member of an object that is text; "" where it is none.
func member(o asl.Object, key string) string {
	v, _ := o.Get(key)
	s, _ := v.(asl.String)
	return string(s)
}
