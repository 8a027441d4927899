package jsonata

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

func (p *printer) number(f float64) edge {
	switch {
	case math.IsNaN(f):
		p.text("0 / 0")
		return edge{left: bindingPower[tokSlash], right: bindingPower[tokSlash]}
	case math.IsInf(f, 1):
		p.text("1 / 0")
		return edge{left: bindingPower[tokSlash], right: bindingPower[tokSlash]}
	case math.IsInf(f, -1):
		p.text("-1 / 0")
		return edge{left: bindingPower[tokSlash], right: bindingPower[tokSlash]}
	}
	if p.write {
		p.b = appendNumber(p.b, f)
	}
	if math.Signbit(f) {
		return edge{left: never, right: negatePower}
	}
	return closed
}

// appendNumber writes the shortest text that reads back as f, in the form of
// JavaScript without the plus sign of its exponents. Negative zero is -0.
func appendNumber(b []byte, f float64) []byte {
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		s := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exp, _ := strings.Cut(s, "e")
		b = append(b, mantissa...)
		b = append(b, 'e')
		if exp[0] == '-' {
			b = append(b, '-')
		}
		return append(b, strings.TrimLeft(exp[1:], "0")...)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// quotable tells whether a name can stand in backquotes.
func quotable(name string) bool {
	return !strings.Contains(name, "`") && !strings.Contains(name, "%}") && !strings.ContainsAny(name, "\n\r")
}

func (p *printer) name(s string) edge {
	switch {
	case isWord(s):
		p.text(s)
	case quotable(s):
		p.text("`")
		p.text(s)
		p.text("`")
	case isBare(s):
		p.text(s)
	case p.stringName:
		p.stringName = false
		p.string(s)
	default:
		p.text("$.")
		p.string(s)
		return edge{left: bindingPower[tokDot], right: bindingPower[tokDot]}
	}
	return closed
}

// isBare tells whether a name that is no plain word reads as a name all the
// same.
func isBare(s string) bool {
	if s == "" || strings.IndexByte("`'\"$0123456789", s[0]) >= 0 {
		return false
	}
	for i := range len(s) {
		if endsName(s[i]) {
			return false
		}
	}
	return true
}

// isWord tells whether a name needs no quoting. Names that only look like
// keywords are quoted too: and, or and in could stand bare in places, for
// which people would have to know the grammar by heart.
func isWord(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	switch s {
	case "and", "or", "in", "true", "false", "null", "function":
		return false
	}
	return true
}

func (p *printer) string(s string) {
	if !p.write {
		return
	}
	p.b = append(p.b, '\'')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\\':
			p.b = append(p.b, `\\`...)
		case c == '\n':
			p.b = append(p.b, `\n`...)
		case c == '\r':
			p.b = append(p.b, `\r`...)
		case c == '\t':
			p.b = append(p.b, `\t`...)
		case c == '\b':
			p.b = append(p.b, `\b`...)
		case c == '\f':
			p.b = append(p.b, `\f`...)
		case c < 0x20 || c == 0x7F || c == '\'' || c == '%' && strings.HasPrefix(s[i+1:], "}"):
			p.unit(rune(c))
		case c < utf8.RuneSelf:
			p.b = append(p.b, c)
		default:
			r, n := decodeRune(s[i:])
			switch {
			case surrogateAt(s[i:]) != 0:
				p.unit(r)
			case r == utf8.RuneError && n == 1:
				p.unit(utf8.RuneError)
			case r == '\u2028' || r == '\u2029' || r == '\u0085':
				p.unit(r)
			default:
				p.b = append(p.b, s[i:i+n]...)
			}
			i += n
			continue
		}
		i++
	}
	p.b = append(p.b, '\'')
}

// unit writes an escape of four hex digits.
func (p *printer) unit(r rune) {
	const hex = "0123456789abcdef"
	p.b = append(p.b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// regex writes a regular expression. A pattern that would end too early or
// too late has its slashes, and its brackets within classes, escaped.
func (p *printer) regex(n *Regex) {
	if !p.write {
		return
	}
	p.b = append(p.b, '/')
	pattern := oneLine(n.Pattern)
	if end, ok := patternEnd(pattern + "/"); ok && end == len(pattern) {
		p.text(pattern)
	} else {
		p.escapedPattern(pattern)
	}
	p.text("/")
	p.text(n.Flags)
}

func (p *printer) escapedPattern(s string) {
	class := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			p.b = append(p.b, c)
			i++
		case c == '/', class && strings.IndexByte("([{)}", c) >= 0:
			p.b = append(p.b, '\\')
		case c == '[':
			class = true
		case c == ']':
			class = false
		}
		p.b = append(p.b, s[i])
	}
}
