package engine

import (
	"context"
	"errors"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

func mustValue(t *testing.T, src string) asl.Value {
	t.Helper()
	if src == "" {
		return nil
	}
	v, err := asl.DecodeValue([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTestState(t *testing.T) {
	one := int64(1)
	inner := "I"
	tests := []struct {
		name, definition, input string
		request                 TestRequest
		want                    string // status, next state, output or error, inspection
	}{
		{
			"a Pass", `{"Type":"Pass","Parameters":{"a.$":"$.x"},"Next":"B"}`, `{"x":1}`,
			TestRequest{},
			`SUCCEEDED B {"a":1} {"input":{"x":1},"afterInputPath":{"x":1},"afterParameters":{"a":1},"afterResultSelector":{"a":1},"afterResultPath":{"a":1}}`,
		},
		{
			"variables", `{"QueryLanguage":"JSONata","Type":"Pass","Output":"{% $v %}","End":true}`, ``,
			TestRequest{Variables: asl.Object{{Key: "v", Value: asl.Number("2")}}},
			`SUCCEEDED  2 {"input":{},"variables":{"v":2}}`,
		},
		{
			"a Wait does not wait", `{"Type":"Wait","Seconds":1000,"Next":"B"}`, ``,
			TestRequest{},
			`SUCCEEDED B {} {"input":{},"afterInputPath":{}}`,
		},
		{"a Fail", `{"Type":"Fail","Error":"E","Cause":"c"}`, ``, TestRequest{}, `FAILED  E: c {"input":{},"afterInputPath":{}}`},
		{
			"a Task", `{"QueryLanguage":"JSONata","Type":"Task","Resource":"arn:aws:states:::x:y","Arguments":{"a":1},"Next":"B"}`, ``,
			TestRequest{RoleARN: "arn:r", Task: func(c Call) Outcome { return Outcome{Output: c.Arguments} }},
			`SUCCEEDED B {"a":1} {"input":{},"afterArguments":{"a":1},"result":{"a":1}}`,
		},
		{
			"a mock", `{"QueryLanguage":"JSONata","Type":"Task","Resource":"arn:aws:states:::x:y","Output":"{% $states.result.r %}","End":true}`, ``,
			TestRequest{Mock: &TestMock{Result: asl.Object{{Key: "r", Value: asl.Number("3")}}}},
			`SUCCEEDED  3 {"input":{},"afterArguments":{},"result":{"r":3}}`,
		},
		{
			"an error that is caught", `{"Type":"Task","Resource":"r","Catch":[{"ErrorEquals":["X"],"Next":"No"},{"ErrorEquals":["E"],"ResultPath":"$.e","Next":"C"}],"End":true}`, ``,
			TestRequest{Mock: &TestMock{Error: &TestError{"E", "c"}}},
			`CAUGHT_ERROR C {"e":{"Error":"E","Cause":"c"}} {"input":{},"afterInputPath":{},"afterParameters":{},"errorDetails":{"catchIndex":1}}`,
		},
		{
			"one that is tried again", `{"Type":"Task","Resource":"r","Retry":[{"ErrorEquals":["E"],"IntervalSeconds":3,"MaxAttempts":2}],"End":true}`, ``,
			TestRequest{Mock: &TestMock{Error: &TestError{"E", "c"}}, RetrierRetryCount: &one},
			`RETRIABLE  E: c {"input":{},"afterInputPath":{},"afterParameters":{},"errorDetails":{"retryIndex":0,"retryBackoffIntervalSeconds":6}}`,
		},
		{
			"a Map", `{"Type":"Map","ItemsPath":"$.l","ItemSelector":{"v.$":"$$.Map.Item.Value"},"MaxConcurrency":2,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"Next":"B"}`, `{"l":[1,2]}`,
			TestRequest{Mock: &TestMock{Result: asl.Array{asl.Number("7"), asl.Number("8")}}},
			`SUCCEEDED B [7,8] {"input":{"l":[1,2]},"afterInputPath":{"l":[1,2]},"afterItemsPath":[1,2],"maxConcurrency":2,"afterItemSelector":{"v":1},"afterResultSelector":[7,8],"afterResultPath":[7,8]}`,
		},
		{
			"a Map of which too many fail", `{"QueryLanguage":"JSONata","Type":"Map","Items":[1,2],"ToleratedFailureCount":0,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"Next":"B"}`, ``,
			TestRequest{Mock: &TestMock{Result: asl.Array{asl.Number("7"), asl.Number("8")}}, MapIterationFailureCount: &one},
			`FAILED  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded {"input":{},"maxConcurrency":0,"toleratedFailureCount":0}`,
		},
		{
			"a state of a machine", `{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Output":"{% 1+1 %}","End":true}}},"End":true}}}`, ``,
			TestRequest{StateName: &inner},
			`SUCCEEDED  2 {"input":{}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.request
			r.Definition, r.Input = mustValue(t, tt.definition), mustValue(t, tt.input)
			res, err := TestState(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			got := string(res.Status) + " " + res.Next + " "
			if res.Output != nil {
				got += brief(res.Output)
			} else {
				got += res.Error + ": " + res.Cause
			}
			if got += " " + string(asl.AppendValue(nil, res.Inspection, -1)); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestTestStateRefuses(t *testing.T) {
	const (
		task     = `{"Type":"Task","Resource":"arn:x","End":true}`
		pass     = `{"Type":"Pass","End":true}`
		parallel = `{"Type":"Parallel","Branches":[{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}],"End":true}`
		toS3     = `{"Type":"Map","ResultWriter":{"Resource":"arn:aws:states:::s3:putObject"},"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}`
	)
	nope, two := "nope", int64(2)
	result := func(src string) *TestMock { return &TestMock{Result: mustValue(t, src)} }
	shape := func(string) *Shape {
		return &Shape{Type: "structure", Required: []string{"id"}, Members: map[string]*Shape{
			"id": {Type: "string", Min: bound(2), Max: bound(3), Enum: []string{"ab", "abc"}}, "n": {Type: "integer", Min: bound(1), Max: bound(5)},
			"l": {Type: "list", Element: &Shape{Type: "boolean"}}, "m": {Type: "map", Element: &Shape{Type: "double"}},
		}}
	}
	shaped := func(src string) TestRequest { return TestRequest{Mock: result(src), Shape: shape} }
	with := func(src string) TestRequest {
		return TestRequest{Mock: result("{}"), Context: mustValue(t, src).(asl.Object)}
	}
	const invalid = "ValidationException: Invalid Context object provided: "
	const mismatch = "ValidationException: Mock result schema validation error: "
	tests := []struct {
		definition string
		request    TestRequest
		want       string
	}{
		{task, TestRequest{}, "ValidationException: RoleArn must be specified when testing a Task state"},
		{parallel, TestRequest{}, "InvalidDefinition: TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"},
		{pass, TestRequest{Mock: result("1")}, "ValidationException: State type 'Pass' is not supported when a mock is specified"},
		{task, TestRequest{Mock: &TestMock{Result: asl.Null{}, Error: &TestError{}}}, "ValidationException: A test mock should have only one of the following fields: [result, errorOutput]."},
		{pass, TestRequest{Context: asl.Object{}}, "ValidationException: Context can be specified only when a mock is specified"},
		{pass, TestRequest{StateName: &nope}, "ValidationException: State not found in definition"},
		{`{"StartAt":"A","States":{"A":` + pass + `}}`, TestRequest{StateName: &nope}, "ValidationException: State not found in definition"},
		{`{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}`, TestRequest{}, `InvalidDefinition: state machine: /States/A: there is no state "B" to go on to`},
		{`{"Type":"Task","End":true}`, TestRequest{}, "InvalidDefinition: state machine: a Task needs a Resource"},
		{parallel, TestRequest{Mock: result("{}")}, "ValidationException: Mocked result must be an array."},
		{parallel, TestRequest{Mock: result("[1,2]")}, "ValidationException: Mocked result must have one item for each branch."},
		{toS3, TestRequest{Mock: result("[]")}, "ValidationException: Mocked result must be a JSON object."},
		{`{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}`, TestRequest{Mock: result("[1]"), MapIterationFailureCount: &two}, "ValidationException: Map iteration failure count must be less than or equal to the number of Map iterations"},
		{task, shaped(`{}`), mismatch + "Required field 'id' is missing"},
		{task, shaped(`{"id":1}`), mismatch + "Field 'id' must be a string"},
		{task, shaped(`{"id":"a"}`), mismatch + "Field 'id' is smaller than the minimum length"},
		{task, shaped(`{"id":"abcd"}`), mismatch + "Field 'id' exceeds the maximum length"},
		{task, shaped(`{"id":"xy"}`), mismatch + "Field 'id' is not an expected value"},
		{task, shaped(`{"id":"ab","n":0}`), mismatch + "Field 'n' is less than the minimum value"},
		{task, shaped(`{"id":"ab","n":9}`), mismatch + "Field 'n' exceeds the maximum value"},
		{task, shaped(`{"id":"ab","n":"1"}`), mismatch + "Field 'n' must be a number"},
		{task, shaped(`{"id":"ab","l":[true,1]}`), mismatch + "Field 'l' must be a boolean"},
		{task, shaped(`{"id":"ab","l":1}`), mismatch + "Field 'l' must be an array"},
		{task, shaped(`{"id":"ab","m":{"k":"v"}}`), mismatch + "Field 'k' must be a number"},
		{task, shaped(`{"id":"ab","m":[]}`), mismatch + "Field 'm' must be an object"},
		{task, shaped(`[]`), mismatch + "Field '' must be an object"},
		{task, with(`{"Map":{}}`), invalid + "'Map' field is not supported when mocking a Context object"},
		{task, with(`{"Foo":{}}`), invalid + "Field 'Foo' is not allowed"},
		{task, with(`{"State":1}`), invalid + "State must be an object"},
		{task, with(`{"State":{"X":1}}`), invalid + "Field 'X' is not allowed"},
		{task, with(`{"State":{"Name":1}}`), invalid + "State.Name must be a string"},
		{task, with(`{"Task":{"Token":"t"}}`), invalid + "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern"},
	}
	for _, tt := range tests {
		r := tt.request
		r.Definition = mustValue(t, tt.definition)
		res, err := TestState(context.Background(), r)
		var refused *RequestError
		if !errors.As(err, &refused) || err.Error() != tt.want {
			t.Errorf("%s\n\t%v, %v, want %s", tt.definition, res, err, tt.want)
		}
	}
	// What is checked less strictly passes.
	for _, r := range []TestRequest{
		{Mock: &TestMock{Result: asl.Object{}, Mode: "PRESENT"}, Shape: shape},
		{Mock: &TestMock{Result: asl.Number("1"), Mode: "NONE"}, Shape: shape},
		shaped(`{"id":"ab","n":2,"l":[true],"m":{"k":1.5},"more":1}`),
	} {
		r.Definition = mustValue(t, task)
		if res, err := TestState(context.Background(), r); err != nil || res.Status != Succeeded {
			t.Errorf("%s: %v", brief(r.Mock.Result), err)
		}
	}
}
