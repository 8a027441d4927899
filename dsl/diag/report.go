package diag

import (
	"bytes"
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// A Report is a problem as it is shown: everything that a terminal, an editor
// or a code host needs, and nothing of HCL. It is JSON, and all other forms are
// made from it.
type Report struct {
	// Severity is "error" or "warning".
	Severity string `json:"severity"`

	// Code is empty where HCL has a problem of its own that has none.
	Code   Code   `json:"code,omitempty"`
	Title  string `json:"title"`
	Detail string `json:"detail"`

	// Place is nil for a problem that is in no file.
	Place *Place `json:"place,omitempty"`

	// In is the block around it, `task "glue_job" "clean"`; empty at the top.
	In string `json:"in,omitempty"`

	// Snippet are the lines of Place, whole; empty without a source.
	Snippet []Line `json:"snippet,omitempty"`

	Notes []PlacedNote `json:"notes,omitempty"`
	Fix   *PlacedFix   `json:"fix,omitempty"`
}

// A Place is a range of a file.
type Place struct {
	// File as it was named when it was read, with slashes.
	File  string   `json:"file"`
	Start Position `json:"start"`

	// End is the position after the last character.
	End Position `json:"end"`
}

// A Position counts lines and columns from 1 and bytes from 0. Columns are
// Unicode code points.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// A Line is a line of a source. From and To are the byte offsets in Text
// between which it belongs to the problem; they are equal where none of it does.
type Line struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
	From   int    `json:"from"`
	To     int    `json:"to"`
}

// A PlacedNote is a Note as it is shown.
type PlacedNote struct {
	Place   Place  `json:"place"`
	Text    string `json:"text"`
	Snippet []Line `json:"snippet,omitempty"`
}

// A PlacedFix is a Fix as it is shown.
type PlacedFix struct {
	Text  string       `json:"text"`
	Edits []PlacedEdit `json:"edits"`
}

// A PlacedEdit is an Edit as it is shown.
type PlacedEdit struct {
	Place Place  `json:"place"`
	Text  string `json:"text"`
}

// Reports shows diagnostics. Sources holds the text of the files they name; a
// file that is missing in it gives reports without snippets. The reports are
// sorted by file and position, those without a file come first, and one that
// is the same as another is left out.
func Reports(diags hcl.Diagnostics, sources map[string][]byte) []Report {
	s := reporter{sources: sources, outlines: map[string]outline{}}
	all := make([]Report, 0, len(diags))
	for _, d := range diags {
		all = append(all, s.report(d))
	}
	slices.SortStableFunc(all, compareReports)
	return slices.CompactFunc(all, func(a, b Report) bool {
		return compareReports(a, b) == 0 && a.Detail == b.Detail && a.Severity == b.Severity
	})
}

func compareReports(a, b Report) int {
	if a.Place == nil || b.Place == nil {
		return cmp.Or(boolInt(a.Place != nil)-boolInt(b.Place != nil), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Detail, b.Detail))
	}
	return cmp.Or(
		cmp.Compare(a.Place.File, b.Place.File),
		cmp.Compare(a.Place.Start.Byte, b.Place.Start.Byte),
		cmp.Compare(a.Place.End.Byte, b.Place.End.Byte),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Detail, b.Detail),
	)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

type reporter struct {
	sources  map[string][]byte
	outlines map[string]outline // of the files reported on so far
}

func (s *reporter) report(d *hcl.Diagnostic) Report {
	r := Report{Severity: "error", Title: d.Summary, Detail: d.Detail}
	if d.Severity == hcl.DiagWarning {
		r.Severity = "warning"
	}
	if r.Detail == "" {
		r.Detail = d.Summary + "."
	}
	if d.Subject != nil && d.Subject.Filename != "" {
		place := s.place(*d.Subject)
		r.Place = &place
		r.Snippet = s.snippet(place)
	}
	p := Of(d)
	if p == nil {
		p = &Problem{}
	}
	r.Code, r.In = p.Code, p.In
	if r.In == "" && r.Place != nil {
		r.In = s.around(*r.Place)
	}
	for _, n := range p.Notes {
		place := s.place(n.Range)
		r.Notes = append(r.Notes, PlacedNote{place, n.Text, s.snippet(place)})
	}
	if p.Fix != nil {
		r.Fix = &PlacedFix{Text: p.Fix.Text}
		for _, e := range p.Fix.Edits {
			r.Fix.Edits = append(r.Fix.Edits, PlacedEdit{s.place(e.Range), e.Text})
		}
	}
	return r
}

func (s *reporter) around(p Place) string {
	src, ok := s.sources[p.File]
	if !ok {
		return ""
	}
	o, ok := s.outlines[p.File]
	if !ok {
		o = newOutline(src, p.File)
		s.outlines[p.File] = o
	}
	return o.around(p.Start.Byte)
}

// place counts a range's columns in code points, where HCL counts what a
// reader would call a character.
func (s *reporter) place(r hcl.Range) Place {
	if r.End.Byte < r.Start.Byte {
		r.End = r.Start
	}
	src := s.sources[r.Filename]
	position := func(p hcl.Pos) Position {
		column := p.Column
		if p.Byte > 0 && p.Byte <= len(src) {
			column = utf8.RuneCount(src[bytes.LastIndexByte(src[:p.Byte], '\n')+1:p.Byte]) + 1
		}
		return Position{Line: p.Line, Column: column, Byte: p.Byte}
	}
	return Place{File: r.Filename, Start: position(r.Start), End: position(r.End)}
}

// snippet are the lines that a place touches.
func (s *reporter) snippet(p Place) []Line {
	src, ok := s.sources[p.File]
	if !ok || p.Start.Byte > len(src) || p.End.Byte > len(src) || p.Start.Line < 1 {
		return nil
	}
	var lines []Line
	begin := bytes.LastIndexByte(src[:p.Start.Byte], '\n') + 1
	for number := p.Start.Line; ; number++ {
		text, _, more := bytes.Cut(src[begin:], []byte("\n"))
		next := begin + len(text) + 1
		text = bytes.TrimSuffix(text, []byte("\r"))
		from := min(max(p.Start.Byte-begin, 0), len(text))
		to := min(max(p.End.Byte-begin, from), len(text))
		lines = append(lines, Line{number, string(bytes.ToValidUTF8(text, []byte("\uFFFD"))), from, to})
		// A range that ends before the first character of a line does not
		// touch that line.
		if !more || next >= p.End.Byte {
			return lines
		}
		begin = next
	}
}
