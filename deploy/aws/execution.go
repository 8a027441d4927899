package aws

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

var _ operate.Client = (*Client)(nil)

// Start as operate.Client says.
func (c *Client) Start(ctx context.Context, s operate.Start) (operate.Execution, error) {
	out, err := c.sfn.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: &s.Target, Name: &s.Name, Input: &s.Input})
	if err != nil {
		return operate.Execution{}, faultOf(targetID(s.Target), err)
	}
	return operate.Execution{ARN: aws.ToString(out.ExecutionArn), Name: s.Name, Status: engine.Running, Start: when(out.StartDate), Input: s.Input}, nil
}

// mostExpress is how long an express execution may take, and a little more.
const mostExpress = 5*time.Minute + 10*time.Second

// StartSync as operate.Client says.
func (c *Client) StartSync(ctx context.Context, s operate.Start) (operate.Execution, error) {
	out, err := c.sfn.StartSyncExecution(ctx,
		&sfn.StartSyncExecutionInput{StateMachineArn: &s.Target, Name: &s.Name, Input: &s.Input},
		func(o *sfn.Options) {
			o.HTTPClient = c.slow
			if o.BaseEndpoint != nil {
				// Who serves all at one URL does so for the host sync-… as well.
				o.APIOptions = append(o.APIOptions, noHostPrefix)
			}
		})
	if err != nil {
		return operate.Execution{}, faultOf(targetID(s.Target), err)
	}
	return operate.Execution{
		ARN: aws.ToString(out.ExecutionArn), Name: aws.ToString(out.Name), Machine: aws.ToString(out.StateMachineArn),
		Status: engine.Status(out.Status), Start: when(out.StartDate), End: when(out.StopDate),
		Input: aws.ToString(out.Input), Output: aws.ToString(out.Output), Error: aws.ToString(out.Error), Cause: aws.ToString(out.Cause),
	}, nil
}

func noHostPrefix(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("pipectlNoHostPrefix",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
		}), middleware.Before)
}

// targetID is what an execution is started of.
func targetID(arn string) deploy.ID {
	machine, qualifier, ok := deploy.StateMachine(arn)
	switch {
	case !ok:
		return deploy.ID{}
	case qualifier == "":
		return deploy.ID{Kind: deploy.KindMachine, Name: machine}
	case qualifier[0] >= '0' && qualifier[0] <= '9':
		return deploy.ID{Kind: deploy.KindVersion, In: machine, Name: qualifier}
	}
	return deploy.ID{Kind: deploy.KindAlias, In: machine, Name: qualifier}
}

// Describe as operate.Client says.
func (c *Client) Describe(ctx context.Context, arn string) (operate.Execution, error) {
	out, err := c.sfn.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: &arn})
	if err != nil {
		return operate.Execution{}, faultOf(deploy.ID{}, err)
	}
	x := operate.Execution{
		ARN: aws.ToString(out.ExecutionArn), Name: aws.ToString(out.Name), Machine: aws.ToString(out.StateMachineArn),
		Version: aws.ToString(out.StateMachineVersionArn), Alias: aws.ToString(out.StateMachineAliasArn),
		Status: engine.Status(out.Status), Start: when(out.StartDate), End: when(out.StopDate),
		Input: aws.ToString(out.Input), Output: aws.ToString(out.Output), Error: aws.ToString(out.Error), Cause: aws.ToString(out.Cause),
		Redrives: int(aws.ToInt32(out.RedriveCount)), Redrivable: out.RedriveStatus == types.ExecutionRedriveStatusRedrivable,
	}
	if !x.Redrivable {
		x.NotRedrivable = aws.ToString(out.RedriveStatusReason)
	}
	return x, nil
}

// Definition as operate.Client says.
func (c *Client) Definition(ctx context.Context, arn string) (string, error) {
	out, err := c.sfn.DescribeStateMachineForExecution(ctx, &sfn.DescribeStateMachineForExecutionInput{ExecutionArn: &arn})
	if err != nil {
		return "", faultOf(deploy.ID{}, err)
	}
	return aws.ToString(out.Definition), nil
}

// Executions as operate.Client says.
func (c *Client) Executions(ctx context.Context, q operate.Query, token string) ([]operate.Execution, string, error) {
	in := &sfn.ListExecutionsInput{StatusFilter: types.ExecutionStatus(q.Status), NextToken: some(token), MaxResults: int32(q.Most)} //nolint:gosec // at most 1,000
	if q.MapRun {
		in.MapRunArn = &q.Of
	} else {
		in.StateMachineArn = &q.Of
	}
	out, err := c.sfn.ListExecutions(ctx, in)
	if err != nil {
		return nil, "", faultOf(targetID(q.Of), err)
	}
	var all []operate.Execution
	for _, x := range out.Executions {
		all = append(all, operate.Execution{
			ARN: aws.ToString(x.ExecutionArn), Name: aws.ToString(x.Name), Machine: aws.ToString(x.StateMachineArn),
			Version: aws.ToString(x.StateMachineVersionArn), Alias: aws.ToString(x.StateMachineAliasArn),
			Status: engine.Status(x.Status), Start: when(x.StartDate), End: when(x.StopDate), Redrives: int(aws.ToInt32(x.RedriveCount)),
		})
	}
	return all, aws.ToString(out.NextToken), nil
}

// Stop as operate.Client says.
func (c *Client) Stop(ctx context.Context, arn, name, cause string) error {
	_, err := c.sfn.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: &arn, Error: some(name), Cause: some(cause)})
	return faultOf(deploy.ID{}, err)
}

// Redrive as operate.Client says.
func (c *Client) Redrive(ctx context.Context, arn string) error {
	_, err := c.sfn.RedriveExecution(ctx, &sfn.RedriveExecutionInput{ExecutionArn: &arn})
	return faultOf(deploy.ID{}, err)
}

func when(t *time.Time) time.Time { return aws.ToTime(t).UTC() }
