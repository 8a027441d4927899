package query

import (
	"maps"
	"slices"
)

// HelperNames are the names of all helpers.
func HelperNames() []string { return slices.Sorted(maps.Keys(helpers)) }

// HelperText is the function that a helper is; "try_" before the name asks for
// the one that gives nothing where it fails.
func HelperText(name string) string { return helperText(name) }

// FormNames are the functions that have a JSONata form.
func FormNames() []string {
	form("")
	return slices.Sorted(maps.Keys(forms.named))
}
