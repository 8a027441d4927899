package dsl

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A place is where an expression stands: what it may mention there.
type place struct {
	l *loader
	d *pipelineDecl // nil at top level

	// static says why only compile-time values may stand here, as the end
	// of a sentence; empty where run-time values may.
	static string

	// body holds the tasks that can be seen; nil: none. item is the task or
	// block whose expression it is, standing in body; nil for an output.
	body *bodyDecl
	item *taskDecl

	inputs  bool // input.x may be mentioned
	outputs bool // task.x and cluster.x may be

	result  *cty.Type // result may be, of this type
	loose   bool      // its members may be missing
	started *cty.Type
	errors  bool
	status  bool
	token   bool
	trigger bool

	// outside: it is evaluated before the elements of its own item are
	// known, whose each it does not see.
	outside bool

	// wild: parts of ARNs that only an account decides are * where they are
	// not pinned.
	wild bool

	// cluster collects the dependencies of a cluster's own arguments.
	cluster *clusterDecl

	// project: it is in a local of the project, which sees no local of a
	// pipeline.
	project bool
}

// scope makes the place a scope for binding.
func (w *place) scope() *expr.Scope {
	return &expr.Scope{Resolve: w.resolve, ReadFile: w.l.readProjectFile}
}

// bind binds an expression and keeps the diagnostics.
func (w *place) bind(e hcl.Expression, want cty.Type) expr.Expr {
	x, diags := expr.Bind(e, w.scope(), want)
	w.l.add(diags...)
	w.checkTemplates(e)
	w.checkReads(x)
	return x
}

// peek is the text of an argument that is known at compile time; false where
// it is not, or wrong in a way that is told when it is bound.
func (l *loader) peek(d *pipelineDecl, a *hclsyntax.Attribute) (string, bool) {
	if a == nil {
		return "", false
	}
	return l.peekText(d, a.Expr)
}

// peekText is peek for an expression.
func (l *loader) peekText(d *pipelineDecl, e hclsyntax.Expression) (string, bool) {
	w := &place{l: l, d: d, static: "this is known at compile time"}
	x, diags := expr.Bind(e, w.scope(), cty.String)
	v, ok := staticValue(x)
	if !ok || diags.HasErrors() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// constant binds an expression that must be known at compile time. It returns
// cty.DynamicVal after an error.
func (w *place) constant(e hcl.Expression, want cty.Type) cty.Value {
	x := w.bind(e, want)
	if v, ok := expr.Static(x); ok {
		return v
	}
	if _, bad := x.(*expr.Bad); !bad && !hasBad(x) {
		why := w.static
		if why == "" {
			why = "this value must be known at compile time"
		}
		w.l.add(diag.Problem{
			Code:   diag.NotConstant,
			Range:  e.Range(),
			Detail: fmt.Sprintf("This is known only when the pipeline runs, but %s. Use var, local and functions of them.", why),
		}.Error())
	}
	return cty.DynamicVal
}

func (w *place) bad(t hcl.Traversal, taken int, p diag.Problem) (expr.Expr, int, hcl.Diagnostics) {
	if p.Range.Empty() {
		p.Range = t[:min(taken, len(t))].SourceRange()
	}
	return &expr.Bad{Rng: p.Range}, len(t), hcl.Diagnostics{p.Error()}
}

var roots = []string{"aws", "cluster", "compute", "each", "error", "input", "local", "pipeline", "result", "run", "started", "task", "task_token", "trigger", "var"}

// resolve binds the beginning of a traversal: see expr.Scope.
func (w *place) resolve(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
	root := t.RootName()
	if !slices.Contains(roots, root) {
		detail := fmt.Sprintf("There is no name %q.", root)
		if h := saidHere(rootHabits, root, nil); h != nil && (w.d == nil || w.d.tasks[root] == nil && w.d.inputs[root] == nil) {
			detail += " " + h.say
		} else if s := diag.Suggest(root, roots); s != "" {
			detail += s
		} else if s := w.elsewhere(t); s != "" {
			detail += s
		} else if w.d != nil && w.d.tasks[root] != nil {
			detail += fmt.Sprintf(" What a task gives is mentioned as task.%s.output.", root)
		} else if w.d != nil && w.d.inputs[root] != nil {
			detail += fmt.Sprintf(" An input is mentioned as input.%s.", root)
		} else if w.l.project.variables[root] != nil {
			detail += fmt.Sprintf(" A variable is mentioned as var.%s.", root)
		} else if len(t) == 1 {
			detail += fmt.Sprintf(" Text stands in quotes: %q.", root)
		} else {
			detail += " Expressions begin with one of " + list(roots) + "."
		}
		return w.bad(t, 1, diag.Problem{Code: diag.UndeclaredName, Detail: detail})
	}
	switch root {
	case "task_token":
		if p := w.forbidden(t, 1, w.token, `stands in the arguments of a task with await = "callback"`); p != nil {
			return w.bad(t, 1, *p)
		}
		return &expr.Ref{Source: expr.TaskToken{}, Typ: cty.String, Rng: t[:1].SourceRange()}, 1, nil
	case "result":
		if p := w.forbidden(t, 1, w.result != nil, "is known in a task's own output and poll only"); p != nil {
			return w.bad(t, 1, *p)
		}
		return &expr.Ref{Source: expr.Result{}, Typ: *w.result, Loose: w.loose, Rng: t[:1].SourceRange()}, 1, nil
	case "started":
		if p := w.forbidden(t, 1, w.started != nil, "is known in a poll with a call of its own only"); p != nil {
			return w.bad(t, 1, *p)
		}
		return &expr.Ref{Source: expr.Started{}, Typ: *w.started, Loose: *w.started != cty.DynamicPseudoType, Rng: t[:1].SourceRange()}, 1, nil
	case "trigger":
		if p := w.forbidden(t, 1, w.trigger, "is known in the input of a trigger only"); p != nil {
			return w.bad(t, 1, *p)
		}
		return &expr.Ref{Source: expr.TriggerEvent{}, Typ: cty.DynamicPseudoType, Rng: t[:1].SourceRange()}, 1, nil
	}
	name, rng, ok := member(t)
	if !ok {
		return w.bad(t, 1, diag.Problem{
			Code:   diag.PartialReference,
			Detail: fmt.Sprintf("%q alone is no value: a name follows it, as in %s.%s.", root, root, exampleMember[root]),
		})
	}
	switch root {
	case "var":
		return w.variable(t, name)
	case "local":
		return w.local(t, name)
	case "input":
		return w.input(t, name)
	case "task":
		return w.task(t, name)
	case "cluster":
		return w.clusterID(t, name)
	case "compute":
		return w.computeAlone(t, name, rng)
	case "each":
		return w.each(t)
	case "error":
		if p := w.forbidden(t, 2, w.errors, "is known in catch, on_failure and finally only"); p != nil {
			return w.bad(t, 1, *p)
		}
		return w.part(t, name, []string{"cause", "name", "task"}, func(rng hcl.Range) expr.Expr {
			// In a catch only the task can be missing.
			null := name == "task" || w.status
			return &expr.Ref{Source: expr.ErrorPart{Part: name}, Typ: cty.String, Null: null, Rng: rng}
		})
	case "run":
		return w.run(t, name)
	case "pipeline":
		return w.pipelinePart(t, name)
	case "aws":
		return w.account(t, name)
	}
	panic("dsl: root " + root + " is not resolved")
}

// elsewhere says how what is mentioned by its kind or its block's type, as in
// stage.load or glue_job.clean, is mentioned here; "" where it is none.
func (w *place) elsewhere(t hcl.Traversal) string {
	name, _, ok := member(t)
	if !ok || w.d == nil {
		return ""
	}
	decl := w.d.tasks[name]
	switch {
	case decl == nil:
		return ""
	case decl.cluster != nil:
		return fmt.Sprintf(" The cluster is cluster.%s.", name)
	}
	return fmt.Sprintf(" What %q gives is task.%s.output, whatever its kind.", name, name)
}

var exampleMember = map[string]string{
	"aws": "region", "cluster": "NAME.id", "compute": "NAME", "each": "value", "error": "name",
	"input": "NAME", "local": "NAME", "pipeline": "name", "run": "id", "task": "NAME.output", "var": "NAME",
}

// member is the second step of a traversal when it is a plain name.
func member(t hcl.Traversal) (string, hcl.Range, bool) {
	if len(t) < 2 {
		return "", hcl.Range{}, false
	}
	switch s := t[1].(type) {
	case hcl.TraverseAttr:
		return s.Name, s.SrcRange, true
	case hcl.TraverseIndex:
		if s.Key.Type() == cty.String {
			return s.Key.AsString(), s.SrcRange, true
		}
	}
	return "", hcl.Range{}, false
}

// forbidden reports a name that exists but may not stand here.
func (w *place) forbidden(t hcl.Traversal, n int, legal bool, rule string) *diag.Problem {
	n = min(n, len(t))
	rng := t[:n].SourceRange()
	text := text(t[:n])
	detail := ""
	switch {
	case legal && w.static == "":
		return nil
	case w.static != "":
		detail = fmt.Sprintf("%q is known only when the pipeline runs, but %s. Use var, local and functions of them.", text, w.static)
	default:
		detail = fmt.Sprintf("%q %s.", text, rule)
	}
	return &diag.Problem{Code: diag.NotKnownHere, Range: rng, Detail: detail}
}

// text is a traversal as it is written.
func text(t hcl.Traversal) string {
	var s strings.Builder
	for i, step := range t {
		switch x := step.(type) {
		case hcl.TraverseRoot:
			s.WriteString(x.Name)
		case hcl.TraverseAttr:
			if i > 0 {
				s.WriteByte('.')
			}
			s.WriteString(x.Name)
		case hcl.TraverseIndex:
			if x.Key.Type() == cty.String {
				fmt.Fprintf(&s, "[%q]", x.Key.AsString())
			} else {
				fmt.Fprintf(&s, "[%s]", x.Key.AsBigFloat().Text('f', -1))
			}
		default:
			s.WriteString("[*]")
		}
	}
	return s.String()
}

// part resolves root.name where only some names exist.
func (w *place) part(t hcl.Traversal, name string, parts []string, ref func(hcl.Range) expr.Expr) (expr.Expr, int, hcl.Diagnostics) {
	if !slices.Contains(parts, name) {
		return w.bad(t, 2, diag.Problem{
			Code:   diag.UndeclaredName,
			Detail: fmt.Sprintf("%q has no member %q.", t.RootName(), name) + suggestOrList(name, parts, "It has"),
		})
	}
	return ref(t[:2].SourceRange()), 2, nil
}

func (w *place) variable(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	v := w.l.project.variables[name]
	if v == nil {
		names := slices.Sorted(maps.Keys(w.l.project.variables))
		detail := fmt.Sprintf("No variable named %q is declared.", name)
		if s := diag.Suggest(name, names); s != "" {
			detail += s
		} else if w.d != nil && w.d.inputs[name] != nil {
			detail += fmt.Sprintf(" There is an input of that name: input.%s.", name)
		} else if w.l.project.locals[name] != nil || w.d != nil && w.d.locals[name] != nil {
			detail += fmt.Sprintf(" There is a local of that name: local.%s.", name)
		} else {
			detail += fmt.Sprintf(" Declare it: variable %q { type = string }.", name)
		}
		return w.bad(t, 2, diag.Problem{Code: diag.UndeclaredVariable, Detail: detail})
	}
	rng := t[:2].SourceRange()
	if v.value == cty.DynamicVal {
		return &expr.Bad{Rng: rng}, len(t), nil
	}
	return &expr.Lit{Val: v.value, Rng: rng}, 2, nil
}

func (w *place) input(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	if p := w.forbidden(t, 2, w.inputs, "cannot be mentioned here: inputs are known in a pipeline, once they are checked"); p != nil {
		return w.bad(t, 2, *p)
	}
	rng := t[:2].SourceRange()
	in := w.d.inputs[name]
	if in == nil {
		names := slices.Sorted(maps.Keys(w.d.inputs))
		p := diag.Problem{Code: diag.UndeclaredInput, Detail: fmt.Sprintf("No input named %q is declared in this pipeline.", name)}
		if s := diag.Similar(name, names); s != "" {
			p.Detail += fmt.Sprintf(" Did you mean %q?", s)
			p.Notes = []diag.Note{{Range: w.d.inputs[s].Range, Text: fmt.Sprintf("input %q is declared here", s)}}
		} else if w.l.project.variables[name] != nil {
			p.Detail += fmt.Sprintf(" There is a variable of that name: var.%s.", name)
		} else if w.l.project.locals[name] != nil || w.d.locals[name] != nil {
			p.Detail += fmt.Sprintf(" There is a local of that name: local.%s.", name)
		} else if w.d.tasks[name] != nil && w.d.tasks[name].item != nil {
			p.Detail += fmt.Sprintf(" There is a task of that name: what it gives is task.%s.output.", name)
		} else {
			p.Detail += fmt.Sprintf(" Declare it: input %q { type = string }.", name)
		}
		return w.bad(t, 2, p)
	}
	if in.bad {
		return &expr.Bad{Rng: rng}, len(t), nil
	}
	return &expr.Ref{Source: expr.Input{Name: name}, Typ: in.Type, Null: in.Nullable, Rng: rng}, 2, nil
}

var runParts = map[string]cty.Type{
	"id": cty.String, "name": cty.String, "start_time": cty.String, "scheduled_time": cty.String,
	"scheduled_date": cty.String, "console_url": cty.String, "machine_id": cty.String,
	"input": cty.DynamicPseudoType,
}

func (w *place) run(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	legal, rule := w.d != nil, "is known in a pipeline only"
	if legal && !w.inputs && (name == "input" || name == "machine_id") {
		legal, rule = false, "cannot be mentioned here: it is known once the inputs are"
	}
	if p := w.forbidden(t, 2, legal, rule); p != nil && runParts[name] != cty.NilType {
		return w.bad(t, 2, *p)
	}
	return w.part(t, name, slices.Sorted(maps.Keys(runParts)), func(rng hcl.Range) expr.Expr {
		return &expr.Ref{Source: expr.Run{Part: name}, Typ: runParts[name], Rng: rng}
	})
}

func (w *place) account(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	pinned := map[string]string{"region": w.l.opts.Region, "account_id": w.l.opts.Account, "partition": ""}
	if w.l.opts.Region != "" {
		pinned["partition"] = Partition(w.l.opts.Region)
	}
	if v := pinned[name]; v != "" {
		return &expr.Lit{Val: cty.StringVal(v), Rng: t[:2].SourceRange()}, 2, nil
	}
	if w.wild {
		if v, ok := map[string]string{"region": "*", "account_id": "*", "partition": "aws"}[name]; ok {
			return &expr.Lit{Val: cty.StringVal(v), Rng: t[:2].SourceRange()}, 2, nil
		}
	}
	if w.static != "" || w.d == nil {
		if _, ok := pinned[name]; ok {
			return w.bad(t, 2, diag.Problem{Code: diag.NotKnownHere, Detail: fmt.Sprintf(
				"%q is known only when the pipeline runs, as long as it is not given on the command line with --region and --account.", text(t[:2]))})
		}
	}
	return w.part(t, name, slices.Sorted(maps.Keys(pinned)), func(rng hcl.Range) expr.Expr {
		return &expr.Ref{Source: expr.Account{Part: name}, Typ: cty.String, Rng: rng}
	})
}

// Partition is the AWS partition of a region: "aws", "aws-cn" or "aws-us-gov".
func Partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

func (w *place) pipelinePart(t hcl.Traversal, name string) (expr.Expr, int, hcl.Diagnostics) {
	rng := t[:2].SourceRange()
	switch {
	case w.d == nil:
		return w.bad(t, 2, diag.Problem{Code: diag.NotKnownHere, Detail: fmt.Sprintf("%q is known in a pipeline only.", text(t[:2]))})
	case name == "name":
		return &expr.Lit{Val: cty.StringVal(w.d.Name), Rng: rng}, 2, nil
	case name == "status":
		if p := w.forbidden(t, 2, w.status, "is known in finally only"); p != nil {
			return w.bad(t, 1, *p)
		}
		return &expr.Ref{Source: expr.Status{}, Typ: cty.String, Rng: rng}, 2, nil
	case w.l.pipelineDecl(name) != nil:
		return w.bad(t, 2, diag.Problem{Code: diag.PartialReference, Detail: fmt.Sprintf(
			"%q is no value: it stands in the argument \"pipeline\" of a task \"pipeline\".", text(t[:2]))})
	}
	return w.bad(t, 2, diag.Problem{Code: diag.UndeclaredName, Detail: fmt.Sprintf("%q has no member %q.", "pipeline", name) +
		suggestOrList(name, []string{"name", "status"}, "It has")})
}
