package jsonata

import (
	"iter"
	"math"
	"slices"
)

// A Value is a JSON value, a function, or nothing at all. Its dynamic type is
// one of
//
//	nil            undefined: a missing member, an empty sequence
//	NullValue      null
//	bool
//	float64        every number, integers too
//	string         UTF-8; see the package comment for lone surrogates
//	*ArrayValue
//	*ObjectValue   members in the order in which they were added
//	*FunctionValue
//
// Values are shared, not copied: none may be changed once it was handed to
// [Expr.Eval] or came out of it.
type Value = any

// NullValue is null. Undefined is the nil Value.
type NullValue struct{}

// An ArrayValue is an array. Items are defined, but for a hole that a function
// may leave, which is written as null.
type ArrayValue struct {
	Items []Value

	// sequence marks what a path or a function collected. One of a single
	// item is that item, unless singleton says that it stays an array.
	sequence, singleton bool

	// cons marks an array built by a step of a path, which is not flattened
	// into the result of the step.
	cons bool

	// outer marks the array of one that an input array is wrapped in.
	outer bool
}

// NewArray makes an array that owns items.
func NewArray(items ...Value) *ArrayValue { return &ArrayValue{Items: items} }

// indexedFrom is the number of members from which an object keeps an index:
// below it, looking at every key is as fast.
const indexedFrom = 12

// An ObjectValue is an object. The zero ObjectValue is empty.
type ObjectValue struct {
	keys   []string
	values []Value
	index  map[string]int
}

// NewObject makes an empty object with room for n members.
func NewObject(n int) *ObjectValue {
	return &ObjectValue{keys: make([]string, 0, n), values: make([]Value, 0, n)}
}

// Len is the number of members.
func (o *ObjectValue) Len() int { return len(o.keys) }

// Keys are the names of the members. The slice belongs to the object.
func (o *ObjectValue) Keys() []string { return o.keys }

// Get is the member of that name. It is nil, which is undefined, where there
// is none.
func (o *ObjectValue) Get(key string) Value {
	if i := o.find(key); i >= 0 {
		return o.values[i]
	}
	return nil
}

// All goes over the members in order.
func (o *ObjectValue) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for i, k := range o.keys {
			if !yield(k, o.values[i]) {
				return
			}
		}
	}
}

func (o *ObjectValue) find(key string) int {
	if o.index != nil {
		if i, ok := o.index[key]; ok {
			return i
		}
		return -1
	}
	return slices.Index(o.keys, key)
}

// Set gives a member a value. A new member is the last one; one that was there
// keeps its place. Set is for objects that are being built.
func (o *ObjectValue) Set(key string, v Value) {
	if i := o.find(key); i >= 0 {
		o.values[i] = v
		return
	}
	o.keys = append(o.keys, key)
	o.values = append(o.values, v)
	switch {
	case o.index != nil:
		o.index[key] = len(o.keys) - 1
	case len(o.keys) >= indexedFrom:
		o.reindex()
	}
}

func (o *ObjectValue) reindex() {
	o.index = make(map[string]int, 2*len(o.keys))
	for i, k := range o.keys {
		o.index[k] = i
	}
}

func (o *ObjectValue) delete(key string) {
	i := o.find(key)
	if i < 0 {
		return
	}
	o.keys = slices.Delete(o.keys, i, i+1)
	o.values = slices.Delete(o.values, i, i+1)
	if o.index != nil {
		o.reindex()
	}
}

// smallNumbers are the boxes of the numbers that are made most often.
var smallNumbers = func() (boxes [1025]Value) {
	for i := range boxes {
		boxes[i] = float64(i)
	}
	return boxes
}()

// number makes a Value of f.
func number(f float64) Value {
	if f >= 0 && f < float64(len(smallNumbers)) {
		if i := int(f); float64(i) == f && !math.Signbit(f) {
			return smallNumbers[i]
		}
	}
	return f
}

// unwrap is the value of a sequence: nothing, its only item, or itself.
func unwrap(a *ArrayValue, singleton bool) Value {
	switch {
	case len(a.Items) == 0:
		return nil
	case len(a.Items) == 1 && !singleton && !a.singleton:
		return a.Items[0]
	}
	a.singleton = a.singleton || singleton
	return a
}

// settle unwraps v if it is a sequence. keep says that one of a single item
// stays an array.
func settle(v Value, keep bool) Value {
	a, ok := v.(*ArrayValue)
	if !ok || !a.sequence {
		return v
	}
	if keep && !a.singleton {
		b := *a
		b.singleton = true
		a = &b
	}
	return unwrap(a, keep)
}

// items are the items of an array, and any other value as the only one.
func items(v Value) []Value {
	if a, ok := v.(*ArrayValue); ok {
		return a.Items
	}
	return []Value{v}
}

// concat is b after a, where what is no array counts as an array of one, and
// undefined as nothing.
func concat(a, b Value) Value {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	x, y := items(a), items(b)
	out := make([]Value, 0, len(x)+len(y))
	return &ArrayValue{Items: append(append(out, x...), y...)}
}

// maxValueDepth bounds how deep values nest that functions look into. Nothing
// that comes as JSON text nests so deep.
const maxValueDepth = maxJSONDepth

// Equal tells whether two values are the same: of one type, with the same
// items in order and the same members in any order. Functions are equal to
// themselves alone. Undefined equals undefined.
func Equal(a, b Value) bool {
	left := int64(math.MaxInt64)
	return equal(a, b, 0, &left)
}

// equal is Equal as an expression does it. Values that hold one another several
// times can be small and yet take for ever to compare.
func (ev *evaluation) equal(a, b Value) (bool, *Error) {
	same := equal(a, b, 0, &ev.steps)
	return same, ev.work(0)
}

// equal compares until no steps are left.
func equal(a, b Value, depth int, left *int64) bool {
	if *left--; *left < 0 {
		return false
	}
	if depth > maxValueDepth {
		return a == b
	}
	switch a := a.(type) {
	case *ArrayValue:
		b, ok := b.(*ArrayValue)
		if !ok || len(a.Items) != len(b.Items) {
			return false
		}
		for i := range a.Items {
			if !equal(a.Items[i], b.Items[i], depth+1, left) {
				return false
			}
		}
		return true
	case *ObjectValue:
		b, ok := b.(*ObjectValue)
		if !ok || a.Len() != b.Len() {
			return false
		}
		for i, k := range a.keys {
			j := b.find(k)
			if j < 0 || !equal(a.values[i], b.values[j], depth+1, left) {
				return false
			}
		}
		return true
	}
	return a == b
}

// truth is what a value counts for in a condition.
func truth(v Value) bool {
	switch v := v.(type) {
	case bool:
		return v
	case float64:
		return v != 0 && !math.IsNaN(v)
	case string:
		return v != ""
	case *ArrayValue:
		return anyTrue(v, nil, 0)
	case *ObjectValue:
		return v.Len() > 0
	}
	return false
}

// anyTrue tells whether anything in an array is true. An array that comes up
// again and again is looked at once: seen are those that have nothing true.
func anyTrue(a *ArrayValue, seen map[*ArrayValue]bool, depth int) bool {
	if depth > 2 && seen == nil {
		seen = map[*ArrayValue]bool{}
	}
	for _, v := range a.Items {
		if b, ok := v.(*ArrayValue); ok {
			if depth < maxValueDepth && !seen[b] && anyTrue(b, seen, depth+1) {
				return true
			}
			if seen != nil {
				seen[b] = true
			}
		} else if truth(v) {
			return true
		}
	}
	return false
}

// plain is v without the marks of sequences, which must not be seen by
// whoever gets it next. What has none is shared, not copied. It counts what is
// in v: whoever gets it will look at it all.
func (ev *evaluation) plain(v Value, depth int) (Value, *Error) {
	if depth > maxValueDepth {
		return nil, tooDeep()
	}
	switch v := v.(type) {
	case *ArrayValue:
		items, changed, err := ev.plainAll(v.Items, depth)
		if err != nil {
			return nil, err
		}
		if changed || v.sequence || v.cons || v.outer || v.singleton {
			return &ArrayValue{Items: items}, nil
		}
	case *ObjectValue:
		values, changed, err := ev.plainAll(v.values, depth)
		if err != nil {
			return nil, err
		}
		if changed {
			return &ObjectValue{keys: v.keys, values: values, index: v.index}, nil
		}
	}
	return v, nil
}

func (ev *evaluation) plainAll(vs []Value, depth int) ([]Value, bool, *Error) {
	if err := ev.work(len(vs)); err != nil {
		return nil, false, err
	}
	out := vs
	changed := false
	for i, v := range vs {
		switch v.(type) {
		case *ArrayValue, *ObjectValue:
		default:
			continue
		}
		w, err := ev.plain(v, depth+1)
		if err != nil {
			return nil, false, err
		}
		if w == v {
			continue
		}
		if !changed {
			out, changed = slices.Clone(vs), true
		}
		out[i] = w
	}
	return out, changed, nil
}
