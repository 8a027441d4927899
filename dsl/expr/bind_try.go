package expr

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

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
