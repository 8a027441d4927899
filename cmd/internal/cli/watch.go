package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

type watchOptions struct {
	accountFlags
	execution, path string
	format, history string
	once            bool
}

func newWatch(s Streams) *cobra.Command {
	var o watchOptions
	cmd := &cobra.Command{
		Use:   "watch EXECUTION [PATH]",
		Short: "Follow an execution",
		Long: `Follows an execution to its end and shows how it went, in terms of the pipeline where
its sources are at hand, else of its states. Of one that has ended it shows that.
Interrupted, it leaves the execution running.

` + usageExecution + ` The latest
is that of those that run, or of all where none does.

The output goes to the standard output, what happened to the standard error. Exit
codes: 0 it succeeded, 1 it failed, timed out or was aborted, 130 following
it was interrupted.`,
		Example: `  pipectl watch orders
  pipectl watch orders:run-20260105T020000Z-1a2b3c4d
  pipectl watch arn:aws:states:eu-west-1:123456789012:execution:orders:nightly`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.execution = args[0]
			if len(args) > 1 {
				o.path = args[1]
			}
			return runWatch(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "text", "how to report: text or json")
	flags.StringVar(&o.history, "history", "", "write the event history to a `file`, in AWS's JSON")
	flags.BoolVar(&o.once, "once", false, "show what there is now, and do not wait for the end")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

func runWatch(ctx context.Context, s Streams, o watchOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	if err := checkReference(o.execution); err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	f, err := op.followed(ctx, &o.accountFlags, o.execution, o.path)
	if err != nil {
		return given(ctx, err)
	}
	f.format, f.history, f.once = o.format, o.history, o.once
	return op.follow(ctx, f)
}

// followed finds the execution that is meant, and the sources of its pipeline.
func (o *operation) followed(ctx context.Context, flags *accountFlags, execution, path string) (follow, error) {
	ref, err := o.refer(execution)
	if err != nil {
		return follow{}, err
	}
	x, err := o.find(ctx, ref)
	if err != nil {
		return follow{}, err
	}
	sources, err := flags.sourcesOf(o.s, path, ref.pipeline)
	if err != nil {
		return follow{}, err
	}
	return follow{arn: x.ARN, pipeline: ref.pipeline, sources: sources, path: path}, nil
}

// given says that a command was interrupted in place of what that led to.
func given(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return refused(errors.New("interrupted"))
	}
	return err
}
