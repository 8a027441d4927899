package jsonata

// A fieldName is a step to the members of that name.
type fieldName string

func (x fieldName) eval(ev *evaluation, in Value, _ *frame) (Value, *Error) {
	if err := ev.work(1); err != nil {
		return nil, err
	}
	switch in := in.(type) {
	case *ObjectValue:
		return in.Get(string(x)), nil
	case *ArrayValue:
		out := &ArrayValue{sequence: true}
		if err := x.collect(ev, in, out, 0); err != nil {
			return nil, err
		}
		return unwrap(out, false), nil
	}
	return nil, nil
}

// collect adds the members of that name of all objects in an array, and in
// arrays within it.
func (x fieldName) collect(ev *evaluation, in, out *ArrayValue, depth int) *Error {
	if depth > maxValueDepth {
		return tooDeep()
	}
	if err := ev.work(len(in.Items)); err != nil {
		return err
	}
	n := len(out.Items)
	for _, item := range in.Items {
		switch item := item.(type) {
		case *ObjectValue:
			switch v := item.Get(string(x)).(type) {
			case nil:
			case *ArrayValue:
				out.Items = append(out.Items, v.Items...)
			default:
				out.Items = append(out.Items, v)
			}
		case *ArrayValue:
			if err := x.collect(ev, item, out, depth+1); err != nil {
				return err
			}
		}
	}
	return ev.take((len(out.Items) - n) * itemSize)
}

// wildcard gives the values of all members, with arrays flattened. Where one
// is an array, so is what it gives, even of a single item.
type wildcard struct{}

func (x wildcard) eval(ev *evaluation, in Value, _ *frame) (Value, *Error) {
	out, err := x.raw(ev, in)
	return settle(out, false), err
}

// raw leaves a sequence as it is, for filters.
func (wildcard) raw(ev *evaluation, in Value) (Value, *Error) {
	out := &ArrayValue{sequence: true}
	var err *Error
	var vs []Value
	switch in := in.(type) {
	case *ObjectValue:
		vs = in.values
	case *ArrayValue:
		vs = in.Items
		if in.outer && len(vs) > 0 {
			vs = items(vs[0])
		}
	}
	for _, v := range vs {
		if a, ok := v.(*ArrayValue); ok {
			out.sequence = false
			if out.Items, err = ev.flatten(out.Items, a, 0); err != nil {
				return nil, err
			}
		} else if v != nil {
			out.Items = append(out.Items, v)
		}
	}
	return out, ev.charge(len(vs) + 1)
}

// flatten adds what is in an array, and in arrays within it.
func (ev *evaluation) flatten(to []Value, a *ArrayValue, depth int) ([]Value, *Error) {
	if err := ev.charge(len(a.Items)); err != nil {
		return nil, err
	}
	for _, v := range a.Items {
		b, ok := v.(*ArrayValue)
		if !ok || depth >= maxValueDepth {
			to = append(to, v)
			continue
		}
		var err *Error
		if to, err = ev.flatten(to, b, depth+1); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// charge counts the making of n items.
func (ev *evaluation) charge(n int) *Error {
	if err := ev.work(n); err != nil {
		return err
	}
	return ev.take(n * itemSize)
}

// descendant gives the context and all that is in it.
type descendant struct{}

func (x descendant) eval(ev *evaluation, in Value, _ *frame) (Value, *Error) {
	out, err := x.raw(ev, in)
	return settle(out, false), err
}

// raw leaves a sequence of none as it is, for filters.
func (descendant) raw(ev *evaluation, in Value) (Value, *Error) {
	if in == nil {
		return nil, nil
	}
	out := &ArrayValue{sequence: true}
	if err := descend(ev, in, out, 0); err != nil {
		return nil, err
	}
	if len(out.Items) == 1 {
		return out.Items[0], nil
	}
	return out, nil
}

func descend(ev *evaluation, v Value, out *ArrayValue, depth int) *Error {
	if depth > maxValueDepth {
		return tooDeep()
	}
	if err := ev.charge(1); err != nil {
		return err
	}
	if a, ok := v.(*ArrayValue); ok {
		for _, x := range a.Items {
			if err := descend(ev, x, out, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	out.Items = append(out.Items, v)
	if o, ok := v.(*ObjectValue); ok {
		for _, x := range o.values {
			if err := descend(ev, x, out, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// parentOf is %: what the step that the slot refers to stepped from.
type parentOf struct{ slot *slot }

func (x parentOf) eval(_ *evaluation, _ Value, f *frame) (Value, *Error) {
	if x.slot.label == "" {
		return nil, nil
	}
	v, _ := f.lookup(x.slot.label)
	return v, nil
}
