package importer

import (
	"strconv"
	"strings"
	"unicode"
)

// longestName is how long a name in the language may be.
const longestName = 60

// snake is a name as the language has them: words in lower case with _ between
// them.
func snake(name string) string {
	var b strings.Builder
	var before rune
	gap := false
	runes := []rune(name)
	for i, c := range runes {
		letter := c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c))
		if !letter {
			gap = b.Len() > 0
			before = c
			continue
		}
		upper := unicode.IsUpper(c)
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if upper && b.Len() > 0 && (unicode.IsLower(before) || unicode.IsDigit(before) || unicode.IsUpper(before) && unicode.IsLower(next)) {
			gap = true
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(unicode.ToLower(c))
		before = c
	}
	out := b.String()
	if out == "" {
		return "x"
	}
	if !unicode.IsLetter(rune(out[0])) {
		out = "x_" + out
	}
	if len(out) > longestName-6 {
		out = strings.TrimRight(out[:longestName-6], "_")
	}
	return out
}

// item makes a task or a block with a name of its own.
func (m *importer) item(state, kind string) *item {
	m.ids++
	it := &item{id: m.ids, state: state, kind: kind}
	it.wish = snake(state)
	it.name = m.free(it.wish)
	m.items = append(m.items, it)
	return it
}

// free takes a name, or where that is taken one that begins with it.
func (m *importer) free(name string) string {
	out := name
	for i := 2; m.names[out]; i++ {
		out = name + "_" + strconv.Itoa(i)
	}
	m.names[out] = true
	return out
}

// renumber gives names without a number, or with a lower one, that are free again.
func (m *importer) renumber() {
	for _, it := range m.items {
		if it.in != nil && it.name != it.wish { // what has no place has given its name back
			m.unname(it)
			it.name = m.free(it.wish)
		}
	}
}

// unname gives the name of an item that is not used after all to another.
func (m *importer) unname(it *item) { delete(m.names, it.name) }
