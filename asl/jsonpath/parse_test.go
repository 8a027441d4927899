package jsonpath_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/jsonpath"
)

func ptr(i int) *int { return &i }

func TestParsePath(t *testing.T) {
	tests := []struct {
		src  string
		root jsonpath.Root
		v    string
		want []jsonpath.Step
	}{
		{"$", jsonpath.Input, "", nil},
		{"$.a.b-c:d", jsonpath.Input, "", []jsonpath.Step{jsonpath.Names{"a"}, jsonpath.Names{"b-c:d"}}},
		{"$.grüße", jsonpath.Input, "", []jsonpath.Step{jsonpath.Names{"grüße"}}},
		{"$$.Execution.Name ", jsonpath.Context, "", []jsonpath.Step{jsonpath.Names{"Execution"}, jsonpath.Names{"Name"}}},
		{"$$", jsonpath.Context, "", nil},
		{"$x", jsonpath.Variable, "x", nil},
		{"$größe_1[0].a", jsonpath.Variable, "größe_1", []jsonpath.Step{jsonpath.Indexes{0}, jsonpath.Names{"a"}}},
		{`$['a b']["c"]`, jsonpath.Input, "", []jsonpath.Step{jsonpath.Names{"a b"}, jsonpath.Names{"c"}}},
		{`$['a','b' , 'it\'s']`, jsonpath.Input, "", []jsonpath.Step{jsonpath.Names{"a", "b", "it's"}}},
		{`$['Test\""Name"']`, jsonpath.Input, "", []jsonpath.Step{jsonpath.Names{`Test\""Name"`}}},
		{"$[*].a.*", jsonpath.Input, "", []jsonpath.Step{jsonpath.Wildcard{}, jsonpath.Names{"a"}, jsonpath.Wildcard{}}},
		{"$.[0].a", jsonpath.Input, "", []jsonpath.Step{jsonpath.Indexes{0}, jsonpath.Names{"a"}}},
		{"$[0, 2,-1]", jsonpath.Input, "", []jsonpath.Step{jsonpath.Indexes{0, 2, -1}}},
		{"$[1:]", jsonpath.Input, "", []jsonpath.Step{jsonpath.Slice{From: ptr(1)}}},
		{"$[:-2]", jsonpath.Input, "", []jsonpath.Step{jsonpath.Slice{To: ptr(-2)}}},
		{"$[ 1 : 9 : 2 ]", jsonpath.Input, "", []jsonpath.Step{jsonpath.Slice{From: ptr(1), To: ptr(9), By: ptr(2)}}},
		{"$..a", jsonpath.Input, "", []jsonpath.Step{jsonpath.Descend{Step: jsonpath.Names{"a"}}}},
		{"$..*", jsonpath.Input, "", []jsonpath.Step{jsonpath.Descend{Step: jsonpath.Wildcard{}}}},
		{"$..[0]", jsonpath.Input, "", []jsonpath.Step{jsonpath.Descend{Step: jsonpath.Indexes{0}}}},
		{"$[(@.length-1)].bar", jsonpath.Input, "", []jsonpath.Step{jsonpath.FromEnd(1), jsonpath.Names{"bar"}}},
		{"$.a.length()", jsonpath.Input, "", []jsonpath.Step{jsonpath.Names{"a"}, jsonpath.Measure{Name: "length"}}},
	}
	for _, tt := range tests {
		got, err := jsonpath.ParsePath(tt.src)
		if err != nil {
			t.Errorf("ParsePath(%s): %v", tt.src, err)
			continue
		}
		want := &jsonpath.Path{Root: tt.root, Var: tt.v, Steps: tt.want}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParsePath(%s) (-want +got):\n%s", tt.src, diff)
		}
	}
}

func item(pos int, names ...string) *jsonpath.Path {
	p := &jsonpath.Path{Pos: pos, Root: jsonpath.Item}
	for _, name := range names {
		p.Steps = append(p.Steps, jsonpath.Names{name})
	}
	return p
}

func text(s string) jsonpath.Operand {
	return jsonpath.Operand{Value: jsonpath.String{Text: s, Template: s}}
}

func TestParseFilter(t *testing.T) {
	compare := func(x *jsonpath.Path, op string, y jsonpath.Operand) jsonpath.Cond {
		return &jsonpath.Compare{X: jsonpath.Operand{Path: x}, Op: op, Y: y}
	}
	tests := []struct {
		src  string
		want jsonpath.Cond
	}{
		{"$[?(@.a == 'x')]", compare(item(4, "a"), "==", text("x"))},
		{`$[?(@.a=="x")]`, compare(item(4, "a"), "==", text("x"))},
		{"$[?(@.a.b > 0)]", compare(item(4, "a", "b"), ">", jsonpath.Operand{Value: jsonpath.Number("0")})},
		{"$[?(@.a<=-1.5e3)]", compare(item(4, "a"), "<=", jsonpath.Operand{Value: jsonpath.Number("-1.5e3")})},
		{"$[?(@.a==Failure)]", compare(item(4, "a"), "==", jsonpath.Operand{Value: jsonpath.Word("Failure")})},
		{"$[?(@.a != true)]", compare(item(4, "a"), "!=", jsonpath.Operand{Value: jsonpath.Bool(true)})},
		{"$[?(@.a == null)]", compare(item(4, "a"), "==", jsonpath.Operand{Value: jsonpath.Null{}})},
		{"$[?(@.a =~ /S\\/J.*?/i)]", compare(item(4, "a"), "=~", jsonpath.Operand{Value: jsonpath.Regex{Pattern: `S\/J.*?`, Flags: "i"}})},
		{"$[?(@.a in ['x', 1])]", compare(item(4, "a"), "in", jsonpath.Operand{Value: jsonpath.List{
			jsonpath.String{Text: "x", Template: "x"}, jsonpath.Number("1"),
		}})},
		{"$[?(@.a == $.b)]", compare(item(4, "a"), "==", jsonpath.Operand{Path: &jsonpath.Path{
			Pos: 11, Steps: []jsonpath.Step{jsonpath.Names{"b"}},
		}})},
		{"$[?(@.a)]", &jsonpath.Exists{Path: item(4, "a")}},
		{"$[?@.a]", &jsonpath.Exists{Path: item(3, "a")}},
		{"$[?(!@.a && @.b || (@ empty false))]", &jsonpath.Or{
			X: &jsonpath.And{
				X: &jsonpath.Not{X: &jsonpath.Exists{Path: item(5, "a")}},
				Y: &jsonpath.Exists{Path: item(12, "b")},
			},
			Y: compare(item(20), "empty", jsonpath.Operand{Value: jsonpath.Bool(false)}),
		}},
	}
	for _, tt := range tests {
		got, err := jsonpath.ParsePath(tt.src)
		if err != nil {
			t.Errorf("ParsePath(%s): %v", tt.src, err)
			continue
		}
		if diff := cmp.Diff([]jsonpath.Step{jsonpath.Filter{Cond: tt.want}}, got.Steps); diff != "" {
			t.Errorf("ParsePath(%s) (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestParseCall(t *testing.T) {
	call := func(pos int, name string, args ...jsonpath.Expr) *jsonpath.Call {
		f, ok := jsonpath.FunctionNamed(name)
		if !ok {
			t.Fatalf("no function %s", name)
		}
		return &jsonpath.Call{Pos: pos, Func: f, Args: args}
	}
	path := func(pos int, root jsonpath.Root, names ...string) *jsonpath.Path {
		p := item(pos, names...)
		p.Root = root
		return p
	}
	tests := []struct {
		src  string
		want jsonpath.Expr
	}{
		{"States.UUID()", call(0, "UUID")},
		{"States.UUID ( ) ", call(0, "UUID")},
		{"$.a", path(0, jsonpath.Input, "a")},
		{`States.Format('a\'b\\ \{{}\}\n', $.x,$$.y)`, call(0, "Format",
			&jsonpath.Literal{Pos: 14, Value: jsonpath.String{Text: "a'b\\ {{}}\n", Template: `a\'b\\ \{{}\}\n`}},
			path(33, jsonpath.Input, "x"), path(37, jsonpath.Context, "y"))},
		{`States.Array('ü', 2.3, -1, true, false, null, $)`, call(0, "Array",
			&jsonpath.Literal{Pos: 13, Value: jsonpath.String{Text: "ü", Template: "ü"}},
			&jsonpath.Literal{Pos: 19, Value: jsonpath.Number("2.3")},
			&jsonpath.Literal{Pos: 24, Value: jsonpath.Number("-1")},
			&jsonpath.Literal{Pos: 28, Value: jsonpath.Bool(true)},
			&jsonpath.Literal{Pos: 34, Value: jsonpath.Bool(false)},
			&jsonpath.Literal{Pos: 41, Value: jsonpath.Null{}},
			path(47, jsonpath.Input))},
		{"States.MathAdd(States.ArrayLength($.a), 1)", call(0, "MathAdd",
			call(15, "ArrayLength", path(34, jsonpath.Input, "a")),
			&jsonpath.Literal{Pos: 40, Value: jsonpath.Number("1")})},
		{"States.MathRandom(1, 2, 3)", call(0, "MathRandom",
			&jsonpath.Literal{Pos: 18, Value: jsonpath.Number("1")},
			&jsonpath.Literal{Pos: 21, Value: jsonpath.Number("2")},
			&jsonpath.Literal{Pos: 24, Value: jsonpath.Number("3")})},
	}
	for _, tt := range tests {
		got, err := jsonpath.Parse(tt.src)
		if err != nil {
			t.Errorf("Parse(%s): %v", tt.src, err)
		} else if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Parse(%s) (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		src  string
		code jsonpath.Code
		pos  int
	}{
		{"", jsonpath.Syntax, 0},
		{" $", jsonpath.Syntax, 0},
		{"a", jsonpath.Syntax, 0},
		{"@.a", jsonpath.Syntax, 0},
		{".a", jsonpath.Syntax, 0},
		{"$.", jsonpath.Syntax, 2},
		{"$...", jsonpath.Syntax, 3},
		{"$.a.", jsonpath.Syntax, 4},
		{"$a-b", jsonpath.Syntax, 2},
		{"$.a b", jsonpath.Syntax, 4},
		{"$.a)", jsonpath.Syntax, 3},
		{"$[", jsonpath.Syntax, 2},
		{"$[]", jsonpath.Syntax, 2},
		{"$[a]", jsonpath.Syntax, 2},
		{"$['a]", jsonpath.Syntax, 2},
		{"$['a',b]", jsonpath.Syntax, 6},
		{"$[1", jsonpath.Syntax, 3},
		{"$[1,]", jsonpath.Syntax, 4},
		{"$[-]", jsonpath.Syntax, 3},
		{"$[1,'a']", jsonpath.Syntax, 4},
		{"$[99999999999999999999]", jsonpath.Syntax, 2},
		{"$[(@.length)]", jsonpath.Syntax, 11},
		{"$[(@.length-0)]", jsonpath.Syntax, 2},
		{"$.a.foo()", jsonpath.UnknownFunction, 4},
		{"$[?(@.a = 1)]", jsonpath.Syntax, 8},
		{"$[?(@.a like 'x')]", jsonpath.Syntax, 8},
		{"$[?(@.a == )]", jsonpath.Syntax, 11},
		{"$[?('a')]", jsonpath.Syntax, 7},
		{"$[?(@.a =~ /x)]", jsonpath.Syntax, 11},
		{"$[?(@.a in [1 2])]", jsonpath.Syntax, 14},
		{"$[?(@.a]", jsonpath.Syntax, 7},
		{"States.", jsonpath.UnknownFunction, 0},
		{"States. ", jsonpath.UnknownFunction, 0},
		{"States.Xyz($.a)", jsonpath.UnknownFunction, 0},
		{"States.uuid()", jsonpath.UnknownFunction, 0},
		{"States.JsonToString($", jsonpath.Syntax, 21},
		{"States.StringToJson $.escaped)", jsonpath.Syntax, 20},
		{"States.StringToJson()", jsonpath.Arguments, 0},
		{"States.UUID(1)", jsonpath.Arguments, 0},
		{"States.Format()", jsonpath.Arguments, 0},
		{"States.MathRandom(1)", jsonpath.Arguments, 0},
		{"States.MathAdd(1,'-1')", jsonpath.Arguments, 17},
		{"States.ArrayLength(null)", jsonpath.Arguments, 19},
		{"States.JsonMerge($.a,$.b,'x')", jsonpath.Arguments, 25},
		{`States.Format('a\"b')`, jsonpath.Escape, 16},
		{`States.Format('a)`, jsonpath.Syntax, 14},
		{"States.Array(-)", jsonpath.Syntax, 14},
		{"States.Array(yes)", jsonpath.Syntax, 13},
		{"States.Array($.a $.b)", jsonpath.Syntax, 17},
		{"States.UUID() x", jsonpath.Syntax, 14},
		{strings.Repeat("States.Array(", 200), jsonpath.Depth, 1300},
		{"$[?(" + strings.Repeat("(", 200), jsonpath.Depth, 103},
		{"$[?(@ in " + strings.Repeat("[", 2000), jsonpath.Depth, 107},
		{strings.Repeat("$[?(@", 1) + strings.Repeat("[?(@", 300), jsonpath.Depth, 203},
	}
	for _, tt := range tests {
		e, err := jsonpath.Parse(tt.src)
		var perr *jsonpath.Error
		if !errors.As(err, &perr) {
			t.Errorf("Parse(%.40s) = %v, %v, want error %q", tt.src, e, err, tt.code)
		} else if perr.Code != tt.code || perr.Pos != tt.pos {
			t.Errorf("Parse(%.40s) gives %q error at %d (%v), want %q at %d", tt.src, perr.Code, perr.Pos, err, tt.code, tt.pos)
		}
	}
}

func TestParseReference(t *testing.T) {
	for _, src := range []string{"$", "$.a", "$['a b'][0].c"} {
		if _, err := jsonpath.ParseReference(src); err != nil {
			t.Errorf("ParseReference(%s): %v", src, err)
		}
	}
	for _, src := range []string{"$$.a", "$x", "$.*", "$..a", "$[1:2]", "$[0,1]", "$[-1]", "$['a','b']", "$[?(@.a)]", "a", "$.a.length()"} {
		if _, err := jsonpath.ParseReference(src); err == nil {
			t.Errorf("ParseReference(%s) gives no error", src)
		}
	}
}

func TestPaths(t *testing.T) {
	e, err := jsonpath.Parse("States.Format('x', $a..[?(@.b == $c || !(@.d && @.e))], States.Array($.f, 1))")
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	jsonpath.Paths(e, func(p *jsonpath.Path) { got = append(got, p.Pos) })
	if diff := cmp.Diff([]int{19, 26, 33, 41, 48, 69}, got); diff != "" {
		t.Errorf("positions of paths (-want +got):\n%s", diff)
	}
}

func TestKindString(t *testing.T) {
	for k, want := range map[jsonpath.Kind]string{
		jsonpath.KindAny:                          "any value",
		jsonpath.KindString:                       "a string",
		jsonpath.KindNumber | jsonpath.KindObject: "a number or an object",
	} {
		if got := k.String(); got != want {
			t.Errorf("Kind(%d) = %s, want %s", k, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"$", "$$.Execution.Id", "$x[0]", "$['a','b'][1:2:3]..*", "$[?(@.a =~ /x/i && @.b in [1,'a'] || !(@.c))].length()",
		`States.Format('\{{}\'', States.Array($.a, -1.5e2, null), $[(@.length-1)])`, "$[?(@", "$..[", "States.Array(",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := jsonpath.Parse(src)
		var perr *jsonpath.Error
		if err != nil {
			if !errors.As(err, &perr) || perr.Pos < 0 || perr.Pos > len(src) {
				t.Fatalf("Parse(%q) gives error %#v", src, err)
			}
			return
		}
		jsonpath.Paths(e, func(p *jsonpath.Path) {
			if p == nil || p.Pos >= len(src) || (src[p.Pos] != '$' && src[p.Pos] != '@') {
				t.Fatalf("Parse(%q) has a path at %+v", src, p)
			}
		})
	})
}
