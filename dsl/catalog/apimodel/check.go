package apimodel

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// A Problem is something of a value that an operation does not take.
type Problem struct {
	Fault Fault

	// Path leads to what is wrong: to the structure that lacks a member, else
	// to the value or, of an unknown member, to where it would be.
	Path cty.Path

	// Name is the member in question, as it is written; of a Missing one as
	// Step Functions spells it. Right is how it spells a Misspelt one.
	Name, Right string

	// In is the structure that has or lacks the member; nil of Mistyped and
	// Unlisted.
	In *Shape

	// Want is what the value's shape should be. Of an Unlisted value it has
	// the values that are known.
	Want *Shape

	// Got is the value, perhaps an unknown one of a known type.
	Got cty.Value
}

// Fault is what is wrong.
type Fault int

// The faults.
const (
	// Unknown: the structure has no such member.
	Unknown Fault = iota
	// Misspelt: the member is there, but Step Functions spells it otherwise.
	Misspelt
	// Missing: a required member is not given.
	Missing
	// Mistyped: the value is of another type.
	Mistyped
	// Unlisted: the value is none of those the model knows.
	Unlisted
)

// Check finds what an operation would not take of a value. Of a value that is not
// known its type is checked, where that is. A value or member that is null counts
// as left out. Problems are in the order of the value's members.
func (c Casing) Check(s *Shape, v cty.Value) []Problem {
	k := &checker{casing: c}
	k.check(s, v, nil, nil)
	return k.problems
}

// CheckMember is Check of the value of one member. Paths begin at the value.
func (c Casing) CheckMember(m *Member, v cty.Value) []Problem {
	k := &checker{casing: c}
	k.check(m.Shape, v, m, nil)
	return k.problems
}

type checker struct {
	casing   Casing
	problems []Problem
}

func (k *checker) add(p Problem) {
	p.Path = slices.Clone(p.Path)
	k.problems = append(k.problems, p)
}

// check compares a value with its shape. in is the member whose value it is, nil
// for elements.
func (k *checker) check(s *Shape, v cty.Value, in *Member, at cty.Path) {
	t := v.Type()
	if t == cty.DynamicPseudoType || v.IsKnown() && v.IsNull() {
		return
	}
	wrong := func() { k.add(Problem{Fault: Mistyped, Path: at, Want: s, Got: v}) }
	switch s.Kind {
	case Blob, Document:
	case String:
		if t != cty.String && !(in != nil && takesJSON(in.Name)) {
			wrong()
		}
	case Timestamp:
		if t != cty.String && t != cty.Number {
			wrong()
		}
	case Enum:
		switch {
		case t != cty.String:
			wrong()
		case v.IsKnown() && !slices.Contains(s.Values, v.AsString()):
			k.add(Problem{Fault: Unlisted, Path: at, Want: s, Got: v})
		}
	case Integer:
		if n, ok := as(v, cty.Number); !ok || n.IsKnown() && !n.AsBigFloat().IsInt() {
			wrong()
		}
	case Number:
		if _, ok := as(v, cty.Number); !ok {
			wrong()
		}
	case Boolean:
		if _, ok := as(v, cty.Bool); !ok {
			wrong()
		}
	case List:
		if !t.IsListType() && !t.IsSetType() && !t.IsTupleType() {
			wrong()
			return
		}
		k.elements(s.Elem, v, at)
	case Map:
		if !t.IsMapType() && !t.IsObjectType() {
			wrong()
			return
		}
		k.elements(s.Elem, v, at)
	case Structure, Union:
		switch {
		case t.IsObjectType():
			k.members(s, t, v, at)
		case t.IsMapType():
			if v.IsKnown() {
				for _, name := range slices.Sorted(maps.Keys(v.AsValueMap())) {
					key := cty.StringVal(name)
					k.member(s, name, v.Index(key), append(at, cty.IndexStep{Key: key}))
				}
			}
		case t == cty.String && s.Kind == Union && k.casing == AsAPI:
			// Published machines give the optimized integration of DynamoDB
			// plain text for {S = "text"}.
			if m, ok := s.Member("S"); !ok || m.Shape.Kind != String {
				wrong()
			}
		default:
			wrong()
		}
	}
}

// as is a value of the type, or text that stands for one: published machines write
// "true" and "5", and Step Functions reads them as true and 5.
func as(v cty.Value, t cty.Type) (cty.Value, bool) {
	if v.Type() == t {
		return v, true
	}
	if v.Type() != cty.String || !v.IsKnown() {
		return v, false
	}
	to, err := convert.Convert(v, t)
	return to, err == nil
}

// elements checks those of a list, or the values of a map.
func (k *checker) elements(s *Shape, v cty.Value, at cty.Path) {
	switch t := v.Type(); {
	case t.IsObjectType():
		for _, name := range slices.Sorted(maps.Keys(t.AttributeTypes())) {
			k.check(s, attr(v, name), nil, append(at, cty.GetAttrStep{Name: name}))
		}
	case t.IsTupleType():
		for i, of := range t.TupleElementTypes() {
			key := cty.NumberIntVal(int64(i))
			e := cty.UnknownVal(of)
			if v.IsKnown() {
				e = v.Index(key)
			}
			k.check(s, e, nil, append(at, cty.IndexStep{Key: key}))
		}
	case !v.IsKnown():
		k.check(s, cty.UnknownVal(t.ElementType()), nil, at)
	case t.IsSetType():
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			k.check(s, e, nil, at) // elements of sets have no index
		}
	default:
		for it := v.ElementIterator(); it.Next(); {
			key, e := it.Element()
			k.check(s, e, nil, append(at, cty.IndexStep{Key: key}))
		}
	}
}

func (k *checker) members(s *Shape, t cty.Type, v cty.Value, at cty.Path) {
	given := make(map[string]bool)
	for _, name := range slices.Sorted(maps.Keys(t.AttributeTypes())) {
		value := attr(v, name)
		if m := k.member(s, name, value, append(at, cty.GetAttrStep{Name: name})); m != nil && !(value.IsKnown() && value.IsNull()) {
			given[m.Name] = true
		}
	}
	for i := range s.Members {
		if m := &s.Members[i]; m.Required && !given[m.Name] {
			k.add(Problem{Fault: Missing, Path: at, Name: k.casing.Of(m.Name), In: s, Want: m.Shape})
		}
	}
}

// member checks one member, and says which it is; nil where there is none.
func (k *checker) member(s *Shape, name string, v cty.Value, at cty.Path) *Member {
	m, right := k.casing.Find(s, name)
	switch {
	case m == nil:
		k.add(Problem{Fault: Unknown, Path: at, Name: name, In: s})
		return nil
	case !right:
		k.add(Problem{Fault: Misspelt, Path: at, Name: name, Right: k.casing.Of(m.Name), In: s})
	}
	k.check(m.Shape, v, m, at)
	return m
}

func attr(v cty.Value, name string) cty.Value {
	if v.IsKnown() {
		return v.GetAttr(name)
	}
	return cty.UnknownVal(v.Type().AttributeType(name))
}

// takesJSON: members of text that hold JSON, for which Step Functions takes any
// value and writes it as JSON. It was recorded of StartExecution's Input, and the
// Developer Guide says so of those that integrations of its own take; which others
// there are nobody has verified.
func takesJSON(member string) bool {
	return slices.Contains([]string{"Detail", "Input", "Message", "MessageBody", "Output"}, member)
}
