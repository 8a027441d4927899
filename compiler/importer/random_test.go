package importer

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl"
)

// A random machine: sequences of calls, choices whose ways jump forward to any
// state after them, branches, items and handlers. What is read is there.
type randomMachine struct {
	t        *rapid.T
	n        int             // states so far
	handlers map[string]bool // states that handle errors
}

func (r *randomMachine) draw(label string, most int) int {
	return rapid.IntRange(0, most).Draw(r.t, label)
}

func (r *randomMachine) name() string {
	r.n++
	return fmt.Sprintf("S%d", r.n)
}

type members = map[string]any

// machine makes a sequence of states; certain are the members of the input that
// every way has set.
func (r *randomMachine) machine(depth int, certain []string) members {
	count := 1 + r.draw("states", 4)
	names := make([]string, count)
	for i := range names {
		names[i] = r.name()
	}
	states := members{}
	certain = append([]string{}, certain...)
	sure := true // no way jumps over what comes next
	for i, name := range names {
		next := func(s members) members {
			if i == count-1 {
				s["End"] = true
			} else {
				s["Next"] = names[i+1]
			}
			return s
		}
		kind := r.draw("kind", 9)
		if depth == 0 && kind >= 7 {
			kind = 0
		}
		switch kind {
		case 0, 1, 2:
			s, set := r.task(name, certain, states)
			states[name] = next(s)
			if set && sure {
				certain = append(certain, "r"+name)
			}
		case 3:
			states[name] = next(members{"Type": "Pass", "Parameters": members{"of.$": r.read(certain), "is": name}, "ResultPath": "$.r" + name})
		case 4:
			states[name] = next(members{"Type": "Wait", "Seconds": 1 + r.draw("seconds", 5)})
		case 5, 6:
			if i == count-1 {
				states[name] = next(members{"Type": "Pass"})
				break
			}
			choices := []any{}
			for j := range 1 + r.draw("ways", 1) {
				to := names[i+1+r.draw("to", count-i-2)]
				choices = append(choices, members{"Variable": fmt.Sprintf("$.in.%c", 'a'+j), "BooleanEquals": r.draw("is", 1) == 1, "Next": to})
			}
			to := names[i+1+r.draw("default", count-i-2)]
			if r.draw("stop", 5) == 0 {
				to = r.name()
				states[to] = members{"Type": "Fail", "Error": "Stopped" + to}
			} else if r.draw("early", 5) == 0 {
				to = r.name()
				states[to] = members{"Type": "Succeed"}
			}
			states[name] = members{"Type": "Choice", "Choices": choices, "Default": to}
			sure = false
		case 7, 8:
			branches := []any{}
			for range 1 + r.draw("branches", 1) {
				branches = append(branches, r.machine(depth-1, certain))
			}
			s := members{"Type": "Parallel", "Branches": branches, "ResultPath": "$.r" + name}
			r.caught(s, name, states)
			states[name] = next(s)
		case 9:
			states[name] = next(members{
				"Type": "Map", "ItemsPath": "$.in.list", "MaxConcurrency": 1, "ResultPath": "$.r" + name,
				"ItemSelector":  members{"in.$": "$.in", "item.$": "$$.Map.Item.Value"},
				"ItemProcessor": r.machine(depth-1, []string{"item"}),
			})
		}
	}
	// What nothing leads to is no state that AWS takes.
	reached := map[string]bool{}
	todo := []string{names[0]}
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		if reached[name] {
			continue
		}
		reached[name] = true
		s := states[name].(members)
		if to, ok := s["Next"].(string); ok {
			todo = append(todo, to)
		}
		if to, ok := s["Default"].(string); ok {
			todo = append(todo, to)
		}
		for _, key := range []string{"Choices", "Catch"} {
			list, _ := s[key].([]any)
			for _, c := range list {
				todo = append(todo, c.(members)["Next"].(string))
			}
		}
	}
	for name := range states {
		if !reached[name] {
			delete(states, name)
		}
	}
	return members{"StartAt": names[0], "States": states}
}

// read is a path to something that is there.
func (r *randomMachine) read(certain []string) string {
	all := append([]string{"in.s", "in.n", "in.list[0]"}, certain...)
	return "$." + all[r.draw("read", len(all)-1)]
}

// task calls a function; the second result is whether its result is kept.
func (r *randomMachine) task(name string, certain []string, states members) (members, bool) {
	s := members{
		"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
		"Parameters": members{"FunctionName": "f" + name, "Payload": members{"x.$": r.read(certain), "by": name}},
	}
	keeps := r.draw("keeps", 2) > 0
	if keeps {
		s["ResultSelector"] = members{"v.$": "$.Payload.v"}
		s["ResultPath"] = "$.r" + name
	} else {
		s["ResultPath"] = nil
	}
	r.caught(s, name, states)
	return s, keeps && s["Catch"] == nil
}

// caught may give a state a handler.
func (r *randomMachine) caught(s members, name string, states members) {
	if r.draw("caught", 2) > 0 {
		return
	}
	catch := func(to string) []any {
		return []any{members{"ErrorEquals": []any{"States.ALL"}, "ResultPath": "$.error", "Next": to}}
	}
	if r.draw("another's", 1) == 0 {
		for i := r.n; i > 0; i-- { // the last handler of these states
			if to := fmt.Sprintf("S%d", i); r.handlers[to] && states[to] != nil {
				s["Catch"] = catch(to)
				return
			}
		}
	}
	to := r.name()
	states[to] = members{
		"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": nil,
		"Parameters": members{"FunctionName": "h" + to, "Payload": members{"error.$": "$.error.Error", "s.$": "$.in.s"}},
	}
	r.handlers[to] = true
	h := states[to].(members)
	if r.draw("handled", 1) == 0 {
		end := r.name()
		states[end] = members{"Type": "Fail", "Error": "Handled" + end}
		h["Next"] = end
	} else {
		h["End"] = true
	}
	s["Catch"] = catch(to)
}

// A random machine, imported and compiled, does the same, as all goes well and
// as any of its tasks fails, and so does what is imported of the compiled machine.
func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &randomMachine{t: t, handlers: map[string]bool{}}
		m := machineOf(t, r.machine(2, nil))
		res := Import(m, Options{})
		compiled, err := compileSource(res)
		if err != nil {
			t.Fatalf("%v\n%s", err, res.Source)
		}
		again := Import(compiled, Options{Name: "again"})
		twice, err := compileSource(again)
		if err != nil {
			t.Fatalf("imported again: %v\n%s", err, again.Source)
		}
		input := fmt.Sprintf(`{"in":{"a":%t,"b":%t,"s":"text","n":3,"list":["p","q"]}}`, r.draw("a", 1) == 1, r.draw("b", 1) == 1)
		answers := answersOf{}
		tasks := tasksOf(m)
		for i, name := range tasks {
			answers[name] = []string{fmt.Sprintf(`{"Payload":{"v":%d},"StatusCode":200}`, i)}
		}
		for i := range min(len(tasks), 3) + 1 {
			raced := beside(m)
			s := scenario{input: input, answers: answers, race: raced}
			if i > 0 {
				s.fails, s.err = tasks[r.draw("fails", len(tasks)-1)], "Boom"
				s.handles = r.handlers[s.fails]
			}
			want, got, err := sameAs(m, compiled, s)
			if err != nil {
				t.Fatalf("%v\n%s", err, res.Source)
			}
			if pairs := disordered(m, want, got); want.Status == "SUCCEEDED" && len(pairs) > 0 {
				t.Fatalf("out of order:\n%s\n%s\n%s", strings.Join(pairs, "\n"), m.AppendJSON(nil), res.Source)
			}
			if diff := unlessRaced(raced, want, got); diff != "" {
				t.Fatalf("%s fails (-machine +pipeline):\n%s\n%s\n%s", s.fails, diff, m.AppendJSON(nil), res.Source)
			}
			want, got, err = sameAs(m, twice, s)
			if err != nil {
				t.Fatalf("%v\n%s", err, again.Source)
			}
			if diff := unlessRaced(raced, want, got); diff != "" {
				t.Fatalf("imported again, %s fails (-machine +pipeline):\n%s\n%s\n%s", s.fails, diff, res.Source, again.Source)
			}
		}
	})
}

// beside reports whether branches run side by side.
func beside(m *asl.Machine) bool {
	found := false
	asl.Walk(m, func(_, _ string, s asl.State) {
		p, ok := s.(*asl.Parallel)
		found = found || ok && len(p.Branches) > 1
	})
	return found
}

// unlessRaced is what two runs differ in. Where branches run side by side and one
// may fail, how far the others get by then, and which fails first of two that fail at
// the same instant, says nothing.
func unlessRaced(raced bool, want, got ran) string {
	if raced && want.Status == "FAILED" && got.Status == "FAILED" {
		return ""
	}
	if raced {
		want.Calls, got.Calls = nil, nil
	}
	return diffOf(want, got)
}

func machineOf(t *rapid.T, m members) *asl.Machine {
	out, err := asl.FromValue(valueOf(m))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
