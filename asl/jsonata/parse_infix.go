package jsonata

import "strings"

// infix goes on with left at t, which has been passed over.
func (p *parser) infix(t token, left Node) (Node, *Error) {
	switch t.kind {
	case tokDot:
		right, err := p.expression(bindingPower[tokDot])
		if err != nil {
			return nil, err
		}
		return p.dot(t, left, right)
	case tokLeftBracket:
		return p.filter(t, left)
	case tokLeftParen:
		return p.call(left)
	case tokLeftBrace:
		if _, ok := left.(*Group); ok {
			p.complain(fail("S0210", t.pos, "{"))
		}
		pairs, err := p.pairs()
		return &Group{X: p.bareBefore(left, t.kind), Pairs: pairs}, err
	case tokCaret:
		return p.sort(left)
	case tokAt, tokHash:
		return p.bind(t, left)
	case tokQuestion:
		return p.cond(left)
	case tokAssign:
		v, ok := left.(*Var)
		if !ok {
			return nil, fail("S0212", t.pos, ":=")
		}
		value, err := p.expression(bindingPower[tokAssign] - 1)
		return &Assign{Var: v.Name, Value: bare(value)}, err
	case tokApply:
		right, err := p.expression(bindingPower[tokApply])
		return &Apply{Left: bare(left), Right: bareUnless[*Call](right)}, err
	}
	right, err := p.expression(bindingPower[t.kind])
	return &Binary{Op: t.text, Left: bare(left), Right: bare(right)}, err
}

func (p *parser) dot(t token, left, right Node) (Node, *Error) {
	for _, n := range [...]Node{left, right} {
		if lit := headLiteral(n); lit != nil {
			if _, ok := lit.(*String); !ok {
				p.complain(fail("S0213", t.pos, Print(lit)))
			}
		}
	}
	right = p.bareStep(right, stepRight)
	return underGroup(left, func(x Node) Node { return &Dot{Left: p.bareStep(x, stepLeft), Right: right} }), nil
}

// filter reads X[Pred] and X[].
func (p *parser) filter(t token, left Node) (Node, *Error) {
	if p.tok.kind == tokRightBracket {
		err := p.advance(true)
		return postfix(left, func(x Node) Node { return &KeepArray{X: p.bareBefore(x, tokLeftBracket)} }), err
	}
	if g, ok := left.(*Group); ok && !isPath(g.X) {
		p.complain(fail("S0209", t.pos, "["))
	}
	pred, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	pred = bareUnless[*Number](pred)
	left = postfix(left, func(x Node) Node { return &Filter{X: p.bareBefore(x, tokLeftBracket), Pred: pred} })
	return left, p.expect(tokRightBracket, "]", false)
}

// bind reads X@$v and X#$v.
func (p *parser) bind(t token, left Node) (Node, *Error) {
	right, err := p.expression(bindingPower[t.kind])
	if err != nil {
		return nil, err
	}
	v, ok := right.(*Var)
	if !ok {
		return nil, fail("S0214", t.pos, t.text)
	}
	if t.kind == tokHash {
		return postfix(left, func(x Node) Node { return &Index{X: p.bareBefore(x, tokHash), Var: v.Name} }), nil
	}
	last := left
	if g, ok := left.(*Group); ok && isPath(g.X) {
		last = g.X
		if d, ok := last.(*Dot); ok {
			last = d.Right
		}
	}
	if code := focusProblem(last); code != "" {
		p.complain(fail(code, t.pos, "@"))
	}
	return postfix(left, func(x Node) Node { return &Focus{X: p.bareBefore(x, tokAt), Var: v.Name} }), nil
}

// focusProblem is the code of what is wrong with binding a variable to the
// items of x, or "".
func focusProblem(x Node) string {
	for {
		switch n := x.(type) {
		case *Filter:
			return "S0215"
		case *Sort:
			return "S0216"
		case *KeepArray:
			x = n.X
		case *Index:
			x = n.X
		case *Focus:
			x = n.X
		default:
			return ""
		}
	}
}

func (p *parser) sort(left Node) (Node, *Error) {
	if err := p.expect(tokLeftParen, "(", true); err != nil {
		return nil, err
	}
	var terms []SortTerm
	for {
		var t SortTerm
		if p.tok.kind == tokLess || p.tok.kind == tokGreater {
			t.Descending = p.tok.kind == tokGreater
			if err := p.advance(true); err != nil {
				return nil, err
			}
		}
		x, err := p.value()
		if err != nil {
			return nil, err
		}
		t.X = x
		terms = append(terms, t)
		if p.tok.kind != tokComma {
			break
		}
		if err := p.advance(true); err != nil {
			return nil, err
		}
	}
	left = underGroup(left, func(x Node) Node { return &Sort{X: p.bareBefore(x, tokCaret), Terms: terms} })
	return left, p.expect(tokRightParen, ")", true)
}

func (p *parser) cond(left Node) (Node, *Error) {
	c := &Cond{If: bare(left)}
	var err *Error
	if c.Then, err = p.value(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokColon {
		if err := p.advance(true); err != nil {
			return nil, err
		}
		if c.Else, err = p.value(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// call reads the arguments of a call, or the parameters and the body of a
// function definition, which starts as a call of the name function does.
func (p *parser) call(left Node) (Node, *Error) {
	open := p.tok.pos
	c := &Call{}
	for p.tok.kind != tokRightParen {
		if p.tok.kind == tokQuestion {
			if err := p.advance(true); err != nil {
				return nil, err
			}
			c.Args = append(c.Args, &Placeholder{})
		} else {
			x, err := p.value()
			if err != nil {
				return nil, err
			}
			c.Args = append(c.Args, x)
		}
		if p.tok.kind != tokComma {
			break
		}
		if err := p.advance(true); err != nil {
			return nil, err
		}
	}
	if err := p.expect(tokRightParen, ")", false); err != nil {
		return nil, err
	}
	if n, ok := left.(*Name); ok && isFunctionWord(n.Value) {
		return p.lambda(open, c.Args)
	}
	c.Func = p.bareFunc(left)
	return c, nil
}

func isFunctionWord(s string) bool { return s == "function" || s == "λ" }

func (p *parser) lambda(open int, params []Node) (Node, *Error) {
	l := &Lambda{}
	for i, x := range params {
		v, ok := x.(*Var)
		if !ok {
			return nil, fail("S0208", open, Print(x), i+1)
		}
		l.Params = append(l.Params, v.Name)
	}
	if p.tok.kind == tokLess {
		var err *Error
		if l.Signature, err = p.signature(); err != nil {
			return nil, err
		}
	}
	if err := p.expect(tokLeftBrace, "{", true); err != nil {
		return nil, err
	}
	var err *Error
	if l.Body, err = p.value(); err != nil {
		return nil, err
	}
	return l, p.expect(tokRightBrace, "}", true)
}

// signature reads <…> and gives what is within, without white space.
func (p *parser) signature() (string, *Error) {
	start := p.tok.pos
	var b strings.Builder
	for depth := 1; ; {
		if err := p.advance(false); err != nil {
			return "", err
		}
		switch p.tok.kind {
		case tokLess:
			depth++
		case tokGreater:
			depth--
		}
		if depth == 0 || p.tok.kind == tokLeftBrace || p.tok.kind == tokEnd {
			break
		}
		b.WriteString(p.tok.source(p.lex.src))
	}
	if err := p.expect(tokGreater, ">", false); err != nil {
		return "", err
	}
	if _, err := parseSignature(b.String()); err != nil {
		err.Pos = start
		return "", err
	}
	return b.String(), nil
}
