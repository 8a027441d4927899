package endpoint

import (
	"cmp"
	"maps"
	"slices"
	"sync"
)

// An account is all that exists: state machines, executions, activities. Every
// access is under its lock, which is never held while an execution is asked
// for anything: an execution that runs may wait for it.
type account struct {
	mu         sync.Mutex
	made       uint64 // resources, which gives each its place in lists
	machines   map[string]*machine
	executions map[string]*execution // by ARN
	activities map[string]*activity

	// inside are the executions by the ARNs of the Map Runs they started and
	// of the children of these.
	inside map[string]*execution

	// tokens are the executions that a task token belongs to.
	tokens map[string]*execution
}

func newAccount() *account {
	return &account{
		machines:   map[string]*machine{},
		executions: map[string]*execution{},
		activities: map[string]*activity{},
		inside:     map[string]*execution{},
		tokens:     map[string]*execution{},
	}
}

// next gives the place in lists of a resource that is made now. The lock must
// be held.
func (a *account) next() uint64 {
	a.made++
	return a.made
}

// machine finds the machine that an ARN, qualified or not, is about. The lock
// must be held.
func (a *account) machine(of arn) (*machine, error) {
	m := a.machines[of.name]
	if m == nil || m.arn != of.machineOf() {
		return nil, noMachine(of.full)
	}
	return m, nil
}

// machineToChange finds a machine that is not being deleted. The lock must be
// held.
func (a *account) machineToChange(of arn) (*machine, error) {
	m, err := a.machine(of)
	if err == nil && m.deleting {
		err = faultf("StateMachineDeleting", "State Machine is being deleted: '%s'", m.arn)
	}
	return m, err
}

// all gives all executions in the order in which they were started.
func (a *account) all() []*execution {
	a.mu.Lock()
	defer a.mu.Unlock()
	return inOrder(a.executions, func(x *execution) uint64 { return x.place })
}

// inOrder gives the values of a map in the order of their places.
func inOrder[V any](m map[string]V, place func(V) uint64) []V {
	all := slices.Collect(maps.Values(m))
	slices.SortFunc(all, func(a, b V) int { return cmp.Compare(place(a), place(b)) })
	return all
}
