package deploy

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Two deploys of one pipeline at once must not mix. Neither a machine nor an
// alias can be changed on condition that it still is what it was; but of two
// callers that create an alias with different descriptions only one succeeds
// (UNVERIFIED: CreateStateMachineAlias is idempotent for the same content, and a
// ConflictException for another). So the alias lockName, whose description says
// what is being deployed, is the lock. A deploy that was cut off leaves it; the
// same deploy may take it again, and goes on. Since the same deploy may thus be
// under way twice, and one end before the other, it is looked at before each
// change whether the lock still is what it was.

// patienceLock is how long a lock may not show though it is there.
var patienceLock = patience{500 * time.Millisecond, 4 * time.Second, 10 * time.Second}

// lock says that this deploy is under way.
func (a *applier) lock(ctx context.Context, c *Lock) error {
	lock := &Alias{
		Machine: c.Machine, Name: lockName, Description: lockNote(c.Token),
		Routes: []Route{{cmp.Or(a.versions[c.Machine], c.Version), 100}},
	}
	err := a.do(ctx, with(map[FaultKind]patience{NotFound: patienceStale}), func() error { return a.client.Create(ctx, lock) })
	if err != nil && !IsFault(err, Exists) {
		return err
	}
	if err := a.holds(ctx, c); err != nil {
		return err
	}
	// Nobody may have deployed between the plan and now.
	r, err := a.readBack(ctx, ID{Kind: KindMachine, Name: c.Machine})
	if err != nil {
		return err
	}
	m, _ := r.(*Machine)
	_, changed := a.revisions[c.Machine]
	resumed := false
	if c.Beside {
		versions, err := a.client.List(ctx, ID{Kind: KindVersion, In: OneOffMachine(c.Machine)})
		if err != nil {
			return err
		}
		resumed = !slices.Equal(versions, c.Versions)
	}
	if !resumed && (changed || m.Revision == c.Revision) {
		if was := m.Tags[TagDigest]; was == c.Digest || was == c.Token {
			a.locked = c
			return nil
		}
	}
	if err := a.unlock(ctx, &Unlock{Machine: c.Machine}); err != nil {
		return err
	}
	return &Fault{Kind: Conflict, ID: m.ID(), Text: "it was deployed since the plan was made"}
}

// check looks at what was there or made before there was a lock: another first
// deploy, which lost, may have made it otherwise.
func (a *applier) check(ctx context.Context, wanted []Resource) error {
	for _, want := range wanted {
		id := want.ID()
		old, err := a.readBack(ctx, id)
		if err != nil {
			return err
		}
		if !sameResource(old, want) {
			if err := a.write(ctx, want); err != nil {
				return err
			}
		}
		if t := retag(id, TagsOf(old), TagsOf(want)); t != nil {
			if err := a.client.Tag(ctx, id, t.Set, t.Remove); err != nil {
				return err
			}
		}
	}
	return nil
}

// held checks that the lock, where there is one, still is what it was.
func (a *applier) held(ctx context.Context) error {
	if a.locked == nil {
		return nil
	}
	return a.holds(ctx, a.locked)
}

func (a *applier) holds(ctx context.Context, c *Lock) error {
	var note string
	err := a.do(ctx, with(map[FaultKind]patience{NotFound: patienceLock}), func() error {
		r, err := a.client.Read(ctx, c.ID())
		if lock, ok := r.(*Alias); ok {
			note = lock.Description
		}
		return err
	})
	switch {
	case IsFault(err, NotFound):
		return &Fault{Kind: Conflict, ID: c.ID(), Text: "the same deploy was under way twice, and the other has ended"}
	case err != nil:
		return err
	case note != lockNote(c.Token):
		return &Fault{Kind: Conflict, ID: c.ID(), Text: "another deploy of this pipeline is under way"}
	}
	return nil
}

func (a *applier) unlock(ctx context.Context, c *Unlock) error {
	if err := a.check(ctx, c.Check); err != nil {
		return err
	}
	a.locked = nil
	return a.delete(ctx, &Delete{Old: &Alias{Machine: c.Machine, Name: lockName}})
}

// release ends a deploy that failed, so that another, of other sources perhaps,
// may go on from where it stopped. Where it cannot be released the same deploy can
// go on, and Break makes way for another.
func (a *applier) release(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	if a.locked == nil || a.held(ctx) != nil {
		return
	}
	_ = a.client.Delete(ctx, a.locked.ID()) // the error that made it fail is the one to tell
	a.locked = nil
}

// Break says what has to be done to end a deploy that was cut off, where another
// is to take its place. Whoever does it has to know that it is not under way.
func Break(l *Live) *Plan {
	p := &Plan{Place: l.Place, Project: l.Project, Pipeline: l.Pipeline, Against: l.Digest()}
	if l.lock() != nil && l.ownsIn(KindMachine, l.Pipeline) {
		p.Changes = []Change{&Unlock{Machine: l.Pipeline}}
	}
	return p
}
