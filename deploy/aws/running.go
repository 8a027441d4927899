package aws

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/deploy"
)

// Running as deploy.Client says.
func (c *Client) Running(ctx context.Context, machine string) (bool, error) {
	id := deploy.ID{Kind: deploy.KindMachine, Name: machine}
	arn, err := c.arn(ctx, id)
	if err != nil {
		return false, err
	}
	for _, status := range []types.ExecutionStatus{types.ExecutionStatusRunning, types.ExecutionStatusPendingRedrive} {
		out, err := c.sfn.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: arn, StatusFilter: status, MaxResults: 1})
		var express *types.StateMachineTypeNotSupported
		if errors.As(err, &express) {
			return false, nil
		}
		if err != nil {
			return false, faultOf(id, err)
		}
		if len(out.Executions) > 0 {
			return true, nil
		}
	}
	return false, nil
}
