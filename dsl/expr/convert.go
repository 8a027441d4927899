package expr

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
)

// convert is e with the type that its place asks for.
func (b *binder) convert(e Expr, want cty.Type) Expr {
	if want == cty.DynamicPseudoType {
		return e
	}
	switch e := e.(type) {
	case *Bad:
		return e
	case *Object:
		if c := b.convertObject(e, want); c != nil {
			return c
		}
	case *Tuple:
		if c := b.convertTuple(e, want); c != nil {
			return c
		}
	case *Cond:
		if !e.Typ.IsPrimitiveType() && e.Typ != cty.DynamicPseudoType {
			return &Cond{If: e.If, Then: b.convert(e.Then, want), Else: b.convert(e.Else, want), Typ: want, Rng: e.Rng}
		}
	default:
	}
	if l, ok := e.(*Lit); ok && l.Val.Type().IsObjectType() && want.IsObjectType() && !l.Val.IsNull() {
		if bad := b.unknownMembers(slices.Sorted(maps.Keys(l.Val.AsValueMap())), want, func(string) hcl.Range { return l.Rng }); bad {
			return &Bad{Rng: l.Rng}
		}
	}
	before := len(b.found)
	if c := b.to(e, want); c != nil {
		return c
	}
	if len(b.found) > before {
		return &Bad{Rng: e.Range()}
	}
	if v, ok := Static(e); ok && want == cty.Bool && v.Type() == cty.String && !v.IsNull() {
		return b.fail(diag.TypeMismatch, e.Range(), "This must be a bool, and it is text. An expression stands without quotes; a bool is true or false.")
	}
	if v, ok := Static(e); ok && want == cty.Number && v.Type() == cty.String && !v.IsNull() {
		return b.fail(diag.TypeMismatch, e.Range(), "This must be a number, and %q is none.", v.AsString())
	}
	if v, ok := Static(e); ok {
		if _, err := convert.Convert(v, want); err != nil && sameKind(v.Type(), want) {
			return b.fail(diag.TypeMismatch, e.Range(), "This must be %s, but %s", describe(want), sentence(PathError(err)))
		}
	}
	return b.fail(diag.TypeMismatch, e.Range(), "This must be %s, not %s.", describe(want), describe(e.Type()))
}

// to is e converted to a type as HCL converts, nil when there is no such
// conversion.
func (b *binder) to(e Expr, want cty.Type) Expr {
	if _, bad := e.(*Bad); bad || want == cty.DynamicPseudoType {
		return e
	}
	if l, ok := e.(*Lit); ok {
		v, err := convert.Convert(l.Val, want)
		if err != nil {
			return nil
		}
		return &Lit{Val: v, Rng: l.Rng}
	}
	have := e.Type()
	plain := want.WithoutOptionalAttributesDeep()
	if have.Equals(want) || have.WithoutOptionalAttributesDeep().Equals(plain) {
		return e
	}
	if v, ok := Static(e); ok {
		c, err := convert.Convert(v, want)
		if err != nil {
			return nil
		}
		return &Lit{Val: c, Rng: e.Range()}
	}
	if convert.GetConversionUnsafe(have.WithoutOptionalAttributesDeep(), want) == nil {
		return nil
	}
	return &Convert{X: e, To: want, Rng: e.Range()}
}

// convertObject converts a constructor member by member, so that an error
// stands at its member. Nil when the type is not one of objects.
func (b *binder) convertObject(o *Object, want cty.Type) Expr {
	switch {
	case want.IsMapType():
		items := make([]Item, len(o.Items))
		for i, it := range o.Items {
			items[i] = Item{Key: it.Key, Value: b.convert(it.Value, want.ElementType())}
		}
		return &Object{Items: items, Typ: want, Rng: o.Rng}
	case !want.IsObjectType():
		return nil
	}
	var names []string
	rngs := map[string]hcl.Range{}
	for _, it := range o.Items {
		k, ok := Static(it.Key)
		if !ok || k.IsNull() || k.Type() != cty.String {
			return nil
		}
		names = append(names, k.AsString())
		rngs[k.AsString()] = it.Key.Range()
	}
	bad := b.unknownMembers(names, want, func(n string) hcl.Range { return rngs[n] })
	items := make([]Item, 0, len(o.Items))
	for i, it := range o.Items {
		if !want.HasAttribute(names[i]) {
			continue
		}
		items = append(items, Item{Key: it.Key, Value: b.convert(it.Value, want.AttributeType(names[i]))})
	}
	for _, n := range slices.Sorted(maps.Keys(want.AttributeTypes())) {
		if bad {
			break // one misspelt is not missing besides
		}
		if _, given := rngs[n]; !given && !want.AttributeOptional(n) {
			b.fail(diag.MissingMember, o.Rng, "The member %q is required here.", n)
			bad = true
		}
	}
	if bad {
		return &Bad{Rng: o.Rng}
	}
	return &Object{Items: items, Typ: want, Rng: o.Rng}
}

// unknownMembers reports members that an object type does not have.
func (b *binder) unknownMembers(names []string, want cty.Type, at func(string) hcl.Range) bool {
	bad := false
	have := slices.Sorted(maps.Keys(want.AttributeTypes()))
	for _, n := range names {
		if want.HasAttribute(n) {
			continue
		}
		bad = true
		hint := diag.Suggest(n, have)
		if hint == "" {
			hint = " The members are " + enumerate(have) + "."
		}
		b.fail(diag.UnknownMember, at(n), "No member %q is known here.%s", n, hint)
	}
	return bad
}

// convertTuple converts a constructor element by element. Nil when the type is
// not one of lists.
func (b *binder) convertTuple(t *Tuple, want cty.Type) Expr {
	elems := make([]Expr, len(t.Elems))
	switch {
	case want.IsListType(), want.IsSetType() && len(t.Elems) < 2:
		for i, e := range t.Elems {
			elems[i] = b.convert(e, want.ElementType())
		}
	case want.IsSetType():
		for i, e := range t.Elems {
			elems[i] = b.convert(e, want.ElementType())
		}
		list := &Tuple{Elems: elems, Typ: cty.List(want.ElementType()), Rng: t.Rng}
		if c := b.to(list, want); c != nil {
			return c
		}
		return list
	case want.IsTupleType() && len(want.TupleElementTypes()) == len(t.Elems):
		for i, e := range t.Elems {
			elems[i] = b.convert(e, want.TupleElementType(i))
		}
	default:
		return nil
	}
	return &Tuple{Elems: elems, Typ: want, Rng: t.Rng}
}

// sameKind says whether two types are of the same kind, so that naming them
// would not say what is wrong.
func sameKind(have, want cty.Type) bool {
	return have.IsPrimitiveType() && want.IsPrimitiveType() ||
		(have.IsObjectType() || have.IsMapType()) && (want.IsObjectType() || want.IsMapType()) ||
		(have.IsTupleType() || have.IsListType() || have.IsSetType()) && (want.IsTupleType() || want.IsCollectionType() && !want.IsMapType())
}
