package expr

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/pipectl/pipectl/dsl/diag"
)

// The functions that only the expressions of the catalog may call
// (Scope.Catalog). They turn plain values into the attribute values of
// DynamoDB and back: a string is {S = "x"}, a number {N = "1"}, since JSON's
// numbers have fewer digits, a bool {BOOL = true}, null {NULL = true}, a list
// {L = [...]} and an object {M = {...}}.
var (
	dynamoMap = &Func{
		Name: "dynamo_map", Params: "object", Example: `dynamo_map({ a = 1 })`,
		Doc:  "The attribute values of an object of plain values. Null gives null.",
		impl: attributeFunc(attributes), special: specialAttributes, null: nullArgument,
	}
	// dynamoValue is what dynamo_map is made of where it cannot be told
	// earlier what a member is. No expression calls it by itself.
	dynamoValue = &Func{
		Name: "dynamo_value", Params: "value", Doc: "The attribute value of a plain value.",
		impl: attributeFunc(func(v cty.Value) (cty.Value, error) { return attributeOf(v), nil }), null: nullNever,
	}
	undynamoMap = &Func{
		Name: "undynamo_map", Params: "attributes", Example: `undynamo_map({ a = { N = "1" } })`,
		Doc:  "The plain values of an object of attribute values. Null gives null.",
		impl: attributeFunc(plainMembers), null: nullArgument,
	}
)

var catalogFunctions = []*Func{dynamoMap, undynamoMap}

// attributeFunc is a function of one value, whose result has no type that the
// argument's would tell.
func attributeFunc(f func(cty.Value) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "object", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, err := f(args[0])
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return v, nil
		},
	})
}

// attributes are the attribute values of the members of an object or a map.
func attributes(v cty.Value) (cty.Value, error) {
	if v.IsNull() {
		return cty.NullVal(cty.DynamicPseudoType), nil
	}
	if t := v.Type(); !t.IsObjectType() && !t.IsMapType() {
		return cty.NilVal, fmt.Errorf("an object is required, not %s", describe(t))
	}
	members := map[string]cty.Value{}
	for it := v.ElementIterator(); it.Next(); {
		k, x := it.Element()
		members[k.AsString()] = attributeOf(x)
	}
	return cty.ObjectVal(members), nil
}

func attributeOf(v cty.Value) cty.Value {
	one := func(name string, v cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{name: v}) }
	switch t := v.Type(); {
	case v.IsNull():
		return one("NULL", cty.True)
	case t == cty.String:
		return one("S", v)
	case t == cty.Number:
		return one("N", digits(v))
	case t == cty.Bool:
		return one("BOOL", v)
	case t.IsObjectType() || t.IsMapType():
		m, err := attributes(v)
		if err != nil {
			panic("expr: an object is none: " + err.Error())
		}
		return one("M", m)
	}
	elems := []cty.Value{}
	for it := v.ElementIterator(); it.Next(); {
		_, x := it.Element()
		elems = append(elems, attributeOf(x))
	}
	return one("L", cty.TupleVal(elems))
}

// digits are a number as text.
func digits(v cty.Value) cty.Value {
	if i, accuracy := v.AsBigFloat().Int64(); accuracy == big.Exact && i != 0 {
		return cty.StringVal(strconv.FormatInt(i, 10)) // much faster than for any number
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil {
		panic("expr: a number is no string: " + err.Error())
	}
	return text
}

// plainMembers are the plain values of an object of attribute values.
func plainMembers(v cty.Value) (cty.Value, error) {
	if v.IsNull() {
		return cty.NullVal(cty.DynamicPseudoType), nil
	}
	if t := v.Type(); !t.IsObjectType() && !t.IsMapType() {
		return cty.NilVal, fmt.Errorf("an object is required, not %s", describe(t))
	}
	members := map[string]cty.Value{}
	for it := v.ElementIterator(); it.Next(); {
		k, x := it.Element()
		p, err := plainOf(x)
		if err != nil {
			return cty.NilVal, fmt.Errorf("in %q: %w", k.AsString(), err)
		}
		members[k.AsString()] = p
	}
	return cty.ObjectVal(members), nil
}

// errNoAttribute is told of what is not one of DynamoDB's attribute values.
var errNoAttribute = errors.New("this is no attribute value")

func plainOf(v cty.Value) (cty.Value, error) {
	if t := v.Type(); v.IsNull() || !t.IsObjectType() && !t.IsMapType() || v.LengthInt() != 1 {
		return cty.NilVal, errNoAttribute
	}
	it := v.ElementIterator()
	it.Next()
	k, x := it.Element()
	switch k.AsString() {
	case "S", "BOOL", "SS", "B", "BS":
		return x, nil
	case "NULL":
		return cty.NullVal(cty.DynamicPseudoType), nil
	case "N":
		return toNumber(x)
	case "M":
		return plainMembers(x)
	case "L", "NS":
		if x.IsNull() || !x.CanIterateElements() {
			return cty.NilVal, errNoAttribute
		}
		elems := []cty.Value{}
		for it := x.ElementIterator(); it.Next(); {
			_, e := it.Element()
			p, err := plainElement(k.AsString(), e)
			if err != nil {
				return cty.NilVal, err
			}
			elems = append(elems, p)
		}
		return cty.TupleVal(elems), nil
	}
	return cty.NilVal, errNoAttribute
}

func plainElement(kind string, v cty.Value) (cty.Value, error) {
	if kind == "NS" {
		return toNumber(v)
	}
	return plainOf(v)
}

// dynamoMap binds dynamo_map: a constructor stays one, so that what is known
// of it stays known.
func (b *binder) dynamoMap(args []Expr, n *hclsyntax.FunctionCallExpr) Expr {
	if len(args) == 1 && !n.ExpandFinal && !known(args...) {
		if o, ok := args[0].(*Object); ok {
			return attributeObject(o)
		}
		if t := args[0].Type(); t != cty.DynamicPseudoType && !t.IsObjectType() && !t.IsMapType() {
			return b.fail(diag.InvalidArgument, args[0].Range(), "An object is required here, not %s.", describe(args[0].Type()))
		}
	}
	e := b.newCall(dynamoMap, args, n)
	if c, ok := e.(*Call); ok {
		c.Typ = cty.Map(cty.DynamicPseudoType)
	}
	return e
}

func attributeObject(o *Object) *Object {
	items := make([]Item, len(o.Items))
	for i, it := range o.Items {
		items[i] = Item{Key: it.Key, Value: attribute(it.Value)}
	}
	return newObject(items, o.Rng)
}

// attribute is the attribute value of a member.
func attribute(e Expr) Expr {
	one := func(name string, e Expr) Expr {
		return newObject([]Item{{Key: &Lit{Val: cty.StringVal(name), Rng: e.Range()}, Value: e}}, e.Range())
	}
	if v, ok := Static(e); ok {
		return &Lit{Val: attributeOf(v), Rng: e.Range()}
	}
	switch e := e.(type) {
	case *Bad:
		return e
	case *Object:
		return one("M", attributeObject(e))
	case *Tuple:
		elems := make([]Expr, len(e.Elems))
		for i, x := range e.Elems {
			elems[i] = attribute(x)
		}
		return one("L", newTuple(elems, e.Rng))
	default:
	}
	if !Nullable(e) {
		switch e.Type() {
		case cty.String:
			return one("S", e)
		case cty.Number:
			return one("N", &Convert{X: e, To: cty.String, Rng: e.Range()})
		case cty.Bool:
			return one("BOOL", e)
		}
	}
	return &Call{Func: dynamoValue, Args: []Expr{e}, Typ: cty.Map(cty.DynamicPseudoType), Rng: e.Range()}
}
