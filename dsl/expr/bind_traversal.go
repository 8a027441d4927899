package expr

import (
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
)

func (b *binder) scopeTraversal(n *hclsyntax.ScopeTraversalExpr) Expr {
	if e := b.lookup(n.Traversal.RootName()); e != nil {
		return b.steps(at(e, n.Traversal[0].SourceRange()), n.Traversal[1:])
	}
	e, taken, diags := b.scope.Resolve(n.Traversal)
	for _, d := range diags {
		if d.Subject == nil {
			d.Subject = n.SrcRange.Ptr()
		}
		b.found = append(b.found, finding{diag: d, hard: true})
	}
	if e == nil {
		e = &Bad{}
	}
	taken = min(max(taken, 1), len(n.Traversal))
	return b.steps(at(e, n.Traversal[:taken].SourceRange()), n.Traversal[taken:])
}

// steps reads the members that a traversal names, one after another.
func (b *binder) steps(e Expr, t hcl.Traversal) Expr {
	for _, s := range t {
		rng := hcl.RangeBetween(e.Range(), s.SourceRange())
		switch s := s.(type) {
		case hcl.TraverseAttr:
			e = b.attr(e, s.Name, trimDot(s.SrcRange), rng)
		case hcl.TraverseIndex:
			e = b.index(e, &Lit{Val: s.Key, Rng: s.SrcRange}, rng)
		default:
			return b.hard(diag.UnsupportedForm, s.SourceRange(), "This step has no meaning in a pipeline.")
		}
	}
	return e
}

// attr is on.name; step is the range of the name alone.
func (b *binder) attr(on Expr, name string, step, rng hcl.Range) Expr {
	if _, bad := on.(*Bad); bad {
		return &Bad{Rng: rng}
	}
	t := on.Type()
	if v, ok := Static(on); ok {
		if v.IsNull() {
			return b.fail(diag.NullValue, rng, "The value before \".%s\" is null, so it has no members.", name)
		}
		if !t.IsObjectType() && !t.IsMapType() {
			return b.noMembers(t, name, step)
		}
		r, diags := hcl.GetAttr(v, name, &step)
		if diags.HasErrors() {
			return b.noMember(slices.Sorted(maps.Keys(v.AsValueMap())), name, step)
		}
		return &Lit{Val: r, Rng: rng}
	}
	if c, ok := on.(*Call); ok && b.scope.Catalog && c.Func.Name == "merge" && !c.Expand {
		// Of an object merged of others, the last that has it for sure.
		for _, x := range slices.Backward(c.Args) {
			o, ok := x.(*Object)
			if !ok {
				break
			}
			if e := b.memberOf(o, name); e != nil {
				return e
			}
		}
	}
	switch {
	case t == cty.DynamicPseudoType:
		return &Attr{On: on, Name: name, Typ: t, Rng: rng}
	case t.IsObjectType():
		if o, ok := on.(*Object); ok {
			if b.scope.Catalog {
				if e := b.memberOf(o, name); e != nil {
					return e
				}
			}
			if e := member(o, name); e != nil {
				return at(e, rng)
			}
		}
		if !t.HasAttribute(name) {
			return b.noMember(slices.Sorted(maps.Keys(t.AttributeTypes())), name, step)
		}
		return &Attr{On: on, Name: name, Typ: t.AttributeType(name), Rng: rng}
	case t.IsMapType():
		return &Attr{On: on, Name: name, Typ: t.ElementType(), Rng: rng}
	}
	return b.noMembers(t, name, step)
}

// member is the value that a constructor gives a key, or nil when that takes
// more than a look: reading it through the constructor would only hide it.
func member(o *Object, name string) Expr {
	var found Expr
	for _, it := range o.Items {
		k, ok := Static(it.Key)
		if !ok || k.Type() != cty.String || k.IsNull() {
			return nil
		}
		if k.AsString() == name {
			found = it.Value
		}
	}
	switch found.(type) {
	case *Lit, *Ref, *Local, *Attr:
		return found
	default:
	}
	return nil
}

// memberOf is the value that a constructor gives a key, whatever it is: of an
// argument, each member of which the catalog's expression reads where it is
// sent. Null for an optional member that is left out; nil where that is not
// known.
func (b *binder) memberOf(o *Object, name string) Expr {
	var found Expr
	for _, it := range o.Items {
		k, ok := Static(it.Key)
		if !ok || k.Type() != cty.String || k.IsNull() {
			return nil
		}
		if k.AsString() == name {
			found = it.Value
		}
	}
	if found == nil && o.Typ.HasAttribute(name) && o.Typ.AttributeOptional(name) {
		return &Lit{Val: cty.NullVal(o.Typ.AttributeType(name).WithoutOptionalAttributesDeep()), Rng: o.Rng}
	}
	return found
}

func (b *binder) noMember(have []string, name string, step hcl.Range) Expr {
	switch hint := diag.Suggest(name, have); {
	case hint != "":
		return b.fail(diag.MissingMember, step, "There is no member %q here.%s", name, hint)
	case len(have) == 0:
		return b.fail(diag.MissingMember, step, "There is no member %q here: the object is empty.", name)
	default:
		return b.fail(diag.MissingMember, step, "There is no member %q here. The members are %s.", name, enumerate(have))
	}
}

func (b *binder) noMembers(t cty.Type, name string, step hcl.Range) Expr {
	switch {
	case t.IsListType(), t.IsTupleType():
		return b.fail(diag.MissingMember, step, "%s has no members. An index such as [0] takes one of its elements, and "+
			"[*].%s takes %q of each.", capital(describe(t)), name, name)
	case t.IsSetType():
		return b.fail(diag.MissingMember, step, "A set has no members; [*].%s takes %q of each of its elements.", name, name)
	}
	return b.fail(diag.MissingMember, step, "%s has no members, so %q cannot be read from it.", capital(describe(t)), name)
}

// index is on[key].
func (b *binder) index(on, key Expr, rng hcl.Range) Expr {
	for _, e := range []Expr{on, key} {
		if _, bad := e.(*Bad); bad {
			return &Bad{Rng: rng}
		}
	}
	t := on.Type()
	k, fixed := Static(key)
	if fixed && k.IsNull() {
		return b.fail(diag.NullValue, key.Range(), "An index must not be null.")
	}
	if fixed && k.Type() == cty.String && (t.IsObjectType() || t.IsMapType() || t == cty.DynamicPseudoType && !numeric(k.AsString())) {
		return b.attr(on, k.AsString(), key.Range(), rng)
	}
	if known(on, key) {
		v, _ := Static(on)
		r, diags := hcl.Index(v, k, key.Range().Ptr())
		if b.report(diag.InvalidIndex, key.Range(), diags) {
			return &Bad{Rng: rng}
		}
		return &Lit{Val: r, Rng: rng}
	}
	want := cty.DynamicPseudoType
	typ := cty.DynamicPseudoType
	switch {
	case t == cty.DynamicPseudoType:
		if kt := key.Type(); kt != cty.DynamicPseudoType && !kt.IsPrimitiveType() {
			return b.fail(diag.InvalidIndex, key.Range(), "An index is a number or a string, not %s.", describe(kt))
		}
	case t.IsListType(), t.IsTupleType():
		want = cty.Number
		if t.IsListType() {
			typ = t.ElementType()
		} else {
			typ = common(t.TupleElementTypes())
		}
	case t.IsMapType():
		want, typ = cty.String, t.ElementType()
	case t.IsObjectType():
		want = cty.String
		typ = common(slices.Collect(maps.Values(t.AttributeTypes())))
	case t.IsSetType():
		return b.fail(diag.InvalidIndex, key.Range(), "The elements of a set have no indices. tolist(...) gives them an order.")
	default:
		return b.fail(diag.InvalidIndex, key.Range(), "%s has no elements, so it cannot be indexed.", capital(describe(t)))
	}
	if want != cty.DynamicPseudoType {
		if fixed {
			c, err := convert.Convert(k, want)
			if err != nil {
				return b.fail(diag.InvalidIndex, key.Range(), "The index of %s is a %s.", describe(t), want.FriendlyName())
			}
			key = &Lit{Val: c, Rng: key.Range()}
			if want == cty.Number {
				if e := b.position(on, c, rng, key.Range()); e != nil {
					return e
				}
			}
		} else if key = b.to(key, want); key == nil {
			return b.fail(diag.InvalidIndex, rng, "The index of %s is a %s.", describe(t), want.FriendlyName())
		}
	}
	return &Index{On: on, Key: key, Typ: typ, Rng: rng}
}

// position is on[k] for a constant position that settles it: an error, or the
// element of a constructor. Nil otherwise.
func (b *binder) position(on Expr, k cty.Value, rng, krng hcl.Range) Expr {
	i, _ := k.AsBigFloat().Int64()
	switch {
	case !k.AsBigFloat().IsInt() || i < 0:
		return b.fail(diag.InvalidIndex, krng, "The index of a list is a whole number from 0.")
	case !on.Type().IsTupleType():
		return nil
	}
	types := on.Type().TupleElementTypes()
	if int(i) >= len(types) {
		return b.fail(diag.InvalidIndex, krng, "The list has %s, so its last index is %d.", plural(len(types), "element"), len(types)-1)
	}
	if t, ok := on.(*Tuple); ok && t.Typ.IsTupleType() {
		switch e := t.Elems[i].(type) {
		case *Lit, *Ref, *Local, *Attr:
			return at(e, rng)
		default:
		}
	}
	return &Index{On: on, Key: &Lit{Val: k, Rng: krng}, Typ: types[i], Rng: rng}
}

// common is the one type of all, or not known.
func common(ts []cty.Type) cty.Type {
	for _, t := range ts {
		if !t.Equals(ts[0]) {
			return cty.DynamicPseudoType
		}
	}
	if len(ts) == 0 {
		return cty.DynamicPseudoType
	}
	return ts[0]
}

func (b *binder) splat(n *hclsyntax.SplatExpr) Expr {
	src := b.bind(n.Source)
	if _, bad := src.(*Bad); bad {
		return &Bad{Rng: n.SrcRange}
	}
	each := func(e Expr) Expr {
		if b.symbols == nil {
			b.symbols = map[*hclsyntax.AnonSymbolExpr]Expr{}
		}
		b.symbols[n.Item] = e
		return b.bind(n.Each)
	}
	t := src.Type()
	list := t.IsListType() || t.IsSetType() || t.IsTupleType()
	if v, ok := Static(src); ok {
		switch {
		case v.IsNull() && list:
			return b.fail(diag.NullValue, n.Source.Range(), "The list before [*] is null.")
		case v.IsNull():
			return &Lit{Val: cty.EmptyTupleVal, Rng: n.SrcRange}
		case !list:
			return newTuple([]Expr{each(src)}, n.SrcRange)
		}
		var elems []Expr
		for it := v.ElementIterator(); it.Next(); {
			_, ev := it.Element()
			before := len(b.found)
			elems = append(elems, each(&Lit{Val: ev, Rng: n.Source.Range()}))
			if len(b.found) > before {
				return &Bad{Rng: n.SrcRange}
			}
		}
		return newTuple(elems, n.SrcRange)
	}
	if tup, ok := src.(*Tuple); ok {
		var elems []Expr
		for _, e := range tup.Elems {
			elems = append(elems, each(e))
		}
		return newTuple(elems, n.SrcRange)
	}
	if !list && t != cty.DynamicPseudoType && !Nullable(src) {
		return newTuple([]Expr{each(src)}, n.SrcRange)
	}
	item := &Symbol{Typ: cty.DynamicPseudoType, Null: ElementNullable(src), Loose: Loose(src)}
	switch {
	case t.IsTupleType():
		item.Typ = common(t.TupleElementTypes())
	case list:
		item.Typ = t.ElementType()
	case t != cty.DynamicPseudoType:
		item.Typ, item.Null = t, false
	}
	if !list {
		// Of null there is no element to read anything of.
		b.perhaps++
		defer func() { b.perhaps-- }()
	}
	e := each(&Local{Symbol: item, Rng: n.Source.Range()})
	return &Splat{Source: src, Item: item, Each: e, Typ: cty.List(e.Type()), Rng: n.SrcRange}
}

// trimDot leaves the dot out of the range of a traversal's step.
func trimDot(r hcl.Range) hcl.Range {
	if r.End.Byte-r.Start.Byte > 1 && r.Start.Line == r.End.Line {
		r.Start.Byte++
		r.Start.Column++
	}
	return r
}

func numeric(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
