package cli

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
)

// initial is the project that init writes.
//
//go:embed initial
var initial embed.FS

func newInit(s Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a working example to start from",
		Long: `Writes a small pipeline that compiles, and a test of it, into a directory, which
is made if it is not there. Files that are there already are never overwritten:
then nothing is written at all.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runInit(s, pathArg(args, 0))
		},
	}
}

func runInit(s Streams, dir string) error {
	entries, err := fs.ReadDir(initial, "initial")
	if err != nil {
		return refused(err)
	}
	var files []view.File
	for _, e := range entries {
		text, err := fs.ReadFile(initial, "initial/"+e.Name())
		if err != nil {
			return refused(err)
		}
		name := filepath.Join(dir, e.Name())
		if _, err := os.Lstat(name); err == nil {
			return refused(fmt.Errorf("%s is there already; nothing was written", name))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return refused(err)
		}
		files = append(files, view.File{Name: name, Text: text})
	}
	if err := view.WriteFiles(files); err != nil {
		return refused(err)
	}
	for _, f := range files {
		fmt.Fprintln(s.Out, filepath.ToSlash(f.Name))
	}
	arg := ""
	if dir != "." {
		arg = " " + dir
	}
	fmt.Fprintf(s.Err, "\nNext: `pipectl validate%[1]s`, `pipectl graph%[1]s`, `pipectl compile%[1]s`.\n", arg)
	return nil
}
