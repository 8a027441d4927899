package view

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// Nothing in a pipeline is secret, and what a task is told is in its machine for
// whoever may read that. But a plan goes further, into logs of jobs and comments
// of pull requests; so what is called a password, a token and the like is hidden
// there. What is an expression, or an ARN, is no secret itself.

var (
	// secretPair is a constant member of an object in an expression.
	secretPair = regexp.MustCompile(`('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*:\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`)
	// secretPart is what URLs, the headers of HTTP and command lines have secrets
	// after, and the secret.
	secretPart = []*regexp.Regexp{
		regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://[^\s:/@'"]*:)([^\s/'"]+)@`),
		regexp.MustCompile(`(\b(?i:bearer) +)([^\s'"]+)`),
		regexp.MustCompile(`(\bBasic +)([A-Za-z0-9+/_-]+=*)(?:['"]|$)`),
		regexp.MustCompile(`(\bBasic +)([A-Za-z0-9+/_-]*[A-Z0-9+/=][A-Za-z0-9+/_=-]*)`),
		regexp.MustCompile(`(--?[A-Za-z][A-Za-z0-9_.-]*=)([^\s'"]+)`),
		regexp.MustCompile(`(\b[A-Za-z_][A-Za-z0-9_.-]*=)([^\s'"&;$({]+)`),
	}
	// secretQuoted is one more, where a quote does not end a string.
	secretQuoted = regexp.MustCompile(`(\b[A-Za-z_][A-Za-z0-9_.-]*=['"])([^'"]+)`)
)

// A hider hides secrets of two values that are compared: the first, then the
// second, of which it tells whether they are those of the first.
type hider struct {
	secrets secretTexts // that are hidden wherever they are
	known   []string    // those of the first
	second  bool
}

// hide is a value without its secrets.
func (h *hider) hide(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.Object:
		out := slices.Clone(v)
		named := secretly(nameOf(v))
		for i, m := range out {
			out[i].Key = h.secrets.replace(m.Key, h.word)
			text, ok := m.Value.(asl.String)
			if ok && (secretly(m.Key) || named && strings.EqualFold(m.Key, "value")) {
				out[i].Value = h.text(string(text))
			} else {
				out[i].Value = h.hide(m.Value)
			}
		}
		return out
	case asl.Array:
		out := slices.Clone(v)
		flag := asl.String("") // of a command line, before its value
		for i, e := range v {
			text, ok := e.(asl.String)
			if ok && strings.HasPrefix(string(flag), "-") && secretly(string(flag)) {
				out[i] = h.text(string(text))
			} else {
				out[i] = h.hide(e)
			}
			flag = text
		}
		return out
	case asl.String:
		return asl.String(h.inside(string(v)))
	default:
		return v
	}
}

// hidden is a JSON text in a line, without its secrets.
func (s secretTexts) hidden(text string) string {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return text
	}
	return string(asl.AppendValue(nil, (&hider{secrets: s}).hide(v), -1))
}

// line is a text for people, without its secrets.
func (s secretTexts) line(text string) string { return (&hider{secrets: s}).inside(text) }

// nameOf is the name of a pair of Name and Value, as environments have them.
func nameOf(o asl.Object) string {
	for _, m := range o {
		if text, ok := m.Value.(asl.String); ok && (strings.EqualFold(m.Key, "name") || strings.EqualFold(m.Key, "key")) {
			return string(text)
		}
	}
	return ""
}

// text is what stands for the text of a secret.
func (h *hider) text(secret string) asl.String {
	switch {
	case strings.HasPrefix(secret, "{%"):
		return asl.String(h.inside(secret))
	case strings.HasPrefix(secret, "arn:") || secret == "":
		return asl.String(secret)
	}
	return asl.String(h.word(secret))
}

// word is what stands for a secret: the same for the same, and for another than
// before something that differs.
func (h *hider) word(secret string) string {
	switch {
	case !h.second:
		h.known = append(h.known, secret)
		return "(hidden)"
	case slices.Contains(h.known, secret):
		return "(hidden)"
	}
	return "(hidden, and another)"
}

// inside hides secrets in a text, which may be an expression.
func (h *hider) inside(text string) string {
	text = h.secrets.replace(text, h.word)
	for _, part := range secretPart {
		text = h.part(part, text)
	}
	if !strings.HasPrefix(text, "{%") {
		return h.part(secretQuoted, text)
	}
	return secretPair.ReplaceAllStringFunc(text, func(pair string) string {
		m := secretPair.FindStringSubmatch(pair)
		if !secretly(strings.Trim(m[1], `'"`)) {
			return pair
		}
		quote := m[2][:1]
		return strings.TrimSuffix(pair, m[2]) + quote + h.word(strings.Trim(m[2], quote)) + quote
	})
}

// part hides what has the form of a secretPart.
func (h *hider) part(form *regexp.Regexp, text string) string {
	var out strings.Builder
	end := 0
	for _, m := range form.FindAllStringSubmatchIndex(text, -1) {
		before, secret := text[m[2]:m[3]], text[m[4]:m[5]]
		if name, ok := strings.CutSuffix(strings.TrimRight(before, `'"`), "="); ok && !secretly(strings.TrimLeft(name, "-")) || strings.HasPrefix(secret, "(hidden") {
			continue
		}
		out.WriteString(text[end:m[4]] + h.word(secret))
		end = m[5]
	}
	return out.String() + text[end:]
}
