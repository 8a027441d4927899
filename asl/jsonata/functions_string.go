package jsonata

import (
	"math"
	"strings"
	"unicode/utf8"
)

var stringFunctions = []builtin{
	{"string", "x-b?:s", 1, stringOf},
	{"length", "s-:n", 1, ofString(func(_ *activation, s string, _ []Value) (Value, *Error) {
		return number(float64(runeCount(s))), nil
	})},
	{"substring", "s-nn?:s", 3, ofString(substring)},
	{"substringBefore", "s-s:s", 2, ofString(func(_ *activation, s string, args []Value) (Value, *Error) {
		sep, ok := args[1].(string)
		if !ok {
			return s, nil
		}
		before, _, _ := strings.Cut(s, sep)
		return before, nil
	})},
	{"substringAfter", "s-s:s", 2, ofString(func(_ *activation, s string, args []Value) (Value, *Error) {
		sep, ok := args[1].(string)
		if !ok {
			return s, nil
		}
		if _, after, found := strings.Cut(s, sep); found {
			return after, nil
		}
		return s, nil
	})},
	{"lowercase", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.text(strings.ToLower(s))
	})},
	{"uppercase", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.text(upper(s))
	})},
	{"trim", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		// White space within becomes one space each.
		return a.text(strings.Join(strings.FieldsFunc(s, func(r rune) bool {
			return r == ' ' || r == '\t' || r == '\n' || r == '\r'
		}), " "))
	})},
	{"pad", "s-ns?:s", 3, ofString(pad)},
	{"join", "a<s>s?:s", 2, join},
}

// ofString makes a function of the string that is its first argument. It gives
// undefined where that is missing.
func ofString(f func(*activation, string, []Value) (Value, *Error)) func(*activation, []Value) (Value, *Error) {
	return func(a *activation, args []Value) (Value, *Error) {
		s, ok := args[0].(string)
		if !ok {
			return nil, nil
		}
		if err := a.work(len(s) / 64); err != nil {
			return nil, err
		}
		return f(a, s, args)
	}
}

func stringOf(a *activation, args []Value) (Value, *Error) {
	switch v := args[0].(type) {
	case nil:
		return nil, nil
	case string:
		return v, nil
	case *ArrayValue, *ObjectValue:
		indent := 0
		if pretty, _ := argument(args, 1).(bool); pretty {
			indent = 2
		}
		b, err := a.appendJSONText(nil, v, indent)
		if err != nil {
			return nil, err
		}
		return a.text(string(b))
	case NullValue:
		return "null", nil
	}
	b, err := appendText(a.evaluation, nil, args[0])
	if err != nil {
		return nil, err
	}
	return string(b), nil
}

func argument(args []Value, i int) Value {
	if i < len(args) {
		return args[i]
	}
	return nil
}

// upper maps to upper case as JavaScript does, where ß becomes SS.
func upper(s string) string {
	if strings.Contains(s, "ß") {
		s = strings.ReplaceAll(s, "ß", "SS")
	}
	return strings.ToUpper(s)
}

// runeCount counts code points, a lone surrogate as one.
func runeCount(s string) int {
	if !hasSurrogate(s) {
		return utf8.RuneCountInString(s)
	}
	n := 0
	for s != "" {
		_, size := decodeRune(s)
		s = s[size:]
		n++
	}
	return n
}

// offset is where the code point n of s starts; the end of s if it has fewer.
func offset(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := decodeRune(s[i:])
		i += size
	}
	return i
}

// substring works on code points. A fraction counts as JavaScript's slice has
// it: the end is the sum of start and length, cut.
func substring(a *activation, s string, args []Value) (Value, *Error) {
	start, hasStart := args[1].(float64)
	n := float64(runeCount(s))
	if n+start < 0 {
		start = 0
	}
	length, ok := args[2].(float64)
	if !ok {
		return s[offset(s, slicePlace(start, n)):], nil
	}
	if length <= 0 || !hasStart {
		return "", nil
	}
	end := start + length
	if start < 0 {
		end = n + start + length
	}
	from, to := slicePlace(start, n), slicePlace(end, n)
	if from >= to {
		return "", nil
	}
	i := offset(s, from)
	return s[i : i+offset(s[i:], to-from)], nil
}

// slicePlace is a place in a list of n, counted from the end if it is
// negative.
func slicePlace(f, n float64) int {
	f = math.Trunc(f)
	if f < 0 {
		f = max(n+f, 0)
	}
	return int(min(f, n))
}

func pad(a *activation, s string, args []Value) (Value, *Error) {
	with, ok := args[2].(string)
	if !ok || with == "" {
		with = " "
	}
	width := integerOf(args[1])
	n := width
	if n < 0 {
		n = -n
	}
	if n -= runeCount(s); n <= 0 {
		return s, nil
	}
	size := runeCount(with)
	if err := a.take(n / size * len(with)); err != nil {
		return nil, err
	}
	fill := strings.Repeat(with, n/size) + with[:offset(with, n%size)]
	if width < 0 {
		return fill + s, nil
	}
	return s + fill, nil
}

func join(a *activation, args []Value) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	if !ok {
		return nil, nil
	}
	sep, _ := args[1].(string)
	n := 0
	parts := make([]string, len(list.Items))
	for i, v := range list.Items {
		parts[i], _ = v.(string)
		n += len(parts[i]) + len(sep)
	}
	if err := a.charge(n/itemSize + len(parts)); err != nil {
		return nil, err
	}
	return strings.Join(parts, sep), nil
}
