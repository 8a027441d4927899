package query

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func (w *writer) loop(e *expr.For) code {
	if !w.allowed(e) {
		return code{}
	}
	src := w.inside(e.Source)
	if src.typ == cty.DynamicPseudoType {
		src = w.must(src)
	} else {
		src = w.sure(src)
	}
	if src.typ.IsObjectType() {
		src = w.filled(src) // its members count one by one
	}
	if e.Key == nil {
		return w.mapped(src, e.KeySymbol, e.ValueSymbol, nil, e.Value, e.If, e.Typ)
	}
	members := w.mapped(src, e.KeySymbol, e.ValueSymbol, e.Key, e.Value, e.If, cty.List(cty.Map(cty.DynamicPseudoType)))
	helper := "unique"
	if e.Group {
		helper = "group"
	}
	c := w.call(helper, e.Typ, members.n)
	c.null = false
	return c
}

// mapped is the list of value, or of an object of key and value, for each
// element of src for which the condition holds.
func (w *writer) mapped(src code, ks, vs *expr.Symbol, key, value, cond expr.Expr, t cty.Type) code {
	isList := typeName(src.typ) == "array"
	defer w.scope(vs, "s", false)()
	if ks != nil {
		defer w.scope(ks, "k", isList && !src.typ.IsSetType())()
	}
	params := []string{w.locals[vs].name}
	if ks != nil {
		params = append(params, w.locals[ks].name)
	}
	v := w.whole(value)
	if l, ok := value.(*expr.Local); ok && l.Symbol == vs && key == nil && cond == nil && isList {
		return code{n: src.n, typ: t}
	}
	if key == nil && cond == nil && isList && flat(v) {
		// A path maps over a list all by itself.
		if p := pathFrom(v.n, params[0]); p != nil {
			return code{n: list(src.dot(p)), typ: t}
		}
	}
	body := v.n
	if key != nil {
		body = object(jsonata.Pair{Key: w.must(w.str(key)).n, Value: v.n})
	}
	if cond != nil {
		body = choose(w.must(w.bool(cond)).n, body, nil)
	}
	if ks != nil && src.typ.IsSetType() {
		// The key of an element of a set is the element.
		params = params[:1]
		body = &jsonata.Block{Exprs: []jsonata.Node{
			&jsonata.Assign{Var: w.locals[ks].name, Value: variable(params[0])}, body,
		}}
	}
	if !isList {
		c := w.call(entries(src.typ), t, src.n, lambda(body, params...))
		c.null = false
		return c
	}
	each := builtin("map", src.n, lambda(body, params...))
	if key != nil {
		return code{n: list(each), typ: t}
	}
	return code{n: mapping(v, each), typ: t}
}

// entries is the helper that goes through what is no list, as far as its type
// is known.
func entries(t cty.Type) string {
	if t == cty.DynamicPseudoType {
		return "each"
	}
	return "entries"
}

// flat says whether a value is sure not to be a list, so that a constructor
// around it does not open it.
func flat(c code) bool {
	return c.typ.IsPrimitiveType() || typeName(c.typ) == "object"
}

// dot is the path of c and the steps in p, whose leftmost is a hole.
func (c code) dot(p *jsonata.Dot) jsonata.Node {
	if inner, ok := p.Left.(*jsonata.Dot); ok {
		return &jsonata.Dot{Left: c.dot(inner), Right: p.Right}
	}
	return &jsonata.Dot{Left: c.n, Right: p.Right}
}

// pathFrom is n if it is a path of names from a variable, else nil.
func pathFrom(n jsonata.Node, name string) *jsonata.Dot {
	d, ok := n.(*jsonata.Dot)
	if !ok {
		return nil
	}
	if _, ok := d.Right.(*jsonata.Name); !ok {
		return nil
	}
	switch l := d.Left.(type) {
	case *jsonata.Var:
		if l.Name == name {
			return d
		}
	case *jsonata.Dot:
		if pathFrom(l, name) != nil {
			return d
		}
	default:
	}
	return nil
}
