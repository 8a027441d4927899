package compiler

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// States are written from the end: what follows a state is known when it is
// written, and so is its name.

// A flow says how it goes on after a part.
type flow struct {
	// next is the state that follows; empty where the map of states ends
	// here.
	next string

	// end gives the Output of the state that ends the map, seen from it.
	end func(*site) asl.Value

	// fail is where errors go in this map of states; nil: they end it.
	fail *target

	// with adds to what the last state gives what a block around it does;
	// nil: nothing.
	with func(*site) *site
}

// besides is a flow to which the last state of a block gives more: what the
// block does, as seen from that state. What only the block's output reads need be
// in no variable then: its uses are those from one index of c.uses to another.
func (f flow) besides(give func(*site) map[*variable]own, from, to int) flow {
	around := f.with
	f.with = func(s *site) *site {
		all := &site{maps.Clone(s.own)}
		for v, o := range s.own {
			o.hidden = o.hidden || !slices.ContainsFunc(v.uses, func(i int) bool { return i < from || i >= to })
			all.own[v] = o
		}
		maps.Copy(all.own, give(s))
		if around != nil {
			return around(all)
		}
		return all
	}
	return f
}

// A target takes errors in its map of states.
type target struct {
	next func() string
	// assign notes the error; nil where it is not noted: the first counts.
	assign func(errorAt) asl.Object
	// around is where an error goes that replaces the one that was caught,
	// in a catch; nil: it ends the map of states.
	around *target
	// marks: errors end the map of states here all the same, marked with
	// the task that failed: see tracker.
	marks bool
}

// An errorAt is an error where it is caught or raised.
type errorAt struct {
	name, cause jsonata.Node
	task        string // the innermost task that failed; empty: see cause
}

// name makes a state's name unique and no longer than AWS allows. A name that
// is taken gets a number; only names that are made of two tasks ever are.
func (c *compile) name(s string) string {
	const limit = 80 // source: the names of states
	if len(s) > limit {
		sum := sha256.Sum256([]byte(s))
		s = s[:limit-9] + "-" + hex.EncodeToString(sum[:4])
	}
	name := s
	for i := 2; c.names[name]; i++ {
		name = fmt.Sprintf("%s-%d", s, i)
	}
	c.names[name] = true
	return name
}

// state names a state and notes where it comes from.
func (c *compile) state(name, item, role string, rng hcl.Range, s asl.State) asl.Entry {
	c.from[name] = Origin{Item: item, Role: role, Range: rng}
	return asl.Entry{Name: name, State: s}
}

// emit writes a part and returns the state it begins with, which is f.next for
// a part without states.
func (c *compile) emit(n node, f flow) (string, []asl.Entry) {
	switch n := n.(type) {
	case nil:
		return f.next, nil
	case *seqNode:
		var parts [][]asl.Entry
		for i := len(n.parts) - 1; i >= 0; i-- {
			first, states := c.emit(n.parts[i], f)
			parts = append(parts, states)
			f = flow{next: first, fail: f.fail}
		}
		var out []asl.Entry
		for i := len(parts) - 1; i >= 0; i-- {
			out = append(out, parts[i]...)
		}
		return f.next, out
	case *forkNode:
		return c.emitFork(n, f)
	case *taskNode:
		return c.emitTask(n, f)
	case *blockNode:
		if n.cases != nil {
			return c.emitChoice(n, f)
		}
		return c.emitBlock(n, f)
	case *eachNode:
		return c.emitEach(n, f)
	case *childNode:
		return c.emitChild(n, f)
	case *condNode:
		return c.emitCond(n, f)
	case *clusterNode:
		return c.emitCluster(n, f)
	}
	panic(fmt.Sprintf("compiler: unknown node %T", n))
}

// body writes a map of states. empty is the name of its state where there is
// none.
func (c *compile) body(b *branchNode, track bool) *asl.Machine {
	f := flow{end: func(s *site) asl.Value { return c.branchOutput(b, s) }}
	failed := func() []asl.Entry { return nil }
	if track {
		f.fail, failed = c.tracker(cmp.Or(b.failed, b.first+"-branch-failed"), "failed_"+b.first)
	}
	if b.body == nil {
		name := c.name(b.empty)
		return &asl.Machine{StartAt: name, States: []asl.Entry{
			c.state(name, "", "", c.p.Range, &asl.Pass{Common: asl.Common{Output: f.end(nil)}, Flow: asl.Flow{End: true}}),
		}}
	}
	if b.output == nil || endsPlainly(b.body) && !(track && fails(b.output)) {
		first, states := c.emit(b.body, f)
		return &asl.Machine{StartAt: first, States: append(states, failed()...)}
	}
	last := c.name(strings.TrimSuffix(b.empty, "-empty") + "-output")
	first, states := c.emit(b.body, flow{next: last, fail: f.fail})
	states = append(states, c.state(last, "", "", c.p.Range, &asl.Pass{Common: asl.Common{Output: f.end(nil)}, Flow: asl.Flow{End: true}}))
	return &asl.Machine{StartAt: first, States: append(states, failed()...)}
}

// branchOutput is what a branch hands out, seen from the state that ends it.
func (c *compile) branchOutput(b *branchNode, s *site) asl.Value {
	if b.of != nil {
		if b.of.used && s != nil {
			if o, ok := s.own[b.of]; ok {
				return o.value()
			}
		}
		return asl.Object{}
	}
	if b.scope.plain {
		if b.output == nil {
			return asl.Object{}
		}
		return c.value(b.output, b.frame, s, nil)
	}
	out := asl.Object{}
	for _, v := range b.scope.exports {
		out = append(out, asl.Member{Key: v.name, Value: s.get(v)})
	}
	return out
}

// emitFork writes a Parallel of ours.
func (c *compile) emitFork(n *forkNode, f flow) (string, []asl.Entry) {
	p := &asl.Parallel{}
	for _, b := range n.branches {
		p.Branches = append(p.Branches, c.body(b, f.fail != nil && c.tracks))
	}
	own := map[*variable]own{}
	for _, b := range n.branches {
		for _, v := range b.scope.exports {
			own[v] = nodeOwn(resultMember(b.scope.index, v.name))
		}
	}
	p.Catch = c.catchers(f.fail, "")
	c.finish(&p.Common, &p.Flow, f, &site{own})
	return n.name, []asl.Entry{c.state(n.name, "", "", c.p.Range, p)}
}

// finish sets what follows a state that can hand on what it gave itself.
func (c *compile) finish(base *asl.Common, to *asl.Flow, f flow, s *site) {
	if f.with != nil {
		s = f.with(s)
	}
	if f.next == "" {
		to.End = true
		base.Output = f.end(s)
		return
	}
	to.Next = f.next
	base.Output = asl.Object{}
	base.Assign = c.assign(s)
}

// assign makes variables of what a state gave, where somebody reads them.
func (c *compile) assign(s *site) asl.Value {
	var mine []*variable
	for v, o := range s.own {
		if v.used && !o.hidden {
			mine = append(mine, v)
		}
	}
	slices.SortFunc(mine, func(a, b *variable) int { return a.rank - b.rank })
	var out asl.Object
	for _, v := range mine {
		out = append(out, asl.Member{Key: v.name, Value: s.own[v].value()})
	}
	if out == nil {
		return nil
	}
	return out
}

// exit is where a Choice or a Catch goes on: they cannot end a map of states.
// Where it ends here, a Succeed of the given name does.
func (c *compile) exit(name string, item string, rng hcl.Range, f flow, s *site) (string, []asl.Entry) {
	if f.next != "" {
		return f.next, nil
	}
	name = c.name(name)
	return name, []asl.Entry{c.state(name, item, "", rng, &asl.Succeed{Common: asl.Common{Output: f.end(s)}})}
}

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

// emitBlock writes a stage, a sequence or a parallel.
func (c *compile) emitBlock(n *blockNode, f flow) (string, []asl.Entry) {
	b := n.block
	v := c.variable(outputVar(b.Name))
	if n.around == nil {
		if !v.used && !c.tellsRan(&b.Common) && n.inner != nil {
			return c.emit(n.inner, f)
		}
		output := b.Body.Output
		if !v.used {
			output = nil
		}
		return c.emitOutput(n, f, func(in *site) map[*variable]own {
			return c.ran(&b.Common, map[*variable]own{v: c.outputOwn(output, n.frame, in)})
		})
	}
	p := &asl.Parallel{Common: asl.Common{Comment: b.Description}}
	name := c.name(n.name)
	tracks := c.tracks && (f.fail != nil || len(n.catches) > 0)
	for _, br := range n.around {
		p.Branches = append(p.Branches, c.body(br, tracks))
	}
	p.Retry = c.blockRetriers(b.Retry)
	own := c.ran(&b.Common, map[*variable]own{v: nodeOwn(result(0))})
	if b.Type == "parallel" {
		own[v] = parallelOwn(b)
	}
	extra := c.emitCatches(n.catches, n.frame, f, b, &p.Catch, "")
	if tracks && f.fail == nil {
		extra = append(extra, c.unmark(&p.Catch, &b.Common, extra)...)
	}
	c.catchRest(&p.Catch, f.fail, "")
	c.finish(&p.Common, &p.Flow, f, &site{own})
	return name, append([]asl.Entry{c.state(name, b.Name, "", b.Range, p)}, extra...)
}

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

// emitOutput writes a stage that gives something: its last state does where that
// can do so, else a Pass.
func (c *compile) emitOutput(n *blockNode, f flow, give func(*site) map[*variable]own) (string, []asl.Entry) {
	b := n.block
	if b.Description == "" && n.inner != nil && !c.blames(b.Body.Output, f) && c.givesMore(n.inner, n.reads) {
		return c.emit(n.inner, f.besides(give, n.reads[0], n.reads[1]))
	}
	name := c.name(n.name)
	pass := &asl.Pass{Common: asl.Common{Comment: b.Description}}
	c.finish(&pass.Common, &pass.Flow, f, &site{give(nil)})
	if f.next != "" {
		pass.Output = nil // its input is {} already
	}
	first, states := c.emit(n.inner, flow{next: name, fail: f.fail})
	return first, append(states, c.state(name, b.Name, "", b.Range, pass))
}

// givesMore: the last state of a part can give what a block around it does. What
// the block's output reads of it is then written in place of its variable, so it
// has to be no more than a path; reads are the uses of the output, as in a
// blockNode.
func (c *compile) givesMore(n node, reads [2]int) bool {
	read := func(name string) bool {
		return slices.ContainsFunc(c.variable(outputVar(name)).uses, func(i int) bool { return reads[0] <= i && i < reads[1] })
	}
	switch n := n.(type) {
	case *seqNode:
		return c.givesMore(n.parts[len(n.parts)-1], reads)
	case *taskNode:
		t := n.task
		if t.Mode != nil && t.Mode.Then != nil {
			return false
		}
		return endsPlainly(n) && (!read(t.Name) || c.givesPath(t))
	case *eachNode:
		keyed, known := n.each.of.Keyed()
		return !read(n.item.Base().Name) || known && !keyed || !n.each.of.Collects()
	case *blockNode:
		b := n.block
		if read(b.Name) && (b.Type == "parallel" || n.inner != nil && b.Body.Output != nil) {
			return false
		}
		return endsPlainly(n) && (n.inner == nil || c.givesMore(n.inner, reads))
	default:
	}
	return endsPlainly(n)
}

// blames: an error in the output of a block would be told as one of its last task.
func (c *compile) blames(output expr.Expr, f flow) bool {
	return c.tracks && f.fail != nil && fails(output)
}

// givesPath: the output of a task is a member of its call's answer, or the whole.
func (c *compile) givesPath(t *dsl.Task) bool {
	switch {
	case t.Output != nil || t.Kind.Name == "value":
		return false
	case t.Poll != nil || t.Mode == nil:
		return true
	}
	v := c.variable(outputVar(t.Name))
	return isPath(c.unwrapped(t, t.Mode.Unwrap, states("result"), t.Mode.Metadata, v.whole))
}

// outputOwn is the output of a body, seen from its last state; {} where it has
// none.
func (c *compile) outputOwn(output expr.Expr, f frame, s *site) own {
	if output == nil {
		return own{
			node:  func() jsonata.Node { return &jsonata.Object{} },
			value: func() asl.Value { return asl.Object{} },
		}
	}
	return own{
		node:  func() jsonata.Node { return c.node(output, f, s, nil) },
		value: func() asl.Value { return c.value(output, f, s, nil) },
	}
}

// parallelOwn is the output of a parallel block: its branches' by name.
func parallelOwn(b *dsl.Block) own {
	return own{
		node: func() jsonata.Node {
			o := &jsonata.Object{}
			for i, br := range b.Branches {
				o.Pairs = append(o.Pairs, jsonata.Pair{Key: &jsonata.String{Value: br.Name}, Value: result(i)})
			}
			return o
		},
		value: func() asl.Value {
			var o asl.Object
			for i, br := range b.Branches {
				o = append(o, asl.Member{Key: br.Name, Value: asl.Code{Expr: result(i)}})
			}
			return o
		},
	}
}
