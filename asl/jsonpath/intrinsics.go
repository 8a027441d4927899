package jsonpath

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// Limits of the functions (Developer Guide, "Intrinsic functions").
const (
	maxArray     = 1000   // items that ArrayRange makes
	maxPlainText = 10_000 // characters that Base64 and Hash take
)

// evalCall evaluates the arguments of a call and calls the function.
func evalCall(c *Call, env *Env) (asl.Value, error) {
	args := make([]asl.Value, len(c.Args))
	for i, e := range c.Args {
		if l, ok := e.(*Literal); ok && i == 0 && c.Func.Name == "Format" {
			if s, ok := l.Value.(String); ok {
				args[0] = asl.String(s.Template)
				continue
			}
		}
		v, err := Eval(e, env)
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	least := len(c.Func.Params) - c.Func.Optional
	if len(args) < least || len(args) > len(c.Func.Params) && !c.Func.Rest {
		return nil, failed(c, "takes %d arguments, not %d", least, len(args))
	}
	for i, v := range args {
		if c.Func.param(i)&kindOfValue(v) == 0 {
			return nil, failed(c, "argument %d must be %s, not %s", i+1, c.Func.param(i), asl.Kind(v))
		}
	}
	v, err := call(c.Func.Name, args, env)
	if err != nil {
		return nil, failed(c, "%s", err)
	}
	return v, nil
}

func failed(c *Call, format string, args ...any) *EvalError {
	return &EvalError{Call: true, Text: "States." + c.Func.Name + ": " + fmt.Sprintf(format, args...)}
}

func kindOfValue(v asl.Value) Kind {
	switch v.(type) {
	case asl.String, asl.Code:
		return KindString
	case asl.Number:
		return KindNumber
	case asl.Bool:
		return KindBool
	case asl.Array:
		return KindArray
	case asl.Object:
		return KindObject
	default:
		return KindNull
	}
}

// call applies a function to arguments whose types fit.
func call(name string, args []asl.Value, env *Env) (asl.Value, error) {
	str := func(i int) string { return string(args[i].(asl.String)) }
	list := func(i int) asl.Array { return args[i].(asl.Array) }
	switch name {
	case "Format":
		return format(str(0), args[1:])
	case "StringToJson":
		if strings.TrimSpace(str(0)) == "" {
			return asl.Null{}, nil
		}
		v, err := asl.DecodeValue([]byte(str(0)))
		if err != nil {
			return nil, fmt.Errorf("the text is not JSON: %w", err)
		}
		if n, ok := v.(asl.Number); ok && n == "-0" {
			v = asl.Number("0")
		}
		return v, nil
	case "JsonToString":
		return asl.String(asl.AppendValue(nil, args[0], -1)), nil
	case "Array":
		return append(asl.Array{}, args...), nil
	case "ArrayPartition":
		return partition(list(0), args[1])
	case "ArrayContains":
		return asl.Bool(contains(args[0], args[1])), nil
	case "ArrayRange":
		return arrayRange(round(args[0]), round(args[1]), round(args[2]))
	case "ArrayGetItem":
		i := round(args[1])
		if i < 0 || i >= float64(len(list(0))) {
			return nil, fmt.Errorf("the array has no item %s", number(i))
		}
		return list(0)[int(i)], nil
	case "ArrayLength":
		return number(float64(len(list(0)))), nil
	case "ArrayUnique":
		return unique(list(0)), nil
	case "Base64Encode":
		if utf8.RuneCountInString(str(0)) > maxPlainText {
			return nil, fmt.Errorf("the text has more than %d characters", maxPlainText)
		}
		return asl.String(base64.StdEncoding.EncodeToString([]byte(str(0)))), nil
	case "Base64Decode":
		if utf8.RuneCountInString(str(0)) > maxPlainText {
			return nil, fmt.Errorf("the text has more than %d characters", maxPlainText)
		}
		b, err := base64.StdEncoding.DecodeString(str(0))
		if err != nil {
			return nil, fmt.Errorf("the text is not Base64: %w", err)
		}
		return asl.String(strings.ToValidUTF8(string(b), "\ufffd")), nil
	case "Hash":
		return hashOf(args[0], str(1))
	case "JsonMerge":
		return merge(args[0].(asl.Object), args[1].(asl.Object), args[2])
	case "MathRandom":
		return random(args, env)
	case "MathAdd":
		return inRange(round(args[0]) + round(args[1]))
	case "StringSplit":
		parts := asl.Array{}
		for _, part := range strings.FieldsFunc(str(0), func(r rune) bool { return strings.ContainsRune(str(1), r) }) {
			parts = append(parts, asl.String(part))
		}
		return parts, nil
	case "UUID":
		if env.UUID == nil {
			return nil, errors.New("there is no source of random values")
		}
		return asl.String(env.UUID()), nil
	}
	panic("jsonpath: unknown function " + name)
}

// round is how the functions take a number that should be whole: to the
// nearest one, halves up.
func round(v asl.Value) float64 { return math.Floor(float(v.(asl.Number)) + 0.5) }

// format fills in the {} of a template. \{, \} and \\ stand for the character;
// so does \'.
func format(template string, args []asl.Value) (asl.Value, error) {
	var out strings.Builder
	next := 0
	for i := 0; i < len(template); i++ {
		switch c := template[i]; {
		case c == '\\' && i+1 < len(template) && strings.IndexByte(`{}'\`, template[i+1]) >= 0:
			i++
			out.WriteByte(template[i])
		case c == '{' && i+1 < len(template) && template[i+1] == '}':
			if next == len(args) {
				return nil, errors.New("the template has more {} than there are arguments")
			}
			i++
			out.WriteString(shown(args[next]))
			next++
		case c == '{' || c == '}':
			return nil, fmt.Errorf("the template has a %c that is not part of {}", c)
		default:
			out.WriteByte(c)
		}
	}
	if next < len(args) {
		return nil, errors.New("the template has fewer {} than there are arguments")
	}
	return asl.String(out.String()), nil
}

// shown is how Format writes a value: like Java's toString of the collections.
func shown(v asl.Value) string {
	switch x := v.(type) {
	case asl.String:
		return string(x)
	case asl.Array:
		parts := make([]string, len(x))
		for i, item := range x {
			parts[i] = shown(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case asl.Object:
		parts := make([]string, len(x))
		for i, m := range x {
			parts[i] = m.Key + "=" + shown(m.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return text(v)
	}
}

func text(v asl.Value) string { return string(asl.AppendValue(nil, v, -1)) }

func partition(list asl.Array, size asl.Value) (asl.Value, error) {
	n := round(size)
	if n < 1 {
		return nil, fmt.Errorf("the size of a part must be positive, not %s", size)
	}
	parts := asl.Array{}
	for len(list) > 0 {
		k := len(list)
		if n < float64(k) {
			k = int(n)
		}
		parts = append(parts, list[:k:k])
		list = list[k:]
	}
	return parts, nil
}

func arrayRange(from, to, by float64) (asl.Value, error) {
	if by == 0 {
		return nil, errors.New("the step must not be 0")
	}
	n := math.Floor((to-from)/by) + 1
	if math.IsNaN(n) || n > maxArray {
		return nil, fmt.Errorf("the range has more than %d items", maxArray)
	}
	// Counted, and not added up: beyond 2^53 a step may change nothing.
	list := asl.Array{}
	for i := 0.0; i < n; i++ {
		list = append(list, number(from+i*by))
	}
	return list, nil
}

func unique(list asl.Array) asl.Array {
	out := asl.Array{}
	for _, v := range list {
		if !contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func hashOf(v asl.Value, algorithm string) (asl.Value, error) {
	data, ok := v.(asl.String)
	if !ok {
		data = asl.String(text(v))
	}
	if utf8.RuneCountInString(string(data)) > maxPlainText {
		return nil, fmt.Errorf("the data has more than %d characters", maxPlainText)
	}
	var h hash.Hash
	switch algorithm {
	case "MD5":
		h = md5.New()
	case "SHA-1":
		h = sha1.New()
	case "SHA-256":
		h = sha256.New()
	case "SHA-384":
		h = sha512.New384()
	case "SHA-512":
		h = sha512.New()
	default:
		return nil, fmt.Errorf("the algorithm must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512, not %q", algorithm)
	}
	h.Write([]byte(data))
	return asl.String(hex.EncodeToString(h.Sum(nil))), nil
}

// merge puts the members of b over those of a. AWS has a shallow merge only.
func merge(a, b asl.Object, deep asl.Value) (asl.Value, error) {
	if deep == asl.Bool(true) {
		return nil, errors.New("a deep merge is not supported; the last argument must be false")
	}
	out := append(asl.Object{}, a...)
next:
	for _, m := range b {
		for i := range out {
			if out[i].Key == m.Key {
				out[i].Value = m.Value
				continue next
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// random is a whole number from the first argument up to, not including, the
// second. A third one seeds it.
func random(args []asl.Value, env *Env) (asl.Value, error) {
	from, to := round(args[0]), round(args[1])
	if from >= to {
		return nil, errors.New("the start must be less than the end")
	}
	var x float64
	switch {
	case len(args) == 3:
		x = rand.New(rand.NewPCG(uint64(int64(round(args[2]))), 0)).Float64()
	case env.Random == nil:
		return nil, errors.New("there is no source of random values")
	default:
		x = env.Random()
	}
	return inRange(from + math.Floor(x*(to-from)))
}

// inRange is a number that JSON can hold.
func inRange(f float64) (asl.Value, error) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, errors.New("the result is out of range")
	}
	return number(f), nil
}
