package expr

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

// Bind gives an expression as parsed by hclsyntax its meaning in a scope. Its
// value is converted to the type want as HCL converts; cty.DynamicPseudoType
// takes any type.
//
// What is known at compile time is computed. Objects and tuples stay
// constructors even then, for the order in which their members are written:
// ask Static for their value. Numbers are doubles, as they are in an
// execution.
//
// The result is never nil. Where there is an error it holds a Bad, whose
// diagnostics were given, and nothing around it is an error only because of
// it. Diagnostics are in source order.
func Bind(e hcl.Expression, s *Scope, want cty.Type) (Expr, hcl.Diagnostics) {
	b := &binder{scope: s}
	n, ok := e.(hclsyntax.Expression)
	if !ok {
		b.hard(diag.UnsupportedForm, e.Range(), "Expressions are written in HCL's native syntax, not in its JSON form.")
		return &Bad{Rng: e.Range()}, b.diagnostics()
	}
	x := b.convert(b.bind(n), want)
	x = b.doubles(x)
	return x, b.diagnostics()
}

// A binder binds one expression.
type binder struct {
	scope   *Scope
	names   []binding
	symbols map[*hclsyntax.AnonSymbolExpr]Expr
	found   []finding

	// perhaps counts the expressions around the place that may leave it
	// out when they are evaluated: branches of conditionals, bodies of
	// loops.
	perhaps int
}

// A binding is what a name of a for expression stands for: a Local, or the
// very element where that is known.
type binding struct {
	name string
	is   Expr
}

// A finding is a diagnostic. One that is not hard is an error of evaluation,
// which try and can take for what it is, if it is sure to come about there:
// perhaps is the binder's where it was found.
type finding struct {
	diag    *hcl.Diagnostic
	hard    bool
	perhaps int
}

// fail records an error of evaluation and returns the Bad that stands for it.
func (b *binder) fail(p diag.Code, rng hcl.Range, format string, args ...any) Expr {
	b.found = append(b.found, finding{diag: problem(p, rng, fmt.Sprintf(format, args...)), perhaps: b.perhaps})
	return &Bad{Rng: rng}
}

// hard records an error that try and can do not take away.
func (b *binder) hard(p diag.Code, rng hcl.Range, format string, args ...any) Expr {
	b.found = append(b.found, finding{diag: problem(p, rng, fmt.Sprintf(format, args...)), hard: true})
	return &Bad{Rng: rng}
}

// report records what HCL's own evaluation found wrong and says whether that
// was anything.
func (b *binder) report(p diag.Code, rng hcl.Range, diags hcl.Diagnostics) bool {
	bad := false
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		bad = true
		at := rng
		if d.Subject != nil {
			at = *d.Subject
		}
		detail := d.Detail
		if m := parameterPrefix.FindString(detail); m != "" {
			detail = capital(detail[len(m):])
		}
		detail = callPrefix.ReplaceAllString(detail, "$1: ")
		b.fail(p, at, "%s", sentence(detail))
	}
	return bad
}

// parameterPrefix is what HCL puts before an error of a function; the place
// says which argument it is.
var (
	parameterPrefix = regexp.MustCompile(`^Invalid value for "[a-z_]+" parameter: `)
	callPrefix      = regexp.MustCompile(`^Call to function "([a-z0-9_]+)" failed: `)
)

// bindPerhaps binds what may not be evaluated.
func (b *binder) bindPerhaps(n hclsyntax.Expression) Expr {
	b.perhaps++
	defer func() { b.perhaps-- }()
	return b.bind(n)
}

func (b *binder) diagnostics() hcl.Diagnostics {
	slices.SortStableFunc(b.found, func(x, y finding) int {
		return cmp.Or(
			cmp.Compare(x.diag.Subject.Start.Byte, y.diag.Subject.Start.Byte),
			cmp.Compare(x.diag.Subject.End.Byte, y.diag.Subject.End.Byte))
	})
	var diags hcl.Diagnostics
	for _, f := range b.found {
		diags = append(diags, f.diag)
	}
	return diags
}

func (b *binder) bind(n hclsyntax.Expression) Expr {
	switch n := n.(type) {
	case *hclsyntax.LiteralValueExpr:
		if !n.Val.IsWhollyKnown() {
			return &Bad{Rng: n.SrcRange} // stands where the parser found an error
		}
		return &Lit{Val: n.Val, Rng: n.SrcRange}
	case *hclsyntax.ParenthesesExpr:
		return b.bind(n.Expression)
	case *hclsyntax.TemplateExpr:
		return b.template(n)
	case *hclsyntax.TemplateWrapExpr:
		return b.bind(n.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		return b.join(n)
	case *hclsyntax.ScopeTraversalExpr:
		return b.scopeTraversal(n)
	case *hclsyntax.RelativeTraversalExpr:
		return b.steps(b.bind(n.Source), n.Traversal)
	case *hclsyntax.FunctionCallExpr:
		return b.call(n)
	case *hclsyntax.ConditionalExpr:
		return b.cond(n)
	case *hclsyntax.IndexExpr:
		return b.index(b.bind(n.Collection), b.bind(n.Key), n.SrcRange)
	case *hclsyntax.TupleConsExpr:
		return b.tuple(n)
	case *hclsyntax.ObjectConsExpr:
		return b.object(n)
	case *hclsyntax.ObjectConsKeyExpr:
		return b.objectKey(n)
	case *hclsyntax.ForExpr:
		return b.forExpr(n)
	case *hclsyntax.SplatExpr:
		return b.splat(n)
	case *hclsyntax.AnonSymbolExpr:
		if e, ok := b.symbols[n]; ok {
			return e
		}
		panic("expr: splat symbol outside of its splat")
	case *hclsyntax.BinaryOpExpr:
		return b.binary(n)
	case *hclsyntax.UnaryOpExpr:
		return b.unary(n)
	}
	return b.hard(diag.UnsupportedForm, n.Range(), "An expression of this form has no meaning in a pipeline.")
}

// lookup finds a name that an expression around this place defines.
func (b *binder) lookup(name string) Expr {
	for i := len(b.names) - 1; i >= 0; i-- {
		if b.names[i].name == name {
			return b.names[i].is
		}
	}
	return nil
}

// at is e as it is mentioned at another place.
func at(e Expr, rng hcl.Range) Expr {
	switch e := e.(type) {
	case *Lit:
		return &Lit{Val: e.Val, Rng: rng}
	case *Ref:
		c := *e
		c.Rng = rng
		return &c
	case *Local:
		return &Local{Symbol: e.Symbol, Rng: rng}
	case *Attr:
		c := *e
		c.Rng = rng
		return &c
	case *Bad:
		return &Bad{Rng: rng}
	default:
	}
	return e
}
