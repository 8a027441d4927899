package compiler_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/internal/golden"
)

// Each archive of testdata/compile is a small project and what the stages make
// of it: its problems (out/diagnostics.txt, where there are any) and the machine
// (out/asl.json) always; where the archive asks for it by having the section, if
// only an empty one, also who waits for whom (out/graph.txt), how that is nested
// (out/plan.txt), the policy (out/policy.json) and where the states come from
// (out/map.json). A section NAME.run.json runs the machine with canned answers,
// and out/NAME.run.txt tells how that went; sections store/BUCKET/KEY are objects
// of S3 then. In a project of several pipelines
// the names of sections begin with theirs. A line "region: R" of the opening
// paragraph pins the region; "limit: N" allows a machine no more than N bytes, and
// the parts that the pipeline is cut into are out/PIPELINE-1.asl.json and so on.
func TestGolden(t *testing.T) {
	golden.Run(t, "../testdata/compile/*.txtar", func(t *testing.T, a *golden.Archive) {
		opts := dsl.Options{}
		var lowering compiler.Options
		for _, line := range strings.Split(a.Comment, "\n") {
			if region, ok := strings.CutPrefix(line, "region: "); ok {
				opts.Region = region
			}
			if limit, ok := strings.CutPrefix(line, "limit: "); ok {
				n, err := strconv.Atoi(limit)
				if err != nil {
					t.Fatal(err)
				}
				lowering.Limits.Bytes = n
			}
		}
		project, diags := dsl.Load(a.FS(), ".", opts)
		report := func() {
			if len(diags) == 0 {
				return
			}
			var text strings.Builder
			defer func() {
				if diags.HasErrors() && a.Has("out/asl.json") {
					t.Fatalf("it compiled before:\n%s", text.String())
				}
			}()
			if err := diag.WriteText(&text, diag.Reports(diags, project.Sources), false); err != nil {
				t.Fatal(err)
			}
			a.Output("out/diagnostics.txt", []byte(text.String()))
		}
		if diags.HasErrors() {
			report()
			return
		}
		outputs := map[string][]byte{}
		parts := map[string][]compiler.Part{}
		for _, p := range project.Pipelines {
			result, more := compiler.Compile(p, lowering)
			diags = append(diags, more...)
			if result == nil {
				continue
			}
			outputs[p.Name+".machine"] = result.Machine.AppendJSON(nil)
			parts[p.Name] = result.Parts
			checkMachine(t, p, result)
		}
		report()
		for _, p := range project.Pipelines {
			machine, ok := outputs[p.Name+".machine"]
			if !ok {
				continue
			}
			prefix := ""
			if len(project.Pipelines) > 1 {
				prefix = p.Name + "."
			}
			result, _ := compiler.Compile(p, lowering)
			if again := result.Machine.AppendJSON(nil); string(again) != string(machine) {
				t.Errorf("%s: a second compilation gives another machine", p.Name)
			}
			if diff := cmp.Diff(partTexts(parts[p.Name]), partTexts(result.Parts)); diff != "" {
				t.Errorf("%s: a second compilation gives other parts:\n%s", p.Name, diff)
			}
			asked := func(name string, text []byte) {
				if a.Has(name) {
					a.Output(name, text)
				}
			}
			asked("out/"+prefix+"graph.txt", []byte(graphText(p)))
			asked("out/"+prefix+"plan.txt", []byte(compiler.Plan(p, lowering)))
			a.Output("out/"+prefix+"asl.json", machine)
			for _, part := range result.Parts {
				a.Output("out/"+part.Name+".asl.json", part.Machine.AppendJSON(nil))
			}
			asked("out/"+prefix+"policy.json", catalog.AppendJSON(nil, result.Policy))
			asked("out/"+prefix+"map.json", result.SourceMap.AppendJSON(nil))
			for _, name := range a.Inputs() {
				if run, ok := strings.CutSuffix(name, ".run.json"); ok {
					if len(project.Pipelines) > 1 && !strings.HasPrefix(run+".", prefix) {
						continue
					}
					a.Output("out/"+run+".run.txt", []byte(runText(t, p, result, a, a.Input(name))))
				}
			}
		}
	})
}

// checkMachine fails the test where AWS would refuse the machine, or what was
// written is not what is read back.
func checkMachine(t *testing.T, p *dsl.Pipeline, r *compiler.Result) {
	t.Helper()
	typ := "STANDARD"
	if p.Express {
		typ = "EXPRESS"
	}
	machines := []compiler.Part{{Name: p.Name, Machine: r.Machine}}
	for _, m := range append(machines, r.Parts...) {
		for _, problem := range validate.Machine(m.Machine, validate.Options{Type: typ}) {
			t.Errorf("%s: %s: %s (%s)", m.Name, problem.Path, problem.Text, problem.Rule)
		}
		text := m.Machine.AppendJSON(nil)
		back, err := asl.Decode(text)
		if err != nil {
			t.Fatalf("%s: %v", m.Name, err)
		}
		if again := back.AppendJSON(nil); string(again) != string(text) {
			t.Errorf("%s: the machine is another once it is read back:\n%s", m.Name, again)
		}
	}
	var walk func(m *asl.Machine)
	walk = func(m *asl.Machine) {
		for _, e := range m.States {
			if _, ok := r.SourceMap[e.Name]; !ok {
				t.Errorf("%s: state %q is not in the source map", p.Name, e.Name)
			}
			switch s := e.State.(type) {
			case *asl.Parallel:
				for _, b := range s.Branches {
					walk(b)
				}
			case *asl.Map:
				walk(s.Processor)
			}
		}
	}
	walk(r.Machine)
	for _, part := range r.Parts {
		walk(part.Machine)
	}
}

func partTexts(parts []compiler.Part) map[string]string {
	out := map[string]string{}
	for _, part := range parts {
		out[part.Name] = string(part.Machine.AppendJSON(nil))
	}
	return out
}

// storeOf are the objects of S3 that an archive has: sections store/BUCKET/KEY.
func storeOf(a *golden.Archive) engine.MemoryStore {
	store := engine.MemoryStore{}
	for _, name := range a.Inputs() {
		bucket, key, ok := strings.Cut(strings.TrimPrefix(name, "store/"), "/")
		if ok && strings.HasPrefix(name, "store/") {
			if store[bucket] == nil {
				store[bucket] = map[string][]byte{}
			}
			store[bucket][key] = a.Input(name)
		}
	}
	return store
}

// graphText tells who waits for whom, and why.
func graphText(p *dsl.Pipeline) string {
	var b strings.Builder
	var body func(in string, items *dsl.Body)
	body = func(in string, items *dsl.Body) {
		if items == nil {
			return
		}
		for _, item := range items.Items {
			c := item.Base()
			skip := ""
			if c.MaySkip {
				skip = ", may be skipped"
			}
			fmt.Fprintf(&b, "%s%s%s\n", in, c.Label, skip)
			for _, d := range c.Deps {
				fmt.Fprintf(&b, "%s  waits for %s: it %s (line %d)\n", in, d.On.Base().Name, d.Why, d.Range.Start.Line)
			}
			if block, ok := item.(*dsl.Block); ok {
				body(in+"  ", block.Body)
				for _, br := range block.Branches {
					fmt.Fprintf(&b, "%s  branch %s\n", in, br.Name)
					body(in+"    ", br.Body)
				}
			}
			for _, k := range c.Catch {
				if k.Body != nil {
					fmt.Fprintf(&b, "%s  catch %s\n", in, strings.Join(k.On, ", "))
					body(in+"    ", k.Body)
				}
			}
		}
	}
	body("", p.Body)
	if p.OnFailure != nil {
		b.WriteString("on_failure\n")
		body("  ", p.OnFailure)
	}
	if p.Finally != nil {
		b.WriteString("finally\n")
		body("  ", p.Finally)
	}
	return b.String()
}

// An answer is what a Task state gets, by the name of the state.
type answer struct {
	Output json.RawMessage `json:"output"`
	Error  string          `json:"error"`
	Cause  string          `json:"cause"`
	Takes  string          `json:"takes"`
	Times  int             `json:"times"` // 0: for ever
}

// runText runs a machine and tells each call of a Task, when and with what, and
// the end. Tasks without an answer get {}; the parts of a pipeline run.
func runText(t *testing.T, p *dsl.Pipeline, r *compiler.Result, a *golden.Archive, script []byte) string {
	t.Helper()
	var run struct {
		Input   json.RawMessage     `json:"input"`
		Answers map[string][]answer `json:"answers"`
	}
	if err := json.Unmarshal(script, &run); err != nil {
		t.Fatal(err)
	}
	var input asl.Value = asl.Object{}
	if len(run.Input) > 0 {
		v, err := asl.DecodeValue(run.Input)
		if err != nil {
			t.Fatal(err)
		}
		input = v
	}
	start := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	var out strings.Builder
	used := map[string]int{}
	// The same call again and again is told once.
	var last string
	var more int
	var until time.Duration
	repeated := func() {
		if more > 0 {
			fmt.Fprintf(&out, "%8s and %d times more until %s\n", "", more, until)
		}
		more = 0
	}
	task := func(c engine.Call) engine.Outcome {
		call := c.State + " " + string(asl.AppendValue(nil, c.Arguments, -1))
		at := c.Time.Sub(start)
		if call == last {
			more++
			until = at
		} else {
			repeated()
			fmt.Fprintf(&out, "%8s %s\n", at, call)
			last = call
		}
		answers := run.Answers[c.State]
		n := used[c.State]
		used[c.State]++
		for _, a := range answers {
			if a.Times > 0 && n >= a.Times {
				n -= a.Times
				continue
			}
			o := engine.Outcome{Error: a.Error, Cause: a.Cause}
			if a.Takes != "" {
				takes, err := time.ParseDuration(a.Takes)
				if err != nil {
					t.Fatal(err)
				}
				o.Takes = takes
			}
			if len(a.Output) > 0 {
				v, err := asl.DecodeValue(a.Output)
				if err != nil {
					t.Fatal(err)
				}
				o.Output = v
			}
			return o
		}
		return engine.Outcome{}
	}
	x, err := engine.Run(context.Background(), r.Machine, input, engine.Options{
		Machines: func(arn string) *asl.Machine {
			for _, part := range r.Parts {
				if arn == "arn:aws:states:eu-west-1:123456789012:stateMachine:"+part.Name {
					return part.Machine
				}
			}
			return nil
		},
		Store: storeOf(a),
		Task:  task, Name: "run-1", Machine: p.Name, Start: start, LongestJitter: true, Express: p.Express,
		Region: "eu-west-1", Account: "123456789012",
	})
	if err != nil {
		t.Fatal(err)
	}
	repeated()
	fmt.Fprintf(&out, "%8s %s", x.End.Sub(start), x.Status)
	if x.Status == engine.Succeeded {
		out.WriteString(" " + string(asl.AppendValue(nil, x.Output, -1)))
	} else {
		fmt.Fprintf(&out, " %s: %s", x.Error, x.Cause)
	}
	fmt.Fprintf(&out, ", %d events\n", len(x.Events))
	return out.String()
}
