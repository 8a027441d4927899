package importer

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// ofLists are the functions that HCL has too, of lists. JSONata takes what is no
// list for a list of one.
var ofLists = map[string]string{"count": "length", "distinct": "distinct", "sum": "sum"}

// isList: the value is a list for sure.
func isList(v value) bool {
	switch x := v.(type) {
	case *tuple, *loop:
		return true
	case constant:
		_, ok := x.v.(asl.Array)
		return ok
	case *function:
		return x.name == "split" || x.name == "range" || x.name == "distinct"
	default:
		return false
	}
}

// sameName are the functions that HCL has too, with the same meaning.
var sameName = map[string]string{
	"abs": "abs", "ceil": "ceil", "floor": "floor", "uppercase": "upper", "lowercase": "lower",
	"length": "length", "parse": "jsondecode", "number": "tonumber", "uuid": "uuid", "base64encode": "base64encode", "base64decode": "base64decode",
	"encodeUrlComponent": "urlencode",
}

func (t *translator) call(x *jsonata.Call) (value, error) {
	name := functionName(x)
	switch name {
	case "append":
		return t.append(x)
	case "map", "filter":
		return nil, errForeign
	case "exists":
		if len(x.Args) == 1 {
			return t.exists(x.Args[0])
		}
		return nil, errForeign
	case "merge":
		if len(x.Args) == 1 {
			if list, ok := x.Args[0].(*jsonata.Array); ok {
				items, err := t.nodes(list.Items...)
				if err != nil {
					return nil, err
				}
				return merged(items), nil
			}
		}
	case "contains":
		if len(x.Args) == 2 {
			if re, ok := x.Args[1].(*jsonata.Regex); ok {
				return t.matches(x.Args[0], re)
			}
		}
	}
	args, err := t.nodes(x.Args...)
	if err != nil {
		return nil, err
	}
	switch name {
	case "string":
		if len(args) == 1 && t.r.encoded[x] {
			return call("jsonencode", args[0]), nil
		}
		if len(args) == 1 && numeric(args[0]) {
			return call("tostring", args[0]), nil
		}
		return nil, errForeign
	case "uuid":
		return call("uuid"), nil
	case "not":
		if len(args) == 1 && boolish(x.Args[0]) {
			return not(args[0]), nil
		}
	case "range":
		if len(args) == 3 {
			if step, ok := args[2].(constant); ok && step.v == asl.Number("1") {
				return call("range", args[0], plusOne(args[1])), nil
			}
		}
	case "join":
		if len(args) == 2 && isList(args[0]) {
			return call("join", args[1], args[0]), nil
		}
	case "split":
		if len(args) == 2 && isText(args[1]) {
			return call("split", args[1], args[0]), nil
		}
	case "contains":
		if len(args) == 2 && isText(args[1]) {
			return call("strcontains", args[0], args[1]), nil
		}
	case "lookup":
		if len(args) == 2 {
			return &element{args[0], args[1]}, nil
		}
	case "hash":
		if len(args) == 2 {
			f := map[asl.Value]string{asl.String("MD5"): "md5", asl.String("SHA-1"): "sha1", asl.String("SHA-256"): "sha256", asl.String("SHA-512"): "sha512"}
			if c, ok := args[1].(constant); ok {
				if s, ok := c.v.(asl.String); ok && f[s] != "" {
					return call(f[s], args[0]), nil
				}
			}
		}
	case "count", "distinct", "sum":
		if len(args) == 1 && (t.r.lists[x] || isList(args[0])) {
			return call(ofLists[name], args...), nil
		}
	default:
		if hcl, ok := sameName[name]; ok && len(args) == 1 {
			return call(hcl, args...), nil
		}
	}
	return nil, errForeign
}

// matches asks whether a text matches a regular expression.
func (t *translator) matches(n jsonata.Node, re *jsonata.Regex) (value, error) {
	v, err := t.node(n)
	if err != nil || re.Flags != "" {
		return nil, errForeign
	}
	if inner, ok := strings.CutPrefix(re.Pattern, "^"); ok {
		if prefix, ok := strings.CutSuffix(inner, ".*$"); ok && plain.MatchString(prefix) {
			return call("can", call("regex", text("^"+prefix), v)), nil
		}
	}
	return call("can", call("regex", text(strings.ReplaceAll(re.Pattern, `\/`, "/")), v)), nil
}

// plain is text without what has a meaning in regular expressions.
var plain = regexp.MustCompile(`^[A-Za-z0-9_:/ -]*$`)

func plusOne(v value) value {
	if c, ok := v.(constant); ok {
		if n, err := strconv.Atoi(numberOf(c.v)); err == nil {
			return constant{asl.Number(strconv.Itoa(n + 1))}
		}
	}
	return &operation{"+", v, constant{asl.Number("1")}}
}

func numberOf(v asl.Value) string {
	n, _ := v.(asl.Number)
	return string(n)
}

func isText(v value) bool {
	c, ok := v.(constant)
	if !ok {
		return false
	}
	_, ok = c.v.(asl.String)
	return ok
}

// not is the opposite of a condition.
func not(v value) value {
	if x, ok := v.(*operation); ok {
		switch x.op {
		case "==":
			return &operation{"!=", x.x, x.y}
		case "!=":
			return &operation{"==", x.x, x.y}
		case "!":
			return x.x
		}
	}
	return &operation{op: "!", x: v}
}

// merged is the first of several objects with the members of the others over
// its own.
func merged(items []value) value {
	if len(items) == 0 {
		return &object{}
	}
	out := items[0]
	if _, isList := objectForm(out).(*tuple); isList {
		return &foreign{text: jsonata.Print(wrong("a member is put into a list"))}
	}
	for _, v := range items[1:] {
		var members []named
		switch o := v.(type) {
		case *object:
			if o.base != nil || o.rest != "" {
				return call("merge", items...)
			}
			members = o.members
		case constant:
			c, ok := o.v.(asl.Object)
			if !ok {
				return call("merge", items...)
			}
			for _, m := range c {
				members = append(members, named{m.Key, constant{m.Value}})
			}
		default:
			return call("merge", items...)
		}
		for _, m := range members {
			out = with(out, m.name, m.v)
		}
	}
	return out
}

// with is an object with a member set.
func with(v value, name string, to value) value {
	var o *object
	switch x := v.(type) {
	case *object:
		o = &object{base: x.base, rest: x.rest}
		for _, m := range x.members {
			if m.name != name {
				o.members = append(o.members, m)
			}
		}
	case constant:
		o = &object{}
		c, ok := x.v.(asl.Object)
		if !ok {
			o.base = v
		}
		for _, m := range c {
			if m.Key != name {
				o.members = append(o.members, named{m.Key, constant{m.Value}})
			}
		}
	default:
		o = &object{base: v}
	}
	o.members = append(o.members, named{name, to})
	return o
}

// exists asks whether a value is there.
func (t *translator) exists(n jsonata.Node) (value, error) {
	v, err := t.node(n)
	if errors.Is(err, errMissing) {
		return constant{asl.Bool(false)}, nil
	}
	if err != nil {
		return nil, err
	}
	return present(v), nil
}

// present asks whether a value is there, when the pipeline runs.
func present(v value) value { return presence{}.of(v) }

// A presence is what was asked of what several ways share.
type presence map[*phi]value

func (p presence) of(v value) value {
	switch x := v.(type) {
	case ref:
		if x.root.what == rootInput && len(x.path) == 1 && identifier.MatchString(x.path[0]) {
			return &operation{"!=", v, constant{asl.Null{}}}
		}
		if len(x.path) == 0 && (x.root.what == rootInput || x.root.what == rootText) {
			return constant{asl.Bool(true)}
		}
		if x.root.what == rootOutput && len(x.path) > 0 {
			// What a service left out is null where its answer is known.
			return &operation{"!=", call("try", v, absent), absent}
		}
	case constant, *object, *tuple, *template:
		return constant{asl.Bool(true)}
	case *taken:
		return &conditional{x.when, p.of(x.x), constant{asl.Bool(false)}}
	case *attributes:
		return &operation{"!=", x.x, constant{asl.Null{}}}
	case *attribute:
		return call("can", x.x)
	case *phi:
		if asked, ok := p[x]; ok {
			return asked
		}
		alts := make([]value, len(x.alts))
		for i, a := range x.alts {
			switch {
			case a == nil:
			case a == absent:
				alts[i] = constant{asl.Bool(false)}
			default:
				alts[i] = p.of(a)
			}
		}
		p[x] = newPhi(x.item, alts)
		return p[x]
	default:
	}
	return call("can", v)
}

// append is what listOf makes: a loop, or the list itself.
func (t *translator) append(x *jsonata.Call) (value, error) {
	if len(x.Args) != 2 {
		return nil, errForeign
	}
	empty, ok := x.Args[0].(*jsonata.Array)
	keep, isKeep := x.Args[1].(*jsonata.KeepArray)
	if !ok || !isKeep || len(empty.Items) > 0 {
		return nil, errForeign
	}
	c, ok := keep.X.(*jsonata.Call)
	if !ok || len(c.Args) != 2 {
		return nil, errForeign
	}
	f, ok := c.Args[1].(*jsonata.Lambda)
	if !ok || len(f.Params) != 1 {
		return nil, errForeign
	}
	list, err := t.node(c.Args[0])
	if err != nil {
		return nil, err
	}
	t.loops = append(t.loops, f.Params[0])
	body, err := t.node(f.Body)
	t.loops = t.loops[:len(t.loops)-1]
	if err != nil {
		return nil, err
	}
	name := f.Params[0]
	switch functionName(c) {
	case "map":
		out := &loop{name: name, list: list, body: body}
		if inner, ok := list.(*loop); ok && inner.cond != nil && inner.name == name && isVar(inner.body, name) {
			out.list, out.cond = inner.list, inner.cond
		}
		return out, nil
	case "filter":
		if !boolish(f.Body) {
			return nil, errForeign
		}
		return &loop{name: name, list: list, body: loopVar{name: name}, cond: body}, nil
	}
	return nil, errForeign
}

func isVar(v value, name string) bool {
	x, ok := v.(loopVar)
	return ok && x.name == name && len(x.path) == 0
}
