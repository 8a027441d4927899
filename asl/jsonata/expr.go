package jsonata

import (
	"math/rand/v2"
	"time"
)

// An Expr is an expression ready to be evaluated, any number of times and by
// several goroutines at once.
type Expr struct {
	root code
}

// Limits bound one evaluation, so that no expression can run for ever or take
// all memory. What goes beyond one ends in an [Error] with code U1001. A zero
// field stands for its default.
type Limits struct {
	// Depth is how deep evaluations nest: every operator, call, path and
	// bracket counts as one. A tail call replaces the evaluation of its
	// caller. The default is 10,000.
	Depth int

	// Steps is how many of those evaluations there are in all, together
	// with what functions do for each item. The default is 20,000,000.
	Steps int64

	// Bytes is how much memory is taken for what the evaluation makes,
	// whether or not it is still in use. It is an estimate. The default is
	// 512 MiB.
	Bytes int64
}

const (
	defaultDepth = 10_000
	defaultSteps = 20_000_000
	defaultBytes = 512 << 20
)

// A Runtime is what an evaluation needs besides the expression and its input.
// The zero Runtime has the default limits, the clock of the year 1, and random
// numbers that are the same every time.
type Runtime struct {
	Limits Limits

	// Now is what $now and $millis give for the whole evaluation.
	Now time.Time

	// Random feeds $random, $uuid and $shuffle. It is used by one
	// evaluation at a time. Nil is a source of a fixed seed.
	Random rand.Source
}

// CompileString is [Compile] of what [Parse] reads.
func CompileString(src string) (*Expr, error) {
	n, err := parse(src)
	if err != nil {
		return nil, err
	}
	return Compile(n)
}

// Compile makes a tree ready to be evaluated. The error is an *[Error] and
// tells what no text could have made a tree of, and what only a look at the
// whole can tell, such as a % with no object to refer to.
func Compile(n Node) (*Expr, error) {
	c := compiler{}
	u, err := c.node(n)
	if err == nil && (u.parent != nil || len(u.seeking) > 0) {
		err = fail("S0217", -1, "%")
	}
	if err != nil {
		return nil, err
	}
	return &Expr{root: u.code}, nil
}

// Eval evaluates the expression with input as its context, $ and $$, and vars
// as its variables, named without their dollar signs. A nil result is
// undefined. The error is an *[Error].
func (x *Expr) Eval(rt Runtime, input Value, vars map[string]Value) (Value, error) {
	ev := &evaluation{runtime: rt, maxDepth: rt.Limits.Depth, steps: rt.Limits.Steps, bytes: rt.Limits.Bytes}
	if ev.maxDepth <= 0 {
		ev.maxDepth = defaultDepth
	}
	if ev.steps <= 0 {
		ev.steps = defaultSteps
	}
	if ev.bytes <= 0 {
		ev.bytes = defaultBytes
	}
	if a, ok := input.(*ArrayValue); ok && !a.sequence {
		input = &ArrayValue{Items: []Value{a}, sequence: true, outer: true}
	}
	f := &frame{vars: []binding{{"$", input}}, given: vars}
	v, err := x.root.eval(ev, input, f)
	if err != nil {
		return nil, err
	}
	if _, ok := v.(tuples); ok {
		v = nil
	}
	if v, err = ev.plain(v, 0); err != nil {
		return nil, err
	}
	return v, nil
}

// An evaluation is one run of an Expr.
type evaluation struct {
	runtime  Runtime
	depth    int
	maxDepth int
	steps    int64
	bytes    int64
}

func tooDeep() *Error {
	return fail("U1001", -1, "stack overflow: evaluations are nested too deep, by a recursion that does not end perhaps")
}

func tooLong() *Error {
	return fail("U1001", -1, "the evaluation takes too many steps, by a loop that does not end perhaps")
}

func tooLarge() *Error {
	return fail("U1001", -1, "the evaluation takes too much memory")
}

// enter counts an evaluation that others nest in. Each enter that succeeds
// needs a leave.
func (ev *evaluation) enter() *Error {
	// What nests in this one has no count of its own if it is a leaf.
	if ev.depth+1 >= ev.maxDepth {
		return tooDeep()
	}
	if ev.steps--; ev.steps < 0 {
		return tooLong()
	}
	ev.depth++
	return nil
}

func (ev *evaluation) leave() { ev.depth-- }

// work counts n steps of a function's own.
func (ev *evaluation) work(n int) *Error {
	if ev.steps -= int64(n); ev.steps < 0 {
		return tooLong()
	}
	return nil
}

// itemSize is what an item of an array takes, with its share of the box.
const itemSize = 24

// take counts memory.
func (ev *evaluation) take(n int) *Error {
	if ev.bytes -= int64(n); ev.bytes < 0 {
		return tooLarge()
	}
	return nil
}

// A frame is a scope: its variables, and the scope around it.
type frame struct {
	outer *frame
	vars  []binding

	// given are the variables of the caller, in the outermost scope.
	given map[string]Value
}

type binding struct {
	name  string
	value Value
}

func (f *frame) lookup(name string) (Value, bool) {
	for ; f != nil; f = f.outer {
		for i := range f.vars {
			if f.vars[i].name == name {
				return f.vars[i].value, true
			}
		}
		if f.given != nil {
			if v, ok := f.given[name]; ok {
				return v, true
			}
		}
	}
	return nil, false
}

func (f *frame) bind(name string, v Value) {
	for i := range f.vars {
		if f.vars[i].name == name {
			f.vars[i].value = v
			return
		}
	}
	f.vars = append(f.vars, binding{name, v})
}
