package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

type backfillOptions struct {
	accountFlags
	name, path      string
	from, to, every string
	schedule        string
	input           string
	prefix          string
	parallel        int
	keepGoing       bool
	again, dryRun   bool
	format          string
}

func newBackfill(s Streams) *cobra.Command {
	var o backfillOptions
	cmd := &cobra.Command{
		Use:   "backfill PIPELINE [PATH]",
		Short: "Run a pipeline for times that have passed",
		Long: `Starts an execution of a deployed pipeline for each time from --from to --to, both
counted: the times of its schedule, or --every so long. Each is given what the schedule
gives: its input, its name, and the time as run.scheduled_time.

Executions are named by the time, so that the same command goes on after it was
interrupted, and starts none twice. Nothing more is started once one has not succeeded,
unless --keep-going says so; --again starts those another time that did not.

Exit codes: 0 all have succeeded, 1 one has not, 130 interrupted; what runs goes on then.`,
		Example: `  pipectl backfill orders --from 2026-01-01 --to 2026-01-31 --parallel 4
  pipectl backfill orders --from 2026-01-05T00:00:00Z --to 2026-01-05T23:00:00Z --every 1h`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name, o.path = args[0], pathArg(args, 1)
			return runBackfill(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.from, "from", "", "the first `time`: 2026-01-05T02:00:00Z, or a day, 2026-01-05")
	flags.StringVar(&o.to, "to", "", "the last `time`; of a day, its end")
	flags.StringVar(&o.every, "every", "", "a `duration` between the times, such as 1d, in place of those of the schedule")
	flags.StringVar(&o.schedule, "schedule", "", "the `name` of the schedule that is meant, where there are several")
	flags.StringVarP(&o.input, "input", "i", "", "more input of each execution: `JSON`, or @FILE that has it")
	flags.StringVar(&o.prefix, "name", "backfill", "what the `names` of the executions begin with: with another, the same times run once more")
	flags.IntVar(&o.parallel, "parallel", 1, "run at most `N` at the same time")
	flags.BoolVar(&o.keepGoing, "keep-going", false, "start what is left though one has not succeeded")
	flags.BoolVar(&o.again, "again", false, "start those again that have not succeeded")
	flags.BoolVar(&o.dryRun, "dry-run", false, "list the times, and start nothing")
	flags.StringVar(&o.format, "format", "text", "how to report: text or json")
	completes(cmd, "format", []string{"text", "json"})
	return cmd
}

// mostTicks is how many executions a backfill may start: what is more is a mistake of
// a unit, rather.
const mostTicks = 10_000

func runBackfill(ctx context.Context, s Streams, o backfillOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	more, err := (runOptions{input: o.input}).readInput(s)
	if err != nil {
		return err
	}
	ctx, end := interruptible(ctx)
	defer end()
	op, err := o.operation(ctx, s)
	if err != nil {
		return given(ctx, err)
	}
	sources, err := o.compile(s, o.path, o.name)
	if err != nil {
		return err
	}
	p := sources.p
	if p.Express {
		return usage("%q is an express pipeline, whose executions cannot be asked for by name", p.Name)
	}
	schedule, err := o.pick(p)
	if err != nil {
		return err
	}
	times, err := o.times(schedule, op.clock.Now())
	if err != nil {
		return err
	}
	var ticks []operate.Tick
	for _, at := range times {
		tick, err := o.tick(ctx, sources, schedule, more, at, op.clock.Now())
		if err != nil {
			return err
		}
		ticks = append(ticks, tick)
	}
	b := &operate.Backfill{
		Target: op.target(p), Ticks: ticks, Parallel: o.parallel, KeepGoing: o.keepGoing, Again: o.again, Clock: op.clock,
	}
	if o.dryRun {
		var all []operate.Ticked
		for _, t := range ticks {
			all = append(all, operate.Ticked{Tick: t})
		}
		return o.report(s, all)
	}
	if o.format == "text" {
		b.Event = view.Backfilling(s.Err)
	}
	all, err := b.Run(ctx, op.client)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(s.Err, "Interrupted. What runs goes on; the same command goes on from here.")
		return &exit{code: ExitLeft}
	}
	if err != nil {
		return op.notDeployed(p.Name, err)
	}
	return o.report(s, all)
}

// report prints what became of the ticks; the error decides the exit code.
func (o *backfillOptions) report(s Streams, all []operate.Ticked) error {
	if err := view.Backfill(s.Out, o.format, all); err != nil {
		return refused(err)
	}
	for _, t := range all {
		if t.Status != engine.Succeeded && !o.dryRun {
			return &exit{code: ExitProblems}
		}
	}
	return nil
}

func (o *backfillOptions) check() error {
	if err := oneOf("format", o.format, []string{"text", "json"}); err != nil {
		return err
	}
	switch {
	case o.from == "" || o.to == "":
		return usage("--from and --to say which times are meant")
	case o.parallel < 1 || o.parallel > 1000:
		return usage("--parallel takes a number from 1 to 1000, not %d", o.parallel)
	case !executionName.MatchString(o.prefix) || len(o.prefix) > 40:
		return usage("--name takes letters, digits and . _ - only, at most 40, not %q", o.prefix)
	}
	return nil
}

// pick finds the schedule that is meant; nil: none.
func (o *backfillOptions) pick(p *dsl.Pipeline) (*dsl.Schedule, error) {
	var names []string
	for _, s := range p.Schedules {
		if s.Name == o.schedule {
			return s, nil
		}
		names = append(names, s.Name)
	}
	switch {
	case o.schedule != "":
		return nil, usage("the pipeline %q has no schedule %q.%s", p.Name, o.schedule, diag.Suggest(o.schedule, names))
	case len(names) == 1:
		return p.Schedules[0], nil
	case len(names) > 1:
		return nil, usage("the pipeline %q has several schedules: --schedule says which one is meant", p.Name)
	case o.every == "":
		return nil, usage("the pipeline %q has no schedule: --every says how far the times are apart", p.Name)
	}
	return nil, nil
}

// times are those from --from to --to, which have passed.
func (o *backfillOptions) times(s *dsl.Schedule, now time.Time) ([]time.Time, error) {
	zone := time.UTC
	if s != nil {
		if z, err := time.LoadLocation(s.Timezone); err == nil {
			zone = z
		}
	}
	from, _, err := bound(o.from, zone)
	if err != nil {
		return nil, usage("--from: %v", err)
	}
	to, day, err := bound(o.to, zone)
	if err != nil {
		return nil, usage("--to: %v", err)
	}
	if day {
		to = to.AddDate(0, 0, 1).Add(-time.Second)
	}
	switch today := to.AddDate(0, 0, -1).Before(now); {
	case to.Before(from):
		return nil, usage("--to is before --from")
	case to.After(now) && !(day && today) || from.After(now):
		return nil, usage("it is %s: times that have not passed are the schedule's own", now.In(zone).Format(time.RFC3339))
	case to.After(now):
		to = now
	}
	next := func(after time.Time) (time.Time, bool) { return deploy.NextTime(s.Expression, s.Timezone, after) }
	if o.every != "" {
		every, err := dsl.ParseDuration(o.every)
		if err != nil || every <= 0 {
			return nil, usage("--every takes a duration, such as 1d or 6h, not %q", o.every)
		}
		next = func(after time.Time) (time.Time, bool) {
			if after.Before(from) {
				return from, true
			}
			return after.Add(every), true
		}
	} else if _, ok := next(from.AddDate(-1, 0, 0)); !ok {
		return nil, usage("the schedule %q (%s) has no times of its own: --every says how far they are apart", s.Name, s.Expression)
	}
	var all []time.Time
	for at, ok := next(from.Add(-time.Second)); ok && !at.After(to); at, ok = next(at) {
		if len(all) == mostTicks {
			return nil, usage("there are more than %d times from --from to --to", mostTicks)
		}
		all = append(all, at.UTC())
	}
	return all, nil
}

// bound reads a time, or a day of a place.
func bound(text string, zone *time.Location) (t time.Time, day bool, err error) {
	if t, err = time.Parse(time.RFC3339, text); err == nil {
		return t, false, nil
	}
	if t, err = time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t, true, nil
	}
	return t, false, fmt.Errorf("no time: %q; it is written as 2026-01-05T02:00:00Z or 2026-01-05", text)
}

// tick is the execution for a time: with the input that the schedule would give, and
// what was given besides.
func (o *backfillOptions) tick(ctx context.Context, c *compiled, s *dsl.Schedule, more asl.Value, at, now time.Time) (operate.Tick, error) {
	var input asl.Object
	own := asl.Object{}
	if s != nil {
		given, err := objectOf(s.Input)
		if err != nil {
			return operate.Tick{}, refused(fmt.Errorf("the input of schedule %q: %w", s.Name, err))
		}
		input = given
		own = append(own, asl.Member{Key: "schedule", Value: asl.String(s.Name)})
	}
	text := at.Format("2006-01-02T15:04:05Z")
	own = append(own, asl.Member{Key: "scheduled_time", Value: asl.String(text)})
	checked, err := pipelineInput(c.p, more, "")
	if err != nil {
		return operate.Tick{}, err
	}
	for _, m := range checked.(asl.Object) {
		input = set(input, m)
	}
	input = set(input, asl.Member{Key: "pipectl", Value: own})
	if err := checkInput(ctx, c, input, now); err != nil {
		return operate.Tick{}, err
	}
	name := o.prefix + "-" + at.Format("20060102T150405Z")
	if o.input != "" {
		// Other input is another backfill.
		sum := sha256.Sum256(asl.AppendValue(nil, checked, -1))
		name += "-" + hex.EncodeToString(sum[:4])
	}
	return operate.Tick{Time: at, Name: name, Input: string(asl.AppendValue(nil, input, -1))}, nil
}

// set sets a member of an object, in a copy.
func set(o asl.Object, m asl.Member) asl.Object {
	out := asl.Object{}
	for _, old := range o {
		if old.Key != m.Key {
			out = append(out, old)
		}
	}
	return append(out, m)
}

// objectOf is an object value as JSON has it; {} of nothing.
func objectOf(v cty.Value) (asl.Object, error) {
	if v == cty.NilVal || v.IsNull() {
		return nil, nil
	}
	text, err := ctyjson.SimpleJSONValue{Value: v}.MarshalJSON()
	if err != nil {
		return nil, err
	}
	decoded, err := asl.DecodeValue(text)
	if err != nil {
		return nil, err
	}
	o, _ := decoded.(asl.Object)
	return o, nil
}
