package jsonata

import "strings"

// types is a set of types of arguments, one bit for each.
type types uint16

const (
	typeBoolean types = 1 << iota
	typeNumber
	typeString
	typeNull
	typeArray
	typeObject
	typeFunction
	typeMissing
)

const (
	typeSimple = typeBoolean | typeNumber | typeString | typeNull
	typeJSON   = typeSimple | typeArray | typeObject
	typeAny    = typeJSON | typeFunction
)

// typeLetters are the types of a signature.
var typeLetters = map[byte]types{
	'b': typeBoolean, 'n': typeNumber, 's': typeString, 'l': typeNull, 'a': typeArray, 'o': typeObject,
	'f': typeFunction, 'u': typeSimple, 'j': typeJSON, 'x': typeAny,
}

// typeOf is the type of a value.
func typeOf(v Value) types {
	switch v.(type) {
	case nil:
		return typeMissing
	case bool:
		return typeBoolean
	case float64:
		return typeNumber
	case string:
		return typeString
	case NullValue:
		return typeNull
	case *ArrayValue:
		return typeArray
	case *ObjectValue:
		return typeObject
	}
	return typeFunction
}

// A signature tells the parameters of a function.
type signature struct {
	params []param

	// several says that a parameter takes more than one argument.
	several bool
}

type param struct {
	// accepts are the types that fit. A single array takes any value, which
	// becomes an array of one.
	accepts types
	array   bool

	// sub is the letter of the type of the items, or 0. subtype is all of
	// what stood between the angle brackets.
	sub     byte
	subtype string

	// context says that the context stands in where there is no argument,
	// if it is of one of the types in contexts.
	context  bool
	contexts types

	optional, several bool
}

// parseSignature reads what stands between the angle brackets. What a function
// gives, after the colon, is not looked at.
func parseSignature(s string) (*signature, *Error) {
	sig := &signature{}
	for i := 0; i < len(s) && s[i] != ':'; i++ {
		var last *param
		if n := len(sig.params); n > 0 {
			last = &sig.params[n-1]
		}
		switch c := s[i]; c {
		case 's', 'n', 'b', 'l', 'o', 'a', 'f', 'j', 'u', 'x':
			p := param{accepts: typeLetters[c] | typeMissing}
			switch c {
			case 'a':
				p.accepts, p.array = typeAny|typeMissing, true
			case 'f':
				p.accepts = typeFunction
			}
			sig.params = append(sig.params, p)
		case '(':
			n := strings.IndexByte(s[i:], ')')
			if n < 0 {
				n = len(s) - i
			}
			choice := s[i+1 : i+n]
			if strings.ContainsRune(choice, '<') {
				return nil, fail("S0402", -1, choice)
			}
			p := param{accepts: typeMissing}
			for j := range len(choice) {
				p.accepts |= typeLetters[choice[j]]
			}
			sig.params = append(sig.params, p)
			i += n
		case '<':
			n := closing(s[i:])
			if last == nil || i == 0 || s[i-1] != 'a' && s[i-1] != 'f' {
				return nil, fail("S0401", -1, s[max(i-1, 0):i])
			}
			if n > 1 {
				last.sub, last.subtype = s[i+1], s[i+1:i+n]
			}
			i += n
		case '-':
			if last != nil {
				last.context, last.contexts = true, last.accepts
			}
		case '?':
			if last != nil {
				last.optional = true
			}
		case '+':
			if last != nil {
				last.several, sig.several = true, true
			}
		}
	}
	return sig, nil
}

// closing is the place of the > that closes the < at the start of s.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(s) - 1
}

// match tells how many arguments each parameter takes, as many as it can
// without leaving none for the others.
func (s *signature) match(params []param, args []Value, counts []int) bool {
	if len(params) == 0 {
		return len(args) == 0
	}
	p := &params[0]
	most, least := 1, 1
	if p.optional || p.context {
		least = 0
	}
	if p.several {
		most = len(args)
	}
	fits := 0
	for fits < most && fits < len(args) && typeOf(args[fits])&p.accepts != 0 {
		fits++
	}
	for n := fits; n >= least; n-- {
		counts[0] = n
		if s.match(params[1:], args[n:], counts[1:]) {
			return true
		}
	}
	return false
}

// check gives the arguments as the function takes them: with the context for
// those left out, and arrays where it wants them.
func (s *signature) check(name string, args []Value, context Value) ([]Value, *Error) {
	if !s.several && len(args) == len(s.params) {
		simple, same := true, true
		for i := range s.params {
			p := &s.params[i]
			t := typeOf(args[i])
			if t&p.accepts == 0 {
				simple = false
				break
			}
			if p.array && (t != typeArray && t != typeMissing || p.sub != 0) {
				same = false
			}
		}
		if simple && same {
			return args, nil
		}
	}
	var buf [8]int
	counts := buf[:]
	if len(s.params) > len(buf) {
		counts = make([]int, len(s.params))
	}
	counts = counts[:len(s.params)]
	if !s.match(s.params, args, counts) {
		return nil, s.mismatch(name, args)
	}
	out := make([]Value, 0, len(s.params))
	next := 0
	for i := range s.params {
		p := &s.params[i]
		if counts[i] == 0 {
			switch {
			case p.context && typeOf(context)&p.contexts == 0:
				return nil, fail("T0411", -1, name, next+1)
			case p.context:
				out = append(out, context)
			case next < len(args):
				// The reference hands on what another parameter takes too.
				out = append(out, args[next])
				next++
			default:
				out = append(out, nil)
			}
			continue
		}
		for range counts[i] {
			v := argument(args, next)
			if p.array && v != nil {
				a, ok := v.(*ArrayValue)
				if p.sub != 0 && !p.fits(v) {
					return nil, fail("T0412", -1, name, next+1, arrayOf[p.sub])
				}
				if !ok {
					a = &ArrayValue{Items: []Value{v}}
				}
				v = a
			}
			out = append(out, v)
			next++
		}
	}
	return out, nil
}

var arrayOf = map[byte]string{
	'a': "arrays", 'b': "booleans", 'f': "functions", 'n': "numbers", 'o': "objects", 's': "strings",
}

// fits tells whether v is an array of the type that the parameter wants, or a
// value of that type itself.
func (p *param) fits(v Value) bool {
	a, ok := v.(*ArrayValue)
	if !ok {
		return len(p.subtype) == 1 && typeOf(v) == typeLetters[p.sub]
	}
	for _, item := range a.Items {
		if typeOf(item) != typeLetters[p.sub] {
			return false
		}
	}
	return true
}

// mismatch names the argument that does not fit.
func (s *signature) mismatch(name string, args []Value) *Error {
	counts := make([]int, len(s.params))
	good := 0
	for n := 1; n <= len(s.params); n++ {
		// How far the first n parameters get.
		most := -1
		for take := len(args); take >= 0 && most < 0; take-- {
			if s.match(s.params[:n], args[:take], counts) {
				most = take
			}
		}
		if most < 0 {
			break
		}
		good = most
	}
	return fail("T0410", -1, name, good+1)
}
