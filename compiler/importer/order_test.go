package importer

import (
	"fmt"
	"hash/fnv"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// The order of two calls is forced where one state can only be entered after the
// other was left: not in branches of a Parallel that stand side by side, and not in
// items of a Map.

// A started is a call that was made.
type started struct {
	call       string
	path       []string // of the states that it stands in, and its own
	begin, end time.Time
}

func startedBy(c engine.Call, made callOf) started {
	return started{call: made.String(), path: slices.Clone(c.Path), begin: c.Time, end: c.Time.Add(takes(made))}
}

// takes is how long a call takes: some seconds, so that what should wait for it and
// does not begins too early, and the same wherever it is made.
func takes(made callOf) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(made.String()))
	return time.Duration(1+h.Sum32()%5) * time.Second
}

// called keeps what was called.
func (r *ran) called(calls []started) {
	r.order = calls
	r.Calls = nil
	for _, c := range calls {
		r.Calls = append(r.Calls, c.call)
	}
	slices.Sort(r.Calls)
}

// forced reports whether a machine can only make the second call after the first.
func forced(m *asl.Machine, a, b started) bool {
	for i := 0; i < len(a.path) && i < len(b.path); i++ {
		if a.path[i] != b.path[i] {
			return true // states of one map of states
		}
		switch s := stateOf(m, a.path[i]).(type) {
		case *asl.Parallel:
			if i+1 == len(a.path) || i+1 == len(b.path) {
				return false
			}
			in := func(name string) int {
				return slices.IndexFunc(s.Branches, func(b *asl.Machine) bool { _, ok := b.State(name); return ok })
			}
			x := in(a.path[i+1])
			if x < 0 || x != in(b.path[i+1]) {
				return false
			}
			m = s.Branches[x]
		case *asl.Map:
			return false
		default:
			return true // it was entered twice
		}
	}
	return false
}

func stateOf(m *asl.Machine, name string) asl.State {
	s, _ := m.State(name)
	return s
}

// disordered are the pairs of calls that a machine makes one after the other for
// sure, and its import does not.
func disordered(m *asl.Machine, want, got ran) []string {
	calls := func(list []started) (names []string, by map[string][]started) {
		by = map[string][]started{}
		for _, c := range list {
			if by[c.call] == nil {
				names = append(names, c.call)
			}
			by[c.call] = append(by[c.call], c)
		}
		return names, by
	}
	names, first := calls(want.order)
	_, second := calls(got.order)
	var out []string
	for _, x := range names {
		for _, y := range names {
			if x == y || !all2(first[x], first[y], func(a, b started) bool { return !b.begin.Before(a.end) && forced(m, a, b) }) {
				continue
			}
			if !all2(second[x], second[y], func(a, b started) bool { return !b.begin.Before(a.end) }) {
				out = append(out, fmt.Sprintf("%s\n  does not wait for\n  %s", y, x))
			}
		}
	}
	return out
}

// all2 reports whether something holds of each of one list with each of another.
func all2(as, bs []started, holds func(a, b started) bool) bool {
	for _, a := range as {
		for _, b := range bs {
			if !holds(a, b) {
				return false
			}
		}
	}
	return true
}

// What is compared finds what is out of order, and only where an order is forced.
func TestForced(t *testing.T) {
	m, err := asl.Decode([]byte(`{"StartAt": "a", "States": {
		"a": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:a", "Next": "p"},
		"p": {"Type": "Parallel", "Next": "m", "Branches": [
			{"StartAt": "b", "States": {
				"b": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:b", "Next": "c"},
				"c": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:c", "End": true}}},
			{"StartAt": "d", "States": {"d": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:d", "End": true}}}]},
		"m": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "e", "States": {
			"e": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:e", "Next": "f"},
			"f": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:1:function:f", "End": true}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	made := func(second int, path ...string) started {
		at := time.Unix(int64(second), 0)
		return started{call: path[len(path)-1], path: path, begin: at, end: at.Add(time.Second)}
	}
	want := ran{order: []started{made(0, "a"), made(1, "p", "b"), made(1, "p", "d"), made(2, "p", "c"), made(3, "m", "e"), made(4, "m", "f")}}
	tests := []struct {
		name string
		got  []started
		want int
	}{
		{"the same", want.order, 0},
		{"at once, what stands side by side", []started{made(0, "a"), made(1, "b"), made(2, "c"), made(8, "d"), made(9, "e"), made(9, "f")}, 0},
		{"c beside b", []started{made(0, "a"), made(1, "b"), made(1, "d"), made(1, "c"), made(3, "e"), made(4, "f")}, 1},
		{"a last", []started{made(1, "b"), made(1, "d"), made(2, "c"), made(3, "e"), made(4, "f"), made(5, "a")}, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, len(disordered(m, want, ran{order: tt.got}))); diff != "" {
				t.Errorf("pairs out of order (-want +got):\n%s", diff)
			}
		})
	}
}
