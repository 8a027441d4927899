package expr

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var conversionFunctions = []*Func{
	{
		Name: "tobool", Params: "value", Example: `tobool("true")`, Doc: "The value as a bool.",
		impl: stdlib.MakeToFunc(cty.Bool), null: nullArgument,
	},
	{
		Name: "tolist", Params: "value", Example: `tolist(toset(["b", "a"]))`, Doc: "The value as a list of elements of one type.",
		impl: stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), null: nullArgument, collects: true,
	},
	{
		Name: "tomap", Params: "value", Example: `tomap({ a = 1, b = "x" })`, Doc: "The value as a map of elements of one type.",
		impl: stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)), null: nullArgument, collects: true,
	},
	{
		Name: "tonumber", Params: "value", Example: `tonumber("5")`, Doc: "The value as a number.",
		Class: Guarded, Limit: "At run time a text that begins or ends with its decimal point, as \".5\" does, ends the execution.",
		impl: stdlib.MakeToFunc(cty.Number), null: nullArgument,
	},
	{
		Name: "toset", Params: "value", Example: `toset(["b", "a", "b"])`, Doc: "The value as a set: each element once, and sorted.",
		Class: Guarded, Limit: "At run time the elements have to be strings or numbers.",
		impl: stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), null: nullArgument, collects: true,
	},
	{
		Name: "tostring", Params: "value", Example: `tostring(5)`, Doc: "The value as a string.",
		impl: stdlib.MakeToFunc(cty.String), null: nullArgument,
	},
}

func toNumber(v cty.Value) (cty.Value, error) { return convert.Convert(v, cty.Number) }
