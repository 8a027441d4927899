package operate

import (
	"context"
	"fmt"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
)

// A Tick is one of many executions that are to run: the one for a time.
type Tick struct {
	Time  time.Time
	Name  string // of the execution; the same for the same tick, whenever it is asked for
	Input string // JSON
}

// A Backfill runs an execution for each of many ticks. An execution that is there
// already, by its name, is not started again, so that a backfill that was cut off goes
// on when it is run again.
type Backfill struct {
	Target string // ARN of what is started
	Ticks  []Tick // in the order in which they are started
	// Parallel is how many run at the same time at most; zero is one.
	Parallel int
	// KeepGoing starts what is left though one has not succeeded.
	KeepGoing bool
	// Again starts those another time, by other names, that did not succeed.
	Again bool

	Clock deploy.Clock
	// Event, unless nil, is told when an execution is started, found, or has ended.
	Event func(Ticked)
}

// A Ticked is what became of a tick.
type Ticked struct {
	Tick
	// Status is empty of one that was not started.
	Status engine.Status
	ARN    string
	// Found: it was there before.
	Found      bool
	Start, End time.Time // End is zero while it runs
}

// mostAgain is how often a tick can be run again.
const mostAgain = 100

// Run runs what is left of a backfill, and says what became of all ticks, in their
// order: also after an error, which is that of a call, or the context's; executions
// that were started go on then.
func (b *Backfill) Run(ctx context.Context, c Client) ([]Ticked, error) {
	out := make([]Ticked, len(b.Ticks))
	for i, t := range b.Ticks {
		out[i].Tick = t
	}
	parallel := max(b.Parallel, 1)
	var running []int
	failed := false
	wait := soonest
	for next := 0; ; {
		for next < len(out) && len(running) < parallel && (!failed || b.KeepGoing) {
			t := &out[next]
			if err := b.start(ctx, c, t); err != nil {
				return out, err
			}
			b.tell(*t)
			switch {
			case !ended(t.Status):
				running = append(running, next)
				wait = soonest
			case t.Status != engine.Succeeded:
				failed = true
			}
			next++
		}
		if len(running) == 0 {
			return out, nil
		}
		if err := b.Clock.Sleep(ctx, wait); err != nil {
			return out, err
		}
		wait = min(2*wait, latest)
		left := running[:0]
		for _, i := range running {
			t := &out[i]
			x, err := c.Describe(ctx, t.ARN)
			if err != nil {
				return out, err
			}
			t.Status, t.Start, t.End = x.Status, x.Start, x.End
			if !x.Ended() {
				left = append(left, i)
				continue
			}
			failed = failed || x.Status != engine.Succeeded
			wait = soonest
			b.tell(*t)
		}
		running = left
	}
}

func (b *Backfill) tell(t Ticked) {
	if b.Event != nil {
		b.Event(t)
	}
}

// start starts the execution of a tick, or finds it.
func (b *Backfill) start(ctx context.Context, c Client, t *Ticked) error {
	first := t.Name
	name := first
	for again := 2; ; again++ {
		x, err := c.Start(ctx, Start{Target: b.Target, Name: name, Input: t.Input})
		t.Name, t.Found = name, false
		if deploy.IsFault(err, deploy.Exists) {
			t.Found = true
			x, err = c.Describe(ctx, ExecutionARN(b.Target, name))
		} else if err == nil && x.Status == "" {
			// It was started by an attempt whose answer was lost.
			x, err = c.Describe(ctx, x.ARN)
		}
		if err != nil {
			return fmt.Errorf("start %s: %w", name, err)
		}
		t.ARN, t.Status, t.Start, t.End = x.ARN, x.Status, x.Start, x.End
		if !t.Found || !b.Again || !x.Ended() || x.Status == engine.Succeeded || again > mostAgain {
			return nil
		}
		name = fmt.Sprintf("%s-%d", first, again)
	}
}
