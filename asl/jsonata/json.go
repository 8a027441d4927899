package jsonata

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxJSONDepth bounds the nesting of JSON text.
const maxJSONDepth = 10000

// DecodeJSON reads JSON text. Members keep their order; of several with one
// name the last gives the value. A number beyond float64 is an error.
func DecodeJSON(data []byte) (Value, error) {
	d := jsonDecoder{src: string(data)}
	v, err := d.document()
	if err != nil {
		return nil, err
	}
	return v, nil
}

type jsonDecoder struct {
	src   string
	pos   int
	depth int
}

func (d *jsonDecoder) document() (Value, error) {
	v, err := d.value()
	if err != nil {
		return nil, err
	}
	if d.space(); d.pos < len(d.src) {
		return nil, d.unexpected()
	}
	return v, nil
}

func (d *jsonDecoder) space() {
	for d.pos < len(d.src) {
		switch d.src[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}

func (d *jsonDecoder) unexpected() error {
	if d.pos >= len(d.src) {
		return errors.New("unexpected end of JSON text")
	}
	r, _ := utf8.DecodeRuneInString(d.src[d.pos:])
	return fmt.Errorf("unexpected %q at byte %d of JSON text", r, d.pos)
}

func (d *jsonDecoder) value() (Value, error) {
	d.space()
	if d.pos >= len(d.src) {
		return nil, d.unexpected()
	}
	switch c := d.src[d.pos]; {
	case c == '{':
		return d.object()
	case c == '[':
		return d.array()
	case c == '"':
		return d.string()
	case c == '-' || c >= '0' && c <= '9':
		return d.number()
	}
	for _, w := range [...]struct {
		word string
		v    Value
	}{{"true", true}, {"false", false}, {"null", NullValue{}}} {
		if strings.HasPrefix(d.src[d.pos:], w.word) {
			d.pos += len(w.word)
			return w.v, nil
		}
	}
	return nil, d.unexpected()
}

// next passes over white space and c, if it is there.
func (d *jsonDecoder) next(c byte) bool {
	d.space()
	if d.pos < len(d.src) && d.src[d.pos] == c {
		d.pos++
		return true
	}
	return false
}

func (d *jsonDecoder) enter() error {
	d.pos++
	if d.depth++; d.depth > maxJSONDepth {
		return errors.New("JSON text is nested too deep")
	}
	return nil
}

func (d *jsonDecoder) object() (Value, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	defer func() { d.depth-- }()
	o := &ObjectValue{}
	if d.next('}') {
		return o, nil
	}
	for {
		if d.space(); d.pos >= len(d.src) || d.src[d.pos] != '"' {
			return nil, d.unexpected()
		}
		key, err := d.string()
		if err != nil {
			return nil, err
		}
		if !d.next(':') {
			return nil, d.unexpected()
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		o.Set(key.(string), v)
		if d.next('}') {
			return o, nil
		}
		if !d.next(',') {
			return nil, d.unexpected()
		}
	}
}

func (d *jsonDecoder) array() (Value, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	defer func() { d.depth-- }()
	a := &ArrayValue{}
	if d.next(']') {
		return a, nil
	}
	for {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		a.Items = append(a.Items, v)
		if d.next(']') {
			return a, nil
		}
		if !d.next(',') {
			return nil, d.unexpected()
		}
	}
}

func (d *jsonDecoder) number() (Value, error) {
	start := d.pos
	if d.src[d.pos] == '-' {
		d.pos++
	}
	l := lexer{src: d.src, pos: d.pos}
	if l.pos >= len(l.src) || l.src[l.pos] < '0' || l.src[l.pos] > '9' {
		return nil, d.unexpected()
	}
	t, err := l.number()
	if err != nil {
		return nil, fmt.Errorf("number %s of JSON text is out of range", err.Token)
	}
	d.pos = l.pos
	if d.src[start] == '-' {
		return -t.number, nil
	}
	return number(t.number), nil
}

func (d *jsonDecoder) string() (Value, error) {
	start := d.pos + 1
	for i := start; i < len(d.src); i++ {
		switch c := d.src[i]; {
		case c == '"':
			d.pos = i + 1
			return strings.ToValidUTF8(d.src[start:i], string(utf8.RuneError)), nil
		case c == '\\':
			return d.escapedString(start, i)
		case c < 0x20:
			d.pos = i
			return nil, d.unexpected()
		}
	}
	d.pos = len(d.src)
	return nil, d.unexpected()
}

func (d *jsonDecoder) escapedString(start, i int) (Value, error) {
	for j := start; j < len(d.src) && d.src[j] != '"'; j++ {
		if d.src[j] < 0x20 {
			d.pos = j
			return nil, d.unexpected()
		}
		if d.src[j] == '\\' {
			j++
		}
	}
	l := lexer{src: d.src, pos: start - 1}
	t, err := l.escapedString('"', i-start)
	if err != nil {
		d.pos = max(err.Pos, start)
		return nil, d.unexpected()
	}
	d.pos = t.end
	return t.text, nil
}

// AppendJSON appends v as JSON text without white space. Numbers are as
// JavaScript writes them, in full. Infinity and NaN, which JSON does not have,
// are null, as are holes of arrays. Undefined and functions are an error.
func AppendJSON(dst []byte, v Value) ([]byte, error) {
	switch v.(type) {
	case nil:
		return dst, errors.New("undefined is no JSON value")
	case *FunctionValue:
		return dst, errors.New("a function is no JSON value")
	}
	w := jsonWriter{b: dst, number: func(b []byte, f float64) ([]byte, *Error) {
		if !isFinite(f) {
			return append(b, "null"...), nil
		}
		return appendJSNumber(b, f), nil
	}}
	if err := w.write(v); err != nil {
		return dst, err
	}
	if w.function {
		return dst, errors.New("a function is no JSON value")
	}
	return w.b, nil
}

// EncodeJSON is [AppendJSON] to a new slice.
func EncodeJSON(v Value) ([]byte, error) { return AppendJSON(nil, v) }

// A jsonWriter writes JSON text. Functions become empty strings, as $string
// has them, and are reported in function.
type jsonWriter struct {
	b        []byte
	indent   int // spaces for each level; 0 is all in one line
	level    int
	number   func([]byte, float64) ([]byte, *Error)
	function bool

	// limit, where it is not 0, is the most bytes to write.
	limit int
}

func (w *jsonWriter) newline() {
	if w.indent == 0 {
		return
	}
	w.b = append(w.b, '\n')
	for range w.level * w.indent {
		w.b = append(w.b, ' ')
	}
}

func (w *jsonWriter) write(v Value) *Error {
	if w.limit > 0 && len(w.b) > w.limit {
		return tooLarge()
	}
	switch v := v.(type) {
	case nil, NullValue:
		w.b = append(w.b, "null"...)
	case bool:
		w.b = strconv.AppendBool(w.b, v)
	case float64:
		b, err := w.number(w.b, v)
		w.b = b
		return err
	case string:
		w.b = appendJSONString(w.b, v)
	case *FunctionValue:
		w.function = true
		w.b = append(w.b, `""`...)
	case *ArrayValue:
		return w.array(v)
	case *ObjectValue:
		return w.object(v)
	}
	return nil
}

func (w *jsonWriter) array(a *ArrayValue) *Error {
	w.b = append(w.b, '[')
	w.level++
	if w.level > maxJSONDepth {
		return tooDeep()
	}
	for i, x := range a.Items {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.newline()
		if err := w.write(x); err != nil {
			return err
		}
	}
	w.level--
	if len(a.Items) > 0 {
		w.newline()
	}
	w.b = append(w.b, ']')
	return nil
}

func (w *jsonWriter) object(o *ObjectValue) *Error {
	w.b = append(w.b, '{')
	w.level++
	if w.level > maxJSONDepth {
		return tooDeep()
	}
	n := 0
	for k, x := range o.All() {
		if x == nil {
			continue
		}
		if n++; n > 1 {
			w.b = append(w.b, ',')
		}
		w.newline()
		w.b = appendJSONString(w.b, k)
		w.b = append(w.b, ':')
		if w.indent > 0 {
			w.b = append(w.b, ' ')
		}
		if err := w.write(x); err != nil {
			return err
		}
	}
	w.level--
	if n > 0 {
		w.newline()
	}
	w.b = append(w.b, '}')
	return nil
}

// appendJSONString escapes what JSON must have escaped and no more.
func appendJSONString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			r := surrogateAt(s[i:])
			if r == 0 {
				continue
			}
			b = append(b, s[start:i]...)
			b = append(b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
			i += 2
			start = i + 1
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
