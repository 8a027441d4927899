package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

func newCluster(s Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cluster",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Short: "Make and end EMR clusters by hand",
		Long: `Makes an EMR cluster as a pipeline would, and ends it, for those who run a pipeline
on the same cluster again and again, until it works:

  ID=$(pipectl cluster up lab)
  pipectl run playbook -i "{\"cluster_id\": \"$ID\"}"
  pipectl cluster halt $ID`,
	}
	cmd.AddCommand(newClusterUp(s), newClusterHalt(s))
	return cmd
}

type clusterUpOptions struct {
	accountFlags
	name, path string
	pipeline   string
	input      string
	dryRun     bool
	detach     bool
}

func newClusterUp(s Streams) *cobra.Command {
	var o clusterUpOptions
	cmd := &cobra.Command{
		Use:   "up CLUSTER [PATH]",
		Short: "Make a cluster as a pipeline would",
		Long: `Makes the EMR cluster of a cluster block, waits until it takes steps, and prints its
ID. What the block says of its end holds: after idle_timeout without work EMR ends it.
Interrupted, the cluster is made all the same.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name, o.path = args[0], pathArg(args, 1)
			return runClusterUp(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.pipeline, "pipeline", "", "the `name` of the pipeline that has the cluster, where several have one of the name")
	flags.StringVarP(&o.input, "input", "i", "", "the input of the pipeline, for what hangs on it: `JSON`, or @FILE that has it")
	flags.BoolVar(&o.dryRun, "dry-run", false, "print what it would be made with, and make none")
	flags.BoolVar(&o.detach, "detach", false, "do not wait until it takes steps")
	return cmd
}

func runClusterUp(ctx context.Context, s Streams, o clusterUpOptions) error {
	more, err := (runOptions{input: o.input}).readInput(s)
	if err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	name, err := o.owner(s)
	if err != nil {
		return err
	}
	sources, err := o.compile(s, o.path, name)
	if err != nil {
		return err
	}
	input, err := pipelineInput(sources.p, more, "")
	if err != nil {
		return err
	}
	if err := checkInput(ctx, sources, input, op.clock.Now()); err != nil {
		return err
	}
	arguments, err := pipetest.ClusterArguments(ctx, sources.p, sources.result, o.name, input, op.clock.Now())
	if err != nil {
		return refused(err)
	}
	if o.dryRun {
		if _, err := s.Out.Write(append(asl.AppendValue(nil, arguments, 0), '\n')); err != nil {
			return refused(err)
		}
		return nil
	}
	id, err := operate.CreateCluster(ctx, op.aws, op.clock, arguments)
	if err != nil {
		return given(ctx, refused(err))
	}
	fmt.Fprintln(s.Out, id)
	if o.detach {
		return nil
	}
	err = operate.AwaitCluster(ctx, op.aws, op.clock, id, func(c operate.Cluster) {
		fmt.Fprintf(s.Err, "%s: %s\n", id, strings.ToLower(strings.ReplaceAll(c.State, "_", " ")))
	})
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintf(s.Err, "The cluster is made all the same. To end it:\n\n  pipectl cluster halt %s\n\n", id)
		return &exit{code: ExitLeft}
	}
	if err != nil {
		return refused(err)
	}
	return nil
}

// owner is the name of the pipeline that has the cluster.
func (o *clusterUpOptions) owner(s Streams) (string, error) {
	project, diags, err := o.load(s, o.path)
	if err != nil {
		return "", err
	}
	if diags.HasErrors() {
		return "", tell(s, diags, project.Sources)
	}
	var owners, names []string
	for _, p := range project.Pipelines {
		for _, c := range p.Clusters {
			names = append(names, c.Name)
			if c.Name == o.name && (o.pipeline == "" || o.pipeline == p.Name) {
				owners = append(owners, p.Name)
			}
		}
	}
	switch {
	case len(owners) == 0 && o.pipeline != "":
		return "", usage("the pipeline %q has no cluster %q", o.pipeline, o.name)
	case len(owners) == 0:
		return "", usage("no pipeline has a cluster %q.%s", o.name, diag.Suggest(o.name, names))
	case len(owners) > 1 && !topLevel(project, o.name):
		return "", usage("several pipelines have a cluster %q: --pipeline says which one is meant: %s", o.name, joined(owners))
	}
	return owners[0], nil
}

// topLevel says whether a cluster belongs to no pipeline, so that it is the same for
// all that use it.
func topLevel(project *dsl.Project, name string) bool {
	for _, p := range project.Pipelines {
		for _, c := range p.Clusters {
			if c.Name == name {
				return c.Top
			}
		}
	}
	return false
}

type clusterHaltOptions struct {
	accountFlags
	ids   []string
	yes   bool
	force bool
}

func newClusterHalt(s Streams) *cobra.Command {
	var o clusterHaltOptions
	cmd := &cobra.Command{
		Use:   "halt ID|NAME...",
		Short: "End clusters",
		Long: `Ends EMR clusters, by their IDs, j-…, or those of a name, with all that runs on them.
It asks before it ends one, unless --yes is given. A cluster that is protected against
this is ended only with --force.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.ids = args
			return runClusterHalt(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.yes, "yes", false, "do not ask; for where nobody can be asked")
	flags.BoolVar(&o.force, "force", false, "lift the protection against being ended before")
	return cmd
}

func runClusterHalt(ctx context.Context, s Streams, o clusterHaltOptions) error {
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	var all []operate.Cluster
	for _, name := range o.ids {
		found, err := op.clusters(ctx, name)
		if err != nil {
			return given(ctx, err)
		}
		all = append(all, found...)
	}
	for _, c := range all {
		switch {
		case c.Ended():
			fmt.Fprintf(s.Err, "%s (%s) has ended already\n", c.ID, c.Name)
			continue
		case c.Protected && !o.force:
			return refused(fmt.Errorf("cluster %s (%s) is protected against being ended; --force ends it", c.ID, c.Name))
		}
		ask := &question{text: fmt.Sprintf("Is cluster %s (%s) to be ended, with all that runs on it?", c.ID, c.Name), yes: o.yes}
		if err := ask.put(ctx, s); err != nil {
			return err
		}
		if err := op.aws.EndCluster(ctx, c.ID, o.force); err != nil {
			return given(ctx, refused(err))
		}
		fmt.Fprintf(s.Err, "%s (%s) is being ended\n", c.ID, c.Name)
	}
	return nil
}

// clusters are those that an ID or a name means.
func (o *operation) clusters(ctx context.Context, name string) ([]operate.Cluster, error) {
	if strings.HasPrefix(name, "j-") {
		c, err := o.aws.Cluster(ctx, name)
		if err != nil {
			return nil, refused(err)
		}
		return []operate.Cluster{c}, nil
	}
	found, err := o.aws.Clusters(ctx, name)
	switch {
	case err != nil:
		return nil, refused(err)
	case len(found) == 0:
		return nil, refused(fmt.Errorf("no cluster named %q is up in account %s, region %s", name, o.at.Account, o.at.Region))
	}
	for i, c := range found { // a list does not say whether one is protected
		if found[i], err = o.aws.Cluster(ctx, c.ID); err != nil {
			return nil, refused(err)
		}
	}
	return found, nil
}
