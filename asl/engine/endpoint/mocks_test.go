package endpoint

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/engine"
)

func TestMocks(t *testing.T) {
	m := mustMocks(t, `{
		"a": [{"output": 1, "times": 2}, {"error": "E", "cause": "c", "takes": "1h30m"}, {"output": 3}],
		"b": [{"error": "E"}],
		"c": [{"output": 4, "times": 1}],
		"*": [{"times": 1}, {"output": "any", "times": 1}]}`)
	tests := []struct {
		calls string
		want  []string
	}{
		{"a a a a a", []string{"1", "1", "E: c after 1h30m0s", "3", "3"}},
		{"b b", []string{"E", "E"}},
		{"c c d d c", []string{"4", "{}", `"any"`, "none", "none"}},
	}
	for _, tt := range tests {
		mock := m.Begin()
		var got []string
		for state := range strings.FieldsSeq(tt.calls) {
			o, ok := mock(engine.Call{State: state})
			text := "{}"
			switch {
			case !ok:
				text = "none"
			case o.Error != "":
				if text = o.Error; !o.NoCause {
					text += ": " + o.Cause
				}
			case o.Output != nil:
				text = compact(o.Output)
			}
			if o.Takes > 0 {
				text += " after " + o.Takes.String()
			}
			got = append(got, text)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.calls, d)
		}
	}
}

func TestReadMocksRefuses(t *testing.T) {
	for src, want := range map[string]string{
		`{`:                                "offset 1",
		`[]`:                               "by state name",
		`{"a":{}}`:                         `mocks of "a"`,
		`{"a":[]}`:                         "a list of answers",
		`{"a":[1]}`:                        `mock 1 of "a": an object`,
		`{"a":[{"output":1,"error":"E"}]}`: "exclude",
		`{"a":[{"cause":"c"}]}`:            "without an error",
		`{"a":[{"error":""}]}`:             "a name",
		`{"a":[{"error":1}]}`:              "a name",
		`{"a":[{"error":"E","cause":1}]}`:  "cause",
		`{"a":[{"times":0}]}`:              "times",
		`{"a":[{"times":"1"}]}`:            "times",
		`{"a":[{"takes":"1x"}]}`:           "takes",
		`{"a":[{"takes":1}]}`:              "takes",
		`{"a":[{}, {"result":1}]}`:         `mock 2 of "a": no member "result"`,
	} {
		if _, err := ReadMocks([]byte(src)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want ...%s...", src, err, want)
		}
	}
}

func TestReadDuration(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0s": 0, "20m": 20 * time.Minute, "1d2h3m4s": 26*time.Hour + 3*time.Minute + 4*time.Second,
		"": -1, "1": -1, "s": -1, "1s1m": -1, "1h1h": -1, "-1s": -1, "1.5h": -1, "999999999d": -1, "9999999999s": -1,
	} {
		if got, ok := readDuration(s); ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %s, %v", s, got, ok)
		}
	}
}

func FuzzReadMocks(f *testing.F) {
	f.Add([]byte(`{"a":[{"output":1,"times":2},{"error":"E","cause":"c","takes":"1h30m"}],"*":[{}]}`))
	f.Add([]byte(`{"a":[{"times":9223372036854775807},{"times":9223372036854775807}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := ReadMocks(src)
		if err != nil {
			return
		}
		mock := m.Begin()
		for name := range m {
			for range 3 {
				if o, ok := mock(engine.Call{State: name}); ok && o.Takes < 0 {
					t.Errorf("it takes %s", o.Takes)
				}
			}
		}
	})
}
