package jsonata

import (
	"math"
)

type literal struct{ value Value }

func (x literal) eval(*evaluation, Value, *frame) (Value, *Error) { return x.value, nil }

// A variable is a user's, or a built-in function where no user's has its name.
type variable struct {
	name    string
	builtin *FunctionValue
}

func newVariable(name string) *variable { return &variable{name, builtins()[name]} }

func (x *variable) eval(_ *evaluation, in Value, f *frame) (Value, *Error) {
	if x.name == "" {
		if a, ok := in.(*ArrayValue); ok {
			if a.outer {
				return a.Items[0], nil
			}
			return settle(a, false), nil
		}
		return in, nil
	}
	v, ok := f.lookup(x.name)
	if ok {
		return settle(v, false), nil
	}
	if x.builtin != nil {
		return x.builtin, nil
	}
	return nil, nil
}

type arrayItem struct {
	code code

	// whole says that the item is written as an array and becomes an item,
	// where other arrays become as many as they have.
	whole bool
}

type array struct {
	items []arrayItem
	cons  bool
}

func (x *array) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	out := make([]Value, 0, len(x.items))
	for _, item := range x.items {
		v, err := item.code.eval(ev, in, f)
		if err != nil {
			return nil, err
		}
		if a, ok := v.(*ArrayValue); ok && !item.whole {
			if err := ev.take(len(a.Items) * itemSize); err != nil {
				return nil, err
			}
			if len(out) == 0 && len(x.items) == 1 {
				// [1..n] would be held twice.
				out = a.Items[:len(a.Items):len(a.Items)]
				continue
			}
			out = append(out, a.Items...)
		} else if v != nil {
			out = append(out, v)
		}
	}
	return &ArrayValue{Items: out, cons: x.cons}, ev.take(itemSize * (1 + len(x.items)))
}

type rangeOf struct{ from, to code }

// maxRange is the most numbers that a range can have.
const maxRange = 10_000_000

func (x *rangeOf) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	from, err := x.from.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	to, err := x.to.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	a, aOK := from.(float64)
	b, bOK := to.(float64)
	if from != nil && (!aOK || !isFinite(a) || a != math.Trunc(a)) {
		return nil, fail("T2003", -1, "..")
	}
	if to != nil && (!bOK || !isFinite(b) || b != math.Trunc(b)) {
		return nil, fail("T2004", -1, "..")
	}
	if from == nil || to == nil || a > b {
		return nil, nil
	}
	n := b - a + 1
	if n > maxRange {
		return nil, fail("D2014", -1, numberText(n))
	}
	if err := ev.charge(int(n)); err != nil {
		return nil, err
	}
	out := make([]Value, int(n))
	for i := range out {
		out[i] = number(a + float64(i))
	}
	return &ArrayValue{Items: out, sequence: true, singleton: true}, nil
}

type object struct{ pairs []pair }

func (x *object) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	if a, ok := in.(*ArrayValue); ok {
		return groupItems(ev, x.pairs, a, f)
	}
	return simpleObject(ev, x.pairs, in, f)
}

type negate struct{ x code }

func (x *negate) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	v, err := x.x.eval(ev, in, f)
	if err != nil || v == nil {
		return nil, err
	}
	n, ok := v.(float64)
	if !ok || math.IsNaN(n) {
		return nil, fail("D1002", -1, display(v))
	}
	if !isFinite(n) {
		return nil, fail("D1001", -1, numberText(n))
	}
	return number(-n), nil
}

// both evaluates the two sides of an operator.
func both(ev *evaluation, left, right code, in Value, f *frame) (a, b Value, err *Error) {
	if err = ev.enter(); err != nil {
		return nil, nil, err
	}
	defer ev.leave()
	if a, err = left.eval(ev, in, f); err != nil {
		return nil, nil, err
	}
	b, err = right.eval(ev, in, f)
	return a, b, err
}

type arithmetic struct {
	op          string
	left, right code
}

func (x *arithmetic) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	left, right, err := both(ev, x.left, x.right, in, f)
	if err != nil {
		return nil, err
	}
	a, aOK := left.(float64)
	if left != nil && (!aOK || math.IsNaN(a)) {
		return nil, fail("T2001", -1, x.op)
	}
	b, bOK := right.(float64)
	if aOK && math.IsInf(a, 0) {
		return nil, fail("D1001", -1, numberText(a))
	}
	if right != nil && (!bOK || math.IsNaN(b)) {
		return nil, fail("T2002", -1, x.op)
	}
	if bOK && math.IsInf(b, 0) {
		return nil, fail("D1001", -1, numberText(b))
	}
	if left == nil || right == nil {
		return nil, nil
	}
	switch x.op {
	case "+":
		a += b
	case "-":
		a -= b
	case "*":
		a *= b
	case "/":
		a /= b
	default:
		a = math.Mod(a, b)
	}
	return number(a), nil
}

// A concatenation is a chain of &.
type concatenation struct{ parts []code }

func (x *concatenation) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	// The first part is as deep as the chain is long.
	ev.depth += len(x.parts) - 2
	defer func() { ev.depth -= len(x.parts) - 2 }()
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	var buf [256]byte
	b := buf[:0]
	for _, part := range x.parts {
		v, err := part.eval(ev, in, f)
		if err != nil {
			return nil, err
		}
		n := len(b)
		if b, err = appendText(ev, b, v); err != nil {
			return nil, err
		}
		if err := ev.take(len(b) - n); err != nil {
			return nil, err
		}
	}
	return string(b), nil
}

type equality struct {
	not         bool
	left, right code
}

func (x *equality) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	a, b, err := both(ev, x.left, x.right, in, f)
	if err != nil {
		return nil, err
	}
	if a == nil || b == nil {
		return false, nil
	}
	same, err := ev.equal(a, b)
	return same != x.not, err
}

type comparison struct {
	op          string
	left, right code
}

func (x *comparison) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	a, b, err := both(ev, x.left, x.right, in, f)
	if err != nil {
		return nil, err
	}
	for _, v := range [...]Value{a, b} {
		switch v.(type) {
		case nil, float64, string:
		default:
			return nil, fail("T2010", -1, x.op)
		}
	}
	if a == nil || b == nil {
		return nil, nil
	}
	less, equal := false, false
	switch a := a.(type) {
	case float64:
		y, ok := b.(float64)
		if !ok {
			return nil, x.mixed(a, b)
		}
		less, equal = a < y, a == y
		if math.IsNaN(a) || math.IsNaN(y) {
			return false, nil
		}
	case string:
		y, ok := b.(string)
		if !ok {
			return nil, x.mixed(a, b)
		}
		c := compareStrings(a, y)
		less, equal = c < 0, c == 0
	}
	switch x.op {
	case "<":
		return less, nil
	case "<=":
		return less || equal, nil
	case ">":
		return !less && !equal, nil
	}
	return !less, nil
}

func (x *comparison) mixed(a, b Value) *Error {
	return fail("T2009", -1, x.op, display(a), display(b))
}

type logic struct {
	or          bool
	left, right code
}

func (x *logic) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	v, err := x.left.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	if truth(v) == x.or {
		return x.or, nil
	}
	if v, err = x.right.eval(ev, in, f); err != nil {
		return nil, err
	}
	return truth(v), nil
}

type inclusion struct{ left, right code }

func (x *inclusion) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	a, b, err := both(ev, x.left, x.right, in, f)
	if err != nil {
		return nil, err
	}
	if a == nil || b == nil {
		return false, nil
	}
	vs := items(b)
	if err := ev.work(len(vs)); err != nil {
		return nil, err
	}
	for _, v := range vs {
		if v == a {
			return true, nil
		}
	}
	return false, nil
}

type cond struct{ test, then, otherwise code }

func (x *cond) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	v, err := x.test.eval(ev, in, f)
	switch {
	case err != nil:
		return nil, err
	case truth(v):
		return x.then.eval(ev, in, f)
	case x.otherwise != nil:
		return x.otherwise.eval(ev, in, f)
	}
	return nil, nil
}

type assign struct {
	name  string
	value code
}

func (x *assign) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	v, err := x.value.eval(ev, in, f)
	if err != nil {
		return nil, err
	}
	f.bind(x.name, v)
	return v, nil
}

type block struct {
	exprs []code

	// scope says that something is assigned within.
	scope bool

	// whole says that the whole context is for the block where a path starts
	// with it.
	whole bool
}

func (x *block) eval(ev *evaluation, in Value, f *frame) (v Value, err *Error) {
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()
	if x.scope {
		f = &frame{outer: f}
	}
	for _, e := range x.exprs {
		if v, err = e.eval(ev, in, f); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// appendText appends a value as & and $string have it.
func appendText(ev *evaluation, b []byte, v Value) ([]byte, *Error) {
	switch v := v.(type) {
	case nil, *FunctionValue:
		return b, nil
	case string:
		return append(b, v...), nil
	case float64:
		if !isFinite(v) {
			return nil, fail("D3001", -1, numberText(v))
		}
		return appendNumberText(b, v), nil
	case bool:
		if v {
			return append(b, "true"...), nil
		}
		return append(b, "false"...), nil
	}
	return ev.appendJSONText(b, v, 0)
}

// appendJSONText appends a value as the JSON text that $string makes of it.
func (ev *evaluation) appendJSONText(b []byte, v Value, indent int) ([]byte, *Error) {
	if a, ok := v.(*ArrayValue); ok && a.outer {
		v = a.Items[0]
	}
	limit := len(b) + int(min(ev.bytes, math.MaxInt32))
	w := jsonWriter{b: b, indent: indent, limit: limit, number: func(b []byte, f float64) ([]byte, *Error) {
		if !isFinite(f) {
			return nil, fail("D1001", -1, numberText(f))
		}
		return appendNumberText(b, f), nil
	}}
	n := len(b)
	err := w.write(v)
	if err == nil {
		err = ev.work((len(w.b) - n) / 16)
	}
	return w.b, err
}
