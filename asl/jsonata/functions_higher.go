package jsonata

var higherFunctions = []builtin{
	{"map", "af", 2, func(a *activation, args []Value) (Value, *Error) {
		return a.each(args, func(out []Value, _, v Value) ([]Value, bool) {
			if v != nil {
				out = append(out, v)
			}
			return out, true
		})
	}},
	{"filter", "af", 2, func(a *activation, args []Value) (Value, *Error) {
		return a.each(args, func(out []Value, item, v Value) ([]Value, bool) {
			if truth(v) {
				out = append(out, item)
			}
			return out, true
		})
	}},
	{"single", "af?", 2, single},
	{"reduce", "afj?:j", 3, reduce},
	{"each", "o-f:a", 2, func(a *activation, args []Value) (Value, *Error) {
		o, ok := args[0].(*ObjectValue)
		f, fOK := args[1].(*FunctionValue)
		if !ok || !fOK {
			return a.list(nil)
		}
		var out []Value
		for k, item := range o.All() {
			v, err := a.call(f, item, k, o)
			if err != nil {
				return nil, err
			}
			if v != nil {
				out = append(out, v)
			}
		}
		return a.list(out)
	}},
	{"sift", "o-f?:o", 2, func(a *activation, args []Value) (Value, *Error) {
		o, ok := args[0].(*ObjectValue)
		f, fOK := args[1].(*FunctionValue)
		if !ok || !fOK {
			return nil, nil
		}
		out := &ObjectValue{}
		for k, item := range o.All() {
			v, err := a.call(f, item, k, o)
			if err != nil {
				return nil, err
			}
			if truth(v) {
				out.Set(k, item)
			}
		}
		if out.Len() == 0 {
			return nil, nil
		}
		return out, a.charge(2 * out.Len())
	}},
}

// each calls a function for every item, and collects what add makes of it.
func (a *activation) each(args []Value, add func(out []Value, item, v Value) ([]Value, bool)) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	f, fOK := args[1].(*FunctionValue)
	if !ok || !fOK {
		return nil, nil
	}
	var out []Value
	for i, item := range list.Items {
		v, err := a.call(f, item, number(float64(i)), list)
		if err != nil {
			return nil, err
		}
		var more bool
		if out, more = add(out, item, v); !more {
			break
		}
	}
	return a.list(out)
}

func single(a *activation, args []Value) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	if !ok {
		return nil, nil
	}
	f, _ := args[1].(*FunctionValue)
	var found Value
	n := 0
	for i, item := range list.Items {
		if f != nil {
			v, err := a.call(f, item, number(float64(i)), list)
			if err != nil {
				return nil, err
			}
			if !truth(v) {
				continue
			}
		}
		if n++; n > 1 {
			return nil, a.fail("D3138", "")
		}
		found = item
	}
	if n == 0 {
		return nil, a.fail("D3139", "")
	}
	return found, nil
}

func reduce(a *activation, args []Value) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	f, fOK := args[1].(*FunctionValue)
	if !ok || !fOK {
		return nil, nil
	}
	if f.arity < 2 {
		return nil, a.fail("D3050", "")
	}
	sum, start := args[2], 0
	if sum == nil && len(list.Items) > 0 {
		sum, start = list.Items[0], 1
	}
	for i := start; i < len(list.Items); i++ {
		v, err := a.call(f, sum, list.Items[i], number(float64(i)), list)
		if err != nil {
			return nil, err
		}
		sum = v
	}
	return sum, nil
}
