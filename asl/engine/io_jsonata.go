package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// env is what the expressions of a state can see beside the variables. Result
// and errorOutput are nil where there is none.
type env struct {
	v                   *visit
	result, errorOutput asl.Value
}

// evaluate gives a value of a JSONata state's field with the expressions in it
// replaced by what they give. Field names it in errors, as 'Output/a'.
func (t *thread) evaluate(value asl.Value, field string, e env) (asl.Value, *failure) {
	switch x := value.(type) {
	case asl.String, asl.Code:
		source, ok := asl.Source(x)
		if !ok {
			return x, nil
		}
		return t.expression(source, field, e)
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			v, f := t.evaluate(item, field+"["+strconv.Itoa(i)+"]", e)
			if f != nil {
				return nil, f
			}
			out[i] = v
		}
		return out, nil
	case asl.Object:
		out := make(asl.Object, len(x))
		for i, m := range x {
			v, f := t.evaluate(m.Value, field+"/"+m.Key, e)
			if f != nil {
				return nil, f
			}
			out[i] = asl.Member{Key: m.Key, Value: v}
		}
		return out, nil
	default:
	}
	return value, nil
}

// expect evaluates a field whose value has to be of a type.
func (t *thread) expect(value asl.Value, field, want string, e env) (asl.Value, *failure) {
	v, f := t.evaluate(value, field, e)
	if f != nil || typeName(v) == want {
		return v, f
	}
	return nil, t.unexpected(value, v, field, want, e)
}

// unexpected is the failure of a field whose value v is of another type than
// the one that is wanted.
func (t *thread) unexpected(value, v asl.Value, field, want string, e env) *failure {
	source, ok := asl.Source(value)
	if !ok {
		return t.badQuery(e.v, field, "The value of the field '%s' has an unexpected type. Expected '%s', but was '%s' for value: %s", field, want, typeName(v), text(v))
	}
	return t.badQuery(e.v, field, "The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. Expected '%s', but was '%s' for value: %s",
		source, field, want, typeName(v), text(v))
}

// expectInteger evaluates a field that has to be a whole number in a range.
func (t *thread) expectInteger(value asl.Value, field string, least, most int64, e env) (int64, *failure) {
	v, f := t.expect(value, field, "number", e)
	if f != nil {
		return 0, f
	}
	n, ok := integerOf(v)
	if !ok || n < least || n > most {
		return 0, t.badQuery(e.v, field, "The field '%s' must be an integer between %d and %d, but was: %s", field, least, most, text(v))
	}
	return n, nil
}

// badQuery makes the failure of a JSONata field.
func (t *thread) badQuery(v *visit, field, format string, args ...any) *failure {
	f := fail(errQuery, format, args...)
	f.field = field
	return t.evaluationFailed(v, f)
}

// evaluationFailed records the failure of a query. The event follows what came
// before the state where nothing has happened in it yet.
func (t *thread) evaluationFailed(v *visit, f *failure) *failure {
	if f.name != errQuery || f.recorded {
		return f
	}
	f = f.within(v)
	f.recorded = true
	if v.trace != nil {
		return f
	}
	e := Event{Type: "EvaluationFailed", Name: v.name, Field: f.field, Error: f.name, HasError: true, Cause: f.cause, HasCause: true}
	if t.cursor == v.entered {
		t.cursor = v.before
	}
	t.record(e)
	return f
}

// finishJSONata evaluates Assign and Output at the end of a state. Neither
// sees what the other does. Otherwise is the output where the state has none.
func (t *thread) finishJSONata(v *visit, output, vars, otherwise asl.Value, e env) (asl.Value, *failure) {
	assigned, f := t.variables(v, vars, e)
	if f != nil {
		return nil, f
	}
	out := otherwise
	if output != nil {
		if out, f = t.evaluate(output, "Output", e); f != nil {
			return nil, f
		}
	}
	if f := t.checkSize(v, out); f != nil {
		return nil, f
	}
	return out, t.setVariables(v, assigned)
}

// variables evaluates an Assign.
func (t *thread) variables(v *visit, vars asl.Value, e env) (asl.Object, *failure) {
	if vars == nil {
		return nil, nil
	}
	value, f := t.evaluate(vars, "Assign", e)
	if f != nil {
		return nil, f
	}
	o, ok := value.(asl.Object)
	if !ok {
		return nil, fail(errRuntime, "The Assign field must be an object.").within(v)
	}
	return o, nil
}

func (t *thread) setVariables(v *visit, vars asl.Object) *failure {
	if len(vars) == 0 {
		return nil
	}
	if f := t.assign(vars); f != nil {
		return f.within(v)
	}
	v.assigned = slices.Clone(vars)
	slices.SortFunc(v.assigned, func(a, b asl.Member) int { return strings.Compare(a.Key, b.Key) })
	return nil
}

// checkSize is the limit of what a state may hand on.
func (t *thread) checkSize(v *visit, out asl.Value) *failure {
	if same(out, v.input) && v.entered > 2 {
		return nil
	}
	if n := t.h.w.keep(size(out)); n > MaxPayload && !t.h.w.opts.Unlimited {
		return tooLarge(v.name)
	}
	return nil
}

func tooLarge(who string) *failure {
	return fail(errDataLimit, "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit.", who)
}
