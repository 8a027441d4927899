package replay

import (
	"slices"
)

// An Origin says what a state is part of.
type Origin struct {
	// Item is what succeeds or fails as a whole: a name that all of its states
	// have. Empty: the state is of no item, and is replayed by itself if it is
	// a Wait, else never.
	Item string

	// Well are, where a state of the item can lead on although that has failed,
	// the states that it leads to where it has succeeded. Empty: every way on,
	// but by an error that is caught, says so.
	Well []string

	// After is the item whose error it deals with; empty: none. It is replayed
	// only where that counts as succeeded, by having been dealt with.
	After string

	// Never: it is done again, whatever was.
	Never bool

	// Whole: what it gave is what it had assigned and put out, for its calls
	// follow on each other in a way of their own.
	Whole bool
}

// An outcome is what became of an item in an iteration.
type outcome struct {
	done   bool
	caught bool // by an error that was dealt with
}

// outcomes finds out what became of items.
type outcomes struct {
	r      *Record
	origin func(state string) Origin
	states map[string][]string // by item
	known  map[place]outcome   // by iteration and item
}

func newOutcomes(r *Record, origin func(string) Origin) *outcomes {
	o := &outcomes{r: r, origin: origin, states: map[string][]string{}, known: map[place]outcome{}}
	for at := range r.visits {
		if item := origin(at.state).Item; item != "" && !slices.Contains(o.states[item], at.state) {
			o.states[item] = append(o.states[item], at.state) // in any order: see of
		}
	}
	return o
}

// of an item in an iteration.
func (o *outcomes) of(key, item string) outcome {
	at := place{key, item}
	if known, ok := o.known[at]; ok {
		return known
	}
	o.known[at] = outcome{} // of what deals with its own error, which nothing does
	out := o.find(key, item)
	o.known[at] = out
	return out
}

func (o *outcomes) find(key, item string) outcome {
	var last *visit
	var state string
	for _, s := range o.states[item] {
		v := o.r.visits[place{key, s}]
		if v == nil || last != nil && v.last < last.last {
			continue
		}
		last, state = v, s
	}
	if last == nil || last.exit == nil || !o.r.current(last) {
		return outcome{}
	}
	from := o.origin(state)
	if from.Never || from.After != "" && !o.of(key, from.After).done {
		return outcome{}
	}
	well := len(from.Well) == 0 || slices.Contains(from.Well, last.next)
	switch {
	case last.failed:
		return outcome{len(from.Well) > 0 && well, true}
	case decides(last, from):
		return outcome{well, false}
	}
	return outcome{true, false}
}

// decides says whether it is by where a state leads to that an item has failed: by
// a Choice, which neither fails nor succeeds.
func decides(v *visit, from Origin) bool {
	return len(from.Well) > 0 && v.exit.Type == "ChoiceStateExited"
}

// again says whether a state's part of an item need not be done: the item has
// succeeded in the iteration.
func (o *outcomes) again(key, state string) bool {
	from := o.origin(state)
	if from.Never {
		return false
	}
	v := o.r.visits[place{key, state}]
	if v == nil || !o.r.current(v) {
		return false
	}
	return from.Item == "" || o.of(key, from.Item).done
}

// begun says whether a state's part of an item was begun in the iteration in earnest:
// then what was before counts no more.
func (o *outcomes) begun(key, state string) bool {
	item := o.origin(state).Item
	all := o.states[item]
	if item == "" {
		all = []string{state}
	}
	return slices.ContainsFunc(all, func(s string) bool {
		v := o.r.visits[place{key, s}]
		return v != nil && v.called
	})
}
