package jsonpath

// A Kind is a set of the JSON types that an argument or a result may have.
type Kind uint8

const (
	KindString Kind = 1 << iota
	KindNumber
	KindBool
	KindNull
	KindArray
	KindObject

	KindAny = KindString | KindNumber | KindBool | KindNull | KindArray | KindObject
)

// String names the types, as in "a string or a number".
func (k Kind) String() string {
	if k == KindAny {
		return "any value"
	}
	names := []string{"a string", "a number", "a boolean", "null", "an array", "an object"}
	s := ""
	for i, name := range names {
		if k&(1<<i) == 0 {
			continue
		}
		if s != "" {
			s += " or "
		}
		s += name
	}
	return s
}

// A Function is an intrinsic function.
type Function struct {
	// Name is without "States.".
	Name string

	// Params are the types of the arguments. Optional ones are the last; of
	// a function with Rest, any number of further arguments may follow.
	Params   []Kind
	Optional int
	Rest     bool

	Result Kind
}

// Functions are all intrinsic functions, in the order in which the Developer
// Guide has them ("Intrinsic functions").
var Functions = []*Function{
	{Name: "Format", Params: []Kind{KindString}, Rest: true, Result: KindString},
	{Name: "StringToJson", Params: []Kind{KindString}, Result: KindAny},
	{Name: "JsonToString", Params: []Kind{KindAny}, Result: KindString},
	{Name: "Array", Rest: true, Result: KindArray},
	{Name: "ArrayPartition", Params: []Kind{KindArray, KindNumber}, Result: KindArray},
	{Name: "ArrayContains", Params: []Kind{KindArray, KindAny}, Result: KindBool},
	{Name: "ArrayRange", Params: []Kind{KindNumber, KindNumber, KindNumber}, Result: KindArray},
	{Name: "ArrayGetItem", Params: []Kind{KindArray, KindNumber}, Result: KindAny},
	{Name: "ArrayLength", Params: []Kind{KindArray}, Result: KindNumber},
	{Name: "ArrayUnique", Params: []Kind{KindArray}, Result: KindArray},
	{Name: "Base64Encode", Params: []Kind{KindString}, Result: KindString},
	{Name: "Base64Decode", Params: []Kind{KindString}, Result: KindString},
	{Name: "Hash", Params: []Kind{KindAny, KindString}, Result: KindString},
	{Name: "JsonMerge", Params: []Kind{KindObject, KindObject, KindBool}, Result: KindObject},
	{Name: "MathRandom", Params: []Kind{KindNumber, KindNumber, KindNumber}, Optional: 1, Result: KindNumber},
	{Name: "MathAdd", Params: []Kind{KindNumber, KindNumber}, Result: KindNumber},
	{Name: "StringSplit", Params: []Kind{KindString, KindString}, Result: KindArray},
	{Name: "UUID", Result: KindString},
}

// FunctionNamed gives an intrinsic function by its name without "States.".
func FunctionNamed(name string) (*Function, bool) {
	for _, f := range Functions {
		if f.Name == name {
			return f, true
		}
	}
	return nil, false
}

// param is the type of argument i.
func (f *Function) param(i int) Kind {
	if i < len(f.Params) {
		return f.Params[i]
	}
	return KindAny
}

func kindOf(s Scalar) Kind {
	switch s.(type) {
	case String, Word:
		return KindString
	case Number:
		return KindNumber
	case Bool:
		return KindBool
	case Null:
		return KindNull
	case List:
		return KindArray
	case Regex:
	}
	return KindAny
}
