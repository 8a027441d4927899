// Package catalog holds the task kinds as data, one file per kind: what a kind
// takes, which calls it makes, what they give, which errors they raise and what
// they need to be allowed. Decoding, lowering, documentation, policies and
// completion all read the same entry. It knows no block of the language and no
// state of a machine. Start at Kind; All lists them.
package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// A Kind is what a task block's first label names.
type Kind struct {
	// Name as users write it.
	Name string

	// Doc is what it does, in sentences; the first stands alone in lists.
	Doc string

	// Args in the order in which they are documented.
	Args []Arg

	// OneOf are groups of arguments of which exactly one must be given.
	OneOf [][]string

	// Modes are the ways to wait, by the await meta-argument; the first is
	// the default. A kind without modes and Poll calls no service.
	Modes []Mode

	// Poll is how the kind waits for a service that cannot be waited for;
	// it is the default mode "completion" then, and not one of Modes.
	Poll *Poll

	// Errors that the service raises, as they stand in retry and catch.
	Errors []string

	// Transient are the errors that "transient" stands for: throttling and
	// faults of the service itself, never a job that ended badly.
	Transient []string

	// Example is a task block that compiles in an otherwise empty pipeline.
	Example string
}

// An Arg is an argument of a kind.
type Arg struct {
	Name string
	Doc  string

	// Type the value must convert to; cty.DynamicPseudoType takes any.
	// Members of object types marked optional may be left out.
	Type cty.Type

	Required bool

	// Static: the value must be known at compile time.
	Static bool

	// Keep: the value is the user's own data and keeps its nulls.
	Keep bool

	// Unit makes the argument a duration ("90m", compile time); in calls it
	// stands for the number of these units, rounded up. Zero: no duration.
	Unit time.Duration

	// Default is HCL for the value of an argument left out; empty: null.
	Default string

	// Enum are the values allowed, where they are known at compile time.
	Enum []string

	// Ref is "cluster" or "pipeline" where the argument takes cluster.NAME
	// or pipeline.NAME. A cluster argument takes a string, the id, too.
	Ref string

	// ASL is the member of the call's arguments that the value becomes, in
	// the API's names, dotted where it lies deeper ("Step.Name"). Empty: it
	// is only used in Arguments.
	ASL string
}

// A Call is one call of a service.
type Call struct {
	// Resource as it stands in a Task state, in partition aws:
	// "arn:aws:states:::glue:startJobRun.sync".
	Resource string

	// Arguments is an HCL object expression over the kind's arguments (null
	// where left out without a default), task_name, pipeline.name, run.*,
	// aws.*, task_token, and in a Look or Stop started; deeply merged over
	// what the arguments' ASL gives. Members that are null are left out.
	// Empty: nothing to add.
	Arguments string

	// NoArgs keeps the arguments' ASL members out of this call.
	NoArgs bool
}

// A Mode is one way to wait for a call.
type Mode struct {
	// Await is "completion", "callback" or "none".
	Await string

	Call

	// Result is the type of what the task gives, cty.DynamicPseudoType when
	// the catalog cannot know it.
	Result cty.Type

	// Unwrap is an HCL expression over result, the service's whole answer;
	// its value is the task's result. Empty: result itself.
	Unwrap string

	// Metadata: the answer has SdkHttpMetadata and SdkResponseMetadata,
	// which are no part of the task's result.
	Metadata bool

	// Allow is what the machine's role needs for it.
	Allow []Allow
}

// A Poll waits for a service that cannot be waited for: start the work, wait,
// look, decide. Expressions are HCL over the arguments, started (the answer of
// Start) and result (the answer of Look).
type Poll struct {
	Start Call
	Look  Call

	// Every is how long to wait between two looks where the user says
	// nothing.
	Every time.Duration

	// Until is true when the work has ended well, Fail when it has ended
	// badly; neither: look again.
	Until, Fail string

	// Error is the error that a bad end raises, Cause its text.
	Error string
	Cause string

	// Result and Unwrap as those of a Mode, over the last look.
	Result cty.Type
	Unwrap string

	// Stop ends the work after a timeout; nil where the service cannot.
	Stop *Call

	// Busy is the error of Start that says the work is running already, and
	// BusyArg the argument that says what then happens: "wait", "join",
	// "fail" or "skip". Empty where there is no such thing.
	Busy    string
	BusyArg string

	Allow []Allow
}

// An Allow is one statement of a policy.
type Allow struct {
	// Actions as IAM spells them, "glue:StartJobRun".
	Actions []string

	// Resource is an ARN with {partition}, {region}, {account}, {pipeline}
	// and {arg} for the value of an argument. Where an argument is not
	// known at compile time its place becomes *. An argument whose value is
	// an ARN itself takes the place of the whole. "*" where AWS allows
	// nothing narrower, or nothing narrower is known.
	Resource string

	// If names an argument that must be given for the statement to count.
	// Empty: it always counts.
	If string

	// PassedTo is the service that a role is passed to, of iam:PassRole.
	PassedTo string
}
