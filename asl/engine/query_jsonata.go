package engine

import (
	"errors"
	"math"
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// A compiledJSONata is an expression and what it reads from outside.
type compiledJSONata struct {
	expr *jsonata.Expr
	err  error

	// variables it may refer to, without $states; members are those of
	// $states it reads, where whole says that it may read any.
	variables []string
	members   []string
	whole     bool
}

func (c *queryCache) expression(source string) *compiledJSONata {
	x, ok := c.jsonata[source]
	if !ok {
		x = compileJSONata(source)
		c.jsonata[source] = x
	}
	return x
}

func compileJSONata(source string) *compiledJSONata {
	n, err := jsonata.Parse(source)
	if err != nil {
		return &compiledJSONata{err: err}
	}
	x := &compiledJSONata{}
	x.expr, x.err = jsonata.Compile(n)
	jsonata.Walk(n, func(n jsonata.Node) bool {
		switch n := n.(type) {
		case *jsonata.Dot:
			of, isVar := n.Left.(*jsonata.Var)
			member, isName := n.Right.(*jsonata.Name)
			if isVar && isName && of.Name == "states" {
				x.members = append(x.members, member.Value)
				return false
			}
		case *jsonata.Var:
			if n.Name == "states" {
				x.whole = true
			} else {
				x.variables = append(x.variables, n.Name)
			}
		default:
		}
		return true
	})
	slices.Sort(x.variables)
	x.variables = slices.Compact(x.variables)
	return x
}

// jsonataLimits keep an expression from taking a machine with it. Ours.
var jsonataLimits = jsonata.Limits{Steps: 5_000_000, Bytes: 128 << 20}

// expression evaluates a JSONata expression, which has to give a value.
func (t *thread) expression(source, field string, e env) (asl.Value, *failure) {
	w := t.h.w
	x := w.cache.expression(source)
	var result jsonata.Value
	err := x.err
	if err == nil {
		rt := jsonata.Runtime{Limits: jsonataLimits, Now: w.now, Random: w.source}
		result, err = x.expr.Eval(rt, nil, t.bindings(x, e))
	}
	if err != nil {
		var bad *jsonata.Error
		text := err.Error()
		if errors.As(err, &bad) {
			text = bad.Error()
		}
		return nil, t.badQuery(e.v, field, "The JSONata expression '%s' specified for the field '%s' threw an error during evaluation. %s", source, field, text)
	}
	if result == nil {
		return nil, t.badQuery(e.v, field, "The JSONata expression '%s' specified for the field '%s' returned nothing (undefined).", source, field)
	}
	out, ok := fromJSONata(result)
	if !ok {
		return nil, t.badQuery(e.v, field, "The JSONata expression '%s' specified for the field '%s' returned an unsupported result type.", source, field)
	}
	return out, e.v.made(out)
}

// bindings makes the variables that an expression reads. The map is good until
// the next call: evaluating an expression does not keep it.
func (t *thread) bindings(x *compiledJSONata, e env) map[string]jsonata.Value {
	vars := t.h.w.bound
	clear(vars)
	for _, name := range x.variables {
		if v, ok := t.scope.forJSONata(name); ok {
			vars[name] = v
		}
	}
	if len(x.members) == 0 && !x.whole {
		return vars
	}
	states := jsonata.NewObject(4)
	for _, member := range []string{"input", "context", "result", "errorOutput"} {
		if !x.whole && !slices.Contains(x.members, member) {
			continue
		}
		switch member {
		case "input":
			if e.v.queried == nil {
				e.v.queried = toJSONata(e.v.input)
			}
			states.Set("input", e.v.queried)
		case "context":
			states.Set("context", t.queriedContext(e.v))
		case "result":
			if e.result != nil {
				if !same(e.result, e.v.result) {
					e.v.result, e.v.queriedResult = e.result, toJSONata(e.result)
				}
				states.Set("result", e.v.queriedResult)
			}
		case "errorOutput":
			if e.errorOutput != nil {
				states.Set("errorOutput", toJSONata(e.errorOutput))
			}
		}
	}
	vars["states"] = states
	return vars
}

// queriedContext gives the context object as JSONata's value. The execution's
// part is kept, as its input can be large.
func (t *thread) queriedContext(v *visit) jsonata.Value {
	context := t.contextObject(v)
	o := jsonata.NewObject(len(context))
	for _, m := range context {
		if m.Key == "Execution" && same(m.Value, t.h.context[0].Value) {
			if t.h.queriedExecution == nil {
				t.h.queriedExecution = toJSONata(m.Value)
			}
			o.Set(m.Key, t.h.queriedExecution)
			continue
		}
		o.Set(m.Key, toJSONata(m.Value))
	}
	return o
}

// forJSONata gives a variable as JSONata's value, which it keeps.
func (s *scope) forJSONata(name string) (jsonata.Value, bool) {
	for ; s != nil; s = s.outer {
		v, ok := s.vars[name]
		if !ok {
			continue
		}
		if q, ok := s.queried[name]; ok {
			return q, true
		}
		if s.queried == nil {
			s.queried = map[string]any{}
		}
		q := toJSONata(v)
		s.queried[name] = q
		return q, true
	}
	return nil, false
}

func toJSONata(v asl.Value) jsonata.Value {
	switch x := v.(type) {
	case nil, asl.Null:
		return jsonata.NullValue{}
	case asl.Bool:
		return bool(x)
	case asl.Number:
		return floatOf(x)
	case asl.String:
		return string(x)
	case asl.Code:
		return string(asl.AppendValue(nil, x, -1))
	case asl.Array:
		items := make([]jsonata.Value, len(x))
		for i, item := range x {
			items[i] = toJSONata(item)
		}
		return jsonata.NewArray(items...)
	case asl.Object:
		o := jsonata.NewObject(len(x))
		for _, m := range x {
			o.Set(m.Key, toJSONata(m.Value))
		}
		return o
	}
	panic("engine: unknown value")
}

// fromJSONata is false where a function is in v.
func fromJSONata(v jsonata.Value) (asl.Value, bool) {
	switch x := v.(type) {
	case nil, jsonata.NullValue:
		return asl.Null{}, true
	case bool:
		return asl.Bool(x), true
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return asl.Null{}, true
		}
		return numberOf(x), true
	case string:
		return asl.String(x), true
	case *jsonata.ArrayValue:
		out := make(asl.Array, len(x.Items))
		for i, item := range x.Items {
			v, ok := fromJSONata(item)
			if !ok {
				return nil, false
			}
			out[i] = v
		}
		return out, true
	case *jsonata.ObjectValue:
		out := make(asl.Object, 0, x.Len())
		for key, item := range x.All() {
			v, ok := fromJSONata(item)
			if !ok {
				return nil, false
			}
			put(&out, key, v)
		}
		return out, true
	}
	return nil, false
}
