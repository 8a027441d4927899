// Package catalog holds the task kinds as data, one file per kind: what a kind
// takes, which calls it makes, what they give, which errors they raise and what
// they need to be allowed. Decoding, lowering, documentation, policies and
// completion all read the same entry. It knows no block of the language and no
// state of a machine. Start at Kind; All lists them. Policy makes a policy of
// what kinds need, SDKCall is what there is to know of the calls of kind "aws".
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

	// Notes are what a user should know besides, and which facts about AWS
	// nobody has verified; each is a sentence or more.
	Notes []string

	// OneOf are groups of arguments of which exactly one must be given,
	// AtMostOne groups of which no two may be.
	OneOf     [][]string
	AtMostOne [][]string

	// Modes are the ways to wait, by the await meta-argument; the first is
	// the default. A kind without modes and Poll calls no service, unless it
	// is Verbatim.
	Modes []Mode

	// Poll is how the kind waits for a service that cannot be waited for;
	// it is the default mode "completion" then, and not one of Modes.
	Poll *Poll

	// Free is why the machine's role needs to be allowed nothing for it, in a
	// sentence; empty where it does.
	Free string

	// Verbatim: it runs what its argument definition says, which is waited
	// for and gives whatever it gives.
	Verbatim bool

	// OwnRole: AWS lets no other role be assumed for the call than the
	// machine's own.
	OwnRole bool

	// Errors that the service raises, as they stand in retry and catch.
	Errors []string

	// Transient are the errors that "transient" stands for: throttling and
	// faults of the service itself, never a job that ended badly.
	Transient []string

	// Example is a task block that compiles in an otherwise empty pipeline,
	// given the top-level blocks of Beside.
	Example string
	Beside  string
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
	// stands for the number of these units, rounded up. Where Type takes any
	// value a number of units, known at run time, will do as well. Zero: no
	// duration.
	Unit time.Duration

	// With is the argument without which this one means nothing.
	With string

	// When is an HCL condition over static arguments that stand before this
	// one. Where it does not hold the argument cannot be given, and is not
	// required. Empty: it always holds.
	When string

	// Default is HCL for the value of an argument left out, over task_name,
	// pipeline.name, run.* and aws.*; empty: null.
	Default string

	// Enum are the values allowed, where they are known at compile time;
	// MemberEnum are those of members of an object.
	Enum       []string
	MemberEnum map[string][]string

	// Form is a regular expression that the value matches, where it is known
	// at compile time, and Like an example of such a value. Empty: any.
	Form, Like string

	// Ref is "cluster", "pipeline" or "compute" where the argument takes
	// cluster.NAME, pipeline.NAME or compute.NAME. A cluster argument takes a
	// string, the id, too.
	Ref string

	// ASL is the member of the call's arguments that the value becomes, in
	// the API's names, dotted where it lies deeper ("Step.Name"). Empty: it
	// is only used in Arguments.
	ASL string
}

// A Call is one call of a service.
type Call struct {
	// Resource as it stands in a Task state, in partition aws:
	// "arn:aws:states:::glue:startJobRun.sync"; or "{arg}", the value of a
	// static argument.
	Resource string

	// Arguments is an HCL object expression over the kind's arguments (null
	// where left out without a default), task_name, pipeline.name, run.*,
	// aws.*, task_token, pipeline_alias (":live", where what a pipeline
	// argument names has that alias, else ""), and in a Look or Stop started;
	// deeply merged over what the arguments' ASL gives. Members that are null
	// are left out. Empty: nothing to add.
	Arguments string

	// Keep are members of Arguments that hold the user's own data, and keep
	// their nulls.
	Keep []string

	// NoArgs keeps the arguments' ASL members out of this call.
	NoArgs bool

	// Allow is what the call needs besides what its mode, or its poll, does.
	Allow []Allow

	// Answer is the type of the service's whole answer: of result, of
	// started, of more. cty.NilType where the result is the answer itself,
	// cty.DynamicPseudoType where the catalog cannot know it.
	Answer cty.Type
}

// A Mode is one way to wait for a call.
type Mode struct {
	// Await is "completion", "callback" or "none".
	Await string

	// When is an HCL condition over static arguments, and over pipeline_type
	// ("standard" or "express", the type of what a pipeline argument names).
	// Of several modes of one Await the first counts whose When holds.
	// Empty: it always holds.
	When string

	Call

	// Then is a second call, for more of the result; nil: none.
	Then *Then

	// Result is the type of what the task gives, cty.DynamicPseudoType when
	// the catalog cannot know it.
	Result cty.Type

	// Unwrap is an HCL expression over result, the service's whole answer,
	// and more, that of Then where that is made; its value is the task's
	// result. Empty: result itself.
	Unwrap string

	// Fail is true when the answer says that the work ended badly although
	// the call itself went well; Error is the error that this raises, Cause
	// its text. All are HCL over result. Empty: the call fails by itself.
	Fail, Error, Cause string

	// Token: of a callback, the worker gets the task's token although it
	// stands nowhere in the user's arguments.
	Token bool

	// Metadata: the answer has SdkHttpMetadata and SdkResponseMetadata,
	// which are no part of the task's result.
	Metadata bool

	// Transient takes the place of the kind's, where the mode calls another
	// service than the others. Nil: the kind's.
	Transient []string

	// Allow is what the machine's role needs for it, besides what its call
	// needs: see Allows.
	Allow []Allow
}

// A Then is a call made once the first has ended. Its Arguments may mention
// result, the first call's whole answer; its own answer is more.
type Then struct {
	// If is an HCL condition over static arguments.
	If string

	// State is the end of the state's name: NAME-State.
	State string

	Call

	// Result and Unwrap take the place of the mode's own.
	Result cty.Type
	Unwrap string
}

// A Poll waits for a service that cannot be waited for: start the work, wait,
// look, decide. Expressions are HCL over the arguments, started (the answer of
// Start) and result (the answer of Look).
type Poll struct {
	// Start begins the work. With StartIf, an HCL condition that the types
	// of the arguments decide, StartElse is made instead where it is false.
	Start     Call
	StartIf   string
	StartElse *Call

	Look Call

	// Every is how long to wait between two looks where the user says
	// nothing.
	Every time.Duration

	// Until is true when the work has ended well, Fail when it has ended
	// badly; neither: look again.
	Until, Fail string

	// Error is the name of the error that a bad end raises; Cause is HCL for
	// its text, over the last look.
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

// Answer is the type of result in the poll's expressions: Look's answer.
func (p *Poll) Answer() *cty.Type {
	if p.Look.Answer == cty.NilType {
		return &p.Result
	}
	return &p.Look.Answer
}

// An Allow is one statement of a policy.
type Allow struct {
	// Actions as IAM spells them, "glue:StartJobRun".
	Actions []string

	// Resource is an ARN with {partition}, {region}, {account}, {pipeline.name}
	// and {arg} for the value of an argument, {arg.member} for a member of
	// it, {arg|text} with what counts where it is left out. Where a value is
	// not known at compile time its place becomes *. A value that is an ARN
	// itself takes the place of all that stands before, and of the place.
	// "*" where AWS allows nothing narrower, or nothing narrower is known.
	Resource string

	// If names an argument that must be given for the statement to count,
	// Unless one that must not. Empty: it always counts.
	If, Unless string

	// PassedTo is the service that a role is passed to, of iam:PassRole.
	PassedTo string

	// Named are error names of which the task must name one, in a retry or a
	// catch, for the statement to count: what a service wants before it
	// raises these and not another. Nil: it counts whatever is named.
	Named []string

	// Conditions further narrow the statement. One whose value is not known
	// at all is left out.
	Conditions []Condition
}

// A Condition is a line of a statement's condition.
type Condition struct {
	// Test is IAM's operator, "StringEquals".
	Test string
	// Key is IAM's key, "states:HTTPMethod".
	Key string
	// Value has places as Allow.Resource has.
	Value string
}
