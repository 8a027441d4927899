package importer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// ladder is a machine of n Choices that each lead to a task, to the Choice after
// the next, or to the next: what reaches the end has come by one of ever so many
// ways, which share nearly all of what they did.
func ladder(t *testing.T, n int) *asl.Machine {
	t.Helper()
	var states []string
	next := func(i int) string {
		if i < n {
			return fmt.Sprintf("C%d", i)
		}
		return "End"
	}
	for i := range n {
		states = append(states,
			fmt.Sprintf(`"C%d": {"Type": "Choice", "Choices": [{"Variable": "$.a%[1]d", "IsPresent": true, "Next": "P%[1]d"},
				{"Variable": "$.b%[1]d", "NumericEquals": 1, "Next": %q}], "Default": %q}`, i, next(i+2), next(i+1)),
			fmt.Sprintf(`"P%d": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
				"Parameters": {"FunctionName": "f", "Payload.$": "$"}, "ResultPath": "$.r%[1]d", "Next": %q}`, i, next(i+1)))
	}
	m, err := asl.Decode([]byte(`{"StartAt": "C0", "States": {` + strings.Join(states, ",") + `, "End": {"Type": "Succeed"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// What many ways share is looked at once, not once a way: with twice the states
// there are not more than about four times the allocations.
func TestSharedValuesAreWalkedOnce(t *testing.T) {
	work := func(n int) float64 {
		m := ladder(t, n)
		return testing.AllocsPerRun(1, func() { Import(m, Options{Name: "ladder"}) })
	}
	few := work(8)
	for n := 16; n <= 64; n *= 2 {
		many := work(n)
		t.Logf("%d Choices: %.0f allocations", n, many)
		if many > 8*few {
			t.Fatalf("%d Choices take %.0f allocations, and half of them %.0f", n, many, few)
		}
		few = many
	}
	res := Import(ladder(t, 60), Options{Name: "ladder"})
	if res.Diagnostics.HasErrors() {
		t.Error(res.Diagnostics)
	}
	if res.Kinds["lambda"] != 60 || res.Verbatim > 0 {
		t.Errorf("there are %d tasks, and %d states stay; 60 and none were to", res.Kinds["lambda"], res.Verbatim)
	}
	if lines := strings.Count(string(res.Source), "\n"); lines > 60*60 {
		t.Errorf("the pipeline has %d lines", lines)
	}
}

// A variable that every task adds to, out of what it was, does not double with each.
func TestVariablesThatGrowAreShared(t *testing.T) {
	work := func(n int) float64 {
		states := []string{`"S": {"Type": "Pass", "Assign": {"a": "{% $states.input %}", "b": 1}, "Next": "C0"}`}
		next := func(i int) string {
			if i < n {
				return fmt.Sprintf("C%d", i)
			}
			return "End"
		}
		for i := range n {
			states = append(states,
				fmt.Sprintf(`"C%d": {"Type": "Choice", "Choices": [{"Condition": "{%% $exists($a.k%[1]d) %%}", "Next": "P%[1]d"},
					{"Condition": "{%% $b = 1 %%}", "Next": %q}], "Default": %q}`, i, next(i+2), next(i+1)),
				fmt.Sprintf(`"P%d": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f", "Payload": "{%% $a %%}"},
					"Assign": {"a": "{%% $merge([$a, {'r': $states.result.Payload, 'o': $a.r}]) %%}", "b": "{%% $states.result.Payload.n %%}"}, "Next": %q}`, i, next(i+1)))
		}
		m, err := asl.Decode([]byte(`{"QueryLanguage": "JSONata", "StartAt": "S", "States": {` + strings.Join(states, ",") + `, "End": {"Type": "Succeed", "Output": "{% $a.q.r %}"}}}`))
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(1, func() { Import(m, Options{}) })
	}
	few := work(6)
	for n := 12; n <= 24; n *= 2 {
		many := work(n)
		if many > 8*few {
			t.Fatalf("%d Choices take %.0f allocations, and half of them %.0f", n, many, few)
		}
		few = many
	}
}
