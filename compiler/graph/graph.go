// Package graph holds the task graph of one scope of a pipeline: what must
// happen before what, and why.
//
// A scope is what becomes one chain of states: the root of a pipeline, a stage,
// a branch, the body of a map. The nodes are its items (tasks and blocks) in
// the order they are declared, so a node's index is the item's index. Every
// edge keeps the reason for which it exists and the place it was written at,
// because every message about the order of tasks, whether on a cycle or on a
// wait that nobody asked for, has to quote the user's own lines.
//
// Here are cycles (cycle.go), the transitive reduction (order.go) and questions
// of reachability (reach.go). Not here: how the graph is read off a pipeline,
// which the compiler does, and how it becomes nested blocks, which is package
// region.
//
// Start with [Graph.Cycles]; when there is none, with [Graph.Reduce].
package graph

import (
	"time"

	"github.com/hashicorp/hcl/v2"
)

// A Graph is the items of one scope and what each waits for. The zero value is
// the graph of an empty scope. The caller owns it and must not change it while
// an [Order] made from it is in use.
type Graph struct {
	// Nodes stand in the order of declaration.
	Nodes []Node
	// Edges stand as written: a pair may repeat, an edge may follow from
	// others.
	Edges []Edge
}

// A Node is an item of the scope: a task or a block.
type Node struct {
	// Name is what the user calls it. The algorithms never look at it.
	Name string
	// Range is where it is declared.
	Range hcl.Range
	// Expected is how long it usually takes; 0 when unknown.
	Expected time.Duration
}

// An Edge says that To starts only after From has ended.
type Edge struct {
	From, To int
	// Why is a short phrase for people that completes "To waits for From: To …",
	// as in "refers to task.load.output" or "names it in depends_on".
	Why string
	// Range is where the reason is written.
	Range hcl.Range
}

// adjacency returns, for every node, the indexes into Edges of those that leave
// it, as written.
func (g *Graph) adjacency() [][]int32 {
	degree := make([]int32, len(g.Nodes))
	for _, e := range g.Edges {
		degree[e.From]++
	}
	out := make([][]int32, len(g.Nodes))
	flat := make([]int32, len(g.Edges))
	for v, d := range degree {
		out[v], flat = flat[:0:d], flat[d:]
	}
	for i, e := range g.Edges {
		out[e.From] = append(out[e.From], int32(i))
	}
	return out
}
