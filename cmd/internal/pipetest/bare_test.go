package pipetest

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// Each execution begins with all mocks, in both forms that a file has.
func TestBegin(t *testing.T) {
	files := fstest.MapFS{
		"m.json": {Data: []byte(`{"A": [{"output": 1, "times": 2}, {"error": "E", "cause": "c", "takes": "1m"}], "*": [{"output": "any"}]}`)},
		"m.pipetest.hcl": {Data: []byte(`test "t" {
  mock "A" {
    call   = request.n == 1
    output = 1
    times  = 2
  }
  mock "A" {
    error = "E"
    cause = "c"
    takes = "1m"
  }
}`)},
	}
	tests := []struct {
		file  string
		calls []engine.Call
		want  []string
	}{
		{"m.json", []engine.Call{{State: "A"}, {State: "B"}, {State: "A"}, {State: "A"}, {State: "A"}}, []string{"1", `"any"`, "1", "E: c after 1m0s", "E: c after 1m0s"}},
		{"m.pipetest.hcl", []engine.Call{
			{State: "A", Arguments: asl.Object{{Key: "n", Value: asl.Number("1")}}},
			{State: "A", Arguments: asl.Object{{Key: "n", Value: asl.Number("2")}}},
			{State: "B"},
		}, []string{"1", "E: c after 1m0s", "none"}},
	}
	for _, tt := range tests {
		mocks, _, diags := LoadMocks(files, nil, nil, tt.file)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for range 2 {
			answer := mocks.Begin()
			var got []string
			for _, c := range tt.calls {
				o, ok := answer(c)
				text := "none"
				switch {
				case o.Error != "":
					text = o.Error + ": " + o.Cause + " after " + o.Takes.String()
				case ok:
					text = string(asl.AppendValue(nil, o.Output, -1))
				}
				got = append(got, text)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s", tt.file, d)
			}
		}
	}
}
