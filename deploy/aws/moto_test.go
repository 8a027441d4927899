package aws

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// What moto's server does otherwise than AWS. Where it no longer does, the test
// fails, and the line goes.
var (
	// motoLacks are operations that it does not have.
	motoLacks = map[string]func(context.Context, *Client) error{
		// Not in the protocol that the SDK speaks, Smithy RPC v2 CBOR.
		"cloudwatch:DescribeAlarms": func(ctx context.Context, c *Client) error {
			_, err := c.ringing(ctx, []string{"late"})
			return err
		},
		"states:PublishStateMachineVersion": func(ctx context.Context, c *Client) error {
			_, err := c.Publish(ctx, "ground", "r", "")
			return err
		},
		"states:ListStateMachineVersions": func(ctx context.Context, c *Client) error {
			_, err := c.List(ctx, deploy.ID{Kind: deploy.KindVersion, In: "ground"})
			return err
		},
		"states:DeleteStateMachineVersion": func(ctx context.Context, c *Client) error {
			return c.Delete(ctx, deploy.VersionID("ground", 1))
		},
		"states:ValidateStateMachineDefinition": func(ctx context.Context, c *Client) error {
			_, err := c.Validate(ctx, &deploy.Machine{Name: "m", Definition: definition})
			return err
		},
	}

	// motoShows is what it gives of resources otherwise. Machines have no
	// revisions, and so none is said of an update.
	motoShows = map[string]func(deploy.Resource) deploy.Resource{
		// The SDK leaves a false out; an empty structure changes nothing there.
		"machine daily": func(r deploy.Resource) deploy.Resource {
			m := *r.(*deploy.Machine)
			m.Tracing = true
			return &m
		},
		// All machines are standard ones.
		"machine fast": func(r deploy.Resource) deploy.Resource {
			m := *r.(*deploy.Machine)
			m.Express = false
			return &m
		},
	}
)

func TestMoto(t *testing.T) {
	c := connectWith(t, Options{Region: "us-east-1", Endpoint: awstest.Moto(t)})
	ctx := t.Context()
	for _, r := range []deploy.Resource{
		&deploy.Role{Name: "run", Trust: trust("states.amazonaws.com")},
		&deploy.LogGroup{Name: "/aws/vendedlogs/states/daily"},
		&deploy.ScheduleGroup{Name: "pipectl-ground"},
	} {
		if err := c.Create(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.events.CreateEventBus(ctx, &eventbridge.CreateEventBusInput{Name: aws.String("shop")}); err != nil {
		t.Fatal(err)
	}
	// Versions are made there with what they are versions of alone.
	made, err := c.sfn.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{
		Name: aws.String("ground"), Definition: aws.String(definition), RoleArn: aws.String(runRole), Publish: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.sfn.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{
		StateMachineArn: made.StateMachineArn, Definition: aws.String(changed), Publish: true,
	}); err != nil {
		t.Fatal(err)
	}
	for _, test := range resources {
		id := test.made.ID()
		t.Run(id.String(), func(t *testing.T) {
			roundTrip(t, c, test.made, test.changed, motoShows[id.String()])
			if id.Kind == deploy.KindPolicy || id.Kind == deploy.KindAlias || id.Kind == deploy.KindSchedule {
				return // take no tags
			}
			if err := c.Create(t.Context(), test.made); err != nil {
				t.Fatal(err)
			}
			checkTags(t, c, id)
		})
	}
	for _, operation := range slices.Sorted(maps.Keys(motoLacks)) {
		err := motoLacks[operation](ctx, c)
		if err == nil || !strings.HasPrefix(err.Error(), operation) {
			t.Errorf("moto has %s now: %v", operation, err)
		}
		t.Logf("moto lacks %s", operation)
	}
}
