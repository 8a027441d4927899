package operate_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

// Whatever happens to one call of a run that is started and followed, it ends as one to
// which nothing happens, and nothing is started twice; what is refused is told.
func TestEveryCallFails(t *testing.T) {
	faults := []struct {
		name  string
		wrong func(c awstest.Call) *awstest.Trouble
		ends  bool
	}{
		{"throttled", awstest.Throttled, false},
		{"500, not done", func(c awstest.Call) *awstest.Trouble { return awstest.Broken(c, false) }, false},
		{"500, done", func(c awstest.Call) *awstest.Trouble { return awstest.Broken(c, true) }, false},
		{"cut off before", func(awstest.Call) *awstest.Trouble { return awstest.Reset(false) }, false},
		{"cut off after", func(awstest.Call) *awstest.Trouble { return awstest.Reset(true) }, false},
		{"denied", func(c awstest.Call) *awstest.Trouble { return awstest.Denied(c, c.Action()) }, true},
	}
	run := func(a *account, target string) (*engine.Execution, error) {
		c := a.patient()
		x, err := c.Start(t.Context(), operate.Start{Target: target, Name: "one", Input: `{"n":1}`})
		if err != nil {
			return nil, err
		}
		return operate.Follow(t.Context(), c, x.ARN, operate.Following{Clock: a.clock()})
	}
	opts := awstest.Options{Mock: mocks(map[string]string{"call": `{"Payload":{"rows":7}}`})}
	a := newAccount(t, opts)
	target := a.machine(t, "many", many)
	a.Forget()
	want, err := run(a, target)
	if err != nil {
		t.Fatal(err)
	}
	calls := a.Calls()
	cases := 0
	for _, f := range faults {
		for i := range calls {
			cases++
			a := newAccount(t, opts)
			target := a.machine(t, "many", many)
			n := 0
			a.Forget()
			a.Meddle(func(c awstest.Call) *awstest.Trouble {
				if n++; n-1 == i {
					return f.wrong(c)
				}
				return nil
			})
			x, err := run(a, target)
			switch {
			case f.ends && (err == nil || !deploy.IsFault(err, deploy.AccessDenied)):
				t.Errorf("%s at %s: %v", f.name, calls[i].Name, err)
			case f.ends:
			case err != nil || x.Status != want.Status || len(x.Events) != len(want.Events):
				t.Errorf("%s at %s: it ends with %v, %v", f.name, calls[i].Name, x, err)
			}
			if n := len(a.executions(t, target)); n > 1 {
				t.Errorf("%s at %s: %d executions", f.name, calls[i].Name, n)
			}
		}
	}
	t.Logf("%d faults, each at one call", cases)
}

// A scripted is a Client that answers as it was told.
type scripted struct {
	operate.Client
	events []*engine.Event
	shown  []int // how many events each look sees; the last repeats
	looks  int
	status []engine.Status // of each description; the last repeats
	asked  int
}

func (s *scripted) History(context.Context, string, string) ([]*engine.Event, string, error) {
	n := s.shown[min(s.looks, len(s.shown)-1)]
	s.looks++
	return s.events[:n], "", nil
}

func (s *scripted) Describe(context.Context, string) (operate.Execution, error) {
	status := s.status[min(s.asked, len(s.status)-1)]
	s.asked++
	return operate.Execution{ARN: "x", Name: "n", Machine: "a:m", Status: status, Output: "no JSON"}, nil
}

// An execution that was redriven goes on after the event that ended it.
func TestFollowRedriven(t *testing.T) {
	s := &scripted{
		events: []*engine.Event{
			{ID: 1, Type: "ExecutionStarted"},
			{ID: 2, Type: "ExecutionFailed", Error: "Boom"},
			{ID: 3, Type: "ExecutionRedriven"},
			{ID: 4, Type: "ExecutionSucceeded"},
		},
		shown:  []int{2, 3, 4},
		status: []engine.Status{operate.PendingRedrive, engine.Running, engine.Succeeded},
	}
	waits := 0
	x, err := operate.Follow(t.Context(), s, "x", operate.Following{Clock: deploy.Clock{Sleep: func(context.Context, time.Duration) error {
		waits++
		return nil
	}}})
	if err != nil || x.Status != engine.Succeeded || len(x.Events) != 4 || waits != 2 {
		t.Errorf("it ends with %v, %v after %d waits", x, err, waits)
	}
	// A history with a hole in it is none.
	s.events[3].ID = 7
	s.looks, s.asked = 0, 0
	if _, err = operate.Follow(t.Context(), s, "x", operate.Following{Once: true, Clock: deploy.Clock{}}); err != nil {
		t.Error(err)
	}
	s.looks = 2
	if _, err = operate.Follow(t.Context(), s, "x", operate.Following{Once: true}); err == nil || !strings.Contains(err.Error(), "has event 7 after event 3") {
		t.Errorf("err = %v", err)
	}
}

// Clusters are made once, and waited for; one that ends is an error.
func TestClusters(t *testing.T) {
	a := newAccount(t, awstest.Options{Page: 1})
	arguments, ok := asl.DecodeValue([]byte(`{"Name":"made","Instances":{"KeepJobFlowAliveWhenNoSteps":true,"InstanceGroups":[{"InstanceRole":"MASTER","InstanceType":"m6g.xlarge","InstanceCount":1}]}}`))
	if ok != nil {
		t.Fatal(ok)
	}
	id, err := operate.CreateCluster(t.Context(), a.client, a.clock(), arguments.(asl.Object))
	if err != nil || id != "j-MADEA" {
		t.Fatalf("CreateCluster = %s, %v", id, err)
	}
	if _, err := operate.CreateCluster(t.Context(), a.client, a.clock(), asl.Object{{Key: "Nmae", Value: asl.String("x")}}); err == nil {
		t.Error("an argument that there is not is taken")
	}
	var states []string
	if err := operate.AwaitCluster(t.Context(), a.client, a.clock(), id, func(c operate.Cluster) { states = append(states, c.State) }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(states, " "); got != "STARTING BOOTSTRAPPING WAITING" {
		t.Errorf("states: %s", got)
	}
	a.SetCluster("j-1", "lab", "WAITING", "")
	a.SetCluster("j-2", "lab", "RUNNING", "")
	a.SetCluster("j-3", "other", "WAITING", "")
	a.SetCluster("j-4", "lab", "TERMINATED", "")
	all, err := a.client.Clusters(t.Context(), "lab")
	if err != nil || len(all) != 2 || all[0].ID != "j-1" || all[1].ID != "j-2" {
		t.Errorf("Clusters = %v, %v", all, err)
	}
	if err := a.client.EndCluster(t.Context(), "j-1", true); err != nil {
		t.Error(err)
	}
	if err := operate.AwaitCluster(t.Context(), a.client, a.clock(), "j-1", nil); err == nil || !strings.Contains(err.Error(), "cluster j-1 has ended") {
		t.Errorf("err = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	a.SetCluster("j-5", "slow", "STARTING", "")
	a.onWait = func(int) { cancel() }
	if err := operate.AwaitCluster(ctx, a.client, a.clock(), "j-5", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	a.onWait = nil
	if err := operate.AwaitCluster(t.Context(), a.client, a.clock(), "j-none", nil); err == nil {
		t.Error("a cluster that is not there is waited for")
	}
}
