package jsonpath

import "strings"

// filter reads ?(condition). The parentheses may be left out.
func (p *parser) filter() Step {
	defer func(outside context) { p.inside = outside }(p.inside)
	p.inside = inFilter
	p.expect("?")
	p.space()
	return Filter{p.or()}
}

func (p *parser) or() Cond {
	x := p.and()
	for p.space(); p.accept("||"); p.space() {
		x = &Or{x, p.and()}
	}
	return x
}

func (p *parser) and() Cond {
	x := p.not()
	for p.space(); p.accept("&&"); p.space() {
		x = &And{x, p.not()}
	}
	return x
}

func (p *parser) not() Cond {
	defer p.leave()
	if !p.enter() {
		return nil
	}
	p.space()
	switch {
	case p.accept("!"):
		return &Not{p.not()}
	case p.accept("("):
		x := p.or()
		p.space()
		p.expect(")")
		return x
	}
	return p.comparison()
}

// operators, with those first that others begin with.
var operators = []string{"==", "!=", "<=", ">=", "=~", "<", ">", "="}

func (p *parser) comparison() Cond {
	x := p.operand()
	p.space()
	op := ""
	for _, o := range operators {
		if p.accept(o) {
			op = o
			break
		}
	}
	if op == "" {
		start := p.pos
		for isWordByte(p.peek()) {
			p.pos++
		}
		switch word := strings.ToLower(p.src[start:p.pos]); word {
		case "in", "nin", "subsetof", "anyof", "noneof", "size", "empty", "contains":
			op = word
		case "":
			if x.Path == nil {
				p.fail(Syntax, p.pos, "unexpected %s where a comparison is needed", p.here())
			}
			return &Exists{x.Path}
		default:
			p.pos = start
			p.fail(Syntax, start, "unexpected %s where a comparison is needed", p.here())
			return &Exists{x.Path}
		}
	}
	if op == "=" {
		p.fail(Syntax, p.pos-1, "a filter compares with ==")
	}
	p.space()
	return &Compare{X: x, Op: op, Y: p.operand()}
}

func (p *parser) operand() Operand {
	p.space()
	switch p.peek() {
	case '@', '$':
		return Operand{Path: p.path(true)}
	}
	return Operand{Value: p.scalar()}
}

func (p *parser) scalar() Scalar {
	defer p.leave()
	if !p.enter() {
		return Null{}
	}
	switch c := p.peek(); {
	case c == '\'' || c == '"':
		text := p.name(c)
		return String{Text: text, Template: text}
	case c == '/':
		return p.regex()
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	case c == '[':
		p.pos++
		list := List{}
		for p.space(); p.err == nil && !p.accept("]"); p.space() {
			if len(list) > 0 {
				p.expect(",")
				p.space()
			}
			list = append(list, p.scalar())
		}
		return list
	}
	start := p.pos
	for p.pos < len(p.src) && !p.endsName(p.src[p.pos]) {
		p.pos++
	}
	switch word := p.src[start:p.pos]; word {
	case "":
		p.fail(Syntax, p.pos, "unexpected %s where a value is needed", p.here())
		return Null{}
	case "true", "false":
		return Bool(word == "true")
	case "null":
		return Null{}
	default:
		return Word(word)
	}
}

// regex reads /pattern/flags. A slash in the pattern has a backslash before it.
func (p *parser) regex() Scalar {
	start := p.pos
	p.pos++
	for p.pos < len(p.src) && p.src[p.pos] != '/' {
		if p.src[p.pos] == '\\' {
			p.pos++
		}
		p.pos++
	}
	if p.pos >= len(p.src) {
		p.fail(Syntax, start, "the regular expression does not end")
		return Null{}
	}
	pattern := p.src[start+1 : p.pos]
	p.pos++
	flags := p.pos
	for isWordByte(p.peek()) {
		p.pos++
	}
	return Regex{pattern, p.src[flags:p.pos]}
}
