package dsl

import (
	"fmt"
	"time"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maySkip says whether a task or block may be skipped. It reads the syntax, so
// that it can be asked before everything is bound.
func (l *loader) maySkip(d *pipelineDecl, t *taskDecl) bool {
	if !d.skips() {
		return false
	}
	switch t.skip {
	case 1, 2: // 1: a cycle, which is told elsewhere
		return false
	case 3:
		return true
	}
	t.skip = 1
	t.skip = 2
	attrs := t.block.Body.Attributes
	runIf := ""
	if a := attrs["run_if"]; a != nil {
		if v, diags := a.Expr.Value(nil); !diags.HasErrors() && !v.IsNull() {
			runIf = v.AsString()
		}
	}
	switch {
	case attrs["when"] != nil, mayFindRunning(t):
		t.skip = 3
	case runIf != "all_done":
		for _, on := range l.mentioned(d, t) {
			if on != t && l.maySkip(d, on) {
				t.skip = 3
				break
			}
		}
	}
	return t.skip == 3
}

// skips says whether anything in the pipeline can be skipped at all.
func (d *pipelineDecl) skips() bool {
	if d.anySkip == 0 {
		d.anySkip = 1
		for _, t := range d.order {
			if t.block.Body.Attributes["when"] != nil || mayFindRunning(t) {
				d.anySkip = 2
			}
		}
	}
	return d.anySkip == 2
}

// mayFindRunning: a crawler that runs already may count as skipped.
func mayFindRunning(t *taskDecl) bool {
	if t.block.Type != "task" {
		return false
	}
	k, ok := catalog.Lookup(t.block.Labels[0])
	if !ok || k.Poll == nil || k.Poll.BusyArg == "" {
		return false
	}
	a := t.block.Body.Attributes[k.Poll.BusyArg]
	if a == nil {
		return false
	}
	v, diags := a.Expr.Value(nil)
	return diags.HasErrors() || !v.IsNull() && v.AsString() == "skip"
}

// mentioned are the items of its own body that a task or block waits for, by
// its syntax.
func (l *loader) mentioned(d *pipelineDecl, t *taskDecl) []*taskDecl {
	if t.mentionsKnown {
		return t.mentions
	}
	t.mentionsKnown = true
	seen := map[*taskDecl]bool{}
	locals := map[*local]bool{}
	var inExpr func(e hclsyntax.Expression)
	inExpr = func(e hclsyntax.Expression) {
		for _, tr := range e.Variables() {
			name, _, ok := member(tr)
			if !ok {
				continue
			}
			switch tr.RootName() {
			case "task":
				if on := d.tasks[name]; on != nil && on.body == t.body && !seen[on] {
					seen[on] = true
					t.mentions = append(t.mentions, on)
				}
			case "local":
				loc := d.locals[name]
				if loc == nil {
					loc = l.project.locals[name]
				}
				if loc != nil && !locals[loc] {
					locals[loc] = true
					if e, ok := loc.expr.(hclsyntax.Expression); ok {
						inExpr(e)
					}
				}
			}
		}
	}
	var inBody func(b *hclsyntax.Body)
	inBody = func(b *hclsyntax.Body) {
		for _, a := range sortedAttrs(b) {
			inExpr(a.Expr)
		}
		for _, inner := range b.Blocks {
			inBody(inner.Body)
		}
	}
	inBody(t.block.Body)
	return t.mentions
}

// mayBeNull: task.NAME.output is null where the task may have been skipped, or
// a catch went on without an output.
func (l *loader) mayBeNull(d *pipelineDecl, t *taskDecl) bool {
	return l.maySkip(d, t) || continuesBare(t)
}

// continuesBare: a catch of the task continues without an output.
func continuesBare(t *taskDecl) bool {
	for _, c := range t.catches {
		a := c.block.Body.Attributes["then"]
		if a == nil || c.block.Body.Attributes["output"] != nil {
			continue
		}
		if v, diags := a.Expr.Value(nil); !diags.HasErrors() && !v.IsNull() && v.AsString() == "continue" {
			return true
		}
	}
	return false
}

// checkReads finds reads of outputs that may be missing. outside: the
// expression is an output, which is evaluated whether the task ran or not.
func (l *loader) checkReads(d *pipelineDecl, x expr.Expr, outside bool) {
	if x == nil {
		return
	}
	var visit func(e expr.Expr)
	check := func(ref *expr.Ref, member bool) {
		out, ok := ref.Source.(expr.Output)
		if !ok {
			return
		}
		t := d.tasks[out.Task]
		switch {
		case t == nil || t.body == nil:
		case l.maySkip(d, t) && outside:
			l.add(diag.Problem{Code: diag.UnguardedRead, Range: ref.Rng, Detail: fmt.Sprintf(
				"%q may be skipped, and then it has no output, while this is evaluated all the same. Say what counts instead: try(task.%s.output, null), or coalesce(…).", t.name, t.name),
				Notes: []diag.Note{{Range: t.rng, Text: fmt.Sprintf("%q is declared here", t.name)}}}.Error())
		case member && continuesBare(t):
			l.add(diag.Problem{Code: diag.UnguardedRead, Range: ref.Rng, Detail: fmt.Sprintf(
				"After an error %q continues without an output, so it may have no members. Give its catch an output, or write try(…) here.", t.name),
				Notes: []diag.Note{{Range: t.rng, Text: fmt.Sprintf("%q is declared here", t.name)}}}.Error())
		}
	}
	visit = func(e expr.Expr) {
		expr.Walk(e, func(e expr.Expr) bool {
			switch e := e.(type) {
			case *expr.Call:
				return e.Func.Name != "try" && e.Func.Name != "coalesce" && e.Func.Name != "can"
			case *expr.Attr:
				if ref, ok := e.On.(*expr.Ref); ok {
					check(ref, true)
					return false
				}
			case *expr.Index:
				if ref, ok := e.On.(*expr.Ref); ok {
					check(ref, true)
					visit(e.Key)
					return false
				}
			case *expr.Ref:
				check(e, false)
			}
			return true
		})
	}
	visit(x)
}

// checkExpress finds what an express pipeline cannot do.
func (l *loader) checkExpress(d *pipelineDecl) {
	if !d.Express {
		return
	}
	if d.Timeout > 5*time.Minute {
		l.add(diag.Problem{Code: diag.ExpressLimit, Range: d.block.Body.Attributes["timeout"].Expr.Range(), Detail: "An express execution ends after 5 minutes, so its timeout is at most \"5m\"."}.Error())
	}
	for _, c := range d.Clusters {
		if _, known := staticValue(orNull(c.Use)); c.Use == nil || !known {
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: c.Range, Detail: "No cluster can be created in the 5 minutes that an express execution has. Name one that exists with \"use\", or make the pipeline type = \"standard\"."}.Error())
		}
	}
	for _, t := range d.order {
		task, ok := t.item.(*Task)
		if !ok || task.Kind == nil || task.Mode == nil {
			continue
		}
		switch {
		case task.Mode.Await == "callback":
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Range, Detail: "An express pipeline cannot wait for a callback. Make it type = \"standard\"."}.Error())
		case syncResource(task.Mode.Resource):
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Range, Detail: fmt.Sprintf("An express pipeline cannot wait for the work of a task %q. Give it await = \"none\", or make the pipeline type = \"standard\".", task.Kind.Name)}.Error())
		}
		if n, ok := seconds(task.Timeout); ok && n > 300 {
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Timeout.Range(), Detail: "An express execution ends after 5 minutes, so a timeout in it is at most \"5m\"."}.Error())
		}
	}
}

func syncResource(r string) bool {
	n := len(r)
	return n > 5 && r[n-5:] == ".sync" || n > 7 && r[n-7:] == ".sync:2"
}
