package asl

// Nexts are the names of the states of the same map that a state may go on to.
func Nexts(s State) []string {
	var out []string
	flow := func(f Flow, all []Catcher) {
		if f.Next != "" {
			out = append(out, f.Next)
		}
		for _, k := range all {
			out = append(out, k.Next)
		}
	}
	switch s := s.(type) {
	case *Task:
		flow(s.Flow, s.Catch)
	case *Parallel:
		flow(s.Flow, s.Catch)
	case *Map:
		flow(s.Flow, s.Catch)
	case *Pass:
		flow(s.Flow, nil)
	case *Wait:
		flow(s.Flow, nil)
	case *Choice:
		for _, r := range s.Choices {
			out = append(out, r.Next)
		}
		if s.Default != "" {
			out = append(out, s.Default)
		}
	case *Succeed, *Fail:
	}
	return out
}
