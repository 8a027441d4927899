package dsl

import (
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A Pipeline is a pipeline block.
type Pipeline struct {
	Name        string
	Description string
	Express     bool          // type = "express"
	Timeout     time.Duration // of the whole execution; zero: none
	Tags        []Tag         // sorted by key
	Role        string        // "managed" or an ARN
	Alias       string        // empty: none
	Tracing     bool

	Inputs    []*Input
	Schedules []*Schedule
	Triggers  []*Trigger
	Notifies  []*Notify
	Logging   Logging
	// Concurrency is nil where any number of executions may run at once.
	Concurrency *Concurrency
	// Permissions are what is said of its policy.
	Permissions Permissions
	Clusters    []*Cluster // its own, and those of the project that it uses

	// Body is the DAG of its tasks and blocks. Body.Output is the
	// execution's output.
	Body *Body

	// OnFailure and Finally are nil when left out.
	OnFailure, Finally *Body
	// Guarantee: finally runs whatever ends the tasks, which run in an
	// execution of their own.
	Guarantee bool

	// Region and Account are empty when they are known to an execution only.
	Region, Account string

	Range   hcl.Range // of the block's header
	Project *Project
}

// A Tag is one key of tags.
type Tag struct{ Key, Value string }

// A Body is a DAG of tasks and blocks: what a pipeline, a block, a branch or a
// handler holds.
type Body struct {
	// Items in the order of declaration.
	Items []Item

	// Output is nil when left out: {}.
	Output expr.Expr

	// Range is of the header of the block that it is the body of.
	Range hcl.Range
}

// An Item is a task or a block of tasks.
//
//sumtype:decl
type Item interface {
	// Base gives what tasks and blocks have in common.
	Base() *Common
	item()
}

// Common is what tasks and blocks have in common.
type Common struct {
	Name        string
	Label       string // as the block is headed: `task "glue_job" "clean"`
	Range       hcl.Range
	Index       int // in the order of declaration, of the whole pipeline
	Description string

	// Deps are what it waits for, in source order, each of the same Body as
	// it. A dependency may stand in it several times.
	Deps []Dep

	// When is nil when left out.
	When  expr.Expr
	RunIf RunIf

	// Retry in the order in which they count, defaults included.
	Retry []Retry
	Catch []*Catch

	// Output is nil when left out.
	Output expr.Expr

	// Each is nil where it runs once; else it runs once per element.
	Each *Each

	// Expected is how long it usually takes; zero: not known.
	Expected time.Duration

	// MaySkip: it can be skipped (when, run_if, or what it is).
	MaySkip bool

	// Clusters that it, or something inside of it, uses; of items of the
	// pipeline's own DAG only. A cluster may stand in it several times.
	Clusters []ClusterUse
}

// A ClusterUse is a mention of a cluster.
type ClusterUse struct {
	Cluster *Cluster
	Range   hcl.Range
}

// A Dep is a reason to wait for another item.
type Dep struct {
	On Item
	// Why is a phrase that completes "waits for x because it …".
	Why   string
	Range hcl.Range
	// Order: only the order of a sequence. It does not count for run_if.
	Order bool
}

// RunIf says what skipped dependencies mean.
type RunIf int

// The values of run_if.
const (
	AllSucceeded RunIf = iota
	AnySucceeded
	AllDone
)

// A Task is a task block.
type Task struct {
	Common
	Kind *catalog.Kind

	// Args are the kind's arguments that were given, a default counted, in
	// the catalog's order.
	Args []Arg

	// Mode is how it waits: nil for a kind that calls nothing, and where
	// Poll is set.
	Mode *catalog.Mode
	Poll *Poll

	// Result is the type of what the call gives.
	Result cty.Type
	// Returns: the argument returns says so, not what is known of the service.
	Returns bool

	// Timeout and Heartbeat are numbers of seconds, nil when left out.
	Timeout, Heartbeat expr.Expr

	// Role is an ARN to assume; nil when left out.
	Role expr.Expr

	// Parameters are merged over what the arguments produce; nil when left
	// out.
	Parameters expr.Expr

	// Call is the call of a task "aws"; nil for other kinds.
	Call *APICall

	// Compute is where a portable task runs; nil for others. Kind and Args
	// are those that it has there.
	Compute *Compute
	// Definition is what a task "asl" takes as it is; nil for other kinds.
	Definition *Definition
	// Cluster is the cluster that the task names, or nil.
	Cluster *Cluster
	// Pipeline is the pipeline that a task "pipeline" runs, or nil.
	Pipeline *Pipeline
}

// An Arg is an argument of a task.
type Arg struct {
	*catalog.Arg
	Value expr.Expr
	Range hcl.Range // of the name
}

// Arg returns the value of an argument, or nil when it was left out.
func (t *Task) Arg(name string) expr.Expr {
	for _, a := range t.Args {
		if a.Name == name {
			return a.Value
		}
	}
	return nil
}

// An APICall is "service:action".
type APICall struct {
	Service, Action string // as written: "s3", "headObject"
	Range           hcl.Range
}

// A Poll is how a task waits for a service that cannot be waited for. Of a
// catalog's poll only Every and Delay are set.
type Poll struct {
	// Every is a number of seconds.
	Every expr.Expr
	// Delay before the first look; zero: none.
	Delay time.Duration

	// Call is the look, nil where the task's own call is the look.
	Call      *APICall
	Arguments expr.Expr
	Until     expr.Expr
	Fail      expr.Expr // nil: false
	Retry     []string  // errors that mean "not yet"

	// Stop ends the work; nil when it cannot be.
	Stop          *APICall
	StopArguments expr.Expr
}

// A Block is a stage, a sequence, a parallel, a choice or a map.
type Block struct {
	Common
	Type string // "stage", "sequence", "parallel", "choice" or "map"

	// Body of a stage, a sequence or a map.
	Body *Body

	// Branches of a parallel, or the cases of a choice, in the order of
	// declaration; the default of a choice is the last.
	Branches []*Branch
}

// A Branch is a branch of a parallel, or a case of a choice.
type Branch struct {
	Name string // "default" for the default of a choice
	// When is the condition of a case; nil for the default and in a
	// parallel.
	When expr.Expr
	Body *Body
}

// Bodies are the bodies that a block holds.
func (b *Block) Bodies() []*Body {
	if b.Body != nil {
		return []*Body{b.Body}
	}
	var out []*Body
	for _, br := range b.Branches {
		out = append(out, br.Body)
	}
	return out
}

// Base gives what tasks and blocks have in common.
func (c *Common) Base() *Common { return c }

func (*Task) item()  {}
func (*Block) item() {}

// A Retry is a retry block.
type Retry struct {
	On       []string // error names, or "any", "timeout", "transient"
	Attempts int
	Interval time.Duration
	Backoff  float64
	MaxDelay time.Duration // zero: none
	Jitter   bool
	Range    hcl.Range
}

// Then says how it goes on after an error was caught.
type Then int

// The values of then.
const (
	ThenFail Then = iota
	ThenContinue
	ThenSucceed
)

// A Catch is a catch block.
type Catch struct {
	On     []string
	Then   Then
	Output expr.Expr // nil: null
	Body   *Body     // its tasks; nil when there are none
	Range  hcl.Range
}

// An Input is an input block.
type Input struct {
	Name        string
	Type        cty.Type // of input.NAME; optional members without a default are marked so
	Accepts     cty.Type // what may be given: all optional members are marked so
	Description string

	// Default is nil when the input is required.
	Default expr.Expr
	// Nullable: the default is null.
	Nullable bool
	// Members are the defaults of optional members, or nil.
	Members *MemberDefaults

	Validations []Validation
	Range       hcl.Range
}

// A Validation is a validation block of an input.
type Validation struct {
	Condition expr.Expr
	Message   string
}
