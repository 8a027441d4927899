package query_test

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
)

// plainJSON is a value as JSON knows it: no sets, no maps, numbers that are
// doubles.
func plainJSON(v cty.Value) any {
	switch t := v.Type(); {
	case v.IsNull():
		return nil
	case t == cty.String:
		return v.AsString()
	case t == cty.Number:
		f, _ := v.AsBigFloat().Float64()
		return f
	case t == cty.Bool:
		return v.True()
	case t.IsObjectType() || t.IsMapType():
		o := map[string]any{}
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			o[k.AsString()] = plainJSON(x)
		}
		return o
	default:
		a := []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, x := it.Element()
			a = append(a, plainJSON(x))
		}
		return a
	}
}

// untyped is the value that HCL has of a JSON text of which nothing is known:
// objects and tuples.
func untyped(v any) cty.Value {
	switch v := v.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType)
	case string:
		return cty.StringVal(v)
	case float64:
		return cty.NumberFloatVal(v)
	case bool:
		return cty.BoolVal(v)
	case []any:
		var vs []cty.Value
		for _, x := range v {
			vs = append(vs, untyped(x))
		}
		return cty.TupleVal(vs)
	case map[string]any:
		vs := map[string]cty.Value{}
		for k, x := range v {
			vs[k] = untyped(x)
		}
		return cty.ObjectVal(vs)
	}
	panic(fmt.Sprintf("%T", v))
}

// withoutNulls leaves out the members of objects that are null: a document may
// lack what it says is optional.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case []any:
		a := []any{}
		for _, x := range v {
			a = append(a, withoutNulls(x))
		}
		return a
	case map[string]any:
		o := map[string]any{}
		for k, x := range v {
			if x != nil {
				o[k] = withoutNulls(x)
			}
		}
		return o
	}
	return v
}

// toValue and fromValue convert to and from what the evaluator takes.
func toValue(v any) jsonata.Value {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	x, err := jsonata.DecodeJSON(b)
	if err != nil {
		panic(err)
	}
	return x
}

func fromValue(v jsonata.Value) (any, error) {
	b, err := jsonata.AppendJSON(nil, v)
	if err != nil {
		return nil, err
	}
	var x any
	err = json.Unmarshal(b, &x)
	return x, err
}

func finite(v any) bool {
	switch v := v.(type) {
	case float64:
		return !math.IsInf(v, 0) && !math.IsNaN(v)
	case []any:
		return !slices.ContainsFunc(v, func(x any) bool { return !finite(x) })
	case map[string]any:
		for _, x := range v {
			if !finite(x) {
				return false
			}
		}
	}
	return true
}

func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

type likeness int

const (
	exact likeness = iota
	near
	converted
	different
)

// closeness compares two JSON values. Near are numbers that differ in the last
// digits of a double; converted what is a string here and a number or a bool
// there.
func closeness(a, b any) likeness {
	switch x := a.(type) {
	case float64:
		if y, ok := b.(float64); ok {
			switch {
			case x == y:
				return exact
			case math.Abs(x-y) <= 1e-12*math.Max(math.Abs(x), math.Abs(y)) || math.Abs(x-y) < 1e-15:
				return near
			}
			return different
		}
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return different
		}
		worst := exact
		for i := range x {
			worst = max(worst, closeness(x[i], y[i]))
		}
		return worst
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return different
		}
		worst := exact
		for k := range x {
			z, ok := y[k]
			if !ok {
				return different
			}
			worst = max(worst, closeness(x[k], z))
		}
		return worst
	}
	if a == b {
		return exact
	}
	if x, ok := a.(string); ok {
		if y, ok := b.(string); ok {
			if nearText(x, y) {
				return near
			}
			var v, w any
			if json.Unmarshal([]byte(x), &v) == nil && json.Unmarshal([]byte(y), &w) == nil {
				// JSON text that is not the same may say the same but for
				// what was converted.
				return max(converted, closeness(v, w))
			}
		}
	}
	if a != nil && b != nil && primitiveText(a) != "" && primitiveText(a) == primitiveText(b) {
		return converted
	}
	return different
}

var numberText = regexp.MustCompile(`\s*-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?`)

// nearText says whether two texts differ only in numbers that are the same but
// for what a double cannot hold: more than 15 digits.
func nearText(a, b string) bool {
	if numberText.ReplaceAllString(a, "0") != numberText.ReplaceAllString(b, "0") {
		return false
	}
	x, y := numberText.FindAllString(a, -1), numberText.FindAllString(b, -1)
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		p, _ := strconv.ParseFloat(strings.TrimSpace(x[i]), 64)
		q, _ := strconv.ParseFloat(strings.TrimSpace(y[i]), 64)
		if max(len(x[i]), len(y[i])) < 16 && p != q || math.Abs(p-q) > 1e-12*math.Max(math.Abs(p), math.Abs(q)) {
			return false
		}
	}
	return true
}

func primitiveText(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v+0, 'f', -1, 64) // and never "-0"
	case string, bool:
		return fmt.Sprint(v)
	}
	return ""
}

// sameSet says whether two values are lists of the same elements, in any order
// and number.
func sameSet(a, b any) bool {
	x, isList := a.([]any)
	y, also := b.([]any)
	if !isList || !also {
		return false
	}
	within := func(x, y []any) bool {
		return !slices.ContainsFunc(x, func(v any) bool {
			return !slices.ContainsFunc(y, func(w any) bool { return closeness(v, w) != different })
		})
	}
	return within(x, y) && within(y, x)
}
