package cli

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/compiler/cost"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

type costOptions struct {
	projectFlags
	path     string
	pipeline string
	format   string
	runs     []string
	items    []string
	work     time.Duration
}

func newCost(s Streams) *cobra.Command {
	var o costOptions
	cmd := &cobra.Command{
		Use:   "cost [PATH]",
		Short: "Estimate what executions cost",
		Long: `Estimates how many state transitions an execution of each pipeline takes, which is
what Step Functions charges for, with the least and the most and what makes the
difference, and puts AWS's prices to it: of an execution, and of a month where a
schedule says how many there are. What the tasks' own services cost is no part of it.

Usual is an execution that goes the longest way and retries nothing. Warnings tell of
histories and payloads that come near to what AWS allows.`,
		Example: `  pipectl cost
  pipectl cost --items regions=40 --runs orders=3000
  pipectl cost --region sa-east-1 --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runCost(s, o)
		},
	}
	o.projectFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.pipeline, "pipeline", "", "estimate the pipeline of this `name` only")
	flags.StringVar(&o.format, "format", "text", "text or json")
	completes(cmd, "format", costFormats)
	flags.StringArrayVar(&o.runs, "runs", nil, "executions a month: `pipeline=N`, or N for all; schedules say it otherwise")
	flags.StringArrayVar(&o.items, "items", nil, "elements of a map or for_each: `name=N`, or N for all that are not known; 10 otherwise")
	flags.DurationVar(&o.work, "work", 0, "how long polled work takes where no `expected` says it; 5m otherwise")
	return cmd
}

var costFormats = []string{"text", "json"}

func runCost(s Streams, o costOptions) error {
	if err := oneOf("format", o.format, costFormats); err != nil {
		return err
	}
	items, anyItems, err := counts("items", o.items)
	if err != nil {
		return err
	}
	runs, anyRuns, err := counts("runs", o.runs)
	if err != nil {
		return err
	}
	project, diags, err := o.load(s, o.path)
	if err != nil {
		return err
	}
	if diags.HasErrors() {
		return tell(s, diags, project.Sources)
	}
	pipelines, err := pick(project, o.pipeline)
	if err != nil {
		return err
	}
	for name := range runs {
		if _, err := pick(project, name); err != nil {
			return err
		}
	}
	rows, diags := costs(project.Pipelines, diags, o.region, cost.Options{Items: items, AnyItems: anyItems, Work: o.work}, runs, anyRuns)
	if err := tell(s, diags, project.Sources); err != nil {
		return err
	}
	if err := counted(rows, items); err != nil {
		return err
	}
	if o.pipeline != "" {
		for _, r := range rows {
			if r.Pipeline == pipelines[0] {
				rows = []view.CostRow{r}
				break
			}
		}
	}
	if o.format == "json" {
		err = view.CostsJSON(s.Out, rows)
	} else {
		err = view.Costs(s.Out, rows)
	}
	if err != nil {
		return refused(err)
	}
	return nil
}

// counted is an error where a number of elements is given to what has none that are
// counted as the machine runs.
func counted(rows []view.CostRow, items map[string]int) error {
	var names []string
	for _, r := range rows {
		for _, m := range r.Moves {
			if m.What == "elements" {
				names = append(names, m.Item)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(items)) {
		if !slices.Contains(names, name) {
			return usage("--items: no map %q has elements that are not known before it runs.%s", name, diag.Suggest(name, names))
		}
	}
	return nil
}

// costs estimates pipelines, with the executions that they start of each other.
func costs(pipelines []*dsl.Pipeline, diags hcl.Diagnostics, region string, opts cost.Options, runs map[string]int, anyRuns int) ([]view.CostRow, hcl.Diagnostics) {
	var rows []view.CostRow
	for _, p := range pipelines {
		result, more := compiler.Compile(p, compiler.Options{})
		diags = append(diags, more...)
		if more.HasErrors() {
			continue
		}
		row := view.CostRow{Estimate: cost.Of(p, result, opts), Region: region, Runs: -1}
		n, said := runs[p.Name]
		switch {
		case said:
			row.Runs = float64(n)
		case len(p.Schedules) > 0:
			row.Runs = 0
			for _, schedule := range p.Schedules {
				row.Runs += perMonth(schedule.Expression, schedule.Timezone)
			}
		case anyRuns >= 0:
			row.Runs = float64(anyRuns)
		}
		rows = append(rows, row)
	}
	// No pipeline starts itself, however far, so as many rounds will do as there
	// are pipelines.
	own := make([]float64, len(rows))
	for i, r := range rows {
		own[i] = r.Runs
	}
	for range rows {
		for i := range rows {
			if _, said := runs[rows[i].Pipeline.Name]; said {
				continue
			}
			started, any := 0.0, false
			for _, r := range rows {
				if n := r.Starts[rows[i].Pipeline.Name]; n > 0 && r.Runs >= 0 {
					started, any = started+float64(n)*r.Runs, true
				}
			}
			if any {
				rows[i].Runs = max(0, own[i]) + started
			}
		}
	}
	return rows, diags
}

// counts reads flags of the form name=N; -1 where none is N alone for all, but
// for items, of which the estimate knows how many there are else.
func counts(flag string, values []string) (by map[string]int, all int, err error) {
	by = map[string]int{}
	if flag == "runs" {
		all = -1
	}
	for _, v := range values {
		name, number, named := strings.Cut(v, "=")
		if !named {
			number = v
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || named && name == "" {
			return nil, 0, usage("--%s takes name=N or N, not %q", flag, v)
		}
		if named {
			by[name] = n
		} else {
			all = n
		}
	}
	return by, all, nil
}

// month is an average month in seconds.
const month = 365 * 24 * 3600 / 12.0

// perMonth are the executions that a schedule starts in an average month; none
// where it starts one only.
func perMonth(expression, timezone string) float64 {
	form, rest, _ := strings.Cut(strings.TrimSuffix(expression, ")"), "(")
	if form == "rate" {
		number, unit, _ := strings.Cut(rest, " ")
		n, err := strconv.ParseFloat(number, 64)
		per := map[string]float64{"minute": 60, "hour": 3600, "day": 24 * 3600}[strings.TrimSuffix(unit, "s")]
		if err != nil || n <= 0 || per == 0 {
			return 0
		}
		return month / (n * per)
	}
	if form != "cron" {
		return 0
	}
	// A week says it of what fires often, a leap year's four years of what does
	// not.
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, window := range []time.Duration{7 * 24 * time.Hour, (4*365 + 1) * 24 * time.Hour} {
		n, at := 0, start.Add(-time.Second)
		for {
			next, ok := deploy.NextTime(expression, timezone, at)
			if !ok || !next.Before(start.Add(window)) {
				break
			}
			n, at = n+1, next
		}
		if n > 100 || window > 8*24*time.Hour {
			return float64(n) * month / window.Seconds()
		}
	}
	return 0
}
