package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// dynamoForms are the functions of the catalog's own expressions.
func dynamoForms() map[string]function {
	whole := func(helper string, null bool) function {
		return function{any: true, nulls: true, partial: true, write: func(w *writer, e *expr.Call) code {
			a := w.whole(e.Args[0])
			c := w.call(helper, cty.Map(cty.DynamicPseudoType), w.filled(a).n)
			c.null = null && a.null
			return c
		}}
	}
	return map[string]function{
		"dynamo_map":   whole("attributes", true),
		"dynamo_value": whole("attribute", false),
		"undynamo_map": whole("plains", true),
	}
}
