package pipetest

import (
	"fmt"
	"strings"
)

// Random pipelines as they are written.

// text is the pipeline as it is written.
func (r *random) text() string {
	var s strings.Builder
	s.WriteString("pipeline \"p\" {\n  input \"n\" { type = number }\n")
	for i := range r.clusters {
		if name := fmt.Sprintf("c%d", i); len(r.users(name)) > 0 {
			fmt.Fprintf(&s, "  cluster \"emr\" %q {\n    release = \"emr-7.5.0\"\n    roles   = { service = \"s\", instance = \"i\" }\n"+
				"    primary = { type = \"m\" }\n    core    = { type = \"m\", count = 1 }\n    subnets = [\"s\"]\n  }\n", name)
		}
	}
	r.root.write(&s, "  ")
	if r.onFailure {
		s.WriteString("  on_failure {\n    task \"lambda\" \"alarm\" {\n      function = \"f\"\n" +
			"      payload  = { name = error.name, task = error.task }\n    }\n  }\n")
	}
	if r.finally {
		s.WriteString("  finally {\n")
		if r.guarantee {
			s.WriteString("    guarantee = true\n")
		}
		s.WriteString("    task \"lambda\" \"tidy\" {\n      function = \"f\"\n" +
			"      payload  = { name = error.name, status = pipeline.status }\n    }\n  }\n")
	}
	if r.output {
		fmt.Fprintf(&s, "  output = %s\n", r.root.outputs())
	}
	s.WriteString("}\n")
	return s.String()
}

// users are the tasks on a cluster.
func (r *random) users(cluster string) (all []*node) {
	r.root.each(func(x, _ *node) {
		if x.cluster == cluster {
			all = append(all, x)
		}
	})
	return all
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
	switch {
	case x.items >= 0:
		return "length(task." + x.name + ".output)"
	case x.kind == "parallel":
		return "task." + x.name + ".output.br0.v"
	case x.kind == "choice":
		return "try(task." + x.name + ".output.output.v, -1)"
	}
	return "task." + x.name + ".output.v"
}

// text is the condition, of a node that has it.
func (g *guard) text(of *node) string {
	value := "input.n"
	if g.on != nil {
		value = g.on.guarded(of)
	}
	return fmt.Sprintf("%s > %d", value, g.over)
}

// guarded is read where the node may be skipped and the reader runs all the same.
func (x *node) guarded(reader *node) string {
	if reader.runIf == "" && !reader.far[x] {
		return x.read()
	}
	return "try(" + x.read() + ", -1)"
}

func (x *node) write(s *strings.Builder, in string) {
	if x.cluster != "" {
		fmt.Fprintf(s, "%stask \"emr_step\" %q {\n", in, x.name)
	} else if x.kind == "task" {
		fmt.Fprintf(s, "%stask \"lambda\" %q {\n", in, x.name)
	} else if x.kind == "value" {
		fmt.Fprintf(s, "%stask \"value\" %q {\n", in, x.name)
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
		fmt.Fprintf(s, "%s  when = %s\n", in, x.when.text(x))
	}
	if x.runIf != "" {
		fmt.Fprintf(s, "%s  run_if = %q\n", in, x.runIf)
	}
	if x.items >= 0 {
		name := "for_each"
		if x.kind == "map" {
			name = "items"
		}
		fmt.Fprintf(s, "%s  %s = %s\n", in, name, []string{"[]", "[0]", "[0, 1]", "[0, 1, 2]"}[x.items])
	}
	if x.distributed {
		fmt.Fprintf(s, "%s  distributed = true\n", in)
	}
	switch x.kind {
	case "value":
		of := "input.n"
		if len(x.reads) > 0 {
			of = x.reads[0].guarded(x)
		}
		fmt.Fprintf(s, "%s  value = { v = %s }\n", in, of)
	case "choice":
		for i, b := range x.bodies {
			if x.cases[i] == nil {
				fmt.Fprintf(s, "%s  default {\n", in)
			} else {
				fmt.Fprintf(s, "%s  case \"c%d\" {\n%s    when = %s\n", in, i, in, x.cases[i].text(x))
			}
			b.write(s, in+"    ")
			fmt.Fprintf(s, "%s    output = %s\n%s  }\n", in, b.outputs(), in)
		}
	case "task":
		end := " }\n"
		if x.cluster != "" {
			fmt.Fprintf(s, "%s  cluster = cluster.%s\n%s  output = { v = %d }\n%s  command = [jsonencode({ input = input.n", in, x.cluster, in, x.value, in)
			end = " })]\n"
		} else {
			fmt.Fprintf(s, "%s  function = \"f\"\n%s  returns = object({ v = number })\n%s  payload = { input = input.n", in, in, in)
		}
		if x.items >= 0 || x.mapped {
			s.WriteString(", item = each.value")
		}
		for _, d := range x.reads {
			fmt.Fprintf(s, ", %s = %s", d.name, d.guarded(x))
		}
		s.WriteString(end)
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
	if x.tries > 0 {
		fmt.Fprintf(s, "%s  retry {\n%s    on = [\"Boom.%s\"]\n%s    attempts = %d\n%s    interval = \"2s\"\n%s  }\n", in, in, x.name, in, x.tries, in, in)
	}
	if c := x.catch; c != nil {
		on := "any"
		if !c.any {
			on = "Never.Comes"
		}
		then := "fail"
		if c.succeed {
			then = "succeed_pipeline"
		}
		if c.goOn {
			then = "continue"
		}
		fmt.Fprintf(s, "%s  catch {\n%s    on = [%q]\n%s    then = %q\n", in, in, on, in, then)
		if c.succeed {
			fmt.Fprintf(s, "%s    output = { why = error.name }\n", in)
		}
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
			fmt.Fprintf(s, "%s    task \"lambda\" %q {\n%s      function = \"f\"\n%s      payload = { name = error.name%s", in, c.task.name, in, in, map[bool]string{true: ", item = each.value"}[x.mapped])
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
