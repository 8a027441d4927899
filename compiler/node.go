package compiler

import (
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// Small trees that are written again and again.

func states(member string, path ...string) jsonata.Node {
	var n jsonata.Node = &jsonata.Dot{Left: &jsonata.Var{Name: "states"}, Right: &jsonata.Name{Value: member}}
	return dots(n, path...)
}

func dots(n jsonata.Node, path ...string) jsonata.Node {
	for _, p := range path {
		n = &jsonata.Dot{Left: n, Right: &jsonata.Name{Value: p}}
	}
	return n
}

func execution(path ...string) jsonata.Node {
	return states("context", append([]string{"Execution"}, path...)...)
}

// result is what branch i of a Parallel gave.
func result(i int) jsonata.Node {
	return &jsonata.Dot{
		Left:  &jsonata.Var{Name: "states"},
		Right: &jsonata.Filter{X: &jsonata.Name{Value: "result"}, Pred: &jsonata.Number{Value: float64(i)}},
	}
}

func resultMember(i int, name string) jsonata.Node { return dots(result(i), name) }

func call(name string, args ...jsonata.Node) jsonata.Node {
	return &jsonata.Call{Func: &jsonata.Var{Name: name}, Args: args}
}

func str(s string) jsonata.Node { return &jsonata.String{Value: s} }

func binary(op string, l, r jsonata.Node) jsonata.Node {
	return &jsonata.Binary{Op: op, Left: l, Right: r}
}

// join puts an operator between nodes; nil for none.
func join(op string, nodes []jsonata.Node) jsonata.Node {
	var out jsonata.Node
	for _, n := range nodes {
		if out == nil {
			out = n
		} else {
			out = binary(op, out, n)
		}
	}
	return out
}

// nodeOf is a JSON value as an expression. Arrays in it hold no code.
func nodeOf(v asl.Value) jsonata.Node {
	switch v := v.(type) {
	case asl.Code:
		return v.Expr
	case asl.String:
		return str(string(v))
	case asl.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil {
			panic("compiler: no number: " + string(v))
		}
		return &jsonata.Number{Value: f}
	case asl.Bool:
		return &jsonata.Bool{Value: bool(v)}
	case asl.Array:
		a := &jsonata.Array{}
		for _, x := range v {
			a.Items = append(a.Items, nodeOf(x))
		}
		return a
	case asl.Object:
		o := &jsonata.Object{}
		for _, m := range v {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str(m.Key), Value: nodeOf(m.Value)})
		}
		return o
	default:
	}
	return &jsonata.Null{}
}

// present holds for a value that is there and not null: what is missing is not
// equal to null, and not unequal to it either.
func present(n jsonata.Node) jsonata.Node { return binary("!=", n, &jsonata.Null{}) }

// bare drops what makes a missing value null, for a place where both count as
// nothing: $exists(x) ? x : null.
func bare(n jsonata.Node) jsonata.Node {
	c, ok := n.(*jsonata.Cond)
	if !ok {
		return n
	}
	test, ok := c.If.(*jsonata.Call)
	if !ok || len(test.Args) != 1 {
		return n
	}
	f, ok := test.Func.(*jsonata.Var)
	_, null := c.Else.(*jsonata.Null)
	if !ok || f.Name != "exists" || !null || jsonata.Print(test.Args[0]) != jsonata.Print(c.Then) {
		return n
	}
	return c.Then
}
