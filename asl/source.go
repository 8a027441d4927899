package asl

import (
	"strings"

	"github.com/pipectl/pipectl/asl/jsonata"
)

// Source gives the JSONata expression that a string stands for, without its
// delimiters and the space beside them. Ok is false for every other value.
// A string is an expression when it begins with {% and ends with %}, with
// nothing before or after them (Developer Guide, "Transforming data with
// JSONata"); whether the query language is JSONata the caller knows.
func Source(v Value) (expr string, ok bool) {
	switch x := v.(type) {
	case String:
		s := string(x)
		if len(s) < 4 || !strings.HasPrefix(s, "{%") || !strings.HasSuffix(s, "%}") {
			return "", false
		}
		return strings.TrimSpace(s[2 : len(s)-2]), true
	case Code:
		return string(jsonata.AppendPrint(nil, x.Expr)), true
	default:
		return "", false
	}
}
