package importer

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// Whether an imported pipeline does what its machine did is asked of the engine:
// the machine runs with answers by its states' names, and what was called with
// which arguments is written down with what was answered. Then the compiled
// pipeline runs, and each call gets the answers that the same call got before.

// A callOf is a call of a service as both write it, whatever the integration.
type callOf struct {
	action string
	args   string
}

func (c callOf) String() string { return c.action + " " + c.args }

var integration = regexp.MustCompile(`^arn:[^:]*(?:::[^:]*)?:states:::(?:aws-sdk:)?(.*)$`)

// callMade is the call that a Task makes, and whether its answer is only the
// payload of a function.
func callMade(c engine.Call) (callOf, bool) {
	args := c.Arguments
	m := integration.FindStringSubmatch(c.Resource)
	if m == nil {
		return callOf{"lambda:invoke", textOf(asl.Object{{Key: "FunctionName", Value: asl.String(c.Resource)}, {Key: "Payload", Value: args}})}, true
	}
	action, _, _ := strings.Cut(m[1], ".sync")
	action = strings.TrimSuffix(action, ".waitForTaskToken")
	return callOf{action, textOf(args)}, false
}

// textOf is JSON with sorted members, without what the two may differ in.
func textOf(v asl.Value) string { return string(asl.AppendValue(nil, plainOf(v), -1)) }

func plainOf(v asl.Value) asl.Value {
	switch x := v.(type) {
	case asl.Array:
		out := make(asl.Array, len(x))
		for i, item := range x {
			out[i] = plainOf(item)
		}
		return out
	case asl.Object:
		var out asl.Object
		_, payload := x.Get("Payload")
		_, function := x.Get("FunctionName")
		for _, m := range x {
			switch {
			case payload && !function && (m.Key == "StatusCode" || m.Key == "ExecutedVersion"):
				continue // of Lambda's answer only the payload is kept
			case m.Key == "TopicArn":
				if s, ok := m.Value.(asl.String); ok { // a name becomes an ARN
					m.Value = asl.String(s[strings.LastIndexByte(string(s), ':')+1:])
				}
			case m.Key == "taskToken" || m.Key == "CallbackToken" || m.Key == "TaskToken":
				m.Value = asl.String("token")
			case m.Key == "Name" && slices.ContainsFunc(x, func(m asl.Member) bool { return m.Key == "JobDriver" }):
				continue // the kind names its runs
			}
			out = append(out, asl.Member{Key: m.Key, Value: plainOf(m.Value)})
		}
		slices.SortFunc(out, func(a, b asl.Member) int { return strings.Compare(a.Key, b.Key) })
		return out
	case asl.String:
		if strings.HasPrefix(string(x), "arn:aws:states:us-east-1:123456789012:") {
			return asl.String("an ARN of the execution")
		}
		if made.MatchString(string(x)) {
			return asl.String("made anew")
		}
		if x == "TERMINATE_JOB_FLOW" {
			return asl.String("TERMINATE_CLUSTER") // its newer name
		}
		return x
	default:
		return v
	}
}

// made is what another run makes another of.
var made = regexp.MustCompile(`^accumulate-[0-9]+-file\.csv$|^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-`)

// answersOf are what a state answers, one after the other; the last goes on.
type answersOf map[string][]string

// A scenario is a run of a machine.
type scenario struct {
	name    string
	input   string
	answers answersOf
	fails   string // the state that fails
	err     string

	// handles: the state that fails handles an error, of which the name counts in
	// the language, while that of its own counts in a machine.
	handles bool

	// race: how far branches get that run beside one that fails says nothing,
	// so that there may be calls that the machine did not get to.
	race bool
}

// ran is what a run did.
type ran struct {
	Status string
	Error  string
	Output string
	Calls  []string

	order []started // in which they began; compared where it is forced, see order_test.go
}

func runOf(m *asl.Machine, input asl.Value, task engine.TaskFunc) (ran, error) {
	x, err := engine.Run(context.Background(), m, input, engine.Options{Task: task, Seed: 7})
	if err != nil {
		return ran{}, err
	}
	out := ran{Status: string(x.Status), Error: x.Error}
	if x.Output != nil {
		out.Output = textOf(x.Output)
	}
	return out, nil
}

// sameAs runs a machine and its import, and compares.
func sameAs(m, compiled *asl.Machine, s scenario) (want, got ran, err error) {
	input, err := asl.DecodeValue([]byte(s.input))
	if err != nil {
		return want, got, err
	}
	recorded := map[callOf][]engine.Outcome{}
	visits := map[string]int{}
	var calls []started
	want, err = runOf(m, input, func(c engine.Call) engine.Outcome {
		made, bare := callMade(c)
		calls = append(calls, startedBy(c, made))
		o := engine.Outcome{}
		list := s.answers[c.State]
		i := min(visits[c.State], len(list)-1)
		visits[c.State]++
		switch {
		case c.State == s.fails:
			o = engine.Outcome{Error: s.err, Cause: "told to fail"}
		case i >= 0:
			v, derr := asl.DecodeValue([]byte(list[i]))
			if derr != nil {
				panic(derr)
			}
			o.Output = v
		case made.action == "lambda:invoke" && !bare:
			o.Output = asl.Object{{Key: "Payload", Value: asl.Object{}}, {Key: "StatusCode", Value: asl.Number("200")}}
		default:
			o.Output = asl.Object{}
		}
		o.Takes = takes(made)
		keep := o
		if bare && o.Error == "" {
			keep.Output = asl.Object{{Key: "Payload", Value: o.Output}}
		}
		if text, ok := outputText(o.Output); ok && strings.HasSuffix(c.Resource, ":startExecution.sync") {
			keep.Output = asl.Object{{Key: "Output", Value: text}}
		}
		recorded[made] = append(recorded[made], keep)
		return o
	})
	if err != nil {
		return want, got, fmt.Errorf("the machine: %w", err)
	}
	want.called(calls)
	calls = nil
	nth := map[callOf]int{}
	got, err = runOf(compiled, input, func(c engine.Call) engine.Outcome {
		made, bare := callMade(c)
		calls = append(calls, startedBy(c, made))
		list := recorded[made]
		if len(list) == 0 && s.race {
			return engine.Outcome{Output: asl.Object{{Key: "Payload", Value: asl.Object{{Key: "v", Value: asl.Number("0")}}}}}
		}
		if len(list) == 0 {
			return engine.Outcome{Error: "Test.NoSuchCall", Cause: made.String()}
		}
		o := list[min(nth[made], len(list)-1)]
		nth[made]++
		if bare && o.Error == "" {
			o.Output, _ = o.Output.(asl.Object).Get("Payload")
		}
		return o
	})
	if err != nil {
		return want, got, fmt.Errorf("the pipeline: %w", err)
	}
	got.called(calls)
	if want.Error == "" || s.handles && want.Error == s.err {
		want.Error, got.Error = "", "" // an error needs a name in the language
	}
	return want, got, nil
}

// outputText is the Output of an execution whose text it is, decoded.
func outputText(v asl.Value) (asl.Value, bool) {
	o, ok := v.(asl.Object)
	if !ok {
		return nil, false
	}
	s, ok := o.Get("Output")
	text, isText := s.(asl.String)
	if !ok || !isText {
		return nil, false
	}
	out, err := asl.DecodeValue([]byte(text))
	return out, err == nil
}

// compiledOf compiles what an import gave.
func compiledOf(t *testing.T, res *Result) *asl.Machine {
	t.Helper()
	m, err := compileSource(res)
	if err != nil {
		t.Fatalf("%v\n%s", err, res.Source)
	}
	return m
}

func compileSource(res *Result) (*asl.Machine, error) {
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: res.Source}}, ".", dsl.Options{})
	if diags.HasErrors() {
		return nil, diags
	}
	out, diags := compiler.Compile(project.Pipeline(res.Pipeline), compiler.Options{})
	if diags.HasErrors() {
		return nil, diags
	}
	return out.Machine, nil
}

// valueOf is Go's JSON as a value, members sorted.
func valueOf(v any) asl.Value {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	out, err := asl.DecodeValue(text)
	if err != nil {
		panic(err)
	}
	return out
}

// tasksOf are the names of the Tasks of a machine.
func tasksOf(m *asl.Machine) []string {
	var out []string
	asl.Walk(m, func(_, name string, s asl.State) {
		if _, ok := s.(*asl.Task); ok {
			out = append(out, name)
		}
	})
	return out
}

func diffOf(want, got ran) string { return cmp.Diff(want, got, cmpopts.IgnoreUnexported(ran{})) }
