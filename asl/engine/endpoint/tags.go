package endpoint

import (
	"slices"
	"strings"
	"unicode"

	"github.com/pipectl/pipectl/asl"
)

// A tag is one of a machine or an activity.
type tag struct{ key, value string }

// mostTags is how many a resource may have (Developer Guide, quotas).
const mostTags = 50

// tags reads the tags of a request.
func (p *params) tags() []tag {
	var tags []tag
	for _, item := range p.list("tags") {
		key, _ := item.maybe("key", 1, 128)
		value, _ := item.maybe("value", 0, 256)
		p.take(item)
		tags = append(tags, tag{key, value})
	}
	return tags
}

// merge adds tags to those that a resource has.
func merge(have, add []tag, resource string) ([]tag, error) {
	have = slices.Clone(have)
	for _, t := range add {
		if t.key == "" || strings.HasPrefix(strings.ToLower(t.key), "aws:") || !taggable(t.key) || !taggable(t.value) {
			return nil, invalid("the tag %s = %s is not valid", quote(t.key), quote(t.value))
		}
		if i := slices.IndexFunc(have, func(h tag) bool { return h.key == t.key }); i >= 0 {
			have[i] = t
		} else {
			have = append(have, t)
		}
	}
	if len(have) > mostTags {
		f := faultf("TooManyTags", "a resource has at most %d tags", mostTags)
		f.members = asl.Object{{Key: "resourceName", Value: asl.String(resource)}}
		return nil, f
	}
	return have, nil
}

func taggable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r) && !strings.ContainsRune("_.:/=+-@", r)
	})
}

// tagged finds the tags of the resource that a request is about. The lock must
// be held.
func (a *account) tagged(s string) (*[]tag, error) {
	of, err := readARN(s, "stateMachine", "activity")
	if err != nil {
		return nil, err
	}
	if m := a.machines[of.name]; of.kind == "stateMachine" && m != nil && m.arn == s {
		return &m.tags, nil
	}
	if x := a.activities[of.name]; of.kind == "activity" && x != nil && x.arn == s {
		return &x.tags, nil
	}
	return nil, notFound(s)
}

func (e *Endpoint) tagResource(r *request) (asl.Object, error) {
	arn := r.text("resourceArn", 1, mostARN)
	add := r.tags()
	if r.get("tags") == nil {
		r.missing("tags")
	}
	if err := r.fault(); err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	tags, err := e.account.tagged(arn)
	if err != nil {
		return nil, err
	}
	merged, err := merge(*tags, add, arn)
	if err != nil {
		return nil, err
	}
	*tags = merged
	return nil, nil
}

func (e *Endpoint) untagResource(r *request) (asl.Object, error) {
	arn := r.text("resourceArn", 1, mostARN)
	keys := r.texts("tagKeys")
	if r.get("tagKeys") == nil {
		r.missing("tagKeys")
	}
	if err := r.fault(); err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	tags, err := e.account.tagged(arn)
	if err != nil {
		return nil, err
	}
	*tags = slices.DeleteFunc(slices.Clone(*tags), func(t tag) bool { return slices.Contains(keys, t.key) })
	return nil, nil
}

func (e *Endpoint) listTagsForResource(r *request) (asl.Object, error) {
	arn := r.text("resourceArn", 1, mostARN)
	if err := r.fault(); err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	tags, err := e.account.tagged(arn)
	if err != nil {
		return nil, err
	}
	list := asl.Array{}
	for _, t := range *tags {
		var item reply
		item.text("key", t.key)
		item.text("value", t.value)
		list = append(list, item.object())
	}
	var out reply
	out.set("tags", list)
	return out.object(), nil
}
