package diag

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Syntax gives the diagnostics of HCL's own parser codes, and words where
// newcomers stumble. What is only the effect of an earlier error in the same
// file is left out, so that one mistake gives one diagnostic wherever that can
// be told. Diagnostics that have a code already are left as they are; those of
// a file come in source order.
func Syntax(diags hcl.Diagnostics, sources map[string][]byte) hcl.Diagnostics {
	var out hcl.Diagnostics
	byFile := map[string][]*hcl.Diagnostic{}
	var files []string
	for _, d := range diags {
		if Of(d) != nil || d.Subject == nil {
			out = append(out, d)
			continue
		}
		if _, ok := byFile[d.Subject.Filename]; !ok {
			files = append(files, d.Subject.Filename)
		}
		byFile[d.Subject.Filename] = append(byFile[d.Subject.Filename], d)
	}
	for _, file := range files {
		s := &syntaxFile{src: sources[file], outline: newOutline(sources[file], file)}
		for _, d := range causes(byFile[file]) {
			p := s.problem(d)
			if p.Range.Filename == "" {
				p.Range = *d.Subject
			}
			e := p.diagnostic(d.Severity)
			e.Context = d.Context
			out = append(out, e)
			if s.hopeless(d) {
				break
			}
		}
	}
	return out
}

// causes leaves out what follows from another error. HCL's scanner reports
// characters that mean nothing, and then the parser falls over them; a string
// that is not closed turns the rest of the file inside out.
func causes(diags []*hcl.Diagnostic) []*hcl.Diagnostic {
	diags = slices.Clone(diags)
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Subject.Start.Line, b.Subject.Start.Line),
			cmp.Compare(scanned(b), scanned(a)), // the scanner's first
			cmp.Compare(a.Subject.Start.Byte, b.Subject.Start.Byte),
		)
	})
	var kept []*hcl.Diagnostic
	for _, d := range diags {
		if n := len(kept); n > 0 {
			last := kept[n-1]
			if last.Summary == "Invalid multi-line string" || last.Summary == "Invalid character encoding" {
				break
			}
			if scanned(last) > 0 && last.Subject.Start.Line == d.Subject.Start.Line {
				continue
			}
		}
		kept = append(kept, d)
	}
	return kept
}

// scanned is 1 for what comes from the scanner, 0 for the parser's.
func scanned(d *hcl.Diagnostic) int {
	switch d.Summary {
	case "Invalid character", "Invalid character encoding", "Invalid multi-line string", "Unsupported operator":
		return 1
	}
	return 0
}
