package compiler

import (
	"slices"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// planItem plans a task or block, with its condition around it.
func (c *compile) planItem(item dsl.Item, f frame) node {
	base := item.Base()
	of, name := f, base.Name
	var each *eachNode
	if base.Each != nil {
		each, of = c.planEach(item, f)
		name += "-item"
	}
	var inner node
	switch item := item.(type) {
	case *dsl.Task:
		inner = c.planTask(item, of, name)
	case *dsl.Block:
		inner = c.planBlock(item, of, name)
	}
	if each != nil {
		each.inner = inner
		inner = each
	}
	c.variable(outputVar(base.Name)).home = f.scope
	if base.MaySkip {
		c.variable(skippedVar(base.Name)).home = f.scope
	}
	terms := runTerms(base)
	if base.When == nil && len(terms) == 0 {
		return inner
	}
	c.reads(base.When, f)
	return &condNode{item: item, frame: f, terms: terms, when: base.When, inner: inner, items: []dsl.Item{item}}
}

// runTerms are what run_if asks of the dependencies.
func runTerms(base *dsl.Common) []term {
	if base.RunIf == dsl.AllDone {
		return nil
	}
	var may []string
	sure := false
	for _, d := range base.Deps {
		if d.Order {
			continue
		}
		name := d.On.Base().Name
		if !d.On.Base().MaySkip {
			sure = true
		} else if !slices.Contains(may, name) {
			may = append(may, name)
		}
	}
	if len(may) == 0 || base.RunIf == dsl.AnySucceeded && sure {
		return nil
	}
	if base.RunIf == dsl.AnySucceeded {
		return []term{{ran: may}}
	}
	var out []term
	for _, m := range may {
		out = append(out, term{ran: []string{m}})
	}
	return out
}

// readTerms notes the reads of the conditions that are left once skips are
// merged.
func (c *compile) readTerms(n node) {
	switch n := n.(type) {
	case nil, *taskNode:
	case *seqNode:
		for _, p := range n.parts {
			c.readTerms(p)
		}
	case *forkNode:
		for _, b := range n.branches {
			c.readTerms(b.body)
		}
	case *eachNode:
		c.readTerms(n.inner)
	case *childNode:
		c.readTerms(n.branch.body)
	case *blockNode:
		c.readTerms(n.inner)
		for _, k := range n.cases {
			c.readTerms(k.body)
		}
		for _, b := range n.around {
			c.readTerms(b.body)
		}
	case *condNode:
		for _, t := range n.terms {
			for _, name := range t.ran {
				c.read(skippedVar(name), n.frame.scope, nil)
			}
		}
		c.readTerms(n.inner)
	case *clusterNode:
		c.readTerms(n.span.body)
		for _, x := range n.needed {
			for _, t := range x.terms {
				for _, name := range t.ran {
					c.read(skippedVar(name), n.frame.scope, nil)
				}
			}
			for _, w := range x.when {
				c.reads(w, n.frame)
			}
		}
	}
	for _, k := range catchesOf(n) {
		c.readTerms(k.body)
	}
}

func catchesOf(n node) []*catchNode {
	switch n := n.(type) {
	case *taskNode:
		return n.catches
	case *blockNode:
		return n.catches
	default:
	}
	return nil
}

func (c *compile) planTask(t *dsl.Task, f frame, name string) *taskNode {
	n := &taskNode{name: name, task: t, frame: f}
	at := f
	if t.Poll != nil && (len(t.Catch) > 0 || slices.ContainsFunc(t.Retry, beyondTransient)) {
		n.loop = newScope(f.scope, 0)
		n.loop.plain = true
		at.scope = n.loop
	}
	for _, a := range t.Args {
		c.reads(a.Value, at)
	}
	for _, e := range []expr.Expr{t.Timeout, t.Heartbeat, t.Role, t.Parameters, t.Output} {
		c.reads(e, at)
	}
	if t.Poll != nil {
		for _, e := range []expr.Expr{t.Poll.Every, t.Poll.Arguments, t.Poll.Until, t.Poll.Fail, t.Poll.StopArguments} {
			c.reads(e, at)
		}
	}
	n.catches = c.planCatches(t, f, t.Name)
	return n
}

// beyondTransient: a retry of the whole loop of a polled task. "transient"
// errors are retried call by call.
func beyondTransient(r dsl.Retry) bool {
	return r.Attempts > 0 && slices.ContainsFunc(r.On, func(s string) bool { return s != "transient" })
}

func (c *compile) planCatches(item dsl.Item, f frame, task string) []*catchNode {
	var out []*catchNode
	for _, k := range item.Base().Catch {
		inner := f
		inner.handler = &handler{variable: errorVar(item.Base().Name), task: task}
		n := &catchNode{catch: k, frame: inner}
		c.reads(k.Output, inner)
		if k.Body != nil {
			n.body = c.planBody(k.Body, inner, false)
		}
		out = append(out, n)
	}
	return out
}

func (c *compile) planBlock(b *dsl.Block, f frame, name string) *blockNode {
	n := &blockNode{name: name, block: b, frame: f}
	guarded := len(b.Retry) > 0 || len(b.Catch) > 0
	switch {
	case b.Type == "parallel":
		for i, br := range b.Branches {
			n.around = append(n.around, c.planBranch(br.Body, f, i, br.Name))
		}
	case b.Type == "choice" && guarded:
		// The choice alone, inside of a Parallel.
		branch := &branchNode{scope: newScope(f.scope, 0), frame: f, first: b.Name}
		branch.scope.plain = true
		branch.frame.scope = branch.scope
		c.variable(outputVar(b.Name)).whole = true
		inner := &blockNode{name: name + "-case", block: b, frame: branch.frame}
		c.planCases(inner)
		branch.body, branch.of = inner, c.variable(outputVar(b.Name))
		n.around = []*branchNode{branch}
	case b.Type == "choice":
		c.planCases(n)
	case guarded:
		n.around = []*branchNode{c.planBranch(b.Body, f, 0, b.Name)}
	default:
		n.inner = c.planBody(b.Body, f, false)
		n.reads = c.outputReads(b.Body.Output, f)
	}
	for _, branch := range n.around {
		branch.owner = Origin{Item: b.Name, Range: b.Range}
	}
	n.catches = c.planCatches(b, f, "")
	return n
}

// planCases plans the cases of a choice, in place.
func (c *compile) planCases(n *blockNode) {
	for _, br := range n.block.Branches {
		c.reads(br.When, n.frame)
		k := &caseNode{branch: br, body: c.planBody(br.Body, n.frame, false)}
		k.reads = c.outputReads(br.Body.Output, n.frame)
		n.cases = append(n.cases, k)
	}
}

// outputReads notes what the output of a body in place reads, and returns from
// which index of c.uses to which that is.
func (c *compile) outputReads(output expr.Expr, f frame) [2]int {
	from := len(c.uses)
	c.reads(output, f)
	return [2]int{from, len(c.uses)}
}

// planBranch plans a body in a map of states of its own, whose output is the
// body's output.
func (c *compile) planBranch(b *dsl.Body, f frame, index int, name string) *branchNode {
	inner := f
	inner.scope = newScope(f.scope, index)
	inner.scope.plain = true
	n := &branchNode{scope: inner.scope, frame: inner, output: b.Output, first: name, empty: name + "-empty"}
	n.body = c.planBody(b, inner, false)
	if len(b.Items) > 0 {
		n.first = b.Items[0].Base().Name
	}
	c.reads(b.Output, inner)
	return n
}

// mergeSkips puts what is skipped together under one condition: parts that
// follow a conditional one and hang on nothing that could be skipped but on it.
func mergeSkips(parts []node) []node {
	var out []node
	for i := 0; i < len(parts); i++ {
		cond, ok := parts[i].(*condNode)
		if !ok {
			out = append(out, parts[i])
			continue
		}
		ran := map[string]bool{cond.item.Base().Name: true}
		run := []node{cond.inner}
		for i+1 < len(parts) && hangsOn(parts[i+1], ran, false) {
			i++
			hangsOn(parts[i], ran, true)
			part := unwrap(parts[i])
			run = append(run, part)
			cond.items = append(cond.items, itemsOf(parts[i])...)
		}
		if len(run) > 1 {
			cond.inner = &seqNode{flatten(run)}
		}
		out = append(out, cond)
	}
	return out
}

func flatten(parts []node) []node {
	var out []node
	for _, p := range parts {
		if s, ok := p.(*seqNode); ok {
			out = append(out, s.parts...)
			continue
		}
		out = append(out, p)
	}
	return out
}

// hangsOn says whether everything in a part is skipped when those that ran are
// not; with change, conditions that hold then are dropped.
func hangsOn(n node, ran map[string]bool, change bool) bool {
	switch n := n.(type) {
	case *condNode:
		hangs := false
		var left []term
		for _, t := range n.terms {
			known := slices.ContainsFunc(t.ran, func(s string) bool { return ran[s] })
			if known && len(t.ran) == 1 {
				hangs = true // it is skipped when that one is
			}
			if !known {
				left = append(left, t)
			}
		}
		if hangs && change {
			n.terms = left
			if len(left) == 0 && n.when == nil {
				ran[n.item.Base().Name] = true
			}
		}
		return hangs
	case *forkNode:
		for _, b := range n.branches {
			if !hangsOn(b.body, ran, false) {
				return false
			}
		}
		if change {
			for _, b := range n.branches {
				hangsOn(b.body, ran, true)
				b.body = unwrap(b.body)
			}
		}
		return true
	case *seqNode:
		// The parts were merged already: the first stands for what hangs on
		// it.
		mine := maps0(ran)
		for _, p := range n.parts {
			if !hangsOn(p, mine, change) {
				return false
			}
			if cond, ok := p.(*condNode); ok && len(cond.terms) == 0 && cond.when == nil {
				mine[cond.item.Base().Name] = true
			}
		}
		if change {
			for i, p := range n.parts {
				n.parts[i] = unwrap(p)
			}
			n.parts = flatten(n.parts)
			for name := range mine {
				ran[name] = true
			}
		}
		return true
	default:
	}
	return false
}

func maps0(m map[string]bool) map[string]bool {
	out := make(map[string]bool, len(m))
	for k := range m {
		out[k] = true
	}
	return out
}

// unwrap drops a condition that always holds.
func unwrap(n node) node {
	if cond, ok := n.(*condNode); ok && len(cond.terms) == 0 && cond.when == nil {
		return cond.inner
	}
	return n
}

// itemsOf are the tasks and blocks of a part that are skipped with it.
func itemsOf(n node) []dsl.Item {
	switch n := n.(type) {
	case *condNode:
		return n.items
	case *taskNode:
		return []dsl.Item{n.task}
	case *blockNode:
		return []dsl.Item{n.block}
	case *eachNode:
		return []dsl.Item{n.item}
	case *childNode:
		return itemsOf(n.branch.body)
	case *seqNode:
		var out []dsl.Item
		for _, p := range n.parts {
			out = append(out, itemsOf(p)...)
		}
		return out
	case *forkNode:
		var out []dsl.Item
		for _, b := range n.branches {
			out = append(out, itemsOf(b.body)...)
		}
		return out
	case *clusterNode:
		return itemsOf(n.span.body)
	}
	return nil
}
