package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// The processing of a JSONPath state, in order: InputPath, Parameters, the
// work, ResultSelector, ResultPath, OutputPath.

// effectiveInput applies InputPath.
func (t *thread) effectiveInput(v *visit) (asl.Value, *failure) {
	in, f := t.select_(v, v.code.common.InputPath, v.input)
	if f == nil {
		v.trace.set("afterInputPath", in)
	}
	return in, f
}

// select_ applies InputPath or OutputPath: nil selects everything, null gives
// {}.
func (t *thread) select_(v *visit, path, from asl.Value) (asl.Value, *failure) {
	switch p := path.(type) {
	case nil:
		return from, nil
	case asl.Null:
		return asl.Object{}, nil
	case asl.String:
		return t.query(v, string(p), from)
	default:
	}
	return nil, fail(errRuntime, "The path %s is not a string.", text(path)).within(v)
}

// query evaluates a path or a call that must give a value.
func (t *thread) query(v *visit, source string, from asl.Value) (asl.Value, *failure) {
	out, f := t.jsonpath(v, source, from)
	if f != nil {
		return nil, f.within(v)
	}
	return out, nil
}

// parameters applies Parameters, or another payload template.
func (t *thread) parameters(v *visit, template, from asl.Value) (asl.Value, *failure) {
	if template == nil {
		return from, nil
	}
	return t.template(v, template, from)
}

// template fills in a payload template: members whose names end in ".$" get
// what their paths select.
func (t *thread) template(v *visit, template, from asl.Value) (asl.Value, *failure) {
	switch x := template.(type) {
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			value, f := t.template(v, item, from)
			if f != nil {
				return nil, f
			}
			out[i] = value
		}
		return out, nil
	case asl.Object:
		out := make(asl.Object, 0, len(x))
		for _, m := range x {
			key, dynamic := cutDollar(m.Key)
			if !dynamic {
				value, f := t.template(v, m.Value, from)
				if f != nil {
					return nil, f
				}
				put(&out, m.Key, value)
				continue
			}
			source, ok := m.Value.(asl.String)
			if !ok {
				return nil, fail(errRuntime, "The value for the field '%s' must be a STRING that contains a JSONPath.", m.Key).within(v)
			}
			value, f := t.jsonpathField(v, m.Key, string(source), from)
			if f != nil {
				return nil, f.within(v)
			}
			put(&out, key, value)
		}
		return out, nil
	default:
	}
	return template, nil
}

func cutDollar(key string) (string, bool) {
	if n := len(key); n > 2 && key[n-2:] == ".$" {
		return key[:n-2], true
	}
	return key, false
}

// finishJSONPath makes a state's output of its result, to which ResultSelector
// has been applied. ResultPath puts it into the state's raw input.
func (t *thread) finishJSONPath(v *visit, vars, assignFrom, resultPath, result asl.Value) (asl.Value, *failure) {
	out, f := t.place(v, resultPath, result)
	if f != nil {
		return nil, f
	}
	v.trace.set("afterResultPath", out)
	return t.leaveJSONPath(v, vars, assignFrom, v.code.common.OutputPath, out)
}

// leaveJSONPath applies OutputPath and Assign, of which neither sees what the
// other does, and checks the output's size.
func (t *thread) leaveJSONPath(v *visit, vars, assignFrom, outputPath, out asl.Value) (asl.Value, *failure) {
	var assigned asl.Object
	if vars != nil {
		value, f := t.template(v, vars, assignFrom)
		if f != nil {
			return nil, f
		}
		ok := false
		if assigned, ok = value.(asl.Object); !ok {
			return nil, fail(errRuntime, "The Assign field must be an object.").within(v)
		}
	}
	out, f := t.select_(v, outputPath, out)
	if f != nil {
		return nil, f
	}
	if f := t.checkSize(v, out); f != nil {
		return nil, f
	}
	return out, t.setVariables(v, assigned)
}

// place applies a ResultPath: nil and $ take the result alone, null drops it,
// a reference path puts it into the state's input.
func (t *thread) place(v *visit, path, result asl.Value) (asl.Value, *failure) {
	switch p := path.(type) {
	case nil:
		return result, nil
	case asl.Null:
		return v.input, nil
	case asl.String:
		out, f := t.put(v, string(p), v.input, result)
		if f != nil {
			return nil, f.within(v)
		}
		return out, nil
	default:
	}
	return nil, fail(errRuntime, "The ResultPath %s is not a string.", text(path)).within(v)
}
