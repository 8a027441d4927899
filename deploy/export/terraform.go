package export

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/deploy"
)

// Terraform writes specs, made for the place, as one module: a file of resources
// for each pipeline, its policy and the definitions of its machines in files
// beside it, and a file of what all have in common. Errors are those of
// CloudFormation but for the size.
//
// A module holds several pipelines, as a state of Terraform's does. What is in
// it is named by the pipeline and, after a dash, which no name of ours has, what it
// is of the pipeline.
func Terraform(specs []deploy.Spec, at deploy.Place) ([]File, error) {
	var files []File
	used := map[unknown]bool{}
	for _, s := range specs {
		k, err := newStack(s, at)
		if err != nil {
			return nil, err
		}
		m := &module{stack: k, used: used}
		more, err := m.files()
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return append([]File{common(used)}, files...), nil
}

// CommonFile is the name of the file of what pipelines of a module have in common;
// none of the others has such a one.
const CommonFile = "all-pipelines.tf"

// common is what all pipelines need. The version of the provider is that with which
// modules were applied; those before had aliases too.
func common(used map[unknown]bool) File {
	var b strings.Builder
	b.WriteString(header + `
terraform {
  required_version = ">= 1.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}
`)
	for _, u := range unknowns {
		if used[u] {
			fmt.Fprintf(&b, "\ndata %q \"current\" {}\n", dataSources[u].kind)
		}
	}
	return File{CommonFile, []byte(b.String())}
}

const header = "# Written by pipectl; edit the pipeline, and export it again.\n"

// dataSources say what is unknown of a place.
var dataSources = map[unknown]struct{ kind, attribute string }{
	anyPartition: {"aws_partition", "partition"},
	// The attribute that is the region's name is another in version 6; this is
	// the same in both.
	anyRegion:  {"aws_region", "id"},
	anyAccount: {"aws_caller_identity", "account_id"},
}

// A module is what a pipeline adds to one.
type module struct {
	*stack
	used  map[unknown]bool // of a place, by the whole module
	out   strings.Builder
	texts []File // read by the file of resources
}

func (m *module) files() ([]File, error) {
	m.out.WriteString(header)
	for _, need := range Needs(m.spec) {
		m.out.WriteString("# " + strings.ReplaceAll(need, "\n", " ") + "\n")
	}
	if slices.ContainsFunc(m.resources, func(r deploy.Resource) bool { return deploy.TagsOf(r) != nil }) {
		m.block("locals", nil, argument{m.spec.Pipeline + "_tags", tagMap(m.common())})
	}
	for _, r := range m.resources {
		if err := m.resource(r); err != nil {
			return nil, err
		}
	}
	m.output("state_machine_arn", deploy.ID{Kind: deploy.KindMachine, Name: m.spec.Pipeline})
	if m.spec.Alias != "" {
		m.output("alias_arn", deploy.ID{Kind: deploy.KindAlias, In: m.spec.Pipeline, Name: m.spec.Alias})
	}
	main := File{m.spec.Pipeline + ".tf", hclwrite.Format([]byte(m.out.String()))}
	return append([]File{main}, m.texts...), nil
}

// common are the tags that all resources of the pipeline have.
func (m *module) common() deploy.Tags {
	all := deploy.Tags{deploy.TagProject: m.spec.Project, deploy.TagPipeline: m.spec.Pipeline}
	maps.Copy(all, m.spec.Tags)
	return all
}

func (m *module) output(what string, id deploy.ID) {
	m.block("output", []string{m.spec.Pipeline + "_" + what}, argument{"value", m.value(text{attributeOf{id, propertyARN}})})
}

// An argument is one of a block, its value as HCL, or a block in it, where the
// value is a list of arguments.
type argument struct {
	name  string
	value any // string or []argument
}

// block writes a block.
func (m *module) block(kind string, labels []string, arguments ...argument) {
	m.out.WriteString("\n" + kind)
	for _, l := range labels {
		m.out.WriteString(" " + strconv.Quote(l))
	}
	m.body(arguments)
}

func (m *module) body(arguments []argument) {
	m.out.WriteString(" {\n")
	for _, a := range arguments {
		switch v := a.value.(type) {
		case string:
			if v != "" {
				m.out.WriteString(a.name + " = " + v + "\n")
			}
		case []argument:
			m.out.WriteString("\n" + a.name)
			m.body(v)
		}
	}
	m.out.WriteString("}\n")
}

// local is the name of a resource in the module, among those of its type.
func (m *module) local(id deploy.ID) string {
	of := m.labels[id]
	switch id.Kind {
	case deploy.KindRole, deploy.KindPolicy:
		return m.spec.Pipeline + "-" + string(of.what)
	case deploy.KindMachine: // that of a part has a dash itself
		return id.Name
	case deploy.KindSchedule:
		return m.spec.Pipeline + "-" + of.name
	case deploy.KindRule:
		return m.spec.Pipeline + "-" + string(of.what) + "-" + of.name
	case deploy.KindLogGroup, deploy.KindAlias, deploy.KindScheduleGroup, deploy.KindVersion:
	}
	return m.spec.Pipeline
}

// terraformTypes are the types of the resources, of hashicorp/aws.
var terraformTypes = map[deploy.Kind]string{
	deploy.KindRole:          "aws_iam_role",
	deploy.KindPolicy:        "aws_iam_role_policy",
	deploy.KindLogGroup:      "aws_cloudwatch_log_group",
	deploy.KindMachine:       "aws_sfn_state_machine",
	deploy.KindAlias:         "aws_sfn_alias",
	deploy.KindScheduleGroup: "aws_scheduler_schedule_group",
	deploy.KindSchedule:      "aws_scheduler_schedule",
	deploy.KindRule:          "aws_cloudwatch_event_rule",
}

// address is that of a resource in the module.
func (m *module) address(id deploy.ID) string { return terraformTypes[id.Kind] + "." + m.local(id) }

func (m *module) resource(r deploy.Resource) error {
	id := r.ID()
	add := func(arguments ...argument) {
		m.block("resource", []string{terraformTypes[id.Kind], m.local(id)}, arguments...)
	}
	switch r := r.(type) {
	case *deploy.Role:
		trust, err := m.document(r, r.Trust)
		if err != nil {
			return err
		}
		boundary := ""
		if r.Boundary != "" {
			boundary = quoted(r.Boundary)
		}
		add(
			argument{"name", m.value(split(r.Name))},
			argument{"description", quoted(r.Description)},
			argument{"assume_role_policy", "jsonencode(" + trust + ")"},
			argument{"permissions_boundary", boundary},
			argument{"tags", m.tags(r.Tags)},
		)
	case *deploy.Policy:
		policy := ""
		if m.own(r) {
			own, err := m.document(r, r.Document)
			if err != nil {
				return err
			}
			policy = "jsonencode(" + own + ")"
		} else {
			policy = "file(" + m.beside(m.spec.Pipeline+".policy.json", r.Document) + ")"
		}
		// The name is of what is in it. So the new one is there before the
		// old one goes.
		add(
			argument{"name", quoted(r.Name)},
			argument{"role", m.value(m.nameOf(deploy.ID{Kind: deploy.KindRole, Name: r.Role}))},
			argument{"policy", policy},
			argument{"lifecycle", []argument{{"create_before_destroy", "true"}}},
		)
	case *deploy.LogGroup:
		retention := ""
		if r.RetentionDays > 0 {
			retention = strconv.Itoa(r.RetentionDays)
		}
		add(argument{"name", quoted(r.Name)}, argument{"retention_in_days", retention}, argument{"tags", m.tags(r.Tags)})
	case *deploy.Machine:
		all := []argument{
			{"name", quoted(r.Name)},
			{"type", quoted(machineType(r))},
			{"role_arn", m.value(m.text(r.Role))},
			{"definition", m.definition(r)},
		}
		if m.versioned(r) {
			all = append(all, argument{"publish", "true"})
		}
		add(append(all,
			argument{"tags", m.tags(r.Tags)},
			argument{"depends_on", m.waits(r.Role)},
			argument{"logging_configuration", m.logging(r)},
			argument{"tracing_configuration", []argument{{"enabled", strconv.FormatBool(r.Tracing)}}},
		)...)
	case *deploy.Alias:
		machine := deploy.ID{Kind: deploy.KindMachine, Name: r.Machine}
		add(
			argument{"name", quoted(r.Name)},
			argument{"description", quoted(r.Description)},
			argument{"routing_configuration", []argument{
				{"state_machine_version_arn", m.value(text{attributeOf{machine, propertyVersion}})},
				{"weight", "100"},
			}},
		)
	case *deploy.ScheduleGroup:
		add(argument{"name", quoted(r.Name)}, argument{"tags", m.tags(r.Tags)})
	case *deploy.Schedule:
		add(
			argument{"name", quoted(r.Name)},
			argument{"group_name", m.value(m.nameOf(deploy.ID{Kind: deploy.KindScheduleGroup, Name: r.Group}))},
			argument{"description", quoted(r.Description)},
			argument{"schedule_expression", quoted(r.Expression)},
			argument{"schedule_expression_timezone", quoted(r.Timezone)},
			argument{"depends_on", m.waits(r.Role)},
			argument{"flexible_time_window", []argument{{"mode", `"OFF"`}}},
			argument{"target", []argument{
				{"arn", m.value(m.text(r.Target))},
				{"role_arn", m.value(m.text(r.Role))},
				{"input", heredoc(r.Input)},
			}},
		)
	case *deploy.Rule:
		pattern, err := m.document(r, r.Pattern)
		if err != nil {
			return err
		}
		pattern = "jsonencode(" + pattern + ")"
		if cty.NormalizeString(r.Pattern) != r.Pattern || halves.MatchString(r.Pattern) {
			pattern = quoted(plain(r.Pattern)) // a user's: it mentions nothing
		}
		add(
			argument{"name", quoted(r.Name)},
			argument{"event_bus_name", quoted(r.Bus)},
			argument{"description", quoted(r.Description)},
			argument{"event_pattern", pattern},
			argument{"tags", m.tags(r.Tags)},
		)
		for _, target := range r.Targets {
			m.target(r, target)
		}
	case *deploy.Version:
	}
	return nil
}

func (m *module) target(r *deploy.Rule, target deploy.Target) {
	rule := m.address(r.ID())
	all := []argument{
		{"rule", rule + ".name"},
		{"event_bus_name", rule + ".event_bus_name"},
		{"target_id", quoted(target.ID)},
		{"arn", m.value(m.text(target.ARN))},
		{"role_arn", m.value(m.text(target.Role))},
		{"depends_on", m.waits(target.Role)},
	}
	if target.Template != "" {
		all = append(all, argument{"input_transformer", []argument{{"input_template", heredoc(target.Template)}}})
	}
	m.block("resource", []string{"aws_cloudwatch_event_target", m.local(r.ID())}, all...)
}

// waits are the policies of a role, which are there before it is used; empty
// where there are none.
func (m *module) waits(role string) string {
	var all []string
	for _, id := range m.policies(role) {
		all = append(all, m.address(id))
	}
	if all == nil {
		return ""
	}
	return "[" + strings.Join(all, ", ") + "]"
}

func (m *module) logging(r *deploy.Machine) []argument {
	all := []argument{{"level", quoted(r.Logging.Level)}}
	if r.Logging.Group != "" {
		all = append(all,
			argument{"include_execution_data", strconv.FormatBool(r.Logging.IncludeData)},
			argument{"log_destination", m.value(m.text(r.Logging.Group))},
		)
	}
	return all
}

// definition reads that of a machine from a file, in which names stand for the
// parts that it runs, if there are any.
func (m *module) definition(r *deploy.Machine) string {
	name := r.Name + ".asl.json"
	parts, mentions := m.runs(r.Definition)
	if len(parts) == 0 {
		return "file(" + m.beside(name, r.Definition) + ")"
	}
	text := templated.Replace(r.Definition)
	var b strings.Builder
	for i, p := range parts {
		variable := strings.ReplaceAll(p.Name, "-", "_")
		text = strings.ReplaceAll(text, mentions[i], `"${`+variable+`}"`)
		version := attributeOf{deploy.ID{Kind: deploy.KindMachine, Name: p.Name}, propertyVersion}
		b.WriteString(variable + " = " + m.mention(version) + "\n")
	}
	return "templatefile(" + m.beside(name, text) + ", {\n" + b.String() + "})"
}

// beside adds a file of JSON to the module, and is the path of it there.
func (m *module) beside(name, text string) string {
	m.texts = append(m.texts, File{name, []byte(composed(text))})
	return `"${path.module}/` + inner(name) + `"`
}

// tags of a resource: those that all have, and more.
func (m *module) tags(all deploy.Tags) string {
	common := m.common()
	own := deploy.Tags{}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if v, ok := common[k]; !ok || v != all[k] {
			own[k] = all[k]
		}
	}
	name := "local." + m.spec.Pipeline + "_tags"
	if len(own) == 0 {
		return name
	}
	return "merge(" + name + ", " + tagMap(own) + ")"
}

func tagMap(all deploy.Tags) string {
	var b strings.Builder
	b.WriteString("{\n")
	for _, k := range slices.Sorted(maps.Keys(all)) {
		b.WriteString(quoted(k) + " = " + quoted(all[k]) + "\n")
	}
	return b.String() + "}"
}
