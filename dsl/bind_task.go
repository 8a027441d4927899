package dsl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// bindBody binds the tasks and blocks of a body.
func (l *loader) bindBody(d *pipelineDecl, body *bodyDecl) {
	var above *taskDecl
	sequence := body.kind == "" && body.block == nil && body.owner != nil && body.owner.block.Type == "sequence"
	for _, t := range body.decls {
		if t.bad {
			continue
		}
		if sequence && above != nil {
			c := t.item.Base()
			c.Deps = append(c.Deps, Dep{On: above.item, Why: "stands below it in a sequence", Range: t.rng, Order: true})
		}
		switch t.item.(type) {
		case *Task:
			l.bindTask(d, t)
		case *Block:
			l.bindBlock(d, t)
		}
		if !t.bad {
			body.body.Items = append(body.body.Items, t.item)
			above = t
		}
	}
}

// at is the place of the arguments of a task or block.
func (l *loader) at(d *pipelineDecl, t *taskDecl) *place {
	return &place{l: l, d: d, inputs: true, outputs: true, body: t.body, item: t, errors: t.body.handles(), status: t.body.root().kind == "finally"}
}

// handles says whether error.* is known in a body.
func (b *bodyDecl) handles() bool {
	for ; b != nil; b = b.parent {
		if b.kind != "" {
			return true
		}
	}
	return false
}

func (b *bodyDecl) root() *bodyDecl {
	for b.parent != nil {
		b = b.parent
	}
	return b
}

var callMeta = []string{"timeout", "heartbeat", "expected", "returns", "await", "output", "role", "parameters"}

func (l *loader) bindTask(d *pipelineDecl, t *taskDecl) {
	task := t.item.(*Task)
	b := t.block
	kind, ok := l.kindOf(d, t)
	if !ok {
		t.bad = true
		if p, portable := catalog.LookupPortable(b.Labels[0]); portable {
			l.checkRunsOn(d, t, p)
		} else {
			l.add(unknownKind(b))
		}
		return
	}
	task.Kind = kind
	r := l.reader(b)
	w := l.at(d, t)
	l.bindCommon(d, t, r, w)
	l.bindEach(d, t, r)
	if !Calls(kind) {
		for _, name := range callMeta {
			if a := b.Body.Attributes[name]; a != nil && !takes(kind, name) {
				r.attr(name)
				l.add(notForKind(kind, name, a.NameRange))
			}
		}
		for _, typ := range []string{"retry", "catch", "poll"} {
			for _, x := range r.all(typ) {
				l.add(notForKind(kind, typ, x.TypeRange))
			}
		}
		l.bindArgs(d, t, task, r, w)
		r.done()
		return
	}
	t.await = l.awaits(d, t, task, r)
	if t.compute != nil {
		l.bindPortable(d, t, task, r, w)
	} else {
		l.bindArgs(d, t, task, r, w)
	}
	l.bindMode(d, t, task)
	l.checkWaiting(t, task)
	if e := l.inherited(d, t, r, "timeout"); e != nil {
		task.Timeout = notNull(w.positive(e))
	}
	heartbeat := l.inherited(d, t, r, "heartbeat")
	if heartbeat != nil && (t.await == "callback" || b.Body.Attributes["heartbeat"] != nil) {
		task.Heartbeat = notNull(w.positive(heartbeat))
		if t.await != "callback" {
			l.add(diag.Problem{Code: diag.UnsupportedAwait, Range: r.nameRange("heartbeat"), Detail: "\"heartbeat\" counts with await = \"callback\" only, where a worker sends it."}.Error())
		}
		l.checkHeartbeat(task, heartbeat.Range())
	}
	if kind.OwnRole {
		if r.attr("role") != nil {
			l.add(diag.Problem{Code: diag.NotForKind, Range: r.nameRange("role"), Detail: fmt.Sprintf(
				"AWS lets no other role be assumed for a task %q: it runs under the machine's own, so \"role\" means nothing on it.", kind.Name)}.Error())
		}
	} else if e := l.inherited(d, t, r, "role"); e != nil {
		task.Role = notNull(w.bind(e, cty.String))
		l.checkRole(task.Role, "the ARN of a role")
	}
	sw := *w
	sw.static = "this is a hint for the compiler"
	task.Expected = sw.optionalDuration(r.attr("expected"))
	if task.Kind.Verbatim {
		l.checkDefinition(t, task, r)
	} else if e := r.attr("parameters"); e != nil {
		pw := *w
		pw.token = t.await == "callback"
		task.Parameters = notNull(pw.bind(e, cty.DynamicPseudoType))
		l.wantObject(task.Parameters, "parameters", e.Range())
	}
	l.checkModel(d, t, task, r)
	r.attr("returns")
	r.attr("output")
	l.bindPoll(d, t, task, r)
	// The output's place: what the call gave is known there.
	l.outputType(d, t)
	task.Output = t.outExpr
	task.Retry = l.retries(d, t, r, task)
	l.bindCatches(d, t, r)
	r.done()
	l.checkRaised(task, b)
	l.checkCallback(t, task)
	l.refuseInDistributed(t, nil)
}

// bindCommon binds what tasks and blocks have in common, but retry, catch and
// output.
func (l *loader) bindCommon(d *pipelineDecl, t *taskDecl, r *reader, w *place) {
	c := t.item.Base()
	c.Name, c.Label, c.Range, c.Index = t.name, header(t.block), t.rng, t.index
	sw := *w
	sw.static = "this is known at compile time"
	c.Description = sw.text(r.attr("description"))
	if e := r.attr("depends_on"); e != nil {
		l.bindDependsOn(t, w, e)
	}
	if e := r.attr("when"); e != nil {
		ow := *w
		ow.outside = true
		c.When = ow.bind(e, cty.Bool)
	}
	switch sw.choice(r.attr("run_if"), "all_succeeded", "any_succeeded", "all_done") {
	case "any_succeeded":
		c.RunIf = AnySucceeded
	case "all_done":
		c.RunIf = AllDone
	}
}

// bindDependsOn reads a list of task.NAME written in place.
func (l *loader) bindDependsOn(t *taskDecl, w *place, e hclsyntax.Expression) {
	wrong := func(x hclsyntax.Expression) {
		example := "task.load, task.clean"
		if name := meant(w.d, x); name != "" {
			example = "task." + name
		}
		l.add(diag.Problem{Code: diag.InvalidDependsOn, Range: x.Range(), Detail: fmt.Sprintf("\"depends_on\" is a list of tasks and blocks, written in place without quotes and without .output: depends_on = [%s].", example)}.Error())
	}
	tuple, ok := e.(*hclsyntax.TupleConsExpr)
	if !ok {
		wrong(e)
		return
	}
	for _, x := range tuple.Exprs {
		trav, ok := x.(*hclsyntax.ScopeTraversalExpr)
		if !ok || len(trav.Traversal) != 2 || trav.Traversal.RootName() != "task" {
			wrong(x)
			continue
		}
		name, _, ok := member(trav.Traversal)
		if !ok {
			wrong(x)
			continue
		}
		decl, p := w.findTask(name, x.Range())
		if decl == nil {
			l.add(p.Error())
			continue
		}
		if !decl.bad {
			w.depend(decl, "lists it in depends_on", x.Range())
		}
	}
}

// meant is the task that something wrong in depends_on stands for, or "".
func meant(d *pipelineDecl, e hclsyntax.Expression) string {
	for _, word := range words(e) {
		if t := d.tasks[word]; t != nil && t.item != nil {
			return word
		}
	}
	return ""
}

// Calls says whether a kind calls a service.
func Calls(k *catalog.Kind) bool { return len(k.Modes) > 0 || k.Poll != nil || k.Verbatim }

func takes(k *catalog.Kind, arg string) bool {
	return slices.ContainsFunc(k.Args, func(a catalog.Arg) bool { return a.Name == arg })
}

func unknownKind(b *hclsyntax.Block) *hcl.Diagnostic {
	name := b.Labels[0]
	detail := fmt.Sprintf("There is no task kind %q.", name)
	bare := strings.TrimPrefix(plain(name), "aws")
	_, known, ok := catalog.ParseCall(strings.ToLower(name) + ":x")
	same := func(k string) bool { return plain(k) == bare }
	switch s := diag.Suggest(name, catalog.Names()); {
	case s != "":
		detail += s
	case slices.ContainsFunc(catalog.Names(), same):
		detail += fmt.Sprintf(" Did you mean %q?", catalog.Names()[slices.IndexFunc(catalog.Names(), same)])
	case ok && known && !slices.ContainsFunc(catalog.Names(), func(k string) bool { return strings.HasPrefix(k, name+"_") }):
		detail += fmt.Sprintf(" A call of this service's API is task \"aws\" with call = \"%s:action\".", strings.ToLower(name))
	default:
		kinds := catalog.Names()
		if of := slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return !strings.HasPrefix(k, name+"_") }); len(of) > 0 {
			kinds = of
		}
		detail += fmt.Sprintf(" Kinds are %s. Every other call of AWS's API is a task \"aws\".", list(kinds))
	}
	return diag.Problem{Code: diag.UnknownKind, Range: b.LabelRanges[0], Detail: detail}.Error()
}

func notForKind(k *catalog.Kind, name string, rng hcl.Range) *hcl.Diagnostic {
	return diag.Problem{Code: diag.NotForKind, Range: rng, Detail: fmt.Sprintf(
		"A task %q calls no service, so %q means nothing on it. Of the arguments that every task takes it has description, depends_on, when, run_if, for_each and concurrency.", k.Name, name)}.Error()
}

// checkRole finds names of roles where an ARN is needed.
func (l *loader) checkRole(x expr.Expr, what string) {
	if x == nil {
		return
	}
	v, ok := staticValue(x)
	if ok && !v.IsNull() && v.Type() == cty.String && !roleForm.MatchString(v.AsString()) {
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: x.Range(), Detail: fmt.Sprintf(
			"%q is no role. This is %s: \"arn:aws:iam::123456789012:role/NAME\".", v.AsString(), what)}.Error())
	}
}

var roleForm = regexp.MustCompile(`^arn:`)
