package deploy

import (
	"github.com/pipectl/pipectl/asl"
)

// canonical is a JSON text in the one form that all texts of the same value
// have: members sorted, no space. What is no JSON is left as it is.
func canonical(text string) string {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return text
	}
	return string(asl.AppendValue(nil, asl.Sorted(v), -1))
}

// sameJSON says whether two texts are the same value.
func sameJSON(a, b string) bool { return a == b || canonical(a) == canonical(b) }
