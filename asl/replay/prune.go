package replay

import "github.com/pipectl/pipectl/asl"

// prune leaves out the states of a map that nothing leads to any more: the service
// refuses them.
func prune(m *asl.Machine) {
	reached := map[string]bool{}
	for next := []string{m.StartAt}; len(next) > 0; {
		name := next[0]
		next = next[1:]
		state, ok := m.State(name)
		if reached[name] || !ok {
			continue
		}
		reached[name] = true
		next = append(next, asl.Nexts(state)...)
	}
	var kept []asl.Entry
	for _, e := range m.States {
		if reached[e.Name] {
			kept = append(kept, e)
		}
	}
	m.States = kept
}
