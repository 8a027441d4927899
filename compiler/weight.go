package compiler

import (
	"cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
)

// Limits are what one machine, and one execution of it, may have at most. The
// zero value is what Step Functions allows. Source: the service's quotas.
type Limits struct {
	Bytes  int // of a definition, written without spaces; 0: 1 MB
	Events int // of an execution's history; 0: 25,000
}

func (l Limits) orAWS() Limits {
	return Limits{cmp.Or(l.Bytes, 1<<20), cmp.Or(l.Events, 25_000)}
}

// full is how far a machine is filled where a pipeline takes several. The room
// that is left is for the retries in an execution's history, and for the names
// and ARNs that a deployment puts into a definition.
func (l Limits) full() weight {
	l = l.orAWS()
	return weight{bytes: l.Bytes * 86 / 100, events: l.Events * 72 / 100}
}

// A weight is what something takes of a machine and of its executions.
type weight struct {
	bytes  int
	events int
}

func (w weight) times(f float64) weight {
	return weight{int(float64(w.bytes) * f), int(float64(w.events) * f)}
}

func (w weight) plus(o weight) weight { return weight{w.bytes + o.bytes, w.events + o.events} }

// over says whether it is more than a machine may have.
func (w weight) over(l Limits) bool {
	l = l.orAWS()
	return w.bytes > l.Bytes || w.events > l.Events
}

// share is the part of a full machine that it takes.
func (w weight) share(full weight) float64 {
	return max(float64(w.bytes)/float64(full.bytes), float64(w.events)/float64(full.events))
}

// weigh weighs a machine: every state entered once, those for the elements of a
// Map as often as there are elements where that is known.
func weigh(m *asl.Machine) weight {
	return weighStates(m, func(string, weight) {})
}

// weighStates weighs a machine that is run once, and tells of each state, without
// those inside of it.
func weighStates(m *asl.Machine, own func(name string, w weight)) weight {
	s := scale{bytes: stateBytes(m), own: own}
	return s.machine(m, 1).plus(weight{events: 2}) // it begins and ends
}

// A scale adds up the weights of states.
type scale struct {
	bytes []int // of the states to come, each with its name but without those inside
	own   func(name string, w weight)
}

// machine weighs a map of states that is run some times.
func (s *scale) machine(m *asl.Machine, times int) weight {
	shell := *m
	shell.States = []asl.Entry{}
	w := weight{bytes: len(shell.AppendCompact(nil)) + max(len(m.States)-1, 0)} // commas
	for _, e := range m.States {
		w = w.plus(s.state(e, times))
	}
	return w
}

func (s *scale) state(e asl.Entry, times int) weight {
	own := weight{s.bytes[0], times * stateEvents(e.State)}
	s.bytes = s.bytes[1:]
	s.own(e.Name, own)
	all := own
	all.bytes -= len(statesAlone)
	switch state := e.State.(type) {
	case *asl.Parallel:
		all.bytes += len(`"Branches":[],`) + max(len(state.Branches)-1, 0)
		for _, b := range state.Branches {
			all = all.plus(s.machine(b, times))
		}
	case *asl.Map:
		all.bytes -= len(`{}`)
		if distributed(state) {
			// Its elements have histories of their own.
			all.bytes += s.machine(state.Processor, times).bytes
			break
		}
		n := times
		if items, ok := state.Items.(asl.Array); ok {
			n *= len(items)
		}
		all.events += 2 * n // each element begins and ends
		all = all.plus(s.machine(state.Processor, n))
	default:
	}
	return all
}

// statesAlone is a machine without states.
const statesAlone = `{"States":{}}`

// stateBytes are the bytes of each state, in the order of asl.Walk: of a machine of
// that state alone, without the states inside of it.
func stateBytes(m *asl.Machine) []int {
	var all []asl.Entry
	asl.Walk(m, func(_, name string, s asl.State) {
		switch inside := s.(type) {
		case *asl.Parallel:
			alone := *inside
			alone.Branches = nil
			s = &alone
		case *asl.Map:
			alone := *inside
			alone.Processor = &asl.Machine{}
			s = &alone
		default:
		}
		all = append(all, asl.Entry{Name: name, State: s})
	})
	bytes := make([]int, len(all))
	inShares(len(all), func(from, to int) {
		var buf []byte
		for i := from; i < to; i++ {
			one := asl.Machine{States: all[i : i+1]}
			buf = one.AppendCompact(buf[:0])
			bytes[i] = len(buf)
		}
	})
	return bytes
}

// weighItems weighs a machine as weigh does, and the states of each task, block
// and cluster, by name.
func (c *compile) weighItems(m *asl.Machine) (weight, map[string]weight) {
	out := map[string]weight{}
	whole := weighStates(m, func(name string, w weight) {
		item := c.from[name].Item
		out[item] = out[item].plus(w)
	})
	// The states around them are shared out.
	around, items := out[""].bytes, 0
	delete(out, "")
	for _, w := range out {
		items += w.bytes
	}
	for name, w := range out {
		w.bytes += int(float64(w.bytes) / float64(max(items, 1)) * float64(around))
		out[name] = w
	}
	return whole, out
}

// stateEvents are the events that a state writes when it is entered once and
// all goes well, those of the states inside of it left out. Source: recorded
// histories.
func stateEvents(s asl.State) int {
	switch s := s.(type) {
	case *asl.Task:
		if waits(s.Resource) {
			return 6
		}
		return 5
	case *asl.Parallel:
		return 4
	case *asl.Map:
		if distributed(s) {
			return 6
		}
		return 4
	default:
	}
	return 2
}

// distributed: the elements of a Map run in executions of their own.
func distributed(m *asl.Map) bool {
	return m.Processor.ProcessorConfig != nil && m.Processor.ProcessorConfig.Mode == "DISTRIBUTED"
}

// waits: a task that waits has an event more, of its work being submitted.
func waits(resource string) bool {
	for _, suffix := range []string{".sync", ".sync:2", ".waitForTaskToken"} {
		if len(resource) > len(suffix) && resource[len(resource)-len(suffix):] == suffix {
			return true
		}
	}
	return false
}

// itemWeight is that of a task or block with all that is in it.
func itemWeight(of map[string]weight, item dsl.Item) weight {
	base := item.Base()
	w := of[base.Name]
	if block, ok := item.(*dsl.Block); ok {
		for _, b := range block.Bodies() {
			w = w.plus(bodyWeight(of, b))
		}
	}
	for _, k := range base.Catch {
		w = w.plus(bodyWeight(of, k.Body))
	}
	return w
}

func bodyWeight(of map[string]weight, b *dsl.Body) weight {
	var w weight
	if b != nil {
		for _, item := range b.Items {
			w = w.plus(itemWeight(of, item))
		}
	}
	return w
}
