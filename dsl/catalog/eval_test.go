package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// This file computes the catalog's expressions as the language means them, on
// values that are known: HCL's own evaluation, but that a conditional takes its
// branch before types are compared.

func parse(t testing.TB, src string) hclsyntax.Expression {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(src), "catalog", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("parse %s: %v", src, diags)
	}
	return expr
}

func eval(expr hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, error) {
	switch expr := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return eval(expr.Expression, ctx)
	case *hclsyntax.ConditionalExpr:
		condition, err := eval(expr.Condition, ctx)
		if err != nil {
			return cty.NilVal, err
		}
		if !condition.IsKnown() {
			return cty.DynamicVal, nil
		}
		if condition.True() {
			return eval(expr.TrueResult, ctx)
		}
		return eval(expr.FalseResult, ctx)
	case *hclsyntax.TupleConsExpr:
		var elems []cty.Value
		for _, e := range expr.Exprs {
			v, err := eval(e, ctx)
			if err != nil {
				return cty.NilVal, err
			}
			elems = append(elems, v)
		}
		return cty.TupleVal(elems), nil
	case *hclsyntax.ObjectConsExpr:
		members := make(map[string]cty.Value)
		for _, item := range expr.Items {
			key, diags := item.KeyExpr.Value(ctx)
			if diags.HasErrors() {
				return cty.NilVal, diags
			}
			v, err := eval(item.ValueExpr, ctx)
			if err != nil {
				return cty.NilVal, err
			}
			members[key.AsString()] = v
		}
		return cty.ObjectVal(members), nil
	case *hclsyntax.FunctionCallExpr:
		if expr.Name == "try" || expr.Name == "can" {
			break // They want the expressions.
		}
		var args []cty.Value
		for _, a := range expr.Args {
			v, err := eval(a, ctx)
			if err != nil {
				return cty.NilVal, err
			}
			args = append(args, v)
		}
		f, ok := ctx.Functions[expr.Name]
		if !ok {
			return cty.NilVal, fmt.Errorf("no function %s", expr.Name)
		}
		for i, v := range args {
			if i < len(f.Params()) {
				var err error
				if args[i], err = convert.Convert(v, f.Params()[i].Type); err != nil {
					return cty.NilVal, err
				}
			} else if vp := f.VarParam(); vp != nil {
				var err error
				if args[i], err = convert.Convert(v, vp.Type); err != nil {
					return cty.NilVal, err
				}
			}
		}
		return f.Call(args)
	}
	v, diags := expr.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

func strings2(f func(a, b string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "a", Type: cty.String}, {Name: "b", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

var functions = map[string]function.Function{
	"can":         tryfunc.CanFunc,
	"coalesce":    coalesce,
	"concat":      stdlib.ConcatFunc,
	"contains":    stdlib.ContainsFunc,
	"flatten":     stdlib.FlattenFunc,
	"join":        stdlib.JoinFunc,
	"jsondecode":  stdlib.JSONDecodeFunc,
	"jsonencode":  stdlib.JSONEncodeFunc,
	"keys":        stdlib.KeysFunc,
	"length":      stdlib.LengthFunc,
	"lower":       stdlib.LowerFunc,
	"merge":       stdlib.MergeFunc,
	"replace":     stdlib.ReplaceFunc,
	"startswith":  strings2(strings.HasPrefix),
	"strcontains": strings2(strings.Contains),
	"substr":      stdlib.SubstrFunc,
	"tostring":    stdlib.MakeToFunc(cty.String),
	"try":         tryfunc.TryFunc,
	"upper":       stdlib.UpperFunc,
	"basename": function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(path.Base(args[0].AsString())), nil
		},
	}),
	"uuid": function.New(&function.Spec{
		Type: function.StaticReturnType(cty.String),
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			return cty.StringVal("b5ee72a3-54dd-c4b8-551c-4bdc0204cedb"), nil
		},
	}),
	"dynamo_map":   mapping(func(v cty.Value) cty.Value { return toAttribute(v) }),
	"undynamo_map": mapping(fromAttribute),
}

// coalesce is the first argument that is neither null nor "".
var coalesce = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "values", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true},
	Type:     function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, a := range args {
			if !a.IsKnown() {
				return cty.UnknownVal(cty.String), nil
			}
			if !a.IsNull() && !a.RawEquals(cty.StringVal("")) {
				return convert.Convert(a, cty.String)
			}
		}
		return cty.NilVal, errors.New("no value")
	},
})

// mapping is a function that changes every member of an object.
func mapping(change func(cty.Value) cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "object", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if args[0].IsNull() {
				return cty.NullVal(cty.DynamicPseudoType), nil
			}
			members := make(map[string]cty.Value)
			for name, v := range args[0].AsValueMap() {
				members[name] = change(v)
			}
			return cty.ObjectVal(members), nil
		},
	})
}

func toAttribute(v cty.Value) cty.Value {
	one := func(name string, v cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{name: v}) }
	switch {
	case v.IsNull():
		return one("NULL", cty.True)
	case v.Type() == cty.Number:
		text, _ := convert.Convert(v, cty.String)
		return one("N", text)
	case v.Type() == cty.Bool:
		return one("BOOL", v)
	}
	return one("S", v)
}

func fromAttribute(v cty.Value) cty.Value {
	for name, inner := range v.AsValueMap() {
		switch name {
		case "N":
			n, _ := convert.Convert(inner, cty.Number)
			return n
		case "NULL":
			return cty.NullVal(cty.DynamicPseudoType)
		}
		return inner
	}
	return v
}

// scope is a context with the names that every expression may mention.
func scope(vars map[string]cty.Value) *hcl.EvalContext {
	all := map[string]cty.Value{
		"task_name":    cty.StringVal("the_task"),
		"task_token":   cty.StringVal("TOKEN"),
		"cluster_name": cty.StringVal("daily-lab"),
		"cluster_id":   cty.StringVal("j-1"),
		"run": cty.ObjectVal(map[string]cty.Value{
			"id": cty.StringVal("arn:aws:states:eu-west-1:111122223333:execution:daily:r1"),
		}),
		"aws": cty.ObjectVal(map[string]cty.Value{
			"partition": cty.StringVal("aws"), "region": cty.StringVal("eu-west-1"), "account_id": cty.StringVal("111122223333"),
		}),
		"pipeline": cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal("daily")}),
	}
	for name, v := range vars {
		all[name] = v
	}
	return &hcl.EvalContext{Variables: all, Functions: functions}
}

// values gives each argument its value: that of src, an HCL object, converted;
// its default; or null.
func values(t testing.TB, args []Arg, src string) map[string]cty.Value {
	t.Helper()
	given, err := eval(parse(t, src), scope(nil))
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	vars := make(map[string]cty.Value)
	for name := range given.AsValueMap() {
		if _, ok := findArg(args, name); !ok {
			t.Fatalf("no argument %q", name)
		}
	}
	for _, a := range args {
		v, ok := given.AsValueMap()[a.Name]
		switch {
		case ok && a.Unit != 0:
		case ok:
			v, err = convert.Convert(v, a.Type)
		case a.Default != "" && a.Unit == 0:
			v, err = eval(parse(t, a.Default), scope(nil))
		default:
			v = cty.NullVal(a.Type.WithoutOptionalAttributesDeep())
		}
		if err != nil {
			t.Fatalf("argument %q: %v", a.Name, err)
		}
		vars[a.Name] = v
	}
	return vars
}

// call computes what is sent: the arguments' members, Arguments over them,
// without what is null.
func call(t testing.TB, c Call, args []Arg, vars map[string]cty.Value) any {
	t.Helper()
	sent := make(map[string]any)
	for _, a := range args {
		if a.ASL == "" || c.NoArgs || vars[a.Name].IsNull() {
			continue
		}
		into := sent
		parts := strings.Split(a.ASL, ".")
		for _, part := range parts[:len(parts)-1] {
			if into[part] == nil {
				into[part] = make(map[string]any)
			}
			into = into[part].(map[string]any)
		}
		into[parts[len(parts)-1]] = plain(t, vars[a.Name])
	}
	if c.Arguments != "" {
		v, err := eval(parse(t, c.Arguments), scope(vars))
		if err != nil {
			t.Fatalf("arguments: %v", err)
		}
		merge(sent, plain(t, v).(map[string]any))
	}
	return withoutNulls(sent)
}

func plain(t testing.TB, v cty.Value) any {
	t.Helper()
	text, err := ctyjson.SimpleJSONValue{Value: v}.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(text))
}

func decode(t testing.TB, text string) any {
	t.Helper()
	var out any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return out
}

func merge(into, from map[string]any) {
	for name, v := range from {
		inner, ok := v.(map[string]any)
		old, was := into[name].(map[string]any)
		if ok && was {
			merge(old, inner)
			continue
		}
		into[name] = v
	}
}

func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if inner = withoutNulls(inner); inner == nil {
				delete(v, name)
			} else {
				v[name] = inner
			}
		}
	case []any:
		for i := range v {
			v[i] = withoutNulls(v[i])
		}
	}
	return v
}
