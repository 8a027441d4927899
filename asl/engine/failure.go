package engine

import (
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// Error names of the language (Developer Guide, "Error names").
const (
	errAll            = "States.ALL"
	errTimeout        = "States.Timeout"
	errHeartbeat      = "States.HeartbeatTimeout"
	errTaskFailed     = "States.TaskFailed"
	errRuntime        = "States.Runtime"
	errQuery          = "States.QueryEvaluationError"
	errDataLimit      = "States.DataLimitExceeded"
	errNoChoice       = "States.NoChoiceMatched"
	errResultPath     = "States.ResultPathMatchFailure"
	errIntrinsic      = "States.IntrinsicFailure"
	errTolerated      = "States.ExceedToleratedFailureThreshold"
	errItemReader     = "States.ItemReaderFailed"
	errResultWriter   = "States.ResultWriterFailed"
	errNotRecoverable = errRuntime
)

// A failure is an error of the state machine's world: what Retry and Catch
// look at, and what an execution ends with.
type failure struct {
	name, cause     string
	noName, noCause bool // left out altogether

	// heartbeat marks a timeout that a missing heartbeat caused. AWS reports
	// it as States.Timeout, and lets Retry and Catch tell it apart.
	heartbeat bool

	// field is where in the state a JSONata expression failed; recorded tells
	// that EvaluationFailed is in the history.
	field    string
	recorded bool

	// ends is set when the whole execution has to end, whatever catches.
	ends bool

	// aborted is set when the thread was killed: nobody handles or records it.
	aborted bool
}

var abortion = &failure{aborted: true}

func fail(name, format string, args ...any) *failure {
	return &failure{name: name, cause: fmt.Sprintf(format, args...)}
}

// matches reports whether a retrier or catcher for these names takes f.
func (f *failure) matches(names []string) bool {
	for _, name := range names {
		switch name {
		case errAll:
			if f.name != errNotRecoverable {
				return true
			}
		case errTaskFailed:
			// A wildcard for everything but timeouts.
			if f.name == errTaskFailed || f.name != errTimeout && f.name != errNotRecoverable {
				return true
			}
		case errHeartbeat:
			if f.heartbeat || f.name == errHeartbeat {
				return true
			}
		case f.name:
			if f.name != errNotRecoverable && !f.noName {
				return true
			}
		}
	}
	return false
}

// output is the Error Output a catcher hands on.
func (f *failure) output() asl.Object {
	var o asl.Object
	if !f.noName {
		put(&o, "Error", asl.String(f.name))
	}
	put(&o, "Cause", asl.String(f.cause))
	return o
}

// within puts before the cause which state failed, as AWS does for what the
// engine itself finds wrong. It does so once.
func (f *failure) within(v *visit) *failure {
	if f == nil || f.aborted || strings.HasPrefix(f.cause, "An error occurred while executing the state '") {
		return f
	}
	c := *f
	c.cause = fmt.Sprintf("An error occurred while executing the state '%s' (entered at the event id #%d). %s", v.name, v.entered, f.cause)
	return &c
}
