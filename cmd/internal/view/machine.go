package view

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/dsl/diag"
)

// MachineReport is a problem of a state machine as a report on the file that it
// was read from.
func MachineReport(file string, src []byte, p validate.Problem) diag.Report {
	r := diag.Report{
		Severity: p.Severity.String(),
		Code:     diag.Code(p.Rule),
		Title:    "Invalid state machine",
		Detail:   strings.TrimSpace(p.Text + " " + p.Fix),
	}
	if p.Severity == validate.Warning {
		r.Title = "Questionable state machine"
	}
	if p.Path != "" {
		r.In = p.Path
	}
	start, end := Locate(src, p.Path)
	r.Place = &diag.Place{File: file, Start: position(src, start), End: position(src, end)}
	r.Snippet = snippet(src, *r.Place)
	return r
}

// Locate is where in a JSON text the value at a pointer is, as byte offsets.
// Where the text has no such value it is that of the innermost one around, and
// where it is no JSON, the begin.
func Locate(src []byte, pointer string) (start, end int) {
	start, end = next(src, 0), len(bytes.TrimRight(src, " \t\r\n"))
	for _, want := range asl.PointerTokens(pointer) {
		s, e, ok := member(src[start:max(start, end)], want)
		if !ok {
			return start, min(end, start+1) // its bracket alone
		}
		start, end = start+s, start+e
	}
	return start, max(start, end)
}

// member finds one member or item of the value that a text is.
func member(src []byte, want string) (start, end int, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(src))
	open, err := dec.Token()
	if err != nil || (open != json.Delim('{') && open != json.Delim('[')) {
		return 0, 0, false
	}
	for i := 0; dec.More(); i++ {
		name := strconv.Itoa(i)
		if open == json.Delim('{') {
			key, err := dec.Token()
			if err != nil {
				return 0, 0, false
			}
			name, _ = key.(string)
		}
		from := int(dec.InputOffset())
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return 0, 0, false
		}
		if name == want {
			return next(src, from), int(dec.InputOffset()), true
		}
	}
	return 0, 0, false
}

// next is the first byte from at on that begins a value.
func next(src []byte, at int) int {
	for at < len(src) && strings.IndexByte(" \t\r\n:,", src[at]) >= 0 {
		at++
	}
	return at
}

func position(src []byte, at int) diag.Position {
	before := src[:min(at, len(src))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return diag.Position{Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(line) + 1, Byte: at}
}

// snippet is the first line of a place.
func snippet(src []byte, p diag.Place) []diag.Line {
	begin := bytes.LastIndexByte(src[:min(p.Start.Byte, len(src))], '\n') + 1
	text, _, _ := bytes.Cut(src[begin:], []byte("\n"))
	text = bytes.TrimSuffix(text, []byte("\r"))
	from := min(p.Start.Byte-begin, len(text))
	to := min(max(p.End.Byte-begin, from), len(text))
	return []diag.Line{{Number: p.Start.Line, Text: string(bytes.ToValidUTF8(text, []byte("\uFFFD"))), From: from, To: to}}
}
