package compiler

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// A SourceMap says for every state, by its name, which it has in one place of
// the machine only, where it comes from.
type SourceMap map[string]Origin

// An Origin is where a state comes from.
type Origin struct {
	// Item is the task, block or cluster it belongs to, or the machine that
	// it runs a part of the pipeline by; empty for other states of the
	// pipeline itself.
	Item string
	// Role is "task" where the state is the task's own call, "create" and
	// "terminate" for those of a cluster, "when" for the Choice in front of
	// what may be skipped, "skipped" where what was skipped ends its map of
	// states, "part" where it runs a part, "left" where it looks
	// for clusters that a stopped branch has left, "executions" where it asks which
	// of the pipeline's executions run, else empty.
	Role  string
	Range hcl.Range

	// Well are, of a state that can lead on although its item failed, the
	// states that it leads to where the item counts as succeeded; of the item's
	// other states they are the same. Empty: every way on says that it went
	// well.
	Well []string
	// Fails: who comes here has failed.
	Fails bool
}

// well notes that an item has succeeded where one of its states leads to another.
func (c *compile) well(item, next string) {
	if c.wells == nil {
		c.wells = map[string][]string{}
	}
	if !slices.Contains(c.wells[item], next) {
		c.wells[item] = append(c.wells[item], next)
	}
}

// ill notes that an item has failed where one of its states is entered.
func (c *compile) ill(state string) {
	o := c.from[state]
	o.Fails = true
	c.from[state] = o
}

// noteWells puts into the source map what was noted by well.
func (c *compile) noteWells() {
	for name, o := range c.from { // each on its own
		if all := c.wells[o.Item]; all != nil && o.Item != "" {
			o.Well = all
			c.from[name] = o
		}
	}
}

// at finds the range of the innermost state on a JSON pointer.
func (m SourceMap) at(pointer string, otherwise hcl.Range) hcl.Range {
	out := otherwise
	parts := strings.Split(pointer, "/")
	for i := 1; i < len(parts); i++ {
		if parts[i-1] != "States" {
			continue
		}
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(parts[i])
		if o, ok := m[name]; ok {
			out = o.Range
		}
	}
	return out
}

// AppendJSON appends the map as JSON, sorted by name, two spaces a level, with
// a newline at the end.
func (m SourceMap) AppendJSON(dst []byte) []byte {
	dst = append(dst, '{')
	for i, name := range slices.SortedFunc(maps.Keys(m), cmp.Compare[string]) {
		if i > 0 {
			dst = append(dst, ',')
		}
		o := m[name]
		dst = append(dst, "\n  "...)
		dst = strconv.AppendQuote(dst, name)
		dst = append(dst, `: { "item": `...)
		dst = strconv.AppendQuote(dst, o.Item)
		if o.Role != "" {
			dst = append(dst, `, "role": `...)
			dst = strconv.AppendQuote(dst, o.Role)
		}
		dst = append(dst, `, "file": `...)
		dst = strconv.AppendQuote(dst, o.Range.Filename)
		dst = append(dst, `, "line": `...)
		dst = strconv.AppendInt(dst, int64(o.Range.Start.Line), 10)
		dst = append(dst, `, "column": `...)
		dst = strconv.AppendInt(dst, int64(o.Range.Start.Column), 10)
		dst = append(dst, " }"...)
	}
	if len(m) > 0 {
		dst = append(dst, '\n')
	}
	return append(dst, "}\n"...)
}
