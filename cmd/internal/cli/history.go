package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
)

type historyOptions struct {
	accountFlags
	pipeline string
	status   string
	since    string
	most     int
	format   string
}

// statuses are how executions can be, as they are written here.
var statuses = []string{"running", "succeeded", "failed", "timed_out", "aborted", "pending_redrive"}

func newHistory(s Streams) *cobra.Command {
	var o historyOptions
	cmd := &cobra.Command{
		Use:   "history PIPELINE",
		Short: "List the executions of a pipeline",
		Long: `Lists executions of a deployed pipeline, the latest first: name, status, when it
started, and how long it took. The service lists a new one some seconds late, and
keeps them for 90 days. Express pipelines have no list.

The pipeline need not be in the sources.`,
		Example: `  pipectl history orders --status failed --since 24h
  pipectl history orders --format json --limit 500`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.pipeline = args[0]
			return runHistory(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.status, "status", "", "only those that are so: "+strings.Join(statuses, ", "))
	flags.StringVar(&o.since, "since", "", "only those that started since a `time`, or so long ago: 2026-01-05T02:00:00Z, 36h")
	flags.IntVar(&o.most, "limit", 20, "list at most `N`")
	flags.StringVar(&o.format, "format", "text", "how to show it: text or json")
	completes(cmd, "format", []string{"text", "json"})
	completes(cmd, "status", statuses)
	return cmd
}

func runHistory(ctx context.Context, s Streams, o historyOptions) error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	if o.status != "" {
		if err := oneOf("status", o.status, statuses); err != nil {
			return err
		}
	}
	if o.most < 1 {
		return usage("--limit takes a number from 1 on, not %d", o.most)
	}
	if !pipelineForm.MatchString(o.pipeline) {
		return usage("%q is no name of a pipeline", o.pipeline)
	}
	now := s.clock().Now()
	since, err := moment(o.since, now)
	if err != nil {
		return usage("--since: %v", err)
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	all, err := op.list(ctx, o.pipeline, engine.Status(strings.ToUpper(o.status)), o.most)
	if err != nil {
		return given(ctx, err)
	}
	all = slices.DeleteFunc(all, func(x operate.Execution) bool { return x.Start.Before(since) })
	if err := view.Executions(s.Out, o.format, all, now); err != nil {
		return refused(err)
	}
	return nil
}

// list gives at most so many executions of a pipeline, the latest first.
func (o *operation) list(ctx context.Context, pipeline string, status engine.Status, most int) ([]operate.Execution, error) {
	all, err := executions(ctx, o.client, o.at, pipeline, status, most)
	if err != nil {
		var fault *deploy.Fault
		if errors.As(err, &fault) && fault.Kind == deploy.NotFound {
			return nil, usage("no pipeline %q is deployed in account %s, region %s", pipeline, o.at.Account, o.at.Region)
		}
		return nil, refused(err)
	}
	return all, nil
}

// executions are at most so many of a pipeline, the latest first: of its machine, and
// of the one beside it where there is one.
func executions(ctx context.Context, client operate.Client, at deploy.Place, pipeline string, status engine.Status, most int) ([]operate.Execution, error) {
	of := func(machine string) (all []operate.Execution, err error) {
		arn := at.ARN(deploy.ID{Kind: deploy.KindMachine, Name: machine})
		for token := ""; ; {
			page, next, err := client.Executions(ctx, operate.Query{Of: arn, Status: status, Most: min(most-len(all), 1000)}, token)
			if err != nil {
				return nil, err
			}
			all = append(all, page...)
			if token = next; token == "" || len(all) >= most {
				return all[:min(len(all), most)], nil
			}
		}
	}
	all, err := of(pipeline)
	if err != nil {
		return nil, err
	}
	beside, err := of(deploy.OneOffMachine(pipeline))
	// Most pipelines have none, and who may look at this machine alone sees this one.
	if err != nil && !deploy.IsFault(err, deploy.NotFound, deploy.Deleting, deploy.AccessDenied) {
		return nil, err
	}
	all = append(beside, all...) // what goes on started after that from which it does
	slices.SortStableFunc(all, func(a, b operate.Execution) int { return b.Start.Compare(a.Start) })
	return all[:min(len(all), most)], nil
}

// moment reads a time, or how long ago it was; the zero time of no text.
func moment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, nil
	}
	d, err := dsl.ParseDuration(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("neither a time such as 2026-01-05T02:00:00Z nor a duration such as 36h: %q", text)
	}
	return now.Add(-d), nil
}

// statusWord is a status as it is written here.
func statusWord(s engine.Status) string {
	return strings.ReplaceAll(strings.ToLower(string(s)), "_", " ")
}
