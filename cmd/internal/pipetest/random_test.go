package pipetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Random pipelines, as a model that knows what they mean (random_model_test.go)
// and as the text that is compiled (random_text_test.go).

// A node is a task or a block.
type node struct {
	name string
	kind string // "task", "value", "stage", "sequence", "parallel", "choice" or "map"

	after []*node        // depends_on
	reads []*node        // mentioned in the payload, or in the output of a block's last task
	far   map[*node]bool // those outside of its block, which it may run without
	when  *guard
	runIf string // "" is "all_succeeded"

	value, takes int // of a task: what it gives, and how long it takes in seconds
	fails        bool
	catch        *catch
	tries        int    // of a task that does not fail: how often it fails first
	cluster      string // of a task: that it runs on; empty: none

	bodies []*graph // of a block; of a parallel each is a branch, of a choice a case
	cases  []*guard // of a choice: of each body; nil of the default

	// items are how many elements a map runs for, or a task with for_each;
	// -1: it has none.
	items  int
	mapped bool // it is inside of a map

	// distributed: a map whose elements run in executions of their own.
	distributed bool
}

// A guard is a condition: that a node's value, or the input, is over a limit.
type guard struct {
	on   *node // nil: the input
	over int
}

// A catch takes any error, or one that never comes, and goes on or fails.
type catch struct {
	any, goOn bool
	succeed   bool  // the pipeline: then nothing else fails
	task      *node // nil: none
}

// A graph is the nodes of one body, in an order in which each stands behind
// those it depends on, and what gives the body's output.
type graph struct{ nodes []*node }

// A random is a random pipeline.
type random struct {
	root               *graph
	input              int
	onFailure, finally bool
	guarantee          bool // of finally
	output             bool // the pipeline has one
	clusters           int

	rand  *rand.Rand
	names int
	most  int  // nodes
	inMap bool // what is made now runs once per element already

	// small is how large a machine may be, in percent of the whole, and cut
	// is told into how many parts it was cut then; 0: any size.
	small int
	cut   func(parts int)

	chances uint64 // what is random in an execution, ARNs too, is random by
}

// newRandom makes the pipeline of a seed, of 2 to 60 tasks.
func newRandom(seed uint64) *random {
	r := &random{rand: rand.New(rand.NewPCG(seed, 7))}
	r.input = r.rand.IntN(10)
	r.most = 2 + r.rand.IntN(12)
	if r.chance(0.15) {
		r.most = 2 + r.rand.IntN(59)
	}
	r.onFailure, r.finally, r.output = r.chance(0.3), r.chance(0.3), r.chance(0.6)
	if r.chance(0.25) {
		r.clusters = 1 + r.rand.IntN(2)
	}
	failing := 0.0
	if r.chance(0.5) {
		failing = 0.06
	}
	r.root = r.graph(r.most, 0, nil, failing)
	if failing == 0 && r.chance(0.25) {
		r.succeedOnce()
	}
	r.guarantee = r.finally && r.chance(0.4)
	return r
}

// succeedOnce makes one task fail, and the pipeline succeed by it.
func (r *random) succeedOnce() {
	var tasks []*node
	inside := map[*node]bool{} // of a distributed map, where nothing can succeed for all
	r.root.each(func(x, catchOf *node) {
		if x.distributed {
			x.bodies[0].each(func(y, _ *node) { inside[y] = true })
		}
		if x.kind == "task" && catchOf == nil && !inside[x] {
			tasks = append(tasks, x)
		}
	})
	if len(tasks) == 0 {
		return
	}
	x := tasks[r.rand.IntN(len(tasks))]
	if x.catch == nil {
		x.catch = &catch{}
	}
	x.fails, x.tries = true, 0
	x.catch.any, x.catch.goOn, x.catch.succeed = true, false, true
}

func (r *random) chance(p float64) bool { return r.rand.Float64() < p }

// graph makes a body of up to n tasks, whose nodes may read what is outside.
func (r *random) graph(n, depth int, outside []*node, failing float64) *graph {
	g := &graph{}
	density := 0.15 + 0.6*r.rand.Float64()
	for n > 0 {
		r.names++
		x := &node{name: fmt.Sprintf("t%d", r.names), kind: "task", value: r.rand.IntN(10), takes: r.rand.IntN(9), far: map[*node]bool{}, items: -1, mapped: r.inMap}
		g.nodes = append(g.nodes, x)
		if depth < 2 && n > 2 && r.chance(0.2) {
			x.kind = []string{"stage", "stage", "sequence", "parallel", "choice", "map"}[r.rand.IntN(6)]
			x.name = fmt.Sprintf("b%d", r.names)
		} else if r.chance(0.08) {
			x.kind = "value"
		}
		if x.kind == "map" && r.inMap {
			x.kind = "stage"
		}
		if x.kind == "map" || x.kind == "task" && !r.inMap && r.chance(0.08) {
			x.items = r.rand.IntN(4)
			// The error of an element of a distributed map is another one
			// outside, which the model does not know.
			x.distributed = x.kind == "map" && failing == 0 && r.chance(0.5)
		}
		// It depends on some of what stands before it, near ones rather.
		before := g.nodes[:len(g.nodes)-1]
		for i := len(before) - 1; i >= 0 && len(x.after)+len(x.reads) < 4; i-- {
			switch {
			case !r.chance(density):
			case r.chance(0.5):
				x.reads = append(x.reads, before[i])
			default:
				x.after = append(x.after, before[i])
			}
		}
		for _, o := range outside {
			if r.chance(0.08) {
				x.reads = append(x.reads, o)
			}
			x.far[o] = true
		}
		r.adorn(x, before, outside, failing)
		switch x.kind {
		case "task", "value":
			n--
		case "parallel", "choice":
			x.reads = nil
			parts := 1 + r.rand.IntN(3)
			for i := range parts {
				size := 1 + r.rand.IntN(max(1, n/3))
				x.bodies = append(x.bodies, r.graph(size, depth+1, slices.Concat(outside, before), failing))
				n -= size
				if x.kind == "parallel" {
					continue
				}
				var c *guard
				if i == 0 || i < parts-1 || r.chance(0.5) {
					c = r.guard(before, outside)
				}
				x.cases = append(x.cases, c)
			}
		default:
			x.reads = nil
			size := 1 + r.rand.IntN(n)
			was := r.inMap
			r.inMap = was || x.kind == "map"
			x.bodies = []*graph{r.graph(size, depth+1, slices.Concat(outside, before), failing)}
			r.inMap = was
			n -= size
		}
	}
	return g
}

// adorn gives a node a condition, a run_if and a catch, now and then.
func (r *random) adorn(x *node, before, outside []*node, failing float64) {
	x.fails = x.kind == "task" && r.chance(failing)
	if x.kind == "task" && !x.fails && r.chance(0.1) {
		x.tries = 1 + r.rand.IntN(3)
	}
	if x.kind == "task" && r.clusters > 0 && r.chance(0.3) {
		x.cluster = fmt.Sprintf("c%d", r.rand.IntN(r.clusters))
	}
	if r.chance(0.15) {
		x.when = r.guard(before, outside)
	}
	if r.chance(0.2) {
		x.runIf = []string{"any_succeeded", "all_done"}[r.rand.IntN(2)]
	}
	if r.chance(0.1) && x.kind != "value" && x.kind != "choice" && x.kind != "map" {
		x.catch = &catch{any: r.chance(0.8), goOn: r.chance(0.7)}
		if r.chance(0.5) && x.items < 0 {
			r.names++
			x.catch.task = &node{name: fmt.Sprintf("k%d", r.names), kind: "task", takes: r.rand.IntN(5), items: -1}
			if len(before) > 0 && x.runIf == "" && slices.Contains(x.reads, before[0]) {
				x.catch.task.reads = []*node{before[0]}
			}
		}
	}
}

// guard makes a condition on one of the nodes that can be seen, or the input.
func (r *random) guard(before, outside []*node) *guard {
	g := &guard{over: r.rand.IntN(10)}
	if all := slices.Concat(before, outside); len(all) > 0 && r.chance(0.7) {
		g.on = all[r.rand.IntN(len(all))]
	}
	return g
}
