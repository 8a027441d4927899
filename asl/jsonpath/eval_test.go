package jsonpath_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

func value(t testing.TB, src string) asl.Value {
	t.Helper()
	v, err := asl.DecodeValue([]byte(src))
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return v
}

func compact(v asl.Value) string { return string(asl.AppendValue(nil, v, -1)) }

// env has a shop as its input.
func env(t testing.TB) *jsonpath.Env {
	input := value(t, `{
		"books": [
			{"title": "A", "price": 8, "tags": ["x", "y"]},
			{"title": "B", "price": 12.5, "tags": []},
			{"title": "C", "isbn": "1"}
		],
		"limit": 10, "bike": {"price": 20}, "none": null, "n": [3, 1, 2, 1.0], "s": "text"
	}`)
	return &jsonpath.Env{
		Input:   input,
		Context: func() asl.Value { return value(t, `{"Execution":{"Name":"run"}}`) },
		Variable: func(name string) (asl.Value, bool) {
			if name != "x" {
				return nil, false
			}
			return value(t, `{"y":[7,8]}`), true
		},
		Random: func() float64 { return 0.5 },
		UUID:   func() string { return "b2c1" },
	}
}

func TestEval(t *testing.T) {
	tests := []struct{ src, want string }{
		{"$.limit", `10`},
		{"$.none", `null`},
		{"$$.Execution.Name", `"run"`},
		{"$x.y[1]", `8`},
		{"$x", `{"y":[7,8]}`},
		{"$.books[0].title", `"A"`},
		{"$.books[-1].title", `"C"`},
		{"$.books[(@.length-2)].title", `"B"`},
		{"$.books[0,2].title", `["A","C"]`},
		{"$.books[0,9].title", `["A"]`},
		{"$.books[*].price", `[8,12.5]`},
		{"$.bike.*", `[20]`},
		{"$.limit.*", `[]`},
		{"$.nothing[*].a", `[]`},
		{"$.n[1:]", `[1,2,1.0]`},
		{"$.n[:-2]", `[3,1]`},
		{"$.n[-3:3]", `[1,2]`},
		{"$.n[0:9:2]", `[3,2]`},
		{"$.n[0:9:-1]", `[]`},
		{"$.s[0:1]", `[]`},
		{"$..price", `[8,12.5,20]`},
		{"$..tags[0]", `["x"]`},
		{"$.n..*", `[3,1,2,1.0]`},
		{"$['limit','s','absent']", `{"limit":10,"s":"text"}`},
		{"$.books[*]['title','isbn']", `[{"title":"A"},{"title":"B"},{"title":"C","isbn":"1"}]`},
		{"$.books.length()", `3`},
		{"$.bike.keys()", `["price"]`},
		{"$.s.size()", `4`},
		{"$.n.min()", `1`},
		{"$.n.max()", `3`},
		{"$.n.sum()", `7`},
		{"$.n.avg()", `1.75`},
		{"$.n.first()", `3`},
		{"$.n.last()", `1.0`},
		{"$x.y.stddev()", `0.5`},

		{"$.books[?(@.price > $.limit)].title", `["B"]`},
		{"$.books[?(@.price >= 8 && @.price < 12.5)].title", `["A"]`},
		{"$.books[?(@.price <= 8 || @.title == 'C')].title", `["A","C"]`},
		{"$.books[?(!(@.price))].title", `["C"]`},
		{"$.books[?(@.isbn)].title", `["C"]`},
		{"$.books[?(@.tags[*])].title", `["A"]`},
		{"$.books[?(@.title != A)].title", `["B","C"]`},
		{"$.books[?(@.title =~ /[bc]/i)].title", `["B","C"]`},
		{"$.books[?(@.title =~ /[bc]/)].title", `[]`},
		{"$.books[?(@.title in ['A', 'C'])].title", `["A","C"]`},
		{"$.books[?(@.title nin ['A', 'C'])].title", `["B"]`},
		{"$.books[?(@.tags contains 'y')].title", `["A"]`},
		{"$.books[?(@.title contains 'B')].title", `["B"]`},
		{"$.books[?(@.tags subsetof ['x', 'y', 'z'])].title", `["A","B"]`},
		{"$.books[?(@.tags anyof ['y'])].title", `["A"]`},
		{"$.books[?(@.tags noneof ['y'])].title", `["B"]`},
		{"$.books[?(@.tags size 2)].title", `["A"]`},
		{"$.books[?(@.tags empty true)].title", `["B"]`},
		{"$.books[?(@.title < 'B')].title", `["A"]`},
		{"$.books[?(@.title > 1)].title", `[]`},
		{"$.books[?(@.tags > 1)].title", `[]`},
		{"$.books[?(@.price == null)].title", `[]`},
		{"$.bike[?(@.price == 20)]", `[{"price":20}]`},

		{"States.Array()", `[]`},
		{"States.Array($.limit, 'a', true, null, $.bike)", `[10,"a",true,null,{"price":20}]`},
		{"States.Format('plain')", `"plain"`},
		{`States.Format('{}-{} \{\} \'{}\' \\ {}', $.s, $.limit, $.bike, $.n)`, `"text-10 {} '{price=20}' \\ [3, 1, 2, 1.0]"`},
		{"States.Format($.s)", `"text"`},
		{`States.StringToJson('\{"a":[1.50]\}')`, `{"a":[1.50]}`},
		{"States.StringToJson('')", `null`},
		{"States.StringToJson('-0')", `0`},
		{"States.JsonToString($.bike)", `"{\"price\":20}"`},
		{"States.ArrayPartition($.n, 3)", `[[3,1,2],[1.0]]`},
		{"States.ArrayContains($.n, 1.0)", `true`},
		{"States.ArrayContains($.n, '1')", `false`},
		{"States.ArrayRange(1, 9, 4)", `[1,5,9]`},
		{"States.ArrayRange(3, 0, -2)", `[3,1]`},
		{"States.ArrayRange(1, 0, 1)", `[]`},
		{"States.ArrayRange(10000000000000000, 10000000000000002, 2)", `[10000000000000000,10000000000000002]`},
		{"States.ArrayGetItem($.n, 2)", `2`},
		{"States.ArrayLength($.n)", `4`},
		{"States.ArrayUnique($.n)", `[3,1,2]`},
		{"States.Base64Encode('grüße')", `"Z3LDvMOfZQ=="`},
		{"States.Base64Decode('Z3LDvMOfZQ==')", `"grüße"`},
		{"States.Hash('a', 'MD5')", `"0cc175b9c0f1b6a831c399e269772661"`},
		{"States.Hash('a', 'SHA-1')", `"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"`},
		{"States.Hash('a', 'SHA-256')", `"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"`},
		{"States.ArrayLength(States.Array(States.Hash($.n, 'SHA-384'), States.Hash($.n, 'SHA-512')))", `2`},
		{"States.JsonMerge($.bike, $x, false)", `{"price":20,"y":[7,8]}`},
		{"States.JsonMerge($.bike, $.books[0], false)", `{"price":8,"title":"A","tags":["x","y"]}`},
		{"States.MathRandom(1, 10)", `5`},
		{"States.MathAdd($.limit, -1)", `9`},
		{"States.MathAdd(1.49, 1.5)", `3`},
		{"States.MathAdd(-0.5, 0.5)", `1`},
		{"States.StringSplit('a.b+c..', '.+')", `["a","b","c"]`},
		{"States.UUID()", `"b2c1"`},
	}
	for _, tt := range tests {
		e, err := jsonpath.Parse(tt.src)
		if err != nil {
			t.Errorf("Parse(%s): %v", tt.src, err)
			continue
		}
		got, err := jsonpath.Eval(e, env(t))
		if err != nil {
			t.Errorf("%s: %v", tt.src, err)
		} else if compact(got) != tt.want {
			t.Errorf("%s = %s, want %s", tt.src, compact(got), tt.want)
		}
	}
}

// TestEvalRandom checks that a seed decides what States.MathRandom gives.
func TestEvalRandom(t *testing.T) {
	e, err := jsonpath.Parse("States.MathRandom(0, 1000000, 42)")
	if err != nil {
		t.Fatal(err)
	}
	first, err := jsonpath.Eval(e, &jsonpath.Env{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := jsonpath.Eval(e, env(t))
	if err != nil || !asl.Equal(first, second) {
		t.Errorf("with the same seed: %v, then %v, %v", first, second, err)
	}
}

func TestEvalErrors(t *testing.T) {
	tests := []struct {
		src    string
		call   bool
		at     string
		inside bool
	}{
		{"$.absent", false, "$['absent']", false},
		{"$.absent.a", false, "$['absent']", true},
		{"$.books[3]", false, "$['books'][3]", false},
		{"$.books[0].isbn", false, "$['books'][0]['isbn']", false},
		{"$.limit.a", false, "$['limit']['a']", false},
		{"$.limit[0]", false, "$['limit'][0]", false},
		{"$.limit[(@.length-1)]", false, "$['limit']", false},
		{"$.limit['a','b']", false, "$['limit']", false},
		{"$.none.length()", false, "$['none']", false},
		{"$.books.sum()", false, "$['books']", false},
		{"$.books[1].tags.first()", false, "$['books'][1]['tags']", false},
		{"$y.a", false, "$y", false},
		{"States.Format('{}', $.absent)", false, "$['absent']", false},
		{"States.Format('{}{}', 1)", true, "", false},
		{"States.Format('{}', 1, 2)", true, "", false},
		{"States.Format('{ }')", true, "", false},
		{"States.Format($.limit)", true, "", false},
		{"States.StringToJson('{')", true, "", false},
		{"States.StringToJson($.n)", true, "", false},
		{"States.ArrayPartition($.n, 0)", true, "", false},
		{"States.ArrayRange(0, 1000, 1)", true, "", false},
		{"States.ArrayRange(0, 1, 0)", true, "", false},
		{"States.ArrayRange(1e400, 1e400, 1)", true, "", false},
		{"States.ArrayGetItem($.n, 4)", true, "", false},
		{"States.ArrayGetItem($.n, -1)", true, "", false},
		{"States.Base64Decode('?')", true, "", false},
		{"States.Base64Encode('" + strings.Repeat("x", 10_001) + "')", true, "", false},
		{"States.Base64Decode('" + strings.Repeat("x", 10_001) + "')", true, "", false},
		{"States.Hash('" + strings.Repeat("x", 10_001) + "', 'MD5')", true, "", false},
		{"States.Hash('a', 'CRC')", true, "", false},
		{"States.JsonMerge($.bike, $.bike, true)", true, "", false},
		{"States.MathRandom(5, 5)", true, "", false},
		{"States.MathRandom(0, 1e400)", true, "", false},
		{"States.MathAdd(1e400, 1)", true, "", false},
	}
	for _, tt := range tests {
		e, err := jsonpath.Parse(tt.src)
		if err != nil {
			t.Errorf("Parse(%.40s): %v", tt.src, err)
			continue
		}
		v, err := jsonpath.Eval(e, env(t))
		var bad *jsonpath.EvalError
		if !errors.As(err, &bad) {
			t.Errorf("%.40s = %v, %v, want an error", tt.src, v, err)
			continue
		}
		got := jsonpath.EvalError{Call: bad.Call, Missing: bad.Missing, At: bad.At, Inside: bad.Inside}
		want := jsonpath.EvalError{Call: tt.call, Missing: !tt.call, At: tt.at, Inside: tt.inside}
		if diff := cmp.Diff(want, got); diff != "" || bad.Text == "" {
			t.Errorf("%.40s: %v (-want +got):\n%s", tt.src, err, diff)
		}
	}
	for _, src := range []string{"$$.a", "$x", "States.UUID()", "States.MathRandom(1, 2)"} {
		e, err := jsonpath.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := jsonpath.Eval(e, &jsonpath.Env{}); err == nil {
			t.Errorf("%s = %v in an empty environment, want an error", src, v)
		}
	}
	if v, err := jsonpath.Eval(&jsonpath.Path{}, &jsonpath.Env{}); err != nil || !asl.Equal(v, asl.Null{}) {
		t.Errorf("$ = %v, %v in an empty environment, want null", v, err)
	}
}

func TestPut(t *testing.T) {
	tests := []struct{ root, path, want string }{
		{`{"a":1}`, "$", `"v"`},
		{`{"a":1,"b":2}`, "$.a", `{"a":"v","b":2}`},
		{`{"a":1}`, "$.b.c", `{"a":1,"b":{"c":"v"}}`},
		{`{"a":[1,2]}`, "$.a[1]", `{"a":[1,"v"]}`},
		{`{"a":[{"b":1}]}`, "$.a[0].b", `{"a":[{"b":"v"}]}`},
	}
	for _, tt := range tests {
		root := value(t, tt.root)
		p, err := jsonpath.ParseReference(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := jsonpath.Put(root, p, asl.String("v"))
		if err != nil || compact(got) != tt.want {
			t.Errorf("Put(%s, %s) = %s, %v, want %s", tt.root, tt.path, compact(got), err, tt.want)
		}
		if compact(root) != compact(value(t, tt.root)) {
			t.Errorf("Put(%s, %s) changed what it was given", tt.root, tt.path)
		}
	}
	for _, tt := range []struct{ root, path string }{
		{`{"a":1}`, "$.a.b"},
		{`[1]`, "$.a"},
		{`{"a":1}`, "$.a[0]"},
		{`{"a":[]}`, "$.a[0]"},
		{`{"a":[1]}`, "$.a[0].b"},
		{`{"a":{"b":1}}`, "$.a.b.c"},
	} {
		p, err := jsonpath.ParseReference(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := jsonpath.Put(value(t, tt.root), p, asl.String("v")); err == nil {
			t.Errorf("Put(%s, %s) = %s, want an error", tt.root, tt.path, compact(got))
		}
	}
}

func FuzzEval(f *testing.F) {
	for _, src := range []string{
		"$..[?(@.price > $.limit)]", "$.n[-1:5:2].sum()", "States.ArrayRange(1, 9, 4)", "States.MathAdd(1e308, 1e308)",
		`States.Format('\{{}', $.bike)`, "States.ArrayPartition($.n, 1e99)", "States.MathRandom(-1e400, 1e400, 3)",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := jsonpath.Parse(src)
		if err != nil || strings.Count(src, "..") > 3 {
			return // every further descent multiplies what is selected
		}
		v, err := jsonpath.Eval(e, env(t))
		if err != nil {
			return
		}
		if _, err := asl.DecodeValue(asl.AppendValue(nil, v, -1)); err != nil {
			t.Fatalf("%s = %s, which is no JSON: %v", src, compact(v), err)
		}
	})
}
