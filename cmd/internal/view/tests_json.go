package view

import (
	"encoding/json"
	"io"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/dsl/diag"
)

// TestsJSON writes how tests went, for programs.
func TestsJSON(w io.Writer, results []*pipetest.Result, sources map[string][]byte) error {
	type failure struct {
		diag.Report
		Expected json.RawMessage `json:"expected,omitempty"`
		Happened json.RawMessage `json:"happened,omitempty"`
	}
	type test struct {
		Name     string          `json:"name"`
		Pipeline string          `json:"pipeline"`
		File     string          `json:"file"`
		Line     int             `json:"line"`
		Passed   bool            `json:"passed"`
		Status   string          `json:"status,omitempty"`
		Seconds  float64         `json:"seconds"`
		Output   json.RawMessage `json:"output,omitempty"`
		Error    string          `json:"error,omitempty"`
		Cause    string          `json:"cause,omitempty"`
		Ran      []string        `json:"ran"`
		Skipped  []string        `json:"skipped"`
		Failures []failure       `json:"failures"`
	}
	all := struct {
		Passed int    `json:"passed"`
		Failed int    `json:"failed"`
		Tests  []test `json:"tests"`
	}{Tests: []test{}}
	for _, r := range results {
		t := test{
			Name: r.Test.Name, Pipeline: r.Test.Pipeline.Name, File: r.Test.File, Line: r.Test.Range.Start.Line,
			Passed: r.Passed(), Ran: []string{}, Skipped: []string{}, Failures: []failure{},
		}
		if t.Passed {
			all.Passed++
		} else {
			all.Failed++
		}
		if r.Run != nil {
			x := r.Run.Execution
			t.Status, t.Seconds = r.Run.Status(), r.Run.Duration().Seconds()
			t.Output, t.Error, t.Cause = raw(x.Output), x.Error, x.Cause
			t.Ran = append(t.Ran, r.Run.Ran()...)
			t.Skipped = append(t.Skipped, r.Run.Skipped...)
		}
		if r.Err != nil {
			t.Failures = append(t.Failures, failure{Report: FailureReports(r, sources)[0]})
		}
		for _, f := range r.Failures {
			t.Failures = append(t.Failures, failure{Report: failureReport(f, sources)[0], Expected: raw(f.Want), Happened: raw(f.Got)})
		}
		all.Tests = append(all.Tests, t)
	}
	return encode(w, all)
}

// raw is a value as JSON text, nil where there is none.
func raw(v asl.Value) json.RawMessage {
	if v == nil {
		return nil
	}
	return asl.AppendValue(nil, v, -1)
}
