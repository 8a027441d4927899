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

// Machines makes a plan of a compiled pipeline and of the events of an execution. The
// result of the compiler is used up.
func Machines(p *dsl.Pipeline, r *compiler.Result, events []*engine.Event, opts Options) (*Plan, error) {
	o := newOrigins(p, r, opts.Start)
	w := &writing{origins: o, opts: opts, kept: map[string]bool{}, plan: &Plan{Machine: r.Machine}, parts: r.Parts}
	if err := w.machine(r.Machine, events); err != nil {
		return nil, err
	}
	for _, part := range r.Parts {
		if slices.Contains(w.changed, part.Name) {
			w.plan.Parts = append(w.plan.Parts, part)
		}
	}
	for _, name := range o.declared {
		if w.kept[name] {
			w.plan.Kept = append(w.plan.Kept, name)
		}
	}
	return w.plan, nil
}

type writing struct {
	origins *origins
	opts    Options
	plan    *Plan
	parts   []compiler.Part
	kept    map[string]bool
	changed []string // parts
}

// machine writes one machine, and those of its parts that did not succeed.
func (w *writing) machine(m *asl.Machine, events []*engine.Event) error {
	record := replay.Read(events)
	if err := w.inside(m, record); err != nil {
		return err
	}
	report, err := replay.Write(m, record, w.origins.of)
	if err != nil {
		return err
	}
	for _, item := range report.Items {
		w.kept[item] = true
		for _, inner := range w.origins.inPart[item] {
			w.kept[inner] = true
		}
	}
	return nil
}

// inside looks for the Tasks outside of Maps that run parts: what the executions did
// that they started last is not done again either. One that succeeded as a whole is
// not run at all, so what becomes of its machine does not matter.
func (w *writing) inside(m *asl.Machine, record *replay.Record) error {
	for _, e := range m.States {
		switch s := e.State.(type) {
		case *asl.Parallel:
			for _, b := range s.Branches {
				if err := w.inside(b, record); err != nil {
					return err
				}
			}
		case *asl.Task:
			name := w.origins.part(e.Name)
			arn := record.Execution(e.Name)
			i := slices.IndexFunc(w.parts, func(p compiler.Part) bool { return p.Name == name })
			if i < 0 || arn == "" || w.opts.Histories == nil || slices.Contains(w.changed, name) {
				continue
			}
			events, err := w.opts.Histories(arn)
			if err != nil {
				return fmt.Errorf("the history of the part %s: %w", name, err)
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
