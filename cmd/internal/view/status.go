package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

// A pipelineStatus is what is live of a pipeline, for programs.
type pipelineStatus struct {
	Pipeline  string           `json:"pipeline"`
	Account   string           `json:"account"`
	Region    string           `json:"region"`
	Deployed  bool             `json:"deployed"`
	Digest    string           `json:"digest,omitempty"`
	Busy      bool             `json:"deploy_under_way"`
	Alias     string           `json:"alias,omitempty"`
	Edited    bool             `json:"edited"`
	Versions  []versionStatus  `json:"versions"`
	Schedules []scheduleStatus `json:"schedules"`
	Rules     []ruleStatus     `json:"rules"`
	// Executions are the last ones, the latest first.
	Executions []executionReport `json:"executions"`
	Unmanaged  []string          `json:"unmanaged"`
}

type versionStatus struct {
	Number   int  `json:"number"`
	Weight   int  `json:"weight"`
	Ours     bool `json:"ours"`
	Complete bool `json:"complete"`
	Once     bool `json:"once,omitempty"`
	// Machine is the one beside the pipeline's that it is of.
	Machine string `json:"machine,omitempty"`
}

type scheduleStatus struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
	Timezone   string `json:"timezone"`
	Enabled    bool   `json:"enabled"`
	// Next is empty where it is not known.
	Next string `json:"next,omitempty"`
}

type ruleStatus struct {
	Bus     string `json:"bus"`
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
}

// A Live is what is live of a pipeline, and its last executions, the latest first.
type Live struct {
	deploy.Status
	Executions []operate.Execution
}

// Statuses writes what is live of pipelines, as "text" or "json". now is what the
// next times of schedules are after.
func Statuses(w io.Writer, format string, live []Live, now time.Time) error {
	all := make([]pipelineStatus, len(live))
	for i, l := range live {
		all[i] = reportStatus(l.Status, now)
		for _, x := range l.Executions {
			all[i].Executions = append(all[i].Executions, reportExecution(x, now))
		}
	}
	switch format {
	case "json":
		return encode(w, struct {
			Pipelines []pipelineStatus `json:"pipelines"`
		}{all})
	case "text":
		_, err := io.WriteString(w, statusText(all, live, now))
		return err
	}
	panic("view: no format " + format)
}

func reportStatus(s deploy.Status, now time.Time) pipelineStatus {
	out := pipelineStatus{
		Pipeline: s.Pipeline, Account: s.Place.Account, Region: s.Place.Region, Deployed: s.Deployed, Digest: s.Digest, Busy: s.Busy,
		Alias: s.Alias, Edited: s.Edited, Versions: []versionStatus{}, Schedules: []scheduleStatus{}, Rules: []ruleStatus{}, Executions: []executionReport{},
		Unmanaged: []string{},
	}
	for _, v := range s.Versions {
		out.Versions = append(out.Versions, versionStatus(v))
	}
	for _, r := range s.Schedules {
		one := scheduleStatus{Name: r.Name, Expression: r.Expression, Timezone: r.Timezone, Enabled: !r.Disabled}
		if next, ok := deploy.NextTime(r.Expression, r.Timezone, now); ok && one.Enabled {
			one.Next = next.Format(time.RFC3339)
		}
		out.Schedules = append(out.Schedules, one)
	}
	for _, r := range s.Rules {
		out.Rules = append(out.Rules, ruleStatus{r.Bus, r.Name, !r.Disabled})
	}
	for _, id := range s.Unmanaged {
		out.Unmanaged = append(out.Unmanaged, id.String())
	}
	return out
}

func statusText(all []pipelineStatus, live []Live, now time.Time) string {
	var out strings.Builder
	line := func(format string, args ...any) { out.WriteString(harmless(fmt.Sprintf(format, args...)) + "\n") }
	for i, s := range all {
		if i > 0 {
			out.WriteByte('\n')
		}
		line("%s in %s, account %s", s.Pipeline, s.Region, s.Account)
		if !s.Deployed {
			line("  is not deployed")
		}
		if s.Busy {
			line("  ! a deploy is under way, or was cut off")
		}
		switch {
		case s.Deployed && s.Digest == "": // whose versions are, if there are any, not ours to compare with
			line("  ! no deploy of pipectl's has ended: the first was cut off, or another tool deploys it")
		case s.Edited:
			line("  ! the machine is none of its versions: it was changed by hand, or a deploy was cut off")
		}
		if s.Alias != "" {
			line("  alias %s", s.Alias)
		}
		for _, v := range s.Versions {
			text := fmt.Sprintf("  version %d", v.Number)
			if v.Machine != "" {
				text += " of " + v.Machine
			}
			if v.Weight > 0 {
				text += fmt.Sprintf(", takes %d %%", v.Weight)
			}
			if v.Once {
				text += ", run once by a resume"
			} else if !v.Ours {
				text += ", not pipectl's"
			} else if !v.Complete {
				text += ", cannot be gone back to"
			}
			line("%s", text)
		}
		for _, r := range s.Schedules {
			text := fmt.Sprintf("  schedule %s: %s in %s", r.Name, r.Expression, r.Timezone)
			switch {
			case !r.Enabled:
				text += ", switched off"
			case r.Next != "":
				text += ", next " + r.Next
			}
			line("%s", text)
		}
		for _, r := range s.Rules {
			text := "  rule " + r.Name
			if r.Bus != "default" {
				text += " of " + r.Bus
			}
			if !r.Enabled {
				text += ", switched off"
			}
			line("%s", text)
		}
		if len(s.Executions) > 0 {
			line("  last executions:")
			out.WriteString(executionRows(s.Executions, live[i].Executions, now, "    "))
		}
		for _, id := range live[i].Unmanaged {
			line("  (%s)", whose(id, live[i].Others))
		}
	}
	return out.String()
}
