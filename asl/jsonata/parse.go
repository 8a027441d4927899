package jsonata

import (
	"math"
	"strconv"
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
