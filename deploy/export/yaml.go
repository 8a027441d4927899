package export

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// What templates are made of, as far as they need it: written as YAML, of which
// that subset is used in which nothing has two meanings.

// A node is a value of a template: one of mapping, sequence, scalar, block, word,
// tagged.
//
//sumtype:decl
type node interface{ node() }

type (
	mapping  []member
	sequence []node

	// A scalar is a string.
	scalar string
	// A block is a string of several lines, written as they are.
	block string
	// A word is a number, true or false.
	word string

	// A tagged is a string with one of CloudFormation's tags, such as !Ref.
	tagged struct{ tag, value string }
)

type member struct {
	key   string
	value node
}

func (mapping) node()  {}
func (sequence) node() {}
func (scalar) node()   {}
func (block) node()    {}
func (word) node()     {}
func (tagged) node()   {}

// appendYAML appends what stands after a key or a dash that stands at a level of
// indentation; for level -1, the document.
func appendYAML(dst []byte, n node, level int) []byte {
	indent := strings.Repeat("  ", level+1)
	switch n := n.(type) {
	case mapping:
		if len(n) == 0 {
			return append(dst, " {}\n"...)
		}
		if level >= 0 {
			dst = append(dst, '\n')
		}
		for _, m := range n {
			dst = append(append(append(dst, indent...), key(m.key)...), ':')
			dst = appendYAML(dst, m.value, level+1)
		}
		return dst
	case sequence:
		if len(n) == 0 {
			return append(dst, " []\n"...)
		}
		dst = append(dst, '\n')
		for _, e := range n {
			dst = append(append(dst, indent...), '-')
			if m, ok := e.(mapping); ok && len(m) > 0 {
				// The first member stands beside the dash.
				inner := appendYAML(nil, m, level+1)
				dst = append(append(dst, ' '), inner[1+len(indent)+2:]...)
				continue
			}
			dst = appendYAML(dst, e, level+1)
		}
		return dst
	case scalar:
		return append(append(append(dst, ' '), quote(string(n))...), '\n')
	case word:
		return append(append(append(dst, ' '), n...), '\n')
	case tagged:
		return append(append(append(dst, " !"+n.tag+" "...), quote(n.value)...), '\n')
	case block:
		text := string(n)
		if !fitsBlock(text) {
			return appendYAML(dst, scalar(text), level)
		}
		dst = append(dst, " |"...)
		if !strings.HasSuffix(text, "\n") {
			dst = append(dst, '-')
		}
		dst = append(dst, '\n')
		for line := range strings.Lines(text) {
			if line != "\n" {
				dst = append(dst, indent...)
			}
			dst = append(dst, line...)
		}
		if !strings.HasSuffix(text, "\n") {
			dst = append(dst, '\n')
		}
		return dst
	}
	panic("export: a node of no kind")
}

var (
	// plainForm is of strings that need no quotes, and are strings in every
	// version of YAML but for reserved.
	plainForm = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_./-]*(:{1,3}[A-Za-z0-9_./*-]+)*( [A-Za-z0-9_./-]+)*$`)
	reserved  = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null|y|n)$`)
)

// key is a string as a key, quoted also where only people would take it for two.
func key(s string) string {
	if q := quote(s); q != s || !strings.Contains(s, ":") {
		return q
	}
	return `"` + s + `"`
}

// quote is a string as YAML has it in one line.
func quote(s string) string {
	if plainForm.MatchString(s) && !reserved.MatchString(s) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unprintable(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// unprintable says of a character that YAML has it escaped only, or takes it for
// the end of a line.
func unprintable(r rune) bool {
	return r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// fitsBlock says of a text that it can be written line by line.
func fitsBlock(s string) bool {
	if s == "" || s[0] == ' ' || s[0] == '\n' || s[0] == '\t' || strings.HasSuffix(s, "\n\n") || !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && unprintable(r) })
}
