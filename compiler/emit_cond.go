package compiler

import (
	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
)

// emitCond writes the Choice in front of what may be skipped.
func (c *compile) emitCond(n *condNode, f flow) (string, []asl.Entry) {
	base := n.item.Base()
	name := c.name(base.Name + "-when")
	skipped := map[*variable]own{}
	for _, item := range n.items {
		skipped[c.variable(outputVar(item.Base().Name))] = nullOwn()
		skipped[c.variable(skippedVar(item.Base().Name))] = boolOwn(true)
	}
	for _, cl := range n.clusters {
		skipped[c.variable(clusterVar(cl.Name))] = nullOwn()
	}
	s := &site{skipped}
	exit, tail := c.exit(base.Name+"-skipped", base.Name, base.Range, f, s)
	if len(tail) > 0 {
		c.from[exit] = Origin{Item: base.Name, Role: "skipped", Range: base.Range}
	}
	first, states := c.emit(n.inner, f)
	choice := &asl.Choice{Default: exit}
	rule := asl.Rule{Condition: asl.Code{Expr: c.condition(n)}, Next: first}
	if v := c.variable(skippedVar(base.Name)); v.used && base.When != nil { // else: see ran
		rule.Assign = asl.Object{{Key: v.name, Value: asl.Bool(false)}}
	}
	choice.Choices = []asl.Rule{rule}
	if f.next != "" {
		choice.Assign = c.assign(s)
	}
	out := []asl.Entry{c.state(name, base.Name, "when", base.Range, choice)}
	return name, append(append(out, states...), tail...)
}

// tellsRan: somebody asks whether an item was skipped that has no condition of
// its own to say so, because it is skipped with others, or never.
func (c *compile) tellsRan(base *dsl.Common) bool {
	v := c.variable(skippedVar(base.Name))
	return v.home != nil && v.used && base.When == nil
}

// ran adds to what an item gives that it was not skipped: see tellsRan.
func (c *compile) ran(base *dsl.Common, o map[*variable]own) map[*variable]own {
	if c.tellsRan(base) {
		o[c.variable(skippedVar(base.Name))] = boolOwn(false)
	}
	return o
}

func (c *compile) condition(n *condNode) jsonata.Node {
	if len(n.terms) == 0 {
		return c.ruleAt(n.when, n.frame, nil)
	}
	return c.runs(n.terms, func() jsonata.Node {
		if n.when == nil {
			return nil
		}
		return c.cond(n.when, n.frame)
	})
}

// runs is the condition that what run_if asks holds, and then when.
func (c *compile) runs(terms []term, when func() jsonata.Node) jsonata.Node {
	var all []jsonata.Node
	for _, t := range terms {
		var anyOf []jsonata.Node
		for _, name := range t.ran {
			anyOf = append(anyOf, call("not", &jsonata.Var{Name: skippedVar(name)}))
		}
		all = append(all, join("or", anyOf))
	}
	if w := when(); w != nil {
		all = append(all, w)
	}
	return join("and", all)
}
