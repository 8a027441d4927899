package expr

import "github.com/zclconf/go-cty/cty/function/stdlib"

var formatFunctions = []*Func{
	{
		Name: "format", Params: "spec, values...", Example: `format("%s-%03d", "part", 7)`,
		Doc:   "A string made after a specification in the manner of C's printf.",
		Class: Guarded, Limit: "The specification has to be known at compile time. At run time there are %s, %d, %x, %q, %t, %% and %f, with " +
			"width and precision; not %v of what may be a number, not %e, %g, %b, %o.",
		impl: stdlib.FormatFunc,
	},
	{
		Name: "formatlist", Params: "spec, values...", Example: `formatlist("s3://%s", ["a", "b"])`,
		Doc:   "format for each element of its lists. Values that are no lists are the same for every element.",
		Class: Guarded, Limit: "As that of format; and one of the values has to be known to be a list, the others not to be.",
		impl: stdlib.FormatListFunc,
	},
}
