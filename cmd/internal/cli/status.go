package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

type statusOptions struct {
	deployedFlags
	all    bool
	format string
}

func newStatus(s Streams) *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status [PATH]",
		Short: "Show what is deployed",
		Long: `Shows what is live of the pipelines of a project: the versions there are and which
share of executions each takes, when schedules start the next, how the last
executions went, what was changed by hand, and whether a deploy is under way. It need not compile, or be in the
sources: --pipeline NAME is enough.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runStatus(cmd.Context(), s, o)
		},
	}
	o.deployedFlags.add(cmd)
	o.addPipeline(cmd)
	cmd.Flags().BoolVar(&o.all, "all", false, "also pipelines of the project that are deployed and not in the sources any more; asks about each machine of the account")
	cmd.Flags().StringVar(&o.format, "format", "text", "how to show it: text or json")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

func runStatus(ctx context.Context, s Streams, o statusOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	if o.all && o.pipeline != "" {
		return usage("give one of --all and --pipeline")
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
	if o.all {
		left, err := d.left(ctx, project, names)
		if err != nil {
			return interrupted(ctx, refused(err))
		}
		names = append(names, left...)
	}
	live, err := d.read(ctx, project, names...)
	if err != nil {
		return err
	}
	var all []view.Live
	for _, l := range live {
		one := view.Live{Status: deploy.StatusOf(l)}
		if one.Deployed && !one.Express {
			if one.Executions, err = d.executions(ctx, l.Pipeline); err != nil {
				return interrupted(ctx, refused(err))
			}
		}
		all = append(all, one)
	}
	if err := view.Statuses(s.Out, o.format, all, d.clock.Now()); err != nil {
		return refused(err)
	}
	return nil
}

// mostLast is how many executions are shown; pipectl history has all.
const mostLast = 5

// executions are the last ones of a pipeline.
func (d *deployment) executions(ctx context.Context, pipeline string) ([]operate.Execution, error) {
	return executions(ctx, operate.Patient(d.client, d.clock, d.waits), d.at, pipeline, "", mostLast)
}

// left are the pipelines of a project that are deployed and not among those named.
func (d *deployment) left(ctx context.Context, project string, names []string) ([]string, error) {
	client := d.patient()
	machines, err := client.List(ctx, deploy.ID{Kind: deploy.KindMachine})
	if err != nil {
		return nil, fmt.Errorf("list the machines: %w", err)
	}
	var left []string
	for _, id := range machines {
		if !pipelineForm.MatchString(id.Name) || slices.Contains(names, id.Name) {
			continue
		}
		r, err := client.Read(ctx, id)
		if deploy.IsFault(err, deploy.NotFound, deploy.Deleting) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", id, err)
		}
		if tags := deploy.TagsOf(r); tags[deploy.TagProject] == project && tags[deploy.TagPipeline] == id.Name {
			left = append(left, id.Name)
		}
	}
	return left, nil
}
