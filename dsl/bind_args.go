package dsl

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// inherited finds a meta-argument: the task's own, then that of the sequence
// around it, then its kind's defaults, then the defaults.
func (l *loader) inherited(d *pipelineDecl, t *taskDecl, r *reader, name string) hclsyntax.Expression {
	if e := r.attr(name); e != nil && !isNull(e) {
		return e
	}
	k := t.item.(*Task).Kind
	takesCluster := slices.ContainsFunc(k.Args, func(a catalog.Arg) bool { return a.Ref == "cluster" })
	if name == "timeout" || name == "cluster" && takesCluster {
		for b := t.body; b != nil; b = b.parent {
			if b.owner != nil && b.owner.block.Type == "sequence" && b.kind == "" {
				if a := b.owner.block.Body.Attributes[name]; a != nil {
					l.inheritedBy[a] = true
					return a.Expr
				}
			}
		}
	}
	for _, kind := range t.defaultsOf() {
		if def := d.defaults[kind]; def != nil {
			if a := def.attrs[name]; a != nil && (kind != "" || slices.Contains(defaultsTake, name)) {
				l.inheritedBy[a] = true
				return a.Expr
			}
		}
	}
	return nil
}

// isNull: the word null, which is as good as leaving an argument out.
func isNull(e hclsyntax.Expression) bool {
	lit, ok := e.(*hclsyntax.LiteralValueExpr)
	return ok && lit.Val.IsNull()
}

// bindArgs binds the arguments of the kind.
func (l *loader) bindArgs(d *pipelineDecl, t *taskDecl, task *Task, r *reader, w *place) {
	r.apiNames = task.Kind
	for i := range task.Kind.Args {
		a := &task.Kind.Args[i]
		e := l.inherited(d, t, r, a.Name)
		rng := r.nameRange(a.Name)
		if a.When != "" && !l.counts(d, t, task, a, rng) {
			continue
		}
		if e == nil {
			if a.Required {
				r.missing = append(r.missing, a.Name)
				t.incomplete = true
			} else if a.Default != "" {
				if x := l.catalogDefault(d, t, a); x != nil {
					task.Args = append(task.Args, Arg{a, x, t.rng})
				}
			}
			continue
		}
		x := l.bindArg(d, t, task, a, e, w)
		if v, ok := staticValue(x); ok && v.IsNull() && a.Required && a.Type != cty.DynamicPseudoType {
			l.add(missingArgument(r.head, a.Name, e.Range()))
			t.incomplete = true
		}
		task.Args = append(task.Args, Arg{a, x, rng})
	}
	given := func(names []string) (out []string) {
		for _, n := range names {
			if x := task.Arg(n); x != nil {
				if v, ok := staticValue(x); !ok || !v.IsNull() {
					out = append(out, n)
				}
			}
		}
		return out
	}
	last := func(names []string) hcl.Range { // in the source
		rng := r.nameRange(names[0])
		for _, n := range names[1:] {
			if other := r.nameRange(n); other.Start.Byte > rng.Start.Byte {
				rng = other
			}
		}
		return rng
	}
	for _, group := range task.Kind.OneOf {
		switch g := given(group); {
		case len(g) == 0:
			l.add(diag.Problem{Code: diag.MissingArgument, Range: t.rng, Detail: fmt.Sprintf("One of %s is required in %s, and all are left out.", list(group), r.head)}.Error())
		case len(g) > 1:
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: last(g), Detail: fmt.Sprintf("%s cannot be given together: only one of %s can.", list(g), list(group))}.Error())
		}
	}
	for _, group := range task.Kind.AtMostOne {
		if g := given(group); len(g) > 1 {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: last(g), Detail: fmt.Sprintf("%s cannot be given together.", list(g))}.Error())
		}
	}
	for _, a := range task.Args {
		if a.With != "" && task.Arg(a.With) == nil && t.block.Body.Attributes[a.Name] != nil {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: a.Range, Detail: fmt.Sprintf("%q means nothing without %q.", a.Name, a.With)}.Error())
		}
	}
}

// counts says whether an argument that others decide on means anything beside
// them, and finds one of the task's own that does not. Where what decides is
// wrong or left out, that is told and this is not.
func (l *loader) counts(d *pipelineDecl, t *taskDecl, task *Task, a *catalog.Arg, rng hcl.Range) bool {
	for _, tr := range catalogExpr(a.When).Variables() {
		by, _ := task.Kind.Arg(tr.RootName())
		x := task.Arg(by.Name)
		if x == nil {
			return false
		}
		v, ok := staticValue(x)
		if !ok || v.IsNull() || v.Type() == cty.String && len(by.Enum) > 0 && !slices.Contains(by.Enum, v.AsString()) {
			return false
		}
	}
	if l.holds(d, t, task, a.When) {
		return true
	}
	if t.block.Body.Attributes[a.Name] != nil {
		l.add(diag.Problem{Code: diag.ConflictingArguments, Range: rng, Detail: fmt.Sprintf(
			"%q means nothing here: it can be given only where %s.", a.Name, a.When)}.Error())
	}
	return false
}

func (l *loader) bindArg(d *pipelineDecl, t *taskDecl, task *Task, a *catalog.Arg, e hclsyntax.Expression, w *place) expr.Expr {
	aw := *w
	aw.token = t.await == "callback"
	switch {
	case a.Ref == "cluster":
		return l.bindClusterArg(d, t, task, e, &aw)
	case a.Ref == "pipeline":
		return l.bindPipelineArg(d, task, e)
	case a.Unit > 0:
		return aw.units(e, a.Unit, a.Type == cty.DynamicPseudoType)
	case a.Name == "definition" && task.Kind.Verbatim:
		return l.bindDefinition(t, task, e, &aw)
	case a.Name == "call" && task.Kind.Name == "aws":
		return l.bindCall(d, t, task, e)
	case a.Static:
		aw.static = fmt.Sprintf("%q is known at compile time", a.Name)
		v := aw.constant(e, a.Type)
		if v == cty.DynamicVal {
			return &expr.Bad{Rng: e.Range()}
		}
		l.checkValue(a, v, e.Range())
		return &expr.Lit{Val: v, Rng: e.Range()}
	}
	x := aw.bind(e, a.Type)
	if v, ok := staticValue(x); ok {
		l.checkValue(a, v, e.Range())
	}
	switch {
	case a.Name == "arguments" && task.Kind.Name == "aws":
		l.checkAPIArguments(task.Call, x, "arguments", e.Range())
	case slices.ContainsFunc(task.Kind.Modes, func(m catalog.Mode) bool { return m.Arguments == a.Name }):
		l.wantObject(x, a.Name, e.Range())
	}
	return x
}

// checkValue checks a value that is known against what the catalog allows.
func (l *loader) checkValue(a *catalog.Arg, v cty.Value, rng hcl.Range) {
	one := func(name string, v cty.Value, allowed []string) {
		if len(allowed) > 0 && !v.IsNull() && v.Type() == cty.String && !slices.Contains(allowed, v.AsString()) {
			l.add(diag.Problem{Code: diag.UnsupportedValue, Range: rng, Detail: fmt.Sprintf(
				"%q cannot be the value of %q.", v.AsString(), name) + suggestOrList(v.AsString(), allowed, "It can be")}.Error())
		}
	}
	one(a.Name, v, a.Enum)
	if v.IsNull() {
		return
	}
	if a.Form != "" && v.Type() == cty.String && !regexp.MustCompile(a.Form).MatchString(v.AsString()) {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: rng, Detail: fmt.Sprintf(
			"%q cannot be the value of %q. It looks like %q.", v.AsString(), a.Name, a.Like)}.Error())
	}
	for _, member := range slices.Sorted(maps.Keys(a.MemberEnum)) {
		if v.Type().IsObjectType() && v.Type().HasAttribute(member) {
			one(member, v.GetAttr(member), a.MemberEnum[member])
		}
	}
}

// units reads a duration as a number of units, rounded up.
func (w *place) units(e hclsyntax.Expression, unit time.Duration, runtime bool) expr.Expr {
	if runtime {
		if x := w.bind(e, cty.DynamicPseudoType); x.Type() != cty.String {
			v, ok := staticValue(x)
			if ok && !v.IsNull() && v.Type() == cty.Number {
				return w.wholeSeconds(v, x)
			}
			if !ok || v.IsNull() {
				return x
			}
		}
	}
	sw := *w
	if sw.static == "" {
		sw.static = "a duration is known at compile time"
	}
	v := sw.constant(e, cty.String)
	if v == cty.DynamicVal {
		return &expr.Bad{Rng: e.Range()}
	}
	if v.IsNull() {
		return &expr.Lit{Val: cty.NullVal(cty.Number), Rng: e.Range()}
	}
	dur, err := ParseDuration(v.AsString())
	if err != nil {
		w.l.add(invalidDuration(v.AsString(), e.Range()))
		return &expr.Bad{Rng: e.Range()}
	}
	return &expr.Lit{Val: cty.NumberIntVal(int64((dur + unit - 1) / unit)), Rng: e.Range()}
}
