package asl

// Decode reads a state machine. It keeps what it does not know, and what does
// not have the form that its field needs (a placeholder for a list, say), in
// the Extra of its place, so that nothing is lost; validate judges that. It is
// an error, always of type *DecodeError, when src is no JSON (see DecodeValue),
// or no object, or when a state has no type of the language.
func Decode(src []byte) (*Machine, error) {
	v, err := DecodeValue(src)
	if err != nil {
		return nil, err
	}
	return FromValue(v)
}

// DecodeState reads one state as it stands in States, like Decode.
func DecodeState(src []byte) (State, error) {
	v, err := DecodeValue(src)
	if err != nil {
		return nil, err
	}
	s, derr := stateOf(v)
	if derr != nil {
		return nil, derr
	}
	return s, nil
}

// FromValue makes a machine of a value that was read before. The machine
// shares values with v.
func FromValue(v Value) (*Machine, error) {
	o, ok := v.(Object)
	if !ok {
		return nil, meaning("a state machine is an object, not " + Kind(v))
	}
	m, err := machineOf(o)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// Kind names the JSON type of a value: "null", "a boolean", "a number", "a
// string", "an array", "an object", or "nothing" for nil.
func Kind(v Value) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case Null:
		return "null"
	case Bool:
		return "a boolean"
	case Number:
		return "a number"
	case String, Code:
		return "a string"
	case Array:
		return "an array"
	case Object:
		return "an object"
	}
	panic("asl: unknown value")
}

func meaning(text string) *DecodeError { return &DecodeError{Offset: -1, Text: text} }

func machineOf(o Object) (*Machine, *DecodeError) {
	m := &Machine{}
	for _, f := range o {
		ok := true
		switch f.Key {
		case "Comment":
			ok = toString(&m.Comment, f.Value)
		case "QueryLanguage":
			ok = toString(&m.QueryLanguage, f.Value)
		case "Version":
			ok = toString(&m.Version, f.Value)
		case "StartAt":
			ok = toString(&m.StartAt, f.Value)
		case "TimeoutSeconds":
			m.TimeoutSeconds = f.Value
		case "ProcessorConfig":
			m.ProcessorConfig, ok = processorConfigOf(f.Value)
		case "States":
			states, isObject := f.Value.(Object)
			if !isObject {
				ok = false
				break
			}
			m.States = make([]Entry, 0, len(states))
			for _, e := range states {
				s, err := stateOf(e.Value)
				if err != nil {
					return nil, within(within(err, e.Key), "States")
				}
				m.States = append(m.States, Entry{e.Key, s})
			}
		default:
			ok = false
		}
		if !ok {
			m.Extra = append(m.Extra, f)
		}
	}
	return m, nil
}

func processorConfigOf(v Value) (*ProcessorConfig, bool) {
	o, ok := v.(Object)
	if !ok {
		return nil, false
	}
	c := &ProcessorConfig{}
	for _, f := range o {
		ok := false
		switch f.Key {
		case "Mode":
			ok = toString(&c.Mode, f.Value)
		case "ExecutionType":
			ok = toString(&c.ExecutionType, f.Value)
		}
		if !ok {
			c.Extra = append(c.Extra, f)
		}
	}
	return c, true
}

// toString sets a field whose zero value means that it is left out. An empty
// string is therefore not of the form that such a field needs.
func toString(dst *string, v Value) bool {
	s, ok := v.(String)
	if !ok || s == "" {
		return false
	}
	*dst = string(s)
	return true
}

// toStrings gives nil for what is no array of strings.
func toStrings(dst *[]string, v Value) bool {
	items, ok := v.(Array)
	if !ok {
		return false
	}
	list := make([]string, len(items))
	for i, item := range items {
		s, ok := item.(String)
		if !ok {
			return false
		}
		list[i] = string(s)
	}
	*dst = list
	return true
}

// toTrue sets a field that is left out where it is false.
func toTrue(dst *bool, v Value) bool {
	b, ok := v.(Bool)
	if !ok || !bool(b) {
		return false
	}
	*dst = true
	return true
}

// toObjects makes a list of an array of objects. It leaves dst alone, and says
// false, when v is anything else.
func toObjects[T any](dst *[]T, v Value, of func(Object) T) bool {
	items, ok := v.(Array)
	if !ok {
		return false
	}
	list := make([]T, len(items))
	for i, item := range items {
		o, ok := item.(Object)
		if !ok {
			return false
		}
		list[i] = of(o)
	}
	*dst = list
	return true
}
