package engine

import (
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A Status is that of an execution or a Map Run, as AWS spells it.
type Status string

// The statuses of an execution.
const (
	Running   Status = "RUNNING"
	Succeeded Status = "SUCCEEDED"
	Failed    Status = "FAILED"
	TimedOut  Status = "TIMED_OUT"
	Aborted   Status = "ABORTED"
)

// An Execution is one run of a machine and its history.
type Execution struct {
	ARN, Name  string
	MachineARN string
	Machine    string
	Role       string
	Status     Status
	Input      asl.Value
	Items      int       // that a child of a Map Run is for; 0 of others
	Output     asl.Value // nil unless Succeeded

	// Error and Cause of an execution that did not succeed. HasError and
	// HasCause tell an empty text from none.
	Error, Cause       string
	HasError, HasCause bool

	Start, End time.Time // End is zero while it runs

	// Events in the order of their ids, which count from 1.
	Events []*Event

	// MapRuns in the order in which they started.
	MapRuns []*MapRun
}

// A MapRun is one visit to a distributed Map.
type MapRun struct {
	ARN, Label string
	State      string
	Status     Status
	Start, End time.Time

	MaxConcurrency             int
	ToleratedFailureCount      int
	ToleratedFailurePercentage float64

	// Items is how many items there are; Executions are its children in the
	// order of their items or batches. A child that never started is nil.
	Items      int
	Executions []*Execution
}
