package compiler_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// TestPolledAnswers shows what compiled loops make of answers whose members the
// service leaves out: such a member is null, and work of which nothing is told
// yet is looked at again.
func TestPolledAnswers(t *testing.T) {
	const (
		crawler  = `task "glue_crawler" "work" { crawler = "c" }`
		notebook = `task "emr_notebook" "work" {
  cluster  = "j-1"
  editor   = "e-1"
  notebook = "n.ipynb"
  service_role = "EMR_Notebooks_DefaultRole"
}`
		query = `task "redshift_query" "work" {
  sql       = "select 1"
  workgroup = "w"
  database  = "d"
}`
	)
	tests := []struct {
		name, task  string
		looks       []string // the last one repeats
		want, cause string   // want is an error, or "" of a success
		seen        int
	}{
		{"a crawler never crawled", crawler, []string{`{"Crawler": {"State": "READY"}}`, `{"Crawler": {"State": "RUNNING"}}`, `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "SUCCEEDED"}}}`}, "", "", 3},
		{"a crawler that never crawls", crawler, []string{`{"Crawler": {"State": "READY"}}`}, "States.Timeout", "", -1},
		{"no word of the last crawl", crawler, []string{`{"Crawler": {"State": "READY", "LastCrawl": {}}}`, `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "SUCCEEDED"}}}`}, "", "", 2},
		{"stopping", crawler, []string{`{"Crawler": {"State": "STOPPING", "LastCrawl": {"Status": "FAILED"}}}`, `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "SUCCEEDED"}}}`}, "", "", 2},
		{"a failed crawl", crawler, []string{`{"Crawler": {"State": "READY", "LastCrawl": {"Status": "FAILED", "ErrorMessage": "no bucket"}}}`}, "Pipectl.CrawlerFailed", "no bucket", 1},
		{"a failed crawl without a word", crawler, []string{`{"Crawler": {"State": "READY", "LastCrawl": {"Status": "CANCELLED"}}}`}, "Pipectl.CrawlerFailed", "the crawl ended as CANCELLED", 1},
		{"a stopped notebook without a reason", notebook, []string{`{"NotebookExecution": {}}`, `{"NotebookExecution": {"Status": "STOPPED"}}`}, "Pipectl.NotebookFailed", "the notebook ended as STOPPED", 2},
		{"an aborted query without an error", query, []string{`{"Id": "q-1"}`, `{"Id": "q-1", "Status": "ABORTED"}`}, "Pipectl.QueryFailed", "the query ended as ABORTED", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := "pipeline \"p\" {\n  defaults { timeout = \"1h\" }\n" + tt.task + "\n}\n"
			project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", dsl.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			compiled, diags := compiler.Compile(project.Pipelines[0], compiler.Options{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			seen := 0
			x, err := engine.Run(context.Background(), compiled.Machine, nil, engine.Options{Task: func(c engine.Call) engine.Outcome {
				if !strings.HasSuffix(c.State, "-look") {
					return engine.Outcome{Output: asl.Object{{Key: "Id", Value: asl.String("q-1")}, {Key: "NotebookExecutionId", Value: asl.String("ex-1")}}}
				}
				text := tt.looks[min(seen, len(tt.looks)-1)]
				seen++
				v, err := asl.DecodeValue([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				return engine.Outcome{Output: v}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if x.Error != tt.want || tt.cause != "" && x.Cause != tt.cause {
				t.Errorf("it ended with %q, cause %q; want %q, %q", x.Error, x.Cause, tt.want, tt.cause)
			}
			if tt.seen >= 0 && seen != tt.seen {
				t.Errorf("%d looks, want %d", seen, tt.seen)
			}
		})
	}
}
