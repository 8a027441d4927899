package validate

import "github.com/pipectl/pipectl/asl"

// A use says what a field's value is, and so how it is checked.
type use int

const (
	literal    use = iota // any value, taken as it is
	path                  // JSONPath, or null
	reference             // reference path, or null
	onlyPath              // JSONPath
	stringPath            // JSONPath, or an intrinsic function that gives a string
	template              // JSONPath: members named X.$ are paths; JSONata: strings are expressions
	result                // as template, where $states.result exists
	variables             // as result: the object of Assign
	number                // a number; in JSONata an expression too
	text                  // a string; in JSONata an expression too
)

// A fieldRule is how a field of a state is checked: the language it belongs to
// (empty for both) and its use. What is not here has a form and nothing more.
type fieldRule struct {
	lang language
	use  use
}

// fieldRules follow the field matrix of the Developer Guide ("Transforming
// data", field by field).
var fieldRules = map[string]fieldRule{
	"InputPath":      {langPath, path},
	"OutputPath":     {langPath, path},
	"ResultPath":     {langPath, reference},
	"Parameters":     {langPath, template},
	"Result":         {langPath, literal},
	"ResultSelector": {langPath, template},
	"ItemsPath":      {langPath, onlyPath},

	"Arguments": {langJSONata, template},
	"Output":    {langJSONata, result},
	"Items":     {langJSONata, template},

	"Assign":       {"", variables},
	"ItemSelector": {"", template},
	"Credentials":  {"", template},

	"TimeoutSeconds":             {"", number},
	"HeartbeatSeconds":           {"", number},
	"Seconds":                    {"", number},
	"Timestamp":                  {"", text},
	"MaxConcurrency":             {"", number},
	"ToleratedFailureCount":      {"", number},
	"ToleratedFailurePercentage": {"", number},
	"Error":                      {"", text},
	"Cause":                      {"", text},

	"TimeoutSecondsPath":             {langPath, onlyPath},
	"HeartbeatSecondsPath":           {langPath, onlyPath},
	"SecondsPath":                    {langPath, onlyPath},
	"TimestampPath":                  {langPath, onlyPath},
	"MaxConcurrencyPath":             {langPath, onlyPath},
	"ToleratedFailureCountPath":      {langPath, onlyPath},
	"ToleratedFailurePercentagePath": {langPath, onlyPath},
	"MaxItemsPath":                   {langPath, onlyPath},
	"MaxItemsPerBatchPath":           {langPath, onlyPath},
	"MaxInputBytesPerBatchPath":      {langPath, onlyPath},
	"ErrorPath":                      {langPath, stringPath},
	"CausePath":                      {langPath, stringPath},

	"MaxItems":              {"", number},
	"MaxItemsPerBatch":      {"", number},
	"MaxInputBytesPerBatch": {"", number},
	"BatchInput":            {"", template},
}

// fieldsOf lists the fields of a state that have a rule, nil where left out.
func fieldsOf(state asl.State) []asl.Member {
	b := state.Base()
	list := []asl.Member{
		{Key: "InputPath", Value: b.InputPath},
		{Key: "OutputPath", Value: b.OutputPath},
		{Key: "Output", Value: b.Output},
		{Key: "Assign", Value: b.Assign},
	}
	switch s := state.(type) {
	case *asl.Pass:
		return append(list,
			asl.Member{Key: "Parameters", Value: s.Parameters},
			asl.Member{Key: "Result", Value: s.Result},
			asl.Member{Key: "ResultPath", Value: s.ResultPath})
	case *asl.Task:
		return append(list,
			asl.Member{Key: "Parameters", Value: s.Parameters},
			asl.Member{Key: "ResultSelector", Value: s.ResultSelector},
			asl.Member{Key: "ResultPath", Value: s.ResultPath},
			asl.Member{Key: "Arguments", Value: s.Arguments},
			asl.Member{Key: "Credentials", Value: s.Credentials},
			asl.Member{Key: "TimeoutSeconds", Value: s.TimeoutSeconds},
			asl.Member{Key: "TimeoutSecondsPath", Value: s.TimeoutSecondsPath},
			asl.Member{Key: "HeartbeatSeconds", Value: s.HeartbeatSeconds},
			asl.Member{Key: "HeartbeatSecondsPath", Value: s.HeartbeatSecondsPath})
	case *asl.Wait:
		return append(list,
			asl.Member{Key: "Seconds", Value: s.Seconds},
			asl.Member{Key: "SecondsPath", Value: s.SecondsPath},
			asl.Member{Key: "Timestamp", Value: s.Timestamp},
			asl.Member{Key: "TimestampPath", Value: s.TimestampPath})
	case *asl.Fail:
		return append(list,
			asl.Member{Key: "Error", Value: s.Error},
			asl.Member{Key: "ErrorPath", Value: s.ErrorPath},
			asl.Member{Key: "Cause", Value: s.Cause},
			asl.Member{Key: "CausePath", Value: s.CausePath})
	case *asl.Parallel:
		return append(list,
			asl.Member{Key: "Parameters", Value: s.Parameters},
			asl.Member{Key: "ResultSelector", Value: s.ResultSelector},
			asl.Member{Key: "ResultPath", Value: s.ResultPath},
			asl.Member{Key: "Arguments", Value: s.Arguments})
	case *asl.Map:
		return append(list,
			asl.Member{Key: "Items", Value: s.Items},
			asl.Member{Key: "ItemsPath", Value: s.ItemsPath},
			asl.Member{Key: "Parameters", Value: s.Parameters},
			asl.Member{Key: "ItemSelector", Value: s.ItemSelector},
			asl.Member{Key: "ResultSelector", Value: s.ResultSelector},
			asl.Member{Key: "ResultPath", Value: s.ResultPath},
			asl.Member{Key: "MaxConcurrency", Value: s.MaxConcurrency},
			asl.Member{Key: "MaxConcurrencyPath", Value: s.MaxConcurrencyPath},
			asl.Member{Key: "ToleratedFailureCount", Value: s.ToleratedFailureCount},
			asl.Member{Key: "ToleratedFailureCountPath", Value: s.ToleratedFailureCountPath},
			asl.Member{Key: "ToleratedFailurePercentage", Value: s.ToleratedFailurePercentage},
			asl.Member{Key: "ToleratedFailurePercentagePath", Value: s.ToleratedFailurePercentagePath})
	case *asl.Choice, *asl.Succeed:
	}
	return list
}

// fields checks fields of the state itself.
func (x *stateChecker) fields(list []asl.Member) {
	for _, f := range list {
		if f.Value != nil {
			x.field(x.at, f.Key, f.Value)
		}
	}
}

// field checks one field by its rule, at the object that has it.
func (x *stateChecker) field(at *place, key string, v asl.Value) {
	rule, ok := fieldRules[key]
	if !ok || pending(v) {
		return
	}
	if x.lang == langUnknown {
		if rule.lang != "" {
			of := *x
			of.lang = rule.lang
			of.field(at, key, v)
		}
		return
	}
	at = at.member(key)
	if rule.lang != "" && rule.lang != x.lang {
		x.otherLanguage(at, key, rule.lang)
		return
	}
	avail := available{result: x.hasResult && (rule.use == result || rule.use == variables)}
	switch rule.use {
	case literal:
	case path, reference, onlyPath, stringPath:
		x.path(at, v, rule.use)
	case template, result:
		x.payload(at, v, avail)
	case variables:
		x.assign(at, v, avail)
	case number, text:
		s, ok := v.(asl.String)
		if ok && x.lang == langJSONata && x.expression(at, string(s), v, avail) {
			return
		}
		if code, isCode := v.(asl.Code); isCode {
			x.expression(at, "", code, avail)
			return
		}
		if rule.use == number && ok {
			x.add(Type, at, "Write a number; where the query language is JSONata, an expression may give it.",
				"%s should be a number, not a string.", key)
		}
		if key == "Timestamp" && ok {
			x.timestamp(at, string(s))
		}
	}
}

func (x *stateChecker) otherLanguage(at *place, key string, lang language) {
	fix := "Use its counterpart in " + string(x.lang) + "."
	if other, ok := counterparts[key]; ok {
		fix = "Use " + other + ", or set the state's QueryLanguage to " + string(lang) + "."
	}
	if x.top == langJSONata && x.lang == langJSONata {
		if other, ok := counterparts[key]; ok {
			fix = "Use " + other + "."
		}
	}
	x.add(OtherLanguage, at, fix, "%s belongs to %s; the state's query language is %s.", key, lang, x.lang)
}

// counterparts say what does a field's work in the other language.
var counterparts = map[string]string{
	"InputPath": "$states.input in the expressions", "OutputPath": "Output", "ResultPath": "Output",
	"Parameters": "Arguments (of a Pass, Output)", "Result": "Output", "ResultSelector": "Output", "ItemsPath": "Items",
	"Arguments": "Parameters", "Output": "ResultSelector, ResultPath and OutputPath", "Items": "ItemsPath",
	"TimeoutSecondsPath": "TimeoutSeconds", "HeartbeatSecondsPath": "HeartbeatSeconds", "SecondsPath": "Seconds",
	"TimestampPath": "Timestamp", "MaxConcurrencyPath": "MaxConcurrency", "ErrorPath": "Error", "CausePath": "Cause",
	"ToleratedFailureCountPath": "ToleratedFailureCount", "ToleratedFailurePercentagePath": "ToleratedFailurePercentage",
	"MaxItemsPath": "MaxItems", "MaxItemsPerBatchPath": "MaxItemsPerBatch", "MaxInputBytesPerBatchPath": "MaxInputBytesPerBatch",
	"Condition": "Variable and an operator", "Variable": "Condition",
}
