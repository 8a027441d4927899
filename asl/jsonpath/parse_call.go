package jsonpath

import "strings"

// call reads States.Name(arguments).
func (p *parser) call() *Call {
	defer p.leave()
	if !p.enter() {
		return nil
	}
	call := &Call{Pos: p.pos}
	p.expect("States.")
	start := p.pos
	for isWordByte(p.peek()) {
		p.pos++
	}
	name := p.src[start:p.pos]
	f, ok := FunctionNamed(name)
	if !ok && p.err == nil {
		p.fail(UnknownFunction, call.Pos, "no intrinsic function is called %q", "States."+name)
		return call
	}
	call.Func = f
	p.space()
	p.expect("(")
	p.space()
	if p.accept(")") {
		return p.checkCall(call)
	}
	for p.err == nil {
		p.space()
		call.Args = append(call.Args, p.argument())
		p.space()
		if p.accept(",") {
			continue
		}
		p.expect(")")
		break
	}
	return p.checkCall(call)
}

// checkCall checks what can be known before the call is made: how many
// arguments there are, and the types of those that are literals.
func (p *parser) checkCall(call *Call) *Call {
	if p.err != nil {
		return call
	}
	f := call.Func
	least, most := len(f.Params)-f.Optional, len(f.Params)
	switch n := len(call.Args); {
	case n < least && f.Rest:
		p.fail(Arguments, call.Pos, "States.%s needs at least %d arguments, not %d", f.Name, least, n)
	case n < least || n > most && !f.Rest:
		if least == most {
			p.fail(Arguments, call.Pos, "States.%s needs %d arguments, not %d", f.Name, least, n)
		} else {
			p.fail(Arguments, call.Pos, "States.%s needs %d to %d arguments, not %d", f.Name, least, most, n)
		}
	}
	for i, arg := range call.Args {
		literal, ok := arg.(*Literal)
		if ok && kindOf(literal.Value)&f.param(i) == 0 {
			p.fail(Arguments, literal.Pos, "argument %d of States.%s is %s, it should be %s",
				i+1, f.Name, kindOf(literal.Value), f.param(i))
		}
	}
	return call
}

func (p *parser) argument() Expr {
	start := p.pos
	switch c := p.peek(); {
	case c == '$':
		outside := p.inside
		p.inside = inArguments
		path := p.path(false)
		p.inside = outside
		return path
	case c == '\'':
		return &Literal{start, p.quoted()}
	case c == '-' || '0' <= c && c <= '9':
		return &Literal{start, p.number()}
	case strings.HasPrefix(p.src[p.pos:], "States."):
		return p.call()
	}
	for p.pos < len(p.src) && isWordByte(p.peek()) {
		p.pos++
	}
	switch p.src[start:p.pos] {
	case "true":
		return &Literal{start, Bool(true)}
	case "false":
		return &Literal{start, Bool(false)}
	case "null":
		return &Literal{start, Null{}}
	}
	p.pos = start
	p.fail(Syntax, p.pos, "unexpected %s where an argument is needed", p.here())
	return nil
}

// quoted reads a string in single quotes. A backslash may stand before a
// quote, a brace, a backslash, or the letter of a control character; AWS
// refuses one before a double quote when a machine is created.
func (p *parser) quoted() String {
	start := p.pos
	p.pos++
	var text strings.Builder
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; c {
		case '\'':
			template := p.src[start+1 : p.pos]
			p.pos++
			return String{Text: text.String(), Template: template}
		case '\\':
			p.pos++
			switch c := p.peek(); c {
			case '\'', '\\', '{', '}':
				text.WriteByte(c)
			case 'n':
				text.WriteByte('\n')
			case 'r':
				text.WriteByte('\r')
			case 't':
				text.WriteByte('\t')
			default:
				p.fail(Escape, p.pos-1, "a backslash cannot stand before %s", p.here())
				return String{}
			}
			p.pos++
		default:
			text.WriteByte(c)
			p.pos++
		}
	}
	p.fail(Syntax, start, "the string does not end")
	return String{}
}

func (p *parser) number() Number {
	start := p.pos
	p.accept("-")
	digits := p.digits()
	if digits && p.accept(".") {
		digits = p.digits()
	}
	if c := p.peek(); digits && (c == 'e' || c == 'E') {
		p.pos++
		if !p.accept("-") {
			p.accept("+")
		}
		digits = p.digits()
	}
	if !digits {
		p.fail(Syntax, p.pos, "unexpected %s where a digit is needed", p.here())
		return "0"
	}
	return Number(p.src[start:p.pos])
}

func (p *parser) digits() bool {
	start := p.pos
	for '0' <= p.peek() && p.peek() <= '9' {
		p.pos++
	}
	return p.pos > start
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
