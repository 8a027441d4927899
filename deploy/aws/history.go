package aws

import (
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
)

// mostEvents are those of a page of GetExecutionHistory.
const mostEvents = 1000

// History as operate.Client says.
func (c *Client) History(ctx context.Context, arn, token string) ([]*engine.Event, string, error) {
	out, err := c.sfn.GetExecutionHistory(ctx, &sfn.GetExecutionHistoryInput{
		ExecutionArn: &arn, MaxResults: mostEvents, IncludeExecutionData: aws.Bool(true), NextToken: some(token),
	})
	if err != nil {
		return nil, "", faultOf(deploy.ID{}, err)
	}
	events := make([]*engine.Event, len(out.Events))
	for i := range out.Events {
		events[i] = eventOf(&out.Events[i])
	}
	return events, aws.ToString(out.NextToken), nil
}

// eventOf is an event as the local engine has it.
func eventOf(e *types.HistoryEvent) *engine.Event {
	out := &engine.Event{ID: e.Id, Previous: e.PreviousEventId, Type: string(e.Type), Time: aws.ToTime(e.Timestamp).UTC()}
	switch {
	case e.StateEnteredEventDetails != nil:
		d := e.StateEnteredEventDetails
		out.Name, out.Input = aws.ToString(d.Name), value(d.Input)
	case e.StateExitedEventDetails != nil:
		d := e.StateExitedEventDetails
		out.Name, out.Output = aws.ToString(d.Name), value(d.Output)
		for _, name := range slices.Sorted(maps.Keys(d.AssignedVariables)) {
			text := d.AssignedVariables[name]
			out.Assigned = append(out.Assigned, asl.Member{Key: name, Value: value(&text)})
		}
	case e.TaskScheduledEventDetails != nil:
		d := e.TaskScheduledEventDetails
		out.Resource, out.ResourceType, out.Region = aws.ToString(d.Resource), aws.ToString(d.ResourceType), aws.ToString(d.Region)
		out.Parameters = value(d.Parameters)
		out.Timeout, out.Heartbeat = aws.ToInt64(d.TimeoutInSeconds), aws.ToInt64(d.HeartbeatInSeconds)
	case e.MapStateStartedEventDetails != nil:
		out.Length = int(e.MapStateStartedEventDetails.Length)
	case e.MapRunStartedEventDetails != nil:
		out.MapRun = aws.ToString(e.MapRunStartedEventDetails.MapRunArn)
	case e.EvaluationFailedEventDetails != nil:
		d := e.EvaluationFailedEventDetails
		out.Name, out.Field = aws.ToString(d.State), aws.ToString(d.Location)
		fail(out, d.Error, d.Cause)
	default:
		ofExecution(out, e)
		ofIteration(out, e)
		ofTask(out, e)
		ofWorker(out, e)
	}
	return out
}

func ofExecution(out *engine.Event, e *types.HistoryEvent) {
	switch {
	case e.ExecutionStartedEventDetails != nil:
		d := e.ExecutionStartedEventDetails
		out.Input, out.Role = value(d.Input), aws.ToString(d.RoleArn)
	case e.ExecutionSucceededEventDetails != nil:
		out.Output = value(e.ExecutionSucceededEventDetails.Output)
	case e.ExecutionFailedEventDetails != nil:
		fail(out, e.ExecutionFailedEventDetails.Error, e.ExecutionFailedEventDetails.Cause)
	case e.ExecutionTimedOutEventDetails != nil:
		fail(out, e.ExecutionTimedOutEventDetails.Error, e.ExecutionTimedOutEventDetails.Cause)
	case e.ExecutionAbortedEventDetails != nil:
		fail(out, e.ExecutionAbortedEventDetails.Error, e.ExecutionAbortedEventDetails.Cause)
	case e.MapRunFailedEventDetails != nil:
		fail(out, e.MapRunFailedEventDetails.Error, e.MapRunFailedEventDetails.Cause)
	}
}

func ofIteration(out *engine.Event, e *types.HistoryEvent) {
	for _, d := range []*types.MapIterationEventDetails{
		e.MapIterationStartedEventDetails, e.MapIterationSucceededEventDetails, e.MapIterationFailedEventDetails, e.MapIterationAbortedEventDetails,
	} {
		if d != nil {
			out.Name, out.Index = aws.ToString(d.Name), int(d.Index)
		}
	}
}

func ofTask(out *engine.Event, e *types.HistoryEvent) {
	resource := func(r, kind *string) { out.Resource, out.ResourceType = aws.ToString(r), aws.ToString(kind) }
	switch {
	case e.TaskStartedEventDetails != nil:
		resource(e.TaskStartedEventDetails.Resource, e.TaskStartedEventDetails.ResourceType)
	case e.TaskSubmittedEventDetails != nil:
		d := e.TaskSubmittedEventDetails
		resource(d.Resource, d.ResourceType)
		out.Output = value(d.Output)
	case e.TaskSucceededEventDetails != nil:
		d := e.TaskSucceededEventDetails
		resource(d.Resource, d.ResourceType)
		out.Output = value(d.Output)
	case e.TaskFailedEventDetails != nil:
		d := e.TaskFailedEventDetails
		resource(d.Resource, d.ResourceType)
		fail(out, d.Error, d.Cause)
	case e.TaskTimedOutEventDetails != nil:
		d := e.TaskTimedOutEventDetails
		resource(d.Resource, d.ResourceType)
		fail(out, d.Error, d.Cause)
	case e.TaskStartFailedEventDetails != nil:
		d := e.TaskStartFailedEventDetails
		resource(d.Resource, d.ResourceType)
		fail(out, d.Error, d.Cause)
	case e.TaskSubmitFailedEventDetails != nil:
		d := e.TaskSubmitFailedEventDetails
		resource(d.Resource, d.ResourceType)
		fail(out, d.Error, d.Cause)
	}
}

// ofWorker reads what Tasks of a function's or an activity's own ARN tell.
func ofWorker(out *engine.Event, e *types.HistoryEvent) {
	switch {
	case e.LambdaFunctionScheduledEventDetails != nil:
		d := e.LambdaFunctionScheduledEventDetails
		out.Resource, out.Input, out.Timeout = aws.ToString(d.Resource), value(d.Input), aws.ToInt64(d.TimeoutInSeconds)
	case e.LambdaFunctionSucceededEventDetails != nil:
		out.Output = value(e.LambdaFunctionSucceededEventDetails.Output)
	case e.LambdaFunctionFailedEventDetails != nil:
		fail(out, e.LambdaFunctionFailedEventDetails.Error, e.LambdaFunctionFailedEventDetails.Cause)
	case e.LambdaFunctionTimedOutEventDetails != nil:
		fail(out, e.LambdaFunctionTimedOutEventDetails.Error, e.LambdaFunctionTimedOutEventDetails.Cause)
	case e.LambdaFunctionScheduleFailedEventDetails != nil:
		fail(out, e.LambdaFunctionScheduleFailedEventDetails.Error, e.LambdaFunctionScheduleFailedEventDetails.Cause)
	case e.LambdaFunctionStartFailedEventDetails != nil:
		fail(out, e.LambdaFunctionStartFailedEventDetails.Error, e.LambdaFunctionStartFailedEventDetails.Cause)
	case e.ActivityScheduledEventDetails != nil:
		d := e.ActivityScheduledEventDetails
		out.Resource, out.Input = aws.ToString(d.Resource), value(d.Input)
		out.Timeout, out.Heartbeat = aws.ToInt64(d.TimeoutInSeconds), aws.ToInt64(d.HeartbeatInSeconds)
	case e.ActivityStartedEventDetails != nil:
		out.Worker = aws.ToString(e.ActivityStartedEventDetails.WorkerName)
	case e.ActivitySucceededEventDetails != nil:
		out.Output = value(e.ActivitySucceededEventDetails.Output)
	case e.ActivityFailedEventDetails != nil:
		fail(out, e.ActivityFailedEventDetails.Error, e.ActivityFailedEventDetails.Cause)
	case e.ActivityTimedOutEventDetails != nil:
		fail(out, e.ActivityTimedOutEventDetails.Error, e.ActivityTimedOutEventDetails.Cause)
	case e.ActivityScheduleFailedEventDetails != nil:
		fail(out, e.ActivityScheduleFailedEventDetails.Error, e.ActivityScheduleFailedEventDetails.Cause)
	}
}

func fail(out *engine.Event, name, cause *string) {
	out.Error, out.HasError = aws.ToString(name), name != nil
	out.Cause, out.HasCause = aws.ToString(cause), cause != nil
}

// value is a payload, which the history has as JSON text; what is no JSON is a
// text, and nil is nothing.
func value(text *string) asl.Value {
	if text == nil {
		return nil
	}
	v, err := asl.DecodeValue([]byte(*text))
	if err != nil {
		return asl.String(*text)
	}
	return v
}
