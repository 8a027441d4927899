package resume

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

const readersSource = `pipeline "p" {
  task "lambda" "fetch" {
    function = "fetch"
    returns  = object({ batch = string, rows = number, tags = optional(list(object({ key = string }))) })
  }
  task "glue_job" "clean" {
    job       = "clean"
    arguments = { "--batch" = task.fetch.output.batch }
  }
  task "lambda" "any" { function = "any" }
  task "lambda" "last" {
    function   = "last"
    payload    = { of = task.any.output, tags = task.fetch.output.tags, ran = task.clean.output.JobRunState }
    for_each   = ["x"]
  }
  stage "s" {
    when = task.any.output.go
    task "lambda" "in" { function = "in" }
    output = task.fetch.output.rows
  }
  finally {
    task "lambda" "tidy" { function = "tidy" }
  }
  output = { rows = task.fetch.output.rows, runs = task.last.output }
}`

func TestSkipChecks(t *testing.T) {
	tests := []struct {
		skips []string
		want  string
	}{
		{[]string{`fetch={"batch":"b","rows":1}`}, ""},
		{[]string{`fetch={"batch":"b","rows":1,"more":true,"tags":[{"key":"k"}]}`}, ""},
		{[]string{`fetch={"btch":"zz","rows":1}`}, `the output of "fetch": it has no member "btch". Did you mean "batch"?`},
		{[]string{`fetch={"batch":"zz"}`}, `the output of "fetch": its member "rows", a number, is missing`},
		{[]string{`fetch={"batch":7,"rows":1}`}, `the output of "fetch": in .batch: this must be a string, not a number`},
		{[]string{`fetch={"batch":null,"rows":1}`}, `the output of "fetch": in .batch: this must be a string, not null`},
		{[]string{`fetch={"batch":"b","rows":1,"tags":[{"key":"k"},{"kee":1}]}`}, `the output of "fetch": in .tags[1]: it has no member "kee". Did you mean "key"?`},
		{[]string{`fetch={"batch":"b","rows":1,"tag":[]}`}, `the output of "fetch": it has no member "tag". Did you mean "tags"?`},
		{[]string{`fetch="b"`}, `the output of "fetch": this must be an object, not a string`},
		{[]string{`fetch=null`}, `the output of "fetch": this must be an object, not null`},
		{[]string{`fetch`}, `"fetch" needs an output, as in fetch=JSON: "clean", "last", "s" and the pipeline's output read it`},
		{[]string{`any`}, `"any" needs an output, as in any=JSON: "last" and "s" read it`},
		{[]string{`any=null`}, ""},
		{[]string{`any={"go":true}`}, ""},
		{[]string{`any={}`}, `the output of "any": its member "go", which "s" reads, is missing`},
		// Of what a service gives any member may be missing that nobody reads.
		{[]string{`clean={"JobName":"n"}`}, `the output of "clean": its member "JobRunState", which "last" reads, is missing`},
		{[]string{`clean={"JobRunState":null}`}, ""},
		{[]string{`clean={"JobRunState":"SUCCEEDED"}`}, ""},
		{[]string{`clean={"JobRunStat":"SUCCEEDED"}`}, `the output of "clean": it has no member "JobRunStat". Did you mean "JobRunState"?`},
		{[]string{`clean={"JobRunState":7}`}, `the output of "clean": in .JobRunState: this must be a string, not a number`},
		// One that is skipped itself reads nothing.
		{[]string{`clean`, `last=[]`}, ""},
		{[]string{`last={}`}, `the output of "last": this must be a list, not an object`},
		{[]string{`tidy`}, ""},
	}
	for _, test := range tests {
		b := &bench{t: t, src: readersSource}
		p := b.load()
		var skips []Skipped
		for _, text := range test.skips {
			one := Skipped{Task: text}
			if name, output, given := strings.Cut(text, "="); given {
				v, err := asl.DecodeValue([]byte(output))
				if err != nil {
					t.Fatal(err)
				}
				one = Skipped{Task: name, Output: v}
			}
			skips = append(skips, one)
		}
		got := ""
		if err := Skip(p, skips...); err != nil {
			got = err.Error()
		} else {
			b.compile(p)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("--skip %v (-want +got):\n%s", test.skips, diff)
		}
	}
}
