package jsonata

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// trees draws trees that can be written and read back: Assign stands where a
// whole expression may, and a Block of one only where it matters.
type trees struct{ t *rapid.T }

func (g trees) pick(n int) int         { return rapid.IntRange(0, n-1).Draw(g.t, "pick") }
func (g trees) bool() bool             { return rapid.Bool().Draw(g.t, "bool") }
func (g trees) of(ss ...string) string { return rapid.SampledFrom(ss).Draw(g.t, "text") }

func (g trees) many(n int, f func() Node) []Node {
	var ns []Node
	for range g.pick(n + 1) {
		ns = append(ns, f())
	}
	return ns
}

// whole draws an expression for a place that ends on both sides.
func (g trees) whole(depth int) Node {
	if g.pick(12) == 0 {
		return &Assign{Var: g.varName(), Value: g.whole(depth - 1)}
	}
	return g.node(depth)
}

func (g trees) varName() string { return g.of("", "$", "x", "states", "l_v", "and", "ü") }

func (g trees) leaf() Node {
	switch g.pick(9) {
	case 0:
		return &String{Value: g.text()}
	case 1:
		f := rapid.Float64().Draw(g.t, "number")
		if math.IsInf(f, 0) || math.IsNaN(f) {
			f = 1
		}
		return &Number{Value: f}
	case 2:
		return &Bool{Value: g.bool()}
	case 3:
		return &Null{}
	case 4:
		return &Var{Name: g.varName()}
	case 5:
		return &Wildcard{}
	case 6:
		return &Descendant{}
	case 7:
		return &Parent{}
	default:
		return g.name()
	}
}

func (g trees) text() string {
	if g.bool() {
		return g.of("", "a", "%}", "it's", "\"", "\\", "a\nb", "\u2028", "\xED\xA0\x80", "`", "😀")
	}
	return rapid.String().Draw(g.t, "string")
}

func (g trees) name() Node {
	return &Name{Value: g.of("a", "b_1", "", "two words", "and", "true", "function", "λ", "1", "$x", "ü", "a.b")}
}

// step draws an operand of a path.
func (g trees) step(depth int) Node {
	n := g.node(depth)
	switch g.pick(6) {
	case 0:
		return &Name{Value: g.of("back`quote", "back` quote", "%}", "line\nbreak", "'")}
	case 1:
		if _, ok := n.(*Block); !ok {
			b := &Block{Exprs: []Node{n}}
			if e := (&parser{}).edgeOf(n); !needsStep(n, e, stepLeft) && !needsStep(n, e, stepRight) {
				return b
			}
		}
	}
	return n
}

func (g trees) pairs(depth int) []Pair {
	var ps []Pair
	for range g.pick(3) {
		ps = append(ps, Pair{Key: g.whole(depth - 1), Value: g.whole(depth - 1)})
	}
	return ps
}

func (g trees) node(depth int) Node {
	if depth <= 0 {
		return g.leaf()
	}
	d := depth - 1
	switch g.pick(21) {
	case 0, 1:
		return &Dot{Left: g.step(d), Right: g.step(d)}
	case 2:
		return &Filter{X: g.node(d), Pred: g.whole(d)}
	case 3:
		return &KeepArray{X: g.node(d)}
	case 4:
		return &Group{X: g.node(d), Pairs: g.pairs(d)}
	case 5:
		s := &Sort{X: g.node(d)}
		for range g.pick(2) + 1 {
			s.Terms = append(s.Terms, SortTerm{X: g.whole(d), Descending: g.bool()})
		}
		return s
	case 6:
		return &Focus{X: g.node(d), Var: g.varName()}
	case 7:
		return &Index{X: g.node(d), Var: g.varName()}
	case 8:
		return &Array{Items: g.many(3, func() Node {
			if g.pick(4) == 0 {
				return &Range{From: g.whole(d), To: g.whole(d)}
			}
			return g.whole(d)
		})}
	case 9:
		return &Object{Pairs: g.pairs(d)}
	case 10:
		return &Negate{X: g.node(d)}
	case 11, 12:
		op := g.of("+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in")
		return &Binary{Op: op, Left: g.node(d), Right: g.node(d)}
	case 13:
		c := &Cond{If: g.node(d), Then: g.whole(d)}
		if g.bool() {
			c.Else = g.whole(d)
		}
		return c
	case 14:
		b := &Block{Exprs: g.many(3, func() Node { return g.whole(d) })}
		if only(b) != nil {
			b.Exprs = append(b.Exprs, g.whole(d))
		}
		return b
	case 15:
		l := &Lambda{Body: g.whole(d), Signature: g.of("", "n-n:n", "a<n>:x")}
		for range g.pick(3) {
			l.Params = append(l.Params, g.varName())
		}
		return l
	case 16, 17:
		return &Call{Func: g.node(d), Args: g.many(3, func() Node {
			switch g.pick(6) {
			case 0:
				return &Placeholder{}
			case 1:
				return &Regex{Pattern: g.of("a", `a\/b`, "[/]", `\(`, "(a|b)*"), Flags: g.of("", "i", "im")}
			}
			return g.whole(d)
		})}
	case 18:
		return &Apply{Left: g.node(d), Right: g.node(d)}
	case 19:
		t := &Transform{Pattern: g.whole(d), Update: g.whole(d)}
		if g.bool() {
			t.Delete = g.whole(d)
		}
		return t
	default:
		return g.leaf()
	}
}

func TestParseInvertsPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := trees{t}.whole(4)
		text := Print(n)
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("Parse(%s): %v", text, err)
		}
		if diff := cmp.Diff(n, got); diff != "" {
			t.Errorf("Parse(Print(n)) differs (-n +parsed) for %s:\n%s", text, diff)
		}
	})
}
