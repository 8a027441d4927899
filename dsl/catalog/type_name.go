package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// TypeName is a type as users write type constraints. Members of objects are
// in alphabetical order.
func TypeName(t cty.Type) string {
	switch {
	case t == cty.NilType || t == cty.DynamicPseudoType:
		return "any"
	case t.IsListType():
		return "list(" + TypeName(t.ElementType()) + ")"
	case t.IsSetType():
		return "set(" + TypeName(t.ElementType()) + ")"
	case t.IsMapType():
		return "map(" + TypeName(t.ElementType()) + ")"
	case t.IsTupleType():
		var elems []string
		for _, e := range t.TupleElementTypes() {
			elems = append(elems, TypeName(e))
		}
		return "tuple([" + strings.Join(elems, ", ") + "])"
	case t.IsObjectType():
		var members []string
		types := t.AttributeTypes()
		for _, name := range sortedKeys(types) {
			member := TypeName(types[name])
			if t.AttributeOptional(name) {
				member = "optional(" + member + ")"
			}
			members = append(members, name+" = "+member)
		}
		if len(members) == 0 {
			return "object({})"
		}
		return "object({ " + strings.Join(members, ", ") + " })"
	}
	return t.FriendlyName()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
