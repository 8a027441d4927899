package pipetest

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/dsl"
)

// An index finds what the names of a pipeline stand for, and where it stands.
type index struct {
	p        *dsl.Pipeline
	places   map[string]place // tasks and blocks
	clusters map[string]*dsl.Cluster
	tasks    []string // in the order of declaration
}

// A place is where a task or block stands.
type place struct {
	item dsl.Item
	body *dsl.Body

	// around is the block that body belongs to, or the item whose catch it
	// is of; nil where body is the pipeline's own or a handler's.
	around dsl.Item
	// catch: body is that of a catch of around.
	catch bool
	// part is the branch or the case of around, if it has such.
	part string
	// root is the DAG of the pipeline that it is in: 0 the pipeline's own,
	// 1 on_failure, 2 finally.
	root int
}

func newIndex(p *dsl.Pipeline) *index {
	x := &index{p: p, places: map[string]place{}, clusters: map[string]*dsl.Cluster{}}
	for _, c := range p.Clusters {
		x.clusters[c.Name] = c
	}
	for root, b := range []*dsl.Body{p.Body, p.OnFailure, p.Finally} {
		x.body(b, place{root: root})
	}
	slices.SortStableFunc(x.tasks, func(a, b string) int {
		return x.places[a].item.Base().Index - x.places[b].item.Base().Index
	})
	return x
}

func (x *index) body(b *dsl.Body, at place) {
	if b == nil {
		return
	}
	at.body = b
	for _, item := range b.Items {
		base := item.Base()
		at.item = item
		x.places[base.Name] = at
		inner := place{around: item, root: at.root}
		if block, ok := item.(*dsl.Block); ok {
			x.body(block.Body, inner)
			for _, br := range block.Branches {
				inner.part = br.Name
				x.body(br.Body, inner)
			}
		} else {
			x.tasks = append(x.tasks, base.Name)
		}
		for _, c := range base.Catch {
			x.body(c.Body, place{around: item, catch: true, root: at.root})
		}
	}
}

// task is the task of a name, or nil.
func (x *index) task(name string) *dsl.Task {
	t, _ := x.places[name].item.(*dsl.Task)
	return t
}

// block is the block of a name, or nil.
func (x *index) block(name string) *dsl.Block {
	b, _ := x.places[name].item.(*dsl.Block)
	return b
}

// mockable are the names that a mock can have, sorted.
func (x *index) mockable() []string {
	var out []string
	for _, name := range x.tasks {
		if dsl.Calls(x.task(name).Kind) {
			out = append(out, name)
		}
	}
	for name := range x.clusters {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// started are the names that can stand in ran, sorted.
func (x *index) started() []string {
	out := slices.Clone(x.tasks)
	for name := range x.clusters {
		out = append(out, name+"-create", name+"-terminate")
	}
	slices.Sort(out)
	return out
}

// callable says whether calls go by a name: that of a task or of a cluster, or
// with what the States Language makes of it behind a dash, "derive-stop".
func (x *index) callable(name string) bool {
	name, _, _ = strings.Cut(name, "-")
	if t := x.task(name); t != nil {
		return dsl.Calls(t.Kind)
	}
	return x.clusters[name] != nil
}

// around is the name of the block that an item stands in; empty where it stands
// in none, and in a catch.
func (x *index) around(name string) string {
	p := x.places[name]
	if p.around == nil || p.catch {
		return ""
	}
	return p.around.Base().Name
}
