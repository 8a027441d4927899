package exporttest

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/pipectl/pipectl/deploy"
)

// resource is what CloudFormation makes of properties; nil for a version.
func (t *template) resource(kind string, p map[string]any) deploy.Resource {
	switch kind {
	case "AWS::IAM::Role":
		return &deploy.Role{
			Name: str(p["RoleName"]), Description: str(p["Description"]), Trust: jsonText(p["AssumeRolePolicyDocument"]),
			Boundary: str(p["PermissionsBoundary"]), Tags: tags(p["Tags"]),
		}
	case "AWS::IAM::RolePolicy":
		return &deploy.Policy{Role: str(p["RoleName"]), Name: str(p["PolicyName"]), Document: jsonText(p["PolicyDocument"])}
	case "AWS::Logs::LogGroup":
		days, _ := p["RetentionInDays"].(int)
		return &deploy.LogGroup{Name: str(p["LogGroupName"]), RetentionDays: days, Tags: tags(p["Tags"])}
	case "AWS::StepFunctions::StateMachine":
		definition := str(p["DefinitionString"])
		substitutions, _ := p["DefinitionSubstitutions"].(map[string]any)
		for key, value := range substitutions { // in any order: no value holds a key
			if !strings.Contains(definition, "${"+key+"}") {
				t.problem("the definition of %s does not mention %s", p["StateMachineName"], key)
			}
			definition = strings.ReplaceAll(definition, "${"+key+"}", str(value))
		}
		tracing, _ := p["TracingConfiguration"].(map[string]any)
		logging, _ := p["LoggingConfiguration"].(map[string]any)
		m := &deploy.Machine{
			Name: str(p["StateMachineName"]), Express: p["StateMachineType"] == "EXPRESS", Definition: definition, Role: str(p["RoleArn"]),
			Tracing: tracing["Enabled"] == true, Tags: tags(p["Tags"]),
			Logging: deploy.Logging{Level: str(logging["Level"]), IncludeData: logging["IncludeExecutionData"] == true},
		}
		if to, _ := logging["Destinations"].([]any); len(to) == 1 {
			destination, _ := to[0].(map[string]any)
			group, _ := destination["CloudWatchLogsLogGroup"].(map[string]any)
			m.Logging.Group = str(group["LogGroupArn"])
		}
		return m
	case "AWS::StepFunctions::StateMachineAlias":
		return alias(p)
	case "AWS::Scheduler::ScheduleGroup":
		return &deploy.ScheduleGroup{Name: str(p["Name"]), Tags: tags(p["Tags"])}
	case "AWS::Scheduler::Schedule":
		target, _ := p["Target"].(map[string]any)
		return &deploy.Schedule{
			Group: str(p["GroupName"]), Name: str(p["Name"]), Description: str(p["Description"]), Expression: str(p["ScheduleExpression"]),
			Timezone: str(p["ScheduleExpressionTimezone"]), Disabled: p["State"] == "DISABLED",
			Target: str(target["Arn"]), Role: str(target["RoleArn"]), Input: str(target["Input"]),
		}
	case "AWS::Events::Rule":
		r := &deploy.Rule{
			Bus: str(p["EventBusName"]), Name: str(p["Name"]), Description: str(p["Description"]), Pattern: jsonText(p["EventPattern"]),
			Disabled: p["State"] == "DISABLED", Tags: tags(p["Tags"]),
		}
		targets, _ := p["Targets"].([]any)
		for _, one := range targets {
			target, _ := one.(map[string]any)
			input, _ := target["InputTransformer"].(map[string]any)
			r.Targets = append(r.Targets, deploy.Target{
				ID: str(target["Id"]), ARN: str(target["Arn"]), Role: str(target["RoleArn"]), Template: str(input["InputTemplate"]),
			})
		}
		return r
	case "AWS::StepFunctions::StateMachineVersion":
		if p["StateMachineRevisionId"] != "revision" {
			t.problem("a version of %s is not made again when the machine changes", p["StateMachineArn"])
		}
	}
	return nil
}

func tags(v any) deploy.Tags {
	all, _ := v.([]any)
	out := deploy.Tags{}
	for _, one := range all {
		tag, _ := one.(map[string]any)
		out[str(tag["Key"])] = str(tag["Value"])
	}
	return out
}

// jsonText is a JSON document, which may be a text already.
func jsonText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return out.String()
}
