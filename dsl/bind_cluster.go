package dsl

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A clusterDecl is a cluster that is declared and maybe not bound yet.
type clusterDecl struct {
	*Cluster
	block *hclsyntax.Block
	decl  *taskDecl

	// reads are errors of its arguments, should a user run although what
	// they mention was skipped.
	reads []*hcl.Diagnostic
}

func (l *loader) newCluster(b *hclsyntax.Block) *clusterDecl {
	if !l.labels(b, "KIND", "NAME") {
		return nil
	}
	_, known := catalog.LookupCluster(b.Labels[0])
	if !known {
		l.add(diag.Problem{Code: diag.UnknownKind, Range: b.LabelRanges[0], Detail: fmt.Sprintf("There is no cluster kind %q.", b.Labels[0]) + suggestOrList(b.Labels[0], []string{"emr"}, "There is")}.Error())
	}
	c := &clusterDecl{Cluster: &Cluster{Name: b.Labels[1], Label: header(b), Range: b.DefRange()}, block: b}
	c.decl = &taskDecl{name: c.Name, block: b, rng: b.DefRange(), cluster: c.Cluster, bad: !known}
	return c
}

func (l *loader) declareTopCluster(b *hclsyntax.Block) {
	c := l.newCluster(b)
	if c == nil {
		return
	}
	c.Top = true
	for _, old := range l.clusterDecls {
		if old.Name == c.Name {
			l.add(duplicate(c.Name, c.Range, old.Range, "Each cluster has a name of its own."))
			return
		}
	}
	l.clusterDecls = append(l.clusterDecls, c)
	l.project.Clusters = append(l.project.Clusters, c.Cluster)
	for _, d := range l.pipelines {
		l.declareName(d, c.decl)
	}
}

func (l *loader) declareCluster(d *pipelineDecl, b *hclsyntax.Block) {
	c := l.newCluster(b)
	if c == nil {
		d.refuse(b, nil)
		return
	}
	c.Index = len(d.order)
	l.declareName(d, c.decl)
	d.clusters = append(d.clusters, c)
}

// findCluster finds a cluster that a pipeline can use.
func (l *loader) findCluster(d *pipelineDecl, name string, rng hcl.Range) (*taskDecl, *diag.Problem) {
	decl := d.tasks[name]
	if decl != nil && (decl.cluster != nil || decl.bad) {
		return decl, nil
	}
	if decl != nil {
		return nil, &diag.Problem{Code: diag.NoCluster, Range: rng, Detail: fmt.Sprintf("%q is no cluster, but a task or block: what it gives is task.%s.output.", name, name)}
	}
	var names []string
	for n, t := range d.tasks {
		if t.cluster != nil {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	detail := fmt.Sprintf("There is no cluster named %q.", name) + suggestOrList(name, names, "There are")
	if len(names) == 0 {
		detail += fmt.Sprintf(" Declare it: cluster \"emr\" %q { … }.", name)
	}
	return nil, &diag.Problem{Code: diag.NoCluster, Range: rng, Detail: detail}
}

// bindCluster binds a cluster's arguments. Top-level ones are bound without a
// pipeline.
func (l *loader) bindCluster(d *pipelineDecl, c *clusterDecl) {
	kind, ok := catalog.LookupCluster(c.block.Labels[0])
	if !ok {
		return
	}
	r := l.reader(c.block)
	w := &place{l: l, d: d, cluster: c}
	if d != nil {
		w.inputs, w.outputs, w.body = true, true, d.root
	} else {
		w.static = "a cluster at top level belongs to no pipeline"
	}
	given := func(name string) bool { return c.block.Body.Attributes[name] != nil }
	for i := range kind.Args {
		a := &kind.Args[i]
		e := r.attr(a.Name)
		switch {
		case e == nil && a.Default != "" && a.Name != "name":
			if x := l.catalogDefault(d, nil, a); x != nil {
				c.Args = append(c.Args, Arg{a, x, c.Range})
			}
			continue
		case e == nil:
			continue
		}
		var x expr.Expr
		switch {
		case a.Unit > 0:
			x = w.units(e, a.Unit, false)
		case a.Static:
			sw := *w
			sw.static = fmt.Sprintf("%q is known at compile time", a.Name)
			v := sw.constant(e, a.Type)
			l.checkValue(a, v, e.Range())
			x = &expr.Lit{Val: v, Rng: e.Range()}
			if v == cty.DynamicVal {
				x = &expr.Bad{Rng: e.Range()}
			}
		default:
			x = w.bind(e, a.Type)
			if v, ok := staticValue(x); ok {
				l.checkValue(a, v, e.Range())
			}
		}
		c.Args = append(c.Args, Arg{a, x, r.nameRange(a.Name)})
	}
	arg := func(name string) expr.Expr {
		for _, a := range c.Args {
			if a.Name == name {
				return a.Value
			}
		}
		return nil
	}
	c.ClusterName = arg("name")
	if c.ClusterName == nil {
		name := c.Name
		if d != nil {
			name = d.Name + "-" + c.Name
		}
		c.ClusterName = &expr.Lit{Val: cty.StringVal(name), Rng: c.Range}
		if i := slices.IndexFunc(kind.Args, func(a catalog.Arg) bool { return a.Name == "name" }); i >= 0 {
			c.Args = slices.Insert(c.Args, 0, Arg{&kind.Args[i], c.ClusterName, c.Range})
		}
	}
	c.Use = notNull(arg("use"))
	c.Keep = notFalse(arg("keep"))
	if x := arg("acquire"); x != nil {
		v, ok := staticValue(x)
		c.Reuse = ok && !v.IsNull() && v.AsString() == "reuse"
	}
	c.KeepOnFailure = isTrue(arg("keep_on_failure"))
	c.Protected = isTrue(arg("termination_protection"))
	if n, ok := seconds(arg("timeout")); ok {
		c.Timeout = secondsOf(n)
	}
	c.Parameters = arg("parameters")
	l.checkClusterModel(c, kind, r)
	c.Retry = mergeRetries(append(l.readRetries(d, r.all("retry")), TransientRetry))
	for _, group := range kind.AtMostOne {
		if given(group[0]) && given(group[1]) {
			l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange(group[1]), Detail: fmt.Sprintf("%s cannot be given together.", list(group))}.Error())
		}
	}
	_, useKnown := staticValue(orNull(c.Use))
	switch {
	case c.Use != nil && (useKnown || hasBad(c.Use)):
	case d == nil && !c.Reuse:
		l.add(diag.Problem{Code: diag.NoCluster, Range: c.Range, Detail: "A cluster at top level belongs to no pipeline, so none could end it. It has \"use\", the id of one that exists, or acquire = \"reuse\"."}.Error())
	default:
		for _, name := range kind.RequiredToCreate {
			if !given(name) && !(given("instance_fleets") && (name == "primary" || name == "core")) {
				r.missing = append(r.missing, name)
			}
		}
	}
	r.done()
}

// bindClusterArg reads cluster = cluster.NAME, or the id of any cluster.
func (l *loader) bindClusterArg(d *pipelineDecl, t *taskDecl, task *Task, e hclsyntax.Expression, w *place) expr.Expr {
	if trav, ok := e.(*hclsyntax.ScopeTraversalExpr); ok && trav.Traversal.RootName() == "cluster" && len(trav.Traversal) == 2 {
		name, _, ok := member(trav.Traversal)
		if ok {
			return l.useCluster(d, t, task, name, e.Range(), w)
		}
	}
	return w.bind(e, cty.String)
}

// useCluster makes a task a user of the cluster of a name, which it mentions at
// a place.
func (l *loader) useCluster(d *pipelineDecl, t *taskDecl, task *Task, name string, rng hcl.Range, w *place) expr.Expr {
	decl, p := l.findCluster(d, name, rng)
	if decl == nil {
		l.add(p.Error())
		return &expr.Bad{Rng: rng}
	}
	if decl.bad {
		return &expr.Bad{Rng: rng}
	}
	if k := t.body.root().kind; k == "on_failure" || k == "finally" {
		l.add(afterClusters(k, rng).Error())
		return &expr.Bad{Rng: rng}
	}
	task.Cluster = decl.cluster
	w.useCluster(decl, rng)
	return &expr.Ref{Source: expr.ClusterID{Cluster: name}, Typ: cty.String, Rng: rng}
}

// finishClusters gives the pipeline the clusters that it uses, its own first.
func (l *loader) finishClusters(d *pipelineDecl) {
	used := map[*Cluster]bool{}
	for _, item := range d.Body.Items {
		for _, u := range item.Base().Clusters {
			used[u.Cluster] = true
		}
	}
	for _, c := range d.clusters {
		if used[c.Cluster] {
			d.Clusters = append(d.Clusters, c.Cluster)
		} else if !l.diags.HasErrors() { // a user may have been refused
			l.add(diag.Problem{Code: diag.UnusedCluster, Range: c.Range, Detail: fmt.Sprintf("No task uses the cluster %q, so it is never created. A task uses it with cluster = cluster.%s.", c.Name, c.Name)}.Warning())
		}
	}
	for _, c := range l.clusterDecls {
		if used[c.Cluster] {
			d.Clusters = append(d.Clusters, c.Cluster)
		}
	}
	// What a cluster's own arguments mention is a dependency of every user.
	for _, c := range slices.Concat(d.clusters, l.clusterDecls) {
		always := false // a user runs whatever was skipped
		for _, item := range d.Body.Items {
			base := item.Base()
			if slices.ContainsFunc(base.Clusters, func(u ClusterUse) bool { return u.Cluster == c.Cluster }) {
				base.Deps = append(base.Deps, c.Deps...)
				always = always || base.RunIf != AllSucceeded
			}
		}
		if always {
			l.add(c.reads...)
		}
	}
}

func notNull(x expr.Expr) expr.Expr {
	if x == nil {
		return nil
	}
	if v, ok := staticValue(x); ok && v.IsNull() {
		return nil
	}
	return x
}

func notFalse(x expr.Expr) expr.Expr {
	if x == nil {
		return nil
	}
	if v, ok := staticValue(x); ok && (v.IsNull() || v.Type() == cty.Bool && v.False()) {
		return nil
	}
	return x
}

func isTrue(x expr.Expr) bool {
	if x == nil {
		return false
	}
	v, ok := staticValue(x)
	return ok && !v.IsNull() && v.Type() == cty.Bool && v.True()
}

func orNull(x expr.Expr) expr.Expr {
	if x == nil {
		return &expr.Lit{Val: cty.NullVal(cty.DynamicPseudoType)}
	}
	return x
}
