package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
)

type statusOptions struct {
	deployedFlags
	format string
}

func newStatus(s Streams) *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status [PATH]",
		Short: "Show what is deployed",
		Long: `Shows what is live of the pipelines of a project: the versions there are and which
share of executions each takes, when schedules start the next, what was changed by
hand, and whether a deploy is under way. It need not compile, or be in the
sources: --pipeline NAME is enough.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runStatus(cmd.Context(), s, o)
		},
	}
	o.deployedFlags.add(cmd)
	o.addPipeline(cmd)
	cmd.Flags().StringVar(&o.format, "format", "text", "how to show it: text or json")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

func runStatus(ctx context.Context, s Streams, o statusOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
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
	var all []deploy.Status
	for _, name := range names {
		live, err := d.read(ctx, project, name)
		if err != nil {
			return err
		}
		all = append(all, deploy.StatusOf(live))
	}
	if err := view.Statuses(s.Out, o.format, all, d.clock.Now()); err != nil {
		return refused(err)
	}
	return nil
}
