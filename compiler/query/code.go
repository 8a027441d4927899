package query

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A code is a JSONata node and what is known of the value that it gives.
type code struct {
	n   jsonata.Node
	typ cty.Type

	// undef: it may give nothing, and that is an error. JSONata takes
	// nothing for an empty string, for false and so on, so before it stands
	// where that could happen it goes through must.
	undef bool

	// absent: it may give nothing, and that means null: a member that a
	// service left out.
	absent bool

	// null: it may give null.
	null bool

	// small: a whole number of few digits, which JSONata writes as HCL does.
	small bool

	// apart is another node for the same, where nothing would stand for an
	// error and for null alike: it gives null, or fails. Nil where n does.
	apart jsonata.Node

	// what it is, in the user's words, for what is told when it fails.
	what string
}

// certain says whether the code gives a value, and not null.
func (c code) certain() bool { return !c.undef && !c.absent && !c.null }

// leftOut says whether the code may give nothing, and that can only mean null.
func (c code) leftOut() bool { return c.absent && c.apart == nil && !c.undef }

// A writer writes one expression.
type writer struct {
	env   Env
	diags hcl.Diagnostics

	// helpers that the expression calls, in the order of their first use.
	helpers []string

	// locals are the variables of the symbols around the place.
	locals map[*expr.Symbol]local

	// vars are the names of all variables given so far.
	vars map[string]bool

	// lenient: what fails gives nothing, and does not end the execution:
	// inside try and can.
	lenient bool
}

// A local is what a symbol of the source is at run time.
type local struct {
	name  string
	small bool
}

// refuse records that an expression has no exact translation.
func (w *writer) refuse(e expr.Expr, format string, args ...any) code {
	d := diag.Problem{Code: diag.Untranslatable, Range: e.Range(), Detail: fmt.Sprintf(format, args...)}.Error()
	// An expression may be looked at more than once on the way to its code.
	if !slices.ContainsFunc(w.diags, func(o *hcl.Diagnostic) bool { return *o.Subject == *d.Subject && o.Detail == d.Detail }) {
		w.diags = append(w.diags, d)
	}
	return code{n: &jsonata.Null{}, typ: cty.DynamicPseudoType}
}

// code translates an expression.
func (w *writer) code(e expr.Expr) code {
	if v, ok := expr.Static(e); ok {
		return w.literal(v)
	}
	if w.env.DropNull && !makes(e) {
		return w.pruned(w.inside(e), e)
	}
	if w.lenient && !canFail(e) {
		w.lenient = false
		defer func() { w.lenient = true }()
	}
	switch e := e.(type) {
	case *expr.Ref:
		return code{n: w.env.Ref(e), typ: e.Typ, null: e.Null || e.Typ == cty.DynamicPseudoType, what: words(e)}
	case *expr.Local:
		l := w.locals[e.Symbol]
		return code{
			n: variable(l.name), typ: e.Symbol.Typ, small: l.small, what: words(e),
			null: e.Symbol.Null || e.Symbol.Typ == cty.DynamicPseudoType,
		}
	case *expr.Attr:
		return w.attr(e)
	case *expr.Index:
		return w.index(e)
	case *expr.Splat:
		return w.splat(e)
	case *expr.Template:
		return w.template(e)
	case *expr.Join:
		return w.join(e)
	case *expr.Tuple:
		return w.tuple(e)
	case *expr.Object:
		return w.object(e)
	case *expr.Cond:
		return w.cond(e)
	case *expr.Unary:
		return w.unary(e)
	case *expr.Binary:
		return w.binary(e)
	case *expr.Call:
		return w.function(e)
	case *expr.Verbatim:
		return w.verbatim(e)
	case *expr.For:
		return w.loop(e)
	case *expr.Convert:
		return w.convert(w.code(e.X), e.To, e)
	case *expr.Bad:
		// What is wrong with it was told.
		return code{n: &jsonata.Null{}, typ: cty.DynamicPseudoType}
	case *expr.Lit:
		return w.literal(e.Val)
	}
	panic("query: unknown expression")
}

// literal is a known value inside an expression.
func (w *writer) literal(v cty.Value) code {
	c := code{n: w.literalNode(v), typ: v.Type(), null: v.IsNull()}
	if v.Type() == cty.Number && !v.IsNull() {
		// Few enough digits that JSONata's fifteen are all of them.
		f, _ := v.AsBigFloat().Float64()
		c.small = f == float64(int32(f))
	}
	return c
}

func (w *writer) literalNode(v cty.Value) jsonata.Node {
	switch t := v.Type(); {
	case v.IsNull():
		return &jsonata.Null{}
	case t == cty.String:
		return &jsonata.String{Value: v.AsString()}
	case t == cty.Number:
		f, _ := v.AsBigFloat().Float64()
		return number(f)
	case t == cty.Bool:
		return &jsonata.Bool{Value: v.True()}
	case t.IsObjectType() || t.IsMapType():
		o := &jsonata.Object{}
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			if w.env.DropNull && x.IsNull() {
				continue
			}
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: &jsonata.String{Value: k.AsString()}, Value: w.literalNode(x)})
		}
		return o
	default:
		a := &jsonata.Array{}
		for it := v.ElementIterator(); it.Next(); {
			_, x := it.Element()
			a.Items = append(a.Items, w.literalNode(x))
		}
		return a
	}
}

// words is an expression as the user wrote it, as far as it is short: for what
// an execution says when it fails.
func words(e expr.Expr) string {
	switch e := e.(type) {
	case *expr.Ref:
		switch s := e.Source.(type) {
		case expr.Input:
			return "input." + s.Name
		case expr.Output:
			return "task." + s.Task + ".output"
		case expr.Each:
			return "each." + strings.Repeat("parent.", s.Up) + s.Part
		case expr.Result:
			return "result"
		case expr.Started:
			return "started"
		case expr.ErrorPart:
			return "error." + s.Part
		case expr.Run:
			return "run." + s.Part
		case expr.TriggerEvent:
			return "trigger"
		case expr.ClusterID:
			return "cluster." + s.Cluster + ".id"
		default:
		}
	case *expr.Local:
		return e.Symbol.Name
	case *expr.Attr:
		if on := words(e.On); on != "" {
			return on + "." + e.Name
		}
	case *expr.Index:
		on := words(e.On)
		if l, ok := e.Key.(*expr.Lit); ok && on != "" && l.Val.Type() == cty.Number {
			return on + "[" + numberText(l.Val.AsBigFloat()) + "]"
		}
	default:
	}
	return ""
}
