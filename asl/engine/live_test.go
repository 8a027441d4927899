package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

func startLive(t *testing.T, src string, opts Options) *Live {
	t.Helper()
	m, err := asl.Decode([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	l, err := Start(context.Background(), m, nil, opts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const waitsForToken = `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","End":true}}}`

func TestSendFromOutside(t *testing.T) {
	tokens := make(chan string, 1)
	l := startLive(t, waitsForToken, Options{Task: func(c Call) Outcome {
		tokens <- c.Token
		return Outcome{Pending: true, Outside: true}
	}})
	token := <-tokens
	if x := l.Snapshot(); x.Status != Running || len(x.Events) < 3 {
		t.Errorf("while it waits: %s, %d events", x.Status, len(x.Events))
	}
	if err := l.Send("wrong", Outcome{}); !errors.Is(err, ErrNoTask) {
		t.Errorf("Send with a wrong token: %v", err)
	}
	if err := l.Heartbeat(token); err != nil {
		t.Errorf("Heartbeat: %v", err)
	}
	if err := l.Send(token, Outcome{Output: asl.String("done")}); err != nil {
		t.Errorf("Send: %v", err)
	}
	x, err := l.Wait()
	if err != nil {
		t.Fatal(err)
	}
	wantOutput(t, x, `"done"`)
	if err := l.Send(token, Outcome{}); !errors.Is(err, ErrEnded) {
		t.Errorf("Send after the end: %v", err)
	}
}

// A Task that has no token is completed by its key.
func TestSendWithoutAToken(t *testing.T) {
	keys := make(chan string, 1)
	l := startLive(t, `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sfn:listExecutions","End":true}}}`, Options{Task: func(c Call) Outcome {
		key := c.Key()
		if again := c.Key(); c.Token != "" || again != key {
			t.Errorf("token %q, keys %q and %q", c.Token, key, again)
		}
		keys <- key
		return Outcome{Pending: true, Outside: true}
	}})
	key := <-keys
	if err := l.Send(key, Outcome{Output: asl.String("done")}); err != nil {
		t.Fatal(err)
	}
	x, err := l.Wait()
	if err != nil {
		t.Fatal(err)
	}
	wantOutput(t, x, `"done"`)
}

// An outcome that is sent may take its time: that time is virtual again.
func TestSendWhatTakesTime(t *testing.T) {
	tokens := make(chan string, 1)
	l := startLive(t, waitsForToken, Options{Task: func(c Call) Outcome {
		tokens <- c.Token
		return Outcome{Pending: true, Outside: true}
	}})
	if err := l.Send(<-tokens, Outcome{Output: asl.String("done"), Takes: 24 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	x, err := l.Wait()
	if err != nil {
		t.Fatal(err)
	}
	wantOutput(t, x, `"done"`)
	if took := x.End.Sub(x.Start); took < 24*time.Hour {
		t.Errorf("it took %s", took)
	}
}

func TestStop(t *testing.T) {
	started := make(chan bool, 1)
	l := startLive(t, waitsForToken, Options{Task: func(c Call) Outcome {
		started <- true
		return Outcome{Pending: true, Outside: true}
	}})
	<-started
	if err := l.Stop("Stopped", "by hand"); err != nil {
		t.Fatal(err)
	}
	x, err := l.Wait()
	if err != nil || x.Status != Aborted || x.Error != "Stopped" || x.Cause != "by hand" {
		t.Errorf("%v, %s %s: %s", err, x.Status, x.Error, x.Cause)
	}
	all := types(x)
	if d := cmp.Diff([]string{"TaskStarted", "TaskSubmitted", "ExecutionAborted"}, all[len(all)-3:]); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	if err := l.Stop("", ""); !errors.Is(err, ErrEnded) {
		t.Errorf("Stop after the end: %v", err)
	}
}

func TestWallClock(t *testing.T) {
	began := time.Now()
	l := startLive(t, `{"QueryLanguage":"JSONata","StartAt":"W","States":{"W":{"Type":"Wait","End":true,
		"Timestamp":"{% $fromMillis($toMillis($states.context.Execution.StartTime) + 20) %}"}}}`, Options{WallClock: true})
	x, err := l.Wait()
	if err != nil || x.Status != Succeeded {
		t.Fatal(err, x.Status)
	}
	if passed := time.Since(began); passed < 19*time.Millisecond { // the start is cut to a millisecond
		t.Errorf("a wait of 20 ms took %s", passed)
	}
	if x.Start.Before(began.Add(-time.Second)) {
		t.Errorf("it started at %s", x.Start)
	}
}

func TestSnapshotDoesNotChange(t *testing.T) {
	reached := make(chan bool, 1)
	m, err := asl.Decode([]byte(`{"StartAt":"M","States":{"M":{"Type":"Map","Next":"T","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}},
		"T":{"Type":"Task","Resource":"arn:aws:states:us-east-1:1:activity:a","End":true}}}`))
	if err != nil {
		t.Fatal(err)
	}
	l, err := Start(context.Background(), m, asl.Array{asl.Number("1")}, Options{Task: func(Call) Outcome {
		reached <- true
		return Outcome{Pending: true, Outside: true}
	}})
	if err != nil {
		t.Fatal(err)
	}
	<-reached
	before := l.Snapshot()
	n := len(before.Events)
	if len(before.MapRuns) != 1 || len(before.MapRuns[0].Executions) != 1 {
		t.Errorf("the snapshot has no child: %v", before.MapRuns)
	}
	if err := l.Stop("", ""); err != nil {
		t.Fatal(err)
	}
	<-l.Done()
	if before.Status != Running || len(before.Events) != n {
		t.Error("the snapshot changed")
	}
}
