package pipetest

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// stub is an example of the result of a task: of its type, as far as that is
// known, with what ends the waiting of a poll.
func stub(t *dsl.Task) asl.Value {
	s := &solver{result: example(t.Result, t.Name)}
	if t.Poll != nil && t.Poll.Until != nil {
		// What the user waits for counts more than the example.
		want := &solver{}
		want.hold(t.Poll.Until, true)
		s.result = overlay(s.result, want.result)
	}
	if builtIn(t) {
		want := &solver{}
		want.hold(catalogExpr(t.Kind.Poll.Until), true)
		s.result = overlay(s.result, want.get(catalogExpr(unwrapOf(t))))
	}
	return orEmpty(s.result)
}

// overlay puts the members of over into a value, objects deeply.
func overlay(v, over asl.Value) asl.Value {
	if over == nil {
		return v
	}
	o, ok := over.(asl.Object)
	if !ok {
		return over
	}
	if _, object := v.(asl.Object); !object {
		return over
	}
	for _, m := range o {
		have, _ := v.(asl.Object).Get(m.Key)
		v = set(v, []string{m.Key}, overlay(have, m.Value), true)
	}
	return v
}

// example is a value of a type. Names stand for the texts of members: an
// example of JobRunId is "JobRunId". A number is 1, a list has one element,
// and what may be anything is {}.
func example(t cty.Type, name string) asl.Value {
	switch {
	case t == cty.NilType, t == cty.DynamicPseudoType:
		return asl.Object{}
	case t == cty.String:
		return asl.String(name)
	case t == cty.Number:
		return asl.Number("1")
	case t == cty.Bool:
		return asl.Bool(true)
	case t.IsListType(), t.IsSetType():
		return asl.Array{example(t.ElementType(), name)}
	case t.IsMapType():
		return asl.Object{{Key: "key", Value: example(t.ElementType(), "value")}}
	case t.IsTupleType():
		out := asl.Array{}
		for _, e := range t.TupleElementTypes() {
			out = append(out, example(e, name))
		}
		return out
	case t.IsObjectType():
		var names []string
		for n := range t.AttributeTypes() {
			names = append(names, n)
		}
		slices.Sort(names)
		out := asl.Object{}
		for _, n := range names {
			out = append(out, asl.Member{Key: n, Value: example(t.AttributeType(n), n)})
		}
		return out
	}
	return asl.Null{}
}

// startedExample is an answer of the call that starts the work of a user's
// poll: it has what is read of it.
func startedExample(t *dsl.Task) asl.Value {
	var out asl.Value = asl.Object{}
	for _, e := range []expr.Expr{t.Poll.Arguments, t.Poll.Until, t.Poll.Fail, t.Poll.StopArguments, t.Output} {
		for _, m := range expr.Mentions(e) {
			if _, ok := m.Ref.Source.(expr.Started); ok && len(m.Path) > 0 {
				out = set(out, m.Path, asl.String(m.Path[len(m.Path)-1]), false)
			}
		}
	}
	return out
}
