package engine

import (
	"fmt"
	"strings"
	"testing"
)

// TestRules asks JSONPath rules of the input {"n":3,"f":3.5,"s":"abc","b":true,
// "z":null,"t":"2026-01-02T03:04:05Z","list":[1],"same":{...}}.
func TestRules(t *testing.T) {
	const input = `{"n":3,"big":9007199254740993,"f":3.5,"s":"abc","star":"a*c","b":true,"z":null,"t":"2026-01-02T03:04:05Z","later":"2026-01-02T03:04:05.5+00:00","n2":3.0,"s2":"abd","b2":false,"list":[1]}`
	tests := []struct {
		rule string
		want bool
	}{
		{`"Variable":"$.n","NumericEquals":3`, true},
		{`"Variable":"$.n","NumericEqualsPath":"$.n2"`, true},
		{`"Variable":"$.big","NumericGreaterThan":9007199254740992`, true},
		{`"Variable":"$.n","NumericLessThan":3.5`, true},
		{`"Variable":"$.n","NumericLessThanEquals":2.5`, false},
		{`"Variable":"$.f","NumericGreaterThanEqualsPath":"$.n"`, true},
		{`"Variable":"$.s","NumericEquals":3`, false},
		{`"Variable":"$.s","StringEquals":"abc"`, true},
		{`"Variable":"$.s","StringLessThanPath":"$.s2"`, true},
		{`"Variable":"$.s","StringGreaterThan":"abd"`, false},
		{`"Variable":"$.n","StringGreaterThanEquals":""`, false},
		{`"Variable":"$.b","BooleanEquals":true`, true},
		{`"Variable":"$.b","BooleanEqualsPath":"$.b2"`, false},
		{`"Variable":"$.t","TimestampEquals":"2026-01-02T04:04:05+01:00"`, true},
		{`"Variable":"$.t","TimestampLessThanPath":"$.later"`, true},
		{`"Variable":"$.t","TimestampGreaterThanEquals":"2026-01-02T03:04:06Z"`, false},
		{`"Variable":"$.s","TimestampEquals":"2026-01-02T03:04:05Z"`, false},
		{`"Variable":"$.n","TimestampEquals":"2026-01-02T03:04:05Z"`, false},
		{`"Variable":"$.s","StringMatches":"a*"`, true},
		{`"Variable":"$.s","StringMatches":"*b*"`, true},
		{`"Variable":"$.s","StringMatches":"a*b"`, false},
		{`"Variable":"$.s","StringMatches":"b*"`, false},
		{`"Variable":"$.s","StringMatches":"*x*c"`, false},
		{`"Variable":"$.s","StringMatches":"abc"`, true},
		{`"Variable":"$.star","StringMatches":"a\\*c"`, true},
		{`"Variable":"$.s","StringMatches":"a\\*c"`, false},
		{`"Variable":"$.n","StringMatches":"*"`, false},
		{`"Variable":"$.z","IsNull":true`, true},
		{`"Variable":"$.n","IsNull":false`, true},
		{`"Variable":"$.f","IsNumeric":true`, true},
		{`"Variable":"$.s","IsString":true`, true},
		{`"Variable":"$.b","IsBoolean":false`, false},
		{`"Variable":"$.t","IsTimestamp":true`, true},
		{`"Variable":"$.s","IsTimestamp":true`, false},
		{`"Variable":"$.list","IsString":true`, false},
		{`"Variable":"$.nope","IsPresent":true`, false},
		{`"Variable":"$.nope","IsPresent":false`, true},
		{`"Variable":"$.z","IsPresent":true`, true},
		{`"Not":{"Variable":"$.n","NumericEquals":4}`, true},
		{`"And":[{"Variable":"$.n","NumericEquals":3},{"Not":{"Variable":"$.s","StringEquals":"abc"}}]`, false},
		{`"Or":[{"Variable":"$.n","NumericEquals":4},{"Variable":"$.s","StringEquals":"abc"}]`, true},
		{`"And":[{"Variable":"$.n","IsPresent":true},{"Variable":"$.n","NumericGreaterThan":1}]`, true},
		{`"Or":[{"Variable":"$.n","NumericEquals":4}]`, false},
	}
	for _, tt := range tests {
		x := run(t, `{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{`+tt.rule+`,"Next":"Yes"}],"Default":"No"},
			"Yes":{"Type":"Pass","Result":true,"End":true},"No":{"Type":"Pass","Result":false,"End":true}}}`, input, Options{})
		if x.Status != Succeeded {
			t.Errorf("%s: %s: %s", tt.rule, x.Error, x.Cause)
		} else if got := brief(x.Output); got != fmt.Sprint(tt.want) {
			t.Errorf("%s is %s, want %t", tt.rule, got, tt.want)
		}
	}
}

func TestChoiceFails(t *testing.T) {
	const end = `,"E":{"Type":"Succeed"}`
	tests := []struct{ choice, err, cause string }{
		{`"Choices":[{"Variable":"$.n","NumericEquals":1,"Next":"E"}]`, "States.NoChoiceMatched", "The state does not point to a next state"},
		{`"Choices":[{"Variable":"$.no","NumericEquals":1,"Next":"E"}],"Default":"E"`, "States.Runtime", "Invalid path '$.no': The choice state's condition path references an invalid value."},
		{`"Choices":[{"Variable":"$.n","NumericEqualsPath":"$.no","Next":"E"}],"Default":"E"`, "States.Runtime", "Invalid path '$.no'"},
		{`"Choices":[{"And":[{"Variable":"$.no","IsNull":true}],"Next":"E"}],"Default":"E"`, "States.Runtime", "Invalid path '$.no'"},
		{`"Choices":[{"Variable":"$.n","Next":"E"}],"Default":"E"`, "States.Runtime", "no comparison operator"},
		{`"Choices":[{"NumericEquals":1,"Next":"E"}],"Default":"E"`, "States.Runtime", "no Variable"},
		{`"InputPath":"$.no","Choices":[{"Variable":"$.n","NumericEquals":1,"Next":"E"}],"Default":"E"`, "States.Runtime", "Invalid path '$.no'"},
		{`"QueryLanguage":"JSONata","Choices":[{"Condition":"{% $states.input.n = 1 %}","Next":"E"}]`, "States.NoChoiceMatched", "The state does not point to a next state"},
		{`"QueryLanguage":"JSONata","Choices":[{"Condition":"{% $states.input.n %}","Next":"E"}],"Default":"E"`, "States.QueryEvaluationError", "for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 3"},
	}
	for _, tt := range tests {
		x := run(t, `{"StartAt":"C","States":{"C":{"Type":"Choice",`+tt.choice+`}`+end+`}}`, `{"n":3}`, Options{})
		if x.Error != tt.err || !strings.Contains(x.Cause, tt.cause) || !strings.HasPrefix(x.Cause, "An error occurred while executing the state 'C' (entered at the event id #2). ") {
			t.Errorf("%s\n\t%s: %s, want %s: %s", tt.choice, x.Error, x.Cause, tt.err, tt.cause)
		}
	}
}

// Of Assign and Output only those of the rule that holds apply; the state's own
// apply where none does.
func TestChoiceAssigns(t *testing.T) {
	src := `{"QueryLanguage":"JSONata","StartAt":"C","States":{
		"C":{"Type":"Choice","Assign":{"v":"state"},"Output":"state","Default":"E",
			"Choices":[{"Condition":"{% $states.input = 1 %}","Assign":{"v":"rule"},"Output":"{% 'rule' & $states.input %}","Next":"E"},{"Condition":"{% $states.input = 2 %}","Next":"E"}]},
		"E":{"Type":"Pass","Output":"{% [$states.input, $exists($v) ? $v : 'none'] %}","End":true}}}`
	for input, want := range map[string]string{"1": `["rule1","rule"]`, "2": `[2,"none"]`, "3": `["state","state"]`} {
		wantOutput(t, run(t, src, input, Options{}), want)
	}
	src = `{"StartAt":"C","States":{
		"C":{"Type":"Choice","Assign":{"v":"state"},"Default":"E","Choices":[{"Variable":"$","NumericEquals":1,"Assign":{"v.$":"$"},"Next":"E"}]},
		"E":{"Type":"Pass","Parameters":{"v.$":"$v"},"End":true}}}`
	wantOutput(t, run(t, src, "1", Options{}), `{"v":1}`)
	wantOutput(t, run(t, src, "2", Options{}), `{"v":"state"}`)
}
