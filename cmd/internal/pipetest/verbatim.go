package pipetest

import (
	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// mockVerbatim makes one call of what a task "asl" runs inside of a Parallel. A
// Task alone sends what it would; of anything else the request is its input.
func (m *Machine) mockVerbatim(name string, s *asl.Parallel) {
	b := s.Branches[0]
	call := &asl.Task{Resource: "arn:aws:states:::lambda:invoke", Flow: asl.Flow{End: true}}
	if only, ok := b.States[0].State.(*asl.Task); ok && len(b.States) == 1 {
		call.Resource, call.Arguments, call.TimeoutSeconds = only.Resource, only.Arguments, only.TimeoutSeconds
	} else {
		call.Arguments = asl.Code{Expr: &jsonata.Dot{Left: &jsonata.Var{Name: "states"}, Right: &jsonata.Name{Value: "input"}}}
	}
	asl.Walk(b, func(_, inner string, _ asl.State) {
		if inner != b.StartAt {
			delete(m.source, inner)
		}
	})
	b.States = []asl.Entry{{Name: b.StartAt, State: call}}
	origin := m.source[name]
	m.source[b.StartAt] = origin
	origin.Role = ""
	m.source[name] = origin
}
