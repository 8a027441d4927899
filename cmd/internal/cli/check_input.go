package cli

import (
	"context"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
)

// checkInput finds what is wrong with an input before an execution is started,
// which would fail by it at once.
func checkInput(ctx context.Context, c *compiled, input asl.Value, now time.Time) error {
	cause, err := pipetest.CheckInput(ctx, c.p, c.result, input, now)
	switch {
	case err != nil:
		return refused(err)
	case cause != "":
		return usage("--input: %s", cause)
	}
	return nil
}
