package pipetest

import (
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// judge compares the calls that were made with what is expected of them; nil
// where they are as expected.
func (c *ExpectCall) judge(r *Run) *Failure {
	made := c.of(r)
	matching := 0
	for _, call := range made {
		if c.Arguments == nil || partOf(c.Arguments, call.Arguments) {
			matching++
		}
	}
	f := &Failure{Code: diag.UnmetExpectation, Range: c.Range}
	with := ""
	if c.Arguments != nil {
		with = " with these arguments"
		f.Range = c.ArgumentsRange
	}
	switch {
	case c.Times == nil && matching > 0, c.Times != nil && matching == *c.Times:
		return nil
	case len(made) == 0:
		f.Text = fmt.Sprintf("%q was to be called%s, and it was not.", c.Name, with)
		f.Range = c.Range
		return f
	case c.Times != nil:
		f.Range = c.TimesRange
		f.Text = fmt.Sprintf("%q was to be called%s %s, and it was %s.", c.Name, with, exactly(*c.Times), counted(matching))
		if c.Arguments == nil || matching > 0 {
			return f
		}
	default:
		f.Text = fmt.Sprintf("%q was called %s, and never with these arguments.", c.Name, times(len(made)))
	}
	// The call that comes nearest is compared.
	best, least := made[0], -1
	for _, call := range made {
		if d := different(c.Arguments, call.Arguments); least < 0 || d < least {
			best, least = call, d
		}
	}
	if len(made) > 1 {
		f.Text += " The call that comes nearest:"
	}
	f.Want = asl.Sorted(c.Arguments)
	f.Got = asl.Sorted(shown(c.Arguments, best.Arguments))
	return f
}

func exactly(n int) string {
	if n == 0 {
		return "at no time"
	}
	return times(n)
}

func counted(n int) string {
	if n == 0 {
		return "not"
	}
	return times(n)
}

// of are the calls that go by the name: those that stand for the task as a
// whole, those of a cluster, or with the name of a state just that state's.
func (c *ExpectCall) of(r *Run) []*Call {
	var out []*Call
	for _, call := range r.Calls {
		whole := call.Whole && (call.Name == c.Name || call.Name == c.Name+"-create")
		if whole || call.State == c.Name && strings.Contains(c.Name, "-") {
			out = append(out, call)
		}
	}
	return out
}

// partOf says whether want is a part of got: objects may have more members,
// lists are of one length. A null stands for what is missing too.
func partOf(want, got asl.Value) bool {
	switch want := want.(type) {
	case asl.Object:
		o, ok := got.(asl.Object)
		if !ok {
			return false
		}
		for _, m := range want {
			v, there := o.Get(m.Key)
			if _, null := m.Value.(asl.Null); null && !there {
				continue
			}
			if !there || !partOf(m.Value, v) {
				return false
			}
		}
		return true
	case asl.Array:
		list, ok := got.(asl.Array)
		if !ok || len(list) != len(want) {
			return false
		}
		for i, v := range want {
			if !partOf(v, list[i]) {
				return false
			}
		}
		return true
	default:
	}
	return asl.Equal(want, got)
}

// different counts the values of want that got does not have.
func different(want, got asl.Value) int {
	switch want := want.(type) {
	case asl.Object:
		o, _ := got.(asl.Object)
		n := 0
		for _, m := range want {
			v, _ := o.Get(m.Key)
			n += different(m.Value, v)
		}
		return n
	case asl.Array:
		list, _ := got.(asl.Array)
		n := max(len(list)-len(want), 0)
		for i, v := range want {
			var have asl.Value
			if i < len(list) {
				have = list[i]
			}
			n += different(v, have)
		}
		return n
	default:
	}
	if asl.Equal(want, got) {
		return 0
	}
	return 1
}

// shown is got without what want says nothing about.
func shown(want, got asl.Value) asl.Value {
	switch want := want.(type) {
	case asl.Object:
		o, ok := got.(asl.Object)
		if !ok {
			return got
		}
		out := asl.Object{}
		for _, m := range want {
			if v, there := o.Get(m.Key); there {
				out = append(out, asl.Member{Key: m.Key, Value: shown(m.Value, v)})
			}
		}
		return out
	case asl.Array:
		list, ok := got.(asl.Array)
		if !ok {
			return got
		}
		out := asl.Array{}
		for i, v := range list {
			if i < len(want) {
				v = shown(want[i], v)
			}
			out = append(out, v)
		}
		return out
	default:
	}
	return got
}
