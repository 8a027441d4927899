package compiler

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/compiler/graph"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A node is a part of the plan: a part of a pipeline with one way in and one
// way out, and the map of states that it will be written into.
//
//sumtype:decl
type node interface{ node() }

type (
	// A seqNode runs its parts one after another.
	seqNode struct{ parts []node }

	// A forkNode runs branches at the same time: a Parallel of ours.
	forkNode struct {
		name     string
		scope    *scope
		branches []*branchNode
	}

	// A branchNode is a branch of a Parallel.
	branchNode struct {
		scope *scope
		body  node // nil: nothing
		first string
		// output is evaluated at the end of the branch in place of an
		// object of exports; nil where the branch hands out those.
		output expr.Expr
		// of is the variable whose value the branch hands out as its own;
		// nil: see output.
		of    *variable
		frame frame
		empty string // the name of its only state, where it is empty
		// failed is the name of the state that raises its errors again,
		// marked: see tracker. Empty: first-branch-failed.
		failed string
		// owner is where that state comes from: the block or cluster whose
		// states these are. Without one it is the pipeline's own.
		owner Origin
	}

	// A taskNode is a task.
	taskNode struct {
		name    string // of its state, or of the Parallel around its states
		task    *dsl.Task
		frame   frame
		catches []*catchNode
		// loop is the map of states inside the Parallel that a polled task
		// needs for its retry and catch; nil where it needs none.
		loop *scope
	}

	// A blockNode is a stage, a sequence, a parallel, a choice or what a map
	// runs for one element.
	blockNode struct {
		name    string
		block   *dsl.Block
		frame   frame
		inner   node          // in place
		cases   []*caseNode   // of a choice
		around  []*branchNode // inside a Parallel of its own
		catches []*catchNode
		// reads are the uses of the output, from one index of c.uses to
		// another, where it stands in place.
		reads [2]int
	}

	// A condNode runs its inner part if a condition holds.
	condNode struct {
		item  dsl.Item
		frame frame
		terms []term
		when  expr.Expr
		inner node
		items []dsl.Item // all that are skipped with it
		// clusters are those that are not created then.
		clusters []*dsl.Cluster
	}

	// A clusterNode is a cluster and its span.
	clusterNode struct {
		cluster *dsl.Cluster
		frame   frame
		span    *branchNode
		needed  []needed // empty: it surely is
		tagged  bool     // with the execution: see emitLeft
	}
)

func (*seqNode) node()     {}
func (*forkNode) node()    {}
func (*taskNode) node()    {}
func (*blockNode) node()   {}
func (*condNode) node()    {}
func (*clusterNode) node() {}

// A caseNode is a case of a choice.
type caseNode struct {
	branch *dsl.Branch
	body   node   // nil: nothing
	reads  [2]int // as in a blockNode
}

// A catchNode is a catch of a task or block.
type catchNode struct {
	catch *dsl.Catch
	body  node // nil: nothing to run first
	frame frame
}

// A term of a condition: the task ran, or with any, one of them did.
type term struct {
	ran []string
}

// A needed is a user of a cluster whose skipping can be known before the
// cluster is created: what it hangs on, all of which has to hold.
type needed struct {
	terms []term
	when  []expr.Expr
}

// A frame is what an expression finds around it: the map of states, and what
// error.* is.
type frame struct {
	scope   *scope
	handler *handler
	each    *element // the innermost; nil: none
	// forked: it runs beside something else, which stops it by failing.
	forked bool
	// apart: it runs in an execution of its own, which run.* is not about.
	apart bool
}

// A handler is a catch, on_failure or finally, as the place of error.*.
type handler struct {
	variable string
	// task is the task's name where it is known; empty: it is in the
	// variable.
	task string
	// maybe: nothing may have failed.
	maybe bool
	// read: somebody asks for more of the error than is known anyway.
	read bool
}

// planBody nests the items of a body.
func (c *compile) planBody(body *dsl.Body, f frame, root bool) node {
	items := body.Items
	if len(items) == 0 {
		return nil
	}
	var spans []*span
	in := ""
	if root {
		spans = c.spans(items)
		in = fmt.Sprintf("pipeline %q", c.p.Name)
	}
	return c.planItems(items, spans, f, in)
}

// planItems nests items, those of a cluster's span as one. in is the header of
// the block that they stand in, where it is at hand.
func (c *compile) planItems(items []dsl.Item, spans []*span, f frame, in string) node {
	n := c.nestItems(items, spans)
	if c.weights == nil { // else they are told already
		c.tellAdded(n.graph, n.added, in)
		c.tellSpans(items, spans, in)
	}
	return c.planRegion(c.cutParts(n.region, n.parts), n.parts, f)
}

// nestItems nests items, those of a cluster's span as one.
func (c *compile) nestItems(items []dsl.Item, spans []*span) *nest {
	if n := c.known.nests[items[0]]; n != nil && len(spans) == 0 {
		return n
	}
	n := &nest{}
	n.graph, n.parts = partGraph(items, spans)
	n.region, n.added = region.Structure(n.graph, region.Options{Method: c.opts.Lowering})
	if len(spans) == 0 {
		c.known.nests[items[0]] = n
	}
	return n
}

// A part is a node of the graph of a body: an item, or the span of a cluster.
type part struct {
	item dsl.Item
	span *span
}

func (p part) name() string {
	if p.span != nil {
		return p.span.cluster.Name
	}
	return p.item.Base().Name
}

func (c *compile) planRegion(r region.Region, parts []part, f frame) node {
	if c.apart[r] {
		return c.planApart(r, parts, f)
	}
	switch r := r.(type) {
	case *region.Leaf:
		p := parts[r.Node]
		if p.span != nil {
			return c.planCluster(p.span, f)
		}
		return c.planItem(p.item, f)
	case *region.Seq:
		var out []node
		for _, x := range r.Parts {
			out = append(out, c.planRegion(x, parts, f))
		}
		return &seqNode{mergeSkips(out)}
	case *region.Par:
		n := &forkNode{scope: f.scope, name: c.forkName(r, parts)}
		for i, x := range r.Branches {
			inner := f
			inner.scope = newScope(f.scope, i)
			inner.forked = true
			n.branches = append(n.branches, &branchNode{
				scope: inner.scope,
				body:  c.planRegion(x, parts, inner),
				first: parts[slices.Min(region.First(x))].name(),
				frame: inner,
			})
		}
		return n
	}
	return nil
}

// forkName is made of the items that a Parallel begins and ends with, so that
// an edit elsewhere does not change it.
func (c *compile) forkName(r *region.Par, parts []part) string {
	first := slices.Min(region.First(r))
	last := slices.Max(region.Last(r))
	return c.name(parts[first].name() + ".." + parts[last].name())
}

// addWait tells of a wait that nobody asked for.
func (c *compile) addWait(p diag.Problem) {
	if c.opts.Strict {
		c.waits = append(c.waits, p.Error())
	} else {
		c.waits = append(c.waits, p.Warning())
	}
}

// explainedWaits is for how many added waits the dependencies are told that
// cannot be nested.
const explainedWaits = 50

// tellAdded warns of waits that nobody asked for.
func (c *compile) tellAdded(g *graph.Graph, added []region.Added, in string) {
	for i, a := range added {
		waiter, other := g.Nodes[a.Waiter], g.Nodes[a.For]
		p := diag.Problem{
			Code:  diag.AddedWait,
			Range: waiter.Range,
			In:    in,
			Detail: fmt.Sprintf("%q waits for %q, although it does not depend on it: the States Language nests branches, and these tasks cannot be nested exactly as they are written.",
				waiter.Name, other.Name),
		}
		if n := a.Count - 1; n > 0 {
			var also []string
			for _, i := range a.Also {
				also = append(also, g.Nodes[i].Name)
			}
			p.Detail += fmt.Sprintf(" It waits for %d more besides: %s.", n, strings.Join(also, ", "))
		}
		if a.Cost > 0 {
			p.Detail += fmt.Sprintf(" By the durations expected this costs %s.", a.Cost)
		}
		if i >= explainedWaits {
			// Enough to see what is going on; each takes a search.
		} else if cause, ok := a.Cause(); ok {
			for _, link := range []region.Link{cause.OneOnShared, cause.BothOnShared, cause.BothOnOwn} {
				if len(link.Path) > 0 {
					e := link.Path[len(link.Path)-1]
					p.Notes = append(p.Notes, diag.Note{Range: e.Range, Text: fmt.Sprintf("%q depends on %q: it %s", g.Nodes[link.To].Name, g.Nodes[link.From].Name, e.Why)})
				}
			}
		}
		p.Detail += " If the wait is unwelcome, group tasks with a stage, or leave out a dependency."
		c.addWait(p)
	}
}

// checkCycles reports every cycle, edge by edge.
func (c *compile) checkCycles() {
	c.eachBody(func(body *dsl.Body) {
		g := &graph.Graph{}
		place := map[dsl.Item]int{}
		for i, item := range body.Items {
			place[item] = i
			g.Nodes = append(g.Nodes, graph.Node{Name: item.Base().Name, Range: item.Base().Range})
		}
		for i, item := range body.Items {
			for _, d := range item.Base().Deps {
				if from, ok := place[d.On]; ok {
					g.Edges = append(g.Edges, graph.Edge{From: from, To: i, Why: d.Why, Range: d.Range})
				}
			}
		}
		for _, cycle := range g.Cycles() {
			first := cycle[0]
			p := diag.Problem{Code: diag.DependencyCycle, Range: g.Nodes[first.From].Range}
			if len(cycle) == 1 {
				p.Detail = fmt.Sprintf("%q waits for itself, so it could never start.", g.Nodes[first.From].Name)
				p.Range = first.Range
			} else {
				var names []string
				for _, e := range cycle {
					names = append(names, g.Nodes[e.From].Name)
				}
				names = append(names, g.Nodes[first.From].Name)
				slices.Reverse(names)
				p.Detail = fmt.Sprintf("These wait for each other, so none of them could ever start: %s. Take one of the dependencies away.", strings.Join(names, " waits for "))
			}
			for _, e := range cycle {
				p.Notes = append(p.Notes, diag.Note{Range: e.Range, Text: fmt.Sprintf("%q waits for %q: it %s", g.Nodes[e.To].Name, g.Nodes[e.From].Name, e.Why)})
			}
			c.add(p.Error())
		}
	})
}

// eachBody calls f for every body of the pipeline.
func (c *compile) eachBody(f func(*dsl.Body)) {
	var walk func(b *dsl.Body)
	walk = func(b *dsl.Body) {
		if b == nil {
			return
		}
		f(b)
		for _, item := range b.Items {
			if block, ok := item.(*dsl.Block); ok {
				for _, inner := range block.Bodies() {
					walk(inner)
				}
			}
			for _, catch := range item.Base().Catch {
				walk(catch.Body)
			}
		}
	}
	walk(c.p.Body)
	walk(c.p.OnFailure)
	walk(c.p.Finally)
}
