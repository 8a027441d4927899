package jsonata

// A FunctionValue is a function: built in, defined in the expression, or a
// regular expression. It belongs to the evaluation that made it.
type FunctionValue struct {
	name      string
	signature *signature

	// arity is how many arguments a function that calls this one hands over
	// at the most.
	arity int

	// One of these is set.
	native  func(*activation, []Value) (Value, *Error)
	lambda  *lambda
	partial *partial
	regex   *regex

	// in and frame are where a lambda was defined.
	in    Value
	frame *frame
}

// An activation is a call of a built-in function.
type activation struct {
	*evaluation
	fn *FunctionValue
}

// noContext is the context of a function that is not called by an expression
// but by another function or by ~>. It is null in the reference too.
var noContext Value = NullValue{}

// fail makes an error that is about the function.
func (a *activation) fail(code string, token string, args ...any) *Error {
	return fail(code, -1, token, args...)
}

type lambda struct {
	params    []string
	signature *signature
	body      code
}

func (x *lambda) eval(_ *evaluation, in Value, f *frame) (Value, *Error) {
	return &FunctionValue{lambda: x, signature: x.signature, arity: len(x.params), in: in, frame: f}, nil
}

// partial is a function some arguments of which are known.
type partial struct {
	fn   *FunctionValue
	args []Value
	open []bool
}

// tail is a call that a function ends with, to be made by whoever called it.
// No expression gets to see it.
type tail struct {
	fn   *FunctionValue
	args []Value
	in   Value
}

type call struct {
	fn   code
	name string

	// field says that the function is written as a field, by mistake.
	field        bool
	args         []code
	placeholders []bool
}

// A tailCall is a call in the place of what a function gives.
type tailCall struct{ *call }

func (x *tailCall) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	fn, args, err := x.prepare(ev, in, f, nil)
	if err != nil {
		return nil, err
	}
	if fn.lambda == nil {
		// A sequence stays one: whoever called may be a function.
		return ev.invoke(fn, args, in)
	}
	return &tail{fn, args, in}, nil
}

func (x *call) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	v, err := x.raw(ev, in, f)
	return settle(v, false), err
}

// raw leaves a sequence that the function gives as it is, for filters.
func (x *call) raw(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if x.placeholders != nil {
		return x.partial(ev, in, f)
	}
	return x.with(ev, in, f, nil)
}

// with makes the call, with first as its first argument if there is one.
func (x *call) with(ev *evaluation, in Value, f *frame, first []Value) (Value, *Error) {
	fn, args, err := x.prepare(ev, in, f, first)
	if err != nil {
		return nil, err
	}
	return ev.invoke(fn, args, in)
}

func (x *call) prepare(ev *evaluation, in Value, f *frame, first []Value) (*FunctionValue, []Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, nil, err
	}
	defer ev.leave()
	v, err := x.fn.eval(ev, in, f)
	if err != nil {
		return nil, nil, err
	}
	if v == nil && x.field && isDefined(x.name, f) {
		return nil, nil, fail("T1005", -1, x.name)
	}
	args := make([]Value, 0, len(first)+len(x.args))
	args = append(args, first...)
	for _, a := range x.args {
		v, err := a.eval(ev, in, f)
		if err != nil {
			return nil, nil, err
		}
		args = append(args, v)
	}
	fn, ok := v.(*FunctionValue)
	if !ok {
		return nil, nil, fail("T1006", -1, x.name)
	}
	return fn, args, nil
}

// isDefined tells whether a function or variable of that name is in scope.
func isDefined(name string, f *frame) bool {
	if v, ok := f.lookup(name); ok {
		return v != nil
	}
	return builtins()[name] != nil
}

func (x *call) partial(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	args := make([]Value, len(x.args))
	arity := 0
	for i, a := range x.args {
		if x.placeholders[i] {
			arity++
			continue
		}
		v, err := a.eval(ev, in, f)
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	v, err := x.fn.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	fn, ok := v.(*FunctionValue)
	switch {
	case ok:
	case v == nil && x.field && isDefined(x.name, f):
		return nil, fail("T1007", -1, x.name)
	default:
		return nil, fail("T1008", -1, x.name)
	}
	return &FunctionValue{partial: &partial{fn, args, x.placeholders}, arity: arity}, nil
}

// invoke calls a function, and what that ends with calling.
func (ev *evaluation) invoke(fn *FunctionValue, args []Value, in Value) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	for {
		v, err := ev.once(fn, args, in)
		if err != nil {
			return nil, err
		}
		t, ok := v.(*tail)
		if !ok {
			return v, nil
		}
		if err := ev.work(1); err != nil {
			return nil, err
		}
		fn, args, in = t.fn, t.args, t.in
	}
}

func (ev *evaluation) once(fn *FunctionValue, args []Value, in Value) (Value, *Error) {
	switch {
	case fn.regex != nil:
		return ev.matchFrom(fn.regex, args)
	case fn.partial != nil:
		all := append([]Value(nil), fn.partial.args...)
		n := 0
		for i, open := range fn.partial.open {
			if open && n < len(args) {
				all[i] = args[n]
				n++
			}
		}
		// The context never stands in for what is left out here.
		for fn.partial.fn.native != nil && len(all) < fn.partial.fn.arity {
			all = append(all, nil)
		}
		return ev.invoke(fn.partial.fn, all, in)
	}
	if fn.signature != nil {
		var err *Error
		if args, err = fn.signature.check(fn.name, args, in); err != nil {
			return nil, err
		}
	}
	if fn.native != nil {
		for len(args) < fn.arity {
			args = append(args, nil)
		}
		return fn.native(&activation{ev, fn}, args)
	}
	params := fn.lambda.params
	f := &frame{outer: fn.frame, vars: make([]binding, 0, len(params))}
	for i, p := range params {
		var v Value
		if i < len(args) {
			v = args[i]
		}
		f.bind(p, v)
	}
	if err := ev.take((2 + 3*len(params)) * 16); err != nil {
		return nil, err
	}
	return fn.lambda.body.eval(ev, fn.in, f)
}

// call calls a function that was an argument with as many arguments as it
// takes.
func (a *activation) call(fn *FunctionValue, args ...Value) (Value, *Error) {
	n := max(fn.arity, 1)
	return a.invoke(fn, args[:min(n, len(args))], noContext)
}

// An application is left ~> right.
type application struct {
	left, right code

	// call is set where right is a call, which gets left as its first
	// argument.
	call *call

	// keep says that a sequence of one item stays an array.
	keep bool
}

func (x *application) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	left, err := x.left.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	if x.call != nil {
		v, err := x.call.with(ev, in, f, []Value{left})
		return settle(v, x.keep), err
	}
	right, err := x.right.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	fn, ok := right.(*FunctionValue)
	if !ok {
		return nil, fail("T2006", -1, "~>")
	}
	if first, ok := left.(*FunctionValue); ok {
		return &FunctionValue{arity: 1, native: func(a *activation, args []Value) (Value, *Error) {
			v, err := a.invoke(first, args[:1], noContext)
			if err != nil {
				return nil, err
			}
			return a.invoke(fn, []Value{settle(v, false)}, noContext)
		}}, nil
	}
	v, err := ev.invoke(fn, []Value{left}, noContext)
	return settle(v, x.keep), err
}
