package pipetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// pipeline is the pipeline that a test names, or nil after an error.
func (l *loader) pipeline(r *reader) *dsl.Pipeline {
	a := r.need("pipeline")
	if a == nil {
		return nil
	}
	var names []string
	for _, p := range l.suite.Project.Pipelines {
		names = append(names, p.Name)
	}
	if t, diags := hcl.AbsTraversalForExpr(a.Expr); !diags.HasErrors() {
		l.problem(diag.UnsupportedValue, a.Expr.Range(), fmt.Sprintf("The name of the pipeline stands here in quotes: %q.", lastName(t)))
		return nil
	}
	name, ok := r.text(a)
	if !ok {
		return nil
	}
	p := l.suite.Project.Pipeline(name)
	if p == nil {
		l.problem(diag.UndeclaredPipeline, a.Expr.Range(),
			fmt.Sprintf("There is no pipeline named %q.", name)+suggest(name, names, "There are"))
	}
	return p
}

func lastName(t hcl.Traversal) string {
	name := t.RootName()
	for _, step := range t {
		if a, ok := step.(hcl.TraverseAttr); ok {
			name = a.Name
		}
	}
	return name
}

// input is the execution's input. A machine ignores members that it does not
// know; in a test they are a mistake.
func (l *loader) input(r *reader, p *dsl.Pipeline) asl.Value {
	a := r.attr("input")
	v := r.value(a)
	if v == nil {
		return nil
	}
	o, ok := v.(asl.Object)
	if !ok {
		l.problem(diag.TypeMismatch, a.Expr.Range(), "The input of an execution is an object: { NAME = …, … }.")
		return nil
	}
	if p == nil {
		return o
	}
	for _, name := range UnknownInputs(p, o) {
		rng := a.Expr.Range()
		if cons, ok := a.Expr.(*hclsyntax.ObjectConsExpr); ok {
			for _, item := range cons.Items {
				if k, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && k.Type() == cty.String && k.IsKnown() && !k.IsNull() && k.AsString() == name {
					rng = item.KeyExpr.Range()
				}
			}
		}
		l.problem(diag.UndeclaredInput, rng, UnknownInput(p, name))
	}
	return o
}

// UnknownInputs are the members of an input that a pipeline does not declare.
func UnknownInputs(p *dsl.Pipeline, input asl.Object) []string {
	var out []string
	for _, m := range input {
		if m.Key != "pipectl" && !slices.ContainsFunc(p.Inputs, func(in *dsl.Input) bool { return in.Name == m.Key }) {
			out = append(out, m.Key)
		}
	}
	return out
}

// UnknownInput says that a pipeline has no such input.
func UnknownInput(p *dsl.Pipeline, name string) string {
	var names []string
	for _, in := range p.Inputs {
		names = append(names, in.Name)
	}
	text := fmt.Sprintf("The pipeline %q has no input named %q.", p.Name, name)
	if len(names) == 0 {
		return text + " It has none."
	}
	return text + suggest(name, names, "It has")
}

// mock reads a mock block; nil after errors that leave nothing.
func (l *loader) mock(b *hclsyntax.Block, x *index) *Mock {
	r := l.reader(b)
	if !r.label("the name of what it stands for") {
		return nil
	}
	m := &Mock{Name: b.Labels[0], Range: b.DefRange(), project: l.suite.Project}
	if x != nil && m.Name != Any {
		l.mockName(m.Name, b.LabelRanges[0], x)
	}
	output, failed := r.attr("output"), r.attr("error")
	m.Output = r.value(output)
	if failed != nil {
		m.Error, _ = r.text(failed)
		if output != nil {
			l.problem(diag.ConflictingArguments, failed.NameRange, "A mock has an output or an error, not both. Use two mocks, the first with times = 1.")
		}
		if m.Error == "" && !l.diags.HasErrors() {
			l.problem(diag.UnsupportedValue, failed.Expr.Range(), "The name of an error is not empty.")
		}
	}
	if cause := r.attr("cause"); cause != nil {
		m.Cause, _ = r.text(cause)
		if failed == nil {
			l.problem(diag.ConflictingArguments, cause.NameRange, "A cause without an error means nothing. Add error = \"…\".")
		}
	}
	m.Times, _ = r.times("times", 1)
	m.Takes, _ = r.duration("takes")
	if call := r.attr("call"); call != nil {
		m.call = call.Expr
		// Whatever a request will be, names are right or wrong now.
		_, diags := l.scope.with(cty.DynamicVal).bind(call.Expr, cty.Bool)
		for _, d := range diags {
			if p := diag.Of(d); p != nil && slices.Contains([]diag.Code{diag.UndeclaredName, diag.UndeclaredVariable, diag.PartialReference, diag.UnknownFunction}, p.Code) {
				l.add(d)
			}
		}
	}
	r.done()
	return m
}

// mockName checks that a name can be mocked.
func (l *loader) mockName(name string, rng hcl.Range, x *index) {
	if x.clusters[name] != nil {
		return
	}
	switch item := x.places[name].item.(type) {
	case *dsl.Task:
		if !dsl.Calls(item.Kind) {
			l.problem(diag.UnsupportedValue, rng, fmt.Sprintf("A task of kind %q calls nothing: it runs, and needs no mock.", item.Kind.Name))
		}
	case *dsl.Block:
		if item.Each == nil || item.Each.Reader == nil {
			l.problem(diag.UnsupportedValue, rng, fmt.Sprintf("A block %q needs no mock: it runs. Mock the tasks in it.", item.Type))
		}
	default:
		l.undeclared(name, rng, x.mockable(), x.p)
	}
}

func (l *loader) undeclared(name string, rng hcl.Range, names []string, p *dsl.Pipeline) {
	l.problem(diag.UndeclaredTask, rng,
		fmt.Sprintf("The pipeline %q has no task named %q.", p.Name, name)+suggest(name, names, "It has"))
}

// expect reads an expect block.
func (l *loader) expect(b *hclsyntax.Block, x *index) Expect {
	r := l.reader(b)
	if len(b.Labels) > 0 {
		l.problem(diag.WrongLabels, b.LabelRanges[0], "A block \"expect\" has no label. What is expected of a call is a block expect_call \"NAME\" { … }.")
	}
	e := Expect{Range: b.DefRange()}
	if a := r.attr("status"); a != nil {
		if s, ok := r.text(a); ok {
			statuses := []string{"succeeded", "failed", "timed_out"}
			if !slices.Contains(statuses, s) {
				l.problem(diag.UnsupportedValue, a.Expr.Range(), fmt.Sprintf("%q is no status.", s)+suggest(s, statuses, "There are"))
			}
			e.Status = &Expected[string]{s, whole(a)}
		}
	}
	if a := r.attr("output"); a != nil {
		if v := r.value(a); v != nil {
			e.Output = &Expected[asl.Value]{v, whole(a)}
		}
	}
	e.Ran = r.names("ran", func(x *index) []string { return x.started() }, x)
	e.Skipped = r.names("skipped", func(x *index) []string { return append(blockNames(x), x.tasks...) }, x)
	if a := r.attr("error"); a != nil {
		if v, ok := r.constant(a, cty.String, true); ok {
			e.Error = &Expected[*string]{nil, whole(a)}
			if !v.IsNull() {
				s := v.AsString()
				e.Error.Value = &s
			}
		}
	}
	if d, ok := r.duration("within"); ok {
		e.Within = &Expected[time.Duration]{d, whole(r.body.Attributes["within"])}
	}
	r.done()
	return e
}

// names reads a list of names that each are one of those known.
func (r *reader) names(arg string, known func(*index) []string, x *index) *Expected[[]string] {
	a := r.attr(arg)
	v, ok := r.constant(a, cty.List(cty.String), false)
	if !ok {
		return nil
	}
	e := &Expected[[]string]{[]string{}, whole(a)}
	var all []string
	if x != nil {
		all = known(x)
	}
	tuple, _ := a.Expr.(*hclsyntax.TupleConsExpr)
	for it, i := v.ElementIterator(), 0; it.Next(); i++ {
		_, name := it.Element()
		rng := a.Expr.Range()
		if tuple != nil && i < len(tuple.Exprs) {
			rng = tuple.Exprs[i].Range()
		}
		if name.IsNull() {
			r.l.problem(diag.NullValue, rng, "A name cannot be null.")
			continue
		}
		s := name.AsString()
		if x != nil && !slices.Contains(all, s) {
			switch {
			case arg == "ran" && x.block(s) != nil:
				r.l.problem(diag.UnsupportedValue, rng, fmt.Sprintf("%q is a block; ran holds the tasks that started.", s))
			case arg == "ran" && x.clusters[s] != nil:
				r.l.problem(diag.UnsupportedValue, rng, fmt.Sprintf("%q is a cluster; it shows in ran as %q and %q.", s, s+"-create", s+"-terminate"))
			default:
				r.l.undeclared(s, rng, all, x.p)
			}
		}
		e.Value = append(e.Value, s)
	}
	return e
}

func blockNames(x *index) []string {
	var out []string
	for name, p := range x.places {
		if _, ok := p.item.(*dsl.Block); ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// expectCall reads an expect_call block; nil after errors that leave nothing.
func (l *loader) expectCall(b *hclsyntax.Block, x *index) *ExpectCall {
	r := l.reader(b)
	if !r.label("the name of a task") {
		return nil
	}
	c := &ExpectCall{Name: b.Labels[0], Range: b.DefRange()}
	if x != nil && !x.callable(c.Name) {
		switch {
		case x.task(c.Name) != nil:
			l.problem(diag.UnsupportedValue, b.LabelRanges[0], fmt.Sprintf("A task of kind %q calls nothing.", x.task(c.Name).Kind.Name))
		case x.block(c.Name) != nil:
			l.problem(diag.UnsupportedValue, b.LabelRanges[0], fmt.Sprintf("%q is a block, and a block calls nothing. Name a task in it.", c.Name))
		default:
			l.undeclared(c.Name, b.LabelRanges[0], x.mockable(), x.p)
		}
	}
	if a := r.attr("arguments"); a != nil {
		c.Arguments, c.ArgumentsRange = r.value(a), whole(a)
	}
	if n, ok := r.times("times", 0); ok {
		c.Times, c.TimesRange = &n, whole(r.body.Attributes["times"])
	}
	r.done()
	return c
}
