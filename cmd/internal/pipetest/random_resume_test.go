package pipetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/cmd/internal/resume"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// Whatever an execution of a random pipeline was stopped at, or failed by, what goes
// on where it stopped ends as one that nothing happened to, and calls nothing again
// that had succeeded. PIPECTL_RANDOM and PIPECTL_SEED as in TestRandomPipelines.
func TestRandomResume(t *testing.T) {
	count, first := setting("PIPECTL_RANDOM", 5000)/20, setting("PIPECTL_SEED", 1)
	if testing.Short() {
		count = min(count, 150)
	}
	var tried, kept, calls atomic.Int64
	for _, small := range []bool{false, true} {
		for i := range count {
			seed := uint64(first + i)
			if small && i%3 != 0 {
				continue
			}
			s := &resumed{seed: seed, small: small}
			err := s.check()
			tried.Add(int64(s.tried))
			kept.Add(int64(s.kept))
			calls.Add(int64(s.calls))
			if err != nil {
				t.Errorf("seed %d, in parts %t: %v\n%s", seed, small, err, newRandom(seed).text())
				if t.Failed() && i > 50 {
					return
				}
			}
		}
	}
	if tried.Load() == 0 || kept.Load() == 0 {
		t.Error("nothing was resumed")
	}
	t.Logf("%d executions were resumed; %d tasks in them were not done again, %d calls were made", tried.Load(), kept.Load(), calls.Load())
}

// A resumed is a random pipeline that is stopped and resumed.
type resumed struct {
	seed               uint64
	small              bool
	compiled           uint64 // how often, once for each attempt
	tried, kept, calls int
}

// An attemptOf is an execution with those inside of it, and its calls.
type attemptOf struct {
	x     *engine.Execution
	inner map[string]*engine.Execution // by ARN
	calls map[string]int               // by task and payload
}

func (s *resumed) compile() (*random, *dsl.Pipeline, *compiler.Result, error) {
	r := newRandom(s.seed)
	if s.small {
		r.small, r.cut = 25+int(s.seed%50), func(int) {}
	}
	s.compiled++
	r.chances = s.compiled // else the executions inside had the ARNs of those before
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(r.text())}}, ".", dsl.Options{})
	if diags.HasErrors() {
		return nil, nil, nil, diags
	}
	result, err := r.compile(project.Pipelines[0])
	return r, project.Pipelines[0], result, err
}

func (s *resumed) check() error {
	r, _, result, err := s.compile()
	if err != nil {
		return err
	}
	whole, err := r.attempt(result, nil, "")
	if err != nil {
		return err
	}
	if whole.x.Status != engine.Succeeded {
		return nil // it fails by itself
	}
	random := rand.New(rand.NewPCG(s.seed, 11))
	for range 3 {
		// Stopped at an event, as by hand.
		cut := whole.cut(random.IntN(len(whole.x.Events)))
		if err := s.resume([]*attemptOf{cut}, whole, map[string]int{}, random); err != nil {
			return fmt.Errorf("stopped after event %d: %w", len(cut.x.Events), err)
		}
		// Failed by a task.
		var names []string
		r.root.each(func(n, _ *node) {
			if n.kind == "task" {
				names = append(names, n.name)
			}
		})
		if len(names) == 0 {
			return nil
		}
		fails := names[random.IntN(len(names))]
		r, _, result, err := s.compile()
		if err != nil {
			return err
		}
		failed, err := r.attempt(result, nil, fails)
		if err != nil {
			return err
		}
		if failed.x.Status == engine.Failed {
			if err := s.resume([]*attemptOf{failed}, whole, map[string]int{}, random); err != nil {
				return fmt.Errorf("failed by %s: %w", fails, err)
			}
		}
	}
	return nil
}

// cut is an attempt as it was after so many events; what ran inside is cut at the same
// time.
func (a *attemptOf) cut(n int) *attemptOf {
	x := *a.x
	x.Events = x.Events[:n]
	out := &attemptOf{x: &x, inner: map[string]*engine.Execution{}, calls: a.calls}
	for all := []*engine.Execution{&x}; len(all) > 0; all = all[1:] {
		for _, e := range all[0].Events {
			o, _ := e.Output.(asl.Object)
			v, _ := o.Get("ExecutionArn")
			arn, _ := v.(asl.String)
			if in := a.inner[string(arn)]; e.Type == "TaskSubmitted" && in != nil {
				short := *in
				last := x.Events[n-1].Time
				short.Events = slices.DeleteFunc(slices.Clone(in.Events), func(e *engine.Event) bool { return e.Time.After(last) })
				out.inner[in.ARN] = &short
				all = append(all, &short)
			}
		}
	}
	return out
}

// resume goes on with an execution, and compares with one that nothing happened to. What
// goes on may be stopped itself, and resumed: before are those that went on from each
// other, the first one last. done are the calls that have succeeded
// before.
func (s *resumed) resume(before []*attemptOf, whole *attemptOf, done map[string]int, random *rand.Rand) error {
	r, p, result, err := s.compile()
	if err != nil {
		return err
	}
	inMaps := partsInMaps(result)
	var pasts []resume.Past
	for _, b := range before {
		pasts = append(pasts, resume.Past{Events: b.x.Events})
	}
	plan, err := resume.Machines(p, result, pasts, resume.Options{
		Histories: func(arn string) ([]*engine.Event, error) {
			for _, b := range before {
				if x := b.inner[arn]; x != nil {
					return x.Events, nil
				}
			}
			return nil, errors.New("there is no execution " + arn)
		},
	})
	if err != nil {
		return err
	}
	s.tried++
	s.kept += len(plan.Kept)
	for _, problem := range validate.Machine(plan.Machine, validate.Options{}) {
		if problem.Severity == validate.Error {
			return fmt.Errorf("the machine is not valid: %s: %s", problem.Path, problem.Text)
		}
	}
	// As the service has it, which reads text.
	if plan.Machine, err = asl.Decode(plan.Machine.AppendJSON(nil)); err != nil {
		return err
	}
	result.Machine = plan.Machine
	after, err := r.attempt(result, nil, "")
	if err != nil {
		return err
	}
	if after.x.Status != whole.x.Status {
		return fmt.Errorf("it ends with %s %s %s, and not %s\n%s", after.x.Status, after.x.Error, after.x.Cause, whole.x.Status, plan.Machine.AppendJSON(nil))
	}
	if !asl.Equal(after.x.Output, whole.x.Output) {
		return fmt.Errorf("its output is %s, and not %s\n%s", show(after.x.Output), show(whole.x.Output), plan.Machine.AppendJSON(nil))
	}
	completed(before[0].x, result.SourceMap, done)
	for _, x := range before[0].inner {
		completed(x, result.SourceMap, done)
	}
	// on_failure and finally run again, and what runs in executions that nothing
	// is known of: of distributed maps, and of parts that run in maps.
	apart := map[string]bool{"alarm": true, "tidy": true}
	for _, name := range inMaps {
		apart[name] = true
	}
	r.root.each(func(n, catchOf *node) {
		if n.distributed {
			n.bodies[0].each(func(in, _ *node) { apart[in.name] = true })
		}
		if catchOf != nil {
			apart[n.name] = true
		}
	})
	for call, n := range after.calls {
		s.calls += n
		name, _, _ := strings.Cut(call, " ")
		if done[call] > 0 && !apart[name] {
			return fmt.Errorf("%s had succeeded, and was called again\n%s", call, plan.Machine.AppendJSON(nil))
		}
	}
	if random.IntN(2) == 0 {
		cut := after.cut(random.IntN(len(after.x.Events)))
		if err := s.resume(append([]*attemptOf{cut}, before...), whole, done, random); err != nil {
			return fmt.Errorf("and again after event %d: %w", len(cut.x.Events), err)
		}
	}
	return nil
}

// partsInMaps are the items of parts that run once per element.
func partsInMaps(r *compiler.Result) []string {
	var out []string
	var look func(m *asl.Machine, inMap bool)
	look = func(m *asl.Machine, inMap bool) {
		for _, e := range m.States {
			if inMap {
				out = append(out, r.SourceMap[e.Name].Item)
			}
			switch s := e.State.(type) {
			case *asl.Parallel:
				for _, b := range s.Branches {
					look(b, inMap)
				}
			case *asl.Map:
				partsIn(s.Processor, r, func(part *asl.Machine) { look(part, true) })
				look(s.Processor, inMap)
			default:
			}
		}
	}
	look(r.Machine, false)
	for _, part := range r.Parts {
		look(part.Machine, false)
	}
	return out
}

// partsIn are the machines of the parts that a map of states runs, and of those inside.
func partsIn(m *asl.Machine, r *compiler.Result, f func(*asl.Machine)) {
	asl.Walk(m, func(_, name string, _ asl.State) {
		o := r.SourceMap[name]
		for _, part := range r.Parts {
			if o.Role == "part" && o.Item == part.Name {
				f(part.Machine)
				partsIn(part.Machine, r, f)
			}
		}
	})
}

// completed are the calls of tasks that succeeded and were left, by task and payload.
func completed(x *engine.Execution, source compiler.SourceMap, into map[string]int) {
	sent := map[int64]string{} // by event
	for _, e := range x.Events {
		switch {
		case strings.HasSuffix(e.Type, "StateEntered"):
			sent[e.ID] = e.Name
		case e.Type == "TaskScheduled":
			state := sent[e.Previous]
			if o := source[state]; o.Role == "task" {
				sent[e.ID] = o.Item + " " + show(payloadOf(e.Parameters))
			}
		case e.Type == "TaskStarted", e.Type == "TaskSubmitted", e.Type == "TaskSucceeded":
			sent[e.ID] = sent[e.Previous]
		case e.Type == "TaskFailed":
			// It is tried again from the state.
			sent[e.ID] = stateOf(x, e)
		case e.Type == "TaskStateExited":
			if call := sent[e.Previous]; x.Events[e.Previous-1].Type == "TaskSucceeded" && strings.Contains(call, " ") {
				into[call]++
			}
		}
	}
}

// stateOf is the state that an event of a call belongs to.
func stateOf(x *engine.Execution, e *engine.Event) string {
	for e.Previous > 0 && !strings.HasSuffix(e.Type, "StateEntered") {
		e = x.Events[e.Previous-1]
	}
	return e.Name
}

func payloadOf(arguments asl.Value) asl.Value {
	payload, _ := arguments.(asl.Object).Get("Payload")
	if text := stepArgument(arguments); text != "" {
		payload, _ = asl.DecodeValue([]byte(text))
	}
	return payload
}

// attempt runs a compiled pipeline, in which a task may fail that otherwise does not.
func (r *random) attempt(result *compiler.Result, input asl.Value, fails string) (*attemptOf, error) {
	tasks := map[string]*node{}
	r.root.each(func(x, _ *node) { tasks[x.name] = x })
	out := &attemptOf{inner: map[string]*engine.Execution{}, calls: map[string]int{}}
	if input == nil {
		input = asl.Object{{Key: "n", Value: integer(r.input)}}
	}
	x, err := engine.Run(context.Background(), result.Machine, input, engine.Options{
		Seed: r.chances,
		Machines: func(arn string) *asl.Machine {
			for _, part := range result.Parts {
				if strings.HasSuffix(arn, ":stateMachine:"+part.Name) {
					return part.Machine
				}
			}
			return nil
		},
		Event: func(x *engine.Execution, _ *engine.Event) { out.inner[x.ARN] = x },
		Task: func(c engine.Call) engine.Outcome {
			origin := result.SourceMap[c.State]
			o := engine.Outcome{Output: asl.Object{{Key: "Payload", Value: asl.Object{}}}}
			switch origin.Role {
			case "task":
			case "create":
				o.Output, o.Takes = asl.Object{{Key: "ClusterId", Value: asl.String("j-" + origin.Item)}}, 3*time.Second
				return o
			case "left":
				o.Output = asl.Object{{Key: "Clusters", Value: asl.Array{}}}
				return o
			default:
				return o
			}
			n := tasks[origin.Item]
			out.calls[origin.Item+" "+show(payloadOf(c.Arguments))]++
			if n == nil {
				return o
			}
			o = engine.Outcome{
				Output: asl.Object{{Key: "Payload", Value: asl.Object{{Key: "v", Value: integer(n.value)}}}},
				Takes:  time.Duration(n.takes) * time.Second,
			}
			if n.fails || c.Attempt < n.tries || n.name == fails {
				o.Error, o.Cause = "Boom."+n.name, "because of "+n.name
			}
			return o
		},
	})
	out.x = x
	if x != nil {
		delete(out.inner, x.ARN)
	}
	return out, err
}
