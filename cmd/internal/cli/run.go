package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

type runOptions struct {
	accountFlags
	local   bool
	name    string // of the pipeline; empty with a bare machine
	path    string
	input   string
	at      string
	mocks   string
	stub    bool
	format  string
	history string

	// Of an execution in an account.
	execution string // its name; empty: made up
	target    string // an alias or a version; empty: what serves
	detach    bool
}

func newRun(s Streams) *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run PIPELINE [PATH] | run --local FILE.asl.json",
		Short: "Run a pipeline, deployed or here",
		Long: `Starts an execution of a deployed pipeline, through its alias where it has one, and
follows it to its end. Interrupted, or with --detach, it leaves the execution
running and says how to pick it up. The input is checked before anything starts.

With --local it runs the pipeline, or a bare state machine, in the local engine
and in virtual time: waits and retries cost none. Nothing is sent anywhere then;
mocks answer in place of the services, and with --stub examples of results do.

The output goes to the standard output, what happened to the standard error. Exit
codes: 0 it succeeded, 1 it failed, timed out or was aborted, 130 following
it was interrupted.`,
		Example: `  pipectl run orders                                   start it and follow
  pipectl run orders -i '{"day": "2026-01-05"}' --detach
  pipectl run orders --local --stub                    here, without an account`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name, o.path = args[0], pathArg(args, 1)
			return runRun(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.local, "local", false, "run in the local engine")
	flags.StringVarP(&o.input, "input", "i", "", "the execution's input: `JSON`, or @FILE that has it")
	flags.StringVar(&o.at, "at", "", "the `time` at which it is scheduled, such as 2026-01-05T02:00:00Z; the clock starts there")
	flags.StringVar(&o.mocks, "mocks", "", "take answers from a `file`: the first test of a *.pipetest.hcl, or JSON")
	flags.BoolVar(&o.stub, "stub", false, "answer what has no mock with an example of its result")
	flags.StringVar(&o.format, "format", "text", "how to report: text or json")
	flags.StringVar(&o.history, "history", "", "write the event history to a `file`, in AWS's JSON")
	flags.StringVar(&o.execution, "name", "", "the `name` of the execution, in place of one that is made up")
	flags.StringVar(&o.target, "version", "", "start this `version` or alias, in place of what serves")
	flags.BoolVar(&o.detach, "detach", false, "start the execution, print its ARN, and leave it")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

func runRun(ctx context.Context, s Streams, o runOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	if !o.local {
		return runDeployed(ctx, s, o)
	}
	if o.execution != "" || o.target != "" || o.detach || o.profile != "" || o.endpoint != "" {
		return usage("--name, --version, --detach, --profile and --endpoint-url are for executions in an account, not with --local")
	}
	opts := pipetest.Options{Stub: o.stub, Name: "local"}
	input, err := o.readInput(s)
	if err != nil {
		return err
	}
	if o.at != "" {
		if opts.At, err = pipetest.ParseTime(o.at); err != nil {
			return usage("--at: %v", err)
		}
	}
	machine, err := o.machine(s, &opts, input)
	if err != nil {
		return err
	}
	var progress *view.Progress
	if o.format == "text" && view.Colour(s.Err, s.Environ) {
		progress = view.NewProgress(s.Err)
		opts.Watch = progress.Show
	}
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	r, err := machine.Run(ctx, opts)
	progress.Clear()
	switch {
	case errors.Is(err, context.Canceled):
		return refused(errors.New("interrupted"))
	case err != nil:
		return refused(err)
	}
	return reportRun(s, o, r)
}

// machine makes what is to be run, and completes the options: the mocks go by
// its names, and its inputs are known.
func (o runOptions) machine(s Streams, opts *pipetest.Options, input asl.Value) (*pipetest.Machine, error) {
	if strings.HasSuffix(o.name, ".asl.json") {
		return o.bare(s, opts, input)
	}
	project, diags, err := o.load(s, o.path)
	if err != nil {
		return nil, err
	}
	if diags.HasErrors() {
		return nil, tell(s, diags, project.Sources)
	}
	pipelines, err := pick(project, o.name)
	if err != nil {
		return nil, err
	}
	p := pipelines[0]
	if opts.Input, err = pipelineInput(p, input, o.at); err != nil {
		return nil, err
	}
	result, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		return nil, tell(s, diags, project.Sources)
	}
	if err := o.readMocks(s, opts, project, p); err != nil {
		return nil, err
	}
	return pipetest.NewMachine(p, result), nil
}

// bare reads a state machine that no pipeline belongs to.
func (o runOptions) bare(s Streams, opts *pipetest.Options, input asl.Value) (*pipetest.Machine, error) {
	src, err := readDefinition(o.name)
	if err != nil {
		return nil, err
	}
	m, err := asl.Decode(src)
	if err != nil {
		reports, err := validateMachine(o.name)
		if err != nil {
			return nil, err
		}
		if err := view.Reports(s.Err, "text", reports, version(), view.Colour(s.Err, s.Environ)); err != nil {
			return nil, refused(err)
		}
		return nil, &exit{code: ExitProblems}
	}
	opts.Input = input
	if o.at != "" {
		return nil, usage("--at is for pipelines: a bare state machine knows no schedule")
	}
	if err := o.readMocks(s, opts, nil, nil); err != nil {
		return nil, err
	}
	return pipetest.BareMachine(strings.TrimSuffix(filepath.Base(o.name), ".asl.json"), m), nil
}

// readMocks reads the file of mocks, if there is one.
func (o runOptions) readMocks(s Streams, opts *pipetest.Options, project *dsl.Project, p *dsl.Pipeline) error {
	if o.mocks == "" {
		return nil
	}
	if _, err := os.Stat(o.mocks); errors.Is(err, os.ErrNotExist) {
		return usage("--mocks: no such file %q", o.mocks)
	}
	mocks, sources, diags := pipetest.LoadMocks(disk{}, project, p, filepath.ToSlash(o.mocks))
	if diags.HasErrors() {
		return tell(s, diags, sources)
	}
	opts.Mocks = mocks
	return nil
}

// readInput reads --input; nil where it is left out.
func (o runOptions) readInput(s Streams) (asl.Value, error) {
	text := []byte(o.input)
	if name, file := strings.CutPrefix(o.input, "@"); file {
		f, err := os.Open(name)
		if errors.Is(err, os.ErrNotExist) {
			return nil, usage("--input: no such file %q", name)
		}
		if err != nil {
			return nil, refused(err)
		}
		defer f.Close() //nolint:errcheck // a file that was only read
		if text, err = io.ReadAll(io.LimitReader(f, mostSource+1)); err != nil {
			return nil, refused(err)
		}
	}
	if o.input == "" {
		return nil, nil
	}
	v, err := asl.DecodeValue(bytes.TrimSpace(text))
	if err != nil {
		return nil, usage("--input is no JSON: %v", err)
	}
	return v, nil
}

// pipelineInput checks the input of a pipeline and puts the time for which it
// is scheduled into it.
func pipelineInput(p *dsl.Pipeline, input asl.Value, at string) (asl.Value, error) {
	if input == nil {
		input = asl.Object{}
	}
	o, ok := input.(asl.Object)
	if !ok {
		return nil, usage(`--input is a JSON object: '{"NAME": …}'`)
	}
	for _, name := range pipetest.UnknownInputs(p, o) {
		text := strings.TrimSuffix(pipetest.UnknownInput(p, name), ".")
		return nil, usage("--input: %s", strings.ToLower(text[:1])+text[1:])
	}
	if at == "" {
		return o, nil
	}
	return scheduled(o, at), nil
}

// scheduled puts the time for which an execution is scheduled into its input, unless
// there is one.
func scheduled(o asl.Object, at string) asl.Object {
	own, _ := o.Get("pipectl")
	member, _ := own.(asl.Object)
	if _, given := member.Get("scheduled_time"); !given {
		member = append(member[:len(member):len(member)], asl.Member{Key: "scheduled_time", Value: asl.String(at)})
	}
	out := asl.Object{}
	for _, m := range o {
		if m.Key != "pipectl" {
			out = append(out, m)
		}
	}
	return append(out, asl.Member{Key: "pipectl", Value: member})
}

// reportRun prints and writes what happened.
func reportRun(s Streams, o runOptions, r *pipetest.Run) error {
	told := tellRun(s, o, r)
	// What happened is told first: it is there whether the file can be written
	// or not.
	if o.history != "" {
		if err := view.WriteFiles([]view.File{{Name: o.history, Text: view.History(r.Execution)}}); err != nil {
			return refused(err)
		}
	}
	return told
}

// tellRun prints how an execution went.
func tellRun(s Streams, o runOptions, r *pipetest.Run) error {
	var err error
	switch {
	case r.Missing != nil:
		fmt.Fprint(s.Err, view.Timeline(r))
		fmt.Fprint(s.Err, "\n", view.MissingMock(r))
		return &exit{code: ExitProblems}
	case r.Contradiction != nil:
		fmt.Fprint(s.Err, view.Timeline(r))
		fmt.Fprintf(s.Err, "\nError: %s [%s]\n\nThe mock of %q: %s\n", diag.Lookup(diag.ContradictoryMock).Title, diag.ContradictoryMock,
			r.Contradiction.Name, r.Contradiction.Text)
		return &exit{code: ExitProblems}
	case o.format == "json":
		err = view.RunJSON(s.Out, r)
	default:
		fmt.Fprint(s.Err, view.Timeline(r))
		if r.Execution.Output != nil {
			_, err = s.Out.Write(append(asl.AppendValue(nil, r.Execution.Output, 0), '\n'))
		}
	}
	if err != nil {
		return refused(err)
	}
	if r.Status() != "succeeded" {
		return &exit{code: ExitProblems}
	}
	return nil
}
