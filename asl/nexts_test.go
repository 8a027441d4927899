package asl_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

func TestNexts(t *testing.T) {
	m, err := asl.Decode([]byte(`{"StartAt": "Choose", "States": {
		"Choose": {"Type": "Choice", "Choices": [{"Condition": true, "Next": "Call"}], "Default": "Both"},
		"Call": {"Type": "Task", "Resource": "r", "Next": "Pause", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Bad"}]},
		"Pause": {"Type": "Wait", "Seconds": 1, "Next": "Both"},
		"Both": {"Type": "Parallel", "Branches": [{"StartAt": "In", "States": {"In": {"Type": "Pass", "End": true}}}],
			"Catch": [{"ErrorEquals": ["A"], "Next": "Call"}], "End": true},
		"Bad": {"Type": "Fail"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"Choose": {"Call", "Both"}, "Call": {"Pause", "Bad"}, "Pause": {"Both"}, "Both": {"Call"}, "Bad": nil}
	for _, e := range m.States {
		if diff := cmp.Diff(want[e.Name], asl.Nexts(e.State)); diff != "" {
			t.Errorf("%s: %s", e.Name, diff)
		}
	}
}

func TestSorted(t *testing.T) {
	v, err := asl.DecodeValue([]byte(`{"b": [{"d": 1, "c": 2}], "a": null}`))
	if err != nil {
		t.Fatal(err)
	}
	got := string(asl.AppendValue(nil, asl.Sorted(v), -1))
	if want := `{"a":null,"b":[{"c":2,"d":1}]}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if o := v.(asl.Object); o[0].Key != "b" {
		t.Error("the value itself was sorted")
	}
}
