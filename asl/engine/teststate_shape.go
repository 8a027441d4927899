package engine

import (
	"slices"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// A Shape is what an API's model says of a value, as far as TestState checks a
// mocked result by it. Names are in the spelling of Step Functions.
type Shape struct {
	// Type is "structure", "list", "map", "string", "integer", "long",
	// "float", "double", "boolean", "timestamp" or "blob"; any other, and the
	// empty one, accepts every value.
	Type string

	Members map[string]*Shape // of a structure
	Element *Shape            // of a list or a map; nil accepts any

	// Required are the names of members that a structure must have.
	Required []string

	// Min and Max bound a number, or a length; nil where there is no bound.
	Min, Max *float64

	Enum []string // of a string; empty accepts any
}

// check gives what is wrong with v, or "". Strict says that members may not be
// left out.
func (s *Shape) check(name string, v asl.Value, strict bool) string {
	if s == nil {
		return ""
	}
	wrong := func(what string) string { return "Field '" + name + "' " + what }
	switch s.Type {
	case "structure":
		o, ok := v.(asl.Object)
		if !ok {
			return wrong("must be an object")
		}
		if strict {
			for _, required := range s.Required {
				if _, ok := o.Get(required); !ok {
					return "Required field '" + required + "' is missing"
				}
			}
		}
		for _, m := range o {
			if text := s.Members[m.Key].check(m.Key, m.Value, strict); text != "" {
				return text
			}
		}
	case "list":
		list, ok := v.(asl.Array)
		if !ok {
			return wrong("must be an array")
		}
		for _, item := range list {
			if text := s.Element.check(name, item, strict); text != "" {
				return text
			}
		}
	case "map":
		o, ok := v.(asl.Object)
		if !ok {
			return wrong("must be an object")
		}
		for _, m := range o {
			if text := s.Element.check(m.Key, m.Value, strict); text != "" {
				return text
			}
		}
	case "string", "blob", "timestamp":
		x, ok := v.(asl.String)
		if !ok {
			return wrong("must be a string")
		}
		if n := float64(utf8.RuneCountInString(string(x))); s.Min != nil && n < *s.Min {
			return wrong("is smaller than the minimum length")
		} else if s.Max != nil && n > *s.Max {
			return wrong("exceeds the maximum length")
		}
		if len(s.Enum) > 0 && !slices.Contains(s.Enum, string(x)) {
			return wrong("is not an expected value")
		}
	case "integer", "long", "float", "double":
		x, ok := v.(asl.Number)
		if !ok {
			return wrong("must be a number")
		}
		if n := floatOf(x); s.Min != nil && n < *s.Min {
			return wrong("is less than the minimum value")
		} else if s.Max != nil && n > *s.Max {
			return wrong("exceeds the maximum value")
		}
	case "boolean":
		if _, ok := v.(asl.Bool); !ok {
			return wrong("must be a boolean")
		}
	}
	return ""
}
