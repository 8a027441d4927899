package importer

import (
	"fmt"
	"testing"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

const sample = `{
  "a": {"b": {"c": 1}, "list": [{"n": "x", "v": 3}, {"n": "y", "v": 12}, {"n": "z", "v": 7, "deep": {"n": "w"}}], "empty": []},
  "s": "one/two/three", "n": 4, "t": true, "no": null, "json": "{\"k\":[1,2]}", "when": "2026-01-05T00:00:00Z", "odd-name": {"x y": 5}
}`

// What a path or an intrinsic function selects, its JSONata does too: in a machine
// rewritten, and in a pipeline made of it.
func TestRewrite(t *testing.T) {
	for _, source := range []string{
		"$", "$.a.b.c", "$['odd-name']['x y']", "$.a.list[1].n", "$.a.list[*].n", "$.a.list[*]", "$.a.list[0:2].v", "$.a.list[1:]",
		"$.a.list[?(@.v > 5)].n", "$.a.list[?(@.v > 5 && @.n == 'y')]", "$.a.list[?(@.deep)].v", "$.a.list[?(!@.deep)].v", "$.a.list[?(@.v < 5 || @.n == 'z')].v", "$.a.empty[*].n",
		"$.a.list[-1].n", "$.a.list[(@.length-1)].v", "$.a.list.length()", "$$.Execution.Input.n", "$$.State.Name",
		"States.Format('{} of {}: {}', $.s, $.n, $.t)", "States.Format('a \\{\\} b')", "States.Format('{}', $.n)", "States.StringToJson($.json)",
		"States.JsonToString($.a.b)", "States.Array($.n, 'x', null, true, $.a.list[0].n)", "States.Array()", "States.ArrayPartition($.a.list, 2)",
		"States.ArrayContains($.a.list[*].n, 'y')", "States.ArrayContains($.a.list[*].v, 4)", "States.ArrayRange(1, 9, 2)", "States.ArrayRange(1, 4, 1)", "States.ArrayGetItem($.a.list[*].n, 1)",
		"States.ArrayLength($.a.list)", "States.ArrayUnique(States.Array(1, 2, 1))", "States.Base64Encode($.s)", "States.Base64Decode('b25l')",
		"States.Hash($.s, 'SHA-256')", "States.Hash($.s, 'MD5')", "States.Hash($.s, 'SHA-384')", "States.JsonMerge($.a.b, $.a.list[0], false)", "States.MathAdd($.n, -1)",
		"States.StringSplit($.s, '/')", "States.StringSplit('a,b;c', ',;')",
	} {
		t.Run(source, func(t *testing.T) {
			m, err := asl.FromValue(valueOf(members{"StartAt": "P", "States": members{
				"P": members{"Type": "Pass", "Parameters": members{"x.$": source}, "End": true},
			}}))
			if err != nil {
				t.Fatal(err)
			}
			want := outputGiven(t, m)
			r := newRewriter()
			rewritten := r.machine(m, "JSONPath")
			rewritten.QueryLanguage = "JSONata"
			if len(r.problems) > 0 {
				t.Fatal(r.problems)
			}
			if got := outputGiven(t, rewritten); got != want {
				t.Errorf("rewritten it gives %s, want %s", got, want)
			}
			res := Import(m, Options{})
			if got := outputGiven(t, compiledOf(t, res)); got != want {
				t.Errorf("imported it gives %s, want %s\n%s", got, want, res.Source)
			}
		})
	}
}

// What has no form in JSONata is an error, and told.
func TestRewriteRefuses(t *testing.T) {
	for _, source := range []string{"$.a.list[0,1]", "$['a','s']", "$.a.list[::2]", "$..*", "States.Format($.s, 1)", "no path"} {
		r := newRewriter()
		r.field(source, dot(variable("states"), "input"))
		if len(r.problems) == 0 {
			t.Errorf("%s is no problem", source)
		}
	}
}

// A comparison takes the way that it takes in JSONPath.
func TestRewriteChoice(t *testing.T) {
	rule := func(variable, operator string, operand any) members {
		return members{"Variable": variable, operator: operand}
	}
	for i, test := range []members{
		rule("$.s", "StringEquals", "one/two/three"), rule("$.s", "StringEquals", "other"), rule("$.n", "StringEquals", "4"),
		rule("$.s", "StringMatches", "one*"), rule("$.s", "StringMatches", "*/two/*"), rule("$.s", "StringMatches", "*.csv"), rule("$.s", "StringMatches", "one\\*"),
		rule("$.s", "StringLessThan", "p"), rule("$.s", "StringGreaterThanEquals", "p"), rule("$.s", "StringEqualsPath", "$.s"),
		rule("$.n", "NumericEquals", 4), rule("$.n", "NumericLessThan", 4), rule("$.n", "NumericGreaterThanEquals", 4), rule("$.n", "NumericGreaterThanPath", "$.a.b.c"),
		rule("$.t", "BooleanEquals", true), rule("$.t", "BooleanEquals", false),
		rule("$.when", "TimestampEquals", "2026-01-05T01:00:00+01:00"), rule("$.when", "TimestampLessThan", "2026-01-04T00:00:00Z"), rule("$.when", "TimestampGreaterThanPath", "$.when"),
		rule("$.s", "IsPresent", true), rule("$.s", "IsPresent", false), rule("$.none", "IsPresent", true), rule("$.none.at.all", "IsPresent", false), rule("$.a.list[5]", "IsPresent", true),
		rule("$.no", "IsNull", true), rule("$.n", "IsNull", true), rule("$.n", "IsNull", false),
		rule("$.n", "IsNumeric", true), rule("$.s", "IsNumeric", true), rule("$.s", "IsString", true), rule("$.s", "IsString", false), rule("$.t", "IsBoolean", true),
		rule("$.when", "IsTimestamp", true), rule("$.s", "IsTimestamp", true),
		{"And": []any{rule("$.s", "IsPresent", true), rule("$.n", "NumericLessThan", 9)}},
		{"Or": []any{rule("$.none", "IsPresent", true), rule("$.n", "NumericLessThan", 2)}},
		{"Not": rule("$.n", "NumericEquals", 4)},
		{"Not": members{"And": []any{rule("$.t", "BooleanEquals", true), rule("$.none", "IsPresent", true)}}},
	} {
		test["Next"] = "Yes"
		t.Run(fmt.Sprintf("%d %v", i, test), func(t *testing.T) {
			m, err := asl.FromValue(valueOf(members{"StartAt": "C", "States": members{
				"C":   members{"Type": "Choice", "Choices": []any{test}, "Default": "No"},
				"Yes": members{"Type": "Pass", "Result": "yes", "End": true},
				"No":  members{"Type": "Pass", "Result": "no", "End": true},
			}}))
			if err != nil {
				t.Fatal(err)
			}
			want := outputGiven(t, m)
			res := Import(m, Options{})
			if got := outputGiven(t, compiledOf(t, res)); got != want {
				t.Errorf("it goes to %s, want %s\n%s", got, want, res.Source)
			}
		})
	}
}

// outputGiven is the output of a machine for the sample.
func outputGiven(t *testing.T, m *asl.Machine) string {
	t.Helper()
	input, err := asl.DecodeValue([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	x, err := engine.Run(t.Context(), m, input, engine.Options{Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if x.Status != engine.Succeeded {
		return fmt.Sprintf("%s %s: %s", x.Status, x.Error, x.Cause)
	}
	return textOf(x.Output)
}
