package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/deploy"
)

type rollbackOptions struct {
	deployedFlags
	changeFlags
	to int
}

func newRollback(s Streams) *cobra.Command {
	var o rollbackOptions
	cmd := &cobra.Command{
		Use:   "rollback [PIPELINE [PATH]]",
		Short: "Have an earlier version serve again",
		Long: `Leads a pipeline back to the version before the one that serves, or to another
that is kept; pipectl status tells which there are. Schedules and triggers have
no versions, and stay. PIPELINE may be left out where there is but one.

The sources need not compile, and stay as they are: the next deploy deploys them
again.`,
		Example: `  pipectl rollback orders                      the version before
  pipectl rollback orders --to 7`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.pipeline = args[0]
				if o.pipeline == "" {
					return usage("%q is no name of a pipeline", "")
				}
			}
			o.path = pathArg(args, 1)
			if cmd.Flags().Changed("to") && o.to < 1 {
				return usage("--to takes the number of a version, not %d", o.to)
			}
			return runRollback(cmd.Context(), s, o)
		},
	}
	o.deployedFlags.add(cmd)
	o.changeFlags.add(cmd)
	cmd.Flags().IntVar(&o.to, "to", 0, "the `version` that is to serve; without it the one before")
	return cmd
}

func runRollback(ctx context.Context, s Streams, o rollbackOptions) error {
	project, names, err := o.names(s)
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return usage("say which pipeline is meant: there are %d", len(names))
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
	return d.carryOut(ctx, []*deploy.Plan{deploy.Rollback(live[0], o.to)}, o.askingPeople("Go back?"), deploy.Shift{})
}
