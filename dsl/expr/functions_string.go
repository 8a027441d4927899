package expr

import (
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var stringFunctions = []*Func{
	{
		Name: "basename", Params: "path", Example: `basename("raw/2026/orders.csv")`,
		Doc:  "The last part of a path.",
		impl: textFunc("path", func(s string) string { return path.Base(s) }),
	},
	{
		Name: "chomp", Params: "string", Example: `chomp("line\n")`,
		Doc:  "The string without the newlines at its end.",
		impl: stdlib.ChompFunc,
	},
	{
		Name: "dirname", Params: "path", Example: `dirname("raw/2026/orders.csv")`,
		Doc:   "The path without its last part.",
		Class: CompileTime, Limit: "replace(path, \"/[^/]*$/\", \"\") cuts the last part off.",
		impl: textFunc("path", func(s string) string { return path.Dir(s) }),
	},
	{
		Name: "endswith", Params: "string, suffix", Example: `endswith("orders.csv", ".csv")`,
		Doc:  "Whether the string ends with the suffix.",
		impl: testFunc("string", "suffix", strings.HasSuffix),
	},
	{
		Name: "indent", Params: "spaces, string", Example: `indent(2, "a\nb")`,
		Doc:   "The string with spaces put before each of its lines but the first.",
		Class: Guarded, Limit: "The number of spaces has to be known at compile time.",
		impl: stdlib.IndentFunc,
	},
	{
		Name: "join", Params: "separator, lists...", Example: `join("/", ["raw", "orders"])`,
		Doc:  "The strings of the lists as one string, with the separator between them.",
		impl: stdlib.JoinFunc,
	},
	{
		Name: "lower", Params: "string", Example: `lower("ORDERS")`,
		Doc:  "The string in small letters.",
		impl: stdlib.LowerFunc,
	},
	{
		Name: "split", Params: "separator, string", Example: `split(",", "a,b")`,
		Doc:   "The parts of the string between the separators.",
		Class: Guarded, Limit: "At run time the separator must not be empty.",
		impl: stdlib.SplitFunc,
	},
	{
		Name: "startswith", Params: "string, prefix", Example: `startswith("raw/orders", "raw/")`,
		Doc:  "Whether the string begins with the prefix.",
		impl: testFunc("string", "prefix", strings.HasPrefix),
	},
	{
		Name: "strcontains", Params: "string, substr", Example: `strcontains("raw/orders", "/")`,
		Doc:  "Whether the second string is part of the first.",
		impl: testFunc("string", "substr", strings.Contains),
	},
	{
		Name: "strrev", Params: "string", Example: `strrev("abc")`,
		Doc:   "The characters of the string in reverse order.",
		Class: Guarded, Limit: "At run time characters are code points: letters made of several are taken apart.",
		impl: stdlib.ReverseFunc,
	},
	{
		Name: "substr", Params: "string, offset, length", Example: `substr("2026-01-05", 0, 4)`,
		Doc:   "So many characters of the string from an offset on. A negative offset counts from the end, length -1 takes the rest.",
		Class: Guarded, Limit: "At run time characters are code points: letters made of several count more than once.",
		impl: stdlib.SubstrFunc,
	},
	{
		Name: "title", Params: "string", Example: `title("raw orders")`,
		Doc:   "The string with the first letter of each word in upper case.",
		Class: CompileTime, Limit: "upper(...) and lower(...) are there at run time.",
		impl: stdlib.TitleFunc,
	},
	{
		Name: "trim", Params: "string, cutset", Example: `trim("--x--", "-")`,
		Doc:   "The string without the given characters at its beginning and end.",
		Class: Guarded, Limit: "The characters have to be known at compile time.",
		impl: stdlib.TrimFunc,
	},
	{
		Name: "trimprefix", Params: "string, prefix", Example: `trimprefix("s3://lake", "s3://")`,
		Doc:  "The string without the prefix, if it has it.",
		impl: stdlib.TrimPrefixFunc,
	},
	{
		Name: "trimspace", Params: "string", Example: `trimspace(" a \n")`,
		Doc:  "The string without white space at its beginning and end.",
		impl: stdlib.TrimSpaceFunc,
	},
	{
		Name: "trimsuffix", Params: "string, suffix", Example: `trimsuffix("orders.csv", ".csv")`,
		Doc:  "The string without the suffix, if it has it.",
		impl: stdlib.TrimSuffixFunc,
	},
	{
		Name: "upper", Params: "string", Example: `upper("orders")`,
		Doc:  "The string in capital letters.",
		impl: stdlib.UpperFunc,
	},
}

// textFunc is a function from a string to a string.
func textFunc(param string, f func(string) string) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{{Name: param, Type: cty.String}},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(f(args[0].AsString())), nil
		},
	})
}

// testFunc is a function from two strings to a bool.
func testFunc(a, b string, f func(a, b string) bool) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{{Name: a, Type: cty.String}, {Name: b, Type: cty.String}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }
