package validate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// variable is the variable that a member of Assign sets: in JSONPath the
// member's name may end in ".$".
func variable(key string) string { return strings.TrimSuffix(key, ".$") }

// assign checks an Assign.
func (x *stateChecker) assign(at *place, v asl.Value, avail available) {
	o, ok := v.(asl.Object)
	if !ok {
		return // the form says that it should be an object
	}
	for _, m := range o {
		x.variable(at.member(m.Key), m.Key)
	}
	if x.lang != langUnknown {
		x.payload(at, v, avail)
	}
}

func (x *stateChecker) variable(at *place, key string) {
	name := key
	if x.lang != langJSONata {
		name = variable(key)
	}
	switch {
	case placeholder(name):
		return
	case name == "states":
		x.add(VariableName, at, "Choose another name.", "The variable $states is AWS's own.")
		return
	case !isIdentifier(name):
		x.add(VariableName, at, "Choose a name of letters, digits and _ that does not begin with a digit.", "The name %q cannot be that of a variable.", name)
		return
	case utf8.RuneCountInString(name) > 80:
		x.add(VariableName, at, "Choose a shorter name.", "The name of the variable has %d characters; 80 are allowed.", utf8.RuneCountInString(name))
		return
	}
	for s := x.scope.up; s != nil; s = s.up {
		if s.assigned[name] == byState {
			x.add(OuterVariable, at, "Choose another name, return the value with Output, and assign it outside.",
				"The variable $%s is assigned in a scope around this one.", name)
			return
		}
	}
}

// isIdentifier follows UAX #31: ID_Start, then ID_Continue. AWS lets the
// underscore begin a name too.
func isIdentifier(name string) bool {
	for i, r := range name {
		start := r == '_' || unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)
		if !start && (i == 0 || !unicode.In(r, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc, unicode.Other_ID_Continue)) {
			return false
		}
	}
	return name != ""
}
