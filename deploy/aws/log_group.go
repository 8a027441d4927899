package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/pipectl/pipectl/deploy"
)

// logGroups calls f with each group whose name begins with prefix, until it says
// that it has seen enough.
func (c *Client) logGroups(ctx context.Context, prefix string, f func(name string, retention *int32) (enough bool)) error {
	return each(func(token *string) (*string, error) {
		out, err := c.logs.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: some(prefix), NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, g := range out.LogGroups {
			if f(aws.ToString(g.LogGroupName), g.RetentionInDays) {
				return nil, nil
			}
		}
		return out.NextToken, nil
	})
}

func (c *Client) listLogGroups(ctx context.Context, of deploy.ID) (names []string, err error) {
	err = c.logGroups(ctx, of.Name, func(name string, _ *int32) bool {
		names = append(names, name)
		return false
	})
	return names, err
}

func (c *Client) readLogGroup(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	var r *deploy.LogGroup
	err := c.logGroups(ctx, id.Name, func(name string, retention *int32) bool {
		if name == id.Name {
			r = &deploy.LogGroup{Name: name, RetentionDays: int(aws.ToInt32(retention))}
		}
		return r != nil
	})
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, notFound("logs:DescribeLogGroups", id)
	}
	arn, err := c.arn(ctx, id)
	if err != nil {
		return nil, err
	}
	out, err := c.logs.ListTagsForResource(ctx, &cloudwatchlogs.ListTagsForResourceInput{ResourceArn: arn})
	if err != nil {
		return nil, err
	}
	tags := tagList(out.Tags, func(key, value *string) [2]*string { return [2]*string{key, value} })
	r.Tags = tagsOf(tags, func(t [2]*string) (key, value *string) { return t[0], t[1] })
	return r, nil
}

func (c *Client) createLogGroup(ctx context.Context, r *deploy.LogGroup) error {
	_, err := c.logs.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: &r.Name, Tags: r.Tags})
	if err != nil || r.RetentionDays == 0 {
		return err
	}
	return c.updateLogGroup(ctx, r)
}

func (c *Client) updateLogGroup(ctx context.Context, r *deploy.LogGroup) error {
	if r.RetentionDays == 0 {
		_, err := c.logs.DeleteRetentionPolicy(ctx, &cloudwatchlogs.DeleteRetentionPolicyInput{LogGroupName: &r.Name})
		return err
	}
	_, err := c.logs.PutRetentionPolicy(ctx, &cloudwatchlogs.PutRetentionPolicyInput{
		LogGroupName: &r.Name, RetentionInDays: aws.Int32(int32(r.RetentionDays)), //nolint:gosec // at most 3653
	})
	return err
}

func (c *Client) deleteLogGroup(ctx context.Context, id deploy.ID) error {
	_, err := c.logs.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: &id.Name})
	return err
}

func (c *Client) tagLogGroup(ctx context.Context, id deploy.ID, set deploy.Tags, remove []string) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	if len(set) > 0 {
		_, err := c.logs.TagResource(ctx, &cloudwatchlogs.TagResourceInput{ResourceArn: arn, Tags: set})
		return err
	}
	_, err = c.logs.UntagResource(ctx, &cloudwatchlogs.UntagResourceInput{ResourceArn: arn, TagKeys: remove})
	return err
}
