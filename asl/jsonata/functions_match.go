package jsonata

import (
	"strings"
	"unicode/utf8"
)

// matchFunctions take a string or a regular expression, or in the place of one
// a function that gives for a string an object with match, start, end, groups
// and next, which gives the next such object.
var matchFunctions = []builtin{
	{"match", "s-f<s:o>n?:a<o>", 3, ofString(matchAll)},
	{"contains", "s-(sf):b", 2, ofString(contains)},
	{"split", "s-(sf)n?:a<s>", 3, ofString(split)},
	{"replace", "s-(sf)(sf)n?:s", 4, ofString(replace)},
}

// A match is where a pattern was found in a string.
type match struct {
	text       string
	start, end int // in bytes
	unit       int // start in UTF-16 units
	groups     []Value
	object     Value // what a function gets of it
}

// matches finds the matches of a pattern one after the other.
type matches struct {
	a     *activation
	s     string
	regex *regex

	// next is the function that gives the next match of a pattern that is
	// none of ours.
	next       *FunctionValue
	from, unit int // where to look on, in bytes and in UTF-16 units
	done       bool
	n          int // how many were found
}

func (a *activation) matches(s string, pattern *FunctionValue) *matches {
	m := &matches{a: a, s: s, regex: pattern.regex}
	if m.regex == nil {
		m.next = pattern
	}
	return m
}

// find finds the next match. It is nil where there is none.
func (m *matches) find() (*match, *Error) {
	if m.done {
		return nil, nil
	}
	if m.regex == nil {
		return m.ask()
	}
	caps, err := m.regex.match(m.a.evaluation, m.s, m.from)
	if err != nil || caps == nil {
		m.done = true
		return nil, err
	}
	// An empty match would come up again and again, but for a first one at the
	// end of the string.
	first := m.n == 0
	m.n++
	found := newMatch(m.s, caps, m.from, m.unit)
	m.from, m.unit = caps[1], found.unit+units(found.text)
	m.done = m.from >= len(m.s)
	if caps[0] == caps[1] && !(first && m.done) {
		return nil, fail("D1004", -1, m.a.fn.name)
	}
	if err := m.a.charge(4 + len(caps)); err != nil {
		return nil, err
	}
	return found, nil
}

// newMatch makes a match of what a regular expression captured. It comes after
// from, which is so many units from the start.
func newMatch(s string, caps []int, from, unit int) *match {
	x := &match{text: s[caps[0]:caps[1]], start: caps[0], end: caps[1]}
	x.unit = unit + units(s[from:x.start])
	for i := 2; i < len(caps); i += 2 {
		if caps[i] < 0 || caps[i+1] < caps[i] {
			x.groups = append(x.groups, nil)
		} else {
			x.groups = append(x.groups, s[caps[i]:caps[i+1]])
		}
	}
	return x
}

// ask gets a match from a function.
func (m *matches) ask() (*match, *Error) {
	if m.next == nil {
		return nil, nil
	}
	var args []Value
	if m.n == 0 {
		args = []Value{m.s}
	}
	m.n++
	v, err := m.a.invoke(m.next, args, noContext)
	if err != nil || v == nil {
		return nil, err
	}
	o, ok := v.(*ObjectValue)
	if !ok {
		return nil, fail("T1010", -1, m.a.fn.name)
	}
	_, startOK := o.Get("start").(float64)
	_, endOK := o.Get("end").(float64)
	groups, groupsOK := o.Get("groups").(*ArrayValue)
	next, nextOK := o.Get("next").(*FunctionValue)
	if !startOK && !endOK && !groupsOK && !nextOK {
		return nil, fail("T1010", -1, m.a.fn.name)
	}
	m.next = next
	x := &match{object: o}
	x.text, _ = o.Get("match").(string)
	if err := m.a.work(len(m.s) / 64); err != nil {
		return nil, err
	}
	x.unit = integerOf(o.Get("start"))
	x.start = unitOffset(m.s, x.unit)
	x.end = max(x.start, unitOffset(m.s, integerOf(o.Get("end"))))
	if groupsOK {
		x.groups = groups.Items
	}
	return x, nil
}

// units is the length of s in UTF-16 units.
func units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			n++
			continue
		}
		r, size := decodeRune(s[i:])
		i += size
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// unitOffset is the offset in bytes of a UTF-16 unit of s.
func unitOffset(s string, n int) int {
	i := 0
	for i < len(s) && n > 0 {
		r, size := decodeRune(s[i:])
		i += size
		n--
		if r > 0xFFFF {
			n--
		}
	}
	return i
}

// matchFrom calls a regular expression as a function: its first match.
func (ev *evaluation) matchFrom(re *regex, args []Value) (Value, *Error) {
	var s string
	switch v := argument(args, 0).(type) {
	case string:
		s = v
	case *ArrayValue, *ObjectValue, *FunctionValue:
		return nil, nil
	default:
		s = display(v) // all else is matched by its text
	}
	unit := max(integerOf(argument(args, 1)), 0)
	if err := ev.work(len(s) / 64); err != nil {
		return nil, err
	}
	return ev.matchObject(re, s, unitOffset(s, unit), unit)
}

func (ev *evaluation) matchObject(re *regex, s string, from, unit int) (Value, *Error) {
	caps, err := re.match(ev, s, from)
	if err != nil || caps == nil {
		return nil, err
	}
	return newMatch(s, caps, from, unit).value(ev, re, s)
}

// value is the object that stands for a match.
func (x *match) value(ev *evaluation, re *regex, s string) (Value, *Error) {
	if x.object != nil {
		return x.object, nil
	}
	end, endUnit := x.end, x.unit+units(x.text)
	o := NewObject(5)
	o.Set("match", x.text)
	o.Set("start", number(float64(x.unit)))
	o.Set("end", number(float64(endUnit)))
	o.Set("groups", &ArrayValue{Items: x.groups})
	o.Set("next", &FunctionValue{name: "next", native: func(a *activation, _ []Value) (Value, *Error) {
		if end >= len(s) {
			return nil, nil
		}
		v, err := a.matchObject(re, s, end, endUnit)
		if o, ok := v.(*ObjectValue); ok && o.Get("match") == "" {
			return nil, fail("D1004", -1, "")
		}
		return v, err
	}})
	return o, ev.charge(12)
}

func matchAll(a *activation, s string, args []Value) (Value, *Error) {
	limit := -1
	if n, ok := args[2].(float64); ok {
		if n < 0 {
			return nil, a.fail("D3040", numberText(n))
		}
		limit = integerOf(n)
		if float64(limit) < n {
			limit++
		}
	}
	pattern, ok := args[1].(*FunctionValue)
	if !ok {
		return nil, nil
	}
	var out []Value
	ms := a.matches(s, pattern)
	for limit < 0 || len(out) < limit {
		m, err := ms.find()
		if err != nil {
			return nil, err
		}
		if m == nil {
			break
		}
		o := NewObject(3)
		o.Set("match", m.text)
		o.Set("index", number(float64(m.unit)))
		o.Set("groups", &ArrayValue{Items: m.groups})
		out = append(out, o)
	}
	return a.list(out)
}

func contains(a *activation, s string, args []Value) (Value, *Error) {
	switch p := args[1].(type) {
	case string:
		return strings.Contains(s, p), nil
	case *FunctionValue:
		if p.regex != nil {
			caps, err := p.regex.match(a.evaluation, s, 0)
			return caps != nil, err
		}
		m, err := a.matches(s, p).find()
		return m != nil, err
	}
	return nil, nil
}

func split(a *activation, s string, args []Value) (Value, *Error) {
	limit := -1
	if n, ok := args[2].(float64); ok {
		if n < 0 {
			return nil, a.fail("D3020", numberText(n))
		}
		limit = integerOf(n)
	}
	var out []Value
	full := func() bool { return limit >= 0 && len(out) >= limit }
	switch sep := args[1].(type) {
	case string:
		if sep == "" {
			for i := 0; i < len(s) && !full(); {
				n := offset(s[i:], 1)
				out = append(out, s[i:i+n])
				if err := a.charge(1); err != nil {
					return nil, err
				}
				i += n
			}
			return &ArrayValue{Items: out}, nil
		}
		for !full() {
			before, after, found := strings.Cut(s, sep)
			out = append(out, before)
			if err := a.charge(1); err != nil {
				return nil, err
			}
			if !found {
				break
			}
			s = after
		}
	case *FunctionValue:
		// A fraction allows one more here, as in the reference.
		if n, ok := args[2].(float64); ok && float64(limit) < n {
			limit++
		}
		ms := a.matches(s, sep)
		at := 0
		found := true
		for !full() {
			m, err := ms.find()
			if err != nil {
				return nil, err
			}
			if m == nil {
				found = false
				break
			}
			out = append(out, s[at:max(at, m.start)])
			at = m.end
		}
		if !found && !full() {
			out = append(out, s[at:])
		}
	default:
		if limit != 0 {
			out = append(out, s)
		}
	}
	return &ArrayValue{Items: out}, nil
}

func replace(a *activation, s string, args []Value) (Value, *Error) {
	if args[1] == "" {
		return nil, a.fail("D3010", "")
	}
	limit := -1
	if n, ok := args[3].(float64); ok {
		if n < 0 {
			return nil, a.fail("D3011", numberText(n))
		}
		limit = integerOf(n)
		if float64(limit) < n {
			limit++
		}
	}
	if limit == 0 {
		return s, nil
	}
	var b []byte
	at := 0
	add := func(s string) *Error {
		b = append(b, s...)
		return a.charge(1 + len(s)/itemSize)
	}
	switch p := args[1].(type) {
	case string:
		with, ok := args[2].(string)
		for n := 0; limit < 0 || n < limit; n++ {
			i := strings.Index(s[at:], p)
			if i < 0 {
				break
			}
			if !ok {
				return nil, a.fail("D3012", "")
			}
			if err := add(s[at : at+i]); err != nil {
				return nil, err
			}
			if err := add(with); err != nil {
				return nil, err
			}
			at += i + len(p)
		}
	case *FunctionValue:
		ms := a.matches(s, p)
		for n := 0; limit < 0 || n < limit; n++ {
			m, err := ms.find()
			if err != nil {
				return nil, err
			}
			if m == nil {
				break
			}
			with, err := a.replacement(args[2], m, p.regex, s)
			if err != nil {
				return nil, err
			}
			if err := add(s[at:max(at, m.start)]); err != nil {
				return nil, err
			}
			if err := add(with); err != nil {
				return nil, err
			}
			at = m.end
		}
	default:
		return nil, nil
	}
	if err := add(s[at:]); err != nil {
		return nil, err
	}
	return string(b), nil
}

// replacement is what a match is replaced with.
func (a *activation) replacement(with Value, m *match, re *regex, s string) (string, *Error) {
	switch with := with.(type) {
	case string:
		return expand(with, m), nil
	case *FunctionValue:
		o, err := m.value(a.evaluation, re, s)
		if err != nil {
			return "", err
		}
		v, err := a.invoke(with, []Value{o}, noContext)
		if err != nil {
			return "", err
		}
		if text, ok := v.(string); ok {
			return text, nil
		}
	}
	return "", a.fail("D3012", "")
}

// expand replaces $0, $1 and so on by the match and its groups, and $$ by a
// dollar sign. Of $12 only $1 counts where there are fewer than 12 groups.
func expand(with string, m *match) string {
	if !strings.Contains(with, "$") {
		return with
	}
	var b []byte
	for i := 0; i < len(with); i++ {
		if with[i] != '$' || i+1 >= len(with) {
			b = append(b, with[i])
			continue
		}
		c := with[i+1]
		switch {
		case c == '$':
			b = append(b, '$')
			i++
		case c == '0':
			b = append(b, m.text...)
			i++
		case c >= '1' && c <= '9':
			n, used := int(c-'0'), 1
			for j := i + 2; j < len(with) && with[j] >= '0' && with[j] <= '9'; j++ {
				if n*10+int(with[j]-'0') > len(m.groups) {
					break
				}
				n = n*10 + int(with[j]-'0')
				used++
			}
			if n <= len(m.groups) {
				text, _ := m.groups[n-1].(string)
				b = append(b, text...)
			}
			i += used
		default:
			b = append(b, '$')
		}
	}
	return string(b)
}
