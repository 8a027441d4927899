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
	secretName = regexp.MustCompile(`(?i)passw|passphrase|secret|token|authorization|credential|(api|private|access)[-_]?key`)
	// secretPair is a constant member of an object in an expression.
	secretPair = regexp.MustCompile(`('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*:\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`)
)

// A hider hides secrets of two values that are compared: the first, then the
// second, of which it tells whether they are those of the first.
type hider struct {
	known  []string // those of the first
	second bool
}

// hide is a value without its secrets.
func (h *hider) hide(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.Object:
		out := slices.Clone(v)
		named := secretName.MatchString(nameOf(v))
		for i, m := range out {
			text, ok := m.Value.(asl.String)
			if ok && (secretName.MatchString(m.Key) || named && strings.EqualFold(m.Key, "value")) {
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
			if ok && strings.HasPrefix(string(flag), "-") && secretName.MatchString(string(flag)) {
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
func hidden(text string) string {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return text
	}
	return string(asl.AppendValue(nil, (&hider{}).hide(v), -1))
}

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

// inside hides secrets in an expression.
func (h *hider) inside(text string) string {
	if !strings.HasPrefix(text, "{%") {
		return text
	}
	return secretPair.ReplaceAllStringFunc(text, func(pair string) string {
		m := secretPair.FindStringSubmatch(pair)
		if !secretName.MatchString(m[1]) {
			return pair
		}
		quote := m[2][:1]
		return strings.TrimSuffix(pair, m[2]) + quote + h.word(strings.Trim(m[2], quote)) + quote
	})
}
