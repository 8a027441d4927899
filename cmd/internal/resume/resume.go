package resume

import (
	"fmt"
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/replay"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// A Past is an execution that went on from another, or that one.
type Past struct {
	Events []*engine.Event
	// Start are tasks and blocks that were to be done again in it with all that
	// waits for them, whatever was before.
	Start []string
}

// Options say what is to be done again.
type Options struct {
	// Start are tasks and blocks that are done again with all that waits for
	// them, whether they succeeded or not.
	Start []string

	// Histories gives the events of an execution, by its ARN: that of a part
	// which did not succeed. Nil where there are no parts.
	Histories func(executionARN string) ([]*engine.Event, error)
}

// A Plan is what goes on where an execution stopped.
type Plan struct {
	// Machine is the pipeline's.
	Machine *asl.Machine

	// Parts are the machines of parts that change, those in the order of the
	// compiled ones; others run as they are deployed.
	Parts []compiler.Part

	// Kept are the tasks that are not done again, at least in one iteration:
	// in the order of declaration.
	Kept []string
}

// Machines makes a plan of a compiled pipeline and of an execution, followed by those that
// it went on from, the first one last. The result of the compiler is used up.
func Machines(p *dsl.Pipeline, r *compiler.Result, pasts []Past, opts Options) (*Plan, error) {
	w := &writing{opts: opts, kept: map[string]bool{}, plan: &Plan{Machine: r.Machine}, parts: r.Parts}
	again := opts.Start
	var events [][]*engine.Event
	for _, past := range pasts {
		// What was to be done again since does not count from before.
		w.origins = append(w.origins, newOrigins(p, r, again))
		again = append(again[:len(again):len(again)], past.Start...)
		events = append(events, past.Events)
	}
	if err := w.machine(r.Machine, events); err != nil {
		return nil, err
	}
	for _, part := range r.Parts {
		if slices.Contains(w.changed, part.Name) {
			w.plan.Parts = append(w.plan.Parts, part)
		}
	}
	for _, name := range w.origins[0].declared {
		if w.kept[name] {
			w.plan.Kept = append(w.plan.Kept, name)
		}
	}
	return w.plan, nil
}

type writing struct {
	origins []*origins // of each past
	opts    Options
	plan    *Plan
	parts   []compiler.Part
	kept    map[string]bool
	changed []string // parts
}

// machine writes one machine, and those of its parts that did not succeed. events are
// those of each past; nil where it did not run in that.
func (w *writing) machine(m *asl.Machine, events [][]*engine.Event) error {
	var pasts []replay.Past
	records := make([]*replay.Record, len(events))
	for i, all := range events {
		records[i] = replay.Read(all)
		pasts = append(pasts, replay.Past{Record: records[i], Origin: w.origins[i].of})
	}
	if err := w.inside(m, records); err != nil {
		return err
	}
	report, err := replay.Write(m, pasts...)
	if err != nil {
		return err
	}
	for _, item := range report.Items {
		w.kept[item] = true
		for _, inner := range w.origins[0].inPart[item] {
			w.kept[inner] = true
		}
	}
	return nil
}

// inside looks for the Tasks outside of Maps that run parts: what the executions did
// that they started last is not done again either. One that succeeded as a whole is
// not run at all, so what becomes of its machine does not matter.
func (w *writing) inside(m *asl.Machine, records []*replay.Record) error {
	for _, e := range m.States {
		switch s := e.State.(type) {
		case *asl.Parallel:
			for _, b := range s.Branches {
				if err := w.inside(b, records); err != nil {
					return err
				}
			}
		case *asl.Task:
			name := w.origins[0].part(e.Name)
			i := slices.IndexFunc(w.parts, func(p compiler.Part) bool { return p.Name == name })
			if i < 0 || w.opts.Histories == nil || slices.Contains(w.changed, name) {
				continue
			}
			events, err := w.histories(e.Name, records)
			if err != nil {
				return fmt.Errorf("the history of the part %s: %w", name, err)
			}
			if events == nil {
				continue
			}
			w.changed = append(w.changed, name)
			if err := w.machine(w.parts[i].Machine, events); err != nil {
				return err
			}
		default:
		}
	}
	return nil
}

// histories are those of what a state has started in each past; nil: in none.
func (w *writing) histories(state string, records []*replay.Record) ([][]*engine.Event, error) {
	out := make([][]*engine.Event, len(records))
	found := false
	for i, r := range records {
		arn := r.Execution(state)
		if arn == "" {
			continue
		}
		var err error
		if out[i], err = w.opts.Histories(arn); err != nil {
			return nil, err
		}
		found = true
	}
	if !found {
		return nil, nil
	}
	return out, nil
}
