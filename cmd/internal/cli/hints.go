package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/cmd/internal/pipetest"
	"github.com/pipectl/pipectl/cmd/internal/resume"
	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl"
)

type hintsOptions struct {
	accountFlags
	name, path string
	most       int
	stdout     bool
}

func newHints(s Streams) *cobra.Command {
	var o hintsOptions
	cmd := &cobra.Command{
		Use:   "hints PIPELINE [PATH]",
		Short: "Learn how long tasks take",
		Long: `Reads the latest executions of a deployed pipeline that have succeeded and writes how
long its tasks took, the median of each in seconds, to PIPELINE.hints.json in the
project. compile reads it: where a DAG cannot be nested exactly it adds the waits that
cost least. Tasks that say expected = "…" themselves keep that.

A task that did not run in them keeps what the file said.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name, o.path = args[0], pathArg(args, 1)
			return runHints(cmd.Context(), s, o)
		},
	}
	o.accountFlags.add(cmd)
	flags := cmd.Flags()
	flags.IntVar(&o.most, "limit", 20, "learn from at most the latest `N` executions")
	flags.BoolVar(&o.stdout, "stdout", false, "write to the standard output in place of the file")
	return cmd
}

func runHints(ctx context.Context, s Streams, o hintsOptions) error {
	if o.most < 1 {
		return usage("--limit takes a number from 1 on, not %d", o.most)
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
	if sources.p.Express {
		return usage("%q is an express pipeline, whose executions leave no history", o.name)
	}
	all, err := op.list(ctx, o.name, engine.Succeeded, o.most)
	if err != nil {
		return given(ctx, err)
	}
	if len(all) == 0 {
		return refused(fmt.Errorf("no execution of %s has succeeded yet", o.name))
	}
	var taken []operate.Taken
	for _, x := range all {
		follower := pipetest.Follow(sources.p, sources.result, nil, nil)
		r, err := operate.Follow(ctx, op.client, x.ARN, operate.Following{Clock: op.clock, Inner: follower.Inner, Event: follower.Event, Once: true})
		if err != nil {
			return given(ctx, refused(err))
		}
		for _, t := range follower.Run(r).Taken() {
			taken = append(taken, operate.Taken(t))
		}
	}
	target, err := findTarget(o.path)
	if err != nil {
		return err
	}
	file := filepath.Join(filepath.FromSlash(target.dir), dsl.HintsFile(o.name))
	hints, err := readHints(file)
	if err != nil {
		return refused(err)
	}
	maps.Copy(hints, operate.Medians(taken))
	hints = known(hints, sources.p)
	text := hintsText(hints)
	if o.stdout {
		if _, err := s.Out.Write(text); err != nil {
			return refused(err)
		}
		return nil
	}
	if err := view.WriteFiles([]view.File{{Name: file, Text: text}}); err != nil {
		return refused(err)
	}
	fmt.Fprintf(s.Err, "%s: how long %d tasks take, by %d executions\n", file, len(hints), len(all))
	return nil
}

// readHints are those that a file has now; none where there is no file. What cannot be
// read was told when the sources were.
func readHints(file string) (map[string]float64, error) {
	out := map[string]float64{}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	return out, err
}

// known are the hints of tasks that the pipeline has: what was deployed may have had
// others.
func known(hints map[string]float64, p *dsl.Pipeline) map[string]float64 {
	names := resume.Names(p)
	out := map[string]float64{}
	for name, seconds := range hints { // each on its own
		if slices.Contains(names, name) {
			out[name] = seconds
		}
	}
	return out
}

// hintsText is the file: a line each, sorted, so that what changes can be seen.
func hintsText(hints map[string]float64) []byte {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(hints)) {
		lines = append(lines, fmt.Sprintf("  %q: %s", name, strconv.FormatFloat(hints[name], 'f', -1, 64)))
	}
	return []byte("{\n" + strings.Join(lines, ",\n") + "\n}\n")
}
