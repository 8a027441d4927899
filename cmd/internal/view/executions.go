package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

// An executionReport is an execution in a list, for programs.
type executionReport struct {
	ARN      string  `json:"arn"`
	Name     string  `json:"name"`
	Status   string  `json:"status"`
	Started  string  `json:"started"`
	Ended    string  `json:"ended,omitempty"`
	Seconds  float64 `json:"seconds"`
	Version  string  `json:"version,omitempty"`
	Alias    string  `json:"alias,omitempty"`
	Redrives int     `json:"redrives,omitempty"`
}

// Executions writes a list of executions, as "text" or "json". now is what those
// that run have taken until.
func Executions(w io.Writer, format string, all []operate.Execution, now time.Time) error {
	reports := []executionReport{}
	for _, x := range all {
		reports = append(reports, reportExecution(x, now))
	}
	if format == "json" {
		return encode(w, struct {
			Executions []executionReport `json:"executions"`
		}{reports})
	}
	_, err := io.WriteString(w, executionRows(reports, all, now, ""))
	return err
}

func reportExecution(x operate.Execution, now time.Time) executionReport {
	r := executionReport{
		ARN: x.ARN, Name: x.Name, Status: strings.ToLower(string(x.Status)), Started: x.Start.Format(time.RFC3339),
		Seconds: x.Took(now).Round(time.Millisecond).Seconds(), Redrives: x.Redrives, Version: qualifier(x.Version), Alias: qualifier(x.Alias),
	}
	if !x.End.IsZero() {
		r.Ended = x.End.Format(time.RFC3339)
	}
	return r
}

// executionRows are executions, a line each.
func executionRows(reports []executionReport, all []operate.Execution, now time.Time, indent string) string {
	var out strings.Builder
	width := 0
	for _, r := range reports {
		width = max(width, len(r.Name))
	}
	for i, r := range reports {
		took := pipetest.Clock(all[i].Took(now).Round(time.Second))
		line := fmt.Sprintf("%s%s  %-*s  %-15s  %s", indent, r.Started, width, r.Name, strings.ReplaceAll(r.Status, "_", " "), took)
		if r.Version != "" {
			line += ", version " + r.Version
			if id, _ := operate.ParseExecution(r.ARN); deploy.PipelineOf(id.Machine) != id.Machine {
				line += " of " + id.Machine
			}
		}
		if r.Redrives > 0 {
			line += fmt.Sprintf(", went on %d times", r.Redrives)
		}
		out.WriteString(harmless(line) + "\n")
	}
	return out.String()
}

// qualifier is what stands behind the name of a machine in an ARN.
func qualifier(arn string) string {
	if arn == "" {
		return ""
	}
	return arn[strings.LastIndexByte(arn, ':')+1:]
}
