package jsonata

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A pair is a member of an object that is to be made.
type pair struct{ key, value code }

// members are the groups of a grouping, by key in the order they came up.
type members struct {
	index map[string]int
	keys  []string
	pairs []int // which pair of the grouping each key came from
}

// at is the place of a key, which is new or came from the same pair.
func (m *members) at(key string, pair int) (i int, isNew bool, err *Error) {
	if i, ok := m.index[key]; ok {
		if m.pairs[i] != pair {
			return 0, false, fail("D1009", -1, key)
		}
		return i, false, nil
	}
	if m.index == nil {
		m.index = map[string]int{}
	}
	m.index[key] = len(m.keys)
	m.keys = append(m.keys, key)
	m.pairs = append(m.pairs, pair)
	return len(m.keys) - 1, true, nil
}

// key evaluates the key of a member. It is false where it is undefined.
func (p pair) keyText(ev *evaluation, in Value, f *frame) (string, bool, *Error) {
	k, err := p.key.eval(ev, in, f)
	if err != nil || k == nil {
		return "", false, err
	}
	s, ok := k.(string)
	if !ok {
		return "", false, fail("T1003", -1, display(k))
	}
	return s, true, nil
}

// groupItems makes an object of the items: each member has for its context
// those that its key was evaluated from.
func groupItems(ev *evaluation, pairs []pair, in *ArrayValue, f *frame) (Value, *Error) {
	vs := in.Items
	if len(vs) == 0 {
		vs = []Value{nil}
	}
	if len(vs) == 1 {
		return simpleObject(ev, pairs, vs[0], f)
	}
	var m members
	var contexts []gathered
	for _, item := range vs {
		for n, p := range pairs {
			key, ok, err := p.keyText(ev, item, f)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			i, isNew, err := m.at(key, n)
			if err != nil {
				return nil, err
			}
			if err := ev.charge(2); err != nil {
				return nil, err
			}
			if isNew {
				contexts = append(contexts, gathered{})
			}
			contexts[i].add(item)
		}
	}
	o := NewObject(len(m.keys))
	for i, key := range m.keys {
		v, err := pairs[m.pairs[i]].value.eval(ev, contexts[i].value(), f)
		if err != nil {
			return nil, err
		}
		if v != nil {
			o.Set(key, v)
		}
	}
	return o, ev.take(o.Len() * 2 * itemSize)
}

// simpleObject makes an object in one context.
func simpleObject(ev *evaluation, pairs []pair, in Value, f *frame) (Value, *Error) {
	o := NewObject(len(pairs))
	keys := make([]string, len(pairs))
	has := make([]bool, len(pairs))
	for i, p := range pairs {
		key, ok, err := p.keyText(ev, in, f)
		if err != nil {
			return nil, err
		}
		keys[i], has[i] = key, ok
	}
	for i := range pairs {
		if !has[i] {
			continue
		}
		if o.find(keys[i]) >= 0 {
			return nil, fail("D1009", -1, keys[i])
		}
		o.Set(keys[i], NullValue{})
	}
	undefined := false
	for i, p := range pairs {
		if !has[i] {
			continue
		}
		v, err := p.value.eval(ev, in, f)
		if err != nil {
			return nil, err
		}
		undefined = undefined || v == nil
		o.Set(keys[i], v)
	}
	if undefined {
		for i := range pairs {
			if has[i] && o.Get(keys[i]) == nil {
				o.delete(keys[i])
			}
		}
	}
	return o, ev.take((o.Len()*2 + 3) * itemSize)
}

// groupTuples is groupItems with the variables of the items in scope: those of
// several in a group are arrays.
func groupTuples(ev *evaluation, pairs []pair, in tuples, f *frame) (Value, *Error) {
	if len(in) == 0 {
		in = tuples{{}}
	}
	var m members
	var groups []tuples
	for _, t := range in {
		for n, p := range pairs {
			key, ok, err := p.keyText(ev, t.item, t.frame(f))
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			i, isNew, err := m.at(key, n)
			if err != nil {
				return nil, err
			}
			if isNew {
				groups = append(groups, nil)
			}
			groups[i] = append(groups[i], t)
		}
	}
	o := NewObject(len(m.keys))
	for i, key := range m.keys {
		t, err := ev.joined(groups[i])
		if err != nil {
			return nil, err
		}
		v, err := pairs[m.pairs[i]].value.eval(ev, t.item, t.frame(f))
		if err != nil {
			return nil, err
		}
		if v != nil {
			o.Set(key, v)
		}
	}
	return o, nil
}

// joined is one tuple for several: its item and its variables hold those of all.
func (ev *evaluation) joined(ts tuples) (tuple, *Error) {
	if len(ts) == 1 {
		return ts[0], nil
	}
	var item gathered
	var names []string
	vars := map[string]*gathered{}
	for _, t := range ts {
		item.add(t.item)
		for _, b := range t.vars {
			g := vars[b.name]
			if g == nil {
				g = &gathered{}
				vars[b.name] = g
				names = append(names, b.name)
			}
			g.add(b.value)
		}
		if err := ev.charge(2 + len(t.vars)); err != nil {
			return tuple{}, err
		}
	}
	out := tuple{item: item.value()}
	for _, name := range names {
		out.vars = append(out.vars, binding{name, vars[name].value()})
	}
	return out, nil
}

// gathered are values put together: none is undefined, one stays as it is, and
// more are an array of them and of what is in those that are arrays.
type gathered struct {
	n     int
	first Value
	all   []Value
}

func (g *gathered) add(v Value) {
	if v == nil {
		return
	}
	switch g.n++; g.n {
	case 1:
		g.first = v
		return
	case 2:
		g.all = append(g.all, items(g.first)...)
	}
	g.all = append(g.all, items(v)...)
}

func (g *gathered) value() Value {
	if g.n > 1 {
		return &ArrayValue{Items: g.all}
	}
	return g.first
}

// sortItems sorts what a path has come to by the terms of ^( ).
func sortItems(ev *evaluation, terms []sortTerm, in *ArrayValue, f *frame) (*ArrayValue, *Error) {
	if len(in.Items) <= 1 {
		return in, nil
	}
	order, err := sortOrder(ev, terms, tuplesOf(in.Items), f)
	if err != nil {
		return nil, err
	}
	out := &ArrayValue{Items: make([]Value, len(order))}
	for i, j := range order {
		out.Items[i] = in.Items[j]
	}
	return out, nil
}

func sortTuples(ev *evaluation, terms []sortTerm, in tuples, f *frame) (tuples, *Error) {
	order, err := sortOrder(ev, terms, in, f)
	if err != nil {
		return nil, err
	}
	out := make(tuples, len(order))
	for i, j := range order {
		out[i] = in[j]
	}
	return out, nil
}

// sortOrder is the order of the items. A term is evaluated once for each item,
// and not before it is needed to tell two apart.
func sortOrder(ev *evaluation, terms []sortTerm, in tuples, f *frame) ([]int, *Error) {
	if err := ev.charge(len(in) * len(terms)); err != nil {
		return nil, err
	}
	order := make([]int, len(in))
	for i := range order {
		order[i] = i
	}
	type key struct {
		value Value
		done  bool
	}
	keys := make([]key, len(in)*len(terms))
	var failed *Error
	term := func(i, t int) Value {
		k := &keys[i*len(terms)+t]
		if !k.done && failed == nil {
			k.done = true
			k.value, failed = terms[t].code.eval(ev, in[i].item, in[i].frame(f))
		}
		return k.value
	}
	err := mergeSort(order, func(i, j int) (int, *Error) {
		for t := range terms {
			a, b := term(i, t), term(j, t)
			if failed == nil && (a == nil) != (b == nil) {
				// Undefined is last either way.
				if a == nil {
					return 1, nil
				}
				return -1, nil
			}
			c, err := compareTerms(a, b)
			if failed != nil {
				return 0, failed
			}
			if err != nil {
				return 0, err
			}
			if c != 0 {
				if terms[t].descending {
					c = -c
				}
				return c, nil
			}
		}
		return 0, nil
	})
	return order, err
}

// compareTerms orders what two items give for a term, both defined or not.
func compareTerms(a, b Value) (int, *Error) {
	if a == nil {
		return 0, nil
	}
	for _, v := range [...]Value{a, b} {
		switch v.(type) {
		case string, float64:
		default:
			return 0, fail("T2008", -1, "")
		}
	}
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return compareStrings(x, y), nil
		}
	case float64:
		if y, ok := b.(float64); ok {
			return cmp.Compare(x, y), nil
		}
	}
	return 0, fail("T2007", -1, "", display(a), display(b))
}

// mergeSort sorts stably with a comparison that can fail.
func mergeSort[T any](s []T, compare func(a, b T) (int, *Error)) *Error {
	if len(s) < 2 {
		return nil
	}
	mid := len(s) / 2
	if err := mergeSort(s[:mid], compare); err != nil {
		return err
	}
	if err := mergeSort(s[mid:], compare); err != nil {
		return err
	}
	left := slices.Clone(s[:mid])
	i, j := 0, mid
	for k := range s {
		if i == len(left) {
			break
		}
		if j < len(s) {
			c, err := compare(left[i], s[j])
			if err != nil {
				return err
			}
			if c > 0 {
				s[k] = s[j]
				j++
				continue
			}
		}
		s[k] = left[i]
		i++
	}
	return nil
}

// compareStrings orders by UTF-16 units, as JavaScript does: it differs from
// the order of code points above U+FFFF.
func compareStrings(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	if i == n {
		return cmp.Compare(len(a), len(b))
	}
	// Back to the start of the code point that differs.
	for i > 0 && a[i]&0xC0 == 0x80 {
		i--
	}
	x, _ := decodeRune(a[i:])
	y, _ := decodeRune(b[i:])
	return cmp.Compare(unitOrder(x), unitOrder(y))
}

// unitOrder maps a code point so that the order is that of UTF-16.
func unitOrder(r rune) rune {
	if r <= 0xFFFF {
		return r << 11
	}
	high, low := utf16.EncodeRune(r)
	return high<<11 | (low - 0xDC00 + 1)
}

// display is a value as text for a message, cut where it is long.
func display(v Value) string {
	switch v := v.(type) {
	case nil:
		return "undefined"
	case float64:
		return numberText(v)
	case *FunctionValue:
		return "a function"
	}
	w := jsonWriter{limit: 200, number: func(b []byte, f float64) ([]byte, *Error) { return append(b, numberText(f)...), nil }}
	if err := w.write(v); err != nil || len(w.b) > 200 {
		n := min(len(w.b), 200)
		for n > 0 && !utf8.RuneStart(w.b[n-1]) {
			n--
		}
		return string(w.b[:max(n-1, 0)]) + "…"
	}
	return strings.Clone(string(w.b))
}

// numberText is any number as text.
func numberText(f float64) string {
	switch {
	case f != f:
		return "NaN"
	case isFinite(f):
		return string(appendJSNumber(nil, f))
	case f > 0:
		return "Infinity"
	}
	return "-Infinity"
}
