package jsonata

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSONata's strings are sequences of UTF-16 units. Ours are UTF-8, with a
// lone surrogate in the three bytes that UTF-8 would have for it if it
// allowed it.

// appendUnit appends a UTF-16 unit or a code point, surrogates included.
func appendUnit(b []byte, r rune) []byte {
	if utf16.IsSurrogate(r) {
		return append(b, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return utf8.AppendRune(b, r)
}

// surrogateAt tells the surrogate that s starts with, or 0.
func surrogateAt(s string) rune {
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] <= 0xBF && s[2]&0xC0 == 0x80 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
	}
	return 0
}

// hasSurrogate tells whether s holds a lone surrogate.
func hasSurrogate(s string) bool {
	for i := strings.IndexByte(s, 0xED); i >= 0 && i < len(s); i++ {
		if surrogateAt(s[i:]) != 0 {
			return true
		}
	}
	return false
}

// decodeRune is utf8.DecodeRuneInString that knows lone surrogates.
func decodeRune(s string) (rune, int) {
	if s == "" {
		return 0, 0
	}
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	if r := surrogateAt(s); r != 0 {
		return r, 3
	}
	return utf8.DecodeRuneInString(s)
}

// joinSurrogates makes every high surrogate that is followed by a low one the
// code point they stand for.
func joinSurrogates(s string) string {
	if !hasSurrogate(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if high := surrogateAt(s[i:]); high != 0 && high < 0xDC00 {
			if low := surrogateAt(s[i+3:]); low >= 0xDC00 {
				b = utf8.AppendRune(b, utf16.DecodeRune(high, low))
				i += 6
				continue
			}
		}
		b = append(b, s[i])
		i++
	}
	return string(b)
}

// offsetBefore is the offset in s of what is at n in validText(s).
func offsetBefore(s string, n int) int {
	i := 0
	for i < len(s) && n > 0 {
		r, size := decodeRune(s[i:])
		n -= len(appendUnit(nil, r))
		i += size
		if utf16.IsSurrogate(r) && r < 0xDC00 && surrogateAt(s[i:]) >= 0xDC00 {
			// The two are one character of four bytes.
			n--
			i += 3
		}
	}
	return i
}

// validText is s with U+FFFD for what is neither UTF-8 nor a lone surrogate.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	b := make([]byte, 0, len(s)+8)
	for s != "" {
		r, n := decodeRune(s)
		b = appendUnit(b, r)
		s = s[n:]
	}
	return joinSurrogates(string(b))
}
