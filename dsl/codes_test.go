package dsl_test

import (
	"slices"
	"testing"

	"github.com/pipectl/pipectl/dsl/diag"
)

// compilerCodes are the codes that package compiler finds; their examples load.
var compilerCodes = []diag.Code{diag.Untranslatable, diag.DependencyCycle, diag.AddedWait, diag.MergedSpans, diag.UnsupportedExpression, diag.InvalidDefinition, diag.InvalidMachine, diag.MachineTooLarge, diag.HistoryLimit, diag.PayloadLimit}

// Every example yields the code that it is an example of, once, and no other.
func TestExamples(t *testing.T) {
	for _, e := range diag.Codes {
		if e.Example == "" {
			continue
		}
		t.Run(string(e.Code)+" "+e.Name, func(t *testing.T) {
			project, diags := load(e.Example)
			var got []diag.Code
			for _, r := range diag.Reports(diags, project.Sources) {
				got = append(got, r.Code)
			}
			want := []diag.Code{e.Code}
			if slices.Contains(compilerCodes, e.Code) {
				want = nil
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %v:\n%v", got, diags)
			}
		})
	}
}
