package deploy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Options are how a plan is carried out.
type Options struct {
	Clock Clock

	// Event, unless nil, is told what happens, one thing after the other.
	Event func(Event)

	// Shift moves traffic to the new version by and by; the zero value does
	// it at once. It counts for a plan that leads an alias from one version
	// to another only.
	Shift Shift
}

// An Event is something that happens while a plan is carried out.
type Event struct {
	// Change is what it is about; nil where it is about the calls in between.
	Change Change
	Kind   EventKind

	// Attempt, from 1, Wait and Err belong to EventRetry; Wait also to
	// EventSettle, Err to EventFailed.
	Attempt int
	Wait    time.Duration
	Err     error

	// Routes belong to EventShift: how the alias now leads. Wait is how long
	// it stays so.
	Routes []Route
	// Version belongs to EventDone of a Publish.
	Version int
}

// An EventKind is a kind of Event.
type EventKind int

// The kinds of events.
const (
	EventStarted EventKind = iota
	EventRetry
	EventSettle // what was written is given Wait to be known everywhere
	EventShift
	EventDone
	EventFailed
)

// Apply carries out a plan. It stops at the first change that fails, which the
// error names; what was done before stays, and is safe: see Diff. Applying a new
// plan goes on from there. When the context ends, Apply stops the same way.
//
// Apply calls nothing where a plan is empty, and does nothing where it has
// obstacles. It finds out by the revisions of machines, and by the lock, when
// somebody else deploys at the same time, and is then an error that wraps a
// Fault of kind Conflict.
func Apply(ctx context.Context, c Client, p *Plan, opts Options) error {
	if len(p.Obstacles) > 0 {
		var all []error
		for _, o := range p.Obstacles {
			all = append(all, o)
		}
		return errors.Join(all...)
	}
	if len(p.Changes) == 0 {
		return nil
	}
	a := &applier{plan: p, opts: opts, versions: map[string]int{}, revisions: map[string]string{}}
	a.retrier = retrier{opts.Clock, func(attempt int, d time.Duration, err error) {
		a.tell(Event{Kind: EventRetry, Attempt: attempt, Wait: d, Err: err})
	}}
	a.client = Patient(c, opts.Clock, a.waits)
	if at, err := a.client.Place(ctx); err != nil {
		return fmt.Errorf("find out the account: %w", err)
	} else if at != p.Place {
		return fmt.Errorf("the plan is for account %s in %s, not for %s in %s", p.Place.Account, p.Place.Region, at.Account, at.Region)
	}
	if err := a.alarms(ctx); err != nil {
		return err
	}
	for _, change := range p.Changes {
		a.now = change
		a.version = 0
		a.tell(Event{Kind: EventStarted})
		err := a.held(ctx)
		if err == nil {
			err = a.apply(ctx, change)
		}
		if err != nil {
			a.tell(Event{Kind: EventFailed, Err: err})
			a.release(ctx)
			return fmt.Errorf("%s: %w", Describe(change), err)
		}
		a.tell(Event{Kind: EventDone, Version: a.version})
	}
	return nil
}

// An applier is the state of one Apply.
type applier struct {
	retrier
	client Client
	plan   *Plan
	opts   Options

	now       Change
	version   int               // that now published
	versions  map[string]int    // published by the plan, by machine
	revisions map[string]string // after the last change, by machine
	roles     bool              // a role or a policy was changed
	locked    *Lock             // nil: not yet
}

func (a *applier) tell(e Event) {
	if a.opts.Event != nil {
		e.Change = a.now
		a.opts.Event(e)
	}
}

func (a *applier) apply(ctx context.Context, change Change) error {
	switch c := change.(type) {
	case *Lock:
		return a.lock(ctx, c)
	case *Unlock:
		return a.unlock(ctx, c)
	case *Create:
		return a.create(ctx, c.New)
	case *Update:
		return a.update(ctx, c)
	case *Retag:
		return a.do(ctx, with(map[FaultKind]patience{Conflict: patienceConflict, NotFound: patienceStale}), func() error {
			return a.client.Tag(ctx, c.Of, c.Set, c.Remove)
		})
	case *Delete:
		return a.delete(ctx, c)
	case *Publish:
		return a.publish(ctx, c)
	case *Serve:
		return a.serve(ctx, c)
	}
	panic("deploy: a change of no kind")
}

// passing are the faults that pass, of a call that writes a resource.
func (a *applier) passing() map[FaultKind]patience {
	passes := map[FaultKind]patience{Conflict: patienceConflict, Deleting: patienceDeleting}
	if a.roles {
		passes[NotReady] = patienceNotReady
		// What was just made may not be known to a service that refers to it.
		passes[NotFound] = patienceStale
	}
	return with(passes)
}

func (a *applier) create(ctx context.Context, want Resource) error {
	if m, ok := want.(*Machine); ok {
		want = a.numbered(m)
	}
	err := a.do(ctx, a.passing(), func() error {
		err := a.client.Create(ctx, want)
		if IsFault(err, Exists) {
			// What is still being deleted may hold the name for a while.
			if _, e := a.client.Read(ctx, want.ID()); IsFault(e, Deleting) {
				return e
			}
		}
		return err
	})
	a.noteRole(want)
	if err != nil && !IsFault(err, Exists) {
		return err
	}
	switch want.ID().Kind {
	case KindMachine, KindRole, KindLogGroup, KindScheduleGroup, KindSchedule:
	default:
		return nil // it was put, whatever was there
	}
	there := err != nil
	if _, ok := want.(*Machine); !there && !ok {
		return nil
	}
	// Something was there after all: it was made by an earlier attempt whose
	// answer was lost, or by another deploy. And a machine that was answered
	// as if made may have another role and other tags.
	return a.adopt(ctx, want)
}

// adopt makes what was there when it should have been created be as it should.
func (a *applier) adopt(ctx context.Context, want Resource) error {
	id := want.ID()
	old, err := a.readBack(ctx, id)
	if err != nil {
		return err
	}
	ours := owned(old, a.plan.Project, a.plan.Pipeline)
	if s, ok := old.(*Schedule); ok {
		ours = s.Description == aliasNote
	}
	if !ours {
		return Obstacle{id, whose(old)}
	}
	if m, ok := old.(*Machine); ok {
		a.revisions[m.Name] = m.Revision
		if !sameResource(old, want) {
			return &Fault{Kind: Conflict, ID: id, Text: "another deploy made it a moment ago"}
		}
		return nil
	}
	if a.locked == nil || sameResource(old, want) {
		return nil // without a lock it is not ours to say how it should be
	}
	return a.write(ctx, want)
}

// readBack reads what was just written.
func (a *applier) readBack(ctx context.Context, id ID) (r Resource, err error) {
	err = a.do(ctx, with(map[FaultKind]patience{NotFound: patienceStale, Deleting: patienceDeleting}), func() error {
		r, err = a.client.Read(ctx, id)
		return err
	})
	return r, err
}

func (a *applier) update(ctx context.Context, c *Update) error {
	want, ok := c.New.(*Machine)
	if !ok {
		err := a.write(ctx, c.New)
		a.noteRole(c.New)
		return err
	}
	old, err := a.client.Read(ctx, want.ID())
	if err != nil {
		return err
	}
	was, _ := c.Old.(*Machine)
	revision, changed := a.revisions[want.Name]
	if !changed {
		revision = was.Revision
	}
	if now, _ := old.(*Machine); now.Revision != revision {
		return &Fault{Kind: Conflict, ID: want.ID(), Text: "it was changed since the plan was made"}
	}
	return a.write(ctx, a.numbered(want))
}

// write updates a resource.
func (a *applier) write(ctx context.Context, r Resource) error {
	return a.do(ctx, a.passing(), func() error {
		revision, err := a.client.Update(ctx, r)
		if err == nil && r.ID().Kind == KindMachine {
			a.revisions[r.ID().Name] = revision
		}
		return err
	})
}

// numbered is a machine that mentions the versions that its parts now have.
func (a *applier) numbered(m *Machine) *Machine {
	var parts []Part
	for name := range a.versions {
		parts = append(parts, Part{Name: name})
	}
	made := *m
	made.Definition = withNumbers(m.Definition, a.versions, parts) // in any order: none is part of another
	return &made
}

func (a *applier) noteRole(r Resource) {
	if k := r.ID().Kind; k == KindRole || k == KindPolicy {
		a.roles = true
	}
}

func (a *applier) delete(ctx context.Context, c *Delete) error {
	id := c.ID()
	if c.Idle {
		if err := a.idle(ctx, c); err != nil {
			return err
		}
	}
	passes := with(map[FaultKind]patience{Conflict: patienceConflict})
	err := a.do(ctx, passes, func() error { return a.client.Delete(ctx, id) })
	if IsFault(err, NotFound, Deleting) {
		err = nil // by an earlier attempt
	}
	if err == nil && a.locked != nil && id == (ID{Kind: KindMachine, Name: a.locked.Machine}) {
		a.locked = nil // it went with the machine
	}
	return err
}

// idle checks that nothing runs of a machine that is to be deleted, and that
// nothing new can be started of it: with the lock, nobody publishes what is
// started of it.
func (a *applier) idle(ctx context.Context, c *Delete) error {
	id := c.ID()
	versions, err := a.client.List(ctx, ID{Kind: KindVersion, In: id.Name})
	if err != nil {
		return err
	}
	for _, v := range versions {
		if !slices.Contains(c.Versions, v) {
			return &Fault{Kind: Conflict, ID: id, Text: "a version of it was published since the plan was made"}
		}
	}
	runs, err := a.client.Running(ctx, id.Name)
	switch {
	case IsFault(err, NotFound, Deleting):
		return nil
	case err != nil:
		return err
	case runs:
		return &Fault{Kind: Conflict, ID: id, Text: "an execution of it was started since the plan was made"}
	}
	return nil
}

// publish makes a version of a machine as this plan left it, and as nobody else
// has changed it since.
func (a *applier) publish(ctx context.Context, c *Publish) error {
	id := c.ID()
	want, changed := a.revisions[c.Machine]
	// The service has to know of the update before it publishes it.
	var revision string
	err := a.do(ctx, with(map[FaultKind]patience{NotFound: patienceStale, Conflict: patienceStale}), func() error {
		r, err := a.client.Read(ctx, id)
		if err != nil {
			return err
		}
		m, _ := r.(*Machine)
		if revision = m.Revision; changed && revision != want {
			return &Fault{Kind: Conflict, ID: id, Text: "another deploy changed it a moment ago"}
		}
		if !changed && c.Revision != revision {
			return &Fault{Kind: Conflict, ID: id, Text: "it was changed since the plan was made"}
		}
		return nil
	})
	version := 0
	if err == nil {
		version, err = a.client.Publish(ctx, c.Machine, revision, c.Mark.String())
	}
	if IsFault(err, NotFound) {
		return &Fault{Kind: Conflict, ID: id, Text: "another deploy deleted it a moment ago", Err: err}
	}
	if err != nil {
		return err
	}
	a.versions[c.Machine] = version
	a.version = version
	return nil
}

// serve leads an alias to a version.
func (a *applier) serve(ctx context.Context, c *Serve) error {
	version := cmp.Or(c.Version, a.versions[c.New.Machine])
	if a.roles {
		// What the new version may do has to be known where it runs. IAM gives
		// no way to see that; the time is one that has been found enough
		// (UNVERIFIED).
		a.tell(Event{Kind: EventSettle, Wait: settle})
		if err := a.clock.Sleep(ctx, settle); err != nil {
			return err
		}
	}
	if c.Old == nil {
		made := *c.New
		made.Routes = []Route{{version, 100}}
		err := a.do(ctx, with(map[FaultKind]patience{NotFound: patienceStale, Conflict: patienceConflict}), func() error {
			return a.client.Create(ctx, &made)
		})
		if !IsFault(err, Exists) {
			return err
		}
		r, err := a.readBack(ctx, made.ID())
		if err != nil {
			return err
		}
		if old, _ := r.(*Alias); old.Description != aliasNote {
			return Obstacle{made.ID(), whose(old)}
		}
		return a.lead(ctx, c.New, made.Routes)
	}
	return a.shift(ctx, c, version)
}

// settle is how long new permissions are given to be known everywhere.
const settle = 10 * time.Second

// lead sets the routes of an alias.
func (a *applier) lead(ctx context.Context, alias *Alias, routes []Route) error {
	made := *alias
	made.Routes = slices.Clone(routes)
	slices.SortFunc(made.Routes, func(a, b Route) int { return cmp.Compare(a.Version, b.Version) })
	return a.do(ctx, with(map[FaultKind]patience{NotFound: patienceStale, Conflict: patienceConflict}), func() error {
		_, err := a.client.Update(ctx, &made)
		return err
	})
}
