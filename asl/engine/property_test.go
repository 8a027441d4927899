package engine

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl"
)

// A machineGen draws machines that end: states go on to later ones only, but
// for what Retry tries again.
type machineGen struct {
	t *rapid.T
	n int
}

func (g *machineGen) name() string { g.n++; return fmt.Sprintf("s%d", g.n) }

func (g *machineGen) pick(label string, of ...string) string {
	return rapid.SampledFrom(of).Draw(g.t, label)
}

// machine draws the members of a machine, without the braces.
func (g *machineGen) machine(depth int) string {
	n := rapid.IntRange(1, 4).Draw(g.t, "states")
	names := make([]string, n)
	for i := range names {
		names[i] = g.name()
	}
	var states []string
	for i, name := range names {
		next := `"End":true`
		if i < n-1 {
			next = `"Next":"` + names[i+1] + `"`
		}
		states = append(states, fmt.Sprintf("%q:%s", name, g.state(depth, next, names[i+1:])))
	}
	return fmt.Sprintf(`"StartAt":%q,"States":{%s}`, names[0], strings.Join(states, ","))
}

func (g *machineGen) state(depth int, next string, later []string) string {
	kinds := []string{"Pass", "Task", "Wait", "Choice", "Fail"}
	if depth > 0 {
		kinds = append(kinds, "Parallel", "Map", "MapRun", "Parallel", "Map")
	}
	handlers := ""
	if g.pick("retry", "", "", "yes") != "" {
		handlers += `,"Retry":[{"ErrorEquals":["` + g.pick("retried", "A", "States.ALL") + `"],"MaxAttempts":2,"JitterStrategy":"` + g.pick("jitter", "NONE", "FULL") + `"}]`
	}
	if len(later) > 0 && g.pick("catch", "", "yes") != "" {
		handlers += fmt.Sprintf(`,"Catch":[{"ErrorEquals":["States.ALL"],"Next":%q}]`, later[len(later)-1])
	}
	switch g.pick("kind", kinds...) {
	case "Task":
		return `{"Type":"Task","Resource":"` + g.pick("resource", "arn:aws:states:::x:y", "arn:aws:states:::x:y.sync", "arn:aws:states:::x:y.waitForTaskToken", "arn:aws:lambda:us-east-1:1:function:f") +
			`","TimeoutSeconds":20,"Assign":{"v` + g.name() + `":"{% $states.result %}"}` + handlers + `,` + next + `}`
	case "Wait":
		return fmt.Sprintf(`{"Type":"Wait","Seconds":%d,%s}`, rapid.IntRange(0, 30).Draw(g.t, "seconds"), next)
	case "Choice":
		if len(later) == 0 {
			return `{"Type":"Succeed"}`
		}
		return fmt.Sprintf(`{"Type":"Choice","Choices":[{"Condition":"{%% $count($states.input) > 1 %%}","Next":%q}],"Default":%q}`, later[0], later[len(later)-1])
	case "Fail":
		if rapid.IntRange(0, 3).Draw(g.t, "fails") == 0 {
			return `{"Type":"Fail","Error":"A"}`
		}
	case "Parallel":
		var branches []string
		for range rapid.IntRange(1, 3).Draw(g.t, "branches") {
			branches = append(branches, "{"+g.machine(depth-1)+"}")
		}
		return `{"Type":"Parallel","Branches":[` + strings.Join(branches, ",") + `]` + handlers + `,` + next + `}`
	case "Map", "MapRun":
		config := ""
		if g.pick("mode", "INLINE", "DISTRIBUTED") == "DISTRIBUTED" {
			config = `"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},`
		}
		return fmt.Sprintf(`{"Type":"Map","Items":"{%% [1..%d] %%}","MaxConcurrency":%d,"ItemProcessor":{%s%s}%s,%s}`,
			rapid.IntRange(1, 3).Draw(g.t, "items"), rapid.IntRange(0, 2).Draw(g.t, "concurrency"), config, g.machine(depth-1), handlers, next)
	}
	return `{"Type":"Pass","Output":"{% $states.input %}",` + next + `}`
}

// answer is a task whose outcomes are all sorts, and a function of its call.
func answer(c Call) Outcome {
	h := fnv.New32a()
	fmt.Fprint(h, c.State, c.Attempt, c.Index)
	n := h.Sum32()
	o := Outcome{Output: asl.Number(fmt.Sprint(n % 10)), Takes: time.Duration(n%25) * time.Second}
	switch n / 32 % 6 {
	case 0:
		o.Error = "A"
	case 1:
		o.Error, o.NoCause = "B", true
	case 2:
		o.Pending = true
	}
	return o
}

func TestRandomMachines(t *testing.T) {
	before := runtime.NumGoroutine()
	rapid.Check(t, func(t *rapid.T) {
		g := &machineGen{t: t}
		src := `{"QueryLanguage":"JSONata",` + g.pick("timeout", "", "", `"TimeoutSeconds":15,`) + g.machine(3) + `}`
		opts := Options{Task: answer, Seed: rapid.Uint64().Draw(t, "seed")}
		play := func() *Execution {
			x, err := RunDefinition(context.Background(), []byte(src), []byte(`[1,2]`), opts)
			if err != nil {
				t.Fatalf("%v\n%s", err, src)
			}
			return x
		}
		x := play()
		checkHistory(t, x)
		if a, b := dump(x), dump(play()); !bytes.Equal(a, b) {
			t.Fatalf("two runs differ:\n%s\n%s\n%s", src, a, b)
		}
	})
	if after := runtime.NumGoroutine(); after > before+2 {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

// Branches and iterations run at the same time: when a state is entered depends
// on those before it in its own branch, and on nothing else; and all that
// happens is recorded in the order of time.
func TestInterleaving(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		branches := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 20), 1, 5), 1, 6).Draw(t, "seconds of the states of each branch")
		asTasks := rapid.Bool().Draw(t, "tasks")
		distributed := rapid.Bool().Draw(t, "in a Map Run")
		var src []string
		want := map[string]time.Duration{} // when each state is entered
		takes := map[string]time.Duration{}
		longest := time.Duration(0)
		for i, branch := range branches {
			var states []string
			passed := time.Duration(0)
			for j, seconds := range branch {
				name := fmt.Sprintf("b%d_%d", i, j)
				want[name] = passed
				takes[name] = time.Duration(seconds) * time.Second
				passed += takes[name]
				next := `"End":true`
				if j < len(branch)-1 {
					next = fmt.Sprintf(`"Next":"b%d_%d"`, i, j+1)
				}
				state := fmt.Sprintf(`{"Type":"Wait","Seconds":%d,%s}`, seconds, next)
				if asTasks {
					state = `{"Type":"Task","Resource":"arn:aws:states:::x:y",` + next + `}`
				}
				states = append(states, fmt.Sprintf("%q:%s", name, state))
			}
			longest = max(longest, passed)
			src = append(src, fmt.Sprintf(`{"StartAt":"b%d_0","States":{%s}}`, i, strings.Join(states, ",")))
		}
		machine := `"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[` + strings.Join(src, ",") + `],"End":true}}`
		if distributed {
			machine = `"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},` + machine + `}}}`
		}
		last := time.Time{}
		entered := 0
		x, err := RunDefinition(context.Background(), []byte(`{`+machine+`}`), []byte(`[1,2]`), Options{
			Task: func(c Call) Outcome { return Outcome{Takes: takes[c.State]} },
			Event: func(x *Execution, e *Event) {
				if e.Time.Before(last) {
					t.Fatalf("%s at %s is recorded after an event at %s", e.Type, e.Time, last)
				}
				last = e.Time
				if d, ok := want[e.Name]; ok && strings.HasSuffix(e.Type, "StateEntered") {
					entered++
					if got := e.Time.Sub(x.Start); got != d {
						t.Fatalf("%s is entered after %s, want %s", e.Name, got, d)
					}
				}
			},
		})
		if err != nil || x.Status != Succeeded || x.End.Sub(x.Start) != longest {
			t.Fatalf("%v, %s after %s, want %s, as long as the longest branch takes", err, x.Status, x.End.Sub(x.Start), longest)
		}
		times := 1
		if distributed {
			times = 2
		}
		if entered != times*len(want) {
			t.Fatalf("%d states were entered, want %d", entered, times*len(want))
		}
	})
}

// dump is all that an execution recorded.
func dump(x *Execution) []byte {
	var b []byte
	b = fmt.Append(b, x.ARN, x.Status, x.Error, x.Cause)
	for _, e := range x.Events {
		b = append(e.AppendJSON(b), '\n')
	}
	for _, r := range x.MapRuns {
		b = fmt.Append(b, r.ARN, r.Status)
		for _, e := range r.Executions {
			if e != nil {
				b = append(b, dump(e)...)
			}
		}
	}
	return b
}

type fataler interface{ Fatalf(string, ...any) }

// checkHistory checks what holds of every execution that has ended.
func checkHistory(t fataler, x *Execution) {
	open := map[string]int{}       // states that were entered, by name
	iterations := map[string]int{} // that were started
	for i, e := range x.Events {
		switch {
		case e.ID != int64(i)+1:
			t.Fatalf("event %d has id %d", i+1, e.ID)
		case e.Previous >= e.ID || e.Previous < 0:
			t.Fatalf("event %d follows %d", e.ID, e.Previous)
		case i > 0 && e.Time.Before(x.Events[i-1].Time):
			t.Fatalf("event %d is before event %d", e.ID, i)
		}
		iteration := fmt.Sprint(e.Name, " ", e.Index)
		switch {
		case strings.HasSuffix(e.Type, "StateEntered"):
			open[e.Name]++
		case strings.HasSuffix(e.Type, "StateExited"):
			if open[e.Name]--; open[e.Name] < 0 {
				t.Fatalf("state %s exits at event %d, and had not been entered", e.Name, e.ID)
			}
		case e.Type == "MapIterationStarted":
			iterations[iteration]++
		case strings.HasPrefix(e.Type, "MapIteration"):
			if iterations[iteration]--; iterations[iteration] < 0 {
				t.Fatalf("iteration %s ends at event %d, and had not started", iteration, e.ID)
			}
		}
	}
	last := x.Events[len(x.Events)-1]
	if x.Status == Running || x.End.IsZero() || !last.Time.Equal(x.End) || !strings.HasPrefix(last.Type, "Execution") {
		t.Fatalf("status %s, ended %s, last event %s at %s", x.Status, x.End, last.Type, last.Time)
	}
	for name, n := range iterations {
		if n != 0 && (x.Status == Succeeded || x.Status == Failed) {
			t.Fatalf("iteration %s has no end", name)
		}
	}
	if x.Status == Succeeded {
		caught := false // a state inside one whose error was caught does not exit
		for _, e := range x.Events {
			caught = caught || strings.HasSuffix(e.Type, "Failed") || strings.HasSuffix(e.Type, "Aborted") || strings.HasSuffix(e.Type, "TimedOut")
		}
		for name, n := range open {
			if n != 0 && !caught {
				t.Fatalf("state %s has no exit", name)
			}
		}
	}
	for _, r := range x.MapRuns {
		if r.Status == Running || r.End.IsZero() {
			t.Fatalf("Map Run %s still runs", r.ARN)
		}
		for _, child := range r.Executions {
			if child != nil {
				checkHistory(t, child)
			}
		}
	}
}
