package aws

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

const (
	account    = "123456789012"
	runRole    = "arn:aws:iam::" + account + ":role/run"
	logs       = "arn:aws:logs:us-east-1:" + account + ":log-group:/aws/vendedlogs/states/daily:*"
	definition = `{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}`
	changed    = `{"StartAt":"B","States":{"B":{"Type":"Succeed"}}}`
)

func trust(service string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"}]}`
}

func permission(resource string) string {
	return `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "` + resource + `"}]}`
}

// ground is what other resources stand on: a role that everybody may assume, a
// log group, a machine with two versions, a group of schedules.
func ground(t testing.TB, c *Client) {
	t.Helper()
	ctx := t.Context()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	all := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["states.amazonaws.com","scheduler.amazonaws.com","events.amazonaws.com"]},"Action":"sts:AssumeRole"}]}`
	do(c.Create(ctx, &deploy.Role{Name: "run", Trust: all}))
	do(c.Create(ctx, &deploy.Policy{Role: "run", Name: "logs", Document: `{"Statement":[{"Effect":"Allow","Action":["logs:CreateLogDelivery"],"Resource":"*"}]}`}))
	do(c.Create(ctx, &deploy.LogGroup{Name: "/aws/vendedlogs/states/daily"}))
	do(c.Create(ctx, &deploy.Machine{Name: "ground", Definition: definition, Role: runRole, Logging: deploy.Logging{Level: "OFF"}}))
	publish := func(want int) {
		t.Helper()
		m, err := c.Read(ctx, deploy.ID{Kind: deploy.KindMachine, Name: "ground"})
		do(err)
		got, err := c.Publish(ctx, "ground", m.(*deploy.Machine).Revision, fmt.Sprint("of ", want))
		if err != nil || got != want {
			t.Fatalf("Publish() = %d, %v, want %d", got, err, want)
		}
	}
	publish(1)
	_, err := c.Update(ctx, &deploy.Machine{Name: "ground", Definition: changed, Role: runRole, Logging: deploy.Logging{Level: "OFF"}})
	do(err)
	publish(2)
	do(c.Create(ctx, &deploy.ScheduleGroup{Name: "pipectl-ground"}))
}

// tests of one resource each, as it is made and as it is changed, and of the
// calls that this takes.
var resources = []struct {
	made, changed deploy.Resource
	calls         string
}{
	{
		&deploy.Role{Name: "worker", Description: "runs & waits", Trust: trust("states.amazonaws.com"), Tags: deploy.Tags{"a": "1", "pipectl:project": "p +%"}},
		&deploy.Role{Name: "worker", Description: "runs & waits", Trust: strings.Replace(trust("events.amazonaws.com"), "{", `{ "Id": "+ %2B &",`, 1), Tags: deploy.Tags{"a": "1", "pipectl:project": "p +%"}},
		"iam:CreateRole iam:GetRole iam:GetRole iam:UpdateAssumeRolePolicy iam:GetRole iam:ListRoles iam:DeleteRole iam:GetRole",
	},
	{
		&deploy.Role{Name: "bounded", Trust: trust("states.amazonaws.com")},
		&deploy.Role{Name: "bounded", Trust: trust("states.amazonaws.com"), Boundary: "arn:aws:iam::123456789012:policy/bound"},
		"iam:CreateRole iam:GetRole iam:GetRole iam:PutRolePermissionsBoundary iam:UpdateAssumeRolePolicy iam:GetRole iam:ListRoles iam:DeleteRole iam:GetRole",
	},
	{
		&deploy.Role{Name: "freed", Trust: trust("states.amazonaws.com"), Boundary: "arn:aws:iam::123456789012:policy/bound"},
		&deploy.Role{Name: "freed", Trust: trust("states.amazonaws.com")},
		"iam:CreateRole iam:GetRole iam:GetRole iam:DeleteRolePermissionsBoundary iam:UpdateAssumeRolePolicy iam:GetRole iam:ListRoles iam:DeleteRole iam:GetRole",
	},
	{
		&deploy.Policy{Role: "run", Name: "p", Document: permission("*")},
		&deploy.Policy{Role: "run", Name: "p", Document: permission("arn:aws:s3:::b/*+%20")},
		"iam:PutRolePolicy iam:GetRolePolicy iam:PutRolePolicy iam:GetRolePolicy iam:ListRolePolicies iam:DeleteRolePolicy iam:GetRolePolicy",
	},
	{
		&deploy.LogGroup{Name: "/aws/vendedlogs/states/nightly", RetentionDays: 30, Tags: deploy.Tags{"pipectl:project": "p"}},
		&deploy.LogGroup{Name: "/aws/vendedlogs/states/nightly", Tags: deploy.Tags{"pipectl:project": "p"}},
		"logs:CreateLogGroup logs:PutRetentionPolicy logs:DescribeLogGroups logs:ListTagsForResource " +
			"logs:DeleteRetentionPolicy logs:DescribeLogGroups logs:ListTagsForResource logs:DescribeLogGroups logs:DeleteLogGroup logs:DescribeLogGroups",
	},
	{
		&deploy.Machine{
			Name: "daily", Definition: definition, Role: runRole, Tracing: true, Tags: deploy.Tags{"a": "1", "b": ""},
			Logging: deploy.Logging{Level: "ERROR", IncludeData: true, Group: logs},
		},
		&deploy.Machine{Name: "daily", Definition: changed, Role: runRole, Logging: deploy.Logging{Level: "OFF"}, Tags: deploy.Tags{"a": "1", "b": ""}},
		"states:CreateStateMachine states:DescribeStateMachine states:ListTagsForResource states:UpdateStateMachine " +
			"states:DescribeStateMachine states:ListTagsForResource states:ListStateMachines states:DeleteStateMachine states:DescribeStateMachine",
	},
	{
		&deploy.Machine{Name: "fast", Express: true, Definition: definition, Role: runRole, Logging: deploy.Logging{Level: "ALL", Group: logs}},
		&deploy.Machine{Name: "fast", Express: true, Definition: definition, Role: runRole, Logging: deploy.Logging{Level: "FATAL", Group: logs}},
		"states:CreateStateMachine states:DescribeStateMachine states:ListTagsForResource states:UpdateStateMachine " +
			"states:DescribeStateMachine states:ListTagsForResource states:ListStateMachines states:DeleteStateMachine states:DescribeStateMachine",
	},
	{
		&deploy.Alias{Machine: "ground", Name: "live", Description: "Kept", Routes: []deploy.Route{{Version: 1, Weight: 100}}},
		&deploy.Alias{Machine: "ground", Name: "live", Routes: []deploy.Route{{Version: 1, Weight: 90}, {Version: 2, Weight: 10}}},
		"states:CreateStateMachineAlias states:DescribeStateMachineAlias states:UpdateStateMachineAlias states:DescribeStateMachineAlias " +
			"states:ListStateMachineAliases states:DeleteStateMachineAlias states:DescribeStateMachineAlias",
	},
	{
		&deploy.ScheduleGroup{Name: "g", Tags: deploy.Tags{"pipectl:pipeline": "daily"}},
		nil,
		"scheduler:CreateScheduleGroup scheduler:GetScheduleGroup scheduler:ListTagsForResource scheduler:ListScheduleGroups " +
			"scheduler:DeleteScheduleGroup scheduler:GetScheduleGroup",
	},
	{
		&deploy.Schedule{
			Group: "pipectl-ground", Name: "nightly", Description: "each night", Expression: "cron(0 3 * * ? *)",
			Timezone: "Europe/Berlin", Target: "arn:aws:states:us-east-1:123456789012:stateMachine:ground:live", Role: runRole, Input: `{"d":"<aws.scheduler.scheduled-time>"}`,
		},
		&deploy.Schedule{
			Group: "pipectl-ground", Name: "nightly", Expression: "rate(1 hour)", Disabled: true,
			Timezone: "UTC", Target: "arn:aws:states:us-east-1:123456789012:stateMachine:ground", Role: runRole, Input: "{}",
		},
		"scheduler:CreateSchedule scheduler:GetSchedule scheduler:UpdateSchedule scheduler:GetSchedule scheduler:ListSchedules " +
			"scheduler:DeleteSchedule scheduler:GetSchedule",
	},
	{
		&deploy.Rule{
			Bus: "default", Name: "on-upload", Description: "d", Pattern: `{"source":["aws.s3"]}`, Tags: deploy.Tags{"a": "1"},
			Targets: []deploy.Target{{ID: "run", ARN: "arn:aws:states:us-east-1:123456789012:stateMachine:ground:live", Role: runRole, Template: `{"e": <aws.events.event.json>}`}},
		},
		&deploy.Rule{
			Bus: "default", Name: "on-upload", Pattern: `{"source":["aws.ec2"]}`, Disabled: true, Tags: deploy.Tags{"a": "1"},
			Targets: []deploy.Target{{ID: "topic", ARN: "arn:aws:sns:us-east-1:123456789012:t"}},
		},
		"events:PutRule events:PutTargets events:DescribeRule events:ListTargetsByRule events:ListTagsForResource " +
			"events:PutRule events:ListTargetsByRule events:PutTargets events:RemoveTargets " +
			"events:DescribeRule events:ListTargetsByRule events:ListTagsForResource events:ListRules " +
			"events:ListTargetsByRule events:RemoveTargets events:DeleteRule events:DescribeRule",
	},
	{
		&deploy.Rule{Bus: "shop", Name: "on-order", Pattern: `{"source":["shop"]}`, Tags: deploy.Tags{"a": "1"}},
		&deploy.Rule{Bus: "shop", Name: "on-order", Pattern: `{"source":["store"]}`, Tags: deploy.Tags{"a": "1"}},
		"events:PutRule events:DescribeRule events:ListTargetsByRule events:ListTagsForResource events:PutRule events:ListTargetsByRule " +
			"events:DescribeRule events:ListTargetsByRule events:ListTagsForResource events:ListRules events:ListTargetsByRule events:DeleteRule events:DescribeRule",
	},
}

// What is made is there as it was given, what is changed as it was given then,
// and what is deleted is gone.
func TestResources(t *testing.T) {
	for _, test := range resources {
		id := test.made.ID()
		t.Run(id.String(), func(t *testing.T) {
			s := awstest.Start(t, awstest.Options{Buses: []string{"shop"}})
			c := connect(t, s)
			ground(t, c)
			s.Forget()
			roundTrip(t, c, test.made, test.changed, nil)
			var calls []string
			for _, call := range s.Calls() {
				calls = append(calls, call.Action())
			}
			if diff := cmp.Diff(strings.Fields(test.calls), calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// roundTrip makes a resource, changes it, lists it and deletes it. shown, unless
// nil, is what a service that is not quite AWS gives of one.
func roundTrip(t *testing.T, c *Client, made, changed deploy.Resource, shown func(deploy.Resource) deploy.Resource) {
	t.Helper()
	exact := shown == nil
	if exact {
		shown = func(r deploy.Resource) deploy.Resource { return r }
	}
	ctx, id := t.Context(), made.ID()
	if err := c.Create(ctx, made); err != nil {
		t.Fatal(err)
	}
	compare(t, c, shown(made))
	if changed != nil {
		revision, err := c.Update(ctx, changed)
		if err != nil || exact && (revision != "") != (id.Kind == deploy.KindMachine) {
			t.Fatalf("Update() = %q, %v", revision, err)
		}
		compare(t, c, shown(changed))
	}
	ids, err := c.List(ctx, id)
	if diff := cmp.Diff([]deploy.ID{id}, ids); diff != "" || err != nil {
		t.Errorf("List() fails with %v; IDs (-want +got):\n%s", err, diff)
	}
	if err := c.Delete(ctx, id); err != nil {
		t.Error(err)
	}
	if r, err := c.Read(ctx, id); !deploy.IsFault(err, deploy.NotFound) {
		t.Errorf("Read() of what was deleted = %v, %v, want a fault NotFound", r, err)
	}
}

// compare says whether a resource is there as it should be.
func compare(t *testing.T, c *Client, want deploy.Resource) {
	t.Helper()
	got, err := c.Read(t.Context(), want.ID())
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := got.(*deploy.Machine); ok {
		m.Revision = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read() (-want +got):\n%s", diff)
	}
}

// What exists is said to exist, but where the service cannot tell, or would not.
func TestCreateTwice(t *testing.T) {
	for _, test := range resources {
		id := test.made.ID()
		t.Run(id.String(), func(t *testing.T) {
			c := connect(t, awstest.Start(t, awstest.Options{Buses: []string{"shop"}}))
			ground(t, c)
			if err := c.Create(t.Context(), test.made); err != nil {
				t.Fatal(err)
			}
			again := test.changed
			if again == nil {
				again = test.made
			}
			err := c.Create(t.Context(), again)
			if put := id.Kind == deploy.KindRule || id.Kind == deploy.KindPolicy; put != (err == nil) || !put && !deploy.IsFault(err, deploy.Exists) {
				t.Errorf("Create() of what is there fails with %v", err)
			}
		})
	}
}

func TestTags(t *testing.T) {
	for _, test := range resources {
		id := test.made.ID()
		switch id.Kind {
		case deploy.KindPolicy, deploy.KindAlias, deploy.KindSchedule:
			continue // take none
		}
		t.Run(id.String(), func(t *testing.T) {
			c := connect(t, awstest.Start(t, awstest.Options{Buses: []string{"shop"}}))
			ground(t, c)
			ctx := t.Context()
			if err := c.Create(ctx, test.made); err != nil {
				t.Fatal(err)
			}
			checkTags(t, c, id)
		})
	}
}

// checkTags sets tags of a resource, and removes those that it had.
func checkTags(t *testing.T, c *Client, id deploy.ID) {
	t.Helper()
	ctx := t.Context()
	if err := c.Tag(ctx, id, deploy.Tags{"x": "1", "y": "2", "pipectl:digest": "d=+/"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Tag(ctx, id, deploy.Tags{"y": "3"}, []string{"x", "a", "b", "pipectl:project", "pipectl:pipeline"}); err != nil {
		t.Fatal(err)
	}
	r, err := c.Read(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(deploy.Tags{"y": "3", "pipectl:digest": "d=+/"}, tagsOfResource(r)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if err := c.Tag(ctx, id, nil, nil); err != nil {
		t.Errorf("Tag() with nothing to do fails with %v", err)
	}
}

func tagsOfResource(r deploy.Resource) deploy.Tags {
	switch r := r.(type) {
	case *deploy.Role:
		return r.Tags
	case *deploy.LogGroup:
		return r.Tags
	case *deploy.Machine:
		return r.Tags
	case *deploy.ScheduleGroup:
		return r.Tags
	case *deploy.Rule:
		return r.Tags
	default:
		return nil
	}
}

// Of what is not there Read, Update, Tag and Delete say so; a Delete that the
// service answers as done is done.
func TestNotFound(t *testing.T) {
	for _, test := range resources {
		id := test.made.ID()
		t.Run(id.String(), func(t *testing.T) {
			c := connect(t, awstest.Start(t, awstest.Options{}))
			ctx := t.Context()
			check := func(what string, err error) {
				t.Helper()
				var f *deploy.Fault
				if !errors.As(err, &f) || f.Kind != deploy.NotFound || f.ID != id || f.Call == "" {
					t.Errorf("%s fails with %v, want a fault NotFound of %s", what, err, id)
				}
			}
			_, err := c.Read(ctx, id)
			check("Read()", err)
			if id.Kind != deploy.KindMachine {
				check("Delete()", c.Delete(ctx, id))
			} else if err := c.Delete(ctx, id); err != nil {
				t.Errorf("Delete() of a machine that is not there fails with %v", err)
			}
			if test.changed != nil && id.Kind != deploy.KindMachine && (id.Kind != deploy.KindRule || id.In != "default") {
				_, err := c.Update(ctx, test.changed)
				check("Update()", err)
			}
			ids, err := c.List(ctx, id)
			if len(ids) > 0 || err != nil {
				t.Errorf("List() = %v, %v, want nothing", ids, err)
			}
		})
	}
}

func TestDeletedWhatIsInIt(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	ground(t, c)
	ctx := t.Context()
	if err := c.Delete(ctx, deploy.ID{Kind: deploy.KindRole, Name: "run"}); !deploy.IsFault(err, deploy.Conflict) {
		t.Errorf("Delete() of a role with policies fails with %v, want a fault Conflict", err)
	}
	alias := &deploy.Alias{Machine: "ground", Name: "live", Routes: []deploy.Route{{Version: 2, Weight: 100}}}
	if err := c.Create(ctx, alias); err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(ctx, deploy.VersionID("ground", 2)); !deploy.IsFault(err, deploy.Conflict) {
		t.Errorf("Delete() of a version that an alias has fails with %v, want a fault Conflict", err)
	}
	if err := c.Delete(ctx, deploy.VersionID("ground", 1)); err != nil {
		t.Error(err)
	}
	ids, err := c.List(ctx, deploy.ID{Kind: deploy.KindVersion, In: "ground"})
	if diff := cmp.Diff([]deploy.ID{deploy.VersionID("ground", 2)}, ids); diff != "" || err != nil {
		t.Errorf("List() fails with %v; versions (-want +got):\n%s", err, diff)
	}
}
