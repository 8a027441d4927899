package deploy

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Clock is what waits. Time is given, so that tests take none.
type Clock struct {
	Now func() time.Time
	// Sleep waits, or ends early with the context's error.
	Sleep func(ctx context.Context, d time.Duration) error
}

// A patience says how a kind of fault is waited out: first, then twice as long
// each time but never more than most, as long as all of it is at most total.
type patience struct{ first, most, total time.Duration }

var (
	// Any call may be throttled, or not be answered.
	patienceThrottled   = patience{1 * time.Second, 20 * time.Second, 3 * time.Minute}
	patienceUnavailable = patience{1 * time.Second, 8 * time.Second, 30 * time.Second}
	// IAM: terraform-provider-aws waits two minutes, in #47447.
	patienceNotReady = patience{1 * time.Second, 10 * time.Second, 2 * time.Minute}
	// Somebody else's change of the same thing is over soon.
	patienceConflict = patience{1 * time.Second, 5 * time.Second, 20 * time.Second}
	// A machine is deleted once its executions have ended, which were told to
	// stop.
	patienceDeleting = patience{2 * time.Second, 15 * time.Second, 5 * time.Minute}
	// What was written shows after a few seconds.
	patienceStale = patience{500 * time.Millisecond, 4 * time.Second, time.Minute}
)

// A retrier repeats what fails with faults that pass.
type retrier struct {
	clock Clock
	// waits is told before each wait.
	waits func(attempt int, d time.Duration, err error)
}

// do calls f until it succeeds, or fails with a fault that is not among those
// that pass, or one of them has lasted for too long.
func (r retrier) do(ctx context.Context, passes map[FaultKind]patience, f func() error) error {
	spent := map[FaultKind]time.Duration{}
	next := map[FaultKind]time.Duration{}
	for attempt := 1; ; attempt++ {
		err := f()
		var fault *Fault
		if err == nil || !errors.As(err, &fault) {
			return err
		}
		p, ok := passes[fault.Kind]
		if !ok {
			return err
		}
		wait := max(next[fault.Kind], p.first)
		if spent[fault.Kind]+wait > p.total {
			return fmt.Errorf("still so after %d attempts in %s: %w", attempt, spent[fault.Kind], err)
		}
		if r.waits != nil {
			r.waits(attempt, wait, err)
		}
		if err := r.clock.Sleep(ctx, wait); err != nil {
			return err
		}
		spent[fault.Kind] += wait
		next[fault.Kind] = min(2*wait, p.most)
	}
}

// always are the faults that any call waits out.
var always = map[FaultKind]patience{Throttled: patienceThrottled, Unavailable: patienceUnavailable}

// with are the faults of always and some more.
func with(more map[FaultKind]patience) map[FaultKind]patience {
	all := map[FaultKind]patience{}
	for _, m := range []map[FaultKind]patience{always, more} {
		for k, p := range m {
			all[k] = p
		}
	}
	return all
}

// Repeat calls f until it succeeds, or fails otherwise than by being throttled or
// not answered, or that has lasted for too long. waits, unless nil, is told before
// each wait.
func Repeat(ctx context.Context, clock Clock, waits func(attempt int, d time.Duration, err error), f func() error) error {
	return retrier{clock, waits}.do(ctx, always, f)
}

// Patient is a Client whose calls are repeated where they are throttled or not
// answered. waits, unless nil, is told before each wait.
func Patient(c Client, clock Clock, waits func(attempt int, d time.Duration, err error)) Client {
	return &patient{c, retrier{clock, waits}}
}

type patient struct {
	Client
	retrier
}

func (p *patient) Place(ctx context.Context) (at Place, err error) {
	err = p.do(ctx, always, func() error { at, err = p.Client.Place(ctx); return err })
	return at, err
}

func (p *patient) List(ctx context.Context, of ID) (ids []ID, err error) {
	err = p.do(ctx, always, func() error { ids, err = p.Client.List(ctx, of); return err })
	return ids, err
}

func (p *patient) Read(ctx context.Context, id ID) (r Resource, err error) {
	err = p.do(ctx, always, func() error { r, err = p.Client.Read(ctx, id); return err })
	return r, err
}

func (p *patient) Create(ctx context.Context, r Resource) error {
	return p.do(ctx, always, func() error { return p.Client.Create(ctx, r) })
}

func (p *patient) Update(ctx context.Context, r Resource) (revision string, err error) {
	err = p.do(ctx, always, func() error { revision, err = p.Client.Update(ctx, r); return err })
	return revision, err
}

func (p *patient) Delete(ctx context.Context, id ID) error {
	return p.do(ctx, always, func() error { return p.Client.Delete(ctx, id) })
}

func (p *patient) Tag(ctx context.Context, id ID, set Tags, remove []string) error {
	return p.do(ctx, always, func() error { return p.Client.Tag(ctx, id, set, remove) })
}

func (p *patient) Publish(ctx context.Context, machine, revision, description string) (version int, err error) {
	err = p.do(ctx, always, func() error {
		version, err = p.Client.Publish(ctx, machine, revision, description)
		return err
	})
	return version, err
}

func (p *patient) Validate(ctx context.Context, m *Machine) (found []Finding, err error) {
	err = p.do(ctx, always, func() error { found, err = p.Client.Validate(ctx, m); return err })
	return found, err
}

func (p *patient) Running(ctx context.Context, machine string) (runs bool, err error) {
	err = p.do(ctx, always, func() error { runs, err = p.Client.Running(ctx, machine); return err })
	return runs, err
}

func (p *patient) Health(ctx context.Context, w Watch) (h Health, err error) {
	err = p.do(ctx, always, func() error { h, err = p.Client.Health(ctx, w); return err })
	return h, err
}
