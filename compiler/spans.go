package compiler

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler/graph"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A span is a cluster with its users and every task between two of them: what
// runs between its creation and its end.
type span struct {
	cluster *dsl.Cluster
	items   map[dsl.Item]bool
	users   []dsl.Item
	inner   []*span // spans of other clusters that lie inside
}

func (p part) rng() hcl.Range {
	if p.span != nil {
		return p.span.cluster.Range
	}
	return p.item.Base().Range
}

func (p part) expected() time.Duration {
	if p.span == nil {
		return expected(p.item)
	}
	inside := &dsl.Body{}
	for item := range p.span.items {
		inside.Items = append(inside.Items, item)
	}
	return longestWay(inside)
}

// spans finds the spans of the pipeline's clusters, nested as they are. Two that
// overlap without one holding the other become one.
func (c *compile) spans(items []dsl.Item) []*span {
	g := itemGraph(items)
	order := g.Reduce()
	var all []*span
	for _, cl := range c.p.Clusters {
		if given(cl) {
			continue
		}
		s := &span{cluster: cl, items: map[dsl.Item]bool{}}
		var users []int
		for i, item := range items {
			if slices.ContainsFunc(item.Base().Clusters, func(u dsl.ClusterUse) bool { return u.Cluster == cl }) {
				users = append(users, i)
				s.users = append(s.users, item)
			}
		}
		if len(users) == 0 {
			continue
		}
		s.add(items, order, users)
		all = append(all, s)
	}
	// Merging makes a span larger, which may make it overlap others.
	for changed := true; changed; {
		changed = false
		waits := waitsAmong(all, items, order)
		for i := 0; i < len(all) && !changed; i++ {
			for j := i + 1; j < len(all) && !changed; j++ {
				nested := all[i].holds(all[j]) || all[j].holds(all[i])
				if nested || !overlap(all[i], all[j]) && !(waits[i][j] && waits[j][i]) {
					continue
				}
				a, b := all[i], all[j]
				c.add(diag.Problem{
					Code:  diag.MergedSpans,
					Range: b.cluster.Range,
					Detail: fmt.Sprintf("The tasks that use %q and those that use %q are interlaced, so %q lives until both have ended. "+
						"Order the tasks so that one cluster's work lies inside the other's or after it to end it sooner.", a.cluster.Name, b.cluster.Name, a.cluster.Name),
					Notes: []diag.Note{{Range: a.cluster.Range, Text: fmt.Sprintf("%q is declared here", a.cluster.Name)}},
				}.Warning())
				var both []int
				for k, item := range items {
					if a.items[item] || b.items[item] {
						both = append(both, k)
					}
				}
				a.add(items, order, both)
				changed = true
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *span) int { return len(b.items) - len(a.items) })
	var top []*span
	for _, s := range all {
		place := &top
		for {
			i := slices.IndexFunc(*place, func(o *span) bool { return o.holds(s) })
			if i < 0 {
				break
			}
			place = &(*place)[i].inner
		}
		*place = append(*place, s)
	}
	return top
}

// add closes a span over everything that lies between two of its items.
func (s *span) add(items []dsl.Item, order *graph.Order, ids []int) {
	after, before := order.Descendants(ids...), order.Ancestors(ids...)
	for _, i := range ids {
		s.items[items[i]] = true
	}
	for i, item := range items {
		if after.Has(i) && before.Has(i) {
			s.items[item] = true
		}
	}
}

func (s *span) holds(inner *span) bool {
	for item := range inner.items {
		if !s.items[item] {
			return false
		}
	}
	return true
}

func overlap(a, b *span) bool {
	shared := false
	for item := range a.items {
		shared = shared || b.items[item]
	}
	return shared && !a.holds(b) && !b.holds(a)
}

// waitsAmong says of spans, none of which holds the other, whether the one at
// the second index has to wait for the one at the first, each as a whole. Spans
// that wait for each other share no task, and yet one cannot end before the
// other begins.
func waitsAmong(all []*span, items []dsl.Item, order *graph.Order) [][]bool {
	waits := make([][]bool, len(all))
	for i, a := range all {
		waits[i] = make([]bool, len(all))
		var ids []int
		for k, item := range items {
			if a.items[item] {
				ids = append(ids, k)
			}
		}
		after := order.Descendants(ids...)
		for j, b := range all {
			if i == j || a.holds(b) || b.holds(a) {
				continue
			}
			for k, item := range items {
				waits[i][j] = waits[i][j] || b.items[item] && after.Has(k)
			}
		}
	}
	for k := range all {
		for i := range all {
			for j := range all {
				waits[i][j] = waits[i][j] || waits[i][k] && waits[k][j]
			}
		}
	}
	return waits
}

func itemGraph(items []dsl.Item) *graph.Graph {
	g := &graph.Graph{}
	place := map[dsl.Item]int{}
	for i, item := range items {
		place[item] = i
		g.Nodes = append(g.Nodes, graph.Node{Name: item.Base().Name})
	}
	for i, item := range items {
		for _, d := range item.Base().Deps {
			if from, ok := place[d.On]; ok {
				g.Edges = append(g.Edges, graph.Edge{From: from, To: i})
			}
		}
	}
	return g
}

// contract makes the items of each span one part. Parts stand in the order of
// their first item.
func contract(items []dsl.Item, spans []*span) ([]part, map[dsl.Item]int) {
	place := make(map[dsl.Item]int, len(items))
	var parts []part
	at := map[*span]int{}
	for _, item := range items {
		i := slices.IndexFunc(spans, func(s *span) bool { return s.items[item] })
		if i < 0 {
			place[item] = len(parts)
			parts = append(parts, part{item: item})
			continue
		}
		s := spans[i]
		if _, ok := at[s]; !ok {
			at[s] = len(parts)
			parts = append(parts, part{span: s})
		}
		place[item] = at[s]
	}
	return parts, place
}

// planCluster plans a cluster and its span.
func (c *compile) planCluster(s *span, f frame) node {
	inner := f
	inner.scope = newScope(f.scope, 0)
	n := &clusterNode{cluster: s.cluster, frame: f}
	c.variable(clusterVar(s.cluster.Name)).home = f.scope
	if c.beside(s.cluster, f) {
		n.tagged = true
		c.left = append(c.left, n)
	}
	for _, a := range s.cluster.Args {
		c.reads(a.Value, f)
	}
	items := s.sorted()
	if !ends(s.cluster) {
		inner = f // nothing to clean up: the span stands in place
	}
	n.span = &branchNode{
		scope: inner.scope, frame: inner, first: items[0].Base().Name,
		owner: Origin{Item: s.cluster.Name, Range: s.cluster.Range},
	}
	n.span.body = c.planItems(items, s.inner, inner, fmt.Sprintf("pipeline %q", c.p.Name))
	if cond := c.skippedWith(n, s); cond != nil {
		return cond
	}
	n.needed = neededBy(s)
	return n
}

// neededBy are the conditions of which one has to hold for a cluster to be
// created: there is none where some user surely runs.
func neededBy(s *span) []needed {
	var all []needed
	for _, u := range s.users {
		know := known(u, s)
		if len(know.terms) == 0 && len(know.when) == 0 {
			return nil
		}
		if !slices.ContainsFunc(all, func(n needed) bool {
			return slices.Equal(n.when, know.when) && slices.EqualFunc(n.terms, know.terms, func(a, b term) bool { return slices.Equal(a.ran, b.ran) })
		}) {
			all = append(all, know)
		}
	}
	return all
}

// known is what an item of a span needs so as not to be skipped, as far as it is
// known before the span begins: its own conditions, and those of the items of
// the span that it is skipped with.
func known(item dsl.Item, s *span) needed {
	var out needed
	seen := map[dsl.Item]bool{}
	var visit func(item dsl.Item)
	visit = func(item dsl.Item) {
		if seen[item] {
			return
		}
		seen[item] = true
		base := item.Base()
		for _, t := range runTerms(base) {
			switch inside := slices.ContainsFunc(t.ran, s.has); {
			case !inside:
				if !slices.ContainsFunc(out.terms, func(o term) bool { return slices.Equal(o.ran, t.ran) }) {
					out.terms = append(out.terms, t)
				}
			case len(t.ran) == 1:
				for _, d := range base.Deps {
					if d.On.Base().Name == t.ran[0] {
						visit(d.On)
					}
				}
			}
		}
		if base.When != nil && !slices.ContainsFunc(taskReads(base.When), s.has) {
			out.when = append(out.when, base.When)
		}
	}
	visit(item)
	return out
}

// skippedWith puts the condition that everything in a span hangs on around the
// cluster, so that this is created, used and ended where it holds, and none of
// it is thought of where not. Nil where there is no such condition.
func (c *compile) skippedWith(n *clusterNode, s *span) node {
	body := n.span.body
	if q, ok := body.(*seqNode); ok && len(q.parts) == 1 {
		body = q.parts[0]
	}
	cond, ok := body.(*condNode)
	if !ok || cond.item.Base().When == nil || len(cond.clusters) > 0 {
		return nil
	}
	for _, m := range expr.Mentions(cond.when) {
		if id, ok := m.Ref.Source.(expr.ClusterID); ok && id.Cluster == s.cluster.Name {
			return nil
		}
	}
	n.span.body = cond.inner
	cond.inner, cond.frame = n, n.frame
	cond.clusters = append(cond.clusters, s.cluster)
	// The Choice now stands around the span, and so does what it assigns.
	c.variable(skippedVar(cond.item.Base().Name)).home = n.frame.scope
	return cond
}

// sorted are the items of a span in the order of declaration.
func (s *span) sorted() []dsl.Item {
	var items []dsl.Item
	for item := range s.items {
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b dsl.Item) int { return a.Base().Index - b.Base().Index })
	return items
}

func (s *span) has(name string) bool {
	for item := range s.items {
		if item.Base().Name == name {
			return true
		}
	}
	return false
}
