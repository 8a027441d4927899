package compiler

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// startedPaths are what is read of the answer of the start; none: nothing.
func (l *loop) startedPaths() [][]string {
	if l.start == nil {
		return nil
	}
	p := l.t.Poll
	var all [][]string
	for _, e := range []expr.Expr{p.Arguments, p.Until, p.Fail, p.StopArguments, l.t.Output} {
		all = append(all, mentioned[expr.Started](e, nil)...)
	}
	if p.Call != nil {
		return all
	}
	texts := []string{l.look.Arguments, l.unwrap}
	if l.stop != nil {
		texts = append(texts, l.stop.Arguments)
	}
	for _, src := range texts {
		all = append(all, pathsOf(src, "started")...)
	}
	return all
}

func (l *loop) startedNode() jsonata.Node { return &jsonata.Var{Name: "started_" + l.t.Name} }

// begun is the answer of the start, for templates.
func (l *loop) begun() answers {
	if l.start == nil {
		return answers{started: &cty.DynamicPseudoType}
	}
	return answers{started: &l.start.Answer}
}

// lookOutput is what is read of the look's answer, and nothing else.
func (l *loop) lookOutput() asl.Value {
	v := l.c.variable(outputVar(l.t.Name))
	k := l.t.Kind.Poll
	own := k != nil && l.t.Poll.Until == nil // the kind's own poll
	prefix := pathOf(l.unwrap)
	decided := prefix // what until and fail read
	if own {
		decided = nil
	}
	var paths [][]string
	collect := func(e expr.Expr, prefix []string) {
		paths = append(paths, mentioned[expr.Result](e, prefix)...)
	}
	collect(l.until, decided)
	collect(l.fail, decided)
	if own {
		collect(l.c.taskTemplate(l.t, k.Cause, answers{result: k.Answer()}, cty.String), nil)
	} else if l.fail != nil && !isFalse(l.fail) {
		paths = append(paths, prefix) // the cause of PollFailed is the result as a whole
	}
	switch {
	case !v.used:
	case l.t.Output != nil:
		collect(l.t.Output, prefix)
	case v.whole:
		paths = append(paths, prefix)
	default:
		for _, p := range v.paths {
			paths = append(paths, slices.Concat(prefix, p))
		}
	}
	out := asl.Value(asl.Code{Expr: trim(states("result"), paths)})
	if l.wrap {
		return asl.Object{{Key: "result", Value: out}}
	}
	return out
}

// mentioned are the paths below a source that an expression reads, each after
// a prefix.
func mentioned[S expr.Source](e expr.Expr, prefix []string) [][]string {
	if e == nil {
		return nil
	}
	var paths [][]string
	for _, m := range expr.Mentions(e) {
		if _, ok := m.Ref.Source.(S); ok {
			paths = append(paths, slices.Concat(prefix, m.Path))
		}
	}
	return paths
}

// pathOf is the path below result that an expression of the catalog reads; nil
// where it reads more than one.
func pathOf(src string) []string {
	paths := pathsOf(src, "result")
	if len(paths) != 1 {
		return nil
	}
	return paths[0]
}

// pathsOf are the paths below a name that an expression of the catalog reads.
func pathsOf(src, name string) [][]string {
	if src == "" {
		return nil
	}
	var out [][]string
	for _, t := range parseTemplate(src).mentions {
		if t.RootName() != name {
			continue
		}
		path := []string{}
		for _, step := range t[1:] {
			a, ok := step.(hcl.TraverseAttr)
			if !ok {
				break
			}
			path = append(path, a.Name)
		}
		out = append(out, path)
	}
	return out
}
