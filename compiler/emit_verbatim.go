package compiler

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// What a task "asl" runs is the only branch of a Parallel, whose Arguments are
// the input and whose retries and catches are the task's. A Task alone that says
// nothing but what it calls stands in the pipeline's machine itself: what it reads
// of its input then stands in place of that.

// emitVerbatim writes a task "asl".
func (c *compile) emitVerbatim(n *taskNode, f flow) (string, []asl.Entry) {
	v := c.verbatims[n.task]
	if task, ok := c.inPlace(v, n.frame); ok {
		return c.emitAlone(n, f, task)
	}
	t := n.task
	name := c.name(n.name)
	m := v.machine
	c.bound(m, t, n.frame)
	if v.alone {
		m.StartAt = c.name(t.Name + "-" + aloneName)
		m.States[0].Name = m.StartAt
	}
	asl.Walk(m, func(_, name string, _ asl.State) { c.from[name] = Origin{Item: t.Name, Range: t.Range} })
	p := &asl.Parallel{
		Common:    asl.Common{Comment: t.Description},
		Arguments: c.value(t.Arg("input"), n.frame, nil, nil),
		Branches:  []*asl.Machine{m},
		Retry:     c.retriers(t.Retry, c.transient(t)),
	}
	answer := c.taskOwn(n, "", result(0), false)
	extra := c.emitCatches(n.catches, n.frame, f, t, &p.Catch, t.Name)
	c.catchRest(&p.Catch, f.fail, t.Name)
	c.finish(&p.Common, &p.Flow, f, &site{answer})
	return name, append([]asl.Entry{c.state(name, t.Name, "task", t.Range, p)}, extra...)
}

// emitAlone writes a Task that stands in the pipeline's machine itself.
func (c *compile) emitAlone(n *taskNode, f flow, task *asl.Task) (string, []asl.Entry) {
	t := n.task
	name := c.name(n.name)
	if t.Description != "" {
		task.Comment = t.Description
	}
	c.bound(&asl.Machine{States: []asl.Entry{{Name: name, State: task}}}, t, n.frame)
	task.Retry = c.retriers(t.Retry, c.transient(t))
	task.Flow = asl.Flow{}
	answer := c.taskOwn(n, "", states("result"), false)
	extra := c.emitCatches(n.catches, n.frame, f, t, &task.Catch, t.Name)
	c.catchRest(&task.Catch, f.fail, t.Name)
	c.finish(&task.Common, &task.Flow, f, &site{answer})
	return name, append([]asl.Entry{c.state(name, t.Name, "task", t.Range, task)}, extra...)
}

// bound sets the task's timeout and role on the Tasks of a definition that have
// none of their own.
func (c *compile) bound(m *asl.Machine, t *dsl.Task, f frame) {
	asl.Walk(m, func(_, _ string, s asl.State) {
		task, ok := s.(*asl.Task)
		if !ok {
			return
		}
		if task.TimeoutSeconds == nil && t.Timeout != nil && !isNullLit(t.Timeout) { // of a Task alone
			task.TimeoutSeconds = c.value(t.Timeout, f, nil, nil)
		}
		if task.Credentials == nil && t.Role != nil && !isNullLit(t.Role) {
			task.Credentials = asl.Object{{Key: "RoleArn", Value: c.value(t.Role, f, nil, nil)}}
		}
	})
}

// inPlace is a copy of the Task that a definition consists of, with the task's
// input in place of $states.input. False where the definition is more than that,
// or would mean something else then.
func (c *compile) inPlace(v *verbatim, f frame) (*asl.Task, bool) {
	task, ok := v.machine.States[0].State.(*asl.Task)
	if !v.alone || !ok || len(task.Retry)+len(task.Catch) > 0 || task.Assign != nil || task.Output != nil || len(task.Extra) > 0 {
		return nil, false
	}
	own := *task
	s := &substitution{c: c, input: v.task.Arg("input"), frame: f}
	for _, value := range asl.Values(&own) {
		*value = rewriteCode(withCode(*value), s.rewrite)
	}
	return &own, !s.failed && !s.captured()
}

// A substitution puts a task's input in place of $states.input.
type substitution struct {
	c      *compile
	input  expr.Expr
	frame  frame
	failed bool // it cannot

	bound names // by the definition's own expressions
	free  names // in what was put in
}

// captured: a variable in what was put in would mean one of the definition's own.
func (s *substitution) captured() bool {
	return s.bound.has["states"] || slices.ContainsFunc(s.free.list, func(name string) bool { return s.bound.has[name] })
}

// rewrite gives what stands for a node; nil: itself.
func (s *substitution) rewrite(n jsonata.Node) jsonata.Node {
	switch n := n.(type) {
	case *jsonata.Dot:
		member, _ := n.Right.(*jsonata.Name)
		if member == nil {
			return nil
		}
		if isStates(n.Left) {
			return s.states(n, member.Value)
		}
		if inner, ok := n.Left.(*jsonata.Dot); ok && isStates(inner.Left) {
			if in, ok := inner.Right.(*jsonata.Name); ok && in.Value == "input" {
				return s.member(member.Value)
			}
		}
	case *jsonata.Assign:
		s.bound.add(n.Var)
	case *jsonata.Lambda:
		s.bound.add(n.Params...)
	case *jsonata.Focus:
		s.bound.add(n.Var)
	case *jsonata.Index:
		s.bound.add(n.Var)
	case *jsonata.Var:
		if n.Name == "states" {
			s.failed = true // it is not read as $states.MEMBER
		}
	default:
	}
	return nil
}

func isStates(n jsonata.Node) bool {
	v, ok := n.(*jsonata.Var)
	return ok && v.Name == "states"
}

// states is $states.MEMBER.
func (s *substitution) states(n jsonata.Node, member string) jsonata.Node {
	if member != "input" {
		return n
	}
	return s.stands(s.input)
}

// member is $states.input.NAME.
func (s *substitution) member(name string) jsonata.Node {
	switch in := s.input.(type) {
	case *expr.Object:
		if !staticKeys(in) {
			break
		}
		for _, item := range slices.Backward(in.Items) {
			if k, _ := expr.Static(item.Key); k.AsString() == name {
				return s.stands(item.Value)
			}
		}
	default:
	}
	return dots(s.stands(s.input), name)
}

// stands is an expression of the input in place of a mention of it. What is
// computed is not: it could be another value each time.
func (s *substitution) stands(e expr.Expr) jsonata.Node {
	n := s.c.node(e, s.frame, nil, nil)
	s.free.add(jsonata.Free(n)...)
	jsonata.Walk(n, func(n jsonata.Node) bool {
		if v, ok := n.(*jsonata.Var); ok {
			switch v.Name {
			case "uuid", "random", "now", "millis", "":
				s.failed = true
			}
		}
		return true
	})
	return n
}

// integrations are what is known of the Tasks of a definition.
func (v *verbatim) integrations() []catalog.Integration {
	var out []catalog.Integration
	asl.Walk(v.machine, func(_, _ string, s asl.State) {
		if task, ok := s.(*asl.Task); ok {
			out = append(out, catalog.IntegrationOf(task.Resource, memberText(task.Arguments)))
		}
	})
	return out
}
