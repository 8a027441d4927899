package jsonata

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

var numberFunctions = []builtin{
	{"number", "(nsb)-:n", 1, numberOf},
	{"floor", "n-:n", 1, ofNumber(math.Floor)},
	{"ceil", "n-:n", 1, ofNumber(math.Ceil)},
	{"abs", "n-:n", 1, ofNumber(math.Abs)},
	{"round", "n-n?:n", 2, func(_ *activation, args []Value) (Value, *Error) {
		f, ok := args[0].(float64)
		if !ok {
			return nil, nil
		}
		digits, _ := args[1].(float64)
		return number(roundHalfEven(f, digits)), nil
	}},
	{"sqrt", "n-:n", 1, func(a *activation, args []Value) (Value, *Error) {
		f, ok := args[0].(float64)
		if !ok {
			return nil, nil
		}
		if f < 0 {
			return nil, a.fail("D3060", numberText(f))
		}
		return number(math.Sqrt(f)), nil
	}},
	{"power", "n-n:n", 2, func(a *activation, args []Value) (Value, *Error) {
		x, ok := args[0].(float64)
		y, yOK := args[1].(float64)
		if !ok {
			return nil, nil
		}
		f := math.NaN()
		if yOK {
			f = power(x, y)
		}
		if err := a.work(32); err != nil {
			return nil, err
		}
		if !isFinite(f) || math.Abs(x) == 1 && math.IsInf(y, 0) {
			return nil, a.fail("D3061", display(args[0])+" and "+display(args[1]))
		}
		return number(f), nil
	}},
	{"formatBase", "n-n?:s", 2, formatBase},
	{"formatNumber", "n-so?:s", 3, formatNumberFunction},
	{"formatInteger", "n-s:s", 2, func(a *activation, args []Value) (Value, *Error) {
		f, ok := args[0].(float64)
		if !ok {
			return nil, nil
		}
		picture, _ := args[1].(string)
		s, err := formatInteger(math.Floor(f), picture)
		if err != nil {
			return nil, err
		}
		return a.text(s)
	}},
	{"parseInteger", "s-s:n", 2, ofString(func(a *activation, s string, args []Value) (Value, *Error) {
		picture, ok := args[1].(string)
		if !ok {
			return nil, nil
		}
		return parseInteger(a.evaluation, s, picture)
	})},
	{"sum", "a<n>:n", 1, ofNumbers(func(fs []float64) Value {
		sum := 0.0
		for _, f := range fs {
			sum += f
		}
		return number(sum)
	})},
	{"max", "a<n>:n", 1, ofNumbers(func(fs []float64) Value {
		if len(fs) == 0 {
			return nil
		}
		most := fs[0]
		for _, f := range fs[1:] {
			most = math.Max(most, f)
		}
		return number(most)
	})},
	{"min", "a<n>:n", 1, ofNumbers(func(fs []float64) Value {
		if len(fs) == 0 {
			return nil
		}
		least := fs[0]
		for _, f := range fs[1:] {
			least = math.Min(least, f)
		}
		return number(least)
	})},
	{"average", "a<n>:n", 1, ofNumbers(func(fs []float64) Value {
		if len(fs) == 0 {
			return nil
		}
		sum := 0.0
		for _, f := range fs {
			sum += f
		}
		return number(sum / float64(len(fs)))
	})},
}

func ofNumber(f func(float64) float64) func(*activation, []Value) (Value, *Error) {
	return func(_ *activation, args []Value) (Value, *Error) {
		x, ok := args[0].(float64)
		if !ok {
			return nil, nil
		}
		return number(f(x)), nil
	}
}

func ofNumbers(f func([]float64) Value) func(*activation, []Value) (Value, *Error) {
	return func(a *activation, args []Value) (Value, *Error) {
		list, ok := args[0].(*ArrayValue)
		if !ok {
			return nil, nil
		}
		if err := a.work(len(list.Items) / 16); err != nil {
			return nil, err
		}
		fs := make([]float64, 0, len(list.Items))
		for _, v := range list.Items {
			x, _ := v.(float64)
			fs = append(fs, x)
		}
		return f(fs), nil
	}
}

func numberOf(a *activation, args []Value) (Value, *Error) {
	switch v := args[0].(type) {
	case float64:
		return v, nil
	case bool:
		if v {
			return number(1), nil
		}
		return number(0), nil
	case string:
		if f, ok := parseNumber(v); ok {
			return number(f), nil
		}
		return nil, a.fail("D3030", display(v))
	}
	return nil, nil
}

// parseNumber reads a number as JSON has it, or with the prefix 0x, 0o or 0b.
func parseNumber(s string) (float64, bool) {
	if len(s) > 2 && s[0] == '0' && s[1] > '9' {
		base := map[byte]int{'x': 16, 'o': 8, 'b': 2}[s[1]|0x20]
		if base == 0 || strings.Contains(s, "_") {
			return 0, false
		}
		n, ok := new(big.Int).SetString(s[2:], base)
		if !ok || s[2] == '-' || s[2] == '+' {
			return 0, false
		}
		f, _ := new(big.Float).SetInt(n).Float64()
		return f, isFinite(f)
	}
	// Leading zeros are fine here, as they are not in JSON.
	body := strings.TrimPrefix(s, "-")
	for len(body) > 1 && body[0] == '0' && body[1] >= '0' && body[1] <= '9' {
		body = body[1:]
	}
	if body == "" || body[0] < '0' || body[0] > '9' {
		return 0, false
	}
	l := lexer{src: body}
	t, err := l.number()
	if err != nil || l.pos < len(body) {
		return 0, false
	}
	if strings.HasPrefix(s, "-") {
		return -t.number, true
	}
	return t.number, true
}

// roundHalfEven rounds the decimal text of f, so that 1.005 is not the little
// less that the float64 is.
func roundHalfEven(f, digits float64) float64 {
	n := int(math.Trunc(max(min(digits, 400), -400)))
	f = shiftDecimal(f, n)
	if !isFinite(f) {
		return f
	}
	r := math.RoundToEven(f)
	return shiftDecimal(r, -n)
}

// shiftDecimal moves the decimal point of the text of f.
func shiftDecimal(f float64, n int) float64 {
	if n == 0 || f == 0 || !isFinite(f) {
		return f
	}
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	e, err := strconv.Atoi(exp)
	if err != nil {
		panic("jsonata: exponent of " + exp)
	}
	out, err := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(e+n), 64)
	if err != nil && !math.IsInf(out, 0) {
		return 0
	}
	return out
}

// power is x to the y, as near as a float64 can be. math.Pow is off in the
// last digits for fractions: it has 100 to the 1.5 as 1000.0000000000002.
func power(x, y float64) float64 {
	f := math.Pow(x, y)
	if f == 0 || !isFinite(f) || x <= 0 && y != math.Trunc(y) || y == 0 || x == 0 || math.Abs(x) == 1 {
		return f
	}
	const bits = 160
	num := func(f float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(f) }
	mul := func(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Mul(a, b) }
	quo := func(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Quo(a, b) }
	add := func(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Add(a, b) }

	// ln m = 2 artanh((m-1)/(m+1)), for a mantissa near 1.
	ln := func(m *big.Float) *big.Float {
		t := quo(add(m, num(-1)), add(m, num(1)))
		square, term, sum := mul(t, t), t, num(0)
		for n := 1.0; n < 120; n += 2 {
			sum = add(sum, quo(term, num(n)))
			term = mul(term, square)
		}
		return mul(sum, num(2))
	}
	mantissa, exp := math.Frexp(math.Abs(x))
	if mantissa < math.Sqrt2/2 {
		mantissa, exp = mantissa*2, exp-1
	}
	ln2 := ln(num(2))
	z := mul(add(ln(num(mantissa)), mul(ln2, num(float64(exp)))), num(y))

	// e to the z = 2 to the k times e to the rest, by its series.
	k, _ := quo(z, ln2).Float64()
	k = math.Round(k)
	rest := add(z, mul(ln2, num(-k)))
	sum, term := num(1), num(1)
	for n := 1.0; n < 60; n++ {
		term = quo(mul(term, rest), num(n))
		sum = add(sum, term)
	}
	r, _ := new(big.Float).SetMantExp(sum, int(k)).Float64()
	return math.Copysign(r, f)
}

func formatBase(a *activation, args []Value) (Value, *Error) {
	f, ok := args[0].(float64)
	if !ok {
		return nil, nil
	}
	f = roundHalfEven(f, 0)
	base := 10.0
	if b, ok := args[1].(float64); ok {
		base = roundHalfEven(b, 0)
	}
	if base < 2 || base > 36 {
		return nil, a.fail("D3100", numberText(base))
	}
	if !isFinite(f) {
		return numberText(f), nil
	}
	if base == 10 {
		return string(appendJSNumber(nil, f)), nil
	}
	n, _ := big.NewFloat(f).Int(nil)
	return n.Text(int(base)), nil
}
