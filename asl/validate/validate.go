package validate

import (
	"errors"

	"github.com/pipectl/pipectl/asl"
)

// maxSize is how many bytes a definition may have (Developer Guide, "Service
// quotas": 1 MB; CreateStateMachine takes 1,048,576 characters).
const maxSize = 1 << 20

// Definition checks the text of a definition: that it is JSON, its form, then
// its meaning. Problems are in the order of the text; of a great many the form
// and the meaning each tell the first 1000 errors and warnings. A text that is
// too large or no JSON, or in which a state has no type, is not checked further
// than that.
func Definition(src []byte, opts Options) []Problem {
	var r report
	if len(src) > maxSize {
		r.add(TooLarge, nil, "Split it: put parts of it into machines of their own and start those with states:startExecution.sync:2.",
			"The definition has %d bytes; %d are allowed.", len(src), maxSize)
		return r.problems
	}
	v, err := asl.DecodeValue(src)
	if err != nil {
		r.broken(NotJSON, err)
		return r.problems
	}
	(&former{report: &r}).definition(v)
	m, err := asl.FromValue(v)
	if err != nil {
		if len(r.problems) == 0 && !stands(v, err) {
			r.broken(Type, err)
		}
		return ordered(r.problems, v)
	}
	r.problems = append(r.problems, meaning(m, opts)...)
	return ordered(r.problems, v)
}

// stands reports whether the value that err is about is a placeholder, for a
// whole state or its type: the text is fine, but there is nothing to check.
func stands(v asl.Value, err error) bool {
	var derr *asl.DecodeError
	if !errors.As(err, &derr) {
		return false
	}
	at, ok := asl.Lookup(v, derr.Pointer)
	return ok && pending(at)
}

// broken reports an error of the decoder.
func (r *report) broken(rule string, err error) {
	var derr *asl.DecodeError
	path := ""
	if errors.As(err, &derr) {
		path = derr.Pointer
	}
	r.problems = append(r.problems, Problem{
		Path: path, Rule: rule, Severity: Error,
		Text: "The definition cannot be read: " + err.Error() + ".",
		Fix:  "Correct the text there.",
	})
}

// Machine checks a machine that was built. It reads no text and leaves the
// schema out, which takes four times as long as all the rest: what Go's types
// do not see to (fields that are missing, numbers out of range) it checks by
// itself; what stands in Extra, and the form of a Map's ItemReader, ItemBatcher
// and ResultWriter, only Definition checks.
func Machine(m *asl.Machine, opts Options) []Problem {
	c := &checker{}
	c.complete(nil, m)
	problems := append(c.problems, meaning(m, opts)...)
	if len(problems) == 0 {
		return nil
	}
	v, err := asl.DecodeValue(m.AppendCompact(nil))
	if err != nil {
		return problems // text in it is not UTF-8: they stay as they were found
	}
	return ordered(problems, v)
}
