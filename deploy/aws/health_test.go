package aws

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// waiting fails or succeeds as its input says, or waits to be told.
const waiting = `{"QueryLanguage":"JSONata","StartAt":"C","States":{
	"C":{"Type":"Choice","Choices":[
		{"Condition":"{% $states.input.do = 'fail' %}","Next":"F"},
		{"Condition":"{% $states.input.do = 'wait' %}","Next":"W"}],"Default":"S"},
	"F":{"Type":"Fail","Error":"Sorry"},
	"W":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:nobody","Next":"S"},
	"S":{"Type":"Succeed"}}}`

func TestHealth(t *testing.T) {
	s := awstest.Start(t, awstest.Options{Page: 3})
	c := connect(t, s)
	ground(t, c)
	ctx := t.Context()
	if _, err := c.sfn.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("nobody")}); err != nil {
		t.Fatal(err)
	}
	revision, err := c.Update(ctx, &deploy.Machine{Name: "ground", Definition: waiting, Role: runRole})
	if err != nil {
		t.Fatal(err)
	}
	version, err := c.Publish(ctx, "ground", revision, "")
	if err != nil {
		t.Fatal(err)
	}
	arn, err := c.arn(ctx, deploy.VersionID("ground", version))
	if err != nil {
		t.Fatal(err)
	}
	start := func(do string) *string {
		t.Helper()
		out, err := c.sfn.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: arn, Input: aws.String(`{"do":"` + do + `"}`)})
		if err != nil {
			t.Fatal(err)
		}
		return out.ExecutionArn
	}
	for range 3 {
		start("fail")
	}
	for range 120 { // more than a page of them
		start("succeed")
	}
	start("wait")
	stopped := start("wait")
	if _, err := c.sfn.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: stopped}); err != nil {
		t.Fatal(err)
	}
	var alarms []string
	for i := range 103 { // more than a call takes
		name := fmt.Sprintf("alarm-%03d", i)
		alarms = append(alarms, name)
		s.SetAlarm(name, map[bool]string{true: "ALARM", false: "OK"}[i%50 == 0], i%2 == 0)
	}
	watch := deploy.Watch{Machine: "ground", Version: version, Alarms: alarms}
	want := deploy.Health{Counted: true, Succeeded: 120, Failed: 4, Running: 1, Ringing: []string{"alarm-000", "alarm-050", "alarm-100"}}
	var got deploy.Health
	// Executions end on their own; the last of them a moment after it began.
	for range 1000 {
		if got, err = c.Health(ctx, watch); err != nil || got.Running == 1 {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Health() fails with %v (-want +got):\n%s", err, diff)
	}

	watch.Since = time.Now().Add(time.Hour)
	got, err = c.Health(ctx, watch)
	if diff := cmp.Diff(deploy.Health{Counted: true, Ringing: want.Ringing}, got); diff != "" || err != nil {
		t.Errorf("Health() of later fails with %v (-want +got):\n%s", err, diff)
	}

	watch.Alarms = append(watch.Alarms, "none")
	if _, err = c.Health(ctx, watch); !deploy.IsFault(err, deploy.NotFound) {
		t.Errorf("Health() by an alarm that is none fails with %v, want a fault NotFound", err)
	}
	watch.Version = 99
	if _, err = c.Health(ctx, watch); err == nil {
		t.Error("Health() of no version does not fail")
	}
}

func TestHealthOfExpress(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	ground(t, c)
	ctx := t.Context()
	if err := c.Create(ctx, &deploy.Machine{Name: "fast", Express: true, Definition: definition, Role: runRole}); err != nil {
		t.Fatal(err)
	}
	m, err := c.Read(ctx, deploy.ID{Kind: deploy.KindMachine, Name: "fast"})
	if err != nil {
		t.Fatal(err)
	}
	version, err := c.Publish(ctx, "fast", m.(*deploy.Machine).Revision, "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Health(ctx, deploy.Watch{Machine: "fast", Version: version})
	if diff := cmp.Diff(deploy.Health{}, got); diff != "" || err != nil {
		t.Errorf("Health() fails with %v (-want +got):\n%s", err, diff)
	}
}
