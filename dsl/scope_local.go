package dsl

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// local binds a local's expression where the local is used.
func (w *place) local(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	loc, own := w.l.project.locals[name], false
	if w.d != nil && !w.project && w.d.locals[name] != nil {
		loc, own = w.d.locals[name], true
	}
	rng := t[:2].SourceRange()
	if loc == nil {
		all := slices.Collect(maps.Keys(w.l.project.locals))
		if w.d != nil {
			all = slices.AppendSeq(all, maps.Keys(w.d.locals))
		}
		slices.Sort(all)
		hint := suggestOrList(name, all, "Declared are")
		switch {
		case diag.Similar(name, all) != "":
		case w.l.project.variables[name] != nil:
			hint = fmt.Sprintf(" There is a variable of that name: var.%s.", name)
		case w.d != nil && w.d.inputs[name] != nil:
			hint = fmt.Sprintf(" There is an input of that name: input.%s.", name)
		}
		return w.bad(t, 2, diag.Problem{Code: diag.UndeclaredVariable, Detail: fmt.Sprintf("No local named %q is declared.", name) + hint})
	}
	switch {
	case loc.value != nil:
		return &expr.Lit{Val: *loc.value, Rng: rng}, 2, nil
	case loc.cyclic:
		return &expr.Bad{Rng: rng}, len(t), nil
	case loc.busy:
		for _, x := range w.l.binding {
			x.cyclic = true
		}
		return w.bad(t, 2, diag.Problem{
			Code:   diag.LocalCycle,
			Detail: fmt.Sprintf("local.%s mentions itself, directly or by way of another local, so it has no value.", name),
			Notes:  []diag.Note{{Range: loc.rng, Text: fmt.Sprintf("local %q is declared here", name)}},
		})
	}
	inner := *w
	inner.project = !own // a local of the project sees no local of a pipeline
	x, diags := inner.bindLocal(loc)
	return x, 2, diags
}

// bindLocal binds a local's expression, and keeps its value where it is the
// same wherever the local is used.
func (w *place) bindLocal(loc *local) (expr.Expr, hcl.Diagnostics) {
	loc.busy = true
	w.l.binding = append(w.l.binding, loc)
	x, diags := expr.Bind(loc.expr, w.scope(), cty.DynamicPseudoType)
	w.l.binding = w.l.binding[:len(w.l.binding)-1]
	loc.busy = false
	if v, ok := staticValue(x); ok && !diags.HasErrors() && (!w.project || w.l.static(nil, loc, map[*local]bool{})) {
		loc.value = &v
	}
	return x, diags
}

// static says whether a local mentions nothing but variables and locals that
// do so too, so that it has the same value everywhere. d is the pipeline that
// it belongs to; nil: the project.
func (l *loader) static(d *pipelineDecl, loc *local, seen map[*local]bool) bool {
	if loc.value != nil || seen[loc] {
		return true
	}
	seen[loc] = true
	for _, t := range loc.expr.Variables() {
		switch t.RootName() {
		case "var":
		case "local":
			name, _, _ := member(t)
			inner, of := l.project.locals[name], (*pipelineDecl)(nil)
			if d != nil && d.locals[name] != nil {
				inner, of = d.locals[name], d
			}
			// One that is not declared is told when this one is bound.
			if inner != nil && !l.static(of, inner, seen) {
				return false
			}
		default:
			if slices.Contains(roots, t.RootName()) {
				return false
			}
		}
	}
	return true
}

// bindLocals binds the locals that are compile-time values, so that their
// errors are told even when nobody mentions them.
func (l *loader) bindLocals(d *pipelineDecl, locals map[string]*local) {
	for _, name := range slices.Sorted(maps.Keys(locals)) {
		loc := locals[name]
		if loc.value == nil && !loc.cyclic && l.static(d, loc, map[*local]bool{}) {
			w := &place{l: l, d: d, project: d == nil, static: "a local without run-time names is known at compile time"}
			_, diags := w.bindLocal(loc)
			l.add(diags...)
		}
	}
}
