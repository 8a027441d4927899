package endpoint

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

const waits = `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
	"Parameters":{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/q","MessageBody":{"token.$":"$$.Task.Token"}},"TimeoutSeconds":600,"HeartbeatSeconds":300,"End":true}}}`

// A day's wait costs nothing, and shows in the dates.
func TestVirtualTime(t *testing.T) {
	u := serve(t, Options{Now: clock()})
	arn := u.start(u.create("m", `{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"End":true}}}`), "one", `{"a": 1}`)
	if want := "arn:aws:states:us-east-1:123456789012:execution:m:one"; arn != want {
		t.Errorf("ARN %s, want %s", arn, want)
	}
	end := u.end(arn)
	if end.Status != types.ExecutionStatusSucceeded || *end.Output != `{"a":1}` || *end.Input != `{"a": 1}` {
		t.Errorf("%s %s of %s", end.Status, *end.Output, *end.Input)
	}
	if took := end.StopDate.Sub(*end.StartDate).Hours(); took != 24 {
		t.Errorf("it took %v hours", took)
	}
	if !end.StartDate.Equal(clock()()) {
		t.Errorf("it started at %s", end.StartDate)
	}
	if end.RedriveStatus != types.ExecutionRedriveStatusNotRedrivable || *end.RedriveStatusReason != "Execution is SUCCEEDED and cannot be redriven" {
		t.Errorf("%s: %s", end.RedriveStatus, *end.RedriveStatusReason)
	}
}

func TestRealTime(t *testing.T) {
	u := serve(t, Options{RealTime: true})
	arn := u.start(u.create("m", `{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}`), "", "")
	if got := u.describe(arn).Status; got != types.ExecutionStatusRunning {
		t.Errorf("%s", got)
	}
	if _, err := u.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: &arn, Error: aws.String("Enough"), Cause: aws.String("too slow")}); err != nil {
		t.Fatal(err)
	}
	if x := u.describe(arn); x.Status != types.ExecutionStatusAborted || *x.Error != "Enough" || *x.Cause != "too slow" {
		t.Errorf("%s %s: %s", x.Status, *x.Error, *x.Cause)
	}
}

// Names are taken for good, but a request may be sent again while it runs.
func TestNamesOfExecutions(t *testing.T) {
	u := serve(t, Options{})
	machine := u.create("m", waits)
	first := u.start(machine, "one", `{"a":1}`)
	if again := u.start(machine, "one", `{"a":1}`); again != first {
		t.Errorf("%s, want %s", again, first)
	}
	start := func(input string) error {
		_, err := u.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: &machine, Name: aws.String("one"), Input: &input})
		return err
	}
	wantCode(t, start(`{"a":2}`), "ExecutionAlreadyExists", first)
	if _, err := u.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: &first}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, start(`{"a":1}`), "ExecutionAlreadyExists", first)
	if other := u.start(machine, "", ""); other == first {
		t.Error("an invented name that was taken")
	}
}

func TestStartExecutionRefuses(t *testing.T) {
	u := serve(t, Options{})
	u.create("m", passes)
	const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
	tests := []struct{ name, body, code, part string }{
		{"no such machine", `{"stateMachineArn":"` + arn + `x"}`, "StateMachineDoesNotExist", arn + "x"},
		{"other account", `{"stateMachineArn":"arn:aws:states:us-east-1:999999999999:stateMachine:m"}`, "StateMachineDoesNotExist", "999"},
		{"no such version", `{"stateMachineArn":"` + arn + `:1"}`, "StateMachineDoesNotExist", arn + ":1"},
		{"no such alias", `{"stateMachineArn":"` + arn + `:live"}`, "StateMachineDoesNotExist", arn + ":live"},
		{"no ARN", `{"stateMachineArn":"m"}`, "InvalidArn", "m"},
		{"other service", `{"stateMachineArn":"arn:aws:lambda:us-east-1:123456789012:function:m"}`, "InvalidArn", ""},
		{"other resource", `{"stateMachineArn":"arn:aws:states:us-east-1:123456789012:activity:m"}`, "InvalidArn", "activity"},
		{"half a qualifier", `{"stateMachineArn":"` + arn + `:"}`, "InvalidArn", ""},
		{"long ARN", `{"stateMachineArn":"` + arn + strings.Repeat("x", 256) + `"}`, "ValidationException", "less than or equal to 256"},
		{"name", `{"stateMachineArn":"` + arn + `","name":"a b"}`, "InvalidName", "a b"},
		{"empty name", `{"stateMachineArn":"` + arn + `","name":""}`, "InvalidName", ""},
		{"long name", `{"stateMachineArn":"` + arn + `","name":"` + strings.Repeat("n", 81) + `"}`, "InvalidName", "nnn"},
		{"input", `{"stateMachineArn":"` + arn + `","input":"{"}`, "InvalidExecutionInput", ""},
		{"empty input", `{"stateMachineArn":"` + arn + `","input":""}`, "InvalidExecutionInput", ""},
		{"large input", `{"stateMachineArn":"` + arn + `","input":"\"` + strings.Repeat("x", 262143) + `\""}`, "InvalidExecutionInput", "262144"},
		{"input of the wrong type", `{"stateMachineArn":"` + arn + `","input":{}}`, "SerializationException", "input"},
		{"two wrong", `{"stateMachineArn":"","traceHeader":"` + strings.Repeat("x", 257) + `"}`, "ValidationException", "2 validation errors"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := u.post("StartExecution", tt.body)
			if status != 400 || text(body, "__type") != tt.code || !strings.Contains(text(body, "message"), tt.part) {
				t.Errorf("%d %v", status, body)
			}
		})
	}
}

func TestUnmockedTask(t *testing.T) {
	u := serve(t, Options{})
	arn := u.start(u.create("m", `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun","Parameters":{"JobName":"j"},
		"Catch":[{"ErrorEquals":["States.ALL"],"Next":"P"}],"End":true},"P":{"Type":"Pass","End":true}}}`), "", "")
	end := u.end(arn)
	if end.Status != types.ExecutionStatusFailed || *end.Error != "States.Runtime" || !strings.Contains(*end.Cause, "no mock answers the Task state 'T'") {
		t.Errorf("%s %v: %v", end.Status, end.Error, end.Cause)
	}
	if *end.RedriveStatusReason != "pipectl local does not redrive executions" {
		t.Errorf("%s", *end.RedriveStatusReason)
	}
	_, err := u.RedriveExecution(context.Background(), &sfn.RedriveExecutionInput{ExecutionArn: &arn})
	wantCode(t, err, "ExecutionNotRedrivable", "pipectl local")
}

func TestStopExecution(t *testing.T) {
	u := serve(t, Options{})
	arn := u.start(u.create("m", passes), "", "")
	end := u.end(arn)
	out, err := u.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: &arn})
	if err != nil || !out.StopDate.Equal(*end.StopDate) {
		t.Errorf("stopping one that has ended: %v %v", out, err)
	}
	if got := u.describe(arn).Status; got != types.ExecutionStatusSucceeded {
		t.Errorf("then it is %s", got)
	}
	_, err = u.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: aws.String(arn + "x")})
	wantCode(t, err, "ExecutionDoesNotExist", arn)
}

func TestExpress(t *testing.T) {
	u := serve(t, Options{Mock: mocks(map[string][]engine.Outcome{"T": {
		{Output: asl.Object{{Key: "n", Value: asl.Number("1")}}, Takes: time.Second}, {Error: "Custom", Cause: "why"},
	}})})
	out, err := u.CreateStateMachine(context.Background(), &sfn.CreateStateMachineInput{
		Name: aws.String("e"), RoleArn: aws.String(role), Type: types.StateMachineTypeExpress,
		Definition: aws.String(`{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","Next":"C"},
			"C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEquals":1,"Next":"T2"}]},"T2":{"Type":"Pass","End":true}}}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	run, err := u.StartSyncExecution(context.Background(), &sfn.StartSyncExecutionInput{StateMachineArn: out.StateMachineArn, Name: aws.String("x"), TraceHeader: aws.String("trace")})
	if err != nil {
		t.Fatal(err)
	}
	if run.Status != types.SyncExecutionStatusSucceeded || *run.Output != `{"n":1}` || *run.TraceHeader != "trace" ||
		run.BillingDetails.BilledDurationInMilliseconds != 1000 || !strings.HasPrefix(*run.ExecutionArn, "arn:aws:states:us-east-1:123456789012:express:e:x:") {
		t.Errorf("%+v", run)
	}
	// Names of Express executions may come again; each has mocks of its own.
	again, err := u.StartSyncExecution(context.Background(), &sfn.StartSyncExecutionInput{StateMachineArn: out.StateMachineArn, Name: aws.String("x"), IncludedData: types.IncludedDataMetadataOnly})
	if err != nil || *again.ExecutionArn == *run.ExecutionArn || again.Status != run.Status || again.Output != nil || again.OutputDetails.Included {
		t.Errorf("%+v, %v", again, err)
	}
	started, err := u.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: out.StateMachineArn, Name: aws.String("x")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = u.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: started.ExecutionArn})
	wantCode(t, err, "InvalidArn", "express")
	_, err = u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: out.StateMachineArn})
	wantCode(t, err, "StateMachineTypeNotSupported", "")
	_, err = u.StartSyncExecution(context.Background(), &sfn.StartSyncExecutionInput{StateMachineArn: aws.String(u.create("standard", passes))})
	wantCode(t, err, "StateMachineTypeNotSupported", "")
}

func TestListExecutions(t *testing.T) {
	u := serve(t, Options{})
	machine := u.create("m", `{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.bad","BooleanEquals":true,"Next":"F"}],"Default":"P"},
		"P":{"Type":"Pass","End":true},"F":{"Type":"Fail","Error":"Bad"}}}`)
	var all []string
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		arn := u.start(machine, name, `{"bad":`+map[bool]string{true: "true", false: "false"}[name == "b" || name == "d"]+`}`)
		u.end(arn)
		all = append([]string{name}, all...)
	}
	u.start(u.create("other", passes), "z", "")
	names := func(in *sfn.ListExecutionsInput) (names []string, pages int) {
		t.Helper()
		p := sfn.NewListExecutionsPaginator(u, in)
		for p.HasMorePages() {
			out, err := p.NextPage(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range out.Executions {
				names = append(names, *x.Name)
			}
			pages++
		}
		return names, pages
	}
	got, pages := names(&sfn.ListExecutionsInput{StateMachineArn: &machine, MaxResults: 2})
	if d := cmp.Diff(all, got); d != "" || pages != 3 {
		t.Errorf("%d pages, (-want +got):\n%s", pages, d)
	}
	got, _ = names(&sfn.ListExecutionsInput{StateMachineArn: &machine, StatusFilter: types.ExecutionStatusFailed, MaxResults: 1})
	if d := cmp.Diff([]string{"d", "b"}, got); d != "" {
		t.Errorf("those that failed (-want +got):\n%s", d)
	}
	if got, _ = names(&sfn.ListExecutionsInput{StateMachineArn: &machine, RedriveFilter: types.ExecutionRedriveFilterRedriven}); got != nil {
		t.Errorf("redriven: %v", got)
	}

	first, err := u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: &machine, MaxResults: 2})
	if err != nil {
		t.Fatal(err)
	}
	_, err = u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: &machine, StatusFilter: types.ExecutionStatusFailed, NextToken: first.NextToken})
	wantCode(t, err, "InvalidToken", "")
	_, err = u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{})
	wantCode(t, err, "ValidationException", "exactly one")
	_, err = u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: aws.String(machine + ":1")})
	wantCode(t, err, "ResourceNotFound", machine+":1")
	_, err = u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: &machine, MaxResults: 1001})
	wantCode(t, err, "ValidationException", "less than or equal to 1000")
	_, err = u.ListExecutions(context.Background(), &sfn.ListExecutionsInput{StateMachineArn: &machine, StatusFilter: "DONE"})
	wantCode(t, err, "ValidationException", "enum")
}

func TestDescribeStateMachineForExecution(t *testing.T) {
	u := serve(t, Options{})
	machine := u.create("m", waits)
	arn := u.start(machine, "", "")
	if _, err := u.UpdateStateMachine(context.Background(), &sfn.UpdateStateMachineInput{StateMachineArn: &machine, Definition: aws.String(passes)}); err != nil {
		t.Fatal(err)
	}
	out, err := u.DescribeStateMachineForExecution(context.Background(), &sfn.DescribeStateMachineForExecutionInput{ExecutionArn: &arn})
	if err != nil {
		t.Fatal(err)
	}
	if *out.Definition != waits || *out.StateMachineArn != machine || *out.Name != "m" || *out.RoleArn != role {
		t.Errorf("%+v", out)
	}
	_, err = u.DescribeStateMachineForExecution(context.Background(), &sfn.DescribeStateMachineForExecutionInput{ExecutionArn: aws.String(arn + "x")})
	wantCode(t, err, "ExecutionDoesNotExist", arn)
	x, err := u.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: &arn, IncludedData: types.IncludedDataMetadataOnly})
	if err != nil || x.Input != nil || x.InputDetails.Included || x.Status != types.ExecutionStatusRunning {
		t.Errorf("%+v, %v", x, err)
	}
}

// mocks answers the calls of each state in order, the last answer for ever.
func mocks(answers map[string][]engine.Outcome) func() Mock {
	return func() Mock {
		used := map[string]int{}
		return func(c engine.Call) (engine.Outcome, bool) {
			list := answers[c.State]
			if len(list) == 0 {
				return engine.Outcome{}, false
			}
			used[c.State]++
			return list[min(used[c.State], len(list))-1], true
		}
	}
}
