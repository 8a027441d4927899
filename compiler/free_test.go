package compiler

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// machineOf reads a machine with the expressions in it.
func machineOf(t *testing.T, text string) *asl.Machine {
	t.Helper()
	m, err := asl.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	asl.Walk(m, func(_, _ string, s asl.State) {
		for _, v := range asl.Values(s) {
			*v = parsed(t, *v)
		}
	})
	return m
}

func parsed(t *testing.T, v asl.Value) asl.Value {
	t.Helper()
	switch v := v.(type) {
	case asl.String:
		if src, ok := strings.CutPrefix(string(v), "{%"); ok {
			return asl.Code{Expr: mustParse(strings.TrimSuffix(src, "%}"))}
		}
	case asl.Array:
		for i := range v {
			v[i] = parsed(t, v[i])
		}
	case asl.Object:
		for i := range v {
			v[i].Value = parsed(t, v[i].Value)
		}
	}
	return v
}

func TestFreeIn(t *testing.T) {
	tests := []struct {
		name, machine string
		want          []string
	}{
		{"nothing", `{"StartAt": "a", "States": {"a": {"Type": "Succeed"}}}`, nil},
		{
			"in the order of their mention, each once",
			`{"StartAt": "a", "States": {"a": {"Type": "Pass", "Output": {"x": "{% $y + $x %}", "z": ["{% $x %}", "{% $z %}"]}, "End": true}}}`,
			[]string{"y", "x", "z"},
		},
		{
			"not what the states assign, whichever the way out",
			`{"StartAt": "a", "States": {
				"a": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {}, "Assign": {"x": 1}, "Next": "b",
					"Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"e": "{% $given %}"}, "Next": "b"}]},
				"b": {"Type": "Choice", "Choices": [{"Condition": "{% $x = 1 %}", "Assign": {"c": 1}, "Next": "d"}], "Assign": {"f": 1}, "Default": "d"},
				"d": {"Type": "Succeed", "Output": "{% [$x, $e, $c, $f] %}"}}}`,
			[]string{"given"},
		},
		{
			"not functions, their parameters and what an expression assigns itself",
			`{"StartAt": "a", "States": {"a": {"Type": "Succeed", "Output": "{% ($l := $count($in); $map($in, function($v, $i) { $v + $l + $i + $states.input.n })) %}"}}}`,
			[]string{"in"},
		},
		{
			"what is read inside, and not assigned there",
			`{"StartAt": "p", "States": {
				"p": {"Type": "Parallel", "Branches": [{"StartAt": "a", "States": {
					"a": {"Type": "Pass", "Assign": {"x": "{% $y %}"}, "Next": "b"},
					"b": {"Type": "Succeed", "Output": "{% $x + $mine %}"}}}], "Assign": {"mine": 1}, "Next": "m"},
				"m": {"Type": "Map", "Items": "{% $items %}", "ItemProcessor": {"StartAt": "c", "States": {
					"c": {"Type": "Succeed", "Output": "{% $x %}"}}}, "End": true}}}`,
			// x is another variable in the Map than in the branch.
			[]string{"y", "items", "x"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, freeIn(machineOf(t, test.machine))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The states that one may go on to, by whichever way.
func TestNexts(t *testing.T) {
	m := machineOf(t, `{"StartAt": "a", "States": {
		"task":   {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {}, "Next": "x", "Catch": [{"ErrorEquals": ["A"], "Next": "y"}, {"ErrorEquals": ["States.ALL"], "Next": "z"}]},
		"choice": {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "x"}], "Default": "y"},
		"only":   {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "x"}]},
		"map":    {"Type": "Map", "ItemProcessor": {"StartAt": "i", "States": {"i": {"Type": "Succeed"}}}, "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "x"}]},
		"wait":   {"Type": "Wait", "Seconds": 1, "Next": "x"},
		"fail":   {"Type": "Fail"}}}`)
	want := map[string][]string{"task": {"x", "y", "z"}, "choice": {"x", "y"}, "only": {"x"}, "map": {"x"}, "wait": {"x"}, "fail": nil}
	goes := map[string]bool{"task": true, "choice": true, "only": false, "map": false, "wait": true, "fail": false}
	for _, e := range m.States {
		if diff := cmp.Diff(want[e.Name], asl.Nexts(e.State)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", e.Name, diff)
		}
		if got := goesOn(e.State); got != goes[e.Name] {
			t.Errorf("%s goes on: %v", e.Name, got)
		}
	}
}
