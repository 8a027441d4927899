package jsonpath

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep calls and conditions may be nested. AWS states no
// limit; ten is already far beyond what people write.
const maxDepth = 100

// Parse reads the value of a field whose name ends in ".$": a path or a call
// of an intrinsic function. Errors are of type *Error. Space at the end is
// passed over, as definitions that are deployed have it; space at the
// beginning is an error.
func Parse(src string) (Expr, error) {
	p := parser{src: src}
	var e Expr
	if strings.HasPrefix(src, "States.") {
		e = p.call()
	} else {
		e = p.path(false)
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return e, nil
}

// ParsePath reads a path.
func ParsePath(src string) (*Path, error) {
	p := parser{src: src}
	path := p.path(false)
	if err := p.finish(); err != nil {
		return nil, err
	}
	return path, nil
}

// ParseReference reads a reference path, which is all that ResultPath takes:
// $ and names and indexes after it.
func ParseReference(src string) (*Path, error) {
	path, err := ParsePath(src)
	if err != nil {
		return nil, err
	}
	if !path.IsReference() {
		return nil, &Error{Reference, 0, "the path does not name one place in the input: only names and indexes may follow $"}
	}
	return path, nil
}

// A parser reads by recursive descent. After an error, err is set and pos is
// at the end, so that every loop ends by itself.
type parser struct {
	src   string
	pos   int
	depth int
	err   *Error

	// inside says what ends the name of a member that has no quotes: beside
	// the characters that always do, those of the text around the path.
	inside context
}

type context int

const (
	alone context = iota
	inArguments
	inFilter
)

func (p *parser) finish() error {
	p.space()
	if p.err == nil && p.pos < len(p.src) {
		p.fail(Syntax, p.pos, "unexpected %s", p.here())
	}
	if p.err != nil {
		return p.err
	}
	return nil
}

func (p *parser) fail(code Code, pos int, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{code, pos, fmt.Sprintf(format, args...)}
	}
	p.pos = len(p.src)
}

func (p *parser) here() string {
	if p.pos >= len(p.src) {
		return "end of the text"
	}
	r, _ := utf8.DecodeRuneInString(p.src[p.pos:])
	return fmt.Sprintf("%q", string(r))
}

func (p *parser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

func (p *parser) accept(s string) bool {
	if !strings.HasPrefix(p.src[p.pos:], s) {
		return false
	}
	p.pos += len(s)
	return true
}

func (p *parser) expect(s string) {
	if !p.accept(s) {
		p.fail(Syntax, p.pos, "unexpected %s where %q is needed", p.here(), s)
	}
}

func (p *parser) space() {
	for strings.IndexByte(" \t\n\r", p.peek()) >= 0 && p.pos < len(p.src) {
		p.pos++
	}
}

// enter goes one level down. The caller defers leave.
func (p *parser) enter() bool {
	p.depth++
	if p.depth > maxDepth {
		p.fail(Depth, p.pos, "nested deeper than %d levels", maxDepth)
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }
