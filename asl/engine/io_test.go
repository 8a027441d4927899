package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// TestInputAndOutput runs machines of one state, whose tasks answer with what
// they get as "got".
func TestInputAndOutput(t *testing.T) {
	echo := func(c Call) Outcome { return Outcome{Output: asl.Object{{Key: "got", Value: c.Arguments}}} }
	const task = `"Type":"Task","Resource":"arn:aws:states:::x:y",`
	const branch = `"Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}],`
	const item = `"ItemProcessor":{"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}},`
	tests := []struct{ name, state, want string }{
		{"InputPath", `"Type":"Pass","InputPath":"$.a"`, `{"b":1}`},
		{"InputPath null", `"Type":"Pass","InputPath":null`, `{}`},
		{"OutputPath", `"Type":"Pass","OutputPath":"$.list[1]"`, `8`},
		{"OutputPath null", `"Type":"Pass","OutputPath":null`, `{}`},
		{"Result", `"Type":"Pass","Result":{"r":1},"ResultPath":"$.a.c"`, `{"a":{"b":1,"c":{"r":1}},"list":[7,8],"s":"x"}`},
		{"ResultPath null", `"Type":"Pass","Result":1,"ResultPath":null`, `{"a":{"b":1},"list":[7,8],"s":"x"}`},
		{"Parameters", `"Type":"Pass","Parameters":{"k":[{"v.$":"$.a.b"}],"c.$":"$$.State.Name","f.$":"States.Format('{}-{}', $.s, 1)"}`, `{"k":[{"v":1}],"c":"S","f":"x-1"}`},
		{"the order of all", task + `"InputPath":"$.a","Parameters":{"p.$":"$.b"},"ResultSelector":{"sel.$":"$.got.p"},"ResultPath":"$.r","OutputPath":"$.r"`, `{"sel":1}`},
		{"Arguments", `"QueryLanguage":"JSONata",` + task + `"Arguments":{"l":["{% $states.input.s %}",2]},"Output":"{% $states.result.got %}"`, `{"l":["x",2]}`},
		{"Output of any type", `"QueryLanguage":"JSONata","Type":"Pass","Output":["{% $states.input.s = 'x' %}",null,1.5]`, `[true,null,1.5]`},
		{"a Succeed's", `"Type":"Succeed","InputPath":"$.a","OutputPath":"$.b"`, `1`},
		{"a Succeed's Output", `"QueryLanguage":"JSONata","Type":"Succeed","Output":"{% $states.input.s %}"`, `"x"`},
		{"a Parallel's", `"Type":"Parallel",` + branch + `"Parameters":{"p.$":"$.s"},"ResultSelector":{"r.$":"$[0].p"},"ResultPath":"$.out","OutputPath":"$.out"`, `{"r":"x"}`},
		{"a Parallel's Arguments", `"QueryLanguage":"JSONata","Type":"Parallel",` + branch + `"Arguments":{"p":"{% $states.input.s %}"},"Output":"{% $states.result[0] %}"`, `{"p":"x"}`},
		{"a Map's", `"Type":"Map",` + item + `"InputPath":"$.list","ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value"}`, `[{"i":0,"v":7},{"i":1,"v":8}]`},
		{"a Map's ItemsPath", `"Type":"Map",` + item + `"ItemsPath":"$.list","ResultPath":"$.list"`, `{"a":{"b":1},"list":[7,8],"s":"x"}`},
		{"whole numbers", `"QueryLanguage":"JSONata","Type":"Pass","Output":"{% [1e3, 10/4, 1e25, 0.0000001] %}"`, `[1000,2.5,1e+25,1e-7]`},

		{"no such input", `"Type":"Pass","InputPath":"$.no"`, `States.Runtime: Invalid path '$.no' : No results for path: $['no']`},
		{"a way that is missing", `"Type":"Pass","OutputPath":"$.no.more"`, `States.Runtime: Invalid path '$.no.more' : Missing property in path: $['no']`},
		{"no such parameter", `"Type":"Pass","Parameters":{"p.$":"$.no"}`, `States.Runtime: The JSONPath '$.no' specified for the field 'p.$' could not be found in the input '{"a":{"b":1},"list":[7,8],"s":"x"}'`},
		{"no path", `"Type":"Pass","Parameters":{"p.$":1}`, `States.Runtime: The value for the field 'p.$' must be a STRING that contains a JSONPath.`},
		{"no reference path", `"Type":"Pass","ResultPath":"$.list[*]"`, `States.Runtime: Invalid path '$.list[*]': a ResultPath must be a reference path.`},
		{"no place", `"Type":"Pass","ResultPath":"$.s.t"`, `States.ResultPathMatchFailure: Unable to apply ReferencePath $.s.t to input {"a":{"b":1},"list":[7,8],"s":"x"}`},
		{"a failing call", `"Type":"Pass","Parameters":{"p.$":"States.StringToJson($.s)"}`, `States.IntrinsicFailure: `},
		{"nothing", `"QueryLanguage":"JSONata","Type":"Pass","Output":{"o":["{% $states.input.no %}"]}`, `States.QueryEvaluationError: The JSONata expression '$states.input.no' specified for the field 'Output/o[0]' returned nothing (undefined).`},
		{"an error", `"QueryLanguage":"JSONata","Type":"Pass","Assign":{"v":"{% 1 + 'a' %}"}`, `States.QueryEvaluationError: The JSONata expression '1 + 'a'' specified for the field 'Assign/v' threw an error during evaluation. T2002`},
		{"a function", `"QueryLanguage":"JSONata","Type":"Pass","Output":"{% function($x){$x} %}"`, `States.QueryEvaluationError: The JSONata expression 'function($x){$x}' specified for the field 'Output' returned an unsupported result type.`},
		{"no expression", `"QueryLanguage":"JSONata","Type":"Pass","Output":"{% ( %}"`, `States.QueryEvaluationError: The JSONata expression '(' specified for the field 'Output' threw an error`},
		{"Assign of no object", `"QueryLanguage":"JSONata","Type":"Pass","Assign":"{% 1 %}"`, `States.Runtime: The Assign field must be an object.`},
		{"items of no array", `"Type":"Map",` + item + `"ItemsPath":"$.a"`, `States.Runtime: Reference path "$.a" must point to array.`},
		{"input of no array", `"Type":"Map",` + item + `"OutputPath":"$"`, `States.Runtime: Reference path "$" must point to array.`},
		{"Items of no array", `"QueryLanguage":"JSONata","Type":"Map",` + item + `"Items":"{% $states.input.s %}"`, `States.QueryEvaluationError: The JSONata expression '$states.input.s' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: "x"`},
		{"too small a number", `"Type":"Map",` + item + `"ItemsPath":"$.list","MaxConcurrency":-1`, `States.Runtime: Expected non-negative integer for MaxConcurrency, got '-1' instead.`},
		{"no number", `"Type":"Map",` + item + `"ItemsPath":"$.list","MaxConcurrencyPath":"$.s"`, `States.Runtime: The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $.s`},
		{"no whole number", `"QueryLanguage":"JSONata","Type":"Map",` + item + `"Items":[1],"MaxConcurrency":"{% 1.5 %}"`, `States.Runtime: The MaxConcurrency field is not a valid integer: 1.5`},
		{"timeout out of range", `"QueryLanguage":"JSONata",` + task + `"TimeoutSeconds":"{% 0 %}"`, `States.QueryEvaluationError: The field 'TimeoutSeconds' must be an integer between 1 and 99999999, but was: 0`},
		{"no timeout", task + `"TimeoutSecondsPath":"$.s"`, `States.Runtime: The TimeoutSecondsPath parameter does not reference a positive integer: $.s == x`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			end := `,"End":true`
			if strings.Contains(tt.state, `"Type":"Succeed"`) {
				end = ""
			}
			x := run(t, `{"StartAt":"S","States":{"S":{`+tt.state+end+`}}}`, `{"a":{"b":1},"list":[7,8],"s":"x"}`, Options{Task: echo})
			if x.Status == Succeeded {
				wantOutput(t, x, tt.want)
				return
			}
			_, cause, found := strings.Cut(x.Cause, "). ")
			if !found {
				cause = x.Cause
			}
			if got := x.Error + ": " + cause; !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestFail(t *testing.T) {
	tests := []struct{ fields, err, cause string }{
		{`"Error":"E","Cause":"why"`, "E", "why"},
		{`"ErrorPath":"$.e","CausePath":"States.Format('because of {}', $.e)"`, "X", "because of X"},
		{`"QueryLanguage":"JSONata","Error":"{% $states.input.e %}","Cause":"{% 'n is ' & $states.input.n %}"`, "X", "n is 1"},
		{`"ErrorPath":"$.n"`, "States.Runtime", "An error occurred while executing the state 'F' (entered at the event id #2). The ErrorPath field must refer to a string, but was: 1"},
		{`"CausePath":"$.no"`, "States.Runtime", "An error occurred while executing the state 'F' (entered at the event id #2). Invalid path '$.no' : No results for path: $['no']"},
		{`"QueryLanguage":"JSONata","Error":"{% $states.input.n %}"`, "States.QueryEvaluationError", "An error occurred while executing the state 'F' (entered at the event id #2). The JSONata expression '$states.input.n' specified for the field 'Error' returned an unexpected result type. Expected 'string', but was 'number' for value: 1"},
	}
	for _, tt := range tests {
		x := run(t, `{"StartAt":"F","States":{"F":{"Type":"Fail",`+tt.fields+`}}}`, `{"e":"X","n":1}`, Options{})
		if x.Status != Failed || x.Error != tt.err || x.Cause != tt.cause {
			t.Errorf("%s\n\t%s %s: %s, want %s: %s", tt.fields, x.Status, x.Error, x.Cause, tt.err, tt.cause)
		}
	}
	if x := run(t, `{"StartAt":"F","States":{"F":{"Type":"Fail"}}}`, "", Options{}); x.HasError || x.HasCause || x.Status != Failed {
		t.Errorf("a Fail without fields: %+v", x)
	}
}

func TestWait(t *testing.T) {
	const begin = "2026-01-01T00:00:00Z" // where time starts
	tests := []struct {
		wait, input string
		want        time.Duration
		cause       string
	}{
		{`"Seconds":10`, `{}`, 10 * time.Second, ""},
		{`"SecondsPath":"$.n"`, `{"n":90}`, 90 * time.Second, ""},
		{`"Timestamp":"2026-01-02T01:00:00+01:00"`, `{}`, 24 * time.Hour, ""},
		{`"Timestamp":"2020-01-01T00:00:00Z"`, `{}`, 0, ""},
		{`"TimestampPath":"$.t"`, `{"t":"2026-01-01T00:00:01.5Z"}`, 1500 * time.Millisecond, ""},
		{`"QueryLanguage":"JSONata","Seconds":"{% $states.input.n * 2 %}"`, `{"n":4}`, 8 * time.Second, ""},
		{`"QueryLanguage":"JSONata","Timestamp":"{% $states.input.t %}"`, `{"t":"2026-01-01T00:01:00Z"}`, time.Minute, ""},
		{`"Seconds":1.5`, `{}`, 0, "The Seconds parameter is not a number of seconds: 1.5"},
		{`"SecondsPath":"$.n"`, `{"n":-1}`, 0, "The SecondsPath parameter references a negative value: $.n == -1"},
		{`"SecondsPath":"$.n"`, `{"n":1.5}`, 0, "The SecondsPath parameter cannot be parsed as a long value: $.n == 1.5"},
		{`"SecondsPath":"$.n"`, `{}`, 0, "The SecondsPath parameter does not reference an input value: $.n"},
		{`"TimestampPath":"$.t"`, `{"t":"2026-01-01"}`, 0, "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2026-01-01"},
		{`"TimestampPath":"$.t"`, `{}`, 0, "The TimestampPath parameter does not reference an input value: $.t"},
		{`"Timestamp":"now"`, `{}`, 0, "The Timestamp parameter is not a valid ISO-8601 extended offset date-time format string: now"},
		{`"QueryLanguage":"JSONata","Timestamp":"{% 'now' %}"`, `{}`, 0, "The Timestamp parameter does not reference a valid ISO-8601 extended offset date-time format string: now"},
		{`"QueryLanguage":"JSONata","Timestamp":"{% 1 %}"`, `{}`, 0, "The JSONata expression '1' specified for the field 'Timestamp' returned an unexpected result type. Expected 'string', but was 'number' for value: 1"},
		{`"QueryLanguage":"JSONata","Seconds":"{% -1 %}"`, `{}`, 0, "The field 'Seconds' must be an integer between 0 and 99999999, but was: -1"},
	}
	for _, tt := range tests {
		x := run(t, `{"StartAt":"W","States":{"W":{"Type":"Wait",`+tt.wait+`,"End":true}}}`, tt.input, Options{})
		if x.Start.Format(time.RFC3339) != begin {
			t.Fatalf("time starts at %s", x.Start)
		}
		if d := x.End.Sub(x.Start); d != tt.want {
			t.Errorf("%s took %s, want %s", tt.wait, d, tt.want)
		}
		if (x.Status == Succeeded) != (tt.cause == "") || !strings.HasSuffix(x.Cause, tt.cause) {
			t.Errorf("%s\n\t%s: %s, want %s", tt.wait, x.Error, x.Cause, tt.cause)
		}
	}
}

// A history in the form of GetExecutionHistory: names, ids, members.
func TestEventJSON(t *testing.T) {
	x := run(t, `{"QueryLanguage":"JSONata","StartAt":"T","States":{
		"T":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Arguments":{"JobName":"j"},"Credentials":{"RoleArn":"arn:r"},"TimeoutSeconds":60,"HeartbeatSeconds":30,
			"Retry":[{"ErrorEquals":["E"],"IntervalSeconds":2}],"Assign":{"b":1,"a":"{% $states.result %}"},"Output":"{% $states.result.x %}","Next":"L"},
		"L":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:1:function:f","Next":"A","TimeoutSeconds":9},
		"A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:1:activity:a","Next":"F","HeartbeatSeconds":9},
		"F":{"Type":"Fail","Error":"Bad","Cause":"c"}}}`, `{"i":1}`, Options{Worker: "w", Task: func(c Call) Outcome {
		if c.State == "T" && c.Attempt == 0 {
			return Outcome{Error: "E", Cause: "no", Takes: 1500 * time.Millisecond}
		}
		return Outcome{Output: asl.Object{{Key: "x", Value: asl.Number("2")}}}
	}})
	const head = `{"timestamp":17672256`
	want := []string{
		`00.000,"type":"ExecutionStarted","id":1,"previousEventId":0,"executionStartedEventDetails":{"input":"{\"i\":1}","inputDetails":{"truncated":false},"roleArn":"arn:aws:iam::123456789012:role/states"}}`,
		`00.000,"type":"TaskStateEntered","id":2,"previousEventId":0,"stateEnteredEventDetails":{"name":"T","input":"{\"i\":1}","inputDetails":{"truncated":false}}}`,
		`00.000,"type":"TaskScheduled","id":3,"previousEventId":2,"taskScheduledEventDetails":{"resourceType":"glue","resource":"startJobRun.sync","region":"us-east-1","parameters":"{\"JobName\":\"j\"}","timeoutInSeconds":60,"heartbeatInSeconds":30,"taskCredentials":{"roleArn":"arn:r"}}}`,
		`00.000,"type":"TaskStarted","id":4,"previousEventId":3,"taskStartedEventDetails":{"resourceType":"glue","resource":"startJobRun.sync"}}`,
		`00.000,"type":"TaskSubmitted","id":5,"previousEventId":4,"taskSubmittedEventDetails":{"resourceType":"glue","resource":"startJobRun.sync","output":"{}","outputDetails":{"truncated":false}}}`,
		`01.500,"type":"TaskFailed","id":6,"previousEventId":5,"taskFailedEventDetails":{"resourceType":"glue","resource":"startJobRun.sync","error":"E","cause":"no"}}`,
		`03.500,"type":"TaskScheduled","id":7,"previousEventId":6,"taskScheduledEventDetails":{"resourceType":"glue","resource":"startJobRun.sync","region":"us-east-1","parameters":"{\"JobName\":\"j\"}","timeoutInSeconds":60,"heartbeatInSeconds":30,"taskCredentials":{"roleArn":"arn:r"}}}`,
		`03.500,"type":"TaskStarted","id":8,"previousEventId":7,"taskStartedEventDetails":{"resourceType":"glue","resource":"startJobRun.sync"}}`,
		`03.500,"type":"TaskSubmitted","id":9,"previousEventId":8,"taskSubmittedEventDetails":{"resourceType":"glue","resource":"startJobRun.sync","output":"{}","outputDetails":{"truncated":false}}}`,
		`03.500,"type":"TaskSucceeded","id":10,"previousEventId":9,"taskSucceededEventDetails":{"resourceType":"glue","resource":"startJobRun.sync","output":"{\"x\":2}","outputDetails":{"truncated":false}}}`,
		`03.500,"type":"TaskStateExited","id":11,"previousEventId":10,"stateExitedEventDetails":{"name":"T","output":"2","outputDetails":{"truncated":false},"assignedVariables":{"a":"{\"x\":2}","b":"1"},"assignedVariablesDetails":{"truncated":false}}}`,
		`03.500,"type":"TaskStateEntered","id":12,"previousEventId":11,"stateEnteredEventDetails":{"name":"L","input":"2","inputDetails":{"truncated":false}}}`,
		`03.500,"type":"LambdaFunctionScheduled","id":13,"previousEventId":12,"lambdaFunctionScheduledEventDetails":{"resource":"arn:aws:lambda:us-east-1:1:function:f","input":"2","inputDetails":{"truncated":false},"timeoutInSeconds":9}}`,
		`03.500,"type":"LambdaFunctionStarted","id":14,"previousEventId":13}`,
		`03.500,"type":"LambdaFunctionSucceeded","id":15,"previousEventId":14,"lambdaFunctionSucceededEventDetails":{"output":"{\"x\":2}","outputDetails":{"truncated":false}}}`,
		`03.500,"type":"TaskStateExited","id":16,"previousEventId":15,"stateExitedEventDetails":{"name":"L","output":"{\"x\":2}","outputDetails":{"truncated":false}}}`,
		`03.500,"type":"TaskStateEntered","id":17,"previousEventId":16,"stateEnteredEventDetails":{"name":"A","input":"{\"x\":2}","inputDetails":{"truncated":false}}}`,
		`03.500,"type":"ActivityScheduled","id":18,"previousEventId":17,"activityScheduledEventDetails":{"resource":"arn:aws:states:us-east-1:1:activity:a","input":"{\"x\":2}","inputDetails":{"truncated":false},"heartbeatInSeconds":9}}`,
		`03.500,"type":"ActivityStarted","id":19,"previousEventId":18,"activityStartedEventDetails":{"workerName":"w"}}`,
		`03.500,"type":"ActivitySucceeded","id":20,"previousEventId":19,"activitySucceededEventDetails":{"output":"{\"x\":2}","outputDetails":{"truncated":false}}}`,
		`03.500,"type":"TaskStateExited","id":21,"previousEventId":20,"stateExitedEventDetails":{"name":"A","output":"{\"x\":2}","outputDetails":{"truncated":false}}}`,
		`03.500,"type":"FailStateEntered","id":22,"previousEventId":21,"stateEnteredEventDetails":{"name":"F","input":"{\"x\":2}","inputDetails":{"truncated":false}}}`,
		`03.500,"type":"ExecutionFailed","id":23,"previousEventId":22,"executionFailedEventDetails":{"error":"Bad","cause":"c"}}`,
	}
	var got []string
	for _, e := range x.Events {
		got = append(got, strings.TrimPrefix(string(e.AppendJSON(nil)), head))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
}
