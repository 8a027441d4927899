package compiler

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// emitTask writes a task.
func (c *compile) emitTask(n *taskNode, f flow) (string, []asl.Entry) {
	t := n.task
	switch t.Kind.Name {
	case "value":
		return c.emitValue(n, f)
	case "wait":
		return c.emitWait(n, f)
	case "fail":
		return c.emitFail(n, f)
	}
	c.noteCalls(t)
	if t.Kind.Verbatim {
		return c.emitVerbatim(n, f)
	}
	if t.Poll != nil {
		return c.emitPoll(n, f)
	}
	return c.emitCall(n, f)
}

// emitValue writes a Pass that computes.
func (c *compile) emitValue(n *taskNode, f flow) (string, []asl.Entry) {
	t := n.task
	v := c.variable(outputVar(t.Name))
	name := c.name(n.name)
	pass := &asl.Pass{Common: asl.Common{Comment: t.Description}}
	c.finish(&pass.Common, &pass.Flow, f, &site{c.ran(&t.Common, map[*variable]own{v: c.exprOwn(t.Arg("value"), n.frame, nil)})})
	if f.next != "" {
		pass.Output = nil // its input is {} already
	}
	return name, []asl.Entry{c.state(name, t.Name, "task", t.Range, pass)}
}

func (c *compile) emitWait(n *taskNode, f flow) (string, []asl.Entry) {
	t := n.task
	name := c.name(n.name)
	w := &asl.Wait{Common: asl.Common{Comment: t.Description}}
	if x := t.Arg("for"); x != nil && !isNullLit(x) {
		w.Seconds = c.value(x, n.frame, nil, nil)
	} else {
		w.Timestamp = c.value(t.Arg("until"), n.frame, nil, nil)
	}
	c.finish(&w.Common, &w.Flow, f, &site{c.ran(&t.Common, map[*variable]own{c.variable(outputVar(t.Name)): nullOwn()})})
	if f.next != "" {
		w.Output = nil
	}
	return name, []asl.Entry{c.state(name, t.Name, "task", t.Range, w)}
}

func (c *compile) emitFail(n *taskNode, f flow) (string, []asl.Entry) {
	t := n.task
	name := c.name(n.name)
	e := errorAt{name: c.node(t.Arg("error"), n.frame, nil, nil), cause: str(""), task: t.Name}
	if x := t.Arg("cause"); x != nil && !isNullLit(x) {
		e.cause = c.node(x, n.frame, nil, nil)
	}
	to := f.fail
	if n.frame.handler != nil && to != nil && to.assign == nil && to.around != nil {
		to = to.around // a fail in a catch replaces the error that was caught
	}
	if to != nil && to.assign != nil {
		pass := &asl.Pass{Common: asl.Common{Comment: t.Description, Assign: to.assign(e)}, Flow: asl.Flow{Next: to.next()}}
		return name, []asl.Entry{c.state(name, t.Name, "task", t.Range, pass)}
	}
	fail := &asl.Fail{Common: asl.Common{Comment: t.Description}, Error: code(e.name)}
	if s, ok := e.cause.(*jsonata.String); !ok || s.Value != "" {
		fail.Cause = code(e.cause)
	}
	return name, []asl.Entry{c.state(name, t.Name, "task", t.Range, fail)}
}

// resource is the resource of a call in the pipeline's partition. What is of an
// account, as an activity is, says its partition itself.
func (c *compile) resource(r string) string {
	if rest, ok := strings.CutPrefix(r, "arn:aws:states:::"); ok && c.p.Region != "" {
		return "arn:" + dsl.Partition(c.p.Region) + ":states:::" + rest
	}
	return r
}

// emitCall writes a task that is one call.
func (c *compile) emitCall(n *taskNode, f flow) (string, []asl.Entry) {
	t := n.task
	m := t.Mode
	name := c.name(n.name)
	task := &asl.Task{
		Common:    asl.Common{Comment: t.Description},
		Resource:  c.resource(c.taskResource(t)),
		Arguments: c.callArguments(t, &m.Call, answers{}, true, n.frame, nil),
		Retry:     c.retriers(t.Retry, c.transient(t)),
	}
	c.limits(task, t, n.frame)
	then := m.Then != nil && c.holds(t, m.Then.If)
	if then || m.Fail != "" {
		return c.emitAnswer(n, f, name, task, then)
	}
	own := c.taskOwn(n, m.Unwrap, states("result"), m.Metadata)
	extra := c.emitCatches(n.catches, n.frame, f, t, &task.Catch, t.Name)
	c.catchRest(&task.Catch, f.fail, t.Name)
	c.finish(&task.Common, &task.Flow, f, &site{own})
	return name, append([]asl.Entry{c.state(name, t.Name, "task", t.Range, task)}, extra...)
}

// limits sets what bounds and who makes a call.
func (c *compile) limits(task *asl.Task, t *dsl.Task, f frame) {
	if t.Timeout != nil && !isNullLit(t.Timeout) && t.Poll == nil {
		task.TimeoutSeconds = c.value(t.Timeout, f, nil, nil)
	}
	if t.Heartbeat != nil && !isNullLit(t.Heartbeat) {
		task.HeartbeatSeconds = c.value(t.Heartbeat, f, nil, nil)
	}
	if t.Role != nil && !isNullLit(t.Role) {
		task.Credentials = asl.Object{{Key: "RoleArn", Value: c.value(t.Role, f, nil, nil)}}
	}
}

// taskResource is the resource of the task's own call.
func (c *compile) taskResource(t *dsl.Task) string {
	if t.Call == nil {
		if name, ok := strings.CutPrefix(t.Mode.Resource, "{"); ok {
			v, _ := expr.Static(t.Arg(strings.TrimSuffix(name, "}")))
			return v.AsString()
		}
		return t.Mode.Resource
	}
	call, _, _ := catalog.ParseCall(t.Call.Service + ":" + t.Call.Action)
	if t.Mode.Await != "completion" {
		return strings.NewReplacer("{service}", t.Call.Service, "{action}", t.Call.Action).Replace(t.Mode.Resource)
	}
	if w, ok := call.Waiting(); ok {
		return w.Resource
	}
	panic("compiler: " + call.String() + " does not wait") // dsl refuses it
}

// transient are the errors that "transient" stands for on a task.
func (c *compile) transient(t *dsl.Task) []string {
	if v := c.verbatims[t]; v != nil {
		var all names
		for _, i := range v.integrations() {
			all.add(i.Transient...)
		}
		return all.list
	}
	if t.Call == nil {
		return t.Kind.TransientOf(t.Mode)
	}
	call, _, _ := catalog.ParseCall(t.Call.Service + ":" + t.Call.Action)
	if w, ok := call.Waiting(); ok && t.Mode.Await == "completion" {
		return w.Transient()
	}
	return call.Transient()
}

// holds says whether a condition over a task's arguments holds.
func (c *compile) holds(t *dsl.Task, cond string) bool {
	v, ok := expr.Static(c.taskTemplate(t, cond, answers{}, cty.Bool))
	return ok && !v.IsNull() && v.True()
}

// taskOwn is what a task gives, seen from the state that has its answer.
func (c *compile) taskOwn(n *taskNode, unwrap string, answer jsonata.Node, metadata bool) map[*variable]own {
	t := n.task
	out := map[*variable]own{}
	if v := c.variable(skippedVar(t.Name)); v.home != nil && t.When == nil {
		out[v] = boolOwn(false)
	}
	v := c.variable(outputVar(t.Name))
	if !v.used {
		return out
	}
	base := c.unwrapped(t, unwrap, answer, metadata, v.whole || t.Output != nil && wholeResult(t.Output))
	if t.Output != nil {
		out[v] = c.exprOwn(t.Output, n.frame, &locals{result: base, started: &jsonata.Var{Name: "started_" + t.Name}})
		return out
	}
	out[v] = own{
		node:  func() jsonata.Node { return base },
		value: func() asl.Value { return trimmed(base, v.whole, v.paths) },
	}
	return out
}

// wholeResult: the expression reads the result as a whole.
func wholeResult(e expr.Expr) bool {
	for _, m := range expr.Mentions(e) {
		if _, ok := m.Ref.Source.(expr.Result); ok && len(m.Path) == 0 {
			return true
		}
	}
	return false
}

// unwrapped is the task's result in the service's answer.
func (c *compile) unwrapped(t *dsl.Task, unwrap string, answer jsonata.Node, metadata, whole bool) jsonata.Node {
	if unwrap == "" {
		if metadata && whole {
			// What is left may be nothing, and then $sift is nothing too.
			left := call("sift", answer, &jsonata.Lambda{
				Params: []string{"v", "k"},
				Body: call("not", binary("in", &jsonata.Var{Name: "k"}, &jsonata.Array{Items: []jsonata.Node{
					str("SdkHttpMetadata"), str("SdkResponseMetadata"),
				}})),
			})
			return call("merge", &jsonata.Array{Items: []jsonata.Node{&jsonata.Object{}, left}})
		}
		return answer
	}
	if _, ok := parseTemplate(unwrap).Expression.(*hclsyntax.ScopeTraversalExpr); ok {
		return dots(answer, pathOf(unwrap)...)
	}
	if name, ok := tries(unwrap); ok {
		// An answer is an object, so a path is enough to see what is in it.
		member := dots(answer, name)
		return &jsonata.Cond{If: call("exists", member), Then: member, Else: answer}
	}
	return c.node(c.taskTemplate(t, unwrap, answers{result: answerType(t)}, cty.DynamicPseudoType), frame{}, nil, &locals{result: answer})
}

// tries says whether an expression of the catalog is try(result.NAME, result).
func tries(src string) (name string, ok bool) {
	e, ok := parseTemplate(src).Expression.(*hclsyntax.FunctionCallExpr)
	if !ok || e.Name != "try" || len(e.Args) != 2 {
		return "", false
	}
	member, _ := e.Args[0].(*hclsyntax.ScopeTraversalExpr)
	whole, _ := e.Args[1].(*hclsyntax.ScopeTraversalExpr)
	if member == nil || whole == nil || len(member.Traversal) != 2 || len(whole.Traversal) != 1 {
		return "", false
	}
	step, ok := member.Traversal[1].(hcl.TraverseAttr)
	return step.Name, ok
}

// answerType is the type of the answer that a task's result is taken from.
func answerType(t *dsl.Task) *cty.Type {
	if k := t.Kind.Poll; k != nil && t.Poll != nil && t.Poll.Until == nil {
		return k.Answer()
	}
	return &t.Mode.Answer
}

// emitAnswer writes a call whose answer says more than that it went well: one
// that can tell of a failure, or one that a second call follows.
func (c *compile) emitAnswer(n *taskNode, f flow, name string, task *asl.Task, then bool) (string, []asl.Entry) {
	t := n.task
	m := t.Mode
	origin := Origin{Item: t.Name, Range: t.Range}
	extra := c.emitCatches(n.catches, n.frame, f, t, &task.Catch, t.Name)
	c.catchRest(&task.Catch, f.fail, t.Name)
	var out []asl.Entry
	if then {
		second := c.name(t.Name + "-" + m.Then.State)
		next := &asl.Task{
			Resource:  c.resource(m.Then.Resource),
			Arguments: c.callArguments(t, &m.Then.Call, answers{result: &m.Answer}, false, n.frame, &locals{result: states("input")}),
			Retry:     c.retriers(onlyTransient(t.Retry), c.transient(t)),
			Catch:     task.Catch,
		}
		both := answers{result: &m.Answer, more: &m.Then.Answer}
		part := func(path []string) expr.Expr {
			src := "(" + m.Then.Unwrap + ")"
			for _, p := range path {
				src += "[" + strconv.Quote(p) + "]"
			}
			return c.taskTemplate(t, src, both, cty.DynamicPseudoType)
		}
		v := c.variable(outputVar(t.Name))
		parts := v.paths
		switch {
		case t.Output != nil:
			parts = mentioned[expr.Result](t.Output, nil)
		case v.whole || !v.used:
			parts = [][]string{nil}
		}
		at := &locals{result: states("input"), started: states("result")}
		gives := func() jsonata.Node {
			return trimTo(parts, nil, func(path []string) jsonata.Node { return c.node(part(path), frame{}, nil, at) })
		}
		own := map[*variable]own{v: {node: gives, value: func() asl.Value { return asl.Code{Expr: gives()} }}}
		if t.Output != nil {
			own[v] = c.exprOwn(t.Output, n.frame, &locals{result: gives()})
		}
		// The second call finds what it reads of the first one's answer in
		// its input.
		read := pathsOf(m.Then.Arguments, "result")
		if v.used {
			for _, p := range parts {
				read = append(read, mentioned[expr.Result](part(p), nil)...)
			}
		}
		task.Output = asl.Code{Expr: trim(states("result"), read)}
		c.finish(&next.Common, &next.Flow, f, &site{own})
		task.Next = second
		out = append(out, c.state(name, t.Name, "task", t.Range, task), c.state(second, t.Name, "", t.Range, next))
		return name, append(out, extra...)
	}
	check := c.name(t.Name + "-check")
	task.Next = check
	l := &locals{result: states("input")}
	bind := func(src string, want cty.Type) expr.Expr {
		return c.taskTemplate(t, src, answers{result: &m.Answer}, want)
	}
	e := errorAt{
		name:  c.node(bind(m.Error, cty.String), frame{}, nil, l),
		cause: c.node(bind(m.Cause, cty.String), frame{}, nil, l),
		task:  t.Name,
	}
	failed, assign, failStates := c.raise(t.Name+"-failed", t.Name, origin, f, e)
	own := c.taskOwn(n, m.Unwrap, states("input"), m.Metadata)
	exit, tail := c.exit(t.Name+"-done", t.Name, t.Range, f, &site{own})
	c.well(t.Name, exit)
	choice := &asl.Choice{
		Choices: []asl.Rule{{Condition: asl.Code{Expr: c.ruleAt(bind(m.Fail, cty.Bool), frame{}, l)}, Next: failed, Assign: assign}},
		Default: exit,
	}
	if f.next != "" {
		choice.Output, choice.Assign = asl.Object{}, c.assign(&site{own})
	}
	out = append(out, c.state(name, t.Name, "task", t.Range, task), c.state(check, t.Name, "", t.Range, choice))
	return name, append(append(append(out, failStates...), tail...), extra...)
}

func onlyTransient(all []dsl.Retry) []dsl.Retry {
	var out []dsl.Retry
	for _, r := range all {
		for _, on := range r.On {
			if on == "transient" {
				r.On = []string{"transient"}
				out = append(out, r)
			}
		}
	}
	return out
}
