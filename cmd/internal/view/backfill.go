package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy/operate"
)

// Backfilling gives a function that writes what happens in a backfill, a line each.
func Backfilling(w io.Writer) func(operate.Ticked) {
	return func(t operate.Ticked) {
		text := "started"
		switch {
		case t.Found && t.End.IsZero():
			text = "runs already"
		case t.Found:
			text = tickedText(t) + " before"
		case t.Status != engine.Running:
			text = tickedText(t)
		}
		fmt.Fprintf(w, "%s  %s: %s\n", t.Time.Format(time.RFC3339), t.Name, harmless(text))
	}
}

func tickedText(t operate.Ticked) string {
	text := strings.ReplaceAll(strings.ToLower(string(t.Status)), "_", " ")
	if !t.End.IsZero() {
		text += ", took " + pipetest.Clock(t.End.Sub(t.Start).Round(time.Second))
	}
	return text
}

// Backfill writes what became of the ticks of a backfill, as "text" or "json".
func Backfill(w io.Writer, format string, all []operate.Ticked) error {
	type report struct {
		Time   string `json:"scheduled_time"`
		Name   string `json:"name"`
		Status string `json:"status,omitempty"`
		ARN    string `json:"arn,omitempty"`
	}
	reports := []report{}
	counts := map[string]int{}
	for _, t := range all {
		status := strings.ToLower(string(t.Status))
		reports = append(reports, report{t.Time.Format(time.RFC3339), t.Name, status, t.ARN})
		counts[status]++
	}
	if format == "json" {
		return encode(w, struct {
			Executions []report `json:"executions"`
		}{reports})
	}
	var out strings.Builder
	for _, r := range reports {
		status := strings.ReplaceAll(r.Status, "_", " ")
		if status == "" {
			status = "not started"
		}
		fmt.Fprintf(&out, "%s  %s  %s\n", r.Time, r.Name, status)
	}
	var parts []string
	for _, status := range []string{"succeeded", "failed", "timed_out", "aborted", "running", "pending_redrive", ""} {
		if n := counts[status]; n > 0 {
			name := strings.ReplaceAll(status, "_", " ")
			if status == "" {
				name = "not started"
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, name))
		}
	}
	if len(parts) == 0 {
		parts = []string{"there is no such time"}
	}
	fmt.Fprintf(&out, "%s\n", strings.Join(parts, ", "))
	_, err := io.WriteString(w, out.String())
	return err
}
