package jsonata

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode/utf8"
)

var encodingFunctions = []builtin{
	{"base64encode", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		// The reference encodes the low byte of every UTF-16 unit.
		b := make([]byte, 0, len(s))
		for s != "" {
			r, n := decodeRune(s)
			s = s[n:]
			if r > 0xFFFF {
				r -= 0x10000
				b = append(b, byte(r>>10))
				r &= 0x3FF
			}
			b = append(b, byte(r))
		}
		return a.text(base64.StdEncoding.EncodeToString(b))
	})},
	{"base64decode", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.text(decodeBase64(s))
	})},
	{"encodeUrlComponent", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.escape(s, "!'()*-._~")
	})},
	{"encodeUrl", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.escape(s, "!'()*-._~;,/?:@&=+$#")
	})},
	{"decodeUrlComponent", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.unescape(s, "")
	})},
	{"decodeUrl", "s-:s", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		return a.unescape(s, ";,/?:@&=+$#")
	})},
}

// decodeBase64 passes over what is not of the alphabet and stops at the
// padding. Each byte becomes a character.
func decodeBase64(s string) string {
	clean := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '-':
			c = '+'
		case c == '_':
			c = '/'
		}
		if c == '=' {
			break
		}
		if c == '+' || c == '/' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			clean = append(clean, c)
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	raw, err := base64.RawStdEncoding.DecodeString(string(clean))
	if err != nil {
		return ""
	}
	out := make([]byte, 0, len(raw))
	for _, c := range raw {
		out = utf8.AppendRune(out, rune(c))
	}
	return string(out)
}

// escape writes all bytes but letters, digits and those kept as %XX.
func (a *activation) escape(s, keep string) (Value, *Error) {
	if hasSurrogate(s) {
		return nil, a.fail("D3140", a.fn.name)
	}
	const hex = "0123456789ABCDEF"
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte(keep, c) >= 0 {
			b = append(b, c)
		} else {
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return a.text(string(b))
}

// unescape reads %XX, but leaves those of the characters in leave.
func (a *activation) unescape(s, leave string) (Value, *Error) {
	if leave != "" {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if s[i] == '%' && i+2 < len(s) {
				if c, err := url.PathUnescape(s[i : i+3]); err == nil && strings.Contains(leave, c) {
					b.WriteString("%25")
					continue
				}
			}
			b.WriteByte(s[i])
		}
		s = b.String()
	}
	out, err := url.PathUnescape(s)
	if err != nil || !utf8.ValidString(out) {
		return nil, a.fail("D3140", a.fn.name)
	}
	return a.text(out)
}
