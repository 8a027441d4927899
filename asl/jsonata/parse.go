package jsonata

import (
	"math"
	"strconv"
	"strings"
)

// maxNesting bounds how deep a tree can get, by parentheses as by chains of
// operators: everything that walks a tree does so by recursion.
const maxNesting = 5000

// Parse reads an expression. The error is an *[Error]. Nesting of more than
// 5,000 levels, where each operator of a chain such as 1+1+1 is a level, is an
// error too, with code U1001.
//
// Bytes that are no UTF-8 are read as U+FFFD.
//
// Parse tells what is wrong with the text. What is wrong with a tree however
// it was made, such as a % with no object to refer to, is told by [Compile].
func Parse(src string) (Node, error) {
	n, err := parse(src)
	if err != nil {
		return nil, err
	}
	return n, nil
}

func parse(src string) (Node, *Error) {
	valid := validText(src)
	n, err := parseValid(valid)
	if err != nil && len(valid) != len(src) {
		err.Pos = offsetBefore(src, err.Pos)
	}
	return n, err
}

func parseValid(src string) (Node, *Error) {
	p := parser{lex: lexer{src: src}}
	if err := p.advance(true); err != nil {
		return nil, err
	}
	n, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokEnd {
		return nil, fail("S0201", p.tok.pos, p.tok.source(src))
	}
	if p.late != nil {
		return nil, p.late
	}
	return bare(n), nil
}

// A parser is a top-down operator precedence parser: a token that starts an
// expression is read by prefix, one that goes on with what stands to its left
// by infix.
type parser struct {
	lex   lexer
	tok   token
	depth int
	edges map[Node]edge

	// late is the first error that is no error of syntax. Errors of syntax
	// take precedence, wherever they are.
	late *Error
}

func (p *parser) complain(e *Error) {
	if p.late == nil {
		p.late = e
	}
}

// source is the token as it is written.
func (t token) source(src string) string {
	if t.kind == tokEnd {
		return t.text
	}
	return src[t.pos:t.end]
}

// advance reads the next token. operand says that it may start an operand,
// which is of interest for a slash alone. The reference has it so after a
// function definition, a transform, a sort and [] too, so that none of them
// can be divided without parentheses: so has this parser.
func (p *parser) advance(operand bool) *Error {
	t, err := p.lex.next(operand)
	p.tok = t
	return err
}

// expect passes over a token of kind k.
func (p *parser) expect(k kind, text string, operand bool) *Error {
	if p.tok.kind == k {
		return p.advance(operand)
	}
	if p.tok.kind == tokEnd {
		return fail("S0203", p.tok.pos, "(end)", strconv.Quote(text))
	}
	return fail("S0202", p.tok.pos, p.tok.source(p.lex.src), strconv.Quote(text))
}

// expression reads on for as long as operators bind stronger than power.
func (p *parser) expression(power int) (Node, *Error) {
	depth := p.depth
	if err := p.deeper(); err != nil {
		return nil, err
	}
	t := p.tok
	// What follows the first token of an operand is read as an operator even
	// after an opening bracket, so that JSONata has no [/x/].
	if err := p.advance(false); err != nil {
		return nil, err
	}
	left, err := p.prefix(t)
	for err == nil && power < p.power() {
		if err = p.deeper(); err != nil {
			break
		}
		t = p.tok
		if err = p.advance(true); err != nil {
			break
		}
		left, err = p.infix(t, left)
	}
	p.depth = depth
	return left, err
}

func (p *parser) power() int {
	if int(p.tok.kind) < len(bindingPower) {
		return bindingPower[p.tok.kind]
	}
	return 0
}

func (p *parser) deeper() *Error {
	if p.depth++; p.depth > maxNesting {
		return fail("U1001", p.tok.pos, "stack overflow: the expression is nested too deep")
	}
	return nil
}

// value reads a whole expression, whose outer parentheses don't matter.
func (p *parser) value() (Node, *Error) {
	n, err := p.expression(0)
	return bare(n), err
}

// prefix reads an expression that starts with t, which has been passed over.
func (p *parser) prefix(t token) (Node, *Error) {
	switch t.kind {
	case tokName, tokQuotedName, tokAnd, tokOr, tokIn:
		return &Name{Value: t.text}, nil
	case tokVar:
		return &Var{Name: t.text}, nil
	case tokString:
		return &String{Value: t.text}, nil
	case tokNumber:
		return &Number{Value: t.number}, nil
	case tokTrue:
		return &Bool{Value: true}, nil
	case tokFalse:
		return &Bool{}, nil
	case tokNull:
		return &Null{}, nil
	case tokRegex:
		return &Regex{Pattern: t.text, Flags: t.flags}, nil
	case tokStar:
		return &Wildcard{}, nil
	case tokStarStar:
		return &Descendant{}, nil
	case tokPercent:
		return &Parent{}, nil
	case tokMinus:
		return p.negate()
	case tokLeftParen:
		return p.block()
	case tokLeftBracket:
		return p.array()
	case tokLeftBrace:
		pairs, err := p.pairs()
		return &Object{Pairs: pairs}, err
	case tokPipe:
		return p.transform()
	case tokEnd:
		return nil, fail("S0207", t.pos, t.text)
	}
	return nil, fail("S0211", t.pos, t.text)
}

func (p *parser) negate() (Node, *Error) {
	x, err := p.expression(negatePower)
	if err != nil {
		return nil, err
	}
	if n, ok := x.(*Number); ok && !math.Signbit(n.Value) {
		return &Number{Value: -n.Value}, nil
	}
	return &Negate{X: bare(x)}, nil
}

func (p *parser) block() (Node, *Error) {
	b := &Block{}
	for p.tok.kind != tokRightParen {
		x, err := p.value()
		if err != nil {
			return nil, err
		}
		b.Exprs = append(b.Exprs, x)
		if p.tok.kind != tokSemicolon {
			break
		}
		if err := p.advance(true); err != nil {
			return nil, err
		}
	}
	return b, p.expect(tokRightParen, ")", false)
}

func (p *parser) array() (Node, *Error) {
	a := &Array{}
	if p.tok.kind != tokRightBracket {
		for {
			item, err := p.expression(0)
			if err != nil {
				return nil, err
			}
			if p.tok.kind == tokRange {
				if err := p.advance(true); err != nil {
					return nil, err
				}
				to, err := p.value()
				if err != nil {
					return nil, err
				}
				item = &Range{From: bare(item), To: to}
			}
			a.Items = append(a.Items, bareUnless[*Array](item))
			if p.tok.kind != tokComma {
				break
			}
			if err := p.advance(true); err != nil {
				return nil, err
			}
		}
	}
	return a, p.expect(tokRightBracket, "]", false)
}

// pairs reads the members of an object up to the closing brace.
func (p *parser) pairs() ([]Pair, *Error) {
	var pairs []Pair
	if p.tok.kind != tokRightBrace {
		for {
			key, err := p.value()
			if err != nil {
				return nil, err
			}
			if err := p.expect(tokColon, ":", true); err != nil {
				return nil, err
			}
			value, err := p.value()
			if err != nil {
				return nil, err
			}
			pairs = append(pairs, Pair{Key: key, Value: value})
			if p.tok.kind != tokComma {
				break
			}
			if err := p.advance(true); err != nil {
				return nil, err
			}
		}
	}
	return pairs, p.expect(tokRightBrace, "}", false)
}

func (p *parser) transform() (Node, *Error) {
	t := &Transform{}
	var err *Error
	if t.Pattern, err = p.value(); err != nil {
		return nil, err
	}
	if err := p.expect(tokPipe, "|", true); err != nil {
		return nil, err
	}
	if t.Update, err = p.value(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokComma {
		if err := p.advance(true); err != nil {
			return nil, err
		}
		if t.Delete, err = p.value(); err != nil {
			return nil, err
		}
	}
	return t, p.expect(tokPipe, "|", true)
}

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
