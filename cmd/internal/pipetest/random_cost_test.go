package pipetest

import (
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler/cost"
)

// entered counts the transitions of an execution: states entered, and attempts
// after the first. failed says whether anything went wrong.
func entered(x *engine.Execution) (n int, failed bool) {
	begun := map[int64]int{} // attempts, by the visit to a state
	for _, e := range x.Events {
		switch {
		case strings.HasSuffix(e.Type, "StateEntered"):
			n++
		case e.Type == "TaskScheduled", e.Type == "LambdaFunctionScheduled", e.Type == "ParallelStateStarted", e.Type == "MapStateStarted":
			visit := visitOf(x, e)
			if begun[visit]++; begun[visit] > 1 {
				n++
			}
		case strings.HasSuffix(e.Type, "Failed"), strings.HasSuffix(e.Type, "Aborted"), strings.HasSuffix(e.Type, "TimedOut"), e.Type == "FailStateEntered":
			failed = true
		}
		if e.Type == "FailStateEntered" {
			failed = true
		}
	}
	return n, failed
}

// visitOf is the event by which the state of an event was entered.
func visitOf(x *engine.Execution, e *engine.Event) int64 {
	for !strings.HasSuffix(e.Type, "StateEntered") && e.Previous > 0 {
		e = x.Events[e.Previous-1]
	}
	return e.ID
}

// What an execution does lies within what is estimated of its pipeline: in all
// cases under the most, and where nothing goes wrong between the least and the
// usual, which is the longest way then.
func TestRandomCosts(t *testing.T) {
	well, badly, tight := 0, 0, 0
	for seed := range uint64(setting("PIPECTL_RANDOM", 300)) {
		s := &resumed{seed: seed, small: seed%5 == 4}
		r, p, result, err := s.compile()
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		items := map[string]int{}
		r.root.each(func(x, _ *node) {
			if x.items >= 0 {
				items[x.name] = x.items
			}
		})
		estimate := cost.Of(p, result, cost.Options{Items: items})
		run, err := r.attempt(result, nil, "")
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		n, failed := entered(run.x)
		events := len(run.x.Events)
		for _, x := range run.inner {
			more, f := entered(x)
			n, failed, events = n+more, failed || f, max(events, len(x.Events))
		}
		if estimate.Open && r.clusters == 0 { // how many clusters a stopped branch has left nothing bounds
			t.Errorf("seed %d: nothing bounds it: %+v", seed, estimate.Moves)
		}
		if n > estimate.Most.Transitions || events > estimate.Most.Events {
			t.Errorf("seed %d: %d transitions and %d events, at most %+v are estimated\n%s", seed, n, events, estimate.Most, r.text())
		}
		if failed || run.x.Status != engine.Succeeded {
			badly++
			continue
		}
		well++
		if n < estimate.Least.Transitions || n > estimate.Usual.Transitions {
			t.Errorf("seed %d: %d transitions, from %d to %d are estimated\n%s", seed, n, estimate.Least.Transitions, estimate.Usual.Transitions, r.text())
		}
		if estimate.Least.Transitions == estimate.Usual.Transitions {
			tight++
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d went well, of which %d could go one way only; %d badly", well, tight, badly)
	if well == 0 || badly == 0 || tight == 0 {
		t.Errorf("%d went well, %d could go one way only, %d badly", well, tight, badly)
	}
}
