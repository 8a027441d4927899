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

// A computeDecl is a compute block that is declared and maybe not bound yet.
type computeDecl struct {
	*Compute
	block *hclsyntax.Block
}

func (l *loader) declareCompute(b *hclsyntax.Block) {
	if !l.labels(b, "KIND", "NAME") {
		if n := len(b.Labels); n > 0 { // mentions of it are no errors
			l.computeDecls = append(l.computeDecls, &computeDecl{Compute: &Compute{Name: b.Labels[n-1], Range: b.DefRange()}, block: b})
		}
		return
	}
	kind, known := catalog.LookupCompute(b.Labels[0])
	if !known {
		l.add(unknownCompute(b))
	}
	c := &computeDecl{Compute: &Compute{Name: b.Labels[1], Label: header(b), Kind: kind, Range: b.DefRange()}, block: b}
	for _, old := range l.computeDecls {
		if old.Name == c.Name {
			l.add(duplicate(c.Name, c.Range, old.Range, "Each compute block has a name of its own."))
			return
		}
	}
	l.computeDecls = append(l.computeDecls, c)
	if known {
		l.project.Computes = append(l.project.Computes, c.Compute)
	}
}

func unknownCompute(b *hclsyntax.Block) *hcl.Diagnostic {
	name := b.Labels[0]
	var names []string
	meant := ""
	for _, c := range catalog.Computes {
		names = append(names, c.Name)
		if c.Kind.Name == name {
			meant = c.Name
		}
	}
	detail := fmt.Sprintf("There is no compute kind %q.", name)
	if meant != "" {
		detail += fmt.Sprintf(" Did you mean %q, on which a task becomes a task %q?", meant, name)
	} else {
		detail += suggestOrList(name, names, "There are")
	}
	return diag.Problem{Code: diag.UnknownKind, Range: b.LabelRanges[0], Detail: detail}.Error()
}

// bindCompute binds the arguments of a compute block.
func (l *loader) bindCompute(c *computeDecl) {
	if c.Kind == nil {
		return
	}
	r := l.reader(c.block)
	r.apiNames = c.Kind.Kind
	w := &place{l: l, static: "a compute block is known at compile time"}
	var given []string
	for i := range c.Kind.Args {
		a := &c.Kind.Args[i]
		e := r.attr(a.Name)
		if e == nil || isNull(e) && !a.Required {
			if a.Required {
				r.missing = append(r.missing, a.Name)
			} else if a.Default != "" {
				c.Args = append(c.Args, Arg{a, l.catalogDefault(nil, nil, a), c.Range})
			}
			continue
		}
		given = append(given, a.Name)
		x := l.bindComputeArg(c, a, e, w)
		if v, ok := staticValue(x); ok && v.IsNull() && a.Required {
			l.add(missingArgument(r.head, a.Name, e.Range()))
		}
		c.Args = append(c.Args, Arg{a, x, r.nameRange(a.Name)})
	}
	for _, group := range c.Kind.AtMostOne {
		both := slices.DeleteFunc(slices.Clone(group), func(n string) bool { return !slices.Contains(given, n) })
		if len(both) > 1 {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange(both[1]), Detail: fmt.Sprintf("%s cannot be given together.", list(both))}.Error())
		}
	}
	for _, a := range c.Kind.Runs.Args {
		if at := c.block.Body.Attributes[a.Name]; at != nil && !slices.Contains(r.attrs, a.Name) {
			r.attr(a.Name)
			l.add(diag.Problem{Code: diag.UnknownArgument, Range: at.NameRange, Detail: fmt.Sprintf(
				"%q says what to run, and a compute block says where. It stands in the task %q.", a.Name, c.Kind.Runs.Name)}.Error())
		}
	}
	r.done()
}

func (l *loader) bindComputeArg(c *computeDecl, a *catalog.Arg, e hclsyntax.Expression, w *place) expr.Expr {
	switch {
	case a.Ref == "cluster":
		if trav, ok := e.(*hclsyntax.ScopeTraversalExpr); ok && trav.Traversal.RootName() == "cluster" && len(trav.Traversal) == 2 {
			if name, _, ok := member(trav.Traversal); ok {
				return l.bindComputeCluster(c, name, e.Range())
			}
		}
	case a.Unit > 0:
		return w.units(e, a.Unit, false)
	}
	v := w.constant(e, a.Type)
	if v == cty.DynamicVal {
		return &expr.Bad{Rng: e.Range()}
	}
	l.checkValue(a, v, e.Range())
	return &expr.Lit{Val: v, Rng: e.Range()}
}

// bindComputeCluster finds the cluster of a compute block, which belongs to no
// pipeline, so neither can that.
func (l *loader) bindComputeCluster(c *computeDecl, name string, rng hcl.Range) expr.Expr {
	var names []string
	for _, decl := range l.clusterDecls {
		if decl.Name == name {
			c.Cluster = name
			return &expr.Ref{Source: expr.ClusterID{Cluster: name}, Typ: cty.String, Rng: rng}
		}
		names = append(names, decl.Name)
	}
	p := diag.Problem{Code: diag.NoCluster, Range: rng, Detail: fmt.Sprintf("There is no cluster named %q at top level.", name) + diag.Suggest(name, names)}
	for _, d := range l.pipelines {
		for _, own := range d.clusters {
			if own.Name == name {
				p.Detail = fmt.Sprintf("The cluster %q belongs to the pipeline %q, and a compute block to none. Declare the cluster at top level, "+
					"with acquire = \"reuse\" or use, or let the tasks be of kind \"emr_step\".", name, d.Name)
				p.Notes = []diag.Note{{Range: own.Range, Text: fmt.Sprintf("%q is declared here", name)}}
			}
		}
	}
	l.add(p.Error())
	return &expr.Bad{Rng: rng}
}

// computeAlone refuses compute.NAME where a value stands.
func (w *place) computeAlone(t hcl.Traversal, name string, rng hcl.Range) (expr.Expr, int, hcl.Diagnostics) {
	return w.bad(t, 2, diag.Problem{Code: diag.PartialReference, Range: t[:2].SourceRange(), Detail: fmt.Sprintf(
		"compute.%s is no value: it stands in the argument \"runs_on\" of a task \"spark\" or \"container\".", name)})
}

// kindOf is the kind of a task; of a portable one the kind that it becomes where
// it runs. False where there is none, which checkRunsOn and unknownKind tell.
func (l *loader) kindOf(d *pipelineDecl, t *taskDecl) (*catalog.Kind, bool) {
	if t.kind != nil {
		return t.kind, true
	}
	if p, ok := catalog.LookupPortable(t.block.Labels[0]); ok {
		e := l.runsOn(d, t)
		if e == nil {
			return nil, false
		}
		c, _ := l.computeNamed(e, p)
		if c == nil || c.Kind == nil {
			return nil, false
		}
		t.compute, t.kind = c, c.Kind.Kind
		return t.kind, true
	}
	k, ok := catalog.Lookup(t.block.Labels[0])
	t.kind = k
	return k, ok
}

// runsOn is the argument runs_on of a portable task, its own or that of its
// kind's defaults; nil where both are left out.
func (l *loader) runsOn(d *pipelineDecl, t *taskDecl) hclsyntax.Expression {
	if a := t.block.Body.Attributes["runs_on"]; a != nil && !isNull(a.Expr) {
		return a.Expr
	}
	if def := d.defaults[t.block.Labels[0]]; def != nil {
		if a := def.attrs["runs_on"]; a != nil {
			l.inheritedBy[a] = true
			return a.Expr
		}
	}
	return nil
}

// checkRunsOn tells why a portable task runs nowhere.
func (l *loader) checkRunsOn(d *pipelineDecl, t *taskDecl, p *catalog.Portable) {
	e := l.runsOn(d, t)
	if e == nil {
		// Which other arguments there are hangs on where it runs.
		r := l.reader(t.block)
		r.need("runs_on")
		for _, a := range sortedAttrs(t.block.Body) {
			if a.Name != "compute" && (a.Name == "runs_on" || diag.Similar(a.Name, []string{"runs_on"}) == "") {
				r.attr(a.Name)
			}
		}
		for _, b := range t.block.Body.Blocks {
			r.all(b.Type)
		}
		r.done()
		return
	}
	l.findCompute(e, p)
}

// findCompute finds the compute block of compute.NAME, and tells why there is
// none, or why it cannot run a portable kind; nil: any.
func (l *loader) findCompute(e hclsyntax.Expression, p *catalog.Portable) {
	if _, problem := l.computeNamed(e, p); problem != nil {
		l.add(problem.Error())
	}
}

func (l *loader) computeNamed(e hclsyntax.Expression, p *catalog.Portable) (*computeDecl, *diag.Problem) {
	problem := &diag.Problem{Code: diag.UnusableCompute, Range: e.Range()}
	var names []string
	for _, c := range l.computeDecls {
		if p == nil || c.Kind == nil || c.Kind.Runs == p {
			names = append(names, c.Name)
		}
	}
	trav, ok := e.(*hclsyntax.ScopeTraversalExpr)
	if ok {
		ok = trav.Traversal.RootName() == "compute" && len(trav.Traversal) == 2
	}
	if !ok {
		example := "NAME"
		if len(names) > 0 {
			example = names[0]
		}
		for _, word := range words(e) {
			if slices.Contains(names, word) {
				example = word
			}
		}
		problem.Detail = fmt.Sprintf("What a task runs on is a compute block, named in place and without quotes: runs_on = compute.%s.", example)
		return nil, problem
	}
	name, _, _ := member(trav.Traversal)
	for _, c := range l.computeDecls {
		if c.Name != name {
			continue
		}
		if p == nil || c.Kind == nil || c.Kind.Runs == p {
			return c, nil // without a kind it was refused where it stands
		}
		var on []string
		for _, other := range p.On() {
			on = append(on, other.Name)
		}
		problem.Detail = fmt.Sprintf("A task %q cannot run on compute %q, which runs a task %q. It can on compute %s.",
			p.Name, c.Kind.Name, c.Kind.Runs.Name, anyOf(on))
		problem.Notes = []diag.Note{{Range: c.Range, Text: fmt.Sprintf("compute.%s is declared here", name)}}
		return nil, problem
	}
	problem.Detail = fmt.Sprintf("There is no compute block named %q.", name)
	switch s := diag.Suggest(name, names); {
	case s != "":
		problem.Detail += s
	case len(names) > 0:
		problem.Detail += suggestOrList(name, names, "There are")
	default:
		kind := "KIND"
		if p != nil {
			kind = p.On()[0].Name
		}
		problem.Detail += fmt.Sprintf(" Declare it at the top of a file: compute %q %q { … }.", kind, name)
	}
	return nil, problem
}

// words are the names in an expression that may be meant for one.
func words(e hclsyntax.Expression) []string {
	var out []string
	for _, t := range e.Variables() {
		out = append(out, strings.Split(text(t), ".")...)
	}
	if v, diags := e.Value(nil); !diags.HasErrors() && v.Type() == cty.String && !v.IsNull() {
		out = append(out, strings.Split(v.AsString(), ".")...)
	}
	return out
}

// anyOf joins names for a sentence.
func anyOf(names []string) string {
	s := list(names)
	if i := strings.LastIndex(s, " and "); i >= 0 {
		s = s[:i] + " or " + s[i+len(" and "):]
	}
	return s
}

// defaultsOf are the defaults blocks that count for a task, by their kinds, the
// nearest first.
func (t *taskDecl) defaultsOf() []string {
	k := t.item.(*Task).Kind.Name
	if t.compute != nil {
		return []string{t.block.Labels[0], k, ""}
	}
	return []string{k, ""}
}

// said is the kind of a task in a sentence.
func (t *taskDecl) said() string {
	if t.compute != nil {
		return fmt.Sprintf("%q on compute %q", t.block.Labels[0], t.compute.Kind.Name)
	}
	return fmt.Sprintf("%q", t.block.Labels[0])
}
