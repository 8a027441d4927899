package query

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func (w *writer) value(e expr.Expr) asl.Value {
	switch e := e.(type) {
	case *expr.Lit:
		return w.constant(e.Val)
	case *expr.Tuple:
		if e.Typ.IsSetType() {
			break
		}
		a := make(asl.Array, len(e.Elems))
		for i, x := range e.Elems {
			a[i] = w.value(x)
		}
		return a
	case *expr.Object:
		members, plain := w.members(e)
		if !plain {
			break
		}
		o := make(asl.Object, 0, len(members))
		for _, m := range members {
			if w.env.DropNull && isNull(m.Value) {
				continue
			}
			o = append(o, asl.Member{Key: keyOf(m), Value: w.value(m.Value)})
		}
		return o
	case *expr.Cond:
		if chosen := w.chosen(e); chosen != nil {
			return w.value(chosen)
		}
	default:
	}
	switch n := w.node(e).(type) {
	case *jsonata.Bool: // as of a task that is never skipped
		return asl.Bool(n.Value)
	case *jsonata.Null:
		return asl.Null{}
	default:
		return asl.Code{Expr: n}
	}
}

// members are the members of a constructor, each key once, with its last
// value. They are plain when they can be a JSON object: every key is known,
// and no value has to be left out at run time.
func (w *writer) members(o *expr.Object) (items []expr.Item, plain bool) {
	place := map[string]int{}
	plain = true
	for _, it := range o.Items {
		if _, ok := it.Key.(*expr.Lit); !ok {
			return o.Items, false
		}
		if i, ok := place[keyOf(it)]; ok {
			items[i] = it
			continue
		}
		place[keyOf(it)] = len(items)
		items = append(items, it)
	}
	for _, it := range items {
		if w.env.DropNull && !isNull(it.Value) && expr.Nullable(it.Value) {
			plain = false
		}
	}
	return items, plain
}

func keyOf(it expr.Item) string { return it.Key.(*expr.Lit).Val.AsString() }

func isNull(e expr.Expr) bool {
	l, ok := e.(*expr.Lit)
	return ok && l.Val.IsNull()
}

// chosen is the branch of a conditional whose condition is known, or nil.
func (w *writer) chosen(e *expr.Cond) expr.Expr {
	v, ok := expr.Static(e.If)
	if !ok || v.IsNull() || v.Type() != cty.Bool {
		return nil
	}
	if v.True() {
		return e.Then
	}
	return e.Else
}

// constant is a known value as JSON. Sets are lists in cty's order.
func (w *writer) constant(v cty.Value) asl.Value {
	switch t := v.Type(); {
	case v.IsNull():
		return asl.Null{}
	case t == cty.String:
		s := v.AsString()
		if strings.HasPrefix(s, "{%") && strings.HasSuffix(s, "%}") {
			// Left as it is it would be taken for code.
			return asl.Code{Expr: &jsonata.String{Value: s}}
		}
		return asl.String(s)
	case t == cty.Number:
		return asl.Number(numberText(v.AsBigFloat()))
	case t == cty.Bool:
		return asl.Bool(v.True())
	case t.IsObjectType() || t.IsMapType():
		o := make(asl.Object, 0, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			if w.env.DropNull && x.IsNull() {
				continue
			}
			o = append(o, asl.Member{Key: k.AsString(), Value: w.constant(x)})
		}
		return o
	default:
		a := make(asl.Array, 0, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			_, x := it.Element()
			a = append(a, w.constant(x))
		}
		return a
	}
}

// numberText is a double in JSON, with the fewest digits that say which.
func numberText(n *big.Float) string {
	f, _ := n.Float64()
	if f == 0 {
		return "0"
	}
	if f >= 1e21 || f <= -1e21 || f < 1e-6 && f > -1e-6 {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
