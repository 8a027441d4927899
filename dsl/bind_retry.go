package dsl

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

// TransientRetry is the retry that every task which calls a service has.
var TransientRetry = Retry{On: []string{"transient"}, Attempts: 3, Interval: 2 * time.Second, Backoff: 2, Jitter: true}

// retries are a task's own, then those of its kind's defaults, then of
// defaults, then the built-in one, but of a machine that is taken as it is. An error or class named above is left out
// below, and nothing follows "any".
func (l *loader) retries(d *pipelineDecl, t *taskDecl, r *reader, task *Task) []Retry {
	all := l.readRetries(d, r.all("retry"))
	for _, k := range t.defaultsOf() {
		if def := d.defaults[k]; def != nil {
			all = append(all, def.retry...)
		}
	}
	if task.Definition == nil || task.Definition.Alone == "Task" { // else it would begin anew
		all = append(all, TransientRetry)
	}
	return mergeRetries(all)
}

// readRetries reads the retry blocks of a task, a block, a cluster or defaults.
func (l *loader) readRetries(d *pipelineDecl, blocks []*hclsyntax.Block) []Retry {
	w := &place{l: l, d: d, static: "a retry is known at compile time"}
	var all []Retry
	for i, b := range blocks {
		re := w.readRetry(b)
		l.checkAnyLast(re.On, i == len(blocks)-1, "retry", b)
		all = append(all, re)
	}
	return all
}

func mergeRetries(all []Retry) []Retry {
	var out []Retry
	seen := map[string]bool{}
	for _, re := range all {
		if seen["any"] {
			break
		}
		var on []string
		for _, e := range re.On {
			if !seen[e] {
				seen[e] = true
				on = append(on, e)
			}
		}
		if len(on) > 0 {
			re.On = on
			out = append(out, re)
		}
	}
	return out
}

// readRetry reads a retry block.
func (w *place) readRetry(b *hclsyntax.Block) Retry {
	w.l.labels(b)
	r := w.l.reader(b)
	re := Retry{Attempts: 3, Interval: time.Second, Backoff: 2, Range: b.DefRange()}
	if e := r.need("on"); e != nil {
		re.On = w.errorNames(e)
	}
	number := func(name string, low, high float64, whole bool) (float64, bool) {
		what := "a number"
		if whole {
			what = "a whole number"
		}
		e := r.attr(name)
		if e == nil {
			return 0, false
		}
		v := w.constant(e, cty.Number)
		if v == cty.DynamicVal || v.IsNull() {
			return 0, false
		}
		f, _ := v.AsBigFloat().Float64()
		if f < low || f > high || whole && f != float64(int64(f)) {
			w.l.add(diag.Problem{Code: diag.InvalidRetry, Range: e.Range(), Detail: fmt.Sprintf("%q is %s from %.0f to %.0f.", name, what, low, high)}.Error())
			return 0, false
		}
		return f, true
	}
	if f, ok := number("attempts", 0, maxSeconds, true); ok {
		re.Attempts = int(f)
	}
	if f, ok := number("backoff", 1, 1000, false); ok {
		re.Backoff = f
	}
	if e := r.attr("interval"); e != nil {
		re.Interval = w.atLeastOneSecond(e)
	}
	if e := r.attr("max_delay"); e != nil {
		re.MaxDelay = w.atLeastOneSecond(e)
		if re.MaxDelay > 31622400*time.Second {
			w.l.add(diag.Problem{Code: diag.InvalidDuration, Range: e.Range(), Detail: "The longest delay that a state can have is 366 days."}.Error())
		} else if re.MaxDelay <= re.Interval {
			w.l.add(diag.Problem{Code: diag.InvalidRetry, Range: e.Range(), Detail: fmt.Sprintf("The longest delay is longer than the first, which is %q.", durationText(re.Interval))}.Error())
		}
	}
	re.Jitter = w.flag(r.attr("jitter"))
	r.done()
	return re
}

// errorNames reads the list "on" of a retry or a catch.
func (w *place) errorNames(e hclsyntax.Expression) []string {
	if _, ok := e.(*hclsyntax.TemplateExpr); ok {
		example := "any"
		if v, ok := w.l.peekText(w.d, e); ok {
			example = v
		}
		w.l.add(diag.Problem{Code: diag.InvalidRetry, Range: e.Range(), Detail: fmt.Sprintf("\"on\" is a list of errors: put brackets around it, as in on = [%q].", example)}.Error())
		return nil
	}
	on, ok := w.texts(e)
	if ok && len(on) == 0 {
		w.l.add(diag.Problem{Code: diag.InvalidRetry, Range: e.Range(), Detail: "\"on\" names at least one error, or \"any\"."}.Error())
	}
	for _, name := range on {
		w.l.checkErrorName(name, e.Range())
	}
	return on
}

func (w *place) atLeastOneSecond(e hclsyntax.Expression) time.Duration {
	d, ok := w.duration(e)
	if ok && d < time.Second {
		w.l.add(diag.Problem{Code: diag.InvalidDuration, Range: e.Range(), Detail: "The shortest time between two attempts is \"1s\"."}.Error())
	}
	return max(d, time.Second)
}

// checkAnyLast: "any" is alone in its list, and in the last block.
func (l *loader) checkAnyLast(on []string, last bool, what string, b *hclsyntax.Block) {
	if !slices.Contains(on, "any") {
		return
	}
	rng := b.Body.Attributes["on"].Expr.Range()
	switch {
	case len(on) > 1:
		l.add(diag.Problem{Code: diag.InvalidRetry, Range: rng, Detail: "\"any\" takes every error, so it stands alone in its list."}.Error())
	case !last:
		l.add(diag.Problem{Code: diag.InvalidRetry, Range: rng, Detail: fmt.Sprintf("\"any\" takes every error, so no %s after this one could ever count. Put it last.", what)}.Error())
	}
}

var errorClasses = []string{"any", "timeout", "transient"}

// checkErrorName finds classes that are misspelt: errors of services have a
// capital letter or a dot.
func (l *loader) checkErrorName(name string, rng hcl.Range) {
	if slices.Contains(errorClasses, name) || name == "" {
		return
	}
	if name == strings.ToLower(name) && !strings.ContainsAny(name, ".") {
		if s := diag.Similar(name, errorClasses); s != "" {
			l.add(diag.Problem{Code: diag.InvalidRetry, Range: rng, Detail: fmt.Sprintf("%q is no class of errors. Did you mean %q?", name, s)}.Error())
		}
	}
	if name == "States.ALL" {
		l.add(diag.Problem{Code: diag.InvalidRetry, Range: rng, Detail: "Every error is \"any\" here."}.Error())
	}
}

// defaults are a defaults block.
type defaults struct {
	attrs map[string]*hclsyntax.Attribute
	retry []Retry
	rng   hcl.Range
}

// defaultsTake are the arguments of a defaults block for all kinds.
var defaultsTake = []string{"timeout", "heartbeat", "role"}

func (l *loader) readDefaults(d *pipelineDecl, b *hclsyntax.Block) {
	kind := ""
	r := l.reader(b)
	for _, n := range defaultsTake {
		r.attr(n)
	}
	switch len(b.Labels) {
	case 0:
	case 1:
		kind = b.Labels[0]
		args, ok := kindArgs(kind)
		if !ok {
			l.add(unknownKind(b))
			return
		}
		for _, a := range args {
			r.attr(a.Name)
		}
	default:
		l.labels(b, "KIND")
		return
	}
	def := &defaults{attrs: b.Body.Attributes, rng: b.DefRange()}
	def.retry = l.readRetries(d, r.all("retry"))
	r.done()
	if old := d.defaults[kind]; old != nil {
		l.add(duplicate(header(b), b.DefRange(), old.rng, "There is one defaults block for all kinds, and one a kind."))
		return
	}
	d.defaults[kind] = def
}
