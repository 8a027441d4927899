package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler/importer"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl/diag"
)

type importOptions struct {
	accountFlags
	name  string
	out   string // a directory, or - for the standard output
	live  string
	force bool
}

func newImport(s Streams) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import MACHINE | --live NAME | dataflow-runner CLUSTER PLAYBOOK",
		Short: "Write a pipeline for a state machine that is there already",
		Long: `Writes NAME.pipe.hcl for a state machine in the Amazon States Language, in either
query language: MACHINE is its file, - the standard input. --live takes one that is
deployed, by its name. Calls that are known become kinds, poll loops that were
written by hand polls, Parallel and Map structure; what has no form in the language
stays as task "asl". What was recognised and what stayed is told afterwards.

dataflow-runner takes the two files of Dataflow Runner: a cluster and a playbook.`,
		Example: `  pipectl import orders.asl.json               write orders.pipe.hcl
  pipectl import orders.asl.json --name daily --stdout
  pipectl import --live orders -o pipelines
  pipectl import dataflow-runner cluster.json playbook.json`,
		Args: cobra.MaximumNArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runImport(cmd.Context(), s, o, args)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.name, "name", "", "call the pipeline `NAME`, in place of the machine's name")
	flags.StringVarP(&o.out, "output", "o", ".", "write into the directory `DIR`; - prints the pipeline")
	flags.StringVar(&o.live, "live", "", "import the deployed machine `NAME`")
	flags.BoolVar(&o.force, "force", false, "write over a file that is there already")
	stdout := flags.Bool("stdout", false, "print the pipeline, as -o - does")
	cmd.PreRun = func(*cobra.Command, []string) {
		if *stdout {
			o.out = "-"
		}
	}
	return cmd
}

// mostMachine is how large a file to import may be: a definition has 1 MB at most.
const mostMachine = 16 << 20

func runImport(ctx context.Context, s Streams, o importOptions, args []string) error {
	opts := importer.Options{Name: o.name}
	var res *importer.Result
	of := "states"
	switch {
	case o.live != "":
		if len(args) > 0 {
			return usage("--live says which machine is meant, so there is no file to name")
		}
		m, express, err := o.deployed(ctx, s)
		if err != nil {
			return err
		}
		if opts.Name == "" {
			opts.Name = o.live[strings.LastIndexByte(o.live, ':')+1:]
		}
		opts.Express = express
		res = importer.Import(m, opts)
	case len(args) > 0 && args[0] == "dataflow-runner":
		if len(args) != 3 {
			return usage("dataflow-runner takes two files, the cluster and the playbook")
		}
		cluster, err := readImport(s, args[1])
		if err != nil {
			return err
		}
		playbook, err := readImport(s, args[2])
		if err != nil {
			return err
		}
		of = "steps"
		if res, err = importer.ImportRunner(cluster, playbook, opts); err != nil {
			return refused(err)
		}
	case len(args) == 1:
		src, err := readImport(s, args[0])
		if err != nil {
			return err
		}
		m, err := taken(s, filepath.ToSlash(args[0]), src, validate.Options{})
		if err != nil {
			return err
		}
		if opts.Name == "" && args[0] != "-" {
			base, _, _ := strings.Cut(filepath.Base(args[0]), ".")
			opts.Name = base
		}
		res = importer.Import(m, opts)
	default:
		return usage("import takes one file, --live NAME, or dataflow-runner and two files")
	}
	return writeImport(s, o, res, of)
}

// deployed reads a machine of the account.
func (o *importOptions) deployed(ctx context.Context, s Streams) (*asl.Machine, bool, error) {
	ctx, end := interruptible(ctx)
	defer end()
	client, _, err := o.open(ctx, s)
	if err != nil {
		return nil, false, given(ctx, err)
	}
	name := o.live
	if i := strings.Index(name, ":stateMachine:"); i >= 0 {
		name = name[i+len(":stateMachine:"):]
	}
	found, err := deploy.Patient(client, s.clock(), nil).Read(ctx, deploy.ID{Kind: deploy.KindMachine, Name: name})
	if err != nil {
		return nil, false, given(ctx, refused(fmt.Errorf("read the machine %q: %w", name, err)))
	}
	machine, ok := found.(*deploy.Machine)
	if !ok {
		return nil, false, refused(fmt.Errorf("%q is no state machine", name))
	}
	var as validate.Options
	if machine.Express {
		as.Type = "EXPRESS"
	}
	m, err := taken(s, name, []byte(machine.Definition), as)
	return m, machine.Express, err
}

// taken reads a definition that AWS takes, and reports what is wrong with one
// that it does not: what such a one means, and so what it should become, nobody
// can say.
func taken(s Streams, name string, src []byte, opts validate.Options) (*asl.Machine, error) {
	problems := validate.Definition(src, opts)
	if validate.Rejected(problems) {
		var reports []diag.Report
		for _, p := range problems {
			reports = append(reports, view.MachineReport(name, src, p))
		}
		if err := view.Reports(s.Err, "text", reports, version(), view.Colour(s.Err, s.Environ)); err != nil {
			return nil, refused(err)
		}
		return nil, refused(fmt.Errorf("%s is not imported: %s", name, strings.TrimSuffix(verdict(reports, 0, 1), ".")))
	}
	m, err := asl.Decode(src)
	if err != nil {
		return nil, refused(fmt.Errorf("%s: %w", name, err))
	}
	return m, nil
}

// readImport reads a file, or the standard input.
func readImport(s Streams, name string) ([]byte, error) {
	in := s.In
	if name != "-" {
		f, err := os.Open(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("no such file %q", name)
		case err != nil:
			return nil, refused(err)
		}
		defer f.Close() //nolint:errcheck // it was only read
		in = f
	}
	src, err := io.ReadAll(io.LimitReader(in, mostMachine+1))
	if err != nil {
		return nil, refused(fmt.Errorf("read %s: %w", name, err))
	}
	if len(src) > mostMachine {
		return nil, refused(fmt.Errorf("%s has more than %d MB, and no definition has", name, mostMachine>>20))
	}
	return src, nil
}

// writeImport writes a pipeline, or nothing, and tells what it is made of.
func writeImport(s Streams, o importOptions, res *importer.Result, of string) error {
	name := res.Pipeline + ".pipe.hcl"
	if err := tell(s, res.Diagnostics, map[string][]byte{importer.SourceName: res.Source}); err != nil {
		return err
	}
	if o.out == "-" {
		if _, err := s.Out.Write(res.Source); err != nil {
			return refused(err)
		}
	} else {
		file := filepath.Join(o.out, name)
		if _, err := os.Lstat(file); err == nil && !o.force {
			return refused(fmt.Errorf("%s is there already; --force writes over it", file))
		}
		if err := view.WriteFiles([]view.File{{Name: file, Text: res.Source}}); err != nil {
			return refused(err)
		}
		if _, err := fmt.Fprintln(s.Out, file); err != nil {
			return refused(err)
		}
	}
	_, err := io.WriteString(s.Err, importText(res, of))
	if err != nil {
		return refused(err)
	}
	return nil
}

// importText tells what an import has recognised and what stayed; of is what was
// imported.
func importText(res *importer.Result, of string) string {
	var b strings.Builder
	var kinds []string
	for k := range res.Kinds {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	fmt.Fprintf(&b, "Imported %d %s as pipeline %q:", res.States, of, res.Pipeline)
	for i, k := range kinds {
		sep := ","
		if i == 0 {
			sep = ""
		}
		fmt.Fprintf(&b, "%s %d %s", sep, res.Kinds[k], k)
	}
	b.WriteString(".\n")
	if res.Verbatim > 0 {
		fmt.Fprintf(&b, "%d of the states stay as they are, in task \"asl\".\n", res.Verbatim)
	}
	for _, n := range res.Notes {
		b.WriteString("* " + n + ".\n")
	}
	return b.String()
}
