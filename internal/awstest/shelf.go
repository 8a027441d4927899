package awstest

import (
	"encoding/base64"
	"maps"
	"slices"
	"sort"
	"strings"
)

// A shelf holds things by their keys: as they are, and as they are seen by those
// who read, which is later. A thing is never changed, only replaced.
type shelf[T any] struct{ places map[string]place[T] }

type place[T any] struct {
	now, before *T // nil: nothing
	written     int
}

// get is the thing as it is.
func (s *shelf[T]) get(key string) *T { return s.places[key].now }

// seen is the thing as it is seen at a call; nil where nothing is.
func (s *shelf[T]) seen(key string, call, lag int) *T {
	p := s.places[key]
	if call-p.written <= lag && p.written > 0 {
		return p.before
	}
	return p.now
}

// put replaces a thing, or removes it, by nil.
func (s *shelf[T]) put(key string, thing *T, call int) {
	if s.places == nil {
		s.places = map[string]place[T]{}
	}
	s.places[key] = place[T]{thing, s.places[key].now, call}
}

// keys of all things as they are, sorted.
func (s *shelf[T]) keys() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.places)), func(key string) bool { return s.get(key) == nil })
}

// list gives the keys that are seen and begin with prefix, sorted.
func (s *shelf[T]) list(prefix string, call, lag int) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.places)), func(key string) bool {
		return !strings.HasPrefix(key, prefix) || s.seen(key, call, lag) == nil
	})
}

// page cuts a page out of sorted keys: those after the token's.
func page(keys []string, token string, most int) (shown []string, next string) {
	if token != "" {
		after, err := base64.URLEncoding.DecodeString(token)
		if err != nil {
			return nil, ""
		}
		keys = keys[sort.Search(len(keys), func(i int) bool { return keys[i] > string(after) }):]
	}
	if len(keys) <= most {
		return keys, ""
	}
	return keys[:most], base64.URLEncoding.EncodeToString([]byte(keys[most-1]))
}

// params are what a call was given.
type params map[string]any

func (p params) text(name string) string {
	text, _ := p[name].(string)
	return text
}

func (p params) number(name string) float64 {
	n, _ := p[name].(float64)
	return n
}

func (p params) list(name string) []params {
	var out []params
	items, _ := p[name].([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func (p params) texts(name string) []string {
	var out []string
	items, _ := p[name].([]any)
	for _, item := range items {
		text, _ := item.(string)
		out = append(out, text)
	}
	return out
}

func (p params) object(name string) params {
	m, _ := p[name].(map[string]any)
	return m
}

// tags of a list of keys and values.
func (p params) tags(name string) map[string]string {
	tags := map[string]string{}
	for _, t := range p.list(name) {
		tags[t.text("Key")] = t.text("Value")
	}
	return tags
}

// listOf tags, as most services give them.
func listOf(tags map[string]string) []any {
	list := []any{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, map[string]any{"Key": key, "Value": tags[key]})
	}
	return list
}

// retag is tags with some set and some removed.
func retag(tags, set map[string]string, remove []string) map[string]string {
	out := map[string]string{}
	maps.Copy(out, tags)
	maps.Copy(out, set)
	for _, key := range remove {
		delete(out, key)
	}
	return out
}

// put sets a member unless its value is empty.
func put(m map[string]any, name, text string) {
	if text != "" {
		m[name] = text
	}
}
