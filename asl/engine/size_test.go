package engine

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl"
)

func TestSize(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.Just("\xff\xfe"), rapid.Just("a\xe2\x82"), rapid.Just("\ufffd\xc0"), rapid.Just("\"\\\n\r\t\x00\x1f\x7f<>&"))
	var values func(depth int) *rapid.Generator[asl.Value]
	values = func(depth int) *rapid.Generator[asl.Value] {
		kinds := []*rapid.Generator[asl.Value]{
			rapid.SampledFrom([]asl.Value{nil, asl.Null{}, asl.Bool(true), asl.Bool(false), asl.Number("-1.5e3"), asl.Array{}, asl.Object{}}),
			rapid.Map(texts, func(s string) asl.Value { return asl.String(s) }),
		}
		if depth > 0 {
			kinds = append(kinds,
				rapid.Map(rapid.SliceOfN(values(depth-1), 0, 4), func(list []asl.Value) asl.Value { return asl.Array(list) }),
				rapid.Map(rapid.MapOfN(texts, values(depth-1), 0, 4), func(m map[string]asl.Value) asl.Value {
					var o asl.Object
					for k, v := range m {
						put(&o, k, v)
					}
					return o
				}))
		}
		return rapid.OneOf(kinds...)
	}
	rapid.Check(t, func(t *rapid.T) {
		v := values(3).Draw(t, "value")
		if got, want := size(v), len(asl.AppendValue(nil, v, -1)); got != want {
			t.Fatalf("size of %s is %d, want %d", brief(v), got, want)
		}
	})
	// A value of 2^60 bytes that takes a few hundred.
	v := asl.Value(asl.String("x"))
	for range 60 {
		v = asl.Array{v, v}
	}
	if n := size(v); n <= maxMade {
		t.Errorf("a huge value has %d bytes", n)
	}
}

// What the expressions of one state give is bounded before it is put together,
// and so is what they share.
func TestWhatIsMade(t *testing.T) {
	many := func(member string) string {
		return strings.Repeat(`{"x`+member+`},`, 5000) + `{}`
	}
	big := `"` + strings.Repeat("x", 200_000) + `"`
	for name, state := range map[string]string{
		"calls":       `"Type":"Pass","Parameters":{"l":[` + many(`.$":"States.Format('{}', $)"`) + `]}`,
		"shared":      `"Type":"Pass","Parameters":{"l":[` + many(`.$":"$"`) + `]}`,
		"expressions": `"QueryLanguage":"JSONata","Type":"Pass","Output":{"l":[` + many(`":"{% $states.input & '' %}"`) + `]}`,
	} {
		src := `{"StartAt":"S","States":{"S":{` + state + `,"End":true}}}`
		if x := run(t, src, big, Options{}); x.Error != "States.DataLimitExceeded" {
			t.Errorf("%s: %s %s: %s", name, x.Status, x.Error, x.Cause)
		}
	}
}
