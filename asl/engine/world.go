package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
)

// A world is what the executions of one Run share: the clock, what is due
// when, and what is random. Everything in it is touched by one goroutine at a
// time; mu is for those outside who look (see Live).
type world struct {
	opts   Options
	now    time.Time
	due    agenda
	seq    uint64
	rand   *rand.Rand
	source rand.Source
	cache  *queryCache
	bound  map[string]jsonata.Value // see bindings

	programs map[*asl.Machine]*program // of Options.Machines

	root    *history
	events  int                 // of all executions
	steps   int                 // states that threads have gone on to
	kept    int                 // bytes of the values that the histories hold
	threads int                 // that run
	crowded bool                // there have been more than maxThreads
	pending map[string]*attempt // by their keys
	keys    int                 // that Call.Key has made
	outside int                 // pending attempts that others complete
	tokens  int

	mu    sync.Mutex
	inbox chan func() // what Live asks for; nil for Run
}

func newWorld(m *asl.Machine, input asl.Value, opts Options) (*world, error) {
	p, err := compileMachine(m, nil, 0)
	if err != nil {
		return nil, err
	}
	if !opts.Unlimited && !opts.measured {
		// It may be written without any space.
		if err := checkDefinitionSize(len(m.AppendCompact(nil))); err != nil {
			return nil, err
		}
	}
	opts = opts.withDefaults()
	if input == nil {
		input = asl.Object{}
	}
	w := makeWorld(opts)
	if !opts.Unlimited && size(input) > MaxPayload {
		return nil, ErrInputSize
	}
	x := &Execution{
		ARN: opts.ExecutionARN, Name: opts.Name,
		MachineARN: opts.MachineARN, Machine: opts.Machine, Role: opts.Role,
		Input: input,
	}
	w.root = w.newHistory(x, p, nil)
	w.root.start()
	return w, nil
}

// makeWorld makes a world in which nothing runs yet.
func makeWorld(opts Options) *world {
	source := rand.NewPCG(opts.Seed, 0x9e3779b97f4a7c15)
	return &world{
		opts:     opts,
		now:      opts.Start,
		source:   source,
		rand:     rand.New(source),
		cache:    newQueryCache(),
		bound:    map[string]jsonata.Value{},
		pending:  map[string]*attempt{},
		programs: map[*asl.Machine]*program{},
	}
}

// withDefaults fills in what is left out.
func (opts Options) withDefaults() Options {
	if opts.Task == nil {
		opts.Task = func(Call) Outcome { return Outcome{} }
	}
	if opts.Start.IsZero() {
		opts.Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		if opts.WallClock {
			opts.Start = time.Now()
		}
	}
	opts.Start = opts.Start.UTC().Truncate(time.Millisecond)
	orElse := func(s *string, otherwise string) {
		if *s == "" {
			*s = otherwise
		}
	}
	orElse(&opts.Account, "123456789012")
	orElse(&opts.Region, "us-east-1")
	orElse(&opts.Machine, "machine")
	orElse(&opts.Name, "execution")
	orElse(&opts.Role, "arn:aws:iam::"+opts.Account+":role/states")
	prefix := "arn:aws:states:" + opts.Region + ":" + opts.Account
	orElse(&opts.MachineARN, prefix+":stateMachine:"+opts.Machine)
	if opts.Express {
		orElse(&opts.ExecutionARN, prefix+":express:"+opts.Machine+":"+opts.Name+":00000000-0000-4000-8000-000000000000")
	}
	orElse(&opts.ExecutionARN, prefix+":execution:"+opts.Machine+":"+opts.Name)
	return opts
}

// loop does what is due until the root execution has ended.
func (w *world) loop(ctx context.Context) error {
	defer w.root.kill()
	for w.root.execution.Status == Running {
		if ctx.Err() != nil {
			w.cancel()
			return ctx.Err()
		}
		if err := w.await(ctx); err != nil {
			w.cancel()
			return err
		}
		w.mu.Lock()
		if len(w.due) > 0 && !w.due[0].at.After(w.now) {
			w.due.pop().run()
		}
		w.mu.Unlock()
	}
	return nil
}

func (w *world) cancel() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.root.execution.Status == Running {
		w.root.end(Aborted, nil, nil)
	}
}

// await lets time pass until something is due. In virtual time it jumps there;
// by the wall clock, or while somebody outside has a task in hand, it waits.
func (w *world) await(ctx context.Context) error {
	select {
	case ask := <-w.inbox:
		w.mu.Lock()
		ask()
		w.mu.Unlock()
		return nil
	default:
	}
	if len(w.due) == 0 {
		// Every thread waits for something on the agenda, so this cannot
		// be but by a fault of the engine.
		panic("engine: the execution runs, and nothing is due")
	}
	next := w.due[0].at
	if !next.After(w.now) {
		return nil
	}
	if !w.opts.WallClock && w.outside == 0 {
		w.mu.Lock()
		w.now = next
		w.mu.Unlock()
		return nil
	}
	began := time.Now()
	if w.opts.WallClock && began.After(w.now) {
		// The engine's own work takes time too.
		w.mu.Lock()
		w.now = began.UTC().Truncate(time.Millisecond)
		w.mu.Unlock()
		if !next.After(w.now) {
			return nil
		}
	}
	timer := time.NewTimer(next.Sub(w.now))
	defer timer.Stop()
	var ask func()
	var err error
	select {
	case <-timer.C:
	case ask = <-w.inbox:
	case <-ctx.Done():
		err = ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	passed := w.now.Add(time.Since(began).Truncate(time.Millisecond))
	if ask == nil || passed.After(next) {
		passed = next
	}
	w.now = passed
	if ask != nil {
		ask()
	}
	return err
}

// newToken makes a task token. It is not a secret; it is unique in the world.
func (w *world) newToken() string {
	w.tokens++
	return fmt.Sprintf("AQ%06d%016x%016x", w.tokens, w.rand.Uint64(), w.rand.Uint64())
}

// uuid makes a random (version 4) UUID.
func (w *world) uuid() string {
	a, b := w.rand.Uint64(), w.rand.Uint64()
	a = a&^0xf000 | 0x4000
	b = b&^(0xc0<<56) | 0x80<<56
	var s strings.Builder
	fmt.Fprintf(&s, "%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&0xffffffffffff)
	return s.String()
}
