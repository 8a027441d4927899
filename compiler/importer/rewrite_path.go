package importer

import (
	"fmt"
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

// A rewriter turns what JSONPath says into JSONata.
type rewriter struct {
	problems []string

	// tuples are array constructors whose items are items, whatever they are:
	// JSONata would put the items of a list in place of the list.
	tuples map[*jsonata.Array]bool

	// lists are calls and operators whose operand is a list, also where it has
	// one item.
	lists map[jsonata.Node]bool

	// encoded are calls of $string that make JSON of strings too.
	encoded map[*jsonata.Call]bool

	depth int // of lambdas, for the names of their parameters
}

func newRewriter() *rewriter {
	return &rewriter{tuples: map[*jsonata.Array]bool{}, lists: map[jsonata.Node]bool{}, encoded: map[*jsonata.Call]bool{}}
}

func (r *rewriter) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

// field is what a field whose value is JSONPath, or an intrinsic function,
// gives, over a value in place of $.
func (r *rewriter) field(source string, over jsonata.Node) jsonata.Node {
	e, err := jsonpath.Parse(source)
	if err != nil {
		r.problem("%q cannot be read: %v", source, err)
		return wrong("no JSONPath: " + source)
	}
	return r.expr(e, over)
}

func wrong(text string) jsonata.Node { return fcall("error", str(text)) }

func (r *rewriter) expr(e jsonpath.Expr, over jsonata.Node) jsonata.Node {
	switch x := e.(type) {
	case *jsonpath.Path:
		return r.path(x, over, nil)
	case *jsonpath.Literal:
		return scalar(x.Value)
	case *jsonpath.Call:
		return r.call(x, over)
	}
	panic("importer: a kind of JSONPath is unknown")
}

func scalar(s jsonpath.Scalar) jsonata.Node {
	switch x := s.(type) {
	case jsonpath.String:
		return str(x.Text)
	case jsonpath.Number:
		f, err := strconv.ParseFloat(string(x), 64)
		if err != nil {
			return wrong("no number: " + string(x))
		}
		return &jsonata.Number{Value: f}
	case jsonpath.Bool:
		return &jsonata.Bool{Value: bool(x)}
	case jsonpath.Null:
		return &jsonata.Null{}
	case jsonpath.Word:
		return str(string(x))
	case jsonpath.Regex:
		return &jsonata.Regex{Pattern: x.Pattern, Flags: x.Flags}
	case jsonpath.List:
		a := &jsonata.Array{}
		for _, item := range x {
			a.Items = append(a.Items, scalar(item))
		}
		return a
	}
	panic("importer: a kind of JSONPath value is unknown")
}

// path is a path over the value of its root; item is that of @.
func (r *rewriter) path(p *jsonpath.Path, over, item jsonata.Node) jsonata.Node {
	var from jsonata.Node
	switch p.Root {
	case jsonpath.Input:
		from = over
	case jsonpath.Context:
		from = dot(variable("states"), "context")
	case jsonpath.Variable:
		from = variable(p.Var)
	case jsonpath.Item:
		from = item
	}
	return r.steps(p.Steps, from)
}

func (r *rewriter) steps(steps []jsonpath.Step, from jsonata.Node) jsonata.Node {
	for i, step := range steps {
		rest := steps[i+1:]
		switch s := step.(type) {
		case jsonpath.Names:
			if len(s) != 1 {
				r.problem("a path that selects several members at once has no form here")
				return wrong("a path of several members")
			}
			from = dot(from, s[0])
		case jsonpath.Indexes:
			if len(s) != 1 {
				r.problem("a path that selects several items at once has no form here")
				return wrong("a path of several items")
			}
			from = &jsonata.Filter{X: from, Pred: number(s[0])}
		case jsonpath.FromEnd:
			from = &jsonata.Filter{X: from, Pred: number(-int(s))}
		case jsonpath.Slice:
			if s.By != nil || negative(s.From) || negative(s.To) {
				r.problem("a slice counted from the end, or by more than one, has no form here")
				return wrong("a slice")
			}
			index := variable(r.param("i"))
			var cond jsonata.Node = &jsonata.Bool{Value: true}
			if s.From != nil {
				cond = binary(">=", index, number(*s.From))
			}
			if s.To != nil {
				to := binary("<", index, number(*s.To))
				if s.From != nil {
					to = binary("and", cond, to)
				}
				cond = to
			}
			list := listOf(fcall("filter", from, &jsonata.Lambda{Params: []string{r.param("v"), index.Name}, Body: cond}))
			return r.eachStep(rest, list)
		case jsonpath.Wildcard:
			return r.eachStep(rest, from)
		case jsonpath.Filter:
			v := variable(r.param("v"))
			r.depth++
			cond := r.cond(s.Cond, v)
			r.depth--
			list := listOf(fcall("filter", from, &jsonata.Lambda{Params: []string{v.Name}, Body: cond}))
			return r.eachStep(rest, list)
		case jsonpath.Descend:
			names, ok := s.Step.(jsonpath.Names)
			if !ok || len(names) != 1 {
				r.problem("a path that searches all depths for more than a name has no form here")
				return wrong("a path through all depths")
			}
			found := &jsonata.Dot{Left: &jsonata.Dot{Left: from, Right: &jsonata.Descendant{}}, Right: &jsonata.Name{Value: names[0]}}
			return r.eachStep(rest, listOf(found))
		case jsonpath.Measure:
			name, ok := map[string]string{"length": "count", "min": "min", "max": "max", "sum": "sum", "avg": "average"}[s.Name]
			if !ok {
				r.problem("%s() at the end of a path has no form here", s.Name)
				return wrong("a path with " + s.Name)
			}
			from = fcall(name, from)
		}
	}
	return from
}

func negative(n *int) bool { return n != nil && *n < 0 }

// eachStep goes on from every item of a list.
func (r *rewriter) eachStep(rest []jsonpath.Step, list jsonata.Node) jsonata.Node {
	if len(rest) == 0 {
		return list
	}
	v := variable(r.param("v"))
	r.depth++
	body := r.steps(rest, v)
	r.depth--
	return listOf(fcall("map", list, &jsonata.Lambda{Params: []string{v.Name}, Body: body}))
}

func (r *rewriter) param(name string) string {
	if r.depth > 0 {
		return name + strconv.Itoa(r.depth+1)
	}
	return name
}

func (r *rewriter) cond(c jsonpath.Cond, item jsonata.Node) jsonata.Node {
	switch x := c.(type) {
	case *jsonpath.And:
		return binary("and", r.cond(x.X, item), r.cond(x.Y, item))
	case *jsonpath.Or:
		return binary("or", r.cond(x.X, item), r.cond(x.Y, item))
	case *jsonpath.Not:
		return fcall("not", r.cond(x.X, item))
	case *jsonpath.Exists:
		return fcall("exists", r.path(x.Path, dot(variable("states"), "input"), item))
	case *jsonpath.Compare:
		side := func(o jsonpath.Operand) jsonata.Node {
			if o.Path != nil {
				return r.path(o.Path, dot(variable("states"), "input"), item)
			}
			return scalar(o.Value)
		}
		op, ok := map[string]string{"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in"}[x.Op]
		if !ok {
			r.problem("the filter's operator %s has no form here", x.Op)
			return wrong("a filter with " + x.Op)
		}
		return binary(op, side(x.X), side(x.Y))
	}
	panic("importer: a kind of filter is unknown")
}

// overlay is a value with another in place of what lies at a path in it.
func overlay(base jsonata.Node, path []string, value jsonata.Node) jsonata.Node {
	if len(path) == 0 {
		return value
	}
	inner := value
	if len(path) > 1 {
		inner = overlay(dot(base, path[0]), path[1:], value)
	}
	return fcall("merge", &jsonata.Array{Items: []jsonata.Node{base, &jsonata.Object{Pairs: []jsonata.Pair{{Key: str(path[0]), Value: inner}}}}})
}

// names are the names of a reference path; false where it has an index.
func names(p *jsonpath.Path) ([]string, bool) {
	var out []string
	for _, s := range p.Steps {
		n, ok := s.(jsonpath.Names)
		if !ok || len(n) != 1 {
			return nil, false
		}
		out = append(out, n[0])
	}
	return out, true
}

// nodeOf is a value as an expression.
func nodeOf(v asl.Value) jsonata.Node {
	switch x := v.(type) {
	case nil, asl.Null:
		return &jsonata.Null{}
	case asl.Bool:
		return &jsonata.Bool{Value: bool(x)}
	case asl.Number:
		f, err := strconv.ParseFloat(string(x), 64)
		if err != nil {
			return wrong("no number: " + string(x))
		}
		if f < 0 {
			return &jsonata.Negate{X: &jsonata.Number{Value: -f}}
		}
		return &jsonata.Number{Value: f}
	case asl.String:
		return str(string(x))
	case asl.Code:
		return x.Expr
	case asl.Array:
		a := &jsonata.Array{}
		for _, item := range x {
			a.Items = append(a.Items, nodeOf(item))
		}
		return a
	case asl.Object:
		o := &jsonata.Object{}
		for _, m := range x {
			o.Pairs = append(o.Pairs, jsonata.Pair{Key: str(m.Key), Value: nodeOf(m.Value)})
		}
		return o
	}
	panic("importer: a kind of value is unknown")
}

func str(s string) *jsonata.String      { return &jsonata.String{Value: s} }
func variable(name string) *jsonata.Var { return &jsonata.Var{Name: name} }
func dot(x jsonata.Node, name string) jsonata.Node {
	return &jsonata.Dot{Left: x, Right: &jsonata.Name{Value: name}}
}

func number(n int) jsonata.Node {
	if n < 0 {
		return &jsonata.Negate{X: &jsonata.Number{Value: float64(-n)}}
	}
	return &jsonata.Number{Value: float64(n)}
}

func binary(op string, x, y jsonata.Node) jsonata.Node {
	return &jsonata.Binary{Op: op, Left: x, Right: y}
}

func fcall(name string, args ...jsonata.Node) *jsonata.Call {
	return &jsonata.Call{Func: variable(name), Args: args}
}

// listOf is a sequence as a list, also where it has one item or none.
func listOf(x jsonata.Node) jsonata.Node {
	return fcall("append", &jsonata.Array{}, &jsonata.KeepArray{X: x})
}
