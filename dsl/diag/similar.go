package diag

import (
	"slices"
	"strconv"
	"strings"
)

// Similar returns the candidate that a misspelt name most likely meant, or "".
// Two names are alike when few letters were left out, put in, changed, or
// swapped with their neighbour: one of four, and at least one; case does not
// count. A name that only the end is missing of, after an underscore, is meant
// where it is the only one. Of equally near ones the first in alphabetical order is taken,
// whatever the order of candidates.
func Similar(name string, candidates []string) string {
	sorted := slices.Clone(candidates)
	slices.Sort(sorted)
	best, least := "", max(1, (len([]rune(name))+2)/4)+1
	for _, c := range sorted {
		if c == name {
			continue
		}
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	if best == "" && len(name) > 2 {
		for _, c := range sorted {
			if strings.HasPrefix(strings.ToLower(c), strings.ToLower(name)+"_") {
				if best != "" {
					return "" // more than one
				}
				best = c
			}
		}
	}
	if len(name) < 2 && !strings.EqualFold(best, name) {
		return "" // every letter is one change from every other
	}
	return best
}

// Suggest is Similar as the end of a sentence: ` Did you mean "run_date"?`, or
// "" when nothing is near.
func Suggest(name string, candidates []string) string {
	s := Similar(name, candidates)
	if s == "" {
		return ""
	}
	return " Did you mean " + strconv.Quote(s) + "?"
}

// distance counts the letters to put in, leave out, change or swap (of
// neighbours not touched again) to make b of a.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	// Three rows of the usual table: two above are needed for a swap.
	above2 := make([]int, len(t)+1)
	above := make([]int, len(t)+1)
	row := make([]int, len(t)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], above2[j-2]+1)
			}
		}
		above2, above, row = above, row, above2
	}
	return above[len(t)]
}
