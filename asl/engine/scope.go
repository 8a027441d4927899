package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// A scope holds the variables of one States map. A branch or an iteration sees
// those of the scopes around it and cannot set them; a child execution of a
// distributed Map has no scope around it.
type scope struct {
	outer *scope
	vars  map[string]asl.Value
	sizes map[string]int

	// queried are the variables that a JSONata expression read, as its values.
	queried map[string]any
}

func (s *scope) get(name string) (asl.Value, bool) {
	for ; s != nil; s = s.outer {
		if v, ok := s.vars[name]; ok {
			return v, true
		}
	}
	return nil, false
}

// assign sets variables, all of them or, with a failure, none.
func (t *thread) assign(vars asl.Object) *failure {
	h := t.h
	total, all := 0, 0
	sizes := make([]int, len(vars))
	for i, m := range vars {
		for s := t.scope.outer; s != nil; s = s.outer {
			if _, ok := s.vars[m.Key]; ok {
				return fail(errRuntime, "The variable '%s' is assigned in an outer scope and cannot be assigned in an inner one.", m.Key)
			}
		}
		sizes[i] = size(m.Value)
		total += sizes[i] - t.scope.sizes[m.Key]
		all += sizes[i]
		if sizes[i] > MaxVariable && !h.w.opts.Unlimited {
			return fail(errDataLimit, "The size of the variable '%s' exceeds the maximum number of bytes service limit.", m.Key)
		}
	}
	if !h.w.opts.Unlimited {
		if all > MaxVariable {
			return fail(errDataLimit, "The variables of one Assign exceed the maximum number of bytes service limit.")
		}
		if h.variables+total > MaxVariables {
			return fail(errDataLimit, "The variables of the execution exceed the maximum number of bytes service limit.")
		}
	}
	if t.scope.vars == nil {
		t.scope.vars, t.scope.sizes = map[string]asl.Value{}, map[string]int{}
	}
	for i, m := range vars {
		t.scope.vars[m.Key] = m.Value
		t.scope.sizes[m.Key] = sizes[i]
		delete(t.scope.queried, m.Key)
	}
	h.variables += total
	h.w.keep(all)
	return nil
}

// drop forgets the variables of a scope that has ended.
func (h *history) drop(s *scope) {
	for _, n := range s.sizes {
		h.variables -= n
	}
	s.vars, s.sizes, s.queried = nil, nil, nil
}
