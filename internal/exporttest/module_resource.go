package exporttest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/deploy"
)

// resource is what the provider makes of a block.
func (m *module) resource(b *block, v cty.Value) deploy.Resource {
	if !v.IsKnown() {
		return nil // told
	}
	name := member(v, "name")
	switch b.kind {
	case "aws_iam_role":
		return &deploy.Role{
			Name: name, Description: member(v, "description"), Trust: member(v, "assume_role_policy"), Boundary: member(v, "permissions_boundary"),
			Tags: tagged(v),
		}
	case "aws_iam_role_policy":
		return &deploy.Policy{Role: member(v, "role"), Name: name, Document: member(v, "policy")}
	case "aws_cloudwatch_log_group":
		g := &deploy.LogGroup{Name: name, Tags: tagged(v)}
		if days := v.GetAttr("retention_in_days"); !days.IsNull() {
			n, _ := days.AsBigFloat().Int64()
			g.RetentionDays = int(n)
		}
		return g
	case "aws_sfn_state_machine":
		logging := inside(v, "logging_configuration")
		tracing := inside(v, "tracing_configuration")
		return &deploy.Machine{
			Name: name, Express: member(v, "type") == "EXPRESS", Definition: member(v, "definition"), Role: member(v, "role_arn"),
			Logging: deploy.Logging{Level: member(logging, "level"), IncludeData: isTrue(logging, "include_execution_data"), Group: member(logging, "log_destination")},
			Tracing: isTrue(tracing, "enabled"), Tags: tagged(v),
		}
	case "aws_sfn_alias":
		return &deploy.Alias{Machine: aliased(v), Name: name, Description: member(v, "description")}
	case "aws_scheduler_schedule_group":
		return &deploy.ScheduleGroup{Name: name, Tags: tagged(v)}
	case "aws_scheduler_schedule":
		to := inside(v, "target")
		return &deploy.Schedule{
			Group: member(v, "group_name"), Name: name, Description: member(v, "description"), Expression: member(v, "schedule_expression"),
			Timezone: member(v, "schedule_expression_timezone"), Disabled: member(v, "state") == "DISABLED",
			Target: member(to, "arn"), Role: member(to, "role_arn"), Input: member(to, "input"),
		}
	case "aws_cloudwatch_event_rule":
		return &deploy.Rule{
			Bus: member(v, "event_bus_name"), Name: name, Description: member(v, "description"), Pattern: member(v, "event_pattern"),
			Disabled: member(v, "state") == "DISABLED", Tags: tagged(v),
		}
	}
	m.problem("nobody knows what %s makes", b.kind)
	return nil
}

func target(v cty.Value) deploy.Target {
	return deploy.Target{
		ID: member(v, "target_id"), ARN: member(v, "arn"), Role: member(v, "role_arn"),
		Template: member(inside(v, "input_transformer"), "input_template"),
	}
}

func isTrue(v cty.Value, name string) bool {
	return v != cty.NilVal && v.GetAttr(name).RawEquals(cty.True)
}

func tagged(v cty.Value) deploy.Tags {
	all := deploy.Tags{}
	if tags := v.GetAttr("tags"); !tags.IsNull() {
		for k, e := range tags.AsValueMap() {
			all[k] = e.AsString()
		}
	}
	return all
}
