package view

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/dsl"
)

// results runs tests: one that passes, one whose output is another, one that
// lacks a mock.
func results(t *testing.T) ([]*pipetest.Result, map[string][]byte) {
	t.Helper()
	fsys := fstest.MapFS{
		"main.pipe.hcl": {Data: []byte(`pipeline "p" {
  task "lambda" "load" { function = "f" }
  task "wait" "pause" {
    for        = "20m"
    depends_on = [task.load]
  }
  task "lambda" "never" {
    function = "f"
    when     = task.load.output.rows > 5
  }
  output = { rows = task.load.output.rows }
}
`)},
		"main.pipetest.hcl": {Data: []byte(`test "right & <proper>" {
  pipeline = "p"
  mock "load" { output = { rows = 3 } }
  expect { status = "succeeded" }
}
test "wrong" {
  pipeline = "p"
  mock "load" {
    error = "Lambda.ServiceException"
    cause = "line one"
    times = 1
  }
  mock "load" { output = { rows = 3 } }
  expect { output = { rows = 4 } }
}
test "nothing answers" {
  pipeline = "p"
  expect { status = "succeeded" }
}
`)},
	}
	p, diags := dsl.Load(fsys, ".", dsl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	suite, diags := pipetest.Load(fsys, p, []string{"main.pipetest.hcl"})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	machines, diags := pipetest.Compile(suite.Tests)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return pipetest.RunTests(context.Background(), suite.Tests, machines), suite.Sources
}

// The text says which tests failed, why, and what happened.
func TestTests(t *testing.T) {
	all, sources := results(t)
	var b strings.Builder
	if err := Tests(&b, all, sources, false); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"ok    right & <proper>\nFAIL  wrong\nFAIL  nothing answers\n\n",
		"-  \"rows\": 4", "+  \"rows\": 3",
		"What happened in test \"wrong\":", "succeeded at attempt 2, after Lambda.ServiceException",
		"skipped: never", "the execution succeeded",
		"no mock answers load, and the execution was stopped",
		"2 of 3 tests failed.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	for n, want := range map[int]string{0: "No tests.", 1: "1 test passed."} {
		if got := tally(all[:n]); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if got := tally(all[1:]); got != "All 2 tests failed." {
		t.Error(got)
	}
}

// What programs read says the same.
func TestTestsForPrograms(t *testing.T) {
	all, sources := results(t)
	var b bytes.Buffer
	if err := TestsJSON(&b, all, sources); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Passed, Failed int
		Tests          []struct {
			Name     string
			Passed   bool
			Seconds  float64
			Ran      []string
			Skipped  []string
			Failures []struct {
				Code               string
				Expected, Happened json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	first, second, third := out.Tests[0], out.Tests[1], out.Tests[2]
	if out.Passed != 1 || out.Failed != 2 || !first.Passed || first.Seconds != 1200 || strings.Join(first.Ran, " ") != "load pause" || strings.Join(first.Skipped, " ") != "never" {
		t.Errorf("%+v", out)
	}
	if len(second.Failures) != 1 || string(second.Failures[0].Expected) == "" || second.Failures[0].Code != "PC0602" || third.Failures[0].Code != "PC0603" {
		t.Errorf("%+v\n%+v", second, third)
	}

	text, err := JUnit(all, sources)
	if err != nil {
		t.Fatal(err)
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Cases []struct {
				Name     string `xml:"name,attr"`
				Line     int    `xml:"line,attr"`
				Failures []struct {
					Type string `xml:"type,attr"`
					Text string `xml:",chardata"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &suites); err != nil {
		t.Fatal(err)
	}
	cases := suites.Suites[0].Cases
	if suites.Tests != 3 || suites.Failures != 2 || cases[0].Name != "right & <proper>" || cases[1].Failures[0].Type != "PC0602" || cases[1].Line != 6 ||
		!strings.Contains(cases[1].Failures[0].Text, "What happened:") {
		t.Errorf("%+v", suites)
	}
	if got := clean("a\x00b\x1b[1m\ufffec\n"); got != "ab[1mc\n" {
		t.Errorf("clean: %q", got)
	}
}

// An execution is one object for programs, with its history in AWS's terms.
func TestRunJSON(t *testing.T) {
	all, _ := results(t)
	var b bytes.Buffer
	if err := RunJSON(&b, all[0].Run); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Status  string
		Output  struct{ Rows int }
		Error   *string
		Seconds float64
		Events  []struct{ Type string }
	}
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	if out.Status != "succeeded" || out.Output.Rows != 3 || out.Error != nil || out.Seconds != 1200 || out.Events[0].Type != "ExecutionStarted" {
		t.Errorf("%+v", out)
	}
	if !json.Valid(History(all[0].Run.Execution)) {
		t.Error("the history is no JSON")
	}
	text := MissingMock(all[2].Run)
	for _, want := range []string{"[PC0603]", `"load" calls its service, and no mock answers.`, "pipeline = \"p\"", "mock \"load\""} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

// The line of progress is written over, and taken away at the end.
func TestProgress(t *testing.T) {
	var b strings.Builder
	p := NewProgress(&b)
	spans := []*pipetest.Span{{Name: "load"}, {Name: "clean"}}
	p.Show(pipetest.Moment{What: "start", Span: spans[0]})
	p.Show(pipetest.Moment{What: "start", Span: spans[1]})
	p.Show(pipetest.Moment{What: "fail", Span: spans[1], Error: "Boom"})
	p.Show(pipetest.Moment{What: "end", Span: spans[0]})
	last := b.String()[strings.LastIndexByte(b.String(), '\r'):]
	if !strings.Contains(last, "1 done, at clean; clean: Boom") || strings.Contains(b.String(), "\n") {
		t.Errorf("%q", b.String())
	}
	p.Clear()
	if !strings.HasSuffix(b.String(), " \r") {
		t.Errorf("the line stays: %q", b.String())
	}
	(*Progress)(nil).Clear()
}
