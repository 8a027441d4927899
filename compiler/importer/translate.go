package importer

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// An env is what an expression of the machine sees.
type env struct {
	input value // $states.input
	vars  []named

	result value // $states.result, nil where there is none
	failed value // $states.errorOutput, likewise

	// item, index and key are those of a Map's ItemSelector.
	item, index, key value

	state string // name of the state
	token bool   // a task token may be mentioned
}

// A translator turns code into values.
type translator struct {
	r *rewriter
	env
	loops []string // parameters that are elements of loops, innermost last
	whole bool     // paths stay JSONata from the first value on that is no object
}

// plain: the code names a value and reads nothing of it.
func (t *translator) plain(n jsonata.Node) bool {
	switch x := n.(type) {
	case *jsonata.Var:
		return true
	case *jsonata.Dot:
		from, err := t.node(x.Left)
		return isStates(x.Left) || err == nil && builds(from)
	default:
		return false
	}
}

// selects: the value is read as a whole, and nothing is read of it.
func selects(v value) bool {
	switch x := v.(type) {
	case constant:
		return true
	case ref:
		return len(x.path) == 0
	case *object:
		for _, m := range x.members {
			if !selects(m.v) {
				return false
			}
		}
		return x.base == nil || selects(x.base)
	case *tuple:
		return !slices.ContainsFunc(x.items, func(i value) bool { return !selects(i) })
	case *phi:
		return true
	default:
		return false
	}
}

// errForeign: the expression has no form in HCL.
var errForeign = errors.New("no form in HCL")

// translate is a value of the machine as one of the pipeline.
func (m *importer) translate(v asl.Value, e env) value {
	switch x := v.(type) {
	case nil:
		return nil
	case asl.Code:
		return m.code(x.Expr, e)
	case asl.Array:
		t := &tuple{}
		for _, i := range x {
			t.items = append(t.items, m.translate(i, e))
		}
		if c, ok := known(t); ok {
			return constant{c}
		}
		return t
	case asl.Object:
		o := &object{}
		for _, k := range x {
			o.members = append(o.members, named{k.Key, m.translate(k.Value, e)})
		}
		if c, ok := known(o); ok {
			return constant{c}
		}
		return o
	case asl.String:
		if m.foreign(e.state) && placeholderForm.MatchString(string(x)) {
			// It stands for a value of any type, which the text is not.
			return &foreign{text: jsonata.Print(str(string(x)))}
		}
		return constant{v}
	default:
		return constant{v}
	}
}

// placeholderForm is that of what the tool around a definition replaces.
var placeholderForm = regexp.MustCompile(`\$\{[^{}]*\}|^<[A-Za-z_ ]+>$|^__[A-Z_]+__$`)

// foreign reports whether what a state reads stays in JSONata.
func (m *importer) foreign(state string) bool {
	l := m.levels[state]
	return l == levelForeign || l == levelCallForeign
}

// code is an expression as a value: HCL where it has the same meaning, else
// JSONata with the values it sees.
func (m *importer) code(n jsonata.Node, e env) value {
	t := &translator{r: m.r, env: e}
	v, err := t.node(n)
	if m.foreign(e.state) && err == nil && !selects(v) && !t.plain(n) {
		t.whole = true
		return t.foreign(n)
	}
	if err == nil {
		return v
	}
	if errors.Is(err, errMissing) {
		m.note("an expression of the state %q reads what is not there: %s", e.state, jsonata.Print(n))
		return &foreign{text: jsonata.Print(wrong("there is no " + jsonata.Print(n)))}
	}
	return t.foreign(n)
}

// condition is a value that is true or false.
func (m *importer) condition(v asl.Value, e env) value {
	code, ok := v.(asl.Code)
	if !ok {
		return constant{v}
	}
	return m.code(code.Expr, e)
}

func (t *translator) node(n jsonata.Node) (value, error) {
	switch x := n.(type) {
	case *jsonata.String:
		return text(x.Value), nil
	case *jsonata.Number:
		return constant{numberText(x.Value)}, nil
	case *jsonata.Bool:
		return constant{asl.Bool(x.Value)}, nil
	case *jsonata.Null:
		return constant{asl.Null{}}, nil
	case *jsonata.Negate:
		if n, ok := x.X.(*jsonata.Number); ok {
			return constant{numberText(-n.Value)}, nil
		}
		v, err := t.node(x.X)
		return &operation{op: "-", x: v}, err
	case *jsonata.Var:
		return t.variable(x)
	case *jsonata.Dot:
		return t.dot(x)
	case *jsonata.Filter:
		return t.filter(x)
	case *jsonata.Binary:
		return t.binary(x)
	case *jsonata.Cond:
		if x.Else == nil {
			return nil, errForeign
		}
		vs, err := t.nodes(x.If, x.Then, x.Else)
		if err != nil {
			return nil, err
		}
		if !boolish(x.If) {
			return nil, errForeign
		}
		return &conditional{vs[0], vs[1], vs[2]}, nil
	case *jsonata.Array:
		return t.array(x)
	case *jsonata.Object:
		o := &object{}
		for _, p := range x.Pairs {
			key, ok := p.Key.(*jsonata.String)
			if !ok {
				return nil, errForeign
			}
			v, err := t.node(p.Value)
			if err != nil {
				return nil, err
			}
			o.members = append(o.members, named{key.Value, v})
		}
		if c, ok := known(o); ok {
			return constant{c}, nil
		}
		return o, nil
	case *jsonata.Block:
		if len(x.Exprs) == 1 {
			return t.node(x.Exprs[0])
		}
	case *jsonata.Call:
		return t.call(x)
	default:
	}
	return nil, errForeign
}

func (t *translator) nodes(ns ...jsonata.Node) ([]value, error) {
	var out []value
	for _, n := range ns {
		v, err := t.node(n)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (t *translator) variable(x *jsonata.Var) (value, error) {
	for i := len(t.loops) - 1; i >= 0; i-- {
		if t.loops[i] == x.Name {
			return loopVar{name: x.Name}, nil
		}
	}
	for i := len(t.vars) - 1; i >= 0; i-- {
		if t.vars[i].name == x.Name {
			return t.vars[i].v, nil
		}
	}
	return nil, errForeign
}

// rooted is what $states.NAME stands for.
func (t *translator) rooted(name string) (value, error) {
	var v value
	switch name {
	case "input":
		v = t.input
	case "result":
		v = t.result
	case "errorOutput":
		v = t.failed
	}
	if v == nil {
		return nil, errForeign
	}
	return v, nil
}

func (t *translator) dot(x *jsonata.Dot) (value, error) {
	name, ok := x.Right.(*jsonata.Name)
	if !ok {
		if f, isFilter := x.Right.(*jsonata.Filter); isFilter {
			// a.b[0]: the predicate binds to the step, which for a value
			// that is no list is the same as (a.b)[0].
			return t.filter(&jsonata.Filter{X: &jsonata.Dot{Left: x.Left, Right: f.X}, Pred: f.Pred})
		}
		if s, isString := x.Right.(*jsonata.String); isString {
			name, ok = &jsonata.Name{Value: s.Value}, true
		}
	}
	if !ok {
		return nil, errForeign
	}
	if v, ok := x.Left.(*jsonata.Var); ok && v.Name == "states" && name.Value != "context" {
		return t.rooted(name.Value)
	}
	if path, ok := contextPath(x); ok {
		return t.context(path)
	}
	v, err := t.node(x.Left)
	if err != nil {
		return nil, err
	}
	return member(v, name.Value)
}

// contextPath is the path after $states.context.
func contextPath(n jsonata.Node) ([]string, bool) {
	d, ok := n.(*jsonata.Dot)
	if !ok {
		return nil, false
	}
	name, ok := d.Right.(*jsonata.Name)
	if !ok {
		return nil, false
	}
	if v, ok := d.Left.(*jsonata.Var); ok {
		return nil, v.Name == "states" && name.Value == "context"
	}
	path, ok := contextPath(d.Left)
	if !ok {
		return nil, false
	}
	return append(path, name.Value), true
}

// context is a member of the context object.
func (t *translator) context(path []string) (value, error) {
	if len(path) == 0 {
		whole := &foreign{text: "$states.context"}
		if !t.token {
			return whole, nil
		}
		return &object{base: whole, members: []named{{"Task", &object{members: []named{{"Token", word("task_token")}}}}}}, nil
	}
	if len(path) < 2 {
		return nil, errForeign
	}
	var v value
	rest := path[2:]
	switch path[0] + "." + path[1] {
	case "Execution.Id":
		v = word("run.id")
	case "Execution.Name":
		v = word("run.name")
	case "Execution.StartTime":
		v = word("run.start_time")
	case "Execution.Input":
		v = ref{root: root{what: rootInput}}
	case "StateMachine.Id":
		v = word("run.machine_id")
	case "State.Name":
		v = text(t.state)
	case "Task.Token":
		if !t.token {
			return nil, errForeign
		}
		v = word("task_token")
	case "Map.Item":
		if len(path) < 3 {
			return nil, errForeign
		}
		rest = path[3:]
		switch path[2] {
		case "Value":
			v = t.item
		case "Index":
			v = t.index
		case "Key":
			v = t.key
		}
	}
	if v == nil {
		return nil, errForeign
	}
	for _, name := range rest {
		var err error
		if v, err = member(v, name); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (t *translator) filter(x *jsonata.Filter) (value, error) {
	index := 0
	switch p := x.Pred.(type) {
	case *jsonata.Number:
		index = int(p.Value)
	case *jsonata.Negate:
		n, ok := p.X.(*jsonata.Number)
		if !ok {
			return nil, errForeign
		}
		index = -int(n.Value)
	case *jsonata.Dot, *jsonata.Var:
		vs, err := t.nodes(x.X, x.Pred)
		if err != nil {
			return nil, err
		}
		return &element{vs[0], vs[1]}, nil
	default:
		return nil, errForeign
	}
	v, err := t.node(x.X)
	if err != nil {
		return nil, err
	}
	return at(v, index)
}

// array is a list. JSONata puts the items of a list in the place of a list that
// is an item, so that what may be one keeps the whole in JSONata.
func (t *translator) array(x *jsonata.Array) (value, error) {
	out := &tuple{}
	for _, i := range x.Items {
		if _, ok := i.(*jsonata.Range); ok {
			return nil, errForeign
		}
		v, err := t.node(i)
		if err != nil {
			return nil, err
		}
		if !t.r.tuples[x] && mayBeList(i, v) {
			return nil, errForeign
		}
		out.items = append(out.items, v)
	}
	if c, ok := known(out); ok {
		return constant{c}, nil
	}
	return out, nil
}

func mayBeList(n jsonata.Node, v value) bool {
	switch v.(type) {
	case *object, *template, *operation:
		return false
	case constant:
		_, isList := v.(constant).v.(asl.Array)
		_, written := n.(*jsonata.Array)
		return isList && !written
	case *tuple:
		_, written := n.(*jsonata.Array)
		return !written
	default:
		return true
	}
}

// numberText is a number as JSON writes it.
func numberText(f float64) asl.Number {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return asl.Number(strconv.FormatInt(int64(f), 10))
	}
	return asl.Number(strconv.FormatFloat(f, 'g', -1, 64))
}

func functionName(c *jsonata.Call) string {
	if f, ok := c.Func.(*jsonata.Var); ok {
		return f.Name
	}
	return ""
}
