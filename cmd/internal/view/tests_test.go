package view

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/dsl"
)

const testedPipeline = `pipeline "p" {
  task "lambda" "load" {
    function = "load"
    returns  = object({ rows = number })
  }
  task "lambda" "tell" {
    when     = task.load.output.rows > 3
    function = "tell"
    payload  = { rows = task.load.output.rows }
  }
  task "lambda" "many" {
    function   = "many"
    for_each   = [1, 2]
    depends_on = [task.load]
  }
  output = { rows = task.load.output.rows }
}
`

const testsOfIt = `test "good" {
  pipeline = "p"
  mock "load" { output = { rows = 1 } }
  mock "many" { takes = "1m" }
  expect { skipped = ["tell"] }
}
test "bad" {
  pipeline = "p"
  mock "load" {
    error = "Lambda.ServiceException"
    times = 1
  }
  mock "load" { output = { rows = 5 } }
  mock "tell" {
    error = "Gone"
    cause = "nobody\nlistens"
    takes = "10s"
  }
  mock "many" { takes = "1m" }
  expect {
    status = "succeeded"
    within = "5s"
  }
  expect_call "tell" { arguments = { Payload = { rows = 6 } } }
}
test "unmocked" {
  pipeline = "p"
}
`

// results are those of testsOfIt, and their sources.
func results(t *testing.T) ([]*pipetest.Result, map[string][]byte) {
	t.Helper()
	fsys := fstest.MapFS{"main.pipe.hcl": {Data: []byte(testedPipeline)}, "main.pipetest.hcl": {Data: []byte(testsOfIt)}}
	project, diags := dsl.Load(fsys, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	suite, diags := pipetest.Load(fsys, project, []string{"main.pipetest.hcl"})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	machines, diags := pipetest.Compile(suite.Tests)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return pipetest.RunTests(context.Background(), suite.Tests, machines), suite.Sources
}

func TestTimeline(t *testing.T) {
	all, _ := results(t)
	want := []string{`
  0s  load     succeeded
  0s  many[0]  succeeded, took 1m
  0s  many[1]  succeeded, took 1m
      skipped: tell
  1m  the execution succeeded
`, `
   0s  load     succeeded at attempt 2, after Lambda.ServiceException, took 2s
   2s  tell     failed: Gone (nobody listens), took 10s
   2s  many[0]  stopped
   2s  many[1]  stopped
  12s  the execution failed: Gone (nobody listens)
`, `
  0s  load  stopped
  0s  no mock answers load, and the execution was stopped
`}
	for i, r := range all {
		if diff := cmp.Diff(want[i][1:], Timeline(r.Run)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", r.Test.Name, diff)
		}
	}
}

func TestTests(t *testing.T) {
	all, sources := results(t)
	var out strings.Builder
	if err := Tests(&out, all, sources, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"ok    good\nFAIL  bad\nFAIL  unmocked\n\nError: Unmet expectation [PC0602]\n",
		"  on main.pipetest.hcl line 21, in test \"bad\":\n  21:     status = \"succeeded\"\n",
		"The execution was to succeed, and it failed with Gone (nobody listens).\n",
		"  --- expected\n  +++ happened\n   {\n     \"Payload\": {\n  -    \"rows\": 6\n  +    \"rows\": 5\n     }\n   }\n",
		"What happened in test \"bad\":\n\n   0s  load",
		"  mock \"load\" {\n    output = { rows = 1 }\n  }\n",
		"\n2 of 3 tests failed.\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := Tests(&out, all[:1], sources, true); err != nil || out.String() != "\x1b[32mok  \x1b[0m  good\n\n1 test passed.\n" {
		t.Errorf("in colour: %q, %v", out.String(), err)
	}
	for want, results := range map[string][]*pipetest.Result{
		"No tests.": nil, "1 test failed.": all[1:2], "All 2 tests failed.": all[1:], "1 test passed.": all[:1],
	} {
		if got := tally(results); got != want {
			t.Errorf("tally: %s, want %s", got, want)
		}
	}
}

func TestTestsJSON(t *testing.T) {
	all, sources := results(t)
	all = append(all, &pipetest.Result{Test: all[0].Test, Err: errors.New("the input has too many bytes")})
	var out bytes.Buffer
	if err := TestsJSON(&out, all, sources); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Passed, Failed int
		Tests          []struct {
			Name, Pipeline, File, Status, Error string
			Line                                int
			Seconds                             float64
			Passed                              bool
			Ran, Skipped                        []string
			Failures                            []struct {
				Code, Detail       string
				Expected, Happened any
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Passed != 1 || got.Failed != 3 || len(got.Tests) != 4 {
		t.Fatalf("%+v", got)
	}
	good, bad := got.Tests[0], got.Tests[1]
	if !good.Passed || good.Seconds != 60 || !cmp.Equal(good.Ran, []string{"load", "many", "many"}) || !cmp.Equal(good.Skipped, []string{"tell"}) {
		t.Errorf("%+v", good)
	}
	if bad.Passed || bad.Status != "failed" || bad.Error != "Gone" || bad.Line != 7 || len(bad.Failures) != 3 {
		t.Errorf("%+v", bad)
	}
	want := map[string]any{"Payload": map[string]any{"rows": 6.0}}
	if f := bad.Failures[2]; f.Code != "PC0602" || !cmp.Equal(f.Expected, any(want)) {
		t.Errorf("%+v", f)
	}
	if f := got.Tests[3].Failures; len(f) != 1 || f[0].Detail != "The execution could not be started: the input has too many bytes." {
		t.Errorf("%+v", f)
	}
}

func TestJUnit(t *testing.T) {
	all, sources := results(t)
	all[0].Test.Name = "good \x00 and \"quoted\""
	text, err := JUnit(all, sources)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name     string `xml:"name,attr"`
				Failures []struct {
					Message string `xml:"message,attr"`
					Text    string `xml:",chardata"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if got.Tests != 3 || got.Failures != 2 || len(got.Suites) != 1 || got.Suites[0].Name != "main.pipetest.hcl" {
		t.Fatalf("%+v", got)
	}
	cases := got.Suites[0].Cases
	if cases[0].Name != `good  and "quoted"` || len(cases[0].Failures) != 0 || len(cases[1].Failures) != 3 {
		t.Errorf("%+v", cases)
	}
	if f := cases[2].Failures[0]; !strings.HasPrefix(f.Message, `"load" calls its service`) || !strings.Contains(f.Text, "What happened:") {
		t.Errorf("%+v", f)
	}
}

func TestRunViews(t *testing.T) {
	all, _ := results(t)
	var out bytes.Buffer
	if err := RunJSON(&out, all[1].Run); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Status, Error, Cause string
		Output               any
		Seconds              float64
		Ran, Skipped         []string
		Events               []struct {
			Type string
			ID   int
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	n := len(got.Events)
	if got.Status != "failed" || got.Error != "Gone" || got.Output != nil || got.Seconds != 12 || n == 0 || got.Events[n-1].Type != "ExecutionFailed" {
		t.Errorf("%+v", got)
	}
	var history struct{ Events []any }
	if err := json.Unmarshal(History(all[0].Run.Execution), &history); err != nil || len(history.Events) != len(all[0].Run.Execution.Events) {
		t.Errorf("%d events: %v", len(history.Events), err)
	}
	text := MissingMock(all[2].Run)
	for _, want := range []string{"Error: Missing mock [PC0603]", "test \"mocks\" {\n  pipeline = \"p\"\n  mock \"load\" {", "\"FunctionName\": \"load\""} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	p := NewProgress(&out)
	a, b := &pipetest.Span{Name: "a"}, &pipetest.Span{Name: "b"}
	p.Show(pipetest.Moment{What: "start", Span: a})
	p.Show(pipetest.Moment{Time: 2e9, What: "start", Span: b})
	p.Show(pipetest.Moment{Time: 3e9, What: "fail", Span: b, Error: "Boom"})
	p.Show(pipetest.Moment{Time: 4e9, What: "end", Span: a})
	p.Clear()
	p.Clear()
	shown := strings.Split(out.String(), "\r")
	want := []string{
		"",
		"      0s  0 done, at a",
		"      2s  0 done, at a, b",
		"      3s  0 done, at a, b; b: Boom",
		"      4s  1 done, at b; b: Boom   ",
		strings.Repeat(" ", 31),
		"",
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for i := range 9 {
		p.Show(pipetest.Moment{What: "start", Span: &pipetest.Span{Name: strings.Repeat("x", 30+i)}})
	}
	lines := strings.Split(out.String(), "\r")
	if last := lines[len(lines)-1]; len(last) > 78 || !strings.HasSuffix(last, "...") {
		t.Errorf("a long line: %q", last)
	}
	var none *Progress
	none.Clear()
}
