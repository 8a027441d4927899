package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

// A follow says how an execution is shown that runs in an account.
type follow struct {
	arn      string
	pipeline string
	sources  *compiled // nil: there are none
	path     string    // of the sources, as it was given; empty: none was
	format   string    // "text" or "json"
	history  string    // a file; empty: none
	// once shows what there is, and does not wait for more.
	once bool
}

// command is what picks an execution up.
func (f *follow) command() string {
	if f.path == "" || f.path == "." {
		return "pipectl watch " + f.arn
	}
	return "pipectl watch " + f.arn + " " + f.path
}

// follow shows how an execution goes, and then how it went, in the way of the
// local run. The error decides the exit code, which is the execution's.
func (o *operation) follow(ctx context.Context, f follow) error {
	var progress *view.Progress
	watch := func(pipetest.Moment) {}
	switch {
	case f.format != "text":
	case view.Colour(o.s.Err, o.s.Environ):
		progress = view.NewProgress(o.s.Err)
		watch = progress.Show
	case !f.once:
		// What was there already is told by the report alone.
		live := *o
		o = &live
		tell, sleep := view.Moments(o.s.Err), o.clock.Sleep
		waited := false
		o.clock.Sleep = func(ctx context.Context, d time.Duration) error {
			waited = true
			return sleep(ctx, d)
		}
		watch = func(m pipetest.Moment) {
			if waited {
				tell(m)
			}
		}
	}
	x, run, err := o.record(ctx, f, watch)
	progress.Clear()
	switch {
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintf(o.s.Err, "The execution goes on. To pick it up again:\n\n  %s\n\n", f.command())
		return &exit{code: ExitLeft}
	case deploy.IsFault(err, deploy.NotFound):
		return refused(fmt.Errorf("there is no execution %s", shortName(f.arn)))
	case err != nil:
		return refused(fmt.Errorf("%w; the execution may go on: %s", err, f.command()))
	}
	if x.End.IsZero() {
		x.End = o.clock.Now()
	}
	return o.report(f, run)
}

// record reads the history of an execution to its end, and makes of it what the
// local run gives.
func (o *operation) record(ctx context.Context, f follow, watch func(pipetest.Moment)) (*engine.Execution, *pipetest.Run, error) {
	follower, err := o.follower(ctx, f, watch)
	if err != nil {
		return nil, nil, err
	}
	x, err := operate.Follow(ctx, o.client, f.arn, operate.Following{
		Clock: o.clock, Inner: follower.Inner, Event: follower.Event, Once: f.once,
	})
	if err != nil {
		return x, nil, err
	}
	return x, follower.Run(x), nil
}

// follower understands the events of an execution: by the sources, as far as they
// are there, and by the machine as it was deployed.
func (o *operation) follower(ctx context.Context, f follow, watch func(pipetest.Moment)) (*pipetest.Follower, error) {
	text, err := o.client.Definition(ctx, f.arn)
	if err != nil {
		return nil, err
	}
	deployed, err := asl.Decode([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("the definition that %s runs: %w", shortName(f.arn), err)
	}
	if f.sources == nil {
		return pipetest.FollowBare(f.pipeline, deployed, watch), nil
	}
	if s, err := spec.Of("sources", f.sources.p, f.sources.result, o.at); err == nil && sameDefinition(text, s.Definition) {
		deployed = nil
	} else {
		fmt.Fprintf(o.s.Err, "The sources of %s are not what this execution was deployed from; lines are those of the sources.\n", f.pipeline)
	}
	return pipetest.Follow(f.sources.p, f.sources.result, deployed, watch), nil
}

// partVersion is the version of a part, which only a deploy knows, and what stands for it
// before.
var partVersion = regexp.MustCompile(`(:stateMachine:[A-Za-z][A-Za-z0-9_]*-[0-9]+):([0-9]+|<version of [A-Za-z0-9_-]+>)`)

// sameDefinition says whether two definitions are the same but for the versions of the
// parts that they run.
func sameDefinition(deployed, compiled string) bool {
	text := func(definition string) string {
		m, err := asl.Decode([]byte(definition))
		if err != nil {
			return definition
		}
		return partVersion.ReplaceAllString(string(m.AppendCompact(nil)), "$1")
	}
	return text(deployed) == text(compiled)
}

// report prints how an execution went.
func (o *operation) report(f follow, r *pipetest.Run) error {
	s := o.s
	var err error
	if f.format == "json" {
		err = view.RunJSON(s.Out, r)
	} else {
		fmt.Fprint(s.Err, view.Timeline(r))
		fmt.Fprint(s.Err, view.Places(r))
		if r.Execution.Output != nil {
			_, err = s.Out.Write(append(asl.AppendValue(nil, r.Execution.Output, 0), '\n'))
		}
	}
	if f.history != "" {
		// What happened is told first: it is there whether the file can be
		// written or not.
		if err := view.WriteFiles([]view.File{{Name: f.history, Text: view.History(r.Execution)}}); err != nil {
			return refused(err)
		}
	}
	if err != nil {
		return refused(err)
	}
	return ending(r.Execution.Status, f)
}

// ending is the error that a status ends a command with, or nil.
func ending(status engine.Status, f follow) error {
	switch status {
	case engine.Succeeded:
		return nil
	case engine.Failed, engine.TimedOut, engine.Aborted:
		return &exit{code: ExitProblems}
	default:
		if f.once {
			return nil
		}
		return &exit{code: ExitLeft}
	}
}
