package aws

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/pipectl/pipectl/deploy"
)

func (c *Client) listBuses(ctx context.Context) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.events.ListEventBuses(ctx, &eventbridge.ListEventBusesInput{NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, b := range out.EventBuses {
			names = append(names, aws.ToString(b.Name))
		}
		return out.NextToken, nil
	})
	return names, err
}

func (c *Client) listRules(ctx context.Context, of deploy.ID) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.events.ListRules(ctx, &eventbridge.ListRulesInput{EventBusName: &of.In, NamePrefix: some(of.Name), NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, r := range out.Rules {
			names = append(names, aws.ToString(r.Name))
		}
		return out.NextToken, nil
	})
	return names, err
}

func (c *Client) readRule(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	out, err := c.events.DescribeRule(ctx, &eventbridge.DescribeRuleInput{EventBusName: &id.In, Name: &id.Name})
	if err != nil {
		return nil, err
	}
	targets, err := c.targets(ctx, id)
	if err != nil {
		return nil, err
	}
	tags, err := c.events.ListTagsForResource(ctx, &eventbridge.ListTagsForResourceInput{ResourceARN: out.Arn})
	if err != nil {
		return nil, err
	}
	r := &deploy.Rule{
		Bus:         id.In,
		Name:        aws.ToString(out.Name),
		Description: aws.ToString(out.Description),
		Pattern:     aws.ToString(out.EventPattern),
		Disabled:    out.State == types.RuleStateDisabled,
		Tags:        tagsOf(tags.Tags, func(t types.Tag) (key, value *string) { return t.Key, t.Value }),
	}
	for _, t := range targets {
		to := deploy.Target{ID: aws.ToString(t.Id), ARN: aws.ToString(t.Arn), Role: aws.ToString(t.RoleArn)}
		if t.InputTransformer != nil {
			to.Template = aws.ToString(t.InputTransformer.InputTemplate)
		}
		r.Targets = append(r.Targets, to)
	}
	return r, nil
}

func (c *Client) targets(ctx context.Context, id deploy.ID) (targets []types.Target, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.events.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{EventBusName: &id.In, Rule: &id.Name, NextToken: token})
		if err != nil {
			return nil, err
		}
		targets = append(targets, out.Targets...)
		return out.NextToken, nil
	})
	return targets, err
}

func (c *Client) createRule(ctx context.Context, r *deploy.Rule) error {
	if err := c.putRule(ctx, r, r.Tags); err != nil {
		return err
	}
	return c.putTargets(ctx, r)
}

func (c *Client) updateRule(ctx context.Context, r *deploy.Rule) error {
	if err := c.putRule(ctx, r, nil); err != nil {
		return err
	}
	live, err := c.targets(ctx, r.ID())
	if err != nil {
		return err
	}
	if err := c.putTargets(ctx, r); err != nil {
		return err
	}
	ours := map[string]bool{}
	for _, t := range r.Targets {
		ours[t.ID] = true
	}
	var others []string
	for _, t := range live {
		if !ours[aws.ToString(t.Id)] {
			others = append(others, aws.ToString(t.Id))
		}
	}
	return c.removeTargets(ctx, r.ID(), others)
}

func (c *Client) putRule(ctx context.Context, r *deploy.Rule, tags deploy.Tags) error {
	state := types.RuleStateEnabled
	if r.Disabled {
		state = types.RuleStateDisabled
	}
	_, err := c.events.PutRule(ctx, &eventbridge.PutRuleInput{
		EventBusName: &r.Bus,
		Name:         &r.Name,
		Description:  some(r.Description),
		EventPattern: &r.Pattern,
		State:        state,
		Tags:         eventTags(tags),
	})
	return err
}

func (c *Client) putTargets(ctx context.Context, r *deploy.Rule) error {
	if len(r.Targets) == 0 {
		return nil
	}
	var list []types.Target
	for _, t := range r.Targets {
		to := types.Target{Id: aws.String(t.ID), Arn: aws.String(t.ARN), RoleArn: some(t.Role)}
		if t.Template != "" {
			to.InputTransformer = &types.InputTransformer{InputTemplate: aws.String(t.Template)}
		}
		list = append(list, to)
	}
	out, err := c.events.PutTargets(ctx, &eventbridge.PutTargetsInput{EventBusName: &r.Bus, Rule: &r.Name, Targets: list})
	if err != nil {
		return err
	}
	for _, f := range out.FailedEntries {
		return refused("PutTargets", r.ID(), f.TargetId, f.ErrorCode, f.ErrorMessage)
	}
	return nil
}

func (c *Client) removeTargets(ctx context.Context, id deploy.ID, targets []string) error {
	const most = 100 // a call
	for len(targets) > 0 {
		now := targets[:min(most, len(targets))]
		targets = targets[len(now):]
		out, err := c.events.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{EventBusName: &id.In, Rule: &id.Name, Ids: now})
		if err != nil {
			return err
		}
		for _, f := range out.FailedEntries {
			return refused("RemoveTargets", id, f.TargetId, f.ErrorCode, f.ErrorMessage)
		}
	}
	return nil
}

// refused is the fault of one target in a call that succeeds as a whole.
func refused(operation string, id deploy.ID, target, code, message *string) error {
	return &deploy.Fault{
		Kind: kindOf(operation, aws.ToString(code), aws.ToString(message)),
		Call: "events:" + operation,
		ID:   id,
		Text: fmt.Sprintf("target %s: %s: %s", aws.ToString(target), aws.ToString(code), aws.ToString(message)),
	}
}

func (c *Client) deleteRule(ctx context.Context, id deploy.ID) error {
	live, err := c.targets(ctx, id)
	if err != nil {
		return err
	}
	var ids []string
	for _, t := range live {
		ids = append(ids, aws.ToString(t.Id))
	}
	if err := c.removeTargets(ctx, id, ids); err != nil {
		return err
	}
	_, err = c.events.DeleteRule(ctx, &eventbridge.DeleteRuleInput{EventBusName: &id.In, Name: &id.Name})
	return err
}

func (c *Client) tagRule(ctx context.Context, id deploy.ID, set deploy.Tags, remove []string) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	if len(set) > 0 {
		_, err := c.events.TagResource(ctx, &eventbridge.TagResourceInput{ResourceARN: arn, Tags: eventTags(set)})
		return err
	}
	_, err = c.events.UntagResource(ctx, &eventbridge.UntagResourceInput{ResourceARN: arn, TagKeys: remove})
	return err
}

func eventTags(tags deploy.Tags) []types.Tag {
	if len(tags) == 0 {
		return nil
	}
	return tagList(tags, func(key, value *string) types.Tag { return types.Tag{Key: key, Value: value} })
}
