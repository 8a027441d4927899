package pipetest

import (
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// steps takes result.a.b apart: the expression at its begin, and the names.
func steps(e expr.Expr) (expr.Expr, []string) {
	switch x := e.(type) {
	case *expr.Attr:
		root, names := steps(x.On)
		return root, append(names, x.Name)
	case *expr.Index:
		if key, ok := expr.Static(x.Key); ok && key.Type() == cty.String && !key.IsNull() {
			root, names := steps(x.On)
			return root, append(names, key.AsString())
		}
	case *expr.Convert:
		return steps(x.X)
	case *expr.Call:
		if x.Func.Name == "try" || x.Func.Name == "coalesce" {
			return steps(x.Args[0])
		}
	default:
	}
	return e, nil
}

// root is where the answers have what begins an expression; nil: nowhere.
func (s *solver) root(e expr.Expr) *asl.Value {
	switch x := e.(type) {
	case *expr.Local:
		if x.Symbol == s.symbol {
			return &s.local
		}
	case *expr.Ref:
		switch x.Source.(type) {
		case expr.Result:
			return &s.result
		case expr.Started:
			return &s.more
		default:
		}
	default:
	}
	return nil
}

// put sets a member of an answer; one that is there stays unless over is set.
func (s *solver) put(e expr.Expr, v asl.Value, over bool) {
	if v == nil {
		return
	}
	root, names := steps(e)
	at := s.root(root)
	if at == nil {
		return
	}
	*at = set(*at, names, v, over)
}

// get is the value of a member of an answer, or nil.
func (s *solver) get(e expr.Expr) asl.Value {
	root, names := steps(e)
	at := s.root(root)
	if at == nil {
		return nil
	}
	v := *at
	for _, name := range names {
		o, ok := v.(asl.Object)
		if !ok {
			return nil
		}
		if v, ok = o.Get(name); !ok {
			return nil
		}
	}
	return v
}

// set is a value with a member set. What is no object and in the way stays.
func set(in asl.Value, names []string, v asl.Value, over bool) asl.Value {
	if len(names) == 0 {
		if in != nil && !over {
			return in
		}
		return v
	}
	if _, null := in.(asl.Null); null {
		in = nil
	}
	o, ok := in.(asl.Object)
	if !ok && in != nil {
		return in
	}
	out := make(asl.Object, len(o), len(o)+1)
	copy(out, o)
	for i, m := range out {
		if m.Key == names[0] {
			out[i].Value = set(m.Value, names[1:], v, over)
			return out
		}
	}
	return append(out, asl.Member{Key: names[0], Value: set(nil, names[1:], v, over)})
}

// literal is a constant as JSON, or nil.
func literal(e expr.Expr) asl.Value {
	v, ok := expr.Static(e)
	if !ok {
		return nil
	}
	return jsonOf(v)
}

// other is a value of the type of a constant that is not it.
func other(e expr.Expr) asl.Value {
	switch x := literal(e).(type) {
	case asl.Bool:
		return !x
	case asl.String:
		return asl.String("not " + string(x))
	case asl.Number:
		return asl.Number("1" + string(x))
	default:
	}
	return asl.String("example")
}

// beside is a number for which a comparison with a constant on its right holds,
// or does not.
func beside(e *expr.Binary, want bool) asl.Value {
	v, ok := expr.Static(e.Right)
	if !ok || v.Type() != cty.Number || v.IsNull() {
		return nil
	}
	one := cty.NumberIntVal(1)
	if (e.Op == ">" || e.Op == ">=") == want {
		return jsonOf(v.Add(one))
	}
	return jsonOf(v.Subtract(one))
}

// jsonOf is a known value as JSON; nil where it has no form in JSON.
func jsonOf(v cty.Value) asl.Value {
	src, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		return nil
	}
	out, err := asl.DecodeValue(src)
	if err != nil {
		return nil
	}
	return out
}

// attributes are plain values as DynamoDB has them.
func attributes(o asl.Object) asl.Value {
	out := make(asl.Object, len(o))
	for i, m := range o {
		out[i] = asl.Member{Key: m.Key, Value: attribute(m.Value)}
	}
	return out
}

func attribute(v asl.Value) asl.Value {
	one := func(typ string, v asl.Value) asl.Value { return asl.Object{{Key: typ, Value: v}} }
	switch v := v.(type) {
	case asl.Bool:
		return one("BOOL", v)
	case asl.Number:
		return one("N", asl.String(v))
	case asl.String:
		return one("S", v)
	case asl.Array:
		items := make(asl.Array, len(v))
		for i, x := range v {
			items[i] = attribute(x)
		}
		return one("L", items)
	case asl.Object:
		return one("M", attributes(v))
	default:
	}
	return one("NULL", asl.Bool(true))
}
