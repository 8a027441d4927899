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
	t.co = newCoroutine(func() {
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
		default:
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
