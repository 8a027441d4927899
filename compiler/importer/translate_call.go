package importer

import (
	"errors"
	"maps"
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

// foreign keeps an expression in JSONata, and hands in what it reads.
func (t *translator) foreign(n jsonata.Node) value {
	f := &foreign{}
	used := map[string]bool{}
	bind := func(v value, name string) jsonata.Node {
		key := keyOf(v)
		for _, s := range f.see {
			if keyOf(s.v) == key {
				return variable(s.name)
			}
		}
		name = snake(name)
		free := name
		for i := 2; used[free] || builtin[free]; i++ {
			free = name + "_" + strconv.Itoa(i)
		}
		used[free] = true
		f.see = append(f.see, named{free, v})
		return variable(free)
	}
	inner := used // what it binds itself
	jsonata.Walk(n, func(n jsonata.Node) bool {
		switch x := n.(type) {
		case *jsonata.Lambda:
			for _, p := range x.Params {
				inner[p] = true
			}
		case *jsonata.Assign:
			inner[x.Var] = true
		default:
		}
		return true
	})
	bound := maps.Clone(inner)
	out := jsonata.Rewrite(n, func(n jsonata.Node) jsonata.Node {
		switch x := n.(type) {
		case *jsonata.Dot:
			if path, ok := contextPath(x); ok {
				v, err := t.context(path)
				if err != nil || len(path) == 0 {
					return x
				}
				return bind(v, path[len(path)-1])
			}
			if !rootedInStates(x) {
				return nil
			}
			v, err := t.node(x)
			if err != nil {
				if isStates(x.Left) { // of a state that is no more: nothing reads it
					return wrong("$states is read as a whole")
				}
				return nil
			}
			if t.whole {
				// As long as what is read from is no object that is built here.
				if from, err := t.node(x.Left); err == nil && !builds(from) && !isStates(x.Left) {
					return nil
				}
			}
			name := "value"
			if last, ok := x.Right.(*jsonata.Name); ok {
				name = last.Value
			}
			return bind(v, name)
		case *jsonata.Var:
			if bound[x.Name] {
				return nil
			}
			v, err := t.variable(x)
			if err != nil {
				return nil
			}
			return bind(v, x.Name)
		case *jsonata.Call:
			if functionName(x) == "exists" && len(x.Args) == 1 && !t.whole {
				if v, err := t.exists(x.Args[0]); err == nil {
					return bind(v, "exists")
				}
			}
		default:
		}
		return nil
	})
	f.text = jsonata.Print(out)
	return f
}

func builds(v value) bool {
	switch v.(type) {
	case *object, constant:
		return true
	default:
		return false
	}
}

func isStates(n jsonata.Node) bool {
	v, ok := n.(*jsonata.Var)
	return ok && v.Name == "states"
}

// rootedInStates: the path begins at $states or a variable, by names alone.
func rootedInStates(n jsonata.Node) bool {
	d, ok := n.(*jsonata.Dot)
	if !ok {
		return false
	}
	switch r := d.Right.(type) {
	case *jsonata.Name:
	case *jsonata.Filter: // an index binds to the step before it
		if _, ok := r.X.(*jsonata.Name); !ok {
			return false
		}
		switch r.Pred.(type) {
		case *jsonata.Number, *jsonata.Negate:
		default:
			return false
		}
	default:
		return false
	}
	if v, ok := d.Left.(*jsonata.Var); ok {
		return v.Name == "states"
	}
	return rootedInStates(d.Left)
}

// builtin are the functions of JSONata, which a value that is handed in must not
// take the names of.
var builtin = func() map[string]bool {
	out := map[string]bool{"states": true}
	for _, name := range strings.Fields(`string length substring substringBefore substringAfter uppercase lowercase trim pad contains
		split join match replace base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl number abs floor
		ceil round power sqrt formatNumber formatBase formatInteger parseInteger sum max min average boolean not exists count append
		sort reverse shuffle distinct zip keys lookup spread merge each error assert type now millis fromMillis toMillis map filter
		single reduce sift partition range hash random uuid parse eval`) {
		out[name] = true
	}
	return out
}()
