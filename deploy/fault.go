package deploy

import (
	"errors"
	"fmt"
	"strings"
)

// A Fault is an error of a service that a deploy can do something about, or can
// tell people about in terms of what they asked for.
type Fault struct {
	Kind FaultKind
	// Call is the operation as IAM writes it: "states:UpdateStateMachine".
	Call string
	// ID is the resource the call was about; zero where it was about none.
	ID ID
	// Action is, of AccessDenied, what the caller is not allowed, where the
	// message of the service names it; it may be another than Call, as
	// "iam:PassRole". Empty: Call itself.
	Action string
	// Text is what the service said. It holds nothing secret: neither the
	// request nor its headers.
	Text string
	// Err is the error below, or nil.
	Err error
}

// A FaultKind is what kind of Fault it is.
type FaultKind int

// The kinds of faults. The names behind each are the errors of the services that
// are one, as far as they differ from what one would guess.
const (
	// Other is any other refusal: trying again will not help.
	Other FaultKind = iota

	// NotFound: there is no such resource. ResourceNotFound,
	// ResourceNotFoundException, NoSuchEntity, StateMachineDoesNotExist; of an
	// alias and of a version too.
	NotFound

	// Exists: the name is taken, perhaps by ourselves a moment ago, perhaps by
	// somebody else. StateMachineAlreadyExists, EntityAlreadyExists,
	// ResourceAlreadyExistsException, ConflictException of the calls that
	// create.
	Exists

	// Conflict: somebody else changes the same thing at this moment, or it is
	// not what it is thought to be any more. ConflictException of other calls,
	// ConcurrentModification(Exception), OperationAbortedException,
	// DeleteConflict.
	Conflict

	// Deleting: it is being deleted. StateMachineDeleting, and what Read saw.
	Deleting

	// Throttled: too many calls. ThrottlingException, Throttling,
	// TooManyRequestsException, RequestLimitExceeded, KmsThrottlingException.
	Throttled

	// Unavailable: no answer, or one of 5xx: what happened is not known.
	Unavailable

	// NotReady: what the call depends on was made a moment ago and is not
	// known everywhere yet. The AccessDeniedException of Step Functions that
	// a role cannot be assumed, or may not reach the log destination, or may
	// not create a managed rule; Scheduler's ValidationException that the role
	// cannot be assumed; IAM's MalformedPolicyDocument for an unknown
	// principal. Sources: terraform-provider-aws #7893, cdkd #950.
	NotReady

	// AccessDenied: the caller is not allowed to. AccessDenied,
	// AccessDeniedException but those above, AuthorizationError.
	AccessDenied

	// Limit: a quota is used up. LimitExceeded, ServiceQuotaExceededException,
	// StateMachineLimitExceeded, TooManyTags.
	Limit

	// Invalid: the service does not accept what it was given.
	// InvalidDefinition, ValidationException, and their kin.
	Invalid
)

var faultTexts = [...]string{
	Other:        "was refused",
	NotFound:     "does not exist",
	Exists:       "exists already",
	Conflict:     "is being changed by somebody else",
	Deleting:     "is being deleted",
	Throttled:    "had too many calls",
	Unavailable:  "did not answer",
	NotReady:     "depends on what is not ready yet",
	AccessDenied: "is not allowed",
	Limit:        "is over a quota",
	Invalid:      "is not accepted",
}

// String is a phrase that completes "role x …".
func (k FaultKind) String() string { return faultTexts[k] }

// Error says which call failed on what, and why.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.Call != "" {
		b.WriteString(f.Call + ": ")
	}
	if f.ID != (ID{}) {
		b.WriteString(f.ID.String() + " ")
	}
	b.WriteString(f.Kind.String())
	if f.Kind == AccessDenied {
		fmt.Fprintf(&b, " (needs the permission %s)", f.Missing())
	}
	if f.Text != "" {
		b.WriteString(": " + f.Text)
	}
	return b.String()
}

// Unwrap gives the error below.
func (f *Fault) Unwrap() error { return f.Err }

// Missing is, of AccessDenied, the IAM action that is missing.
func (f *Fault) Missing() string {
	if f.Action != "" {
		return f.Action
	}
	return f.Call
}

// IsFault says whether an error is, or wraps, a Fault of one of the kinds.
func IsFault(err error, kinds ...FaultKind) bool {
	var f *Fault
	if !errors.As(err, &f) {
		return false
	}
	for _, k := range kinds {
		if f.Kind == k {
			return true
		}
	}
	return false
}
