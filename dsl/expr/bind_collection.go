package expr

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/pipectl/pipectl/dsl/diag"
)

func (b *binder) tuple(n *hclsyntax.TupleConsExpr) Expr {
	elems := make([]Expr, len(n.Exprs))
	for i, x := range n.Exprs {
		elems[i] = b.bind(x)
	}
	return newTuple(elems, n.SrcRange)
}

func newTuple(elems []Expr, rng hcl.Range) Expr {
	types := make([]cty.Type, len(elems))
	for i, e := range elems {
		types[i] = e.Type()
	}
	return &Tuple{Elems: elems, Typ: cty.Tuple(types), Rng: rng}
}

func (b *binder) object(n *hclsyntax.ObjectConsExpr) Expr {
	items := make([]Item, 0, len(n.Items))
	for _, it := range n.Items {
		items = append(items, Item{Key: b.key(b.bind(it.KeyExpr)), Value: b.bind(it.ValueExpr)})
	}
	return newObject(items, n.SrcRange)
}

func newObject(items []Item, rng hcl.Range) *Object {
	types := map[string]cty.Type{}
	for _, it := range items {
		k, ok := Static(it.Key)
		if !ok {
			return &Object{Items: items, Typ: cty.DynamicPseudoType, Rng: rng}
		}
		types[k.AsString()] = it.Value.Type()
	}
	return &Object{Items: items, Typ: cty.Object(types), Rng: rng}
}

// mergedObject is the constructor of all members of constructors and constants;
// nil where some are known to an execution only.
func mergedObject(args []Expr, rng hcl.Range) Expr {
	var items []Item
	place := map[string]int{}
	add := func(key cty.Value, it Item) {
		k := key.AsString()
		if i, ok := place[k]; ok {
			items[i].Value = it.Value
			return
		}
		place[k] = len(items)
		items = append(items, it)
	}
	for _, a := range args {
		switch a := a.(type) {
		case *Lit:
			if a.Val.IsNull() {
				continue
			}
			for it := a.Val.ElementIterator(); it.Next(); {
				k, v := it.Element()
				add(k, Item{Key: &Lit{Val: k, Rng: a.Rng}, Value: &Lit{Val: v, Rng: a.Rng}})
			}
		case *Object:
			for _, it := range a.Items {
				k, ok := Static(it.Key)
				if !ok || k.IsNull() || k.Type() != cty.String {
					return nil
				}
				add(k, it)
			}
		default:
			return nil
		}
	}
	return newObject(items, rng)
}

func (b *binder) objectKey(n *hclsyntax.ObjectConsKeyExpr) Expr {
	if n.ForceNonLiteral {
		return b.bind(n.Wrapped)
	}
	if t, ok := n.Wrapped.(*hclsyntax.ScopeTraversalExpr); ok && len(t.Traversal) > 1 {
		return b.hard(diag.InvalidKey, n.Range(), "A key with a dot in it is either a string, in quotes, or a reference, in parentheses.")
	}
	switch n.Wrapped.(type) {
	case *hclsyntax.UnaryOpExpr, *hclsyntax.BinaryOpExpr:
		return b.hard(diag.InvalidKey, n.Range(), "A key that is more than a name stands in quotes, as \"--date\" does; one that is computed stands in parentheses.")
	}
	if name := hcl.ExprAsKeyword(n.Wrapped); name != "" {
		return &Lit{Val: cty.StringVal(name), Rng: n.Range()}
	}
	return b.bind(n.Wrapped)
}

// key is e as the key of an object: a string.
func (b *binder) key(e Expr) Expr {
	v, ok := Static(e)
	if !ok {
		if t := e.Type(); t != cty.DynamicPseudoType && !t.IsPrimitiveType() {
			return b.fail(diag.InvalidKey, e.Range(), "A key is a string, not %s.", describe(t))
		}
		return e
	}
	if v.IsNull() {
		return b.fail(diag.InvalidKey, e.Range(), "A key must not be null.")
	}
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		return b.fail(diag.InvalidKey, e.Range(), "A key is a string, not %s.", describe(v.Type()))
	}
	return &Lit{Val: s, Rng: e.Range()}
}

// unrolled is the most elements for which a for expression over a collection
// that is known is written out, if its results are not.
const unrolled = 64

// An element is one of a collection whose elements are known one by one.
type element struct{ key, value Expr }

func (b *binder) forExpr(n *hclsyntax.ForExpr) Expr {
	src := b.bind(n.CollExpr)
	if _, bad := src.(*Bad); bad {
		return &Bad{Rng: n.SrcRange}
	}
	t := src.Type()
	v, static := Static(src)
	switch {
	case static && v.IsNull():
		return b.fail(diag.NullValue, n.CollExpr.Range(), "This value is null, and null has no elements.")
	case t != cty.DynamicPseudoType && !t.IsCollectionType() && !t.IsTupleType() && !t.IsObjectType():
		return b.fail(diag.TypeMismatch, n.CollExpr.Range(), "A for expression goes through a list, set, map or object, not %s.", describe(t))
	}
	if elems, ok := elementsOf(src); ok {
		if e := b.unroll(n, elems, static); e != nil {
			return e
		}
	}
	return b.loop(n, src)
}

// elementsOf gives the elements of a collection that are known one by one: of
// a constant, of a constructor, of an object whose type says what it has.
func elementsOf(src Expr) ([]element, bool) {
	rng := src.Range()
	var elems []element
	if v, ok := Static(src); ok {
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			elems = append(elems, element{&Lit{Val: k, Rng: rng}, &Lit{Val: x, Rng: rng}})
		}
		return elems, true
	}
	switch t := src.Type(); {
	case t.IsTupleType(), t.IsListType():
		tup, ok := src.(*Tuple)
		if !ok {
			return nil, false
		}
		for i, e := range tup.Elems {
			elems = append(elems, element{&Lit{Val: cty.NumberIntVal(int64(i)), Rng: rng}, e})
		}
		return elems, true
	case t.IsMapType():
		o, ok := src.(*Object)
		if !ok {
			return nil, false
		}
		values := map[string]Expr{}
		for _, it := range o.Items {
			k, ok := Static(it.Key)
			if !ok || k.IsNull() || k.Type() != cty.String {
				return nil, false
			}
			values[k.AsString()] = it.Value
		}
		for _, name := range slices.Sorted(maps.Keys(values)) {
			elems = append(elems, element{&Lit{Val: cty.StringVal(name), Rng: rng}, values[name]})
		}
		return elems, true
	case t.IsObjectType():
		o, constructed := src.(*Object)
		if _, whole := src.(*Ref); !whole && !constructed && !readsOnly(src) {
			return nil, false // made anew for every member otherwise
		}
		for _, name := range slices.Sorted(maps.Keys(t.AttributeTypes())) {
			var e Expr
			if constructed {
				if e = lastItem(o, name); e == nil {
					return nil, false
				}
			} else {
				e = &Attr{On: src, Name: name, Typ: t.AttributeType(name), Rng: rng}
			}
			elems = append(elems, element{&Lit{Val: cty.StringVal(name), Rng: rng}, e})
		}
		return elems, true
	}
	return nil, false
}

// readsOnly says whether e only reads members.
func readsOnly(e Expr) bool {
	switch e := e.(type) {
	case *Ref, *Local:
		return true
	case *Attr:
		return readsOnly(e.On)
	default:
	}
	return false
}

func lastItem(o *Object, name string) Expr {
	for _, it := range slices.Backward(o.Items) {
		if k, ok := Static(it.Key); ok && k.AsString() == name {
			return it.Value
		}
	}
	return nil
}

// unroll writes a for expression out, element by element. Nil when a condition
// or a key is not known, or it would be too long.
func (b *binder) unroll(n *hclsyntax.ForExpr, elems []element, static bool) Expr {
	if !static && len(elems) > unrolled {
		return nil
	}
	start := len(b.found)
	var values []Expr
	var items []Item
	size := 0
	for _, el := range elems {
		ok, verdict := b.unrollOne(n, el, &values, &items)
		if len(b.found) > start {
			return &Bad{Rng: n.SrcRange} // once is enough
		}
		if !ok {
			return nil
		}
		if verdict && !known(lastOf(values, items)) {
			size++
		}
		if size > unrolled {
			return nil
		}
	}
	if n.KeyExpr == nil {
		return newTuple(values, n.SrcRange)
	}
	return b.grouped(n, items)
}

func lastOf(values []Expr, items []Item) Expr {
	if len(items) > 0 {
		return items[len(items)-1].Value
	}
	return values[len(values)-1]
}

// unrollOne appends what one element gives. It says whether that can be told
// now, and whether the element was taken.
func (b *binder) unrollOne(n *hclsyntax.ForExpr, el element, values *[]Expr, items *[]Item) (ok, taken bool) {
	depth := len(b.names)
	defer func() { b.names = b.names[:depth] }()
	if n.KeyVar != "" {
		b.names = append(b.names, binding{n.KeyVar, el.key})
	}
	b.names = append(b.names, binding{n.ValVar, el.value})
	if n.CondExpr != nil {
		c := b.forCondition(n.CondExpr)
		v, known := Static(c)
		if _, bad := c.(*Bad); bad {
			return true, false
		}
		if !known {
			return false, false
		}
		if v.False() {
			// Bound all the same: an error in it is one whatever
			// the elements are, unless they alone make it one.
			return true, false
		}
	}
	if n.KeyExpr == nil {
		*values = append(*values, b.bind(n.ValExpr))
		return true, true
	}
	k := b.key(b.bind(n.KeyExpr))
	v := b.bind(n.ValExpr)
	if _, bad := k.(*Bad); bad {
		return true, true
	}
	if !known(k) {
		return false, false
	}
	*items = append(*items, Item{Key: k, Value: v})
	return true, true
}

// grouped is the object of a for expression that was written out. Its keys are
// constants.
func (b *binder) grouped(n *hclsyntax.ForExpr, items []Item) Expr {
	var merged []Item
	place := map[string]int{}
	for _, it := range items {
		v, _ := Static(it.Key)
		k := v.AsString()
		i, seen := place[k]
		switch {
		case n.Group && seen:
			t := merged[i].Value.(*Tuple)
			merged[i].Value = newTuple(append(t.Elems, it.Value), n.ValExpr.Range())
		case seen:
			return b.fail(diag.InvalidKey, n.KeyExpr.Range(), "Two elements give the key %q. With \"...\" after the value, each "+
				"key has a list of its values.", k)
		default:
			place[k] = len(merged)
			if n.Group {
				it.Value = newTuple([]Expr{it.Value}, n.ValExpr.Range())
			}
			merged = append(merged, it)
		}
	}
	slices.SortStableFunc(merged, func(x, y Item) int {
		xv, _ := Static(x.Key)
		yv, _ := Static(y.Key)
		return cmp.Compare(xv.AsString(), yv.AsString())
	})
	return newObject(merged, n.SrcRange)
}

// loop is a for expression whose elements only an execution knows.
func (b *binder) loop(n *hclsyntax.ForExpr, src Expr) Expr {
	depth := len(b.names)
	defer func() { b.names = b.names[:depth] }()
	key := &Symbol{Name: n.KeyVar, Typ: cty.DynamicPseudoType}
	value := &Symbol{Name: n.ValVar, Typ: cty.DynamicPseudoType, Null: ElementNullable(src), Loose: Loose(src)}
	switch t := src.Type(); {
	case t.IsListType():
		key.Typ, value.Typ = cty.Number, t.ElementType()
	case t.IsSetType():
		key.Typ, value.Typ = t.ElementType(), t.ElementType()
	case t.IsTupleType():
		key.Typ, value.Typ = cty.Number, common(t.TupleElementTypes())
	case t.IsMapType():
		key.Typ, value.Typ = cty.String, t.ElementType()
	case t.IsObjectType():
		key.Typ, value.Typ = cty.String, common(slices.Collect(maps.Values(t.AttributeTypes())))
	}
	f := &For{Source: src, ValueSymbol: value, Group: n.Group, Rng: n.SrcRange}
	if n.KeyVar != "" {
		f.KeySymbol = key
		b.names = append(b.names, binding{n.KeyVar, &Local{Symbol: key, Rng: n.SrcRange}})
	}
	b.names = append(b.names, binding{n.ValVar, &Local{Symbol: value, Rng: n.SrcRange}})
	b.perhaps++
	if n.CondExpr != nil {
		f.If = b.forCondition(n.CondExpr)
	}
	if n.KeyExpr != nil {
		f.Key = b.key(b.bind(n.KeyExpr))
	}
	f.Value = b.bind(n.ValExpr)
	b.perhaps--
	switch {
	case f.Key == nil:
		f.Typ = cty.List(f.Value.Type())
	case f.Group:
		f.Typ = cty.Map(cty.List(f.Value.Type()))
	default:
		f.Typ = cty.Map(f.Value.Type())
	}
	return f
}

// forCondition is the if of a for expression.
func (b *binder) forCondition(n hclsyntax.Expression) Expr {
	c := b.bind(n)
	if v, ok := Static(c); ok && v.IsNull() {
		return b.fail(diag.NullValue, c.Range(), "The condition after \"if\" must not be null.")
	}
	if _, bad := c.(*Bad); bad {
		return c
	}
	if e := b.to(c, cty.Bool); e != nil {
		return e
	}
	return b.fail(diag.TypeMismatch, c.Range(), "The condition after \"if\" is a bool, not %s.", describe(c.Type()))
}
