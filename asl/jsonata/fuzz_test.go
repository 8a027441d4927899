package jsonata

import (
	"errors"
	"testing"
	"time"
)

func FuzzParse(f *testing.F) {
	for _, s := range expressionSeeds(f) {
		f.Add(s)
	}
	for _, s := range []string{"'\\u", "\"\\", "/a", "/*", "`", "1e999", "1.", "$", "[1..", "a[", "function(", "λ(", "|a|", "?", "\xff", "''.a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, err := Parse(src)
		if err == nil {
			Walk(n, func(n Node) bool { return n != nil })
			if _, err := Compile(n); err == nil {
				return
			}
		}
		var e *Error
		if err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Pos > len(src)+3) {
			t.Errorf("Parse(%q): error %#v", src, err)
		}
	})
}

func FuzzEval(f *testing.F) {
	const input = `{"a":{"b":[1,2,{"c":"x"}],"d":null},"e":"some text, 12:30","f":[[1],[2,[3]]],"n":12.5,"t":1514764800123}`
	for _, s := range expressionSeeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		x, err := CompileString(src)
		if err != nil {
			t.Skip()
		}
		in := decode(t, []byte(input))
		before := show(in)
		rt := Runtime{Now: time.Unix(1e9, 0), Limits: Limits{Depth: 300, Steps: 100_000, Bytes: 1 << 22}}
		v, err := x.Eval(rt, in, map[string]Value{"x": in})
		var e *Error
		if err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "") {
			t.Errorf("%q: error %#v", src, err)
		}
		if show(in) != before {
			t.Fatalf("%q changed its input to %s", src, show(in))
		}
		again, err2 := x.Eval(rt, in, map[string]Value{"x": in})
		if (err == nil) != (err2 == nil) || err == nil && show(v) != show(again) {
			t.Errorf("%q gives %s, then %s", src, show(v), show(again))
		}
	})
}
