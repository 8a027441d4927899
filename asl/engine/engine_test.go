package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// run runs a machine that is expected to be one.
func run(t testing.TB, definition, input string, opts Options) *Execution {
	t.Helper()
	x, err := RunDefinition(context.Background(), []byte(definition), []byte(input), opts)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// types are the types of an execution's events, and their names or indexes.
func types(x *Execution) []string {
	var list []string
	for _, e := range x.Events {
		s := e.Type
		if strings.HasPrefix(s, "MapIteration") {
			s += fmt.Sprintf(" %d", e.Index)
		} else if e.Name != "" {
			s += " " + e.Name
		}
		list = append(list, s)
	}
	return list
}

// at is when an event of a type, and of a name where it is not empty, happens
// first, counted from the start.
func at(t testing.TB, x *Execution, typ, name string) time.Duration {
	t.Helper()
	for _, e := range x.Events {
		if e.Type == typ && (name == "" || e.Name == name) {
			return e.Time.Sub(x.Start)
		}
	}
	t.Fatalf("there is no %s %s", typ, name)
	return 0
}

func wantOutput(t testing.TB, x *Execution, want string) {
	t.Helper()
	if x.Status != Succeeded {
		t.Fatalf("status %s: %s: %s", x.Status, x.Error, x.Cause)
	}
	v, err := asl.DecodeValue([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	if !asl.Equal(x.Output, v) {
		t.Errorf("output %s, want %s", brief(x.Output), want)
	}
}

func TestCallback(t *testing.T) {
	var token string
	src := `{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
		{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"Token.$":"$$.Task.Token"},"End":true}}},
		{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":30,"Next":"Answer"},"Answer":{"Type":"Task","Resource":"arn:aws:states:::x:y","End":true}}}]}}}`
	x := run(t, src, "", Options{Task: func(c Call) Outcome {
		if c.State == "Ask" {
			token = rawField(c.Arguments.(asl.Object), "Token")
			if token != c.Token || token == "" {
				t.Errorf("token %q in the arguments, %q in the call", token, c.Token)
			}
			return Outcome{Pending: true, Submitted: asl.String("sent")}
		}
		if err := c.Send("no such token", Outcome{}); !errors.Is(err, ErrNoTask) {
			t.Errorf("Send of an unknown token: %v", err)
		}
		if err := c.Heartbeat(token); err != nil {
			t.Error(err)
		}
		if err := c.Send(token, Outcome{Output: asl.String("yes"), Takes: 10 * time.Second}); err != nil {
			t.Error(err)
		}
		return Outcome{Output: asl.Number("1")}
	}})
	wantOutput(t, x, `["yes",1]`)
	if d := at(t, x, "TaskStateExited", "Ask"); d != 40*time.Second {
		t.Errorf("the callback came after %s", d)
	}
}

func TestBranchesInterleave(t *testing.T) {
	branch := func(name string, first, second int) string {
		return fmt.Sprintf(`{"StartAt":"%[1]s1","States":{"%[1]s1":{"Type":"Wait","Seconds":%[2]d,"Next":"%[1]s2"},"%[1]s2":{"Type":"Wait","Seconds":%[3]d,"End":true}}}`, name, first, second)
	}
	x := run(t, `{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[`+branch("a", 1, 5)+","+branch("b", 2, 2)+`]}}}`, "", Options{})
	want := []string{
		"ExecutionStarted", "ParallelStateEntered P", "ParallelStateStarted",
		"WaitStateEntered a1", "WaitStateEntered b1",
		"WaitStateExited a1", "WaitStateEntered a2",
		"WaitStateExited b1", "WaitStateEntered b2", "WaitStateExited b2",
		"WaitStateExited a2",
		"ParallelStateSucceeded", "ParallelStateExited P", "ExecutionSucceeded",
	}
	if d := cmp.Diff(want, types(x)); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	if d := x.End.Sub(x.Start); d != 6*time.Second {
		t.Errorf("took %s, want as long as the longest branch, 6s", d)
	}
}

func TestFailureAbortsTheOtherBranches(t *testing.T) {
	x := run(t, `{"StartAt":"P","States":{"P":{"Type":"Parallel","Next":"After","Branches":[
		{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":50,"End":true}}},
		{"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","End":true,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Wait","Seconds":60,"End":true}}}}}},
		{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::x:y","End":true}}}],
		"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.error","Next":"After"}]},
		"After":{"Type":"Pass","End":true}}}`, `{"items":[1,2]}`,
		Options{Task: failing("Boom")})
	wantOutput(t, x, `{"items":[1,2],"error":{"Error":"Boom","Cause":"because"}}`)
	all := types(x)
	i := slices.Index(all, "TaskFailed")
	want := []string{
		"TaskFailed", "TaskStateAborted", "WaitStateAborted",
		"MapStateAborted", "MapIterationAborted 0", "WaitStateAborted", "MapIterationAborted 1", "WaitStateAborted",
		"ParallelStateFailed", "ParallelStateExited P", "PassStateEntered After",
	}
	if d := cmp.Diff(want, all[i:i+len(want)]); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	if d := x.End.Sub(x.Start); d != time.Second {
		t.Errorf("took %s, want 1s: nothing that is aborted is waited for", d)
	}
}

func TestMapConcurrency(t *testing.T) {
	for limit, want := range map[int]time.Duration{0: 10 * time.Second, 1: 60 * time.Second, 2: 30 * time.Second, 4: 20 * time.Second} {
		now, most := 0, 0
		x := run(t, fmt.Sprintf(`{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{%% $states.input %%}","MaxConcurrency":%d,"End":true,
			"ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::x:y","Next":"Done"},"Done":{"Type":"Pass","Output":"{%% $states.context.Map.Item.Index * 10 %%}","End":true}}}}}}`, limit),
			`[1,2,3,4,5,6]`, Options{
				Task: func(c Call) Outcome { return Outcome{Takes: 10 * time.Second} },
				Event: func(_ *Execution, e *Event) {
					switch e.Type {
					case "MapIterationStarted":
						now++
					case "MapIterationSucceeded":
						now--
					}
					most = max(most, now)
				},
			})
		wantOutput(t, x, `[0,10,20,30,40,50]`)
		if d := x.End.Sub(x.Start); d != want {
			t.Errorf("MaxConcurrency %d took %s, want %s", limit, d, want)
		}
		if limit > 0 && most > limit {
			t.Errorf("MaxConcurrency %d: %d at a time", limit, most)
		}
	}
}

func TestVariableScopes(t *testing.T) {
	x := run(t, `{"QueryLanguage":"JSONata","StartAt":"A","States":{
		"A":{"Type":"Pass","Assign":{"x":1,"y":"{% $states.input.n %}"},"Output":"{% $exists($x) %}","Next":"P"},
		"P":{"Type":"Parallel","Branches":[
			{"StartAt":"B","States":{"B":{"Type":"Pass","Assign":{"z":"{% $x + $y %}"},"Next":"B2"},"B2":{"Type":"Pass","Output":"{% [$x, $z, $states.input] %}","End":true}}},
			{"StartAt":"C","States":{"C":{"Type":"Pass","Output":"{% $exists($z) %}","End":true}}}],
			"Assign":{"x":"{% $states.result[0][1] %}"},"Output":{"x":"{% $x %}","result":"{% $states.result %}"},"Next":"D"},
		"D":{"Type":"Pass","Output":"{% {'before': $states.input, 'x': $x, 'z': $exists($z)} %}","End":true}}}`, `{"n":41}`, Options{})
	// Output does not see what Assign does; the next state does. A branch
	// sees the variables around it, its own are gone after it.
	wantOutput(t, x, `{"before":{"x":1,"result":[[1,42,false],false]},"x":42,"z":false}`)

	x = run(t, `{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"x":1},"Next":"P"},
		"P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","Assign":{"x":2},"End":true}}}]}}}`, "", Options{})
	if x.Error != "States.Runtime" || !strings.Contains(x.Cause, "'x'") {
		t.Errorf("assigning an outer variable: %s %s: %s", x.Status, x.Error, x.Cause)
	}
}

func TestBadDefinitions(t *testing.T) {
	for src, want := range map[string]string{
		`{"StartAt":"A","States":{}}`:                                                                            `state machine: /StartAt: there is no state "A"`,
		`{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}`:                                              `state machine: /States/A: there is no state "B" to go on to`,
		`{"StartAt":"A","States":{"A":{"Type":"Parallel","End":true}}}`:                                          `state machine: /States/A: a Parallel needs Branches`,
		`{"StartAt":"A","States":{"A":{"Type":"Map","End":true}}}`:                                               `state machine: /States/A: a Map needs an ItemProcessor`,
		`{"StartAt":"A","States":{"A":{"Type":"Task","End":true}}}`:                                              `state machine: /States/A: a Task needs a Resource`,
		`{"StartAt":"A","States":{"A":{"Type":"Choice"}}}`:                                                       `state machine: /States/A: a Choice needs Choices`,
		`{"StartAt":"A","QueryLanguage":"SQL","States":{"A":{"Type":"Succeed"}}}`:                                `state machine: /QueryLanguage: "SQL" is no query language`,
		`{"StartAt":"A","States":{"A":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"x","States":{}}]}}}`: `state machine: /States/A/Branches/0/StartAt: there is no state "x"`,
	} {
		_, err := RunDefinition(context.Background(), []byte(src), nil, Options{})
		if err == nil || err.Error() != want {
			t.Errorf("%s\n\t%v, want %s", src, err, want)
		}
	}
	if _, err := RunDefinition(context.Background(), []byte(`{`), nil, Options{}); err == nil {
		t.Error("a definition that is no JSON is accepted")
	}
	if _, err := RunDefinition(context.Background(), []byte(`{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}`), []byte(`{`), Options{}); err == nil {
		t.Error("an input that is no JSON is accepted")
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	m, err := asl.Decode([]byte(`{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"r","Next":"A"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	x, err := Run(ctx, m, nil, Options{Task: func(Call) Outcome {
		if n++; n == 100 {
			cancel()
		}
		return Outcome{}
	}})
	if !errors.Is(err, context.Canceled) || x.Status != Aborted || n > 300 {
		t.Errorf("error %v, status %s after %d tasks", err, x.Status, n)
	}
}

func TestCall(t *testing.T) {
	var calls []Call
	run(t, `{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemsPath":"$.items",
		"ItemSelector":{"v.$":"$$.Map.Item.Value"},
		"ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:glue:startCrawler","Credentials":{"RoleArn":"arn:x"},
		"Parameters":{"Name.$":"$.v"},"Retry":[{"ErrorEquals":["E"]}],"End":true}}}}}}]}}}`, `{"items":["a"]}`, Options{Task: func(c Call) Outcome {
		calls = append(calls, c)
		if c.Attempt == 0 {
			return Outcome{Error: "E"}
		}
		return Outcome{}
	}})
	if len(calls) != 2 {
		t.Fatalf("%d calls, want 2", len(calls))
	}
	c := calls[1]
	if c.Attempt != 1 || c.State != "T" || c.Index != 0 || c.ResourceType != "aws-sdk:glue" || c.Action != "startCrawler" || c.Token != "" {
		t.Errorf("the second call is %+v", c)
	}
	if d := cmp.Diff([]string{"P", "M", "T"}, c.Path); d != "" {
		t.Errorf("path (-want +got):\n%s", d)
	}
	if got := brief(c.Arguments) + brief(c.Credentials); got != `{"Name":"a"}{"RoleArn":"arn:x"}` {
		t.Errorf("arguments and credentials %s", got)
	}
	state, _ := c.Context.Get("State")
	if n, _ := state.(asl.Object).Get("RetryCount"); n != asl.Number("1") {
		t.Errorf("RetryCount is %v", n)
	}
}
