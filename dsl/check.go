package dsl

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maySkip says whether a task or block may be skipped. It reads the syntax, so
// that it can be asked before everything is bound.
func (l *loader) maySkip(d *pipelineDecl, t *taskDecl) bool {
	if !l.skips(d) {
		return false
	}
	if t.skip != 0 {
		return t.skip == 3 // 1: a cycle, which is told elsewhere
	}
	t.skip = 1
	skip := l.skipsItself(d, t)
	if !skip && l.runIf(d, t) != AllDone {
		skip = slices.ContainsFunc(l.mentioned(d, t), func(on *taskDecl) bool { return on != t && l.maySkip(d, on) })
	}
	t.skip = 2
	if skip {
		t.skip = 3
	}
	return skip
}

// runIf is a task's run_if, before it is bound.
func (l *loader) runIf(d *pipelineDecl, t *taskDecl) RunIf {
	if !t.runIfKnown {
		t.runIfKnown = true
		switch s, _ := l.peek(d, t.block.Body.Attributes["run_if"]); s {
		case "any_succeeded":
			t.runIf = AnySucceeded
		case "all_done":
			t.runIf = AllDone
		}
	}
	return t.runIf
}

// skips says whether anything in the pipeline can be skipped at all.
func (l *loader) skips(d *pipelineDecl) bool {
	if d.anySkip == 0 {
		d.anySkip = 1
		if slices.ContainsFunc(d.order, func(t *taskDecl) bool { return l.skipsItself(d, t) }) {
			d.anySkip = 2
		}
	}
	return d.anySkip == 2
}

// skipsItself: it has a when, or is a crawler that counts as skipped where it
// runs already.
func (l *loader) skipsItself(d *pipelineDecl, t *taskDecl) bool {
	if t.block.Body.Attributes["when"] != nil {
		return true
	}
	if t.block.Type != "task" {
		return false
	}
	k, ok := l.kindOf(d, t)
	if !ok || k.Poll == nil || k.Poll.BusyArg == "" {
		return false
	}
	a := t.block.Body.Attributes[k.Poll.BusyArg]
	if def := d.defaults[k.Name]; a == nil && def != nil {
		a = def.attrs[k.Poll.BusyArg]
	}
	s, _ := l.peek(d, a)
	return s == "skip"
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
	var inBody func(b *hclsyntax.Body)
	inExpr = func(e hclsyntax.Expression) {
		if !l.mayMention(e) {
			return
		}
		for _, tr := range e.Variables() {
			name, _, ok := member(tr)
			if !ok {
				continue
			}
			switch tr.RootName() {
			case "task":
				if on := d.tasks[name]; on != nil && on.item != nil && on.body == t.body && !seen[on] {
					seen[on] = true
					t.mentions = append(t.mentions, on)
				}
			case "cluster":
				// What a cluster mentions, its users depend on.
				if c := d.tasks[name]; c != nil && c.cluster != nil && !seen[c] {
					seen[c] = true
					inBody(c.block.Body)
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

// mayMention says whether the text of an expression has a name in it that tasks,
// clusters or locals are mentioned by. It is much faster than a look at the tree.
func (l *loader) mayMention(e hclsyntax.Expression) bool {
	src, ok := l.project.Sources[e.Range().Filename]
	if !ok {
		return true
	}
	text := e.Range().SliceBytes(src)
	for _, name := range []string{"task", "cluster", "local"} {
		if bytes.Contains(text, []byte(name)) {
			return true
		}
	}
	return false
}

// continuesBare: a catch of the task continues without an output.
func continuesBare(l *loader, d *pipelineDecl, t *taskDecl) bool {
	return !repeats(t) && l.continues(d, t)
}

// continues: a catch continues without an output, which is null then; of
// something repeated, that of one element.
func (l *loader) continues(d *pipelineDecl, t *taskDecl) bool {
	return slices.ContainsFunc(t.catches, func(c *bodyDecl) bool {
		attrs := c.block.Body.Attributes
		then, _ := l.peek(d, attrs["then"])
		return then == "continue" && attrs["output"] == nil
	})
}

// checkReads finds reads of outputs that may not be there: of tasks that may be
// skipped, where this is evaluated all the same, and of tasks after whose error
// it goes on without an output.
func (w *place) checkReads(x expr.Expr) {
	if w.static != "" || !w.outputs {
		return
	}
	var visit func(e expr.Expr)
	check := func(ref *expr.Ref, member bool) {
		out, ok := ref.Source.(expr.Output)
		if !ok {
			return
		}
		t := w.d.tasks[out.Task]
		if t == nil || t.item == nil {
			return
		}
		note := []diag.Note{{Range: t.rng, Text: fmt.Sprintf("%q is declared here", t.name)}}
		user := w.beside(t)
		switch {
		case w.l.maySkip(w.d, t) && user != t && (user == nil || w.l.runIf(w.d, user) != AllSucceeded):
			p := diag.Problem{Code: diag.UnguardedRead, Range: ref.Rng, Detail: fmt.Sprintf(
				"%q may be skipped, and then it has no output, while this is evaluated all the same. Say what counts instead: try(task.%s.output, null), or coalesce(…).", t.name, t.name), Notes: note}
			if w.cluster != nil {
				w.cluster.reads = append(w.cluster.reads, p.Error())
			} else {
				w.l.add(p.Error())
			}
		case member && continuesBare(w.l, w.d, t):
			w.l.add(diag.Problem{Code: diag.UnguardedRead, Range: ref.Rng, Detail: fmt.Sprintf(
				"After an error %q continues without an output, so it may have no members. Give its catch an output, or write try(…) here.", t.name), Notes: note}.Error())
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
			default:
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
		if t.item == nil || t.bad {
			continue
		}
		if each := t.item.Base().Each; each != nil && each.Distributed {
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: t.rng, Detail: "An express pipeline has no distributed maps. Leave distributed out, or make the pipeline type = \"standard\"."}.Error())
		}
		if task, ok := t.item.(*Task); ok {
			l.checkExpressTask(task, "An express pipeline", nil)
		}
	}
}

// checkExpressTask finds what a task cannot do in an express execution. who is
// the beginning of a sentence that goes on with "cannot".
func (l *loader) checkExpressTask(task *Task, who string, notes []diag.Note) {
	if task.Mode != nil {
		switch {
		case task.Mode.Await == "callback":
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Range, Notes: notes, Detail: who + " cannot wait for a callback. Make it \"standard\"."}.Error())
		case syncResource(task.Mode.Resource):
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Range, Notes: notes, Detail: fmt.Sprintf("%s cannot wait for the work of a task %q. Give it await = \"none\", or make it \"standard\".", who, task.Kind.Name)}.Error())
		}
	}
	if n, ok := seconds(task.Timeout); ok && n > 300 {
		l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Timeout.Range(), Notes: notes, Detail: "An express execution ends after 5 minutes, so a timeout in it is at most \"5m\"."}.Error())
	}
	if task.Kind.Name == "wait" {
		if n, ok := seconds(task.Arg("for")); ok && n >= 300 {
			l.add(diag.Problem{Code: diag.ExpressLimit, Range: task.Arg("for").Range(), Notes: notes, Detail: "An express execution ends after 5 minutes, in the midst of this. Wait for less, or make it \"standard\"."}.Error())
		}
	}
}

func syncResource(r string) bool {
	n := len(r)
	return n > 5 && r[n-5:] == ".sync" || n > 7 && r[n-7:] == ".sync:2"
}
