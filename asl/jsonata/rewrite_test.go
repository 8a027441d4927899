package jsonata

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFree(t *testing.T) {
	for src, want := range map[string][]string{
		`$x.a + $y`:                                    {"x", "y"},
		`$map($x, function($v){ $v + $k })`:            {"map", "x", "k"},
		`($a := $b; $a + $c)`:                          {"b", "c"},
		`($f := function(){ $g() }; $g := 1; $f())`:    nil,
		`($a := 1) + $a`:                               {"a"},
		`(($a := 1); $a) + $a`:                         {"a"},
		`$.a + $$.b`:                                   nil,
		`x@$v.y[$v.id = $i]`:                           {"i"},
		`$reduce($l, function($i, $j){ $i + $j + $k})`: {"reduce", "l", "k"},
	} {
		n, err := Parse(src)
		if err != nil {
			t.Fatal(src, err)
		}
		if diff := cmp.Diff(want, Free(n)); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

func TestRewrite(t *testing.T) {
	n, err := Parse(`[$each.a, {"b": $each[0]}, $map($each, function($v){ $v in $each }), x ? -$each : ($y := [1..$each]; $y), $z]`)
	if err != nil {
		t.Fatal(err)
	}
	before := Print(n)
	got := Rewrite(n, func(n Node) Node {
		if v, ok := n.(*Var); ok && v.Name == "each" {
			return &Dot{Left: &Var{Name: "states"}, Right: &Name{Value: "input"}}
		}
		return nil
	})
	want, err := Parse(`[$states.input.a, {"b": ($states.input)[0]}, $map($states.input, function($v){ $v in $states.input }), x ? -$states.input : ($y := [1..$states.input]; $y), $z]`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Print(want), Print(got)); diff != "" {
		t.Error(diff)
	}
	if Print(n) != before {
		t.Error("the expression itself was changed")
	}
}
