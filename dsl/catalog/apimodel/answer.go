package apimodel

import (
	"slices"
	"sync"

	"github.com/zclconf/go-cty/cty"
)

// Answer is the type of what Step Functions gives of an operation's output. The
// service may leave out any member. Members that hold their own structure again,
// the largest ones of an answer of very many parts, and values of which nobody has
// verified how their members are spelt are of any type.
func (c Casing) Answer(op *Operation) cty.Type {
	key := answerOf{op, c}
	if t, ok := answers.Load(key); ok {
		return t.(cty.Type)
	}
	a := &answerer{casing: c, made: make(map[*Shape]made), inside: make(map[*Shape]bool)}
	t, _ := answers.LoadOrStore(key, a.of(op.Output).typ)
	return t.(cty.Type)
}

type answerOf struct {
	op     *Operation
	casing Casing
}

// answers holds the types that were made: answerOf → cty.Type.
var answers sync.Map

// most is how many parts the type of an answer may have, members of members
// counted: types are trees, a few services have structures that as trees are
// immense, and comparing two such types takes longer than all else in a compile.
const most = 1000

type answerer struct {
	casing Casing
	made   map[*Shape]made
	inside map[*Shape]bool
}

type made struct {
	typ   cty.Type
	parts int
}

var anything = made{cty.DynamicPseudoType, 1}

func (a *answerer) of(s *Shape) made {
	switch s.Kind {
	case String, Timestamp, Blob, Enum:
		return made{cty.String, 1}
	case Integer, Number:
		return made{cty.Number, 1}
	case Boolean:
		return made{cty.Bool, 1}
	case Document:
		return anything
	case List, Map, Structure, Union:
	}
	if a.inside[s] {
		return anything
	}
	if m, ok := a.made[s]; ok {
		return m
	}
	a.inside[s] = true
	m := a.compound(s)
	delete(a.inside, s)
	a.made[s] = m
	return m
}

func (a *answerer) compound(s *Shape) made {
	if s.Kind == List || s.Kind == Map {
		elem := a.of(s.Elem)
		if elem.typ == cty.DynamicPseudoType {
			return anything // its elements need not be of one type
		}
		if s.Kind == List {
			return made{cty.List(elem.typ), elem.parts + 1}
		}
		return made{cty.Map(elem.typ), elem.parts + 1}
	}
	members := make([]made, len(s.Members))
	for i, m := range s.Members {
		if a.casing == AsSDK && slices.Contains(asWritten, m.Name) {
			return anything
		}
		members[i] = a.of(m.Shape)
	}
	// Where they are too many together, the largest are of any type.
	for sum(members) > most {
		largest := 0
		for i, m := range members {
			if m.parts > members[largest].parts {
				largest = i
			}
		}
		if members[largest].parts == 1 {
			break // nothing is to be gained
		}
		members[largest] = anything
	}
	attrs := make(map[string]cty.Type, len(members))
	for i, m := range members {
		attrs[a.casing.Of(s.Members[i].Name)] = m.typ
	}
	return made{cty.Object(attrs), sum(members)}
}

// sum is how many parts an object of these members has.
func sum(members []made) int {
	parts := 1
	for _, m := range members {
		parts += m.parts
	}
	return parts
}
