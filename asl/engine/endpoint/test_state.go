package endpoint

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

func (e *Endpoint) testState(r *request) (asl.Object, error) {
	level := r.word("inspectionLevel", "INFO", "DEBUG", "TRACE")
	t, err := e.tested(r)
	if err != nil {
		return nil, err
	}
	waited := false
	t.Task = e.testTask(&waited)
	result, err := engine.TestState(r.ctx, t)
	var refused *engine.RequestError
	switch {
	case waited:
		return nil, faultf("InvalidDefinition", "TestState API does not support activities, .sync and .waitForTaskToken unless a mock is specified")
	case errors.As(err, &refused):
		return nil, faultf(refused.Code, "%s", refused.Message)
	case err != nil:
		return nil, err
	}
	var out reply
	if result.Output != nil {
		out.text("output", compact(result.Output))
	}
	if result.HasError {
		out.text("error", result.Error)
	}
	if result.HasCause {
		out.text("cause", result.Cause)
	}
	if level != "INFO" {
		out.set("inspectionData", inspection(result.Inspection))
	}
	out.maybe("nextState", result.Next)
	out.text("status", string(result.Status))
	return out.object(), nil
}

func compact(v asl.Value) string { return string(asl.AppendValue(nil, v, -1)) }

// inspection spells data at each stage as the API does: as JSON text, but for
// settings of a Map and the details of an error.
func inspection(stages asl.Object) asl.Object {
	var out reply
	for _, m := range stages {
		switch m.Key {
		case "maxConcurrency", "toleratedFailureCount":
			out.set(m.Key, whole(m.Value))
		case "toleratedFailurePercentage":
			out.set(m.Key, m.Value)
		case "errorDetails":
			var details reply
			o, _ := m.Value.(asl.Object)
			for _, d := range o {
				details.set(d.Key, whole(d.Value))
			}
			out.set(m.Key, details.object())
		default:
			out.text(m.Key, compact(m.Value))
		}
	}
	return out.object()
}

// whole rounds a number down, for members that the API has as integers.
func whole(v asl.Value) asl.Value {
	n, ok := v.(asl.Number)
	f, err := strconv.ParseFloat(string(n), 64)
	if !ok || err != nil {
		return v
	}
	return asl.Number(strconv.FormatFloat(math.Floor(f), 'f', 0, 64))
}

// tested reads what state a request tests, and how.
func (e *Endpoint) tested(r *request) (t engine.TestRequest, err error) {
	definition := r.text("definition", 1, engine.MaxDefinition)
	input, hasInput := r.maybe("input", 0, 0)
	t.RoleARN, _ = r.maybe("roleArn", 1, mostARN)
	if name, given := r.maybe("stateName", 1, 80); given {
		t.StateName = &name
	}
	variables, hasVariables := r.maybe("variables", 0, 0)
	context, hasContext := r.maybe("context", 0, 0)
	reveal := r.flag("revealSecrets", false)
	if t.Mock, err = r.testMock(); err != nil {
		return t, err
	}
	if err := r.testConfiguration(&t); err != nil {
		return t, err
	}
	if err := r.fault(); err != nil {
		return t, err
	}
	if t.Mock != nil && reveal {
		return t, invalid("revealSecrets cannot be used when a mock is specified")
	}
	if t.Definition, err = asl.DecodeValue([]byte(definition)); err != nil {
		return t, invalidDefinition(notJSON + ": " + err.Error())
	}
	if hasInput {
		if t.Input, err = readInput(input); err != nil {
			return t, err
		}
	}
	if hasVariables {
		if t.Variables, err = readObject("variables", variables); err != nil {
			return t, err
		}
	}
	if hasContext {
		if t.Context, err = readObject("context", context); err != nil {
			return t, err
		}
	}
	if t.RoleARN != "" {
		if err := checkRole(t.RoleARN); err != nil {
			return t, err
		}
	}
	t.Account, t.Region = e.opts.Account, e.opts.Region
	t.Shape, t.Start = e.opts.Shape, e.now()
	return t, nil
}

// testTask does the work of a Task that the request does not mock. Waited is
// set for one that would have to wait: there is no execution that somebody
// could send its token to.
func (e *Endpoint) testTask(waited *bool) engine.TaskFunc {
	mock := e.mock()
	return func(c engine.Call) engine.Outcome {
		if _, pattern, _ := strings.Cut(c.Action, "."); c.Token != "" || pattern != "" {
			*waited = true
			return engine.Outcome{Error: "States.Runtime", Refused: true}
		}
		if o, ok := mock(c); ok {
			return o
		}
		return unmocked(c)
	}
}

func readObject(member, text string) (asl.Object, error) {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return nil, invalid("%s is not JSON: %v", member, err)
	}
	o, ok := v.(asl.Object)
	if !ok {
		return nil, invalid("%s must be a JSON object", member)
	}
	return o, nil
}

// testMock reads the mock of a TestState request; nil where there is none.
func (r *request) testMock() (*engine.TestMock, error) {
	p := r.structure("mock")
	if p == nil {
		return nil, nil
	}
	defer r.take(p)
	mock := &engine.TestMock{Mode: p.word("fieldValidationMode", "STRICT", "PRESENT", "NONE")}
	if text, given := p.maybe("result", 0, 0); given {
		v, err := asl.DecodeValue([]byte(text))
		if err != nil {
			return nil, invalid("Mocked result must be a valid JSON.")
		}
		mock.Result = v
	}
	if failed := p.structure("errorOutput"); failed != nil {
		name, _ := failed.maybe("error", 0, 256)
		cause, _ := failed.maybe("cause", 0, mostCause)
		p.take(failed)
		mock.Error = &engine.TestError{Error: name, Cause: cause}
	}
	if mock.Result == nil && mock.Error == nil && p.form == nil && len(p.bad) == 0 {
		return nil, invalid("A test mock should have only one of the following fields: [result, errorOutput].")
	}
	return mock, nil
}

// testConfiguration reads how a state is to be taken.
func (r *request) testConfiguration(t *engine.TestRequest) error {
	p := r.structure("stateConfiguration")
	if p == nil {
		return nil
	}
	defer r.take(p)
	number := func(key string) *int64 {
		if p.get(key) == nil {
			return nil
		}
		n := p.integer(key, 0, math.MaxInt32, 0)
		return &n
	}
	t.RetrierRetryCount = number("retrierRetryCount")
	t.MapIterationFailureCount = number("mapIterationFailureCount")
	t.ErrorCausedByState, _ = p.maybe("errorCausedByState", 1, 80)
	if text, given := p.maybe("mapItemReaderData", 0, 0); given {
		v, err := asl.DecodeValue([]byte(text))
		if err != nil {
			return invalid("mapItemReaderData is not JSON: %v", err)
		}
		t.MapItemReaderData = v
	}
	return nil
}
