package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// A stateChange is how one state of a machine becomes another.
type stateChange struct {
	Action string `json:"action"` // "create", "update", "delete" or "rename"
	State  string `json:"state"`
	From   string `json:"from,omitempty"` // of a rename: its name before
	Type   string `json:"type"`
	// Diff of the state's JSON, without its head; of "update" only.
	Diff string `json:"diff,omitempty"`
}

// A stateText is a state as it is compared: without the states inside of it, of
// which the names stay.
type stateText struct {
	kind, whole string
	text        string // without secrets, to be shown
	// still is the text without where it goes on, and without its own name: what
	// stays the same when a state gets another name.
	still string
}

// diffMachines is how one definition becomes another, state by state, and what is
// around the states as a difference of texts. Definitions that are no machines
// are compared as texts.
func (s secretTexts) diffMachines(old, new string) (states []stateChange, rest string) {
	h := &hider{secrets: s}
	before := machineText(old, h)
	h.second = true
	after := machineText(new, h)
	if before == nil || after == nil {
		return nil, s.jsonDiff(old, new)
	}
	var added, removed []string
	for _, name := range after.order {
		if _, ok := before.states[name]; !ok {
			added = append(added, name)
		}
	}
	for _, name := range before.order {
		if _, ok := after.states[name]; !ok {
			removed = append(removed, name)
		}
	}
	from := map[string]string{}
	for _, name := range added {
		i := slices.IndexFunc(removed, func(was string) bool { return before.states[was].still == after.states[name].still })
		if i >= 0 {
			from[name] = removed[i]
			removed = slices.Delete(removed, i, i+1)
		}
	}
	for _, name := range after.order {
		is := after.states[name]
		was, same := before.states[name]
		switch {
		case same && was.whole == is.whole:
		case same:
			states = append(states, stateChange{Action: "update", State: name, Type: is.kind, Diff: hunks(was.text, is.text)})
		case from[name] != "":
			states = append(states, stateChange{Action: "rename", State: name, From: from[name], Type: is.kind})
		default:
			states = append(states, stateChange{Action: "create", State: name, Type: is.kind})
		}
	}
	for _, name := range removed {
		states = append(states, stateChange{Action: "delete", State: name, Type: before.states[name].kind})
	}
	return states, hunks(before.rest, after.rest)
}

// A machineTexts is a definition taken apart.
type machineTexts struct {
	order  []string
	states map[string]stateText
	rest   string
}

func machineText(definition string, h *hider) *machineTexts {
	m, err := asl.Decode([]byte(definition))
	if err != nil {
		return nil
	}
	out := &machineTexts{states: map[string]stateText{}}
	asl.Walk(m, func(_, name string, s asl.State) {
		v, err := asl.DecodeValue(asl.AppendState(nil, s, 0))
		if err != nil {
			return // what was encoded can be decoded
		}
		v = folded(v)
		out.order = append(out.order, name)
		out.states[name] = stateText{
			kind:  asl.TypeOf(s),
			whole: string(asl.AppendValue(nil, v, -1)),
			text:  string(asl.AppendValue(nil, h.hide(v), 0)) + "\n",
			still: string(asl.AppendValue(nil, unlinked(v), -1)),
		}
	})
	around := *m
	around.States = nil
	v, err := asl.DecodeValue(around.AppendJSON(nil))
	if o, ok := v.(asl.Object); ok && err == nil {
		v = slices.DeleteFunc(o, func(m asl.Member) bool { return m.Key == "States" })
	}
	out.rest = string(asl.AppendValue(nil, h.hide(v), 0)) + "\n"
	return out
}

// folded is a state in which the states of machines inside are their names.
func folded(v asl.Value) asl.Value {
	o, ok := v.(asl.Object)
	if !ok {
		return v
	}
	out := slices.Clone(o)
	for i, m := range out {
		switch m.Key {
		case "Branches":
			branches, _ := m.Value.(asl.Array)
			folded := slices.Clone(branches)
			for j, b := range folded {
				folded[j] = namesOnly(b)
			}
			out[i].Value = folded
		case "ItemProcessor", "Iterator":
			out[i].Value = namesOnly(m.Value)
		}
	}
	return out
}

func namesOnly(v asl.Value) asl.Value {
	o, ok := v.(asl.Object)
	if !ok {
		return v
	}
	out := slices.Clone(o)
	for i, m := range out {
		if states, ok := m.Value.(asl.Object); ok && m.Key == "States" {
			var names asl.Array
			for _, s := range states {
				names = append(names, asl.String(s.Key))
			}
			out[i].Value = names
		}
	}
	return out
}

// unlinked is a state without the names of others.
func unlinked(v asl.Value) asl.Value {
	switch v := v.(type) {
	case asl.Object:
		var out asl.Object
		for _, m := range v {
			if !slices.Contains([]string{"Next", "End", "Default", "StartAt", "States"}, m.Key) {
				out = append(out, asl.Member{Key: m.Key, Value: unlinked(m.Value)})
			}
		}
		return out
	case asl.Array:
		var out asl.Array
		for _, e := range v {
			out = append(out, unlinked(e))
		}
		return out
	default:
		return v
	}
}

// hunks are a unified difference without its head.
func hunks(old, new string) string {
	_, body, _ := strings.Cut(Unified("a", "b", old, new), "+++ b\n")
	return body
}

// jsonDiff is the difference of two JSON texts, each written in the same way.
func (s secretTexts) jsonDiff(old, new string) string {
	h := &hider{secrets: s}
	before := readable(old, h)
	h.second = true
	return hunks(before, readable(new, h))
}

func readable(text string, h *hider) string {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return h.inside(text)
	}
	return string(asl.AppendValue(nil, h.hide(v), 0)) + "\n"
}

// machineNote is what a new machine is.
func machineNote(m *deploy.Machine) string {
	kind, states := "standard", 0
	if m.Express {
		kind = "express"
	}
	if of := machineText(m.Definition, &hider{}); of != nil {
		states = len(of.order)
	}
	if states == 1 {
		return kind + ", 1 state"
	}
	return fmt.Sprintf("%s, %d states", kind, states)
}
