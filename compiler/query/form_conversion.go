package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

func conversionForms() map[string]function {
	to := func(w *writer, e *expr.Call) code {
		t := e.Typ
		if t == cty.DynamicPseudoType {
			switch e.Func.Name {
			case "tolist":
				t = cty.List(t)
			case "tomap":
				t = cty.Map(t)
			case "toset":
				t = cty.Set(t)
			}
		}
		return w.convert(w.code(e.Args[0]), t, e.Args[0])
	}
	any := function{write: to, partial: true, nulls: true, any: true, lenient: true}
	return map[string]function{"tobool": any, "tolist": any, "tomap": any, "tonumber": any, "toset": any, "tostring": any}
}
