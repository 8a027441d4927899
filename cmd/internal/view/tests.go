package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/dsl/diag"
)

// Tests writes how tests went, for people: a line for each, then what failed,
// then the count.
func Tests(w io.Writer, results []*pipetest.Result, sources map[string][]byte, colour bool) error {
	var out strings.Builder
	for _, r := range results {
		verdict := mark("ok  ", "\x1b[32m", colour)
		if !r.Passed() {
			verdict = mark("FAIL", "\x1b[1;31m", colour)
		}
		fmt.Fprintf(&out, "%s  %s\n", verdict, r.Test.Name)
	}
	if len(results) > 0 {
		out.WriteByte('\n')
	}
	if _, err := io.WriteString(w, out.String()); err != nil {
		return err
	}
	for _, r := range results {
		if r.Passed() {
			continue
		}
		if err := diag.WriteText(w, FailureReports(r, sources), colour); err != nil {
			return err
		}
		if r.Run == nil {
			continue
		}
		if _, err := fmt.Fprintf(w, "What happened in test %q:\n\n%s\n", r.Test.Name, Timeline(r.Run)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, tally(results))
	return err
}

func mark(s, colour string, on bool) string {
	if !on {
		return s
	}
	return colour + s + "\x1b[0m"
}

// tally counts the tests.
func tally(results []*pipetest.Result) string {
	failed := 0
	for _, r := range results {
		if !r.Passed() {
			failed++
		}
	}
	switch n := len(results); {
	case n == 0:
		return "No tests."
	case failed == 0 && n == 1:
		return "1 test passed."
	case failed == 0:
		return fmt.Sprintf("%d tests passed.", n)
	case n == 1:
		return "1 test failed."
	case failed == n:
		return fmt.Sprintf("All %d tests failed.", n)
	default:
		return fmt.Sprintf("%d of %d tests failed.", failed, n)
	}
}

// FailureReports are the failures of a test as reports on its text, in source
// order.
func FailureReports(r *pipetest.Result, sources map[string][]byte) []diag.Report {
	if r.Err != nil {
		d := pipetest.Failure{
			Code: diag.UnmetExpectation, Range: r.Test.Range,
			Text: "The execution could not be started: " + r.Err.Error() + ".",
		}
		return failureReport(d, sources)
	}
	var out []diag.Report
	for _, f := range r.Failures {
		out = append(out, failureReport(f, sources)...)
	}
	return out
}

func failureReport(f pipetest.Failure, sources map[string][]byte) []diag.Report {
	d := f.Diagnostic()
	d.Detail += details(f)
	return diag.Reports(hcl.Diagnostics{d}, sources)
}

// details is what a failure shows besides its sentences.
func details(f pipetest.Failure) string {
	var out strings.Builder
	if len(f.Lines) > 0 {
		out.WriteString("\n\n" + strings.Join(f.Lines, "\n"))
	}
	if f.Want != nil {
		diff := Unified("expected", "happened", lines(f.Want), lines(f.Got))
		out.WriteString("\n\n")
		for _, l := range strings.Split(strings.TrimSuffix(diff, "\n"), "\n") {
			if !strings.HasPrefix(l, "@@") {
				out.WriteString("  " + l + "\n")
			}
		}
	}
	return strings.TrimRight(out.String(), "\n")
}

// lines is a value as indented JSON.
func lines(v asl.Value) string {
	if v == nil {
		return ""
	}
	return string(asl.AppendValue(nil, v, 0)) + "\n"
}
