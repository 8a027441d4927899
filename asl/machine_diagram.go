package asl

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl/diagram"
)

// Diagram draws the machine: a node for a state, with its name and what it
// does; a frame for a Parallel or a Map; an edge for a transition, with the
// condition of a choice, and dotted where an error is caught. The ID of a node
// is the JSON pointer of its state, as names may occur in several branches.
func (m *Machine) Diagram(title string) *diagram.Diagram {
	const start, end = "start", "end" // no pointers
	d := &picture{Diagram: &diagram.Diagram{Title: title}}
	d.Nodes = append(d.Nodes, diagram.Node{ID: start, Label: "Start", Shape: diagram.Start})
	d.machine(m, "", "")
	if _, ok := m.State(m.StartAt); ok {
		d.Edges = append([]diagram.Edge{{From: start, To: Pointer("", "States", m.StartAt)}}, d.Edges...)
	}
	for _, id := range d.ends {
		d.Edges = append(d.Edges, diagram.Edge{From: id, To: end})
	}
	if len(d.ends) > 0 {
		d.Nodes = append(d.Nodes, diagram.Node{ID: end, Label: "End", Shape: diagram.End})
	}
	return d.Diagram
}

type picture struct {
	*diagram.Diagram
	ends []string // states at the top that end the execution
}

// machine draws the states of a machine whose JSON pointer is given, in a
// cluster.
func (p *picture) machine(m *Machine, pointer, in string) {
	for _, e := range m.States {
		id := Pointer(pointer, "States", e.Name)
		node := diagram.Node{ID: id, Label: e.Name, Note: note(e.State), In: in}
		frame := diagram.Cluster{ID: id, Label: e.Name, Note: note(e.State), In: in}
		to := func(next, label string, line diagram.Line) {
			if _, ok := m.State(next); ok {
				p.Edges = append(p.Edges, diagram.Edge{From: id, To: Pointer(pointer, "States", next), Label: label, Line: line})
			}
		}
		flow := func(f Flow, catch []Catcher) {
			to(f.Next, "", diagram.Solid)
			if f.End && in == "" {
				p.ends = append(p.ends, id)
			}
			for _, c := range caught(catch) {
				to(c.Next, strings.Join(c.ErrorEquals, ", "), diagram.Dotted)
			}
		}
		switch s := e.State.(type) {
		case *Pass:
			p.Nodes = append(p.Nodes, node)
			flow(s.Flow, nil)
		case *Task:
			p.Nodes = append(p.Nodes, node)
			flow(s.Flow, s.Catch)
		case *Wait:
			p.Nodes = append(p.Nodes, node)
			flow(s.Flow, nil)
		case *Succeed:
			p.Nodes = append(p.Nodes, node)
			flow(Flow{End: true}, nil)
		case *Fail:
			p.Nodes = append(p.Nodes, node)
		case *Choice:
			node.Shape, node.Note = diagram.Choice, ""
			p.Nodes = append(p.Nodes, node)
			for _, r := range s.Choices {
				to(r.Next, condition(r), diagram.Solid)
			}
			to(s.Default, "otherwise", diagram.Solid)
		case *Parallel:
			p.Clusters = append(p.Clusters, frame)
			for i, b := range s.Branches {
				p.machine(b, PointerIndex(Pointer(id, "Branches"), i), id)
			}
			flow(s.Flow, s.Catch)
		case *Map:
			p.Clusters = append(p.Clusters, frame)
			if s.Processor != nil {
				p.machine(s.Processor, Pointer(id, s.ProcessorField()), id)
			}
			flow(s.Flow, s.Catch)
		}
	}
}

// caught is one catcher for each state that errors lead to, with the errors as
// they are drawn: none where all lead to the same state.
func caught(catch []Catcher) []Catcher {
	var out []Catcher
	for _, c := range catch {
		i := slices.IndexFunc(out, func(o Catcher) bool { return o.Next == c.Next })
		if i < 0 {
			out = append(out, Catcher{Next: c.Next})
			i = len(out) - 1
		}
		out[i].ErrorEquals = append(out[i].ErrorEquals, c.ErrorEquals...)
	}
	for i := range out {
		if !slices.Contains(out[i].ErrorEquals, "States.ALL") {
			continue
		}
		out[i].ErrorEquals = []string{"any other error"}
		if len(out) == 1 {
			out[i].ErrorEquals = nil
		}
	}
	return out
}

// note is what a state does, shortly.
func note(s State) string {
	switch s := s.(type) {
	case *Pass:
		return "Pass"
	case *Task:
		// arn:aws:states:::glue:startJobRun.sync, arn:aws:lambda:...
		if _, call, ok := strings.Cut(s.Resource, ":states:::"); ok {
			return strings.TrimPrefix(call, "aws-sdk:")
		}
		if strings.Contains(s.Resource, ":lambda:") {
			return "lambda"
		}
		if strings.Contains(s.Resource, ":activity:") {
			return "activity"
		}
		return "Task"
	case *Choice:
		return "Choice"
	case *Wait:
		return "Wait"
	case *Succeed:
		return "Succeed"
	case *Fail:
		return "Fail"
	case *Parallel:
		return "Parallel"
	case *Map:
		return "Map"
	}
	panic("asl: no such state")
}

// condition is a rule of a choice in its own words.
func condition(r Rule) string {
	if r.Condition != nil {
		if expr, ok := Source(r.Condition); ok {
			return expr
		}
		return string(AppendValue(nil, r.Condition, 0))
	}
	return test(r.Test)
}

// test is a comparison of JSONPath as "$.a NumericEquals 1".
func test(o Object) string {
	if not, ok := o.Get("Not"); ok {
		if inner, ok := not.(Object); ok {
			return "not " + test(inner)
		}
	}
	for _, op := range []string{"And", "Or"} {
		if list, ok := o.Get(op); ok {
			var parts []string
			items, _ := list.(Array)
			for _, i := range items {
				if inner, ok := i.(Object); ok {
					parts = append(parts, test(inner))
				}
			}
			return strings.Join(parts, " "+strings.ToLower(op)+" ")
		}
	}
	variable, operation := "", ""
	for _, member := range o {
		if member.Key == "Variable" {
			if s, ok := member.Value.(String); ok {
				variable = string(s)
			}
			continue
		}
		operation = " " + member.Key + " " + string(AppendValue(nil, member.Value, 0))
	}
	return variable + operation
}
