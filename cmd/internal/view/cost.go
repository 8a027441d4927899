package view

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/compiler/cost"
)

// A CostRow is what a pipeline costs.
type CostRow struct {
	cost.Estimate
	// Runs are its executions a month; less than zero: not known.
	Runs float64
	// Region decides on the price; empty: that of most.
	Region string
}

// Costs tells what pipelines cost, in text for people.
func Costs(w io.Writer, rows []CostRow) error {
	p := page{}
	transitions, dollars, known := 0.0, 0.0, false
	for i, r := range rows {
		if i > 0 {
			p.line("")
		}
		typ := "standard"
		if r.Pipeline.Express {
			typ = "express"
		}
		p.line("%s (%s)", r.Pipeline.Name, typ)
		if !r.Pipeline.Express {
			p.line("  transitions   %s", spread(r.Least.Transitions, r.Usual.Transitions, r.Most.Transitions, r.Open))
			p.line("  history       %s, of 25,000 events", spread(r.Least.Events, r.Usual.Events, r.Most.Events, r.Open))
		}
		if r.Usual.Requests > 0 {
			p.line("  express       %s executions, %s s usually", spread(r.Least.Requests, r.Usual.Requests, r.Most.Requests, r.Open), thousands(r.Usual.Seconds))
		}
		p.line("  an execution  $%s usually, $%s to %s", money(r.Usual.Price(r.Region)), money(r.Least.Price(r.Region)), upTo("$"+money(r.Most.Price(r.Region)), r.Open))
		if r.Runs >= 0 {
			known = true
			p.line("  a month       %s executions, $%s", thousands(r.Runs), money(r.Runs*r.Usual.Price(r.Region)))
			transitions += r.Runs * float64(r.Usual.Transitions)
			dollars += r.Runs * r.Usual.Price(r.Region)
		} else {
			p.line("  a month       how many executions is not known; say --runs %s=N", r.Pipeline.Name)
		}
		for j, m := range r.Moves {
			head := "              "
			if j == 0 {
				head = "  moved by      "
			}
			p.line("%-16s%s", head, moved(m))
		}
		for _, name := range slices.Sorted(maps.Keys(r.Starts)) {
			p.line("  starts        %s, usually %d of them", name, r.Starts[name])
		}
		for _, warning := range r.Warnings {
			p.prose("  ", "Warning: "+warning)
		}
	}
	if known {
		p.line("\nTogether $%s a month, for %s transitions; %s of an account's are free each month.", money(dollars), thousands(transitions), thousands(cost.FreeTransitions))
	}
	return p.write(w)
}

func moved(m cost.Move) string {
	most := "nothing bounds them"
	if m.Most > 0 {
		most = fmt.Sprintf("%s at most", thousands(float64(m.Most)))
	}
	switch m.What {
	case "retries":
		return fmt.Sprintf("retries: up to %s transitions more", thousands(float64(m.Most)))
	case "ways":
		return fmt.Sprintf("what is skipped, and which ways are gone: up to %s transitions fewer", thousands(float64(m.Most)))
	case "looks":
		usual := ""
		if m.Assumed {
			usual = ", where nothing says how long it takes (expected)"
		}
		return fmt.Sprintf("looks of %s: %d transitions each, %d usually%s, %s", m.Item, m.Each, m.Usual, usual, most)
	case "elements":
		if m.Assumed {
			return fmt.Sprintf("elements of %s: %d transitions each, %d taken for granted; say --items %s=N", m.Item, m.Each, m.Usual, m.Item)
		}
		return fmt.Sprintf("elements of %s: %d transitions each, %d of them", m.Item, m.Each, m.Usual)
	}
	of := ""
	if m.Item != "" {
		of = " of " + m.Item
	}
	return fmt.Sprintf("a loop%s: %d transitions each round, %s", of, m.Each, most)
}

func spread(least, usual, most int, open bool) string {
	return fmt.Sprintf("%s usually, %s to %s", thousands(float64(usual)), thousands(float64(least)), upTo(thousands(float64(most)), open))
}

func upTo(most string, open bool) string {
	if open {
		return most + " or more"
	}
	return most
}

// money has as many digits as it takes to see something.
func money(f float64) string {
	if f >= 0.01 || f == 0 {
		return strconv.FormatFloat(math.Round(f*100)/100, 'f', 2, 64)
	}
	return strconv.FormatFloat(f, 'f', int(math.Min(9, 2-math.Floor(math.Log10(f)))), 64)
}

// thousands is a number with commas between the thousands.
func thousands(f float64) string {
	s := strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64)
	whole, rest, found := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		return whole + "." + rest
	}
	return whole
}

type (
	costsJSON struct {
		Pipelines []costJSON `json:"pipelines"`
	}
	costJSON struct {
		Name     string         `json:"name"`
		Type     string         `json:"type"`
		Region   string         `json:"region,omitempty"`
		Least    tallyJSON      `json:"least"`
		Usual    tallyJSON      `json:"usual"`
		Most     *tallyJSON     `json:"most"`           // null: nothing bounds it
		Runs     *float64       `json:"runs_per_month"` // null: not known
		Month    *float64       `json:"dollars_per_month"`
		Moves    []moveJSON     `json:"moves"`
		Starts   map[string]int `json:"starts,omitempty"`
		Warnings []string       `json:"warnings,omitempty"`
	}
	tallyJSON struct {
		Transitions    int     `json:"transitions"`
		Events         int     `json:"events"`
		Express        int     `json:"express_executions"`
		ExpressSeconds float64 `json:"express_seconds"`
		Dollars        float64 `json:"dollars"`
	}
	moveJSON struct {
		What    string `json:"what"`
		Item    string `json:"item,omitempty"`
		Each    int    `json:"each"`
		Usual   int    `json:"usual"`
		Most    *int   `json:"most"`
		Assumed bool   `json:"assumed,omitempty"`
	}
)

// CostsJSON tells what pipelines cost, for programs.
func CostsJSON(w io.Writer, rows []CostRow) error {
	out := costsJSON{Pipelines: []costJSON{}}
	for _, r := range rows {
		tally := func(t cost.Tally) tallyJSON {
			return tallyJSON{t.Transitions, t.Events, t.Requests, t.Seconds, t.Price(r.Region)}
		}
		one := costJSON{
			Name: r.Pipeline.Name, Type: "standard", Region: r.Region, Least: tally(r.Least), Usual: tally(r.Usual),
			Moves: []moveJSON{}, Starts: r.Starts, Warnings: r.Warnings,
		}
		if r.Pipeline.Express {
			one.Type = "express"
		}
		if !r.Open {
			most := tally(r.Most)
			one.Most = &most
		}
		if r.Runs >= 0 {
			month := r.Runs * one.Usual.Dollars
			one.Runs, one.Month = &r.Runs, &month
		}
		for _, m := range r.Moves {
			move := moveJSON{What: m.What, Item: m.Item, Each: m.Each, Usual: m.Usual, Assumed: m.Assumed}
			if m.Most > 0 {
				move.Most = &m.Most
			}
			one.Moves = append(one.Moves, move)
		}
		out.Pipelines = append(out.Pipelines, one)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
