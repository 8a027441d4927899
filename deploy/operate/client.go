package operate

import (
	"context"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
)

// A Client starts, reads and ends executions in one account and region.
//
// Errors are *deploy.Fault where a caller can do something about them. A Client
// does not retry; see Patient.
type Client interface {
	// Start starts an execution: StartExecution. Where one of that name runs
	// with the same input already it is that one, and no error; where one of
	// that name has ended, or has another input, it is a Fault of kind Exists.
	Start(ctx context.Context, s Start) (Execution, error)

	// StartSync runs an execution of an express machine, which has no history,
	// to its end: StartSyncExecution.
	StartSync(ctx context.Context, s Start) (Execution, error)

	// Describe an execution: DescribeExecution, with its data.
	Describe(ctx context.Context, arn string) (Execution, error)

	// Definition is that of the machine as the execution runs it:
	// DescribeStateMachineForExecution.
	Definition(ctx context.Context, arn string) (string, error)

	// History is a page of an execution's events, the oldest first, and the
	// token of the page behind it, empty where there is none (yet):
	// GetExecutionHistory. A token holds for 24 hours.
	History(ctx context.Context, arn, token string) (events []*engine.Event, next string, err error)

	// Executions is a page of executions, the latest first, without their data:
	// ListExecutions. The service lists what was started some time later.
	Executions(ctx context.Context, q Query, token string) (all []Execution, next string, err error)

	// Stop ends an execution: StopExecution. One that has ended stays as it is.
	Stop(ctx context.Context, arn, name, cause string) error

	// Redrive goes on with an execution that did not succeed, from what failed
	// in it: RedriveExecution.
	Redrive(ctx context.Context, arn string) error
}

// A Start says what execution is to be started.
type Start struct {
	// Target is the ARN of a machine, of a version or of an alias.
	Target string
	Name   string // 1 to 80 characters
	Input  string // JSON, at most 262,144 bytes
}

// A Query says which executions are meant: those of a machine, a version or an
// alias, or of a Map Run, by their ARN.
type Query struct {
	Of     string
	MapRun bool          // Of is the ARN of a Map Run
	Status engine.Status // empty: any
	Most   int           // in a page, at most 1,000; zero: 100
}

// PendingRedrive is the status of an execution that goes on as soon as there is
// room; see engine.Status for the others.
const PendingRedrive engine.Status = "PENDING_REDRIVE"

// An Execution is what is known of one without its history.
type Execution struct {
	ARN, Name string
	// Machine, Version and Alias are ARNs: of the machine, and of what was
	// started, empty where that was the machine itself.
	Machine, Version, Alias string

	Status     engine.Status
	Start, End time.Time // End is zero while it runs

	// Input and Output are JSON; in a list they are empty.
	Input, Output string
	// Error and Cause of one that did not succeed; in a list they are empty.
	Error, Cause string

	// Redrives are how often it went on. Redrivable says whether it can now,
	// and NotRedrivable, where it cannot, why.
	Redrives      int
	Redrivable    bool
	NotRedrivable string
}

// Ended says whether an execution has ended, and will not go on by itself.
func (x *Execution) Ended() bool { return ended(x.Status) }

func ended(s engine.Status) bool { return s != engine.Running && s != PendingRedrive && s != "" }

// Took is how long an execution ran, or has been running at a moment.
func (x *Execution) Took(now time.Time) time.Duration {
	if x.End.IsZero() {
		return now.Sub(x.Start)
	}
	return x.End.Sub(x.Start)
}
