package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/deploy"
)

type deployOptions struct {
	compileFlags
	shiftFlags
	changeFlags
	dryRun   bool
	validate bool
	saved    string // a file with a plan; empty: path is a project's
}

func newDeploy(s Streams) *cobra.Command {
	var o deployOptions
	cmd := &cobra.Command{
		Use:   "deploy [PATH | PLAN.json]",
		Short: "Make what is deployed as the sources say",
		Long: `Compiles the pipelines of a project, shows what has to change so that what is
deployed is as the sources say, asks if it runs at a terminal, and does it:
pipelines before those that run them. What plan -o wrote is deployed just so,
without asking, or not at all if anything has changed since.

Until all that the new version needs is there, the old one serves. After a
failure, or an interruption at any point, the same command goes on from there.

A pipeline with an alias can move to its new version by and by. Where executions
of the new version fail, or an alarm rings, all goes back to the old one, and the
exit code is 1.`,
		Example: `  pipectl deploy                               show, ask, deploy
  pipectl deploy --yes --env prod              from a CI job
  pipectl deploy --dry-run                     the same as pipectl plan
  pipectl deploy plan.json                     what pipectl plan -o plan.json has shown
  pipectl deploy --canary 10%/30m --alarm orders-late`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			if strings.HasSuffix(o.path, ".json") && !isDir(o.path) {
				o.saved = o.path
				for _, flag := range ofSources {
					if cmd.Flags().Changed(flag) {
						return usage("--%s is for sources, and %s is a plan that was made of them", flag, o.saved)
					}
				}
			}
			if o.dryRun && o.breakLock {
				return usage("--dry-run changes nothing, and --break-lock does")
			}
			return runDeploy(cmd.Context(), s, o)
		},
	}
	o.compileFlags.add(cmd)
	o.shiftFlags.add(cmd)
	o.changeFlags.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.dryRun, "dry-run", false, "show what would be changed, and change nothing")
	flags.BoolVar(&o.validate, "remote-validate", false, "have Step Functions judge the machines first")
	return cmd
}

// ofSources are the flags that mean nothing to a plan that was saved, or would
// make it another.
var ofSources = []string{
	"var", "var-file", "env", "project", "pipeline", "lowering", "strict", "keep", "remote-validate", "break-lock",
}

func runDeploy(ctx context.Context, s Streams, o deployOptions) error {
	shift, err := o.shift()
	if err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	if o.saved != "" {
		return runSaved(ctx, s, o, shift)
	}
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
	var names []string
	for _, one := range specs {
		if o.shifts() && one.Alias == "" {
			return refused(fmt.Errorf("pipeline %q has no alias, by which executions could be shared between versions: give it one, alias = \"live\"", one.Pipeline))
		}
		names = append(names, one.Pipeline)
	}
	if len(specs) > 0 {
		if err := o.breakLocks(ctx, d, specs[0].Project, names); err != nil {
			return err
		}
	}
	plans, err := d.plans(ctx, specs)
	if err != nil {
		return err
	}
	if o.dryRun {
		return d.show(plans, "text")
	}
	return d.carryOut(ctx, plans, o.askingPeople("Deploy this?"), shift)
}

// runSaved carries out a plan that was saved.
func runSaved(ctx context.Context, s Streams, o deployOptions, shift deploy.Shift) error {
	saved, err := readPlan(o.saved)
	if err != nil {
		return err
	}
	d, err := o.connect(ctx, s)
	if err != nil {
		return err
	}
	if saved.Place != d.at {
		return refused(fmt.Errorf("%s is for account %s in %s, and the credentials are of account %s in %s",
			o.saved, saved.Place.Account, saved.Place.Region, d.at.Account, d.at.Region))
	}
	o.secrets = saved.Secrets
	var specs []deploy.Spec
	for _, one := range saved.Pipelines {
		specs = append(specs, one.Spec)
	}
	live, err := d.readFor(ctx, specs)
	if err != nil {
		return err
	}
	var plans []*deploy.Plan
	for i, one := range saved.Pipelines {
		p, err := one.Plan(live[i])
		if err != nil {
			return refused(err)
		}
		plans = append(plans, p)
	}
	if o.dryRun {
		return d.show(plans, "text")
	}
	o.yes = true // whoever saved it has seen it
	return d.carryOut(ctx, plans, o.asking(""), shift)
}

// mostPlan is the size in bytes of the largest plan that is read: a hundred
// machines of the largest definition that AWS takes.
const mostPlan = 100 << 20

// readPlan reads what plan -o wrote.
func readPlan(name string) (*deploy.Saved, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, usage("no such path %q", name)
	}
	if err != nil {
		return nil, refused(err)
	}
	defer f.Close() //nolint:errcheck // a file that was only read
	text, err := io.ReadAll(io.LimitReader(f, mostPlan+1))
	if err != nil {
		return nil, refused(err)
	}
	if len(text) > mostPlan {
		return nil, refused(fmt.Errorf("%s: more than %d MB are no plan", name, mostPlan>>20))
	}
	saved, err := deploy.Open(text)
	if err != nil {
		return nil, refused(fmt.Errorf("%s: %w", name, err))
	}
	return saved, nil
}
