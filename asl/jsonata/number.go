package jsonata

import (
	"math"
	"strconv"
	"strings"
)

// appendJSNumber writes a finite number as JavaScript does: the shortest text
// that reads back, with an exponent below 1e-6 and from 1e21 on. Negative zero
// is 0.
func appendJSNumber(b []byte, f float64) []byte {
	abs := math.Abs(f)
	if f == math.Trunc(f) && abs < 1<<53 {
		return strconv.AppendInt(b, int64(f), 10)
	}
	if abs < 1e-6 || abs >= 1e21 {
		s := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exp, _ := strings.Cut(s, "e")
		b = append(b, mantissa...)
		b = append(b, 'e', exp[0])
		return append(b, strings.TrimLeft(exp[1:], "0")...)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// round15 rounds to the 15 significant digits that JSONata keeps of a number
// when it becomes text.
func round15(f float64) float64 {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return f
	}
	var buf [32]byte
	r, err := strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], f, 'e', 14, 64)), 64)
	if err != nil {
		return f
	}
	return r
}

// appendNumberText writes a finite number as $string and & do.
func appendNumberText(b []byte, f float64) []byte { return appendJSNumber(b, round15(f)) }

func isFinite(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }
