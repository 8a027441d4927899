package operate_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

// days are ticks of January 2026, each with its day as input.
func days(n int) []operate.Tick {
	var all []operate.Tick
	for i := range n {
		at := time.Date(2026, 1, 1+i, 2, 0, 0, 0, time.UTC)
		all = append(all, operate.Tick{Time: at, Name: "fill-" + at.Format("0102"), Input: fmt.Sprintf(`{"day":%d}`, i+1)})
	}
	return all
}

// daily fails on the third day, and waits on others for somebody to go on.
const daily = `{"QueryLanguage":"JSONata","StartAt":"a","States":{
  "a":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.day = 3 %}","Next":"bad"}],"Default":"good"},
  "bad":{"Type":"Fail","Error":"Bad"},"good":{"Type":"Succeed"}}}`

func statuses(all []operate.Ticked) string {
	var words []string
	for _, t := range all {
		word := strings.ToLower(string(t.Status))
		if t.Status == "" {
			word = "none"
		}
		if t.Found {
			word += "*"
		}
		words = append(words, t.Name[len("fill-01"):]+" "+word)
	}
	return strings.Join(words, ", ")
}

func TestBackfill(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	b := &operate.Backfill{Target: a.machine(t, "daily", daily), Ticks: days(5), Clock: a.clock()}
	run := func(want string) {
		t.Helper()
		all, err := b.Run(t.Context(), a.patient())
		if got := statuses(all); err != nil || got != want {
			t.Errorf("it ends with\n%s, %v, want\n%s", got, err, want)
		}
	}
	run("01 succeeded, 02 succeeded, 03 failed, 04 none, 05 none")
	// Again it finds what is there, and stops at the same place.
	run("01 succeeded*, 02 succeeded*, 03 failed*, 04 none, 05 none")
	b.KeepGoing = true
	run("01 succeeded*, 02 succeeded*, 03 failed*, 04 succeeded, 05 succeeded")
	b.Again = true
	run("01 succeeded*, 02 succeeded*, 03-2 failed, 04 succeeded*, 05 succeeded*")
	run("01 succeeded*, 02 succeeded*, 03-3 failed, 04 succeeded*, 05 succeeded*")
}

// No more run at a time than asked for; what ends makes room; interrupted, all goes on,
// and the same backfill picks it up.
func TestBackfillInParallel(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	b := &operate.Backfill{Target: a.machine(t, "waiting", waiting), Ticks: days(7), Parallel: 3, Clock: a.clock()}
	most, ended := 0, 0
	ctx, cancel := context.WithCancel(t.Context())
	a.onWait = func(n int) {
		all, _, err := a.client.Executions(t.Context(), operate.Query{Of: b.Target, Status: engine.Running}, "")
		if err != nil {
			t.Error(err)
		}
		most = max(most, len(all))
		if n == 6 {
			cancel()
			return
		}
		if len(all) > 0 { // the one that began first
			if err := a.client.Stop(t.Context(), all[len(all)-1].ARN, "", ""); err != nil {
				t.Error(err)
			}
			ended++
		}
	}
	b.KeepGoing = true
	all, err := b.Run(ctx, a.patient())
	if !errors.Is(err, context.Canceled) || most != 3 || ended != 5 {
		t.Errorf("%s, %v; %d at a time, %d ended", statuses(all), err, most, ended)
	}
	cut := statuses(all)
	if want := "01 aborted, 02 aborted, 03 aborted, 04 aborted, 05 aborted, 06 running, 07 running"; cut != want {
		t.Errorf("interrupted: %s", cut)
	}
	var told []string
	b.Event = func(t operate.Ticked) {
		told = append(told, fmt.Sprint(t.Name, " ", t.Status, " ", t.Found))
	}
	all, err = b.Run(t.Context(), a.patient())
	if err != nil || strings.Contains(statuses(all), "running") || strings.Contains(statuses(all), "none") {
		t.Errorf("again: %s, %v", statuses(all), err)
	}
	// Of one that runs with the same input, the service says that it was started.
	if diff := cmp.Diff("fill-0101 ABORTED true", told[0]); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if n := len(a.executions(t, b.Target)); n != 7 {
		t.Errorf("there are %d executions", n)
	}
}

func (a *account) executions(t *testing.T, target string) []operate.Execution {
	t.Helper()
	all, _, err := a.client.Executions(t.Context(), operate.Query{Of: target}, "")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// An answer that is lost starts nothing twice.
func TestBackfillLosesAnswers(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	n := 0
	a.Meddle(func(c awstest.Call) *awstest.Trouble {
		if c.Name == "StartExecution" {
			if n++; n%2 == 1 {
				return awstest.Reset(true)
			}
		}
		return nil
	})
	b := &operate.Backfill{Target: a.machine(t, "daily", daily), Ticks: days(2), Parallel: 2, Clock: a.clock()}
	all, err := b.Run(t.Context(), a.patient())
	if err != nil || statuses(all) != "01 succeeded, 02 succeeded" || len(a.executions(t, b.Target)) != 2 {
		t.Errorf("%s, %v", statuses(all), err)
	}
	a.Meddle(func(c awstest.Call) *awstest.Trouble { return awstest.Denied(c, "states:StartExecution") })
	if _, err = b.Run(t.Context(), a.patient()); err == nil || !strings.Contains(err.Error(), "start fill-0101: states:StartExecution") {
		t.Errorf("err = %v", err)
	}
}
