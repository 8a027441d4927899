package dsl

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// awaits finds out what the task waits for: "completion", "callback" or "none".
func (l *loader) awaits(d *pipelineDecl, t *taskDecl, task *Task, r *reader) string {
	w := &place{l: l, d: d, static: "how a task waits is known at compile time"}
	k := task.Kind
	var can []string
	if k.Poll != nil || k.Verbatim {
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
			"A task %s cannot have await = %q. It can have %s.", t.said(), s, list(can))}.Error())
		s = ""
	}
	return cmp.Or(s, can[0])
}

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
	sent := task.Mode != nil && task.Mode.Token
	if t.await != "callback" || sent && task.Timeout != nil {
		return
	}
	if task.Timeout == nil {
		l.add(diag.Problem{Code: diag.CallbackToken, Range: t.rng, Detail: "A task that waits for a callback needs a timeout, or it waits for ever when the worker dies. Add timeout = \"1h\", say."}.Error())
	}
	found := sent
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
