package expr

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var numberFunctions = []*Func{
	{Name: "abs", Params: "number", Example: `abs(-3)`, Doc: "The number without its sign.", impl: stdlib.AbsoluteFunc},
	{Name: "ceil", Params: "number", Example: `ceil(1.2)`, Doc: "The least whole number not below.", impl: stdlib.CeilFunc},
	{Name: "floor", Params: "number", Example: `floor(1.8)`, Doc: "The greatest whole number not above.", impl: stdlib.FloorFunc},
	{
		Name: "log", Params: "number, base", Example: `log(8, 2)`, Doc: "The logarithm of a number to a base.",
		Class: CompileTime, Limit: "JSONata has no logarithms.",
		impl: stdlib.LogFunc,
	},
	{Name: "max", Params: "number, numbers...", Example: `max(1, 5, 3)`, Doc: "The greatest of the numbers.", impl: stdlib.MaxFunc},
	{Name: "min", Params: "number, numbers...", Example: `min(1, 5, 3)`, Doc: "The least of the numbers.", impl: stdlib.MinFunc},
	{
		Name: "parseint", Params: "string, base", Example: `parseint("ff", 16)`, Doc: "The whole number that a string is in a base.",
		Class: Guarded, Limit: "At run time the base has to be the constant 10.",
		impl: stdlib.ParseIntFunc,
	},
	{Name: "pow", Params: "number, power", Example: `pow(2, 10)`, Doc: "A number raised to a power.", impl: stdlib.PowFunc},
	{
		Name: "signum", Params: "number", Example: `signum(-3)`, Doc: "-1, 0 or 1: the sign of a whole number.",
		impl: stdlib.SignumFunc,
	},
	{
		Name: "sum", Params: "numbers", Example: `sum([1, 2, 3])`, Doc: "The sum of a list of numbers that is not empty.",
		impl: sumFunc,
	},
}

var sumFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "numbers", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || args[0].Type().IsMapType() || args[0].Type().IsObjectType() {
			return cty.NilVal, function.NewArgErrorf(0, "a list or set of numbers is required")
		}
		if args[0].LengthInt() == 0 {
			return cty.NilVal, function.NewArgErrorf(0, "the sum of an empty list is not defined")
		}
		total := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			n, err := numberOf(v)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			if !n.IsKnown() {
				return cty.UnknownVal(cty.Number), nil
			}
			total = total.Add(n)
		}
		return total, nil
	},
})

// numberOf is an element of a list as a number.
func numberOf(v cty.Value) (cty.Value, error) {
	if v.IsNull() {
		return cty.NilVal, fmt.Errorf("an element is null")
	}
	return toNumber(v)
}
