package asl

// A field is a member that is written after the unknown ones.
type field struct {
	key   string
	value Value
}

// hold takes a text field, or what was kept of it, out of the record.
func (r *record) hold(key, s string) field {
	if s != "" {
		return field{key, String(s)}
	}
	for i := range min(len(r.extra), 64) {
		if r.extra[i].Key == key && r.written&(1<<i) == 0 {
			r.written |= 1 << i
			return field{key, r.extra[i].Value}
		}
	}
	return field{}
}

func (r *record) held(f field) {
	if f.value != nil {
		r.key(f.key)
		r.encoder.value(f.value)
	}
}

// flow ends a state: the members that its type does not know, then where it
// goes on.
func (r *record) flow(f *Flow) {
	next := r.hold("Next", f.Next)
	end := r.hold("End", "")
	r.rest()
	r.held(next)
	if f.End {
		end = field{"End", Bool(true)}
	}
	r.held(end)
	r.close('}')
}

// head writes what every state begins with.
func (e *encoder) head(kind string, c *Common) record {
	r := e.record(c.Extra)
	r.text("Type", kind)
	r.text("Comment", c.Comment)
	r.text("QueryLanguage", c.QueryLanguage)
	r.value("InputPath", c.InputPath)
	return r
}

// tail writes what every state has after its own fields.
func (r *record) tail(c *Common) {
	r.value("Output", c.Output)
	r.value("OutputPath", c.OutputPath)
	r.value("Assign", c.Assign)
}

func (e *encoder) state(state State) {
	c := state.Base()
	r := e.head(TypeOf(state), c)
	switch s := state.(type) {
	case *Pass:
		r.value("Parameters", s.Parameters)
		r.value("Result", s.Result)
		r.value("ResultPath", s.ResultPath)
		r.tail(c)
		r.flow(&s.Flow)
	case *Task:
		r.text("Resource", s.Resource)
		r.value("Credentials", s.Credentials)
		r.value("Arguments", s.Arguments)
		r.value("Parameters", s.Parameters)
		r.value("TimeoutSeconds", s.TimeoutSeconds)
		r.value("TimeoutSecondsPath", s.TimeoutSecondsPath)
		r.value("HeartbeatSeconds", s.HeartbeatSeconds)
		r.value("HeartbeatSecondsPath", s.HeartbeatSecondsPath)
		r.value("ResultSelector", s.ResultSelector)
		r.value("ResultPath", s.ResultPath)
		r.retry(s.Retry)
		r.catch(s.Catch)
		r.tail(c)
		r.flow(&s.Flow)
	case *Choice:
		r.choices(s.Choices)
		r.tail(c)
		otherwise := r.hold("Default", s.Default)
		r.rest()
		r.held(otherwise)
		r.close('}')
	case *Wait:
		r.value("Seconds", s.Seconds)
		r.value("SecondsPath", s.SecondsPath)
		r.value("Timestamp", s.Timestamp)
		r.value("TimestampPath", s.TimestampPath)
		r.tail(c)
		r.flow(&s.Flow)
	case *Succeed:
		r.tail(c)
		r.end()
	case *Fail:
		r.value("Error", s.Error)
		r.value("ErrorPath", s.ErrorPath)
		r.value("Cause", s.Cause)
		r.value("CausePath", s.CausePath)
		r.tail(c)
		r.end()
	case *Parallel:
		r.value("Arguments", s.Arguments)
		r.value("Parameters", s.Parameters)
		r.branches(s.Branches)
		r.value("ResultSelector", s.ResultSelector)
		r.value("ResultPath", s.ResultPath)
		r.retry(s.Retry)
		r.catch(s.Catch)
		r.tail(c)
		r.flow(&s.Flow)
	case *Map:
		r.mapped(s)
		r.value("ResultSelector", s.ResultSelector)
		r.value("ResultPath", s.ResultPath)
		r.retry(s.Retry)
		r.catch(s.Catch)
		r.tail(c)
		r.flow(&s.Flow)
	default:
		panic("asl: unknown state")
	}
}

func (r *record) branches(list []*Machine) {
	if list == nil {
		r.kept("Branches")
		return
	}
	r.key("Branches")
	r.open('[')
	for _, m := range list {
		r.item()
		r.machine(m)
	}
	r.close(']')
}

func (r *record) mapped(s *Map) {
	r.value("ItemReader", s.ItemReader)
	r.value("Items", s.Items)
	r.value("ItemsPath", s.ItemsPath)
	r.value("ItemSelector", s.ItemSelector)
	r.value("Parameters", s.Parameters)
	r.value("ItemBatcher", s.ItemBatcher)
	r.value("MaxConcurrency", s.MaxConcurrency)
	r.value("MaxConcurrencyPath", s.MaxConcurrencyPath)
	r.value("ToleratedFailureCount", s.ToleratedFailureCount)
	r.value("ToleratedFailureCountPath", s.ToleratedFailureCountPath)
	r.value("ToleratedFailurePercentage", s.ToleratedFailurePercentage)
	r.value("ToleratedFailurePercentagePath", s.ToleratedFailurePercentagePath)
	r.text("Label", s.Label)
	if s.Processor != nil {
		r.key(s.ProcessorField())
		r.machine(s.Processor)
	}
	r.kept("ItemProcessor")
	r.kept("Iterator")
	r.value("ResultWriter", s.ResultWriter)
}

// ProcessorField is the name under which the processor is written.
func (s *Map) ProcessorField() string {
	if s.Iterator {
		return "Iterator"
	}
	return "ItemProcessor"
}

// TypeOf names a state's type as its Type field does.
func TypeOf(s State) string {
	switch s.(type) {
	case *Pass:
		return "Pass"
	case *Task:
		return "Task"
	case *Choice:
		return "Choice"
	case *Wait:
		return "Wait"
	case *Succeed:
		return "Succeed"
	case *Fail:
		return "Fail"
	case *Parallel:
		return "Parallel"
	case *Map:
		return "Map"
	}
	panic("asl: unknown state")
}
