package jsonpath

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// path reads a path: its root and its steps. Item says whether it may begin
// with @, as it may in a filter.
func (p *parser) path(item bool) *Path {
	path := &Path{Pos: p.pos}
	switch {
	case p.accept("$$"):
		path.Root = Context
	case p.accept("$"):
		if name := p.identifier(); name != "" {
			path.Root, path.Var = Variable, name
		}
	case item && p.accept("@"):
		path.Root = Item
	default:
		p.fail(Syntax, p.pos, "unexpected %s where a path or an intrinsic function is needed", p.here())
	}
	for p.err == nil {
		step, ok := p.step()
		if !ok {
			break
		}
		path.Steps = append(path.Steps, step)
	}
	return path
}

// identifier reads the name of a variable, an identifier of UAX #31, if one is
// there.
func (p *parser) identifier() string {
	start := p.pos
	for p.pos < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.pos:])
		if r != '_' && !unicode.IsLetter(r) && (p.pos == start || !unicode.IsDigit(r) && !unicode.In(r, unicode.Mn, unicode.Mc)) {
			break
		}
		p.pos += size
	}
	return p.src[start:p.pos]
}

func (p *parser) step() (Step, bool) {
	switch {
	case p.accept(".."):
		if p.peek() == '[' {
			return Descend{p.bracket()}, true
		}
		return Descend{p.named()}, true
	case p.accept("."):
		// Jayway passes over the dot in "$.[0]".
		if p.peek() == '[' {
			return p.bracket(), true
		}
		return p.named(), true
	case p.peek() == '[':
		return p.bracket(), true
	}
	return nil, false
}

// named reads what follows a dot: *, a name, or a function and ().
func (p *parser) named() Step {
	if p.accept("*") {
		return Wildcard{}
	}
	start := p.pos
	for p.pos < len(p.src) && !p.endsName(p.src[p.pos]) {
		p.pos++
	}
	name := p.src[start:p.pos]
	if name == "" {
		p.fail(Syntax, p.pos, "unexpected %s where a name is needed", p.here())
		return Names{}
	}
	if p.accept("(") {
		if !isMeasure(name) {
			p.fail(UnknownFunction, start, "no function of a path is called %q", name)
		}
		p.space()
		p.expect(")")
		return Measure{name}
	}
	return Names{name}
}

// isMeasure knows the functions of Jayway's library that take no argument.
func isMeasure(name string) bool {
	switch name {
	case "min", "max", "avg", "stddev", "length", "size", "sum", "keys", "first", "last":
		return true
	}
	return false
}

func (p *parser) endsName(c byte) bool {
	switch c {
	case '.', '[', ']', '(', ')', ',', '*', '\'', '"', ' ', '\t', '\n', '\r':
		return true
	case '=', '<', '>', '!', '&', '|', '~':
		return p.inside == inFilter
	}
	return false
}

// bracket reads [...].
func (p *parser) bracket() Step {
	p.pos++
	p.space()
	var step Step
	switch c := p.peek(); {
	case c == '*':
		p.pos++
		step = Wildcard{}
	case c == '?':
		step = p.filter()
	case c == '(':
		step = p.script()
	case c == '\'' || c == '"':
		names := Names{p.name(c)}
		for p.space(); p.accept(","); p.space() {
			p.space()
			if c := p.peek(); c != '\'' && c != '"' {
				p.fail(Syntax, p.pos, "unexpected %s where a name in quotes is needed", p.here())
				break
			}
			names = append(names, p.name(p.peek()))
		}
		step = names
	case c == '-' || c == ':' || '0' <= c && c <= '9':
		step = p.indexes()
	default:
		p.fail(Syntax, p.pos, "unexpected %s where an index, a name in quotes, * or a filter is needed", p.here())
	}
	p.space()
	p.expect("]")
	return step
}

// name reads a name in quotes. A backslash makes a quote of that kind, or a
// backslash, its own; before anything else it stands for itself, as recorded.
func (p *parser) name(quote byte) string {
	start := p.pos
	p.pos++
	var text strings.Builder
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		p.pos++
		if c == quote {
			return text.String()
		}
		if c == '\\' && p.pos < len(p.src) && (p.src[p.pos] == quote || p.src[p.pos] == '\\') {
			c = p.src[p.pos]
			p.pos++
		}
		text.WriteByte(c)
	}
	p.fail(Syntax, start, "the name does not end")
	return ""
}

// indexes reads 1, 1,2 or from:to:by.
func (p *parser) indexes() Step {
	first := p.index()
	p.space()
	if p.peek() != ':' {
		if first == nil {
			p.fail(Syntax, p.pos, "unexpected %s where an index is needed", p.here())
			return Indexes{}
		}
		list := Indexes{*first}
		for ; p.accept(","); p.space() {
			p.space()
			i := p.index()
			if i == nil {
				p.fail(Syntax, p.pos, "unexpected %s where an index is needed", p.here())
				break
			}
			list = append(list, *i)
		}
		return list
	}
	slice := Slice{From: first}
	p.pos++
	p.space()
	slice.To = p.index()
	p.space()
	if p.accept(":") {
		p.space()
		slice.By = p.index()
	}
	return slice
}

// index reads an integer, if one is there.
func (p *parser) index() *int {
	start := p.pos
	p.accept("-")
	if !p.digits() {
		if p.pos > start {
			p.fail(Syntax, p.pos, "unexpected %s where a digit is needed", p.here())
		}
		return nil
	}
	i, err := strconv.Atoi(p.src[start:p.pos])
	if err != nil {
		p.fail(Syntax, start, "the index is too large")
		return nil
	}
	return &i
}

// script reads (@.length-1), the one script there is.
func (p *parser) script() Step {
	start := p.pos
	p.expect("(")
	p.space()
	p.expect("@.length")
	p.accept("()")
	p.space()
	p.expect("-")
	p.space()
	i := p.index()
	p.space()
	p.expect(")")
	if p.err != nil {
		return FromEnd(0)
	}
	if i == nil || *i < 1 {
		p.fail(Syntax, start, "a script is (@.length-N)")
		return FromEnd(0)
	}
	return FromEnd(*i)
}
