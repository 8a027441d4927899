package jsonata

import "math"

// This file knows where parentheses are needed: what of them a tree implies,
// which the parser drops and the printer puts back, and what has to stay as a
// Block. It is the one place where the two agree.

// only is the expression of a block of one that is no assignment: a pair of
// parentheses. It is nil for everything else.
func only(n Node) Node {
	b, ok := n.(*Block)
	if !ok || len(b.Exprs) != 1 {
		return nil
	}
	if _, ok := b.Exprs[0].(*Assign); ok {
		return nil
	}
	return b.Exprs[0]
}

// bare drops the parentheses of an expression that is used for its value.
func bare(n Node) Node {
	if x := only(n); x != nil {
		return x
	}
	return n
}

// bareUnless is bare for places where a T means something else without its
// parentheses.
func bareUnless[T Node](n Node) Node {
	x := only(n)
	if x == nil {
		return n
	}
	if _, ok := head(x).(T); ok {
		return n
	}
	return x
}

// bareBefore drops the parentheses of the operand of a postfix operator where
// the printer would put them back.
func (p *parser) bareBefore(n Node, op kind) Node {
	if x := only(n); x != nil && needsBefore(x, p.edgeOf(x), op) {
		return x
	}
	return n
}

// bareFunc drops the parentheses of what is called. Those of a name stay:
// they tell a call by mistake from one meant.
func (p *parser) bareFunc(n Node) Node {
	switch x := only(n).(type) {
	case nil:
		return n
	case *Var, *Lambda:
		return x
	default:
		if needsBefore(x, p.edgeOf(x), tokLeftParen) {
			return x
		}
		return n
	}
}

// A stepSide is where a step stands in a Dot.
type stepSide bool

const (
	stepLeft  stepSide = false
	stepRight stepSide = true
)

// bareStep makes an operand of a dot a step: a string is a name there, and
// parentheses that the printer would put back are dropped.
func (p *parser) bareStep(n Node, side stepSide) Node {
	if x := only(n); x != nil && needsStep(x, p.edgeOf(x), side) {
		return x
	}
	return nameStep(n)
}

// nameStep replaces the string that a step starts with by a name.
func nameStep(n Node) Node {
	switch x := n.(type) {
	case *String:
		return &Name{Value: x.Value}
	case *Filter:
		if y := nameStep(x.X); y != x.X {
			return &Filter{X: y, Pred: x.Pred}
		}
	case *KeepArray:
		if y := nameStep(x.X); y != x.X {
			return &KeepArray{X: y}
		}
	case *Group:
		if y := nameStep(x.X); y != x.X {
			return &Group{X: y, Pairs: x.Pairs}
		}
	case *Sort:
		if y := nameStep(x.X); y != x.X {
			return &Sort{X: y, Terms: x.Terms}
		}
	case *Focus:
		if y := nameStep(x.X); y != x.X {
			return &Focus{X: y, Var: x.Var}
		}
	case *Index:
		if y := nameStep(x.X); y != x.X {
			return &Index{X: y, Var: x.Var}
		}
	default:
	}
	return n
}

// underGroup applies op to left as the source has them. Where left is a grouped
// path op goes below the group, which is where JSONata evaluates it.
func underGroup(left Node, op func(Node) Node) Node {
	if g, ok := left.(*Group); ok && isPath(g.X) {
		return &Group{X: op(g.X), Pairs: g.Pairs}
	}
	return op(left)
}

// postfix is underGroup for the operators that bind to the last step.
func postfix(left Node, op func(Node) Node) Node {
	g, ok := left.(*Group)
	if !ok || !isPath(g.X) {
		return op(left)
	}
	if d, ok := g.X.(*Dot); ok {
		return &Group{X: &Dot{Left: d.Left, Right: op(d.Right)}, Pairs: g.Pairs}
	}
	return &Group{X: op(g.X), Pairs: g.Pairs}
}

// isPath tells whether n is a path, even one of a single step, rather than
// another expression with filters.
func isPath(n Node) bool {
	switch n := n.(type) {
	case *Name, *Dot, *Sort, *Index:
		return true
	case *Filter:
		return isPath(n.X)
	case *KeepArray:
		return isPath(n.X)
	case *Focus:
		return isPath(n.X)
	case *Group:
		return isPath(n.X)
	default:
	}
	return false
}

func isLiteral(n Node) bool {
	switch n.(type) {
	case *String, *Number, *Bool, *Null:
		return true
	default:
	}
	return false
}

// head is what the filters and bindings of a step start with.
func head(n Node) Node {
	for {
		switch x := n.(type) {
		case *Filter:
			n = x.X
		case *KeepArray:
			n = x.X
		case *Focus:
			n = x.X
		case *Index:
			n = x.X
		default:
			return n
		}
	}
}

// headLiteral is the literal that a step is, under its filters, groups and
// sorts, or nil. A negative number with filters does not count: it stands in
// parentheses.
func headLiteral(n Node) Node {
	for x := n; ; {
		switch y := head(x).(type) {
		case *Group:
			x = y.X
		case *Sort:
			x = y.X
		case *Number:
			if math.Signbit(y.Value) && x != y {
				return nil
			}
			return y
		default:
			if isLiteral(y) {
				return y
			}
			return nil
		}
	}
}

// never is a binding power that nothing reaches.
const never = math.MaxInt

// An edge tells how strongly a printed expression holds together.
type edge struct {
	// left is the weakest operator that has the start of the text for its
	// operand, right the weakest that has its end. They are never where
	// there is none.
	left, right int

	// open says that the text ends in a Cond without Else, which would take
	// a colon that follows.
	open bool

	// operand says that a slash after the text would start a regular
	// expression.
	operand bool
}

func (e edge) beforeOperand() edge {
	e.operand = true
	return e
}

var closed = edge{left: never, right: never}

// needsBefore tells whether x, whose edge is e, needs parentheses as the left
// operand of op.
func needsBefore(x Node, e edge, op kind) bool {
	if e.right < bindingPower[op] {
		return true
	}
	switch op {
	case tokLeftBracket, tokAt, tokHash:
		// On a path they would bind to its last step, on a group below it.
		switch x.(type) {
		case *Dot, *Group:
			return true
		default:
		}
		return op == tokAt && focusProblem(x) != ""
	case tokCaret, tokLeftBrace:
		_, group := x.(*Group)
		return group
	case tokLeftParen:
		// A call is as tight as its parentheses on both sides.
		name, ok := x.(*Name)
		return e.left < bindingPower[op] || ok && isFunctionWord(name.Value)
	}
	return false
}

// needsStep tells whether x needs parentheses as an operand of a dot.
func needsStep(x Node, e edge, side stepSide) bool {
	if e.right < bindingPower[tokDot] || headLiteral(x) != nil {
		return true
	}
	if side == stepRight {
		return e.left <= bindingPower[tokDot]
	}
	g, ok := x.(*Group)
	return ok && isPath(g.X)
}

// edgeOf is the edge of what n prints as.
func (p *parser) edgeOf(n Node) edge {
	if p.edges == nil {
		p.edges = map[Node]edge{}
	}
	pr := printer{edges: p.edges}
	return pr.print(n)
}
