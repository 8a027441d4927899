package asl

import (
	"cmp"
	"slices"
)

// Sorted is a value with the members of its objects sorted by key, so that two
// can be compared line by line. v itself does not change.
func Sorted(v Value) Value {
	switch v := v.(type) {
	case Object:
		out := make(Object, len(v))
		for i, m := range v {
			out[i] = Member{Key: m.Key, Value: Sorted(m.Value)}
		}
		slices.SortStableFunc(out, func(a, b Member) int { return cmp.Compare(a.Key, b.Key) })
		return out
	case Array:
		out := make(Array, len(v))
		for i, x := range v {
			out[i] = Sorted(x)
		}
		return out
	default:
		return v
	}
}
