package deploy

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"
	"testing"
)

// Everything that the deploys of the tests call is allowed, and nothing that none
// of them calls but what comes with it.
func TestPermissionsAreEnough(t *testing.T) {
	var document struct {
		Statement []struct {
			Sid              string
			Action, Resource []string
		}
	}
	if err := json.Unmarshal(Permissions(ireland), &document); err != nil {
		t.Fatal(err)
	}
	allowed := func(c Call) bool {
		id := c.ID
		switch {
		case strings.HasPrefix(c.Action, "iam:") && id.Kind == KindPolicy:
			id = ID{Kind: KindRole, Name: id.In}
		case strings.HasPrefix(c.Action, "states:ListStateMachine") && id.In != "":
			id = ID{Kind: KindMachine, Name: id.In}
		}
		for _, s := range document.Statement {
			if slices.Contains(s.Action, c.Action) && slices.ContainsFunc(s.Resource, func(pattern string) bool {
				// A star of IAM stands for slashes too, one of path does not.
				flat := func(s string) string { return strings.ReplaceAll(s, "/", "|") }
				ok, err := path.Match(flat(pattern), flat(ireland.ARN(id)))
				return pattern == "*" || ok && err == nil
			}) {
				return true
			}
		}
		return false
	}
	called := map[string]bool{}
	for _, p := range courses() {
		b := newBench(t)
		b.cloud.Foreign = userRole
		b.cloud.Around = func(c Call, do func() error) error {
			called[c.Action] = true
			if c.Action != "sts:GetCallerIdentity" && !allowed(c) { // which everybody may
				t.Errorf("%s is not allowed", c)
			}
			return do()
		}
		for _, s := range p.before {
			b.deploy(s)
		}
		if p.also != nil {
			p.also(b)
		}
		if err := p.do(b, context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	// What a call of Memory stands for, or needs besides it; what only some
	// deploys do.
	besides := []string{
		"iam:PassRole", "iam:UpdateAssumeRolePolicy", "states:ListTagsForResource", "states:ValidateStateMachineDefinition", "states:UntagResource",
		"logs:ListTagsForResource", "logs:UntagResource", "logs:DeleteRetentionPolicy", "scheduler:ListTagsForResource", "scheduler:UntagResource",
		"events:ListTagsForResource", "events:ListTargetsByRule", "events:ListEventBuses", "events:UntagResource", "cloudwatch:DescribeAlarms",
		"iam:UntagRole", "iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary",
	}
	for _, s := range document.Statement {
		if !slices.IsSorted(s.Action) {
			t.Errorf("%s: the actions are not sorted", s.Sid)
		}
		for _, a := range s.Action {
			if !called[a] && !slices.Contains(besides, a) {
				t.Errorf("%s is allowed and never called", a)
			}
		}
	}
}
