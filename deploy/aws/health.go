package aws

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cloudwatchtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/deploy"
)

// Health as deploy.Client says.
func (c *Client) Health(ctx context.Context, w deploy.Watch) (deploy.Health, error) {
	if w.Machine == "" {
		ringing, err := c.ringing(ctx, w.Alarms)
		return deploy.Health{Ringing: ringing}, err
	}
	id := deploy.VersionID(w.Machine, w.Version)
	arn, err := c.arn(ctx, id)
	if err != nil {
		return deploy.Health{}, err
	}
	h := deploy.Health{Counted: true}
	err = each(func(token *string) (*string, error) {
		out, err := c.sfn.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: arn, NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, x := range out.Executions { // the last that was started first
			if aws.ToTime(x.StartDate).Before(w.Since) {
				return nil, nil
			}
			switch x.Status {
			case types.ExecutionStatusSucceeded:
				h.Succeeded++
			case types.ExecutionStatusFailed, types.ExecutionStatusTimedOut, types.ExecutionStatusAborted:
				h.Failed++
			default: // RUNNING, PENDING_REDRIVE
				h.Running++
			}
		}
		return out.NextToken, nil
	})
	var express *types.StateMachineTypeNotSupported
	if errors.As(err, &express) {
		h, err = deploy.Health{}, nil
	}
	if err != nil {
		return deploy.Health{}, faultOf(id, err)
	}
	h.Ringing, err = c.ringing(ctx, w.Alarms)
	return h, err
}

// ringing are the alarms in state ALARM, sorted.
func (c *Client) ringing(ctx context.Context, names []string) (ringing []string, err error) {
	const most = 100 // a call
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	for part := range slices.Chunk(names, most) {
		there := map[string]bool{}
		note := func(name *string, state cloudwatchtypes.StateValue) {
			there[aws.ToString(name)] = true
			if state == cloudwatchtypes.StateValueAlarm {
				ringing = append(ringing, aws.ToString(name))
			}
		}
		err := each(func(token *string) (*string, error) {
			out, err := c.cloudwatch.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{
				AlarmNames: part,
				// Left out, those of alarms are not among the answers.
				AlarmTypes: []cloudwatchtypes.AlarmType{cloudwatchtypes.AlarmTypeMetricAlarm, cloudwatchtypes.AlarmTypeCompositeAlarm},
				NextToken:  token,
			})
			if err != nil {
				return nil, err
			}
			for _, a := range out.MetricAlarms {
				note(a.AlarmName, a.StateValue)
			}
			for _, a := range out.CompositeAlarms {
				note(a.AlarmName, a.StateValue)
			}
			return out.NextToken, nil
		})
		if err != nil {
			return nil, faultOf(deploy.ID{}, err)
		}
		for _, name := range part {
			if !there[name] {
				return nil, &deploy.Fault{Kind: deploy.NotFound, Call: "cloudwatch:DescribeAlarms", Text: "there is no alarm " + name}
			}
		}
	}
	slices.Sort(ringing)
	return ringing, nil
}
