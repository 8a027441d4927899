package engine

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// nestedMachines is an Options.Machines of definitions by name.
func nestedMachines(t *testing.T, definitions map[string]string) func(string) *asl.Machine {
	machines := map[string]*asl.Machine{}
	for name, definition := range definitions {
		m, err := asl.Decode([]byte(definition))
		if err != nil {
			t.Fatal(err)
		}
		machines["arn:aws:states:us-east-1:123456789012:stateMachine:"+name] = m
	}
	return func(arn string) *asl.Machine { return machines[arn] }
}

const childDefinition = `{"QueryLanguage": "JSONata", "StartAt": "Work", "States": {
	"Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Output": {"doubled": "{% $states.input.n * 2 %}"}, "End": true}}}`

func parentDefinition(resource, more string) string {
	return `{"QueryLanguage": "JSONata", "StartAt": "Run", "States": {
	"Run": {"Type": "Task", "Resource": "` + resource + `", ` + more + `
		"Arguments": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:child", "Name": "one", "Input": {"n": 21}},
		"End": true}}}`
}

func TestNestedExecution(t *testing.T) {
	machines := nestedMachines(t, map[string]string{"child": childDefinition})
	work := func(c Call) Outcome {
		if diff := cmp.Diff([]string{"Run", "Work"}, c.Path); diff != "" {
			t.Errorf("path: %s", diff)
		}
		return Outcome{Takes: time.Hour}
	}
	for _, tt := range []struct{ resource, want string }{
		{"arn:aws:states:::states:startExecution.sync:2", `{
			"ExecutionArn": "arn:aws:states:us-east-1:123456789012:execution:child:one",
			"Input": {"n": 21}, "InputDetails": {"Included": true}, "Name": "one",
			"Output": {"doubled": 42}, "OutputDetails": {"Included": true},
			"StartDate": "2026-01-01T00:00:00.000Z",
			"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:child",
			"Status": "SUCCEEDED", "StopDate": "2026-01-01T01:00:00.000Z"}`},
		{"arn:aws-cn:states:::states:startExecution.sync", `{
			"ExecutionArn": "arn:aws:states:us-east-1:123456789012:execution:child:one",
			"Input": "{\"n\":21}", "InputDetails": {"Included": true}, "Name": "one",
			"Output": "{\"doubled\":42}", "OutputDetails": {"Included": true},
			"StartDate": "2026-01-01T00:00:00.000Z",
			"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:child",
			"Status": "SUCCEEDED", "StopDate": "2026-01-01T01:00:00.000Z"}`},
	} {
		x := run(t, parentDefinition(tt.resource, ""), `{}`, Options{Task: work, Machines: machines})
		wantOutput(t, x, tt.want)
		if took := x.End.Sub(x.Start); took != time.Hour {
			t.Errorf("it took %s, as long as the nested execution is wanted", took)
		}
		want := []string{"ExecutionStarted", "TaskStateEntered Run", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited Run", "ExecutionSucceeded"}
		if diff := cmp.Diff(want, types(x)); diff != "" {
			t.Error(diff)
		}
	}
}

// A nested execution that fails is a failed task, whose cause describes it.
func TestNestedExecutionFails(t *testing.T) {
	machines := nestedMachines(t, map[string]string{"child": childDefinition})
	task := func(Call) Outcome { return Outcome{Error: "Broken", Cause: "no more"} }
	x := run(t, parentDefinition("arn:aws:states:::states:startExecution.sync:2", ""), `{}`, Options{Task: task, Machines: machines})
	if x.Status != Failed || x.Error != "States.TaskFailed" {
		t.Fatalf("%s: %s", x.Status, x.Error)
	}
	cause, err := asl.DecodeValue([]byte(x.Cause))
	if err != nil {
		t.Fatal(err)
	}
	o := cause.(asl.Object)
	for key, want := range map[string]string{"Error": "Broken", "Cause": "no more", "Status": "FAILED", "Input": `{"n":21}`} {
		if got, _ := o.Get(key); got != asl.String(want) {
			t.Errorf("%s is %v, want %s", key, got, want)
		}
	}
}

// What nobody waits for any more is ended.
func TestNestedExecutionEnds(t *testing.T) {
	machines := nestedMachines(t, map[string]string{"child": childDefinition})
	slow := func(c Call) Outcome { return Outcome{Takes: time.Hour} }
	ends := map[string]time.Time{}
	watch := func(x *Execution, e *Event) {
		if e.Type == "ExecutionAborted" || e.Type == "ExecutionFailed" {
			ends[x.Name+" "+e.Type] = e.Time
		}
	}
	t.Run("timeout", func(t *testing.T) {
		clear(ends)
		x := run(t, parentDefinition("arn:aws:states:::states:startExecution.sync:2", `"TimeoutSeconds": 60,`), `{}`, Options{Task: slow, Machines: machines, Event: watch})
		if x.Error != "States.Timeout" || ends["one ExecutionAborted"] != x.Start.Add(time.Minute) {
			t.Errorf("%s, %v", x.Error, ends)
		}
	})
	t.Run("failure beside it", func(t *testing.T) {
		clear(ends)
		definition := `{"QueryLanguage": "JSONata", "StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [` +
			parentDefinition("arn:aws:states:::states:startExecution.sync:2", "") + `,
			{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 5, "Next": "Fail"}, "Fail": {"Type": "Fail", "Error": "Beside"}}}]}}}`
		x := run(t, definition, `{}`, Options{Task: slow, Machines: machines, Event: watch})
		if x.Error != "Beside" || ends["one ExecutionAborted"] != x.Start.Add(5*time.Second) {
			t.Errorf("%s, %v", x.Error, ends)
		}
	})
}

// A machine that nobody knows is left to the task function.
func TestNestedExecutionUnknown(t *testing.T) {
	task := func(c Call) Outcome { return Outcome{Output: asl.String(c.Action)} }
	x := run(t, parentDefinition("arn:aws:states:::states:startExecution.sync:2", ""), `{}`, Options{Task: task, Machines: nestedMachines(t, nil)})
	wantOutput(t, x, `"startExecution.sync:2"`)
}

// A machine that runs itself comes to an end.
func TestNestedExecutionOfItself(t *testing.T) {
	machines := nestedMachines(t, map[string]string{"child": parentDefinition("arn:aws:states:::states:startExecution.sync:2", "")})
	x := run(t, parentDefinition("arn:aws:states:::states:startExecution.sync:2", ""), `{}`, Options{Machines: machines})
	if x.Status != Failed {
		t.Errorf("it %s", x.Status)
	}
}
