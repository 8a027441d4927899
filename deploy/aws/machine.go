package aws

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/deploy"
)

// mostListed is the longest page that ListStateMachines gives.
const mostListed = 1000

func (c *Client) listMachines(ctx context.Context, _ deploy.ID) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.sfn.ListStateMachines(ctx, &sfn.ListStateMachinesInput{MaxResults: mostListed, NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, m := range out.StateMachines {
			names = append(names, aws.ToString(m.Name))
		}
		return out.NextToken, nil
	})
	return names, err
}

func (c *Client) readMachine(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	out, err := c.describe(ctx, id)
	if err != nil {
		return nil, err
	}
	if out.Status == types.StateMachineStatusDeleting {
		return nil, deleting("states:DescribeStateMachine", id)
	}
	tags, err := c.sfn.ListTagsForResource(ctx, &sfn.ListTagsForResourceInput{ResourceArn: out.StateMachineArn})
	if err != nil {
		return nil, err
	}
	return &deploy.Machine{
		Name:       aws.ToString(out.Name),
		Express:    out.Type == types.StateMachineTypeExpress,
		Definition: aws.ToString(out.Definition),
		Role:       aws.ToString(out.RoleArn),
		Logging:    logging(out.LoggingConfiguration),
		Tracing:    out.TracingConfiguration != nil && out.TracingConfiguration.Enabled,
		Tags:       tagsOf(tags.Tags, func(t types.Tag) (key, value *string) { return t.Key, t.Value }),
		Revision:   aws.ToString(out.RevisionId),
	}, nil
}

// describe a machine or a version.
func (c *Client) describe(ctx context.Context, id deploy.ID) (*sfn.DescribeStateMachineOutput, error) {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return nil, err
	}
	return c.sfn.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: arn})
}

func (c *Client) createMachine(ctx context.Context, r *deploy.Machine) error {
	_, err := c.sfn.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{
		Name:                 &r.Name,
		Type:                 kindOfMachine(r),
		Definition:           &r.Definition,
		RoleArn:              &r.Role,
		LoggingConfiguration: loggingOf(r.Logging),
		TracingConfiguration: &types.TracingConfiguration{Enabled: r.Tracing},
		Tags:                 sfnTags(r.Tags),
	})
	return err
}

func (c *Client) updateMachine(ctx context.Context, r *deploy.Machine) (revision string, err error) {
	arn, err := c.arn(ctx, r.ID())
	if err != nil {
		return "", err
	}
	out, err := c.sfn.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{
		StateMachineArn:      arn,
		Definition:           &r.Definition,
		RoleArn:              &r.Role,
		LoggingConfiguration: loggingOf(r.Logging),
		TracingConfiguration: &types.TracingConfiguration{Enabled: r.Tracing},
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(out.RevisionId), nil
}

func (c *Client) deleteMachine(ctx context.Context, id deploy.ID) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.sfn.DeleteStateMachine(ctx, &sfn.DeleteStateMachineInput{StateMachineArn: arn})
	return err
}

func (c *Client) tagMachine(ctx context.Context, id deploy.ID, set deploy.Tags, remove []string) error {
	arn, err := c.arn(ctx, id)
	if err != nil {
		return err
	}
	if len(set) > 0 {
		_, err := c.sfn.TagResource(ctx, &sfn.TagResourceInput{ResourceArn: arn, Tags: sfnTags(set)})
		return err
	}
	_, err = c.sfn.UntagResource(ctx, &sfn.UntagResourceInput{ResourceArn: arn, TagKeys: remove})
	return err
}

// Validate as deploy.Client says.
func (c *Client) Validate(ctx context.Context, m *deploy.Machine) ([]deploy.Finding, error) {
	out, err := c.sfn.ValidateStateMachineDefinition(ctx, &sfn.ValidateStateMachineDefinitionInput{
		Definition: &m.Definition,
		Type:       kindOfMachine(m),
		Severity:   types.ValidateStateMachineDefinitionSeverityWarning,
	})
	if err != nil {
		return nil, faultOf(m.ID(), err)
	}
	var found []deploy.Finding
	wrong := false
	for _, d := range out.Diagnostics {
		f := deploy.Finding{
			Error:    d.Severity == types.ValidateStateMachineDefinitionSeverityError,
			Code:     aws.ToString(d.Code),
			Text:     aws.ToString(d.Message),
			Location: aws.ToString(d.Location),
		}
		wrong = wrong || f.Error
		found = append(found, f)
	}
	if out.Result == types.ValidateStateMachineDefinitionResultCodeFail && !wrong {
		// Only the result counts, says the API: what is said of it may be cut.
		found = append(found, deploy.Finding{Error: true, Code: "FAIL", Text: fmt.Sprintf("the definition of %s is not accepted", m.Name)})
	}
	return found, nil
}

func kindOfMachine(r *deploy.Machine) types.StateMachineType {
	if r.Express {
		return types.StateMachineTypeExpress
	}
	return types.StateMachineTypeStandard
}

func loggingOf(l deploy.Logging) *types.LoggingConfiguration {
	to := &types.LoggingConfiguration{Level: types.LogLevel(l.Level), IncludeExecutionData: l.IncludeData}
	if l.Level == "" {
		to.Level = types.LogLevelOff
	}
	if l.Group != "" {
		to.Destinations = []types.LogDestination{{CloudWatchLogsLogGroup: &types.CloudWatchLogsLogGroup{LogGroupArn: &l.Group}}}
	}
	return to
}

func logging(of *types.LoggingConfiguration) deploy.Logging {
	if of == nil || of.Level == "" || of.Level == types.LogLevelOff {
		// Where nothing is logged it does not matter how.
		return deploy.Logging{Level: string(types.LogLevelOff)}
	}
	l := deploy.Logging{Level: string(of.Level), IncludeData: of.IncludeExecutionData}
	for _, d := range of.Destinations { // one, says the API
		if d.CloudWatchLogsLogGroup != nil {
			l.Group = aws.ToString(d.CloudWatchLogsLogGroup.LogGroupArn)
		}
	}
	return l
}

func sfnTags(tags deploy.Tags) []types.Tag {
	return tagList(tags, func(key, value *string) types.Tag { return types.Tag{Key: key, Value: value} })
}
