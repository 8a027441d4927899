package engine

import (
	"strconv"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// An Event is one entry of an execution's history. Which fields a type of
// event has is AWS's API's affair (GetExecutionHistory); the others are zero.
type Event struct {
	ID       int64
	Previous int64 // previousEventId; 0 for the first two
	Type     string
	Time     time.Time

	Name          string // of the state, in Entered, Exited and iterations
	Input, Output asl.Value
	Assigned      asl.Object // variables that were set, sorted by name

	Resource, ResourceType string
	Parameters             asl.Value
	Timeout, Heartbeat     int64 // seconds; 0 where the state sets none
	Credentials            asl.Value

	Error, Cause       string
	HasError, HasCause bool

	Index  int    // of an iteration
	Length int    // of MapStateStarted
	MapRun string // ARN, of MapRunStarted
	Worker string // of ActivityStarted
	Field  string // location of EvaluationFailed
	Role   string // of ExecutionStarted
	Region string
}

// AppendJSON appends the event in the form of GetExecutionHistory. The
// timestamp is in seconds since 1970, as AWS's JSON protocol has it.
func (e *Event) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"timestamp":`...)
	dst = strconv.AppendFloat(dst, float64(e.Time.UnixMilli())/1000, 'f', 3, 64)
	dst = append(dst, `,"type":"`...)
	dst = append(dst, e.Type...)
	dst = append(dst, `","id":`...)
	dst = strconv.AppendInt(dst, e.ID, 10)
	dst = append(dst, `,"previousEventId":`...)
	dst = strconv.AppendInt(dst, e.Previous, 10)
	if key, details := e.Details(); key != "" {
		dst = append(dst, ',', '"')
		dst = append(dst, key...)
		dst = append(dst, '"', ':')
		dst = asl.AppendValue(dst, details, -1)
	}
	return append(dst, '}')
}

// Details gives the member of AWS's history event that holds the details of
// this type, and the details; the key is empty where the type has none.
func (e *Event) Details() (key string, details asl.Object) {
	d := &details
	switch {
	case strings.HasSuffix(e.Type, "StateEntered"):
		put(d, "name", asl.String(e.Name))
		putText(d, "input", e.Input)
		return "stateEnteredEventDetails", details
	case strings.HasSuffix(e.Type, "StateExited"):
		put(d, "name", asl.String(e.Name))
		putText(d, "output", e.Output)
		if len(e.Assigned) > 0 {
			texts := make(asl.Object, len(e.Assigned))
			for i, m := range e.Assigned {
				texts[i] = asl.Member{Key: m.Key, Value: text(m.Value)}
			}
			put(d, "assignedVariables", texts)
			put(d, "assignedVariablesDetails", notTruncated)
		}
		return "stateExitedEventDetails", details
	case strings.HasSuffix(e.Type, "StateAborted"):
		return "", nil
	}
	switch e.Type {
	case "ExecutionStarted":
		putText(d, "input", e.Input)
		put(d, "roleArn", asl.String(e.Role))
	case "ExecutionSucceeded":
		putText(d, "output", e.Output)
	case "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted", "MapRunFailed",
		"LambdaFunctionFailed", "LambdaFunctionTimedOut", "ActivityFailed", "ActivityTimedOut":
		e.putError(d)
	case "EvaluationFailed":
		e.putError(d)
		if e.Field != "" {
			put(d, "location", asl.String(e.Field))
		}
		put(d, "state", asl.String(e.Name))
	case "MapStateStarted":
		put(d, "length", integer(int64(e.Length)))
	case "MapIterationStarted", "MapIterationSucceeded", "MapIterationFailed", "MapIterationAborted":
		put(d, "name", asl.String(e.Name))
		put(d, "index", integer(int64(e.Index)))
	case "MapRunStarted":
		put(d, "mapRunArn", asl.String(e.MapRun))
	case "TaskScheduled":
		e.putResource(d)
		put(d, "region", asl.String(e.Region))
		put(d, "parameters", text(e.Parameters))
		e.putTimes(d)
		if e.Credentials != nil {
			put(d, "taskCredentials", e.Credentials)
		}
	case "TaskStarted":
		e.putResource(d)
	case "TaskSubmitted", "TaskSucceeded":
		e.putResource(d)
		putText(d, "output", e.Output)
	case "TaskFailed", "TaskTimedOut":
		e.putResource(d)
		e.putError(d)
	case "LambdaFunctionScheduled", "ActivityScheduled":
		put(d, "resource", asl.String(e.Resource))
		putText(d, "input", e.Input)
		e.putTimes(d)
		if e.Credentials != nil {
			put(d, "taskCredentials", e.Credentials)
		}
	case "LambdaFunctionSucceeded", "ActivitySucceeded":
		putText(d, "output", e.Output)
	case "ActivityStarted":
		put(d, "workerName", asl.String(e.Worker))
	default:
		return "", nil
	}
	return strings.ToLower(e.Type[:1]) + e.Type[1:] + "EventDetails", details
}

func (e *Event) putError(d *asl.Object) {
	if e.HasError {
		put(d, "error", asl.String(e.Error))
	}
	if e.HasCause {
		put(d, "cause", asl.String(e.Cause))
	}
}

func (e *Event) putResource(d *asl.Object) {
	put(d, "resourceType", asl.String(e.ResourceType))
	put(d, "resource", asl.String(e.Resource))
}

func (e *Event) putTimes(d *asl.Object) {
	if e.Timeout != 0 {
		put(d, "timeoutInSeconds", integer(e.Timeout))
	}
	if e.Heartbeat != 0 {
		put(d, "heartbeatInSeconds", integer(e.Heartbeat))
	}
}

var notTruncated = asl.Object{{Key: "truncated", Value: asl.Bool(false)}}

func put(d *asl.Object, key string, v asl.Value) {
	*d = append(*d, asl.Member{Key: key, Value: v})
}

// putText puts a payload, which the history has as JSON text.
func putText(d *asl.Object, key string, v asl.Value) {
	put(d, key, text(v))
	put(d, key+"Details", notTruncated)
}

func text(v asl.Value) asl.String { return asl.String(asl.AppendValue(nil, v, -1)) }

func integer(n int64) asl.Number { return asl.Number(strconv.FormatInt(n, 10)) }
