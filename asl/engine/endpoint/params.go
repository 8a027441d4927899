package endpoint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// params are the members of a request, or of a structure in it. The methods
// read one member each, by the constraints of the API model (botocore
// 1.43.67), and note what is wrong with it: an operation reads all it needs,
// then asks fault.
//
// A member that is null is one that is left out.
type params struct {
	o    asl.Object
	at   string   // "tags.1.member." in a structure inside the request
	form *fault   // a member of the wrong JSON type
	bad  []string // constraints that do not hold
}

// fault tells what was wrong.
func (p *params) fault() error {
	switch {
	case p.form != nil:
		return p.form
	case len(p.bad) == 1:
		return invalid("1 validation error detected: %s", p.bad[0])
	case len(p.bad) > 1:
		return invalid("%d validation errors detected: %s", len(p.bad), strings.Join(p.bad, "; "))
	}
	return nil
}

func (p *params) get(key string) asl.Value {
	v, _ := p.o.Get(key)
	if _, ok := v.(asl.Null); ok {
		return nil
	}
	return v
}

func (p *params) wrongType(key, want string, v asl.Value) {
	if p.form == nil {
		p.form = faultf("SerializationException", "%s%s is %s, not %s", p.at, key, asl.Kind(v), want)
	}
}

func (p *params) violates(key, value, constraint string) {
	p.bad = append(p.bad, fmt.Sprintf("Value %s at '%s%s' failed to satisfy constraint: Member must %s", value, p.at, key, constraint))
}

func (p *params) missing(key string) { p.violates(key, "null", "not be null") }

// text reads a string that has to be there, of min to max characters; a max of
// 0 is no bound.
func (p *params) text(key string, min, max int) string {
	s, ok := p.maybe(key, min, max)
	if !ok && p.get(key) == nil {
		p.missing(key)
	}
	return s
}

// maybe reads a string that may be left out.
func (p *params) maybe(key string, min, max int) (s string, given bool) {
	v := p.get(key)
	if v == nil {
		return "", false
	}
	t, ok := v.(asl.String)
	if !ok {
		p.wrongType(key, "a string", v)
		return "", false
	}
	s = string(t)
	switch n := utf8.RuneCountInString(s); {
	case n < min:
		p.violates(key, quote(s), fmt.Sprintf("have length greater than or equal to %d", min))
	case max > 0 && n > max:
		p.violates(key, quote(s), fmt.Sprintf("have length less than or equal to %d", max))
	}
	return s, true
}

// quote shows a value in a message, which must not become as long as it.
func quote(s string) string {
	if len(s) > 256 {
		s = strings.ToValidUTF8(s[:256], "") + "..."
	}
	return "'" + s + "'"
}

// word reads one of several words; the first stands for it where it is left
// out.
func (p *params) word(key string, words ...string) string {
	s, given := p.maybe(key, 0, 0)
	if !given {
		return words[0]
	}
	if !slices.Contains(words, s) {
		p.violates(key, quote(s), "satisfy enum value set: ["+strings.Join(words, ", ")+"]")
	}
	return s
}

// integer reads a whole number between min and max, or gives otherwise.
func (p *params) integer(key string, min, max, otherwise int64) int64 {
	v := p.get(key)
	if v == nil {
		return otherwise
	}
	text, ok := v.(asl.Number)
	n, err := strconv.ParseInt(string(text), 10, 64)
	if !ok || err != nil {
		p.wrongType(key, "a whole number", v)
		return otherwise
	}
	switch {
	case n < min:
		p.violates(key, string(text), fmt.Sprintf("have value greater than or equal to %d", min))
	case n > max:
		p.violates(key, string(text), fmt.Sprintf("have value less than or equal to %d", max))
	}
	return n
}

// flag reads a boolean, or gives otherwise.
func (p *params) flag(key string, otherwise bool) bool {
	v := p.get(key)
	if v == nil {
		return otherwise
	}
	b, ok := v.(asl.Bool)
	if !ok {
		p.wrongType(key, "a boolean", v)
	}
	return bool(b)
}

// structure reads a structure; nil where it is left out. What is wrong in it
// must be handed back with take.
func (p *params) structure(key string) *params {
	v := p.get(key)
	if v == nil {
		return nil
	}
	o, ok := v.(asl.Object)
	if !ok {
		p.wrongType(key, "an object", v)
		return nil
	}
	return &params{o: o, at: p.at + key + "."}
}

// list reads a list of structures.
func (p *params) list(key string) []*params {
	v := p.get(key)
	if v == nil {
		return nil
	}
	items, ok := v.(asl.Array)
	if !ok {
		p.wrongType(key, "an array", v)
		return nil
	}
	all := make([]*params, 0, len(items))
	for i, item := range items {
		o, ok := item.(asl.Object)
		if !ok {
			p.wrongType(key, "an array of objects", item)
			return nil
		}
		all = append(all, &params{o: o, at: fmt.Sprintf("%s%s.%d.member.", p.at, key, i+1)})
	}
	return all
}

// texts reads a list of strings.
func (p *params) texts(key string) []string {
	v := p.get(key)
	if v == nil {
		return nil
	}
	items, ok := v.(asl.Array)
	if !ok {
		p.wrongType(key, "an array", v)
		return nil
	}
	all := make([]string, 0, len(items))
	for _, item := range items {
		s, ok := item.(asl.String)
		if !ok {
			p.wrongType(key, "an array of strings", item)
			return nil
		}
		all = append(all, string(s))
	}
	return all
}

// take takes over what is wrong in a structure inside.
func (p *params) take(inner *params) {
	if p.form == nil {
		p.form = inner.form
	}
	p.bad = append(p.bad, inner.bad...)
}
