package asl

import (
	"math/big"
	"strings"
)

// Equal reports whether two values are the same as JSON: the order of members
// does not matter, 1.0 is 1, and Code is the string that it is encoded as. Nil
// is equal to nil only.
func Equal(a, b Value) bool {
	a, b = plain(a), plain(b)
	switch x := a.(type) {
	case Number:
		y, ok := b.(Number)
		return ok && (x == y || decimalOf(x) == decimalOf(y))
	case Array:
		y, ok := b.(Array)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !Equal(x[i], y[i]) {
				return false
			}
		}
		return true
	case Object:
		y, ok := b.(Object)
		if !ok || len(x) != len(y) {
			return false
		}
		var index map[string]int // of y, where searching would take long
		if len(y) > 16 {
			index = make(map[string]int, len(y))
			for i, m := range y {
				index[m.Key] = i
			}
		}
		for i, m := range x {
			if i < len(y) && y[i].Key == m.Key {
				if !Equal(m.Value, y[i].Value) {
					return false
				}
				continue
			}
			v, ok := Value(nil), false
			if index == nil {
				v, ok = y.Get(m.Key)
			} else if at, found := index[m.Key]; found {
				v, ok = y[at].Value, true
			}
			if !ok || !Equal(m.Value, v) {
				return false
			}
		}
		return true
	case nil:
		return b == nil
	case Null, Bool, String:
		switch b.(type) {
		case Null, Bool, String:
			return a == b
		default:
			return false
		}
	case Code: // plain leaves none
	}
	panic("asl: unknown value")
}

func plain(v Value) Value {
	if code, ok := v.(Code); ok {
		expr, _ := Source(code)
		return String("{% " + expr + " %}")
	}
	return v
}

// A decimal is a number's value: sign, digits without zeros at either end, and
// the power of ten behind them.
type decimal struct {
	negative bool
	digits   string
	exponent string // decimal, so that 1e999999999999 is as exact as 1
}

func decimalOf(n Number) decimal {
	s := string(n)
	var d decimal
	s, d.negative = strings.CutPrefix(s, "-")
	mantissa, exponent := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], s[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return decimal{} // -0 is 0
	}
	trimmed := strings.TrimRight(digits, "0")
	d.digits = trimmed
	d.exponent = addExponent(exponent, len(digits)-len(trimmed)-len(fraction))
	return d
}

// addExponent adds n to an exponent as it is written, of any size.
func addExponent(exponent string, n int) string {
	sum := new(big.Int)
	if exponent != "" {
		sum.SetString(exponent, 10)
	}
	return sum.Add(sum, big.NewInt(int64(n))).String()
}
