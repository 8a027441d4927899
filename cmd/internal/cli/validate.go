package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl/validate"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl/diag"
)

type validateOptions struct {
	projectFlags
	lowering string
	paths    []string
	format   string
	strict   bool
}

func newValidate(s Streams) *cobra.Command {
	var o validateOptions
	cmd := &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Report everything that is wrong",
		Long: `Reports all that is wrong with projects, and with state machines in *.asl.json
files, in either query language. Nothing is written but the report: as text to
the standard error, in other formats to the standard output.`,
		Example: `  pipectl validate                             the project in this folder
  pipectl validate a b machine.asl.json        two projects and a state machine
  pipectl validate --format sarif > report.sarif`,
		RunE: func(_ *cobra.Command, args []string) error {
			o.paths = args
			if len(args) == 0 {
				o.paths = []string{"."}
			}
			return runValidate(s, o)
		},
	}
	o.projectFlags.add(cmd)
	addLowering(cmd, &o.lowering)
	cmd.Flags().StringVar(&o.format, "format", "text", "how to report: text, json, sarif or github")
	completes(cmd, "format", view.Formats)
	cmd.Flags().BoolVar(&o.strict, "strict", false, "take waits that nobody asked for, and other warnings of the lowering, for errors")
	return cmd
}

func runValidate(s Streams, o validateOptions) error {
	if err := oneOf("lowering", o.lowering, lowerings); err != nil {
		return err
	}
	if err := oneOf("format", o.format, view.Formats); err != nil {
		return err
	}
	var reports []diag.Report
	pipelines, machines := 0, 0
	for _, path := range o.paths {
		if strings.HasSuffix(path, ".asl.json") && !isDir(path) {
			more, err := validateMachine(path)
			if err != nil {
				return err
			}
			reports = append(reports, more...)
			machines++
			continue
		}
		p, diags, err := o.load(s, path)
		if err != nil {
			return err
		}
		if !diags.HasErrors() {
			for _, q := range p.Pipelines {
				_, more := compiler.Compile(q, compiler.Options{Strict: o.strict, Lowering: o.lowering})
				diags = append(diags, more...)
			}
		}
		pipelines += len(p.Pipelines)
		reports = append(reports, diag.Reports(diags, p.Sources)...)
	}
	out := s.Out
	if o.format == "text" {
		out = s.Err
	}
	if err := view.Reports(out, o.format, reports, version(), view.Colour(out, s.Environ)); err != nil {
		return refused(err)
	}
	if o.format == "text" {
		fmt.Fprintln(s.Err, verdict(reports, pipelines, machines))
	}
	if view.Errors(reports) > 0 {
		return &exit{code: ExitProblems}
	}
	return nil
}

// verdict is the last line for people.
func verdict(reports []diag.Report, pipelines, machines int) string {
	errors := view.Errors(reports)
	warnings := len(reports) - errors
	if errors > 0 {
		text := count(errors, "error")
		if warnings > 0 {
			text += " and " + count(warnings, "warning")
		}
		return text + "."
	}
	var valid []string
	if pipelines > 0 || machines == 0 {
		valid = append(valid, count(pipelines, "pipeline"))
	}
	if machines > 0 {
		valid = append(valid, count(machines, "state machine"))
	}
	text := "Valid: " + strings.Join(valid, ", ")
	if warnings > 0 {
		text += ", with " + count(warnings, "warning")
	}
	return text + "."
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// mostDefinition is the size in bytes of the largest definition that is read;
// AWS takes a megabyte.
const mostDefinition = 32 << 20

// validateMachine reports on a file that is a state machine.
func validateMachine(name string) ([]diag.Report, error) {
	src, err := readDefinition(name)
	if err != nil {
		return nil, err
	}
	file := filepath.ToSlash(name)
	var reports []diag.Report
	for _, p := range validate.Definition(src, validate.Options{}) {
		reports = append(reports, view.MachineReport(file, src, p))
	}
	return reports, nil
}

func readDefinition(name string) ([]byte, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("no such path %q", name)
	}
	if err != nil {
		return nil, refused(err)
	}
	defer f.Close() //nolint:errcheck // a file that was only read
	src, err := io.ReadAll(io.LimitReader(f, mostDefinition+1))
	if err != nil {
		return nil, refused(err)
	}
	if len(src) > mostDefinition {
		return nil, refused(fmt.Errorf("%s: more than %d MB; AWS takes a definition of 1 MB", name, mostDefinition>>20))
	}
	return src, nil
}

func isDir(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir()
}
