package jsonata

import (
	"math"
	"strconv"
)

// Print writes a tree as an expression of one line, with no more parentheses
// than it needs. Strings have single quotes and hold a quote as \u0027; they
// never hold the two characters %}, which would end an expression in a state
// machine. Names that are not plain words stand in backquotes.
//
// Parsing the text gives the same tree, but for what the package comment
// names.
func Print(n Node) string {
	return string(AppendPrint(nil, n))
}

// AppendPrint appends what [Print] gives to dst.
func AppendPrint(dst []byte, n Node) []byte {
	p := printer{b: dst, write: true}
	p.print(n)
	return p.b
}

// A printer writes operands first and learns afterwards whether they need
// parentheses, because that depends on how their text ends.
type printer struct {
	b []byte

	// write is false where only the edge is asked for: nothing is written
	// then, and what cannot reach an edge is passed over. edges are those that
	// were found so, as one asks for the edges of all that is within.
	write bool
	edges map[Node]edge

	// stringName says that the next name starts a step. A string stands for
	// a name there, which is the way to write those that cannot be quoted.
	stringName bool

	// guard puts every Cond without Else in parentheses.
	guard bool
}

func (p *printer) text(s string) {
	if p.write {
		p.b = append(p.b, s...)
	}
}

// end writes a closing brace, away from a percent sign.
func (p *printer) end() {
	if n := len(p.b); n > 0 && p.b[n-1] == '%' {
		p.text(" ")
	}
	p.text("}")
}

// parens puts what was written since start in parentheses.
func (p *printer) parens(start int) {
	if !p.write {
		return
	}
	p.b = append(p.b, 0, ')')
	copy(p.b[start+1:], p.b[start:len(p.b)-2])
	p.b[start] = '('
}

// before prints the left operand of op.
func (p *printer) before(x Node, op kind) edge {
	start := len(p.b)
	e := p.print(x)
	if needsBefore(x, e, op) {
		p.parens(start)
		return closed
	}
	return e
}

// after prints the right operand of an operator of some power.
func (p *printer) after(x Node, power int) edge {
	start := len(p.b)
	e := p.print(x)
	if e.left <= power {
		p.parens(start)
		return closed
	}
	return e
}

func (p *printer) step(x Node, side stepSide) edge {
	start := len(p.b)
	if name, ok := head(x).(*Name); ok && !quotable(name.Value) && !isBare(name.Value) {
		p.stringName = true
	}
	e := p.print(x)
	if needsStep(x, e, side) {
		p.parens(start)
		return closed
	}
	return e
}

// beforeColon prints what a colon follows.
func (p *printer) beforeColon(x Node) {
	start := len(p.b)
	if e := p.print(x); !e.open {
		return
	}
	// Parentheses around the whole would give an assignment a scope: the
	// conditional at its end has to have them.
	outer := p.guard
	p.b, p.guard = p.b[:start], true
	p.print(x)
	p.guard = outer
}

func (p *printer) print(n Node) edge {
	if p.write {
		return p.node(n)
	}
	e, ok := p.edges[n]
	if !ok {
		e = p.node(n)
		p.edges[n] = e
	}
	return e
}

func (p *printer) node(n Node) edge {
	switch n := n.(type) {
	case *String:
		p.string(n.Value)
	case *Number:
		return p.number(n.Value)
	case *Bool:
		p.text(strconv.FormatBool(n.Value))
	case *Null:
		p.text("null")
	case *Regex:
		p.regex(n)
	case *Var:
		p.text("$")
		p.text(n.Name)
	case *Name:
		return p.name(n.Value)
	case *Wildcard:
		p.text("*")
	case *Descendant:
		p.text("**")
	case *Parent:
		p.text("%")
	case *Placeholder:
		p.text("?")
	case *Dot:
		l := p.step(n.Left, stepLeft)
		p.text(".")
		r := p.step(n.Right, stepRight)
		return infixEdge(l, r, bindingPower[tokDot], bindingPower[tokDot])
	case *Filter:
		l := p.before(n.X, tokLeftBracket)
		p.text("[")
		p.inner(n.Pred)
		p.text("]")
		return postfixEdge(l, tokLeftBracket)
	case *KeepArray:
		l := p.before(n.X, tokLeftBracket)
		p.text("[]")
		return postfixEdge(l, tokLeftBracket).beforeOperand()
	case *Group:
		l := p.before(n.X, tokLeftBrace)
		p.pairs(n.Pairs)
		return postfixEdge(l, tokLeftBrace)
	case *Sort:
		l := p.before(n.X, tokCaret)
		p.sort(n.Terms)
		return postfixEdge(l, tokCaret).beforeOperand()
	case *Focus:
		l := p.before(n.X, tokAt)
		p.text("@$")
		p.text(n.Var)
		return postfixEdge(l, tokAt)
	case *Index:
		l := p.before(n.X, tokHash)
		p.text("#$")
		p.text(n.Var)
		return postfixEdge(l, tokHash)
	case *Array:
		p.text("[")
		p.list(n.Items, ", ")
		p.text("]")
	case *Range:
		p.inner(n.From)
		p.text("..")
		p.inner(n.To)
		return edge{}
	case *Object:
		p.pairs(n.Pairs)
	case *Negate:
		return p.negate(n)
	case *Binary:
		return p.binary(n.Op, n.Left, n.Right)
	case *Apply:
		return p.binary("~>", n.Left, n.Right)
	case *Cond:
		return p.cond(n)
	case *Assign:
		p.text("$")
		p.text(n.Var)
		p.text(" := ")
		power := bindingPower[tokAssign]
		return infixEdge(closed, p.after(n.Value, power-1), power, power-1)
	case *Block:
		p.text("(")
		p.list(n.Exprs, "; ")
		p.text(")")
	case *Lambda:
		p.lambda(n)
		return closed.beforeOperand()
	case *Call:
		l := p.before(n.Func, tokLeftParen)
		p.text("(")
		p.list(n.Args, ", ")
		p.text(")")
		return postfixEdge(l, tokLeftParen)
	case *Transform:
		p.transform(n)
		return closed.beforeOperand()
	default:
		panic("jsonata: a kind of node is unknown to Print")
	}
	return closed
}

// infixEdge is the edge of an operator of some power that holds its right
// operand with another.
func infixEdge(l, r edge, power, right int) edge {
	return edge{left: min(power, l.left), right: min(right, r.right), open: r.open, operand: r.operand}
}

func postfixEdge(l edge, op kind) edge {
	return edge{left: min(bindingPower[op], l.left), right: never}
}

// inner prints what stands between brackets of any kind.
func (p *printer) inner(n Node) {
	if p.write {
		p.print(n)
	}
}

func (p *printer) list(ns []Node, sep string) {
	if !p.write {
		return
	}
	for i, n := range ns {
		if i > 0 {
			p.text(sep)
		}
		p.print(n)
	}
}

func (p *printer) pairs(pairs []Pair) {
	if !p.write {
		return
	}
	p.text("{")
	for i, pair := range pairs {
		if i > 0 {
			p.text(", ")
		}
		p.beforeColon(pair.Key)
		p.text(": ")
		p.print(pair.Value)
	}
	p.end()
}

func (p *printer) sort(terms []SortTerm) {
	if !p.write {
		return
	}
	p.text("^(")
	for i, t := range terms {
		if i > 0 {
			p.text(", ")
		}
		if t.Descending {
			p.text(">")
		}
		p.print(t.X)
	}
	p.text(")")
}

// binaryToken is the token of each operator that a Binary can have.
var binaryToken = map[string]kind{
	"+": tokPlus, "-": tokMinus, "*": tokStar, "/": tokSlash, "%": tokPercent, "&": tokAmpersand,
	"=": tokEqual, "!=": tokNotEqual, "<": tokLess, "<=": tokLessEqual, ">": tokGreater,
	">=": tokGreaterEqual, "and": tokAnd, "or": tokOr, "in": tokIn, "~>": tokApply,
}

func (p *printer) binary(op string, left, right Node) edge {
	k, ok := binaryToken[op]
	if !ok {
		panic("jsonata: Binary has the operator " + strconv.Quote(op))
	}
	start := len(p.b)
	l := p.before(left, k)
	if k == tokSlash && l.operand {
		p.parens(start)
		l = closed
	}
	p.text(" ")
	p.text(op)
	p.text(" ")
	r := p.after(right, bindingPower[k])
	return infixEdge(l, r, bindingPower[k], bindingPower[k])
}

func (p *printer) negate(n *Negate) edge {
	p.text("-")
	// -5 is a number, so the negation of 5 has to look otherwise.
	if x, ok := n.X.(*Number); ok && !math.Signbit(x.Value) {
		start := len(p.b)
		p.number(x.Value)
		p.parens(start)
		return edge{left: never, right: negatePower}
	}
	r := p.after(n.X, negatePower)
	return infixEdge(closed, r, never, negatePower)
}

func (p *printer) cond(n *Cond) edge {
	start := len(p.b)
	power := bindingPower[tokQuestion]
	l := p.before(n.If, tokQuestion)
	p.text(" ? ")
	if n.Else == nil {
		p.inner(n.Then)
		if p.guard {
			p.parens(start)
			return closed
		}
		return edge{left: min(power, l.left), open: true, operand: true}
	}
	if p.write {
		p.beforeColon(n.Then)
	}
	p.text(" : ")
	r := p.print(n.Else)
	return infixEdge(l, r, power, 0)
}

func (p *printer) lambda(n *Lambda) {
	if !p.write {
		return
	}
	p.text("function(")
	for i, v := range n.Params {
		if i > 0 {
			p.text(", ")
		}
		p.text("$")
		p.text(v)
	}
	p.text(")")
	if n.Signature != "" {
		p.text("<")
		p.text(n.Signature)
		p.text(">")
	}
	p.text("{")
	p.print(n.Body)
	p.end()
}

func (p *printer) transform(n *Transform) {
	if !p.write {
		return
	}
	p.text("|")
	p.print(n.Pattern)
	p.text("|")
	p.print(n.Update)
	if n.Delete != nil {
		p.text(", ")
		p.print(n.Delete)
	}
	p.text("|")
}
