package deploy

import (
	"bytes"
	"cmp"
	"encoding/json"
)

// Permissions is the policy of whoever deploys pipelines to a place: no more than
// plan, deploy, rollback, status and destroy call. Machines have the names of
// their pipelines, so that all machines of the place may be deployed; of what
// else there is, only what is called pipectl-….
//
// Which resources an action can be narrowed to is UNVERIFIED here, but for those
// of Step Functions and iam:PassRole.
func Permissions(at Place) []byte {
	arn := func(kind Kind, in, name string) string { return at.ARN(ID{Kind: kind, In: in, Name: name}) }
	machine, role := arn(KindMachine, "", "*"), arn(KindRole, "", "pipectl-*")
	statements := []Permission{
		{Sid: "Machines", Action: prefixed("states",
			"CreateStateMachine", "CreateStateMachineAlias", "DeleteStateMachine", "DeleteStateMachineAlias", "DeleteStateMachineVersion",
			"DescribeStateMachine", "DescribeStateMachineAlias", "ListExecutions", "ListStateMachineAliases", "ListStateMachineVersions",
			"ListTagsForResource", "PublishStateMachineVersion", "TagResource", "UntagResource", "UpdateStateMachine", "UpdateStateMachineAlias",
		), Resource: []string{machine, machine + ":*"}},
		{Sid: "Roles", Action: prefixed("iam",
			"CreateRole", "DeleteRole", "DeleteRolePermissionsBoundary", "DeleteRolePolicy", "GetRole", "GetRolePolicy", "ListRolePolicies",
			"PutRolePermissionsBoundary", "PutRolePolicy", "TagRole", "UntagRole", "UpdateAssumeRolePolicy",
		), Resource: []string{role}},
		{
			Sid: "PassRoles", Action: prefixed("iam", "PassRole"), Resource: []string{role},
			Condition: map[string]map[string][]string{"StringEquals": {
				"iam:PassedToService": {"states.amazonaws.com", "scheduler.amazonaws.com", "events.amazonaws.com"},
			}},
		},
		{Sid: "Logs", Action: prefixed("logs",
			"CreateLogGroup", "DeleteLogGroup", "DeleteRetentionPolicy", "ListTagsForResource", "PutRetentionPolicy", "TagResource", "UntagResource",
		), Resource: []string{arn(KindLogGroup, "", logGroupName("*"))}},
		{Sid: "Schedules", Action: prefixed("scheduler",
			"CreateSchedule", "CreateScheduleGroup", "DeleteSchedule", "DeleteScheduleGroup", "GetSchedule", "GetScheduleGroup",
			"ListTagsForResource", "TagResource", "UntagResource", "UpdateSchedule",
		), Resource: []string{arn(KindScheduleGroup, "", "pipectl-*"), arn(KindSchedule, "pipectl-*", "*")}},
		{Sid: "Rules", Action: prefixed("events",
			"DeleteRule", "DescribeRule", "ListTagsForResource", "ListTargetsByRule", "PutRule", "PutTargets", "RemoveTargets", "TagResource",
			"UntagResource",
		), Resource: []string{arn(KindRule, "default", "pipectl-*"), arn(KindRule, "*", "pipectl-*")}},
		{Sid: "Lists", Action: append(append(append(append(
			prefixed("cloudwatch", "DescribeAlarms"),
			prefixed("events", "ListEventBuses", "ListRules")...),
			prefixed("logs", "DescribeLogGroups")...),
			prefixed("scheduler", "ListSchedules")...),
			prefixed("states", "ListStateMachines", "ValidateStateMachineDefinition")...), Resource: []string{"*"}},
	}
	return PermissionPolicy(statements)
}

// PermissionPolicy writes an IAM policy of statements for people to attach: indented,
// and allowing where a statement does not say its effect. It changes the statements.
func PermissionPolicy(statements []Permission) []byte {
	for i := range statements {
		statements[i].Effect = cmp.Or(statements[i].Effect, "Allow")
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(struct {
		Version   string
		Statement []Permission
	}{"2012-10-17", statements}); err != nil {
		panic("deploy: " + err.Error()) // texts can all be written
	}
	return out.Bytes()
}

// A Permission is a statement of an IAM policy.
type Permission struct {
	Sid       string
	Effect    string // empty: Allow
	Action    []string
	Resource  []string
	Condition map[string]map[string][]string `json:",omitempty"`
}

func prefixed(service string, actions ...string) []string {
	var all []string
	for _, a := range actions {
		all = append(all, service+":"+a)
	}
	return all
}
