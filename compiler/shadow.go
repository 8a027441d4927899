package compiler

import (
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// A value that a branch hands out is a variable in the branch, as long as later
// states of the branch read it, and one around it from then on. AWS allows no
// name to be assigned both in a map of states and in one inside of it, so the
// inner variable gets another: inner_NAME, or inner2_NAME where it lies two
// maps deep, and so on. No name of ours begins so, and both are never wanted at
// once: the outer one is assigned when the inner one is gone.

// unshadow renames variables of inner maps of states whose names are assigned
// around them.
func unshadow(m *asl.Machine) { unshadowIn(m, map[string]bool{}, 0) }

func unshadowIn(m *asl.Machine, outer map[string]bool, depth int) {
	own := map[string]bool{}
	for _, e := range m.States {
		for _, name := range assignedBy(e.State) {
			own[name] = true
		}
	}
	around := outer
	if len(own) > 0 {
		around = make(map[string]bool, len(outer)+len(own))
		for name := range outer {
			around[name] = true
		}
		for name := range own {
			around[name] = true
		}
	}
	for _, e := range m.States {
		switch s := e.State.(type) {
		case *asl.Parallel:
			for _, b := range s.Branches {
				unshadowIn(b, around, depth+1)
			}
		case *asl.Map:
			unshadowIn(s.Processor, around, depth+1)
		default:
		}
	}
	to := map[string]string{}
	for name := range own {
		if outer[name] {
			to[name] = innerName(name, depth)
		}
	}
	if len(to) == 0 {
		return
	}
	rewriteMachine(m, func(n jsonata.Node) jsonata.Node {
		if v, ok := n.(*jsonata.Var); ok && to[v.Name] != "" {
			return &jsonata.Var{Name: to[v.Name]}
		}
		return nil
	})
	for _, e := range m.States {
		renameAssigned(e.State, to)
	}
}

func innerName(name string, depth int) string {
	if depth == 1 {
		return "inner_" + name
	}
	return "inner" + strconv.Itoa(depth) + "_" + name
}

// renameAssigned renames what a state assigns, on whichever way out.
func renameAssigned(s asl.State, to map[string]string) {
	rename := func(v asl.Value) {
		o, _ := v.(asl.Object)
		for i, m := range o {
			if name := to[m.Key]; name != "" {
				o[i].Key = name
			}
		}
	}
	rename(s.Base().Assign)
	catch := func(all []asl.Catcher) {
		for _, k := range all {
			rename(k.Assign)
		}
	}
	switch s := s.(type) {
	case *asl.Task:
		catch(s.Catch)
	case *asl.Parallel:
		catch(s.Catch)
	case *asl.Map:
		catch(s.Catch)
	case *asl.Choice:
		for _, r := range s.Choices {
			rename(r.Assign)
		}
	default:
	}
}
