package endpoint

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

func TestTestState(t *testing.T) {
	u := serve(t, Options{Mock: mocks(map[string][]engine.Outcome{"StateName": {{Output: asl.Object{{Key: "n", Value: asl.Number("3")}}}}})})
	ctx := context.Background()
	const task = `{"Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:::glue:startJobRun","Arguments":{"JobName":"{% $job %}"},
		"Retry":[{"ErrorEquals":["E"],"IntervalSeconds":3,"BackoffRate":1.5}],"Catch":[{"ErrorEquals":["C"],"Next":"Saved"}],"Output":"{% $states.result.n %}","Next":"N"}`
	in := &sfn.TestStateInput{Definition: aws.String(task), Variables: aws.String(`{"job":"j"}`), InspectionLevel: types.InspectionLevelDebug, RoleArn: aws.String(role)}
	test := func(change func(*sfn.TestStateInput)) *sfn.TestStateOutput {
		t.Helper()
		c := *in
		change(&c)
		out, err := u.TestState(ctx, &c)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	out := test(func(*sfn.TestStateInput) {})
	if out.Status != types.TestExecutionStatusSucceeded || *out.Output != "3" || *out.NextState != "N" || *out.InspectionData.AfterArguments != `{"JobName":"j"}` || *out.InspectionData.Result != `{"n":3}` {
		t.Errorf("by the mocks of the endpoint: %+v %+v", out, out.InspectionData)
	}
	out = test(func(in *sfn.TestStateInput) {
		in.Mock = &types.MockInput{Result: aws.String(`{"n":4}`)}
		in.InspectionLevel = types.InspectionLevelInfo
	})
	if *out.Output != "4" || out.InspectionData != nil {
		t.Errorf("by a mock of its own: %+v", out)
	}
	out = test(func(in *sfn.TestStateInput) {
		in.Mock = &types.MockInput{ErrorOutput: &types.MockErrorOutput{Error: aws.String("E"), Cause: aws.String("why")}}
		in.StateConfiguration = &types.TestStateConfiguration{RetrierRetryCount: aws.Int32(1)}
	})
	if out.Status != types.TestExecutionStatusRetriable || *out.Error != "E" || *out.Cause != "why" || *out.InspectionData.ErrorDetails.RetryIndex != 0 || *out.InspectionData.ErrorDetails.RetryBackoffIntervalSeconds != 4 {
		t.Errorf("an error to retry: %+v %+v", out, out.InspectionData.ErrorDetails)
	}
	out = test(func(in *sfn.TestStateInput) {
		in.Mock = &types.MockInput{ErrorOutput: &types.MockErrorOutput{Error: aws.String("C")}}
	})
	if out.Status != types.TestExecutionStatusCaughtError || *out.NextState != "Saved" || *out.InspectionData.ErrorDetails.CatchIndex != 0 {
		t.Errorf("an error that is caught: %+v", out)
	}
	out = test(func(in *sfn.TestStateInput) {
		in.Definition = aws.String(distributed)
		in.StateName = aws.String("M")
		in.Input = aws.String("[1,2]")
		in.Mock = &types.MockInput{Result: aws.String("[1,2]")}
		in.StateConfiguration = &types.TestStateConfiguration{MapIterationFailureCount: aws.Int32(1), MapItemReaderData: aws.String("[]"), ErrorCausedByState: aws.String("C")}
	})
	if out.Status != types.TestExecutionStatusSucceeded || *out.InspectionData.MaxConcurrency != 2 || *out.InspectionData.ToleratedFailurePercentage != 50 {
		t.Errorf("a Map: %+v %+v", out, out.InspectionData)
	}
}

func TestTestStateRefuses(t *testing.T) {
	u := serve(t, Options{Shape: func(string) *engine.Shape { return &engine.Shape{Type: "structure", Required: []string{"JobRunId"}} }})
	const task = `"definition":"{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::glue:startJobRun\",\"End\":true}","roleArn":"` + role + `"`
	waiting := `"definition":` + quoted(strings.Replace(strings.TrimSuffix(waits[strings.Index(waits, `{"Type"`):], "}}"), "$$.Task.Token", "$.t", 1)) + `,"input":"{\"t\":1}","roleArn":"` + role + `"`
	tests := []struct{ name, body, code, part string }{
		{"no JSON", `{"definition":"{"}`, "InvalidDefinition", "JSON"},
		{"no state", `{"definition":"{}"}`, "InvalidDefinition", ""},
		{"no role", `{"definition":"{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::glue:startJobRun\",\"End\":true}"}`, "ValidationException", "RoleArn must be specified when testing a Task state"},
		{"role", strings.Replace(`{`+task+`}`, role, "me", 1), "InvalidArn", "me"},
		{"input", `{` + task + `,"input":"{"}`, "InvalidExecutionInput", ""},
		{"variables", `{` + task + `,"variables":"[]"}`, "ValidationException", "object"},
		{"text of variables", `{` + task + `,"variables":"x"}`, "ValidationException", "JSON"},
		{"context", `{` + task + `,"context":"{}"}`, "ValidationException", "Context can be specified only when a mock is specified"},
		{"text of the context", `{` + task + `,"context":"x"}`, "ValidationException", "JSON"},
		{"level", `{` + task + `,"inspectionLevel":"ALL"}`, "ValidationException", "inspectionLevel"},
		{"secrets", `{` + task + `,"revealSecrets":true,"mock":{"result":"{}"}}`, "ValidationException", "revealSecrets"},
		{"empty mock", `{` + task + `,"mock":{}}`, "ValidationException", "only one of"},
		{"two mocks", `{` + task + `,"mock":{"result":"{}","errorOutput":{"error":"E"}}}`, "ValidationException", "only one of"},
		{"mock", `{` + task + `,"mock":{"result":"x"}}`, "ValidationException", "JSON"},
		{"mode", `{` + task + `,"mock":{"result":"{}","fieldValidationMode":"SOME"}}`, "ValidationException", "mock.fieldValidationMode"},
		{"shape", `{` + task + `,"mock":{"result":"{}"}}`, "ValidationException", "Required field 'JobRunId' is missing"},
		{"count", `{` + task + `,"stateConfiguration":{"retrierRetryCount":-1}}`, "ValidationException", "retrierRetryCount"},
		{"data of a reader", `{` + task + `,"stateConfiguration":{"mapItemReaderData":"x"}}`, "ValidationException", "JSON"},
		{"waits", `{` + waiting + `}`, "InvalidDefinition", ".waitForTaskToken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := u.post("TestState", tt.body)
			if status != 400 || text(body, "__type") != tt.code || !strings.Contains(text(body, "message"), tt.part) {
				t.Errorf("%d %v", status, body)
			}
		})
	}
	_, body := u.post("TestState", `{`+task+`}`)
	if text(body, "status") != "FAILED" || !strings.Contains(text(body, "cause"), "no mock") {
		t.Errorf("without a mock: %v", body)
	}
}

// What AWS refuses was recorded with its words.
func TestRecordedRefusals(t *testing.T) {
	f, err := os.Open("../../../../shared/conformance/teststate.jsonl")
	if err != nil {
		t.Skip("the recordings are not here: ", err)
	}
	defer f.Close()
	u := serve(t, Options{Account: "111111111111"})
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	n := 0
	for lines.Scan() {
		var c struct {
			Name       string
			Definition json.RawMessage
			Request    map[string]json.RawMessage
			Expect     struct{ Exception, Message string }
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		// Shapes of results are of API models, lengths the SDK's own affair.
		if c.Expect.Exception == "" || strings.HasPrefix(c.Expect.Message, "Mock result schema") || c.Expect.Exception == "ParamValidationError" {
			continue
		}
		for _, member := range []string{"input", "context", "variables"} { // texts that were recorded as JSON
			if raw, ok := c.Request[member]; ok {
				c.Request[member], _ = json.Marshal(string(raw))
			}
		}
		c.Request["definition"], _ = json.Marshal(string(c.Definition))
		if !strings.Contains(c.Name, "no_role_arn") {
			c.Request["roleArn"] = json.RawMessage(`"arn:aws:iam::111111111111:role/role"`)
		}
		body, err := json.Marshal(c.Request)
		if err != nil {
			t.Fatal(err)
		}
		if status, got := u.post("TestState", string(body)); status != 400 || text(got, "__type") != c.Expect.Exception || text(got, "message") != c.Expect.Message {
			t.Errorf("%s:\n%d %v\nrecorded %s: %s", c.Name, status, got, c.Expect.Exception, c.Expect.Message)
		}
		n++
	}
	if lines.Err() != nil || n < 10 {
		t.Errorf("%d recordings, %v", n, lines.Err())
	}
}
