package aws

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/deploy"
)

func (c *Client) listVersions(ctx context.Context, of deploy.ID) (numbers []string, err error) {
	arn, err := c.arn(ctx, deploy.ID{Kind: deploy.KindMachine, Name: of.In})
	if err != nil {
		return nil, err
	}
	err = each(func(token *string) (*string, error) {
		out, err := c.sfn.ListStateMachineVersions(ctx, &sfn.ListStateMachineVersionsInput{StateMachineArn: arn, NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, v := range out.StateMachineVersions {
			_, number, _ := deploy.StateMachine(aws.ToString(v.StateMachineVersionArn))
			numbers = append(numbers, number)
		}
		return out.NextToken, nil
	})
	return numbers, err
}

func (c *Client) readVersion(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	number, err := strconv.Atoi(id.Name)
	if err != nil {
		panic("deploy/aws: version " + id.Name + " is no number")
	}
	out, err := c.describe(ctx, id)
	if err != nil {
		return nil, err
	}
	return &deploy.Version{
		Machine:     id.In,
		Number:      number,
		Description: aws.ToString(out.Description),
		Definition:  aws.ToString(out.Definition),
		Role:        aws.ToString(out.RoleArn),
		Logging:     logging(out.LoggingConfiguration),
		Tracing:     out.TracingConfiguration != nil && out.TracingConfiguration.Enabled,
	}, nil
}

// initialRevision is how PublishStateMachineVersion calls the revision of a machine
// that has none, being as it was created (API reference, revisionId).
const initialRevision = "INITIAL"

// Publish as deploy.Client says.
func (c *Client) Publish(ctx context.Context, machine, revision, description string) (int, error) {
	id := deploy.ID{Kind: deploy.KindMachine, Name: machine}
	arn, err := c.arn(ctx, id)
	if err != nil {
		return 0, err
	}
	out, err := c.sfn.PublishStateMachineVersion(ctx, &sfn.PublishStateMachineVersionInput{
		StateMachineArn: arn,
		RevisionId:      aws.String(cmp.Or(revision, initialRevision)),
		Description:     some(description),
	})
	if err != nil {
		return 0, faultOf(id, err)
	}
	return versionOf(out.StateMachineVersionArn)
}

func (c *Client) deleteVersion(ctx context.Context, id deploy.ID) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.sfn.DeleteStateMachineVersion(ctx, &sfn.DeleteStateMachineVersionInput{StateMachineVersionArn: arn})
	return err
}

// versionOf is the number at the end of a version's ARN.
func versionOf(arn *string) (int, error) {
	_, qualifier, _ := deploy.StateMachine(aws.ToString(arn))
	number, err := strconv.Atoi(qualifier)
	if err != nil {
		return 0, fmt.Errorf("the service gives %q as the ARN of a version", aws.ToString(arn))
	}
	return number, nil
}

func (c *Client) listAliases(ctx context.Context, of deploy.ID) (names []string, err error) {
	arn, err := c.arn(ctx, deploy.ID{Kind: deploy.KindMachine, Name: of.In})
	if err != nil {
		return nil, err
	}
	err = each(func(token *string) (*string, error) {
		out, err := c.sfn.ListStateMachineAliases(ctx, &sfn.ListStateMachineAliasesInput{StateMachineArn: arn, NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, a := range out.StateMachineAliases {
			_, name, _ := deploy.StateMachine(aws.ToString(a.StateMachineAliasArn))
			names = append(names, name)
		}
		return out.NextToken, nil
	})
	return names, err
}

func (c *Client) readAlias(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return nil, err
	}
	out, err := c.sfn.DescribeStateMachineAlias(ctx, &sfn.DescribeStateMachineAliasInput{StateMachineAliasArn: arn})
	if err != nil {
		return nil, err
	}
	r := &deploy.Alias{Machine: id.In, Name: id.Name, Description: aws.ToString(out.Description)}
	for _, to := range out.RoutingConfiguration {
		number, err := versionOf(to.StateMachineVersionArn)
		if err != nil {
			return nil, err
		}
		r.Routes = append(r.Routes, deploy.Route{Version: number, Weight: int(to.Weight)})
	}
	slices.SortFunc(r.Routes, func(a, b deploy.Route) int { return a.Version - b.Version })
	return r, nil
}

// routing is what an alias leads to, as the API has it.
func (c *Client) routing(ctx context.Context, r *deploy.Alias) ([]types.RoutingConfigurationListItem, error) {
	var list []types.RoutingConfigurationListItem
	for _, route := range r.Routes {
		arn, err := c.arn(ctx, deploy.VersionID(r.Machine, route.Version))
		if err != nil {
			return nil, err
		}
		list = append(list, types.RoutingConfigurationListItem{
			StateMachineVersionArn: arn, Weight: int32(route.Weight), //nolint:gosec // at most 100
		})
	}
	return list, nil
}

func (c *Client) createAlias(ctx context.Context, r *deploy.Alias) error {
	routing, err := c.routing(ctx, r)
	if err != nil {
		return err
	}
	_, err = c.sfn.CreateStateMachineAlias(ctx, &sfn.CreateStateMachineAliasInput{
		Name: &r.Name, Description: &r.Description, RoutingConfiguration: routing,
	})
	return err
}

func (c *Client) updateAlias(ctx context.Context, r *deploy.Alias) error {
	routing, err := c.routing(ctx, r)
	if err != nil {
		return err
	}
	arn, err := c.arn(ctx, r.ID())
	if err != nil {
		return err
	}
	_, err = c.sfn.UpdateStateMachineAlias(ctx, &sfn.UpdateStateMachineAliasInput{
		StateMachineAliasArn: arn, Description: &r.Description, RoutingConfiguration: routing,
	})
	return err
}

func (c *Client) deleteAlias(ctx context.Context, id deploy.ID) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.sfn.DeleteStateMachineAlias(ctx, &sfn.DeleteStateMachineAliasInput{StateMachineAliasArn: arn})
	return err
}
