package pipetest

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/dsl"
)

// skipped are the tasks and blocks that were skipped, in the order of
// declaration. The history shows it only of those that a Choice stands in front
// of; what follows from that for others is the language's own rule. In a map it
// is enough that something was skipped in one iteration. given are those whose output
// was given to a command that goes on.
func (m *Machine) skipped(r *record, busy map[string]bool, given ...string) []string {
	s := &skips{m: m, busy: busy, known: map[string]bool{}, started: map[string][]string{}, asked: map[string][]string{}}
	for state, at := range r.states {
		o := m.source[state]
		if o.Item == "" {
			continue
		}
		name := o.Item
		if o.Role == "when" {
			s.asked[name] = append(s.asked[name], at...)
		}
		if o.Role == "when" || o.Role == "skipped" {
			name = m.names.around(name) // to ask is no start of its own
		}
		for ; name != ""; name = m.names.around(name) {
			s.started[name] = append(s.started[name], at...)
		}
	}
	var out []string
	for name := range m.names.places {
		if s.skipped(name) || slices.Contains(given, name) {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return m.names.places[a].item.Base().Index - m.names.places[b].item.Base().Index
	})
	return out
}

// skips finds out what was skipped.
type skips struct {
	m    *Machine
	busy map[string]bool

	// started are the iterations in which anything of a task or block
	// started, asked those in which its condition was looked at.
	started, asked map[string][]string
	known          map[string]bool
}

func (s *skips) skipped(name string) bool {
	if is, ok := s.known[name]; ok {
		return is
	}
	s.known[name] = false // of what hangs on itself, which nothing does
	is := s.find(name)
	s.known[name] = is
	return is
}

func (s *skips) find(name string) bool {
	if s.busy[name] {
		return true
	}
	if asked := s.asked[name]; len(asked) > 0 {
		return slices.ContainsFunc(asked, func(at string) bool { return !s.startedIn(name, at) })
	}
	if len(s.started[name]) > 0 {
		return false
	}
	p := s.m.names.places[name]
	if p.around != nil && !p.catch {
		block, _ := p.around.(*dsl.Block)
		if s.skipped(p.around.Base().Name) || block != nil && s.notTaken(block, p.part) {
			return true
		}
	}
	return s.byDependencies(p.item.Base())
}

// startedIn says whether anything of a task or block started in an iteration,
// or in one inside of that.
func (s *skips) startedIn(name, at string) bool {
	return slices.ContainsFunc(s.started[name], func(in string) bool {
		return in == at || strings.HasPrefix(in, at+"/")
	})
}

// byDependencies is what run_if makes of skipped dependencies.
func (s *skips) byDependencies(base *dsl.Common) bool {
	some, all := false, true
	for _, d := range base.Deps {
		switch {
		case d.Order:
		case s.skipped(d.On.Base().Name):
			some = true
		default:
			all = false
		}
	}
	switch base.RunIf {
	case dsl.AllSucceeded:
		return some
	case dsl.AnySucceeded:
		return some && all
	case dsl.AllDone:
	}
	return false
}

// notTaken says whether a choice was made, and not for this case.
func (s *skips) notTaken(choice *dsl.Block, part string) bool {
	if choice.Type != "choice" || len(s.started[choice.Name]) == 0 {
		return false
	}
	for _, br := range choice.Branches {
		if br.Name != part {
			continue
		}
		return !slices.ContainsFunc(br.Body.Items, func(item dsl.Item) bool {
			name := item.Base().Name
			return len(s.started[name]) > 0 || len(s.asked[name]) > 0
		})
	}
	return false
}
