package importer

import (
	"crypto/sha256"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// small: the value may be written wherever it is read.
func small(v value) bool {
	n := 0
	visit(v, func(v value) {
		switch v.(type) {
		case constant, ref:
		default:
			n++
		}
	})
	return n <= large
}

// large is how many parts a value may have that is written in several places.
const large = 24

// within reports whether a value mentions what is only known inside an item:
// items in its bodies, its each and its errors.
func within(v value, it *item) bool {
	found := false
	visit(v, func(v value) {
		switch x := v.(type) {
		case ref:
			switch x.root.what {
			case rootOutput, rootCase:
				found = found || x.root.item.inside(it)
			case rootEach, rootIndex, rootKey:
				found = found || x.root.item == it || x.root.item.inside(it)
			case rootError:
				found = found || x.root.item == it || x.root.item.inside(it)
			case rootInput, rootText:
			}
		case *phi:
			found = found || x.item.inside(it)
		default:
		}
	})
	return found
}

// visit calls f for a value and what it is made of, but not for what phis
// choose from.
func visit(v value, f func(value)) {
	if v == nil {
		return
	}
	f(v)
	all := func(vs ...value) {
		for _, v := range vs {
			visit(v, f)
		}
	}
	switch x := v.(type) {
	case *object:
		all(x.base)
		for _, m := range x.members {
			visit(m.v, f)
		}
	case *tuple:
		all(x.items...)
	case *template:
		all(x.parts...)
	case *function:
		all(x.args...)
	case *operation:
		all(x.x, x.y)
	case *conditional:
		all(x.cond, x.then, x.otherwise)
	case *loop:
		all(x.list, x.body, x.cond)
	case *element:
		all(x.x, x.index)
	case *foreign:
		for _, s := range x.see {
			visit(s.v, f)
		}
	case *taken:
		all(x.when, x.x)
	case *attributes:
		all(x.x)
	case *attribute:
		all(x.x)
	case constant, ref, loopVar, *phi, hole:
	}
}

// keyOf tells values apart: equal values have equal keys.
func keyOf(v value) string {
	var b strings.Builder
	keyWriter{&b, func(it *item) string { return strconv.Itoa(it.id) }}.write(v)
	return b.String()
}

// A keyWriter writes keys; id tells items apart.
type keyWriter struct {
	b  *strings.Builder
	id func(*item) string
}

func (w keyWriter) write(v value) {
	w.part(v, map[value]string{})
}

// longestKey is how long the key of a part may be that is written as it is, in
// bytes. Of a longer one the digest is: values share their parts, and written out
// the parts of parts would double with each.
const longestKey = 64

// part writes the key of a value that others may share; known are those that were
// written before.
func (w keyWriter) part(v value, known map[value]string) {
	switch v.(type) {
	case nil, constant, ref, loopVar, hole: // which have no parts
		w.spell(v, known)
		return
	default:
	}
	key, ok := known[v]
	if !ok {
		var b strings.Builder
		keyWriter{&b, w.id}.spell(v, known)
		key = b.String()
		if len(key) > longestKey {
			sum := sha256.Sum256([]byte(key))
			key = string(sum[:])
		}
		known[v] = key
	}
	w.b.WriteString(key)
}

// spell writes the key of a value from those of its parts.
func (w keyWriter) spell(v value, known map[value]string) {
	b := w.b
	list := func(tag string, vs ...value) {
		b.WriteString(tag)
		b.WriteByte('(')
		for _, v := range vs {
			w.part(v, known)
			b.WriteByte(',')
		}
		b.WriteByte(')')
	}
	switch x := v.(type) {
	case nil:
		b.WriteByte('-')
	case constant:
		b.Write(asl.AppendValue(nil, x.v, -1))
	case ref:
		b.WriteString("ref" + strconv.Itoa(int(x.root.what)) + x.root.text)
		if x.root.item != nil {
			b.WriteString("#" + w.id(x.root.item))
		}
		for _, p := range x.path {
			b.WriteString("." + strconv.Quote(p))
		}
	case *object:
		list("object"+x.rest, x.base)
		for _, m := range x.members {
			b.WriteString(strconv.Quote(m.name))
			w.part(m.v, known)
		}
		b.WriteByte(';')
	case *tuple:
		list("tuple", x.items...)
	case *template:
		list("template", x.parts...)
	case *function:
		list(x.name, x.args...)
	case *operation:
		list("op"+x.op, x.x, x.y)
	case *conditional:
		list("if", x.cond, x.then, x.otherwise)
	case *loop:
		list("for "+x.name, x.list, x.body, x.cond)
	case loopVar:
		b.WriteString("var " + x.name + strings.Join(x.path, "."))
	case *element:
		list("at", x.x, x.index)
	case *foreign:
		b.WriteString("jsonata" + strconv.Quote(x.text))
		for _, s := range x.see {
			b.WriteString(s.name)
			w.part(s.v, known)
		}
	case *phi:
		list("phi"+w.id(x.item), x.alts...)
	case *taken:
		list("taken", x.when, x.x)
	case *attributes:
		list("attributes", x.x)
	case *attribute:
		list("attribute", x.x)
	case hole:
		b.WriteString("hole")
	}
}
