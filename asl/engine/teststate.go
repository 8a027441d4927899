package engine

import (
	"context"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A TestRequest asks what one state does (API TestState).
type TestRequest struct {
	// Definition is a state, or a machine that has StateName.
	Definition asl.Value
	StateName  *string

	Input     asl.Value  // nil: {}
	Variables asl.Object // by name

	// Context takes the place of the context object; nil leaves it. It needs
	// a mock.
	Context asl.Object

	// Account and Region are as in Options.
	Account, Region string

	// RoleARN has to be set to test a Task that is not mocked.
	RoleARN string

	Mock *TestMock

	// RetrierRetryCount is how often the retrier that takes the error has
	// tried again; nil: never.
	RetrierRetryCount *int64

	// MapIterationFailureCount is how many iterations of a mocked Map failed.
	MapIterationFailureCount *int64

	// ErrorCausedByState names the state inside a Map or a Parallel that a
	// mocked error comes from. It has to exist.
	ErrorCausedByState string

	// MapItemReaderData are the items that a Map's ItemReader would read.
	MapItemReaderData asl.Value

	// Task does the work of a Task that is not mocked.
	Task TaskFunc

	// Shape gives the shape of what a resource answers, to check a mock by;
	// nil, and an answer of nil, check nothing.
	Shape func(resource string) *Shape

	// Start is when; see Options.
	Start time.Time
}

// A TestMock is what the work of a Task, a Map or a Parallel gives: a result,
// or an error. Exactly one of the two has to be set.
type TestMock struct {
	Result asl.Value
	Error  *TestError

	// Mode is how a result is checked: STRICT (also where it is empty),
	// PRESENT (only what is there) or NONE.
	Mode string
}

// A TestError is the error of a mock.
type TestError struct{ Error, Cause string }

// The statuses of a TestResult, besides Succeeded and Failed.
const (
	Retriable   Status = "RETRIABLE"
	CaughtError Status = "CAUGHT_ERROR"
)

// A TestResult is what became of the state.
type TestResult struct {
	Status             Status
	Output             asl.Value // nil unless it succeeded, or its error was caught
	Error, Cause       string
	HasError, HasCause bool
	Next               string // empty at an end

	// Inspection is the data at each stage, by AWS's names.
	Inspection asl.Object
}

// A RequestError is a request that the service refuses.
type RequestError struct {
	Code    string // as "ValidationException"
	Message string
}

func (e *RequestError) Error() string { return e.Code + ": " + e.Message }

func refuse(message string) *RequestError { return &RequestError{"ValidationException", message} }

// testedName is what a state is called that is tested alone.
const testedName = "StateName"

// TestState runs one state. Errors are of type *RequestError, or ctx's.
func TestState(ctx context.Context, r TestRequest) (*TestResult, error) {
	p, c, err := r.compile()
	if err != nil {
		return nil, err
	}
	if err := r.check(c); err != nil {
		return nil, err
	}
	input := r.Input
	if input == nil {
		input = asl.Object{}
	}
	task := r.Task
	if task == nil {
		task = func(Call) Outcome { return Outcome{} }
	}
	opts := Options{Task: task, Express: true, Sync: true, Start: r.Start, Account: r.Account, Region: r.Region}.withDefaults()
	w := makeWorld(opts)
	x := &Execution{
		ARN: opts.ExecutionARN, Name: opts.Name, MachineARN: opts.MachineARN, Machine: opts.Machine,
		Role: r.RoleARN, Input: input, Status: Running, Start: w.now,
	}
	h := w.newHistory(x, p, nil)
	w.root = h
	t := h.main
	t.scope.vars, t.scope.sizes = map[string]asl.Value{}, map[string]int{}
	for _, m := range r.Variables {
		t.scope.vars[m.Key] = m.Value
	}
	tr := &trace{context: r.Context, retry: -1, catch: -1}
	tr.set("input", input)
	if len(r.Variables) > 0 {
		tr.set("variables", r.Variables)
	}
	r.mock(tr, c)
	v := &visit{code: c, name: testedName, input: input, enteredAt: w.now, trace: tr}
	if task, ok := c.state.(*asl.Task); ok && serviceOf(task.Resource).submits {
		v.token = w.newToken()
	}
	var s step
	var f *failure
	t.visit = v
	t.co = newCoroutine(func(*coroutine) {
		s, f = t.execute(v)
		t.co = nil
		if f == nil || !f.aborted {
			h.end(Succeeded, asl.Null{}, nil)
		}
	})
	w.wake(w.now, t)
	h.limitTime(&asl.Machine{})
	if err := w.loop(ctx); err != nil {
		return nil, err
	}
	if x.Status != Succeeded {
		f = &failure{name: errTimeout, noCause: true}
	}
	return tr.finish(c, s, f), nil
}

// compile finds the state that is tested.
func (r *TestRequest) compile() (*program, *code, error) {
	definition, _ := r.Definition.(asl.Object)
	invalid := func(err error) error { return &RequestError{"InvalidDefinition", err.Error()} }
	p := &program{machine: &asl.Machine{}, states: map[string]*code{}}
	var state asl.State
	language := ""
	_, isMachine := definition.Get("States")
	switch {
	case isMachine:
		m, err := asl.FromValue(definition)
		if err != nil {
			return nil, nil, invalid(err)
		}
		name := m.StartAt
		if r.StateName != nil {
			name = *r.StateName
		}
		if state, err = findState(m, name, &language); err != nil {
			return nil, nil, err
		}
		if _, err := compileMachine(m, nil, 0); err != nil {
			return nil, nil, invalid(err)
		}
	case r.StateName != nil:
		return nil, nil, refuse("State not found in definition")
	default:
		var err error
		if state, err = asl.DecodeState(asl.AppendValue(nil, r.Definition, -1)); err != nil {
			return nil, nil, invalid(err)
		}
	}
	p.machine.QueryLanguage = language
	c := &code{name: testedName, state: state, common: state.Base()}
	own := c.common.QueryLanguage
	c.jsonata = own == "JSONata" || own == "" && language == "JSONata"
	if err := c.compile(p, 0); err != nil {
		return nil, nil, invalid(err)
	}
	return p, c, nil
}

// findState looks for a state at any depth, and for the language around it.
func findState(m *asl.Machine, name string, language *string) (asl.State, error) {
	if m.QueryLanguage != "" {
		*language = m.QueryLanguage
	}
	if s, ok := m.State(name); ok {
		return s, nil
	}
	outer := *language
	for _, e := range m.States {
		var inner []*asl.Machine
		switch s := e.State.(type) {
		case *asl.Parallel:
			inner = s.Branches
		case *asl.Map:
			if s.Processor != nil {
				inner = []*asl.Machine{s.Processor}
			}
		}
		for _, m := range inner {
			if s, err := findState(m, name, language); err == nil {
				return s, nil
			}
			*language = outer
		}
	}
	return nil, refuse("State not found in definition")
}

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

// mock makes the mock's answer the trace's.
func (r *TestRequest) mock(tr *trace, c *code) {
	if r.RetrierRetryCount != nil {
		tr.retries = *r.RetrierRetryCount
	}
	if r.MapIterationFailureCount != nil {
		tr.failures = *r.MapIterationFailureCount
	}
	if r.MapItemReaderData != nil {
		tr.readerData, _ = r.MapItemReaderData.(asl.Array)
	}
	if r.Mock == nil {
		return
	}
	tr.mocked = true
	if e := r.Mock.Error; e != nil {
		tr.failure = &failure{name: e.Error, cause: e.Cause, noName: e.Error == ""}
		return
	}
	tr.result = r.Mock.Result
	if tr.result == nil {
		tr.result = asl.Object{}
	}
}

// finish makes the result of a tested state.
func (t *trace) finish(c *code, s step, f *failure) *TestResult {
	r := &TestResult{Status: Succeeded, Output: s.output, Next: s.next}
	if f == nil {
		f = t.caught
	}
	if f != nil {
		r.Error, r.HasError = f.name, !f.noName
		r.Cause, r.HasCause = f.cause, !f.noCause
		switch {
		case t.retry >= 0:
			r.Status = Retriable
			t.set("errorDetails", asl.Object{
				{Key: "retryIndex", Value: integer(int64(t.retry))},
				{Key: "retryBackoffIntervalSeconds", Value: numberOf(t.backoff)},
			})
		case t.catch >= 0:
			r.Status = CaughtError
			t.set("errorDetails", asl.Object{{Key: "catchIndex", Value: integer(int64(t.catch))}})
		default:
			r.Status = Failed
		}
		if r.Status != CaughtError {
			r.Output, r.Next = nil, ""
		}
	}
	r.Inspection = t.notes
	return r
}

// strip is a path without the second dollar sign of one into the context
// object, which is how the service shows it.
func strip(path string) string {
	if strings.HasPrefix(path, "$$") {
		return path[1:]
	}
	return path
}
