package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/aws-sdk-go-v2/service/scheduler/types"

	"github.com/pipectl/pipectl/deploy"
)

func (c *Client) listScheduleGroups(ctx context.Context, of deploy.ID) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.scheduler.ListScheduleGroups(ctx, &scheduler.ListScheduleGroupsInput{NamePrefix: some(of.Name), NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, g := range out.ScheduleGroups {
			if g.State != types.ScheduleGroupStateDeleting {
				names = append(names, aws.ToString(g.Name))
			}
		}
		return out.NextToken, nil
	})
	return names, err
}

func (c *Client) readScheduleGroup(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	out, err := c.scheduler.GetScheduleGroup(ctx, &scheduler.GetScheduleGroupInput{Name: &id.Name})
	if err != nil {
		return nil, err
	}
	if out.State == types.ScheduleGroupStateDeleting {
		return nil, deleting("scheduler:GetScheduleGroup", id)
	}
	tags, err := c.scheduler.ListTagsForResource(ctx, &scheduler.ListTagsForResourceInput{ResourceArn: out.Arn})
	if err != nil {
		return nil, err
	}
	return &deploy.ScheduleGroup{
		Name: aws.ToString(out.Name),
		Tags: tagsOf(tags.Tags, func(t types.Tag) (key, value *string) { return t.Key, t.Value }),
	}, nil
}

func (c *Client) createScheduleGroup(ctx context.Context, r *deploy.ScheduleGroup) error {
	_, err := c.scheduler.CreateScheduleGroup(ctx, &scheduler.CreateScheduleGroupInput{Name: &r.Name, Tags: schedulerTags(r.Tags)})
	return err
}

func (c *Client) deleteScheduleGroup(ctx context.Context, id deploy.ID) error {
	_, err := c.scheduler.DeleteScheduleGroup(ctx, &scheduler.DeleteScheduleGroupInput{Name: &id.Name})
	return err
}

func (c *Client) tagScheduleGroup(ctx context.Context, id deploy.ID, set deploy.Tags, remove []string) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	if len(set) > 0 {
		_, err := c.scheduler.TagResource(ctx, &scheduler.TagResourceInput{ResourceArn: arn, Tags: schedulerTags(set)})
		return err
	}
	_, err = c.scheduler.UntagResource(ctx, &scheduler.UntagResourceInput{ResourceArn: arn, TagKeys: remove})
	return err
}

func (c *Client) listSchedules(ctx context.Context, of deploy.ID) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.scheduler.ListSchedules(ctx, &scheduler.ListSchedulesInput{
			GroupName: some(of.In), NamePrefix: some(of.Name), NextToken: token,
		})
		if err != nil {
			return nil, err
		}
		for _, s := range out.Schedules {
			names = append(names, aws.ToString(s.Name))
		}
		return out.NextToken, nil
	})
	return names, err
}

func (c *Client) readSchedule(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	out, err := c.scheduler.GetSchedule(ctx, &scheduler.GetScheduleInput{GroupName: &id.In, Name: &id.Name})
	if err != nil {
		return nil, err
	}
	r := &deploy.Schedule{
		Group:       id.In,
		Name:        aws.ToString(out.Name),
		Description: aws.ToString(out.Description),
		Expression:  aws.ToString(out.ScheduleExpression),
		Timezone:    aws.ToString(out.ScheduleExpressionTimezone),
		Disabled:    out.State == types.ScheduleStateDisabled,
	}
	if r.Timezone == "" {
		r.Timezone = "UTC" // the service's default
	}
	if out.Target != nil {
		r.Target, r.Role, r.Input = aws.ToString(out.Target.Arn), aws.ToString(out.Target.RoleArn), aws.ToString(out.Target.Input)
	}
	return r, nil
}

func (c *Client) createSchedule(ctx context.Context, r *deploy.Schedule) error {
	_, err := c.scheduler.CreateSchedule(ctx, &scheduler.CreateScheduleInput{
		GroupName:                  &r.Group,
		Name:                       &r.Name,
		Description:                some(r.Description),
		ScheduleExpression:         &r.Expression,
		ScheduleExpressionTimezone: &r.Timezone,
		State:                      scheduleState(r),
		Target:                     scheduleTarget(r),
		FlexibleTimeWindow:         onTime,
	})
	return err
}

func (c *Client) updateSchedule(ctx context.Context, r *deploy.Schedule) error {
	_, err := c.scheduler.UpdateSchedule(ctx, &scheduler.UpdateScheduleInput{
		GroupName:                  &r.Group,
		Name:                       &r.Name,
		Description:                some(r.Description),
		ScheduleExpression:         &r.Expression,
		ScheduleExpressionTimezone: &r.Timezone,
		State:                      scheduleState(r),
		Target:                     scheduleTarget(r),
		FlexibleTimeWindow:         onTime,
	})
	return err
}

func (c *Client) deleteSchedule(ctx context.Context, id deploy.ID) error {
	_, err := c.scheduler.DeleteSchedule(ctx, &scheduler.DeleteScheduleInput{GroupName: &id.In, Name: &id.Name})
	return err
}

var onTime = &types.FlexibleTimeWindow{Mode: types.FlexibleTimeWindowModeOff}

func scheduleState(r *deploy.Schedule) types.ScheduleState {
	if r.Disabled {
		return types.ScheduleStateDisabled
	}
	return types.ScheduleStateEnabled
}

func scheduleTarget(r *deploy.Schedule) *types.Target {
	return &types.Target{Arn: &r.Target, RoleArn: &r.Role, Input: some(r.Input)}
}

func schedulerTags(tags deploy.Tags) []types.Tag {
	return tagList(tags, func(key, value *string) types.Tag { return types.Tag{Key: key, Value: value} })
}
