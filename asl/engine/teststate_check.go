package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// check says what the service refuses before it runs anything.
func (r *TestRequest) check(c *code) error {
	_, isTask := c.state.(*asl.Task)
	_, isMap := c.state.(*asl.Map)
	_, isParallel := c.state.(*asl.Parallel)
	if m := r.Mock; m != nil {
		switch {
		case m.Result != nil && m.Error != nil:
			return refuse("A test mock should have only one of the following fields: [result, errorOutput].")
		case !isTask && !isMap && !isParallel:
			return refuse("State type '" + kind(c.state) + "' is not supported when a mock is specified")
		}
		if m.Result != nil {
			if err := r.checkResult(c); err != nil {
				return err
			}
		}
	} else {
		if isMap || isParallel {
			return &RequestError{"InvalidDefinition", "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"}
		}
		if isTask && r.RoleARN == "" {
			return refuse("RoleArn must be specified when testing a Task state")
		}
		if r.Context != nil {
			return refuse("Context can be specified only when a mock is specified")
		}
	}
	return r.checkContext(c)
}

// checkResult checks a mocked result by what the state can give.
func (r *TestRequest) checkResult(c *code) error {
	switch s := c.state.(type) {
	case *asl.Map:
		if writer, ok := s.ResultWriter.(asl.Object); ok {
			if _, ok := writer.Get("Resource"); ok {
				if _, ok := r.Mock.Result.(asl.Object); !ok {
					return refuse("Mocked result must be a JSON object.")
				}
				return nil
			}
		}
		list, ok := r.Mock.Result.(asl.Array)
		if !ok {
			return refuse("Mocked result must be an array.")
		}
		if n := r.MapIterationFailureCount; n != nil && *n > int64(len(list)) {
			return refuse("Map iteration failure count must be less than or equal to the number of Map iterations")
		}
	case *asl.Parallel:
		list, ok := r.Mock.Result.(asl.Array)
		if !ok {
			return refuse("Mocked result must be an array.")
		}
		if len(list) != len(s.Branches) {
			return refuse("Mocked result must have one item for each branch.")
		}
	case *asl.Task:
		if r.Shape == nil || r.Mock.Mode == "NONE" {
			return nil
		}
		if shape := r.Shape(s.Resource); shape != nil {
			if text := shape.check("", r.Mock.Result, r.Mock.Mode != "PRESENT"); text != "" {
				return refuse("Mock result schema validation error: " + text)
			}
		}
	default:
	}
	return nil
}

// contextMembers are the members that a context object may have, and whether
// they are strings.
var contextMembers = map[string]map[string]bool{
	"Execution":    {"Id": true, "Input": false, "Name": true, "RoleArn": true, "StartTime": true, "RedriveCount": false, "RedriveTime": true},
	"State":        {"EnteredTime": true, "Name": true, "RetryCount": false},
	"StateMachine": {"Id": true, "Name": true},
	"Task":         {"Token": true},
}

func (r *TestRequest) checkContext(c *code) error {
	const invalid = "Invalid Context object provided: "
	for _, m := range r.Context {
		if m.Key == "Map" {
			return refuse(invalid + "'Map' field is not supported when mocking a Context object")
		}
		members, ok := contextMembers[m.Key]
		if !ok {
			return refuse(invalid + "Field '" + m.Key + "' is not allowed")
		}
		o, ok := m.Value.(asl.Object)
		if !ok {
			return refuse(invalid + m.Key + " must be an object")
		}
		if m.Key == "Task" {
			task, ok := c.state.(*asl.Task)
			if !ok || !serviceOf(task.Resource).submits {
				return refuse(invalid + "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern")
			}
		}
		for _, member := range o {
			isString, ok := members[member.Key]
			if !ok {
				return refuse(invalid + "Field '" + member.Key + "' is not allowed")
			}
			if _, ok := member.Value.(asl.String); isString && !ok {
				return refuse(invalid + m.Key + "." + member.Key + " must be a string")
			}
		}
	}
	return nil
}
