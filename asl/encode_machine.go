package asl

import "slices"

// AppendJSON appends the machine as JSON with an indent of two spaces, one
// member a line and a newline at the end. The order is fixed, whatever the
// order was in a text that was read:
//
//   - of a machine: Comment, QueryLanguage, Version, TimeoutSeconds,
//     ProcessorConfig, StartAt, States;
//   - of a state: Type, Comment, QueryLanguage, InputPath; what it reads and
//     does (Resource, Credentials, ItemReader, Items, Arguments, Parameters,
//     times and limits, Choices, Branches, ItemProcessor, ResultWriter); what
//     it makes of the result (ResultSelector, ResultPath); Retry, Catch,
//     Output, OutputPath, Assign; then what the state's type does not know;
//     and Default, Next or End last;
//   - of a rule: Comment, Condition or the comparison, Output, Assign, Next;
//     of a catcher: Comment, ErrorEquals, ResultPath, Output, Assign, Next; of
//     a retrier: Comment, ErrorEquals, IntervalSeconds, MaxAttempts,
//     BackoffRate, MaxDelaySeconds, JitterStrategy.
//
// States, and everything inside a Value, stay in their own order. "&", "<" and
// ">" are not escaped.
func (m *Machine) AppendJSON(dst []byte) []byte {
	e := encoder{dst: slices.Grow(dst, usualSize(m))}
	e.machine(m)
	return append(e.dst, '\n')
}

// AppendCompact appends the machine as JSON without any space, in the order of
// AppendJSON.
func (m *Machine) AppendCompact(dst []byte) []byte {
	e := encoder{dst: slices.Grow(dst, usualSize(m)/2), compact: true}
	e.machine(m)
	return e.dst
}

// usualSize is about how many bytes a machine takes, so that large ones are not
// copied again and again while they are written.
func usualSize(m *Machine) int {
	size := 256
	for _, e := range m.States {
		size += 1024
		switch s := e.State.(type) {
		case *Parallel:
			for _, b := range s.Branches {
				size += usualSize(b)
			}
		case *Map:
			if s.Processor != nil {
				size += usualSize(s.Processor)
			}
		default:
		}
	}
	return size
}

// AppendState appends one state as AppendJSON writes it, with level as
// AppendValue has it and no newline at the end.
func AppendState(dst []byte, s State, level int) []byte {
	e := encoder{dst: dst, level: level, compact: level < 0}
	e.state(s)
	return e.dst
}

// A record writes the members of one object of the language. A field that was
// kept in Extra because of its form is written in that field's place, an
// unknown one by rest.
type record struct {
	*encoder
	extra   Object
	written uint64 // bit i: extra[i] is written; those from 64 on are never known
}

func (e *encoder) record(extra Object) record {
	e.open('{')
	return record{encoder: e, extra: extra}
}

// kept writes a field as it is in Extra.
func (r *record) kept(key string) {
	for i := range min(len(r.extra), 64) {
		if r.extra[i].Key == key && r.written&(1<<i) == 0 {
			r.written |= 1 << i
			r.key(key)
			r.encoder.value(r.extra[i].Value)
			return
		}
	}
}

func (r *record) text(key, s string) {
	if s == "" {
		r.kept(key)
		return
	}
	r.key(key)
	r.dst = appendString(r.dst, s)
}

func (r *record) value(key string, v Value) {
	if v == nil {
		r.kept(key)
		return
	}
	r.key(key)
	r.encoder.value(v)
}

func (r *record) texts(key string, list []string) {
	if list == nil {
		r.kept(key)
		return
	}
	r.key(key)
	r.open('[')
	for _, s := range list {
		r.item()
		r.dst = appendString(r.dst, s)
	}
	r.close(']')
}

func (r *record) rest() {
	for i, m := range r.extra {
		if i >= 64 || r.written&(1<<i) == 0 {
			r.key(m.Key)
			r.encoder.value(m.Value)
		}
	}
	r.extra = nil
}

func (r *record) end() {
	r.rest()
	r.close('}')
}

func (e *encoder) machine(m *Machine) {
	r := e.record(m.Extra)
	r.text("Comment", m.Comment)
	r.text("QueryLanguage", m.QueryLanguage)
	r.text("Version", m.Version)
	r.value("TimeoutSeconds", m.TimeoutSeconds)
	if c := m.ProcessorConfig; c != nil {
		r.key("ProcessorConfig")
		config := e.record(c.Extra)
		config.text("Mode", c.Mode)
		config.text("ExecutionType", c.ExecutionType)
		config.end()
	} else {
		r.kept("ProcessorConfig")
	}
	r.text("StartAt", m.StartAt)
	if m.States == nil {
		r.kept("States")
	} else {
		r.key("States")
		e.open('{')
		for _, entry := range m.States {
			e.key(entry.Name)
			e.state(entry.State)
		}
		e.close('}')
	}
	r.end()
}

func (r *record) retry(list []Retrier) {
	if list == nil {
		r.kept("Retry")
		return
	}
	r.key("Retry")
	r.open('[')
	for i := range list {
		x := &list[i]
		r.item()
		o := r.encoder.record(x.Extra)
		o.text("Comment", x.Comment)
		o.texts("ErrorEquals", x.ErrorEquals)
		o.value("IntervalSeconds", x.IntervalSeconds)
		o.value("MaxAttempts", x.MaxAttempts)
		o.value("BackoffRate", x.BackoffRate)
		o.value("MaxDelaySeconds", x.MaxDelaySeconds)
		o.text("JitterStrategy", x.JitterStrategy)
		o.end()
	}
	r.close(']')
}

func (r *record) catch(list []Catcher) {
	if list == nil {
		r.kept("Catch")
		return
	}
	r.key("Catch")
	r.open('[')
	for i := range list {
		x := &list[i]
		r.item()
		o := r.encoder.record(x.Extra)
		o.text("Comment", x.Comment)
		o.texts("ErrorEquals", x.ErrorEquals)
		o.value("ResultPath", x.ResultPath)
		o.value("Output", x.Output)
		o.value("Assign", x.Assign)
		next := o.hold("Next", x.Next)
		o.rest()
		o.held(next)
		o.close('}')
	}
	r.close(']')
}

func (r *record) choices(list []Rule) {
	if list == nil {
		r.kept("Choices")
		return
	}
	r.key("Choices")
	r.open('[')
	for i := range list {
		x := &list[i]
		r.item()
		o := r.encoder.record(x.Extra)
		o.text("Comment", x.Comment)
		o.value("Condition", x.Condition)
		for _, m := range x.Test {
			o.key(m.Key)
			o.encoder.value(m.Value)
		}
		o.value("Output", x.Output)
		o.value("Assign", x.Assign)
		next := o.hold("Next", x.Next)
		o.rest()
		o.held(next)
		o.close('}')
	}
	r.close(']')
}
