package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// A recordedTest is a line of teststate.jsonl.
type recordedTest struct {
	Name       string
	Definition json.RawMessage
	Request    struct {
		StateName *string
		Input     json.RawMessage
		Variables json.RawMessage
		Context   json.RawMessage
		Mock      *struct {
			Result      *string
			ErrorOutput *struct{ Error, Cause string }
			Mode        string `json:"fieldValidationMode"`
		}
		Configuration struct {
			RetrierRetryCount        *int64
			ErrorCausedByState       string
			MapIterationFailureCount *int64
			MapItemReaderData        *string
		} `json:"stateConfiguration"`
	}
	Expect struct {
		Exception, Message string
		Status, NextState  string
		Output             json.RawMessage
		Error, Cause       *string
		InspectionData     json.RawMessage
	}
	Normalise recordedNormalise
}

func bound(n float64) *float64 { return &n }

// shapes are what the API models say of the results that the recorded mocks
// are checked by (botocore 1.43.67), as far as the mocks reach.
var shapes = map[string]*Shape{
	"arn:aws:states:::aws-sdk:lambda:getFunction": {Type: "structure", Members: map[string]*Shape{
		"Configuration": {Type: "structure", Members: map[string]*Shape{
			"MemorySize": {Type: "integer", Min: bound(128), Max: bound(10240)},
		}},
	}},
	"arn:aws:states:::dynamodb:putItem": {Type: "structure", Members: map[string]*Shape{
		"ConsumedCapacity": {Type: "structure", Members: map[string]*Shape{"CapacityUnits": {Type: "double"}}},
	}},
	"arn:aws:states:::events:putEvents": {Type: "structure", Members: map[string]*Shape{
		"FailedEntryCount": {Type: "integer"},
		"Entries": {Type: "list", Element: &Shape{Type: "structure", Members: map[string]*Shape{
			"EventId": {Type: "string"}, "ErrorCode": {Type: "string"}, "ErrorMessage": {Type: "string"},
		}}},
	}},
	"arn:aws:states:::states:startExecution": {Type: "structure", Required: []string{"ExecutionArn", "StartDate"}, Members: map[string]*Shape{
		"ExecutionArn": {Type: "string", Min: bound(1), Max: bound(256)}, "StartDate": {Type: "timestamp"},
	}},
	"arn:aws:states:::aws-sdk:kms:encrypt": {Type: "structure", Members: map[string]*Shape{
		"CiphertextBlob": {Type: "blob", Min: bound(1), Max: bound(6144)},
	}},
	"arn:aws:states:::aws-sdk:s3:getObject": {Type: "structure", Members: map[string]*Shape{
		"ContentLength": {Type: "long"},
		"StorageClass": {Type: "string", Enum: []string{
			"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
			"DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE",
		}},
	}},
	"arn:aws:states:::lambda:invoke": {Type: "structure", Members: map[string]*Shape{"StatusCode": {Type: "integer"}}},
}

func (c *recordedTest) request(t testing.TB, results map[string]asl.Value) TestRequest {
	r := TestRequest{
		Definition: value(t, c.Definition), StateName: c.Request.StateName,
		Input:                    value(t, c.Request.Input),
		RetrierRetryCount:        c.Request.Configuration.RetrierRetryCount,
		MapIterationFailureCount: c.Request.Configuration.MapIterationFailureCount,
		ErrorCausedByState:       c.Request.Configuration.ErrorCausedByState,
		Shape:                    func(resource string) *Shape { return shapes[resource] },
		Account:                  "111111111111",
		RoleARN:                  "arn:aws:iam::111111111111:role/role",
		// What a Task really answered is recorded where the level of
		// inspection is not the lowest.
		Task: func(Call) Outcome { return Outcome{Output: results[string(c.Definition)]} },
	}
	if strings.Contains(c.Name, "no_role_arn") || strings.Contains(c.Name, "state_with_variables") {
		r.RoleARN = ""
	}
	r.Variables, _ = value(t, c.Request.Variables).(asl.Object)
	r.Context, _ = value(t, c.Request.Context).(asl.Object)
	if data := c.Request.Configuration.MapItemReaderData; data != nil {
		r.MapItemReaderData = value(t, json.RawMessage(*data))
	}
	if m := c.Request.Mock; m != nil {
		r.Mock = &TestMock{Mode: m.Mode}
		if m.Result != nil {
			r.Mock.Result = value(t, json.RawMessage(*m.Result))
		}
		if m.ErrorOutput != nil {
			r.Mock.Error = &TestError{m.ErrorOutput.Error, m.ErrorOutput.Cause}
		}
	}
	return r
}

func (c *recordedTest) compare(t testing.TB, results map[string]asl.Value) []string {
	res, err := TestState(context.Background(), c.request(t, results))
	var refused *RequestError
	switch {
	case err != nil && !errors.As(err, &refused):
		return []string{err.Error()}
	case err != nil:
		if refused.Code != c.Expect.Exception || refused.Message != c.Expect.Message {
			return []string{fmt.Sprintf("%v, recorded %s: %s", err, c.Expect.Exception, c.Expect.Message)}
		}
		return nil
	case c.Expect.Exception != "":
		return []string{fmt.Sprintf("%s, recorded %s: %s", res.Status, c.Expect.Exception, c.Expect.Message)}
	}
	var diffs []string
	diff := func(format string, args ...any) { diffs = append(diffs, fmt.Sprintf(format, args...)) }
	if string(res.Status) != c.Expect.Status {
		diff("status %s (%s: %s), recorded %s", res.Status, res.Error, res.Cause, c.Expect.Status)
	}
	if res.Next != c.Expect.NextState {
		diff("next %q, recorded %q", res.Next, c.Expect.NextState)
	}
	cmp := newComparer(c.Normalise)
	texts := func(what string, got string, has bool, want *string) {
		if has != (want != nil) || has && !cmp.matches(cmp.text(got), *want) {
			diff("%s %q, recorded another", what, got)
		}
	}
	texts("error", res.Error, res.HasError, c.Expect.Error)
	texts("cause", res.Cause, res.HasCause, c.Expect.Cause)
	if want := value(t, c.Expect.Output); (want != nil) != (res.Output != nil) {
		diff("output %v, recorded %s", res.Output, c.Expect.Output)
	} else if want != nil {
		if d := cmp.compare("output", text(res.Output), want); d != "" {
			diff("%s", d)
		}
	}
	if want := value(t, c.Expect.InspectionData); want != nil {
		var got asl.Object
		for _, m := range res.Inspection {
			switch m.Key {
			case "errorDetails", "maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage":
				put(&got, m.Key, m.Value)
			default:
				put(&got, m.Key, text(m.Value)) // the API gives texts
			}
		}
		if d := cmp.compare("inspectionData", got, want); d != "" {
			diff("%s", d)
		}
	}
	return diffs
}

func TestRecordedTestState(t *testing.T) {
	cases := readCases[recordedTest](t, "teststate.jsonl")
	known := readKnownMisses(t, "testdata/teststate_misses.txt")
	results := map[string]asl.Value{}
	for _, c := range cases {
		if o, ok := value(t, c.Expect.InspectionData).(asl.Object); ok {
			if v, ok := o.Get("result"); ok {
				if s, isText := v.(asl.String); isText {
					if inner, err := asl.DecodeValue([]byte(s)); err == nil {
						v = inner
					}
				}
				results[string(c.Definition)] = v
			}
		}
	}
	right := 0
	for i := range cases {
		diffs := cases[i].compare(t, results)
		if len(diffs) == 0 {
			right++
		}
		known.check(t, cases[i].Name, "answer", diffs)
	}
	known.unused(t)
	t.Logf("%d of %d cases agree", right, len(cases))
	checkFidelityDoc(t, "teststate", fmt.Sprintf("%s calls agree.\n\n%s", share{right, len(cases)}, known.list("teststate_misses.txt")))
	if right*10 < 9*len(cases) {
		t.Errorf("%d of %d cases agree, fewer than 90%%", right, len(cases))
	}
}
