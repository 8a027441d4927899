package jsonata

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// shared starts a block that defines a function which gives a small value with
// no end of paths to the same number.
const shared = "($shared := function(){$reduce([1..60], function($a, $i){{'a': $a, 'b': $a}}, 1)}; "

// Every one of these would run for ever or take all memory. All end in the
// same error, soon.
func TestHostileExpressions(t *testing.T) {
	tests := []struct{ name, src string }{
		{"recursion", "($f := function($n){1 + $f($n)}; $f(1))"},
		{"tail recursion", "($f := function($n){$f($n)}; $f(1))"},
		{"mutual recursion", "($f := function(){[$g()]}; $g := function(){[$f()]}; $f())"},
		{"combinator", "(function($f){$f($f)})(function($f){$f($f)})"},
		{"doubling a string", "$reduce([1..100], function($s, $i){$s & $s & 'x'}, 'x')"},
		{"doubling by two arguments", "$reduce([1..100], function($s, $i){$s & $s}, 'xxxxxxxx')"},
		{"doubling a list", "$reduce([1..100], function($s, $i){$append($s, $s)}, [1,2])"},
		{"doubling an array", "$reduce([1..100], function($s, $i){[$s, $s]}, [1,2])"},
		{"product of ranges", "[1..10000].[1..10000].[1..10000]"},
		{"ranges in a loop", "$map([1..10000], function($i){[1..100000]})"},
		{"padding", "$pad('x', 1e15)"},
		{"padding back", "$pad('x', -1e15, 'abc')"},
		{"joining", "$join($map([1..100000], function($i){$pad('x', 100000)}))"},
		{"replacing", "$reduce([1..100], function($s, $i){$replace($s, 'x', 'xxxx')}, 'x')"},
		{"replacing by a pattern", "$reduce([1..100], function($s, $i){$replace($s, /x/, '$0$0$0')}, 'x')"},
		{"backtracking", "$match($pad('', 60, 'a') & 'b', /(a+)+$/)"},
		{"backtracking lookaround", "$contains($pad('', 60, 'a'), /(?=(a*)*b)/)"},
		{"nesting", "$reduce([1..1000000], function($a, $i){[[$a]]}, 1)"},
		{"nesting in objects", "$reduce([1..1000000], function($a, $i){{'x': $a}}, 1)"},
		{"roman", "$formatInteger(1e15, 'I')"},
		{"copies", "$reduce([1..100], function($a, $i){{'a': $a, 'b': $a}}, 1) ~> $string()"},
		{"clones", "$reduce([1..100], function($a, $i){{'a': $a, 'b': $a}}, 1) ~> |a|{}|"},
		{"descending", "$count($reduce([1..100], function($a, $i){{'a': $a, 'b': $a}}, 1).**)"},
		{"comparing what is shared", shared + "$shared() = $shared())"},
		{"distinct of what is shared", shared + "$distinct([$shared(), $shared()]))"},
		{"a result that is shared", shared + "$shared())"},
		{"wildcard on what is shared", "$count({'x': $reduce([1..60], function($a, $i){[[$a], [$a]]}, [1])}.*)"},
		{"keys of what is shared", "$keys($reduce([1..60], function($a, $i){[[$a], [$a]]}, [{'k': 1}]))"},
		{"spreading what is shared", "$spread($reduce([1..60], function($a, $i){[[$a], [$a]]}, [{'k': 1}]))"},
		{"a name in what is shared", "$count({'x': $reduce([1..60], function($a, $i){[[$a], [$a]]}, [{'k': 1}])}.x.k)"},
		{"splitting", "$split($pad('', 1500000, 'ab'), '')"},
		{"splitting by a pattern", "$split($pad('', 1500000, 'ab'), /b/)"},
		{"looking behind", "$match($pad('', 100000, 'a'), /(?<=b)a/)"},
		{"back references", "$contains($pad('', 100000, 'a'), /(a+)\\1b/)"},
		{"picture of a number", "$formatNumber(1, $pad('', 1000000, '0,') & '0')"},
		{"picture of an integer", "$formatInteger(1, $pad('', 1000000, '0,') & '0')"},
		{"picture of a date", "$fromMillis(1, $pad('', 1000000, '[Y]'))"},
		{"powers", "$map([1..1000000], function($i){$power($i, 0.5)})"},
		{"compositions", "($c := function($f, $n){$n = 0 ? $f : $c($f ~> $uppercase, $n - 1)}; $c($uppercase, 100000)('a'))"},
		{"closures", "($c := function($f, $n){$n = 0 ? $f : $c(function($x){1 + $f($x)}, $n - 1)}; $c($abs, 100000)(1))"},
		{"sorting a path", "([1..1000000])^($count([1..100]))"},
		{"filters", "[1..1000000][$count([1..1000]) > 5]"},
		{"a filter that repeats", "[1..1000][[0..999]][[0..999]][[0..999]]"},
		{"copies by transforms", "$reduce([1..100000], function($a, $i){$a ~> |$|{'b': $pad('', 100000)}|}, {'a': 1})"},
		{"objects", "$map([1..1000000], function($i){{'a': $i, 'b': {'c': $i}}})"},
		{"hashing", "$map([1..1000000], function($i){$hash($pad('', 100000), 'SHA-512')})"},
		{"encoding", "$reduce([1..100], function($s, $i){$base64encode($s)}, $pad('', 100, 'x'))"},
		{"quoting", "$reduce([1..100], function($s, $i){$string([$s])}, '\"')"},
		{"zip", "$zip([1..1000000], [1..1000000]) ~> $map(function($x){$zip([1..1000000], [1..1000000])})"},
		{"sort", "$sort([1..1000000], function($a, $b){$count([1..1000]) > 0})"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, err := CompileString(tt.src)
			if err != nil {
				t.Fatal(err)
			}
			limits := Limits{Depth: 500, Steps: 2_000_000, Bytes: 32 << 20}
			v, err := x.Eval(Runtime{Limits: limits}, nil, nil)
			var e *Error
			if !errors.As(err, &e) || e.Code != "U1001" {
				if v != nil {
					v = typeNames[typeOf(v)]
				}
				t.Errorf("%s = %v, %v; want error U1001", tt.src, v, err)
			}
		})
	}
}

// These look as bad, and are not.
func TestLargeExpressions(t *testing.T) {
	tests := []struct{ src, want string }{
		{"$count([1..1000000])", "1000000"},
		{"$sum($map([1..100000], function($i){$i}))", "5000050000"},
		{"($f := function($n, $sum){$n = 0 ? $sum : $f($n - 1, $sum + $n)}; $f(100000, 0))", "5000050000"},
		{"$boolean($reduce([1..60], function($a, $i){[[$a], [$a]]}, 0))", "false"},
		{"$length($replace($pad('', 200000, 'a'), /a/, function($m){'bb'}))", "400000"},
		{"$match($pad('', 200000, 'a') & 'b', /b/).index", "200000"},
		{"([1..20000]#$i{'all': $count($i)}).all", "20000"},
		{"$count($distinct($map([1..100000], function($i){$i % 7})))", "7"},
		{"$sort([1..100000], function($a, $b){$a < $b})[0]", "100000"},
		{"$length($string([1..100000]))", "588896"},
		{"$merge($map([1..10000], function($i){{$string($i): $i}})).`10000`", "10000"},
	}
	for _, tt := range tests {
		if got := evalString(tt.src); got != tt.want {
			t.Errorf("%s = %s, want %s", tt.src, got, tt.want)
		}
	}
}

func TestRegularExpressionsAreBounded(t *testing.T) {
	for _, pattern := range []string{
		"((a{100}){100}){100}", "a{1000000000}", "(((a?){100})?){1000}",
		strings.Repeat("(", 10_000) + strings.Repeat(")", 10_000), strings.Repeat("(?=", 10_000) + strings.Repeat(")", 10_000),
	} {
		_, err := Compile(&Regex{Pattern: pattern})
		var e *Error
		if !errors.As(err, &e) || e.Code != "S0303" {
			t.Errorf("/%.30s…/: error %v, want S0303", pattern, err)
		}
	}
}

func TestNestingEndsInAnError(t *testing.T) {
	const n = 10_000
	for _, tt := range []struct{ before, middle, after string }{
		{"(", "1", ")"},
		{"[", "1", "]"},
		{"-", "1", ""},
		{"", "1", "+1"},
		{"", "a", ".a"},
		{"", "a", "[0]"},
		{"$f(", "1", ")"},
		{"function(){", "1", "}"},
		{"{'a':", "1", "}"},
		{"a?", "1", ":1"},
		{"$x:=", "1", ""},
		{"|a|", "a", "|"},
		{"a.(", "a", ")"},
		{"'a'&", "'a'", ""},
		{"", "a", "{'a':b}[0]"},
		{"", "a", "^(b)"},
	} {
		src := strings.Repeat(tt.before, n) + tt.middle + strings.Repeat(tt.after, n)
		var e *Error
		if _, err := Parse(src); !errors.As(err, &e) || e.Code[0] != 'U' && e.Code != "S0210" {
			t.Errorf("Parse(%.20q…): error %v, want U1001", src, err)
		}
	}
}

// A look at what lies below for each level would make these take minutes.
func TestLongChainsAreCompiled(t *testing.T) {
	const n = 2000
	for _, tt := range []struct{ before, after string }{
		{"", "[0]"},
		{"", "@$x#$i"},
		{"", ".a"},
		{"", "^(b)"},
		{"(", ".b)[0]"},
		{"(", "{a:b})"},
		{"(", "^(b))"},
		{"", " & a"},
		{"a ? ", ""},
		{"", " ~> $f"},
		{"", "[]"},
		{"-", ""},
		{"(", "@$x)"},
		{"", ".b[%.c = 1]"},
	} {
		n, err := Parse(strings.Repeat(tt.before, n) + "a" + strings.Repeat(tt.after, n))
		if err != nil {
			t.Errorf("%s…%s: %v", tt.before, tt.after, err)
			continue
		}
		if again, err := Parse(Print(n)); err != nil || Print(n) != Print(again) {
			t.Errorf("%s…%s printed reads as something else: %v", tt.before, tt.after, err)
		}
		if _, err := Compile(n); err != nil {
			t.Errorf("%s…%s: %v", tt.before, tt.after, err)
		}
	}
}

func TestDepthCountsAsTheReference(t *testing.T) {
	// An n-term chain is n deep, n nested brackets are n+1.
	tests := []struct {
		src   string
		depth int
	}{
		{strings.TrimSuffix(strings.Repeat("1+", 50), "+"), 50},
		{strings.TrimSuffix(strings.Repeat("'a'&", 50), "&"), 50},
		{strings.TrimSuffix(strings.Repeat("true and ", 50), " and "), 50},
		{strings.Repeat("[", 50) + "1" + strings.Repeat("]", 50), 51},
		{strings.Repeat("true?", 50) + "1" + strings.Repeat(":0", 50), 51},
	}
	for _, tt := range tests {
		x, err := CompileString(tt.src)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := x.Eval(Runtime{Limits: Limits{Depth: tt.depth}}, nil, nil); err != nil {
			t.Errorf("%.20s… in a depth of %d: %v", tt.src, tt.depth, err)
		}
		if _, err := x.Eval(Runtime{Limits: Limits{Depth: tt.depth - 1}}, nil, nil); err == nil {
			t.Errorf("%.20s… passes in a depth of %d", tt.src, tt.depth-1)
		}
	}
}

// One expression and one input, used by several goroutines: with -race this
// tells whether an evaluation writes to either.
func TestExprIsSafeForConcurrentUse(t *testing.T) {
	in := decode(t, []byte(`{"a":[{"b":["x"],"c":[1,2]},{"b":["y"],"c":3}],"s":"one two","e":[]}`))
	for _, tt := range []struct{ src, want string }{
		{"$map(a, function($v){$v.b[0] & $string($sum($v.c))}) ~> $join(',')", `"x3,y3"`},
		{"($f := function($n){$n = 0 ? $v.s : $f($n - 1)}; $f(20))", `"one two"`},
		{"$replace(s, /(o)(.)/, '$2$1')", `"noe two"`},
		{"a#$i{b[0]: $i}", `{"x":0,"y":1}`},
		{"a^(>b[0]).b", `["y","x"]`},
		{"a@$x.{'b': $x.b[0], 's': s}", `[{"b":"x","s":"one two"},{"b":"y","s":"one two"}]`},
		{"(a ~> |$|{'d': 1}, 'b'|).d", `[1,1]`},
		{"a.c.(%.b[0])", `["x","x","y"]`},
		{"$fromMillis(0, '[D1o] [MNn]') & $formatNumber(1234.5, '#,##0.00')", `"1st January1,234.50"`},
	} {
		x, err := CompileString(tt.src)
		if err != nil {
			t.Fatal(err)
		}
		vars := map[string]Value{"v": in}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 50 {
					v, err := x.Eval(Runtime{}, in, vars)
					if err != nil || show(v) != tt.want {
						t.Errorf("%s = %s, %v; want %s", tt.src, show(v), err, tt.want)
						return
					}
				}
			})
		}
		wg.Wait()
	}
}

// The variables of the caller are read, never written.
func TestVariablesOfTheCallerStay(t *testing.T) {
	x, err := CompileString("($y := $x + 1; $x := 5; $x + $y) + $x + ($x := 7) + $x")
	if err != nil {
		t.Fatal(err)
	}
	vars := map[string]Value{"x": 1.0}
	for range 2 {
		v, err := x.Eval(Runtime{}, nil, vars)
		if err != nil || v != 16.0 {
			t.Errorf("Eval = %v, %v; want 16", v, err)
		}
	}
	if len(vars) != 1 || vars["x"] != 1.0 {
		t.Errorf("the variables became %v", vars)
	}
}

func TestResultsHaveNoMarksOfSequences(t *testing.T) {
	x, err := CompileString("{'a': b[], 'c': [b, b]}")
	if err != nil {
		t.Fatal(err)
	}
	v, err := x.Eval(Runtime{}, decode(t, []byte(`{"b":1}`)), nil)
	if err != nil {
		t.Fatal(err)
	}
	// The one item of a would be taken out of its array again.
	y, err := CompileString("a.$")
	if err != nil {
		t.Fatal(err)
	}
	if a := v.(*ObjectValue).Get("a").(*ArrayValue); a.sequence || a.singleton {
		t.Errorf("the array kept its marks")
	}
	if _, err := y.Eval(Runtime{}, v, nil); err != nil {
		t.Error(err)
	}
}
