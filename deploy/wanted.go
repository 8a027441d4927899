package deploy

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// Resources are the resources that a spec becomes in a place, those that others
// need before them: what is the same whatever was there before. Versions are
// not among them, nor to which of them the alias leads.
func (s *Spec) Resources(at Place) []Resource {
	var all []Resource
	if s.Role == "" {
		all = append(all, &Role{
			Name: roleName(s.Pipeline, useRun, at.Region), Description: "Runs the pipeline " + s.Pipeline,
			Trust: trust(statement{
				Principal: service("states.amazonaws.com"),
				Condition: conditions{
					"ArnLike":      {"aws:SourceArn": at.ARN(ID{Kind: KindMachine, Name: "*"})},
					"StringEquals": {"aws:SourceAccount": at.Account},
				},
			}),
			Boundary: s.Boundary, Tags: s.tags(),
		})
		if s.Policy != "" {
			all = append(all, &Policy{Role: roleName(s.Pipeline, useRun, at.Region), Name: policyName(s.Policy), Document: s.Policy})
		}
	}
	if s.LogLevel != "OFF" {
		all = append(all, &LogGroup{Name: logGroupName(s.Pipeline), RetentionDays: s.RetentionDays, Tags: s.tags()})
	}
	for _, m := range s.machines(at) {
		all = append(all, m)
	}
	return append(append(all, s.scheduled(at)...), s.ruled(at)...)
}

// WantedAlias is the alias of a spec, which does not say where it leads; nil where
// it has none.
func (s *Spec) WantedAlias() *Alias {
	if s.Alias == "" {
		return nil
	}
	return &Alias{Machine: s.Pipeline, Name: s.Alias, Description: aliasNote}
}

// machines are the parts and the machine itself, which is the last.
func (s *Spec) machines(at Place) []*Machine {
	m := Machine{Express: s.Express, Role: s.Role, Tracing: s.Tracing, Logging: Logging{Level: s.LogLevel}}
	if s.Role == "" {
		m.Role = at.ARN(ID{Kind: KindRole, Name: roleName(s.Pipeline, useRun, at.Region)})
	}
	if s.LogLevel != "OFF" {
		m.Logging.IncludeData = s.LogData
		m.Logging.Group = at.ARN(ID{Kind: KindLogGroup, Name: logGroupName(s.Pipeline)}) + ":*"
	}
	var all []*Machine
	for _, p := range append(slices.Clone(s.Parts), Part{s.Pipeline, s.Definition}) {
		one := m
		one.Name, one.Definition = p.Name, p.Definition
		all = append(all, &one)
	}
	of := digests(all)
	for _, m := range all {
		m.Tags = s.tags()
		m.Tags[TagDigest] = of[m.Name]
	}
	main := all[len(all)-1]
	main.Tags[TagDigest] = s.digest()
	if s.Alias != "" {
		main.Tags[TagAlias] = s.Alias
	}
	return all
}

// digest of all that a spec asks for.
func (s *Spec) digest() string {
	c := *s
	c.Keep = 0
	return digest(c)
}

// start is the ARN of what schedules and rules start.
func (s *Spec) start(at Place) string {
	if s.Alias != "" {
		return at.ARN(ID{Kind: KindAlias, In: s.Pipeline, Name: s.Alias})
	}
	return at.ARN(ID{Kind: KindMachine, Name: s.Pipeline})
}

// starts allows to start executions of what start is. A role that may start the
// machine may not therefore start an alias of it (UNVERIFIED), so it says both.
func (s *Spec) starts(at Place) statement {
	machine := at.ARN(ID{Kind: KindMachine, Name: s.Pipeline})
	return statement{Action: []string{"states:StartExecution"}, Resource: []string{machine, machine + ":*"}}
}

// scheduled are the schedules, and what they need. A schedule may start an alias
// (UNVERIFIED: Scheduler takes its ARN for a machine's).
func (s *Spec) scheduled(at Place) []Resource {
	if len(s.Schedules) == 0 {
		return nil
	}
	group := &ScheduleGroup{Name: scheduleGroupName(s.Pipeline), Tags: s.tags()}
	role := &Role{
		Name: roleName(s.Pipeline, useSchedule, at.Region), Description: "Starts the pipeline " + s.Pipeline + " by the clock",
		// The condition is the group's ARN; a schedule's is refused.
		Trust: trust(statement{
			Principal: service("scheduler.amazonaws.com"),
			Condition: conditions{"StringEquals": {"aws:SourceAccount": at.Account, "aws:SourceArn": at.ARN(group.ID())}},
		}),
		Boundary: s.Boundary, Tags: s.tags(),
	}
	all := []Resource{role, policyOf(role, s.starts(at)), group}
	for _, t := range s.Schedules {
		all = append(all, &Schedule{
			Group: group.Name, Name: t.Name, Description: aliasNote,
			Expression: t.Expression, Timezone: cmp.Or(t.Timezone, "UTC"),
			Target: s.start(at), Role: at.ARN(role.ID()), Input: t.Input,
		})
	}
	return all
}

// ruled are the rules of triggers and of what notifies, and what they need.
func (s *Spec) ruled(at Place) []Resource {
	if len(s.Triggers)+len(s.Notifies) == 0 {
		return nil
	}
	role := &Role{
		Name: roleName(s.Pipeline, useEvent, at.Region), Description: "Starts the pipeline " + s.Pipeline + " by events, and tells of its executions",
		Trust: trust(statement{
			Principal: service("events.amazonaws.com"),
			Condition: conditions{"StringEquals": {"aws:SourceAccount": at.Account}},
		}),
		Boundary: s.Boundary, Tags: s.tags(),
	}
	var allowed []statement
	if len(s.Triggers) > 0 {
		allowed = append(allowed, s.starts(at))
	}
	if len(s.Notifies) > 0 {
		var topics []string
		for _, n := range s.Notifies {
			topics = append(topics, n.Topic)
		}
		slices.Sort(topics)
		allowed = append(allowed, statement{Action: []string{"sns:Publish"}, Resource: slices.Compact(topics)})
	}
	all := []Resource{role, policyOf(role, allowed...)}
	for _, t := range s.Triggers {
		all = append(all, &Rule{
			Bus: cmp.Or(t.Bus, "default"), Name: ruleName(s.Pipeline, "trigger", t.Name), Description: "Starts the pipeline " + s.Pipeline,
			Pattern: t.Pattern, Tags: s.tags(),
			Targets: []Target{{ID: "pipeline", ARN: s.start(at), Role: at.ARN(role.ID()), Template: t.Template}},
		})
	}
	for _, n := range s.Notifies {
		all = append(all, &Rule{
			Bus: "default", Name: ruleName(s.Pipeline, "notify", n.Name), Description: "Tells of executions of the pipeline " + s.Pipeline,
			Pattern: ended(at.ARN(ID{Kind: KindMachine, Name: s.Pipeline}), n.On), Tags: s.tags(),
			// A role for a target that is a topic: UNVERIFIED. Where EventBridge
			// does not use it, the topic's own policy has to let
			// events.amazonaws.com publish; the topic is the user's.
			Targets: []Target{{ID: "topic", ARN: n.Topic, Role: at.ARN(role.ID())}},
		})
	}
	return all
}

// ended is the pattern of executions of a machine that ended. EventBridge is told
// of those of standard machines only. stateMachineArn is that of the machine,
// also where an alias was started (UNVERIFIED).
func ended(machine string, on []string) string {
	return jsonText(struct {
		Source     []string `json:"source"`
		DetailType []string `json:"detail-type"`
		Detail     any      `json:"detail"`
	}{
		[]string{"aws.states"},
		[]string{"Step Functions Execution Status Change"},
		struct {
			Status  []string `json:"status"`
			Machine []string `json:"stateMachineArn"`
		}{on, []string{machine}},
	})
}

// tags of everything that takes tags.
func (s *Spec) tags() Tags {
	tags := Tags{TagProject: s.Project, TagPipeline: s.Pipeline}
	maps.Copy(tags, s.Tags)
	return tags
}

// policyOf is the policy of a role that is not the machine's.
func policyOf(role *Role, allowed ...statement) *Policy {
	for i := range allowed {
		allowed[i].Effect = "Allow"
	}
	document := jsonText(policyDocument{"2012-10-17", allowed})
	return &Policy{Role: role.Name, Name: policyName(document), Document: document}
}

// trust is the policy that says who may assume a role.
func trust(who statement) string {
	who.Effect, who.Action = "Allow", []string{"sts:AssumeRole"}
	return jsonText(policyDocument{"2012-10-17", []statement{who}})
}

type (
	policyDocument struct {
		Version   string
		Statement []statement
	}
	statement struct {
		Effect    string
		Principal map[string]string `json:",omitempty"`
		Action    []string
		Resource  []string   `json:",omitempty"`
		Condition conditions `json:",omitempty"`
	}
	// conditions are values by key by operator.
	conditions map[string]map[string]string
)

func service(name string) map[string]string { return map[string]string{"Service": name} }

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("deploy: " + err.Error()) // values of ours can all be written
	}
	return string(text)
}
