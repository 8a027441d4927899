package apimodel

import (
	"sync"

	"github.com/zclconf/go-cty/cty"
)

// Answer is the type of what Step Functions gives of an operation's output. The
// service may leave out any member. A member that holds its own structure again,
// one that has more parts in it than anybody lists, and one of which nobody has
// verified how it is spelt are of any type.
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

// most is how many parts the type of an answer has, members of members counted:
// types are trees, and a few services have structures that as trees are immense.
const most = 5000

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
	if m.parts > most {
		m = anything
	}
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
	attrs, parts := make(map[string]cty.Type, len(s.Members)), 1
	for i := range s.Members {
		m := &s.Members[i]
		of := a.of(m.Shape)
		name := a.casing.Of(m.Name)
		for _, unsure := range asWritten {
			if m.Name == unsure && a.casing == AsSDK {
				return anything
			}
		}
		attrs[name] = of.typ
		parts += of.parts
	}
	return made{cty.Object(attrs), parts}
}
