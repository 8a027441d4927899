package compiler

import (
	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// freeIn are the variables of ours that a map of states reads and does not
// assign itself, in the order in which they are first mentioned.
func freeIn(m *asl.Machine) []string {
	var out names
	own := map[string]bool{}
	for _, e := range m.States {
		for _, name := range assignedBy(e.State) {
			own[name] = true
		}
	}
	for _, e := range m.States {
		for _, name := range freeInState(e.State) {
			if !own[name] {
				out.add(name)
			}
		}
	}
	return out.list
}

// freeInState are the variables that a state reads, those of machines inside of
// it included that these do not assign.
func freeInState(s asl.State) []string {
	var out names
	for _, v := range asl.Values(s) {
		eachCode(*v, func(n jsonata.Node) {
			for _, name := range jsonata.Free(n) {
				if !builtin[name] {
					out.add(name)
				}
			}
		})
	}
	switch s := s.(type) {
	case *asl.Parallel:
		for _, b := range s.Branches {
			out.add(freeIn(b)...)
		}
	case *asl.Map:
		out.add(freeIn(s.Processor)...)
	default:
	}
	return out.list
}

// names are names without repetition, in the order in which they were added.
type names struct {
	list []string
	has  map[string]bool
}

func (n *names) add(all ...string) {
	if n.has == nil {
		n.has = map[string]bool{}
	}
	for _, name := range all {
		if !n.has[name] {
			n.has[name] = true
			n.list = append(n.list, name)
		}
	}
}

// builtin are names that are no variables of the machine.
var builtin = func() map[string]bool {
	out := map[string]bool{"states": true}
	for _, name := range jsonata.FunctionNames() {
		out[name] = true
	}
	return out
}()

// assignedBy are the variables that a state assigns, on whichever way out.
func assignedBy(s asl.State) []string {
	var out []string
	for _, o := range assignments(s) {
		for _, m := range o {
			out = append(out, m.Key)
		}
	}
	return out
}

// assignments are what a state assigns, on each way out.
func assignments(s asl.State) []asl.Object {
	var out []asl.Object
	add := func(v asl.Value) {
		if o, ok := v.(asl.Object); ok {
			out = append(out, o)
		}
	}
	add(s.Base().Assign)
	var all []asl.Catcher
	switch s := s.(type) {
	case *asl.Task:
		all = s.Catch
	case *asl.Parallel:
		all = s.Catch
	case *asl.Map:
		all = s.Catch
	case *asl.Choice:
		for _, r := range s.Choices {
			add(r.Assign)
		}
	default:
	}
	for _, k := range all {
		add(k.Assign)
	}
	return out
}

// goesOn: a state goes on to another one when all is well, so that what it assigns
// can be read.
func goesOn(s asl.State) bool {
	switch s := s.(type) {
	case *asl.Task:
		return s.Next != ""
	case *asl.Parallel:
		return s.Next != ""
	case *asl.Map:
		return s.Next != ""
	case *asl.Pass:
		return s.Next != ""
	case *asl.Wait:
		return s.Next != ""
	case *asl.Choice:
		return s.Default != ""
	default:
	}
	return false
}

// eachCode calls f for every expression in a value.
func eachCode(v asl.Value, f func(jsonata.Node)) {
	switch v := v.(type) {
	case asl.Code:
		f(v.Expr)
	case asl.Array:
		for _, x := range v {
			eachCode(x, f)
		}
	case asl.Object:
		for _, m := range v {
			eachCode(m.Value, f)
		}
	default:
	}
}

// rewriteCode is a copy of a value with every expression in it rewritten.
func rewriteCode(v asl.Value, f func(jsonata.Node) jsonata.Node) asl.Value {
	switch v := v.(type) {
	case asl.Code:
		return asl.Code{Expr: jsonata.Rewrite(v.Expr, f)}
	case asl.Array:
		out := make(asl.Array, len(v))
		for i, x := range v {
			out[i] = rewriteCode(x, f)
		}
		return out
	case asl.Object:
		out := make(asl.Object, len(v))
		for i, m := range v {
			out[i] = asl.Member{Key: m.Key, Value: rewriteCode(m.Value, f)}
		}
		return out
	default:
	}
	return v
}

// rewriteMachine rewrites every expression in a map of states, and in those
// inside of it.
func rewriteMachine(m *asl.Machine, f func(jsonata.Node) jsonata.Node) {
	asl.Walk(m, func(_, _ string, s asl.State) {
		for _, v := range asl.Values(s) {
			*v = rewriteCode(*v, f)
		}
	})
}
