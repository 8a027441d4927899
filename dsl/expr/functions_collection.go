package expr

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var collectionFunctions = []*Func{
	{
		Name: "alltrue", Params: "list", Example: `alltrue([true, false])`, Doc: "Whether all elements of a list are true. An empty one's are.",
		impl: truthFunc(func(v cty.Value) bool { return v.IsNull() || v.False() }, cty.False),
	},
	{
		Name: "anytrue", Params: "list", Example: `anytrue([true, false])`, Doc: "Whether an element of a list is true. An empty one has none.",
		impl: truthFunc(func(v cty.Value) bool { return !v.IsNull() && v.True() }, cty.True),
	},
	{
		Name: "chunklist", Params: "list, size", Example: `chunklist(["a", "b", "c"], 2)`,
		Doc:  "The list cut into lists of at most so many elements.",
		impl: stdlib.ChunklistFunc,
	},
	{
		Name: "coalesce", Params: "values...", Example: `coalesce("", "b")`,
		Doc:   "The first of the values that is neither null nor an empty string.",
		Class: Guarded, Limit: "At run time the values after that are not evaluated, so an error in them is not seen.",
		impl: coalesceFunc, unify: true,
	},
	{
		Name: "coalescelist", Params: "lists...", Example: `coalescelist([], ["b"])`, Doc: "The first of the lists that is not empty.",
		impl: stdlib.CoalesceListFunc, lists: true,
	},
	{
		Name: "compact", Params: "list", Example: `compact(["a", "", "b"])`, Doc: "The list of strings without those that are null or empty.",
		impl: stdlib.CompactFunc,
	},
	{
		Name: "concat", Params: "lists...", Example: `concat(["a"], ["b", "c"])`, Doc: "The elements of the lists as one list.",
		impl: stdlib.ConcatFunc, lists: true, unify: true,
	},
	{
		Name: "contains", Params: "list, value", Example: `contains(["a", "b"], "b")`, Doc: "Whether a value is an element of a list or set.",
		impl: stdlib.ContainsFunc,
	},
	{
		Name: "distinct", Params: "list", Example: `distinct(["a", "b", "a"])`, Doc: "The list without elements that were there before.",
		impl: stdlib.DistinctFunc,
	},
	{
		Name: "element", Params: "list, index", Example: `element(["a", "b"], 3)`,
		Doc: "The element of a list at an index, counted round and round.", null: nullElement,
		impl: stdlib.ElementFunc,
	},
	{
		Name: "flatten", Params: "list", Example: `flatten([["a"], ["b", ["c"]]])`, Doc: "The list with all lists in it replaced by their elements.",
		impl: stdlib.FlattenFunc,
	},
	{
		Name: "index", Params: "list, value", Example: `index(["a", "b"], "b")`, Doc: "The index of the first element that is equal to a value. None is an error.",
		impl: indexFunc,
	},
	{
		Name: "keys", Params: "map", Example: `keys({ b = 1, a = 2 })`, Doc: "The keys of a map or object, sorted.",
		impl: stdlib.KeysFunc,
	},
	{
		Name: "length", Params: "value", Example: `length(["a", "b"])`, Doc: "How many elements a list, set, map or object has, or characters a string.",
		Class: Guarded, Limit: "At run time characters are code points: letters made of several count more than once.",
		impl: lengthFunc,
	},
	{
		Name: "lookup", Params: "map, key, default?", Example: `lookup({ a = 1 }, "b", 0)`,
		Doc: "The member of a map or object at a key, or the default when there is none.", null: nullElement,
		impl: lookupFunc,
	},
	{
		Name: "matchkeys", Params: "values, keys, wanted", Example: `matchkeys(["a", "b"], ["x", "y"], ["y"])`,
		Doc:   "The values at whose position the keys have one of those wanted.",
		Class: CompileTime, Limit: "A for expression with an if is there at run time.",
		impl: matchkeysFunc,
	},
	{
		Name: "merge", Params: "maps...", Example: `merge({ a = 1 }, { a = 2, b = 3 })`, Doc: "The members of all maps or objects in one. Of equal keys the last counts.",
		impl: stdlib.MergeFunc,
	},
	{
		Name: "one", Params: "list", Example: `one(["a"])`, Doc: "The element of a list of one, null for an empty list. More are an error.",
		null: nullAlways, impl: oneFunc,
	},
	{
		Name: "range", Params: "start_or_limit, limit?, step?", Example: `range(1, 4)`, Doc: "The numbers from start (0) up to limit, without it, in steps (1).",
		impl: stdlib.RangeFunc,
	},
	{
		Name: "reverse", Params: "list", Example: `reverse(["a", "b"])`, Doc: "The list in reverse order.",
		impl: stdlib.ReverseListFunc,
	},
	{
		Name: "slice", Params: "list, start, end", Example: `slice(["a", "b", "c"], 1, 3)`, Doc: "The elements from one index up to another, without it.",
		impl: stdlib.SliceFunc,
	},
	{
		Name: "sort", Params: "list", Example: `sort(["b", "a"])`, Doc: "The strings in alphabetical order.",
		impl: stdlib.SortFunc,
	},
	{
		Name: "transpose", Params: "map", Example: `transpose({ a = ["x", "y"], b = ["x"] })`, Doc: "A map of lists of strings with keys and elements exchanged.",
		Class: CompileTime, Limit: "A for expression with \"...\" groups at run time.",
		impl: transposeFunc,
	},
	{
		Name: "values", Params: "map", Example: `values({ b = 1, a = 2 })`, Doc: "The values of a map or object, sorted by their keys.",
		impl: stdlib.ValuesFunc,
	},
	{
		Name: "zipmap", Params: "keys, values", Example: `zipmap(["a", "b"], [1, 2])`, Doc: "A map of keys and, at the same position, values.",
		impl: stdlib.ZipmapFunc,
	},
}

// truthFunc is a function of a list of bools that gives verdict as soon as an
// element decides, and its contrary otherwise.
func truthFunc(decides func(cty.Value) bool, verdict cty.Value) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			unknown := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				if !v.IsKnown() {
					unknown = true
				} else if decides(v) {
					return verdict, nil
				}
			}
			if unknown {
				return cty.UnknownVal(cty.Bool), nil
			}
			return verdict.Not(), nil
		},
	})
}

// coalesceFunc is Terraform's coalesce, which passes empty strings over.
var coalesceFunc = function.New(&function.Spec{
	VarParam: &function.Parameter{
		Name: "values", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowNull: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		types := make([]cty.Type, len(args))
		for i, v := range args {
			types[i] = v.Type()
			if types[i] == cty.DynamicPseudoType && !v.IsKnown() {
				return cty.DynamicPseudoType, nil
			}
		}
		t, _ := convert.UnifyUnsafe(types)
		if t == cty.NilType {
			return cty.NilType, errors.New("all arguments must have the same type")
		}
		return t, nil
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		for _, v := range args {
			v, err := convert.Convert(v, t)
			switch {
			case err != nil:
				return cty.NilVal, err
			case !v.IsKnown():
				return cty.UnknownVal(t), nil
			case v.IsNull(), v.Type() == cty.String && v.AsString() == "":
				continue
			}
			return v, nil
		}
		return cty.NilVal, errors.New("every argument is null or an empty string")
	},
})

var indexFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		if t := args[0].Type(); t != cty.DynamicPseudoType && !t.IsListType() && !t.IsTupleType() {
			return cty.NilType, function.NewArgErrorf(0, "a list is required")
		}
		return cty.Number, nil
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		i := int64(0)
		for it := args[0].ElementIterator(); it.Next(); i++ {
			_, v := it.Element()
			eq, err := stdlib.Equal(v, args[1])
			if err != nil {
				return cty.NilVal, err
			}
			if !eq.IsKnown() {
				return cty.UnknownVal(cty.Number), nil
			}
			if eq.True() {
				return cty.NumberIntVal(i), nil
			}
		}
		return cty.NilVal, errors.New("no element is equal to the value")
	},
})

var lengthFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true}},
	Type: func(args []cty.Value) (cty.Type, error) {
		t := args[0].Type()
		if t == cty.String || t == cty.DynamicPseudoType || t.IsCollectionType() || t.IsTupleType() || t.IsObjectType() {
			return cty.Number, nil
		}
		return cty.NilType, function.NewArgErrorf(0, "a list, set, map, object or string is required")
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		switch v := args[0]; {
		case !v.IsKnown():
			return cty.UnknownVal(cty.Number), nil
		case v.Type() == cty.String:
			return stdlib.Strlen(v)
		default:
			return cty.NumberIntVal(int64(v.LengthInt())), nil
		}
	},
})

var lookupFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "map", Type: cty.DynamicPseudoType}, {Name: "key", Type: cty.String}},
	VarParam: &function.Parameter{
		Name: "default", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowNull: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		switch t := args[0].Type(); {
		case t.IsObjectType():
			switch {
			case !args[1].IsKnown():
				return cty.DynamicPseudoType, nil
			case t.HasAttribute(args[1].AsString()):
				return t.AttributeType(args[1].AsString()), nil
			case len(args) > 2:
				return args[2].Type(), nil
			}
			return cty.NilType, function.NewArgErrorf(1, "there is no member %q", args[1].AsString())
		case t.IsMapType():
			if len(args) > 2 && convert.GetConversionUnsafe(args[2].Type(), t.ElementType()) == nil &&
				!args[2].Type().Equals(t.ElementType()) {
				return cty.NilType, function.NewArgErrorf(2, "the default must have the type of the elements, %s", t.ElementType().FriendlyName())
			}
			return t.ElementType(), nil
		default:
			return cty.NilType, function.NewArgErrorf(0, "a map or an object is required")
		}
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(t), nil
		}
		key := args[1].AsString()
		switch m := args[0]; {
		case m.Type().IsObjectType() && m.Type().HasAttribute(key):
			return m.GetAttr(key), nil
		case m.Type().IsMapType() && m.HasIndex(args[1]).True():
			return m.Index(args[1]), nil
		case len(args) > 2:
			return convert.Convert(args[2], t)
		}
		return cty.NilVal, function.NewArgErrorf(1, "there is no member %q", key)
	},
})

var matchkeysFunc = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "values", Type: cty.List(cty.DynamicPseudoType)},
		{Name: "keys", Type: cty.List(cty.DynamicPseudoType)},
		{Name: "wanted", Type: cty.List(cty.DynamicPseudoType)},
	},
	Type: func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		values, keys, wanted := args[0].AsValueSlice(), args[1].AsValueSlice(), args[2].AsValueSlice()
		if len(values) != len(keys) {
			return cty.NilVal, errors.New("there must be as many keys as values")
		}
		var out []cty.Value
		for i, k := range keys {
			for _, s := range wanted {
				eq, err := stdlib.Equal(k, s)
				if err != nil {
					return cty.NilVal, err
				}
				if eq.True() {
					out = append(out, values[i])
					break
				}
			}
		}
		if len(out) == 0 {
			return cty.ListValEmpty(t.ElementType()), nil
		}
		return cty.ListVal(out), nil
	},
})

var oneFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		switch t := args[0].Type(); {
		case t.IsListType() || t.IsSetType():
			return t.ElementType(), nil
		case t.IsTupleType() && len(t.TupleElementTypes()) == 0:
			return cty.DynamicPseudoType, nil
		case t.IsTupleType() && len(t.TupleElementTypes()) == 1:
			return t.TupleElementType(0), nil
		}
		return cty.NilType, function.NewArgErrorf(0, "a list or set of at most one element is required")
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		switch args[0].LengthInt() {
		case 0:
			return cty.NullVal(t), nil
		case 1:
			it := args[0].ElementIterator()
			it.Next()
			_, v := it.Element()
			return v, nil
		}
		return cty.NilVal, function.NewArgErrorf(0, "a list or set of at most one element is required")
	},
})

var transposeFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "map", Type: cty.Map(cty.List(cty.String))}},
	Type:   function.StaticReturnType(cty.Map(cty.List(cty.String))),
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		lists := map[string][]cty.Value{}
		for it := args[0].ElementIterator(); it.Next(); {
			k, l := it.Element()
			for in := l.ElementIterator(); in.Next(); {
				_, v := in.Element()
				if v.IsNull() {
					return cty.NilVal, errors.New("an element is null")
				}
				lists[v.AsString()] = append(lists[v.AsString()], k)
			}
		}
		if len(lists) == 0 {
			return cty.MapValEmpty(t.ElementType()), nil
		}
		out := map[string]cty.Value{}
		for k, l := range lists {
			out[k] = cty.ListVal(l)
		}
		return cty.MapVal(out), nil
	},
})
