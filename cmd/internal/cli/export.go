package cli

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/export"
	"github.com/pipectl/pipectl/dsl"
)

// exportFormats are the tools that others deploy with.
var exportFormats = []string{"cloudformation", "terraform", "sam"}

type exportOptions struct {
	compileFlags
	format string
	out    string // empty: exported/<format> in the project's directory; "-": standard output
	check  bool
}

func newExport(s Streams) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export cloudformation|terraform|sam [PATH]",
		Short: "Write what a deploy makes for CloudFormation, Terraform or SAM",
		Long: `Writes what pipectl deploy would make for another tool to make: machines, roles
and policies, log groups, versions and aliases, schedules and rules, under the same
names. Nothing is asked of AWS: without --region and --account the files leave
both to where they are deployed.

cloudformation writes a template for each pipeline, DIR/<pipeline>.yaml. sam writes
DIR/<pipeline>.yaml, and DIR/<pipeline>.asl.json beside it. terraform writes one
module: DIR/<pipeline>.tf, the machine and the policy beside it, and what all
pipelines share in DIR/` + export.CommonFile + `. DIR is the folder exported/<format> of the
project by default. What has to be there besides is told.`,
		Example: `  pipectl export terraform                          a module of all pipelines of this folder
  pipectl export cloudformation --pipeline daily -o -   one template, to the standard output
  pipectl export sam --region eu-west-1 -o deploy/sam
  pipectl export terraform --check                  in CI: is exported/terraform up to date?`,
		Args:      cobra.RangeArgs(1, 2),
		ValidArgs: exportFormats,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.format, o.path = args[0], pathArg(args, 1)
			if !slices.Contains(exportFormats, o.format) {
				return usage("there is an export for %s, not for %q", strings.Join(exportFormats, ", "), o.format)
			}
			if cmd.Flags().Changed("output") && o.out == "" {
				return usage("-o takes a directory, or - for the standard output")
			}
			if o.check && o.out == "-" {
				return usage("--check compares files, and -o - writes none; give -o the directory they are in")
			}
			if o.out == "-" && o.format != "cloudformation" {
				return usage("-o - prints one file, and %s reads several; give -o a directory", o.format)
			}
			return runExport(s, o)
		},
	}
	// Those of compileFlags that are not about an account.
	o.keep = deploy.DefaultKeep
	o.projectFlags.add(cmd)
	o.addProject(cmd)
	o.addPipeline(cmd)
	o.addCompiling(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&o.out, "output", "o", "", "write into `DIR`; - prints a template of CloudFormation, of one pipeline only")
	flags.BoolVar(&o.check, "check", false, "write nothing; print what would change, and exit with 3 if anything would")
	return cmd
}

func runExport(s Streams, o exportOptions) error {
	if err := o.checkPlace(); err != nil {
		return err
	}
	known := deploy.Place{Region: o.region, Account: o.account}
	if o.region != "" {
		known.Partition = dsl.Partition(o.region)
	}
	at := export.Place(known)
	specs, err := o.specs(s, at)
	if err != nil {
		return err
	}
	exported, err := exports(o.format, specs, at)
	if errors.Is(err, export.ErrRegion) {
		return refused(fmt.Errorf("%w: give --region", err))
	}
	if err != nil {
		return refused(err)
	}
	if o.out == "-" {
		if len(exported) != 1 {
			return usage("-o - prints one template, and there are %d pipelines; choose one with --pipeline", len(exported))
		}
		if _, err := s.Out.Write(exported[0].Text); err != nil {
			return refused(err)
		}
		tellNeeds(s, specs)
		return nil
	}
	dir := o.out
	if dir == "" {
		t, err := findTarget(o.path)
		if err != nil {
			return err
		}
		dir = path.Join(t.dir, "exported", o.format)
	}
	dir = filepath.FromSlash(dir)
	var files []view.File
	for _, f := range exported {
		files = append(files, view.File{Name: filepath.Join(dir, f.Name), Text: f.Text})
	}
	var pipelines []string
	for _, spec := range specs {
		pipelines = append(pipelines, spec.Pipeline)
	}
	left, err := leftParts(dir, pipelines, files)
	if err != nil {
		return refused(err)
	}
	if o.check {
		return checkFiles(s.Out, files, left)
	}
	if err := writeOutputs(s, files, left); err != nil {
		return err
	}
	tellNeeds(s, specs)
	return nil
}

func exports(format string, specs []deploy.Spec, at deploy.Place) ([]export.File, error) {
	if format == "terraform" {
		return export.Terraform(specs, at)
	}
	var all []export.File
	for _, spec := range specs {
		var files []export.File
		var err error
		if format == "sam" {
			files, err = export.SAM(spec, at)
		} else {
			files = make([]export.File, 1)
			files[0], err = export.CloudFormation(spec, at)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}

// tellNeeds tells people what is not in the export, and has to be there.
func tellNeeds(s Streams, specs []deploy.Spec) {
	for _, spec := range specs {
		for _, need := range export.Needs(spec) {
			fmt.Fprintf(s.Err, "%s: %s\n", spec.Pipeline, need)
		}
	}
}
