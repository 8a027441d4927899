package importer

import (
	"strings"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

// call is an intrinsic function as JSONata.
func (r *rewriter) call(x *jsonpath.Call, over jsonata.Node) jsonata.Node {
	name := strings.TrimPrefix(x.Func.Name, "States.")
	if name == "Format" {
		return r.format(x, over)
	}
	var args []jsonata.Node
	for _, a := range x.Args {
		args = append(args, r.expr(a, over))
	}
	literal := func(i int) (string, bool) {
		if i >= len(x.Args) {
			return "", false
		}
		l, ok := x.Args[i].(*jsonpath.Literal)
		if !ok {
			return "", false
		}
		s, ok := l.Value.(jsonpath.String)
		return s.Text, ok
	}
	switch name {
	case "StringToJson":
		return fcall("parse", args...)
	case "JsonToString":
		c := fcall("string", args...)
		r.encoded[c] = true
		return c
	case "Array":
		return r.tuple(args)
	case "ArrayPartition":
		return fcall("partition", args...)
	case "ArrayContains":
		if len(args) == 2 {
			return r.ofList(binary("in", args[1], args[0]))
		}
	case "ArrayRange":
		return fcall("range", args...)
	case "ArrayGetItem":
		if len(args) == 2 {
			return &jsonata.Filter{X: args[0], Pred: args[1]}
		}
	case "ArrayLength":
		return r.ofList(fcall("count", args...))
	case "ArrayUnique":
		return r.ofList(fcall("distinct", args...))
	case "Base64Encode":
		return fcall("base64encode", args...)
	case "Base64Decode":
		return fcall("base64decode", args...)
	case "Hash":
		return fcall("hash", args...)
	case "JsonMerge":
		if len(args) >= 2 {
			return fcall("merge", &jsonata.Array{Items: args[:2]})
		}
	case "MathRandom":
		if len(args) >= 2 {
			random := fcall("random", args[2:]...)
			return binary("+", fcall("floor", binary("*", random, binary("-", args[1], args[0]))), args[0])
		}
	case "MathAdd":
		if len(args) == 2 {
			return binary("+", args[0], args[1])
		}
	case "StringSplit":
		sep, ok := literal(1)
		if ok && len([]rune(sep)) == 1 {
			return fcall("split", args...)
		}
		if ok && len(sep) > 1 {
			return fcall("split", args[0], &jsonata.Regex{Pattern: "[" + classOf(sep) + "]+"})
		}
	case "UUID":
		return fcall("uuid")
	}
	r.problem("%s has no form here", x.Func.Name)
	return wrong(x.Func.Name)
}

// ofList says that the operand of a call or operator is a list.
func (r *rewriter) ofList(n jsonata.Node) jsonata.Node {
	r.lists[n] = true
	return n
}

// classOf are characters inside the brackets of a regular expression.
func classOf(chars string) string {
	var b strings.Builder
	for _, c := range chars {
		if strings.ContainsRune(`\]^-/[`, c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func (r *rewriter) tuple(items []jsonata.Node) jsonata.Node {
	a := &jsonata.Array{Items: items}
	r.tuples[a] = true
	return a
}

// format is States.Format: the pieces of its template and the arguments between
// them.
func (r *rewriter) format(x *jsonpath.Call, over jsonata.Node) jsonata.Node {
	if len(x.Args) == 0 {
		return wrong("States.Format without a template")
	}
	l, ok := x.Args[0].(*jsonpath.Literal)
	s, isString := jsonpath.String{}, false
	if ok {
		s, isString = l.Value.(jsonpath.String)
	}
	if !isString {
		r.problem("a States.Format whose template is only known when it runs has no form here")
		return wrong("States.Format")
	}
	var pieces []jsonata.Node
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			pieces = append(pieces, str(text.String()))
			text.Reset()
		}
	}
	rest := x.Args[1:]
	t := s.Template
	for i := 0; i < len(t); i++ {
		switch {
		case t[i] == '\\' && i+1 < len(t):
			i++
			text.WriteByte(t[i])
		case strings.HasPrefix(t[i:], "{}") && len(rest) > 0:
			flush()
			pieces = append(pieces, r.expr(rest[0], over))
			rest = rest[1:]
			i++
		default:
			text.WriteByte(t[i])
		}
	}
	flush()
	if len(pieces) == 0 {
		return str("")
	}
	out := pieces[0]
	if _, isText := out.(*jsonata.String); !isText && len(pieces) == 1 {
		return binary("&", str(""), out)
	}
	for _, p := range pieces[1:] {
		out = binary("&", out, p)
	}
	return out
}
