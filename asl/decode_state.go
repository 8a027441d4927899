package asl

import "strconv"

// stateTypes as AWS lists them in its own error message.
const stateTypes = "Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map"

// A decoder sets one field of the state it was made for. It says false where
// the state does not know the field or the value has not the form it needs.
type decoder func(key string, v Value) (bool, *DecodeError)

func stateOf(v Value) (State, *DecodeError) {
	o, ok := v.(Object)
	if !ok {
		return nil, meaning("a state is an object, not " + Kind(v))
	}
	kind, ok := o.Get("Type")
	if !ok {
		return nil, meaning("the state has no Type, it should be one of " + stateTypes)
	}
	name, ok := kind.(String)
	if !ok {
		return nil, within(meaning("Type is "+Kind(kind)+", it should be one of "+stateTypes), "Type")
	}
	var s State
	var set decoder
	switch name {
	case "Pass":
		x := &Pass{}
		s, set = x, x.decode
	case "Task":
		x := &Task{}
		s, set = x, x.decode
	case "Choice":
		x := &Choice{}
		s, set = x, x.decode
	case "Wait":
		x := &Wait{}
		s, set = x, x.decode
	case "Succeed":
		s, set = &Succeed{}, nothing
	case "Fail":
		x := &Fail{}
		s, set = x, x.decode
	case "Parallel":
		x := &Parallel{}
		s, set = x, x.decode
	case "Map":
		x := &Map{}
		s, set = x, x.decode
	default:
		return nil, within(meaning("Type is "+strconv.Quote(string(name))+", it should be one of "+stateTypes), "Type")
	}
	base := s.Base()
	for _, f := range o {
		if f.Key == "Type" {
			continue
		}
		ok := base.decode(f.Key, f.Value)
		if !ok {
			var err *DecodeError
			if ok, err = set(f.Key, f.Value); err != nil {
				return nil, within(err, f.Key)
			}
		}
		if !ok {
			base.Extra = append(base.Extra, f)
		}
	}
	return s, nil
}

func nothing(string, Value) (bool, *DecodeError) { return false, nil }

// toValue sets a field of any form.
func toValue(dst *Value, v Value) (bool, *DecodeError) {
	*dst = v
	return true, nil
}

func (c *Common) decode(key string, v Value) bool {
	switch key {
	case "Comment":
		return toString(&c.Comment, v)
	case "QueryLanguage":
		return toString(&c.QueryLanguage, v)
	case "InputPath":
		c.InputPath = v
	case "OutputPath":
		c.OutputPath = v
	case "Output":
		c.Output = v
	case "Assign":
		c.Assign = v
	default:
		return false
	}
	return true
}

func (f *Flow) decode(key string, v Value) bool {
	switch key {
	case "Next":
		return toString(&f.Next, v)
	case "End":
		return toTrue(&f.End, v)
	}
	return false
}

func (s *Pass) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Parameters":
		return toValue(&s.Parameters, v)
	case "Result":
		return toValue(&s.Result, v)
	case "ResultPath":
		return toValue(&s.ResultPath, v)
	}
	return s.Flow.decode(key, v), nil
}

func (s *Task) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Resource":
		return toString(&s.Resource, v), nil
	case "Parameters":
		return toValue(&s.Parameters, v)
	case "ResultSelector":
		return toValue(&s.ResultSelector, v)
	case "ResultPath":
		return toValue(&s.ResultPath, v)
	case "Arguments":
		return toValue(&s.Arguments, v)
	case "Credentials":
		return toValue(&s.Credentials, v)
	case "TimeoutSeconds":
		return toValue(&s.TimeoutSeconds, v)
	case "TimeoutSecondsPath":
		return toValue(&s.TimeoutSecondsPath, v)
	case "HeartbeatSeconds":
		return toValue(&s.HeartbeatSeconds, v)
	case "HeartbeatSecondsPath":
		return toValue(&s.HeartbeatSecondsPath, v)
	case "Retry":
		return toObjects(&s.Retry, v, retrierOf), nil
	case "Catch":
		return toObjects(&s.Catch, v, catcherOf), nil
	}
	return s.Flow.decode(key, v), nil
}

func (s *Choice) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Choices":
		return toObjects(&s.Choices, v, ruleOf), nil
	case "Default":
		return toString(&s.Default, v), nil
	}
	return false, nil
}

func (s *Wait) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Seconds":
		return toValue(&s.Seconds, v)
	case "Timestamp":
		return toValue(&s.Timestamp, v)
	case "SecondsPath":
		return toValue(&s.SecondsPath, v)
	case "TimestampPath":
		return toValue(&s.TimestampPath, v)
	}
	return s.Flow.decode(key, v), nil
}

func (s *Fail) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Error":
		return toValue(&s.Error, v)
	case "Cause":
		return toValue(&s.Cause, v)
	case "ErrorPath":
		return toValue(&s.ErrorPath, v)
	case "CausePath":
		return toValue(&s.CausePath, v)
	}
	return false, nil
}

func (s *Parallel) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Parameters":
		return toValue(&s.Parameters, v)
	case "ResultSelector":
		return toValue(&s.ResultSelector, v)
	case "ResultPath":
		return toValue(&s.ResultPath, v)
	case "Arguments":
		return toValue(&s.Arguments, v)
	case "Retry":
		return toObjects(&s.Retry, v, retrierOf), nil
	case "Catch":
		return toObjects(&s.Catch, v, catcherOf), nil
	case "Branches":
		var objects []Object
		if !toObjects(&objects, v, func(o Object) Object { return o }) {
			return false, nil
		}
		branches := make([]*Machine, len(objects))
		for i, o := range objects {
			m, err := machineOf(o)
			if err != nil {
				return false, within(err, strconv.Itoa(i))
			}
			branches[i] = m
		}
		s.Branches = branches
		return true, nil
	}
	return s.Flow.decode(key, v), nil
}

func (s *Map) decode(key string, v Value) (bool, *DecodeError) {
	switch key {
	case "Items":
		return toValue(&s.Items, v)
	case "ItemsPath":
		return toValue(&s.ItemsPath, v)
	case "Parameters":
		return toValue(&s.Parameters, v)
	case "ItemSelector":
		return toValue(&s.ItemSelector, v)
	case "ItemReader":
		return toValue(&s.ItemReader, v)
	case "ItemBatcher":
		return toValue(&s.ItemBatcher, v)
	case "ResultWriter":
		return toValue(&s.ResultWriter, v)
	case "ResultSelector":
		return toValue(&s.ResultSelector, v)
	case "ResultPath":
		return toValue(&s.ResultPath, v)
	case "MaxConcurrency":
		return toValue(&s.MaxConcurrency, v)
	case "MaxConcurrencyPath":
		return toValue(&s.MaxConcurrencyPath, v)
	case "ToleratedFailureCount":
		return toValue(&s.ToleratedFailureCount, v)
	case "ToleratedFailureCountPath":
		return toValue(&s.ToleratedFailureCountPath, v)
	case "ToleratedFailurePercentage":
		return toValue(&s.ToleratedFailurePercentage, v)
	case "ToleratedFailurePercentagePath":
		return toValue(&s.ToleratedFailurePercentagePath, v)
	case "Label":
		return toString(&s.Label, v), nil
	case "Retry":
		return toObjects(&s.Retry, v, retrierOf), nil
	case "Catch":
		return toObjects(&s.Catch, v, catcherOf), nil
	case "ItemProcessor", "Iterator":
		o, ok := v.(Object)
		if !ok || s.Processor != nil {
			return false, nil
		}
		m, err := machineOf(o)
		if err != nil {
			return false, err
		}
		s.Processor, s.Iterator = m, key == "Iterator"
		return true, nil
	}
	return s.Flow.decode(key, v), nil
}

func retrierOf(o Object) Retrier {
	var r Retrier
	for _, f := range o {
		ok := true
		switch f.Key {
		case "ErrorEquals":
			ok = toStrings(&r.ErrorEquals, f.Value)
		case "IntervalSeconds":
			r.IntervalSeconds = f.Value
		case "MaxAttempts":
			r.MaxAttempts = f.Value
		case "BackoffRate":
			r.BackoffRate = f.Value
		case "MaxDelaySeconds":
			r.MaxDelaySeconds = f.Value
		case "JitterStrategy":
			ok = toString(&r.JitterStrategy, f.Value)
		case "Comment":
			ok = toString(&r.Comment, f.Value)
		default:
			ok = false
		}
		if !ok {
			r.Extra = append(r.Extra, f)
		}
	}
	return r
}

func catcherOf(o Object) Catcher {
	var c Catcher
	for _, f := range o {
		ok := true
		switch f.Key {
		case "ErrorEquals":
			ok = toStrings(&c.ErrorEquals, f.Value)
		case "ResultPath":
			c.ResultPath = f.Value
		case "Output":
			c.Output = f.Value
		case "Assign":
			c.Assign = f.Value
		case "Next":
			ok = toString(&c.Next, f.Value)
		case "Comment":
			ok = toString(&c.Comment, f.Value)
		default:
			ok = false
		}
		if !ok {
			c.Extra = append(c.Extra, f)
		}
	}
	return c
}

func ruleOf(o Object) Rule {
	var r Rule
	for _, f := range o {
		ok := true
		switch f.Key {
		case "Condition":
			r.Condition = f.Value
		case "Output":
			r.Output = f.Value
		case "Assign":
			r.Assign = f.Value
		case "Next":
			ok = toString(&r.Next, f.Value)
		case "Comment":
			ok = toString(&r.Comment, f.Value)
		default:
			if ok = IsTest(f.Key); ok {
				r.Test = append(r.Test, f)
			}
		}
		if !ok {
			r.Extra = append(r.Extra, f)
		}
	}
	return r
}
