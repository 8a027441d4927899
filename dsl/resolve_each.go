package dsl

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// each resolves each.value, each.key and each.index, and those of an each
// further out: each.parent.value.
func (w *place) each(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
	if p := w.forbidden(t, 2, true, ""); p != nil {
		return w.bad(t, 2, *p)
	}
	around := w.eaches()
	if len(around) == 0 {
		detail := `"each" is known inside of for_each and map only.`
		if w.item != nil && w.outside && repeats(w.item) {
			detail = `This decides whether and over what it runs, before there is an element, so it cannot mention its own "each".`
		}
		return w.bad(t, 2, diag.Problem{Code: diag.NotKnownHere, Detail: detail})
	}
	up := 0
	for i := 1; i < len(t); i++ {
		part := ""
		switch s := t[i].(type) {
		case hcl.TraverseAttr:
			part = s.Name
		case hcl.TraverseIndex:
			if s.Key.Type() == cty.String {
				part = s.Key.AsString()
			}
		}
		if part == "parent" {
			up++
			if up >= len(around) {
				return w.bad(t, i+1, diag.Problem{Code: diag.NotKnownHere, Detail: fmt.Sprintf(
					"There is no \"each\" further out: %d for_each or map %s around this.", len(around), plural(len(around), "is", "are"))})
			}
			continue
		}
		typ := w.l.eachType(w.d, around[up])
		rng := t[:i+1].SourceRange()
		ref := &expr.Ref{Source: expr.Each{Up: up, Part: part}, Rng: rng}
		switch {
		case part == "value":
			ref.Typ, ref.Loose = typ.value, typ.loose
		case (part == "key" || part == "index") && typ.batch:
			return w.bad(t, i+1, diag.Problem{Code: diag.NotKnownHere, Detail: "In a map with \"batch\" each.value is a list of elements, and there is no other \"each\"."})
		case part == "key":
			ref.Typ = typ.key
		case part == "index":
			ref.Typ = cty.Number
		default:
			return w.bad(t, i+1, diag.Problem{Code: diag.UndeclaredName, Range: rng, Detail: fmt.Sprintf("\"each\" has no member %q.", part) +
				suggestOrList(part, []string{"index", "key", "parent", "value"}, "It has")})
		}
		return ref, i + 1, nil
	}
	return w.bad(t, len(t), diag.Problem{Code: diag.PartialReference, Detail: fmt.Sprintf(
		"%q alone is no value: the element is %s.value.", text(t), text(t))})
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// repeats: it runs once per element.
func repeats(t *taskDecl) bool {
	return t.block.Type == "map" || t.block.Body.Attributes["for_each"] != nil
}

// eaches are the tasks and blocks around the place that run once per element,
// the innermost first.
func (w *place) eaches() []*taskDecl {
	var out []*taskDecl
	if w.item != nil && !w.outside && repeats(w.item) {
		out = append(out, w.item)
	}
	for b := w.body; b != nil; b = b.parent {
		if b.owner != nil && repeats(b.owner) {
			out = append(out, b.owner)
		}
	}
	return out
}

// An eachType is what is known of the elements of a for_each or a map.
type eachType struct {
	key, value cty.Type
	loose      bool // members of the value may be missing
	batch      bool // the value is a list of elements
}

// eachType is the type of the elements of a for_each or a map, found out before
// it is bound where something in it is bound first.
func (l *loader) eachType(d *pipelineDecl, t *taskDecl) eachType {
	if t.eachState != 0 {
		return t.eachType // after a cycle, which is told elsewhere: of any type
	}
	t.eachState = 1
	t.eachType = eachType{key: cty.DynamicPseudoType, value: cty.DynamicPseudoType}
	attrs := t.block.Body.Attributes
	items := attrs["items"]
	if t.block.Type != "map" {
		items = attrs["for_each"]
	}
	typ := t.eachType
	if items != nil {
		w := l.at(d, t)
		w.outside = true
		x, diags := expr.Bind(items.Expr, w.scope(), cty.DynamicPseudoType)
		if !diags.HasErrors() {
			typ = elementsOf(x.Type())
			typ.loose = expr.Loose(x)
		}
	}
	if t.block.Type == "map" && attrs["batch"] != nil {
		typ.value, typ.batch = cty.List(typ.value), true
	}
	t.eachType = typ
	return typ
}

// elementsOf are the elements of a collection.
func elementsOf(t cty.Type) eachType {
	switch {
	case t.IsListType(), t.IsSetType():
		return eachType{key: cty.Number, value: t.ElementType()}
	case t.IsTupleType():
		return eachType{key: cty.Number, value: common(t.TupleElementTypes())}
	case t.IsMapType():
		return eachType{key: cty.String, value: t.ElementType()}
	case t.IsObjectType():
		var all []cty.Type
		for _, name := range slices.Sorted(maps.Keys(t.AttributeTypes())) {
			all = append(all, t.AttributeType(name))
		}
		return eachType{key: cty.String, value: common(all)}
	}
	return eachType{key: cty.DynamicPseudoType, value: cty.DynamicPseudoType}
}

// common is what is known of the type of a value that has one of several.
func common(types []cty.Type) cty.Type {
	if len(types) == 0 {
		return cty.DynamicPseudoType
	}
	out := types[0]
	for _, t := range types[1:] {
		out = either(out, t)
	}
	return out
}

// bindEach binds for_each and concurrency of a task or block, or what a map runs
// over.
func (l *loader) bindEach(d *pipelineDecl, t *taskDecl, r *reader) {
	c := t.item.Base()
	w := l.at(d, t)
	w.outside = true
	if t.block.Type != "map" {
		concurrency := r.attr("concurrency")
		e := r.attr("for_each")
		if e == nil {
			if concurrency != nil {
				l.add(diag.Problem{Code: diag.ConflictingArguments, Range: r.nameRange("concurrency"), Detail: `"concurrency" means nothing without "for_each".`}.Error())
			}
			return
		}
		c.Each = &Each{Range: e.Range()}
		l.bindItems(w, c.Each, "for_each", e)
		l.bindConcurrency(w, c.Each, concurrency, 40)
	} else {
		l.bindMap(d, t, r, w)
	}
	c.Each.Element = l.eachType(d, t).value
}

// bindItems binds what is run over, which has to be a list, a set or a map.
func (l *loader) bindItems(w *place, each *Each, name string, e hclsyntax.Expression) {
	x := w.bind(e, cty.DynamicPseudoType)
	each.Items = x
	t := x.Type()
	v, known := staticValue(x)
	switch {
	case hasBad(x):
		return
	case known && v.IsNull():
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: fmt.Sprintf("%q is null here. It is a list, a set or a map; [] runs nothing.", name)}.Error())
	case t == cty.DynamicPseudoType || t.IsCollectionType() || t.IsTupleType() || t.IsObjectType():
	default:
		l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: fmt.Sprintf(
			"%q is a list, a set or a map, and this is a %s. For a single element put it in brackets: [ … ].", name, t.FriendlyName())}.Error())
	}
}

// bindConcurrency binds how many elements run at once at most.
func (l *loader) bindConcurrency(w *place, each *Each, e hclsyntax.Expression, most int64) {
	if e == nil {
		return
	}
	x := w.bind(e, cty.Number)
	if v, ok := staticValue(x); ok {
		if v.IsNull() {
			return
		}
		if n, whole := wholeNumber(v); !whole || n < 1 || n > most {
			l.add(diag.Problem{Code: diag.UnsupportedValue, Range: e.Range(), Detail: fmt.Sprintf("\"concurrency\" is a whole number from 1 to %d here.", most)}.Error())
		}
	}
	each.Concurrency = x
}
