package jsonpath

import (
	"fmt"

	"github.com/pipectl/pipectl/asl"
)

// An Env is what an expression is evaluated in.
type Env struct {
	// Input is $. Context gives $$, Variable a variable by its name; each may
	// be nil where there is none.
	Input    asl.Value
	Context  func() asl.Value
	Variable func(name string) (asl.Value, bool)

	// Random gives numbers in [0, 1) and UUID a version 4 UUID, for
	// States.MathRandom and States.UUID. Nil makes those fail.
	Random func() float64
	UUID   func() string
}

// An EvalError says why an expression has no value.
type EvalError struct {
	// Missing: a path selects nothing. Call: an intrinsic function failed.
	// Exactly one of the two is set.
	Missing, Call bool

	// At is the path up to what is not there, as Jayway's library writes it:
	// $['a'][0]. Empty for calls.
	At string

	// Inside tells that more steps follow after At.
	Inside bool

	Text string // lower case, without a full stop
}

func (e *EvalError) Error() string { return e.Text }

// Eval evaluates an expression. A path that names one place gives what is
// there, and is an error where nothing is; one that can select several gives
// an array of them, which may be empty. Errors are of type *EvalError.
func Eval(e Expr, env *Env) (asl.Value, error) {
	switch x := e.(type) {
	case *Path:
		return evalPath(x, env, nil)
	case *Call:
		return evalCall(x, env)
	case *Literal:
		return scalarValue(x.Value), nil
	}
	panic("jsonpath: unknown expression")
}

func scalarValue(s Scalar) asl.Value {
	switch x := s.(type) {
	case String:
		return asl.String(x.Text)
	case Number:
		return asl.Number(x)
	case Bool:
		return asl.Bool(x)
	case Null:
		return asl.Null{}
	case Word:
		return asl.String(x)
	case List:
		list := make(asl.Array, len(x))
		for i, item := range x {
			list[i] = scalarValue(item)
		}
		return list
	case Regex:
		return asl.String(x.Pattern)
	}
	panic("jsonpath: unknown scalar")
}

// IsDefinite reports whether a path selects one value at most.
func (p *Path) IsDefinite() bool {
	for i, s := range p.Steps {
		switch x := s.(type) {
		case Names:
			// Several names as the last step are merged into one object.
			if len(x) != 1 && i != len(p.Steps)-1 {
				return false
			}
		case Indexes:
			if len(x) != 1 {
				return false
			}
		case Wildcard, Slice, Filter, Descend:
			return false
		case FromEnd, Measure:
		}
	}
	return true
}

func evalPath(p *Path, env *Env, item asl.Value) (asl.Value, error) {
	var root asl.Value
	switch p.Root {
	case Input:
		root = env.Input
	case Item:
		root = item
	case Context:
		if env.Context == nil {
			return nil, missing("$$")
		}
		root = env.Context()
	case Variable:
		ok := false
		if env.Variable != nil {
			root, ok = env.Variable(p.Var)
		}
		if !ok {
			return nil, missing("$" + p.Var)
		}
	}
	if root == nil {
		root = asl.Null{}
	}
	definite := p.IsDefinite()
	w := walker{env: env, root: root}
	w.walk(p.Steps, root, "$")
	if !definite {
		if w.found == nil {
			return asl.Array{}, nil
		}
		return w.found, nil
	}
	if len(w.found) == 0 {
		err := missing(w.stopped)
		err.Inside = w.inside
		return nil, err
	}
	return w.found[0], nil
}

func missing(at string) *EvalError {
	return &EvalError{Missing: true, At: at, Text: fmt.Sprintf("no results for path: %s", at)}
}

// A walker collects what a path selects.
type walker struct {
	env     *Env
	root    asl.Value
	found   asl.Array
	stopped string // where the first step that selects nothing is
	inside  bool   // and whether others follow it
}

func (w *walker) stop(at string, rest []Step) {
	if w.stopped == "" {
		w.stopped, w.inside = at, len(rest) > 0
	}
}

func (w *walker) walk(steps []Step, v asl.Value, at string) {
	if len(steps) == 0 {
		w.found = append(w.found, v)
		return
	}
	rest := steps[1:]
	switch s := steps[0].(type) {
	case Names:
		w.names(s, rest, v, at)
	case Wildcard:
		eachChild(v, func(child asl.Value, key string) { w.walk(rest, child, at+key) })
	case Indexes:
		for _, i := range s {
			w.index(i, rest, v, at)
		}
	case FromEnd:
		if list, ok := v.(asl.Array); ok {
			w.index(len(list)-int(s), rest, v, at)
		} else {
			w.stop(at, rest)
		}
	case Slice:
		if list, ok := v.(asl.Array); ok {
			for _, i := range s.indexes(len(list)) {
				w.walk(rest, list[i], fmt.Sprintf("%s[%d]", at, i))
			}
		}
	case Filter:
		// An array is filtered item by item, an object is kept or dropped.
		if list, ok := v.(asl.Array); ok {
			for i, item := range list {
				if w.holds(s.Cond, item) {
					w.walk(rest, item, fmt.Sprintf("%s[%d]", at, i))
				}
			}
		} else if _, ok := v.(asl.Object); ok && w.holds(s.Cond, v) {
			w.walk(rest, v, at)
		}
	case Descend:
		w.descend(append([]Step{s.Step}, rest...), v, at)
	case Measure:
		if m, ok := measure(s.Name, v); ok {
			w.walk(rest, m, at)
		} else {
			w.stop(at, rest)
		}
	default:
		panic("jsonpath: unknown step")
	}
}

func (w *walker) names(names Names, rest []Step, v asl.Value, at string) {
	o, ok := v.(asl.Object)
	if len(names) > 1 && len(rest) == 0 {
		if !ok {
			w.stop(at, rest)
			return
		}
		merged := asl.Object{}
		for _, name := range names {
			if child, ok := o.Get(name); ok {
				merged = append(merged, asl.Member{Key: name, Value: child})
			}
		}
		w.found = append(w.found, merged)
		return
	}
	for _, name := range names {
		next := at + "['" + name + "']"
		child, ok := o.Get(name)
		if !ok {
			w.stop(next, rest)
			continue
		}
		w.walk(rest, child, next)
	}
}

func (w *walker) index(i int, rest []Step, v asl.Value, at string) {
	list, ok := v.(asl.Array)
	next := fmt.Sprintf("%s[%d]", at, i)
	if i < 0 {
		i += len(list)
	}
	if !ok || i < 0 || i >= len(list) {
		w.stop(next, rest)
		return
	}
	w.walk(rest, list[i], next)
}

// descend applies steps to v and everything in it, from the outside in.
func (w *walker) descend(steps []Step, v asl.Value, at string) {
	switch s := steps[0].(type) {
	case Names:
		if o, ok := v.(asl.Object); ok && hasAny(o, s) {
			w.walk(steps, v, at)
		}
	default:
		w.walk(steps, v, at)
	}
	eachChild(v, func(child asl.Value, key string) { w.descend(steps, child, at+key) })
}

func hasAny(o asl.Object, names []string) bool {
	for _, name := range names {
		if _, ok := o.Get(name); ok {
			return true
		}
	}
	return false
}

func eachChild(v asl.Value, f func(child asl.Value, key string)) {
	switch x := v.(type) {
	case asl.Array:
		for i, item := range x {
			f(item, fmt.Sprintf("[%d]", i))
		}
	case asl.Object:
		for _, m := range x {
			f(m.Value, "['"+m.Key+"']")
		}
	default:
	}
}

// indexes are the items of a list of n that the slice selects, in order.
func (s Slice) indexes(n int) []int {
	by := 1
	if s.By != nil {
		by = *s.By
	}
	if by <= 0 {
		return nil
	}
	bound := func(p *int, otherwise int) int {
		if p == nil {
			return otherwise
		}
		i := *p
		if i < 0 {
			i += n
		}
		return min(max(i, 0), n)
	}
	var list []int
	for i, to := bound(s.From, 0), bound(s.To, n); i < to; i += by {
		list = append(list, i)
	}
	return list
}

// Put gives root with v put where a reference path leads to. Objects that are
// missing on the way are made; an item that an array does not have is an
// error, and so is a name or an index of what has none.
func Put(root asl.Value, p *Path, v asl.Value) (asl.Value, error) {
	return put(root, p.Steps, v, "$")
}

func put(root asl.Value, steps []Step, v asl.Value, at string) (asl.Value, error) {
	if len(steps) == 0 {
		return v, nil
	}
	switch s := steps[0].(type) {
	case Names:
		next := at + "['" + s[0] + "']"
		o, ok := root.(asl.Object)
		if !ok && root != nil {
			return nil, missing(next)
		}
		child, _ := o.Get(s[0])
		child, err := put(child, steps[1:], v, next)
		if err != nil {
			return nil, err
		}
		out := make(asl.Object, len(o), len(o)+1)
		copy(out, o)
		for i := range out {
			if out[i].Key == s[0] {
				out[i].Value = child
				return out, nil
			}
		}
		return append(out, asl.Member{Key: s[0], Value: child}), nil
	case Indexes:
		next := fmt.Sprintf("%s[%d]", at, s[0])
		list, ok := root.(asl.Array)
		if !ok || s[0] >= len(list) {
			return nil, missing(next)
		}
		child, err := put(list[s[0]], steps[1:], v, next)
		if err != nil {
			return nil, err
		}
		out := append(asl.Array(nil), list...)
		out[s[0]] = child
		return out, nil
	case Wildcard, Slice, Filter, FromEnd, Descend, Measure:
	}
	panic("jsonpath: the path of Put is no reference path")
}
