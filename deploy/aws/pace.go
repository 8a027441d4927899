package aws

import (
	"context"
	"sync"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// A rate is that of a token bucket: so many calls at once, so many more each
// second.
type rate struct{ burst, perSecond float64 }

// rates are the quotas of Step Functions for API actions, per account and region,
// as the Developer Guide has them for most regions: the three largest have more.
// Others use the same account, so these only keep pipectl from using it up alone.
var rates = map[string]rate{
	"CreateStateMachine":             {100, 1},
	"UpdateStateMachine":             {100, 1},
	"DeleteStateMachine":             {100, 1},
	"PublishStateMachineVersion":     {100, 1},
	"DeleteStateMachineVersion":      {100, 1},
	"ListStateMachineVersions":       {100, 1},
	"CreateStateMachineAlias":        {100, 1},
	"UpdateStateMachineAlias":        {100, 1},
	"DeleteStateMachineAlias":        {100, 1},
	"ListStateMachineAliases":        {100, 1},
	"ValidateStateMachineDefinition": {100, 1},
	"ListTagsForResource":            {100, 1},
	"TagResource":                    {200, 1},
	"UntagResource":                  {200, 1},
	"DescribeStateMachineAlias":      {200, 1},
	"ListExecutions":                 {100, 2},
	"DescribeExecution":              {250, 10},
	"GetExecutionHistory":            {400, 20},
	"StopExecution":                  {500, 25},
	"StartExecution":                 {800, 150},
	"RedriveExecution":               {800, 150},
	"ListStateMachines":              {100, 5},
	"DescribeStateMachine":           {200, 20},
}

// A pace holds calls back until the service takes them.
type pace struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu      sync.Mutex
	buckets map[string]bucket
}

// A bucket has so many tokens at a time; fewer than none are promised to calls
// that wait.
type bucket struct {
	tokens float64
	at     time.Time
}

// take is how long a call has to wait, which then counts as made.
func (p *pace) take(operation string) time.Duration {
	r, ok := rates[operation]
	if !ok || p.now == nil || p.sleep == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	b, ok := p.buckets[operation]
	if !ok {
		b = bucket{r.burst, now}
	}
	b.tokens = min(r.burst, b.tokens+now.Sub(b.at).Seconds()*r.perSecond) - 1
	b.at = now
	p.buckets[operation] = b
	if b.tokens >= 0 {
		return 0
	}
	return time.Duration(-b.tokens / r.perSecond * float64(time.Second))
}

// add adds the pace to what the SDK does at the begin of each call.
func (p *pace) add(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("pipectlPace",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			if d := p.take(awsmiddleware.GetOperationName(ctx)); d > 0 {
				if err := p.sleep(ctx, d); err != nil {
					return middleware.InitializeOutput{}, middleware.Metadata{}, err
				}
			}
			return next.HandleInitialize(ctx, in)
		}), middleware.After)
}
