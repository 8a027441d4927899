package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

type compileOptions struct {
	projectFlags
	lowering  string
	path      string
	out       string // empty: compiled in the project's directory; "-": standard output
	pipeline  string
	check     bool
	strict    bool
	sourceMap bool
}

func newCompile(s Streams) *cobra.Command {
	var o compileOptions
	cmd := &cobra.Command{
		Use:   "compile [PATH]",
		Short: "Write state machines and policies",
		Long: `Compiles every pipeline of a project to DIR/<pipeline>.asl.json, the state
machine, and DIR/<pipeline>.policy.json, the least IAM policy its role needs. DIR
is the folder "compiled" of the project by default. With an error anywhere in the
project nothing is written.`,
		Example: `  pipectl compile                              all pipelines of this folder, into compiled/
  pipectl compile daily.pipe.hcl -o -          one machine, to the standard output
  pipectl compile --env prod --region eu-west-1 -o build
  pipectl compile --check                      in CI: is compiled/ up to date?`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			if cmd.Flags().Changed("output") && o.out == "" {
				return usage("-o takes a directory, or - for the standard output")
			}
			if o.check && o.out == "-" {
				return usage("--check compares files, and -o - writes none; give -o the directory they are in")
			}
			return runCompile(s, o)
		},
	}
	o.projectFlags.add(cmd)
	addLowering(cmd, &o.lowering)
	flags := cmd.Flags()
	flags.StringVarP(&o.out, "output", "o", "", "write into `DIR`; - prints the machine, of one pipeline only")
	flags.StringVar(&o.pipeline, "pipeline", "", "compile the pipeline of this `name` only")
	flags.BoolVar(&o.check, "check", false, "write nothing; print what would change, and exit with 3 if anything would")
	flags.BoolVar(&o.strict, "strict", false, "take waits that nobody asked for, and other warnings of the lowering, for errors")
	flags.BoolVar(&o.sourceMap, "source-map", false, "also write <pipeline>.map.json: where each state comes from")
	return cmd
}

func runCompile(s Streams, o compileOptions) error {
	if err := oneOf("lowering", o.lowering, lowerings); err != nil {
		return err
	}
	project, diags, err := o.load(s, o.path)
	if err != nil {
		return err
	}
	if diags.HasErrors() {
		return tell(s, diags, project.Sources)
	}
	pipelines, err := pick(project, o.pipeline)
	if err != nil {
		return err
	}
	if o.out == "-" && len(pipelines) != 1 {
		return usage("-o - prints one machine, and there are %d pipelines (%s); choose one with --pipeline",
			len(pipelines), strings.Join(names(pipelines), ", "))
	}
	results := make([]*compiler.Result, len(pipelines))
	for i, p := range pipelines {
		result, more := compiler.Compile(p, compiler.Options{Strict: o.strict, Lowering: o.lowering})
		results[i] = result
		diags = append(diags, more...)
	}
	if err := tell(s, diags, project.Sources); err != nil {
		return err
	}
	if o.out == "-" && !o.check {
		if _, err := s.Out.Write(results[0].Machine.AppendJSON(nil)); err != nil {
			return refused(err)
		}
		return nil
	}
	dir := o.out
	if dir == "" || dir == "-" {
		dir = path.Join(project.Dir, "compiled")
	}
	var files []view.File
	for i, p := range pipelines {
		files = append(files, outputs(filepath.FromSlash(dir), p, results[i], o.sourceMap)...)
	}
	left, err := leftParts(filepath.FromSlash(dir), names(pipelines), files)
	if err != nil {
		return refused(err)
	}
	if o.check {
		return checkFiles(s.Out, files, left)
	}
	return writeOutputs(s, files, left)
}

// writeOutputs writes files, removes those that are left of before, and tells
// which.
func writeOutputs(s Streams, files []view.File, left []string) error {
	if err := view.WriteFiles(files); err != nil {
		return refused(err)
	}
	for _, f := range files {
		fmt.Fprintln(s.Err, filepath.ToSlash(f.Name))
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return refused(err)
		}
		fmt.Fprintln(s.Err, filepath.ToSlash(name), "is not needed any more: removed")
	}
	return nil
}

// leftParts are the machines of parts that the pipelines had and have no more:
// a machine that is left would be deployed. No other file has such a name, for a
// pipeline's has no dash.
func leftParts(dir string, pipelines []string, files []view.File) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var left []string
	for _, e := range entries {
		of, number, ok := strings.Cut(strings.TrimSuffix(e.Name(), ".asl.json"), "-")
		if _, err := strconv.Atoi(number); !ok || err != nil || !strings.HasSuffix(e.Name(), ".asl.json") {
			continue
		}
		name := filepath.Join(dir, e.Name())
		if slices.Contains(pipelines, of) &&
			!slices.ContainsFunc(files, func(f view.File) bool { return f.Name == name }) {
			left = append(left, name)
		}
	}
	return left, nil
}

// outputs are the files of one pipeline.
func outputs(dir string, p *dsl.Pipeline, r *compiler.Result, sourceMap bool) []view.File {
	type output struct {
		name string
		text func(dst []byte) []byte
	}
	all := []output{
		{p.Name + ".asl.json", r.Machine.AppendJSON},
		{p.Name + ".policy.json", func(dst []byte) []byte { return catalog.AppendJSON(dst, r.Policy) }},
	}
	for _, part := range r.Parts {
		all = append(all, output{part.Name + ".asl.json", part.Machine.AppendJSON})
	}
	if sourceMap {
		all = append(all, output{p.Name + ".map.json", r.SourceMap.AppendJSON})
	}
	files := make([]view.File, len(all))
	var texts sync.WaitGroup // in parallel: they may be large
	for i, out := range all {
		texts.Go(func() { files[i] = view.File{Name: filepath.Join(dir, out.name), Text: out.text(nil)} })
	}
	texts.Wait()
	return files
}

// checkFiles prints how files differ from what they should be, and those that
// should not be.
func checkFiles(out io.Writer, files []view.File, left []string) error {
	var diff strings.Builder
	for _, f := range files {
		old, err := os.ReadFile(f.Name)
		slashed := filepath.ToSlash(f.Name)
		from := "a/" + strings.TrimPrefix(slashed, "/")
		if errors.Is(err, fs.ErrNotExist) {
			from = "/dev/null" // patch's name for no file, on every system
		} else if err != nil {
			return refused(err)
		}
		diff.WriteString(view.Unified(from, "b/"+strings.TrimPrefix(slashed, "/"), string(old), string(f.Text)))
	}
	for _, name := range left {
		old, err := os.ReadFile(name)
		if err != nil {
			return refused(err)
		}
		diff.WriteString(view.Unified("a/"+strings.TrimPrefix(filepath.ToSlash(name), "/"), "/dev/null", string(old), ""))
	}
	if diff.Len() == 0 {
		return nil
	}
	if _, err := io.WriteString(out, diff.String()); err != nil {
		return refused(err)
	}
	return &exit{code: ExitPending}
}

// names of pipelines, sorted, for messages.
func names(pipelines []*dsl.Pipeline) []string {
	var all []string
	for _, p := range pipelines {
		all = append(all, p.Name)
	}
	slices.Sort(all)
	return all
}
