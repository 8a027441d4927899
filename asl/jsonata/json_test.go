package jsonata

import (
	"math"
	"strings"
	"testing"
)

func TestDecodeJSON(t *testing.T) {
	tests := []struct{ text, want string }{
		{` {"b" : [1, -2.5e3, true, false, null], "a": {}} `, `{"b":[1,-2500,true,false,null],"a":{}}`},
		{`{"a":1,"b":2,"a":3}`, `{"a":3,"b":2}`},
		{`"\u00e9\ud83d\ude00\n\/\"\\\b\f\r\t"`, `"é😀\n/\"\\\b\f\r\t"`},
		{`"\ud83d"`, `"\ud83d"`},
		{`"` + "\xff" + `"`, `"` + "\uFFFD" + `"`},
		{`12345678901234567890`, `12345678901234567000`},
		{`-0`, `0`},
		{`[]`, `[]`},
		{``, `! unexpected end of JSON text`},
		{`[1,`, `! unexpected end of JSON text`},
		{`[1 2]`, `! unexpected '2' at byte 3 of JSON text`},
		{`{"a" 1}`, `! unexpected '1' at byte 5 of JSON text`},
		{`{"a":1 "b":2}`, `! unexpected '"' at byte 7 of JSON text`},
		{`{a:1}`, `! unexpected 'a' at byte 1 of JSON text`},
		{`1 x`, `! unexpected 'x' at byte 2 of JSON text`},
		{`-`, `! unexpected end of JSON text`},
		{`+1`, `! unexpected '+' at byte 0 of JSON text`},
		{`01`, `! unexpected '1' at byte 1 of JSON text`},
		{`nul`, `! unexpected 'n' at byte 0 of JSON text`},
		{`1e999`, `! number 1e999 of JSON text is out of range`},
		{`"a`, `! unexpected end of JSON text`},
		{"\"a\nb\"", `! unexpected '\n' at byte 2 of JSON text`},
		{"\"\\t\n\"", `! unexpected '\n' at byte 3 of JSON text`},
		{`"\x"`, `! unexpected '\\' at byte 1 of JSON text`},
		{strings.Repeat("[", 20_000), `! JSON text is nested too deep`},
	}
	for _, tt := range tests {
		var got string
		if v, err := DecodeJSON([]byte(tt.text)); err != nil {
			got = "! " + err.Error()
		} else {
			got = show(v)
		}
		if got != tt.want {
			t.Errorf("DecodeJSON(%.40q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestAppendJSON(t *testing.T) {
	o := NewObject(2)
	o.Set("gone", nil)
	o.Set("kept", NewArray(1.0, nil, NullValue{}))
	deep := Value(1.0)
	for range 20_000 {
		deep = NewArray(deep)
	}
	tests := []struct {
		v    Value
		want string
	}{
		{o, `{"kept":[1,null,null]}`},
		{NewArray(math.Inf(1), math.NaN(), math.Copysign(0, -1), 1e21, 1e-7, 0.1), `[null,null,0,1e+21,1e-7,0.1]`},
		{"\x00\x1f\u2028", `"\u0000\u001f` + "\u2028" + `"`},
		{nil, "! undefined is no JSON value"},
		{&FunctionValue{}, "! a function is no JSON value"},
		{NewArray(&FunctionValue{}), "! a function is no JSON value"},
		{deep, "! U1001: " + tooDeep().Message},
	}
	for _, tt := range tests {
		b, err := AppendJSON([]byte("x"), tt.v)
		got := strings.TrimPrefix(string(b), "x")
		if err != nil {
			got = "! " + err.Error()
		}
		if got != tt.want {
			t.Errorf("AppendJSON(%T) = %s, want %s", tt.v, got, tt.want)
		}
	}
}

func TestObjectValue(t *testing.T) {
	o := &ObjectValue{}
	names := strings.Split("k j i h g f e d c b a m n o p", " ") // more than are looked at one by one
	for i, name := range names {
		o.Set(name, float64(i))
	}
	o.Set("j", "again")
	o.delete("h")
	o.delete("none")
	if got := strings.Join(o.Keys(), " "); got != "k j i g f e d c b a m n o p" {
		t.Errorf("Keys() = %s", got)
	}
	if o.Get("j") != "again" || o.Get("p") != 14.0 || o.Get("h") != nil || o.Len() != 14 {
		t.Errorf("members are %s", show(o))
	}
}
