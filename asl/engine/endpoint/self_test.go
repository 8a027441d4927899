package endpoint

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// An execution may ask about itself, with the members' names as Tasks have them.
func TestExecutionThatLooksAtItself(t *testing.T) {
	u := serve(t, Options{Now: clock()})
	arn := u.e.own("stateMachine", "m")
	u.create("m", `{"QueryLanguage":"JSONata","StartAt":"L","States":{
		"L":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sfn:listExecutions","Arguments":{"StateMachineArn":"{% $states.context.StateMachine.Id %}","StatusFilter":"RUNNING","MaxResults":5},
			"Output":"{% $states.result.Executions.[Name, StartDate] %}","End":true}}}`)
	end := u.end(u.start(arn, "x", ""))
	if aws.ToString(end.Output) != `[["x","2026-03-01T12:00:00.000Z"]]` && aws.ToString(end.Output) != `["x","2026-03-01T12:00:00.000Z"]` {
		t.Errorf("%v %v: %v", aws.ToString(end.Output), aws.ToString(end.Error), aws.ToString(end.Cause))
	}
}

func TestTasksThatCallStepFunctions(t *testing.T) {
	tokens := make(chan string, 1)
	u := serve(t, Options{Waiting: func(_, _, token string) { tokens <- token }})
	waiting := u.start(u.create("w", waits), "x", "")
	token := <-tokens
	run := func(name, operation, arguments string) *sfn.DescribeExecutionOutput {
		return u.end(u.start(u.create(name, starter("aws-sdk:sfn:"+operation, arguments)), "", ""))
	}
	if end := run("describe", "describeExecution", `{"ExecutionArn":"`+waiting+`"}`); !strings.Contains(*end.Output, `"InputDetails":{"Included":true}`) || !strings.Contains(*end.Output, `"Status":"RUNNING"`) {
		t.Errorf("%s", *end.Output)
	}
	if end := run("send", "sendTaskSuccess", `{"TaskToken":"`+token+`","Output":"[7]"}`); *end.Output != "{}" {
		t.Errorf("%s", *end.Output)
	}
	if end := u.end(waiting); end.Status != types.ExecutionStatusSucceeded || *end.Output != "[7]" {
		t.Errorf("%s", end.Status)
	}
	end := run("again", "sendTaskSuccess", `{"TaskToken":"`+token+`","Output":"[7]"}`)
	if *end.Error != "Sfn.TaskTimedOutException" || !strings.Contains(*end.Cause, "(Service: Sfn; Status Code: 400; Error Code: TaskTimedOut; ") {
		t.Errorf("%s: %s", *end.Error, *end.Cause)
	}
	if end := run("none", "frobnicate", `{}`); *end.Error != "States.Runtime" {
		t.Errorf("%s: %s", *end.Error, *end.Cause)
	}
	if _, err := u.DeleteStateMachine(context.Background(), &sfn.DeleteStateMachineInput{StateMachineArn: aws.String(u.e.own("stateMachine", "none"))}); err != nil {
		t.Fatal(err)
	}
	if end := run("self", "deleteStateMachine", `{"StateMachineArn":"`+u.e.own("stateMachine", "self")+`"}`); end.Status != types.ExecutionStatusAborted {
		t.Errorf("one that deletes its own machine is %s", end.Status)
	}
}

func TestRecase(t *testing.T) {
	in := `{"startDate":1772366400.5,"count":3,"input":"{\"a\":1}","tags":[{"key":"a"},1],"details":{"included":true},"assignedVariables":{"x":"1"},"":0}`
	want := `{"StartDate":"2026-03-01T12:00:00.500Z","Count":3,"Input":"{\"a\":1}","Tags":[{"Key":"a"},1],"Details":{"Included":true},"AssignedVariables":{"x":"1"},"":0}`
	v, err := asl.DecodeValue([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, compact(pascal(v.(asl.Object)))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
