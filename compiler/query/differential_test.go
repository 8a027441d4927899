package query_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
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

// run evaluates a value of a state machine. It tells record, unless that is
// nil, of each expression in it.
func run(v asl.Value, vars map[string]jsonata.Value, record recorder) (any, error) {
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
			y, err := run(x, vars, record)
			if err != nil {
				return nil, err
			}
			a = append(a, y)
		}
		return a, nil
	case asl.Object:
		o := map[string]any{}
		for _, m := range v {
			y, err := run(m.Value, vars, record)
			if err != nil {
				return nil, err
			}
			o[m.Key] = y
		}
		return o, nil
	case asl.Code:
		text := jsonata.Print(v.Expr)
		got, err := runText(text, vars)
		if record != nil {
			record(text, vars, got, err)
		}
		return got, err
	}
	panic(fmt.Sprintf("%T", v))
}

// runText evaluates an expression by its text, as AWS gets it.
func runText(text string, vars map[string]jsonata.Value) (any, error) {
	x, err := jsonata.CompileString(text)
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

// A recorder is told what came of an expression.
type recorder func(text string, vars map[string]jsonata.Value, got any, err error)

// A verdict compares HCL and the machine on one expression and one document.
type verdict int

const (
	match verdict = iota
	rounding
	unified
	compared
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
	"value matches", "matches but for rounding (D5)", "matches but for conversion of any (D1)", "compares lists or objects (D2)", "both fail", "refused, HCL fails", "refused, HCL gives a value",
	"static error, HCL gives a value", "HCL fails, a value here", "HCL gives a value, guarded failure here", "HCL gives a value, other failure here", "wrong value",
}

// guarded are the failures that the table of functions and D3 announce.
var guarded = regexp.MustCompile(`division by zero|not in UTC|not ASCII|split by an empty string|a pattern only as a constant|a set of other than|sort needs an array`)

// divergent says whether an expression has an operator that fails where HCL's
// does not: && and || that HCL evaluates in any order (D4), and for a value of any type a conditional whose results HCL finds to be
// of different types (D1): what stands around it then goes on with what it got.
func divergent(e expr.Expr, typed bool) bool {
	return has(e, func(e expr.Expr) bool {
		switch e := e.(type) {
		case *expr.Binary:
			return e.Op == "&&" || e.Op == "||"
		case *expr.Cond:
			return !typed
		}
		return false
	})
}

// unifies says whether what is converted depends on more than the types of the
// inputs, and so differs from HCL (D1): the type of a part is not known, such
// as that of a list whose length decides it; what a for expression gives, which
// has no element type in HCL if it is empty; or there is a conditional, which
// HCL leaves alone if its other result fails.
func unifies(e expr.Expr) bool {
	return has(e, func(e expr.Expr) bool {
		switch e.(type) {
		case *expr.Cond, *expr.For:
			return true
		}
		return e.Type() == cty.DynamicPseudoType
	})
}

// compares says whether an expression compares lists or objects, which HCL
// tells from tuples and maps (D2).
func compares(e expr.Expr) bool {
	return has(e, func(e expr.Expr) bool {
		switch e := e.(type) {
		case *expr.Binary:
			return (e.Op == "==" || e.Op == "!=") && !e.Left.Type().IsPrimitiveType() && !e.Right.Type().IsPrimitiveType()
		case *expr.Call:
			return slices.Contains([]string{"contains", "index"}, e.Func.Name) && !e.Args[1].Type().IsPrimitiveType()
		}
		return false
	})
}

// picksOnError says whether an expression goes on with something else where HCL
// finds the results of a conditional to be of different types (D1), or where
// the left side of && or || fails (D4).
func picksOnError(e expr.Expr, typed bool) bool {
	return has(e, func(e expr.Expr) bool {
		c, ok := e.(*expr.Call)
		return ok && (c.Func.Name == "try" || c.Func.Name == "can") && has(c, func(e expr.Expr) bool {
			switch e := e.(type) {
			case *expr.Cond:
				return !typed
			case *expr.Binary:
				return e.Op == "&&" || e.Op == "||"
			}
			return false
		})
	})
}

func has(e expr.Expr, what func(expr.Expr) bool) bool {
	found := false
	expr.Walk(e, func(e expr.Expr) bool {
		found = found || what(e)
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
	// record is told of each expression that is evaluated, unless it is nil.
	record recorder
}

// documentScope is that of expressions over documents.
func documentScope(typed bool) *expr.Scope {
	return &expr.Scope{Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		name := t[1].(hcl.TraverseAttr).Name
		r := &expr.Ref{Source: expr.Input{Name: name}, Typ: documentTypes[name], Null: name == "q"}
		if !typed {
			r.Typ, r.Null = cty.DynamicPseudoType, false
		}
		return r, 2, nil
	}}
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
	e, diags := expr.Bind(n, documentScope(c.typed), cty.DynamicPseudoType)
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
	got, err := run(out, vars, c.record)
	switch {
	case err != nil && strings.Contains(err.Error(), "does not compile"):
		return wrong, err.Error() + "\n" + show(out)
	case err != nil && hclFails:
		return bothFail, err.Error()
	case err != nil:
		why := fmt.Sprintf("want %s\n%s\n%s", jsonText(want), err, show(out))
		if !guarded.MatchString(err.Error()) && !divergent(e, c.typed) {
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
		if !c.typed || unifies(e) {
			return unified, ""
		}
	}
	switch {
	case (!c.typed || unifies(e)) && sameSet(got, want), picksOnError(e, c.typed):
		return unified, ""
	case compares(e):
		return compared, ""
	}
	return wrong, fmt.Sprintf("got  %s\nwant %s\n%s", jsonText(got), jsonText(want), show(out))
}

// differentialCases is how many expressions are generated, no two of them the
// same; more with PIPECTL_DIFFERENTIAL set to a number.
const differentialCases = 20_000

// curatedDocuments is how many documents each of the curated expressions is
// tried with.
const curatedDocuments = 8

// trials are the cases of the test: n generated expressions and those of
// curated. Half of them read documents of which the types are known.
func trials(n int) iter.Seq[trial] {
	return func(yield func(trial) bool) {
		g := &generator{Rand: rand.New(rand.NewPCG(2026, 11))}
		try := func(i int, src string) bool {
			return yield(trial{src: src, doc: g.document(), typed: i%2 == 0, sparse: i%4 == 0})
		}
		for _, src := range curated {
			for i := range curatedDocuments {
				if !try(i, src) {
					return
				}
			}
		}
		seen := map[string]bool{}
		for len(seen) < n {
			src := g.expression()
			if seen[src] {
				continue
			}
			seen[src] = true
			if !try(len(seen), src) {
				return
			}
		}
	}
}

// likeDoubles has HCL compute as executions are documented to: division by
// zero is an error (D3), and there is no negative zero (D5).
func likeDoubles(t *testing.T) {
	for _, o := range []*hclsyntax.Operation{
		hclsyntax.OpAdd, hclsyntax.OpSubtract, hclsyntax.OpMultiply, hclsyntax.OpDivide, hclsyntax.OpModulo, hclsyntax.OpNegate,
	} {
		was := o.Impl
		o.Impl = function.New(&function.Spec{
			Params: was.Params(),
			Type:   function.StaticReturnType(cty.Number),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				if (o == hclsyntax.OpDivide || o == hclsyntax.OpModulo) && args[1].RawEquals(cty.Zero) {
					return cty.NilVal, errors.New("division by zero")
				}
				v, err := was.Call(args)
				if err == nil && v.AsBigFloat().Sign() == 0 {
					v = cty.Zero
				}
				return v, err
			},
		})
		t.Cleanup(func() { o.Impl = was })
	}
}

// announced are the refusals that the table of functions and the documentation
// announce; anything else is a gap.
var announced = regexp.MustCompile(`At run time|Inside try and can|The specification takes|%v has a form|` +
	`cannot be made a|no JSONata form|This value is no list|neither an object nor a map|would have to be converted at run time`)

// TestDifferential compares what HCL makes of expressions with what the
// machine makes of them, and prints how often which came out.
func TestDifferential(t *testing.T) {
	likeDoubles(t)
	cases := differentialCases
	if s := os.Getenv("PIPECTL_DIFFERENTIAL"); s != "" {
		if _, err := fmt.Sscan(s, &cases); err != nil {
			t.Fatalf("PIPECTL_DIFFERENTIAL: %s", err)
		}
	}
	const most = 12
	counts := map[bool]*[verdicts]int{true: {}, false: {}}
	shown := 0
	for c := range trials(cases) {
		v, why := c.judge()
		counts[c.typed][v]++
		if show := os.Getenv("PIPECTL_DIFFERENTIAL_SHOW"); show != "" && show == verdictNames[v] {
			t.Logf("%s: %s (typed %t)\n%s", verdictNames[v], c.src, c.typed, why)
		}
		if v == wrong || v == unexplained || v == refused && !announced.MatchString(why) {
			if shown++; shown <= most {
				t.Errorf("%s: %s (typed %t)\n%s", verdictNames[v], c.src, c.typed, why)
			}
		}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-44s %8s %8s\n", "", "typed", "any")
	for v := range verdicts {
		fmt.Fprintf(&table, "%-44s %8d %8d\n", verdictNames[v], counts[true][v], counts[false][v])
	}
	sum := func(vs ...verdict) int {
		n := 0
		for _, v := range vs {
			n += counts[true][v] + counts[false][v]
		}
		return n
	}
	t.Logf("generated %d, curated %d, values compared %d, refused %d, errors on both sides %d\n%s", cases, len(curated)*curatedDocuments,
		sum(match, rounding, unified, compared, wrong), sum(refused, refusedFails), sum(bothFail), table.String())
}
