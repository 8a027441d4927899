package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/dsl"
)

// formatted are the endings of the files that fmt formats.
var formatted = []string{".pipe.hcl", ".pipetest.hcl", ".pipevars.hcl"}

type fmtOptions struct {
	check, diff bool
	path        string
}

func newFmt(s Streams) *cobra.Command {
	var o fmtOptions
	cmd := &cobra.Command{
		Use:   "fmt [--check] [--diff] [PATH]",
		Short: "Format the sources",
		Long: `Formats the *.pipe.hcl, *.pipetest.hcl and *.pipevars.hcl files of a directory
and of its env folder, or one file, and prints the names of those that changed.
With "-" it reads a file from the standard input and prints it formatted.`,
		Example: `  pipectl fmt                  format the sources of this folder
  pipectl fmt --check --diff   in CI: tell what is not formatted
  pipectl fmt - < a.pipe.hcl   for an editor`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runFmt(s, o)
		},
	}
	cmd.Flags().BoolVar(&o.check, "check", false, "write nothing; exit with 3 if a file is not formatted")
	cmd.Flags().BoolVar(&o.diff, "diff", false, "print what changes, and with --check would change")
	return cmd
}

func runFmt(s Streams, o fmtOptions) error {
	if o.path == "-" {
		return fmtStream(s, o)
	}
	names, err := sourceFiles(o.path)
	if err != nil {
		return err
	}
	var diags hcl.Diagnostics
	sources := map[string][]byte{}
	var changed []view.File
	for _, name := range names {
		src, more := dsl.Read(disk{}, name)
		sources[name] = src
		if !more.HasErrors() {
			more = dsl.CheckSyntax(name, src)
		}
		if diags = append(diags, more...); more.HasErrors() {
			continue
		}
		if text := hclwrite.Format(src); !bytes.Equal(text, src) {
			changed = append(changed, view.File{Name: filepath.FromSlash(name), Text: text})
		}
	}
	if err := tell(s, diags, sources); err != nil {
		return err
	}
	for _, f := range changed {
		name := filepath.ToSlash(f.Name)
		text := name + "\n"
		if o.diff {
			text = view.Unified("a/"+name, "b/"+name, string(sources[name]), string(f.Text))
		}
		if _, err := io.WriteString(s.Out, text); err != nil {
			return refused(err)
		}
	}
	if o.check {
		if len(changed) > 0 {
			return &exit{code: ExitPending}
		}
		return nil
	}
	if err := view.WriteFiles(changed); err != nil {
		return refused(err)
	}
	return nil
}

// fmtStream formats the standard input.
func fmtStream(s Streams, o fmtOptions) error {
	const name = "<stdin>"
	src, err := io.ReadAll(io.LimitReader(s.In, mostSource+1))
	if err != nil {
		return refused(fmt.Errorf("read the standard input: %w", err))
	}
	if len(src) > mostSource {
		return refused(fmt.Errorf("the standard input has more than %d MB, which no source needs", mostSource>>20))
	}
	if err := tell(s, dsl.CheckSyntax(name, src), map[string][]byte{name: src}); err != nil {
		return err
	}
	text := hclwrite.Format(src)
	out := text
	switch {
	case o.diff:
		out = []byte(view.Unified("a/"+name, "b/"+name, string(src), string(text)))
	case o.check:
		out = nil
	}
	if _, err := s.Out.Write(out); err != nil {
		return refused(err)
	}
	if o.check && !bytes.Equal(src, text) {
		return &exit{code: ExitPending}
	}
	return nil
}

// sourceFiles are the files that fmt formats for a PATH, sorted, with slashes.
func sourceFiles(name string) ([]string, error) {
	st, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, usage("no such path %q", name)
	case err != nil:
		return nil, refused(err)
	case !st.IsDir():
		if !isFormatted(name) {
			return nil, usage("%q is no file that fmt formats: those end in %s", name, strings.Join(formatted, ", "))
		}
		return []string{path.Clean(filepath.ToSlash(name))}, nil
	}
	var files []string
	for _, dir := range []string{name, filepath.Join(name, "env")} {
		entries, err := os.ReadDir(dir) // sorted
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, refused(err)
		}
		for _, e := range entries {
			if !e.IsDir() && isFormatted(e.Name()) {
				files = append(files, path.Join(filepath.ToSlash(dir), e.Name()))
			}
		}
	}
	return files, nil
}

func isFormatted(name string) bool {
	for _, ending := range formatted {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}
