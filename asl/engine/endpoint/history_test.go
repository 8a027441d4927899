package endpoint

import (
	"context"
	"slices"
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

// history reads all pages.
func (u user) history(in *sfn.GetExecutionHistoryInput) (all []types.HistoryEvent, pages int) {
	u.t.Helper()
	p := sfn.NewGetExecutionHistoryPaginator(u, in)
	for p.HasMorePages() {
		out, err := p.NextPage(context.Background())
		if err != nil {
			u.t.Fatal(err)
		}
		all = append(all, out.Events...)
		pages++
	}
	return all, pages
}

func names(events []types.HistoryEvent) []string {
	var all []string
	for _, e := range events {
		all = append(all, string(e.Type))
	}
	return all
}

func TestHistory(t *testing.T) {
	u := serve(t, Options{Now: clock(), Mock: mocks(map[string][]engine.Outcome{
		"T": {{Error: "E", Cause: "c"}, {Output: asl.Object{{Key: "r", Value: asl.Number("1")}}, Takes: time.Minute}},
		"W": {{Output: asl.Number("1")}},
	})})
	machine := u.create("m", `{"QueryLanguage":"JSONata","StartAt":"T","States":{
		"T":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Arguments":{"JobName":"j"},"TimeoutSeconds":600,"Credentials":{"RoleArn":"`+role+`"},
			"Retry":[{"ErrorEquals":["E"],"IntervalSeconds":5}],"Assign":{"r":"{% $states.result.r %}"},"Next":"W"},
		"W":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Arguments":{"QueueUrl":"q","MessageBody":"{% $states.context.Task.Token %}"},"End":true}}}`)
	arn := u.start(machine, "", `{"a":1}`)
	u.end(arn)
	all, pages := u.history(&sfn.GetExecutionHistoryInput{ExecutionArn: &arn, MaxResults: 4})
	want := []string{
		"ExecutionStarted",
		"TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskFailed", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited",
		"TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited",
		"ExecutionSucceeded",
	}
	if d := cmp.Diff(want, names(all)); d != "" || pages != 5 {
		t.Errorf("%d pages, (-want +got):\n%s", pages, d)
	}
	scheduled := all[2].TaskScheduledEventDetails
	if *scheduled.Parameters != `{"JobName":"j"}` || *scheduled.ResourceType != "glue" || *scheduled.Resource != "startJobRun.sync" ||
		*scheduled.TimeoutInSeconds != 600 || *scheduled.TaskCredentials.RoleArn != role {
		t.Errorf("TaskScheduled: %+v", scheduled)
	}
	if d := all[5].TaskFailedEventDetails; *d.Error != "E" || *d.Cause != "c" {
		t.Errorf("TaskFailed: %+v", d)
	}
	exited := all[10].StateExitedEventDetails
	if exited.AssignedVariables["r"] != "1" || *exited.Name != "T" || exited.AssignedVariablesDetails.Truncated {
		t.Errorf("TaskStateExited: %+v", exited)
	}
	if took := all[9].Timestamp.Sub(*all[6].Timestamp).Minutes(); took != 1 {
		t.Errorf("the second attempt took %v minutes", took)
	}
	if all[0].Id != 1 || all[0].PreviousEventId != 0 || all[3].PreviousEventId != 3 || !all[0].Timestamp.Equal(clock()()) {
		t.Errorf("the first events: %+v, %+v", all[0], all[3])
	}

	back, pages := u.history(&sfn.GetExecutionHistoryInput{ExecutionArn: &arn, MaxResults: 7, ReverseOrder: true})
	slices.Reverse(want)
	if d := cmp.Diff(want, names(back)); d != "" || pages != 3 {
		t.Errorf("back in %d pages, (-want +got):\n%s", pages, d)
	}

	bare, _ := u.history(&sfn.GetExecutionHistoryInput{ExecutionArn: &arn, IncludeExecutionData: aws.Bool(false)})
	if bare[0].ExecutionStartedEventDetails.Input != nil || bare[10].StateExitedEventDetails.Output != nil || *bare[10].StateExitedEventDetails.Name != "T" {
		t.Errorf("without data: %+v", bare[0].ExecutionStartedEventDetails)
	}

	first, err := u.GetExecutionHistory(context.Background(), &sfn.GetExecutionHistoryInput{ExecutionArn: &arn, MaxResults: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []*sfn.GetExecutionHistoryInput{
		{ExecutionArn: &arn, NextToken: first.NextToken, ReverseOrder: true},
		{ExecutionArn: &arn, NextToken: aws.String("x")},
		{ExecutionArn: aws.String(u.start(machine, "", "")), NextToken: first.NextToken},
	} {
		_, err := u.GetExecutionHistory(context.Background(), in)
		wantCode(t, err, "InvalidToken", "")
	}
	_, err = u.GetExecutionHistory(context.Background(), &sfn.GetExecutionHistoryInput{ExecutionArn: aws.String(arn + "x")})
	wantCode(t, err, "ExecutionDoesNotExist", arn+"x")
	_, err = u.GetExecutionHistory(context.Background(), &sfn.GetExecutionHistoryInput{ExecutionArn: aws.String(strings.Replace(arn, ":execution:", ":express:", 1))})
	wantCode(t, err, "InvalidArn", "express")
}
