package expr

import (
	"fmt"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var timeFunctions = []*Func{
	{
		Name: "formatdate", Params: "spec, timestamp", Example: `formatdate("YYYY-MM-DD", "2026-01-05T02:00:00Z")`, Doc: "A time in RFC 3339 written after a specification.",
		Class: Guarded, Limit: "At run time the specification has to be known at compile time and the time to be in UTC, with a Z at its end.",
		impl: stdlib.FormatDateFunc,
	},
	{
		Name: "timeadd", Params: "timestamp, duration", Example: `timeadd("2026-01-05T02:00:00Z", "-24h")`, Doc: "A time in RFC 3339 moved by a duration such as \"90m\".",
		Class: Guarded, Limit: "At run time the duration has to be known at compile time and the time to be in UTC, with a Z at its end.",
		impl: stdlib.TimeAddFunc,
	},
	{
		Name: "timecmp", Params: "a, b", Example: `timecmp("2026-01-05T02:00:00Z", "2026-01-05T03:00:00+01:00")`,
		Doc:   "-1, 0 or 1: whether a time in RFC 3339 is before, at or after another.",
		Class: Guarded, Limit: "At run time times are compared in whole milliseconds.",
		impl: timecmpFunc,
	},
	{
		Name: "timestamp", Doc: "The time at which the execution evaluates it, in RFC 3339, UTC and whole seconds.", impure: true,
		impl: impureFunc(),
	},
	{
		Name: "uuid", Doc: "A UUID at random, another one each time that the execution evaluates it.", impure: true,
		impl: impureFunc(),
	},
}

// impureFunc is a function without arguments whose value is never computed
// here.
func impureFunc() function.Function {
	return function.New(&function.Spec{
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl:         func([]cty.Value, cty.Type) (cty.Value, error) { return cty.UnknownVal(cty.String), nil },
	})
}

var timecmpFunc = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "a", Type: cty.String}, {Name: "b", Type: cty.String}},
	Type:         function.StaticReturnType(cty.Number),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var ts [2]time.Time
		for i, a := range args {
			t, err := time.Parse(time.RFC3339, a.AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(i, fmt.Errorf("%q is no time in RFC 3339", a.AsString()))
			}
			ts[i] = t
		}
		return cty.NumberIntVal(int64(ts[0].Compare(ts[1]))), nil
	},
})
