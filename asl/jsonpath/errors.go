package jsonpath

import "strconv"

// A Code tells errors apart.
type Code string

const (
	// Syntax: the text is neither a path nor a call.
	Syntax Code = "syntax"
	// UnknownFunction: no intrinsic function has the name.
	UnknownFunction Code = "unknown function"
	// Arguments: a function has the wrong number or type of arguments.
	Arguments Code = "arguments"
	// Escape: a backslash stands before what it cannot escape.
	Escape Code = "escape"
	// Depth: calls or conditions are nested too deeply.
	Depth Code = "depth"
	// Reference: a path does not name one place in the input.
	Reference Code = "reference"
)

// An Error says why a text is not an expression.
type Error struct {
	Code Code
	Pos  int    // offset in bytes
	Text string // lower case, without a full stop
}

func (e *Error) Error() string {
	return e.Text + " at offset " + strconv.Itoa(e.Pos)
}
