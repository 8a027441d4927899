package export

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/deploy"
)

// A File is one of those that an export is.
type File struct {
	Name string // without a folder
	Text []byte
}

// CloudFormation writes a spec as a template, which has everything in it. The
// spec was made for the place; see Place. It is an error where the names of
// resources depend on a region that is not known, and where CloudFormation does not
// take what the spec has: a template so large, a tag without a value, a text that
// looks like a reference.
//
// A template is of one pipeline, as it is one that is deployed and gone back from
// at a time. It is YAML, so that the definition stands in it line by line.
func CloudFormation(s deploy.Spec, at deploy.Place) (File, error) {
	t, err := newTemplate(s, at)
	if err != nil {
		return File{}, err
	}
	for _, r := range t.stack.resources {
		if err := t.resource(r); err != nil {
			return File{}, err
		}
	}
	f := File{s.Pipeline + ".yaml", t.file("")}
	if err := resolvable(s, f); err != nil {
		return File{}, err
	}
	if len(f.Text) > mostTemplate {
		return File{}, fmt.Errorf("pipeline %q makes a template of %d bytes, and CloudFormation takes %d; those of SAM have the definitions in files of their own",
			s.Pipeline, len(f.Text), mostTemplate)
	}
	return f, nil
}

// mostTemplate is how many bytes a template may have that is read from S3; one
// that is sent with the call may have 51,200. UNVERIFIED: CloudFormation's quotas.
const mostTemplate = 1_000_000

// resolvable refuses a template with a text in which CloudFormation would see a
// reference to a secret or a parameter, and put what that is in its place; it has
// no way to say that none is meant.
func resolvable(s deploy.Spec, f File) error {
	if bytes.Contains(f.Text, []byte("{{resolve:")) {
		return fmt.Errorf("pipeline %q has a text with {{resolve: in it, for which CloudFormation would put something else", s.Pipeline)
	}
	return nil
}

func newTemplate(s deploy.Spec, at deploy.Place) (*template, error) {
	k, err := newStack(s, at)
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
		if s.Tags[key] == "" { // Step Functions and Scheduler would take it
			return nil, fmt.Errorf("pipeline %q: CloudFormation takes no tag without a value, such as %q", s.Pipeline, key)
		}
	}
	return &template{stack: k}, nil
}

// file is the whole template. The transform may be empty.
func (t *template) file(transform string) []byte {
	out := []byte("# Written by pipectl; edit the pipeline, and export it again.\n")
	for _, need := range Needs(t.spec) {
		out = append(out, "# "+strings.ReplaceAll(need, "\n", " ")+"\n"...)
	}
	top := mapping{{"AWSTemplateFormatVersion", scalar("2010-09-09")}}
	if transform != "" {
		top = append(top, member{"Transform", scalar(transform)})
	}
	outputs := mapping{{"StateMachineArn", mapping{{"Value", tagged{"Ref", "StateMachine"}}}}}
	if t.spec.Alias != "" {
		name, _ := t.attribute(t.arns[t.at.ARN(deploy.ID{Kind: deploy.KindAlias, In: t.spec.Pipeline, Name: t.spec.Alias})])
		outputs = append(outputs, member{"AliasArn", mapping{{"Value", tagged{"Ref", name}}}})
	}
	return appendYAML(out, append(top,
		member{"Description", scalar("The pipeline " + t.spec.Pipeline)},
		member{"Resources", t.resources},
		member{"Outputs", outputs},
	), -1)
}

// resource adds a resource as CloudFormation itself has it.
func (t *template) resource(r deploy.Resource) error {
	name := t.name(r.ID())
	switch r := r.(type) {
	case *deploy.Role:
		trust, err := t.document(r, r.Trust)
		if err != nil {
			return err
		}
		p := mapping{
			{"RoleName", t.value(split(r.Name))},
			{"Description", scalar(r.Description)},
			{"AssumeRolePolicyDocument", trust},
		}
		if r.Boundary != "" {
			p = append(p, member{"PermissionsBoundary", scalar(r.Boundary)})
		}
		t.add(name, "AWS::IAM::Role", nil, append(p, member{"Tags", tags(r.Tags)}))
	case *deploy.Policy:
		policy, err := t.document(r, r.Document)
		if err != nil {
			return err
		}
		t.add(name, "AWS::IAM::RolePolicy", nil, mapping{
			{"RoleName", t.value(t.nameOf(deploy.ID{Kind: deploy.KindRole, Name: r.Role}))},
			{"PolicyName", scalar(r.Name)},
			{"PolicyDocument", policy},
		})
	case *deploy.LogGroup:
		p := mapping{{"LogGroupName", scalar(r.Name)}}
		if r.RetentionDays > 0 {
			p = append(p, member{"RetentionInDays", number(r.RetentionDays)})
		}
		t.add(name, "AWS::Logs::LogGroup", nil, append(p, member{"Tags", tags(r.Tags)}))
	case *deploy.Machine:
		definition, substitutions := t.definition(r)
		p := mapping{
			{"StateMachineName", scalar(r.Name)},
			{"StateMachineType", scalar(machineType(r))},
			{"RoleArn", t.value(t.stack.text(r.Role))},
			{"DefinitionString", block(definition)},
		}
		if len(substitutions) > 0 {
			p = append(p, member{"DefinitionSubstitutions", substitutions})
		}
		t.add(name, "AWS::StepFunctions::StateMachine", t.waits(r.Role), append(p,
			member{"LoggingConfiguration", t.logging(r)},
			member{"TracingConfiguration", mapping{{"Enabled", boolean(r.Tracing)}}},
			member{"Tags", tags(r.Tags)},
		))
		if t.versioned(r) {
			t.version(name)
		}
	case *deploy.Alias:
		t.add(name, "AWS::StepFunctions::StateMachineAlias", nil, mapping{
			{"Name", scalar(r.Name)},
			{"Description", scalar(r.Description)},
			{"DeploymentPreference", mapping{
				{"Type", scalar("ALL_AT_ONCE")},
				{"StateMachineVersionArn", tagged{"Ref", "StateMachineVersion"}},
			}},
		})
	case *deploy.ScheduleGroup:
		t.add(name, "AWS::Scheduler::ScheduleGroup", nil, mapping{{"Name", scalar(r.Name)}, {"Tags", tags(r.Tags)}})
	case *deploy.Schedule:
		t.add(name, "AWS::Scheduler::Schedule", t.waits(r.Role), append(t.schedule(r), member{"Target", mapping{
			{"Arn", t.value(t.stack.text(r.Target))},
			{"RoleArn", t.value(t.stack.text(r.Role))},
			{"Input", block(r.Input)},
		}}))
	case *deploy.Rule:
		return t.rule(name, r)
	case *deploy.Version:
	}
	return nil
}

// version adds the version of a machine. A revision is another with each change
// of the machine, so that each change makes a version.
func (t *template) version(machine string) {
	t.add(machine+"Version", "AWS::StepFunctions::StateMachineVersion", nil, mapping{
		{"StateMachineArn", tagged{"Ref", machine}},
		{"StateMachineRevisionId", tagged{"GetAtt", machine + ".StateMachineRevisionId"}},
	}, kept...)
}

// definition is that of a machine with names for the parts that it runs, and what
// the names stand for.
func (t *template) definition(m *deploy.Machine) (definition string, substitutions mapping) {
	parts, mentions := t.runs(m.Definition)
	definition = m.Definition
	for i, p := range parts {
		part := attributeOf{deploy.ID{Kind: deploy.KindMachine, Name: p.Name}, propertyVersion}
		name, _ := t.attribute(part)
		key := name
		for strings.Contains(definition, "${"+key+"}") { // it is the user's text
			key += "_"
		}
		definition = strings.ReplaceAll(definition, mentions[i], `"${`+key+`}"`)
		substitutions = append(substitutions, member{key, tagged{"Ref", name}})
	}
	return definition, substitutions
}

func (t *template) logging(m *deploy.Machine) node {
	p := mapping{{"Level", scalar(m.Logging.Level)}}
	if m.Logging.Group == "" {
		return p
	}
	return append(p,
		member{"IncludeExecutionData", boolean(m.Logging.IncludeData)},
		member{"Destinations", sequence{mapping{{"CloudWatchLogsLogGroup", mapping{
			{"LogGroupArn", t.value(t.stack.text(m.Logging.Group))},
		}}}}},
	)
}

// schedule is what a schedule has besides its target.
func (t *template) schedule(r *deploy.Schedule) mapping {
	return mapping{
		{"Name", scalar(r.Name)},
		{"GroupName", t.value(t.nameOf(deploy.ID{Kind: deploy.KindScheduleGroup, Name: r.Group}))},
		{"Description", scalar(r.Description)},
		{"ScheduleExpression", scalar(r.Expression)},
		{"ScheduleExpressionTimezone", scalar(r.Timezone)},
		{"FlexibleTimeWindow", mapping{{"Mode", scalar("OFF")}}},
	}
}

func (t *template) rule(name string, r *deploy.Rule) error {
	pattern, err := t.pattern(r)
	if err != nil {
		return err
	}
	targets := sequence{}
	var waits []string
	for _, target := range r.Targets {
		one := mapping{
			{"Id", scalar(target.ID)},
			{"Arn", t.value(t.stack.text(target.ARN))},
			{"RoleArn", t.value(t.stack.text(target.Role))},
		}
		if target.Template != "" {
			one = append(one, member{"InputTransformer", mapping{{"InputTemplate", block(target.Template)}}})
		}
		targets = append(targets, one)
		waits = append(waits, t.waits(target.Role)...)
	}
	t.add(name, "AWS::Events::Rule", waits, mapping{
		{"Name", scalar(r.Name)},
		{"EventBusName", scalar(r.Bus)},
		{"Description", scalar(r.Description)},
		{"EventPattern", pattern},
		{"Targets", targets},
		{"Tags", tags(r.Tags)},
	})
	return nil
}

// waits are the policies of a role, which are there before it is used.
func (t *template) waits(role string) []string {
	var names []string
	for _, id := range t.policies(role) {
		names = append(names, t.name(id))
	}
	return names
}

func machineType(m *deploy.Machine) string {
	if m.Express {
		return "EXPRESS"
	}
	return "STANDARD"
}
