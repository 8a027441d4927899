package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl/diag"
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
	if err := o.unknown(ctx, d, project, plans); err != nil {
		return err
	}
	return d.carryOut(ctx, plans, o.asking("Remove all of this?"), deploy.Shift{})
}

// unknown is an error where the pipeline that is named is none: nothing that a plan
// is about is there, and the sources do not have it either.
func (o *destroyOptions) unknown(ctx context.Context, d *deployment, project string, plans []*deploy.Plan) error {
	if o.pipeline == "" || slices.Contains(o.known, o.pipeline) || changes(plans) || len(plans[0].Obstacles) > 0 {
		return nil
	}
	text := fmt.Sprintf("there is no pipeline %q of the project %q, neither in the sources nor deployed", o.pipeline, project)
	machine := deploy.ID{Kind: deploy.KindMachine, Name: o.pipeline}
	if theirs := plans[0].Others[machine]; theirs != "" {
		return usage("%s: %s %s", text, machine, theirs)
	}
	there, err := d.left(ctx, project, o.known)
	if err != nil {
		return interrupted(ctx, refused(err))
	}
	there = append(slices.Clone(o.known), there...)
	hint := diag.Suggest(o.pipeline, there)
	if hint == "" && len(there) > 0 {
		hint = " There are: " + strings.Join(there, ", ")
	}
	if hint != "" {
		text += "." + hint
	}
	return usage("%s", text)
}
