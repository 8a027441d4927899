package replay

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A way is how a state goes on without being done, in some iterations.
type way struct {
	keys []string
	pass *asl.Pass
}

// ways are those of a state, in the iterations in which it need not be done again.
func (w *writer) ways(e asl.Entry, at iterations) ([]way, error) {
	var well []string
	caught := map[string][]string{} // by the state that follows
	var order []string
	for _, key := range at.keys {
		v := w.visit(key, e.Name)
		switch {
		case v == nil || v.exit == nil:
		case v.failed || w.replayedCatch(e, v):
			if caught[v.next] == nil {
				order = append(order, v.next)
			}
			caught[v.next] = append(caught[v.next], key)
		default:
			well = append(well, key)
		}
	}
	out, err := w.succeeded(e, well, at)
	if err != nil {
		return nil, err
	}
	for _, next := range order {
		if pass := w.dealtWith(e, caught[next], next, at); pass != nil {
			out = append(out, way{caught[next], pass})
		}
	}
	for _, way := range out {
		way.pass.Comment = Kept.Comment(e.State.Base().Comment)
	}
	return out, nil
}

// replayedCatch says whether a state stood for a Task whose error was dealt with before.
func (w *writer) replayedCatch(e asl.Entry, v *visit) bool {
	s, ok := e.State.(*asl.Task)
	return ok && v.exit.Type == "PassStateExited" && v.next != "" && v.next != s.Next
}

// succeeded are the ways of a state that has been done well; none where it is to be
// done again, or is one that does nothing.
func (w *writer) succeeded(e asl.Entry, keys []string, at iterations) ([]way, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	whole := w.origin(e.Name).Whole
	given := func(base *asl.Common, to asl.Flow, keys []string) []way {
		if len(keys) == 0 {
			return nil
		}
		if pass := w.given(e, base, to, keys, at); pass != nil {
			return []way{{keys, pass}}
		}
		return nil
	}
	switch s := e.State.(type) {
	case *asl.Task:
		var known, replayed []string
		for _, key := range keys {
			switch v := w.visit(key, e.Name); {
			case v.exit.Type == "PassStateExited": // it was not done then either
				replayed = append(replayed, key)
			case v.result != nil && (v.resource == "" || strings.HasSuffix(s.Resource, ":"+v.resource)):
				known = append(known, key)
			}
		}
		out := given(&s.Common, s.Flow, replayed)
		if len(known) > 0 {
			pass, err := w.task(s, e.Name, known, at)
			if err != nil {
				return nil, err
			}
			out = append(out, way{known, pass})
		}
		return out, nil
	case *asl.Wait:
		return []way{{keys, &asl.Pass{Common: plain(s.Common), Flow: s.Flow}}}, nil
	case *asl.Pass:
		if whole {
			return given(&s.Common, s.Flow, keys), nil
		}
	case *asl.Parallel:
		if whole {
			return given(&s.Common, s.Flow, keys), nil
		}
	case *asl.Map:
		if distributed(s) {
			return given(&s.Common, s.Flow, keys), nil
		}
	case *asl.Choice, *asl.Succeed, *asl.Fail:
	}
	return nil, nil
}

// plain is what a Pass has of another state.
func plain(c asl.Common) asl.Common {
	return asl.Common{Comment: c.Comment, QueryLanguage: c.QueryLanguage, Output: c.Output, Assign: c.Assign}
}

// task is a Task whose result is known.
func (w *writer) task(s *asl.Task, name string, keys []string, at iterations) (*asl.Pass, error) {
	result := recorded{keys: keys, values: map[string]asl.Value{}, key: at.node}
	for _, key := range keys {
		result.values[key] = w.visit(key, name).result
	}
	pass := &asl.Pass{Common: plain(s.Common), Flow: s.Flow}
	if pass.Output == nil {
		pass.Output = result.value()
	} else {
		var err error
		if pass.Output, err = put(pass.Output, result); err != nil {
			return nil, err
		}
	}
	if pass.Assign != nil {
		var err error
		if pass.Assign, err = put(pass.Assign, result); err != nil {
			return nil, err
		}
	}
	return pass, nil
}

// given is a state that gives again what it gave; nil where it was to give less
// then.
func (w *writer) given(e asl.Entry, base *asl.Common, to asl.Flow, keys []string, at iterations) *asl.Pass {
	assign, ok := w.assigned(e.Name, base.Assign, keys, at)
	if !ok {
		return nil
	}
	return &asl.Pass{Common: asl.Common{Comment: base.Comment, Output: w.output(e.Name, keys, at), Assign: assign}, Flow: to}
}

// dealtWith is a state whose error was caught; nil where what follows is there no
// more, or is given more now.
func (w *writer) dealtWith(e asl.Entry, keys []string, next string, at iterations) *asl.Pass {
	var all []asl.Catcher
	switch s := e.State.(type) {
	case *asl.Task:
		all = s.Catch
	case *asl.Parallel:
		all = s.Catch
	case *asl.Map:
		all = s.Catch
	default:
	}
	i := slices.IndexFunc(all, func(c asl.Catcher) bool { return c.Next == next })
	if i < 0 {
		return nil
	}
	assign, ok := w.assigned(e.Name, all[i].Assign, keys, at)
	if !ok {
		return nil
	}
	return &asl.Pass{
		Common: asl.Common{Comment: e.State.Base().Comment, Output: w.output(e.Name, keys, at), Assign: assign},
		Flow:   asl.Flow{Next: next},
	}
}

// output is what a state put out.
func (w *writer) output(state string, keys []string, at iterations) asl.Value {
	out := recorded{keys: keys, values: map[string]asl.Value{}, key: at.node}
	for _, key := range keys {
		out.values[key] = w.visit(key, state).exit.Output
	}
	return out.value()
}

// assigned is what a state assigned, of the variables that it assigns now; ok is
// false where there is one that it did not.
func (w *writer) assigned(state string, now asl.Value, keys []string, at iterations) (asl.Value, bool) {
	o, _ := now.(asl.Object)
	if len(o) == 0 {
		return nil, true
	}
	out := make(asl.Object, len(o))
	for i, m := range o {
		was := recorded{keys: keys, values: map[string]asl.Value{}, key: at.node}
		for _, key := range keys {
			v, ok := w.visit(key, state).exit.Assigned.Get(m.Key)
			if !ok {
				return nil, false
			}
			was.values[key] = v
		}
		out[i] = asl.Member{Key: m.Key, Value: was.value()}
	}
	return out, true
}
