// Package diag says what a problem in a user's text looks like: its code, its
// notes, its fix, and how it is shown. A problem is an hcl.Diagnostic whose
// Extra carries what HCL has no place for; everything printed is made from a
// Report, so that no format knows less than another.
//
// It finds no problems: the functions that say one live beside the check that
// finds it. Start at Problem and Codes; Reports and WriteText are the way out.
package diag

import (
	"github.com/hashicorp/hcl/v2"
)

// A Problem is one thing wrong with a user's text. The check that finds it
// fills one in and returns Error or Warning of it:
//
//	return diag.Problem{
//		Code:   diag.UndeclaredInput,
//		Range:  rng,
//		Detail: fmt.Sprintf("No input named %q is declared in this pipeline.", name) + diag.Suggest(name, inputs),
//	}.Error()
type Problem struct {
	Code Code

	// Range is the least text that is wrong: the name, not its block.
	Range hcl.Range

	// Detail is whole sentences: what is wrong, with the user's own names
	// in quotes, then what to do.
	Detail string

	// Notes point at other places that matter, in the order in which they
	// are read.
	Notes []Note

	// Fix is an edit that is surely right; nil where there is none.
	Fix *Fix

	// In is the block around Range as it is headed in the source,
	// `task "glue_job" "clean"`. Empty: found in the source when the problem
	// is shown.
	In string
}

// A Note is a second place that helps to understand a problem.
type Note struct {
	Range hcl.Range

	// Text completes a line that begins with the place:
	// `input "run_date" is declared here`. No full stop.
	Text string
}

// A Fix is a change to the source that removes a problem.
type Fix struct {
	// Text says what it does, as an order: `replace "run_dat" with "run_date"`.
	Text string

	// Edits do not overlap, and are in source order within a file.
	Edits []Edit
}

// An Edit replaces the text of a range.
type Edit struct {
	Range hcl.Range
	Text  string
}

// Error is the problem as a diagnostic of severity error.
func (p Problem) Error() *hcl.Diagnostic { return p.diagnostic(hcl.DiagError) }

// Warning is the problem as a diagnostic of severity warning.
func (p Problem) Warning() *hcl.Diagnostic { return p.diagnostic(hcl.DiagWarning) }

func (p Problem) diagnostic(s hcl.DiagnosticSeverity) *hcl.Diagnostic {
	e := Lookup(p.Code)
	if e == nil {
		panic("diag: code " + string(p.Code) + " is not in Codes")
	}
	rng := p.Range
	return &hcl.Diagnostic{
		Severity: s,
		Summary:  e.Title,
		Detail:   p.Detail,
		Subject:  &rng,
		Extra:    &p,
	}
}

// Of returns the problem that a diagnostic was made from, or nil when it comes
// from HCL itself.
func Of(d *hcl.Diagnostic) *Problem {
	p, _ := hcl.DiagnosticExtra[*Problem](d)
	return p
}
