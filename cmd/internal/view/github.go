package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/pipectl/pipectl/dsl/diag"
)

// writeAnnotations writes workflow commands, one a line, which GitHub Actions
// shows beside the lines of a change.
func writeAnnotations(w io.Writer, reports []diag.Report) error {
	var b strings.Builder
	for _, r := range reports {
		b.WriteString("::" + r.Severity + " ")
		if r.Place != nil {
			p := r.Place
			fmt.Fprintf(&b, "file=%s,", property(p.File))
			if p.Start.Line > 0 {
				fmt.Fprintf(&b, "line=%d,endLine=%d,", p.Start.Line, p.End.Line)
				// Columns count for what is on one line only.
				if p.Start.Line == p.End.Line {
					fmt.Fprintf(&b, "col=%d,endColumn=%d,", p.Start.Column, p.End.Column)
				}
			}
		}
		fmt.Fprintf(&b, "title=%s::%s\n", property(titled(r)), message(full(r)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func titled(r diag.Report) string {
	if r.Code == "" {
		return r.Title
	}
	return r.Title + " [" + string(r.Code) + "]"
}

// full is the detail with the notes, where a format has one text for both.
func full(r diag.Report) string {
	text := r.Detail
	for _, n := range r.Notes {
		text += fmt.Sprintf("\n%s line %d: %s", n.Place.File, n.Place.Start.Line, n.Text)
	}
	return text
}

// message and property escape what would end a command, or a property of one.
func message(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
