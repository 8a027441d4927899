package validate

import (
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

func (x *stateChecker) choice(s *asl.Choice) {
	for i, rule := range s.Choices {
		at := x.at.member("Choices").item(i)
		r := *x
		r.extra = rule.Extra
		for _, m := range rule.Extra {
			switch m.Key {
			case "Next", "Comment":
				if !pending(m.Value) {
					r.add(Type, at.member(m.Key), "Write a string.", "%s should be a string with text, not %s.", m.Key, asl.Kind(m.Value))
				}
			default:
				if !placeholder(m.Key) {
					r.add(UnknownField, at.member(m.Key), "Remove it, or correct its name.", "A choice has no field %s.", m.Key)
				}
			}
		}
		if rule.Next == "" && !r.kept("Next") {
			r.add(Missing, at, "Add Next.", "Next is missing.")
		}
		if rule.Output != nil {
			r.field(at, "Output", rule.Output)
		}
		if rule.Assign != nil {
			if _, ok := rule.Assign.(asl.Object); !ok && !pending(rule.Assign) {
				r.add(Type, at.member("Assign"), "Write an object.", "Assign should be an object, not %s.", asl.Kind(rule.Assign))
			}
			r.field(at, "Assign", rule.Assign)
		}
		if x.lang == langUnknown {
			r.lang = langPath
			if rule.Condition != nil {
				r.lang = langJSONata
			}
		}
		if r.lang == langJSONata {
			r.condition(at, rule)
			continue
		}
		if rule.Condition != nil {
			r.otherLanguage(at.member("Condition"), "Condition", langJSONata)
			continue
		}
		r.test(at, rule.Test, 0)
	}
}

// condition checks a choice of JSONata.
func (x *stateChecker) condition(at *place, rule asl.Rule) {
	for _, m := range rule.Test {
		x.otherLanguage(at.member(m.Key), m.Key, langPath)
	}
	switch v := rule.Condition.(type) {
	case nil:
		if len(rule.Test) == 0 {
			x.add(RuleShape, at, "Add a Condition, an expression that gives true or false.", "The choice has no Condition.")
		}
	case asl.Bool:
	case asl.Code:
		x.expression(at.member("Condition"), "", v, available{})
	case asl.String:
		if !x.expression(at.member("Condition"), string(v), v, available{}) && !pending(v) {
			x.add(Type, at.member("Condition"), "Write {% ... %} around the expression.", "Condition should be a boolean or an expression, not text.")
		}
	default:
		x.add(Type, at.member("Condition"), "Write an expression.", "Condition should be a boolean or an expression, not %s.", asl.Kind(v))
	}
}

// maxTest is how deep And, Or and Not may be nested in each other; the limit
// keeps a report on hostile text from growing without bounds.
const maxTest = 100

// test checks a comparison of JSONPath, or what And, Or and Not combine.
func (x *stateChecker) test(at *place, test asl.Object, depth int) {
	var operators []asl.Member
	var subject asl.Value
	for _, m := range test {
		if m.Key == "Variable" {
			subject = m.Value
		} else {
			operators = append(operators, m)
		}
	}
	if len(operators) != 1 {
		if len(test) == 0 && len(x.extra) > 0 && depth == 0 {
			return // what is there is misspelt, and said to be so
		}
		x.add(RuleShape, at, "Write exactly one operator.", "The choice has %d operators.", len(operators))
		return
	}
	op := operators[0]
	switch op.Key {
	case "And", "Or", "Not":
		if subject != nil {
			x.add(RuleShape, at.member("Variable"), "Remove Variable: the comparisons inside have their own.", "A choice with %s has no Variable.", op.Key)
		}
	default:
		if subject == nil {
			x.add(RuleShape, at, "Add Variable.", "The choice has an operator but no Variable.")
		} else if s, ok := subject.(asl.String); !ok || s == "" {
			x.add(BadPath, at.member("Variable"), "Write a path.", "Variable should be a path, not %s.", asl.Kind(subject))
		} else {
			x.path(at.member("Variable"), s, onlyPath)
		}
		x.operand(at.member(op.Key), op)
		return
	}
	if depth == maxTest {
		x.add(RuleShape, at, "Combine fewer.", "And, Or and Not are nested deeper than %d levels.", maxTest)
		return
	}
	if pending(op.Value) {
		return
	}
	at = at.member(op.Key)
	if op.Key == "Not" {
		x.nested(at, op.Value, depth)
		return
	}
	list, ok := op.Value.(asl.Array)
	if !ok {
		x.add(Type, at, "Write an array of comparisons.", "%s should be an array, not %s.", op.Key, asl.Kind(op.Value))
		return
	}
	if len(list) == 0 {
		x.add(OutOfRange, at, "Add a comparison.", "%s has no comparison.", op.Key)
	}
	for i, item := range list {
		x.nested(at.item(i), item, depth)
	}
}

// nested checks a comparison inside And, Or or Not.
func (x *stateChecker) nested(at *place, v asl.Value, depth int) {
	if pending(v) {
		return
	}
	o, ok := v.(asl.Object)
	if !ok {
		x.add(Type, at, "Write a comparison.", "A comparison should be an object, not %s.", asl.Kind(v))
		return
	}
	var test asl.Object
	var unknown asl.Object
	for _, m := range o {
		switch {
		case asl.IsTest(m.Key):
			test = append(test, m)
		case m.Key == "Comment":
		case m.Key == "Next" || m.Key == "Assign" || m.Key == "Output":
			x.add(NestedNext, at.member(m.Key), "Move it to the outer choice.", "A comparison inside And, Or or Not has no %s.", m.Key)
		case placeholder(m.Key):
		default:
			unknown = append(unknown, m)
			x.add(UnknownField, at.member(m.Key), "Remove it, or correct its name.", "A comparison has no field %s.", m.Key)
		}
	}
	if len(test) == 0 && len(unknown) > 0 {
		return
	}
	x.test(at, test, depth+1)
}

// operand checks the value of an operator.
func (x *stateChecker) operand(at *place, op asl.Member) {
	if pending(op.Value) {
		return
	}
	comparison, _ := asl.ComparisonOf(op.Key)
	ok := false
	switch v := op.Value.(type) {
	case asl.String:
		switch comparison.Operand {
		case "string":
			ok = true
		case "timestamp":
			if ok = isTimestamp(string(v)); !ok {
				x.add(Operand, at, "Write it like 2030-01-31T06:00:00Z.", "%q is not an RFC 3339 timestamp.", string(v))
				return
			}
		case "path":
			if _, err := jsonpath.ParsePath(string(v)); err != nil {
				x.add(Operand, at, "Write a path.", "%q is not a path: %s.", string(v), err)
				return
			}
			x.path(at, v, onlyPath)
			ok = true
		}
	case asl.Number:
		ok = comparison.Operand == "number"
	case asl.Bool:
		ok = comparison.Operand == "boolean"
	default:
	}
	if !ok {
		x.add(Operand, at, "Write a value of that type.", "%s takes a %s, not %s.", op.Key, comparison.Operand, asl.Kind(op.Value))
	}
}

// isTimestamp reports whether s is an RFC 3339 timestamp as AWS takes it: with
// a capital T, and an offset or a capital Z.
func isTimestamp(s string) bool {
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil
}

func (x *stateChecker) timestamp(at *place, s string) {
	if !placeholder(s) && !isTimestamp(s) {
		x.add(Timestamp, at, "Write it like 2030-01-31T06:00:00Z.", "%q is not an RFC 3339 timestamp.", s)
	}
}
