package endpoint

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// Many users at a time: executions that end, that wait, that are stopped, and a
// machine that changes and is listed meanwhile. The race detector looks on.
func TestManyUsers(t *testing.T) {
	u := serve(t, Options{Mock: mocks(map[string][]engine.Outcome{"Q": {{Output: asl.Number("1"), Takes: time.Minute}}})})
	ctx := context.Background()
	activity := u.activity("a")
	machine := u.create("m", `{"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Branches":[
		{"StartAt":"Q","States":{"Q":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun","End":true}}},
		{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"`+activity+`","End":true}}}]}}}`)
	const users, each = 4, 8
	var workers, starters sync.WaitGroup
	work, stop := context.WithCancel(ctx)
	for range users {
		workers.Go(func() {
			for work.Err() == nil {
				task, err := u.GetActivityTask(work, &sfn.GetActivityTaskInput{ActivityArn: &activity})
				if err != nil || task.TaskToken == nil {
					continue
				}
				// One that was stopped meanwhile is gone.
				u.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: task.TaskToken, Output: task.Input}) //nolint:errcheck // told below
			}
		})
		workers.Go(func() {
			for i := 0; work.Err() == nil; i++ {
				if _, err := u.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: &machine, RoleArn: aws.String(fmt.Sprint(role, i)), Publish: i < 20}); err != nil {
					t.Error(err)
				}
				if _, err := u.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: &machine, MaxResults: 3}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	// All users start the same executions by name: each is started once.
	type started struct {
		sync.Mutex
		arns map[string]int
	}
	var all started
	all.arns = map[string]int{}
	for n := range users {
		starters.Go(func() {
			for i := range each {
				out, err := u.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: &machine, Name: aws.String(fmt.Sprint("x", i))})
				if err != nil {
					wantCode(t, err, "ExecutionAlreadyExists", "") // it has ended
					continue
				}
				all.Lock()
				all.arns[*out.ExecutionArn]++
				all.Unlock()
				if _, err := u.GetExecutionHistory(ctx, &sfn.GetExecutionHistoryInput{ExecutionArn: out.ExecutionArn}); err != nil {
					t.Error(err)
				}
				if (i+n)%5 == 0 {
					if _, err := u.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: out.ExecutionArn}); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	starters.Wait()
	for i := range each {
		end := u.end(u.e.own("execution", fmt.Sprint("m:x", i)))
		if end.Status != types.ExecutionStatusSucceeded && end.Status != types.ExecutionStatusAborted {
			t.Errorf("x%d: %s", i, end.Status)
		}
	}
	stop()
	workers.Wait()
	if len(all.arns) != each || len(u.e.account.all()) != each {
		t.Errorf("%d executions started, %d there; want %d", len(all.arns), len(u.e.account.all()), each)
	}
}
