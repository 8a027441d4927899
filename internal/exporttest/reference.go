package exporttest

import (
	"strings"

	"github.com/pipectl/pipectl/deploy"
)

// ref is what a Ref gives.
func (t *template) ref(name string) string {
	switch name {
	case "AWS::Partition":
		return t.at.Partition
	case "AWS::Region":
		return t.at.Region
	case "AWS::AccountId":
		return t.at.Account
	}
	r, properties := t.mentioned(name)
	if r == nil {
		return ""
	}
	switch r.kind {
	case "AWS::IAM::Role":
		return str(properties["RoleName"])
	case "AWS::Scheduler::ScheduleGroup":
		return str(properties["Name"])
	case "AWS::StepFunctions::StateMachine":
		return t.at.ARN(deploy.ID{Kind: deploy.KindMachine, Name: str(properties["StateMachineName"])})
	case "AWS::StepFunctions::StateMachineVersion":
		machine := str(properties["StateMachineArn"])
		return machine + ":<version of " + machine[strings.LastIndex(machine, ":")+1:] + ">"
	case "AWS::StepFunctions::StateMachineAlias":
		a := alias(properties)
		return t.at.ARN(a.ID())
	}
	t.problem("nobody needs the Ref of %s, of type %s", name, r.kind)
	return ""
}

// attribute is what a GetAtt gives.
func (t *template) attribute(name, attribute string) string {
	r, properties := t.mentioned(name)
	if r == nil {
		return ""
	}
	var id deploy.ID
	switch r.kind + "." + attribute {
	case "AWS::IAM::Role.Arn":
		id = deploy.ID{Kind: deploy.KindRole, Name: str(properties["RoleName"])}
	case "AWS::Scheduler::ScheduleGroup.Arn":
		id = deploy.ID{Kind: deploy.KindScheduleGroup, Name: str(properties["Name"])}
	case "AWS::Logs::LogGroup.Arn":
		return t.at.ARN(deploy.ID{Kind: deploy.KindLogGroup, Name: str(properties["LogGroupName"])}) + ":*"
	case "AWS::StepFunctions::StateMachine.StateMachineRevisionId":
		return "revision"
	default:
		t.problem("%s, of type %s, has no attribute %s that is needed", name, r.kind, attribute)
		return ""
	}
	return t.at.ARN(id)
}

func (t *template) mentioned(name string) (*resource, map[string]any) {
	r := t.byName[name]
	if r == nil {
		t.problem("%s is mentioned, and not there", name)
		return nil, nil
	}
	if t.now != nil {
		t.now.mentions[name] = true
	}
	return r, t.properties(r)
}

// alias is the alias of a machine of which it leads to a version.
func alias(properties map[string]any) *deploy.Alias {
	preference, _ := properties["DeploymentPreference"].(map[string]any)
	a := &deploy.Alias{Name: str(properties["Name"]), Description: str(properties["Description"])}
	version := str(preference["StateMachineVersionArn"])
	if preference["Type"] == "ALL_AT_ONCE" {
		a.Machine, _, _ = deploy.StateMachine(version)
	}
	return a
}

func str(v any) string {
	s, _ := v.(string)
	return s
}
