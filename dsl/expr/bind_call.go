package expr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/pipectl/pipectl/dsl/diag"
)

func (b *binder) call(n *hclsyntax.FunctionCallExpr) Expr {
	f := b.function(n.Name)
	if f == nil {
		if why, ok := absent[n.Name]; ok {
			return b.hard(diag.UnknownFunction, n.NameRange, "The function %q is not available: %s", n.Name, why)
		}
		if ours, ok := foreign[strings.ToLower(n.Name)]; ok {
			return b.hard(diag.UnknownFunction, n.NameRange, "There is no function named %q. %s", n.Name, ours)
		}
		return b.hard(diag.UnknownFunction, n.NameRange, "There is no function named %q.%s", n.Name, diag.Suggest(n.Name, functionNames()))
	}
	switch f.special {
	case specialTry:
		return b.try(f, n)
	case specialCan:
		return b.can(f, n)
	case specialVerbatim:
		return b.verbatim(n)
	case noSpecial, specialAttributes:
	}
	args := make([]Expr, len(n.Args))
	bad := false
	for i, a := range n.Args {
		args[i] = b.bind(a)
		_, isBad := args[i].(*Bad)
		bad = bad || isBad
	}
	if bad {
		return &Bad{Rng: n.Range()}
	}
	if f.special == specialAttributes {
		return b.dynamoMap(args, n)
	}
	return b.newCall(f, args, n)
}

// function is the function of a name in this scope, or nil.
func (b *binder) function(name string) *Func {
	if b.scope.Catalog {
		for _, f := range catalogFunctions {
			if f.Name == name {
				return f
			}
		}
	}
	return FuncNamed(name)
}

// newCall types a call of a function, and computes it when that can be done
// now.
func (b *binder) newCall(f *Func, args []Expr, n *hclsyntax.FunctionCallExpr) Expr {
	if !b.countArgs(f, args, n) {
		return &Bad{Rng: n.Range()}
	}
	if f.lists {
		for _, a := range args {
			if a.Type().IsSetType() {
				return b.fail(diag.InvalidArgument, a.Range(), "%s takes lists, and this is a set. tolist(...) makes a list of it.", f.Name)
			}
		}
	}
	fold := known(args...) && !f.impure
	if f.Class == CompileTime && !fold {
		if slices.ContainsFunc(args, HasBad) {
			return &Bad{Rng: n.Range()}
		}
		return b.hard(diag.CompileTimeFunction, n.Range(), "%s can only be computed when its arguments are known at compile "+
			"time, and these depend on the execution. %s", f.Name, f.Limit)
	}
	impl := f.impl
	if f.files != nil {
		read := b.scope.ReadFile
		if read == nil {
			return b.hard(diag.InvalidArgument, n.Range(), "%s reads a file, and files cannot be read here.", f.Name)
		}
		impl = f.files(read, implementations())
	}
	v, diags := evalCall(f.Name, impl, args, n)
	if b.report(diag.InvalidArgument, n.Range(), diags) {
		return &Bad{Rng: n.Range()}
	}
	if fold && v.IsWhollyKnown() {
		return &Lit{Val: v, Rng: n.Range()}
	}
	switch {
	case n.ExpandFinal:
	case f.Name == "concat":
		if t := concatenated(args, typeOf(v), n.Range()); t != nil {
			return t
		}
	case f.Name == "merge" && b.scope.Catalog:
		if o := mergedObject(args, n.Range()); o != nil {
			return o
		}
	case f.Name == "keys":
		if o, ok := args[0].(*Object); ok && v.IsWhollyKnown() && o.Typ.IsObjectType() {
			return &Lit{Val: v, Rng: n.Range()}
		}
	case f.Name == "flatten":
		if elems, ok := flattened(args[0]); ok {
			return newTuple(elems, n.Range())
		}
	}
	c := &Call{Func: f, Args: make([]Expr, len(args)), Expand: n.ExpandFinal, Typ: typeOf(v), Rng: n.Range()}
	for i, a := range args {
		c.Args[i] = a
		if p := param(impl, i); p != nil && !(c.Expand && i == len(args)-1) {
			c.Args[i] = b.argument(a, p.Type)
		}
	}
	if f.collects && len(c.Args) == 1 {
		b.collect(c)
	}
	if f.unify && !c.Expand {
		b.unify(c)
	}
	return c
}

// evalCall is what HCL makes of a call with the values of args, as far as they
// are known.
func evalCall(name string, impl function.Function, args []Expr, n *hclsyntax.FunctionCallExpr) (cty.Value, hcl.Diagnostics) {
	call := &hclsyntax.FunctionCallExpr{
		Name: name, NameRange: n.NameRange, OpenParenRange: n.OpenParenRange, CloseParenRange: n.CloseParenRange,
		ExpandFinal: n.ExpandFinal,
	}
	for i, a := range args {
		s := shadow(a)
		if last := i == len(args)-1; last && n.ExpandFinal {
			if _, ok := Static(a); !ok && (a.Type().IsListType() || a.Type().IsSetType()) {
				// One element stands for all of them.
				call.ExpandFinal = false
				s = &hclsyntax.LiteralValueExpr{Val: cty.UnknownVal(a.Type().ElementType().WithoutOptionalAttributesDeep()), SrcRange: a.Range()}
			}
		}
		call.Args = append(call.Args, s)
	}
	return call.Value(&hcl.EvalContext{Functions: map[string]function.Function{name: impl}})
}

// countArgs reports a call with too few or too many arguments.
func (b *binder) countArgs(f *Func, args []Expr, n *hclsyntax.FunctionCallExpr) bool {
	least, most := f.arity()
	have := fmt.Sprintf("%s has %s", f.Name, plural(len(args), "argument"))
	switch {
	case n.ExpandFinal:
		return true
	case len(args) < least:
		b.fail(diag.InvalidArgument, n.Range(), "%s here but takes %s: %s.", have, argCount(least, most), f.Signature())
		return false
	case most >= 0 && len(args) > most:
		b.fail(diag.InvalidArgument, n.Args[most].Range(), "%s here but takes %s: %s.", have, argCount(least, most), f.Signature())
		return false
	}
	return true
}

func argCount(least, most int) string {
	switch {
	case most < 0:
		return fmt.Sprintf("at least %d", least)
	case least == most && most == 0:
		return "none"
	case least == most:
		return fmt.Sprint(least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}
