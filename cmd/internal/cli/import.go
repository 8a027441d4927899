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

	"github.com/hashicorp/hcl/v2"
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
	if can := importer.PipelineName(o.name); o.name != "" && can != o.name {
		return usage("%q cannot be the name of a pipeline here, %q can", o.name, can)
	}
	var res *importer.Result
	of := "state"
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
		of = "step"
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
		if isDir(name) {
			f.Close() //nolint:errcheck // nothing was read
			return nil, usage("%q is a directory", name)
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
	file := importer.FileName(res.Pipeline)
	diags := res.Diagnostics
	if o.out != "-" {
		file = filepath.Join(o.out, file)
		diags = inFile(diags, filepath.ToSlash(file))
	}
	if err := tell(s, diags, map[string][]byte{filepath.ToSlash(file): res.Source}); err != nil {
		return err
	}
	text := importText(res, of)
	if o.out == "-" {
		if _, err := s.Out.Write(res.Source); err != nil {
			return refused(err)
		}
	} else {
		if _, err := os.Lstat(file); err == nil && !o.force {
			return refused(fmt.Errorf("%s is there already; --force writes over it", file))
		}
		if err := view.WriteFiles([]view.File{{Name: file, Text: res.Source}}); err != nil {
			return refused(err)
		}
		text = "Written to " + file + ".\n" + text
	}
	if _, err := io.WriteString(s.Err, text); err != nil {
		return refused(err)
	}
	return nil
}

// inFile are diagnostics of one source, in the file that it is in.
func inFile(diags hcl.Diagnostics, file string) hcl.Diagnostics {
	at := func(r *hcl.Range) *hcl.Range {
		if r == nil {
			return nil
		}
		out := *r
		out.Filename = file
		return &out
	}
	var out hcl.Diagnostics
	for _, d := range diags {
		moved := *d
		moved.Subject, moved.Context = at(d.Subject), at(d.Context)
		out = append(out, &moved)
	}
	return out
}

// importText tells what an import has recognised and what stayed; of is what was
// imported, one of it.
func importText(res *importer.Result, of string) string {
	var b strings.Builder
	var kinds []string
	for k := range res.Kinds {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	fmt.Fprintf(&b, "Imported %s as pipeline %q", count(res.States, of), res.Pipeline)
	sep := ": "
	for _, k := range kinds {
		fmt.Fprintf(&b, "%s%d %s", sep, res.Kinds[k], k)
		sep = ", "
	}
	b.WriteString(".\n")
	switch {
	case res.Verbatim == 1:
		b.WriteString("1 of the states stays as it is, in task \"asl\".\n")
	case res.Verbatim > 1:
		fmt.Fprintf(&b, "%d of the states stay as they are, in task \"asl\".\n", res.Verbatim)
	}
	for _, n := range res.Notes {
		if !strings.HasSuffix(n, ".") && !strings.HasSuffix(n, "?") && !strings.HasSuffix(n, "!") {
			n += "."
		}
		b.WriteString("* " + n + "\n")
	}
	return b.String()
}
