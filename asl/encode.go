package asl

import (
	"strconv"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl/jsonata"
)

// An encoder writes JSON: two spaces an indent and one member or item a line,
// so that a change of one member is a diff of one line; or, compact, without
// any space. Characters are written as they are, but for the quote, the
// backslash and the controls, which JSON does not allow.
type encoder struct {
	dst     []byte
	compact bool
	level   int
	first   bool   // nothing is in the object or array yet
	code    []byte // for printing an expression before it is quoted
}

// AppendValue appends v as JSON. Level is how many indents of two spaces the
// line has on which v begins; when it is negative, v is written compact. Nil
// is written as null. No newline is put at the end.
func AppendValue(dst []byte, v Value, level int) []byte {
	e := encoder{dst: dst, level: level, compact: level < 0}
	e.value(v)
	return e.dst
}

func (e *encoder) open(c byte) {
	e.dst = append(e.dst, c)
	e.level++
	e.first = true
}

func (e *encoder) close(c byte) {
	e.level--
	if !e.first {
		e.line()
	}
	e.dst = append(e.dst, c)
	e.first = false
}

const blanks = "                                                                "

func (e *encoder) line() {
	if e.compact {
		return
	}
	e.dst = append(e.dst, '\n')
	n := 2 * e.level
	for n > len(blanks) {
		e.dst = append(e.dst, blanks...)
		n -= len(blanks)
	}
	e.dst = append(e.dst, blanks[:n]...)
}

// item begins an item of an array.
func (e *encoder) item() {
	if !e.first {
		e.dst = append(e.dst, ',')
	}
	e.first = false
	e.line()
}

// key begins a member of an object.
func (e *encoder) key(key string) {
	e.item()
	e.dst = appendString(e.dst, key)
	e.dst = append(e.dst, ':')
	if !e.compact {
		e.dst = append(e.dst, ' ')
	}
}

func (e *encoder) value(v Value) {
	switch x := v.(type) {
	case nil, Null:
		e.dst = append(e.dst, "null"...)
	case Bool:
		e.dst = strconv.AppendBool(e.dst, bool(x))
	case Number:
		e.dst = append(e.dst, x...)
	case String:
		e.dst = appendString(e.dst, string(x))
	case Code:
		e.code = append(e.code[:0], "{% "...)
		e.code = jsonata.AppendPrint(e.code, x.Expr)
		e.code = append(e.code, " %}"...)
		e.dst = appendString(e.dst, e.code)
	case Array:
		e.open('[')
		for _, item := range x {
			e.item()
			e.value(item)
		}
		e.close(']')
	case Object:
		e.open('{')
		for i := range x {
			e.key(x[i].Key)
			e.value(x[i].Value)
		}
		e.close('}')
	default:
		panic("asl: unknown value")
	}
}

// appendString appends s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD, so that what is written is always JSON.
func appendString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
			if r == utf8.RuneError && size == 1 {
				dst = append(dst, s[start:i]...)
				dst = utf8.AppendRune(dst, utf8.RuneError)
				start = i + 1
			}
			i += size
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}
