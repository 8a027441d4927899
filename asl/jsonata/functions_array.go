package jsonata

import (
	"cmp"
)

var arrayFunctions = []builtin{
	{"count", "a:n", 1, func(_ *activation, args []Value) (Value, *Error) {
		list, ok := args[0].(*ArrayValue)
		if !ok {
			return number(0), nil
		}
		return number(float64(len(list.Items))), nil
	}},
	{"append", "xx:a", 2, func(a *activation, args []Value) (Value, *Error) {
		if args[0] == nil || args[1] == nil {
			return concat(args[0], args[1]), nil
		}
		x, y := items(args[0]), items(args[1])
		if err := a.take((len(x) + len(y)) * itemSize); err != nil {
			return nil, err
		}
		return concat(args[0], args[1]), a.work((len(x) + len(y)) / 16)
	}},
	{"sort", "af?:a", 2, sortList},
	{"reverse", "a:a", 1, func(a *activation, args []Value) (Value, *Error) {
		list, ok := args[0].(*ArrayValue)
		if !ok {
			return nil, nil
		}
		out := make([]Value, len(list.Items))
		for i, v := range list.Items {
			out[len(out)-1-i] = v
		}
		return a.array(out)
	}},
	{"shuffle", "a:a", 1, func(a *activation, args []Value) (Value, *Error) {
		list, ok := args[0].(*ArrayValue)
		if !ok {
			return nil, nil
		}
		out := append([]Value(nil), list.Items...)
		for i := len(out) - 1; i > 0; i-- {
			j := int(a.random() * float64(i+1))
			out[i], out[j] = out[j], out[i]
		}
		return a.array(out)
	}},
	{"distinct", "x:x", 1, distinct},
	{"zip", "a+", 0, func(a *activation, args []Value) (Value, *Error) {
		lists := make([][]Value, len(args))
		n := -1
		for i, v := range args {
			if list, ok := v.(*ArrayValue); ok {
				lists[i] = list.Items
			}
			if n < 0 || len(lists[i]) < n {
				n = len(lists[i])
			}
		}
		if err := a.charge(n * (len(lists) + 1)); err != nil {
			return nil, err
		}
		out := make([]Value, max(n, 0))
		for i := range out {
			row := make([]Value, len(lists))
			for j, l := range lists {
				row[j] = l[i]
			}
			out[i] = &ArrayValue{Items: row}
		}
		return &ArrayValue{Items: out}, nil
	}},
}

// sortList sorts by a function that is true where its first argument comes
// after its second, or by the order of numbers or strings.
func sortList(a *activation, args []Value) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	if !ok {
		return nil, nil
	}
	if len(list.Items) <= 1 {
		return list, nil
	}
	out := append([]Value(nil), list.Items...)
	if err := a.charge(len(out)); err != nil {
		return nil, err
	}
	less, ok := args[1].(*FunctionValue)
	if ok {
		err := mergeSort(out, func(x, y Value) (int, *Error) {
			v, err := a.invoke(less, []Value{x, y}, noContext)
			if err != nil || !isTruthy(v) {
				return 0, err
			}
			return 1, nil
		})
		return &ArrayValue{Items: out}, err
	}
	t := typeOf(out[0])
	for _, v := range out {
		if typeOf(v) != t || t != typeNumber && t != typeString {
			return nil, a.fail("D3070", "")
		}
	}
	err := mergeSort(out, func(x, y Value) (int, *Error) {
		if err := a.work(1); err != nil {
			return 0, err
		}
		switch x := x.(type) {
		case float64:
			return cmp.Compare(x, y.(float64)), nil
		default:
			return compareStrings(x.(string), y.(string)), nil
		}
	})
	return &ArrayValue{Items: out}, err
}

// isTruthy tells what JavaScript takes for true, to which the reference leaves
// the answer of a function that compares: all arrays and objects.
func isTruthy(v Value) bool {
	switch v.(type) {
	case *ArrayValue, *ObjectValue, *FunctionValue:
		return true
	}
	return truth(v)
}

// distinct keeps the first of values that are equal. Strings, numbers and
// the like are looked up; only arrays and objects are compared one by one.
func distinct(a *activation, args []Value) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	if !ok || len(list.Items) <= 1 {
		return args[0], nil
	}
	seen := map[Value]bool{}
	var nested []Value
	out := &ArrayValue{sequence: list.sequence}
	for _, v := range list.Items {
		switch v.(type) {
		case *ArrayValue, *ObjectValue:
			found := false
			for _, w := range nested {
				var err *Error
				if found, err = a.equal(v, w); err != nil {
					return nil, err
				}
				if found {
					break
				}
			}
			if found {
				continue
			}
			nested = append(nested, v)
		default:
			if seen[v] {
				continue
			}
			seen[v] = true
		}
		out.Items = append(out.Items, v)
	}
	return out, a.charge(2 * len(out.Items))
}
