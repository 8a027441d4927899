package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// A trace is what TestState wants of a visit: a mock for its work, and notes
// of what became of the data on its way. All methods accept a nil trace, which
// is that of every visit of an execution.
type trace struct {
	mocked  bool
	result  asl.Value
	failure *failure

	// context takes the place of the context object, unless it is nil.
	context asl.Object

	notes asl.Object
}

// set notes the data after a stage.
func (t *trace) set(stage string, v asl.Value) {
	if t != nil {
		t.notes = with(t.notes, stage, v)
	}
}

// setNumber notes a setting of a Map.
func (t *trace) setNumber(stage string, given bool, n float64) {
	if t != nil && given {
		t.notes = with(t.notes, stage, numberOf(n))
	}
}

// outcome is what the mock answers.
func (t *trace) outcome() (asl.Value, *failure) {
	if t.failure != nil {
		return nil, t.failure
	}
	t.set("result", t.result)
	return t.result, nil
}

// traced stands for the iterations of a Map.
func (m *mapping) traced() (asl.Value, *failure) {
	if f := m.readTolerance(); f != nil {
		return nil, f
	}
	return m.v.trace.outcome()
}
