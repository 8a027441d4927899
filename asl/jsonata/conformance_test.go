package jsonata

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

const (
	conformanceFile = "../../../shared/conformance/jsonata.jsonl"

	// leftOutFile lists the cases that are not counted, one in a line: the
	// name, a tab, the reason.
	leftOutFile = "testdata/conformance_left_out.txt"
)

// A conformanceCase is a line of the reference suite.
type conformanceCase struct {
	Case          string
	Expr          string
	Data          json.RawMessage
	DataUndefined bool `json:"data_undefined"`
	Bindings      json.RawMessage
	Result        json.RawMessage
	Kind          string
	Code          string
	Token         string
	Error         struct{ Code string }
	Holds         bool `json:"holds_2_0_6"`
	Unordered     bool
	Depth         int
	TimeLimit     float64
}

func conformanceCases(tb testing.TB) []conformanceCase {
	tb.Helper()
	file, err := os.Open(conformanceFile)
	if errors.Is(err, os.ErrNotExist) {
		tb.Skipf("the reference suite is not at %s", conformanceFile)
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	var cases []conformanceCase
	sc := bufio.NewScanner(file)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var c conformanceCase
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			tb.Fatal(err)
		}
		// encoding/json has no lone surrogates.
		c.Expr = decode(tb, sc.Bytes()).(*ObjectValue).Get("expr").(string)
		cases = append(cases, c)
	}
	if err := sc.Err(); err != nil {
		tb.Fatal(err)
	}
	return cases
}

func (c *conformanceCase) input(tb testing.TB) (Value, map[string]Value) {
	var in Value
	if len(c.Data) > 0 && !c.DataUndefined {
		in = decode(tb, c.Data)
	}
	vars := map[string]Value{}
	if len(c.Bindings) > 0 {
		o, _ := decode(tb, c.Bindings).(*ObjectValue)
		for k, v := range o.All() {
			vars[k] = v
		}
	}
	return in, vars
}

func decode(tb testing.TB, b []byte) Value {
	tb.Helper()
	v, err := DecodeJSON(b)
	if err != nil {
		tb.Fatalf("DecodeJSON(%s): %v", b, err)
	}
	return v
}

func (c *conformanceCase) runtime() Runtime {
	rt := Runtime{Now: time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)}
	rt.Limits.Depth = c.Depth
	if c.TimeLimit > 0 {
		rt.Limits.Steps = int64(c.TimeLimit) * 2000
	}
	return rt
}

// check evaluates the case and says what is wrong, or "".
func (c *conformanceCase) check(tb testing.TB) string {
	in, vars := c.input(tb)
	x, err := CompileString(c.Expr)
	var got Value
	if err == nil {
		got, err = x.Eval(c.runtime(), in, vars)
	}
	var e *Error
	errors.As(err, &e)
	switch c.Kind {
	case "code", "error":
		code := c.Code
		if code == "" {
			code = c.Error.Code
		}
		switch {
		case e == nil:
			return "no error, want " + code + "; got " + show(got)
		case e.Code != code:
			return "error " + e.Error() + ", want " + code
		case c.Token != "" && e.Token != c.Token:
			return "error token " + e.Token + ", want " + c.Token
		}
		return ""
	}
	if e != nil {
		return "error " + e.Error()
	}
	if c.Kind == "undefined" {
		if got != nil {
			return "got " + show(got) + ", want undefined"
		}
		return ""
	}
	want := decode(tb, c.Result)
	if c.Unordered {
		a, ok := got.(*ArrayValue)
		b, _ := want.(*ArrayValue)
		if !ok || !sameItems(a.Items, b.Items) {
			return "got " + show(got) + ", want in any order " + show(want)
		}
		return ""
	}
	if !Equal(fillHoles(got), want) {
		return "got " + show(got) + ", want " + show(want)
	}
	return ""
}

// fillHoles makes holes of arrays null, which is how they are written.
func fillHoles(v Value) Value {
	switch v := v.(type) {
	case *ArrayValue:
		out := NewArray(make([]Value, len(v.Items))...)
		for i, x := range v.Items {
			if out.Items[i] = fillHoles(x); x == nil {
				out.Items[i] = NullValue{}
			}
		}
		return out
	case *ObjectValue:
		out := NewObject(v.Len())
		for k, x := range v.All() {
			out.Set(k, fillHoles(x))
		}
		return out
	}
	return v
}

func sameItems(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	rest := append([]Value(nil), b...)
	for _, x := range a {
		found := false
		for i, y := range rest {
			if found = Equal(x, y); found {
				rest = append(rest[:i], rest[i+1:]...)
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

func show(v Value) string {
	if v == nil {
		return "undefined"
	}
	b, err := EncodeJSON(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Every case that holds for 2.0.6 and does not use $eval passes. The others
// have to be listed, each with the reason.
func TestConformance(t *testing.T) {
	list, err := os.ReadFile(leftOutFile)
	if err != nil {
		t.Fatal(err)
	}
	leftOut := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		if name, reason, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && reason != "" {
			leftOut[name] = true
		}
	}
	cases := conformanceCases(t)
	passed, other, eval := 0, 0, 0
	for _, c := range cases {
		usesEval := strings.Contains(c.Expr, "$eval")
		counted := c.Holds && !usesEval
		switch {
		case counted == leftOut[c.Case]:
			t.Errorf("%s: in %s: %t, to be counted: %t", c.Case, leftOutFile, leftOut[c.Case], counted)
		case !c.Holds:
			other++
		case usesEval:
			eval++
		}
		delete(leftOut, c.Case)
		if !counted {
			continue
		}
		t.Run(c.Case, func(t *testing.T) {
			if wrong := c.check(t); wrong != "" {
				t.Errorf("%s\n%s", c.Expr, wrong)
				return
			}
			passed++
		})
	}
	for name := range leftOut {
		t.Errorf("%s is in %s, but not in the suite", name, leftOutFile)
	}
	t.Logf("%d of %d cases pass; %d do not hold for 2.0.6, %d use $eval", passed, len(cases), other, eval)
}
