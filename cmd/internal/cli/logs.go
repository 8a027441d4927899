package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl/diag"
)

type logsOptions struct {
	accountFlags
	execution, task, path string
	lines                 int
	format                string
}

func newLogs(s Streams) *cobra.Command {
	var o logsOptions
	cmd := &cobra.Command{
		Use:   "logs EXECUTION [TASK] [PATH]",
		Short: "Show what a task logged",
		Long: `Shows the logs that the services keep of a task's own work: of the task that is named,
or of those that failed. Of each run of it, and of the last attempt.

Read are CloudWatch's log groups, of functions, Glue jobs, containers of ECS and Batch,
SageMaker's, DataBrew's and CodeBuild's jobs, EMR Serverless and EMR on EKS, and S3, of
the steps of EMR clusters and where jobs are told to put their logs there. Other services
log nothing of their own; what they said is part of the error.

` + usageExecution,
		Example: `  pipectl logs orders                  of the latest execution, what failed
  pipectl logs orders:nightly-0105 refine --lines 1000`,
		Args: cobra.RangeArgs(1, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.execution = args[0]
			if len(args) > 1 {
				o.task = args[1]
			}
			if len(args) > 2 {
				o.path = args[2]
			}
			return runLogs(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.IntVar(&o.lines, "lines", 200, "show at most the last `N` lines of each log")
	flags.StringVar(&o.format, "format", "text", "how to show it: text or json")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

func runLogs(ctx context.Context, s Streams, o logsOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	if o.lines < 1 {
		return usage("--lines takes a number from 1 on, not %d", o.lines)
	}
	if err := checkReference(o.execution); err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	f, err := op.followed(ctx, &o.accountFlags, o.execution, o.path)
	if err != nil {
		return given(ctx, err)
	}
	follower, err := op.follower(ctx, f, nil)
	if err != nil {
		return given(ctx, refused(err))
	}
	x, err := operate.Follow(ctx, op.client, f.arn, operate.Following{
		Clock: op.clock, Inner: follower.Inner, Event: follower.Event, Once: true,
	})
	if err != nil {
		return given(ctx, refused(err))
	}
	run := follower.Run(x)
	calls, err := o.calls(follower, run)
	if err != nil {
		return err
	}
	var tasks []view.TaskLogs
	for _, c := range calls {
		logs, err := operate.Logs(ctx, op.aws, op.clock, operate.Sources(callOf(c)), o.lines)
		if err != nil {
			return given(ctx, refused(err))
		}
		tasks = append(tasks, view.TaskLogs{Span: c.Span, Logs: logs, Inner: inner(callOf(c))})
	}
	if err := view.Logs(s.Out, o.format, run, tasks); err != nil {
		return refused(err)
	}
	return nil
}

// calls are those whose logs are wanted: of each run of a task the last one that made
// something begin.
func (o logsOptions) calls(f *pipetest.Follower, run *pipetest.Run) ([]*pipetest.Called, error) {
	var spans []*pipetest.Span
	if o.task == "" {
		spans = run.Failed()
	} else {
		for _, s := range run.Spans {
			if s.Name == o.task && s.Mark == "" {
				spans = append(spans, s)
			}
		}
		if len(spans) == 0 {
			return nil, refused(fmt.Errorf("the execution has run no task %q.%s", o.task, diag.Suggest(o.task, run.Ran())))
		}
	}
	if len(spans) == 0 {
		return nil, refused(fmt.Errorf("no task of the execution has failed; name the one that is meant: it ran %s", joined(run.Ran())))
	}
	var out []*pipetest.Called
	for _, span := range spans {
		var last *pipetest.Called
		for _, c := range f.Calls() {
			// What stops or looks at work has no log; what began it does.
			if c.Span == span && (last == nil || len(operate.Sources(callOf(c))) > 0) {
				last = c
			}
		}
		if last != nil {
			out = append(out, last)
		}
	}
	if len(out) == 0 {
		return nil, refused(fmt.Errorf("it called no service, so that there is no log"))
	}
	return out, nil
}

// joined are names, each once.
func joined(names []string) string {
	text := ""
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += name
	}
	if text == "" {
		return "nothing"
	}
	return text
}

// callOf is a call as the services' logs are found by.
func callOf(c *pipetest.Called) operate.Call {
	out := operate.Call{
		Type: c.Scheduled.ResourceType, Resource: c.Scheduled.Resource, Parameters: c.Scheduled.Parameters, Start: c.Scheduled.Time,
	}
	if c.Submitted != nil {
		out.Submitted = c.Submitted.Output
	}
	if c.Ended != nil {
		out.Output, out.Cause, out.End = c.Ended.Output, c.Ended.Cause, c.Ended.Time.Add(time.Second)
	}
	return out
}

// inner is the execution that a call started, if that is what it did.
func inner(c operate.Call) string {
	for _, s := range operate.Sources(c) {
		if x, ok := s.(*operate.Inner); ok {
			return x.Execution
		}
	}
	return ""
}
