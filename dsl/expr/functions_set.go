package expr

import "github.com/zclconf/go-cty/cty/function/stdlib"

const setLimit = "At run time the elements have to be strings or numbers."

var setFunctions = []*Func{
	{
		Name: "setintersection", Params: "set, sets...", Example: `setintersection(["a", "b"], ["b"])`, Doc: "The elements that all sets have.",
		Class: Guarded, Limit: setLimit, impl: stdlib.SetIntersectionFunc, unify: true,
	},
	{
		Name: "setproduct", Params: "sets...", Example: `setproduct(["a", "b"], [1, 2])`, Doc: "All combinations of an element of each set.",
		Class: CompileTime, Limit: "Nested for expressions in flatten(...) are there at run time.",
		impl: stdlib.SetProductFunc,
	},
	{
		Name: "setsubtract", Params: "set, without", Example: `setsubtract(["a", "b"], ["b"])`, Doc: "The elements of a set that another does not have.",
		Class: Guarded, Limit: setLimit, impl: stdlib.SetSubtractFunc, unify: true,
	},
	{
		Name: "setunion", Params: "set, sets...", Example: `setunion(["a"], ["b", "a"])`, Doc: "The elements that any of the sets has.",
		Class: Guarded, Limit: setLimit, impl: stdlib.SetUnionFunc, unify: true,
	},
}
