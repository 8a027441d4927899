package jsonata

import (
	"reflect"
	"strings"

	"pgregory.net/rapid"
)

// expressions draws expressions that mostly make sense: operators and
// functions get operands of the types they ask for, but now and then of any.
type expressions struct {
	trees
	vars []string

	// inFunction counts the functions around. The reference may lose their
	// context.
	inFunction int
}

// functionTable tells what each function takes and gives. In arguments s is a
// string, n a number, i a small number, w a small integer, b a boolean, l a list, N a list of
// numbers, S a list of strings, O a list of objects, o an object, x anything, r
// a regular expression, f1 to f4 functions of so many parameters, p, q and d a
// picture of a number, an integer and a date, z a zone, and t a timestamp. What
// follows ? may be left out. $string is in twice for its weight.
var functionTable = []struct{ name, args, result string }{
	{"string", "x", "s"},
	{"string", "x?b", "s"},
	{"length", "s", "n"},
	{"substring", "si?i", "s"},
	{"substringBefore", "ss", "s"},
	{"substringAfter", "ss", "s"},
	{"lowercase", "s", "s"},
	{"uppercase", "s", "s"},
	{"trim", "s", "s"},
	{"pad", "si?s", "s"},
	{"join", "S?s", "s"},
	{"match", "sr?i", "l"},
	{"contains", "ss", "b"},
	{"contains", "sr", "b"},
	{"split", "ss?i", "l"},
	{"split", "sr?i", "l"},
	{"replace", "sss?i", "s"},
	{"replace", "srs?i", "s"},
	{"replace", "srf1?i", "s"},
	{"base64encode", "s", "s"},
	{"base64decode", "s", "s"},
	{"encodeUrl", "s", "s"},
	{"encodeUrlComponent", "s", "s"},
	{"decodeUrl", "s", "s"},
	{"decodeUrlComponent", "s", "s"},
	{"number", "s", "n"},
	{"number", "b", "n"},
	{"abs", "n", "n"},
	{"floor", "n", "n"},
	{"ceil", "n", "n"},
	{"round", "n?i", "n"},
	{"power", "nw", "n"},
	{"sqrt", "n", "n"},
	{"formatBase", "n?i", "s"},
	{"formatNumber", "np", "s"},
	{"formatInteger", "nq", "s"},
	{"sum", "N", "n"},
	{"max", "N", "n"},
	{"min", "N", "n"},
	{"average", "N", "n"},
	{"count", "l", "n"},
	{"append", "xx", "l"},
	{"append", "ll", "l"},
	{"sort", "N", "l"},
	{"sort", "S", "l"},
	{"sort", "lf2", "l"},
	{"reverse", "l", "l"},
	{"distinct", "l", "l"},
	{"zip", "ll?l", "l"},
	{"keys", "o", "l"},
	{"keys", "O", "l"},
	{"lookup", "os", "x"},
	{"lookup", "Os", "x"},
	{"spread", "o", "l"},
	{"spread", "O", "l"},
	{"merge", "O", "o"},
	{"clone", "o", "o"},
	{"map", "lf3", "l"},
	{"filter", "lf3", "l"},
	{"single", "lf3", "x"},
	{"reduce", "lf4?x", "x"},
	{"each", "of3", "l"},
	{"sift", "of3", "o"},
	{"boolean", "x", "b"},
	{"not", "x", "b"},
	{"exists", "x", "b"},
	{"type", "x", "s"},
	{"error", "s", "x"},
	{"assert", "b?s", "x"},
	{"toMillis", "t", "n"},
	{"fromMillis", "n?dz", "s"},
	{"toMillis", "td", "n"},
}

func (g *expressions) any(d int) Node {
	switch g.pick(7) {
	case 0:
		return g.num(d)
	case 1:
		return g.str(d)
	case 2:
		return g.truth(d)
	case 3:
		return g.list(d)
	case 4:
		return g.object(d)
	default:
		return g.path(d)
	}
}

// of the type that is asked for, or now and then of any.
func (g *expressions) typed(d int, result string, own func() Node) Node {
	switch k := g.pick(16); {
	case k == 0:
		return g.any(d - 1)
	case d <= 0 && k < 5:
		return g.field()
	case d <= 0:
		return own()
	case k < 5:
		return g.path(d)
	case k < 9:
		return g.callOf(d, result)
	case k == 9:
		return &Cond{If: g.truth(d - 1), Then: g.of1(d-1, result), Else: g.of1(d-1, result)}
	case k == 10:
		return g.block(d, result)
	case k == 11:
		return &Apply{Left: g.any(d - 1), Right: g.function(d-1, 1)}
	}
	return own()
}

// of1 is an expression of a type of the function table.
func (g *expressions) of1(d int, kind string) Node {
	switch kind {
	case "s":
		return g.str(d)
	case "n":
		return g.num(d)
	case "b":
		return g.truth(d)
	case "l":
		return g.list(d)
	case "o":
		return g.object(d)
	}
	return g.any(d)
}

func (g *expressions) block(d int, result string) Node {
	name := g.of("v", "w")
	had := len(g.vars)
	b := &Block{Exprs: []Node{&Assign{Var: name, Value: g.any(d - 1)}}}
	g.vars = append(g.vars, name)
	b.Exprs = append(b.Exprs, g.of1(d-1, result))
	g.vars = g.vars[:had]
	return b
}

func (g *expressions) num(d int) Node {
	return g.typed(d, "n", func() Node {
		if d <= 0 || g.pick(4) == 0 {
			return &Number{Value: rapid.SampledFrom([]float64{
				0, 1, 2, 3, -1, -2, 10, 255, 0.5, 2.5, -0.1, 1.005, 1e3, 12345.678, 1e-7, 1e15, 123456789012, 1.0 / 3,
			}).Draw(g.t, "number")}
		}
		if g.pick(8) == 0 {
			return &Negate{X: g.num(d - 1)}
		}
		return &Binary{Op: g.of("+", "-", "*", "/", "%"), Left: g.num(d - 1), Right: g.num(d - 1)}
	})
}

func (g *expressions) str(d int) Node {
	return g.typed(d, "s", func() Node {
		if d <= 0 || g.pick(3) > 0 {
			return &String{Value: g.word()}
		}
		return &Binary{Op: "&", Left: g.any(d - 1), Right: g.str(d - 1)}
	})
}

func (g *expressions) word() string {
	return g.of("", "a", "b", "abc", "aXbX", "hello world", " a  b ", "12", "-3.5", "0x1F", "true", "é", "😀x", "ß", "%20a", "YWJj",
		"2018-03-22", "a,b,c", "$1", "\n")
}

func (g *expressions) truth(d int) Node {
	return g.typed(d, "b", func() Node {
		if d <= 0 {
			return &Bool{Value: g.bool()}
		}
		switch g.pick(4) {
		case 0:
			return &Binary{Op: g.of("and", "or"), Left: g.any(d - 1), Right: g.any(d - 1)}
		case 1:
			return &Binary{Op: "in", Left: g.any(d - 1), Right: g.list(d - 1)}
		case 2:
			return &Binary{Op: g.of("=", "!="), Left: g.any(d - 1), Right: g.any(d - 1)}
		}
		kind := g.of("n", "s")
		return &Binary{Op: g.of("<", "<=", ">", ">="), Left: g.of1(d-1, kind), Right: g.of1(d-1, kind)}
	})
}

func (g *expressions) list(d int) Node {
	return g.typed(d, "l", func() Node {
		switch g.pick(5) {
		case 0:
			return g.listOf(d, func() Node { return g.num(d - 1) })
		case 1:
			return g.listOf(d, func() Node { return g.str(d - 1) })
		case 2:
			return g.listOf(d, func() Node { return g.object(d - 1) })
		case 3:
			from := rapid.IntRange(-2, 3).Draw(g.t, "from")
			return &Array{Items: []Node{&Range{From: &Number{Value: float64(from)}, To: &Number{Value: float64(from + g.pick(5))}}}}
		}
		return g.listOf(d, func() Node { return g.any(d - 1) })
	})
}

func (g *expressions) listOf(_ int, item func() Node) Node {
	return &Array{Items: g.many(3, item)}
}

func (g *expressions) object(d int) Node {
	return g.typed(d, "o", func() Node {
		o := &Object{}
		for _, key := range []string{"a", "b", "c"} {
			if g.bool() {
				o.Pairs = append(o.Pairs, Pair{Key: &String{Value: key}, Value: g.any(d - 1)})
			}
		}
		if d > 0 && g.pick(6) == 0 {
			o.Pairs = append(o.Pairs, Pair{Key: g.str(d - 1), Value: g.any(d - 1)})
		}
		return o
	})
}

func (g *expressions) field() Node {
	switch g.pick(12) {
	case 0:
		return &Var{Name: g.of("", "$")}
	case 1:
		return &Wildcard{}
	case 2:
		return &Descendant{}
	case 3, 4:
		if n := len(g.vars); n > 0 {
			return &Var{Name: g.vars[g.pick(n)]}
		}
	}
	return &Name{Value: g.of("a", "b", "c", "d", "e")}
}

// path draws a path with all that can be written after its steps.
func (g *expressions) path(d int) Node {
	x := g.field()
	if d > 0 && g.pick(6) == 0 {
		x = g.any(d - 1)
	}
	had := len(g.vars)
	defer func() { g.vars = g.vars[:had] }()
	for range g.pick(4) {
		switch g.pick(16) {
		case 0, 1, 2, 3, 4:
			x = &Dot{Left: x, Right: g.field()}
		case 5:
			x = &Dot{Left: x, Right: g.any(d - 1)}
		case 6, 7:
			if _, ok := head(x).(*Array); ok {
				continue // a path goes over the characters of a string that comes of it
			}
			x = &Filter{X: x, Pred: &Number{Value: float64(g.pick(4) - 2)}}
		case 8, 9:
			x = &Filter{X: x, Pred: g.truth(d - 1)}
		case 10:
			x = &KeepArray{X: x}
		case 11:
			x = &Group{X: x, Pairs: []Pair{{Key: g.str(d - 1), Value: g.any(d - 1)}}}
		case 12:
			x = &Sort{X: x, Terms: []SortTerm{{X: g.any(d - 1), Descending: g.bool()}}}
		case 13:
			name := g.of("f", "g")
			x = &Focus{X: x, Var: name}
			g.vars = append(g.vars, name)
			x = &Dot{Left: x, Right: g.any(d - 1)}
		case 14:
			name := g.of("i", "j")
			x = &Index{X: x, Var: name}
			g.vars = append(g.vars, name)
			x = &Dot{Left: x, Right: g.any(d - 1)}
		default:
			x = &Dot{Left: &Dot{Left: x, Right: g.field()}, Right: &Parent{}}
			if g.bool() {
				x = &Dot{Left: x, Right: g.field()}
			}
		}
	}
	return x
}

func (g *expressions) function(d, params int) Node {
	switch g.pick(8) {
	case 0:
		return &Var{Name: g.of("string", "type", "not", "count", "sum", "uppercase", "append", "keys", "exists")}
	case 1:
		if d > 0 {
			return &Call{Func: &Var{Name: "substring"}, Args: []Node{&Placeholder{}, g.num(d - 1)}}
		}
	case 2:
		if d > 0 {
			return &Apply{Left: g.function(d-1, 1), Right: g.function(d-1, 1)}
		}
	case 3:
		if d > 0 && params == 1 {
			t := &Transform{Pattern: g.path(d - 1), Update: g.object(d - 1)}
			if g.bool() {
				t.Delete = &String{Value: g.of("a", "b", "c")}
			}
			return t
		}
	}
	l := &Lambda{}
	had := len(g.vars)
	for _, name := range []string{"x", "y", "z", "u"}[:rapid.IntRange(1, params).Draw(g.t, "params")] {
		l.Params = append(l.Params, name)
		g.vars = append(g.vars, name)
	}
	if g.pick(12) == 0 {
		l.Signature = g.of("n:n", "x-:x", "a<n>:n", "s?:s", "(sn)+:x", "a:a", "n-n?:n")
	}
	g.inFunction++
	l.Body = g.any(d - 1)
	g.inFunction--
	g.vars = g.vars[:had]
	return l
}

// callOf draws a call of a function that gives a type.
func (g *expressions) callOf(d int, result string) Node {
	row := functionTable[g.pick(len(functionTable))]
	for tries := 0; row.result != result && row.result != "x" && tries < 20; tries++ {
		row = functionTable[g.pick(len(functionTable))]
	}
	required, optional, _ := strings.Cut(row.args, "?")
	var args []Node
	add := func(kinds string) bool {
		for i := 0; i < len(kinds); i++ {
			if kinds[i] == 'f' {
				i++
				args = append(args, g.function(d-1, int(kinds[i]-'0')))
				continue
			}
			args = append(args, g.argument(d-1, kinds[i]))
		}
		return true
	}
	add(required)
	for _, k := range optional {
		if !g.bool() {
			break
		}
		add(string(k))
	}
	if len(args) > 0 && g.pick(10) == 0 {
		// The context stands in, or ~> gives the first one.
		if g.bool() && g.inFunction == 0 {
			return &Call{Func: &Var{Name: row.name}, Args: args[1:]}
		}
		return &Apply{Left: args[0], Right: &Call{Func: &Var{Name: row.name}, Args: args[1:]}}
	}
	return &Call{Func: &Var{Name: row.name}, Args: args}
}

func (g *expressions) argument(d int, kind byte) Node {
	if g.pick(20) == 0 {
		return g.any(d)
	}
	switch kind {
	case 'i':
		return &Number{Value: rapid.SampledFrom([]float64{0, 1, 2, 3, 5, -1, -2, -5, 16, 0.5, 2.5}).Draw(g.t, "integer")}
	case 'w':
		return &Number{Value: float64(g.pick(6) - 2)}
	case 'N':
		return g.listOf(d, func() Node { return g.num(d - 1) })
	case 'S':
		return g.listOf(d, func() Node { return g.str(d - 1) })
	case 'O':
		return g.listOf(d, func() Node { return g.object(d - 1) })
	case 'r':
		return &Regex{
			Pattern: g.of("a", "b+", "[a-c]", "(a)(b)?", "x|b", `\s+`, `\d`, "^a", "c$", ".", "(a|(b))+", "a*", "(?:l+)o", `[^a]`, `\w(?=b)`),
			Flags:   g.of("", "", "i", "m", "im"),
		}
	case 'p':
		return &String{Value: g.of("0", "#", "#,##0.00", "0.###", "00", "#0.0;(#0.0)", "0%", "0.0‰", "#,##0", "$0.00", "#.##", "00,0.0", "0;0;0", "x",
			"##,##,00", "-0", ".00", "#.00", "0.0x")}
	case 'q':
		return &String{Value: g.of("0", "000", "#,##0", "w", "W", "Ww", "i", "I", "a", "A", "w;o", "0;o", "Ww;o", "#", "0,00,0", "x", "#:000", "٠")}
	case 'd':
		return &String{Value: g.of("[Y0001]-[M01]-[D01]", "[Y]", "[D1o] [MNn] [Y]", "[H01]:[m01]:[s01].[f001]", "[FNn], [D]", "[X]-W[W]-[F1]", "[h]:[m] [P]",
			"[Y0001]-[d001]", "[dwo] [w] [x]", "[Z]", "[z]", "[Z01:01t]", "[YI] [Mi] [DA]", "[Yw]", "[MN,*-3]", "[[x]]", "[Y,2-2]", "[Q]", "[Y", "[C] [E]", "[f1]", "[s,2]")}
	case 'z':
		return &String{Value: g.of("+0000", "+0530", "-0500", "0000", "+1400")}
	case 't':
		return &String{Value: g.of("2018", "2018-03", "2018-03-22", "2018-03-22T10:11:12Z", "2018-03-22T10:11:12.345+01:00", "22nd March 2018", "10:11:12.345",
			"3", "2018-081", "MMXVIII iii V", "5:30 pm", "", "two thousand")}
	}
	return g.of1(d, string(kind))
}

// document draws a value in which the names of field come up.
func (g *expressions) document(d int) Value {
	k := 12
	if d <= 0 {
		k = 6
	}
	switch k := g.pick(k); {
	case k == 0:
		return rapid.SampledFrom([]Value{true, false, NullValue{}}).Draw(g.t, "word")
	case k < 3:
		return rapid.SampledFrom([]Value{0.0, 1.0, 2.0, -1.0, 3.5, 10.0, 0.1}).Draw(g.t, "number")
	case k < 6:
		return g.word()
	case k < 9:
		a := NewArray()
		for range g.pick(4) {
			a.Items = append(a.Items, g.document(d-1))
		}
		return a
	}
	o := NewObject(4)
	for _, key := range []string{"a", "b", "c", "d"} {
		if g.pick(3) > 0 {
			o.Set(key, g.document(d-1))
		}
	}
	return o
}

// substitute is n with one node replaced by another.
func substitute(n, old, by Node) Node {
	if n == old {
		return by
	}
	out := reflect.New(reflect.TypeOf(n).Elem())
	out.Elem().Set(reflect.ValueOf(n).Elem())
	substituteIn(out.Elem(), old, by)
	return out.Interface().(Node)
}

func substituteIn(v reflect.Value, old, by Node) {
	switch v.Kind() {
	case reflect.Interface:
		if n, ok := v.Interface().(Node); ok && n != nil {
			v.Set(reflect.ValueOf(substitute(n, old, by)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			substituteIn(v.Field(i), old, by)
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(copied, v)
		for i := range copied.Len() {
			substituteIn(copied.Index(i), old, by)
		}
		v.Set(copied)
	}
}
