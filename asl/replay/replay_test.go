package replay

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// A trial runs a machine in the local engine.
type trial struct {
	t       *testing.T
	machine string
	answers map[string][]string // of Tasks, by state: JSON, or "!Error"; the last repeats
	called  []string
}

func (tr *trial) run(m *asl.Machine, input string) *engine.Execution {
	tr.t.Helper()
	v, err := asl.DecodeValue([]byte(input))
	if err != nil {
		tr.t.Fatal(err)
	}
	n := map[string]int{}
	tr.called = nil
	x, err := engine.Run(context.Background(), m, v, engine.Options{Task: func(c engine.Call) engine.Outcome {
		tr.called = append(tr.called, c.State)
		all := tr.answers[c.State]
		if len(all) == 0 {
			return engine.Outcome{Output: asl.Object{}}
		}
		text := all[min(n[c.State], len(all)-1)]
		n[c.State]++
		if name, failed := strings.CutPrefix(text, "!"); failed {
			return engine.Outcome{Error: name, Cause: "so it is"}
		}
		v, err := asl.DecodeValue([]byte(text))
		if err != nil {
			tr.t.Fatal(err)
		}
		return engine.Outcome{Output: v}
	}})
	if err != nil {
		tr.t.Fatal(err)
	}
	return x
}

func (tr *trial) decode() *asl.Machine {
	tr.t.Helper()
	m, err := asl.Decode([]byte(tr.machine))
	if err != nil {
		tr.t.Fatal(err)
	}
	return m
}

// byName: each state is an item of its own.
func byName(state string) Origin { return Origin{Item: state} }

// again runs a machine, which fails, then the one that goes on, with other answers.
func (tr *trial) again(input string, origin func(string) Origin, answers map[string][]string) (*asl.Machine, *engine.Execution, Report) {
	tr.t.Helper()
	before := tr.run(tr.decode(), input)
	m := tr.decode()
	report, err := Write(m, Past{Read(before.Events), origin})
	if err != nil {
		tr.t.Fatal(err)
	}
	text := m.AppendJSON(nil)
	if m, err = asl.Decode(text); err != nil {
		tr.t.Fatalf("%v\n%s", err, text)
	}
	tr.answers = answers
	return m, tr.run(m, input), report
}

const task = `"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{}`

func output(x *engine.Execution) string {
	return string(x.Status) + " " + string(asl.AppendValue(nil, x.Output, -1))
}

func TestReplay(t *testing.T) {
	tests := []struct {
		name, machine, input string
		before, after        map[string][]string
		origin               func(string) Origin
		want                 string
		called               string
	}{
		{
			name: "results are read in Output and Assign, of any form",
			machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{
  "a":{` + task + `,"Assign":{"x":"{% $states.result.list[1] %}","z":"{% $states.result %}","code":"{% $states.result.text %}"},"Output":"{% $states.result.deep.er %}","Next":"b"},
  "b":{` + task + `,"Output":{"in":"{% $states.input %}","x":"{% $x %}","z":"{% $z.deep.er %}","code":"{% $code %}"},"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"a": {`{"list":[1,{"n":-2.5}],"deep":{"er":null},"text":"{% $danger %}"}`}, "b": {"!Broken"}},
			want:   `SUCCEEDED {"in":null,"x":{"n":-2.5},"z":null,"code":"{% $danger %}"}`,
			called: "b",
		},
		{
			name: "a Task without Output gives its result",
			machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{"a":{` + task + `,"Next":"w"},"w":{"Type":"Wait","Seconds":60,"Next":"b"},
  "b":{` + task + `,"Output":"{% $states.input %}","End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"a": {`{"n":"{% 1 %}"}`}, "b": {"!Broken"}},
			want:   `SUCCEEDED {"n":"{% 1 %}"}`,
			called: "b",
		},
		{
			name: "what was tried again counts by its last attempt",
			machine: `{"QueryLanguage":"JSONata","StartAt":"p","States":{"p":{"Type":"Parallel","Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],"Branches":[
  {"StartAt":"a","States":{"a":{` + task + `,"Output":"{% $states.result.n %}","Next":"b"},"b":{` + task + `,"Output":"{% $states.input %}","End":true}}}],"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"a": {`{"n":1}`, `{"n":2}`}, "b": {"!Broken"}},
			want:   `SUCCEEDED [2]`,
			called: "b",
		},
		{
			name: "an attempt that has not come so far is none",
			machine: `{"QueryLanguage":"JSONata","StartAt":"p","States":{"p":{"Type":"Parallel","Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],"Branches":[
  {"StartAt":"a","States":{"a":{` + task + `,"Output":"{% $states.result.n %}","Next":"b"},"b":{` + task + `,"Output":"{% $states.input %}","End":true}}}],"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"a": {`{"n":1}`, `!Broken`}, "b": {"!Broken"}},
			after:  map[string][]string{"a": {`{"n":3}`}},
			want:   `SUCCEEDED [3]`,
			called: "a b",
		},
		{
			name: "iterations that have succeeded are not done again, in Maps inside of Maps",
			machine: `{"QueryLanguage":"JSONata","StartAt":"m","States":{"m":{"Type":"Map","Items":"{% $states.input %}","ItemProcessor":{"StartAt":"n","States":{
  "n":{"Type":"Map","Items":"{% $states.input %}","MaxConcurrency":1,"ItemProcessor":{"StartAt":"a","States":{"a":{` + task + `,"Output":"{% $states.result.n %}","End":true}}},"End":true}}},"MaxConcurrency":1,"End":true}}}`,
			input:  `[[1,2],[3,4]]`,
			before: map[string][]string{"a": {`{"n":"r1"}`, `{"n":"r2"}`, `{"n":"r3"}`, "!Broken"}},
			after:  map[string][]string{"a": {`{"n":"again"}`}},
			want:   `SUCCEEDED [["r1","r2"],["r3","again"]]`,
			called: "a",
		},
		{
			name: "an error that was dealt with is dealt with",
			machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{
  "a":{` + task + `,"Catch":[{"ErrorEquals":["States.ALL"],"Assign":{"why":"{% $states.errorOutput.Error %}"},"Output":{"caught":true},"Next":"b"}],"Next":"b"},
  "b":{` + task + `,"Output":{"why":"{% $why %}","in":"{% $states.input %}"},"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"a": {"!Known"}, "b": {"!Broken"}},
			origin: func(state string) Origin {
				if state == "a" {
					return Origin{Item: "a", Well: []string{"b"}}
				}
				return byName(state)
			},
			want:   `SUCCEEDED {"why":"Known","in":{"caught":true}}`,
			called: "b",
		},
		{
			name: "one that was not is done again",
			machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{
  "a":{` + task + `,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"bad"}],"Output":"{% $states.result.n %}","End":true},
  "bad":{"Type":"Fail","Error":"Sorry"}}}`,
			input:  `{}`,
			before: map[string][]string{"a": {"!Known"}},
			after:  map[string][]string{"a": {`{"n":1}`}},
			want:   `SUCCEEDED 1`,
			called: "a",
		},
		{
			name: "a loop ends by the last of its looks; one that failed is begun anew",
			machine: `{"QueryLanguage":"JSONata","StartAt":"p","States":{"p":{"Type":"Parallel","Branches":[
  {"StartAt":"s","States":{"s":{` + task + `,"Assign":{"id":"{% $states.result.id %}"},"Next":"l"},"l":{` + task + `,"Output":"{% $states.result %}","Next":"c"},
    "c":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.done = true %}","Next":"d"},{"Condition":"{% $states.input.bad = true %}","Next":"f"}],"Default":"l"},
    "d":{"Type":"Succeed","Output":"{% $id %}"},"f":{"Type":"Fail","Error":"Bad"}}},
  {"StartAt":"s2","States":{"s2":{` + task + `,"Next":"l2"},"l2":{` + task + `,"Output":"{% $states.result %}","Next":"c2"},
    "c2":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.done = true %}","Next":"d2"},{"Condition":"{% $states.input.bad = true %}","Next":"f2"}],"Default":"l2"},
    "d2":{"Type":"Succeed","Output":2},"f2":{"Type":"Fail","Error":"Bad"}}}],"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"s": {`{"id":"work"}`}, "l": {`{}`, `{"done":true}`}, "l2": {`{}`, `{}`, `{}`, `{}`, `{"bad":true}`}},
			after:  map[string][]string{"l2": {`{"done":true}`}},
			origin: func(state string) Origin {
				item := "one"
				if strings.HasSuffix(state, "2") {
					item = "two"
				}
				return Origin{Item: item, Well: []string{"d", "d2"}, Never: state == "p"}
			},
			want:   `SUCCEEDED ["work",2]`,
			called: "s2 l2",
		},
		{
			name: "what is replayed as a whole gives what it gave",
			machine: `{"QueryLanguage":"JSONata","StartAt":"v","States":{"v":{"Type":"Pass","Assign":{"id":"{% $uuid() %}"},"Output":{"k":"{% $random() %}"},"Next":"b"},
  "b":{` + task + `,"Output":{"same":"{% $states.input.k = $number($states.input.k) %}"},"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"b": {"!Broken"}},
			origin: func(state string) Origin { return Origin{Item: state, Whole: state == "v"} },
			want:   `SUCCEEDED {"same":true}`,
			called: "b",
		},
		{
			name: "what is never replayed, and what deals with what is not",
			machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{"a":{` + task + `,"Next":"k"},"k":{` + task + `,"Next":"b"},
  "b":{` + task + `,"Output":1,"End":true}}}`,
			input:  `{}`,
			before: map[string][]string{"b": {"!Broken"}},
			origin: func(state string) Origin {
				return Origin{Item: state, Never: state == "a", After: map[string]string{"k": "a"}[state]}
			},
			want:   `SUCCEEDED 1`,
			called: "a k b",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.origin == nil {
				test.origin = byName
			}
			tr := &trial{t: t, machine: test.machine, answers: test.before}
			m, x, _ := tr.again(test.input, test.origin, test.after)
			if got := output(x); got != test.want || strings.Join(tr.called, " ") != test.called {
				t.Errorf("it gives %s (%s %s), want %s; called %v, want %s\n%s", got, x.Error, x.Cause, test.want, tr.called, test.called, m.AppendJSON(nil))
			}
		})
	}
}

// A call that is another one now is made.
func TestReplayOfAnotherCall(t *testing.T) {
	tr := &trial{t: t, machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{"a":{` + task + `,"Next":"b"},"b":{` + task + `,"End":true}}}`}
	tr.answers = map[string][]string{"b": {"!Broken"}}
	before := tr.run(tr.decode(), "{}")
	tr.machine = strings.Replace(tr.machine, "lambda:invoke", "sns:publish", 1)
	m := tr.decode()
	report, err := Write(m, Past{Read(before.Events), byName})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Report{}, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	s, _ := m.State("a")
	if _, ok := s.(*asl.Task); !ok {
		t.Errorf("a became a %T", s)
	}
}

// What an expression cannot be read is said.
func TestReplayOfWrongCode(t *testing.T) {
	tr := &trial{t: t, machine: `{"QueryLanguage":"JSONata","StartAt":"a","States":{"a":{` + task + `,"Next":"b"},"b":{` + task + `,"End":true}}}`}
	tr.answers = map[string][]string{"b": {"!Broken"}}
	before := tr.run(tr.decode(), "{}")
	tr.machine = strings.Replace(tr.machine, `"Next":"b"`, `"Output":"{% ( %}","Next":"b"`, 1)
	if _, err := Write(tr.decode(), Past{Read(before.Events), byName}); err == nil {
		t.Error("it is written")
	}
}

// Any prefix of a history can be read, and what is written of it is a machine.
func TestReadAnyPrefix(t *testing.T) {
	tr := &trial{t: t, machine: `{"QueryLanguage":"JSONata","StartAt":"p","States":{"p":{"Type":"Parallel","Branches":[
  {"StartAt":"m","States":{"m":{"Type":"Map","Items":[1,2],"ItemProcessor":{"StartAt":"a","States":{"a":{` + task + `,"End":true}}},"End":true}}},
  {"StartAt":"w","States":{"w":{"Type":"Wait","Seconds":5,"End":true}}}],"Next":"b"},"b":{` + task + `,"End":true}}}`}
	whole := tr.run(tr.decode(), "{}")
	for n := range whole.Events {
		m := tr.decode()
		if _, err := Write(m, Past{Read(whole.Events[:n]), byName}); err != nil {
			t.Fatal(err)
		}
		m, err := asl.Decode(m.AppendJSON(nil))
		if err != nil {
			t.Fatal(err)
		}
		if got := output(tr.run(m, "{}")); got != output(whole) {
			t.Errorf("after %d events it gives %s, want %s", n, got, output(whole))
		}
	}
}
