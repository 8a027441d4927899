package replay

import (
	"testing"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/validate"
)

// fuzzed is a machine with a state of each type.
const fuzzed = `{"QueryLanguage":"JSONata","StartAt":"p","States":{
  "p":{"Type":"Parallel","Branches":[
    {"StartAt":"m","States":{"m":{"Type":"Map","Items":[1,2],"ItemProcessor":{"StartAt":"n","States":{
      "n":{"Type":"Map","Items":[1],"ItemProcessor":{"StartAt":"a","States":{"a":{` + task + `,"Assign":{"x":"{% $states.result.n.m %}"},"End":true}}},"Next":"b"},
      "b":{` + task + `,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"c"}],"End":true},
      "c":{"Type":"Pass","End":true}}},"End":true}}},
    {"StartAt":"w","States":{"w":{"Type":"Wait","Seconds":5,"Next":"f"},"f":{"Type":"Choice","Choices":[{"Condition":true,"Next":"s"}],"Default":"w"},"s":{"Type":"Succeed"}}}],
    "Retry":[{"ErrorEquals":["X"]}],"Next":"d"},
  "d":{` + task + `,"End":true}}}`

var (
	fuzzTypes = []string{
		"ExecutionStarted", "ParallelStateEntered", "ParallelStateStarted", "ParallelStateFailed", "ParallelStateExited", "MapStateEntered",
		"MapStateStarted", "MapIterationStarted", "MapIterationFailed", "MapStateExited", "TaskStateEntered", "TaskScheduled", "TaskSubmitted",
		"TaskSucceeded", "TaskFailed", "TaskStateExited", "PassStateEntered", "PassStateExited", "ChoiceStateEntered", "ChoiceStateExited",
		"WaitStateEntered", "WaitStateExited", "EvaluationFailed", "ExecutionFailed", "ExecutionRedriven",
	}
	fuzzNames = []string{"", "p", "m", "n", "a", "b", "c", "w", "f", "s", "d", "a-replay", "a-replayed", "gone"}
)

// Whatever a history says, what is written of it is a machine that the service takes.
func FuzzRead(f *testing.F) {
	f.Add([]byte{0, 0, 0, 1, 0, 1, 2, 2, 0, 5, 3, 2, 6, 4, 0, 7, 5, 2, 10, 6, 4, 11, 7, 0, 13, 8, 0, 15, 9, 4})
	f.Add([]byte{1, 0, 1, 2, 1, 0, 10, 2, 10, 11, 3, 0, 14, 4, 0, 2, 5, 0, 20, 6, 7, 21, 7, 7})
	f.Fuzz(func(t *testing.T, data []byte) {
		var events []*engine.Event
		for ; len(data) >= 3 && len(events) < 200; data = data[3:] {
			e := &engine.Event{
				ID: int64(len(events)) + 1, Type: fuzzTypes[int(data[0])%len(fuzzTypes)], Previous: int64(data[1]) % int64(len(events)+3),
				Name: fuzzNames[int(data[2])%len(fuzzNames)], Index: int(data[2]) % 3, ResourceType: "lambda", Resource: "invoke",
			}
			if data[2]%2 == 0 {
				e.Output = asl.Object{{Key: "n", Value: asl.Object{{Key: "m", Value: asl.Number("1")}}}}
				e.Assigned = asl.Object{{Key: "x", Value: asl.String("{% x %}")}}
			}
			events = append(events, e)
		}
		m, err := asl.Decode([]byte(fuzzed))
		if err != nil {
			t.Fatal(err)
		}
		past := Past{Read(events), byName}
		if _, err := Write(m, past, past); err != nil {
			t.Fatal(err)
		}
		text := m.AppendJSON(nil)
		if m, err = asl.Decode(text); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for _, p := range validate.Machine(m, validate.Options{}) {
			if p.Severity == validate.Error {
				t.Fatalf("%s: %s\n%s", p.Path, p.Text, text)
			}
		}
	})
}
