package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// pass runs a Pass.
func (t *thread) pass(v *visit, s *asl.Pass) (step, *failure) {
	if v.code.jsonata {
		out, f := t.finishJSONata(v, s.Output, s.Assign, v.input, env{v: v})
		return step{out, s.Next}, f
	}
	result := s.Result
	if result != nil {
		// A fixed result leaves nothing to do to the input.
		v.trace.set("result", result)
	} else {
		in, f := t.effectiveInput(v)
		if f != nil {
			return step{}, f
		}
		if result, f = t.parameters(v, s.Parameters, in); f != nil {
			return step{}, f
		}
		v.trace.set("afterParameters", result)
	}
	v.trace.set("afterResultSelector", result)
	out, f := t.finishJSONPath(v, s.Assign, result, s.ResultPath, result)
	return step{out, s.Next}, f
}

// succeed runs a Succeed.
func (t *thread) succeed(v *visit, s *asl.Succeed) (step, *failure) {
	if v.code.jsonata {
		out, f := t.finishJSONata(v, s.Output, nil, v.input, env{v: v})
		return step{output: out}, f
	}
	in, f := t.effectiveInput(v)
	if f != nil {
		return step{}, f
	}
	out, f := t.leaveJSONPath(v, nil, nil, s.OutputPath, in)
	return step{output: out}, f
}

// fail runs a Fail. It gives the failure that the state is there to raise, or
// that of one of its own fields.
func (t *thread) fail(v *visit, s *asl.Fail) *failure {
	f := &failure{}
	var bad *failure
	if !v.code.jsonata {
		v.trace.set("afterInputPath", v.input)
	}
	if f.name, f.noName, bad = t.failText(v, s.Error, s.ErrorPath, "Error"); bad != nil {
		return bad
	}
	if f.cause, f.noCause, bad = t.failText(v, s.Cause, s.CausePath, "Cause"); bad != nil {
		return bad
	}
	return f
}

func (t *thread) failText(v *visit, static, path asl.Value, field string) (text string, none bool, f *failure) {
	var value asl.Value
	switch {
	case static != nil && v.code.jsonata:
		value, f = t.expect(static, field, "string", env{v: v})
	case static != nil:
		value = static
	case path != nil:
		source, ok := path.(asl.String)
		if !ok {
			return "", false, fail(errRuntime, "The %sPath field must be a string.", field).within(v)
		}
		value, f = t.query(v, string(source), v.input)
	default:
		return "", true, nil
	}
	if f != nil {
		return "", false, f
	}
	s, ok := value.(asl.String)
	if !ok {
		return "", false, fail(errRuntime, "The %sPath field must refer to a string, but was: %s", field, asl.AppendValue(nil, value, -1)).within(v)
	}
	return string(s), false, nil
}
