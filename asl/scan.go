package asl

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep arrays and objects may be nested. Real definitions stay
// below 60; the limit keeps hostile text from exhausting the stack.
const maxDepth = 1000

// A DecodeError says why a text is not JSON, or not a state machine.
type DecodeError struct {
	// Pointer is the JSON pointer (RFC 6901) of the value that is wrong,
	// empty for the whole text.
	Pointer string

	// Offset counts bytes from the start of the text. It is -1 where the
	// text is JSON and only its meaning is wrong: the pointer says where.
	Offset int

	// Text says what is wrong, lower case and without a full stop.
	Text string
}

func (e *DecodeError) Error() string {
	s := e.Text
	if e.Pointer != "" {
		s = e.Pointer + ": " + s
	}
	if e.Offset >= 0 {
		s = "offset " + strconv.Itoa(e.Offset) + ": " + s
	}
	return s
}

// DecodeValue reads one JSON value. It keeps the order of members and numbers
// as they are written. Two members of the same name, text that is not UTF-8,
// half a surrogate pair and nesting deeper than 1000 are errors, always of
// type *DecodeError.
func DecodeValue(src []byte) (Value, error) {
	s := scanner{src: src}
	s.space()
	v, err := s.value(0)
	if err == nil {
		s.space()
		if s.pos < len(src) {
			err = s.errorf(s.pos, "text after the end of the JSON value")
		}
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// A scanner reads JSON text. It reads by recursion; the pointer of an error is
// put together on the way out, so that reading good text costs nothing for it.
type scanner struct {
	src []byte
	pos int
}

func (s *scanner) errorf(pos int, text string) *DecodeError {
	return &DecodeError{Offset: pos, Text: text}
}

// within puts a token before the pointer of an error of a value inside.
func within(err *DecodeError, token string) *DecodeError {
	err.Pointer = Pointer("", token) + err.Pointer
	return err
}

func (s *scanner) space() {
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) value(depth int) (Value, *DecodeError) {
	if s.pos >= len(s.src) {
		return nil, s.errorf(s.pos, "the text ends where a value is needed")
	}
	switch c := s.src[s.pos]; {
	case c == '{':
		if depth == maxDepth {
			return nil, s.errorf(s.pos, "nested deeper than "+strconv.Itoa(maxDepth)+" levels")
		}
		return s.object(depth)
	case c == '[':
		if depth == maxDepth {
			return nil, s.errorf(s.pos, "nested deeper than "+strconv.Itoa(maxDepth)+" levels")
		}
		return s.array(depth)
	case c == '"':
		text, err := s.text()
		if err != nil {
			return nil, err
		}
		return String(text), nil
	case c == '-' || '0' <= c && c <= '9':
		return s.number()
	case c == 't':
		return Bool(true), s.word("true")
	case c == 'f':
		return Bool(false), s.word("false")
	case c == 'n':
		return Null{}, s.word("null")
	}
	return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a value is needed")
}

// here names what stands at the current position.
func (s *scanner) here() string {
	if s.pos >= len(s.src) {
		return "end of the text"
	}
	r, _ := utf8.DecodeRune(s.src[s.pos:])
	return "character " + strconv.QuoteRune(r)
}

func (s *scanner) word(word string) *DecodeError {
	end := s.pos + len(word)
	if end > len(s.src) || string(s.src[s.pos:end]) != word {
		return s.errorf(s.pos, "unexpected "+s.here()+" where a value is needed")
	}
	s.pos = end
	return nil
}

func (s *scanner) object(depth int) (Value, *DecodeError) {
	s.pos++
	s.space()
	object := Object{}
	if s.pos < len(s.src) && s.src[s.pos] == '}' {
		s.pos++
		return object, nil
	}
	var seen map[string]bool // only for objects too large to search
	for {
		s.space()
		if s.pos >= len(s.src) || s.src[s.pos] != '"' {
			return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a member name is needed")
		}
		start := s.pos
		key, err := s.text()
		if err != nil {
			return nil, err
		}
		if len(object) == 16 {
			seen = make(map[string]bool, 64)
			for _, m := range object {
				seen[m.Key] = true
			}
		}
		if _, found := object.find(key, seen); found {
			return nil, within(s.errorf(start, "member "+strconv.Quote(key)+" is there twice"), key)
		}
		if seen != nil {
			seen[key] = true
		}
		s.space()
		if s.pos >= len(s.src) || s.src[s.pos] != ':' {
			return nil, within(s.errorf(s.pos, "unexpected "+s.here()+" where a colon is needed"), key)
		}
		s.pos++
		s.space()
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, within(err, key)
		}
		object = append(object, Member{key, v})
		s.space()
		if s.pos < len(s.src) {
			switch s.src[s.pos] {
			case ',':
				s.pos++
				continue
			case '}':
				s.pos++
				return object, nil
			}
		}
		return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a comma or } is needed")
	}
}

// find looks a member up, in seen if it is there and else in turn.
func (o Object) find(key string, seen map[string]bool) (Value, bool) {
	if seen != nil {
		return nil, seen[key]
	}
	return o.Get(key)
}

func (s *scanner) array(depth int) (Value, *DecodeError) {
	s.pos++
	s.space()
	array := Array{}
	if s.pos < len(s.src) && s.src[s.pos] == ']' {
		s.pos++
		return array, nil
	}
	for {
		s.space()
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, within(err, strconv.Itoa(len(array)))
		}
		array = append(array, v)
		s.space()
		if s.pos < len(s.src) {
			switch s.src[s.pos] {
			case ',':
				s.pos++
				continue
			case ']':
				s.pos++
				return array, nil
			}
		}
		return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a comma or ] is needed")
	}
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) number() (Value, *DecodeError) {
	start := s.pos
	if s.src[s.pos] == '-' {
		s.pos++
	}
	if s.pos < len(s.src) && s.src[s.pos] == '0' {
		s.pos++
	} else if !s.digits() {
		return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a digit is needed")
	}
	if s.pos < len(s.src) && s.src[s.pos] == '.' {
		s.pos++
		if !s.digits() {
			return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a digit is needed")
		}
	}
	if s.pos < len(s.src) && (s.src[s.pos] == 'e' || s.src[s.pos] == 'E') {
		s.pos++
		if s.pos < len(s.src) && (s.src[s.pos] == '+' || s.src[s.pos] == '-') {
			s.pos++
		}
		if !s.digits() {
			return nil, s.errorf(s.pos, "unexpected "+s.here()+" where a digit is needed")
		}
	}
	return Number(s.src[start:s.pos]), nil
}

// digits reads at least one digit.
func (s *scanner) digits() bool {
	start := s.pos
	for s.pos < len(s.src) && '0' <= s.src[s.pos] && s.src[s.pos] <= '9' {
		s.pos++
	}
	return s.pos > start
}

// text reads a string.
func (s *scanner) text() (string, *DecodeError) {
	open := s.pos
	s.pos++
	start := s.pos
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '"':
			text := string(s.src[start:s.pos])
			s.pos++
			return text, nil
		case c == '\\':
			return s.escaped(open, start)
		case c < 0x20:
			return "", s.errorf(s.pos, "control "+s.here()+" in a string")
		case c < utf8.RuneSelf:
			s.pos++
		default:
			if err := s.rune(); err != nil {
				return "", err
			}
		}
	}
	return "", s.errorf(open, "the string does not end")
}

// rune passes over one character that is not ASCII.
func (s *scanner) rune() *DecodeError {
	r, size := utf8.DecodeRune(s.src[s.pos:])
	if r == utf8.RuneError && size == 1 {
		return s.errorf(s.pos, "byte 0x"+strconv.FormatUint(uint64(s.src[s.pos]), 16)+" is not UTF-8")
	}
	s.pos += size
	return nil
}

// escaped reads the rest of a string from its first backslash on.
func (s *scanner) escaped(open, start int) (string, *DecodeError) {
	buf := append(make([]byte, 0, s.pos-start+32), s.src[start:s.pos]...)
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '"':
			s.pos++
			return string(buf), nil
		case c == '\\':
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			buf = utf8.AppendRune(buf, r)
		case c < 0x20:
			return "", s.errorf(s.pos, "control "+s.here()+" in a string")
		case c < utf8.RuneSelf:
			buf = append(buf, c)
			s.pos++
		default:
			from := s.pos
			if err := s.rune(); err != nil {
				return "", err
			}
			buf = append(buf, s.src[from:s.pos]...)
		}
	}
	return "", s.errorf(open, "the string does not end")
}

// escape reads one escape, or the two that make up a surrogate pair.
func (s *scanner) escape() (rune, *DecodeError) {
	start := s.pos
	s.pos++
	if s.pos >= len(s.src) {
		return 0, s.errorf(start, "the string does not end")
	}
	c := s.src[s.pos]
	s.pos++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		r, ok := s.hex()
		if !ok {
			return 0, s.errorf(start, "\\u needs four hexadecimal digits")
		}
		if !utf16.IsSurrogate(r) {
			return r, nil
		}
		if s.pos+1 < len(s.src) && s.src[s.pos] == '\\' && s.src[s.pos+1] == 'u' {
			s.pos += 2
			low, ok := s.hex()
			if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
				return pair, nil
			}
		}
		return 0, s.errorf(start, "half a surrogate pair is no character")
	}
	return 0, s.errorf(start, "unknown escape \\"+strconv.QuoteRune(rune(c)))
}

func (s *scanner) hex() (rune, bool) {
	if s.pos+4 > len(s.src) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s.src[s.pos:s.pos+4]), 16, 16)
	if err != nil {
		return 0, false
	}
	s.pos += 4
	return rune(n), true
}
