package asl

// Walk calls f for every state of the machine and of the machines inside it: a
// state before what is in it, states in their order. Pointer is the JSON
// pointer of the state from m on.
func Walk(m *Machine, f func(pointer, name string, s State)) {
	walk("", m, f)
}

func walk(pointer string, m *Machine, f func(pointer, name string, s State)) {
	for _, e := range m.States {
		at := Pointer(pointer, "States", e.Name)
		f(at, e.Name, e.State)
		switch s := e.State.(type) {
		case *Parallel:
			for i, branch := range s.Branches {
				walk(PointerIndex(at+"/Branches", i), branch, f)
			}
		case *Map:
			if s.Processor != nil {
				walk(Pointer(at, s.ProcessorField()), s.Processor, f)
			}
		case *Pass, *Task, *Choice, *Wait, *Succeed, *Fail:
		}
	}
}

// State gives the state of a name in this machine, not in those inside it.
func (m *Machine) State(name string) (State, bool) {
	for _, e := range m.States {
		if e.Name == name {
			return e.State, true
		}
	}
	return nil, false
}
