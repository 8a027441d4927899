package importer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

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
