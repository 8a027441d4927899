package pipetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Random pipelines, as a model that knows what they mean (random_model_test.go)
// and as the text that is compiled.

// A node is a task or a block.
type node struct {
	name string
	kind string // "task", "stage", "sequence" or "parallel"

	after []*node        // depends_on
	reads []*node        // mentioned in the payload, or in the output of a block's last task
	far   map[*node]bool // those outside of its block, which it may run without
	when  *guard
	runIf string // "" is "all_succeeded"

	value, takes int // of a task: what it gives, and how long it takes in seconds
	fails        bool
	catch        *catch

	bodies []*graph // of a block; of a parallel each is a branch
}

// A guard is a condition: that a node's value, or the input, is over a limit.
type guard struct {
	on   *node // nil: the input
	over int
}

// A catch takes any error, or one that never comes, and goes on or fails.
type catch struct {
	any, goOn bool
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
	output             bool // the pipeline has one

	rand  *rand.Rand
	names int
	most  int // nodes
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
	failing := 0.0
	if r.chance(0.5) {
		failing = 0.06
	}
	r.root = r.graph(r.most, 0, nil, failing)
	return r
}

func (r *random) chance(p float64) bool { return r.rand.Float64() < p }

// graph makes a body of up to n tasks, whose nodes may read what is outside.
func (r *random) graph(n, depth int, outside []*node, failing float64) *graph {
	g := &graph{}
	density := 0.15 + 0.6*r.rand.Float64()
	for n > 0 {
		r.names++
		x := &node{name: fmt.Sprintf("t%d", r.names), kind: "task", value: r.rand.IntN(10), takes: r.rand.IntN(9), far: map[*node]bool{}}
		g.nodes = append(g.nodes, x)
		if depth < 2 && n > 2 && r.chance(0.2) {
			x.kind = []string{"stage", "stage", "sequence", "parallel"}[r.rand.IntN(4)]
			x.name = fmt.Sprintf("b%d", r.names)
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
		case "task":
			n--
		case "parallel":
			x.reads = nil
			for range 1 + r.rand.IntN(3) {
				size := 1 + r.rand.IntN(max(1, n/3))
				x.bodies = append(x.bodies, r.graph(size, depth+1, slices.Concat(outside, before), failing))
				n -= size
			}
		default:
			x.reads = nil
			size := 1 + r.rand.IntN(n)
			x.bodies = []*graph{r.graph(size, depth+1, slices.Concat(outside, before), failing)}
			n -= size
		}
	}
	return g
}

// adorn gives a node a condition, a run_if and a catch, now and then.
func (r *random) adorn(x *node, before, outside []*node, failing float64) {
	x.fails = x.kind == "task" && r.chance(failing)
	if r.chance(0.15) {
		x.when = &guard{over: r.rand.IntN(10)}
		if all := slices.Concat(before, outside); len(all) > 0 && r.chance(0.7) {
			x.when.on = all[r.rand.IntN(len(all))]
		}
	}
	if r.chance(0.2) {
		x.runIf = []string{"any_succeeded", "all_done"}[r.rand.IntN(2)]
	}
	if r.chance(0.1) {
		x.catch = &catch{any: r.chance(0.8), goOn: r.chance(0.7)}
		if r.chance(0.5) {
			r.names++
			x.catch.task = &node{name: fmt.Sprintf("k%d", r.names), kind: "task", takes: r.rand.IntN(5)}
			if len(before) > 0 && x.runIf == "" && slices.Contains(x.reads, before[0]) {
				x.catch.task.reads = []*node{before[0]}
			}
		}
	}
}

// text is the pipeline as it is written.
func (r *random) text() string {
	var s strings.Builder
	s.WriteString("pipeline \"p\" {\n  input \"n\" { type = number }\n")
	r.root.write(&s, "  ")
	if r.onFailure {
		s.WriteString("  on_failure {\n    task \"lambda\" \"alarm\" {\n      function = \"f\"\n" +
			"      payload  = { name = error.name, task = error.task }\n    }\n  }\n")
	}
	if r.finally {
		s.WriteString("  finally {\n    task \"lambda\" \"tidy\" {\n      function = \"f\"\n" +
			"      payload  = { name = error.name, status = pipeline.status }\n    }\n  }\n")
	}
	if r.output {
		fmt.Fprintf(&s, "  output = %s\n", r.root.outputs())
	}
	s.WriteString("}\n")
	return s.String()
}

func (g *graph) write(s *strings.Builder, in string) {
	for _, x := range g.nodes {
		x.write(s, in)
	}
}

// outputs are the values of all nodes of a body.
func (g *graph) outputs() string {
	var all []string
	for _, x := range g.nodes {
		all = append(all, fmt.Sprintf("%s = try(%s, -1)", x.name, x.read()))
	}
	return "{ v = " + fmt.Sprint(len(g.nodes)) + ", all = { " + strings.Join(all, ", ") + " } }"
}

// read is an expression for the value of a node.
func (x *node) read() string {
	if x.kind == "parallel" {
		return "task." + x.name + ".output.br0.v"
	}
	return "task." + x.name + ".output.v"
}

// guarded is read where the node may be skipped and the reader runs all the same.
func (x *node) guarded(reader *node) string {
	if reader.runIf == "" && !reader.far[x] {
		return x.read()
	}
	return "try(" + x.read() + ", -1)"
}

func (x *node) write(s *strings.Builder, in string) {
	if x.kind == "task" {
		fmt.Fprintf(s, "%stask \"lambda\" %q {\n", in, x.name)
	} else {
		fmt.Fprintf(s, "%s%s %q {\n", in, x.kind, x.name)
	}
	if len(x.after) > 0 {
		var names []string
		for _, d := range x.after {
			names = append(names, "task."+d.name)
		}
		fmt.Fprintf(s, "%s  depends_on = [%s]\n", in, strings.Join(names, ", "))
	}
	if x.when != nil {
		value := "input.n"
		if x.when.on != nil {
			value = x.when.on.guarded(x)
		}
		fmt.Fprintf(s, "%s  when = %s > %d\n", in, value, x.when.over)
	}
	if x.runIf != "" {
		fmt.Fprintf(s, "%s  run_if = %q\n", in, x.runIf)
	}
	switch x.kind {
	case "task":
		fmt.Fprintf(s, "%s  function = \"f\"\n%s  returns = object({ v = number })\n%s  payload = { input = input.n", in, in, in)
		for _, d := range x.reads {
			fmt.Fprintf(s, ", %s = %s", d.name, d.guarded(x))
		}
		s.WriteString(" }\n")
	case "parallel":
		for i, b := range x.bodies {
			fmt.Fprintf(s, "%s  branch \"br%d\" {\n", in, i)
			b.write(s, in+"    ")
			fmt.Fprintf(s, "%s    output = %s\n%s  }\n", in, b.outputs(), in)
		}
	default:
		x.bodies[0].write(s, in+"  ")
		fmt.Fprintf(s, "%s  output = %s\n", in, x.bodies[0].outputs())
	}
	if c := x.catch; c != nil {
		on := "any"
		if !c.any {
			on = "Never.Comes"
		}
		then := "fail"
		if c.goOn {
			then = "continue"
		}
		fmt.Fprintf(s, "%s  catch {\n%s    on = [%q]\n%s    then = %q\n", in, in, on, in, then)
		if c.goOn {
			if x.kind == "parallel" {
				var all []string
				for i := range x.bodies {
					all = append(all, fmt.Sprintf("br%d = { v = -7 }", i))
				}
				fmt.Fprintf(s, "%s    output = { %s }\n", in, strings.Join(all, ", "))
			} else {
				fmt.Fprintf(s, "%s    output = { v = -7 }\n", in)
			}
		}
		if c.task != nil {
			fmt.Fprintf(s, "%s    task \"lambda\" %q {\n%s      function = \"f\"\n%s      payload = { name = error.name", in, c.task.name, in, in)
			for _, d := range c.task.reads {
				fmt.Fprintf(s, ", %s = %s", d.name, d.read())
			}
			fmt.Fprintf(s, " }\n%s    }\n", in)
		}
		fmt.Fprintf(s, "%s  }\n", in)
	}
	if x.fails {
		fmt.Fprintf(s, "%s  # fails, after %d s\n", in, x.takes)
	}
	fmt.Fprintf(s, "%s}\n", in)
}
