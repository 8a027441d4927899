package dsl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A portable task becomes one of the kind that its compute block stands for as
// soon as it is bound: from then on nothing knows that it was portable.

// bindPortable binds the arguments of a portable task and those of the kind that
// it becomes.
func (l *loader) bindPortable(d *pipelineDecl, t *taskDecl, task *Task, r *reader, w *place) {
	p, c := t.compute.Kind.Runs, t.compute
	task.Compute = c.Compute
	own := map[string]expr.Expr{}
	for i := range p.Args {
		a := &p.Args[i]
		if a.Ref == "compute" {
			r.attr(a.Name)
			continue
		}
		e := l.inherited(d, t, r, a.Name)
		if e == nil {
			if a.Required {
				r.missing = append(r.missing, a.Name)
				t.incomplete = true
			}
			continue
		}
		x := l.bindArg(d, t, task, a, e, w)
		if v, ok := staticValue(x); ok && v.IsNull() {
			if a.Required {
				l.add(missingArgument(r.head, a.Name, e.Range()))
				t.incomplete = true
			}
			continue
		}
		if a.Name == c.Kind.Pairs {
			x = l.pairs(t, x, e)
		}
		own[a.Name] = x
	}
	at := l.runsOn(d, t).Range()
	for _, a := range c.Args {
		own[a.Name] = a.Value
		if a.Ref == "cluster" && c.Cluster != "" {
			own[a.Name] = l.useCluster(d, t, task, c.Cluster, at, w)
		}
	}
	for i := range task.Kind.Args {
		a := &task.Kind.Args[i]
		if x := l.becomes(d, t, a, own, w); x != nil {
			task.Args = append(task.Args, Arg{a, x, at})
		}
	}
	for _, group := range slices.Concat(task.Kind.OneOf, task.Kind.AtMostOne) {
		both := slices.DeleteFunc(slices.Clone(group), func(n string) bool { return notNull(task.Arg(n)) == nil })
		if len(both) > 1 {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: at, Detail: fmt.Sprintf(
				"This task becomes a task %q, and for that %s cannot be given together: one of them comes from defaults.", task.Kind.Name, list(both))}.Error())
		}
	}
	for _, a := range c.Kind.Args {
		if at := t.block.Body.Attributes[a.Name]; at != nil && !slices.Contains(r.attrs, a.Name) {
			r.attr(a.Name)
			l.add(diag.Problem{
				Code: diag.UnknownArgument, Range: at.NameRange,
				Detail: fmt.Sprintf("%q says where a task runs. It stands in the compute block, %s.", a.Name, c.Label),
				Notes:  []diag.Note{{Range: c.Range, Text: fmt.Sprintf("compute.%s is declared here", c.Name)}},
			}.Error())
		}
	}
}

// becomes is an argument of the kind that a portable task becomes; nil where it
// is left out.
func (l *loader) becomes(d *pipelineDecl, t *taskDecl, a *catalog.Arg, own map[string]expr.Expr, w *place) expr.Expr {
	c := t.compute
	if i := slices.IndexFunc(c.Kind.Becomes, func(b catalog.Become) bool { return b.Arg == a.Name }); i >= 0 {
		x := l.portableExpr(t, c.Kind.Becomes[i].Value, a.Type, own)
		if v, ok := staticValue(x); ok && v.IsNull() {
			return nil
		}
		return x
	}
	if _, ok := c.Kind.Arg(a.Name); ok && own[a.Name] != nil {
		return own[a.Name]
	}
	if def := d.defaults[c.Kind.Kind.Name]; def != nil && def.attrs[a.Name] != nil {
		at := def.attrs[a.Name]
		l.inheritedBy[at] = true
		return l.bindArg(d, t, t.item.(*Task), a, at.Expr, w)
	}
	if a.Default != "" {
		return l.catalogDefault(d, t, a)
	}
	return nil
}

// portableExpr binds an expression of a compute over the arguments of both
// blocks.
func (l *loader) portableExpr(t *taskDecl, src string, want cty.Type, own map[string]expr.Expr) expr.Expr {
	x, diags := expr.Bind(catalogExpr(src), &expr.Scope{Catalog: true, Resolve: func(tr hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		name := tr.RootName()
		if x := own[name]; x != nil {
			return x, 1, nil
		}
		typ := cty.DynamicPseudoType
		if a, ok := t.compute.Kind.Runs.Arg(name); ok {
			typ = a.Type
		} else if a, ok := t.compute.Kind.Arg(name); ok {
			typ = a.Type
		}
		if name == t.compute.Kind.Pairs {
			return &expr.Lit{Val: cty.EmptyObjectVal, Rng: t.rng}, 1, nil
		}
		return &expr.Lit{Val: cty.NullVal(typ.WithoutOptionalAttributesDeep()), Rng: t.rng}, 1, nil
	}}, want)
	if diags.HasErrors() && !t.incomplete && !slices.ContainsFunc(t.compute.Kind.Runs.Args, func(a catalog.Arg) bool {
		return own[a.Name] != nil && hasBad(own[a.Name])
	}) && !slices.ContainsFunc(t.compute.Args, func(a Arg) bool { return hasBad(a.Value) }) {
		panic("dsl: what a task on " + t.compute.Kind.Name + " becomes does not bind: " + diags.Error())
	}
	return x
}

// pairs makes an object of a list of names and values, ["--day", "1"].
func (l *loader) pairs(t *taskDecl, x expr.Expr, e hclsyntax.Expression) expr.Expr {
	c := t.compute
	wrong := func(rng hcl.Range, detail string, args ...any) expr.Expr {
		l.add(diag.Problem{
			Code: diag.UnusableCompute, Range: rng,
			Detail: fmt.Sprintf("On compute %q %q are pairs of a name and a value, as in [\"--day\", run.scheduled_date]. ", c.Kind.Name, c.Kind.Pairs) + fmt.Sprintf(detail, args...),
			Notes:  []diag.Note{{Range: c.Range, Text: fmt.Sprintf("compute.%s is declared here", c.Name)}},
		}.Error())
		return &expr.Bad{Rng: rng}
	}
	if hasBad(x) {
		return &expr.Bad{Rng: e.Range()}
	}
	elems, ok := elementsKnown(x)
	switch {
	case !ok:
		return wrong(e.Range(), "How many there are, and their names, are known only when this pipeline runs.")
	case len(elems)%2 == 1:
		return wrong(elems[len(elems)-1].Range(), "The last one has no value: there are %d words.", len(elems))
	}
	out := &expr.Object{Rng: e.Range()}
	types := map[string]cty.Type{}
	for i := 0; i < len(elems); i += 2 {
		v, ok := staticValue(elems[i])
		if !ok || v.IsNull() || v.Type() != cty.String {
			return wrong(elems[i].Range(), "This is a name, and is known only when the pipeline runs.")
		}
		name := v.AsString()
		_, twice := types[name]
		switch {
		case !strings.HasPrefix(name, "--") || len(name) == len("--"):
			return wrong(elems[i].Range(), "%q is no name: one begins with two dashes.", name)
		case slices.Contains(c.Kind.Reserved, name):
			return wrong(elems[i].Range(), "%q is said by an argument of the task: %s.", name, reservedArg[name])
		case twice:
			return wrong(elems[i].Range(), "%q stands here twice, and only one value would count.", name)
		}
		types[name] = elems[i+1].Type()
		out.Items = append(out.Items, expr.Item{Key: elems[i], Value: elems[i+1]})
	}
	if len(out.Items) == 0 {
		return &expr.Lit{Val: cty.EmptyObjectVal, Rng: e.Range()}
	}
	out.Typ = cty.Object(types)
	return out
}

// reservedArg says how users write what a name is reserved for.
var reservedArg = map[string]string{"--class": "class", "--conf": "conf = { \"spark.NAME\" = value }", "--scriptLocation": "script"}

// elementsKnown are the elements of a list of which it is known how many there
// are.
func elementsKnown(x expr.Expr) ([]expr.Expr, bool) {
	switch x := x.(type) {
	case *expr.Lit:
		if x.Val.IsNull() || !x.Val.CanIterateElements() {
			return nil, false
		}
		var out []expr.Expr
		for _, v := range x.Val.AsValueSlice() {
			out = append(out, &expr.Lit{Val: v, Rng: x.Rng})
		}
		return out, true
	case *expr.Tuple:
		return x.Elems, true
	case *expr.Convert:
		return elementsKnown(x.X)
	default:
	}
	return nil, false
}
