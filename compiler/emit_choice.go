package compiler

import (
	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// emitChoice writes a choice: the cases stand in place, and each ends with what
// it gives, where somebody reads it.
func (c *compile) emitChoice(n *blockNode, f flow) (string, []asl.Entry) {
	b := n.block
	v := c.variable(outputVar(b.Name))
	name := c.name(n.name)
	choice := &asl.Choice{Common: asl.Common{Comment: b.Description}}
	var out []asl.Entry
	// leave gives where a case goes on that has no state of its own.
	leave := func(label string, s *site) (string, asl.Value) {
		next, tail := c.exit(n.name+"-"+label, b.Name, b.Range, f, s)
		out = append(out, tail...)
		if f.next == "" {
			return next, nil
		}
		return next, c.assign(s)
	}
	for _, k := range n.cases {
		give := func(in *site) map[*variable]own {
			return c.ran(&b.Common, map[*variable]own{v: c.caseOwn(n, k, in)})
		}
		var next string
		var assign asl.Value
		if k.body == nil {
			next, assign = leave(k.branch.Name, &site{give(nil)})
		} else {
			var states []asl.Entry
			next, states = c.emitCase(n, k, give, f)
			out = append(out, states...)
		}
		if k.branch.When == nil {
			choice.Default, choice.Assign = next, assign
			continue
		}
		choice.Choices = append(choice.Choices, asl.Rule{Condition: asl.Code{Expr: c.cond(k.branch.When, n.frame)}, Next: next, Assign: assign})
	}
	if choice.Default == "" {
		none := asl.Object{{Key: "case", Value: asl.Null{}}, {Key: "output", Value: asl.Null{}}}
		choice.Default, choice.Assign = leave("none", &site{c.ran(&b.Common, map[*variable]own{v: {
			node:  func() jsonata.Node { return nodeOf(none) },
			value: func() asl.Value { return none },
		}})})
	}
	return name, append([]asl.Entry{c.state(name, b.Name, "", b.Range, choice)}, out...)
}

// emitCase writes the tasks of a case. The last state of them gives what the case
// does, where it can, else a Pass.
func (c *compile) emitCase(n *blockNode, k *caseNode, give func(*site) map[*variable]own, f flow) (string, []asl.Entry) {
	v := c.variable(outputVar(n.block.Name))
	if f.next != "" && !v.used && !c.tellsRan(&n.block.Common) {
		return c.emit(k.body, f)
	}
	if !c.blames(k.branch.Body.Output, f) && c.givesMore(k.body, k.reads) {
		return c.emit(k.body, f.besides(give, k.reads[0], k.reads[1]))
	}
	name := c.name(n.name + "-" + k.branch.Name)
	pass := &asl.Pass{}
	c.finish(&pass.Common, &pass.Flow, f, &site{give(nil)})
	if f.next != "" {
		pass.Output = nil // its input is {} already
	}
	first, states := c.emit(k.body, flow{next: name, fail: f.fail})
	return first, append(states, c.state(name, n.block.Name, "", n.block.Range, pass))
}

// caseOwn is {case, output} of a case, seen from its last state.
func (c *compile) caseOwn(n *blockNode, k *caseNode, s *site) own {
	output := c.outputOwn(k.branch.Body.Output, n.frame, s)
	return own{
		node: func() jsonata.Node {
			return &jsonata.Object{Pairs: []jsonata.Pair{{Key: str("case"), Value: str(k.branch.Name)}, {Key: str("output"), Value: output.node()}}}
		},
		value: func() asl.Value {
			return asl.Object{{Key: "case", Value: asl.String(k.branch.Name)}, {Key: "output", Value: output.value()}}
		},
	}
}
