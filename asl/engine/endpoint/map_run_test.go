package endpoint

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"
)

const distributed = `{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Label":"files","MaxConcurrency":2,"ToleratedFailurePercentage":50,
	"ItemBatcher":{"MaxItemsPerBatch":2},"End":true,
	"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"C","States":{
		"C":{"Type":"Choice","Choices":[{"Condition":"{% 3 in $states.input.Items %}","Next":"F"}],"Default":"P"},
		"P":{"Type":"Pass","End":true},"F":{"Type":"Fail","Error":"Three"}}}}}}`

func TestMapRun(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	machine := u.create("m", distributed)
	arn := u.start(machine, "x", `[1,2,3,4,5]`)
	if end := u.end(arn); end.Status != types.ExecutionStatusSucceeded {
		t.Fatalf("%s: %s", *end.Error, *end.Cause)
	}
	runs, err := u.ListMapRuns(ctx, &sfn.ListMapRunsInput{ExecutionArn: &arn})
	if err != nil || len(runs.MapRuns) != 1 {
		t.Fatal(runs, err)
	}
	run := runs.MapRuns[0]
	if !strings.HasPrefix(*run.MapRunArn, "arn:aws:states:us-east-1:123456789012:mapRun:m/files:") || *run.ExecutionArn != arn || *run.StateMachineArn != machine {
		t.Errorf("%+v", run)
	}
	out, err := u.DescribeMapRun(ctx, &sfn.DescribeMapRunInput{MapRunArn: run.MapRunArn})
	if err != nil {
		t.Fatal(err)
	}
	type figures struct{ Total, Succeeded, Failed, Pending, Running int64 }
	if d := cmp.Diff(figures{Total: 3, Succeeded: 2, Failed: 1}, figures{out.ExecutionCounts.Total, out.ExecutionCounts.Succeeded, out.ExecutionCounts.Failed, out.ExecutionCounts.Pending, out.ExecutionCounts.Running}); d != "" {
		t.Errorf("executions (-want +got):\n%s", d)
	}
	if d := cmp.Diff(figures{Total: 5, Succeeded: 3, Failed: 2}, figures{out.ItemCounts.Total, out.ItemCounts.Succeeded, out.ItemCounts.Failed, out.ItemCounts.Pending, out.ItemCounts.Running}); d != "" {
		t.Errorf("items (-want +got):\n%s", d)
	}
	if out.Status != types.MapRunStatusSucceeded || *out.ExecutionArn != arn || out.MaxConcurrency != 2 || out.ToleratedFailurePercentage != 50 || out.StopDate == nil {
		t.Errorf("%+v", out)
	}

	var counts []int32
	var children []types.ExecutionListItem
	p := sfn.NewListExecutionsPaginator(u, &sfn.ListExecutionsInput{MapRunArn: run.MapRunArn, MaxResults: 2})
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range page.Executions {
			counts = append(counts, *x.ItemCount)
			children = append(children, x)
		}
	}
	if d := cmp.Diff([]int32{1, 2, 2}, counts); d != "" {
		t.Errorf("items of children (-want +got):\n%s", d)
	}
	child := u.describe(*children[1].ExecutionArn)
	if child.Status != types.ExecutionStatusFailed || *child.Error != "Three" || *child.MapRunArn != *run.MapRunArn || *child.Input != `{"Items":[3,4]}` {
		t.Errorf("%+v", child)
	}
	events, _ := u.history(&sfn.GetExecutionHistoryInput{ExecutionArn: child.ExecutionArn})
	if d := cmp.Diff([]string{"ExecutionStarted", "ChoiceStateEntered", "ChoiceStateExited", "FailStateEntered", "ExecutionFailed"}, names(events)); d != "" {
		t.Errorf("its history (-want +got):\n%s", d)
	}
	of, err := u.DescribeStateMachineForExecution(ctx, &sfn.DescribeStateMachineForExecutionInput{ExecutionArn: child.ExecutionArn})
	if err != nil || *of.StateMachineArn != machine+"/files" || *of.Label != "files" || *of.MapRunArn != *run.MapRunArn {
		t.Errorf("%+v, %v", of, err)
	}
	_, err = u.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: child.ExecutionArn})
	wantCode(t, err, "ValidationException", arn)
	_, err = u.RedriveExecution(ctx, &sfn.RedriveExecutionInput{ExecutionArn: child.ExecutionArn})
	wantCode(t, err, "ExecutionNotRedrivable", "")
	if none, err := u.ListMapRuns(ctx, &sfn.ListMapRunsInput{ExecutionArn: child.ExecutionArn}); err != nil || len(none.MapRuns) != 0 {
		t.Errorf("%+v, %v", none, err)
	}

	_, err = u.DescribeMapRun(ctx, &sfn.DescribeMapRunInput{MapRunArn: aws.String(*run.MapRunArn + "x")})
	wantCode(t, err, "ResourceNotFound", "mapRun")
	_, err = u.DescribeMapRun(ctx, &sfn.DescribeMapRunInput{MapRunArn: &arn})
	wantCode(t, err, "InvalidArn", "")
	_, err = u.ListExecutions(ctx, &sfn.ListExecutionsInput{MapRunArn: aws.String(*run.MapRunArn + "x")})
	wantCode(t, err, "ResourceNotFound", "mapRun")
	_, err = u.ListMapRuns(ctx, &sfn.ListMapRunsInput{ExecutionArn: aws.String(arn + "x")})
	wantCode(t, err, "ExecutionDoesNotExist", arn)
}

// A Map Run that goes on, with children that wait, and one inside a child.
func TestMapRunThatGoesOn(t *testing.T) {
	tokens := make(chan string, 10)
	u := serve(t, Options{Waiting: func(_, _, token string) { tokens <- token }})
	ctx := context.Background()
	inner := func(label, next string) string {
		return `{"StartAt":"` + label + `","States":{"` + label + `":{"Type":"Map","Label":"` + label + `","MaxConcurrency":1,"ItemProcessor":` + next + `,"End":true}}}`
	}
	config := `{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},`
	task := config + waits[1:]
	arn := u.start(u.create("m", inner("outer", config+inner("inner", task)[1:])), "", `[[1,2,3]]`)
	<-tokens
	runs, err := u.ListMapRuns(ctx, &sfn.ListMapRunsInput{ExecutionArn: &arn})
	if err != nil {
		t.Fatal(err)
	}
	children, err := u.ListExecutions(ctx, &sfn.ListExecutionsInput{MapRunArn: runs.MapRuns[0].MapRunArn})
	if err != nil {
		t.Fatal(err)
	}
	runs, err = u.ListMapRuns(ctx, &sfn.ListMapRunsInput{ExecutionArn: children.Executions[0].ExecutionArn})
	if err != nil {
		t.Fatal(err)
	}
	out, err := u.DescribeMapRun(ctx, &sfn.DescribeMapRunInput{MapRunArn: runs.MapRuns[0].MapRunArn})
	if err != nil {
		t.Fatal(err)
	}
	if out.Status != types.MapRunStatusRunning || out.ItemCounts.Running != 1 || out.ItemCounts.Pending != 2 || out.ItemCounts.Total != 3 || out.ExecutionCounts.Pending != 2 {
		t.Errorf("%s %+v %+v", out.Status, out.ItemCounts, out.ExecutionCounts)
	}
	if _, err := u.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: &arn}); err != nil {
		t.Fatal(err)
	}
	out, err = u.DescribeMapRun(ctx, &sfn.DescribeMapRunInput{MapRunArn: runs.MapRuns[0].MapRunArn})
	if err != nil || out.ItemCounts.Aborted != 1 {
		t.Errorf("after the stop: %+v, %v", out, err)
	}
}
