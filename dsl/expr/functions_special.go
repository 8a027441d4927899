package expr

var specialFunctions = []*Func{
	{
		Name: "can", Params: "expression", Example: `can(tonumber("x"))`, Doc: "Whether an expression can be evaluated without an error.",
		Class: Guarded, Limit: "At run time it sees missing members and elements, and conversions that fail.",
		special: specialCan, null: nullNever,
	},
	{
		Name: "jsonata", Params: "text, variables?", Doc: "JSONata as it is written, with the values that it may mention as variables. What it means is not checked.",
		special: specialVerbatim, null: nullAlways,
	},
	{
		Name: "try", Params: "expressions...", Example: `try(tonumber("x"), 0)`, Doc: "The first of the expressions that can be evaluated without an error.",
		Class: Guarded, Limit: "At run time it sees missing members and elements, and conversions that fail.",
		special: specialTry, null: nullArgument,
	},
}
