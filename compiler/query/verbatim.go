package query

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

// verbatim is a text of the user's, with the values that it mentions bound to
// variables first.
func (w *writer) verbatim(e *expr.Verbatim) code {
	n, err := jsonata.Parse(e.Text)
	if err != nil {
		return w.refuse(e, "The text is no JSONata: %s.", err)
	}
	names := boundIn(n)
	for _, v := range e.Vars {
		names = append(names, keyOf(v))
	}
	own := apart(n, names)
	n = renamed(n, own)
	c := code{n: n, typ: cty.DynamicPseudoType, undef: true, null: true, what: "jsonata(...)"}
	if len(e.Vars) == 0 {
		return c
	}
	b := &jsonata.Block{}
	for _, v := range e.Vars {
		name := keyOf(v)
		if to, ok := own[name]; ok {
			name = to
		}
		b.Exprs = append(b.Exprs, &jsonata.Assign{Var: name, Value: w.whole(v.Value).n})
	}
	b.Exprs = append(b.Exprs, n)
	c.n = b
	return c
}

// apart are other names for those of a text that something else may have too: the
// functions of JSONata, which the values that are bound call, and the variables of
// the machine, which have a _ in them, but for "error". Otherwise a value that is
// bound later would see the one bound before in the machine's place, and a state
// that gives a variable of the machine another name would take the text's for it.
func apart(text jsonata.Node, names []string) map[string]string {
	out := map[string]string{}
	var taken map[string]bool
	for _, name := range names {
		if out[name] != "" || !strings.Contains(name, "_") && !slices.Contains(functions, name) {
			continue
		}
		if taken == nil {
			taken = map[string]bool{}
			jsonata.Walk(text, func(n jsonata.Node) bool {
				if v, ok := n.(*jsonata.Var); ok {
					taken[v.Name] = true
				}
				return true
			})
			for _, n := range names {
				taken[n] = true
			}
		}
		to := "v_" + name
		for taken[to] {
			to += "_"
		}
		taken[to] = true
		out[name] = to
	}
	return out
}

// functions are the names of JSONata's functions.
var functions = jsonata.FunctionNames()

// boundIn are the variables that a text binds itself, in the order in which it does.
func boundIn(n jsonata.Node) []string {
	var out []string
	jsonata.Walk(n, func(n jsonata.Node) bool {
		switch n := n.(type) {
		case *jsonata.Lambda:
			out = append(out, n.Params...)
		case *jsonata.Assign:
			out = append(out, n.Var)
		case *jsonata.Focus:
			out = append(out, n.Var)
		case *jsonata.Index:
			out = append(out, n.Var)
		default:
		}
		return true
	})
	return out
}

// renamed is a text with other names for variables, wherever they are bound and
// mentioned.
func renamed(n jsonata.Node, to map[string]string) jsonata.Node {
	if len(to) == 0 {
		return n
	}
	name := func(s string) string {
		if other, ok := to[s]; ok {
			return other
		}
		return s
	}
	return jsonata.Rewrite(n, func(n jsonata.Node) jsonata.Node {
		switch n := n.(type) {
		case *jsonata.Var:
			return &jsonata.Var{Name: name(n.Name)}
		case *jsonata.Assign:
			return &jsonata.Assign{Var: name(n.Var), Value: renamed(n.Value, to)}
		case *jsonata.Focus:
			return &jsonata.Focus{X: renamed(n.X, to), Var: name(n.Var)}
		case *jsonata.Index:
			return &jsonata.Index{X: renamed(n.X, to), Var: name(n.Var)}
		case *jsonata.Lambda:
			out := *n
			out.Params = make([]string, len(n.Params))
			for i, p := range n.Params {
				out.Params[i] = name(p)
			}
			out.Body = renamed(n.Body, to)
			return &out
		default:
			return nil
		}
	})
}
