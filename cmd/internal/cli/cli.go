// Package cli is the command line: one file per command. A command parses its
// flags into options, calls one function of the packages below, and hands what
// comes back to package view. Nothing is analysed here. Start at Run.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/deploy"
)

// Exit codes.
const (
	// ExitDone: done. There may have been warnings.
	ExitDone = 0
	// ExitProblems: there are errors in the project, the system refused, or the
	// execution did not succeed, in whatever way it ended.
	ExitProblems = 1
	// ExitUsage: an unknown flag or command, or no such path, pipeline or
	// variable.
	ExitUsage = 2
	// ExitPending: a check found changes that are not there yet.
	ExitPending = 3

	// ExitLeft: nobody follows the execution any more, which goes on. It is
	// what a shell makes of an interrupt.
	ExitLeft = 130
)

// Streams are what a command reads and writes, in place of the process's own.
// The product goes to Out, what people are told to Err.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer

	// Environ is the environment, "name=value" each.
	Environ []string

	// Clock is what tells the time and waits where AWS is waited for; nil: the
	// real one.
	Clock *deploy.Clock
}

// Main runs the process's own command line and returns its exit code.
func Main() int {
	return Run(os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ()})
}

// Run runs a command line and returns its exit code.
func Run(args []string, s Streams) (code int) {
	defer func() {
		// The runtime would exit with 2, which means wrong usage.
		if r := recover(); r != nil {
			fmt.Fprintf(s.Err, "pipectl: this is a mistake of pipectl itself; please report it: %v\n%s", r, debug.Stack())
			code = ExitProblems
		}
	}()
	root := newRoot(s)
	root.SetArgs(args)
	cmd, err := root.ExecuteC()
	var e *exit
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &e):
		if e.err != nil {
			fmt.Fprintf(s.Err, "pipectl: %v\n", e.err)
		}
		if e.code == ExitUsage {
			fmt.Fprintf(s.Err, "Run `%s --help` for its usage.\n", cmd.CommandPath())
		}
		return e.code
	default: // of cobra: the arguments do not fit
		fmt.Fprintf(s.Err, "pipectl: %v\nRun `%s --help` for its usage.\n", err, cmd.CommandPath())
		return ExitUsage
	}
}

func newRoot(s Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "pipectl",
		Short: "Compile data pipelines to AWS Step Functions",
		Long: `pipectl compiles pipelines, written in HCL as DAGs of tasks, to AWS Step
Functions: it checks them, and writes one state machine in the Amazon States
Language for each, with the IAM policy its role needs.

The sources are all *.pipe.hcl files of a directory. Where a command takes a
PATH, it is such a directory, or one file; the current directory by default.

Exit codes: 0 done, 1 errors in the project or refused by the system, 2 wrong
usage, 3 a check found changes pending; of commands that follow an execution also
1 it did not succeed, 130 it goes on and is followed no more.`,
		Example: `  pipectl init daily              write an example into the folder daily
  pipectl validate daily          tell what is wrong with it
  pipectl compile daily           write daily/compiled/*.asl.json and *.policy.json
  pipectl explain glue_job        what a kind of task takes and gives`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.AddCommand(
		newInit(s),
		newFmt(s),
		newValidate(s),
		newCompile(s),
		newGraph(s),
		newTest(s),
		newRun(s),
		newWatch(s),
		newHistory(s),
		newStop(s),
		newResume(s),
		newLogs(s),
		newBackfill(s),
		newHints(s),
		newCluster(s),
		newPlan(s),
		newDeploy(s),
		newRollback(s),
		newDestroy(s),
		newStatus(s),
		newExport(s),
		newImport(s),
		newLocal(s),
		newCost(s),
		newExplain(s),
		newSchema(s),
		newVersion(s),
	)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		// Cobra's own commands take any word, and tell of a wrong one at most.
		switch cmd.Name() {
		case "completion":
			cmd.Args = cobra.NoArgs
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				if found, rest, err := root.Find(args); err != nil || found == nil || len(rest) > 0 {
					return usage("there is no command %q", strings.Join(args, " "))
				}
				return nil
			}
		}
	}
	return root
}

// An exit is an error that decides the exit code. Err is nil when all has been
// said.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// usage says that the command line is wrong.
func usage(format string, args ...any) error {
	return &exit{ExitUsage, fmt.Errorf(format, args...)}
}

// refused says that the system would not do something.
func refused(err error) error { return &exit{ExitProblems, err} }
