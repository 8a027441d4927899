package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl/engine"
)

type stopOptions struct {
	accountFlags
	execution string
	cause     string
}

func newStop(s Streams) *cobra.Command {
	var o stopOptions
	cmd := &cobra.Command{
		Use:   "stop EXECUTION",
		Short: "Stop an execution",
		Long: `Stops an execution, which counts as aborted then: neither its on_failure nor its
finally runs. Jobs that it waits for are cancelled as far as their services do
that; the work of polled and callback tasks goes on. pipectl resume goes on with it.

` + usageExecution + `
PIPELINE alone stops what runs of it only if that is a single execution.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.execution = args[0]
			return runStop(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	cmd.Flags().StringVar(&o.cause, "cause", "", "why, for whoever looks at the execution later")
	return cmd
}

// stopped is the error of an execution that was stopped by hand.
const stopped = "Pipectl.Stopped"

func runStop(ctx context.Context, s Streams, o stopOptions) error {
	if err := checkReference(o.execution); err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	ref, err := op.refer(o.execution)
	if err != nil {
		return err
	}
	if ref.arn == "" {
		if ref.arn, err = op.only(ctx, ref.pipeline); err != nil {
			return given(ctx, err)
		}
	}
	x, err := op.find(ctx, ref)
	if err != nil {
		return given(ctx, err)
	}
	if x.Ended() {
		return refused(fmt.Errorf("%s has ended: %s", shortName(x.ARN), statusWord(x.Status)))
	}
	if err := op.client.Stop(ctx, x.ARN, stopped, o.cause); err != nil {
		return given(ctx, refused(err))
	}
	fmt.Fprintf(s.Err, "%s is stopped.\n", shortName(x.ARN))
	return nil
}

// only is the ARN of the one execution of a pipeline that runs.
func (o *operation) only(ctx context.Context, pipeline string) (string, error) {
	all, err := o.list(ctx, pipeline, engine.Running, 2)
	switch {
	case err != nil:
		return "", err
	case len(all) == 0:
		return "", refused(fmt.Errorf("no execution of %s runs", pipeline))
	case len(all) > 1:
		return "", refused(fmt.Errorf("more than one execution of %s runs: name the one to stop; pipectl history %s --status running lists them", pipeline, pipeline))
	}
	return all[0].ARN, nil
}
