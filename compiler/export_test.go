package compiler

import (
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// Plan shows what a pipeline becomes before states are written: how its DAG is
// nested, what is skipped together, and which values leave a branch. It is the
// goldens' out/plan.
func Plan(p *dsl.Pipeline, opts Options) string {
	c := newCompile(p, opts)
	if c.checkCycles(); c.diags.HasErrors() {
		return ""
	}
	r := c.plan()
	c.exports()
	w := &planWriter{}
	if r.around != nil {
		w.line("pipeline")
		w.branch("- ", r.around)
	} else {
		w.node(r.body)
	}
	w.handler("on_failure", r.onFailure)
	w.handler("finally", r.finally)
	return w.String()
}

type planWriter struct {
	strings.Builder
	indent string
	lead   string // in place of the end of indent, before the next line
}

func (w *planWriter) line(format string, args ...any) {
	fmt.Fprintf(w, "%s%s", w.indent[:len(w.indent)-len(w.lead)], w.lead)
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
	w.lead = ""
}

// inside writes what is indented under a line, the first of it after lead.
func (w *planWriter) inside(lead string, f func()) {
	outer := w.indent
	w.indent += strings.Repeat(" ", len(lead))
	if strings.TrimSpace(lead) != "" {
		w.lead = lead
	}
	f()
	w.indent, w.lead = outer, ""
}

func (w *planWriter) branch(lead string, b *branchNode) {
	w.inside(lead, func() {
		if b.body == nil {
			w.line("nothing")
		}
		w.node(b.body)
		for _, v := range b.scope.exports {
			w.line("exports %s", v)
		}
		if b.output != nil {
			w.line("output")
		}
	})
}

func (v *variable) String() string {
	if v.whole || len(v.paths) == 0 {
		return "$" + v.name
	}
	var paths []string
	for _, p := range v.paths {
		paths = append(paths, "."+strings.Join(p, "."))
	}
	return "$" + v.name + " (" + strings.Join(paths, ", ") + ")"
}

func (w *planWriter) node(n node) {
	switch n := n.(type) {
	case nil:
	case *seqNode:
		for _, p := range n.parts {
			w.node(p)
		}
	case *forkNode:
		w.line("parallel %s", n.name)
		for _, b := range n.branches {
			w.branch("- ", b)
		}
	case *taskNode:
		text := n.task.Kind.Name + " " + n.task.Name
		if n.loop != nil {
			text += ", its loop in a Parallel"
		}
		w.line("%s", text)
		w.catches(n.catches)
	case *blockNode:
		w.line("%s %s", n.block.Type, n.block.Name)
		if n.around == nil {
			w.inside("  ", func() { w.node(n.inner) })
		}
		for _, b := range n.around {
			w.branch("- ", b)
		}
		for _, k := range n.cases {
			w.inside("  ", func() {
				w.line("case %s", k.branch.Name)
				w.inside("  ", func() { w.node(k.body) })
			})
		}
		w.catches(n.catches)
	case *childNode:
		w.line("machine of its own, %s", n.name)
		w.branch("  ", n.branch)
	case *eachNode:
		w.line("for each of %s", n.item.Base().Name)
		w.inside("  ", func() { w.node(n.inner) })
	case *condNode:
		w.line("if %s", conditionText(n.terms, n.when))
		w.inside("  ", func() { w.node(n.inner) })
	case *clusterNode:
		text := ""
		for i, u := range n.needed {
			text += []string{" if ", " or "}[min(i, 1)] + conditionText(u.terms, u.when...)
		}
		w.line("cluster %s%s", n.cluster.Name, text)
		w.branch("  ", n.span)
	}
}

func (w *planWriter) catches(all []*catchNode) {
	for _, k := range all {
		w.inside("  ", func() {
			w.line("catch %s", strings.Join(k.catch.On, ", "))
			w.inside("  ", func() { w.node(k.body) })
		})
	}
}

func (w *planWriter) handler(name string, n node) {
	if n != nil {
		w.line("%s", name)
		w.inside("  ", func() { w.node(n) })
	}
}

func conditionText(terms []term, when ...expr.Expr) string {
	var all []string
	for _, t := range terms {
		all = append(all, strings.Join(t.ran, " or ")+" ran")
	}
	for _, w := range when {
		if w != nil {
			all = append(all, "when")
		}
	}
	return strings.Join(all, " and ")
}
