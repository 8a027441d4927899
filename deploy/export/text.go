package export

import (
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// A text is a string of which parts are known only where it is deployed. No
// two literals follow each other in it.
type text []piece

// A piece of a text: one of literal, unknown, attributeOf.
//
//sumtype:decl
type piece interface{ piece() }

type (
	literal string

	// An attributeOf is something of a resource of the same stack that
	// mentioning it waits for.
	attributeOf struct {
		of   deploy.ID
		what property
	}
)

func (literal) piece()     {}
func (unknown) piece()     {}
func (attributeOf) piece() {}

// A property is what of a resource is mentioned.
type property int

const (
	// propertyARN is that of a log group with ":*" at its end.
	propertyARN property = iota
	propertyName
	// propertyVersion is the ARN of the newest version of a machine.
	propertyVersion
)

// split finds what is unknown in a string.
func split(s string) text {
	var t text
	for s != "" {
		first, at := unknown(""), len(s)
		for _, u := range unknowns {
			if i := strings.Index(s, string(u)); i >= 0 && i < at {
				first, at = u, i
			}
		}
		if at > 0 {
			t = append(t, literal(s[:at]))
		}
		if first != "" {
			t = append(t, first)
		}
		s = s[at+len(first):]
	}
	return t
}

// plain is a text without anything unknown.
func (t text) plain() (string, bool) {
	switch len(t) {
	case 0:
		return "", true
	case 1:
		l, ok := t[0].(literal)
		return string(l), ok
	}
	return "", false
}

// isText says of a JSON value that there is nothing but strings in it.
func isText(v asl.Value) bool {
	switch v := v.(type) {
	case asl.String, asl.Code:
		return true
	case asl.Array:
		for _, e := range v {
			if !isText(e) {
				return false
			}
		}
		return true
	case asl.Object:
		for _, m := range v {
			if !isText(m.Value) {
				return false
			}
		}
		return true
	default:
		return false
	}
}
