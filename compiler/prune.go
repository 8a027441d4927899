package compiler

import "github.com/pipectl/pipectl/asl"

// prune drops the states that nothing leads to: what would follow a part that
// always ends in a failure.
func (c *compile) prune(m *asl.Machine) {
	reached := map[string]bool{}
	next := []string{m.StartAt}
	byName := make(map[string]asl.State, len(m.States))
	for _, e := range m.States {
		byName[e.Name] = e.State
	}
	for len(next) > 0 {
		name := next[len(next)-1]
		next = next[:len(next)-1]
		if s := byName[name]; s != nil && !reached[name] {
			reached[name] = true
			next = append(next, asl.Nexts(s)...)
		}
	}
	kept := m.States[:0]
	for _, e := range m.States {
		if !reached[e.Name] {
			c.forget(e)
			continue
		}
		switch s := e.State.(type) {
		case *asl.Parallel:
			for _, b := range s.Branches {
				c.prune(b)
			}
		case *asl.Map:
			c.prune(s.Processor)
		default:
		}
		kept = append(kept, e)
	}
	m.States = kept
}

// forget drops a state, and those inside of it, from the source map.
func (c *compile) forget(e asl.Entry) {
	asl.Walk(&asl.Machine{States: []asl.Entry{e}}, func(_, name string, _ asl.State) { delete(c.from, name) })
}
