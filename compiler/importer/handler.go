package importer

import (
	"slices"
	"strconv"
	"strings"
)

// States that follow each other and of which each has its errors handled by the same
// states are a stage with one catch, instead of tasks that have a copy each.

// shareHandlers makes such stages in a body, and in those inside of it. It comes
// before anybody has asked what items give.
func (m *importer) shareHandlers(b *body) {
	for _, it := range b.items {
		for _, in := range it.bodies {
			m.shareHandlers(in)
		}
		for _, k := range it.catches {
			m.shareHandlers(k.body)
		}
	}
	for i := 0; i < len(b.items); i++ {
		m.shareHandler(b, i)
	}
}

// shareHandler makes a stage of the items from one on, as far as it goes.
func (m *importer) shareHandler(b *body, from int) {
	if !handledAlike(b.items[from]) {
		return
	}
	key := handlerKey(b.items[from])
	end := from + 1
	for i := end; i < len(b.items); i++ {
		it := b.items[i]
		if len(it.after) != 1 || it.after[0] != b.items[i-1] {
			break
		}
		if handledAlike(it) && handlerKey(it) == key {
			end = i + 1
		} else if !waits(it) {
			break
		}
	}
	for part := b.items[from:end]; ; {
		for len(part) > 0 && waits(part[len(part)-1]) {
			part = part[:len(part)-1]
		}
		if len(part) < 2 {
			return
		}
		n := m.closed(part)
		if n == len(part) {
			m.stageOf(b, from, slices.Clone(part))
			return
		}
		part = part[:n]
	}
}

// handledAlike: an item whose errors lead to states that end in a failure.
func handledAlike(it *item) bool {
	for _, k := range it.catches {
		if k.then != "fail" || len(k.body.items) == 0 {
			return false
		}
	}
	return len(it.catches) > 0
}

// waits: an item that cannot fail.
func waits(it *item) bool {
	return it.kind == "wait" && len(it.catches) == 0 &&
		!slices.ContainsFunc(it.attrs, func(a named) bool { _, known := a.v.(constant); return !known })
}

// closed is how many of the items of a part, from the first on, nobody outside of the
// part reads or waits for; the last of them may be waited for.
func (m *importer) closed(part []*item) int {
	inside := func(it *item) int {
		return slices.IndexFunc(part, func(p *item) bool { return it == p || it.inside(p) })
	}
	n := len(part)
	read := func(it *item) {
		if i := inside(it); i >= 0 {
			n = min(n, i)
		}
	}
	seen := map[*phi]bool{}
	var look func(v value)
	look = func(v value) {
		visit(v, func(v value) {
			switch x := v.(type) {
			case ref:
				if x.root.item != nil {
					read(x.root.item)
				}
			case *phi:
				read(x.item)
				if !seen[x] {
					seen[x] = true
					for _, a := range x.alts {
						look(a)
					}
				}
			default:
			}
		})
	}
	look(m.output)
	for _, it := range m.items {
		if it.in == nil || inside(it) >= 0 {
			continue
		}
		for _, a := range it.after {
			if i := inside(a); i >= 0 {
				n = min(n, i+1)
			}
		}
		look(it.gives)
		m.eachValue(&body{items: []*item{it}}, look)
	}
	return n
}

// stageOf puts items of a body into a stage that has the handlers of the first.
func (m *importer) stageOf(b *body, from int, part []*item) {
	first, last := part[0], part[len(part)-1]
	stage := m.item(first.state+" to "+last.state, "")
	stage.block, stage.state = "stage", first.state
	stage.in, stage.after = b, first.after
	stage.catches, first.catches = first.catches, nil
	for _, k := range stage.catches {
		k.body.owner = stage
		if kept := k.body.items[0]; kept.kind == "value" && kept.state == first.state+" error" {
			m.unname(kept)
			kept.wish = stage.name + "_error"
			kept.name = m.free(kept.wish)
		}
	}
	first.after = nil
	inner := &body{owner: stage, items: part, last: []*item{last}}
	stage.bodies = []*body{inner}
	for _, it := range part {
		it.in = inner
		it.handled = stage
		for _, k := range it.catches {
			m.drop(k.body)
		}
		it.catches = nil
	}
	b.items = slices.Replace(b.items, from, from+len(part), stage)
	for _, it := range m.items {
		if i := slices.Index(it.after, last); i >= 0 && it.in == b {
			it.after = slices.Clone(it.after)
			it.after[i] = stage
		}
	}
	if i := slices.Index(b.last, last); i >= 0 {
		b.last = slices.Clone(b.last)
		b.last[i] = stage
	}
}

// drop forgets what stands in a body.
func (m *importer) drop(b *body) {
	for _, it := range b.items {
		m.unname(it)
		it.in = nil
		for _, in := range it.bodies {
			m.drop(in)
		}
		for _, k := range it.catches {
			m.drop(k.body)
		}
	}
	m.items = slices.DeleteFunc(m.items, func(it *item) bool { return slices.Contains(b.items, it) })
}

// handlerKey tells apart what happens to the errors of items.
func handlerKey(of *item) string {
	var out strings.Builder
	ids := map[*item]string{of: "it"}
	w := keyWriter{&out, func(it *item) string {
		if id, ok := ids[it]; ok {
			return id
		}
		return strconv.Itoa(it.id)
	}}
	say := func(parts ...string) {
		for _, p := range parts {
			out.WriteString(strconv.Quote(p))
		}
	}
	var catches func(it *item)
	var walk func(b *body)
	walk = func(b *body) {
		say("{", b.label, b.note)
		w.write(b.when)
		for _, it := range b.items {
			ids[it] = "in" + strconv.Itoa(len(ids))
		}
		for _, it := range b.items {
			say("item", it.kind, it.block, it.note, it.await, it.renamed)
			if first := it.kind == "value" && it.state == of.state+" error"; !first {
				say(it.state)
			}
			for _, a := range it.attrs {
				say(a.name)
				w.write(a.v)
			}
			for _, a := range it.after {
				say(w.id(a))
			}
			for _, r := range it.retry {
				say(r.key())
			}
			if p := it.poll; p != nil {
				say("poll", p.call)
				for _, v := range []value{p.every, p.delay, p.until, p.arguments} {
					w.write(v)
				}
			}
			w.write(it.gives)
			for _, in := range it.bodies {
				walk(in)
			}
			catches(it)
		}
		say("}")
	}
	catches = func(it *item) {
		for _, k := range it.catches {
			say("catch", strings.Join(k.on, ","), k.then, strconv.FormatBool(k.renames))
			w.write(k.gives)
			walk(k.body)
		}
	}
	catches(of)
	return out.String()
}
