package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/deploy"
)

type destroyOptions struct {
	deployedFlags
	changeFlags
}

func newDestroy(s Streams) *cobra.Command {
	var o destroyOptions
	cmd := &cobra.Command{
		Use:   "destroy [PATH]",
		Short: "Remove all that deploys made",
		Long: `Removes what deploys of a project's pipelines made, with their versions, histories
and logs, and nothing else: those first that run others. It shows what it will
remove, and asks. A pipeline that is in the sources no more is removed by its
name, with --pipeline.`,
		Example: `  pipectl destroy                              all pipelines of this folder
  pipectl destroy --pipeline orders`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runDestroy(cmd.Context(), s, o)
		},
	}
	o.deployedFlags.add(cmd)
	o.addPipeline(cmd)
	o.changeFlags.add(cmd)
	return cmd
}

func runDestroy(ctx context.Context, s Streams, o destroyOptions) error {
	project, names, err := o.names(s)
	if err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	d, err := o.connect(ctx, s)
	if err != nil {
		return err
	}
	if err := o.breakLocks(ctx, d, project, names); err != nil {
		return err
	}
	live, err := d.read(ctx, project, names...)
	if err != nil {
		return err
	}
	var plans []*deploy.Plan
	for _, l := range slices.Backward(live) {
		plans = append(plans, deploy.Destroy(l))
	}
	return d.carryOut(ctx, plans, o.asking("Remove all of this?"), deploy.Shift{})
}
