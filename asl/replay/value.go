package replay

import (
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// literal is a value as it can stand in a state: text that looks like an expression
// becomes one that gives the text.
func literal(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.String:
		if _, code := asl.Source(v); code {
			return asl.Code{Expr: &jsonata.String{Value: string(v)}}
		}
		return v
	case asl.Array:
		out := make(asl.Array, len(v))
		for i, x := range v {
			out[i] = literal(x)
		}
		return out
	case asl.Object:
		out := make(asl.Object, len(v))
		for i, m := range v {
			out[i] = asl.Member{Key: m.Key, Value: literal(m.Value)}
		}
		return out
	case nil:
		return asl.Null{}
	default:
	}
	return v
}

// node is a value as an expression; nil, a value that is missing, as one that gives
// nothing.
func node(v asl.Value) jsonata.Node {
	switch v := v.(type) {
	case nil:
		return &jsonata.Dot{Left: &jsonata.Object{}, Right: &jsonata.Name{Value: "missing"}}
	case asl.String:
		return &jsonata.String{Value: string(v)}
	case asl.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil {
			panic("replay: no number: " + string(v))
		}
		if f < 0 {
			return &jsonata.Negate{X: &jsonata.Number{Value: -f}}
		}
		return &jsonata.Number{Value: f}
	case asl.Bool:
		return &jsonata.Bool{Value: bool(v)}
	case asl.Array:
		a := &jsonata.Array{}
		for _, x := range v {
			a.Items = append(a.Items, node(x))
		}
		return a
	case asl.Object:
		o := &jsonata.Object{}
		for _, m := range v {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: &jsonata.String{Value: m.Key}, Value: node(m.Value)})
		}
		return o
	case asl.Null, asl.Code:
	}
	return &jsonata.Null{}
}

// A recorded is a value that was, by iteration; outside of Maps that of "".
type recorded struct {
	keys   []string // sorted
	values map[string]asl.Value
	key    jsonata.Node // that of the iteration, at run time; nil outside of Maps
}

// part is a member of the value, in every iteration; ok is false where it is no
// object in one of them.
func (r recorded) part(name string) (recorded, bool) {
	out := recorded{r.keys, map[string]asl.Value{}, r.key}
	for _, k := range r.keys {
		switch v := r.values[k].(type) {
		case asl.Object:
			out.values[k], _ = v.Get(name)
		case nil: // a member of what is missing is missing
		default:
			return out, false
		}
	}
	return out, true
}

// value is what the value is, as it stands in a state.
func (r recorded) value() asl.Value {
	if r.key == nil {
		return literal(r.values[""])
	}
	return asl.Code{Expr: r.node()}
}

// node is the same in an expression.
func (r recorded) node() jsonata.Node {
	if r.key == nil {
		return node(r.values[""])
	}
	all := &jsonata.Object{}
	for _, k := range r.keys {
		if v := r.values[k]; v != nil {
			all.Pairs = append(all.Pairs, jsonata.Pair{Key: &jsonata.String{Value: k}, Value: node(v)})
		}
	}
	return call("lookup", all, r.key)
}

func call(name string, args ...jsonata.Node) jsonata.Node {
	return &jsonata.Call{Func: &jsonata.Var{Name: name}, Args: args}
}

// put puts what was recorded in place of $states.result, in a copy of a value. What
// is read of it stands there, and no more, so that results that nobody reads take no
// room. The error is that of an expression which is none.
func put(v asl.Value, r recorded) (asl.Value, error) {
	switch v := v.(type) {
	case asl.Code:
		return asl.Code{Expr: putIn(v.Expr, r)}, nil
	case asl.String:
		src, ok := asl.Source(v)
		if !ok {
			return v, nil
		}
		n, err := jsonata.Parse(src)
		if err != nil {
			return nil, err
		}
		return asl.Code{Expr: putIn(n, r)}, nil
	case asl.Array:
		out := make(asl.Array, len(v))
		for i, x := range v {
			var err error
			if out[i], err = put(x, r); err != nil {
				return nil, err
			}
		}
		return out, nil
	case asl.Object:
		out := make(asl.Object, len(v))
		for i, m := range v {
			x, err := put(m.Value, r)
			if err != nil {
				return nil, err
			}
			out[i] = asl.Member{Key: m.Key, Value: x}
		}
		return out, nil
	default:
	}
	return v, nil
}

func putIn(n jsonata.Node, r recorded) jsonata.Node {
	return jsonata.Rewrite(n, func(n jsonata.Node) jsonata.Node {
		if found, ok := read(n, r); ok {
			return found.node()
		}
		return nil
	})
}

// read is what a path that begins with $states.result leads to.
func read(n jsonata.Node, r recorded) (recorded, bool) {
	dot, ok := n.(*jsonata.Dot)
	if !ok {
		return r, false
	}
	name, ok := dot.Right.(*jsonata.Name)
	if !ok {
		return r, false
	}
	if v, ok := dot.Left.(*jsonata.Var); ok {
		return r, v.Name == "states" && name.Value == "result"
	}
	of, ok := read(dot.Left, r)
	if !ok {
		return r, false
	}
	return of.part(name.Value)
}
