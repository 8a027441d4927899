package view

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/deploy"
)

// PlanFormats are the names that Plans takes, the default first.
var PlanFormats = []string{"text", "json", "markdown"}

// Plans writes what plans would change, one after the other, in one of
// PlanFormats. Markdown is for the comments of a pull request. The secrets, see
// SecretTexts, are hidden wherever they are.
func Plans(w io.Writer, format string, plans []*deploy.Plan, secrets []string, colour bool) error {
	all := make([]pipelinePlan, len(plans))
	for i, p := range plans {
		all[i] = reportPlan(p, secrets)
	}
	switch format {
	case "text":
		return writePlanText(w, all, colour)
	case "json":
		return writePlanJSON(w, all)
	case "markdown":
		return writePlanMarkdown(w, all)
	}
	panic("view: no format " + format)
}

// A pipelinePlan is a plan in terms of what people know: one entry for each
// resource that changes, whatever calls that takes.
type pipelinePlan struct {
	Pipeline  string       `json:"pipeline"`
	Project   string       `json:"project"`
	Account   string       `json:"account"`
	Region    string       `json:"region"`
	Changes   []planChange `json:"changes"`
	Obstacles []string     `json:"obstacles"`
	Unmanaged []string     `json:"unmanaged"`

	whose []string // sentences about Unmanaged, for people
}

// A planChange is what becomes of one resource.
type planChange struct {
	Action string `json:"action"` // "create", "update" or "delete"
	Kind   string `json:"kind"`
	In     string `json:"in,omitempty"`
	Name   string `json:"name"`
	// Notes are of what changes, a line each.
	Notes []string `json:"notes,omitempty"`
	// States of a machine that change.
	States []stateChange `json:"states,omitempty"`
	// Diff is a unified difference of a text, without its head.
	Diff string `json:"diff,omitempty"`
}

func (c *planChange) title() string {
	if c.In != "" {
		return strings.ReplaceAll(c.Kind, "_", " ") + " " + c.Name + " of " + c.In
	}
	return strings.ReplaceAll(c.Kind, "_", " ") + " " + c.Name
}

// reportPlan puts the steps of a plan together by resource, in the order in which
// each is first touched.
func reportPlan(p *deploy.Plan, texts []string) pipelinePlan {
	secrets := secretsIn(p, texts)
	out := pipelinePlan{
		Pipeline: p.Pipeline, Project: p.Project, Account: p.Place.Account, Region: p.Place.Region,
		Changes: []planChange{}, Obstacles: []string{}, Unmanaged: []string{},
	}
	at := map[deploy.ID]int{}
	// entry is that of a resource; the first action counts.
	entry := func(id deploy.ID, action string) *planChange {
		i, ok := at[id]
		if !ok {
			i = len(out.Changes)
			at[id] = i
			out.Changes = append(out.Changes, planChange{Action: action, Kind: string(id.Kind), In: id.In, Name: id.Name})
		}
		return &out.Changes[i]
	}
	for _, change := range p.Changes {
		switch c := change.(type) {
		case *deploy.Create:
			e := entry(c.ID(), "create")
			describeNew(e, c, secrets)
		case *deploy.Update:
			if e := entry(c.ID(), "update"); e.Action == "create" {
				// A step of its creation: what it will be counts.
				e.Notes = nil
				describeNew(e, &deploy.Create{New: c.New}, secrets)
			} else {
				describeUpdate(e, c, secrets)
			}
		case *deploy.Delete:
			entry(c.ID(), "delete")
		case *deploy.Publish:
			e := entry(c.ID(), "update")
			e.Notes = append(e.Notes, "a version of it is published")
		case *deploy.Serve:
			action := "update"
			if c.Old == nil {
				action = "create"
			}
			e := entry(c.ID(), action)
			e.Notes = append(e.Notes, serves(c))
			if c.Before != "" && !told(p, c) {
				e.States, e.Diff = secrets.diffMachines(c.Before, c.After)
			}
		case *deploy.Retag:
			notes := tagNotes(c)
			if i, ok := at[c.Of]; len(notes) > 0 && (!ok || out.Changes[i].Action != "create") {
				e := entry(c.Of, "update")
				e.Notes = append(e.Notes, notes...)
			}
		case *deploy.Lock, *deploy.Unlock:
		}
	}
	if len(p.Changes) > 0 && len(out.Changes) == 0 {
		e := entry(deploy.ID{Kind: deploy.KindMachine, Name: p.Pipeline}, "update")
		e.Notes = append(e.Notes, "only what is recorded of its last deploy")
	}
	for _, o := range p.Obstacles {
		out.Obstacles = append(out.Obstacles, o.Error())
	}
	for _, id := range p.Unmanaged {
		out.Unmanaged = append(out.Unmanaged, id.String())
		out.whose = append(out.whose, whose(id, p.Others))
	}
	out.hide(secrets)
	return out
}

// whose says whose a resource is that is not the pipeline's.
func whose(id deploy.ID, others map[deploy.ID]string) string {
	if text := others[id]; text != "" {
		return id.String() + " " + text
	}
	return id.String() + " is not pipectl's"
}

// hide hides secrets in what is no difference of definitions, where they are hidden
// already.
func (p *pipelinePlan) hide(secrets secretTexts) {
	all := func(lines []string) {
		for i, text := range lines {
			lines[i] = secrets.line(text)
		}
	}
	all(p.Obstacles)
	all(p.Unmanaged)
	all(p.whose)
	for i := range p.Changes {
		c := &p.Changes[i]
		c.In, c.Name = secrets.line(c.In), secrets.line(c.Name)
		all(c.Notes)
		for j := range c.States {
			c.States[j].State, c.States[j].From = secrets.line(c.States[j].State), secrets.line(c.States[j].From)
		}
	}
}

// told says whether what becomes of an alias's executions is what becomes of its
// machine. It is not where the machine itself is not what served: when a version
// before it was gone back to, and when it was changed by hand.
func told(p *deploy.Plan, c *deploy.Serve) bool {
	for _, other := range p.Changes {
		u, ok := other.(*deploy.Update)
		if !ok {
			continue
		}
		if m, ok := u.Old.(*deploy.Machine); ok && m.Name == c.New.Machine {
			return (secretTexts{}).jsonDiff(m.Definition, c.Before) == ""
		}
	}
	return false
}

// serves says where an alias leads, before and after.
func serves(c *deploy.Serve) string {
	to := "the new version"
	if c.Version != 0 {
		to = fmt.Sprint("version ", c.Version)
	}
	if c.Old == nil {
		return "leads to " + to
	}
	var from []string
	for _, r := range c.Old.Routes {
		text := fmt.Sprint("version ", r.Version)
		if len(c.Old.Routes) > 1 {
			text += fmt.Sprintf(" (%d %%)", r.Weight)
		}
		from = append(from, text)
	}
	return "leads to " + to + ", before to " + strings.Join(from, " and ")
}

// tagNotes leave out what only says that a deploy was whole.
func tagNotes(c *deploy.Retag) []string {
	var notes []string
	for _, key := range slices.Sorted(maps.Keys(c.Set)) {
		if key == deploy.TagDigest {
			continue
		}
		new := c.Set[key]
		if secretly(key) {
			notes = append(notes, "tag "+key+" is another")
		} else if old, ok := c.Old[key]; ok {
			notes = append(notes, fmt.Sprintf("tag %s: %q becomes %q", key, old, new))
		} else {
			notes = append(notes, fmt.Sprintf("tag %s: %q", key, new))
		}
	}
	for _, key := range c.Remove {
		switch {
		case key == deploy.TagDigest:
		case secretly(key):
			notes = append(notes, "tag "+key+" is removed")
		default:
			notes = append(notes, fmt.Sprintf("tag %s is removed, it was %q", key, c.Old[key]))
		}
	}
	return notes
}

// describeNew says of a new resource what one cannot see from its name.
func describeNew(e *planChange, c *deploy.Create, secrets secretTexts) {
	switch r := c.New.(type) {
	case *deploy.Policy:
		if old, ok := c.Instead.(*deploy.Policy); ok {
			e.Notes = append(e.Notes, statements(old.Document, r.Document)...)
		} else {
			e.Notes = append(e.Notes, statements("", r.Document)...)
		}
	case *deploy.Role:
		if r.Boundary != "" {
			e.Notes = append(e.Notes, "bounded by "+r.Boundary)
		}
	case *deploy.LogGroup:
		e.Notes = append(e.Notes, "logs are kept "+days(r.RetentionDays))
	case *deploy.Machine:
		e.Notes = append(e.Notes, machineNote(r))
	case *deploy.Schedule:
		e.Notes = append(e.Notes, fmt.Sprintf("%s in %s", r.Expression, r.Timezone))
	case *deploy.Rule:
		e.Notes = append(e.Notes, "pattern "+secrets.hidden(r.Pattern))
	case *deploy.ScheduleGroup, *deploy.Alias, *deploy.Version:
	}
}

func days(n int) string {
	if n == 0 {
		return "for ever"
	}
	return fmt.Sprintf("%d days", n)
}

// describeUpdate says how a resource changes.
func describeUpdate(e *planChange, c *deploy.Update, secrets secretTexts) {
	was := func(name string, old, new any) {
		if old != new {
			e.Notes = append(e.Notes, fmt.Sprintf("%s: %v becomes %v", name, old, new))
		}
	}
	switch r := c.New.(type) {
	case *deploy.Role:
		old, _ := c.Old.(*deploy.Role)
		was("boundary", cmp.Or(old.Boundary, "none"), cmp.Or(r.Boundary, "none"))
		if e.Diff = secrets.jsonDiff(old.Trust, r.Trust); e.Diff != "" {
			e.Notes = append(e.Notes, "who may assume it")
		}
	case *deploy.Policy:
		old, _ := c.Old.(*deploy.Policy)
		e.Notes = append(e.Notes, statements(old.Document, r.Document)...)
	case *deploy.LogGroup:
		old, _ := c.Old.(*deploy.LogGroup)
		was("logs are kept", days(old.RetentionDays), days(r.RetentionDays))
	case *deploy.Machine:
		old, _ := c.Old.(*deploy.Machine)
		was("role", old.Role, r.Role)
		was("logging", loggingText(old.Logging), loggingText(r.Logging))
		was("tracing", onOff(old.Tracing), onOff(r.Tracing))
		e.States, e.Diff = secrets.diffMachines(old.Definition, r.Definition)
	case *deploy.Schedule:
		old, _ := c.Old.(*deploy.Schedule)
		was("when", old.Expression+" in "+old.Timezone, r.Expression+" in "+r.Timezone)
		was("it is", onOff(!old.Disabled), onOff(!r.Disabled))
		was("it starts", old.Target, r.Target)
		was("role", old.Role, r.Role)
		was("description", old.Description, r.Description)
		e.Diff = secrets.jsonDiff(old.Input, r.Input)
	case *deploy.Rule:
		old, _ := c.Old.(*deploy.Rule)
		was("it is", onOff(!old.Disabled), onOff(!r.Disabled))
		was("description", old.Description, r.Description)
		if !slices.Equal(old.Targets, r.Targets) {
			e.Notes = append(e.Notes, fmt.Sprintf("targets: %s becomes %s", targetsText(old.Targets), targetsText(r.Targets)))
		}
		e.Diff = secrets.jsonDiff(old.Pattern, r.Pattern)
	case *deploy.Alias, *deploy.ScheduleGroup, *deploy.Version:
	}
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func loggingText(l deploy.Logging) string {
	text := cmp.Or(l.Level, "OFF")
	if l.IncludeData {
		text += " with data"
	}
	return text
}

func targetsText(targets []deploy.Target) string {
	if len(targets) == 0 {
		return "none"
	}
	var all []string
	for _, t := range targets {
		text := t.ARN
		if t.Template != "" {
			text += " with " + t.Template
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}
