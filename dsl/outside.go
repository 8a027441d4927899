package dsl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// A Schedule starts executions by the clock.
type Schedule struct {
	Name string
	// Expression as EventBridge Scheduler has it: cron(...), rate(...) or
	// at(...).
	Expression string
	Timezone   string
	Input      cty.Value // an object
	Range      hcl.Range
}

// A Trigger starts executions by an event.
type Trigger struct {
	Type, Name string    // Type is "s3_object" or "event"
	Pattern    cty.Value // the event pattern of an "event", else null
	Bus        string    // of an "event"; empty: the default bus
	Bucket     string    // of an "s3_object", as Prefix and Suffix
	Prefix     string
	Suffix     string
	Input      []TriggerInput
	Range      hcl.Range
}

// A TriggerInput is the value that a trigger gives an input.
type TriggerInput struct {
	Name  string
	Value expr.Expr
}

// A Notify tells a topic of executions that ended, from outside the machine.
type Notify struct {
	Type, Name string   // Type is "sns"
	On         []string // "failed", "timed_out", "aborted", "succeeded"
	Topic      string
	Range      hcl.Range
}

// Logging is what an execution writes to CloudWatch Logs.
type Logging struct {
	Level         string // "error", "all", "fatal" or "off"
	IncludeData   bool
	RetentionDays int // zero: for ever
}

// Concurrency says how many executions of a pipeline may run at once.
type Concurrency struct {
	Limit  int
	OnBusy string // "skip", "fail" or "wait"
	Range  hcl.Range
}
