package jsonata

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

var (
	smallWords = []string{
		"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
		"Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
	}
	smallOrdinals = []string{
		"Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
		"Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth",
		"Nineteenth",
	}
	tensWords      = []string{"Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"}
	magnitudeWords = []string{"Thousand", "Million", "Billion", "Trillion"}
)

// words writes a number in words. What comes after something larger is joined
// to it.
func words(f float64, joined, ordinal bool) string {
	var b strings.Builder
	join := func(s string) {
		if joined {
			b.WriteString(s)
		}
	}
	th := func() {
		if ordinal {
			b.WriteString("th")
		}
	}
	switch {
	case f < 20:
		join(" and ")
		if ordinal {
			b.WriteString(smallOrdinals[int(f)])
		} else {
			b.WriteString(smallWords[int(f)])
		}
	case f < 100:
		join(" and ")
		tens := tensWords[int(f)/10-2]
		if rest := int(f) % 10; rest > 0 {
			b.WriteString(tens + "-" + words(float64(rest), false, ordinal))
		} else if ordinal {
			b.WriteString(strings.TrimSuffix(tens, "y") + "ieth")
		} else {
			b.WriteString(tens)
		}
	case f < 1000:
		join(", ")
		b.WriteString(smallWords[int(f)/100] + " Hundred")
		if rest := int(f) % 100; rest > 0 {
			b.WriteString(words(float64(rest), true, ordinal))
		} else {
			th()
		}
	default:
		join(", ")
		power, unit := 0, 1000.0
		for power < len(magnitudeWords)-1 && f >= unit*1000 {
			power++
			unit *= 1000
		}
		count := math.Floor(f / unit)
		b.WriteString(words(count, false, false) + " " + magnitudeWords[power])
		if rest := f - count*unit; rest > 0 {
			b.WriteString(words(rest, true, ordinal))
		} else {
			th()
		}
	}
	return b.String()
}

// wordValues are the words that numbers are made of, in lower case.
var wordValues = func() map[string]float64 {
	m := map[string]float64{}
	for i, w := range smallWords {
		m[strings.ToLower(w)] = float64(i)
		m[strings.ToLower(smallOrdinals[i])] = float64(i)
	}
	for i, w := range tensWords {
		w = strings.ToLower(w)
		m[w] = float64(20 + 10*i)
		m[strings.TrimSuffix(w, "y")+"ieth"] = float64(20 + 10*i)
	}
	m["hundred"], m["hundredth"] = 100, 100
	value := 1.0
	for _, w := range magnitudeWords {
		value *= 1000
		m[strings.ToLower(w)], m[strings.ToLower(w)+"th"] = value, value
	}
	return m
}()

// wordsPattern matches what may be a number in words.
var wordsPattern = func() string {
	all := slices.SortedFunc(maps.Keys(wordValues), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	return "(?:" + strings.Join(all, "|") + "|and|[, \\-])+"
}()

// parseWords reads a number in words. It is false where one is unknown.
func parseWords(s string) (float64, bool) {
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == ',' || r == '-' })
	parts := []float64{0}
	for _, w := range fields {
		if w == "and" {
			continue
		}
		v, ok := wordValues[w]
		if !ok {
			return 0, false
		}
		last := &parts[len(parts)-1]
		switch {
		case v >= 100:
			*last *= v
		case *last >= 1000:
			parts = append(parts, v)
		default:
			*last += v
		}
	}
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum, len(fields) > 0
}
