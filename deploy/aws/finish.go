package aws

import (
	"context"

	"github.com/aws/smithy-go/middleware"
)

// finish adds to what the SDK does before each request, and after it was held
// back, that the request does not end with its context.
func finish(stack *middleware.Stack) error {
	return stack.Build.Add(middleware.BuildMiddlewareFunc("pipectlFinish",
		func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			if err := ctx.Err(); err != nil {
				return middleware.BuildOutput{}, middleware.Metadata{}, err
			}
			return next.HandleBuild(context.WithoutCancel(ctx), in)
		}), middleware.Before)
}
