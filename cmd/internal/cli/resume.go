package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/resume"
	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

type resumeOptions struct {
	deployedFlags
	execution       string
	start, skip     []string
	anew            bool
	dryRun, detach  bool
	format, history string
}

func newResume(s Streams) *cobra.Command {
	var o resumeOptions
	cmd := &cobra.Command{
		Use:   "resume EXECUTION [PATH]",
		Short: "Go on where an execution stopped",
		Long: `Goes on with an execution that failed, timed out or was stopped. What succeeded in it
is not done again; on_failure and finally run again.

Where Step Functions can do that itself (redrive), it does, in the same execution and
with the machine that it was started with. Where it cannot, or with --start, --skip or
--anew, pipectl compiles the sources to a machine in which the tasks that succeeded give
again what they gave, publishes it as a version that nothing else leads to, and runs
that once; of a pipeline without an alias that is a version of a machine of its own,
PIPELINE-resume. Both are removed by a later deploy. The role has to be one that may
do what the sources do: deploy what needs more first.

` + usageExecution + `

Exit codes: 0 it succeeded, 1 it failed, timed out or was aborted, 130 following
it was interrupted.`,
		Example: `  pipectl resume orders                           its latest execution
  pipectl resume orders:nightly-0105 --start clean  clean, and all that waits for it, again
  pipectl resume orders --skip 'load={"rows": 7}'   as if load had succeeded with that output`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.execution, o.path = args[0], pathArg(args, 1)
			return runResume(cmd.Context(), s, o)
		},
	}
	o.deployedFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&o.start, "start", nil, "do this `TASK` or block again, and all that waits for it; may be repeated")
	flags.StringArrayVar(&o.skip, "skip", nil, "take this `TASK` for one that has succeeded, with the output TASK=JSON, which may be left out where nobody reads it; may be repeated")
	flags.BoolVar(&o.anew, "anew", false, "go on with the sources as they are now, also where the service could redrive")
	flags.BoolVar(&o.dryRun, "dry-run", false, "say what would be done again, and do nothing")
	flags.BoolVar(&o.detach, "detach", false, "print the ARN of the execution, and leave it")
	flags.StringVar(&o.format, "format", "text", "how to report: text or json")
	flags.StringVar(&o.history, "history", "", "write the event history to a `file`, in AWS's JSON")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

func runResume(ctx context.Context, s Streams, o resumeOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	if err := checkReference(o.execution); err != nil {
		return err
	}
	skips, err := parseSkips(o.skip)
	if err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	ref, err := op.refer(o.execution)
	if err != nil {
		return err
	}
	x, err := op.find(ctx, ref)
	if err != nil {
		return given(ctx, err)
	}
	switch {
	case !x.Ended():
		return refused(fmt.Errorf("%s has not ended; pipectl stop stops it", shortName(x.ARN)))
	case x.Status == engine.Succeeded && len(o.start) == 0:
		return refused(fmt.Errorf("%s has succeeded; --start TASK does a part of it again", shortName(x.ARN)))
	}
	before, err := operate.Follow(ctx, op.client, x.ARN, operate.Following{Clock: op.clock, Once: true})
	if err != nil {
		return given(ctx, refused(err))
	}
	r := &resumption{operation: op, o: o, pipeline: ref.pipeline, before: before, x: x}
	if x.Redrivable && !endedByFail(before) && len(o.start)+len(skips) == 0 && !o.anew {
		return given(ctx, r.redrive(ctx))
	}
	return given(ctx, r.once(ctx, skips))
}

// A resumption is an execution that goes on.
type resumption struct {
	*operation
	o        resumeOptions
	pipeline string
	before   *engine.Execution
	x        operate.Execution
	first    string // ARN of the one that it went on from in the end, or its own
}

func parseSkips(texts []string) ([]resume.Skipped, error) {
	var all []resume.Skipped
	for _, text := range texts {
		name, output, given := strings.Cut(text, "=")
		one := resume.Skipped{Task: name}
		if given {
			v, err := asl.DecodeValue([]byte(output))
			if err != nil {
				return nil, usage("--skip %s: its output is no JSON: %v", name, err)
			}
			one.Output = v
		}
		all = append(all, one)
	}
	return all, nil
}

// endedByFail says whether an execution ended by a Fail state, from which a redrive
// would go on: to fail again. Whoever deals with errors ends by one.
func endedByFail(x *engine.Execution) bool {
	if len(x.Events) == 0 {
		return false
	}
	for e := x.Events[len(x.Events)-1]; e.Previous > 0; {
		e = x.Events[e.Previous-1]
		if strings.HasSuffix(e.Type, "StateEntered") {
			return e.Type == "FailStateEntered"
		}
	}
	return false
}

// redrive has the service go on with the execution.
func (r *resumption) redrive(ctx context.Context) error {
	if err := r.tell(resumePlan{Way: "redrive", Kept: []string{}, Skipped: []string{}}); err != nil || r.o.dryRun {
		return err
	}
	if err := r.client.Redrive(ctx, r.x.ARN); err != nil {
		return refused(err)
	}
	path := r.o.path
	if path == "." {
		path = "" // they need not be there
	}
	sources, err := r.o.sourcesOf(r.s, path, r.pipeline)
	if err != nil {
		return err
	}
	return r.shown(ctx, r.x.ARN, sources)
}

// shown follows an execution, or leaves it.
func (r *resumption) shown(ctx context.Context, arn string, sources *compiled) error {
	f := follow{arn: arn, pipeline: r.pipeline, sources: sources, path: r.o.path, format: r.o.format, history: r.o.history}
	if r.o.detach {
		fmt.Fprintln(r.s.Out, arn)
		fmt.Fprintf(r.s.Err, "It runs. To follow it:\n\n  %s\n\n", f.command())
		return nil
	}
	if r.o.format == "text" {
		fmt.Fprintln(r.s.Err, arn)
	}
	return r.follow(ctx, f)
}

// once runs a machine of its own that goes on where the execution stopped.
func (r *resumption) once(ctx context.Context, skips []resume.Skipped) error {
	project, diags, err := r.o.load(r.s, r.o.path)
	if err != nil {
		return err
	}
	if diags.HasErrors() {
		return tell(r.s, diags, project.Sources)
	}
	picked, err := pick(project, r.pipeline)
	if err != nil {
		return err
	}
	p := picked[0]
	if err := r.checkNames(p, skips); err != nil {
		return err
	}
	result, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		return tell(r.s, diags, project.Sources)
	}
	definition := r.definition(p, result)
	if len(skips) > 0 {
		if err := resume.Skip(p, skips...); err != nil {
			return usage("--skip: %v", err)
		}
		if result, diags = compiler.Compile(p, compiler.Options{}); diags.HasErrors() {
			return tell(r.s, diags, project.Sources)
		}
	}
	pasts, err := r.pasts(ctx)
	if err != nil {
		return refused(err)
	}
	differ, err := r.differ(ctx, p.Name, definition)
	if err != nil {
		return refused(err)
	}
	plan, err := resume.Machines(p, result, pasts, resume.Options{
		Start:     r.o.start,
		Histories: func(arn string) ([]*engine.Event, error) { return r.events(ctx, arn) },
	})
	if err != nil {
		return refused(err)
	}
	told := resumePlan{Way: "machine", SourcesDiffer: differ, Kept: append([]string{}, plan.Kept...), Skipped: skippedIn(skips)}
	if err := r.tell(told); err != nil || r.o.dryRun {
		return err
	}
	input, err := r.input()
	if err != nil {
		return err
	}
	name, err := r.o.projectName(project)
	if err != nil {
		return err
	}
	version, err := r.publish(ctx, name, p, result) // of the pipeline's machine, or of the one beside it
	if err != nil {
		return err
	}
	x, err := r.client.Start(ctx, operate.Start{
		Target: r.at.ARN(version), Name: newName("resume", r.clock.Now()), Input: input,
	})
	if err != nil {
		return r.notDeployed(p.Name, err)
	}
	return r.shown(ctx, x.ARN, &compiled{p, result, project.Sources})
}

// checkNames checks the names of --start and --skip.
func (r *resumption) checkNames(p *dsl.Pipeline, skips []resume.Skipped) error {
	known := resume.Names(p)
	check := func(flag, name string) error {
		if slices.Contains(known, name) {
			return nil
		}
		return usage("--%s: the pipeline %q has no task or block %q.%s", flag, p.Name, name, diag.Suggest(name, known))
	}
	for _, name := range r.o.start {
		if err := check("start", name); err != nil {
			return err
		}
	}
	for _, one := range skips {
		if err := check("skip", one.Task); err != nil {
			return err
		}
		if slices.Contains(r.o.start, one.Task) {
			return usage("%q cannot be done again and skipped", one.Task)
		}
	}
	return nil
}

// largestMachine is how many bytes a definition may have (quota of Step Functions).
const largestMachine = 1 << 20

// publish publishes a machine as a version that is run once.
func (r *resumption) publish(ctx context.Context, project string, p *dsl.Pipeline, result *compiler.Result) (deploy.ID, error) {
	none := deploy.ID{}
	s, err := spec.Of(project, p, result, r.at)
	if err != nil {
		return none, refused(err)
	}
	if n := len(s.Definition); n > largestMachine {
		return none, refused(fmt.Errorf("with the results that are given again the machine has %d bytes, and Step Functions takes %d: --start an earlier task, "+
			"so that less is kept", n, largestMachine))
	}
	waits := func(_ int, wait time.Duration, err error) { view.Waiting(r.s.Err, wait, err) }
	live, err := deploy.Read(ctx, deploy.Patient(r.aws, r.clock, waits), project, p.Name)
	if err != nil {
		return none, refused(err)
	}
	plan, machine, version := deploy.OneOff(live, s.Definition, s.Parts)
	if machine != "" && machine != p.Name {
		if err := fitsBeside(p, result); err != nil {
			return none, refused(err)
		}
	}
	err = deploy.Apply(ctx, r.aws, plan, deploy.Options{Clock: r.clock, Event: func(e deploy.Event) {
		if c, ok := e.Change.(*deploy.Publish); ok && e.Kind == deploy.EventDone && c.Machine == machine {
			version = e.Version
		}
		if e.Kind == deploy.EventRetry {
			waits(e.Attempt, e.Wait, e.Err)
		}
	}})
	switch {
	case err != nil && errors.Is(err, context.Canceled):
		return none, refused(errors.New("interrupted while the version was published; the same command goes on"))
	case err != nil:
		return none, refused(err)
	}
	return deploy.VersionID(machine, version), nil
}

// fitsBeside says why a pipeline cannot run as a machine beside its own, where it
// cannot: what it does that goes by the machine that it runs as.
func fitsBeside(p *dsl.Pipeline, result *compiler.Result) error {
	remedy := fmt.Sprintf(`give %s an alias, such as alias = "live", and deploy it`, p.Name)
	if p.Concurrency != nil {
		return fmt.Errorf("%s has a concurrency, and without an alias it would go on as a machine of its own, which that does not count: %s", p.Name, remedy)
	}
	distributed := false
	asl.Walk(result.Machine, func(_, _ string, s asl.State) {
		m, ok := s.(*asl.Map)
		distributed = distributed || ok && m.Processor != nil && m.Processor.ProcessorConfig != nil && m.Processor.ProcessorConfig.Mode == "DISTRIBUTED"
	})
	if distributed {
		return fmt.Errorf("%s has a distributed map, whose items its role may run by its own machine alone, and without an alias it would go on as another: %s", p.Name, remedy)
	}
	return nil
}
