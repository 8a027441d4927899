package engine

import (
	"math"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// floatOf gives a number's value, an infinity where it is out of range.
func floatOf(n asl.Number) float64 {
	f, _ := strconv.ParseFloat(string(n), 64)
	return f
}

// integerOf gives the value of a number that is whole: 3, 3.0 and 3e2 are.
func integerOf(v asl.Value) (int64, bool) {
	n, ok := v.(asl.Number)
	if !ok {
		return 0, false
	}
	if i, err := strconv.ParseInt(string(n), 10, 64); err == nil {
		return i, true
	}
	f := floatOf(n)
	if f != math.Trunc(f) || math.Abs(f) >= 1<<63 {
		return 0, false
	}
	return int64(f), true
}

// numberOf writes f as JSON: whole numbers without a point, others as short as
// they can be told apart.
func numberOf(f float64) asl.Number {
	if f == math.Trunc(f) && math.Abs(f) < 1e21 {
		return asl.Number(strconv.FormatFloat(f, 'f', -1, 64))
	}
	s := strconv.FormatFloat(f, 'g', -1, 64)
	return asl.Number(strings.Replace(s, "e-0", "e-", 1))
}

// same reports whether two values are one and the same, without looking inside.
func same(a, b asl.Value) bool {
	switch x := a.(type) {
	case asl.Array:
		y, ok := b.(asl.Array)
		return ok && len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0])
	case asl.Object:
		y, ok := b.(asl.Object)
		return ok && len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0])
	default:
	}
	return false
}

// with gives o with a member set: a new one at the end, another in its place.
// o itself does not change.
func with(o asl.Object, key string, v asl.Value) asl.Object {
	out := make(asl.Object, len(o), len(o)+1)
	copy(out, o)
	for i := range out {
		if out[i].Key == key {
			out[i].Value = v
			return out
		}
	}
	return append(out, asl.Member{Key: key, Value: v})
}

// typeName is JSONata's name of a value's type.
func typeName(v asl.Value) string {
	switch v.(type) {
	case nil, asl.Null:
		return "null"
	case asl.Bool:
		return "boolean"
	case asl.Number:
		return "number"
	case asl.String, asl.Code:
		return "string"
	case asl.Array:
		return "array"
	case asl.Object:
		return "object"
	}
	panic("engine: unknown value")
}
