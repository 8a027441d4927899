package compiler

import (
	"slices"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// rootError is the variable of the error that the pipeline fails with, null in
// finally when nothing failed; rootOutput that of its output, for finally to
// pass by.
const (
	rootError  = "error"
	rootOutput = "pipeline_output"
)

// A rootPlan is a pipeline as a whole.
type rootPlan struct {
	scope *scope
	body  node // in place
	// around is the body in a Parallel of its own, so that every error of
	// it can be caught; nil where it stands in place.
	around             *branchNode
	onFailure, finally node
}

// plan nests the whole pipeline.
func (c *compile) plan() *rootPlan {
	handlers := c.p.OnFailure != nil || c.p.Finally != nil
	r := &rootPlan{scope: newScope(nil, 0)}
	around := c.p.Finally != nil || c.succeeds() || handlers && c.surelyLong()
	if !around {
		r.body = c.planBody(c.p.Body, frame{scope: r.scope}, true)
		c.reads(c.p.Body.Output, frame{scope: r.scope})
		if (handlers || len(c.left) > 0) && (!catchable(r.body, maxDirect) || fails(c.p.Body.Output) && !endsPlainly(r.body)) {
			// Planned again, now in a map of states of its own.
			around = true
			c.vars, c.order, c.uses = map[string]*variable{}, nil, nil
			c.names, c.diags, c.waits, c.parts, c.left = map[string]bool{}, nil, nil, 0, nil
			r = &rootPlan{scope: newScope(nil, 0)}
		}
	}
	if around {
		inner := frame{scope: newScope(r.scope, 0)}
		inner.scope.plain = true
		r.body = nil
		r.around = &branchNode{scope: inner.scope, frame: inner, output: c.p.Body.Output, first: "pipeline", empty: "pipeline-empty"}
		if c.p.Guarantee {
			all := c.planChild("pipeline", inner, func(in frame) node { return c.planBody(c.p.Body, in, true) })
			all.timeout = c.p.Timeout
			r.around.body = all
		} else {
			r.around.body = c.planBody(c.p.Body, inner, true)
		}
		c.reads(c.p.Body.Output, inner)
	}
	if h := c.p.OnFailure; h != nil {
		r.onFailure = c.planBody(h, frame{scope: r.scope, handler: &handler{variable: rootError}}, false)
	}
	if h := c.p.Finally; h != nil {
		r.finally = c.planBody(h, frame{scope: r.scope, handler: &handler{variable: rootError, maybe: true}}, false)
	}
	for _, n := range []node{r.body, r.onFailure, r.finally} {
		c.readTerms(n)
	}
	if r.around != nil {
		c.readTerms(r.around.body)
	}
	return r
}

// surelyLong: the pipeline has more states in a row than can be given a Catch each.
// It saves planning a long one twice.
func (c *compile) surelyLong() bool {
	items := c.p.Body.Items
	if len(items) <= maxDirect || len(c.p.Clusters) > 0 || c.weights != nil {
		return false
	}
	row, ok := c.nestItems(items, nil).region.(*region.Seq)
	return ok && len(row.Parts) > maxDirect
}

// fails: an output may fail, which is then to be caught.
func fails(output expr.Expr) bool { return output != nil && !expr.Total(output) }

// maxDirect is how many states of the pipeline's own map are given a Catch each
// before a Parallel around them, with a single one, reads better.
const maxDirect = 6

// catchable says whether all errors of a part can be caught where they arise:
// it consists of states that take a Catch, and of others that cannot fail.
func catchable(n node, most int) bool {
	count := 0
	var ok func(n node) bool
	ok = func(n node) bool {
		switch n := n.(type) {
		case *seqNode:
			for _, p := range n.parts {
				if !ok(p) {
					return false
				}
			}
			return true
		case *forkNode:
			count++
			return true
		case *taskNode:
			count++
			if !dsl.Calls(n.task.Kind) {
				return n.task.Kind.Name == "wait" && static(n.task.Arg("for"))
			}
			if n.task.Poll != nil && n.loop == nil {
				count++ // the start and the look
				return n.task.Kind.Poll != nil && n.task.Poll.Until == nil && static(n.task.Poll.Every)
			}
			return n.task.Mode == nil || n.task.Mode.Fail == ""
		case *eachNode, *childNode:
			count++
			return true
		case *blockNode:
			count++
			return n.around != nil || n.cases == nil && n.block.Body.Output == nil && ok(n.inner)
		case nil:
			return true
		default:
		}
		return false
	}
	return ok(n) && count <= most
}

func static(e expr.Expr) bool {
	if e == nil {
		return false
	}
	_, ok := expr.Static(e)
	return ok
}

// machine writes the whole machine.
func (c *compile) machine(r *rootPlan) *asl.Machine {
	p := c.p
	m := &asl.Machine{Comment: p.Description, QueryLanguage: "JSONata"}
	if p.Timeout > 0 && !p.Guarantee {
		m.TimeoutSeconds = number(int64(p.Timeout / time.Second))
	}
	output := func(s *site) asl.Value {
		if p.Body.Output == nil {
			return asl.Object{}
		}
		return c.value(p.Body.Output, frame{scope: r.scope}, s, nil)
	}
	var handlers []asl.Entry
	var toFailure *target
	afterBody := "" // the state after the body went well; empty: it ends

	left := "" // where the clusters are ended that a stopped branch has left
	if p.OnFailure != nil || p.Finally != nil || len(c.left) > 0 {
		var first string
		first, handlers, afterBody = c.emitHandlers(r)
		if len(c.left) > 0 {
			success, ending := "", []asl.Entry(nil)
			if c.succeeds() {
				success, ending = c.succeeded(afterBody)
			}
			var states []asl.Entry
			left, states = c.emitLeft(first, success)
			handlers = slices.Concat(states, ending, handlers)
			first = left
		}
		toFailure = &target{
			next:   func() string { return first },
			assign: func(e errorAt) asl.Object { return c.noted(rootError, e) },
		}
	}

	var first string
	var states []asl.Entry
	switch {
	case r.around != nil:
		first, states = c.emitAround(r, toFailure, afterBody, left)
	case r.body == nil:
		first = c.name("pipeline-output")
		states = []asl.Entry{c.state(first, "", "", p.Range, &asl.Succeed{Common: asl.Common{Output: output(nil)}})}
	case p.Body.Output != nil && !endsPlainly(r.body):
		last := c.name("pipeline-output")
		first, states = c.emit(r.body, flow{next: last, fail: toFailure})
		states = append(states, c.state(last, "", "", p.Range, &asl.Succeed{Common: asl.Common{Output: output(nil)}}))
	default:
		first, states = c.emit(r.body, flow{end: output, fail: toFailure})
	}
	first, busy := c.emitBusy(first)
	start, inputs := c.emitInputs(first, r.scope)
	m.StartAt = start
	m.States = slices.Concat(inputs, busy, states, handlers)
	c.prune(m)
	return m
}

// endsPlainly: the last state of a part can carry the output of what is around
// it: it is one, and an error of the output is nothing that its own catch or
// retry would take for an error of the task.
func endsPlainly(n node) bool {
	switch n := n.(type) {
	case *seqNode:
		return endsPlainly(n.parts[len(n.parts)-1])
	case *forkNode, *eachNode:
		return true
	case *taskNode:
		return (n.task.Poll == nil || n.loop != nil) && len(n.task.Catch) == 0 && !retriesAny(n.task.Retry) &&
			(n.task.Mode == nil || n.task.Mode.Fail == "")
	case *blockNode:
		return n.around != nil && len(n.block.Catch) == 0 && len(n.block.Retry) == 0 ||
			n.inner != nil && endsPlainly(n.inner)
	default:
	}
	return false
}

func retriesAny(all []dsl.Retry) bool {
	for _, r := range all {
		if beyondTransient(r) {
			return true
		}
	}
	return false
}

// succeeded is where an execution goes on that was ended well by a catch: where
// one goes on whose tasks have all ended, or a Succeed.
func (c *compile) succeeded(after string) (string, []asl.Entry) {
	if after != "" {
		return after, nil
	}
	name := c.name("pipeline-succeeded")
	return name, []asl.Entry{c.state(name, "", "", c.p.Range, &asl.Succeed{Common: asl.Common{Output: code(&jsonata.Var{Name: rootOutput})}})}
}

// emitAround writes the body in a Parallel of its own. left is where the
// clusters are ended that stopped branches have left, empty where there are
// none.
func (c *compile) emitAround(r *rootPlan, toFailure *target, after, left string) (string, []asl.Entry) {
	p := c.p
	name := c.name("pipeline-tasks")
	par := &asl.Parallel{Branches: []*asl.Machine{c.body(r.around, c.tracks && toFailure != nil)}}
	var out []asl.Entry
	if c.succeeds() {
		// The output of the catch that ended the execution.
		parsed := call("parse", states("errorOutput", "Cause"))
		k := asl.Catcher{ErrorEquals: []string{succeedError}, Output: asl.Object{}, Next: after}
		if after != "" || left != "" {
			if left != "" {
				k.Next = left
			}
			k.Assign = asl.Object{{Key: rootError, Value: asl.Null{}}, {Key: rootOutput, Value: code(parsed)}}
		} else {
			k.Next = c.name("pipeline-succeeded")
			k.Output = code(parsed)
			out = append(out, c.state(k.Next, "", "", p.Range, &asl.Succeed{Common: asl.Common{Output: code(states("input"))}}))
		}
		par.Catch = append(par.Catch, k)
	}
	c.catchRest(&par.Catch, toFailure, "")
	if after == "" {
		par.End = true
		par.Output = code(result(0))
		if p.Body.Output == nil {
			par.Output = asl.Object{}
		}
	} else {
		par.Next = after
		par.Output = asl.Object{}
		assign := asl.Object{{Key: rootError, Value: asl.Null{}}}
		if p.Body.Output != nil || c.succeeds() {
			assign = append(assign, asl.Member{Key: rootOutput, Value: code(result(0))})
		}
		par.Assign = assign
	}
	return name, append([]asl.Entry{c.state(name, "", "", p.Range, par)}, out...)
}

// emitHandlers writes on_failure and finally, and returns where a failure goes
// and where a success does, empty where nothing follows it.
func (c *compile) emitHandlers(r *rootPlan) (failure string, states []asl.Entry, success string) {
	p := c.p
	failed := c.name("pipeline-failed")
	e := &jsonata.Var{Name: rootError}
	fail := c.state(failed, "", "", p.Range, &asl.Fail{Error: code(dots(e, "Error")), Cause: code(dots(e, "Cause"))})
	end := failed
	var last []asl.Entry
	if r.finally != nil {
		check := c.name("pipeline-check")
		done := c.name("pipeline-succeeded")
		output := asl.Value(asl.Object{})
		if p.Body.Output != nil || c.succeeds() {
			output = code(&jsonata.Var{Name: rootOutput})
		}
		first, body := c.emit(r.finally, flow{next: check, fail: &target{
			next: func() string { return failed },
			assign: func(at errorAt) asl.Object {
				// What failed before is the error that counts.
				noted := c.noted(rootError, at)
				noted[0].Value = code(&jsonata.Cond{If: isNull(e), Then: nodeOf(noted[0].Value), Else: e})
				return noted
			},
		}})
		end, success = first, first
		last = append(body,
			c.state(check, "", "", p.Range, &asl.Choice{
				Choices: []asl.Rule{{Condition: asl.Code{Expr: binary("!=", e, &jsonata.Null{})}, Next: failed}},
				Default: done,
			}),
			c.state(done, "", "", p.Range, &asl.Succeed{Common: asl.Common{Output: output}}))
	}
	failure = end
	if r.onFailure != nil {
		var body []asl.Entry
		failure, body = c.emit(r.onFailure, flow{next: end, fail: &target{next: func() string { return end }}})
		states = body
	}
	return failure, append(append(states, last...), fail), success
}
