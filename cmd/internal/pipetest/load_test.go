package pipetest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
)

const small = `
variable "limit" {
  type    = number
  default = 3
}
locals { name = "n" }
pipeline "orders" {
  input "day" { type = string }
  cluster "emr" "lab" {
    release = "emr-7.5.0"
    roles   = { service = "s", instance = "i" }
    primary = { type = "m6g.xlarge" }
    core    = { type = "m6g.xlarge", count = 2 }
    subnets = ["subnet-1"]
  }
  task "lambda" "extract" { function = "extract" }
  task "wait" "pause" { for = "1m" }
  stage "refine" {
    task "emr_step" "clean" {
      cluster = cluster.lab
      command = ["clean"]
    }
  }
}`

// What is wrong with a test is said where it is, once, and names what was meant.
func TestMistakes(t *testing.T) {
	tests := []struct{ body, want string }{
		{`input = { dya = "x" }`, `PC0102: The pipeline "orders" has no input named "dya". Did you mean "day"?`},
		{`input = 5`, `PC0124: The input of an execution is an object: { NAME = …, … }.`},
		{`input = { day = task.extract.output }`, `PC0151: "task" means nothing in a test.`},
		{`input = { day = request }`, `PC0154: "request" is what a call sends.`},
		{`input = { day = var.limt }`, `PC0153: There is no variable named "limt". Did you mean "limit"?`},
		{`input = { day = local.nam }`, `PC0153: There is no local of the project known at compile time named "nam".`},
		{`input = { day = var }`, `PC0155: A name stands after "var": var.NAME.`},
		{`input = { day = uuid() }`, `PC0207: This has another value every time`},
		{`at = "today"`, `PC0208: at is a time such as`},
		{`at = null`, `PC0123: The argument "at" cannot be null.`},
		{`mock "extrat" {}`, `PC0152: The pipeline "orders" has no task named "extrat". Did you mean "extract"?`},
		{`mock "nobody" {}`, `PC0152: The pipeline "orders" has no task named "nobody". It has clean, extract, lab.`},
		{`mock "pause" {}`, `PC0208: A task of kind "wait" calls nothing: it runs, and needs no mock.`},
		{`mock "refine" {}`, `PC0208: A block "stage" needs no mock: it runs.`},
		{`mock {}`, `PC0206: A block "mock" has one label`},
		{`mock "extract" { times = 1.5 }`, `PC0208: times is a whole number, at least 1.`},
		{`mock "extract" { takes = "soon" }`, `PC0209: "soon" is no duration.`},
		{`mock "extract" { cause = "x" }`, `PC0218: A cause without an error means nothing.`},
		{`mock "extract" { error = "" }`, `PC0208: The name of an error is not empty.`},
		{"mock \"extract\" {\n error = \"X\"\n output = {}\n}", `PC0218: A mock has an output or an error, not both.`},
		{`mock "extract" { call = reqest.x == 1 }`, `PC0151: "reqest" means nothing in a test.`},
		{`mock "extract" { outptu = {} }`, `PC0202: An argument named "outptu" is not expected in mock "extract". Did you mean "output"?`},
		{"expect {}\nexpect {}", `PC0205: A block "expect" stands here already`},
		{`expect "x" {}`, `PC0206: A block "expect" has no label.`},
		{`expect { status = "ok" }`, `PC0208: "ok" is no status. There are failed, succeeded, timed_out.`},
		{`expect { ran = ["refine"] }`, `PC0208: "refine" is a block; ran holds the tasks that started.`},
		{`expect { ran = ["lab"] }`, `PC0208: "lab" is a cluster; it shows in ran as "lab-create" and "lab-terminate".`},
		{`expect { ran = ["claen"] }`, `PC0152: The pipeline "orders" has no task named "claen". Did you mean "clean"?`},
		{`expect { ran = [null] }`, `PC0123: A name cannot be null.`},
		{`expect = {}`, `PC0202: "expect" is a block, not an argument: write expect { … }.`},
		{`input { day = "x" }`, `PC0201: "input" is an argument, not a block: write input = { … }.`},
		{`mokc "extract" {}`, `PC0201: A block of type "mokc" is not expected in test "x". Did you mean "mock"?`},
		{`expect_call "pause" {}`, `PC0208: A task of kind "wait" calls nothing.`},
		{`expect_call "refine" {}`, `PC0208: "refine" is a block, and a block calls nothing.`},
		{`expect_call "extrac" {}`, `PC0152: The pipeline "orders" has no task named "extrac".`},
		{`expect_call {}`, `PC0206: A block "expect_call" has one label`},
	}
	for _, tt := range tests {
		_, found := suiteOf(t, small, "test \"x\" {\n pipeline = \"orders\"\n"+tt.body+"\n}")
		if len(found) != 1 || !strings.HasPrefix(found[0], tt.want) {
			t.Errorf("%s\n got %q\nwant %q", tt.body, found, tt.want)
		}
	}
}

func TestMistakesAtTheTop(t *testing.T) {
	tests := []struct{ src, want string }{
		{`test "x" {}`, `PC0203: The argument "pipeline" is required in test "x"`},
		{`test "x" { pipeline = "order" }`, `PC0601: There is no pipeline named "order". Did you mean "orders"?`},
		{`test "x" { pipeline = pipeline.orders }`, `PC0208: The name of the pipeline stands here in quotes: "orders".`},
		{`test { pipeline = "orders" }`, `PC0206: A block "test" has one label, its name`},
		{"test \"x\" { pipeline = \"orders\" }\ntest \"x\" { pipeline = \"orders\" }", `PC0205: Another test has this name.`},
		{`variable "x" {}`, `PC0201: A block of type "variable" is not expected at the top of a file of tests. It stands in a file whose name ends in .pipe.hcl.`},
		{`tset "x" {}`, `PC0201: A block of type "tset" is not expected at the top of a file of tests. Did you mean "test"?`},
		{`x = 1`, `PC0202: An argument named "x" is not expected at the top of a file of tests.`},
		{`test "x" {`, `PC0004: `},
	}
	for _, tt := range tests {
		_, found := suiteOf(t, small, tt.src)
		if len(found) != 1 || !strings.HasPrefix(found[0], tt.want) {
			t.Errorf("%s\n got %q\nwant %q", tt.src, found, tt.want)
		}
	}
}

func TestJSONMocks(t *testing.T) {
	p := projectOf(t, small).Pipelines[0]
	load := func(src string) (Mocks, string) {
		fsys := fstest.MapFS{"m.json": {Data: []byte(src)}}
		mocks, _, diags := LoadMocks(fsys, projectOf(t, small), p, "m.json")
		text := ""
		if len(diags) > 0 {
			text = diags[0].Detail
		}
		return mocks, text
	}
	mocks, text := load(`{"extract": [{"error": "X", "cause": "c", "times": 2, "takes": "1m"}, {"output": 1, "times": 3}], "*": [{}]}`)
	if text != "" {
		t.Fatal(text)
	}
	type mock struct {
		Name, Error, Cause string
		Output             asl.Value
		Times              int
		Seconds            float64
	}
	var got []mock
	for _, m := range mocks {
		got = append(got, mock{m.Name, m.Error, m.Cause, m.Output, m.Times, m.Takes.Seconds()})
	}
	want := []mock{
		{Name: "extract", Error: "X", Cause: "c", Times: 2, Seconds: 60},
		{Name: "extract", Output: asl.Number("1")}, // the last one repeats
		{Name: "*"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for src, want := range map[string]string{
		`{"extract": [`:                              `This is no JSON`,
		`[]`:                                         `Mocks are an object of lists`,
		`{"extract": {}}`:                            `The mocks of "extract" are a list`,
		`{"extract": [5]}`:                           `Entry 1 of "extract": an entry is an object`,
		`{"extrat": [{}]}`:                           `The pipeline "orders" has no task named "extrat"`,
		`{"extract": [{}, {"ouput": 1}]}`:            `Entry 2 of "extract": there is no "ouput" in it. Did you mean "output"?`,
		`{"extract": [{"times": 0}]}`:                `Entry 1 of "extract": "times" is a whole number, at least 1.`,
		`{"extract": [{"takes": "x"}]}`:              `Entry 1 of "extract": "takes" is a duration such as "20m".`,
		`{"extract": [{"error": 5}]}`:                `Entry 1 of "extract": "error" is a text.`,
		`{"extract": [{"error": "X", "output": 5}]}`: `Entry 1 of "extract": it has an output or an error, not both.`,
	} {
		if _, text := load(src); !strings.HasPrefix(text, want) {
			t.Errorf("%s: %q, want %q", src, text, want)
		}
	}
}

// What a machine is given comes from the first test of its pipeline.
func TestMocksOfATest(t *testing.T) {
	project := projectOf(t, small)
	fsys := fstest.MapFS{
		"m.pipetest.hcl":     {Data: []byte("test \"a\" {\n pipeline = \"orders\"\n mock \"extract\" {}\n}\ntest \"b\" {\n pipeline = \"orders\"\n}")},
		"empty.pipetest.hcl": {Data: []byte("")},
		"bare.pipetest.hcl":  {Data: []byte("test \"a\" {\n mock \"Any state\" { output = [1] }\n}")},
	}
	mocks, _, diags := LoadMocks(fsys, project, project.Pipelines[0], "m.pipetest.hcl")
	if diags.HasErrors() || len(mocks) != 1 || mocks[0].Name != "extract" {
		t.Errorf("%v: %v", mocks, diags)
	}
	if _, _, diags = LoadMocks(fsys, project, project.Pipelines[0], "empty.pipetest.hcl"); !diags.HasErrors() {
		t.Error("a file without a test gives mocks")
	}
	if _, _, diags = LoadMocks(fsys, project, project.Pipelines[0], "nowhere.pipetest.hcl"); !diags.HasErrors() {
		t.Error("a file that is not there gives mocks")
	}
	mocks, _, diags = LoadMocks(fsys, nil, nil, "bare.pipetest.hcl")
	if diags.HasErrors() || len(mocks) != 1 || mocks[0].Name != "Any state" {
		t.Errorf("%v: %v", mocks, diags)
	}
}

// No text makes loading panic, and what is told of it lies in it.
func FuzzLoad(f *testing.F) {
	for _, dir := range []string{"hourly_notebook", "playbook", "queued_stages", "serverless_lake", "wait_for_datasets"} {
		if src, err := os.ReadFile("../../../examples/" + dir + "/main.pipetest.hcl"); err == nil {
			f.Add(string(src))
		}
	}
	f.Add("test \"x\" {\n pipeline = \"orders\"\n mock \"extract\" { call = request.a[0] == \"${var.limit}\" }\n expect { ran = [\"a\"] }\n}")
	f.Add("test \"x\" {\n pipeline = \"orders\"\n input = { (local.name) = [for i in [1] : i], \"day\" = <<E\nx\nE\n }\n}")
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(small)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		f.Fatal(diags)
	}
	f.Fuzz(func(t *testing.T, src string) {
		suite, diags := Load(fstest.MapFS{"t.pipetest.hcl": {Data: []byte(src)}}, project, []string{"t.pipetest.hcl"})
		inside(t, diags, len(src))
		for _, test := range suite.Tests {
			for _, m := range test.Mocks {
				m.passes(asl.Object{{Key: "a", Value: asl.Array{asl.Null{}}}})
			}
		}
	})
}

// Nor does any text as mocks in JSON.
func FuzzMocks(f *testing.F) {
	f.Add(`{"extract": [{"error": "X", "cause": "c", "times": 2, "takes": "1m"}, {"output": {"a": [1]}}], "*": [{}]}`)
	f.Add(`{"extract": [{"times": 1e400}, 5, null], "lab": 3}`)
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(small)}}, ".", dsl.Options{})
	if diags.HasErrors() {
		f.Fatal(diags)
	}
	f.Fuzz(func(t *testing.T, src string) {
		mocks, _, diags := LoadMocks(fstest.MapFS{"m.json": {Data: []byte(src)}}, project, project.Pipelines[0], "m.json")
		inside(t, diags, len(src))
		for _, m := range mocks {
			if m.Times < 0 || m.Takes < 0 {
				t.Errorf("a mock for %d times takes %v", m.Times, m.Takes)
			}
		}
	})
}

func inside(t *testing.T, diags hcl.Diagnostics, size int) {
	t.Helper()
	for _, d := range diags {
		if d.Subject == nil || d.Detail == "" {
			t.Errorf("a problem without a place or a text: %v", d)
			continue
		}
		if d.Subject.Start.Byte > d.Subject.End.Byte || d.Subject.End.Byte > size {
			t.Errorf("%v lies outside of %d bytes: %s", d.Subject, size, d.Detail)
		}
	}
}
