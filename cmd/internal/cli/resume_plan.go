package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/cmd/internal/resume"
	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
)

// A resumePlan is what resume does, as programs are told it. Its lists are empty where
// the service goes on itself, which knows what has succeeded.
type resumePlan struct {
	Execution string `json:"execution"` // ARN
	// Way is "redrive" or "machine".
	Way string `json:"way"`
	// SourcesDiffer from what the execution ran, or the one that it went on from.
	SourcesDiffer bool     `json:"sources_differ"`
	Kept          []string `json:"kept"`
	Skipped       []string `json:"skipped"`
	Start         []string `json:"start"`
}

// tell says what is done. Standard output is for what comes of it, and so it has the
// plan only where that is all.
func (r *resumption) tell(p resumePlan) error {
	p.Execution = r.x.ARN
	p.Start = append([]string{}, r.o.start...)
	if r.o.dryRun && r.o.format == "json" {
		e := json.NewEncoder(r.s.Out)
		e.SetIndent("", "  ")
		return e.Encode(p)
	}
	if p.Way == "redrive" {
		fmt.Fprintf(r.s.Err, "Step Functions goes on with %s itself, with the machine that it was started with.\n", shortName(r.x.ARN))
		return nil
	}
	switch {
	case len(p.Kept) > 0:
		fmt.Fprintf(r.s.Err, "Not done again: %s.\n", strings.Join(p.Kept, ", "))
	case len(p.Skipped) == 0:
		fmt.Fprintln(r.s.Err, "Nothing had succeeded that is not done again.")
	}
	if len(p.Skipped) > 0 {
		fmt.Fprintf(r.s.Err, "Skipped: %s.\n", strings.Join(p.Skipped, ", "))
	}
	return nil
}

// skippedIn are the names of tasks that are skipped, as they were given.
func skippedIn(skips []resume.Skipped) []string {
	out := []string{}
	for _, one := range skips {
		out = append(out, one.Task)
	}
	return out
}

// definition is the machine that sources are compiled to, before anything of it is given
// again; empty where there can be none, which is told later.
func (r *resumption) definition(p *dsl.Pipeline, result *compiler.Result) string {
	s, err := spec.Of("sources", p, result, r.at)
	if err != nil {
		return ""
	}
	return s.Definition
}

// differ says whether the sources are others than those of the execution, or of the one
// that it went on from in the end, and tells so: what goes on is made of the sources,
// whether they were deployed or not.
func (r *resumption) differ(ctx context.Context, pipeline, definition string) (bool, error) {
	ran, err := r.client.Definition(ctx, r.first)
	switch {
	case deploy.IsFault(err, deploy.NotFound):
		return false, nil // nobody knows any more
	case err != nil:
		return false, err
	}
	if definition == "" || sameDefinition(ran, definition) {
		return false, nil
	}
	fmt.Fprintf(r.s.Err, "The sources of %s are not what %s ran: what goes on is made of them, and published as a version that is run once.\n",
		pipeline, shortName(r.first))
	return true, nil
}
