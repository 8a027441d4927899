package view

import (
	"fmt"
	"slices"

	"github.com/pipectl/pipectl/asl/diagram"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/compiler/graph"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
)

// Pipeline draws the DAG that a user wrote: tasks, blocks as frames, an edge
// for each wait that does not follow from others, handlers dotted. Waits that
// the States Language makes necessary besides are dashed. As text it is the
// nested form that the DAG becomes.
// Lowering is that of compiler.Options.
func Pipeline(p *dsl.Pipeline, lowering string) *diagram.Diagram {
	d := &pipelineDrawing{&diagram.Diagram{Title: p.Name}, p, lowering}
	body := diagram.Seq{d.body(p.Body, "")}
	last := d.ends(p.Body)
	handler := func(name string, b *dsl.Body, line diagram.Line) {
		if b == nil {
			return
		}
		frame := diagram.Cluster{ID: name, Label: name, Line: line}
		d.Clusters = append(d.Clusters, frame)
		body = append(body, diagram.Box{Cluster: frame, Body: d.body(b, name)})
		for _, from := range last {
			d.Edges = append(d.Edges, diagram.Edge{From: from, To: name, Line: line})
		}
		last = append(last, name)
	}
	handler("on_failure", p.OnFailure, diagram.Dotted)
	handler("finally", p.Finally, diagram.Solid)
	d.Body = body
	return d.Diagram
}

type pipelineDrawing struct {
	*diagram.Diagram
	p        *dsl.Pipeline
	lowering string
}

// body draws a DAG into a cluster and returns its nested form.
func (d *pipelineDrawing) body(b *dsl.Body, in string) diagram.Part {
	if b == nil || len(b.Items) == 0 {
		return nil
	}
	g := bodyGraph(b)
	parts := make([]diagram.Part, len(b.Items))
	for i, item := range b.Items {
		parts[i] = d.item(item, in)
	}
	if len(g.Cycles()) > 0 {
		// Nothing is nested then; the compiler says why.
		for _, e := range g.Edges {
			edge := diagram.Edge{From: g.Nodes[e.From].Name, To: g.Nodes[e.To].Name}
			if !slices.Contains(d.Edges, edge) { // there may be several reasons
				d.Edges = append(d.Edges, edge)
			}
		}
		return diagram.Loose(parts)
	}
	for _, e := range g.Reduce().Edges {
		d.Edges = append(d.Edges, diagram.Edge{From: g.Nodes[e.From].Name, To: g.Nodes[e.To].Name})
	}
	r, waits := compiler.Nest(d.p, b, compiler.Options{Lowering: d.lowering})
	for _, w := range waits {
		d.Edges = append(d.Edges, diagram.Edge{From: w.For, To: w.Waiter, Line: diagram.Dashed})
	}
	return nested(r, parts)
}

// bodyGraph is the task graph of a body.
func bodyGraph(b *dsl.Body) *graph.Graph {
	g := &graph.Graph{}
	place := map[dsl.Item]int{}
	for i, item := range b.Items {
		c := item.Base()
		place[item] = i
		g.Nodes = append(g.Nodes, graph.Node{Name: c.Name, Range: c.Range})
	}
	for i, item := range b.Items {
		for _, dep := range item.Base().Deps {
			if from, ok := place[dep.On]; ok {
				g.Edges = append(g.Edges, graph.Edge{From: from, To: i, Why: dep.Why, Range: dep.Range})
			}
		}
	}
	return g
}

func nested(r region.Region, parts []diagram.Part) diagram.Part {
	switch r := r.(type) {
	case *region.Leaf:
		return parts[r.Node]
	case *region.Seq:
		var s diagram.Seq
		for _, p := range r.Parts {
			s = append(s, nested(p, parts))
		}
		return s
	case *region.Par:
		var p diagram.Par
		for _, b := range r.Branches {
			p = append(p, nested(b, parts))
		}
		return p
	}
	panic(fmt.Sprintf("view: no such region %T", r))
}

// item draws a task or a block, and the tasks of its catch blocks.
func (d *pipelineDrawing) item(item dsl.Item, in string) diagram.Part {
	var part diagram.Part
	switch item := item.(type) {
	case *dsl.Task:
		n := diagram.Node{ID: item.Name, Note: item.Kind.Name, In: in}
		if item.Cluster != nil {
			n.Note += " on " + item.Cluster.Name
		}
		n.Note += repeated(item.Each)
		d.Nodes = append(d.Nodes, n)
		part = n
	case *dsl.Block:
		frame := diagram.Cluster{ID: item.Name, Note: item.Type, In: in}
		switch {
		case item.Type != "map":
			frame.Note += repeated(item.Each)
		case item.Each != nil && item.Each.Distributed:
			frame.Note = "distributed map"
		}
		d.Clusters = append(d.Clusters, frame)
		var inner diagram.Part
		if item.Body != nil {
			inner = d.body(item.Body, frame.ID)
		}
		var branches diagram.Par
		for _, b := range item.Branches {
			// No name of the language has a slash.
			branch := diagram.Cluster{ID: item.Name + "/" + b.Name, Label: b.Name, Note: "branch", In: frame.ID}
			if item.Type == "choice" {
				branch.Note = "case"
				if b.When == nil {
					branch.Note = "" // its name, default, says all
				}
			}
			d.Clusters = append(d.Clusters, branch)
			branches = append(branches, diagram.Box{Cluster: branch, Body: d.body(b.Body, branch.ID)})
		}
		if branches != nil {
			inner = branches
		}
		part = diagram.Box{Cluster: frame, Body: inner}
	default:
		panic(fmt.Sprintf("view: no such item %T", item))
	}
	return d.catches(item.Base(), in, part)
}

// repeated is what is noted of a task or block that runs once per element.
func repeated(e *dsl.Each) string {
	if e == nil {
		return ""
	}
	return ", for each"
}

// catches draws the tasks that run when an item fails, beside it.
func (d *pipelineDrawing) catches(c *dsl.Common, in string, part diagram.Part) diagram.Part {
	seq := diagram.Seq{part}
	for i, catch := range c.Catch {
		if catch.Body == nil || len(catch.Body.Items) == 0 {
			continue
		}
		frame := diagram.Cluster{ID: fmt.Sprintf("%s/catch-%d", c.Name, i+1), Label: "catch", Note: "of " + c.Name, Line: diagram.Dotted, In: in}
		d.Clusters = append(d.Clusters, frame)
		d.Edges = append(d.Edges, diagram.Edge{From: c.Name, To: frame.ID, Line: diagram.Dotted})
		seq = append(seq, diagram.Box{Cluster: frame, Body: d.body(catch.Body, frame.ID)})
	}
	if len(seq) == 1 {
		return part
	}
	return seq
}

// ends are the items of a body that nothing in it waits for.
func (d *pipelineDrawing) ends(b *dsl.Body) []string {
	if b == nil {
		return nil
	}
	waited := map[dsl.Item]bool{}
	for _, item := range b.Items {
		for _, dep := range item.Base().Deps {
			waited[dep.On] = true
		}
	}
	var ends []string
	for _, item := range b.Items {
		if !waited[item] {
			ends = append(ends, item.Base().Name)
		}
	}
	return ends
}
