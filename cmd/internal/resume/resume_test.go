package resume

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// A bench runs a pipeline in the local engine.
type bench struct {
	t      *testing.T
	src    string
	fails  []string // tasks
	limits compiler.Limits
	called []string // tasks, in order; clusters with what is done with them
	inner  map[string]*engine.Execution
}

func (b *bench) load() *dsl.Pipeline {
	b.t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(b.src)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		b.t.Fatal(diags)
	}
	return project.Pipelines[0]
}

func (b *bench) compile(p *dsl.Pipeline) *compiler.Result {
	b.t.Helper()
	r, diags := compiler.Compile(p, compiler.Options{Limits: b.limits})
	if diags.HasErrors() {
		b.t.Fatal(diags)
	}
	return r
}

func (b *bench) run(r *compiler.Result) *engine.Execution {
	b.t.Helper()
	b.called = nil
	b.inner = map[string]*engine.Execution{}
	m, err := asl.Decode(r.Machine.AppendJSON(nil))
	if err != nil {
		b.t.Fatal(err)
	}
	x, err := engine.Run(context.Background(), m, asl.Object{}, engine.Options{
		Event: func(x *engine.Execution, _ *engine.Event) { b.inner[x.ARN] = x },
		Machines: func(arn string) *asl.Machine {
			for _, part := range r.Parts {
				if strings.HasSuffix(arn, ":"+part.Name) {
					return part.Machine
				}
			}
			return nil
		},
		Task: func(c engine.Call) engine.Outcome {
			o := r.SourceMap[c.State]
			name := o.Item
			if o.Role != "task" {
				name += "-" + o.Role
			}
			b.called = append(b.called, name)
			if slices.Contains(b.fails, o.Item) {
				return engine.Outcome{Error: "Boom", Cause: "because of " + name}
			}
			if strings.HasSuffix(c.State, "-look") {
				status := "SUCCEEDED"
				if slices.Contains(b.fails, c.State) {
					status = "FAILED"
				}
				return engine.Outcome{Output: asl.Object{{Key: "Crawler", Value: asl.Object{
					{Key: "State", Value: asl.String("READY")}, {Key: "LastCrawl", Value: asl.Object{{Key: "Status", Value: asl.String(status)}}},
				}}}}
			}
			payload := asl.Object{{Key: "n", Value: asl.String("of " + name)}}
			return engine.Outcome{Output: asl.Object{{Key: "Payload", Value: payload}, {Key: "ClusterId", Value: asl.String("j-1")}, {Key: "StepId", Value: asl.String("s-1")}}}
		},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return x
}

func text(v asl.Value) string { return string(asl.AppendValue(nil, v, -1)) }

const chain = `pipeline "p" {
  task "lambda" "a" {
    function = "a"
    returns  = object({ n = string })
  }
  stage "s" {
    task "lambda" "b" {
      function = "b"
      payload  = task.a.output.n
      returns  = object({ n = string })
    }
    task "lambda" "c" {
      function   = "c"
      depends_on = [task.b]
    }
    output = task.b.output.n
  }
  task "lambda" "d" {
    function = "d"
    payload  = task.s.output
    returns  = object({ n = string })
  }
  task "lambda" "e" { function = "e" }
  on_failure {
    task "lambda" "tell" { function = "tell" }
  }
  finally {
    task "lambda" "tidy" { function = "tidy" }
  }
  output = { b = task.s.output, d = task.d.output.n }
}`

const cluster = `pipeline "p" {
  cluster "emr" "lab" {
    release = "emr-7.5.0"
    subnets = ["subnet-1"]
    roles   = { service = "s", instance = "i" }
    primary = { type = "m6g.xlarge" }
    core    = { type = "m6g.xlarge", count = 1 }
  }
  task "emr_step" "one" {
    cluster = cluster.lab
    jar     = "s3://a/b.jar"
  }
  task "emr_step" "two" {
    cluster    = cluster.lab
    jar        = "s3://a/b.jar"
    depends_on = [task.one]
  }
  task "lambda" "after" {
    function   = "after"
    depends_on = [task.two]
  }
}`

func TestMachines(t *testing.T) {
	tests := []struct {
		name, src    string
		fails, start []string
		kept, called string
		output       string
	}{
		{
			name: "what waits for what failed", src: chain, fails: []string{"c"},
			kept: "a b e", called: "c d tidy", output: `{"b":"of b","d":"of d"}`,
		},
		{
			name: "from a task inside of a block on", src: chain, fails: []string{"d"}, start: []string{"c"},
			kept: "a b e", called: "c d tidy", output: `{"b":"of b","d":"of d"}`,
		},
		{
			name: "from a block on", src: chain, fails: []string{"d"}, start: []string{"s"},
			kept: "a e", called: "b c d tidy", output: `{"b":"of b","d":"of d"}`,
		},
		{
			name: "from the first on", src: chain, fails: []string{"d"}, start: []string{"a"},
			kept: "e", called: "a b c d tidy", output: `{"b":"of b","d":"of d"}`,
		},
		{
			name: "on a cluster that is gone", src: cluster, fails: []string{"two"},
			kept: "one", called: "lab-create two lab-terminate after", output: "{}",
		},
		{
			name: "after a cluster that is needed no more", src: cluster, fails: []string{"after"},
			kept: "one two", called: "after", output: "{}",
		},
		{
			name: "a catch that fails, and one that goes on",
			src: `pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch {
      on   = ["any"]
      then = "continue"
      task "lambda" "mend" { function = "mend" }
    }
  }
  task "lambda" "b" {
    function   = "b"
    depends_on = [task.a]
    catch {
      on = ["any"]
      task "lambda" "cry" { function = "cry" }
    }
  }
}`,
			fails: []string{"a", "b"},
			kept:  "a mend", called: "b", output: "{}",
		},
		{
			name: "a polled task that ended badly, beside one that ended well",
			src: `pipeline "p" {
  task "glue_crawler" "good" { crawler = "good" }
  task "glue_crawler" "bad" { crawler = "bad" }
  on_failure {
    task "lambda" "tell" { function = "tell" }
  }
}`,
			fails: []string{"bad-look"},
			kept:  "good", called: "bad bad-", output: "{}",
		},
		{
			name: "one whose failure leads to a handler at once",
			src: `pipeline "p" {
  task "lambda" "a" { function = "a" }
  task "glue_crawler" "bad" {
    crawler    = "bad"
    depends_on = [task.a]
  }
  on_failure {
    task "lambda" "tell" { function = "tell" }
  }
}`,
			fails: []string{"bad-look"},
			kept:  "a", called: "bad bad-", output: "{}",
		},
		{
			name: "a polled task that ended badly, in a stage that is tried again",
			src: `pipeline "p" {
  stage "s" {
    task "lambda" "a" { function = "a" }
    task "glue_crawler" "bad" {
      crawler    = "bad"
      depends_on = [task.a]
    }
    retry {
      on       = ["Pipectl.CrawlerFailed"]
      attempts = 1
    }
  }
  finally {
    task "lambda" "tidy" { function = "tidy" }
  }
}`,
			fails: []string{"bad-look"},
			kept:  "a", called: "bad bad- tidy", output: "{}",
		},
		{
			name: "a part",
			src: `pipeline "p" {
  task "lambda" "a" {
    function = "a"
    returns  = object({ n = string })
  }
  task "lambda" "b" {
    function = "b"
    payload  = task.a.output.n
  }
  finally {
    guarantee = true
    task "lambda" "tidy" { function = "tidy" }
  }
  output = task.a.output.n
}`,
			fails: []string{"b"},
			kept:  "a", called: "b tidy", output: `"of a"`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := &bench{t: t, src: test.src, fails: test.fails}
			before := b.run(b.compile(b.load()))
			if before.Status != engine.Failed {
				t.Fatalf("it ends with %s", before.Status)
			}
			inner := b.inner
			p := b.load()
			r := b.compile(p)
			plan, err := Machines(p, r, []Past{{Events: before.Events}}, Options{Start: test.start, Histories: func(arn string) ([]*engine.Event, error) {
				if inner[arn] == nil {
					return nil, errors.New("there is none")
				}
				return inner[arn].Events, nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			b.fails = nil
			x := b.run(r)
			got := fmt.Sprintf("%s kept %s, called %s, gives %s", x.Status, strings.Join(plan.Kept, " "), strings.Join(b.called, " "), text(x.Output))
			want := fmt.Sprintf("SUCCEEDED kept %s, called %s, gives %s", test.kept, test.called, test.output)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, r.Machine.AppendJSON(nil))
			}
		})
	}
}

// A part may run a part: what is kept and what is done again is known through both.
func TestMachinesOfPartsInParts(t *testing.T) {
	var src strings.Builder
	src.WriteString("pipeline \"p\" {\n")
	for i, name := range []string{"a", "b", "c", "d"} { // c and d are the inner part
		fmt.Fprintf(&src, "  task \"lambda\" %q {\n    function = \"f\"\n    payload = { text = %q }\n", name, strings.Repeat(name, 1500+i/2*700))
		if i > 0 {
			fmt.Fprintf(&src, "    depends_on = [task.%c]\n", name[0]-1)
		}
		src.WriteString("  }\n")
	}
	src.WriteString("  finally {\n    guarantee = true\n    task \"lambda\" \"tidy\" { function = \"tidy\" }\n  }\n}")
	tests := []struct {
		name         string
		fails        string
		start        []string
		kept, called string
	}{
		{"before the inner part", "b", nil, "a", "b c d tidy"},
		{"in the inner part", "d", nil, "a b c", "d tidy"},
		{"behind both", "tidy", nil, "a b c d", "tidy"},
		{"behind both, from a task of the inner part", "tidy", []string{"d"}, "a b c", "d tidy"},
		{"behind both, from a task of the outer part", "tidy", []string{"b"}, "a", "b c d tidy"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := &bench{t: t, src: src.String(), fails: []string{test.fails}, limits: compiler.Limits{Bytes: 7000}}
			before := b.run(b.compile(b.load()))
			inner := b.inner
			p := b.load()
			r := b.compile(p)
			if len(r.Parts) != 2 || !strings.Contains(string(r.Parts[1].Machine.AppendJSON(nil)), `"StartAt": "c"`) {
				t.Fatalf("%d parts, want c and d in one of their own", len(r.Parts))
			}
			plan, err := Machines(p, r, []Past{{Events: before.Events}}, Options{Start: test.start, Histories: func(arn string) ([]*engine.Event, error) {
				return inner[arn].Events, nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			b.fails = nil
			x := b.run(r)
			got := fmt.Sprintf("%s kept %s, called %s", x.Status, strings.Join(plan.Kept, " "), strings.Join(b.called, " "))
			if diff := cmp.Diff(fmt.Sprintf("SUCCEEDED kept %s, called %s", test.kept, test.called), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A part that a Map runs may run a part too: what succeeded in that is kept as well.
func TestMachinesOfPartsInMaps(t *testing.T) {
	var src strings.Builder
	src.WriteString("pipeline \"p\" {\n  stage \"s\" {\n    for_each = [1, 2]\n")
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	for i, name := range names {
		fmt.Fprintf(&src, "    task \"lambda\" %q {\n      function = \"f\"\n      payload = { text = %q }\n", name, strings.Repeat(name, 2500))
		if i > 0 {
			fmt.Fprintf(&src, "      depends_on = [task.%s]\n", names[i-1])
		}
		src.WriteString("    }\n")
	}
	src.WriteString("  }\n  task \"lambda\" \"z\" {\n    function = \"z\"\n    depends_on = [task.s]\n  }\n}")
	b := &bench{t: t, src: src.String(), fails: []string{"z"}, limits: compiler.Limits{Bytes: 5000}}
	before := b.run(b.compile(b.load()))
	inner := b.inner
	p := b.load()
	r := b.compile(p)
	if len(r.Parts) <= len(names) {
		t.Fatalf("%d parts, want some in others", len(r.Parts))
	}
	plan, err := Machines(p, r, []Past{{Events: before.Events}}, Options{Histories: func(arn string) ([]*engine.Event, error) {
		return inner[arn].Events, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(names, plan.Kept); diff != "" {
		t.Errorf("kept (-want +got)\n%s", diff)
	}
	b.fails = nil
	if x := b.run(r); x.Status != engine.Succeeded || !slices.Equal(b.called, []string{"z"}) {
		t.Errorf("%s, called %v", x.Status, b.called)
	}
}

func TestMachinesWithoutAHistory(t *testing.T) {
	b := &bench{t: t, src: "pipeline \"p\" {\n  task \"lambda\" \"a\" { function = \"a\" }\n  finally {\n    guarantee = true\n    task \"lambda\" \"t\" { function = \"t\" }\n  }\n}", fails: []string{"a"}}
	before := b.run(b.compile(b.load()))
	p := b.load()
	_, err := Machines(p, b.compile(p), []Past{{Events: before.Events}}, Options{Histories: func(string) ([]*engine.Event, error) { return nil, errors.New("forgotten") }})
	if err == nil || err.Error() != "the history of the part p-1: forgotten" {
		t.Errorf("err = %v", err)
	}
}

func TestSkip(t *testing.T) {
	tests := []struct {
		task, output string
		want, called string
	}{
		{"b", `{"n":"skipped"}`, `{"b":"skipped","d":"of d"}`, "a c d e tidy"},
		{"e", `null`, `{"b":"of b","d":"of d"}`, "a b c d tidy"},
		{"d", `{"n":"mine"}`, `{"b":"of b","d":"mine"}`, "a b c e tidy"},
	}
	for _, test := range tests {
		b := &bench{t: t, src: chain}
		p := b.load()
		v, err := asl.DecodeValue([]byte(test.output))
		if err != nil {
			t.Fatal(err)
		}
		if err := Skip(p, Skipped{Task: test.task, Output: v}); err != nil {
			t.Fatal(err)
		}
		x := b.run(b.compile(p))
		slices.Sort(b.called)
		if got := text(x.Output); got != test.want || strings.Join(b.called, " ") != test.called {
			t.Errorf("without %s it gives %s, called %v", test.task, got, b.called)
		}
	}
	p := (&bench{t: t, src: chain}).load()
	for name, want := range map[string]string{"s": `"s" is a block; name the tasks in it`, "z": `there is no task "z"`} {
		if err := Skip(p, Skipped{Task: name}); err == nil || err.Error() != want {
			t.Errorf("Skip(%s) = %v, want %s", name, err, want)
		}
	}
	if diff := cmp.Diff([]string{"a", "s", "b", "c", "d", "e"}, Names(p)); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
