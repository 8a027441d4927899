package deploytest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// The policy that deploy gives to whoever deploys allows every call that is made,
// on the resource that it is made of, and the roles that are handed on.
func TestPermissions(t *testing.T) {
	from, to := specs(t, source(lakeBefore))[0], specs(t, source(lakeAfter))[0]
	a := newAccount(t, awstest.Options{})
	var calls []awstest.Call
	for _, s := range []deploy.Spec{from, to} {
		calls = append(calls, a.deploy(s)...)
	}
	a.server.Forget()
	if err := a.apply(t.Context(), "lake", deploy.Shift{}, func(l *deploy.Live) *deploy.Plan { return deploy.Rollback(l, 1) }); err != nil {
		t.Fatal(err)
	}
	a.destroy("lake")
	calls = append(calls, a.server.Calls()...)

	type statement struct{ Action, Resource []string }
	var policy struct{ Statement []statement }
	if err := json.Unmarshal(deploy.Permissions(virginia), &policy); err != nil {
		t.Fatal(err)
	}
	allowed := func(action, resource string) bool {
		return slices.ContainsFunc(policy.Statement, func(s statement) bool {
			return slices.Contains(s.Action, action) && slices.ContainsFunc(s.Resource, func(pattern string) bool {
				ok, err := regexp.MatchString("^"+strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")+"$", resource)
				return ok && err == nil
			})
		})
	}
	check := func(c awstest.Call, action, resource string) {
		t.Helper()
		if !allowed(action, resource) {
			t.Errorf("%s of %s is not allowed, for %s", action, resource, c)
		}
	}
	for _, c := range calls {
		if c.Service == "sts" {
			continue // which everybody may
		}
		check(c, c.Action(), resourceOf(c))
		for _, role := range passed(c.Params) {
			check(c, "iam:PassRole", role)
		}
	}
	for action, resource := range map[string]string{
		"iam:DeleteRole":            "arn:aws:iam::123456789012:role/admin",
		"iam:PassRole":              "arn:aws:iam::123456789012:role/admin",
		"iam:CreateUser":            "*",
		"events:DeleteRule":         "arn:aws:events:us-east-1:123456789012:rule/billing",
		"states:DeleteStateMachine": "arn:aws:states:eu-west-1:123456789012:stateMachine:lake",
	} {
		if allowed(action, resource) {
			t.Errorf("%s of %s is allowed", action, resource)
		}
	}
	if n := len(calls); n < 100 {
		t.Errorf("only %d calls were made", n)
	}
}

// resourceOf a call is the ARN of what IAM judges it by; "*" where that is
// nothing in particular.
func resourceOf(c awstest.Call) string {
	text := func(name string) string {
		text, _ := c.Params[name].(string)
		return text
	}
	for _, name := range []string{
		"stateMachineArn", "stateMachineVersionArn", "stateMachineAliasArn", "resourceArn", "ResourceArn", "ResourceARN",
	} {
		if text(name) != "" {
			return text(name)
		}
	}
	switch {
	case strings.HasPrefix(c.Name, "ListSchedule") || c.Name == "ListRules" || c.Name == "ListEventBuses":
		return "*"
	case c.Service == "iam" && text("RoleName") != "":
		return virginia.ARN(deploy.ID{Kind: deploy.KindRole, Name: text("RoleName")})
	case c.Service == "logs" && text("logGroupName") != "":
		return virginia.ARN(deploy.ID{Kind: deploy.KindLogGroup, Name: text("logGroupName")})
	case c.Name == "CreateStateMachineAlias":
		routes, _ := c.Params["routingConfiguration"].([]any)
		route, _ := routes[0].(map[string]any)
		arn, _ := route["stateMachineVersionArn"].(string)
		return arn
	case c.Service == "states" && text("name") != "":
		return virginia.ARN(deploy.ID{Kind: deploy.KindMachine, Name: text("name")})
	case strings.HasSuffix(c.Name, "ScheduleGroup"):
		return virginia.ARN(deploy.ID{Kind: deploy.KindScheduleGroup, Name: text("Name")})
	case c.Service == "scheduler":
		return virginia.ARN(deploy.ID{Kind: deploy.KindSchedule, In: text("GroupName"), Name: text("Name")})
	case c.Service == "events":
		return virginia.ARN(deploy.ID{Kind: deploy.KindRule, In: text("EventBusName"), Name: text("Name") + text("Rule")})
	default:
		return "*"
	}
}

// passed are the roles that a call hands on to a service.
func passed(v any) (roles []string) {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			if role, ok := item.(string); ok && strings.EqualFold(name, "roleArn") {
				roles = append(roles, role)
			}
			roles = append(roles, passed(item)...)
		}
	case []any:
		for _, item := range v {
			roles = append(roles, passed(item)...)
		}
	}
	return roles
}
