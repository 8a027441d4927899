// Package cost estimates what an execution of a compiled pipeline costs: how many
// state transitions, which Step Functions charges for, and how many events, of
// which a history holds so many. It reads the machine that was compiled, and the
// pipeline for how long things take; it asks nobody and knows no schedule. Start
// at Of; Price puts the money to it.
package cost

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// Options are what an estimate cannot know.
type Options struct {
	// Items are how many elements a map or a for_each has, by its name, where
	// that is not known at compile time.
	Items map[string]int

	// AnyItems is how many elements those have that Items does not name: what
	// is usual, for the least is none and the most is open. Zero stands for
	// DefaultItems.
	AnyItems int

	// Work is how long work that is polled takes where nothing else is said of
	// it. Zero stands for DefaultWork.
	Work time.Duration
}

// What is taken for granted where nothing is said.
const (
	DefaultItems = 10
	DefaultWork  = 5 * time.Minute
)

// A Tally counts what one execution does, the executions that it is cut into and
// those of its distributed maps included.
type Tally struct {
	// Transitions are states entered, and attempts after the first, in
	// standard executions.
	Transitions int
	// Events are those of the longest of the histories: the one of the
	// execution itself, or of a part of it.
	Events int
	// Requests are express executions.
	Requests int
	// Seconds that the express ones of them run, together.
	Seconds float64
}

// An Estimate is of one pipeline.
type Estimate struct {
	Pipeline *dsl.Pipeline

	// Least is an execution that succeeds by the shortest way and retries
	// nothing, Usual one that goes the longest way and retries nothing, Most
	// one in which everything is retried as often as it can be, and fails
	// where that is longest. Open: there is no most, because nothing bounds
	// what one of Moves says.
	Least, Usual, Most Tally
	Open               bool

	// Moves are what makes the difference, in the order of the source.
	Moves []Move

	// Starts are how often it usually starts other pipelines, by name. They
	// are estimates of their own.
	Starts map[string]int

	// Warnings are sentences on quotas that are near.
	Warnings []string
}

// A Move is something that moves an estimate.
type Move struct {
	// What is "elements", "looks", "retries", "loop" or "ways".
	What string
	// Item is the name of the task or block; empty for all.
	Item string
	// Each is how many transitions one of them is: an element, a look.
	Each int
	// Usual and Most are how many there are; Most is zero where nothing
	// bounds them.
	Usual, Most int
	// Assumed: Usual is what is taken for granted.
	Assumed bool
}

// Of estimates a pipeline that was compiled to r.
func Of(p *dsl.Pipeline, r *compiler.Result, opts Options) Estimate {
	opts.AnyItems = cmp.Or(opts.AnyItems, DefaultItems)
	opts.Work = cmp.Or(opts.Work, DefaultWork)
	e := &estimator{p: p, opts: opts, from: r.SourceMap, parts: map[string]*asl.Machine{}, items: map[string]dsl.Item{}, moves: map[string]Move{}}
	for _, part := range r.Parts {
		e.parts[part.Name] = part.Machine
	}
	for _, b := range []*dsl.Body{p.Body, p.OnFailure, p.Finally} {
		e.find(b)
	}
	e.express = p.Express
	b := e.execution(r.Machine)
	e.noRetries = true
	bare := e.execution(r.Machine)
	if more := b.most.transitions() - bare.most.transitions(); more > 0 {
		e.moves["retries"] = Move{What: "retries", Each: 1, Most: int(more)}
	}
	if b.usual.transitions() > b.least.transitions() {
		e.moves["ways"] = Move{What: "ways", Each: 1, Most: int(b.usual.transitions() - b.least.transitions())}
	}
	out := Estimate{
		Pipeline: p, Least: b.least.tally(), Usual: b.usual.tally(), Most: b.most.tally(), Open: b.open,
		Starts: e.starts(r.Machine),
	}
	for _, key := range slices.SortedFunc(maps.Keys(e.moves), func(a, b string) int {
		return cmp.Or(cmp.Compare(e.order(e.moves[a].Item), e.order(e.moves[b].Item)), cmp.Compare(a, b))
	}) {
		out.Moves = append(out.Moves, e.moves[key])
	}
	out.Warnings = e.warnings(r, out)
	return out
}

// An estimator counts one pipeline.
type estimator struct {
	p         *dsl.Pipeline
	opts      Options
	from      compiler.SourceMap
	parts     map[string]*asl.Machine
	items     map[string]dsl.Item // by name
	moves     map[string]Move
	noRetries bool
	express   bool // the states that are counted are of an express execution
}

// find notes the items of a body by their names.
func (e *estimator) find(b *dsl.Body) {
	if b == nil {
		return
	}
	for _, item := range b.Items {
		base := item.Base()
		e.items[base.Name] = item
		if block, ok := item.(*dsl.Block); ok {
			for _, inner := range block.Bodies() {
				e.find(inner)
			}
		}
		for _, c := range base.Catch {
			e.find(c.Body)
		}
	}
}

// order is the place of an item in the source; what is of none comes last.
func (e *estimator) order(name string) int {
	if item := e.items[name]; item != nil {
		return item.Base().Index
	}
	return 1 << 30
}

// starts counts how often other pipelines are usually started.
func (e *estimator) starts(m *asl.Machine) map[string]int {
	out := map[string]int{}
	var count func(m *asl.Machine, times int)
	count = func(m *asl.Machine, times int) {
		for _, entry := range m.States {
			origin := e.from[entry.Name]
			task, _ := e.items[origin.Item].(*dsl.Task)
			if _, ok := entry.State.(*asl.Task); ok && task != nil && task.Pipeline != nil && origin.Role == "task" {
				out[task.Pipeline.Name] += times
			}
			if part := e.parts[origin.Item]; part != nil && origin.Role == "part" {
				count(part, times)
			}
			switch s := entry.State.(type) {
			case *asl.Parallel:
				for _, b := range s.Branches {
					count(b, times)
				}
			case *asl.Map:
				_, usual, _ := e.elements(s, entry.Name)
				count(s.Processor, times*usual)
			default:
			}
		}
	}
	count(m, 1)
	return out
}
