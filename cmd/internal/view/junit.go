package view

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/dsl/diag"
)

// JUnit is how tests went in the XML that build servers read: a suite for each
// file, in order. Times are real seconds.
func JUnit(results []*pipetest.Result, sources map[string][]byte) ([]byte, error) {
	type failure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
	type testcase struct {
		Name     string    `xml:"name,attr"`
		Class    string    `xml:"classname,attr"`
		File     string    `xml:"file,attr"`
		Line     int       `xml:"line,attr"`
		Time     string    `xml:"time,attr"`
		Failures []failure `xml:"failure"`
	}
	type testsuite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Time     string     `xml:"time,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	var all struct {
		XMLName  xml.Name    `xml:"testsuites"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Suites   []testsuite `xml:"testsuite"`
	}
	total := 0.0
	for _, r := range results {
		if n := len(all.Suites); n == 0 || all.Suites[n-1].Name != r.Test.File {
			all.Suites = append(all.Suites, testsuite{Name: r.Test.File})
			total = 0
		}
		s := &all.Suites[len(all.Suites)-1]
		total += r.Took.Seconds()
		c := testcase{
			Name: clean(r.Test.Name), Class: r.Test.Pipeline.Name, File: r.Test.File, Line: r.Test.Range.Start.Line,
			Time: fmt.Sprintf("%.3f", r.Took.Seconds()),
		}
		if !r.Passed() {
			s.Failures++
			all.Failures++
			for _, report := range FailureReports(r, sources) {
				var text strings.Builder
				if err := diag.WriteText(&text, []diag.Report{report}, false); err != nil {
					return nil, err
				}
				message, _, _ := strings.Cut(report.Detail, "\n")
				c.Failures = append(c.Failures, failure{clean(message), string(report.Code), clean(text.String())})
			}
			if r.Run != nil {
				last := &c.Failures[len(c.Failures)-1]
				last.Text += clean("What happened:\n\n" + Timeline(r.Run))
			}
		}
		s.Cases = append(s.Cases, c)
		s.Tests++
		s.Time = fmt.Sprintf("%.3f", total)
		all.Tests++
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return nil, fmt.Errorf("write results as XML: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// clean drops what XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}
