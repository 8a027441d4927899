package deploy

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// canonical is a JSON text in the one form that all texts of the same value
// have: members sorted, no space. What is no JSON is left as it is.
func canonical(text string) string {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return text
	}
	return string(asl.AppendValue(nil, sorted(v), -1))
}

// sorted is a value whose objects have their members sorted by key.
func sorted(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.Object:
		out := make(asl.Object, len(v))
		for i, m := range v {
			out[i] = asl.Member{Key: m.Key, Value: sorted(m.Value)}
		}
		slices.SortFunc(out, func(a, b asl.Member) int { return strings.Compare(a.Key, b.Key) })
		return out
	case asl.Array:
		out := make(asl.Array, len(v))
		for i, e := range v {
			out[i] = sorted(e)
		}
		return out
	default:
		return v
	}
}

// sameJSON says whether two texts are the same value.
func sameJSON(a, b string) bool { return a == b || canonical(a) == canonical(b) }
