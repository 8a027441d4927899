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
func unshadow(m *asl.Machine) {
	u := unshadowing{around: map[string]int{}, to: map[string]string{}}
	u.machine(m, 0)
}

// An unshadowing is on its way down through maps of states.
type unshadowing struct {
	around map[string]int    // how many of the maps around assign a name
	to     map[string]string // what names mean here, where they are others
}

func (u *unshadowing) machine(m *asl.Machine, depth int) {
	var own names
	for _, e := range m.States {
		own.add(assignedBy(e.State)...)
	}
	before := map[string]string{} // what was renamed around, and is again here
	var renamed []string
	for _, name := range own.list {
		if u.around[name] > 0 {
			if to, ok := u.to[name]; ok {
				before[name] = to
			}
			u.to[name] = innerName(name, depth)
			renamed = append(renamed, name)
		}
		u.around[name]++
	}
	for _, e := range m.States {
		u.state(e.State, depth)
	}
	for _, name := range renamed {
		delete(u.to, name)
		if to, ok := before[name]; ok {
			u.to[name] = to
		}
	}
	for _, name := range own.list {
		u.around[name]--
	}
}

func (u *unshadowing) state(s asl.State, depth int) {
	if len(u.to) > 0 {
		for _, v := range asl.Values(s) {
			if u.reads(*v) {
				*v = rewriteCode(*v, func(n jsonata.Node) jsonata.Node {
					if v, ok := n.(*jsonata.Var); ok && u.to[v.Name] != "" {
						return &jsonata.Var{Name: u.to[v.Name]}
					}
					return nil
				})
			}
		}
		renameAssigned(s, u.to)
	}
	switch s := s.(type) {
	case *asl.Parallel:
		for _, b := range s.Branches {
			u.machine(b, depth+1)
		}
	case *asl.Map:
		u.machine(s.Processor, depth+1)
	default:
	}
}

// reads says whether a value reads a variable that has another name here.
func (u *unshadowing) reads(v asl.Value) bool {
	found := false
	eachCode(v, func(n jsonata.Node) {
		jsonata.Walk(n, func(n jsonata.Node) bool {
			if v, ok := n.(*jsonata.Var); ok && u.to[v.Name] != "" {
				found = true
			}
			return !found
		})
	})
	return found
}

func innerName(name string, depth int) string {
	if depth == 1 {
		return "inner_" + name
	}
	return "inner" + strconv.Itoa(depth) + "_" + name
}

// renameAssigned renames what a state assigns, on whichever way out.
func renameAssigned(s asl.State, to map[string]string) {
	for _, o := range assignments(s) {
		for i, m := range o {
			if name := to[m.Key]; name != "" {
				o[i].Key = name
			}
		}
	}
}
