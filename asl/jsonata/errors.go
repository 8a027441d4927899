package jsonata

import (
	"fmt"
	"strconv"
	"strings"
)

// An Error is what is wrong with an expression, or why it could not be
// evaluated.
type Error struct {
	// Code is the code of the reference implementation: S for syntax, T for
	// types, D for values, U1001 for a limit that was reached.
	Code string

	// Pos is the offset in bytes of the offending token in the source, or
	// -1 where it is not known, as in trees that were not parsed.
	Pos int

	// Token is the offending text: a token, an operator, a function's name.
	Token string

	// Message tells the error in a sentence. It has neither Code nor Pos.
	Message string
}

func (e *Error) Error() string {
	if e.Code == "" {
		return e.Message
	}
	return e.Code + ": " + e.Message
}

// fail makes an error from the code's template: {t} stands for the token, {0}
// and {1} for the arguments.
func fail(code string, pos int, token string, args ...any) *Error {
	msg, ok := messages[code]
	if !ok {
		panic("jsonata: no message for code " + code)
	}
	if len(args) == 0 {
		msg = strings.ReplaceAll(msg, "{t}", token)
		return &Error{Code: code, Pos: pos, Token: token, Message: msg}
	}
	// In one pass: what stands in for one placeholder may look like another.
	pairs := []string{"{t}", token}
	for i, a := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", fmt.Sprint(a))
	}
	msg = strings.NewReplacer(pairs...).Replace(msg)
	return &Error{Code: code, Pos: pos, Token: token, Message: msg}
}

// messages are worded here; the codes and what they stand for are the
// reference implementation's.
var messages = map[string]string{
	"S0101": "a string literal has no closing quote",
	"S0102": "number {t} is out of range",
	"S0103": "escape sequence \\{t} is not supported",
	"S0104": "the escape sequence \\u needs 4 hex digits",
	"S0105": "a quoted name has no closing backquote",
	"S0106": "a comment has no end",
	"S0201": "unexpected {t}",
	"S0202": "expected {0}, got {t}",
	"S0203": "expected {0} before the end of the expression",
	"S0204": "operator {t} is unknown",
	"S0207": "unexpected end of the expression",
	"S0208": "parameter {0} of a function definition must be a variable, such as $x, not {t}",
	"S0209": "a filter cannot follow a grouping in the same step",
	"S0210": "a step can have one grouping only",
	"S0211": "{t} cannot start an expression",
	"S0212": "the left side of := must be a variable, such as $x",
	"S0213": "the literal {t} cannot be a step of a path",
	"S0214": "the right side of {t} must be a variable, such as $x",
	"S0215": "a variable must be bound before the filters of a step",
	"S0216": "a variable must be bound before the step is sorted",
	"S0217": "the object that % refers to cannot be told from this expression",
	"S0301": "a regular expression is empty",
	"S0302": "a regular expression has no closing /",
	"S0303": "regular expression {t}: {0}",
	"S0401": "in a signature only a function or an array can have parameters, not {t}",
	"S0402": "in a signature a choice cannot hold {t}",

	"T0410": "argument {0} of function {t} has the wrong type",
	"T0411": "the context has the wrong type for argument {0} of function {t}",
	"T0412": "argument {0} of function {t} must be an array of {1}",
	"D1001": "number {t} is out of range",
	"D1002": "cannot negate a value that is not a number: {t}",
	"T1003": "the key of an object must be a string, not {t}",
	"D1004": "a regular expression must not match an empty string",
	"T1005": "a function is not defined: did you mean ${t}?",
	"T1006": "attempted to call something that is not a function",
	"T1007": "attempted to apply in part something that is not a function: did you mean ${t}?",
	"T1008": "attempted to apply in part something that is not a function",
	"D1009": "several keys of an object have the value {t}",
	"T1010": "the matcher function given to {t} does not give the right object",
	"T2001": "the left side of {t} must be a number",
	"T2002": "the right side of {t} must be a number",
	"T2003": "the left side of .. must be an integer",
	"T2004": "the right side of .. must be an integer",
	"T2006": "the right side of ~> must be a function",
	"T2007": "cannot compare {0} with {1} when sorting",
	"T2008": "the terms of a sort must be strings or numbers",
	"T2009": "cannot compare {0} with {1}: both sides of {t} must have one type",
	"T2010": "both sides of {t} must be numbers or strings",
	"T2011": "the update of a transform must be an object, not {t}",
	"T2012": "the delete clause of a transform must be a string or an array of strings, not {t}",
	"T2013": "a transform clones its input with $clone, which is not a function here",
	"D2014": "a range of {t} numbers is too large; the most is 10,000,000",
	"D3001": "cannot make a string of {t}",
	"D3010": "the pattern of $replace must not be empty",
	"D3011": "the limit of $replace must not be negative",
	"D3012": "the replacement of $replace must give strings",
	"D3020": "the limit of $split must not be negative",
	"D3030": "cannot make a number of {t}",
	"D3040": "the limit of $match must not be negative",
	"D3050": "the function given to $reduce must take at least two arguments",
	"D3060": "$sqrt cannot take a negative number: {t}",
	"D3061": "$power of {t} has no number as its result",
	"D3070": "$sort needs an array of strings or of numbers where no function is given",
	"D3080": "the picture of $formatNumber can have two sub-pictures at most",
	"D3081": "a sub-picture of $formatNumber can have one decimal separator at most",
	"D3082": "a sub-picture of $formatNumber can have one percent sign at most",
	"D3083": "a sub-picture of $formatNumber can have one per-mille sign at most",
	"D3084": "a sub-picture of $formatNumber cannot have both a percent and a per-mille sign",
	"D3085": "a sub-picture of $formatNumber needs a digit",
	"D3086": "a sub-picture of $formatNumber cannot have a passive character between active ones",
	"D3087": "a sub-picture of $formatNumber cannot have a grouping separator next to the decimal separator",
	"D3088": "a sub-picture of $formatNumber cannot end its integer part with a grouping separator",
	"D3089": "a sub-picture of $formatNumber cannot have two grouping separators next to each other",
	"D3090": "an optional digit cannot come after a mandatory one in the integer part of a sub-picture of $formatNumber",
	"D3091": "a mandatory digit cannot come after an optional one in the fraction of a sub-picture of $formatNumber",
	"D3092": "a sub-picture of $formatNumber that has an exponent cannot have a percent or per-mille sign",
	"D3093": "the exponent of a sub-picture of $formatNumber must be made of digits",
	"D3100": "the base of $formatBase must lie between 2 and 36, not {t}",
	"D3110": "{t} is no ISO 8601 timestamp",
	"D3120": "syntax error in the expression given to $eval: {t}",
	"D3121": "the expression given to $eval failed: {t}",
	"D3130": "cannot format or read an integer as {t}: the format is not supported",
	"D3131": "the digits of a decimal digit pattern must all be of one group",
	"D3132": "component {t} of a date and time picture is unknown",
	"D3133": "component {t} of a date and time picture cannot be a name",
	"D3134": "the timezone integer of a date and time picture can have four digits at most",
	"D3135": "no closing ] for the [ in the date and time picture {t}",
	"D3136": "the date and time picture lacks a component that is needed to read the timestamp",
	"D3137": "{t}",
	"D3138": "$single found more than one match",
	"D3139": "$single found no match",
	"D3140": "{t}: malformed URL given to the function",
	"D3141": "{t}",
	"U1001": "{t}",
}
