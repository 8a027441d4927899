package jsonata

import (
	"errors"
	"regexp"
	"strings"
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
		if err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Pos > len(src)) {
			t.Errorf("Parse(%q): error %#v", src, err)
		}
	})
}

// FuzzRegex compiles any pattern and matches any text: what it finds lies in the
// text, and where Go's regexp knows the pattern and no group or loop is around,
// it finds the same.
func FuzzRegex(f *testing.F) {
	for _, pattern := range []string{
		"a", "a*", "(a|b)+?", "[^a-c]x", `\d{2,}`, `(?<n>a)\k<n>`, "(?<=a)b", "(?!a)b", "a{2,1}", "[", "(", `\`, `\u00`, "[b-a]", "^$", `\bx`,
		"(?<=(a|b)+)c", `(a)\1`, "a{99999}",
	} {
		f.Add(pattern, "aabbc", "i")
		f.Add(pattern, "é\n😀12", "m")
	}
	f.Fuzz(func(t *testing.T, pattern, text, flags string) {
		if flags != "" && flags != "i" && flags != "m" && flags != "im" {
			return
		}
		re, err := compileRegex(validText(pattern), flags)
		if err != nil {
			if err.Code != "S0303" || err.Message == "" {
				t.Errorf("/%s/%s: error %v", pattern, flags, err)
			}
			return
		}
		text = validText(text)
		ev := &evaluation{steps: 10_000, bytes: 1 << 20}
		caps, err := re.match(ev, text, 0)
		if err != nil || caps == nil {
			return
		}
		for i := 0; i < len(caps); i += 2 {
			from, to := caps[i], caps[i+1]
			if i > 0 && (from < 0 || to < from) {
				continue // did not match, or goes on past where a loop left it
			}
			if from < 0 || from > to || to > len(text) {
				t.Fatalf("/%s/%s on %q: group %d is %d to %d", pattern, flags, text, i/2, from, to)
			}
		}
		if strings.ContainsAny(pattern, `\(*+?{$^.`) || flags != "" {
			return
		}
		if other, err := regexp.Compile(pattern); err == nil {
			want := other.FindStringIndex(text)
			if want == nil || want[0] != caps[0] || want[1] != caps[1] {
				t.Errorf("/%s/ on %q: found %v, Go finds %v", pattern, text, caps[:2], want)
			}
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
			return
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
