package jsonata

import "sync"

// A builtin is a row of the table of functions.
type builtin struct {
	name      string
	signature string
	arity     int
	native    func(*activation, []Value) (Value, *Error)
}

// builtins are the functions by name. $eval is not among them: AWS has it not.
var builtins = sync.OnceValue(func() map[string]*FunctionValue {
	table := map[string]*FunctionValue{}
	for _, rows := range [][]builtin{
		stringFunctions, encodingFunctions, matchFunctions, numberFunctions, arrayFunctions, objectFunctions,
		higherFunctions, valueFunctions, timeFunctions, awsFunctions,
	} {
		for _, r := range rows {
			f := &FunctionValue{name: r.name, arity: r.arity, native: r.native}
			if r.signature != "" {
				sig, err := parseSignature(r.signature)
				if err != nil {
					panic("jsonata: signature of $" + r.name + ": " + err.Error())
				}
				f.signature = sig
			}
			table[r.name] = f
		}
	}
	return table
})

// FunctionNames are the names of the built-in functions, without dollar signs
// and in the order of the table. A variable of one of these names hides it.
func FunctionNames() []string {
	var names []string
	for _, rows := range [][]builtin{
		stringFunctions, encodingFunctions, matchFunctions, numberFunctions, arrayFunctions, objectFunctions,
		higherFunctions, valueFunctions, timeFunctions, awsFunctions,
	} {
		for _, r := range rows {
			names = append(names, r.name)
		}
	}
	return names
}

// list makes a sequence of what a function collected.
func (a *activation) list(vs []Value) (Value, *Error) {
	return &ArrayValue{Items: vs, sequence: true}, a.charge(len(vs))
}

// array makes an array that stays one whatever it holds.
func (a *activation) array(vs []Value) (Value, *Error) {
	return &ArrayValue{Items: vs}, a.charge(len(vs))
}

// text makes a string, and counts its memory.
func (a *activation) text(s string) (Value, *Error) {
	if err := a.work(len(s) / 64); err != nil {
		return nil, err
	}
	return s, a.take(len(s))
}

// integerOf is a number argument as an int, cut towards zero and to what an
// int can hold.
func integerOf(v Value) int {
	f, _ := v.(float64)
	switch {
	case f > 1<<53:
		return 1 << 53
	case f < -1<<53:
		return -1 << 53
	case f != f:
		return 0
	}
	return int(f)
}

// valueFunctions are about any value.
var valueFunctions = []builtin{
	{"boolean", "x-:b", 1, func(_ *activation, args []Value) (Value, *Error) {
		v := args[0]
		for a, ok := v.(*ArrayValue); ok && len(a.Items) == 1; a, ok = v.(*ArrayValue) {
			v = a.Items[0] // which is undefined where it is a hole
		}
		if v == nil {
			return nil, nil
		}
		return truth(v), nil
	}},
	{"not", "x-:b", 1, func(_ *activation, args []Value) (Value, *Error) {
		if args[0] == nil {
			return nil, nil
		}
		return !truth(args[0]), nil
	}},
	{"exists", "x:b", 1, func(_ *activation, args []Value) (Value, *Error) { return args[0] != nil, nil }},
	{"type", "x:s", 1, func(_ *activation, args []Value) (Value, *Error) {
		if args[0] == nil {
			return nil, nil
		}
		return typeNames[typeOf(args[0])], nil
	}},
	{"error", "s?:x", 1, func(_ *activation, args []Value) (Value, *Error) {
		msg, _ := args[0].(string)
		if msg == "" {
			msg = "$error() function evaluated"
		}
		return nil, fail("D3137", -1, msg)
	}},
	{"assert", "bs?:x", 2, func(_ *activation, args []Value) (Value, *Error) {
		if ok, _ := args[0].(bool); ok {
			return nil, nil
		}
		msg, _ := args[1].(string)
		if msg == "" {
			msg = "$assert() statement failed"
		}
		return nil, fail("D3141", -1, msg)
	}},
}

var typeNames = map[types]string{
	typeBoolean: "boolean", typeNumber: "number", typeString: "string", typeNull: "null", typeArray: "array",
	typeObject: "object", typeFunction: "function",
}
