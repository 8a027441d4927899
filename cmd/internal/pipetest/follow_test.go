package pipetest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// compiledOf compiles the pipeline of a source.
func compiledOf(t *testing.T, src string) (*dsl.Pipeline, *compiler.Result) {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	r, diags := compiler.Compile(project.Pipelines[0], compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return project.Pipelines[0], r
}

// followed follows an execution, in the local engine, of a pipeline whose Tasks answer,
// by their states, a JSON text, or "!Error"; the last repeats.
func followed(t *testing.T, src string, answers map[string][]string) (*Run, *Follower, []string) {
	t.Helper()
	p, r := compiledOf(t, src)
	var moments []string
	f := Follow(p, r, nil, func(m Moment) {
		moments = append(moments, fmt.Sprintf("%s %s %s%s", Clock(m.Time), m.Span.Name, m.What, m.Error))
	})
	n := map[string]int{}
	x, err := engine.Run(context.Background(), r.Machine, asl.Object{}, engine.Options{
		Event: f.Event, LongestJitter: true,
		Machines: func(arn string) *asl.Machine {
			for _, part := range r.Parts {
				if strings.HasSuffix(arn, ":"+part.Name) {
					return part.Machine
				}
			}
			return nil
		},
		Task: func(c engine.Call) engine.Outcome {
			all := answers[c.State]
			if len(all) == 0 {
				return engine.Outcome{Output: asl.Object{}, Takes: time.Second}
			}
			text := all[min(n[c.State], len(all)-1)]
			n[c.State]++
			if name, failed := strings.CutPrefix(text, "!"); failed {
				return engine.Outcome{Error: name, Cause: "so it is", Takes: time.Second}
			}
			v, err := asl.DecodeValue([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			return engine.Outcome{Output: v, Takes: time.Second}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return f.Run(x), f, moments
}

func spansOf(r *Run) []string {
	var out []string
	for _, s := range r.Spans {
		text := fmt.Sprintf("%s %s-%s %d attempts", s.Name, Clock(s.Start), Clock(s.End), s.Attempts)
		for _, f := range s.Failures {
			text += " !" + f.Error
		}
		if !s.Done {
			text += " not done"
		}
		out = append(out, text)
	}
	return out
}

func TestFollow(t *testing.T) {
	tests := []struct {
		name, src string
		answers   map[string][]string
		want      []string
		moments   []string
	}{
		{
			name: "attempts and failures",
			src: `pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.a]
  }
  task "lambda" "c" {
    when       = false
    function   = "c"
  }
}`,
			answers: map[string][]string{"a": {"!Lambda.ServiceException", "{}"}, "b": {"!Boom"}},
			want:    []string{"a 0s-4s 2 attempts !Lambda.ServiceException", "b 4s-5s 1 attempts !Boom not done"},
			moments: []string{"0s a start", "1s a failLambda.ServiceException", "4s a end", "4s b start", "5s b failBoom"},
		},
		{
			name: "a polled task, which fails by a look",
			src: `pipeline "p" {
  task "glue_crawler" "a" { crawler = "a" }
  on_failure {
    task "lambda" "tell" { function = "tell" }
  }
}`,
			answers: map[string][]string{"a-look": {`{"Crawler":{"State":"RUNNING"}}`, `{"Crawler":{"State":"READY","LastCrawl":{"Status":"FAILED","ErrorMessage":"no"}}}`}},
			want:    []string{"a 0s-1m3s 1 attempts !Pipectl.CrawlerFailed", "tell 1m3s-1m4s 1 attempts"},
			moments: []string{"0s a start", "1m3s a failPipectl.CrawlerFailed", "1m3s a end", "1m3s tell start", "1m4s tell end"},
		},
		{
			name:    "one without a handler, which fails by a Fail state",
			src:     "pipeline \"p\" {\n  task \"glue_crawler\" \"a\" { crawler = \"a\" }\n}",
			answers: map[string][]string{"a-look": {`{"Crawler":{"State":"READY","LastCrawl":{"Status":"FAILED"}}}`}},
			want:    []string{"a 0s-32s 1 attempts !Pipectl.CrawlerFailed"},
			moments: []string{"0s a start", "32s a failPipectl.CrawlerFailed"},
		},
		{
			name: "one that times out",
			src: `pipeline "p" {
  task "glue_crawler" "a" {
    crawler = "a"
    timeout = "1m"
  }
}`,
			answers: map[string][]string{"a-look": {`{"Crawler":{"State":"RUNNING"}}`}},
			want:    []string{"a 0s-1m4s 1 attempts !States.Timeout"},
			moments: []string{"0s a start", "1m3s a failStates.Timeout"},
		},
		{
			name: "an error that is dealt with",
			src: `pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch {
      on   = ["any"]
      then = "continue"
    }
  }
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.a]
    catch {
      on   = ["Rare"]
      then = "continue"
    }
  }
}`,
			answers: map[string][]string{"a": {"!Boom"}},
			want:    []string{"a 0s-1s 1 attempts !Boom", "b 1s-2s 1 attempts"},
			moments: []string{"0s a start", "1s a failBoom", "1s a end", "1s b start", "2s b end"},
		},
		{
			name: "parts",
			src: `pipeline "p" {
  task "lambda" "a" { function = "a" }
  finally {
    guarantee = true
    task "lambda" "tidy" { function = "tidy" }
  }
}`,
			want:    []string{"a 0s-1s 1 attempts", "tidy 1s-2s 1 attempts"},
			moments: []string{"0s a start", "1s a end", "1s tidy start", "2s tidy end"},
		},
		{
			name: "states that are taken as they are",
			src: `pipeline "p" {
  task "asl" "v" {
    definition = {
      StartAt = "x"
      States = {
        x = { Type = "Task", Resource = "arn:aws:states:::lambda:invoke", Arguments = { FunctionName = "f" }, Retry = [{ ErrorEquals = ["Again"] }], Next = "y" }
        y = { Type = "Pass", End = true }
      }
    }
  }
}`,
			answers: map[string][]string{"x": {"!Again", "{}"}},
			want:    []string{"v 0s-3s 2 attempts !Again"},
			moments: []string{"0s v start", "1s v failAgain", "3s v end"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, _, moments := followed(t, test.src, test.answers)
			if diff := cmp.Diff(test.want, spansOf(r)); diff != "" {
				t.Errorf("spans (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.moments, moments); diff != "" {
				t.Errorf("moments (-want +got):\n%s", diff)
			}
		})
	}
}

// Calls are told by task, and places in the sources; how long what took.
func TestFollowedCalls(t *testing.T) {
	r, f, _ := followed(t, `pipeline "p" {
  task "glue_job" "a" { job = "a" }
  task "lambda" "each" {
    for_each   = [1, 2]
    function   = "each"
    depends_on = [task.a]
  }
  map "m" {
    items      = [1, 2]
    depends_on = [task.a]
    task "lambda" "in" { function = "in" }
  }
  task "lambda" "bad" {
    function   = "bad"
    depends_on = [task.each, task.m]
  }
}`, map[string][]string{"bad": {"!Boom"}})
	var calls []string
	for _, c := range f.Calls() {
		end := "nothing"
		if c.Ended != nil {
			end = c.Ended.Type
		}
		calls = append(calls, c.Span.Name+" "+c.Scheduled.ResourceType+" "+end)
	}
	want := []string{"a glue TaskSucceeded", "each lambda TaskSucceeded", "each lambda TaskSucceeded", "in lambda TaskSucceeded", "in lambda TaskSucceeded", "bad lambda TaskFailed"}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	failed := r.Failed()
	if len(failed) != 1 || failed[0].Name != "bad" {
		t.Fatalf("failed: %v", failed)
	}
	if file, line, ok := r.Where(failed[0]); !ok || file != "main.pipe.hcl" || line != 13 {
		t.Errorf("it is on %s line %d", file, line)
	}
	var taken []string
	for _, x := range r.Taken() {
		taken = append(taken, x.Task+" "+Clock(x.Duration))
	}
	if diff := cmp.Diff([]string{"a 1s", "each 1s", "in 1s", "in 1s"}, taken); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
}

// What runs may be deployed from other sources: what these do not know goes by its state.
func TestFollowForeign(t *testing.T) {
	p, r := compiledOf(t, "pipeline \"p\" {\n  task \"lambda\" \"a\" { function = \"a\" }\n}")
	m, err := asl.Decode([]byte(`{"QueryLanguage":"JSONata","StartAt":"a","States":{
  "a":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{},"Next":"gone"},
  "gone":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{},"End":true}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*Follower{"foreign": Follow(p, r, m, nil), "bare": FollowBare("p", m, nil)} {
		x, err := engine.Run(context.Background(), m, asl.Object{}, engine.Options{
			Event: f.Event, Task: func(engine.Call) engine.Outcome { return engine.Outcome{Output: asl.Object{}} },
		})
		if err != nil {
			t.Fatal(err)
		}
		run := f.Run(x)
		if diff := cmp.Diff([]string{"a", "gone"}, run.Ran()); diff != "" {
			t.Errorf("%s: ran (-want +got):\n%s", name, diff)
		}
		if _, _, ok := run.Where(run.Spans[1]); ok || f.Inner("a") {
			t.Errorf("%s: a state that the sources do not know is found there", name)
		}
	}
}

// Of the examples, who follows sees what the local run shows of what ran and when, but
// for what it knows by mocks alone.
func TestFollowExamples(t *testing.T) {
	entries, err := os.ReadDir("../../../examples")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		fsys := os.DirFS("../../../examples/" + e.Name())
		project, diags := dsl.Load(fsys, ".", dsl.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		names, err := Files(fsys, ".")
		if err != nil {
			t.Fatal(err)
		}
		suite, diags := Load(fsys, project, names)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, test := range suite.Tests {
			result, diags := compiler.Compile(test.Pipeline, compiler.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			again, _ := compiler.Compile(test.Pipeline, compiler.Options{})
			local, err := NewMachine(test.Pipeline, result).Run(context.Background(), Options{Input: test.Input, At: test.At, Mocks: test.Mocks})
			if err != nil {
				t.Fatal(err)
			}
			f := Follow(test.Pipeline, again, nil, nil)
			x := *local.Execution
			x.Events = nil
			for _, event := range local.Execution.Events {
				x.Events = append(x.Events, event)
				f.Event(&x, event)
			}
			n++
			if diff := cmp.Diff(local.Ran(), f.Run(&x).Ran()); diff != "" {
				t.Errorf("%s: %s: ran (-local +followed):\n%s", e.Name(), test.Name, diff)
			}
			if diff := cmp.Diff(local.Skipped, f.Run(&x).Skipped); diff != "" {
				t.Errorf("%s: %s: skipped (-local +followed):\n%s", e.Name(), test.Name, diff)
			}
		}
	}
	if n == 0 {
		t.Error("there are no tests of examples")
	}
}
