package jsonata

import "math"

// A path steps from its context to what its last step gives. What every step
// gives is flattened into one sequence, from which the next step goes on.
type path struct {
	steps []*step

	// singleton says that one item stays a sequence; keep says so too, unless
	// the path becomes a part of another.
	singleton, keep bool
	group           []pair

	// tuple says that the path is in a block that something outside looks
	// through, for the variables that go along with its items.
	tuple bool
}

func (p *path) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	if v, done, err := p.names(ev, in); done || err != nil {
		return v, err
	}
	if err := ev.enter(); err != nil {
		return nil, err
	}
	defer ev.leave()

	cur, ok := in.(*ArrayValue)
	if _, variable := unfiltered(p.steps[0].code).(*variable); !ok || variable {
		cur = &ArrayValue{Items: []Value{in}, sequence: true}
	}
	var ts tuples
	inTuples := false
	for i, st := range p.steps {
		inTuples = inTuples || st.tuple
		var err *Error
		switch {
		case i == 0 && st.startsWhole():
			var v Value
			if v, err = st.code.eval(ev, cur, f); err == nil && !st.bindsFocus {
				// If filters leave no array of it the path ends here.
				a, ok := v.(*ArrayValue)
				if !ok {
					a = &ArrayValue{sequence: true}
				}
				cur = a
			}
			ts = tuplesOf(cur.Items)
		case inTuples:
			if ts == nil {
				ts = tuplesOf(cur.Items)
			}
			ts, err = st.tuples(ev, ts, f)
		default:
			cur, err = st.each(ev, cur, f, i == len(p.steps)-1)
		}
		if err != nil {
			return nil, err
		}
		if !inTuples && len(cur.Items) == 0 {
			break
		}
	}
	if inTuples {
		if p.group != nil {
			return groupTuples(ev, p.group, ts, f)
		}
		if p.tuple {
			return ts, nil
		}
		cur = &ArrayValue{Items: make([]Value, len(ts)), sequence: true}
		for i, t := range ts {
			cur.Items[i] = t.item
		}
	}
	if p.group != nil {
		return groupItems(ev, p.group, cur, f)
	}
	return p.result(cur), nil
}

// result is the value of what the last step gave.
func (p *path) result(cur *ArrayValue) Value {
	if cur.sequence {
		return unwrap(cur, p.singleton || p.keep)
	}
	if p.singleton && cur.cons {
		return &ArrayValue{Items: []Value{cur}, sequence: true, singleton: true}
	}
	return cur
}

// names evaluates a path of plain names over objects, which most are, without
// making sequences of its steps. It gives up at the first array.
func (p *path) names(ev *evaluation, in Value) (v Value, done bool, err *Error) {
	if p.group != nil || p.singleton || p.keep || p.tuple {
		return nil, false, nil
	}
	v = in
	for i, st := range p.steps {
		if st.tuple || len(st.stages) > 0 {
			return nil, false, nil
		}
		name, ok := st.code.(fieldName)
		if !ok {
			return nil, false, nil
		}
		o, ok := v.(*ObjectValue)
		if !ok {
			if _, array := v.(*ArrayValue); array {
				return nil, false, nil
			}
			return nil, true, ev.work(i + 1)
		}
		v = o.Get(string(name))
	}
	if a, ok := v.(*ArrayValue); ok && a.sequence {
		return nil, false, nil
	}
	return v, true, ev.work(len(p.steps))
}

// each applies a step to every item.
func (st *step) each(ev *evaluation, in *ArrayValue, f *frame, last bool) (*ArrayValue, *Error) {
	if st.sort != nil {
		out, err := sortItems(ev, st.sort, in, f)
		if err == nil && len(st.stages) > 0 {
			out, err = ev.stages(st.stages, out, f)
		}
		return out, err
	}
	out := &ArrayValue{sequence: true}
	given := 0            // how many items the step gave something for
	var whole *ArrayValue // an array that the last step gave
	for _, item := range in.Items {
		v, err := st.code.eval(ev, item, f)
		if err != nil {
			return nil, err
		}
		if len(st.stages) > 0 {
			a, err := ev.stages(st.stages, asArray(v), f)
			if err != nil {
				return nil, err
			}
			v = a
		}
		switch v := v.(type) {
		case nil:
			continue
		case tuples:
			for _, t := range v {
				out.Items = append(out.Items, t.item)
			}
		case *ArrayValue:
			given++
			if last && !v.sequence {
				whole = v
			}
			if v.cons {
				out.Items = append(out.Items, v)
				break
			}
			if err := ev.take(len(v.Items) * itemSize); err != nil {
				return nil, err
			}
			out.Items = append(out.Items, v.Items...)
		default:
			given++
			if err := ev.take(itemSize); err != nil {
				return nil, err
			}
			out.Items = append(out.Items, v)
		}
	}
	if given == 1 && whole != nil {
		return whole, nil
	}
	return out, nil
}

// asArray is v as an array, of one item if it is none.
func asArray(v Value) *ArrayValue {
	if a, ok := v.(*ArrayValue); ok {
		return a
	}
	return &ArrayValue{Items: []Value{v}, sequence: true}
}

// stages applies the filters of a step.
func (ev *evaluation) stages(stages []stage, in *ArrayValue, f *frame) (*ArrayValue, *Error) {
	for _, s := range stages {
		if s.binds {
			continue
		}
		var err *Error
		if in, err = s.filter.apply(ev, in, f); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// apply keeps the items that a filter is true for, or whose place is among the
// numbers it gives.
func (p filter) apply(ev *evaluation, in *ArrayValue, f *frame) (*ArrayValue, *Error) {
	out := &ArrayValue{sequence: true}
	n := len(in.Items)
	if p.isIndex {
		i := floorIndex(p.index, n)
		if i < 0 || i >= n || in.Items[i] == nil {
			return out, nil
		}
		if a, ok := in.Items[i].(*ArrayValue); ok {
			return a, nil
		}
		out.Items = []Value{in.Items[i]}
		return out, nil
	}
	for i, item := range in.Items {
		v, err := p.code.eval(ev, item, f)
		if err != nil {
			return nil, err
		}
		keep, err := keeps(v, i, n)
		if err != nil {
			return nil, err
		}
		for range keep {
			out.Items = append(out.Items, item)
		}
		if err := ev.take(keep * itemSize); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// keeps tells how many times a filter that gives v keeps the item at i of n.
func keeps(v Value, i, n int) (int, *Error) {
	switch v := v.(type) {
	case float64:
		if math.IsInf(v, 0) {
			return 0, fail("D1001", -1, numberText(v))
		}
		if floorIndex(v, n) == i {
			return 1, nil
		}
		return 0, nil
	case *ArrayValue:
		if !allNumbers(v.Items) {
			break
		}
		times := 0
		for _, x := range v.Items {
			if floorIndex(x.(float64), n) == i {
				times++
			}
		}
		return times, nil
	}
	if truth(v) {
		return 1, nil
	}
	return 0, nil
}

// floorIndex is the place that a number stands for in an array of n: negative
// ones count from the end.
func floorIndex(f float64, n int) int {
	switch {
	case !(f > -1e15 && f < 1e15):
		return -1
	case f < 0:
		i := int(f)
		if float64(i) != f {
			i--
		}
		return i + n
	}
	return int(f)
}

func allNumbers(vs []Value) bool {
	for _, v := range vs {
		if _, ok := v.(float64); !ok {
			return false
		}
	}
	return true
}

// filtered is an expression that is no path, with filters.
type filtered struct {
	code    code
	filters []filter
	keep    bool
	group   []pair
}

func (x *filtered) eval(ev *evaluation, in Value, f *frame) (Value, *Error) {
	var v Value
	var err *Error
	switch c := x.code.(type) {
	case *call:
		v, err = c.raw(ev, in, f)
	case wildcard:
		v, err = c.raw(ev, in)
	case descendant:
		v, err = c.raw(ev, in)
	default:
		v, err = c.eval(ev, in, f)
	}
	if err != nil {
		return nil, err
	}
	if ts, ok := v.(tuples); ok {
		stages := make([]stage, len(x.filters))
		for i, p := range x.filters {
			stages[i].filter = p
		}
		if ts, err = ev.tupleStages(stages, ts, f); err != nil {
			return nil, err
		}
		if x.group != nil {
			return groupTuples(ev, x.group, ts, f)
		}
		return settle(ts.items(), x.keep), nil
	}
	for _, p := range x.filters {
		if v, err = p.apply(ev, asArray(v), f); err != nil {
			return nil, err
		}
	}
	if x.group != nil {
		return groupItems(ev, x.group, asArray(v), f)
	}
	return settle(v, x.keep), nil
}
