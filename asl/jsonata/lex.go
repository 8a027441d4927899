package jsonata

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A kind tells tokens apart. Operators that bind to their left have the
// binding power of their row in the table below.
type kind uint8

const (
	tokEnd kind = iota
	tokName
	tokQuotedName
	tokVar
	tokString
	tokNumber
	tokTrue
	tokFalse
	tokNull
	tokRegex
	tokDot
	tokLeftBracket
	tokRightBracket
	tokLeftBrace
	tokRightBrace
	tokLeftParen
	tokRightParen
	tokComma
	tokAt
	tokHash
	tokSemicolon
	tokColon
	tokQuestion
	tokPlus
	tokMinus
	tokStar
	tokSlash
	tokPercent
	tokPipe
	tokEqual
	tokLess
	tokGreater
	tokCaret
	tokAmpersand
	tokBang
	tokTilde
	tokRange
	tokAssign
	tokNotEqual
	tokGreaterEqual
	tokLessEqual
	tokStarStar
	tokApply
	tokAnd
	tokOr
	tokIn
)

// bindingPower tells how strongly an operator holds on to what stands to its
// left. Tokens that are no operators bind with power 0, which ends an
// expression.
var bindingPower = [...]int{
	tokAssign:       10,
	tokQuestion:     20,
	tokOr:           25,
	tokAnd:          30,
	tokEqual:        40,
	tokNotEqual:     40,
	tokLess:         40,
	tokLessEqual:    40,
	tokGreater:      40,
	tokGreaterEqual: 40,
	tokApply:        40,
	tokCaret:        40,
	tokPlus:         50,
	tokMinus:        50,
	tokAmpersand:    50,
	tokStar:         60,
	tokSlash:        60,
	tokPercent:      60,
	tokLeftBrace:    70,
	tokDot:          75,
	tokLeftBracket:  80,
	tokLeftParen:    80,
	tokAt:           80,
	tokHash:         80,
	tokIn:           40,
}

// negatePower is how strongly a minus sign holds on to its operand.
const negatePower = 70

// A token is one word of the source. text is its source text, but for names,
// variables, strings and regular expressions, which have lost their quoting.
type token struct {
	kind     kind
	pos, end int
	text     string
	number   float64
	flags    string
}

type lexer struct {
	src string
	pos int
}

// next reads a token. A slash starts a regular expression where an operand
// may stand, and is a division where an operator may.
func (l *lexer) next(operand bool) (token, *Error) {
	if err := l.skip(); err != nil {
		return token{}, err
	}
	start := l.pos
	if start >= len(l.src) {
		return token{kind: tokEnd, pos: start, end: start, text: "(end)"}, nil
	}
	c := l.src[start]
	if c == '/' && operand {
		return l.regex()
	}
	if k, n := operatorAt(l.src[start:]); n > 0 {
		if k == tokBang || k == tokTilde {
			return token{}, fail("S0204", start, l.src[start:start+1])
		}
		l.pos += n
		return token{kind: k, pos: start, end: l.pos, text: l.src[start:l.pos]}, nil
	}
	switch {
	case c == '"' || c == '\'':
		return l.string(c)
	case c >= '0' && c <= '9':
		return l.number()
	case c == '`':
		i := strings.IndexByte(l.src[start+1:], '`')
		if i < 0 {
			return token{}, fail("S0105", start, "`")
		}
		l.pos = start + 1 + i + 1
		return token{kind: tokQuotedName, pos: start, end: l.pos, text: l.src[start+1 : start+1+i]}, nil
	}
	i := start
	for i < len(l.src) && !endsName(l.src[i]) {
		i++
	}
	l.pos = i
	word := l.src[start:i]
	t := token{kind: tokName, pos: start, end: i, text: word}
	switch {
	case word[0] == '$':
		t.kind, t.text = tokVar, word[1:]
	case word == "or":
		t.kind = tokOr
	case word == "in":
		t.kind = tokIn
	case word == "and":
		t.kind = tokAnd
	case word == "true":
		t.kind = tokTrue
	case word == "false":
		t.kind = tokFalse
	case word == "null":
		t.kind = tokNull
	}
	return t, nil
}

// skip passes over white space and comments.
func (l *lexer) skip() *Error {
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '/' && strings.HasPrefix(l.src[l.pos:], "/*"):
			i := strings.Index(l.src[l.pos+2:], "*/")
			if i < 0 {
				return fail("S0106", l.pos, "/*")
			}
			l.pos += 2 + i + 2
		default:
			return nil
		}
	}
	return nil
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v'
}

func endsName(c byte) bool {
	return isSpace(c) || operators[c] != 0
}

// operators are the operators of one character.
var operators = [256]kind{
	'.': tokDot, '[': tokLeftBracket, ']': tokRightBracket, '{': tokLeftBrace, '}': tokRightBrace,
	'(': tokLeftParen, ')': tokRightParen, ',': tokComma, '@': tokAt, '#': tokHash, ';': tokSemicolon,
	':': tokColon, '?': tokQuestion, '+': tokPlus, '-': tokMinus, '*': tokStar, '/': tokSlash,
	'%': tokPercent, '|': tokPipe, '=': tokEqual, '<': tokLess, '>': tokGreater, '^': tokCaret,
	'&': tokAmpersand, '!': tokBang, '~': tokTilde,
}

// operatorAt tells the operator that s starts with and its length, which is 0
// where s starts with none.
func operatorAt(s string) (kind, int) {
	if len(s) > 1 {
		switch s[:2] {
		case "..":
			return tokRange, 2
		case ":=":
			return tokAssign, 2
		case "!=":
			return tokNotEqual, 2
		case ">=":
			return tokGreaterEqual, 2
		case "<=":
			return tokLessEqual, 2
		case "**":
			return tokStarStar, 2
		case "~>":
			return tokApply, 2
		}
	}
	if k := operators[s[0]]; k != 0 {
		return k, 1
	}
	return 0, 0
}

func (l *lexer) number() (token, *Error) {
	start, i := l.pos, l.pos
	digits := func() bool {
		from := i
		for i < len(l.src) && l.src[i] >= '0' && l.src[i] <= '9' {
			i++
		}
		return i > from
	}
	if l.src[i] == '0' {
		i++
	} else {
		digits()
	}
	if i < len(l.src) && l.src[i] == '.' {
		dot := i
		i++
		if !digits() {
			i = dot
		}
	}
	if i < len(l.src) && (l.src[i] == 'e' || l.src[i] == 'E') {
		e := i
		i++
		if i < len(l.src) && (l.src[i] == '+' || l.src[i] == '-') {
			i++
		}
		if !digits() {
			i = e
		}
	}
	l.pos = i
	text := l.src[start:i]
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		return token{}, fail("S0102", start, text)
	}
	return token{kind: tokNumber, pos: start, end: i, text: text, number: f}, nil
}

func (l *lexer) string(quote byte) (token, *Error) {
	start := l.pos
	rest := l.src[start+1:]
	// Most strings have no escapes and are a part of the source.
	for i := range len(rest) {
		if rest[i] == quote {
			l.pos = start + 1 + i + 1
			return token{kind: tokString, pos: start, end: l.pos, text: rest[:i]}, nil
		}
		if rest[i] == '\\' {
			return l.escapedString(quote, i)
		}
	}
	return token{}, fail("S0101", start, string(quote))
}

// escapedString reads a string whose first n bytes are known to be free of
// escapes.
func (l *lexer) escapedString(quote byte, n int) (token, *Error) {
	start := l.pos
	i := start + 1 + n
	b := append(make([]byte, 0, n+32), l.src[start+1:i]...)
	for i < len(l.src) {
		c := l.src[i]
		i++
		switch c {
		case quote:
			l.pos = i
			return token{kind: tokString, pos: start, end: i, text: joinSurrogates(string(b))}, nil
		case '\\':
			if i >= len(l.src) {
				return token{}, fail("S0103", i-1, "")
			}
			c = l.src[i]
			i++
			switch c {
			case '"', '\\', '/':
				b = append(b, c)
			case 'b':
				b = append(b, '\b')
			case 'f':
				b = append(b, '\f')
			case 'n':
				b = append(b, '\n')
			case 'r':
				b = append(b, '\r')
			case 't':
				b = append(b, '\t')
			case 'u':
				if i+4 > len(l.src) {
					return token{}, fail("S0104", i-2, l.src[i-2:])
				}
				u, err := strconv.ParseUint(l.src[i:i+4], 16, 16)
				if err != nil {
					return token{}, fail("S0104", i-2, l.src[i-2:i+4])
				}
				b = appendUnit(b, rune(u))
				i += 4
			default:
				r, n := utf8.DecodeRuneInString(l.src[i-1:])
				if r == utf8.RuneError {
					n = 1
				}
				return token{}, fail("S0103", i-2, l.src[i-1:i-1+n])
			}
		default:
			b = append(b, c)
		}
	}
	return token{}, fail("S0101", start, string(quote))
}

// regex reads /pattern/flags. Brackets count: a slash within any of them does
// not end the pattern.
func (l *lexer) regex() (token, *Error) {
	start := l.pos
	n, ok := patternEnd(l.src[start+1:])
	if !ok {
		return token{}, fail("S0302", start, "/")
	}
	if n == 0 {
		return token{}, fail("S0301", start, "//")
	}
	pattern := l.src[start+1 : start+1+n]
	i := start + 1 + n + 1
	flags := i
	for i < len(l.src) && (l.src[i] == 'i' || l.src[i] == 'm') {
		i++
	}
	l.pos = i
	return token{kind: tokRegex, pos: start, end: i, text: oneLine(pattern), flags: l.src[flags:i]}, nil
}

// patternEnd is the length of the pattern at the start of s up to the slash
// that ends it.
func patternEnd(s string) (int, bool) {
	depth := 0
	for i := 0; i < len(s); i++ {
		escaped := i > 0 && s[i-1] == '\\'
		switch s[i] {
		case '/':
			// Two backslashes before a slash are an escaped backslash; for a
			// bracket the reference looks one back only.
			if depth == 0 && (!escaped || i > 1 && s[i-2] == '\\') {
				return i, true
			}
		case '(', '[', '{':
			if !escaped {
				depth++
			}
		case ')', ']', '}':
			if !escaped {
				depth--
			}
		}
	}
	return 0, false
}

// oneLine is a pattern with escapes for what must not stand in an expression of
// a state machine: line breaks, and a percent sign before a brace.
func oneLine(pattern string) string {
	if !strings.ContainsAny(pattern, "\n\r") && !strings.Contains(pattern, "%}") {
		return pattern
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		escaped := pattern[i] == '\\' && i+1 < len(pattern)
		if escaped {
			i++
		}
		switch c := pattern[i]; {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '%' && strings.HasPrefix(pattern[i+1:], "}"):
			b.WriteString(`\x25`)
		default:
			if escaped {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		}
	}
	return b.String()
}
