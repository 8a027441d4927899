package jsonata

// A tuple is an item of a path together with the variables that were bound on
// the way to it, by @ and #, and what the % to come refer to.
type tuple struct {
	item Value
	vars []binding
}

// tuples are what a path gives to a % outside of the block it is in. No other
// expression gets to see them.
type tuples []tuple

func tuplesOf(vs []Value) tuples {
	ts := make(tuples, len(vs))
	for i, v := range vs {
		ts[i].item = v
	}
	return ts
}

func (ts tuples) items() Value {
	out := &ArrayValue{sequence: true}
	for _, t := range ts {
		out.Items = append(out.Items, t.item)
	}
	return out
}

// with is t with one more variable.
func (t tuple) with(name string, v Value) tuple {
	vars := make([]binding, 0, len(t.vars)+1)
	for _, b := range t.vars {
		if b.name != name {
			vars = append(vars, b)
		}
	}
	t.vars = append(vars, binding{name, v})
	return t
}

// frame is a scope with the variables of t.
func (t tuple) frame(f *frame) *frame {
	return &frame{outer: f, vars: t.vars[:len(t.vars):len(t.vars)]}
}

// tuples applies a step to every item with its variables in scope.
func (st *step) tuples(ev *evaluation, in tuples, f *frame) (tuples, *Error) {
	if st.sort != nil {
		out, err := sortTuples(ev, st.sort, in, f)
		if err == nil && st.bindsIndex {
			for i := range out {
				out[i] = out[i].with(st.index, number(float64(i)))
			}
		}
		if err != nil {
			return nil, err
		}
		return ev.tupleStages(st.stages, out, f)
	}
	out := tuples{}
	for _, t := range in {
		v, err := st.code.eval(ev, t.item, t.frame(f))
		if err != nil {
			return nil, err
		}
		if v == nil {
			continue
		}
		if inner, ok := v.(tuples); ok {
			for _, u := range inner {
				to := tuple{item: u.item, vars: t.vars}
				for _, b := range u.vars {
					to = to.with(b.name, b.value)
				}
				out = append(out, to)
			}
			continue
		}
		for i, item := range items(v) {
			to := tuple{item: item, vars: t.vars}
			if st.bindsFocus {
				to = to.with(st.focus, item)
				to.item = t.item
			}
			if st.bindsIndex {
				to = to.with(st.index, number(float64(i)))
			}
			if st.label != "" {
				to = to.with(st.label, t.item)
			}
			if err := ev.charge(3 + len(to.vars)); err != nil {
				return nil, err
			}
			out = append(out, to)
		}
	}
	return ev.tupleStages(st.stages, out, f)
}

// tupleStages applies the filters of a step to all that it gave, and binds the
// indices that are written among them.
func (ev *evaluation) tupleStages(stages []stage, in tuples, f *frame) (tuples, *Error) {
	for _, s := range stages {
		if s.binds {
			for i := range in {
				in[i] = in[i].with(s.index, number(float64(i)))
			}
			continue
		}
		n := len(in)
		if s.filter.isIndex {
			i := floorIndex(s.filter.index, n)
			if i < 0 || i >= n {
				return tuples{}, nil
			}
			in = tuples{in[i]}
			continue
		}
		out := tuples{}
		for i, t := range in {
			v, err := s.filter.code.eval(ev, t.item, t.frame(f))
			if err != nil {
				return nil, err
			}
			times, err := keeps(v, i, n)
			if err != nil {
				return nil, err
			}
			for range times {
				out = append(out, t)
			}
		}
		in = out
	}
	return in, nil
}
