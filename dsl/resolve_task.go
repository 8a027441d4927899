package dsl

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// task resolves task.NAME.output and task.NAME.skipped, and notes the edge.
func (w *place) task(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	if p := w.forbidden(t, 2, w.outputs, "cannot be mentioned here: no task has run yet"); p != nil {
		return w.bad(t, 2, *p)
	}
	decl, p := w.findTask(name, t[:2].SourceRange())
	if decl == nil {
		return w.bad(t, 2, *p)
	}
	if decl.bad {
		return &expr.Bad{Rng: t.SourceRange()}, len(t), nil
	}
	part := ""
	if len(t) > 2 {
		if a, ok := t[2].(hcl.TraverseAttr); ok {
			part = a.Name
		}
	}
	whole := t[:min(3, len(t))].SourceRange()
	switch part {
	case "output":
		w.depend(decl, fmt.Sprintf("mentions task.%s.output", name), whole)
		typ, loose := w.l.outputType(w.d, decl)
		null := decl.outNull || continuesBare(w.l, w.d, decl) || w.l.maySkip(w.d, decl)
		return &expr.Ref{Source: expr.Output{Task: name}, Typ: typ, Loose: loose, Null: null, Rng: whole}, 3, nil
	case "skipped":
		w.depend(decl, fmt.Sprintf("mentions task.%s.skipped", name), whole)
		return &expr.Ref{Source: expr.Skipped{Task: name}, Typ: cty.Bool, Rng: whole}, 3, nil
	case "":
		return w.bad(t, 2, diag.Problem{Code: diag.PartialReference, Range: whole, Detail: fmt.Sprintf(
			"task.%s alone is no value. What it gives is task.%s.output; whether it was skipped is task.%s.skipped.", name, name, name)})
	}
	if inner := w.d.tasks[part]; inner != nil && inner.body != nil && inner.body.within(decl.inner) && decl.inner != nil {
		return w.bad(t, 3, diag.Problem{Code: diag.HiddenTask, Range: whole, Detail: fmt.Sprintf(
			"%q is inside of %s, and from outside only the block itself can be mentioned. Give the block an output, and mention task.%s.output.", part, header(decl.block), name)})
	}
	meant := "output." + part
	switch s := diag.Similar(part, []string{"output", "skipped"}); {
	case s != "":
		meant = s
	case slices.Contains([]string{"result", "value", "return", "response", "out"}, part):
		meant = "output"
	}
	return w.bad(t, 3, diag.Problem{Code: diag.PartialReference, Range: whole, Detail: fmt.Sprintf(
		"A task has \"output\" and \"skipped\", and no %q. Did you mean task.%s.%s?", part, name, meant)})
}

// findTask finds a task or block that can be seen from here.
func (w *place) findTask(name string, rng hcl.Range) (*taskDecl, *diag.Problem) {
	decl := w.d.tasks[name]
	switch {
	case decl == nil:
		visible := w.d.taskNames(w.body)
		p := &diag.Problem{Code: diag.UndeclaredTask, Range: rng, Detail: fmt.Sprintf("There is no task or block named %q.", name)}
		if s := diag.Similar(name, visible); s != "" {
			p.Detail += fmt.Sprintf(" Did you mean %q?", s)
			p.Notes = []diag.Note{{Range: w.d.tasks[s].rng, Text: fmt.Sprintf("%q is declared here", s)}}
		} else if w.d.inputs[name] != nil {
			p.Detail += fmt.Sprintf(" An input is mentioned as input.%s.", name)
		} else if other := w.l.pipelineOfTask(name); other != "" {
			p.Detail += fmt.Sprintf(" There is one in the pipeline %q, but a pipeline sees its own tasks only.", other)
		} else if k, ok := catalog.Lookup(name); ok {
			p.Detail += fmt.Sprintf(" A task is mentioned by its name alone, without its kind %q.", k.Name)
		}
		return nil, p
	case decl.bad:
		return decl, nil
	case decl.body == nil:
		return nil, &diag.Problem{Code: diag.UndeclaredTask, Range: rng, Detail: fmt.Sprintf(
			"%q is a cluster: its id is cluster.%s.id.", name, name)}
	case !w.body.within(decl.body):
		return nil, w.hidden(decl, rng)
	}
	return decl, nil
}

// pipelineOfTask is the name of a pipeline that has a task or block of a name,
// or "".
func (l *loader) pipelineOfTask(name string) string {
	for _, d := range l.pipelines {
		if t := d.tasks[name]; t != nil && t.item != nil {
			return d.Name
		}
	}
	return ""
}

// hidden says why a task that exists cannot be mentioned here.
func (w *place) hidden(decl *taskDecl, rng hcl.Range) *diag.Problem {
	p := &diag.Problem{
		Code: diag.HiddenTask, Range: rng,
		Notes: []diag.Note{{Range: decl.rng, Text: fmt.Sprintf("%q is declared here", decl.name)}},
	}
	root := w.body
	for root.parent != nil {
		root = root.parent
	}
	if root.kind != "" && !decl.body.within(root) {
		p.Detail = fmt.Sprintf("A task of %s sees the other tasks of %s, and none else, for it cannot be known which others have run.", root.kind, root.kind)
		return p
	}
	b := decl.body
	for b.parent != nil && !w.body.within(b.parent) {
		b = b.parent
	}
	switch {
	case b.kind == "catch":
		p.Detail = fmt.Sprintf("%q runs only after an error, in the catch of %q, and nothing outside of it can mention it.", decl.name, b.owner.name)
	case b.kind != "":
		p.Detail = fmt.Sprintf("%q is a task of %s, and nothing outside of it can mention it.", decl.name, b.kind)
	case b.block != nil && b.block.Type == "branch":
		p.Detail = fmt.Sprintf("%q is inside of %s, and from outside only the block itself can be mentioned. Give the branch an output, and mention task.%s.output.%s.",
			decl.name, header(b.block), b.owner.name, b.block.Labels[0])
	case b.block != nil:
		p.Detail = fmt.Sprintf("%q is inside of %s, which may not run, and from outside only the choice itself can be mentioned. Give its cases an output, and mention task.%s.output.output.",
			decl.name, header(b.block), b.owner.name)
	case b.owner != nil:
		p.Detail = fmt.Sprintf("%q is inside of %s, and from outside only the block itself can be mentioned. Give the block an output, and mention task.%s.output.", decl.name, header(b.owner.block), b.owner.name)
	}
	return p
}

// clusterID resolves cluster.NAME.id.
func (w *place) clusterID(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	if p := w.forbidden(t, 2, w.outputs, "cannot be mentioned here: no task has run yet"); p != nil {
		return w.bad(t, 2, *p)
	}
	decl, p := w.l.findCluster(w.d, name, t[:2].SourceRange())
	switch k := w.body.root().kind; {
	case decl == nil:
		return w.bad(t, 2, *p)
	case decl.bad:
		return &expr.Bad{Rng: t.SourceRange()}, len(t), nil
	case k == "on_failure" || k == "finally":
		return w.bad(t, 2, afterClusters(k, t[:2].SourceRange()))
	case w.cluster != nil:
		return w.bad(t, 2, diag.Problem{Code: diag.NotKnownHere, Detail: "The arguments of a cluster cannot mention a cluster."})
	}
	if len(t) < 3 {
		return w.bad(t, 2, diag.Problem{Code: diag.PartialReference, Detail: fmt.Sprintf(
			"cluster.%s is no value: it stands in an argument \"cluster\". Its id is cluster.%s.id.", name, name)})
	}
	if a, ok := t[2].(hcl.TraverseAttr); !ok || a.Name != "id" {
		return w.bad(t, 3, diag.Problem{Code: diag.PartialReference, Range: t[:3].SourceRange(), Detail: fmt.Sprintf(
			"A cluster has an \"id\" and nothing else: cluster.%s.id.", name)})
	}
	whole := t[:3].SourceRange()
	w.useCluster(decl, whole)
	// Null where there is none: the users were skipped. A user that runs
	// has a cluster.
	return &expr.Ref{Source: expr.ClusterID{Cluster: name}, Typ: cty.String, Null: w.item == nil, Rng: whole}, 3, nil
}

// depend notes that what stands here waits for a task.
func (w *place) depend(on *taskDecl, why string, rng hcl.Range) {
	if w.cluster != nil {
		w.cluster.Deps = append(w.cluster.Deps, Dep{On: on.item, Why: why, Range: rng})
		return
	}
	if item := w.beside(on); item != nil {
		c := item.item.Base()
		c.Deps = append(c.Deps, Dep{On: on.item, Why: why, Range: rng})
	}
}

// beside is the item that this place is in, or belongs to, and that stands in
// the same body as another one; nil for that body's output.
func (w *place) beside(on *taskDecl) *taskDecl {
	body, item := w.body, w.item
	for body != nil && body != on.body {
		item = body.owner
		body = body.parent
	}
	if body == nil {
		return nil
	}
	return item
}

// afterClusters refuses a mention of a cluster in on_failure or finally.
func afterClusters(kind string, rng hcl.Range) diag.Problem {
	return diag.Problem{Code: diag.NotKnownHere, Range: rng, Detail: fmt.Sprintf("%s runs when the clusters have ended, so its tasks cannot use one.", kind)}
}

// useCluster notes that what stands here uses a cluster.
func (w *place) useCluster(decl *taskDecl, rng hcl.Range) {
	// The user is the item of the pipeline's own DAG: a block with a user
	// inside is itself the user. The pipeline's output is none.
	body, item := w.body, w.item
	for body.parent != nil {
		item = body.owner
		body = body.parent
	}
	if item == nil {
		return
	}
	c := item.item.Base()
	c.Clusters = append(c.Clusters, ClusterUse{Cluster: decl.cluster, Range: rng})
}

// outputType is the type of task.NAME.output, and whether members of it may be
// missing.
func (l *loader) outputType(d *pipelineDecl, t *taskDecl) (cty.Type, bool) {
	switch t.outState {
	case 2:
		return t.outType, t.outLoose
	case 1: // it mentions itself: the cycle is told elsewhere
		return cty.DynamicPseudoType, false
	}
	t.outState = 1
	t.outType, t.outLoose = l.findOutputType(d, t)
	t.outState = 2
	return t.outType, t.outLoose
}

func (l *loader) findOutputType(d *pipelineDecl, t *taskDecl) (typ cty.Type, loose bool) {
	switch item := t.item.(type) {
	case *Task:
		typ, loose = l.taskOutputType(d, t, item)
	case *Block:
		typ, loose = l.blockOutputType(d, t, item)
	}
	for _, c := range t.catches {
		attrs := c.block.Body.Attributes
		if then, _ := l.peek(d, attrs["then"]); then != "continue" || attrs["output"] == nil {
			continue
		}
		// After an error the output is that of the catch. It is bound, and
		// its errors are told, where the catch is.
		x, _ := expr.Bind(attrs["output"].Expr, l.inCatch(d, c).scope(), cty.DynamicPseudoType)
		typ, loose = either(typ, x.Type()), loose || expr.Loose(x)
		t.outNull = t.outNull || expr.Nullable(x)
	}
	if repeats(t) {
		// What is null is one element's.
		loose = loose || t.outNull || l.continues(d, t)
		t.outNull = false
		return l.repeatedType(d, t, typ), loose
	}
	return typ, loose
}

// inCatch is the place of a catch's output.
func (l *loader) inCatch(d *pipelineDecl, c *bodyDecl) *place {
	return &place{l: l, d: d, inputs: true, outputs: true, body: c, errors: true}
}

// either is what is known of the type of a value that has one of two.
func either(a, b cty.Type) cty.Type {
	if a.Equals(b) {
		return a
	}
	if isSequence(a) && isSequence(b) {
		return cty.List(either(elementsOf(a).value, elementsOf(b).value))
	}
	if !a.IsObjectType() || !b.IsObjectType() || len(a.AttributeTypes()) != len(b.AttributeTypes()) {
		return cty.DynamicPseudoType
	}
	attrs := map[string]cty.Type{}
	for name, t := range a.AttributeTypes() {
		if !b.HasAttribute(name) {
			return cty.DynamicPseudoType
		}
		attrs[name] = either(t, b.AttributeType(name))
	}
	return cty.Object(attrs)
}

// isSequence: a JSON array.
func isSequence(t cty.Type) bool { return t.IsTupleType() || t.IsListType() || t.IsSetType() }
