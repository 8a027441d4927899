package importer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// An input is one of the pipeline's.
type input struct {
	name     string
	required bool // it is read whatever happens
}

// demand finds what is read of what items give, from what is sent and handed on
// at the end: only that is written.
func (m *importer) demand() {
	type read struct {
		v    value
		self *item // the task whose output it is a part of, or nil
	}
	var todo []read
	maps := map[*item]bool{}
	var self *item
	look := func(v value) {
		visit(v, func(v value) {
			switch x := v.(type) {
			case *phi:
				key := keyOf(x)
				if !slices.ContainsFunc(x.item.slots, func(s *slot) bool { return s.key == key }) {
					x.item.slots = append(x.item.slots, &slot{name: x.hint, key: key, alts: x.alts})
					for _, a := range x.alts {
						todo = append(todo, read{a, x.item})
					}
				}
			case ref:
				switch x.root.what {
				case rootCase:
					x.root.item.cased = true
				case rootInput:
					if len(x.path) > 0 && m.declared(x.path[0]) && m.inputs[x.path[0]] == nil {
						m.inputs[x.path[0]] = &input{name: x.path[0]}
					}
				case rootOutput:
					it := x.root.item
					if it.block == "map" && !maps[it] {
						maps[it] = true
						it.wanted = true
						todo = append(todo, read{it.gives, nil})
					}
					if it.goesOn() && it != self && it.whole == nil {
						// What it gives may be more than the call's result.
						it.whole = &slot{name: "result", alts: make([]value, it.ends())}
						it.whole.alts[0] = outputOf(it)
						it.slots = append(it.slots, it.whole)
					}
				default:
				}
			default:
			}
		})
	}
	m.eachValue(m.root, look)
	look(m.output)
	for len(todo) > 0 {
		self = todo[0].self
		v := todo[0].v
		todo = todo[1:]
		look(v)
	}
	for _, it := range m.items {
		it.nameSlots()
	}
	m.require(m.root)
	if m.output != nil {
		m.requireAll(m.output)
	}
}

// goesOn: a task that an error does not end.
func (it *item) goesOn() bool { return it.block == "" && it.ends() > 1 }

// ends is how many ways out an item has.
func (it *item) ends() int {
	if it.block == "choice" {
		return len(it.bodies)
	}
	n := 1
	for _, k := range it.catches {
		if k.then == "continue" {
			n++
		}
	}
	return n
}

func (m *importer) declared(name string) bool {
	return identifier.MatchString(name) && len(name) <= longestName && name != "pipectl"
}

// eachValue calls f for what the items of a body say themselves.
func (m *importer) eachValue(b *body, f func(value)) {
	for _, it := range b.items {
		for _, a := range it.attrs {
			f(a.v)
		}
		if it.poll != nil {
			for _, v := range []value{it.poll.every, it.poll.delay, it.poll.until, it.poll.arguments} {
				f(v)
			}
		}
		for _, in := range it.bodies {
			f(in.when)
			m.eachValue(in, f)
		}
		for _, k := range it.catches {
			f(k.gives)
			m.eachValue(k.body, f)
		}
	}
}

// nameSlots gives the values that leave an item their names: one alone is the
// whole output.
func (it *item) nameSlots() {
	if len(it.slots) == 1 {
		it.slots[0].name = ""
		return
	}
	taken := map[string]bool{}
	for _, s := range it.slots {
		name := "value"
		if s.name != "" && !strings.HasPrefix(s.name, "[") {
			name = snake(s.name)
		}
		s.name = name
		for i := 2; taken[s.name]; i++ {
			s.name = name + "_" + strconv.Itoa(i)
		}
		taken[s.name] = true
	}
}

// require finds the inputs that are read whatever happens: by what stands in the
// pipeline itself, or in a stage of it.
func (m *importer) require(b *body) {
	for _, it := range b.items {
		for _, a := range it.attrs {
			m.requireAll(a.v)
		}
		switch it.block {
		case "stage":
			m.require(it.bodies[0])
		case "choice":
			if len(it.bodies) > 0 {
				m.requireAll(it.bodies[0].when)
			}
		}
	}
}

// requireAll marks the inputs in a value, but for those that may be left out.
func (m *importer) requireAll(v value) {
	switch x := v.(type) {
	case nil:
	case ref:
		if x.root.what == rootInput && len(x.path) > 0 && m.inputs[x.path[0]] != nil {
			m.inputs[x.path[0]].required = true
		}
	case *object:
		m.requireAll(x.base)
		for _, n := range x.members {
			m.requireAll(n.v)
		}
	case *tuple:
		for _, i := range x.items {
			m.requireAll(i)
		}
	case *template:
		for _, i := range x.parts {
			m.requireAll(i)
		}
	case *function:
		if x.name == "can" || x.name == "try" {
			return
		}
		for _, a := range x.args {
			m.requireAll(a)
		}
	case *operation:
		if x.op == "&&" || x.op == "||" {
			m.requireAll(x.x)
			return
		}
		if (x.op == "!=" || x.op == "==") && keyOf(x.y) == keyOf(constant{asl.Null{}}) {
			return
		}
		m.requireAll(x.x)
		m.requireAll(x.y)
	case *conditional:
		m.requireAll(x.cond)
	case *loop:
		m.requireAll(x.list)
	case *element:
		m.requireAll(x.x)
		m.requireAll(x.index)
	case *foreign:
		for _, s := range x.see {
			m.requireAll(s.v)
		}
	default:
	}
}

// unreadable are the states whose answer somebody reads in a way that their kind
// has not.
func (m *importer) unreadable() []string {
	var out []string
	add := func(of string) {
		if of != "" && !slices.Contains(out, of) && m.levels[of] < levelStay {
			out = append(out, of)
		}
	}
	look := func(v value) {
		visit(v, func(v value) {
			switch x := v.(type) {
			case hole:
				add(x.of)
			case *attributes:
				add(x.of)
			case *attribute:
				add(x.of)
			default:
			}
		})
	}
	m.eachValue(m.root, look)
	look(m.output)
	for _, it := range m.items {
		for _, s := range it.slots {
			for _, a := range s.alts {
				look(a)
			}
		}
		if it.wanted {
			look(it.gives)
		}
	}
	return out
}
