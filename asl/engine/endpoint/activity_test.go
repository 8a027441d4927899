package endpoint

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"
)

func (u user) activity(name string) string {
	u.t.Helper()
	out, err := u.CreateActivity(context.Background(), &sfn.CreateActivityInput{Name: &name})
	if err != nil {
		u.t.Fatal(err)
	}
	return *out.ActivityArn
}

func TestActivities(t *testing.T) {
	u := serve(t, Options{Now: clock()})
	ctx := context.Background()
	for _, name := range []string{"c", "a", "b", "a"} { // the second "a" is the first
		u.activity(name)
	}
	var got []string
	p := sfn.NewListActivitiesPaginator(u, &sfn.ListActivitiesInput{MaxResults: 2})
	for p.HasMorePages() {
		out, err := p.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range out.Activities {
			got = append(got, *a.Name)
		}
	}
	if d := cmp.Diff([]string{"c", "a", "b"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	arn := u.e.own("activity", "a")
	out, err := u.DescribeActivity(ctx, &sfn.DescribeActivityInput{ActivityArn: &arn})
	if err != nil || *out.Name != "a" || *out.ActivityArn != arn || !out.CreationDate.Equal(clock()()) {
		t.Errorf("%+v, %v", out, err)
	}
	_, err = u.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("a"), EncryptionConfiguration: &types.EncryptionConfiguration{Type: types.EncryptionTypeAwsOwnedKey}})
	wantCode(t, err, "ActivityAlreadyExists", arn)
	_, err = u.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("a b")})
	wantCode(t, err, "InvalidName", "a b")
	_, err = u.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("d"), EncryptionConfiguration: &types.EncryptionConfiguration{Type: types.EncryptionTypeCustomerManagedKmsKey}})
	wantCode(t, err, "InvalidEncryptionConfiguration", "")
	_, err = u.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("d"), Tags: []types.Tag{{Key: aws.String("?"), Value: aws.String("")}}})
	wantCode(t, err, "ValidationException", "?")
	for range 2 {
		if _, err := u.DeleteActivity(ctx, &sfn.DeleteActivityInput{ActivityArn: &arn}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = u.DescribeActivity(ctx, &sfn.DescribeActivityInput{ActivityArn: &arn})
	wantCode(t, err, "ActivityDoesNotExist", arn)
	_, err = u.GetActivityTask(ctx, &sfn.GetActivityTaskInput{ActivityArn: &arn})
	wantCode(t, err, "ActivityDoesNotExist", arn)
	_, err = u.DeleteActivity(ctx, &sfn.DeleteActivityInput{ActivityArn: aws.String("a")})
	wantCode(t, err, "InvalidArn", "a")
}

func TestWorker(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	arn := u.activity("a")
	machine := u.create("m", `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"`+arn+`","HeartbeatSeconds":300,"End":true}}}`)

	// The worker asks first.
	type fetched struct {
		*sfn.GetActivityTaskOutput
		error
	}
	worker := make(chan fetched)
	fetch := func() {
		out, err := u.GetActivityTask(ctx, &sfn.GetActivityTaskInput{ActivityArn: &arn, WorkerName: aws.String("w")})
		worker <- fetched{out, err}
	}
	go fetch()
	x := u.start(machine, "", `{"n":1}`)
	task := <-worker
	if task.error != nil || *task.Input != `{"n":1}` {
		t.Fatalf("%+v", task)
	}
	if _, err := u.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: task.TaskToken, Output: aws.String("2")}); err != nil {
		t.Fatal(err)
	}
	if end := u.end(x); *end.Output != "2" {
		t.Errorf("%s", *end.Output)
	}

	// Or the tasks are there; one whose execution was stopped is passed over.
	gone := u.start(machine, "", `{"n":2}`)
	if _, err := u.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: &gone}); err != nil {
		t.Fatal(err)
	}
	x = u.start(machine, "", `{"n":3}`)
	go fetch()
	task = <-worker
	if task.error != nil || *task.Input != `{"n":3}` {
		t.Fatalf("%+v", task)
	}
	if _, err := u.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{TaskToken: task.TaskToken, Error: aws.String("E")}); err != nil {
		t.Fatal(err)
	}
	if end := u.end(x); end.Status != types.ExecutionStatusFailed || *end.Error != "E" {
		t.Errorf("%+v", end)
	}

	// Who waits while the activity is deleted is told.
	go fetch()
	if _, err := u.DeleteActivity(ctx, &sfn.DeleteActivityInput{ActivityArn: &arn}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, (<-worker).error, "ActivityDoesNotExist", arn)
}

func TestNoTaskForAWorker(t *testing.T) {
	u := serve(t, Options{Poll: time.Millisecond})
	arn := u.activity("a")
	out, err := u.GetActivityTask(context.Background(), &sfn.GetActivityTaskInput{ActivityArn: &arn})
	if err != nil || out.TaskToken != nil || out.Input != nil {
		t.Errorf("%+v, %v", out, err)
	}
	_, err = u.GetActivityTask(context.Background(), &sfn.GetActivityTaskInput{ActivityArn: &arn, WorkerName: aws.String(strings.Repeat("w", 81))})
	wantCode(t, err, "ValidationException", "workerName")
}

// A worker that goes away takes no task with it.
func TestWorkerThatGoesAway(t *testing.T) {
	u := serve(t, Options{})
	arn := u.activity("a")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := u.e.fetch(ctx, u.e.account.activities["a"]); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	u.start(u.create("m", `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"`+arn+`","End":true}}}`), "", "7")
	out, err := u.GetActivityTask(context.Background(), &sfn.GetActivityTaskInput{ActivityArn: &arn})
	if err != nil || *out.Input != "7" {
		t.Errorf("%+v, %v", out, err)
	}
}
