package jsonata

import (
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// evalString evaluates src with an undefined input and gives the result as
// the tables have it.
func evalString(src string) string {
	x, err := CompileString(src)
	var v Value
	if err == nil {
		v, err = x.Eval(Runtime{Now: time.Date(2024, 5, 6, 7, 8, 9, 123e6, time.UTC)}, nil, nil)
	}
	if err != nil {
		var e *Error
		if !errors.As(err, &e) {
			return "! " + err.Error()
		}
		return "! " + e.Code
	}
	return show(v)
}

func TestFunctions(t *testing.T) {
	b, err := os.ReadFile("testdata/functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(b), "\n\n")
	lines := strings.Split(strings.TrimSpace(table), "\n")
	used := map[string]bool{}
	call := regexp.MustCompile(`\$(\w+)`)
	for i := 0; i+1 < len(lines); i += 2 {
		src, want := lines[i], strings.TrimPrefix(lines[i+1], "\t")
		for _, m := range call.FindAllStringSubmatch(src, -1) {
			used[m[1]] = true
		}
		t.Run(src, func(t *testing.T) {
			if want == "undefined" || strings.HasPrefix(want, "!") {
				if got := evalString(src); got != want {
					t.Errorf("%s = %s, want %s", src, got, want)
				}
				return
			}
			x, err := CompileString(src)
			if err != nil {
				t.Fatal(err)
			}
			got, err := x.Eval(Runtime{}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !Equal(fillHoles(got), decode(t, []byte(want))) && show(got) != want {
				t.Errorf("%s = %s, want %s", src, show(got), want)
			}
		})
	}
	// These have no place in a table of the reference: they differ from time
	// to time, or it does not have them.
	for _, name := range []string{"now", "millis", "random", "uuid", "hash", "partition", "range", "parse"} {
		used[name] = true
	}
	for _, name := range FunctionNames() {
		if !used[name] {
			t.Errorf("$%s is not tested", name)
		}
	}
}

func TestEveryFunctionIsDocumented(t *testing.T) {
	b, err := os.ReadFile("../../docs/jsonata.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range FunctionNames() {
		if !strings.Contains(string(b), "`$"+name+"`") {
			t.Errorf("$%s is not in docs/jsonata.md", name)
		}
	}
}

// The examples are those of the Step Functions guide, or follow from what it
// says.
func TestStepFunctionsFunctions(t *testing.T) {
	tests := []struct{ src, want string }{
		{`$partition([1,2,3,4,5], 2)`, `[[1,2],[3,4],[5]]`},
		{`$partition([1,2,3], 2.9)`, `[[1,2],[3]]`},
		{`$partition([], 2)`, `[]`},
		{`$partition([1], 0)`, `! T0410`},
		{`$partition([1], -1)`, `! T0410`},
		{`$partition(missing, 1)`, `undefined`},
		{`$range(1, 9, 2)`, `[1,3,5,7,9]`},
		{`$range(5, 1, -2)`, `[5,3,1]`},
		{`$range(1, 1, 1)`, `[1]`},
		{`$range(2, 1, 1)`, `[]`},
		{`$range(0, 3.9, 1.5)`, `[0,1,2,3]`},
		{`$range(1, 2, 0)`, `! T0410`},
		{`$range(1, 1e12, 1)`, `! D2014`},
		{`$range(missing, 2, 1)`, `undefined`},
		{`$hash("input data", "SHA-1")`, `"aaff4a450a104cd177d28d18d74485e8cae074b7"`},
		{`$hash("", "MD5")`, `"d41d8cd98f00b204e9800998ecf8427e"`},
		{`$hash("abc", "SHA-256")`, `"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"`},
		{`$length($hash("abc", "SHA-384"))`, `96`},
		{`$length($hash("abc", "SHA-512"))`, `128`},
		{`$hash("abc", "SHA-3")`, `! T0410`},
		{`$hash(missing, "MD5")`, `undefined`},
		{`$parse('{"a":[1,null,"x"]}').a[2]`, `"x"`},
		{`$parse("null")`, `null`},
		{`$parse("{")`, `! D3137`},
		{`$parse(missing)`, `undefined`},
		{`$random(7) = $random(7)`, `true`},
		{`($r := $random(); $r >= 0 and $r < 1)`, `true`},
		{`$uuid() = $uuid()`, `false`},
		{`$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/).index`, `0`},
		{`$eval("1")`, `! T1006`},
		{`$now()`, `"2024-05-06T07:08:09.123Z"`},
		{`$now("[H01]:[m01][Z]", "-0130")`, `"05:38-01:30"`},
		{`$millis()`, `1714979289123`},
		{`$sort($shuffle([3,1,2]))`, `[1,2,3]`},
	}
	for _, tt := range tests {
		if got := evalString(tt.src); got != tt.want {
			t.Errorf("%s = %s, want %s", tt.src, got, tt.want)
		}
	}
}

func TestRandomIsRepeatable(t *testing.T) {
	x, err := CompileString("[$random(), $uuid(), $shuffle([1..20])]")
	if err != nil {
		t.Fatal(err)
	}
	run := func(seed uint64) string {
		v, err := x.Eval(Runtime{Random: rand.NewPCG(seed, 0)}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return show(v)
	}
	if a, b := run(1), run(1); a != b {
		t.Errorf("one seed gives %s and %s", a, b)
	}
	if a, b := run(1), run(2); a == b {
		t.Errorf("two seeds give %s", a)
	}
}
