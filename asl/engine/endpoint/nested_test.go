package endpoint

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/asl"
)

// starter is a machine with one Task that starts an execution.
func starter(resource, arguments string) string {
	return `{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Task","Resource":"arn:aws:states:::` + resource + `","Arguments":` + arguments + `,"End":true}}}`
}

func TestExecutionsStartExecutions(t *testing.T) {
	u := serve(t, Options{Now: clock()})
	inner := u.create("inner", `{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"Next":"C"},
		"C":{"Type":"Choice","Choices":[{"Variable":"$.bad","IsPresent":true,"Next":"F"}],"Default":"P"},"P":{"Type":"Pass","Result":{"r":1},"End":true},"F":{"Type":"Fail","Error":"Bad","Cause":"c"}}}`)
	express, err := u.CreateStateMachine(context.Background(), &sfn.CreateStateMachineInput{Name: aws.String("e"), RoleArn: aws.String(role), Type: types.StateMachineTypeExpress, Definition: aws.String(passes)})
	if err != nil {
		t.Fatal(err)
	}
	child := u.e.own("execution", "inner:")
	tests := []struct {
		resource, arguments string
		want                string // in the output, or in error and cause
		hours               float64
	}{
		{"states:startExecution", `{"StateMachineArn":"` + inner + `","Name":"a"}`, `{"ExecutionArn":"` + child + `a","StartDate":"2026-03-01T12:00:00.000Z"}`, 0},
		{"states:startExecution.sync", `{"StateMachineArn":"` + inner + `","Name":"b","Input":{"x":1}}`, `"Input":"{\"x\":1}","InputDetails":{"Included":true},"Output":"{\"r\":1}"`, 1},
		{"states:startExecution.sync:2", `{"StateMachineArn":"` + inner + `","Name":"c","Input":"x"}`, `"Input":"x","InputDetails":{"Included":true},"Output":{"r":1}`, 1},
		{"states:startExecution.sync:2", `{"StateMachineArn":"` + inner + `","Name":"d","Input":{"bad":1}}`, `States.TaskFailed {"ExecutionArn":"` + child + `d","StateMachineArn":"` + inner + `","Name":"d","Status":"FAILED"`, 1},
		{"states:startExecution", `{"StateMachineArn":"` + inner + `x"}`, `StepFunctions.StateMachineDoesNotExistException State Machine Does Not Exist: '` + inner + `x' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; `, 0},
		{"states:startExecution", `{"StateMachineArn":"` + inner + `","Name":"a"}`, `StepFunctions.ExecutionAlreadyExistsException Execution Already Exists: '` + child + `a'`, 0},
		{"states:startExecution", `{"Name":"a"}`, `StepFunctions.ValidationException 1 validation error detected: Value null at 'StateMachineArn'`, 0},
		{"aws-sdk:sfn:startExecution", `{"StateMachineArn":"` + inner + `","Name":"e","Input":"{}"}`, `{"ExecutionArn":"` + child + `e"`, 0},
		{"aws-sdk:sfn:startExecution", `{"StateMachineArn":"` + inner + `","Input":"x"}`, `Sfn.InvalidExecutionInputException`, 0},
		{"aws-sdk:sfn:startSyncExecution", `{"StateMachineArn":"` + *express.StateMachineArn + `","Input":"[1]"}`, `"Status":"SUCCEEDED","Input":"[1]","InputDetails":{"Included":true},"Output":"[1]"`, 0},
		{"aws-sdk:sfn:startSyncExecution", `{"StateMachineArn":"` + inner + `"}`, `Sfn.StateMachineTypeNotSupportedException`, 0},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprintf("%d %s", i, tt.resource), func(t *testing.T) {
			end := u.end(u.start(u.create(fmt.Sprint("outer", i), starter(tt.resource, tt.arguments)), "", ""))
			got := aws.ToString(end.Output)
			if end.Status != types.ExecutionStatusSucceeded {
				got = *end.Error + " " + *end.Cause
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
			if hours := end.StopDate.Sub(*end.StartDate).Round(1e9).Hours(); hours != tt.hours {
				t.Errorf("it took %v hours", hours)
			}
		})
	}
}

// Of a Task that waits for an execution, the stop is its stop too.
func TestStopStopsInside(t *testing.T) {
	tokens := make(chan string, 2)
	u := serve(t, Options{Waiting: func(_, _, token string) { tokens <- token }})
	inner := u.create("inner", waits)
	outer := u.start(u.create("outer", starter("states:startExecution.sync", `{"StateMachineArn":"`+inner+`","Name":"x"}`)), "", "")
	<-tokens
	if _, err := u.StopExecution(context.Background(), &sfn.StopExecutionInput{ExecutionArn: &outer}); err != nil {
		t.Fatal(err)
	}
	if end := u.end(u.e.own("execution", "inner:x")); end.Status != types.ExecutionStatusAborted {
		t.Errorf("the one inside is %s", end.Status)
	}
}

func TestStartWithCallback(t *testing.T) {
	tokens := make(chan string, 2)
	u := serve(t, Options{Waiting: func(_, _, token string) { tokens <- token }})
	inner := u.create("inner", passes)
	outer := u.start(u.create("outer", starter("states:startExecution.waitForTaskToken", `{"StateMachineArn":"`+inner+`","Name":"x","Input":{"token":"{% $states.context.Task.Token %}"}}`)), "", "")
	token := <-tokens
	end := u.end(u.e.own("execution", "inner:x"))
	v, err := asl.DecodeValue([]byte(*end.Input))
	if err != nil || text(v.(asl.Object), "token") != token {
		t.Errorf("input %s, token %s", *end.Input, token)
	}
	if _, err := u.SendTaskSuccess(context.Background(), &sfn.SendTaskSuccessInput{TaskToken: &token, Output: aws.String("1")}); err != nil {
		t.Fatal(err)
	}
	if end := u.end(outer); *end.Output != "1" {
		t.Errorf("%+v", end)
	}
}

// A machine that starts itself comes to an end.
func TestMachineThatStartsItself(t *testing.T) {
	u := serve(t, Options{})
	arn := u.e.own("stateMachine", "m")
	u.create("m", starter("states:startExecution.sync:2", `{"StateMachineArn":"`+arn+`"}`))
	end := u.end(u.start(arn, "", ""))
	if *end.Error != "States.TaskFailed" {
		t.Errorf("%s: %s", *end.Error, *end.Cause)
	}
	all := u.e.account.all()
	deepest := u.describe(all[len(all)-1].arn)
	if len(all) != mostDepth+1 || *deepest.Error != "StepFunctions.ExecutionLimitExceededException" {
		t.Errorf("%d executions; of the deepest: %s: %s", len(all), *deepest.Error, *deepest.Cause)
	}
}
