package deploytest

import (
	"errors"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// version of a pipeline whose executions all end one way.
func version(t *testing.T, state string) deploy.Spec {
	t.Helper()
	s := specs(t, source(lakeBefore))[0]
	s.Definition = `{"Comment":"new","StartAt":"A","States":{"A":` + state + `}}`
	return s
}

// Traffic moves by and by, and back where the new version fails: its executions,
// or an alarm that was given.
func TestShift(t *testing.T) {
	const fine, fails = `{"Type":"Succeed"}`, `{"Type":"Fail","Error":"Sorry"}`
	tests := []struct {
		name   string
		state  string
		shift  deploy.Shift
		rings  bool  // the alarm, from the first wait
		want   []int // the shares of version 2
		end    int   // the version that serves
		failed string
	}{
		{"canary", fine, deploy.Shift{Steps: deploy.Canary(10, 10*time.Minute)}, false, []int{10, 100}, 2, ""},
		{"linear", fine, deploy.Shift{Steps: deploy.Linear(40, time.Minute)}, false, []int{40, 80, 100}, 2, ""},
		{
			"it fails", fails,
			deploy.Shift{Steps: deploy.Canary(50, 10*time.Minute)},
			false,
			[]int{50, 0},
			1,
			"version 2 was taken back",
		},
		{"some may fail", fails, deploy.Shift{Steps: deploy.Canary(50, time.Minute), Tolerate: 1000}, false, []int{50, 100}, 2, ""},
		{
			"an alarm rings", fine,
			deploy.Shift{Steps: deploy.Linear(40, 10*time.Minute), Alarms: []string{"late"}},
			true,
			[]int{40, 0},
			1,
			"version 2 was taken back",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := newAccount(t, awstest.Options{})
			a.server.SetAlarm("late", "OK", false)
			a.deploy(version(t, fine[:len(fine)-1]+`,"Comment":"old"}`))
			a.server.Forget()

			client := sfn.New(sfn.Options{
				BaseEndpoint: &a.url, Region: virginia.Region,
				Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
			})
			alias := virginia.ARN(deploy.ID{Kind: deploy.KindAlias, In: "lake", Name: "live"})
			a.onWait = func() {
				if test.rings {
					a.server.SetAlarm("late", "ALARM", false)
				}
				for range 5 {
					if _, err := client.StartExecution(t.Context(), &sfn.StartExecutionInput{StateMachineArn: sdk.String(alias)}); err != nil {
						t.Error(err)
					}
				}
			}
			err := a.try(t.Context(), version(t, test.state), test.shift)
			var back *deploy.ShiftedBack
			if errors.As(err, &back) != (test.failed != "") || test.failed == "" && err != nil {
				t.Errorf("the deploy ends with %v, want %q", err, test.failed)
			}
			var shares []int
			for _, c := range a.server.Calls() {
				if c.Action() == "states:UpdateStateMachineAlias" {
					shares = append(shares, shareOf(c, virginia.ARN(deploy.VersionID("lake", 2))))
				}
			}
			if diff := cmp.Diff(test.want, shares); diff != "" {
				t.Errorf("shares of the new version (-want +got):\n%s", diff)
			}
			a.onWait = nil
			r, err := a.client().Read(t.Context(), deploy.ID{Kind: deploy.KindAlias, In: "lake", Name: "live"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]deploy.Route{{Version: test.end, Weight: 100}}, r.(*deploy.Alias).Routes); diff != "" {
				t.Errorf("in the end the alias leads to (-want +got):\n%s", diff)
			}
		})
	}
}

// shareOf a version in a call that leads an alias.
func shareOf(c awstest.Call, version string) int {
	routes, _ := c.Params["routingConfiguration"].([]any)
	for _, r := range routes {
		route, _ := r.(map[string]any)
		if weight, ok := route["weight"].(float64); ok && route["stateMachineVersionArn"] == version {
			return int(weight)
		}
	}
	return 0
}
