package engine

import (
	"time"

	"github.com/pipectl/pipectl/asl"
)

// contextObject is what $$ and $states.context are in a state (Developer
// Guide, "Context object"; the order of members as recorded).
func (t *thread) contextObject(v *visit) asl.Object {
	if v.context != nil {
		return v.context
	}
	if v.trace != nil && v.trace.context != nil {
		return v.trace.context
	}
	state := asl.Object{
		{Key: "Name", Value: asl.String(v.name)},
		{Key: "EnteredTime", Value: timestamp(v.enteredAt)},
	}
	switch v.code.state.(type) {
	case *asl.Task, *asl.Parallel, *asl.Map:
		put(&state, "RetryCount", integer(int64(v.attempt)))
	default:
	}
	of := t.h.contextMembers()
	c := append(make(asl.Object, 0, 5), of[0], of[1], asl.Member{Key: "State", Value: state})
	if v.token != "" {
		put(&c, "Task", asl.Object{{Key: "Token", Value: asl.String(v.token)}})
	}
	if t.item != nil {
		put(&c, "Map", t.item)
	}
	v.context = c
	return c
}

// contextMembers are those that are the same in every state of an execution.
func (h *history) contextMembers() [2]asl.Member {
	if h.context[0].Value != nil {
		return h.context
	}
	x := h.execution
	execution := asl.Object{
		{Key: "Id", Value: asl.String(x.ARN)},
		{Key: "Input", Value: x.Input},
		{Key: "StartTime", Value: timestamp(x.Start)},
		{Key: "Name", Value: asl.String(x.Name)},
		{Key: "RoleArn", Value: asl.String(x.Role)},
	}
	if x.Role == "" {
		execution[4].Value = asl.Null{} // TestState without a role
	}
	if !h.w.opts.Sync {
		put(&execution, "RedriveCount", asl.Number("0"))
	}
	h.context = [2]asl.Member{
		{Key: "Execution", Value: execution},
		{Key: "StateMachine", Value: asl.Object{
			{Key: "Id", Value: asl.String(x.MachineARN)},
			{Key: "Name", Value: asl.String(x.Machine)},
		}},
	}
	return h.context
}

// timestamp writes a time as the service does: UTC, with milliseconds.
func timestamp(at time.Time) asl.String {
	return asl.String(at.UTC().Format("2006-01-02T15:04:05.000Z"))
}
