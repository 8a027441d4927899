package jsonata

// A code is a node ready to be evaluated in a context, in a scope.
type code interface {
	eval(ev *evaluation, in Value, f *frame) (Value, *Error)
}

// A unit is what the compiler knows of a node besides its code.
type unit struct {
	code code

	// path is the code of a path, nil for all else.
	path *path

	// named says that a % can refer to what this steps from: it is a name or
	// a wildcard.
	named bool

	// parent is set for a %.
	parent *slot

	// last is the last expression of a block.
	last *unit

	// focus is the variable of X@$v where X is no path. It has no effect
	// until this becomes a step of one.
	focus      string
	bindsFocus bool

	// seeking are the % within that refer to what lies outside.
	seeking []*slot
}

type compiler struct {
	// labels counts the steps that a % refers to.
	labels int

	// assigns says that an assignment was seen since it was last cleared.
	assigns bool

	// edges knows where parentheses stand in the text of the tree.
	edges parser
}

// seek adds to the % that u is looking for an object for.
func (u *unit) seek(of *unit) {
	u.seeking = append(u.seeking, of.seeking...)
	if of.parent != nil {
		u.seeking = append(u.seeking, of.parent)
	}
}

// node compiles a node. What it makes of a path is a *path.
func (c *compiler) node(n Node) (*unit, *Error) {
	switch n := n.(type) {
	case *String:
		return &unit{code: literal{n.Value}}, nil
	case *Number:
		return &unit{code: literal{number(n.Value)}}, nil
	case *Bool:
		return &unit{code: literal{n.Value}}, nil
	case *Null:
		return &unit{code: literal{NullValue{}}}, nil
	case *Regex:
		re, err := compileRegex(n.Pattern, n.Flags)
		if err != nil {
			return nil, err
		}
		return &unit{code: literal{&FunctionValue{regex: re, arity: 2}}}, nil
	case *Var:
		return &unit{code: newVariable(n.Name)}, nil
	case *Name:
		return c.single(&unit{code: fieldName(n.Value), named: true}), nil
	case *Wildcard:
		return &unit{code: wildcard{}, named: true}, nil
	case *Descendant:
		return &unit{code: descendant{}}, nil
	case *Parent:
		s := &slot{level: 1}
		return &unit{code: parentOf{s}, parent: s}, nil
	case *Dot, *Filter, *KeepArray, *Sort, *Focus, *Index, *Group:
		return c.pathNode(n)
	case *Array:
		return c.array(n)
	case *Object:
		u := &unit{}
		pairs, err := c.pairs(n.Pairs, u)
		u.code = &object{pairs: pairs}
		return u, err
	case *Negate:
		x, err := c.node(n.X)
		if err != nil {
			return nil, err
		}
		u := &unit{code: &negate{x.code}}
		u.seek(x)
		return u, nil
	case *Binary:
		return c.binary(n)
	case *Cond:
		return c.cond(n)
	case *Assign:
		x, err := c.node(n.Value)
		if err != nil {
			return nil, err
		}
		c.assigns = true
		u := &unit{code: &assign{n.Var, x.code}}
		u.seek(x)
		return u, nil
	case *Block:
		return c.block(n.Exprs)
	case *Lambda:
		return c.lambda(n)
	case *Call:
		return c.call(n)
	case *Apply:
		return c.apply(n)
	case *Transform:
		return c.transform(n)
	case *Range:
		return c.array(&Array{Items: []Node{n}})
	case *Placeholder:
		return nil, fail("S0211", -1, "?")
	}
	panic("jsonata: a kind of node is unknown to Compile")
}

// single makes a path of one step.
func (c *compiler) single(u *unit) *unit {
	p := &path{steps: []*step{newStep(u, true)}}
	out := &unit{code: p, path: p}
	out.seek(u)
	return out
}

func (c *compiler) all(ns []Node, u *unit) ([]code, *Error) {
	out := make([]code, len(ns))
	for i, n := range ns {
		x, err := c.node(n)
		if err != nil {
			return nil, err
		}
		out[i] = x.code
		u.seek(x)
	}
	return out, nil
}

func (c *compiler) pairs(ps []Pair, u *unit) ([]pair, *Error) {
	out := make([]pair, len(ps))
	for i, p := range ps {
		k, err := c.node(p.Key)
		if err != nil {
			return nil, err
		}
		v, err := c.node(p.Value)
		if err != nil {
			return nil, err
		}
		u.seek(k)
		u.seek(v)
		out[i] = pair{k.code, v.code}
	}
	return out, nil
}

func (c *compiler) array(n *Array) (*unit, *Error) {
	u := &unit{}
	a := &array{items: make([]arrayItem, len(n.Items))}
	for i, item := range n.Items {
		if r, ok := item.(*Range); ok {
			ends, err := c.all([]Node{r.From, r.To}, u)
			if err != nil {
				return nil, err
			}
			a.items[i].code = &rangeOf{ends[0], ends[1]}
			continue
		}
		x, err := c.node(item)
		if err != nil {
			return nil, err
		}
		u.seek(x)
		a.items[i].code = x.code
		_, a.items[i].whole = head(item).(*Array)
		if _, ok := item.(*Index); ok {
			a.items[i].whole = false
		}
	}
	u.code = a
	return u, nil
}

func (c *compiler) binary(n *Binary) (*unit, *Error) {
	u := &unit{}
	xs, err := c.all([]Node{n.Left, n.Right}, u)
	if err != nil {
		return nil, err
	}
	switch n.Op {
	case "+", "-", "*", "/", "%":
		u.code = &arithmetic{n.Op, xs[0], xs[1]}
	case "&":
		// A chain of these makes its text once. It counts for its length in
		// depth all the same.
		if left, ok := xs[0].(*concatenation); ok {
			left.parts = append(left.parts, xs[1])
			u.code = left
		} else {
			u.code = &concatenation{parts: xs}
		}
	case "=", "!=":
		u.code = &equality{n.Op == "!=", xs[0], xs[1]}
	case "<", "<=", ">", ">=":
		u.code = &comparison{n.Op, xs[0], xs[1]}
	case "and", "or":
		u.code = &logic{n.Op == "or", xs[0], xs[1]}
	case "in":
		u.code = &inclusion{xs[0], xs[1]}
	default:
		return nil, fail("S0204", -1, n.Op)
	}
	return u, nil
}

func (c *compiler) cond(n *Cond) (*unit, *Error) {
	u := &unit{}
	ns := []Node{n.If, n.Then}
	if n.Else != nil {
		ns = append(ns, n.Else)
	}
	xs, err := c.all(ns, u)
	if err != nil {
		return nil, err
	}
	x := &cond{test: xs[0], then: xs[1]}
	if n.Else != nil {
		x.otherwise = xs[2]
	}
	u.code = x
	return u, nil
}

func (c *compiler) block(ns []Node) (*unit, *Error) {
	outer := c.assigns
	c.assigns = false
	u := &unit{}
	b := &block{exprs: make([]code, len(ns))}
	for i, n := range ns {
		x, err := c.node(n)
		if err != nil {
			return nil, err
		}
		b.exprs[i] = x.code
		if inner, ok := unfiltered(x.code).(*block); ok && inner.whole || x.path != nil && x.path.steps[0].startsWhole() {
			b.whole = true
		}
		u.seek(x)
		u.last = x
	}
	b.scope = c.assigns
	c.assigns = outer
	u.code = b
	return u, nil
}

func (c *compiler) lambda(n *Lambda) (*unit, *Error) {
	outer := c.assigns
	body, err := c.node(n.Body)
	c.assigns = outer
	if err != nil {
		return nil, err
	}
	l := &lambda{params: n.Params, body: inTail(body.code)}
	if n.Signature != "" {
		if l.signature, err = parseSignature(n.Signature); err != nil {
			return nil, err
		}
	}
	// A % in a function finds nothing outside of it.
	return &unit{code: l}, nil
}

// inTail makes the calls that a function ends with tail calls.
func inTail(x code) code {
	switch x := x.(type) {
	case *call:
		if x.placeholders == nil {
			return &tailCall{x}
		}
	case *cond:
		y := &cond{test: x.test, then: inTail(x.then)}
		if x.otherwise != nil {
			y.otherwise = inTail(x.otherwise)
		}
		return y
	case *block:
		if n := len(x.exprs); n > 0 {
			exprs := append([]code(nil), x.exprs...)
			exprs[n-1] = inTail(exprs[n-1])
			return &block{exprs: exprs, scope: x.scope, whole: x.whole}
		}
	}
	return x
}

func (c *compiler) call(n *Call) (*unit, *Error) {
	u := &unit{}
	fn, err := c.node(n.Func)
	if err != nil {
		return nil, err
	}
	// A % that is called finds nothing, and so is no function.
	x := &call{fn: fn.code, args: make([]code, len(n.Args))}
	if p := fn.path; p != nil {
		if name, ok := p.steps[0].code.(fieldName); ok {
			x.name, x.field = string(name), true
		}
	} else if v, ok := n.Func.(*Var); ok {
		x.name = v.Name
	}
	for i, a := range n.Args {
		if _, ok := a.(*Placeholder); ok {
			if x.placeholders == nil {
				x.placeholders = make([]bool, len(n.Args))
			}
			x.placeholders[i] = true
			continue
		}
		arg, err := c.node(a)
		if err != nil {
			return nil, err
		}
		x.args[i] = arg.code
		u.seek(arg)
	}
	u.code = x
	return u, nil
}

func (c *compiler) apply(n *Apply) (*unit, *Error) {
	u := &unit{}
	left, err := c.node(n.Left)
	if err != nil {
		return nil, err
	}
	right, err := c.node(n.Right)
	if err != nil {
		return nil, err
	}
	// A % on either side finds nothing outside of ~>, as in the reference.
	x := &application{left: left.code, right: right.code}
	// [] on either side keeps the result an array.
	if filters, ok := left.code.(*filtered); ok {
		x.keep = filters.keep
	} else if left.path != nil {
		x.keep = left.path.keep
	}
	// A call to the right is given one more argument. What else is written
	// after its parentheses has no effect in the reference.
	f := right.code
	if filters, ok := f.(*filtered); ok {
		f = filters.code
		x.keep = x.keep || filters.keep
	}
	if cl, ok := f.(*call); ok && cl.placeholders == nil {
		x.call = cl
	}
	u.code = x
	return u, nil
}

func (c *compiler) transform(n *Transform) (*unit, *Error) {
	var within unit // a % in a transform finds nothing outside of it
	ns := []Node{n.Pattern, n.Update}
	if n.Delete != nil {
		ns = append(ns, n.Delete)
	}
	xs, err := c.all(ns, &within)
	if err != nil {
		return nil, err
	}
	t := &transform{pattern: xs[0], update: xs[1]}
	if n.Delete != nil {
		t.deletion = xs[2]
	}
	return &unit{code: t}, nil
}
