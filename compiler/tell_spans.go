package compiler

import (
	"fmt"

	"github.com/pipectl/pipectl/compiler/graph"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// The work on a cluster is one thing to all that is around it: the cluster is
// created when all of it can begin, and ended when all of it has. What waits for
// a part of it waits for the whole, and what can begin waits for the rest. These
// are waits that nobody asked for, too.

// tellSpans warns of them, for the spans among the items of a body.
func (c *compile) tellSpans(items []dsl.Item, spans []*span, in string) {
	if len(spans) == 0 {
		return
	}
	g := itemGraph(items)
	order := g.Reduce()
	at := make(map[dsl.Item]int, len(items))
	for i, item := range items {
		at[item] = i
	}
	for _, s := range spans {
		// What the span waits for, and by which dependency of which item.
		var needs []int
		reason := map[int]dsl.Dep{}
		for _, item := range s.sorted() {
			for _, d := range item.Base().Deps {
				on, ok := at[d.On]
				if _, told := reason[on]; ok && !s.items[d.On] && !told {
					needs = append(needs, on)
					reason[on] = d
				}
			}
		}
		for _, item := range s.sorted() {
			if !begins(item, s) {
				continue
			}
			before := order.Ancestors(at[item])
			if late := missing(needs, before); len(late) > 0 {
				c.tellSpan(items, s, item, late, reason[late[0]], in,
					fmt.Sprintf("cluster %q is created when all that its tasks wait for has ended", s.cluster.Name))
			}
		}
		for i, item := range items {
			if s.items[item] {
				continue
			}
			var direct *dsl.Dep
			for _, d := range item.Base().Deps {
				if s.items[d.On] {
					direct = &d
					break
				}
			}
			if direct == nil {
				continue
			}
			var all []int
			for _, inner := range s.sorted() {
				all = append(all, at[inner])
			}
			if late := missing(all, order.Ancestors(i)); len(late) > 0 {
				c.tellSpan(items, s, item, late, *direct, in,
					fmt.Sprintf("what waits for work on cluster %q comes after the cluster has been ended", s.cluster.Name))
			}
		}
	}
}

// begins: nothing in the span comes before the item.
func begins(item dsl.Item, s *span) bool {
	for _, d := range item.Base().Deps {
		if s.items[d.On] {
			return false
		}
	}
	return true
}

// missing are those of a list that are not in a set.
func missing(list []int, set graph.Set) []int {
	var out []int
	for _, i := range list {
		if !set.Has(i) {
			out = append(out, i)
		}
	}
	return out
}

// tellSpan warns that an item waits for others, because of the dependency that
// led to it.
func (c *compile) tellSpan(items []dsl.Item, s *span, waiter dsl.Item, waitsFor []int, cause dsl.Dep, in, why string) {
	base := waiter.Base()
	p := diag.Problem{
		Code:   diag.AddedWait,
		Range:  base.Range,
		In:     in,
		Detail: fmt.Sprintf("%q waits for %q, although it does not depend on it: %s.", base.Name, items[waitsFor[0]].Base().Name, why),
		Notes: []diag.Note{
			{Range: s.cluster.Range, Text: fmt.Sprintf("%q is declared here", s.cluster.Name)},
			{Range: cause.Range, Text: fmt.Sprintf("the dependency on %q is this one", cause.On.Base().Name)},
		},
	}
	if n := len(waitsFor) - 1; n > 0 {
		p.Detail += fmt.Sprintf(" It waits for %d more besides.", n)
	}
	p.Detail += " If the wait is unwelcome, give a part of the work a cluster of its own; a depends_on says it aloud."
	c.addWait(p)
	for _, i := range waitsFor {
		c.spanWaits = append(c.spanWaits, Wait{Waiter: base.Name, For: items[i].Base().Name})
	}
}
