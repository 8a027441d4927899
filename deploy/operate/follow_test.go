package operate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

// A machine that calls, runs two branches and a Map, and gives what it was given.
const many = `{"QueryLanguage":"JSONata","StartAt":"call","States":{
  "call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f","Payload":{"n":"{% $states.input.n %}"}},
    "Assign":{"rows":"{% $states.result.Payload.rows %}"},"Output":{},"Next":"both"},
  "both":{"Type":"Parallel","Next":"each","Branches":[
    {"StartAt":"left","States":{"left":{"Type":"Pass","End":true}}},
    {"StartAt":"right","States":{"right":{"Type":"Wait","Seconds":5,"End":true}}}]},
  "each":{"Type":"Map","Items":[1,2],"ItemProcessor":{"StartAt":"item","States":{"item":{"Type":"Pass","End":true}}},"Next":"end"},
  "end":{"Type":"Succeed","Output":{"rows":"{% $rows %}"}}}}`

// What is followed is what the local engine recorded, event by event and detail by
// detail, over HTTP and back.
func TestFollow(t *testing.T) {
	a := newAccount(t, awstest.Options{Mock: mocks(map[string]string{"call": `{"Payload":{"rows":7},"StatusCode":200}`})})
	arn := a.start(t, a.machine(t, "many", many), "one", `{"n":1}`)
	var told []string
	x, err := operate.Follow(t.Context(), a.patient(), arn, operate.Following{
		Clock: a.clock(),
		Event: func(x *engine.Execution, e *engine.Event) {
			told = append(told, fmt.Sprint(e.ID, " ", e.Type, " ", e.Name))
			if x.Events[e.ID-1] != e {
				t.Errorf("event %d is not in the list yet", e.ID)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if x.Status != engine.Succeeded || string(asl.AppendValue(nil, x.Output, -1)) != `{"rows":7}` || x.Name != "one" || x.Machine != "many" {
		t.Errorf("execution = %s %s %s", x.Status, asl.AppendValue(nil, x.Output, -1), x.Name)
	}
	if len(told) != len(x.Events) || told[0] != "1 ExecutionStarted " || told[1] != "2 TaskStateEntered call" {
		t.Errorf("told %q", told)
	}
	// The same machine in the engine itself.
	m, err := asl.Decode([]byte(many))
	if err != nil {
		t.Fatal(err)
	}
	local, err := engine.Run(t.Context(), m, asl.Object{{Key: "n", Value: asl.Number("1")}}, engine.Options{
		Name: "one", Machine: "many", Start: x.Start, Role: role,
		Task: func(engine.Call) engine.Outcome {
			v, _ := asl.DecodeValue([]byte(`{"Payload":{"rows":7},"StatusCode":200}`))
			return engine.Outcome{Output: v}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := func(x *engine.Execution) string {
		var b []byte
		for _, e := range x.Events {
			b = append(e.AppendJSON(b), '\n')
		}
		return string(b)
	}
	if diff := cmp.Diff(text(local), text(x)); diff != "" {
		t.Errorf("history (-local +followed):\n%s", diff)
	}
}

// waiting waits for a callback, so that whoever tests says when it goes on.
const waiting = `{"QueryLanguage":"JSONata","StartAt":"ask","States":{
  "ask":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken","Arguments":{"Message":"{% $states.context.Task.Token %}","TopicArn":"t"},"End":true}}}`

// Nothing happens for a while: it is looked at less and less often. A throttled
// call is made again.
func TestFollowWaits(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	arn := a.start(t, a.machine(t, "waiting", waiting), "one", `{}`)
	a.onWait = func(n int) {
		if n == 8 {
			if err := a.client.Stop(t.Context(), arn, "Enough", "nobody answers"); err != nil {
				t.Error(err)
			}
		}
	}
	throttled := false
	a.Meddle(func(c awstest.Call) *awstest.Trouble {
		if c.Name == "GetExecutionHistory" && !throttled {
			throttled = true
			return awstest.Throttled(c)
		}
		return nil
	})
	x, err := operate.Follow(t.Context(), a.patient(), arn, operate.Following{Clock: a.clock()})
	if err != nil || x.Status != engine.Aborted || x.Error != "Enough" || x.Cause != "nobody answers" {
		t.Errorf("it ends with %v, %v", x, err)
	}
	s := time.Second
	if diff := cmp.Diff([]time.Duration{s, s, 2 * s, 4 * s, 8 * s, 15 * s, 15 * s, 15 * s}, a.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}

func TestFollowIsInterrupted(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	arn := a.start(t, a.machine(t, "waiting", waiting), "one", `{}`)
	ctx, cancel := context.WithCancel(t.Context())
	a.onWait = func(int) { cancel() }
	x, err := operate.Follow(ctx, a.patient(), arn, operate.Following{Clock: a.clock()})
	if !errors.Is(err, context.Canceled) || x == nil || len(x.Events) == 0 || x.Status != engine.Running {
		t.Errorf("Follow = %v, %v", x, err)
	}
	if d, err := a.client.Describe(t.Context(), arn); err != nil || d.Status != engine.Running {
		t.Errorf("it is %v, %v", d.Status, err)
	}
	// To look once is enough where nobody wants to wait.
	x, err = operate.Follow(t.Context(), a.patient(), arn, operate.Following{Clock: a.clock(), Once: true})
	if err != nil || x.Status != engine.Running || last(x) != "TaskSubmitted" && last(x) != "TaskStarted" {
		t.Errorf("Follow once = %v, %v", last(x), err)
	}
}

func last(x *engine.Execution) string { return x.Events[len(x.Events)-1].Type }

// Histories are read page by page, and not from the begin each time; a token that
// has expired is no reason to give up.
func TestFollowPages(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	var states strings.Builder
	const n = 800
	for i := range n {
		fmt.Fprintf(&states, `"s%d":{"Type":"Pass","Next":"s%d"},`, i, i+1)
	}
	arn := a.start(t, a.machine(t, "long", fmt.Sprintf(`{"StartAt":"s0","States":{%s"s%d":{"Type":"Wait","Seconds":1,"End":true}}}`, states.String(), n)), "one", `{}`)
	asked := 0
	a.Meddle(func(c awstest.Call) *awstest.Trouble {
		if c.Name != "GetExecutionHistory" {
			return nil
		}
		if asked++; asked == 2 {
			return &awstest.Trouble{Problem: &awstest.Problem{Code: "InvalidToken", Message: "Invalid Token", Status: http.StatusBadRequest}}
		}
		return nil
	})
	x, err := operate.Follow(t.Context(), a.patient(), arn, operate.Following{Clock: a.clock()})
	if err != nil || x.Status != engine.Succeeded {
		t.Fatalf("it ends with %v, %v", x.Status, err)
	}
	for i, e := range x.Events {
		if e.ID != int64(i)+1 {
			t.Fatalf("event %d stands at %d", e.ID, i+1)
		}
	}
	if asked < 3 || asked > 5 {
		t.Errorf("the history of two pages was asked for %d times", asked)
	}
}

// What an execution waits for inside is followed too.
func TestFollowInner(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	part := a.machine(t, "outer-1", `{"StartAt":"inside","States":{"inside":{"Type":"Pass","Result":{"n":1},"End":true}}}`)
	outer := a.machine(t, "outer", `{"QueryLanguage":"JSONata","StartAt":"part","States":{
  "part":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Arguments":{"StateMachineArn":"`+part+`","Input":{}},"Next":"other"},
  "other":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Arguments":{"StateMachineArn":"`+part+`","Input":{}},"End":true}}}`)
	arn := a.start(t, outer, "one", `{}`)
	var told []string
	_, err := operate.Follow(t.Context(), a.patient(), arn, operate.Following{
		Clock: a.clock(),
		Inner: func(state string) bool { return state == "part" },
		Event: func(x *engine.Execution, e *engine.Event) {
			if strings.HasSuffix(e.Type, "StateEntered") {
				told = append(told, x.Machine+" "+e.Name)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"outer part", "outer other", "outer-1 inside"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
}

// An express machine has no history: what is known of its execution is its end.
func TestStartSync(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	err := a.client.Create(t.Context(), &deploy.Machine{
		Name: "quick", Express: true, Role: role, Logging: deploy.Logging{Level: "OFF"},
		Definition: `{"QueryLanguage":"JSONata","StartAt":"a","States":{"a":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.ok %}","Next":"b"}],"Default":"c"},` +
			`"b":{"Type":"Succeed","Output":{"n":1}},"c":{"Type":"Fail","Error":"Sorry","Cause":"no"}}}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.patient().StartSync(t.Context(), operate.Start{Target: states + "stateMachine:quick", Name: "n", Input: `{"ok":true}`})
	if err != nil || x.Status != engine.Succeeded || x.Output != `{"n":1}` {
		t.Errorf("StartSync = %+v, %v", x, err)
	}
	x, err = a.patient().StartSync(t.Context(), operate.Start{Target: states + "stateMachine:quick", Name: "m", Input: `{"ok":false}`})
	if err != nil || x.Status != engine.Failed || x.Error != "Sorry" || x.Cause != "no" || !x.Ended() {
		t.Errorf("StartSync = %+v, %v", x, err)
	}
	// Where no answer comes it is not run again.
	a.Forget()
	a.Meddle(func(c awstest.Call) *awstest.Trouble { return awstest.Reset(true) })
	if _, err = a.patient().StartSync(t.Context(), operate.Start{Target: states + "stateMachine:quick", Name: "o", Input: `{"ok":true}`}); !deploy.IsFault(err, deploy.Unavailable) {
		t.Errorf("err = %v", err)
	}
	if n := len(a.Calls()); n != 1 {
		t.Errorf("it was called %d times", n)
	}
}

// A start whose answer is lost is made again, and finds what it has started,
// though that has ended.
func TestStartAgain(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	target := a.machine(t, "done", `{"StartAt":"s","States":{"s":{"Type":"Succeed"}}}`)
	cut := false
	a.Meddle(func(c awstest.Call) *awstest.Trouble {
		if c.Name == "StartExecution" && !cut {
			cut = true
			return awstest.Reset(true)
		}
		return nil
	})
	x, err := a.patient().Start(t.Context(), operate.Start{Target: target, Name: "once", Input: "{}"})
	if err != nil || x.ARN != states+"execution:done:once" {
		t.Errorf("Start = %+v, %v", x, err)
	}
	// A name that somebody else gave is taken.
	if _, err = a.patient().Start(t.Context(), operate.Start{Target: target, Name: "once", Input: `{"else":true}`}); !deploy.IsFault(err, deploy.Exists) {
		t.Errorf("err = %v", err)
	}
}

func TestExecutionARN(t *testing.T) {
	for target, want := range map[string]string{
		states + "stateMachine:m":      states + "execution:m:n",
		states + "stateMachine:m:live": states + "execution:m:n",
		states + "stateMachine:m:7":    states + "execution:m:n",
		"m":                            "",
	} {
		if got := operate.ExecutionARN(target, "n"); got != want {
			t.Errorf("ExecutionARN(%s) = %s, want %s", target, got, want)
		}
	}
	id, ok := operate.ParseExecution(states + "execution:m:n")
	if want := (operate.ID{Region: "us-east-1", Account: "123456789012", Machine: "m", Name: "n"}); !ok || id != want {
		t.Errorf("ParseExecution = %v, %v", id, ok)
	}
	for _, text := range []string{"n", states + "stateMachine:m", states + "express:m:n:1", states + "execution:m"} {
		if _, ok := operate.ParseExecution(text); ok {
			t.Errorf("%s is taken for an execution", text)
		}
	}
}
