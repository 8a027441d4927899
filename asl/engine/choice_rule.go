package engine

import (
	"cmp"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// holds reports whether a JSONPath rule holds for a Choice's input.
func (t *thread) holds(v *visit, test asl.Object, in asl.Value) (bool, *failure) {
	if and, ok := test.Get("And"); ok {
		return t.combine(v, and, in, false)
	}
	if or, ok := test.Get("Or"); ok {
		return t.combine(v, or, in, true)
	}
	if not, ok := test.Get("Not"); ok {
		rule, _ := not.(asl.Object)
		holds, f := t.holds(v, rule, in)
		return !holds, f
	}
	source, ok := test.Get("Variable")
	path, isString := source.(asl.String)
	if !ok || !isString {
		return false, fail(errRuntime, "The choice rule has no Variable.")
	}
	value, missing := t.jsonpath(v, string(path), in)
	for _, m := range test {
		if m.Key == "IsPresent" {
			return (missing == nil) == (m.Value == asl.Bool(true)), nil
		}
		comparison, ok := asl.ComparisonOf(m.Key)
		if !ok {
			continue
		}
		if missing != nil {
			return false, fail(errRuntime, "Invalid path '%s': The choice state's condition path references an invalid value.", path)
		}
		operand := m.Value
		operator := m.Key
		if comparison.Operand == "path" {
			other, _ := operand.(asl.String)
			if operand, missing = t.jsonpath(v, string(other), in); missing != nil {
				return false, fail(errRuntime, "Invalid path '%s': The choice state's condition path references an invalid value.", other)
			}
			operator = strings.TrimSuffix(operator, "Path")
		}
		return compare(operator, comparison.Of, value, operand), nil
	}
	return false, fail(errRuntime, "The choice rule has no comparison operator.")
}

// combine is And, or, where any is set, Or.
func (t *thread) combine(v *visit, rules, in asl.Value, any bool) (bool, *failure) {
	list, _ := rules.(asl.Array)
	for _, r := range list {
		rule, _ := r.(asl.Object)
		holds, f := t.holds(v, rule, in)
		if f != nil {
			return false, f
		}
		if holds == any {
			return any, nil
		}
	}
	return !any, nil
}

// compare applies an operator. A value of another type than the operator's
// makes the comparison false, and is no error.
func compare(operator, of string, value, operand asl.Value) bool {
	switch operator {
	case "IsNull", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp":
		return isOf(operator, value) == (operand == asl.Bool(true))
	case "StringMatches":
		s, ok := value.(asl.String)
		pattern, isString := operand.(asl.String)
		return ok && isString && matchPattern(string(pattern), string(s))
	}
	order := strings.TrimPrefix(operator, of)
	switch of {
	case "String":
		a, ok := value.(asl.String)
		b, same := operand.(asl.String)
		return ok && same && inOrder(order, cmp.Compare(a, b))
	case "Numeric":
		a, ok := value.(asl.Number)
		b, same := operand.(asl.Number)
		return ok && same && inOrder(order, compareNumbers(a, b))
	case "Boolean":
		a, ok := value.(asl.Bool)
		b, same := operand.(asl.Bool)
		return ok && same && a == b
	case "Timestamp":
		a, ok := value.(asl.String)
		b, same := operand.(asl.String)
		if !ok || !same {
			return false
		}
		at, ok := parseTimestamp(string(a))
		other, same := parseTimestamp(string(b))
		return ok && same && inOrder(order, at.Compare(other))
	}
	return false
}

func compareNumbers(a, b asl.Number) int {
	if asl.Equal(a, b) {
		return 0
	}
	x, okX := integerOf(a)
	y, okY := integerOf(b)
	if okX && okY {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(floatOf(a), floatOf(b))
}

func inOrder(order string, c int) bool {
	switch order {
	case "Equals":
		return c == 0
	case "LessThan":
		return c < 0
	case "LessThanEquals":
		return c <= 0
	case "GreaterThan":
		return c > 0
	case "GreaterThanEquals":
		return c >= 0
	}
	return false
}

func isOf(operator string, v asl.Value) bool {
	switch x := v.(type) {
	case nil, asl.Null:
		return operator == "IsNull"
	case asl.Number:
		return operator == "IsNumeric"
	case asl.Bool:
		return operator == "IsBoolean"
	case asl.String:
		if operator == "IsTimestamp" {
			_, ok := parseTimestamp(string(x))
			return ok
		}
		return operator == "IsString"
	default:
	}
	return false
}

// matchPattern matches a StringMatches pattern: * is any text, \* a star and
// \\ a backslash.
func matchPattern(pattern, s string) bool {
	// The pattern as literals with any text between them.
	var parts []string
	var part strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern) && (pattern[i+1] == '*' || pattern[i+1] == '\\'):
			i++
			part.WriteByte(pattern[i])
		case c == '*':
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteByte(c)
		}
	}
	parts = append(parts, part.String())
	if len(parts) == 1 {
		return s == parts[0]
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(s, first) {
		return false
	}
	s = s[len(first):]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return strings.HasSuffix(s, last)
}
