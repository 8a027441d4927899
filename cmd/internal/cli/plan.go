package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
)

type planOptions struct {
	compileFlags
	format   string
	exitCode bool
	out      string
	validate bool
}

func newPlan(s Streams) *cobra.Command {
	var o planOptions
	cmd := &cobra.Command{
		Use:   "plan [PATH]",
		Short: "Show what a deploy would change",
		Long: `Compiles the pipelines of a project, reads what is deployed of them, and shows
what a deploy would change: state by state, permission by permission, and what
was changed by hand. Nothing is changed.`,
		Example: `  pipectl plan                                 what a deploy of this folder would change
  pipectl plan --format markdown               for a comment of a pull request
  pipectl plan --exit-code                     exit with 3 if anything would change
  pipectl plan -o plan.json                    for pipectl deploy plan.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			if cmd.Flags().Changed("output") && o.out == "" {
				return usage("-o takes a file")
			}
			return runPlan(cmd.Context(), s, o)
		},
	}
	o.compileFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "text", "how to show it: text, json or markdown")
	completes(cmd, "format", view.PlanFormats)
	flags.BoolVar(&o.exitCode, "exit-code", false, "exit with 3 if there are changes")
	flags.StringVarP(&o.out, "output", "o", "", "also write the plan to a `file`, to be deployed just so")
	flags.BoolVar(&o.validate, "remote-validate", false, "have Step Functions judge the machines too")
	return cmd
}

func runPlan(ctx context.Context, s Streams, o planOptions) error {
	if err := oneOf("format", o.format, view.PlanFormats); err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	d, err := o.connect(ctx, s)
	if err != nil {
		return err
	}
	specs, err := o.specs(s, d.at)
	if err != nil {
		return err
	}
	if o.validate {
		if err := d.validate(ctx, specs); err != nil {
			return err
		}
	}
	plans, err := d.plans(ctx, specs)
	if err != nil {
		return err
	}
	if err := d.show(plans, o.format); err != nil {
		return err
	}
	if o.out != "" {
		if err := view.WriteFiles([]view.File{{Name: o.out, Text: deploy.Save(d.at, specs, plans, o.secrets...), Private: true}}); err != nil {
			return refused(err)
		}
	}
	if o.exitCode && changes(plans) {
		return &exit{code: ExitPending}
	}
	return nil
}

// plans compares what is wanted with what is live.
func (d *deployment) plans(ctx context.Context, specs []deploy.Spec) ([]*deploy.Plan, error) {
	var plans []*deploy.Plan
	if len(specs) == 0 {
		fmt.Fprintln(d.s.Err, "There are no pipelines.")
	}
	live, err := d.readFor(ctx, specs)
	if err != nil {
		return nil, err
	}
	for i, one := range specs {
		plans = append(plans, deploy.Diff(live[i], one))
	}
	return plans, nil
}

// readFor reads what is live of the pipelines of specs, which are of one project.
func (d *deployment) readFor(ctx context.Context, specs []deploy.Spec) ([]*deploy.Live, error) {
	project, names := "", make([]string, len(specs))
	for i, one := range specs {
		project, names[i] = one.Project, one.Pipeline
	}
	return d.read(ctx, project, names...)
}

// validate has the service judge machines. Who may not ask it is told so, and
// that is all, for a deploy does not need to.
func (d *deployment) validate(ctx context.Context, specs []deploy.Spec) error {
	wrong := 0
	for _, one := range specs {
		judged, err := deploy.Validate(ctx, d.patient(), d.at, one)
		if deploy.IsFault(err, deploy.AccessDenied) {
			fmt.Fprintf(d.s.Err, "Warning: Step Functions was not asked about the machines: %v\n", err)
			return nil
		}
		if err != nil {
			return interrupted(ctx, refused(err))
		}
		wrong += view.Judgements(d.s.Err, judged)
	}
	if wrong > 0 {
		return refused(fmt.Errorf("the machines are not accepted by Step Functions: %s", count(wrong, "error")))
	}
	return nil
}
