package engine

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTimeouts(t *testing.T) {
	never := func(Call) Outcome { return Outcome{Pending: true} }
	tests := []struct {
		name, task string
		answer     TaskFunc
		want       string // error, or the end where it is empty
		end        time.Duration
	}{
		{"seconds", `"Resource":"arn:aws:states:::x:y","TimeoutSeconds":5`, never, "States.Timeout", 5 * time.Second},
		{"in time", `"Resource":"arn:aws:states:::x:y","TimeoutSeconds":5`, func(Call) Outcome { return Outcome{Takes: 5 * time.Second} }, "", 5 * time.Second},
		{"too late", `"Resource":"arn:aws:states:::x:y","TimeoutSeconds":5`, func(Call) Outcome { return Outcome{Takes: 5001 * time.Millisecond} }, "States.Timeout", 5 * time.Second},
		{"path", `"Resource":"arn:aws:states:::x:y","TimeoutSecondsPath":"$.t"`, never, "States.Timeout", 7 * time.Second},
		{"heartbeat", `"Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","TimeoutSeconds":600,"HeartbeatSeconds":5`, never, "States.Timeout", 5 * time.Second},
		{
			"heartbeats that stop", `"Resource":"arn:aws:states:us-east-1:1:activity:a","HeartbeatSeconds":5`,
			func(Call) Outcome {
				return Outcome{Pending: true, Beats: []time.Duration{4 * time.Second, 8 * time.Second}}
			}, "States.Timeout", 13 * time.Second,
		},
		{
			"heartbeats to the end", `"Resource":"arn:aws:states:us-east-1:1:activity:a","HeartbeatSeconds":5`,
			func(Call) Outcome {
				return Outcome{Takes: 12 * time.Second, Beats: []time.Duration{4 * time.Second, 8 * time.Second}}
			}, "", 12 * time.Second,
		},
		{"a call has no heartbeat", `"Resource":"arn:aws:states:::x:y","HeartbeatSeconds":5`, func(Call) Outcome { return Outcome{Takes: time.Minute} }, "", time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := run(t, `{"StartAt":"T","States":{"T":{"Type":"Task",`+tt.task+`,"End":true}}}`, `{"t":7}`, Options{Task: tt.answer})
			if x.Error != tt.want || (x.Status == Succeeded) != (tt.want == "") {
				t.Errorf("%s %q, want error %q", x.Status, x.Error, tt.want)
			}
			if d := x.End.Sub(x.Start); d != tt.end {
				t.Errorf("ended after %s, want %s", d, tt.end)
			}
		})
	}
}

// A task function may say that its task took too long.
func TestAnsweredTimeout(t *testing.T) {
	x := run(t, `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::x:y","End":true,"Catch":[{"ErrorEquals":["States.Timeout"],"Next":"C"}]},"C":{"Type":"Pass","End":true}}}`, "",
		Options{Task: failing("States.Timeout")})
	wantOutput(t, x, `{"Error":"States.Timeout","Cause":"because"}`)
	if d := at(t, x, "TaskTimedOut", ""); d != time.Second {
		t.Errorf("it timed out after %s", d)
	}
}

func TestHeartbeatCanBeToldApart(t *testing.T) {
	x := run(t, `{"StartAt":"T","States":{
		"T":{"Type":"Task","Resource":"arn:aws:states:us-east-1:1:activity:a","HeartbeatSeconds":5,"End":true,
			"Catch":[{"ErrorEquals":["States.HeartbeatTimeout"],"Next":"C"}]},
		"C":{"Type":"Pass","End":true}}}`, "", Options{Task: func(Call) Outcome { return Outcome{Pending: true} }})
	wantOutput(t, x, `{"Error":"States.Timeout","Cause":""}`)
}

func TestExecutionTimeout(t *testing.T) {
	x := run(t, `{"StartAt":"W","TimeoutSeconds":60,"States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}`, "", Options{})
	if x.Status != TimedOut || x.Error != "States.Timeout" || x.End.Sub(x.Start) != time.Minute {
		t.Errorf("%s %s after %s", x.Status, x.Error, x.End.Sub(x.Start))
	}
	want := []string{"ExecutionStarted", "WaitStateEntered W", "ExecutionTimedOut"}
	if d := cmp.Diff(want, types(x)); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	if x := run(t, `{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":99999999,"End":true}}}`, "", Options{}); x.End.Sub(x.Start) != 365*24*time.Hour {
		t.Errorf("a Standard execution ended after %s", x.End.Sub(x.Start))
	}
	if x := run(t, `{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":400,"End":true}}}`, "", Options{Express: true}); x.End.Sub(x.Start) != 5*time.Minute {
		t.Errorf("an Express execution ended after %s", x.End.Sub(x.Start))
	}
}
