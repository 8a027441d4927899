package catalog

import "github.com/zclconf/go-cty/cty"

// whatever is the type of a value that the catalog says nothing about: an inner
// structure in the API's own names, or the user's data.
var whatever = cty.DynamicPseudoType

// record is the type of an answer: an object of which the service may leave out
// any member. Times are strings.
func record(members map[string]cty.Type) cty.Type {
	return cty.Object(members)
}

// options is the type of an argument that is an object. Members whose names end
// in a question mark may be left out.
func options(members map[string]cty.Type) cty.Type {
	types := make(map[string]cty.Type, len(members))
	var optional []string
	for name, t := range members {
		if n := len(name) - 1; name[n] == '?' {
			name = name[:n]
			optional = append(optional, name)
		}
		types[name] = t
	}
	return cty.ObjectWithOptionalAttrs(types, optional)
}

var (
	texts = cty.List(cty.String)
	pairs = cty.Map(cty.String)
)
