package jsonata

import "strconv"

// A slot is a % and the step it refers to.
type slot struct {
	// level is how many steps out of here the object is that is still looked
	// for; 0 once it was found.
	level int

	// label is the label of the step that was found.
	label string
}

// A step is one step of a path.
type step struct {
	code   code
	stages []stage

	// sort is set for the step that sorts; it has no code.
	sort []sortTerm

	// focus and index are variables bound to what the step gives and to its
	// place, or "" with bound… false.
	focus, index           string
	bindsFocus, bindsIndex bool

	// label, where it is not "", is the variable in which a % finds what the
	// step steps from.
	label string

	// tuple says that variables go along with the items from here on.
	tuple bool

	// keep says that a path with this step gives an array.
	keep bool

	unit *unit
}

// A stage is a filter of a step, or the binding of an index after one.
type stage struct {
	filter filter
	index  string
	binds  bool
}

type filter struct {
	code code

	// index is set where the filter is a literal number.
	index   float64
	isIndex bool
}

type sortTerm struct {
	code       code
	descending bool
}

func newFilter(u *unit) filter {
	f := filter{code: u.code}
	if l, ok := u.code.(literal); ok {
		f.index, f.isIndex = l.value.(float64)
	}
	return f
}

// newStep makes a step of a unit that is no path. Behind a dot its filters
// become stages, to be applied to what the step gives for each item.
func newStep(u *unit, staged bool) *step {
	s := &step{code: u.code, unit: u, focus: u.focus, bindsFocus: u.bindsFocus, tuple: u.bindsFocus}
	f, ok := u.code.(*filtered)
	if !ok {
		return s
	}
	s.keep = f.keep
	if staged && f.group == nil {
		s.code = f.code
		for _, p := range f.filters {
			s.stages = append(s.stages, stage{filter: p})
		}
	}
	return s
}

// builds marks an array that a step is, under its filters, as one that is not
// flattened into what the step gives.
func (st *step) builds() {
	if a, ok := unfiltered(st.code).(*array); ok {
		a.cons = true
	}
}

// startsWhole tells whether a path that starts with the step gives it the whole
// context: the step is an array, or parentheses around a path that starts so.
func (st *step) startsWhole() bool {
	switch x := unfiltered(st.code).(type) {
	case *array:
		return x.cons
	case *block:
		return x.whole
	}
	return false
}

// unfilteredNode is what the filters of a node stand after.
func unfilteredNode(n Node) Node {
	for {
		switch x := n.(type) {
		case *Filter:
			n = x.X
		case *KeepArray:
			n = x.X
		default:
			return n
		}
	}
}

// unfiltered is what the filters of a code stand after.
func unfiltered(x code) code {
	if f, ok := x.(*filtered); ok {
		return f.code
	}
	return x
}

func (c *compiler) pathNode(n Node) (*unit, *Error) {
	switch n := n.(type) {
	case *Dot:
		return c.dot(n)
	case *Filter:
		return c.filter(n)
	case *KeepArray:
		u, err := c.operand(n.X, tokLeftBracket)
		if err != nil {
			return nil, err
		}
		if u.path == nil {
			u.filters().keep = true
			return u, nil
		}
		u.path.keep = true
		// As a step of a longer path only these have an effect.
		switch unfilteredNode(n.X).(type) {
		case *Name:
			u.path.singleton = true
		case *Focus:
			u.path.last().keep = true
		default:
		}
		return u, nil
	case *Group:
		return c.group(n)
	case *Sort:
		return c.sort(n)
	case *Focus:
		return c.focus(n)
	case *Index:
		u, err := c.operand(n.X, tokHash)
		if err != nil {
			return nil, err
		}
		p := c.asPath(u, true)
		s := p.path.last()
		if len(s.stages) > 0 {
			s.stages = append(s.stages, stage{index: n.Var, binds: true})
		} else {
			s.index, s.bindsIndex = n.Var, true
		}
		s.tuple = true
		return p, nil
	default:
	}
	panic("jsonata: no path")
}

func (p *path) last() *step { return p.steps[len(p.steps)-1] }

// filters is the code of u with room for filters. u is no path.
func (u *unit) filters() *filtered {
	f, ok := u.code.(*filtered)
	if !ok {
		f = &filtered{code: u.code}
		u.code = f
	}
	return f
}

// asPath is u as a path. What it looks for outside is lost, as in the
// reference.
func (c *compiler) asPath(u *unit, staged bool) *unit {
	if u.path != nil {
		return u
	}
	p := &path{steps: []*step{newStep(u, staged)}}
	return &unit{code: p, path: p}
}

// operand compiles the operand of a postfix operator. One that would stand in
// parentheses is a block.
func (c *compiler) operand(n Node, op kind) (*unit, *Error) {
	switch n.(type) {
	case *Name, *Var, *Call, *Block, *Array, *Object, *String:
		return c.node(n)
	default:
	}
	if needsBefore(n, c.edges.edgeOf(n), op) {
		return c.block([]Node{n})
	}
	return c.node(n)
}

// step compiles an operand of a dot. One that would stand in parentheses is a
// block.
func (c *compiler) step(n Node, side stepSide) (*unit, *Error) {
	switch n := n.(type) {
	case *Dot:
		if side == stepLeft {
			return c.node(n)
		}
		return c.block([]Node{n})
	case *Name, *Var, *Call, *Block, *Array, *Object, *Wildcard, *Descendant, *Parent, *Lambda, *Transform, *Regex:
		return c.node(n)
	default:
	}
	if needsStep(n, c.edges.edgeOf(n), side) {
		return c.block([]Node{n})
	}
	return c.node(n)
}

func (c *compiler) dot(n *Dot) (*unit, *Error) {
	left, err := c.step(n.Left, stepLeft)
	if err != nil {
		return nil, err
	}
	right, err := c.step(n.Right, stepRight)
	if err != nil {
		return nil, err
	}
	out := c.asPath(left, false)
	if left.parent != nil {
		out.seeking = []*slot{left.parent}
	}
	r := c.asPath(right, true)
	p := out.path
	at := len(p.steps)
	p.steps = append(p.steps, r.path.steps...)
	p.singleton = p.singleton || r.path.singleton || p.steps[0].keep
	for _, st := range p.steps[at-1:] {
		p.singleton = p.singleton || st.keep
	}
	p.steps[0].builds()
	p.last().builds()
	return out, c.resolve(out, p.last().unit)
}

// resolve looks for what the % in the last step of a path refer to. Those that
// are not found are looked for by whatever the path is in.
func (c *compiler) resolve(u, last *unit) *Error {
	slots := last.seeking
	if last.parent != nil {
		slots = append(slots[:len(slots):len(slots)], last.parent)
	}
	steps := u.path.steps
	for _, s := range slots {
		for i := len(steps) - 2; s.level > 0; {
			if i < 0 {
				u.seeking = append(u.seeking, s)
				break
			}
			st := steps[i]
			i--
			// Steps in a row that bind their items are all taken from one
			// object.
			for i >= 0 && st.bindsFocus && steps[i].bindsFocus {
				st = steps[i]
				i--
			}
			if err := c.find(st, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// find looks whether a slot refers to what a step steps from.
func (c *compiler) find(st *step, s *slot) *Error {
	u := st.unit
	switch {
	case u == nil:
		return fail("S0217", -1, "%")
	case u.named:
		if s.level--; s.level == 0 {
			if st.label == "" {
				c.labels++
				st.label = "%" + strconv.Itoa(c.labels)
			}
			s.label = st.label
			st.tuple = true
		}
	case u.parent != nil:
		s.level++
	case u.last != nil:
		st.tuple = true
		return c.findIn(u.last, s)
	default:
		if b, ok := unfiltered(u.code).(*block); ok && len(b.exprs) == 0 {
			return nil
		}
		return fail("S0217", -1, "%")
	}
	return nil
}

// findIn is find for the last expression of a block.
func (c *compiler) findIn(u *unit, s *slot) *Error {
	if u.path == nil {
		return c.find(&step{unit: u}, s)
	}
	u.path.tuple = true
	for i := len(u.path.steps) - 1; i >= 0; i-- {
		if err := c.find(u.path.steps[i], s); err != nil {
			return err
		}
		if s.level <= 0 {
			break
		}
	}
	return nil
}

func (c *compiler) filter(n *Filter) (*unit, *Error) {
	u, err := c.operand(n.X, tokLeftBracket)
	if err != nil {
		return nil, err
	}
	pred, err := c.node(n.Pred)
	if err != nil {
		return nil, err
	}
	var st *step
	if u.path != nil {
		st = u.path.last()
		st.stages = append(st.stages, stage{filter: newFilter(pred)})
	} else {
		f := u.filters()
		f.filters = append(f.filters, newFilter(pred))
		st = &step{unit: u}
	}
	// A filter that is nothing but a % finds nothing, as in the reference.
	for _, s := range pred.seeking {
		if s.level == 1 {
			if err := c.find(st, s); err != nil {
				return nil, err
			}
		} else {
			s.level--
		}
		// What is above a path is looked for only once the step is the last
		// one of a longer path.
		if s.level > 0 && st.unit != nil {
			st.unit.seeking = append(st.unit.seeking, s)
		}
	}
	return u, nil
}

func (c *compiler) group(n *Group) (*unit, *Error) {
	u, err := c.operand(n.X, tokLeftBrace)
	if err != nil {
		return nil, err
	}
	var within unit
	pairs, err := c.pairs(n.Pairs, &within)
	if err != nil {
		return nil, err
	}
	if u.path != nil {
		u.path.group = pairs
	} else {
		u.filters().group = pairs
	}
	return u, nil
}

func (c *compiler) focus(n *Focus) (*unit, *Error) {
	if code := focusProblem(n.X); code != "" && !needsBefore(n.X, c.edges.edgeOf(n.X), tokAt) {
		return nil, fail(code, -1, "@")
	}
	u, err := c.operand(n.X, tokAt)
	if err != nil {
		return nil, err
	}
	if u.path == nil {
		u.focus, u.bindsFocus = n.Var, true
		return u, nil
	}
	s := u.path.last()
	s.focus, s.bindsFocus, s.tuple = n.Var, true, true
	return u, nil
}

func (c *compiler) sort(n *Sort) (*unit, *Error) {
	u, err := c.operand(n.X, tokCaret)
	if err != nil {
		return nil, err
	}
	u = c.asPath(u, false)
	st := &step{}
	within := unit{}
	for _, t := range n.Terms {
		x, err := c.node(t.X)
		if err != nil {
			return nil, err
		}
		within.seek(x)
		st.sort = append(st.sort, sortTerm{x.code, t.Descending})
	}
	u.path.steps = append(u.path.steps, st)
	return u, c.resolve(u, &within)
}
