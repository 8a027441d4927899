package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/cmd/internal/view"
)

type testOptions struct {
	projectFlags
	path   string
	run    string
	junit  string
	format string
}

func newTest(s Streams) *cobra.Command {
	var o testOptions
	cmd := &cobra.Command{
		Use:   "test [PATH]",
		Short: "Run the tests of pipelines, in virtual time",
		Long: `Runs the tests in the *.pipetest.hcl files of a project, or in one such file, in
the local engine: the pipelines are compiled, the machines run, and mocks stand
for the services. Waits and retries cost no real time, and nothing is sent
anywhere.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runTest(cmd.Context(), s, o)
		},
	}
	o.projectFlags.add(cmd)
	cmd.Flags().StringVar(&o.run, "run", "", "run only tests whose name this regular `expression` matches")
	cmd.Flags().StringVar(&o.junit, "junit", "", "also write the results to a `file`, in JUnit's XML")
	cmd.Flags().StringVar(&o.format, "format", "text", "how to report: text or json")
	return cmd
}

func runTest(ctx context.Context, s Streams, o testOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	wanted, err := regexp.Compile(o.run)
	if err != nil {
		return usage("--run takes a regular expression: %v", err)
	}
	// A file of tests is of the project of its directory.
	project, files := o.path, []string(nil)
	if strings.HasSuffix(o.path, pipetest.Suffix) && !isDir(o.path) {
		if _, err := os.Stat(o.path); errors.Is(err, fs.ErrNotExist) {
			return usage("no such path %q", o.path)
		}
		project = filepath.Dir(o.path)
		files = []string{path.Clean(filepath.ToSlash(o.path))}
	}
	p, diags, err := o.load(s, project)
	if err != nil {
		return err
	}
	if diags.HasErrors() {
		return tell(s, diags, p.Sources)
	}
	if files == nil {
		if files, err = pipetest.Files(disk{}, p.Dir); err != nil {
			return refused(err)
		}
	}
	suite, more := pipetest.Load(disk{}, p, files)
	if err := tell(s, more, suite.Sources); err != nil {
		return err
	}
	var tests []*pipetest.Test
	for _, t := range suite.Tests {
		if wanted.MatchString(t.Name) {
			tests = append(tests, t)
		}
	}
	machines, more := pipetest.Compile(tests)
	if more.HasErrors() {
		return tell(s, more, p.Sources)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	return reportTests(s, o, pipetest.RunTests(ctx, tests, machines), suite.Sources)
}

// reportTests prints and writes how tests went.
func reportTests(s Streams, o testOptions, results []*pipetest.Result, sources map[string][]byte) error {
	var err error
	if o.format == "json" {
		err = view.TestsJSON(s.Out, results, sources)
	} else {
		err = view.Tests(s.Out, results, sources, view.Colour(s.Out, s.Environ))
	}
	if err != nil {
		return refused(err)
	}
	if o.junit != "" {
		text, err := view.JUnit(results, sources)
		if err == nil {
			err = view.WriteFiles([]view.File{{Name: o.junit, Text: text}})
		}
		if err != nil {
			return refused(err)
		}
	}
	for _, r := range results {
		if !r.Passed() {
			return &exit{code: ExitProblems}
		}
	}
	return nil
}
