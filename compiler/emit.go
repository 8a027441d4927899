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
		from := b.owner
		if from.Item == "" {
			from.Range = c.p.Range
		}
		f.fail, failed = c.tracker(cmp.Or(b.failed, b.first+"-branch-failed"), "failed_"+b.first, from)
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
