package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A TaskFunc does the work of a Task state. It is called from the goroutine
// that runs the execution, one call at a time, and must not block on the
// execution itself.
type TaskFunc func(Call) Outcome

// A Call is one attempt of a Task.
type Call struct {
	// State is the name of the Task, Path those of the states it stands in,
	// the outermost first, and of itself.
	State string
	Path  []string

	// Resource as it is written, and what the history calls it.
	Resource     string
	ResourceType string // "lambda", "aws-sdk:s3"; empty for functions and activities by ARN
	Action       string // "invoke.waitForTaskToken"; empty like ResourceType

	// Arguments are those of a JSONata state, the effective Parameters of a
	// JSONPath state, or the state's input where it has neither.
	Arguments asl.Value

	// Credentials are nil where the state has none.
	Credentials asl.Value

	// Attempt counts from 0 within a visit to the state.
	Attempt int

	// Index is that of the innermost Map item the Task runs for, or -1.
	Index int

	// Context is the context object; Token is that of the Task in it, with
	// which a .sync or .waitForTaskToken call or an activity can be completed.
	// It is empty for others.
	Context asl.Object
	Token   string

	// Time is when the attempt starts.
	Time time.Time

	world   *world
	attempt *attempt
}

// Key is what Send, Heartbeat and Live know the attempt by: its Token where it
// has one, else a name that the first call of Key gives it. It is asked for
// while the TaskFunc runs.
func (c Call) Key() string {
	if c.attempt.token == "" {
		c.world.keys++
		c.attempt.token = "attempt " + strconv.Itoa(c.world.keys)
		c.world.pending[c.attempt.token] = c.attempt
	}
	return c.attempt.token
}

// An Outcome is how an attempt ends.
type Outcome struct {
	// Output is the task's result. Nil stands for {}.
	Output asl.Value

	// Error, unless it is empty, makes the attempt fail, with Cause. NoCause
	// tells a failure that has no cause at all from one whose cause is "".
	Error, Cause string
	NoCause      bool

	// Takes is how long the attempt lasts.
	Takes time.Duration

	// Submitted is what a .sync or .waitForTaskToken call answers at first,
	// before what is awaited has ended; nil stands for {}. Refused says that
	// the call itself failed with Error, so that nothing was submitted.
	Submitted asl.Value
	Refused   bool

	// Pending leaves the attempt open: somebody completes it with Call.Send
	// or Live.Send and its key, or a timeout ends it. Outside says that this
	// will be done through Live, from outside: virtual time then passes no
	// faster than real time until it is.
	Pending, Outside bool

	// Beats are when heartbeats are sent, counted from the attempt's start.
	Beats []time.Duration
}

// ErrNoTask is what Send and Heartbeat answer about a token that no attempt
// waits for: it never was one, or the attempt has ended.
var ErrNoTask = errors.New("no task waits with this token")

// Send completes the pending attempt with a token after o.Takes, in virtual
// time. Pending and what belongs to the start of an attempt is ignored in o.
func (c Call) Send(token string, o Outcome) error { return c.world.send(token, o) }

// Heartbeat sends a heartbeat of the pending attempt with a token, now.
func (c Call) Heartbeat(token string) error { return c.world.heartbeat(token) }

// Options say how to run. The zero value runs a Standard machine whose tasks
// all answer {} at once.
type Options struct {
	// Task does the work of Tasks. Nil answers {} to all.
	Task TaskFunc

	// Machines gives the machine of an ARN, for Tasks that start an execution
	// and wait for it (states:startExecution.sync and .sync:2). One that it
	// gives runs in the same virtual time; nil, and all where Machines is nil,
	// are left to Task.
	Machines func(arn string) *asl.Machine

	// Store stands for S3. Nil has no object.
	Store Store

	// Name, Machine, MachineARN, ExecutionARN, Role, Account and Region
	// appear in ARNs, in the context object and in the history. Each has an
	// invented default.
	Name, Machine            string
	MachineARN, ExecutionARN string
	Role, Account, Region    string

	// Worker is who takes the tasks of activities; it may be empty.
	Worker string

	// Start is when the execution starts; zero is 2026-01-01T00:00:00Z, or
	// now where WallClock is set.
	Start time.Time

	// WallClock lets time pass as it does outside.
	WallClock bool

	// Seed seeds everything random: jitter, $random, $uuid, States.UUID.
	Seed uint64

	// LongestJitter takes the longest delay that a jitter could give.
	LongestJitter bool

	// Express runs an Express machine: no limit of 25,000 events, five
	// minutes at most.
	Express bool

	// Sync tells an Express execution that somebody waits for
	// (StartSyncExecution). Its context object has no RedriveCount.
	Sync bool

	// Unlimited lifts the limits of payload, variables, history and
	// definition, but not those that keep an endless machine from running on.
	Unlimited bool

	// Event, unless it is nil, is told each event as it is recorded, of the
	// execution and of those a distributed Map starts. It must be quick.
	Event func(*Execution, *Event)

	measured bool // the definition's size has been checked
}

// Limits of the service (Developer Guide, "Service quotas").
const (
	MaxPayload       = 262_144           // bytes of an input, an output or a result
	MaxEvents        = 25_000            // of one Standard execution
	MaxDefinition    = 1_048_576         // bytes of a definition
	MaxVariable      = 262_144           // bytes of a variable, and of one Assign
	MaxVariables     = 10 * 1_048_576    // bytes of all variables of an execution
	maxInline        = 40                // iterations of an inline Map at a time
	maxDistributed   = 10_000            // child executions of a Map Run at a time
	maxStandard      = 365 * 24 * 3600   // seconds of an execution
	maxExpress       = 5 * 60            // seconds
	defaultTimeout   = 99_999_999        // seconds of a Task without a timeout
	maxReaderItems   = 100_000_000       // items of an ItemReader
	maxEndlessEvents = 1_000_000         // ours: of an execution and its children
	maxExpressEvents = 10 * MaxEvents    // ours: of one Express execution
	maxKept          = 512 * 1024 * 1024 // ours: bytes of what all histories of a Run hold
	maxThreads       = 50_000            // ours: branches, iterations and executions at a time
	maxNesting       = 200               // ours: machines inside machines
	maxReadBytes     = 256 * 1024 * 1024 // ours: of one ItemReader
)

// ErrInputSize is what Run answers to an input of more than MaxPayload bytes.
var ErrInputSize = fmt.Errorf("the input has more than %d bytes", MaxPayload)

// A DefinitionError says why a machine cannot be run at all.
type DefinitionError struct {
	Path string // JSON pointer
	Text string
}

func (e *DefinitionError) Error() string {
	if e.Path == "" {
		return "state machine: " + e.Text
	}
	return fmt.Sprintf("state machine: %s: %s", e.Path, e.Text)
}

// Run runs a machine to its end. A failed execution is a result, not an error;
// the error is a *DefinitionError where m is no machine that can be started,
// ErrInputSize, or ctx's, in which case the execution is returned as far as it
// got, with status ABORTED. A nil input stands for {}.
func Run(ctx context.Context, m *asl.Machine, input asl.Value, opts Options) (*Execution, error) {
	w, err := newWorld(m, input, opts)
	if err != nil {
		return nil, err
	}
	err = w.loop(ctx)
	return w.root.execution, err
}

func checkDefinitionSize(n int) error {
	if n > MaxDefinition {
		return &DefinitionError{Text: fmt.Sprintf("the definition has %d bytes, more than %d", n, MaxDefinition)}
	}
	return nil
}

// RunDefinition decodes a machine and its input, checks their sizes, and runs
// it. Empty input stands for {}.
func RunDefinition(ctx context.Context, definition, input []byte, opts Options) (*Execution, error) {
	if !opts.Unlimited {
		if err := checkDefinitionSize(len(definition)); err != nil {
			return nil, err
		}
	}
	m, err := asl.Decode(definition)
	if err != nil {
		return nil, err
	}
	var v asl.Value
	if len(input) > 0 {
		if v, err = asl.DecodeValue(input); err != nil {
			return nil, fmt.Errorf("input: %w", err)
		}
	}
	opts.measured = true
	return Run(ctx, m, v, opts)
}
