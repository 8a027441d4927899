package catalog

import (
	"slices"
	"strings"
)

// Amend is a policy as a user wants it. Each of replace takes the place of what
// the policy allows of its actions, in which * stands for any text and ? for any
// letter: they are allowed on its resources instead, or on nothing where it has
// none, under the conditions that they had and its own, which win. The first
// that names an action counts. What is in allow is added. Unused are the names
// of actions, by the index of their replacement, that the policy allows nothing
// of.
func Amend(statements, replace, allow []Statement) (amended []Statement, unused [][]string) {
	var all grants
	used := make([]map[string]bool, len(replace))
	for i := range used {
		used[i] = map[string]bool{}
	}
	for _, s := range statements {
		for _, action := range s.Actions {
			resources, conditions := s.Resources, s.Conditions
			for i, r := range slices.Backward(replace) { // the first is the last to be put in
				named := slices.DeleteFunc(slices.Clone(r.Actions), func(pattern string) bool { return !Covers(pattern, action) })
				for _, pattern := range named {
					used[i][pattern] = true
				}
				if len(named) > 0 {
					resources, conditions = r.Resources, over(s.Conditions, r.Conditions)
				}
			}
			for _, resource := range resources {
				all.add([]string{action}, resource, conditions)
			}
		}
	}
	for _, s := range allow {
		for _, resource := range s.Resources {
			all.add(s.Actions, resource, s.Conditions)
		}
	}
	unused = make([][]string, len(replace))
	for i, r := range replace {
		for _, pattern := range r.Actions {
			if !used[i][pattern] {
				unused[i] = append(unused[i], pattern)
			}
		}
	}
	return all.statements(), unused
}

// over puts conditions over others: those of the same test and key go.
func over(under, conditions []Condition) []Condition {
	out := slices.DeleteFunc(slices.Clone(under), func(u Condition) bool {
		return slices.ContainsFunc(conditions, func(c Condition) bool { return c.Test == u.Test && c.Key == u.Key })
	})
	return append(out, conditions...)
}

// Covers reports whether an action is among those that a pattern stands for. IAM
// does not tell upper case from lower.
func Covers(pattern, action string) bool {
	return glob(strings.ToLower(pattern), strings.ToLower(action))
}

// glob compares a text with one in which * and ? stand for others.
func glob(pattern, text string) bool {
	for pattern != "" {
		switch c := pattern[0]; {
		case c == '*':
			rest := strings.TrimLeft(pattern, "*")
			for i := 0; i <= len(text); i++ {
				if glob(rest, text[i:]) {
					return true
				}
			}
			return false
		case text == "" || c != '?' && c != text[0]:
			return false
		}
		pattern, text = pattern[1:], text[1:]
	}
	return text == ""
}

// ServicesOf are the services of the SDK whose actions begin with an IAM prefix,
// in alphabetical order.
func ServicesOf(prefix string) []string {
	var out []string
	for _, s := range sdkServices {
		if iamPrefix(s) == prefix {
			out = append(out, s)
		}
	}
	return out
}

// KnownActions are the IAM actions that something in the catalog needs, sorted.
func KnownActions() []string {
	var all []string
	add := func(allows []Allow) {
		for _, a := range allows {
			all = append(all, a.Actions...)
		}
	}
	for _, k := range All {
		add(k.Allows())
	}
	for _, c := range Clusters {
		add(slices.Concat(c.Allow, c.AllowFind, c.AllowTag, c.AllowUnprotect))
	}
	for _, w := range waits {
		add(w.Allow)
	}
	for _, actions := range sdkActions {
		all = append(all, actions...)
	}
	add(slices.Concat(Logging(), Tracing(), AssumeRole(""), DistributedMap(), ReadItems(), WriteResults(), ListExecutions()))
	slices.Sort(all)
	return slices.Compact(all)
}

// KnownPrefixes are what stands before the colon of IAM's actions, as far as is
// known, sorted.
func KnownPrefixes() []string {
	var all []string
	for _, s := range sdkServices {
		all = append(all, iamPrefix(s))
	}
	for _, action := range KnownActions() {
		prefix, _, _ := strings.Cut(action, ":")
		all = append(all, prefix)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
