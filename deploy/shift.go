package deploy

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Shift moves an alias from the version that serves to a new one by and by,
// and back where the new one fails. The zero value moves at once.
type Shift struct {
	// Steps are the shares that the new version takes, each for how long;
	// after the last it takes all. Weights are from 1 to 99 and grow.
	Steps []ShiftStep
	// Alarms are names of CloudWatch alarms. One that rings moves all traffic
	// back.
	Alarms []string
	// Tolerate is how many executions of the new version may fail; one more
	// moves all traffic back.
	Tolerate int
}

// A ShiftStep is a share, and how long it is held.
type ShiftStep struct {
	Weight int // percent
	Hold   time.Duration
}

// Canary gives the new version a share for a time, then everything.
func Canary(weight int, hold time.Duration) []ShiftStep { return []ShiftStep{{weight, hold}} }

// Linear gives the new version one share more after each time, until it has
// everything.
func Linear(weight int, hold time.Duration) []ShiftStep {
	var steps []ShiftStep
	for w := weight; w < 100; w += weight {
		steps = append(steps, ShiftStep{w, hold})
	}
	return steps
}

// checkEvery is how often it is looked how the new version does. ListExecutions
// refills two calls a second for an account, of which others need some.
const checkEvery = 15 * time.Second

// A Move is what to do next in a shift: one of Hold, Lead, Back.
//
//sumtype:decl
type Move interface{ move() }

type (
	// Hold waits, and then looks again.
	Hold struct{ For time.Duration }
	// Lead gives the new version a share. With 100 it is done.
	Lead struct{ Weight int }
	// Back gives everything to the version that served before.
	Back struct{ Why string }
)

func (Hold) move() {}
func (Lead) move() {}
func (Back) move() {}

// Next says what to do in a shift: weight is the share that the new version has,
// held for so long, and h how it does. It is pure.
func (s Shift) Next(weight int, held time.Duration, h Health) Move {
	if weight < 100 && len(h.Ringing) > 0 { // before it begins too
		return Back{"the alarm " + strings.Join(h.Ringing, ", ") + " rings"}
	}
	if weight > 0 && weight < 100 {
		if h.Counted && h.Failed > s.Tolerate {
			return Back{fmt.Sprintf("%d of its executions failed", h.Failed)}
		}
		// A share that no step has is one of another shift, which was cut
		// off; it goes on with the next that is larger.
		for _, step := range s.Steps {
			if step.Weight == weight && held < step.Hold {
				return Hold{min(checkEvery, step.Hold-held)}
			}
		}
	}
	for _, step := range s.Steps {
		if step.Weight > weight {
			return Lead{step.Weight}
		}
	}
	return Lead{100}
}

// A ShiftedBack is the error of a deploy whose new version failed: the version
// that served before serves again.
type ShiftedBack struct {
	Alias    ID
	From, To int // the versions that failed and that serves
	Why      string
}

// Error says so.
func (e *ShiftedBack) Error() string {
	return fmt.Sprintf("version %d was taken back, for %s; %s leads to version %d again", e.From, e.Why, e.Alias, e.To)
}

// alarms checks that the alarms of a shift are there, before anything is changed:
// else a version is published that nobody can begin with.
func (a *applier) alarms(ctx context.Context) error {
	if len(a.opts.Shift.Alarms) == 0 || len(a.plan.Changes) == 0 {
		return nil
	}
	if _, err := a.client.Health(ctx, Watch{Alarms: a.opts.Shift.Alarms}); err != nil {
		return fmt.Errorf("look for the alarms: %w", err)
	}
	return nil
}

// shift leads an alias from where it leads to a version.
func (a *applier) shift(ctx context.Context, c *Serve, version int) error {
	var old Route // the version that serves, besides the new one
	weight := 0
	for _, r := range c.Old.Routes {
		if r.Version == version {
			weight = r.Weight
		} else if r.Weight >= old.Weight {
			old = r
		}
	}
	steps := a.opts.Shift
	if old.Version == 0 {
		steps = Shift{} // there is nothing to move from
	}
	begin := a.clock.Now()
	since := begin
	for {
		var h Health
		var move Move
		if len(steps.Steps)+len(steps.Alarms) > 0 {
			var err error
			h, err = a.client.Health(ctx, Watch{Machine: c.New.Machine, Version: version, Since: begin, Alarms: steps.Alarms})
			switch {
			case ctx.Err() != nil || err != nil && weight == 0:
				return fmt.Errorf("see how version %d does: %w", version, cmp.Or(ctx.Err(), err))
			case err != nil: // what cannot be seen is not trusted
				move = Back{"it cannot be seen how it does: " + err.Error()}
			}
		}
		if move == nil {
			move = steps.Next(weight, a.clock.Now().Sub(since), h)
		}
		switch m := move.(type) {
		case Hold:
			if err := a.clock.Sleep(ctx, m.For); err != nil {
				return err
			}
		case Lead:
			routes := routesOf(old.Version, version, m.Weight)
			if err := a.lead(ctx, c.New, routes); err != nil {
				return err
			}
			weight, since = m.Weight, a.clock.Now()
			if weight == 100 {
				return nil
			}
			a.tell(Event{Kind: EventShift, Routes: routes, Wait: steps.hold(weight)})
		case Back:
			if weight == 0 {
				return fmt.Errorf("version %d was not begun with: %s", version, m.Why)
			}
			if err := a.lead(ctx, c.New, routesOf(old.Version, version, 0)); err != nil {
				return fmt.Errorf("take back version %d, for %s: %w", version, m.Why, err)
			}
			back := &ShiftedBack{Alias: c.ID(), From: version, To: old.Version, Why: m.Why}
			if err := a.unlock(ctx, &Unlock{Machine: c.New.Machine}); err != nil {
				return fmt.Errorf("%w; and end the deploy: %w", back, err)
			}
			return back
		}
	}
}

func (s Shift) hold(weight int) time.Duration {
	for _, step := range s.Steps {
		if step.Weight == weight {
			return step.Hold
		}
	}
	return 0
}

// routesOf gives a new version a share and the old one the rest. A route of no
// weight is left out.
func routesOf(old, new, weight int) []Route {
	routes := slices.DeleteFunc([]Route{{old, 100 - weight}, {new, weight}}, func(r Route) bool { return r.Weight == 0 })
	slices.SortFunc(routes, func(a, b Route) int { return cmp.Compare(a.Version, b.Version) })
	return routes
}
