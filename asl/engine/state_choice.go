package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// choose runs a Choice. Where a rule holds, only that rule's Assign and Output
// apply; the state's own apply where Default is taken.
func (t *thread) choose(v *visit, s *asl.Choice) (step, *failure) {
	if v.code.jsonata {
		return t.chooseJSONata(v, s)
	}
	in, f := t.effectiveInput(v)
	if f != nil {
		return step{}, f
	}
	vars, next := s.Assign, s.Default
	for i := range s.Choices {
		r := &s.Choices[i]
		holds, f := t.holds(v, r.Test, in)
		if f != nil {
			return step{}, f.within(v)
		}
		if holds {
			vars, next = r.Assign, r.Next
			break
		}
	}
	if next == "" {
		return step{}, noChoice(v)
	}
	out, f := t.leaveJSONPath(v, vars, in, s.OutputPath, in)
	return step{out, next}, f
}

func (t *thread) chooseJSONata(v *visit, s *asl.Choice) (step, *failure) {
	e := env{v: v}
	output, vars, next := s.Output, s.Assign, s.Default
	for i := range s.Choices {
		r := &s.Choices[i]
		value, f := t.expect(r.Condition, "Choices["+string(integer(int64(i)))+"]/Condition", "boolean", e)
		if f != nil {
			return step{}, f
		}
		if value == asl.Bool(true) {
			output, vars, next = r.Output, r.Assign, r.Next
			break
		}
	}
	if next == "" {
		return step{}, noChoice(v)
	}
	out, f := t.finishJSONata(v, output, vars, v.input, e)
	return step{out, next}, f
}

func noChoice(v *visit) *failure {
	return fail(errNoChoice, "Failed to transition out of the state. The state does not point to a next state").within(v)
}
