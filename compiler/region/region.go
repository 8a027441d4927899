// Package region turns a task graph into nested blocks.
//
// The Amazon States Language has sequence and Parallel and no graph, so every
// order of tasks must become a tree of those two. Some orders are such a tree
// already; for the others somebody must wait for more than they asked for.
// [Structure] chooses these waits so that they cost little and returns them
// together with the lines that made each necessary; [Check] proves a tree
// against its graph. docs/lowering.md explains the method and what it measures.
//
// Not here: what a block means (its conditions, catches and exports), which the
// compiler adds when it writes states.
//
// Start with [Structure]; solve.go holds the method from the top down.
package region

import (
	"fmt"
	"iter"
	"strings"

	"github.com/pipectl/pipectl/compiler/graph"
)

// A Region is a part of a pipeline that has one way in and one way out. A nil
// Region is that of a scope without items.
//
//sumtype:decl
type Region interface{ region() }

type (
	// A Leaf is one item of the scope.
	Leaf struct {
		// Node is its index in the graph.
		Node int
	}
	// A Seq runs its parts one after another. It has at least two, none of
	// them a Seq.
	Seq struct{ Parts []Region }
	// A Par runs its branches at the same time and ends when all have ended. It
	// has at least two, none of them a Par, sorted by the item of each that is
	// declared first.
	Par struct{ Branches []Region }
)

func (*Leaf) region() {}
func (*Seq) region()  {}
func (*Par) region()  {}

// Nodes yields the items of a region in the order they are written in.
func Nodes(r Region) iter.Seq[int] {
	return func(yield func(int) bool) { walk(r, yield) }
}

func walk(r Region, yield func(int) bool) bool {
	switch r := r.(type) {
	case nil:
		return true
	case *Leaf:
		return yield(r.Node)
	case *Seq:
		return walkAll(r.Parts, yield)
	case *Par:
		return walkAll(r.Branches, yield)
	default:
		panic(fmt.Sprintf("region: unknown region %T", r))
	}
}

func walkAll(rs []Region, yield func(int) bool) bool {
	for _, r := range rs {
		if !walk(r, yield) {
			return false
		}
	}
	return true
}

// First returns the items a region begins with: those that wait for nothing
// else in it.
func First(r Region) []int { return end(r, func(s *Seq) Region { return s.Parts[0] }) }

// Last returns the items a region ends with: those nothing else in it waits for.
func Last(r Region) []int { return end(r, func(s *Seq) Region { return s.Parts[len(s.Parts)-1] }) }

func end(r Region, part func(*Seq) Region) []int {
	switch r := r.(type) {
	case nil:
		return nil
	case *Leaf:
		return []int{r.Node}
	case *Seq:
		return end(part(r), part)
	case *Par:
		var nodes []int
		for _, b := range r.Branches {
			nodes = append(nodes, end(b, part)...)
		}
		return nodes
	default:
		panic(fmt.Sprintf("region: unknown region %T", r))
	}
}

// Outline writes a region as text, one line an item and one line a Par, a
// branch indented below it after a dash. It is what goldens and
// `--debug` show.
func Outline(r Region, g *graph.Graph) string {
	var b strings.Builder
	outline(&b, r, g, "", "")
	return b.String()
}

// outline writes r with lead before its first line and indent before the others.
func outline(b *strings.Builder, r Region, g *graph.Graph, lead, indent string) {
	switch r := r.(type) {
	case nil:
	case *Leaf:
		b.WriteString(lead + g.Nodes[r.Node].Name + "\n")
	case *Seq:
		for i, p := range r.Parts {
			if i > 0 {
				lead = indent
			}
			outline(b, p, g, lead, indent)
		}
	case *Par:
		b.WriteString(lead + "parallel\n")
		for _, p := range r.Branches {
			outline(b, p, g, indent+"- ", indent+"  ")
		}
	default:
		panic(fmt.Sprintf("region: unknown region %T", r))
	}
}
