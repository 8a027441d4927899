package view

import (
	"encoding/json"
	"io"

	"github.com/pipectl/pipectl/dsl/diag"
)

// writeJSON writes one object with the counts and the reports.
func writeJSON(w io.Writer, reports []diag.Report) error {
	if reports == nil {
		reports = []diag.Report{}
	}
	errors := Errors(reports)
	return encode(w, struct {
		Valid       bool          `json:"valid"`
		Errors      int           `json:"errors"`
		Warnings    int           `json:"warnings"`
		Diagnostics []diag.Report `json:"diagnostics"`
	}{errors == 0, errors, len(reports) - errors, reports})
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
