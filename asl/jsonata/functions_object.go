package jsonata

var objectFunctions = []builtin{
	{"keys", "x-:a<s>", 1, func(a *activation, args []Value) (Value, *Error) {
		var out []Value
		switch v := args[0].(type) {
		case *ObjectValue:
			for _, k := range v.keys {
				out = append(out, k)
			}
		case *ArrayValue:
			if err := a.collectKeys(v, map[string]bool{}, &out, 0); err != nil {
				return nil, err
			}
		}
		return a.list(out)
	}},
	{"lookup", "x-s:x", 2, func(a *activation, args []Value) (Value, *Error) {
		key, ok := args[1].(string)
		switch v := args[0].(type) {
		case *ObjectValue:
			if ok {
				return v.Get(key), nil
			}
		case *ArrayValue:
			out := &ArrayValue{sequence: true}
			if !ok {
				return out, nil
			}
			return out, fieldName(key).collect(a.evaluation, v, out, 0)
		}
		return nil, nil
	}},
	{"spread", "x-:a<o>", 1, func(a *activation, args []Value) (Value, *Error) {
		switch v := args[0].(type) {
		case *ObjectValue:
			out, err := a.spread(nil, v, 0)
			return &ArrayValue{Items: out, sequence: true}, err
		case *ArrayValue:
			if len(v.Items) == 0 {
				return nil, nil
			}
			out, err := a.spread(nil, v, 0)
			return &ArrayValue{Items: out}, err
		}
		return args[0], nil
	}},
	{"merge", "a<o>:o", 1, func(a *activation, args []Value) (Value, *Error) {
		list, ok := args[0].(*ArrayValue)
		if !ok {
			return nil, nil
		}
		out := &ObjectValue{}
		for _, item := range list.Items {
			o, _ := item.(*ObjectValue)
			if err := a.charge(2 * o.Len()); err != nil {
				return nil, err
			}
			for k, v := range o.All() {
				out.Set(k, v)
			}
		}
		return out, nil
	}},
	{"clone", "(oa)-:o", 1, func(a *activation, args []Value) (Value, *Error) { return a.clone(args[0]) }},
}

func (a *activation) collectKeys(list *ArrayValue, seen map[string]bool, out *[]Value, depth int) *Error {
	if err := a.work(len(list.Items)); err != nil {
		return err
	}
	for _, item := range list.Items {
		switch v := item.(type) {
		case *ObjectValue:
			for _, k := range v.keys {
				if !seen[k] {
					seen[k] = true
					*out = append(*out, k)
				}
			}
		case *ArrayValue:
			if depth >= maxValueDepth {
				break
			}
			if err := a.collectKeys(v, seen, out, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// spread adds an object for every member of the objects in v, and all else as
// it is.
func (a *activation) spread(out []Value, v Value, depth int) ([]Value, *Error) {
	switch v := v.(type) {
	case *ObjectValue:
		if err := a.charge(4 * v.Len()); err != nil {
			return nil, err
		}
		for k, x := range v.All() {
			one := NewObject(1)
			one.Set(k, x)
			out = append(out, one)
		}
		return out, nil
	case *ArrayValue:
		if depth >= maxValueDepth {
			break
		}
		for _, x := range v.Items {
			var err *Error
			if out, err = a.spread(out, x, depth+1); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return append(out, v), a.charge(1)
}

// clone copies a value by way of its text, as the reference does: numbers
// come back with 15 digits and functions as empty strings.
func (a *activation) clone(v Value) (Value, *Error) {
	if v == nil {
		return nil, nil
	}
	b, err := a.appendJSONText(nil, v, 0)
	if err != nil {
		return nil, err
	}
	if err := a.charge(len(b) / 8); err != nil {
		return nil, err
	}
	d := jsonDecoder{src: string(b)}
	out, bad := d.document()
	if bad != nil {
		return nil, tooDeep()
	}
	return out, nil
}

// A transform is |pattern|update, delete|: a function that changes a copy of
// its argument.
type transform struct{ pattern, update, deletion code }

var transformSignature = &signature{params: []param{{accepts: typeObject | typeArray | typeMissing}}}

func (x *transform) eval(_ *evaluation, _ Value, f *frame) (Value, *Error) {
	return &FunctionValue{arity: 1, signature: transformSignature, native: func(a *activation, args []Value) (Value, *Error) {
		root, err := a.clone(args[0])
		if err != nil || root == nil {
			return nil, err
		}
		found, err := x.pattern.eval(a.evaluation, root, f)
		if err != nil {
			return nil, err
		}
		if found == nil {
			return root, nil
		}
		for _, v := range items(found) {
			if err := x.change(a, v, f); err != nil {
				return nil, err
			}
		}
		return root, nil
	}}, nil
}

// change applies the update and the deletion to one object of the copy. It is
// the one place where a value changes: nothing else has seen the copy.
func (x *transform) change(a *activation, v Value, f *frame) *Error {
	update, err := x.update.eval(a.evaluation, v, f)
	if err != nil {
		return err
	}
	o, isObject := v.(*ObjectValue)
	if update != nil {
		u, ok := update.(*ObjectValue)
		if !ok {
			return fail("T2011", -1, display(update))
		}
		if err := a.charge(2 * u.Len()); err != nil {
			return err
		}
		if isObject {
			// The update may hold the object itself: what it holds of the
			// copy is taken as it is now.
			for i, k := range append([]string(nil), u.keys...) {
				w := u.values[i]
				if w == v {
					w, err = a.clone(w)
					if err != nil {
						return err
					}
				}
				o.Set(k, w)
			}
		}
	}
	if x.deletion == nil {
		return nil
	}
	del, err := x.deletion.eval(a.evaluation, v, f)
	if err != nil || del == nil {
		return err
	}
	names := items(del)
	for _, n := range names {
		if _, ok := n.(string); !ok {
			return fail("T2012", -1, display(del))
		}
	}
	if isObject {
		for _, n := range names {
			o.delete(n.(string))
		}
	}
	return nil
}
