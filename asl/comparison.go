package asl

import "strings"

// A Comparison is what an operator of a JSONPath choice compares.
type Comparison struct {
	// Operand is the form of the operator's value: "string", "number",
	// "timestamp", "boolean" or "path".
	Operand string

	// Of is what is compared: "String", "Numeric", "Timestamp" or "Boolean";
	// empty for the operators that ask what Variable is, like IsNull.
	Of string
}

// ComparisonOf tells an operator of a JSONPath choice by its name
// (Developer Guide, "Choice state").
func ComparisonOf(operator string) (Comparison, bool) {
	switch operator {
	case "IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp":
		return Comparison{Operand: "boolean"}, true
	case "StringMatches":
		return Comparison{Operand: "string", Of: "String"}, true
	}
	name, path := strings.CutSuffix(operator, "Path")
	var c Comparison
	switch {
	case strings.HasPrefix(name, "String"):
		c = Comparison{"string", "String"}
	case strings.HasPrefix(name, "Numeric"):
		c = Comparison{"number", "Numeric"}
	case strings.HasPrefix(name, "Timestamp"):
		c = Comparison{"timestamp", "Timestamp"}
	case strings.HasPrefix(name, "Boolean"):
		c = Comparison{"boolean", "Boolean"}
	default:
		return Comparison{}, false
	}
	switch name[len(c.Of):] {
	case "Equals":
	case "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals":
		if c.Of == "Boolean" {
			return Comparison{}, false
		}
	default:
		return Comparison{}, false
	}
	if path {
		c.Operand = "path"
	}
	return c, true
}

// IsTest reports whether a member of a choice's rule belongs to its JSONPath
// comparison.
func IsTest(key string) bool {
	switch key {
	case "Variable", "And", "Or", "Not":
		return true
	}
	_, ok := ComparisonOf(key)
	return ok
}
