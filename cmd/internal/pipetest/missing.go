package pipetest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// failure tells of a call that nothing answered.
func (m *Missing) failure(t *Test, spans []*Span) Failure {
	f := Failure{
		Code: diag.MissingMock, Range: t.Range,
		Text: fmt.Sprintf("%q calls its service, and no mock answers. Write one:", m.Name),
	}
	if len(m.Passed) > 0 {
		f.Text = fmt.Sprintf("%q calls its service, and no mock is left to answer. Write another:", m.Name)
	}
	// The mock of a handler is missing because something failed before.
	for _, s := range spans {
		if n := len(s.Failures); n > 0 && s.Name != m.Name && s.Failures[n-1].Time == s.End { // its last attempt failed
			f.Text = fmt.Sprintf("%q failed with %s (%s). After that %s", s.Name, s.Failures[n-1].Error, s.Failures[n-1].Cause, f.Text)
			break
		}
	}
	f.Lines = m.Suggestion()
	if m.Arguments != nil {
		f.Lines = append(append(f.Lines, "", "It is called with:", ""), pretty(m.Arguments)...)
	}
	for _, p := range m.Passed {
		f.Notes = append(f.Notes, diag.Note{Range: p.Mock.Range, Text: "this one is passed over: " + p.Why})
	}
	return f
}

// Suggestion is the mock that is missing as it would be written, indented.
func (m *Missing) Suggestion() []string {
	return []string{
		fmt.Sprintf("  mock %q {", m.Name),
		"    output = " + m.example(),
		"  }",
	}
}

// ArgumentLines are the arguments of the call as indented JSON.
func (m *Missing) ArgumentLines() []string { return pretty(m.Arguments) }

// example is an output for the mock: an example of the task's result, {} where
// that is nothing or goes on for long.
func (m *Missing) example() string {
	const longest = 80
	text := hclText(m.Example)
	if len(text) > longest {
		return "{}"
	}
	return text
}

// hclText is a JSON value as HCL.
func hclText(v asl.Value) string {
	switch v := v.(type) {
	case asl.Array:
		items := make([]string, len(v))
		for i, x := range v {
			items[i] = hclText(x)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case asl.Object:
		if len(v) == 0 {
			return "{}"
		}
		members := make([]string, len(v))
		for i, m := range v {
			key := m.Key
			if !hclsyntax.ValidIdentifier(key) {
				key = quoted(key)
			}
			members[i] = key + " = " + hclText(m.Value)
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case asl.String:
		return quoted(string(v))
	case nil:
		return "{}"
	default:
	}
	return string(asl.AppendValue(nil, v, -1))
}

func quoted(s string) string {
	s = string(asl.AppendValue(nil, asl.String(s), -1))
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(s)
}

// pretty is a value as indented lines.
func pretty(v asl.Value) []string {
	text := strings.TrimSpace(string(asl.AppendValue(nil, orEmpty(v), 0)))
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = "  " + l
	}
	return lines
}
