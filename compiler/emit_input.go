package compiler

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// The first states check the execution's input and make a variable of each
// declared input. A Choice has a rule for every way in which an input can be
// wrong; where none holds, its own Assign sets the variables.

const invalidInput = "Pipectl.InvalidInput"

func (c *compile) emitInputs(next string, s *scope) (string, []asl.Entry) {
	p := c.p
	if len(p.Inputs) == 0 {
		return next, nil
	}
	f := frame{scope: s}
	given := states("input")
	var out []asl.Entry
	name := c.name("pipeline-inputs")
	first := name
	if len(p.Triggers) > 0 {
		first = c.name("pipeline-trigger")
		out = append(out, c.state(first, "", "", p.Range, &asl.Pass{
			Common: asl.Common{Output: code(c.triggered(f))},
			Flow:   asl.Flow{Next: name},
		}))
	}
	choice := &asl.Choice{Default: next}
	invalid := ""
	bad := func(cond jsonata.Node, text string) {
		if invalid == "" {
			invalid = c.name("pipeline-invalid-input")
		}
		choice.Choices = append(choice.Choices, asl.Rule{
			Condition: asl.Code{Expr: cond},
			Next:      invalid,
			Assign:    asl.Object{{Key: "invalid_input", Value: asl.String(text)}},
		})
	}
	inputs := map[string]jsonata.Node{}
	var assign asl.Object
	for _, in := range p.Inputs {
		raw := dots(given, in.Name)
		present := present(raw)
		value := c.withMembers(raw, in.Type, in.Members)
		if in.Type.IsSetType() {
			value = call("sort", call("distinct", value))
		}
		switch {
		case in.Default == nil:
			bad(call("not", present), fmt.Sprintf("input %q: is required", in.Name))
			if wrong := notOfType(raw, in.Accepts, 0); wrong != nil {
				bad(wrong, fmt.Sprintf("input %q: must be %s", in.Name, typeexpr.TypeString(in.Type)))
			}
		default:
			if wrong := notOfType(raw, in.Accepts, 0); wrong != nil {
				bad(binary("and", present, wrong), fmt.Sprintf("input %q: must be %s", in.Name, typeexpr.TypeString(in.Type)))
			}
			value = &jsonata.Cond{If: present, Then: value, Else: c.node(in.Default, f, nil, nil)}
		}
		inputs[in.Name] = value
		assign = append(assign, asl.Member{Key: inputVar(in.Name), Value: code(value)})
	}
	for _, in := range p.Inputs {
		for _, v := range in.Validations {
			cond := c.condAt(v.Condition, f, &locals{inputs: inputs})
			bad(call("not", cond), fmt.Sprintf("input %q: %s", in.Name, v.Message))
		}
	}
	choice.Assign = assign
	choice.Output = asl.Object{}
	if invalid == "" {
		// Nothing can be wrong: every input is optional and takes any value.
		out = append(out, c.state(name, "", "", p.Range, &asl.Pass{
			Common: asl.Common{Assign: assign, Output: asl.Object{}}, Flow: asl.Flow{Next: next},
		}))
		return first, out
	}
	out = append(out, c.state(name, "", "", p.Range, choice), c.state(invalid, "", "", p.Range, &asl.Fail{
		Error: asl.String(invalidInput), Cause: code(&jsonata.Var{Name: "invalid_input"}),
	}))
	return first, out
}

// triggered is the input: what a trigger computes from its event, or as it came.
func (c *compile) triggered(f frame) jsonata.Node {
	var out jsonata.Node = states("input")
	for _, t := range slices.Backward(c.p.Triggers) {
		o := &jsonata.Object{}
		for _, in := range t.Input {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str(in.Name), Value: c.node(in.Value, f, nil, nil)})
		}
		out = &jsonata.Cond{If: binary("=", states("input", "pipectl", "trigger"), str(t.Name)), Then: o, Else: out}
	}
	return out
}

// withMembers puts the defaults of optional members into a value.
func (c *compile) withMembers(n jsonata.Node, t cty.Type, d *dsl.MemberDefaults) jsonata.Node {
	if d == nil {
		return n
	}
	switch {
	case t.IsObjectType():
		o := &jsonata.Object{}
		for _, m := range d.Members {
			at := dots(n, m.Name)
			def := c.node(&expr.Lit{Val: m.Value}, frame{}, nil, nil)
			value := c.withMembers(at, t.AttributeType(m.Name), d.Inner[m.Name])
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str(m.Name), Value: &jsonata.Cond{
				If: present(at), Then: value, Else: def,
			}})
		}
		var rest []string
		for name := range d.Inner {
			if !slices.ContainsFunc(d.Members, func(m dsl.MemberDefault) bool { return m.Name == name }) {
				rest = append(rest, name)
			}
		}
		slices.Sort(rest)
		for _, name := range rest {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str(name), Value: c.withMembers(dots(n, name), t.AttributeType(name), d.Inner[name])})
		}
		return call("merge", &jsonata.Array{Items: []jsonata.Node{n, o}})
	case t.IsListType(), t.IsSetType():
		inner := d.Inner[""]
		if inner == nil {
			return n
		}
		v := &jsonata.Var{Name: "l_v"}
		return call("append", &jsonata.Array{}, &jsonata.KeepArray{X: call("map", n, &jsonata.Lambda{Params: []string{"l_v"}, Body: c.withMembers(v, t.ElementType(), inner)})})
	case t.IsMapType():
		inner := d.Inner[""]
		if inner == nil {
			return n
		}
		v := &jsonata.Var{Name: "l_v"}
		k := &jsonata.Var{Name: "l_k"}
		each := call("each", n, &jsonata.Lambda{Params: []string{"l_v", "l_k"}, Body: &jsonata.Object{Pairs: []jsonata.Pair{{Key: k, Value: c.withMembers(v, t.ElementType(), inner)}}}})
		return call("merge", &jsonata.Array{Items: []jsonata.Node{&jsonata.Object{}, each}})
	}
	return n
}

// notOfType is a condition that holds when a value that is there and not null
// has not the type; nil for a type that every value has.
func notOfType(n jsonata.Node, t cty.Type, depth int) jsonata.Node {
	typeIs := func(want string) jsonata.Node { return binary("!=", call("type", n), str(want)) }
	v := &jsonata.Var{Name: "l_v" + strings.Repeat("v", depth)}
	some := func(list jsonata.Node, wrong jsonata.Node) jsonata.Node {
		return binary(">", call("count", call("filter", list, &jsonata.Lambda{Params: []string{v.Name}, Body: wrong})), &jsonata.Number{Value: 0})
	}
	either := func(first, second jsonata.Node) jsonata.Node {
		if second == nil {
			return first
		}
		// The second is only evaluated where the first does not hold.
		return binary("or", first, second)
	}
	switch {
	case t == cty.DynamicPseudoType:
		return nil
	case t == cty.String:
		return typeIs("string")
	case t == cty.Number:
		return typeIs("number")
	case t == cty.Bool:
		return typeIs("boolean")
	case t.IsListType(), t.IsSetType():
		wrong := notOfType(v, t.ElementType(), depth+1)
		if wrong == nil {
			return typeIs("array")
		}
		return either(typeIs("array"), some(n, wrong))
	case t.IsTupleType():
		var out jsonata.Node = typeIs("array")
		out = either(out, binary("!=", call("count", n), &jsonata.Number{Value: float64(t.Length())}))
		for i, et := range t.TupleElementTypes() {
			out = either(out, notOfType(&jsonata.Filter{X: n, Pred: &jsonata.Number{Value: float64(i)}}, et, depth+1))
		}
		return out
	case t.IsMapType():
		wrong := notOfType(v, t.ElementType(), depth+1)
		if wrong == nil {
			return typeIs("object")
		}
		values := call("each", n, &jsonata.Lambda{Params: []string{"l_m"}, Body: &jsonata.Object{Pairs: []jsonata.Pair{{Key: str("v"), Value: &jsonata.Var{Name: "l_m"}}}}})
		inner := notOfType(dots(v, "v"), t.ElementType(), depth+1)
		return either(typeIs("object"), some(values, inner))
	case t.IsObjectType():
		out := typeIs("object")
		var names []string
		for name := range t.AttributeTypes() {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			at := dots(n, name)
			wrong := notOfType(at, t.AttributeType(name), depth+1)
			if t.AttributeOptional(name) {
				if wrong != nil {
					out = either(out, binary("and", present(at), wrong))
				}
				continue
			}
			if wrong == nil {
				wrong = call("not", call("exists", at))
			} else {
				wrong = binary("or", call("not", call("exists", at)), wrong)
			}
			out = either(out, wrong)
		}
		return out
	}
	return nil
}
