package expr

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

const patternLimit = "At run time the pattern has to be known at compile time and to be of the part of RE2 that JSONata shares: " +
	"no named groups, no flags but a leading (?i), no \\A, \\z, \\p or [:class:], and nothing that matches the empty string. Characters beyond U+FFFF count as two."

var patternFunctions = []*Func{
	{
		Name: "regex", Params: "pattern, string", Example: `regex("\\d{4}", "day 2026-01-05")`,
		Doc:   "The first match of a regular expression: the text, or with groups the list of their texts. No match is an error.",
		Class: Guarded, Limit: patternLimit, null: nullNever,
		impl: stdlib.RegexFunc,
	},
	{
		Name: "regexall", Params: "pattern, string", Example: `regexall("\\d+", "2026-01-05")`,
		Doc:   "All matches of a regular expression, each as regex gives it.",
		Class: Guarded, Limit: patternLimit,
		impl: stdlib.RegexAllFunc,
	},
	{
		Name: "replace", Params: "string, substr, replacement", Example: `replace("2026-01-05", "-", "/")`,
		Doc: "The string with every occurrence of a text replaced. A text between slashes is a regular expression, and $1 or " +
			"${1} in the replacement its first group.",
		Class: Guarded, Limit: patternLimit + " A text that is not known must not be empty, and is never a regular expression.",
		impl: replaceFunc,
	},
}

// replaceFunc is Terraform's replace, which is cty's two functions in one.
var replaceFunc = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "string", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replacement", Type: cty.String},
	},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		s, old, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
		if len(old) > 1 && strings.HasPrefix(old, "/") && strings.HasSuffix(old, "/") {
			re, err := regexp.Compile(old[1 : len(old)-1])
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			return cty.StringVal(re.ReplaceAllString(s, with)), nil
		}
		return cty.StringVal(strings.ReplaceAll(s, old, with)), nil
	},
})
