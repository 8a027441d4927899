package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"slices"
)

// format is the first number of a table; package apimodel refuses others.
const format = 1

// encode writes a model as package apimodel reads it: deflated, and in it numbers
// as varints.
//
//	format
//	strings: how many, and of each how many bytes it shares with the one before,
//	         how many follow, and these; in order
//	shapes:  how many besides the basic ones, how many members they have
//	         together, and of each its kind, then
//	         list, map:        the element's shape
//	         enum:             how many values, and each a string
//	         structure, union: how many members, and of each its name, a string,
//	                           doubled and one more where it is required, and its
//	                           shape
//	errors:  how many, and each a string
//	operations: how many, and of each its name, input, output and errors; their
//	         number is one more than they are, and 0 where they are the service's
func encode(m *model) []byte {
	e := &encoder{indices: make(map[string]int)}
	e.collect(m)
	e.number(format)
	e.strings()
	e.number(len(m.shapes))
	members := 0
	for _, s := range m.shapes {
		members += len(s.members)
	}
	e.number(members)
	for _, s := range m.shapes {
		e.number(int(s.kind))
		switch s.kind {
		case list, mapping:
			e.number(s.elem.index)
		case enum:
			e.names(s.values, 0)
		case structure, union:
			e.number(len(s.members))
			for _, mem := range s.members {
				name := 2 * e.indices[mem.name]
				if mem.required {
					name++
				}
				e.number(name)
				e.number(mem.shape.index)
			}
		default:
			panic("gen: a basic shape among the others")
		}
	}
	e.names(m.errors, 0)
	e.number(len(m.operations))
	for _, op := range m.operations {
		e.number(e.indices[op.name])
		e.number(op.input.index)
		e.number(op.output.index)
		if op.errors == nil {
			e.number(0)
		} else {
			e.names(op.errors, 1)
		}
	}
	return deflate(e.bytes)
}

type encoder struct {
	bytes   []byte
	all     []string
	indices map[string]int
}

func (e *encoder) number(n int) { e.bytes = binary.AppendUvarint(e.bytes, uint64(n)) }

func (e *encoder) names(names []string, more int) {
	e.number(len(names) + more)
	for _, name := range names {
		e.number(e.indices[name])
	}
}

// collect gives every string of the model its place.
func (e *encoder) collect(m *model) {
	add := func(names ...string) { e.all = append(e.all, names...) }
	for _, s := range m.shapes {
		add(s.values...)
		for _, mem := range s.members {
			add(mem.name)
		}
	}
	add(m.errors...)
	for _, op := range m.operations {
		add(op.name)
		add(op.errors...)
	}
	slices.Sort(e.all)
	e.all = slices.Compact(e.all)
	for i, s := range e.all {
		e.indices[s] = i
	}
}

func (e *encoder) strings() {
	e.number(len(e.all))
	last := ""
	for _, s := range e.all {
		shared := 0
		for shared < len(s) && shared < len(last) && s[shared] == last[shared] {
			shared++
		}
		e.number(shared)
		e.number(len(s) - shared)
		e.bytes = append(e.bytes, s[shared:]...)
		last = s
	}
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		panic("gen: " + err.Error()) // the level is one there is
	}
	// Writes into a buffer do not fail.
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}
