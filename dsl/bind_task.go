package dsl

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

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
	kind, ok := catalog.Lookup(b.Labels[0])
	if !ok {
		t.bad = true
		l.add(unknownKind(b))
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
	t.await = l.awaits(d, task, r)
	l.bindArgs(d, t, task, r, w)
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
	if e := l.inherited(d, t, r, "role"); e != nil {
		task.Role = notNull(w.bind(e, cty.String))
		l.checkRole(task.Role, "the ARN of a role")
	}
	sw := *w
	sw.static = "this is a hint for the compiler"
	task.Expected = sw.optionalDuration(r.attr("expected"))
	if e := r.attr("parameters"); e != nil {
		pw := *w
		pw.token = t.await == "callback"
		task.Parameters = notNull(pw.bind(e, cty.DynamicPseudoType))
		l.wantObject(task.Parameters, "parameters", e.Range())
	}
	r.attr("returns")
	r.attr("output")
	l.bindPoll(d, t, task, r)
	// The output's place: what the call gave is known there.
	l.outputType(d, t)
	task.Output = t.outExpr
	task.Retry = l.retries(d, t, r, task)
	l.bindCatches(d, t, r)
	r.done()
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
	var words []string
	for _, t := range e.Variables() {
		words = append(words, strings.Split(text(t), ".")...)
	}
	if v, diags := e.Value(nil); !diags.HasErrors() && v.Type() == cty.String && !v.IsNull() {
		words = append(words, strings.Split(v.AsString(), ".")...)
	}
	for _, word := range words {
		if t := d.tasks[word]; t != nil && t.item != nil {
			return word
		}
	}
	return ""
}

// Calls says whether a kind calls a service.
func Calls(k *catalog.Kind) bool { return len(k.Modes) > 0 || k.Poll != nil }

func takes(k *catalog.Kind, arg string) bool {
	return slices.ContainsFunc(k.Args, func(a catalog.Arg) bool { return a.Name == arg })
}

func unknownKind(b *hclsyntax.Block) *hcl.Diagnostic {
	name := b.Labels[0]
	if slices.Contains(laterKinds, name) {
		return notYet(fmt.Sprintf("A task of kind %q", name), b.LabelRanges[0])
	}
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

// laterKinds are kinds of the language that are no entries of the catalog.
var laterKinds = []string{"asl", "container", "spark"}

func notForKind(k *catalog.Kind, name string, rng hcl.Range) *hcl.Diagnostic {
	return diag.Problem{Code: diag.NotForKind, Range: rng, Detail: fmt.Sprintf(
		"A task %q calls no service, so %q means nothing on it. Of the arguments that every task takes it has description, depends_on, when and run_if.", k.Name, name)}.Error()
}

// awaits finds out what the task waits for: "completion", "callback" or "none".
func (l *loader) awaits(d *pipelineDecl, task *Task, r *reader) string {
	w := &place{l: l, d: d, static: "how a task waits is known at compile time"}
	k := task.Kind
	var can []string
	if k.Poll != nil {
		can = append(can, "completion")
	}
	for _, m := range k.Modes {
		if !slices.Contains(can, m.Await) {
			can = append(can, m.Await)
		}
	}
	e := r.attr("await")
	if e == nil {
		return can[0]
	}
	s := w.choice(e, "completion", "callback", "none")
	if s != "" && !slices.Contains(can, s) {
		l.add(diag.Problem{Code: diag.UnsupportedAwait, Range: e.Range(), Detail: fmt.Sprintf(
			"A task %q cannot have await = %q. It can have %s.", k.Name, s, list(can))}.Error())
		s = ""
	}
	return cmpOr(s, can[0])
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

// bindMode picks the way to wait, once the arguments that decide it are known.
func (l *loader) bindMode(d *pipelineDecl, t *taskDecl, task *Task) {
	if t.await == "completion" && task.Kind.Poll != nil {
		task.Poll = &Poll{}
		return
	}
	for i := range task.Kind.Modes {
		m := &task.Kind.Modes[i]
		if m.Await == t.await && (m.When == "" || l.holds(d, t, task, m.When)) {
			task.Mode = m
			return
		}
	}
}

// holds evaluates a condition of the catalog over the task's static arguments.
func (l *loader) holds(d *pipelineDecl, t *taskDecl, task *Task, cond string) bool {
	e := catalogExpr(cond)
	x, diags := expr.Bind(e, &expr.Scope{Resolve: func(tr hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		rng := tr.SourceRange()
		switch name := tr.RootName(); name {
		case "pipeline_type":
			typ := "standard"
			if task.Pipeline != nil && task.Pipeline.Express {
				typ = "express"
			}
			return &expr.Lit{Val: cty.StringVal(typ), Rng: rng}, 1, nil
		default:
			if x := task.Arg(name); x != nil {
				return x, 1, nil
			}
			return &expr.Lit{Val: cty.NullVal(cty.DynamicPseudoType), Rng: rng}, 1, nil
		}
	}}, cty.Bool)
	v, ok := staticValue(x)
	return ok && !diags.HasErrors() && !v.IsNull() && v.True()
}

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
	for _, kind := range []string{k.Name, ""} {
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
	if a.Name == "arguments" && task.Kind.Name == "aws" {
		l.checkAPIArguments(x, "arguments", e.Range())
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

func (l *loader) checkHeartbeat(task *Task, rng hcl.Range) {
	h, hok := seconds(task.Heartbeat)
	t, tok := seconds(task.Timeout)
	if hok && tok && h >= t {
		l.add(diag.Problem{Code: diag.InvalidDuration, Range: rng, Detail: "The heartbeat has to be shorter than the timeout, or it could never be missed."}.Error())
	}
}

// seconds is a number of seconds known at compile time.
func seconds(x expr.Expr) (int64, bool) {
	if x == nil {
		return 0, false
	}
	v, ok := staticValue(x)
	if !ok || v.IsNull() || v.Type() != cty.Number {
		return 0, false
	}
	n, _ := v.AsBigFloat().Int64()
	return n, true
}

// checkCallback: a worker can only answer with the token, and only a timeout
// ends the wait for one that never does.
func (l *loader) checkCallback(t *taskDecl, task *Task) {
	if t.await != "callback" || task.Kind.Name == "approval" && task.Timeout != nil {
		return
	}
	if task.Timeout == nil {
		l.add(diag.Problem{Code: diag.CallbackToken, Range: t.rng, Detail: "A task that waits for a callback needs a timeout, or it waits for ever when the worker dies. Add timeout = \"1h\", say."}.Error())
	}
	found := task.Kind.Name == "approval"
	look := func(x expr.Expr) {
		expr.Walk(x, func(e expr.Expr) bool {
			if ref, ok := e.(*expr.Ref); ok {
				if _, ok := ref.Source.(expr.TaskToken); ok {
					found = true
				}
			}
			return true
		})
	}
	for _, a := range task.Args {
		look(a.Value)
	}
	if task.Parameters != nil {
		look(task.Parameters)
	}
	if !found && !t.incomplete {
		l.add(diag.Problem{Code: diag.CallbackToken, Range: t.rng, Detail: "The worker answers with the task's token, and task_token stands nowhere in the arguments, so it could never answer. Send it, for example, as payload = { token = task_token }."}.Error())
	}
}
