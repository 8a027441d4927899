package validate

import (
	"errors"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

// available says which members of $states exist where an expression stands,
// beside input and context.
type available struct{ result, errorOutput bool }

// payload checks a value that is evaluated: in JSONata its strings that are
// expressions, in JSONPath its members whose names end in ".$".
func (x *stateChecker) payload(at *place, v asl.Value, avail available) {
	if x.lang == langPath {
		x.template(at, v)
		return
	}
	switch v := v.(type) {
	case asl.String:
		x.expression(at, string(v), v, avail)
	case asl.Code:
		x.expression(at, "", v, avail)
	case asl.Array:
		for i, item := range v {
			if composite(item) {
				x.payload(at.item(i), item, avail)
			}
		}
	case asl.Object:
		for _, m := range v {
			if composite(m.Value) {
				x.payload(at.member(m.Key), m.Value, avail)
			}
		}
	default:
	}
}

// composite reports whether a value can hold something to check.
func composite(v asl.Value) bool {
	switch v := v.(type) {
	case asl.Array, asl.Object, asl.Code:
		return true
	case asl.String:
		return len(v) > 1
	default:
		return false
	}
}

// expression checks a string that may be an expression. It says whether it is
// one, or was meant to be.
func (x *stateChecker) expression(at *place, s string, v asl.Value, avail available) bool {
	var node jsonata.Node
	if code, ok := v.(asl.Code); ok {
		node = code.Expr
	} else {
		begins, ends := strings.HasPrefix(s, "{%"), strings.HasSuffix(s, "%}")
		if !begins && !ends {
			return false
		}
		src, ok := asl.Source(v)
		if !ok {
			if placeholder(s) {
				return true
			}
			word, lacks := "begins with {%", "ends with %}"
			if !begins {
				word, lacks = "ends with %}", "begins with {%"
			}
			x.add(Delimiters, at, "Let it begin with {% and end with %}, with nothing before or after them.",
				"The string %s, but is no expression unless it %s too.", word, lacks)
			return true
		}
		var err error
		node, err = jsonata.Parse(src)
		if err != nil {
			if !placeholder(s) {
				x.syntax(at, src, err)
			}
			return true
		}
	}
	x.node(at, node, avail)
	return true
}

func (x *stateChecker) syntax(at *place, src string, err error) {
	var jerr *jsonata.Error
	if errors.As(err, &jerr) && jerr.Pos >= 0 && jerr.Pos <= len(src) {
		x.add(Syntax, at, "Correct the expression.", "The expression is not JSONata, at character %d: %s.",
			len([]rune(src[:jerr.Pos]))+1, strings.TrimSuffix(jerr.Message, "."))
		return
	}
	x.add(Syntax, at, "Correct the expression.", "The expression is not JSONata: %s.", strings.TrimSuffix(err.Error(), "."))
}

// node checks what an expression uses.
func (x *stateChecker) node(at *place, n jsonata.Node, avail available) {
	var bound map[string]bool // variables of the expression itself
	jsonata.Walk(n, func(n jsonata.Node) bool {
		switch n := n.(type) {
		case *jsonata.Assign:
			bound = with(bound, n.Var)
		case *jsonata.Focus:
			bound = with(bound, n.Var)
		case *jsonata.Index:
			bound = with(bound, n.Var)
		case *jsonata.Lambda:
			for _, name := range n.Params {
				bound = with(bound, name)
			}
		default:
		}
		return true
	})
	jsonata.Walk(n, func(n jsonata.Node) bool {
		switch n := n.(type) {
		case *jsonata.Dot:
			if v, ok := n.Left.(*jsonata.Var); ok && v.Name == "states" && !bound["states"] {
				x.states(at, first(n.Right), avail)
			}
		case *jsonata.Var:
			if n.Name == "eval" && !bound["eval"] {
				x.add(Eval, at, "Use $parse for JSON text, or write the expression out.", "The function $eval does not exist on AWS.")
			}
			if !bound[n.Name] {
				x.reads(at, n.Name)
			}
		default:
		}
		return true
	})
}

func with(set map[string]bool, name string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	set[name] = true
	return set
}

// first is the name that a step begins with: "a" of a, a[0] and a.b.
func first(n jsonata.Node) string {
	for {
		switch x := n.(type) {
		case *jsonata.Name:
			return x.Value
		case *jsonata.Filter:
			n = x.X
		case *jsonata.KeepArray:
			n = x.X
		case *jsonata.Dot:
			n = x.Left
		case *jsonata.Sort:
			n = x.X
		case *jsonata.Group:
			n = x.X
		case *jsonata.Focus:
			n = x.X
		case *jsonata.Index:
			n = x.X
		default:
			return ""
		}
	}
}

func (x *stateChecker) states(at *place, member string, avail available) {
	switch member {
	case "input", "context", "":
	case "result":
		if !avail.result {
			x.add(NotAvailable, at, "Use it in Output or Assign of a Task, Parallel or Map.", "$states.result does not exist here.")
		}
	case "errorOutput":
		if !avail.errorOutput {
			x.add(NotAvailable, at, "Use it in Output or Assign of a catcher.", "$states.errorOutput does not exist here.")
		}
	default:
		x.add(NoMember, at, "Use input, result, errorOutput or context.", "$states has no member %q.", member)
	}
}

// reads checks the use of a variable. Of a name that no scope assigns nothing
// is said: it may be a function.
func (x *stateChecker) reads(at *place, name string) {
	if name == "" || name == "$" || name == "states" {
		return
	}
	apart := false
	for s := x.scope; s != nil; s = s.up {
		if s.assigned[name] != byNone {
			if apart {
				x.add(OutOfReach, at, "Pass the value with ItemSelector or BatchInput.",
					"The variable $%s is assigned outside of the distributed Map, whose children do not see it.", name)
			}
			return
		}
		apart = apart || s.apart
	}
}

// template checks a payload template of JSONPath.
func (x *stateChecker) template(at *place, v asl.Value) {
	switch v := v.(type) {
	case asl.Array:
		for i, item := range v {
			if composite(item) {
				x.template(at.item(i), item)
			}
		}
	case asl.Object:
		fixed := fixedMembers(v)
		for _, m := range v {
			name, dynamic := strings.CutSuffix(m.Key, ".$")
			if !dynamic {
				if composite(m.Value) {
					x.template(at.member(m.Key), m.Value)
				}
				continue
			}
			if fixed[name] {
				x.add(MemberTwice, at.member(m.Key), "Keep one of them.", "The object has both %q and %q.", name, m.Key)
			}
			x.dynamic(at.member(m.Key), m.Value)
		}
	default:
	}
}

// fixedMembers are the members whose names do not end in ".$", of an object
// that has others too.
func fixedMembers(o asl.Object) map[string]bool {
	dynamic := 0
	for _, m := range o {
		if strings.HasSuffix(m.Key, ".$") {
			dynamic++
		}
	}
	if dynamic == 0 || dynamic == len(o) {
		return nil
	}
	fixed := make(map[string]bool, len(o)-dynamic)
	for _, m := range o {
		if !strings.HasSuffix(m.Key, ".$") {
			fixed[m.Key] = true
		}
	}
	return fixed
}

// dynamic checks the value of a member whose name ends in ".$".
func (x *stateChecker) dynamic(at *place, v asl.Value) {
	s, ok := v.(asl.String)
	if !ok {
		x.add(BadTemplate, at, "Write a path or an intrinsic function, or take .$ off the name.",
			"The value of a member whose name ends in .$ should be a string, not %s.", asl.Kind(v))
		return
	}
	e, err := jsonpath.Parse(string(s))
	if err != nil {
		if !placeholder(string(s)) {
			x.add(BadTemplate, at, "Write a path or an intrinsic function, or take .$ off the name.",
				"The value %q is neither a path nor an intrinsic function: %s.", string(s), err)
		}
		return
	}
	x.pathVariables(at, e)
}

func (x *stateChecker) pathVariables(at *place, e jsonpath.Expr) {
	jsonpath.Paths(e, func(p *jsonpath.Path) {
		if p.Root == jsonpath.Variable {
			x.reads(at, p.Var)
		}
	})
}

// path checks a field that holds a path.
func (x *stateChecker) path(at *place, v asl.Value, use use) {
	s, ok := v.(asl.String)
	if !ok || s == "" {
		return // null, or of the wrong form
	}
	src := string(s)
	if use == stringPath && strings.HasPrefix(src, "States.") {
		e, err := jsonpath.Parse(src)
		if err != nil {
			if !placeholder(src) {
				x.add(BadTemplate, at, "Correct the call.", "The value %q is not an intrinsic function: %s.", src, err)
			}
			return
		}
		if call, ok := e.(*jsonpath.Call); ok && !givesString(call.Func) {
			x.add(StringResult, at, "Put the call into States.Format('{}', ...), or use another function.",
				"States.%s does not give a string.", call.Func.Name)
		}
		x.pathVariables(at, e)
		return
	}
	p, err := jsonpath.ParsePath(src)
	switch {
	case err != nil && placeholder(src):
	case err != nil:
		x.add(BadPath, at, "Write a path, such as $.result.", "The value %q is not a path: %s.", src, err)
	case use == reference && !p.IsReference():
		x.add(ReferencePath, at, "Write $, then only names and indexes.", "The path %q does not name one place in the input.", src)
	default:
		x.pathVariables(at, p)
	}
}

// givesString follows the list of the Developer Guide ("Fail state"), which
// has ArrayGetItem, because an item may be a string.
func givesString(f *jsonpath.Function) bool {
	return f.Result == jsonpath.KindString || f.Name == "ArrayGetItem"
}
