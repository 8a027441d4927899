package pipetest

import "github.com/pipectl/pipectl/asl/engine"

// Begin begins an execution's use of mocks that go by the names of states (see
// LoadMocks): what it gives answers one call after the other, each as a Task's
// raw result; ok is false where no mock is left for it.
func (m Mocks) Begin() func(engine.Call) (answer engine.Outcome, ok bool) {
	r := &running{opts: Options{Mocks: m}, used: make([]int, len(m))}
	return func(c engine.Call) (engine.Outcome, bool) {
		mock, _ := r.pick(c.State, c.Arguments)
		if mock == nil {
			return engine.Outcome{}, false
		}
		return mock.outcome(mock.Output), true
	}
}
