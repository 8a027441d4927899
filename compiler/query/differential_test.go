package query_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/expr"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// hclFunctions are what HCL's own evaluation may call.
var hclFunctions = func() map[string]function.Function {
	fns := map[string]function.Function{"try": tryfunc.TryFunc, "can": tryfunc.CanFunc}
	for _, f := range expr.Functions {
		if impl, ok := f.Implementation(); ok {
			fns[f.Name] = impl
		}
	}
	return fns
}()

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

// run evaluates a value of a state machine.
func run(v asl.Value, vars map[string]jsonata.Value) (any, error) {
	switch v := v.(type) {
	case asl.Null:
		return nil, nil
	case asl.Bool:
		return bool(v), nil
	case asl.Number:
		var f float64
		err := json.Unmarshal([]byte(v), &f)
		return f, err
	case asl.String:
		return string(v), nil
	case asl.Array:
		a := []any{}
		for _, x := range v {
			y, err := run(x, vars)
			if err != nil {
				return nil, err
			}
			a = append(a, y)
		}
		return a, nil
	case asl.Object:
		o := map[string]any{}
		for _, m := range v {
			y, err := run(m.Value, vars)
			if err != nil {
				return nil, err
			}
			o[m.Key] = y
		}
		return o, nil
	case asl.Code:
		// By its text, as AWS gets it.
		x, err := jsonata.CompileString(jsonata.Print(v.Expr))
		if err != nil {
			return nil, fmt.Errorf("does not compile: %w", err)
		}
		r, err := x.Eval(jsonata.Runtime{}, nil, vars)
		if err != nil {
			return nil, err
		}
		if r == nil {
			return nil, fmt.Errorf("nothing")
		}
		return fromValue(r)
	}
	panic(fmt.Sprintf("%T", v))
}

// A verdict compares HCL and the machine on one expression and one document.
type verdict int

const (
	match verdict = iota
	rounding
	unified
	bothFail
	refusedFails
	refused
	staticError
	lenient
	overStrict
	unexplained
	wrong
	verdicts
)

var verdictNames = [verdicts]string{
	"value matches", "matches but for rounding (D5)", "matches but for conversion of any (D1)", "both fail", "refused, HCL fails", "refused, HCL gives a value",
	"static error, HCL gives a value", "HCL fails, a value here", "HCL gives a value, guarded failure here", "HCL gives a value, other failure here", "wrong value",
}

// guarded are the failures that the table of functions and D3 announce.
var guarded = regexp.MustCompile(`division by zero|not a time in UTC|not ASCII|split by an empty string|a pattern only as a constant|no such part of a string|a set of other than|sort needs an array`)

// ordered says whether an expression has && or ||, which evaluate from left to
// right here (D4).
func ordered(e expr.Expr) bool {
	found := false
	expr.Walk(e, func(e expr.Expr) bool {
		b, ok := e.(*expr.Binary)
		found = found || ok && (b.Op == "&&" || b.Op == "||")
		return !found
	})
	return found
}

// A trial is one case of the differential test.
type trial struct {
	src   string
	doc   map[string]cty.Value
	typed bool
	// sparse: members that are null are missing from the document.
	sparse bool
}

// judge runs a trial.
func (c trial) judge() (v verdict, why string) {
	n, diags := hclsyntax.ParseExpression([]byte(c.src), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		panic(c.src + ": " + diags.Error())
	}
	vars := map[string]jsonata.Value{}
	vals := map[string]cty.Value{}
	for _, name := range documentNames {
		plain := plainJSON(c.doc[name])
		if c.typed {
			vals[name] = c.doc[name]
		} else {
			vals[name] = untyped(plain)
		}
		if c.sparse && c.typed && plain != nil {
			plain = withoutNulls(plain)
		}
		vars["input_"+name] = toValue(plain)
	}
	var want any
	hv, hdiags := n.Value(&hcl.EvalContext{
		Variables: map[string]cty.Value{"input": cty.ObjectVal(vals)}, Functions: hclFunctions,
	})
	hclFails := hdiags.HasErrors() || !hv.IsWhollyKnown()
	if !hclFails {
		want = plainJSON(hv)
		if !finite(want) {
			hclFails = true // D3
		}
	}
	scope := &expr.Scope{Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		name := t[1].(hcl.TraverseAttr).Name
		r := &expr.Ref{Source: expr.Input{Name: name}, Typ: documentTypes[name], Null: name == "q"}
		if !c.typed {
			r.Typ, r.Null = cty.DynamicPseudoType, false
		}
		return r, 2, nil
	}}
	e, diags := expr.Bind(n, scope, cty.DynamicPseudoType)
	if diags.HasErrors() {
		if hclFails {
			return bothFail, diags.Error()
		}
		return staticError, diags.Error()
	}
	out, diags := query.Value(e, query.Env{Ref: ref})
	if diags.HasErrors() {
		if hclFails {
			return refusedFails, diags.Error()
		}
		return refused, diags.Error()
	}
	got, err := run(out, vars)
	switch {
	case err != nil && strings.Contains(err.Error(), "does not compile"):
		return wrong, err.Error() + "\n" + show(out)
	case err != nil && hclFails:
		return bothFail, err.Error()
	case err != nil:
		why := fmt.Sprintf("want %s\n%s\n%s", jsonText(want), err, show(out))
		if !guarded.MatchString(err.Error()) && !ordered(e) {
			return unexplained, why
		}
		return overStrict, why
	case hclFails:
		return lenient, fmt.Sprintf("HCL: %s\ngot %s\n%s", hdiags, jsonText(got), show(out))
	}
	if c.sparse {
		got, want = withoutNulls(got), withoutNulls(want)
	}
	switch closeness(got, want) {
	case exact:
		return match, ""
	case near:
		return rounding, ""
	case converted:
		if !c.typed {
			return unified, ""
		}
	}
	return wrong, fmt.Sprintf("got  %s\nwant %s\n%s", jsonText(got), jsonText(want), show(out))
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
		if y, ok := b.(string); ok && nearText(x, y) {
			return near
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
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string, bool:
		return fmt.Sprint(v)
	}
	return ""
}

// differentialCases is how many expressions are tried; more with
// PIPECTL_DIFFERENTIAL set to a number.
const differentialCases = 21_000

func TestDifferential(t *testing.T) {
	cases := differentialCases
	if s := os.Getenv("PIPECTL_DIFFERENTIAL"); s != "" {
		if _, err := fmt.Sscan(s, &cases); err != nil {
			t.Fatalf("PIPECTL_DIFFERENTIAL: %s", err)
		}
	}
	g := &generator{Rand: rand.New(rand.NewPCG(2026, 11))}
	counts := map[bool]*[verdicts]int{true: {}, false: {}}
	shown := map[verdict]int{}
	for i := range cases {
		c := trial{doc: g.document(), typed: i%2 == 0, sparse: i%4 == 0}
		if i%5 == 0 {
			c.src = curated[(i/5)%len(curated)]
		} else {
			c.src = g.expression()
		}
		v, why := c.judge()
		counts[c.typed][v]++
		most := 12
		if os.Getenv("PIPECTL_DIFFERENTIAL_SHOW") == verdictNames[v] {
			most = 60
			if shown[v] < most {
				t.Logf("%s: %s (typed %t)\n%s", verdictNames[v], c.src, c.typed, why)
			}
		} else if (v == wrong || v == unexplained) && shown[v] < most {
			t.Errorf("%s: %s (typed %t)\n%s", verdictNames[v], c.src, c.typed, why)
		}
		shown[v]++
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-44s %8s %8s\n", "", "typed", "any")
	for v := range verdicts {
		fmt.Fprintf(&table, "%-44s %8d %8d\n", verdictNames[v], counts[true][v], counts[false][v])
	}
	t.Logf("%d expressions\n%s", cases, table.String())
}
