package expr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
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

// collect types a call of tolist, toset or tomap by the elements: those of a
// constructor get the one type that they have in common.
func (b *binder) collect(c *Call) {
	of := map[string]func(cty.Type) cty.Type{"tolist": cty.List, "toset": cty.Set, "tomap": cty.Map}[c.Func.Name]
	have := c.Args[0].Type()
	if x := b.argument(c.Args[0], of(cty.DynamicPseudoType)); !x.Type().Equals(have) {
		c.Args[0], c.Typ = x, x.Type()
		return
	}
	if have.IsCollectionType() && have.IsMapType() == (c.Func.Name == "tomap") {
		c.Typ = of(have.ElementType())
	}
}

// concatenated is concat of lists whose elements are all written down: one
// list. Nil where one is not, or where HCL would convert elements.
func concatenated(args []Expr, typ cty.Type, rng hcl.Range) Expr {
	var elems []Expr
	for _, a := range args {
		t := a.Type()
		if typ.IsListType() && !(t.IsListType() && t.ElementType().Equals(typ.ElementType())) {
			return nil
		}
		switch a := a.(type) {
		case *Tuple:
			if t.IsSetType() {
				return nil
			}
			elems = append(elems, a.Elems...)
		case *Lit:
			if !a.Val.IsKnown() || a.Val.IsNull() || !t.IsListType() && !t.IsTupleType() {
				return nil
			}
			for it := a.Val.ElementIterator(); it.Next(); {
				_, v := it.Element()
				elems = append(elems, &Lit{Val: v, Rng: a.Rng})
			}
		default:
			return nil
		}
	}
	if typ.IsListType() {
		return &Tuple{Elems: elems, Typ: typ, Rng: rng}
	}
	return newTuple(elems, rng)
}

// flattened are the elements of a list of lists that are all written down.
func flattened(e Expr) ([]Expr, bool) {
	t, ok := e.(*Tuple)
	if !ok || t.Typ.IsSetType() {
		return nil, false
	}
	var elems []Expr
	for _, x := range t.Elems {
		if x.Type().IsPrimitiveType() {
			elems = append(elems, x)
			continue
		}
		inner, ok := flattened(x)
		if !ok {
			return nil, false
		}
		elems = append(elems, inner...)
	}
	return elems, true
}

// unify gives the arguments of a call the type of its result. Values of any
// type stay what they are.
func (b *binder) unify(c *Call) {
	switch {
	case c.Typ == cty.DynamicPseudoType || c.Typ.IsTupleType():
		return
	case slices.ContainsFunc(c.Args, func(a Expr) bool { return a.Type().HasDynamicTypes() && !isNull(a) }):
		switch {
		case c.Typ.IsListType():
			c.Typ = cty.List(cty.DynamicPseudoType)
		case c.Typ.IsSetType():
			c.Typ = cty.Set(cty.DynamicPseudoType)
		}
		return
	}
	for i, a := range c.Args {
		if x := b.to(a, c.Typ); x != nil {
			c.Args[i] = x
		}
	}
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

func param(f function.Function, i int) *function.Parameter {
	if ps := f.Params(); i < len(ps) {
		return &ps[i]
	}
	return f.VarParam()
}

// argument is an argument with the type of its parameter. Where that is a
// collection of any one type, the type is the one that the elements have in
// common.
func (b *binder) argument(e Expr, want cty.Type) Expr {
	if want.IsCollectionType() && want.ElementType() == cty.DynamicPseudoType {
		var types []cty.Type
		switch t := e.Type(); {
		case t.IsTupleType():
			types = t.TupleElementTypes()
		case t.IsObjectType() && want.IsMapType():
			for _, a := range t.AttributeTypes() {
				types = append(types, a)
			}
		default:
			return e
		}
		if len(types) == 0 {
			return e
		}
		if slices.Contains(types, cty.DynamicPseudoType) {
			return e
		}
		for i := range types {
			types[i] = types[i].WithoutOptionalAttributesDeep()
		}
		one, _ := convert.UnifyUnsafe(types)
		if one == cty.NilType || one == cty.DynamicPseudoType {
			return e
		}
		switch {
		case want.IsListType():
			want = cty.List(one)
		case want.IsSetType():
			want = cty.Set(one)
		default:
			want = cty.Map(one)
		}
	}
	before := len(b.found)
	var c Expr
	switch e := e.(type) {
	case *Tuple:
		c = b.convertTuple(e, want)
	case *Object:
		c = b.convertObject(e, want)
	default:
	}
	if c != nil && len(b.found) == before {
		return c
	}
	b.found = b.found[:before]
	if c := b.to(e, want); c != nil {
		return c
	}
	return e
}

// try binds try: alternatives that are sure to fail are left out, and what
// follows one that cannot fail.
func (b *binder) try(f *Func, n *hclsyntax.FunctionCallExpr) Expr {
	if n.ExpandFinal || len(n.Args) == 0 {
		return b.hard(diag.InvalidArgument, n.Range(), "try takes its alternatives one by one: try(input.a.b, \"none\").")
	}
	c := &Call{Func: f, Rng: n.Range()}
	start := len(b.found)
	for _, a := range n.Args {
		before := len(b.found)
		e := b.bind(a)
		if b.onlySoft(before) {
			continue
		}
		c.Args = append(c.Args, e)
		if known(e) {
			break
		}
	}
	if len(c.Args) == 0 {
		return &Bad{Rng: n.Range()} // with everything that was found
	}
	b.dropSoft(start)
	if len(c.Args) == 1 && known(c.Args...) {
		return at(c.Args[0], n.Range())
	}
	types := make([]cty.Type, len(c.Args))
	for i, a := range c.Args {
		types[i] = a.Type()
	}
	c.Typ = common(types)
	return c
}

// can binds can.
func (b *binder) can(f *Func, n *hclsyntax.FunctionCallExpr) Expr {
	if n.ExpandFinal || len(n.Args) != 1 {
		return b.hard(diag.InvalidArgument, n.Range(), "can takes one argument: can(tonumber(input.a)).")
	}
	before := len(b.found)
	e := b.bind(n.Args[0])
	if b.onlySoft(before) {
		b.found = b.found[:before]
		return &Lit{Val: cty.False, Rng: n.Range()}
	}
	if total(e) {
		return &Lit{Val: cty.True, Rng: n.Range()}
	}
	return &Call{Func: f, Args: []Expr{e}, Typ: cty.Bool, Rng: n.Range()}
}

// onlySoft says whether errors of evaluation that are sure to come about, and
// only those, were found from a position on.
func (b *binder) onlySoft(from int) bool {
	for _, f := range b.found[from:] {
		if f.hard || f.perhaps > b.perhaps {
			return false
		}
	}
	return len(b.found) > from
}

// dropSoft leaves out what try takes away of what was found from a position
// on.
func (b *binder) dropSoft(from int) {
	kept := b.found[:from]
	for _, f := range b.found[from:] {
		if f.hard || f.perhaps > b.perhaps {
			kept = append(kept, f)
		}
	}
	b.found = kept
}

// verbatim binds jsonata.
func (b *binder) verbatim(n *hclsyntax.FunctionCallExpr) Expr {
	if n.ExpandFinal || len(n.Args) < 1 || len(n.Args) > 2 {
		return b.hard(diag.InvalidVerbatim, n.Range(), "jsonata takes a text and, after it, an object of what the text may mention.")
	}
	e := b.bind(n.Args[0])
	text, ok := Static(e)
	switch {
	case !ok && isBad(e):
		return &Bad{Rng: n.Range()}
	case !ok:
		return b.hard(diag.InvalidVerbatim, n.Args[0].Range(), "The text depends on the execution. Give it the value by a name instead: "+
			"jsonata(\"$sum($rows)\", { rows = task.a.output }).")
	case text.IsNull():
		return b.fail(diag.NullValue, n.Args[0].Range(), "The text must not be null.")
	case text.Type() != cty.String:
		return b.hard(diag.InvalidVerbatim, n.Args[0].Range(), "The text is a string, not %s.", describe(text.Type()))
	}
	v := &Verbatim{Text: text.AsString(), Rng: n.Range()}
	if len(n.Args) == 1 {
		return v
	}
	vars := b.bind(n.Args[1])
	o, ok := vars.(*Object)
	if !ok {
		if isBad(vars) {
			return vars
		}
		return b.hard(diag.InvalidVerbatim, n.Args[1].Range(), "What the text may mention is an object written in place: { rows = task.a.output }.")
	}
	for _, it := range o.Items {
		k, ok := Static(it.Key)
		if !ok || k.IsNull() || k.Type() != cty.String || !hclsyntax.ValidIdentifier(k.AsString()) || !variable(k.AsString()) {
			return b.hard(diag.InvalidVerbatim, it.Key.Range(), "The keys are names of JSONata variables: letters, digits and \"_\".")
		}
	}
	v.Vars = o.Items
	return v
}

// variable says whether a name can be one of a JSONata variable of the user's:
// "states" is AWS's.
func variable(s string) bool {
	for _, r := range s {
		if r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != "states"
}

func isBad(e Expr) bool {
	_, ok := e.(*Bad)
	return ok
}
