package asl_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

func TestDecodeValue(t *testing.T) {
	tests := []struct {
		src  string
		want asl.Value
	}{
		{`null`, asl.Null{}},
		{` true `, asl.Bool(true)},
		{`false`, asl.Bool(false)},
		{`-0.10E+05`, asl.Number("-0.10E+05")},
		{`12345678901234567890123`, asl.Number("12345678901234567890123")},
		{`"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀"`, asl.String("a\"\\/\b\f\n\r\té😀é😀")},
		{`{}`, asl.Object{}},
		{`[ ]`, asl.Array{}},
		{`{"b":1,"a":[2,{"c":null}]}`, asl.Object{
			{"b", asl.Number("1")},
			{"a", asl.Array{asl.Number("2"), asl.Object{{"c", asl.Null{}}}}},
		}},
	}
	for _, tt := range tests {
		got, err := asl.DecodeValue([]byte(tt.src))
		if err != nil {
			t.Errorf("DecodeValue(%s): %v", tt.src, err)
		} else if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("DecodeValue(%s) (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestDecodeValueErrors(t *testing.T) {
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"k%d":0,`, i)
		}
		return b.String()
	}
	tests := []struct{ src, want string }{
		{``, `offset 0: the text ends where a value is needed`},
		{`{} x`, `offset 3: text after the end of the JSON value`},
		{`{"a":1,"b":{"a":1,"a":2}}`, `offset 18: /b/a: member "a" is there twice`},
		{`{"a/b":[0,{"~":x}]}`, `offset 15: /a~1b/1/~0: unexpected character 'x' where a value is needed`},
		{`{` + members(40) + `"k3":1}`, `member "k3" is there twice`},
		{`{"a" 1}`, `offset 5: /a: unexpected character '1' where a colon is needed`},
		{`{"a":1 "b":2}`, `offset 7: unexpected character '"' where a comma or } is needed`},
		{`{"a":1,}`, `offset 7: unexpected character '}' where a member name is needed`},
		{`{"a`, `offset 1: the string does not end`},
		{`{"a\`, `offset 3: the string does not end`},
		{`{"a\n`, `offset 1: the string does not end`},
		{`[1,]`, `offset 3: /1: unexpected character ']' where a value is needed`},
		{`[1 2]`, `offset 3: unexpected character '2' where a comma or ] is needed`},
		{`[1`, `offset 2: unexpected end of the text where a comma or ] is needed`},
		{`[01]`, `offset 2: unexpected character '1' where a comma or ] is needed`},
		{`-`, `offset 1: unexpected end of the text where a digit is needed`},
		{`1.`, `unexpected end of the text where a digit is needed`},
		{`1e+`, `unexpected end of the text where a digit is needed`},
		{`nul`, `unexpected character 'n' where a value is needed`},
		{"\"a\x01\"", `offset 2: control character '\x01' in a string`},
		{"\"\\n\x01\"", `offset 3: control character '\x01' in a string`},
		{"\"a\xff\"", `offset 2: byte 0xff is not UTF-8`},
		{"\"\\n\xc3\"", `offset 3: byte 0xc3 is not UTF-8`},
		{`"\x"`, `offset 1: unknown escape \'x'`},
		{`"\u12g4"`, `\u needs four hexadecimal digits`},
		{`"\u12`, `\u needs four hexadecimal digits`},
		{`"\ud83dx"`, `offset 1: half a surrogate pair is no character`},
		{`"\ud83d\u0041"`, `half a surrogate pair is no character`},
		{`"\ude00"`, `half a surrogate pair is no character`},
		{strings.Repeat("[", 10_000), `nested deeper than 1000 levels`},
		{strings.Repeat(`{"a":`, 10_000), `nested deeper than 1000 levels`},
	}
	for _, tt := range tests {
		_, err := asl.DecodeValue([]byte(tt.src))
		var derr *asl.DecodeError
		if !errors.As(err, &derr) {
			t.Errorf("DecodeValue(%.40q) gives error %v, want one that says %s", tt.src, err, tt.want)
		} else if !strings.Contains(err.Error(), tt.want) {
			t.Errorf("DecodeValue(%.40q) says %q, want %q", tt.src, err, tt.want)
		}
	}
	nested := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	if _, err := asl.DecodeValue([]byte(nested)); err != nil {
		t.Errorf("1000 levels: %v", err)
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{`[]`, `a state machine is an object, not an array`},
		{`{"States":{"A/B":7}}`, `/States/A~1B: a state is an object, not a number`},
		{`{"States":{"A":{}}}`, `/States/A: the state has no Type`},
		{`{"States":{"A":{"Type":null}}}`, `/States/A/Type: Type is null`},
		{`{"States":{"A":{"Type":"task"}}}`, `/States/A/Type: Type is "task", it should be one of Task, Wait`},
		{
			`{"States":{"P":{"Type":"Parallel","Branches":[{},{"States":{"A":true}}]}}}`,
			`/States/P/Branches/1/States/A: a state is an object, not a boolean`,
		},
		{
			`{"States":{"M":{"Type":"Map","ItemProcessor":{"States":{"A":"x"}}}}}`,
			`/States/M/ItemProcessor/States/A: a state is an object, not a string`,
		},
		{`{`, `offset 1: unexpected end of the text where a member name is needed`},
	}
	for _, tt := range tests {
		_, err := asl.Decode([]byte(tt.src))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Decode(%s) gives error %v, want %s", tt.src, err, tt.want)
		}
	}
	for _, src := range []string{`{`, `[]`, `{"Type":"Foo"}`} {
		if _, err := asl.DecodeState([]byte(src)); err == nil {
			t.Errorf("DecodeState(%s) gives no error", src)
		}
	}
}

// TestDecodeKeeps shows where a value goes that its field cannot hold.
func TestDecodeKeeps(t *testing.T) {
	src := `{
		"StartAt": "", "Version": 1, "ProcessorConfig": "${config}", "States": "${states}", "Color": {"a": 1}
	}`
	m, err := asl.Decode([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	want := &asl.Machine{Extra: asl.Object{
		{"StartAt", asl.String("")},
		{"Version", asl.Number("1")},
		{"ProcessorConfig", asl.String("${config}")},
		{"States", asl.String("${states}")},
		{"Color", asl.Object{{"a", asl.Number("1")}}},
	}}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("machine (-want +got):\n%s", diff)
	}

	s, err := asl.DecodeState([]byte(`{
		"Type": "Map", "End": false, "Next": "N", "Label": 1, "Comment": ["c"],
		"Iterator": {"StartAt": "A", "States": {}}, "ItemProcessor": {},
		"Retry": "${retry}", "Catch": [{"ErrorEquals": "States.ALL", "Next": 3, "Output": 1}, {}]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	wantState := &asl.Map{
		Common: asl.Common{Extra: asl.Object{
			{"End", asl.Bool(false)},
			{"Label", asl.Number("1")},
			{"Comment", asl.Array{asl.String("c")}},
			{"ItemProcessor", asl.Object{}},
			{"Retry", asl.String("${retry}")},
		}},
		Processor: &asl.Machine{StartAt: "A", States: []asl.Entry{}},
		Iterator:  true,
		Catch: []asl.Catcher{{
			Output: asl.Number("1"),
			Extra:  asl.Object{{"ErrorEquals", asl.String("States.ALL")}, {"Next", asl.Number("3")}},
		}, {}},
		Flow: asl.Flow{Next: "N"},
	}
	if diff := cmp.Diff(asl.State(wantState), s); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
}
