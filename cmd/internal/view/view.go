// Package view is everything that is printed or written: diagnostics in the
// formats of terminals, programs, code scanners and code hosts, differences
// between texts, and files that appear whole or not at all. It decides nothing:
// what to show is handed to it. Start at Reports.
package view

import (
	"io"
	"os"
	"slices"

	"github.com/pipectl/pipectl/dsl/diag"
)

// Formats are the names that Reports takes, the default first.
var Formats = []string{"text", "json", "sarif", "github"}

// Reports writes diagnostics in one of Formats. Text is for people, with colour
// if asked; the others are for programs and are always whole, with nothing to
// report too.
func Reports(w io.Writer, format string, reports []diag.Report, version string, colour bool) error {
	switch format {
	case "text":
		return diag.WriteText(w, reports, colour)
	case "json":
		return writeJSON(w, reports)
	case "sarif":
		return writeSARIF(w, reports, version)
	case "github":
		return writeAnnotations(w, reports)
	}
	panic("view: no format " + format)
}

// Errors counts the reports that are errors.
func Errors(reports []diag.Report) int {
	n := 0
	for _, r := range reports {
		if r.Severity == "error" {
			n++
		}
	}
	return n
}

// Colour reports whether a file takes colours: it is a terminal, and the
// environment, as os.Environ gives it, does not say otherwise (NO_COLOR with
// any value but none, or a terminal that calls itself dumb).
func Colour(f any, environ []string) bool {
	for _, e := range environ {
		if len(e) > len("NO_COLOR=") && e[:len("NO_COLOR=")] == "NO_COLOR=" {
			return false
		}
	}
	if slices.Contains(environ, "TERM=dumb") {
		return false
	}
	return Terminal(f)
}

// Terminal reports whether a file is a terminal.
func Terminal(f any) bool {
	file, ok := f.(*os.File)
	if !ok {
		return false
	}
	st, err := file.Stat()
	if err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	// The null device is a character device too.
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(st, null)
}
