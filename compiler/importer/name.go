package importer

import (
	"strconv"
	"strings"
	"unicode"
)

// longestName is how long a name in the language may be.
const longestName = 60

// PipelineName is what the pipeline of a machine is called that has a name:
// "imported" where that is empty.
func PipelineName(of string) string {
	if of == "" {
		return "imported"
	}
	out := words(of)
	if out == "name" || out == "status" { // which are names of other things where a pipeline's stands
		out += "_pipeline"
	}
	return cut(out, longestName)
}

// longestItem is how long a name of an item is at most, so that a number can
// follow it.
const longestItem = longestName - 6

// snake is a name as the language has them.
func snake(name string) string { return cut(words(name), longestItem) }

func cut(name string, most int) string {
	if len(name) > most {
		return strings.TrimRight(name[:most], "_")
	}
	return name
}

// tellCuts notes what is called less than it could be.
func (m *importer) tellCuts(name string) {
	if len(words(name)) > longestName {
		m.note("the pipeline is called %q, as %q is longer than names are", m.opts.Name, name)
	}
	for _, it := range m.items {
		if it.in != nil && it.stands() && len(words(it.of())) > longestItem {
			m.note("the state %q is called %q, as names end there", it.of(), it.name)
		}
	}
}

// words are those of a name in lower case with _ between them.
func words(name string) string {
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
