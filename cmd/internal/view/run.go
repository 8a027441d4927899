package view

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/dsl/diag"
)

// RunJSON writes what happened in an execution, for programs.
func RunJSON(w io.Writer, r *pipetest.Run) error {
	x := r.Execution
	out := struct {
		Status  string          `json:"status"`
		Output  json.RawMessage `json:"output"`
		Error   *string         `json:"error"`
		Cause   *string         `json:"cause"`
		Seconds float64         `json:"seconds"`
		Ran     []string        `json:"ran"`
		Kept    []string        `json:"kept"`
		Skipped []string        `json:"skipped"`
		Events  json.RawMessage `json:"events"`
	}{
		Status: r.Status(), Output: raw(x.Output), Seconds: r.Duration().Seconds(),
		Ran: append([]string{}, r.Ran()...), Kept: r.Kept(), Skipped: append([]string{}, r.Skipped...), Events: events(x),
	}
	if x.HasError {
		out.Error = &x.Error
	}
	if x.HasCause {
		out.Cause = &x.Cause
	}
	return encode(w, out)
}

// History is the event history of an execution as GetExecutionHistory gives it.
func History(x *engine.Execution) []byte {
	out := append([]byte(`{"events":`), events(x)...)
	return append(out, '}', '\n')
}

// events are one a line.
func events(x *engine.Execution) []byte {
	out := []byte{'['}
	for i, e := range x.Events {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '\n')
		out = e.AppendJSON(out)
	}
	return append(out, '\n', ']')
}

// MissingMock says which mock a run lacked, and what to write.
func MissingMock(r *pipetest.Run) string {
	m := r.Missing
	var out strings.Builder
	fmt.Fprintf(&out, "Error: %s [%s]\n\n", diag.Lookup(diag.MissingMock).Title, diag.MissingMock)
	fmt.Fprintf(&out, "%q calls its service, and ", m.Name)
	if len(m.Passed) > 0 {
		out.WriteString("no mock is left to answer: ")
		for i, p := range m.Passed {
			if i > 0 {
				out.WriteString("; ")
			}
			fmt.Fprintf(&out, "of mock %q %s", p.Mock.Name, p.Why)
		}
		out.WriteString(".")
	} else {
		out.WriteString("no mock answers.")
	}
	out.WriteString(" Put one into a file for --mocks, or let --stub make examples up:\n\n")
	out.WriteString("test \"mocks\" {\n")
	if p := r.Machine.Name; m.Kind != "" {
		fmt.Fprintf(&out, "  pipeline = %q\n", p)
	}
	out.WriteString(strings.Join(m.Suggestion(), "\n"))
	out.WriteString("\n}\n")
	if m.Arguments != nil {
		out.WriteString("\nIt is called with:\n\n" + strings.Join(m.ArgumentLines(), "\n") + "\n")
	}
	return out.String()
}
