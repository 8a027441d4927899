package endpoint

import (
	"maps"
	"slices"

	"github.com/pipectl/pipectl/asl"
)

// An operation answers a request. The error is a *fault, or that of the
// request's context.
type operation func(*Endpoint, *request) (asl.Object, error)

// operations are those of the API that are served, by their names. Of the
// others there is one, UpdateMapRun: a Map Run that the engine has begun cannot
// be changed.
var operations = map[string]operation{
	"CreateActivity":                   (*Endpoint).createActivity,
	"CreateStateMachine":               (*Endpoint).createStateMachine,
	"CreateStateMachineAlias":          (*Endpoint).createStateMachineAlias,
	"DeleteActivity":                   (*Endpoint).deleteActivity,
	"DeleteStateMachine":               (*Endpoint).deleteStateMachine,
	"DeleteStateMachineAlias":          (*Endpoint).deleteStateMachineAlias,
	"DeleteStateMachineVersion":        (*Endpoint).deleteStateMachineVersion,
	"DescribeActivity":                 (*Endpoint).describeActivity,
	"DescribeExecution":                (*Endpoint).describeExecution,
	"DescribeMapRun":                   (*Endpoint).describeMapRun,
	"DescribeStateMachine":             (*Endpoint).describeStateMachine,
	"DescribeStateMachineAlias":        (*Endpoint).describeStateMachineAlias,
	"DescribeStateMachineForExecution": (*Endpoint).describeStateMachineForExecution,
	"GetActivityTask":                  (*Endpoint).getActivityTask,
	"GetExecutionHistory":              (*Endpoint).getExecutionHistory,
	"ListActivities":                   (*Endpoint).listActivities,
	"ListExecutions":                   (*Endpoint).listExecutions,
	"ListMapRuns":                      (*Endpoint).listMapRuns,
	"ListStateMachineAliases":          (*Endpoint).listStateMachineAliases,
	"ListStateMachineVersions":         (*Endpoint).listStateMachineVersions,
	"ListStateMachines":                (*Endpoint).listStateMachines,
	"ListTagsForResource":              (*Endpoint).listTagsForResource,
	"PublishStateMachineVersion":       (*Endpoint).publishStateMachineVersion,
	"RedriveExecution":                 (*Endpoint).redriveExecution,
	"SendTaskFailure":                  (*Endpoint).sendTaskFailure,
	"SendTaskHeartbeat":                (*Endpoint).sendTaskHeartbeat,
	"SendTaskSuccess":                  (*Endpoint).sendTaskSuccess,
	"StartExecution":                   (*Endpoint).startExecution,
	"StartSyncExecution":               (*Endpoint).startSyncExecution,
	"StopExecution":                    (*Endpoint).stopExecution,
	"TagResource":                      (*Endpoint).tagResource,
	"TestState":                        (*Endpoint).testState,
	"UntagResource":                    (*Endpoint).untagResource,
	"UpdateStateMachine":               (*Endpoint).updateStateMachine,
	"UpdateStateMachineAlias":          (*Endpoint).updateStateMachineAlias,
	"ValidateStateMachineDefinition":   (*Endpoint).validateStateMachineDefinition,
}

// Operations are the names of the operations that are served, sorted.
func Operations() []string { return slices.Sorted(maps.Keys(operations)) }
