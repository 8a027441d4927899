package importer

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// joinPolls makes one task of a call and of the poll that looks at what it
// started, where nothing but the poll reads what the call answered.
func (m *importer) joinPolls() {
	readers := map[*item]map[*item]bool{} // who reads what a call answers
	reader := (*item)(nil)
	look := func(v value) {
		visit(v, func(v value) {
			if r, ok := v.(ref); ok && r.root.what == rootOutput {
				if readers[r.root.item] == nil {
					readers[r.root.item] = map[*item]bool{}
				}
				readers[r.root.item][reader] = true
			}
		})
	}
	for _, it := range m.items {
		if it.in == nil || !it.stands() {
			continue
		}
		for _, a := range it.attrs {
			reader = nil
			if a.name == "arguments" {
				reader = it
			}
			look(a.v)
		}
		reader = nil
		if it.poll != nil {
			look(it.poll.every)
			look(it.poll.until)
		}
		look(it.gives)
		for _, s := range it.slots {
			for _, a := range s.alts {
				look(a)
			}
		}
		for _, b := range it.bodies {
			look(b.when)
		}
		for _, k := range it.catches {
			look(k.gives)
		}
	}
	look(m.output)
	for _, it := range m.items {
		if it.in == nil || it.poll == nil || it.kind != "aws" || len(it.after) != 1 || !it.stands() {
			continue
		}
		start := it.after[0]
		by := readers[start]
		if start.in != it.in || start.kind != "aws" || start.poll != nil || start.await != "" || len(start.retry)+len(start.catches)+len(it.retry)+len(it.catches) > 0 ||
			!(len(by) == 1 && by[it] || len(by) == 0 && serviceIn(start) == serviceIn(it)) || !onlyCall(start) || !onlyCall(it) || m.waitsFor(start, it) {
			continue
		}
		it.poll.started = start
		for _, a := range it.attrs {
			switch a.name {
			case "call":
				it.poll.call = textIn(a.v)
			case "arguments":
				it.poll.arguments = a.v
			}
		}
		it.attrs, it.after = start.attrs, start.after
		it.name = start.name
		if start.note != "" {
			it.note = start.note
		}
		it.in.items = slices.DeleteFunc(it.in.items, func(x *item) bool { return x == start })
	}
}

// serviceIn is the service that a task "aws" calls.
func serviceIn(it *item) string {
	for _, a := range it.attrs {
		if a.name == "call" {
			service, _, _ := strings.Cut(textIn(a.v), ":")
			return service
		}
	}
	return ""
}

// onlyCall: the task says what it calls with what, and no more.
func onlyCall(it *item) bool {
	return !slices.ContainsFunc(it.attrs, func(a named) bool { return a.name != "call" && a.name != "arguments" })
}

func textIn(v value) string {
	c, _ := v.(constant)
	s, _ := c.v.(asl.String)
	return string(s)
}

// waitsFor reports whether another item than one waits for the call too.
func (m *importer) waitsFor(start, but *item) bool {
	return slices.ContainsFunc(m.items, func(x *item) bool { return x != but && slices.Contains(x.after, start) })
}
