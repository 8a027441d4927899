package importer

import (
	"errors"
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

func (t *translator) binary(x *jsonata.Binary) (value, error) {
	if x.Op == "&" {
		parts, err := t.joined(x)
		if err != nil {
			return nil, err
		}
		return joinTexts(parts), nil
	}
	if (x.Op == "and" || x.Op == "or") && boolish(x.Left) && boolish(x.Right) && len(t.loops) == 0 {
		// Each side by itself: the right one is only asked where it counts.
		var sides []value
		for _, n := range []jsonata.Node{x.Left, x.Right} {
			v, err := t.node(n)
			if errors.Is(err, errForeign) {
				v, err = t.foreign(n), nil
			}
			if err != nil {
				return nil, err
			}
			sides = append(sides, v)
		}
		return &operation{map[string]string{"and": "&&", "or": "||"}[x.Op], sides[0], sides[1]}, nil
	}
	vs, err := t.nodes(x.Left, x.Right)
	if err != nil {
		return nil, err
	}
	switch x.Op {
	case "=", "!=":
		op := "=="
		if x.Op == "!=" {
			op = "!="
		}
		return &operation{op, vs[0], vs[1]}, nil
	case "and", "or":
		if !boolish(x.Left) || !boolish(x.Right) {
			return nil, errForeign
		}
		return &operation{map[string]string{"and": "&&", "or": "||"}[x.Op], vs[0], vs[1]}, nil
	case "<", "<=", ">", ">=":
		if times, ok := t.times(x); ok {
			return &operation{x.Op, times, constant{asl.Number("0")}}, nil
		}
		if !numeric(vs[0]) && !numeric(vs[1]) {
			return nil, errForeign
		}
		return &operation{x.Op, vs[0], vs[1]}, nil
	case "+", "-", "*":
		return &operation{x.Op, vs[0], vs[1]}, nil
	case "/", "%":
		if c, ok := x.Right.(*jsonata.Number); ok && c.Value != 0 {
			return &operation{x.Op, vs[0], vs[1]}, nil
		}
	case "in":
		if !t.r.lists[x] && !isList(vs[1]) {
			return nil, errForeign
		}
		return call("contains", vs[1], vs[0]), nil
	}
	return nil, errForeign
}

// times is timecmp(a, b) for a comparison of $toMillis(a) with $toMillis(b).
func (t *translator) times(x *jsonata.Binary) (value, bool) {
	var args []value
	for _, n := range []jsonata.Node{x.Left, x.Right} {
		c, ok := n.(*jsonata.Call)
		if !ok || functionName(c) != "toMillis" || len(c.Args) != 1 {
			return nil, false
		}
		v, err := t.node(c.Args[0])
		if err != nil {
			return nil, false
		}
		args = append(args, v)
	}
	return call("timecmp", args...), true
}

// numeric: the value is a number for sure.
func numeric(v value) bool {
	switch x := v.(type) {
	case constant:
		_, ok := x.v.(asl.Number)
		return ok
	case *operation:
		return x.op == "+" || x.op == "-" || x.op == "*" || x.op == "/" || x.op == "%"
	case *function:
		return x.name == "tonumber" || x.name == "length" || x.name == "floor"
	default:
		return false
	}
}

// boolish: the expression gives a boolean, or what is meant to be one.
func boolish(n jsonata.Node) bool {
	switch x := n.(type) {
	case *jsonata.Bool, *jsonata.Dot, *jsonata.Var:
		return true
	case *jsonata.Binary:
		switch x.Op {
		case "=", "!=", "<", "<=", ">", ">=", "and", "or", "in":
			return true
		}
	case *jsonata.Call:
		switch functionName(x) {
		case "exists", "not", "contains", "boolean":
			return true
		}
	case *jsonata.Block:
		return len(x.Exprs) == 1 && boolish(x.Exprs[0])
	default:
	}
	return false
}

// joined are the parts of a chain of &.
func (t *translator) joined(n jsonata.Node) ([]value, error) {
	if b, ok := n.(*jsonata.Binary); ok && b.Op == "&" {
		left, err := t.joined(b.Left)
		if err != nil {
			return nil, err
		}
		right, err := t.joined(b.Right)
		return append(left, right...), err
	}
	if c, ok := n.(*jsonata.Call); ok && functionName(c) == "string" && len(c.Args) == 1 && !t.r.encoded[c] {
		n = c.Args[0]
	}
	if b, ok := n.(*jsonata.Block); ok && len(b.Exprs) == 1 {
		return t.joined(b.Exprs[0])
	}
	v, err := t.node(n)
	if err != nil {
		return nil, err
	}
	return []value{v}, nil
}

func joinTexts(parts []value) value {
	out := &template{}
	for _, p := range parts {
		c, isConst := p.(constant)
		if isConst {
			switch x := c.v.(type) {
			case asl.String:
			case asl.Number:
				c = constant{asl.String(x)}
			case asl.Bool:
				c = constant{asl.String(strconv.FormatBool(bool(x)))}
			default:
				isConst = false
			}
		}
		if inner, ok := p.(*template); ok {
			out.parts = append(out.parts, inner.parts...)
			continue
		}
		if n := len(out.parts); isConst && n > 0 {
			if last, ok := out.parts[n-1].(constant); ok {
				if s, ok := last.v.(asl.String); ok {
					out.parts[n-1] = constant{s + c.v.(asl.String)}
					continue
				}
			}
		}
		if isConst {
			if c.v == asl.String("") && len(parts) > 2 {
				continue
			}
			out.parts = append(out.parts, c)
			continue
		}
		out.parts = append(out.parts, p)
	}
	if len(out.parts) == 1 {
		if c, ok := out.parts[0].(constant); ok {
			return c
		}
		return call("tostring", out.parts[0]) // a template of one part is the part
	}
	if len(out.parts) == 2 && keyOf(out.parts[0]) == keyOf(text("")) {
		return call("tostring", out.parts[1])
	}
	if len(out.parts) == 0 {
		return text("")
	}
	return out
}
