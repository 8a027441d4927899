package asl

import "github.com/pipectl/pipectl/asl/jsonata"

// A Value is any JSON value a state machine may hold, with object members in
// the order in which they were written and numbers as they were written. Nil
// stands for a field that is left out. Values are not changed once they are
// part of a machine.
//
//sumtype:decl
type Value interface{ value() }

type (
	// Null is JSON's null.
	Null struct{}

	// A Bool is true or false.
	Bool bool

	// A Number is a JSON number as it was written.
	Number string

	// A String is a JSON string. One that begins with {% and ends with %}
	// is a JSONata expression where the query language is JSONata: decoding
	// gives every expression as a String, see Source.
	String string

	// An Array is a JSON array.
	Array []Value

	// An Object is a JSON object. Keys are unique.
	Object []Member

	// Code is a JSONata expression that was built and not read. It is
	// encoded as "{% ... %}".
	Code struct{ Expr jsonata.Node }
)

// A Member is one key of an Object and its value.
type Member struct {
	Key   string
	Value Value
}

func (Null) value()   {}
func (Bool) value()   {}
func (Number) value() {}
func (String) value() {}
func (Array) value()  {}
func (Object) value() {}
func (Code) value()   {}
