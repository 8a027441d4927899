package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy/operate"
)

// TaskLogs are the logs of one run of a task.
type TaskLogs struct {
	Span *pipetest.Span
	Logs []operate.Log
	// Inner is the ARN of the execution that the task started; empty: none.
	Inner string
}

type taskLogsReport struct {
	Task    string      `json:"task"`
	Element string      `json:"element,omitempty"`
	Error   string      `json:"error,omitempty"`
	Cause   string      `json:"cause,omitempty"`
	Inner   string      `json:"execution,omitempty"`
	Logs    []logReport `json:"logs"`
}

type logReport struct {
	Source  string       `json:"source"`
	LeftOut int          `json:"left_out,omitempty"`
	Problem string       `json:"problem,omitempty"`
	Lines   []lineReport `json:"lines"`
}

type lineReport struct {
	Time string `json:"time,omitempty"`
	Text string `json:"text"`
}

// Logs writes the logs of tasks of an execution, as "text" or "json". The lines are
// what others wrote: on a terminal they cannot do anything.
func Logs(w io.Writer, format string, r *pipetest.Run, tasks []TaskLogs) error {
	reports := []taskLogsReport{}
	for _, t := range tasks {
		reports = append(reports, reportLogs(t))
	}
	if format == "json" {
		return encode(w, struct {
			Tasks []taskLogsReport `json:"tasks"`
		}{reports})
	}
	_, err := io.WriteString(w, logsText(r, tasks, reports))
	return err
}

func reportLogs(t TaskLogs) taskLogsReport {
	out := taskLogsReport{Task: t.Span.Name, Element: t.Span.Element, Inner: t.Inner, Logs: []logReport{}}
	if n := len(t.Span.Failures); n > 0 {
		out.Error, out.Cause = t.Span.Failures[n-1].Error, t.Span.Failures[n-1].Cause
	}
	for _, l := range t.Logs {
		one := logReport{Source: l.Name, LeftOut: l.Cut, Lines: []lineReport{}}
		if l.Err != nil {
			one.Problem = l.Err.Error()
		}
		for _, line := range l.Lines {
			text := lineReport{Text: line.Text}
			if !line.Time.IsZero() {
				text.Time = line.Time.Format(time.RFC3339Nano)
			}
			one.Lines = append(one.Lines, text)
		}
		out.Logs = append(out.Logs, one)
	}
	return out
}

func logsText(r *pipetest.Run, tasks []TaskLogs, reports []taskLogsReport) string {
	var out strings.Builder
	line := func(format string, args ...any) { out.WriteString(harmless(fmt.Sprintf(format, args...)) + "\n") }
	for i, t := range reports {
		if i > 0 {
			out.WriteByte('\n')
		}
		head := t.Task
		if t.Element != "" {
			head += " (" + t.Element + ")"
		}
		if file, n, ok := r.Where(tasks[i].Span); ok {
			head += fmt.Sprintf(", %s line %d", file, n)
		}
		line("%s", head)
		if t.Error != "" {
			line("  %s: %s", t.Error, oneLine(t.Cause))
		}
		if t.Inner != "" {
			line("  It started an execution of its own: pipectl logs %s", t.Inner)
		}
		if len(t.Logs) == 0 && t.Inner == "" {
			line("  The service that it calls keeps no log of it.")
		}
		for _, l := range t.Logs {
			line("  %s", l.Source)
			if l.Problem != "" {
				line("    (%s)", l.Problem)
			}
			if l.LeftOut > 0 {
				line("    (%d lines before these)", l.LeftOut)
			}
			if len(l.Lines) == 0 && l.Problem == "" {
				line("    (nothing)")
			}
			for _, text := range l.Lines {
				when := ""
				if text.Time != "" {
					when = text.Time + "  "
				}
				line("    %s%s", when, strings.TrimRight(text.Text, " \r\n"))
			}
		}
	}
	return out.String()
}
