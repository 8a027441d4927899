package asl_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

func TestEqual(t *testing.T) {
	many := `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"z":`
	back := `"q":1,"p":1,"o":1,"n":1,"m":1,"l":1,"k":1,"j":1,"i":1,"h":1,"g":1,"f":1,"e":1,"d":1,"c":1,"b":1,"a":1}`
	tests := []struct {
		a, b string
		want bool
	}{
		{`1`, `1.0`, true},
		{`100`, `1e2`, true},
		{`-0`, `0.00`, true},
		{`0.5`, `5E-1`, true},
		{`1e99999999999999999999`, `10e99999999999999999998`, true},
		{`1`, `-1`, false},
		{`1`, `10`, false},
		{`1`, `"1"`, false},
		{`true`, `false`, false},
		{`null`, `null`, true},
		{`null`, `{}`, false},
		{`"a"`, `"a"`, true},
		{`[1,2]`, `[1,2]`, true},
		{`[1,2]`, `[2,1]`, false},
		{`[1]`, `[1,1]`, false},
		{`[]`, `{}`, false},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, true},
		{`{"a":1,"b":2}`, `{"a":1,"b":3}`, false},
		{`{"a":1}`, `{"b":1}`, false},
		{`{"a":1}`, `{"a":1,"b":1}`, false},
		{`{}`, `[]`, false},
		{many + `2}`, `{"z":2,` + back, true},
		{many + `2}`, `{"z":3,` + back, false},
		{many + `2}`, `{"y":2,` + back, false},
	}
	for _, tt := range tests {
		a, b := value(t, tt.a), value(t, tt.b)
		if got := asl.Equal(a, b); got != tt.want {
			t.Errorf("Equal(%s, %s) = %t", tt.a, tt.b, got)
		}
		if got := asl.Equal(b, a); got != tt.want {
			t.Errorf("Equal(%s, %s) = %t", tt.b, tt.a, got)
		}
	}
	if asl.Equal(nil, asl.Null{}) || !asl.Equal(nil, nil) {
		t.Error("nil is equal to nil only")
	}
}

func value(t testing.TB, src string) asl.Value {
	t.Helper()
	v, err := asl.DecodeValue([]byte(src))
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return v
}

func TestCode(t *testing.T) {
	code := asl.Code{Expr: &jsonata.Binary{
		Op:    "&",
		Left:  &jsonata.String{Value: "a\"b"},
		Right: &jsonata.Dot{Left: &jsonata.Var{Name: "states"}, Right: &jsonata.Name{Value: "input"}},
	}}
	text := string(asl.AppendValue(nil, code, 0))
	v := value(t, text)
	if !asl.Equal(code, v) {
		t.Errorf("%s is not equal to its code", text)
	}
	src, ok := asl.Source(code)
	if !ok {
		t.Fatal("code is no expression")
	}
	if again, _ := asl.Source(v); again != src {
		t.Errorf("the source of the code is %s, of the string %s", src, again)
	}
	n, err := jsonata.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asl.Value(code), asl.Value(asl.Code{Expr: n})); diff != "" {
		t.Errorf("parsed again (-want +got):\n%s", diff)
	}
}

func TestSource(t *testing.T) {
	tests := []struct {
		v    asl.Value
		want string
		ok   bool
	}{
		{asl.String("{% $states.input %}"), "$states.input", true},
		{asl.String("{%1%}"), "1", true},
		{asl.String("{%%}"), "", true},
		{asl.String("{%}"), "", false},
		{asl.String(" {% 1 %}"), "", false},
		{asl.String("{% 1 %} "), "", false},
		{asl.String("{% 1"), "", false},
		{asl.Number("1"), "", false},
		{nil, "", false},
	}
	for _, tt := range tests {
		if got, ok := asl.Source(tt.v); got != tt.want || ok != tt.ok {
			t.Errorf("Source(%#v) = %q, %t, want %q, %t", tt.v, got, ok, tt.want, tt.ok)
		}
	}
}

func TestPointer(t *testing.T) {
	if got, want := asl.Pointer("/States", "a/b~c", ""), "/States/a~1b~0c/"; got != want {
		t.Errorf("Pointer = %s, want %s", got, want)
	}
	if got, want := asl.PointerIndex("/Retry", 12), "/Retry/12"; got != want {
		t.Errorf("PointerIndex = %s, want %s", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.StringOf(rapid.SampledFrom([]rune("~/01a ")))).Draw(t, "keys")
		if diff := cmp.Diff(append([]string(nil), keys...), asl.PointerTokens(asl.Pointer("", keys...))); diff != "" && len(keys) > 0 {
			t.Errorf("tokens of a pointer (-want +got):\n%s", diff)
		}
	})

	v := value(t, `{"a":{"b/c":[1,{"d":2}]},"":3}`)
	for pointer, want := range map[string]string{"": `{"a":{"b/c":[1,{"d":2}]},"":3}`, "/": "3", "/a/b~1c/1/d": "2"} {
		got, ok := asl.Lookup(v, pointer)
		if !ok || string(asl.AppendValue(nil, got, -1)) != want {
			t.Errorf("Lookup(%q) = %v, %t, want %s", pointer, got, ok, want)
		}
	}
	for _, pointer := range []string{"/x", "/a/b~1c/2", "/a/b~1c/x", "/a/b~1c/0/x"} {
		if got, ok := asl.Lookup(v, pointer); ok {
			t.Errorf("Lookup(%q) = %v, want nothing", pointer, got)
		}
	}
}

func TestWalk(t *testing.T) {
	m, err := asl.Decode([]byte(`{"States":{
		"P":{"Type":"Parallel","Branches":[{"States":{"A/B":{"Type":"Succeed"}}},{"States":{"C":{"Type":"Fail"}}}]},
		"M":{"Type":"Map","Iterator":{"States":{"N":{"Type":"Map","ItemProcessor":{"States":{"W":{"Type":"Wait"}}}}}}},
		"Z":{"Type":"Choice"}, "E":{"Type":"Map"}, "Q":{"Type":"Pass"}, "T":{"Type":"Task"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	asl.Walk(m, func(pointer, name string, s asl.State) { got = append(got, pointer+" "+name+" "+asl.TypeOf(s)) })
	want := []string{
		"/States/P P Parallel",
		"/States/P/Branches/0/States/A~1B A/B Succeed",
		"/States/P/Branches/1/States/C C Fail",
		"/States/M M Map",
		"/States/M/Iterator/States/N N Map",
		"/States/M/Iterator/States/N/ItemProcessor/States/W W Wait",
		"/States/Z Z Choice",
		"/States/E E Map",
		"/States/Q Q Pass",
		"/States/T T Task",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if s, ok := m.State("Z"); !ok || asl.TypeOf(s) != "Choice" {
		t.Errorf("State(Z) = %v, %t", s, ok)
	}
	if s, ok := m.State("C"); ok {
		t.Errorf("State(C) = %v, which is a state of a branch", s)
	}
}

func TestComparisonOf(t *testing.T) {
	tests := []struct {
		operator string
		want     asl.Comparison
	}{
		{"StringEquals", asl.Comparison{Operand: "string", Of: "String"}},
		{"StringLessThanEqualsPath", asl.Comparison{Operand: "path", Of: "String"}},
		{"StringMatches", asl.Comparison{Operand: "string", Of: "String"}},
		{"NumericGreaterThan", asl.Comparison{Operand: "number", Of: "Numeric"}},
		{"TimestampGreaterThanEquals", asl.Comparison{Operand: "timestamp", Of: "Timestamp"}},
		{"BooleanEquals", asl.Comparison{Operand: "boolean", Of: "Boolean"}},
		{"BooleanEqualsPath", asl.Comparison{Operand: "path", Of: "Boolean"}},
		{"IsTimestamp", asl.Comparison{Operand: "boolean"}},
	}
	for _, tt := range tests {
		if got, ok := asl.ComparisonOf(tt.operator); !ok || got != tt.want {
			t.Errorf("ComparisonOf(%s) = %v, %t, want %v", tt.operator, got, ok, tt.want)
		}
	}
	for _, operator := range []string{"BooleanLessThan", "StringMatchesPath", "StringBigger", "IsNullPath", "Next", "String", "StringPath"} {
		if got, ok := asl.ComparisonOf(operator); ok {
			t.Errorf("ComparisonOf(%s) = %v, want none", operator, got)
		}
	}
}
