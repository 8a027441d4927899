package diag

import (
	"cmp"
	"slices"
)

// A Code names a problem for good: once released it never means another one.
// Its first two digits are one of Subjects.
type Code string

// A Subject is a part of the language that codes are numbered by.
type Subject struct {
	Prefix string // "PC01"
	About  string
}

// Subjects are all of them, in order.
var Subjects = []Subject{
	{"PC00", "files and syntax"},
	{"PC01", "expressions and the names in them"},
	{"PC02", "blocks, arguments and their values"},
	{"PC03", "task kinds and their arguments"},
	{"PC04", "the task graph"},
	{"PC05", "what the States Language or AWS cannot take"},
	{"PC06", "tests"},
}

// An Entry documents a code. To add one, declare its constant and put an entry
// into the table of the file that its subject has; docs/errors.md and
// `pipectl explain` follow.
type Entry struct {
	Code Code

	// Name of the constant.
	Name string

	// Title is the diagnostic's Summary: a fixed noun phrase, no names, no
	// full stop.
	Title string

	// Doc is sentences: what it means, why it is an error, what to do.
	Doc string

	// Example is a source file that yields this code and no other. Empty
	// where no text of one file can: a file that cannot be read.
	Example string
}

// Codes are all of them, sorted by number.
var Codes = table(
	syntaxCodes,
	exprCodes,
	nameCodes,
	blockCodes,
	kindCodes,
	graphCodes,
	testCodes,
)

func table(parts ...[]*Entry) []*Entry {
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(a, b *Entry) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

// Lookup returns the entry of a code, or nil.
func Lookup(c Code) *Entry {
	i, ok := slices.BinarySearchFunc(Codes, c, func(e *Entry, c Code) int { return cmp.Compare(e.Code, c) })
	if !ok {
		return nil
	}
	return Codes[i]
}
