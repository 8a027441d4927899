package asl

// Values gives the values of a state in which code can stand, its rules' and
// Catchers' included and those of machines inside of it left out, so that they
// can be read and replaced. Nil ones are left out too.
func Values(s State) []*Value {
	base := s.Base()
	out := []*Value{&base.Output, &base.Assign}
	catch := func(all []Catcher) {
		for i := range all {
			out = append(out, &all[i].Output, &all[i].Assign)
		}
	}
	switch s := s.(type) {
	case *Pass, *Succeed:
	case *Task:
		out = append(out, &s.Arguments, &s.Credentials, &s.TimeoutSeconds, &s.HeartbeatSeconds)
		catch(s.Catch)
	case *Choice:
		for i := range s.Choices {
			r := &s.Choices[i]
			out = append(out, &r.Condition, &r.Output, &r.Assign)
		}
	case *Wait:
		out = append(out, &s.Seconds, &s.Timestamp)
	case *Fail:
		out = append(out, &s.Error, &s.Cause)
	case *Parallel:
		out = append(out, &s.Arguments)
		catch(s.Catch)
	case *Map:
		out = append(out, &s.Items, &s.ItemSelector, &s.ItemReader, &s.ItemBatcher, &s.ResultWriter,
			&s.MaxConcurrency, &s.ToleratedFailureCount, &s.ToleratedFailurePercentage)
		catch(s.Catch)
	}
	kept := out[:0]
	for _, v := range out {
		if *v != nil {
			kept = append(kept, v)
		}
	}
	return kept
}
